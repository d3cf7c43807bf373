//! Questions of a mediation that staff answer in words: who the other party is, what was agreed.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::party::Side;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::relay::Words;
use crate::engine::casework::sides::{self, consent, contact};
use crate::engine::facts::Need;
use crate::engine::mediating::Mediating;
use crate::engine::session::{Choice, Flow};
use crate::engine::staff::{access, decide};
use crate::engine::turn::Turn;

use super::{agreement, desk, works_on, write};

/// How much of the mediator's words for somebody is kept.
const NAMED_SIGNS: usize = 60;

/// Asks who the other party is.
pub(super) fn ask_who(turn: &mut Turn<'_>, case: &Case) {
    turn.session.flow = Flow::Mediating(Mediating::Who(case.code.clone()));
    let text = turn.mediator_texts().who(&case.code);
    cancellable(turn, text);
}

/// Words while one of these questions is open.
pub(in crate::engine::staff) fn typed(
    turn: &mut Turn<'_>,
    member: &Staff,
    open: Mediating,
    words: Words<'_>,
) -> Result<(), Need> {
    match open {
        Mediating::Writing(code) => {
            let Some(party) = turn.world.facts.party(&code)? else { return Ok(()) };
            let case = turn.world.facts.case(&party.case)?.as_ref();
            match access::allowed(turn, member, case)? {
                Some(case) if works_on(member, case) => write::to_party(turn, member, case, party, words),
                Some(case) => decide::tell_standing(turn, member, case),
                None => Ok(()),
            }
        }
        Mediating::Who(code) => on(turn, member, &code, |turn, case| who(turn, case, words.text)),
        Mediating::Agreed(agreeing) => {
            let code = agreeing.code.clone();
            on(turn, member, &code, |turn, case| agreement::answered(turn, case, agreeing, words.text))
        }
        Mediating::Contact(_) => Ok(()),
    }
}

/// The question is passed over.
pub(in crate::engine::staff) fn skipped(
    turn: &mut Turn<'_>,
    member: &Staff,
    open: Mediating,
) -> Result<(), Need> {
    match open {
        Mediating::Agreed(agreeing) => {
            let code = agreeing.code.clone();
            on(turn, member, &code, |turn, case| agreement::skipped(turn, case, agreeing))
        }
        other => typed(turn, member, other, Words::default()),
    }
}

/// Only whoever has the case goes on.
fn on(
    turn: &mut Turn<'_>,
    member: &Staff,
    code: &CaseCode,
    go_on: impl FnOnce(&mut Turn<'_>, &Case) -> Result<(), Need>,
) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    if !case.is_open() || !access::may_decide(turn, member, case) {
        turn.session.flow = Flow::Idle;
        return decide::tell_standing(turn, member, case);
    }
    go_on(turn, case)
}

fn who(turn: &mut Turn<'_>, case: &Case, words: &str) -> Result<(), Need> {
    let named: String = words.trim().chars().take(NAMED_SIGNS).collect();
    if named.is_empty() {
        ask_who(turn, case);
        return Ok(());
    }
    let phone = contact::phone(turn, &named);
    turn.session.flow = Flow::Idle;
    let Some(party) = consent::name(turn, case, &named, phone)? else {
        turn.reply(turn.mediator_texts().moved(&case.code));
        return Ok(());
    };
    let mut all = sides::parties(turn, case)?.to_vec();
    all.push(party.clone());
    let alias = sides::alias(turn, &all, &Side::Other(party.id.clone()));
    desk::offer_ways(turn, alias, &party);
    Ok(())
}

/// Asks, with nothing to press but the way out.
pub(super) fn cancellable(turn: &mut Turn<'_>, text: String) {
    turn.mention(text, vec![Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel)]);
}
