//! Looks up what a step asked for.

use chrono::{Days, NaiveDate, NaiveTime};

use crate::domain::ids::ConversationId;
use crate::domain::time::Timestamp;
use crate::engine::{Facts, Need};
use crate::store::{Conn, StoreError};

use super::{agenda, invitations, sides};

/// Looks one thing up and puts it into its table of facts, under its key.
macro_rules! found {
    ($table:expr, $key:expr, $look_up:expr) => {{
        let value = $look_up.await?;
        $table.insert($key, value);
    }};
}

/// Looks `need` up and adds it to `facts`; `here` is the conversation of the turn.
pub(super) async fn look_up(
    conn: &mut Conn<'_>,
    need: Need,
    here: &ConversationId,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    match need {
        Need::Case(id) => found!(facts.cases, id, conn.case(&id)),
        Need::Code(code) => found!(facts.codes, code, conn.case_by_code(&code)),
        Need::CasesOf(conversation) => found!(facts.cases_of, conversation, conn.cases_of(&conversation)),
        Need::OpenIn(room) => found!(facts.open_in, room, conn.open_cases(room.as_ref())),
        Need::OwnedBy(staff) => found!(facts.owned_by, staff, conn.cases_owned_by(&staff)),
        Need::StaffIn(room) => found!(facts.staff_in, room, conn.staff_in(&room)),
        Need::Staff(id) => found!(facts.staff, id, conn.staff(&id)),
        Need::Cards(case) => found!(facts.cards, case, conn.cards(&case)),
        Need::Log(case) => found!(facts.logs, case, conn.log(&case)),
        Need::FollowUps(case) => found!(facts.follow_ups, case, conn.follow_ups(&case)),
        Need::Continuations(case) => found!(facts.continuations, case, conn.continuations(&case)),
        Need::Joint(case) => found!(facts.joint, case, conn.joint(&case)),
        Need::Joints(all) => found!(facts.joints, all, conn.open_joints()),
        Need::Reached(conversation) => found!(facts.reached, conversation, conn.reached(&conversation)),
        Need::Replied(message) => found!(facts.replied, message, conn.replied(here, &message)),
        Need::Earlier(message) => found!(facts.earlier, message, conn.earlier(here, &message)),
        Need::Invite(code) => found!(facts.invites, code, conn.invite(&invitations::hash(&code))),
        Need::Figures(room, first, last) => {
            let rooms = room.as_ref().map(std::slice::from_ref);
            let figures = conn.figures(rooms, start(first), start(next(last))).await?;
            facts.figures.insert((room, first, last), figures);
        }
        Need::Side(need) => sides::look_up(conn, need, here, &mut facts.sides).await?,
        Need::Agenda(inquiry) => agenda::look_up(conn, inquiry, &mut facts.agenda).await?,
    }
    Ok(())
}

/// The first moment of a local day.
fn start(day: NaiveDate) -> Timestamp {
    Timestamp::from_local(day.and_time(NaiveTime::MIN))
}

fn next(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}
