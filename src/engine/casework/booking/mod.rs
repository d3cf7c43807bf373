//! Appointments: places free, held, booked, moved and called off, whoever makes it happen.
//!
//! That a place is given away once is the database's doing: a step that lost the race runs again on what holds now and
//! finds the place taken. Whether somebody may do it is asked before (by `staff` and `resident`).

pub(in crate::engine) mod change;
mod due;
pub(in crate::engine) mod entry;
pub(in crate::engine) mod guests;
pub(in crate::engine) mod handed;
pub(in crate::engine) mod hold;
pub(in crate::engine) mod meeting;
pub(in crate::engine) mod news;
pub(in crate::engine) mod slots;
#[cfg(test)]
mod tests;
mod timers;
pub(in crate::engine) mod waiting;

use crate::domain::booking::{Booking, BookingState, Truth};
use crate::domain::case::Case;
use crate::domain::ids::BookingId;
use crate::engine::agenda::Change;
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;
pub(in crate::engine::casework) use due::due;
use slots::Slot;

/// The appointment of a case that takes a place now.
pub(in crate::engine) fn active(turn: &Turn<'_>, case: &Case) -> Result<Option<Booking>, Need> {
    Ok(turn.world.facts.agenda.of(&case.id)?.filter(|booking| booking.is_active()).cloned())
}

/// A new appointment at this place as it is once it is settled; not stored yet.
fn settled_at(turn: &mut Turn<'_>, case: &Case, slot: &Slot) -> Booking {
    Booking {
        id: BookingId::new(turn.mint.text()),
        case: case.id.clone(),
        room: case.room.clone(),
        staff: slot.staff.clone(),
        starts: slot.starts,
        ends: slot.ends,
        seat: slot.seat,
        state: BookingState::Booked,
        awaits: None,
        held_until: None,
        meeting: false,
        truth: Truth::Unknown,
        sequence: 0,
        made_at: turn.now,
        version: 0,
    }
}

/// Stores an appointment changed and returns it as it is then.
fn save(turn: &mut Turn<'_>, case: &Case, booking: Booking) -> Booking {
    turn.push(Effect::Agenda(Change::Rebook(booking.clone())));
    let stored = Booking { version: booking.version + 1, ..booking };
    timers::follow(turn, case, &stored);
    stored
}

/// Stores a new one and returns it as it is then.
fn add(turn: &mut Turn<'_>, case: &Case, booking: Booking) -> Booking {
    turn.push(Effect::Agenda(Change::Book(booking.clone())));
    let stored = Booking { version: 1, ..booking };
    timers::follow(turn, case, &stored);
    stored
}
