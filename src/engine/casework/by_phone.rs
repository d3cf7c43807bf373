//! What would be said to a resident who does not write to the bot: shown to whoever has their case, to be told by
//! phone or at the counter, and noted in the log so that it is never lost.

use crate::domain::case::{Case, EntryKind};
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::staff::Staff;
use crate::engine::effect::Say;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{due, log, relay, tell};

/// Takes every message of this step to a conversation at the counter, and gives it to staff instead.
pub(in crate::engine) fn redirect(turn: &mut Turn<'_>) -> Result<(), Need> {
    for say in turn.at_counter() {
        let Some(id) = say.case.clone() else { continue };
        let case = match turn.written(&id) {
            Some(case) => Some(case),
            None => turn.world.facts.case(&id)?.clone(),
        };
        if let Some(case) = case {
            pass_on(turn, &case, say)?;
        }
    }
    Ok(())
}

/// How the resident is reached, as staff read it.
pub(in crate::engine) fn contact(turn: &Turn<'_>, case: &Case) -> String {
    case.contact.clone().unwrap_or_else(|| turn.around().no_contact())
}

/// That the resident has been told, or has to be, as staff read it behind what they did.
pub(in crate::engine) fn told(turn: &Turn<'_>, case: &Case) -> String {
    match case.conversation.is_counter() {
        true => turn.around().told_counter(contact(turn, case)),
        false => turn.around().told_chat(),
    }
}

/// The people who tell a resident by phone what is to be told: the owner, else those who look after the case.
pub(super) fn people(turn: &Turn<'_>, case: &Case) -> Result<Vec<Staff>, Need> {
    match relay::owner(turn, case)? {
        Some(owner) => Ok(vec![owner]),
        None => due::supervisors(turn, case),
    }
}

fn pass_on(turn: &mut Turn<'_>, case: &Case, say: Say) -> Result<(), Need> {
    let own_words = say.purpose == Purpose::Relay;
    if own_words && turn.world.staff.as_ref().is_some_and(|member| case.owner.as_ref() == Some(&member.id)) {
        // Whoever wrote them knows them, and they are in the log.
        return Ok(());
    }
    let text = turn.around().tell_by_phone(&case.code, contact(turn, case), &say.outbound.text);
    let news = Outbound { text, file: say.outbound.file, place: say.outbound.place, ..Outbound::default() };
    for person in people(turn, case)? {
        for to in &person.conversations {
            tell::send(turn, to, case, Purpose::Notice, news.clone());
        }
    }
    let text = turn.around().log_to_tell(say.outbound.text);
    log::system(turn, case, EntryKind::Undelivered, &text);
    Ok(())
}
