//! Looks up what a step asked for.

use chrono::{Days, NaiveDate, NaiveTime};

use crate::domain::ids::ConversationId;
use crate::domain::time::Timestamp;
use crate::engine::{Facts, Need};
use crate::store::{Conn, StoreError};

use super::{agenda, invitations, sides};

/// Looks `need` up and adds it to `facts`; `here` is the conversation of the turn.
pub(super) async fn look_up(
    conn: &mut Conn<'_>,
    need: Need,
    here: &ConversationId,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    match need {
        Need::Case(id) => {
            let case = conn.case(&id).await?;
            facts.cases.insert(id, case);
        }
        Need::Code(code) => {
            let case = conn.case_by_code(&code).await?;
            facts.codes.insert(code, case);
        }
        Need::CasesOf(conversation) => {
            let cases = conn.cases_of(&conversation).await?;
            facts.cases_of.insert(conversation, cases);
        }
        Need::OpenIn(room) => {
            let cases = conn.open_cases(room.as_ref()).await?;
            facts.open_in.insert(room, cases);
        }
        Need::OwnedBy(staff) => {
            let cases = conn.cases_owned_by(&staff).await?;
            facts.owned_by.insert(staff, cases);
        }
        Need::StaffIn(room) => {
            let staff = conn.staff_in(&room).await?;
            facts.staff_in.insert(room, staff);
        }
        Need::Staff(id) => {
            let staff = conn.staff(&id).await?;
            facts.staff.insert(id, staff);
        }
        Need::Cards(case) => {
            let cards = conn.cards(&case).await?;
            facts.cards.insert(case, cards);
        }
        Need::Log(case) => {
            let log = conn.log(&case).await?;
            facts.logs.insert(case, log);
        }
        Need::FollowUps(case) => {
            let follow_ups = conn.follow_ups(&case).await?;
            facts.follow_ups.insert(case, follow_ups);
        }
        Need::Continuations(case) => {
            let continuations = conn.continuations(&case).await?;
            facts.continuations.insert(case, continuations);
        }
        Need::Joint(case) => {
            let joint = conn.joint(&case).await?;
            facts.joint.insert(case, joint);
        }
        Need::Joints(all) => {
            let joints = conn.open_joints().await?;
            facts.joints.insert(all, joints);
        }
        Need::Reached(conversation) => {
            let reached = conn.reached(&conversation).await?;
            facts.reached.insert(conversation, reached);
        }
        Need::Replied(message) => {
            let case = conn.replied(here, &message).await?;
            facts.replied.insert(message, case);
        }
        Need::Invite(code) => {
            let invite = conn.invite(&invitations::hash(&code)).await?;
            facts.invites.insert(code, invite);
        }
        Need::Figures(room, first, last) => {
            let figures = conn
                .figures(room.as_ref().map(std::slice::from_ref), start(first), start(next(last)))
                .await?;
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
