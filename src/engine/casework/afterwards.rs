//! Words of a side in the days after the end of a case: whoever ended it hears them, and they change nothing about it but its log.
//! Whether it is to be opened again is for people to say.

use std::time::Duration;

use crate::domain::case::{Case, CaseState, EntryKind, Outcome, Speaker};
use crate::domain::follow_up::FollowUpAnswer;
use crate::domain::mediation::Performed;
use crate::domain::message::{Button, Outbound};
use crate::domain::party::{Party, Side};
use crate::engine::action::Action;
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;

use super::{by_phone, log, sides, tell};

/// As long as its resident is called back, that day included, a case that ended is still its people's.
const HEARD_FOR: Duration = Duration::from_secs(31 * 24 * 3600);

/// Whether the case ended so lately that its people still hear what is said about it. Who took it back has no more to say.
pub(in crate::engine) fn is_heard(turn: &Turn<'_>, case: &Case) -> bool {
    let lately = case.closed_at.is_some_and(|at| turn.now.since(at) <= HEARD_FOR);
    lately && case.state == CaseState::Closed && case.outcome != Some(Outcome::Withdrawn)
}

/// Whether it ended with an agreement.
pub(in crate::engine) fn was_agreed(case: &Case) -> bool {
    matches!(case.outcome, Some(Outcome::MediatedOral | Outcome::MediatedWritten))
}

/// Brings the words of its resident, or of a `party`, to whoever has the case, else to those who look after it. `false` if there
/// is nobody.
pub(in crate::engine) fn said(
    turn: &mut Turn<'_>,
    case: &Case,
    party: Option<&Party>,
    words: &str,
) -> Result<bool, Need> {
    let people = by_phone::people(turn, case)?;
    let heading = heading(turn, case, party, words)?;
    match party {
        Some(party) => {
            log::party(turn, case, &party.id, (Speaker::Resident, None), EntryKind::Said, words, None);
        }
        None => log::resident(turn, case, EntryKind::Said, words, None),
    }
    let news = Outbound::text(heading).row(buttons(turn, case)?);
    for person in &people {
        tell::staff(turn, person, case, &news);
    }
    Ok(!people.is_empty())
}

fn heading(turn: &Turn<'_>, case: &Case, party: Option<&Party>, words: &str) -> Result<String, Need> {
    let parties = sides::parties(turn, case)?;
    let side = party.map_or(Side::Applicant, |party| Side::Other(party.id.clone()));
    Ok(match parties.is_empty() {
        true => turn.around().said_after_end(&case.code, words),
        false => {
            turn.mediator_texts().side_said_after_end(&case.code, sides::alias(turn, parties, &side), words)
        }
    })
}

/// What staff can do about it: open it again, note that an agreement was not kept, look.
fn buttons(turn: &Turn<'_>, case: &Case) -> Result<Vec<Button>, Need> {
    let again = Action::Deed(Deed::FollowUp(case.code.clone(), FollowUpAnswer::Unsolved));
    let mut buttons = vec![tell::button(turn.around().button_reopen(), &again)];
    let owed =
        sides::terms::agreement(turn, case)?.is_some_and(|agreement| agreement.performed != Performed::Yes);
    if owed {
        let not = Action::Side(Verb::NotPerformed, case.code.clone());
        buttons.push(tell::button(turn.mediator_texts().button_not_performed(), &not));
    }
    buttons.push(tell::button(turn.staff_texts().button_details(), &Action::Details(case.code.clone())));
    Ok(buttons)
}
