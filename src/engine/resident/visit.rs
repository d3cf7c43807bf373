//! What is said in words of an appointment: the time that is meant, and that somebody will not come.

use std::time::Duration;

use chrono::NaiveDate;

use crate::domain::booking::{Booking, BookingState};
use crate::domain::case::Case;
use crate::domain::party::Side;
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::casework::booking::guests::Guest;
use crate::engine::casework::booking::news::choice;
use crate::engine::casework::booking::{change, slots};
use crate::engine::casework::{self, tell};
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;
use crate::intent::entities::{self, Grain, LeftOut, Moment, Value};

use super::whose::{self, Thread};
use super::{appointment, meant, menu, question};

/// So long a day that was asked for is the one that a time alone means.
const REMEMBERED: Duration = Duration::from_secs(3600);

/// More signs than these say more than that somebody will not come.
const SHORT: usize = 8;

/// An appointment that is still to come, and who of it the person is.
pub(super) struct Coming {
    pub(super) case: Case,
    pub(super) guest: Guest,
    pub(super) booking: Booking,
    pub(super) thread: Thread,
}

/// The appointment that words can mean: of the matter the person is in, else the only one they have.
pub(super) fn coming(turn: &Turn<'_>) -> Result<Option<Coming>, Need> {
    if let Some(current) = whose::current(turn)?.filter(Thread::is_open) {
        return of(turn, current);
    }
    let mut found = Vec::new();
    for thread in whose::all(turn)? {
        found.extend(of(turn, thread)?);
    }
    Ok(<[Coming; 1]>::try_from(found).ok().map(|[one]| one))
}

fn of(turn: &Turn<'_>, thread: Thread) -> Result<Option<Coming>, Need> {
    let (case, guest) = match &thread {
        Thread::Case(case) => (case.clone(), Some(Guest::resident(case))),
        Thread::Side(case, party) => (case.clone(), Guest::party(party)),
    };
    let Some(guest) = guest else { return Ok(None) };
    let booking = appointment::theirs(turn, &case, &guest)?.filter(|booking| booking.starts > turn.now);
    Ok(booking.map(|booking| Coming { case, guest, booking, thread }))
}

/// Words that say that their writer will not come: it is asked whether the appointment is to be called off, never the case.
/// `true` if it was.
pub(super) fn called_off(turn: &mut Turn<'_>, text: &str) -> Result<bool, Need> {
    let texts = turn.meant();
    let is_said = meant::holds(&texts.call_off_words(), text) && !meant::holds(&texts.others_words(), text);
    if !is_said || question::is_open(turn) {
        return Ok(false);
    }
    let Some(coming) = coming(turn)? else { return Ok(false) };
    let tells_why = text.trim().chars().count() > SHORT && coming.guest.side == Side::Applicant;
    if tells_why {
        casework::pass_on(turn, &coming.case, text, None)?;
        let text = turn.texts().passed_on(&coming.case.code);
        turn.reply(text);
    }
    ask(turn, &coming)?;
    Ok(true)
}

/// Asks whether the appointment alone is to be called off; another time and the case itself are as near.
pub(super) fn ask(turn: &mut Turn<'_>, coming: &Coming) -> Result<(), Need> {
    let Coming { case, guest, booking, .. } = coming;
    if booking.state == BookingState::Booked && !change::is_in_time(turn, booking) {
        return appointment::too_late(turn, case, guest, booking, |texts| texts.button_call_off());
    }
    turn.about = Some(case.id.clone());
    let (texts, code) = (appointment::texts(turn), || guest.code.clone());
    let mut choices = vec![
        choice(texts.button_call_off_yes(), Appointment::CalledOff(code(), booking.starts)),
        choice(texts.button_change(), Appointment::Choose(code())),
        choice(texts.button_keep(), Appointment::Show(code())),
    ];
    if guest.side == Side::Applicant {
        choices.push(Choice::new(turn.texts().withdraw(), &Action::Withdraw(case.code.clone())));
    }
    let when = tell::when(turn, turn.session.lang, booking.starts);
    let text = turn.meant().call_off_or_case(when, &guest.code);
    menu::aside(turn, text, choices);
    Ok(())
}

/// The time that words name, if it is still to come. A time without a day is one of the day asked for before, else of the
/// appointment that is to be moved.
pub(super) fn named(
    turn: &Turn<'_>,
    text: &str,
    booking: Option<&Booking>,
) -> Option<(Timestamp, Timestamp)> {
    let found = entities::find(text, turn.now.local()).into_iter().find_map(|entity| match entity.value {
        Value::Moment(moment) if !moment.about => Some(moment),
        _ => None,
    })?;
    let found = match day_meant(turn, booking).filter(|_| found.left_out == LeftOut::Day) {
        Some(day) => on(found, day)?,
        None => found,
    };
    let from = Timestamp::from_local(found.from);
    let until = match found.grain {
        Grain::Minute => from.plus(turn.world.rules.policy.booking.slot),
        _ => Timestamp::from_local(found.to),
    };
    (until > turn.now).then_some((from, until))
}

/// Whether the appointment stands at the time that is named, with no other place then; or none is named.
pub(super) fn is_that(
    turn: &Turn<'_>,
    case: &Case,
    booking: &Booking,
    within: Option<(Timestamp, Timestamp)>,
) -> Result<bool, Need> {
    let Some((from, until)) = within else { return Ok(true) };
    let stands = from <= booking.starts && booking.starts < until;
    Ok(stands && slots::free(turn, case, 1, within)?.is_empty())
}

fn day_meant(turn: &Turn<'_>, booking: Option<&Booking>) -> Option<NaiveDate> {
    let wished = turn.session.wished.filter(|(_, at)| turn.now.since(*at) < REMEMBERED);
    wished.map(|(day, _)| day).or_else(|| booking.map(|booking| booking.starts.local_date()))
}

/// The same time on that day.
fn on(moment: Moment, day: NaiveDate) -> Option<Moment> {
    let length = moment.to - moment.from;
    let from = day.and_time(moment.from.time());
    Some(Moment { from, to: from.checked_add_signed(length)?, ..moment })
}

/// Keeps the day of a time that was asked for.
pub(super) fn wished(turn: &mut Turn<'_>, (from, until): (Timestamp, Timestamp)) {
    let day = from.local_date();
    let last = Timestamp::from_millis(until.millis().saturating_sub(1)).local_date();
    if day == last {
        turn.session.wished = Some((day, turn.now));
    }
}

/// The whole day of a time that was asked for.
pub(super) fn its_day((from, _): (Timestamp, Timestamp)) -> (Timestamp, Timestamp) {
    let start = Timestamp::from_local(from.local_date().and_time(chrono::NaiveTime::MIN));
    (start, start.plus(Duration::from_secs(24 * 3600)))
}
