//! A resident's name or number: shown to the staff of the case by the resident's own act, kept apart from the case, and
//! taken back whenever they like. Never shown to another side.

use crate::domain::case::{Case, EntryKind, Speaker};
use crate::domain::ids::{ConversationId, OutboxId};
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::party::{Contact, Side};
use crate::domain::staff::Staff;
use crate::engine::casework::{log, relay};
use crate::engine::effect::{Effect, Say};
use crate::engine::facts::Need;
use crate::engine::sides::SideEffect;
use crate::engine::turn::Turn;
use crate::intent::entities;

use super::{alias, namesake, parties};

/// What a side has told staff of itself and not taken back.
pub(in crate::engine) fn of<'world>(
    turn: &Turn<'world>,
    case: &Case,
    side: &Side,
) -> Result<Option<&'world Contact>, Need> {
    let all = turn.world.facts.contacts(&case.id)?;
    Ok(all.iter().find(|contact| contact.side == *side))
}

/// Keeps it and shows it to whoever has the case; the log says only that it was done.
pub(in crate::engine) fn give(
    turn: &mut Turn<'_>,
    case: &Case,
    side: &Side,
    words: &str,
) -> Result<(), Need> {
    retract(turn, case, side)?;
    noted(turn, case, side, turn.mediator_texts().log_disclosed());
    let contact = Contact {
        case: case.id.clone(),
        side: side.clone(),
        words: words.trim().to_owned(),
        phone: phone(turn, words),
        given_at: turn.now,
        shown: Vec::new(),
    };
    namesake::hint(turn, case, &[words])?;
    match relay::owner(turn, case)? {
        Some(owner) => show(turn, case, &contact, &owner.conversations),
        None => {
            turn.side(SideEffect::Give(contact));
            Ok(())
        }
    }
}

/// Shows it in these conversations of staff, and remembers where, so that it can be taken back there.
fn show(turn: &mut Turn<'_>, case: &Case, contact: &Contact, to: &[ConversationId]) -> Result<(), Need> {
    let name = alias(turn, parties(turn, case)?, &contact.side);
    let text = turn.mediator_texts().contact(&case.code, name, &contact.words);
    let mut contact = contact.clone();
    for to in to {
        let id = OutboxId::new(turn.mint.text());
        contact.shown.push((id.clone(), to.clone()));
        turn.say(Say {
            id,
            to: to.clone(),
            outbound: Outbound::text(text.clone()),
            case: Some(case.id.clone()),
            purpose: Purpose::Notice,
            side: Some(contact.side.clone()),
        });
    }
    turn.side(SideEffect::Give(contact));
    Ok(())
}

/// Somebody of the staff looks it up: every side's that has told something; says whether there was any.
pub(in crate::engine) fn look(turn: &mut Turn<'_>, member: &Staff, case: &Case) -> Result<bool, Need> {
    let contacts = turn.world.facts.contacts(&case.id)?;
    for contact in contacts {
        noted_by(turn, case, member, turn.mediator_texts().log_contact_seen());
        let here = turn.here();
        show(turn, case, contact, &[here])?;
    }
    Ok(!contacts.is_empty())
}

/// Forgets it and empties the messages that showed it; `false` if there was nothing.
pub(in crate::engine) fn take_back(turn: &mut Turn<'_>, case: &Case, side: &Side) -> Result<bool, Need> {
    if of(turn, case, side)?.is_none() {
        return Ok(false);
    }
    retract(turn, case, side)?;
    turn.side(SideEffect::TakeBack(case.id.clone(), side.clone()));
    noted(turn, case, side, turn.mediator_texts().log_hidden());
    Ok(true)
}

fn retract(turn: &mut Turn<'_>, case: &Case, side: &Side) -> Result<(), Need> {
    let Some(contact) = of(turn, case, side)? else { return Ok(()) };
    let name = alias(turn, parties(turn, case)?, side);
    let text = turn.mediator_texts().contact_gone(&case.code, name);
    for (message, to) in contact.shown.clone() {
        turn.push(Effect::Amend { message, to, outbound: Outbound::text(text.clone()) });
    }
    Ok(())
}

/// The digits of the only number in somebody's words.
pub(in crate::engine) fn phone(turn: &Turn<'_>, words: &str) -> Option<String> {
    let found = entities::find(words, turn.now.local());
    found.iter().find_map(|entity| entity.telephone(words))
}

fn noted(turn: &mut Turn<'_>, case: &Case, side: &Side, text: String) {
    let by = (Speaker::Resident, None);
    match side {
        Side::Applicant => log::resident(turn, case, EntryKind::Said, &text, None),
        Side::Other(party) => log::party(turn, case, party, by, EntryKind::Said, &text, None),
    }
}

fn noted_by(turn: &mut Turn<'_>, case: &Case, member: &Staff, text: String) {
    log::staff(turn, case, member, EntryKind::Said, &text, None);
}
