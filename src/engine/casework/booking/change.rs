//! An appointment is moved, called off, or ends; its place goes to whoever waits for one.

use crate::domain::booking::{Booking, BookingState, Truth};
use crate::domain::case::{Case, EntryKind, Speaker};
use crate::domain::lang::Lang;
use crate::domain::party::Side;
use crate::domain::staff::Staff;
use crate::domain::standing::{Circumstances, Standing};
use crate::domain::time::Timestamp;
use crate::engine::appointment::Appointment;
use crate::engine::casework::{log, sides, tell, timers as clocks};
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::guests::{self, Guest};
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
    entry::sent(turn, case, &after, |texts, when, place, name| texts.moved(when, place, name))?;
    if member.is_none() {
        news::host(turn, case, &after, desk.moved(&case.code, was, is), &[])?;
    }
    waiting::freed(turn, case, booking)?;
    Ok(after)
}

/// Somebody who was to come calls an appointment off, or gives up a place that is kept for them. Of a meeting the other
/// sides learn that it is off, not through whom.
pub(in crate::engine) fn excused(
    turn: &mut Turn<'_>,
    case: &Case,
    booking: &Booking,
    by: &Guest,
) -> Result<(), Need> {
    let gone = gone(turn, case, booking, Truth::Excused);
    let when = tell::when(turn, Lang::Zh, booking.starts);
    let desk = &turn.world.rules.texts.desk;
    match &by.side {
        Side::Applicant => noted(turn, case, None, &desk.log_excused(&when)),
        Side::Other(party) => {
            let text = desk.log_excused(&when);
            log::party(turn, case, party, (Speaker::Resident, None), EntryKind::Appointment, &text, None);
        }
    }
    let text = match booking.meeting {
        true => {
            let name = sides::alias(turn, sides::parties(turn, case)?, &by.side);
            turn.mediator_texts().meeting_excused(&case.code, name, when)
        }
        false => desk.excused(&case.code, when),
    };
    news::host(turn, case, booking, text, &[])?;
    farewell(turn, case, booking, &gone, |turn, guest| {
        let texts = news::texts(turn, guest.lang);
        let text = texts.called_off(tell::when(turn, guest.lang, booking.starts));
        let again = choice(texts.button_book(), Appointment::Choose(guest.code.clone()));
        Ok((text, vec![again]))
    })?;
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
pub(super) fn fallen_through(turn: &mut Turn<'_>, case: &Case, booking: &Booking) -> Result<(), Need> {
    let gone = gone(turn, case, booking, Truth::Revoked);
    farewell(turn, case, booking, &gone, |turn, guest| {
        let (next, choices) = news::instead(turn, case, guest)?;
        let texts = news::texts(turn, guest.lang);
        let when = tell::when(turn, guest.lang, booking.starts);
        let text = match booking.state {
            BookingState::Held => texts.refused(news::name(turn, &booking.staff)?, when),
            _ => texts.revoked(news::name(turn, &booking.staff)?, when),
        };
        Ok((format!("{text}\n{next}"), choices))
    })
}

/// A case ends: so does its appointment, if it has one. That it ended has been told already.
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
        farewell(turn, case, &booking, &gone, |turn, guest| {
            let when = tell::when(turn, guest.lang, booking.starts);
            Ok((news::texts(turn, guest.lang).called_off_at_end(&guest.code, when), Vec::new()))
        })?;
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
    let desk = &turn.world.rules.texts.desk;
    let when = tell::when(turn, Lang::Zh, booking.starts);
    match (booking.meeting, truth) {
        (true, Truth::Attended) => met(turn, case, Some(member), &desk.log_met(when)),
        (true, _) => met(turn, case, Some(member), &desk.log_not_met(when)),
        (false, _) => noted(turn, case, Some(member), &desk.truth(truth)),
    }
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
    // Who of several stayed away is for the mediator to say, and to nobody else.
    if truth == Truth::NoShow && !booking.meeting {
        let guest = Guest::resident(&case);
        let texts = news::texts(turn, case.lang);
        let again = choice(texts.button_book(), Appointment::Choose(case.code.clone()));
        let text = texts.missed(tell::when(turn, case.lang, booking.starts));
        news::guest(turn, &case, &guest, text, vec![again], None);
    }
    Ok(())
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

/// Tells everybody who was to come that it will not be; what stood in calendars is taken out of them.
fn farewell(
    turn: &mut Turn<'_>,
    case: &Case,
    before: &Booking,
    gone: &Booking,
    words: impl Fn(&Turn<'_>, &Guest) -> Result<(String, Vec<Choice>), Need>,
) -> Result<(), Need> {
    if before.meeting {
        let when = tell::when(turn, Lang::Zh, before.starts);
        met(turn, case, None, &turn.world.rules.texts.desk.log_meeting_off(when));
    }
    for guest in guests::of(turn, case, before)? {
        let file = match before.state {
            BookingState::Booked => Some(entry::cancelled(turn, gone, &guest)?),
            _ => None,
        };
        let (text, choices) = words(turn, &guest)?;
        news::guest(turn, case, &guest, text, choices, file);
    }
    Ok(())
}

/// What all sides know of a meeting.
fn met(turn: &mut Turn<'_>, case: &Case, member: Option<&Staff>, text: &str) {
    match member {
        Some(member) => log::staff(turn, case, member, EntryKind::Meeting, text, None),
        None => log::system(turn, case, EntryKind::Meeting, text),
    }
}

fn noted(turn: &mut Turn<'_>, case: &Case, member: Option<&Staff>, text: &str) {
    match member {
        Some(member) => log::staff(turn, case, member, EntryKind::Appointment, text, None),
        None => log::resident(turn, case, EntryKind::Appointment, text, None),
    }
}
