//! A closed case was not solved: it is open again, with all that was said, a promise and a next step.

use crate::domain::case::{Case, CaseState, EntryKind, Speaker};
use crate::domain::lang::Lang;
use crate::domain::message::Outbound;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{card, follow_up, log, relay, tell, timers, transfer};

/// Opens it again: its owner has it as before if they still work here, else it is offered anew. `why` is what staff
/// read; the caller tells the resident.
pub(super) fn reopen(turn: &mut Turn<'_>, case: &Case, why: &str) -> Result<Case, Need> {
    let mut case = case.clone();
    (case.outcome, case.closed_at, case.referred_at) = (None, None, None);
    (case.last_speaker, case.last_spoke_at) = (Speaker::Resident, turn.now);
    case.deadline = turn.promise(&case.room, case.service, case.urgent);
    case.state = CaseState::Claimed;
    follow_up::stop(turn, &case);
    log::system(turn, &case, EntryKind::Reopened, why);
    timers::start_answer(turn, &case);
    match relay::owner(turn, &case)? {
        Some(owner) => {
            card::refresh(turn, &case, Some(&owner))?;
            card::deal(turn, &case, &owner, turn.world.facts.cards(&case.id)?)?;
            let deadline = tell::moment(Lang::Zh, case.deadline);
            let news = turn.around().reopened(&case.code, why, deadline);
            let news = Outbound::text(news).row(card::owner_buttons(turn, &case));
            tell::staff(turn, &owner, &case, &news);
        }
        None => transfer::offer_again(turn, &mut case)?,
    }
    turn.save(&case);
    Ok(case)
}
