//! How appointments are told: times, places, and messages with what can be done next.
//!
//! Whoever acts is answered with numbered choices; everybody else gets a notice with buttons and the word that leads
//! there. Nothing said here names the matter: phones are shared.

use crate::domain::attachment::Attachment;
use crate::domain::booking::Booking;
use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::ids::{RoomCode, StaffId};
use crate::domain::lang::Lang;
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::casework::tell::{self, button};
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::texts::BookingTexts;
use crate::engine::turn::Turn;

use super::guests::Guest;
use super::slots::{NEXT, Slot, free};

/// What residents read about appointments.
pub(in crate::engine) fn texts<'world>(turn: &Turn<'world>, lang: Lang) -> &'world BookingTexts {
    turn.world.rules.texts.booking(lang)
}

/// A choice that does something about an appointment.
pub(in crate::engine) fn choice(label: String, appointment: Appointment) -> Choice {
    Choice::new(label, &Action::Appointment(appointment))
}

/// Where an appointment is.
pub(in crate::engine) fn place(turn: &Turn<'_>, lang: Lang, room: &RoomCode) -> String {
    let name = tell::room_name(turn, room);
    match turn.world.rules.directory.room(room).filter(|room| !room.address.is_empty()) {
        Some(room) => texts(turn, lang).place(name, &room.address),
        None => texts(turn, lang).place_to_ask(name),
    }
}

/// The name of whoever an appointment is with.
pub(in crate::engine) fn name(turn: &Turn<'_>, staff: &StaffId) -> Result<String, Need> {
    Ok(turn.world.facts.staff(staff)?.as_ref().map(|person| person.name.clone()).unwrap_or_default())
}

/// Tells somebody who comes, with choices and perhaps a file.
pub(in crate::engine) fn guest(
    turn: &mut Turn<'_>,
    case: &Case,
    guest: &Guest,
    text: String,
    choices: Vec<Choice>,
    file: Option<Attachment>,
) {
    if turn.here() == guest.conversation {
        turn.about = Some(case.id.clone());
        turn.thread = guest.thread();
        turn.enclosed = file;
        turn.offer(text, choices, 2);
    } else {
        notice(turn, case, guest, text, &choices, file);
    }
}

/// Tells somebody who comes something they did not ask for: no digit picks its buttons, so it says which word leads there.
pub(in crate::engine) fn notice(
    turn: &mut Turn<'_>,
    case: &Case,
    guest: &Guest,
    text: String,
    choices: &[Choice],
    file: Option<Attachment>,
) {
    let text = match choices.is_empty() {
        true => text,
        false => format!("{text}\n{}", texts(turn, guest.lang).how()),
    };
    let outbound = Outbound { file, ..with_buttons(text, choices) };
    let thread = std::mem::replace(&mut turn.thread, guest.thread());
    tell::send(turn, &guest.conversation, case, Purpose::Notice, outbound);
    turn.thread = thread;
}

/// Tells a member of staff, wherever they are but here.
pub(in crate::engine) fn staff(
    turn: &mut Turn<'_>,
    person: &Staff,
    case: &Case,
    text: String,
    choices: &[Choice],
) {
    let text = match choices.is_empty() {
        true => text,
        false => format!("{text}\n{}", turn.world.rules.texts.desk.how()),
    };
    tell::staff(turn, person, case, &with_buttons(text, choices));
}

/// Tells whoever an appointment is with.
pub(in crate::engine) fn host(
    turn: &mut Turn<'_>,
    case: &Case,
    booking: &Booking,
    text: String,
    choices: &[Choice],
) -> Result<(), Need> {
    if let Some(person) = turn.world.facts.staff(&booking.staff)? {
        staff(turn, person, case, text, choices);
    }
    Ok(())
}

/// Places to choose from, with whom if that is not always the same.
pub(in crate::engine) fn places(
    turn: &Turn<'_>,
    (code, lang): (&CaseCode, Lang),
    slots: &[Slot],
) -> Result<Vec<Choice>, Need> {
    let several = slots.iter().any(|slot| slots.first().is_some_and(|first| first.staff != slot.staff));
    let mut choices = Vec::new();
    for slot in slots {
        let when = tell::when(turn, lang, slot.starts);
        let label = match several {
            true => texts(turn, lang).button_place_with(when, name(turn, &slot.staff)?),
            false => when,
        };
        choices.push(choice(label, Appointment::Pick(code.clone(), slot.staff.clone(), slot.starts)));
    }
    Ok(choices)
}

/// What somebody can do who has no appointment (any more): the next places, or wait for one.
pub(in crate::engine) fn instead(
    turn: &Turn<'_>,
    case: &Case,
    guest: &Guest,
) -> Result<(String, Vec<Choice>), Need> {
    let texts = texts(turn, guest.lang);
    let slots = free(turn, case, NEXT, None)?;
    let mut choices = places(turn, (&guest.code, guest.lang), &slots)?;
    let text = if slots.is_empty() { texts.no_places() } else { texts.next_places() };
    choices.push(choice(texts.button_wait(), Appointment::Wait(guest.code.clone())));
    Ok((text, choices))
}

fn with_buttons(text: String, choices: &[Choice]) -> Outbound {
    let buttons =
        choices.iter().filter_map(|choice| Action::parse(&choice.data).map(|action| (choice, action)));
    let buttons: Vec<_> = buttons.map(|(choice, action)| button(choice.label.clone(), &action)).collect();
    buttons.chunks(2).fold(Outbound::text(text), |outbound, row| outbound.row(row.to_vec()))
}
