//! What an appointment's clocks do when their time has come: each is looked at against what holds now.

use std::time::Duration;

use crate::domain::booking::{Booking, BookingState, Truth};
use crate::domain::case::{Case, EntryKind, Speaker};
use crate::domain::lang::Lang;
use crate::domain::timer::{Timer, TimerKind};
use crate::engine::appointment::Appointment;
use crate::engine::casework::{log, tell};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::news::{self, choice};
use super::{change, guests, hold, save, timers, waiting};

/// Told later than this before the appointment, a reminder only startles.
const TOO_LATE: Duration = Duration::from_secs(15 * 60);

/// A clock of an appointment of this case has run out. One that belongs to an earlier version does nothing.
pub(in crate::engine::casework) fn due(turn: &mut Turn<'_>, case: &Case, timer: &Timer) -> Result<(), Need> {
    let booking = turn.world.facts.agenda.of(&case.id)?;
    let Some(booking) = booking.filter(|booking| Some(booking.version) == timer.booking) else {
        return Ok(());
    };
    let booking = booking.clone();
    match (timer.kind, booking.state) {
        (TimerKind::HoldUntil, BookingState::Held) => lapsed(turn, case, &booking),
        (TimerKind::RemindEve, BookingState::Booked) => {
            let soon = timers::soon(&turn.world.rules.policy, booking.starts).unwrap_or(booking.starts);
            if turn.now < soon { remind(turn, case, &booking, true) } else { Ok(()) }
        }
        (TimerKind::RemindSoon, BookingState::Booked) => {
            let late = turn.now.plus(TOO_LATE) > booking.starts;
            if late { Ok(()) } else { remind(turn, case, &booking, false) }
        }
        (TimerKind::AfterBooking, BookingState::Booked) => passed(turn, case, &booking),
        _ => Ok(()),
    }
}

/// Nobody said yes in time: the place is free again.
fn lapsed(turn: &mut Turn<'_>, case: &Case, booking: &Booking) -> Result<(), Need> {
    change::gone(turn, case, booking, Truth::Unknown);
    let desk = &turn.world.rules.texts.desk;
    let when = tell::when(turn, Lang::Zh, booking.starts);
    log::system(turn, case, EntryKind::Appointment, &desk.log_lapsed(&when));
    news::host(turn, case, booking, desk.lapsed(&case.code, when), &[])?;
    for guest in guests::of(turn, case, booking)? {
        let (next, choices) = news::instead(turn, case, &guest)?;
        let texts = news::texts(turn, guest.lang);
        let when = tell::when(turn, guest.lang, booking.starts);
        let text = match booking.awaits {
            Some(Speaker::Resident) => texts.lapsed(when),
            _ => texts.unanswered(when),
        };
        news::notice(turn, case, &guest, format!("{text}\n{next}"), &choices, None);
    }
    waiting::freed(turn, case, booking)
}

fn remind(turn: &mut Turn<'_>, case: &Case, booking: &Booking, eve: bool) -> Result<(), Need> {
    let name = news::name(turn, &booking.staff)?;
    for guest in guests::of(turn, case, booking)? {
        let texts = news::texts(turn, guest.lang);
        let (when, place) = hold::told(turn, guest.lang, booking);
        let text = match eve {
            true => texts.remind_eve(when, place, &name),
            false => texts.remind_soon(when, place, &name),
        };
        let choices = vec![
            choice(texts.button_change(), Appointment::Choose(guest.code.clone())),
            choice(texts.button_call_off(), Appointment::CallOff(guest.code.clone())),
        ];
        news::notice(turn, case, &guest, text, &choices, None);
    }
    Ok(())
}

/// Its time has passed: whoever it was with is asked what came of it, and until they say, nobody knows.
fn passed(turn: &mut Turn<'_>, case: &Case, booking: &Booking) -> Result<(), Need> {
    save(turn, case, Booking { state: BookingState::Over, ..booking.clone() });
    let desk = &turn.world.rules.texts.desk;
    let when = tell::when(turn, Lang::Zh, booking.starts);
    let text = match booking.meeting {
        true => turn.mediator_texts().meeting_over(&case.code, when),
        false => desk.what_came_of_it(&case.code, when),
    };
    let choices = Truth::SAID
        .map(|truth| choice(desk.button_truth(truth), Appointment::Truth(booking.id.clone(), truth)));
    news::host(turn, case, booking, text, &choices)
}
