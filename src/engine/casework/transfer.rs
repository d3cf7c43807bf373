//! A case goes to other hands: to a named colleague, or back to everyone.

use crate::domain::case::{Case, CaseState, EntryKind};
use crate::domain::message::Outbound;
use crate::domain::staff::{Staff, StaffStatus};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{audience, card, log, open, tell, timers};

/// Whether somebody works here and can be reached.
pub(in crate::engine) fn at_work(person: &Staff) -> bool {
    person.status == StaffStatus::Active && !person.conversations.is_empty()
}

/// Gives a case to a colleague; `before` is who had it until now.
pub(in crate::engine) fn give(
    turn: &mut Turn<'_>,
    giver: &Staff,
    case: &Case,
    to: &Staff,
    before: Option<&Staff>,
) -> Result<Case, Need> {
    let mut case = case.clone();
    case.state = CaseState::Claimed;
    case.owner = Some(to.id.clone());
    case.claimed_at.get_or_insert(turn.now);
    turn.save(&case);
    timers::taken(turn, &case);
    let text = turn.staff_texts().log_given(&giver.name, &to.name);
    log::staff(turn, &case, giver, EntryKind::Transferred, &text, None);
    card::refresh(turn, &case, Some(to))?;
    card::deal(turn, &case, to, turn.world.facts.cards(&case.id)?);
    let news = turn.staff_texts().given_to_you(&giver.name, &case.code);
    tell::staff(turn, to, &case, &Outbound::text(news));
    if let Some(before) = before.filter(|before| before.id != giver.id && before.id != to.id) {
        let news = turn.staff_texts().given_away(&giver.name, &case.code, &to.name);
        tell::staff(turn, before, &case, &Outbound::text(news));
    }
    let role = tell::role_name(turn, case.lang, to.role);
    let room = tell::room_name(turn, &to.room);
    let news = tell::resident_texts(turn, case.lang).case_given(&case.code, &to.name, role, room);
    tell::resident(turn, &case, news);
    Ok(case)
}

/// A member of staff gives a case back to everyone in its room.
pub(in crate::engine) fn give_back(turn: &mut Turn<'_>, giver: &Staff, case: &Case) -> Result<Case, Need> {
    let mut case = case.clone();
    let text = turn.staff_texts().log_given_back(&giver.name);
    log::staff(turn, &case, giver, EntryKind::Transferred, &text, None);
    offer_again(turn, &mut case)?;
    turn.save(&case);
    Ok(case)
}

/// The owner is gone: the case is everybody's again. The caller saves it.
pub(super) fn release(turn: &mut Turn<'_>, case: &mut Case) -> Result<(), Need> {
    let text = turn.staff_texts().log_owner_gone();
    log::system(turn, case, EntryKind::Transferred, &text);
    offer_again(turn, case)
}

fn offer_again(turn: &mut Turn<'_>, case: &mut Case) -> Result<(), Need> {
    let audience = audience::again(turn, case)?;
    case.state = CaseState::Offered;
    case.owner = None;
    case.reach = audience.reach;
    card::refresh(turn, case, None)?;
    for person in &audience.people {
        card::deal(turn, case, person, turn.world.facts.cards(&case.id)?);
    }
    if audience.people.is_empty() {
        open::nobody_there(turn, case)?;
    }
    timers::start_accept(turn, case);
    let news = tell::resident_texts(turn, case.lang).case_given_back(&case.code);
    tell::resident(turn, case, news);
    Ok(())
}
