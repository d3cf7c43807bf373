//! A closed case was not solved: it is open again, with all that was said, a promise and a next step.

use crate::domain::case::{Case, CaseState, EntryKind, Outcome, Speaker};
use crate::domain::lang::Lang;
use crate::domain::message::Outbound;
use crate::domain::staff::Staff;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{card, follow_up, log, relay, sides, tell, timers, transfer};

/// A member of staff opens it again for its resident, who learns it and by when they hear.
pub(in crate::engine) fn by_staff(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    why: &str,
) -> Result<Case, Need> {
    let why = turn.around().reopened_by(&member.name, why);
    let case = reopen(turn, case, &why, Some(member), false)?;
    let texts = turn.world.rules.texts.after(case.lang);
    let news = texts.reopened_offered(&case.code, tell::when(turn, case.lang, case.deadline));
    tell::resident_with_ways_on(turn, &case, news);
    Ok(case)
}

/// It should not have ended: whoever read that it had reads that this does not hold. What the institution had waits for it again.
pub(in crate::engine) fn corrected(turn: &mut Turn<'_>, member: &Staff, case: &Case) -> Result<Case, Need> {
    let ended = case.outcome;
    let why = turn.around().reopened_wrong(&member.name);
    let waits = matches!(ended, Some(Outcome::AidGranted | Outcome::AidRefused | Outcome::AidReferred));
    let case = reopen(turn, case, &why, Some(member), waits)?;
    let texts = turn.world.rules.texts.after(case.lang);
    let when = tell::when(turn, case.lang, case.deadline);
    let news = match ended {
        Some(Outcome::AidRefused) => texts.reopened_refusal(&case.code, when),
        _ => texts.reopened_wrong(&case.code, when),
    };
    tell::resident_with_ways_on(turn, &case, news);
    Ok(case)
}

/// Opens it again: its owner has it as before if they still work here, else it is offered anew. `why` is what staff
/// read, `by` whoever of them did it, `is_referred` whether the institution still has it; the caller tells the resident.
pub(super) fn reopen(
    turn: &mut Turn<'_>,
    case: &Case,
    why: &str,
    by: Option<&Staff>,
    is_referred: bool,
) -> Result<Case, Need> {
    let mut case = case.clone();
    (case.outcome, case.closed_at) = (None, None);
    case.referred_at = case.referred_at.filter(|_| is_referred);
    (case.last_speaker, case.last_spoke_at) = (Speaker::Resident, turn.now);
    case.deadline = turn.promise(&case.room, case.service, case.urgent);
    case.state = if case.referred_at.is_some() { CaseState::Referred } else { CaseState::Claimed };
    follow_up::stop(turn, &case);
    log::system(turn, &case, EntryKind::Reopened, why);
    timers::start_answer(turn, &case);
    sides::reopened(turn, &case)?;
    match relay::owner(turn, &case)? {
        Some(owner) => {
            card::refresh(turn, &case, Some(&owner))?;
            card::deal(turn, &case, &owner, turn.world.facts.cards(&case.id)?)?;
            let deadline = tell::moment(Lang::Zh, case.deadline);
            let news = match by {
                Some(member) => turn.around().reopened_for_you(&case.code, &member.name, deadline),
                None => turn.around().reopened(&case.code, why, deadline),
            };
            let news = Outbound::text(news).row(card::owner_buttons(turn, &case));
            tell::staff(turn, &owner, &case, &news);
        }
        None => transfer::offer_again(turn, &mut case)?,
    }
    turn.save(&case);
    Ok(case)
}
