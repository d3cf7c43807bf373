//! The waiting list: a place that becomes free is kept for whoever has waited longest and can have it.

use crate::domain::booking::{Booking, BookingState, Waiting};
use crate::domain::case::{Case, EntryKind, Speaker};
use crate::domain::lang::Lang;
use crate::engine::agenda::Change;
use crate::engine::casework::{log, tell};
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::slots::Slot;
use super::{active, guests, hold, meeting};

/// A place that is free for less is offered to nobody: they could not be there.
const LEAST: std::time::Duration = std::time::Duration::from_secs(3600);

/// Puts a case on the list.
pub(in crate::engine) fn wait(turn: &mut Turn<'_>, case: &Case) {
    let (room, since) = (case.room.clone(), turn.now);
    turn.push(Effect::Agenda(Change::Wait(Waiting { case: case.id.clone(), room, since })));
}

/// The place of `booking`, which `left` has given up, goes to the first on the list that can have it.
pub(super) fn freed(turn: &mut Turn<'_>, left: &Case, booking: &Booking) -> Result<(), Need> {
    if booking.starts < turn.now.plus(LEAST) || booking.state == BookingState::Over {
        return Ok(());
    }
    for waiting in turn.world.facts.agenda.waiting(&booking.room)? {
        if waiting.case == left.id {
            continue;
        }
        let Some(case) = turn.world.facts.case(&waiting.case)? else { continue };
        let fits = case.is_open() && case.owner.as_ref().is_none_or(|owner| *owner == booking.staff);
        if fits && active(turn, case)?.is_none() {
            match guests::is_joint(turn, case)? {
                false => return offered(turn, case, booking),
                true if case.owner.is_some() => {
                    return meeting::propose(turn, case, booking.starts, meeting::By::Freed);
                }
                true => {}
            }
        }
    }
    Ok(())
}

fn offered(turn: &mut Turn<'_>, case: &Case, free: &Booking) -> Result<(), Need> {
    let slot = Slot { staff: free.staff.clone(), starts: free.starts, ends: free.ends, seat: free.seat };
    let booking = hold::keep(turn, case, &slot, Speaker::Resident)?;
    let text = turn.world.rules.texts.desk.log_freed(tell::when(turn, Lang::Zh, free.starts));
    log::system(turn, case, EntryKind::Appointment, &text);
    hold::invite(turn, case, &booking, |texts, when, place, name, until| {
        texts.freed(when, place, name, until)
    })
}
