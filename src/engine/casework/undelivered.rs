//! A message about a case will never arrive: whoever can do something about it is told.

use crate::domain::case::{Case, CaseState, EntryKind};
use crate::domain::message::Outbound;
use crate::domain::staff::Staff;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{card, due, log, open, relay, tell};

/// The message was for the conversation of this turn.
pub(super) fn undelivered(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let member = turn.world.staff.as_ref();
    match member.filter(|_| case.conversation != turn.here()) {
        None if case.conversation == turn.here() => resident_gone(turn, case),
        None => Ok(()),
        Some(member) if case.state == CaseState::Offered => offer_lost(turn, case, member),
        Some(member) if case.state == CaseState::Claimed => owner_gone(turn, case, member),
        Some(_) => Ok(()),
    }
}

fn resident_gone(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    log::system(turn, case, EntryKind::Undelivered, &turn.staff_texts().log_resident_gone());
    let news = Outbound::text(turn.staff_texts().resident_gone(&case.code));
    match relay::owner(turn, case)? {
        Some(owner) => {
            let news = if case.is_open() { news.row(card::owner_buttons(turn, case)) } else { news };
            tell::staff(turn, &owner, case, &news);
        }
        None if case.state == CaseState::Claimed => {
            for person in due::supervisors(turn, case)? {
                tell::staff(turn, &person, case, &news);
            }
        }
        None => {}
    }
    Ok(())
}

/// Nobody else may hold a card of it: then the offer goes further at once.
fn offer_lost(turn: &mut Turn<'_>, case: &Case, member: &Staff) -> Result<(), Need> {
    log::system(turn, case, EntryKind::Undelivered, &turn.staff_texts().log_staff_gone(&member.name));
    let here = turn.here();
    let held = turn.world.facts.cards(&case.id)?;
    if held.iter().any(|card| card.staff.is_some() && card.conversation != here) {
        return Ok(());
    }
    let mut case = case.clone();
    if !due::widen(turn, &mut case)? {
        open::nobody_there(turn, &case)?;
    }
    turn.save(&case);
    Ok(())
}

fn owner_gone(turn: &mut Turn<'_>, case: &Case, member: &Staff) -> Result<(), Need> {
    let here = turn.here();
    let known = turn.world.facts.staff(&member.id)?;
    let elsewhere = known.iter().flat_map(|known| &known.conversations).any(|to| *to != here);
    if elsewhere || case.owner.as_ref() != Some(&member.id) {
        return Ok(());
    }
    log::system(turn, case, EntryKind::Undelivered, &turn.staff_texts().log_staff_gone(&member.name));
    let text = turn.staff_texts().owner_gone(&case.code, &member.name);
    let news = Outbound::text(text).row(card::takeover_buttons(turn, case));
    for person in due::supervisors(turn, case)?.iter().filter(|person| person.id != member.id) {
        tell::staff(turn, person, case, &news);
    }
    Ok(())
}
