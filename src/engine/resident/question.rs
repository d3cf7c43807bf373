//! The question a resident is in the middle of, a form's or which community: answered, put aside, asked again.

use crate::domain::service::Service;
use crate::engine::facts::Need;
use crate::engine::session::Flow;
use crate::engine::turn::Turn;
use crate::intent::entities::{self, Value};
use crate::intent::{Place, Reading, SURE};

use super::{act, follow, forms, giving_up, law, menu, open, press, room, telling, thread, wording};

/// Whether there is one.
pub(super) fn is_open(turn: &Turn<'_>) -> bool {
    matches!(turn.session.flow, Flow::Room { .. } | Flow::Form(_))
}

/// What it is for, as the resident reads it.
pub(super) fn name(turn: &Turn<'_>) -> String {
    let service = match &turn.session.flow {
        Flow::Form(filled) => Some(filled.form),
        Flow::Room { wanted, .. } => *wanted,
        Flow::Idle
        | Flow::AskedBack
        | Flow::Replying(_)
        | Flow::Desk(_)
        | Flow::Mediating(_)
        | Flow::Task(_) => None,
    };
    wording::service(turn, service.unwrap_or(Service::Consultation))
}

/// Words while it is open: for a case that came in between, for something else, or its answer.
pub(super) fn answered(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<(), Need> {
    let is_place = matches!(reading.place, Some(Place::Ours(_))) || room::is_not_known(turn, text);
    if asks_for_room(turn) && is_place {
        return room::words(turn, text, reading);
    }
    if let Some(case) = thread::held(turn)? {
        thread::passed(turn, &case, text, None)?;
        return again(turn);
    }
    let of_person = reading.service == Service::Human && reading.score >= SURE;
    if of_person && follow::is_clear_wish(turn, text, reading) {
        return open::human(turn, None);
    }
    if giving_up::of_form(turn, text, reading)? {
        return Ok(());
    }
    if let Some(action) = menu::named(turn, text) {
        return press::acted(turn, &action);
    }
    if digresses(turn, text, reading) {
        act::aside(turn, text, reading)?;
        return again(turn);
    }
    match turn.session.flow {
        Flow::Room { .. } => room::words(turn, text, reading),
        _ if of_person || is_asked(turn, text, reading) => {
            forms::put_off(turn, text);
            Ok(())
        }
        _ => forms::words(turn, text, reading),
    }
}

fn asks_for_room(turn: &Turn<'_>) -> bool {
    matches!(turn.session.flow, Flow::Room { .. })
}

/// Asks again; nothing if no question is open.
pub(super) fn again(turn: &mut Turn<'_>) -> Result<(), Need> {
    match turn.session.flow.clone() {
        Flow::Form(filled) => forms::ask(turn, &filled, None),
        Flow::Room { .. } => room::ask(turn, None),
        Flow::Idle
        | Flow::AskedBack
        | Flow::Replying(_)
        | Flow::Desk(_)
        | Flow::Mediating(_)
        | Flow::Task(_) => {}
    }
    Ok(())
}

/// On with the question that something came in between of.
pub(super) fn resumed(turn: &mut Turn<'_>) -> Result<(), Need> {
    if !is_open(turn) {
        return super::press::stale(turn);
    }
    turn.session.thread = None;
    again(turn)
}

/// Whether the words are surely about something else than the question. Where somebody is telling their story,
/// a question of law is part of it, but none about what we do and take for it; and chat is only what is named.
fn digresses(turn: &Turn<'_>, text: &str, reading: &Reading) -> bool {
    let telling = forms::is_story(turn);
    let named = telling::is_named(reading);
    reading.score >= SURE
        && match reading.service {
            Service::Smalltalk => named || follow::is_chat(turn, text, reading),
            Service::Privacy | Service::Progress => named || !telling,
            Service::Consultation => {
                let of_us = named && telling::field(reading) == Some("services");
                reading.intent.is_some() && (of_us || (!telling && reading.asks))
            }
            Service::LegalAid | Service::Mediation => !telling && law::has_answer(turn, reading),
            Service::OutOfScope => !telling && reading.asks,
            _ => false,
        }
}

/// Whether the words are surely a question that nothing answers here, and so no answer to ours: who names somebody may be telling who
/// the other side is.
fn is_asked(turn: &Turn<'_>, text: &str, reading: &Reading) -> bool {
    let of_law = matches!(reading.service, Service::Consultation | Service::LegalAid | Service::Mediation);
    let names_party = || {
        let found = entities::find(text, turn.now.local());
        found.iter().any(|entity| matches!(entity.value, Value::Party(_)))
    };
    of_law && reading.asks && reading.score >= SURE && !forms::is_story(turn) && !names_party()
}
