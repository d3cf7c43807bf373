//! Becoming staff by an invitation, and stopping to be.

use crate::domain::lang::Lang;
use crate::domain::staff::{Invite, Staff, StaffStatus};
use crate::engine::action::Action;
use crate::engine::casework::tell::{role_name, room_name};
use crate::engine::casework::{card, transfer};
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Session};
use crate::engine::turn::Turn;

use super::{lists, menu};

/// How many waiting cases a new member is dealt at once.
const DEALT: usize = 10;

/// Somebody sent an invitation's code.
pub(in crate::engine) fn enlist(turn: &mut Turn<'_>, code: &str) -> Result<(), Need> {
    let invite = turn.world.facts.invite(&code.to_owned())?.as_ref();
    if let Some(member) = &turn.world.staff {
        already(turn, member);
        return Ok(());
    }
    match invite {
        Some(invite) if usable(turn, invite) => welcome(turn, code, &invite.staff),
        _ => {
            turn.reply(refusal(turn, invite));
            Ok(())
        }
    }
}

/// Asks whether they really want to leave.
pub(super) fn ask_to_leave(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let texts = turn.staff_texts();
    let open = turn.world.facts.owned_by(&member.id)?.len();
    let choices = vec![
        Choice::new(texts.button_leave(), &Action::Leave),
        Choice::new(texts.button_cancel(), &Action::Cancel),
    ];
    turn.offer(texts.leave_really(open), choices, 2);
    Ok(())
}

/// This conversation is theirs no more; if it was their last, their cases are everybody's again.
pub(super) fn leave(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let here = turn.here();
    let known = turn.world.facts.staff(&member.id)?;
    let elsewhere = known.iter().flat_map(|known| &known.conversations).any(|to| *to != here);
    if !elsewhere {
        for case in turn.world.facts.owned_by(&member.id)? {
            transfer::give_back(turn, member, case)?;
        }
    }
    turn.session = Session::default();
    turn.push(Effect::Discharge);
    turn.reply(turn.staff_texts().left());
    Ok(())
}

fn already(turn: &mut Turn<'_>, member: &Staff) {
    let (role, room) = (role_name(turn, Lang::Zh, member.role), room_name(turn, &member.room));
    let text = turn.staff_texts().already_staff(&member.name, role, room);
    turn.mention(text, menu::choices(turn));
}

fn usable(turn: &Turn<'_>, invite: &Invite) -> bool {
    invite.revoked_at.is_none()
        && invite.staff.status != StaffStatus::Revoked
        && invite.used_at.is_none()
        && turn.now < invite.expires_at
}

fn refusal(turn: &Turn<'_>, invite: Option<&Invite>) -> String {
    let texts = turn.staff_texts();
    match invite {
        None => texts.invite_wrong(),
        Some(invite) if invite.revoked_at.is_some() || invite.staff.status == StaffStatus::Revoked => {
            texts.invite_revoked()
        }
        Some(invite) if invite.used_at.is_some() => texts.invite_used(),
        Some(_) => texts.invite_expired(),
    }
}

fn welcome(turn: &mut Turn<'_>, code: &str, member: &Staff) -> Result<(), Need> {
    let waiting = lists::offered(turn, member)?;
    turn.session = Session::default();
    turn.push(Effect::Enlist { invite: code.to_owned(), staff: member.id.clone() });
    let (role, room) = (role_name(turn, Lang::Zh, member.role), room_name(turn, &member.room));
    let texts = turn.staff_texts();
    turn.offer(texts.enlisted(&member.name, role, room), menu::choices(turn), 2);
    let newcomer = Staff { conversations: vec![turn.here()], ..member.clone() };
    for case in waiting.iter().take(DEALT) {
        card::deal(turn, case, &newcomer, &[]);
    }
    if let Some(more) = waiting.len().checked_sub(DEALT).filter(|more| *more > 0) {
        let show = Choice::new(texts.button_waiting(), &Action::Waiting);
        turn.mention(texts.more_waiting(more), vec![show]);
    }
    Ok(())
}
