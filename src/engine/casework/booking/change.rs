//! An appointment is moved, called off, or ends; its place goes to whoever waits for one.

use crate::domain::booking::{Booking, BookingState, Truth};
use crate::domain::case::{Case, EntryKind, Speaker};
use crate::domain::lang::Lang;
use crate::domain::staff::Staff;
use crate::domain::standing::{Circumstances, Standing};
use crate::domain::time::Timestamp;
use crate::engine::appointment::Appointment;
use crate::engine::casework::{log, tell, timers as clocks};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::news::{self, choice};
use super::slots::Slot;
use super::{active, entry, hold, save, waiting};

/// Whether a resident may still move an appointment or call it off without asking.
pub(in crate::engine) fn is_in_time(turn: &Turn<'_>, booking: &Booking) -> bool {
    let until = booking.starts.minus(turn.world.rules.policy.booking.change_until);
    booking.state == BookingState::Held || turn.now <= until
}

/// An appointment that stands goes to another place, without anybody having to agree: places are those that staff
/// offer. `member` is who moved it; the resident, if nobody.
pub(in crate::engine) fn moved(
    turn: &mut Turn<'_>,
    case: &Case,
    booking: &Booking,
    slot: &Slot,
    member: Option<&Staff>,
) -> Result<Booking, Need> {
    let after = Booking {
        staff: slot.staff.clone(),
        starts: slot.starts,
        ends: slot.ends,
        seat: slot.seat,
        sequence: booking.sequence + 1,
        ..booking.clone()
    };
    let after = save(turn, case, after);
    hold::stands(turn, case, &after, member.is_some());
    let desk = &turn.world.rules.texts.desk;
    let (was, is) = (tell::when(turn, Lang::Zh, booking.starts), tell::when(turn, Lang::Zh, after.starts));
    noted(turn, case, member, &desk.log_moved(&was, &is));
    let texts = news::texts(turn, case.lang);
    let (when, place) = hold::told(turn, case, &after);
    let text = texts.moved(when, place, news::name(turn, &after.staff)?);
    entry::sent(turn, case, &after, text)?;
    if member.is_none() {
        news::host(turn, case, &after, desk.moved(&case.code, was, is), &[])?;
    }
    waiting::freed(turn, case, booking)?;
    Ok(after)
}

/// The resident calls an appointment off, or gives up a place that is kept for them.
pub(in crate::engine) fn excused(turn: &mut Turn<'_>, case: &Case, booking: &Booking) -> Result<(), Need> {
    let gone = gone(turn, case, booking, Truth::Excused);
    let when = tell::when(turn, Lang::Zh, booking.starts);
    let desk = &turn.world.rules.texts.desk;
    noted(turn, case, None, &desk.log_excused(&when));
    news::host(turn, case, booking, desk.excused(&case.code, when), &[])?;
    let texts = news::texts(turn, case.lang);
    let text = texts.called_off(tell::when(turn, case.lang, booking.starts));
    let again = choice(texts.button_book(), Appointment::Choose(case.code.clone()));
    farewell(turn, case, booking, &gone, text, vec![again])?;
    waiting::freed(turn, case, booking)
}

/// The room calls an appointment off or cannot have somebody at the time they asked for; they are shown the next places.
pub(in crate::engine) fn revoked(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    booking: &Booking,
) -> Result<(), Need> {
    let text = turn.world.rules.texts.desk.log_revoked(tell::when(turn, Lang::Zh, booking.starts));
    noted(turn, case, Some(member), &text);
    fallen_through(turn, case, booking)
}

/// Whoever had the case has given it back or is gone, and nobody would be there: the resident is shown other places.
pub(in crate::engine) fn left_alone(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let Some(booking) = active(turn, case)? else { return Ok(()) };
    let text = turn.world.rules.texts.desk.log_revoked(tell::when(turn, Lang::Zh, booking.starts));
    log::system(turn, case, EntryKind::Appointment, &text);
    fallen_through(turn, case, &booking)
}

/// The resident is told that it will not be, with the next places.
fn fallen_through(turn: &mut Turn<'_>, case: &Case, booking: &Booking) -> Result<(), Need> {
    let gone = gone(turn, case, booking, Truth::Revoked);
    let (next, choices) = news::instead(turn, case)?;
    let texts = news::texts(turn, case.lang);
    let when = tell::when(turn, case.lang, booking.starts);
    let text = match booking.state {
        BookingState::Held => texts.refused(news::name(turn, &booking.staff)?, when),
        _ => texts.revoked(news::name(turn, &booking.staff)?, when),
    };
    farewell(turn, case, booking, &gone, format!("{text}\n{next}"), choices)
}

/// A case ends: so does its appointment, if it has one. Its side is told of the end of the case anyway.
pub(in crate::engine) fn with_case(turn: &mut Turn<'_>, case: &Case, by: Speaker) -> Result<(), Need> {
    let Some(booking) = active(turn, case)? else { return Ok(()) };
    let truth = match by {
        Speaker::Resident => Truth::Excused,
        Speaker::Staff | Speaker::System => Truth::Revoked,
    };
    let was_booked = booking.state == BookingState::Booked;
    if was_booked && booking.starts <= turn.now {
        // They are sitting together, or were: that the case is closed says so.
        let over = Booking { state: BookingState::Over, truth: Truth::Attended, ..booking };
        save(turn, case, over);
        return Ok(());
    }
    let gone = gone(turn, case, &booking, truth);
    if was_booked {
        let texts = news::texts(turn, case.lang);
        let text = texts.called_off(tell::when(turn, case.lang, booking.starts));
        let file = entry::cancelled(turn, case, &gone)?;
        news::resident(turn, case, text, Vec::new(), Some(file));
    }
    waiting::freed(turn, case, &booking)
}

/// Somebody says what came of an appointment.
pub(in crate::engine) fn settled(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    booking: &Booking,
    truth: Truth,
) -> Result<(), Need> {
    save(turn, case, Booking { state: BookingState::Over, truth, ..booking.clone() });
    let text = turn.world.rules.texts.desk.truth(truth);
    noted(turn, case, Some(member), &text);
    if truth == Truth::Unknown || !case.is_open() {
        return Ok(());
    }
    let mut case = case.clone();
    case.answered_at.get_or_insert(booking.starts);
    case.last_speaker = Speaker::Staff;
    case.last_spoke_at = turn.now;
    turn.save(&case);
    let standing = Standing::of(&case, Circumstances::default());
    let due = turn.hours(&case.room, case.service).look_again(standing);
    clocks::put_off_answer(turn, &case, due);
    if truth == Truth::NoShow {
        let texts = news::texts(turn, case.lang);
        let again = choice(texts.button_book(), Appointment::Choose(case.code.clone()));
        let text = texts.missed(tell::when(turn, case.lang, booking.starts));
        news::resident(turn, &case, text, vec![again], None);
    }
    Ok(())
}

/// Somebody else receives the residents of these appointments, as far as their time is free; says how many. Who was to
/// come is told, once it had been agreed.
pub(in crate::engine) fn handed_over(
    turn: &mut Turn<'_>,
    bookings: &[Booking],
    to: &Staff,
) -> Result<usize, Need> {
    let mut taken = turn.world.facts.agenda.taken(&to.id, turn.now.local_date())?.to_vec();
    let mut moved = 0;
    for booking in bookings {
        let overlaps = |other: &Booking| other.starts < booking.ends && booking.starts < other.ends;
        let Some(case) = turn.world.facts.case(&booking.case)? else { continue };
        if taken.iter().any(overlaps) {
            continue;
        }
        let sequence = booking.sequence + i64::from(booking.state == BookingState::Booked);
        let after = Booking { staff: to.id.clone(), seat: 0, sequence, ..booking.clone() };
        let after = save(turn, case, after);
        let text = turn.world.rules.texts.desk.log_stand_in(&to.name);
        log::system(turn, case, EntryKind::Appointment, &text);
        if after.state == BookingState::Booked {
            let (when, place) = hold::told(turn, case, &after);
            let text = news::texts(turn, case.lang).stand_in(when, place, &to.name);
            entry::sent(turn, case, &after, text)?;
        }
        taken.push(after);
        moved += 1;
    }
    Ok(moved)
}

/// The appointment at this time, if that is what the case has now.
pub(in crate::engine) fn at(
    turn: &Turn<'_>,
    case: &Case,
    starts: Timestamp,
) -> Result<Option<Booking>, Need> {
    Ok(active(turn, case)?.filter(|booking| booking.starts == starts))
}

/// Its place is free from now on. The version that was sent as a calendar entry is called off by the next.
pub(super) fn gone(turn: &mut Turn<'_>, case: &Case, booking: &Booking, truth: Truth) -> Booking {
    let sequence = match booking.state {
        BookingState::Booked => booking.sequence + 1,
        _ => booking.sequence,
    };
    let (state, awaits, held_until) = (BookingState::Gone, None, None);
    save(turn, case, Booking { state, awaits, held_until, truth, sequence, ..booking.clone() })
}

fn farewell(
    turn: &mut Turn<'_>,
    case: &Case,
    before: &Booking,
    gone: &Booking,
    text: String,
    choices: Vec<crate::engine::session::Choice>,
) -> Result<(), Need> {
    let file = match before.state {
        BookingState::Booked => Some(entry::cancelled(turn, case, gone)?),
        _ => None,
    };
    news::resident(turn, case, text, choices, file);
    Ok(())
}

fn noted(turn: &mut Turn<'_>, case: &Case, member: Option<&Staff>, text: &str) {
    match member {
        Some(member) => log::staff(turn, case, member, EntryKind::Appointment, text, None),
        None => log::resident(turn, case, EntryKind::Appointment, text, None),
    }
}
