//! Somebody takes a case. The first wins: the store refuses a second write of the same version, and the loser's
//! step runs again on a case that is taken.

use crate::domain::case::{Case, CaseState, EntryKind};
use crate::domain::staff::Staff;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{card, log, tell, timers};

/// An offered case becomes the member's; all cards change and the resident learns who it is.
pub(in crate::engine) fn claim(turn: &mut Turn<'_>, member: &Staff, case: &Case) -> Result<Case, Need> {
    let mut case = case.clone();
    case.state = CaseState::Claimed;
    case.owner = Some(member.id.clone());
    case.claimed_at.get_or_insert(turn.now);
    turn.save(&case);
    timers::taken(turn, &case);
    log::staff(turn, &case, member, EntryKind::Claimed, "", None);
    card::refresh(turn, &case, Some(member))?;
    if let Some(member) = turn.world.facts.staff(&member.id)? {
        card::deal(turn, &case, member, turn.world.facts.cards(&case.id)?);
    }
    let role = tell::role_name(turn, case.lang, member.role);
    let room = tell::room_name(turn, &member.room);
    let news = tell::resident_texts(turn, case.lang).case_claimed(&case.code, &member.name, role, room);
    tell::resident(turn, &case, news);
    Ok(case)
}
