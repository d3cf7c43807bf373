//! A place is asked for or offered, kept for a while, and becomes an appointment when the other side says yes.

use std::time::Duration;

use crate::domain::booking::{Booking, BookingState};
use crate::domain::case::{Case, CaseState, EntryKind, Speaker};
use crate::domain::lang::Lang;
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::engine::agenda::Change;
use crate::engine::appointment::Appointment;
use crate::engine::casework::{claim, log, tell, timers as clocks};
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::guests::Guest;
use super::news::{self, choice};
use super::slots::Slot;
use super::{active, add, entry, save, settled_at};

/// So long before an appointment people have to know that it stands.
const ON_THE_WAY: Duration = Duration::from_secs(3600);

/// Nobody has less time to answer.
const AT_LEAST: Duration = Duration::from_secs(15 * 60);

/// The resident asks for a place: it is kept until whoever it is with says yes.
pub(in crate::engine) fn ask(turn: &mut Turn<'_>, case: &Case, slot: &Slot) -> Result<Booking, Need> {
    let booking = keep(turn, case, slot, Speaker::Staff)?;
    let when = tell::when(turn, Lang::Zh, slot.starts);
    log::resident(turn, case, EntryKind::Appointment, &turn.world.rules.texts.desk.log_asked(&when), None);
    ask_host(turn, case, &booking)?;
    Ok(booking)
}

/// Asks whoever a place is with whether it suits.
pub(super) fn ask_host(turn: &mut Turn<'_>, case: &Case, booking: &Booking) -> Result<(), Need> {
    let desk = &turn.world.rules.texts.desk;
    let when = tell::when(turn, Lang::Zh, booking.starts);
    let until = tell::moment(Lang::Zh, booking.held_until.unwrap_or(booking.starts));
    let choices = [
        choice(desk.button_agree(), Appointment::Agree(case.code.clone(), booking.starts)),
        choice(desk.button_refuse(), Appointment::Refuse(case.code.clone(), booking.starts)),
    ];
    news::host(turn, case, booking, desk.asked(&case.code, when, until), &choices)
}

/// Staff offer a place: it is kept until the resident says yes.
pub(in crate::engine) fn offer(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    slot: &Slot,
) -> Result<Booking, Need> {
    let booking = keep(turn, case, slot, Speaker::Resident)?;
    let when = tell::when(turn, Lang::Zh, slot.starts);
    let text = turn.world.rules.texts.desk.log_offered(when);
    log::staff(turn, case, member, EntryKind::Appointment, &text, None);
    let mut case = case.clone();
    case.answered_at.get_or_insert(turn.now);
    case.last_speaker = Speaker::Staff;
    case.last_spoke_at = turn.now;
    turn.save(&case);
    clocks::answered(turn, &case)?;
    invite(turn, &case, &booking, |texts, when, place, name, until| texts.offered(name, when, place, until))?;
    Ok(booking)
}

/// Asks the resident whether they want a place that is kept for them.
pub(super) fn invite(
    turn: &mut Turn<'_>,
    case: &Case,
    booking: &Booking,
    words: fn(&crate::engine::texts::BookingTexts, String, String, String, String) -> String,
) -> Result<(), Need> {
    let texts = news::texts(turn, case.lang);
    let when = tell::when(turn, case.lang, booking.starts);
    let place = news::place(turn, case.lang, &booking.room);
    let until = tell::moment(case.lang, booking.held_until.unwrap_or(booking.starts));
    let text = words(texts, when, place, news::name(turn, &booking.staff)?, until);
    let choices = vec![
        choice(texts.button_agree(), Appointment::Agree(case.code.clone(), booking.starts)),
        choice(texts.button_other(), Appointment::Choose(case.code.clone())),
        choice(texts.button_refuse(), Appointment::Refuse(case.code.clone(), booking.starts)),
    ];
    news::guest(turn, case, &Guest::resident(case), text, choices, None);
    Ok(())
}

/// Both have agreed: the appointment stands, and both know. The resident gets the calendar entry.
pub(in crate::engine) fn booked(
    turn: &mut Turn<'_>,
    case: &Case,
    booking: &Booking,
    member: Option<&Staff>,
) -> Result<Booking, Need> {
    let mut case = case.clone();
    let host = turn.world.facts.staff(&booking.staff)?;
    if let Some(host) = host.as_ref().filter(|_| case.state == CaseState::Offered) {
        case = claim::claim(turn, host, &case)?;
    }
    let (state, awaits, held_until) = (BookingState::Booked, None, None);
    let booking = save(turn, &case, Booking { state, awaits, held_until, ..booking.clone() });
    stands(turn, &case, &booking, true);
    let text = turn.world.rules.texts.desk.log_booked(tell::when(turn, Lang::Zh, booking.starts));
    match member {
        Some(member) => log::staff(turn, &case, member, EntryKind::Appointment, &text, None),
        None => log::resident(turn, &case, EntryKind::Appointment, &text, None),
    }
    entry::sent(turn, &case, &booking, |texts, when, place, name| texts.booked(when, place, name))?;
    Ok(booking)
}

/// The case's next step is the appointment, and what was promised is promised for then. That staff agree to a time
/// is their word.
pub(super) fn stands(turn: &mut Turn<'_>, case: &Case, booking: &Booking, by_staff: bool) {
    let mut case = case.clone();
    case.deadline = booking.starts;
    if by_staff {
        case.answered_at.get_or_insert(turn.now);
        case.last_speaker = Speaker::Staff;
        case.last_spoke_at = turn.now;
    }
    turn.save(&case);
    let due = turn.hours(&case.room, case.service).again(booking.ends);
    clocks::put_off_answer(turn, &case, due);
}

/// When and where, as somebody reads it who comes.
pub(super) fn told(turn: &Turn<'_>, lang: Lang, booking: &Booking) -> (String, String) {
    (tell::when(turn, lang, booking.starts), news::place(turn, lang, &booking.room))
}

/// Keeps a place for a case until `side` says yes; a place it held before is given up for it.
pub(super) fn keep(turn: &mut Turn<'_>, case: &Case, slot: &Slot, side: Speaker) -> Result<Booking, Need> {
    let until = kept_until(turn, slot.starts);
    let before = active(turn, case)?;
    turn.push(Effect::Agenda(Change::WaitNoMore(case.id.clone())));
    let (awaits, held_until) = (Some(side), Some(until));
    let fresh = Booking { state: BookingState::Held, awaits, held_until, ..settled_at(turn, case, slot) };
    Ok(match before {
        Some(before) => {
            let (id, sequence, made_at, version) =
                (before.id, before.sequence, before.made_at, before.version);
            save(turn, case, Booking { id, sequence, made_at, version, ..fresh })
        }
        None => add(turn, case, fresh),
    })
}

/// Long enough to answer, and early enough for whoever has to come.
fn kept_until(turn: &Turn<'_>, starts: Timestamp) -> Timestamp {
    let latest = starts.minus(ON_THE_WAY).max(turn.now.plus(AT_LEAST));
    turn.now.plus(turn.world.rules.policy.booking.hold).min(latest).min(starts)
}
