//! Names and times as residents read them.

use chrono::{Datelike, NaiveDate};

use crate::domain::case::{Case, Outcome, Speaker};
use crate::domain::directory::{Room, RoomKind};
use crate::domain::ids::RoomCode;
use crate::domain::lang::Lang;
use crate::domain::service::Service;
use crate::domain::staff::Role;
use crate::domain::standing::{Standing, Whose, turn_of};
use crate::domain::time::Timestamp;
use crate::engine::casework::{standing, tell};
use crate::engine::facts::Need;
use crate::engine::texts::ResidentTexts;
use crate::engine::turn::Turn;

use super::{danger, menu};

/// The street's name: of the resident's room, or the only street there is; else a word that fits any.
pub(super) fn street(turn: &Turn<'_>) -> String {
    let directory = &turn.world.rules.directory;
    let own = turn.session.room.as_ref().and_then(|code| directory.room(code));
    let mut streets = directory.streets();
    let only = streets.next().filter(|_| streets.next().is_none());
    match own.and_then(|room| directory.room(&room.street)).or(only) {
        Some(street) => named(turn, street),
        None => turn.texts().our_street(),
    }
}

/// A community or street as people say where they are.
pub(super) fn place(turn: &Turn<'_>, code: &RoomCode) -> String {
    turn.world.rules.directory.room(code).map_or_else(|| code.to_string(), |room| named(turn, room))
}

/// A community's or street's name; in English with how it is said.
pub(super) fn named(turn: &Turn<'_>, room: &Room) -> String {
    match turn.session.lang {
        Lang::En if !room.pinyin.is_empty() => format!("{} {}", room.name, room.pinyin),
        _ => room.name.clone(),
    }
}

/// A room as residents call it; its code if the directory no longer has it.
pub(super) fn room(turn: &Turn<'_>, code: &RoomCode) -> String {
    turn.world.rules.directory.room(code).map_or_else(|| code.to_string(), |room| room_name(turn, room))
}

fn room_name(turn: &Turn<'_>, room: &Room) -> String {
    match room.kind {
        RoomKind::Community => turn.texts().community(named(turn, room).trim_end_matches("社区")),
        RoomKind::Street => turn.texts().street(named(turn, room)),
    }
}

/// A service's name.
pub(super) fn service(turn: &Turn<'_>, service: Service) -> String {
    let texts = turn.texts();
    match service {
        Service::LegalAid => texts.service_legal_aid(),
        Service::Mediation => texts.service_mediation(),
        Service::Emergency => texts.service_emergency(),
        Service::Collective => texts.service_collective(),
        Service::Human => texts.service_human(),
        _ => texts.service_consultation(),
    }
}

/// Who answers a case, room and role.
pub(super) fn who(turn: &Turn<'_>, case: &Case) -> String {
    turn.texts().who(room(turn, &case.room), role(turn, case.service))
}

/// The role that answers cases of a service.
pub(super) fn role(turn: &Turn<'_>, service: Service) -> String {
    match service {
        Service::Consultation | Service::LegalAid => tell::role_name(turn, turn.session.lang, Role::Lawyer),
        Service::Mediation => tell::role_name(turn, turn.session.lang, Role::Mediator),
        _ => turn.texts().role_staff(),
    }
}

/// A day and time: `11月24日 周二 10:00`.
pub(super) fn moment(turn: &Turn<'_>, at: Timestamp) -> String {
    tell::when(turn, turn.session.lang, at)
}

/// A day with its year: `2025年3月1日`.
pub(super) fn day(texts: &ResidentTexts, day: NaiveDate) -> String {
    texts.day(day.year(), tell::word(&texts.months(), day.month0()), day.day())
}

/// Where a case stands.
pub(super) fn state(turn: &Turn<'_>, case: &Case) -> Result<String, Need> {
    let texts = tell::resident_texts(turn, turn.session.lang);
    Ok(match standing::of(turn, case)? {
        Standing::Closed(ended, _) | Standing::Filed(ended) => texts.state_closed(outcome(turn, ended)),
        Standing::Referred(_) => texts.state_referred(),
        Standing::WaitingForOther(_) => texts.state_other(),
        Standing::Booked(_) => texts.state_booked(),
        Standing::InMediation(_) | Standing::AskingSides(_) | Standing::FindingTime(_) => {
            texts.state_mediation()
        }
        Standing::WaitingForResident(_) => texts.state_answered(),
        _ if case.last_speaker == Speaker::Staff => texts.state_answered(),
        Standing::Offered(_) => texts.state_offered(),
        Standing::Claimed(_) => texts.state_claimed(role(turn, case.service)),
    })
}

/// What comes next in a case, and whose turn it is.
pub(super) fn next_step(turn: &Turn<'_>, case: &Case) -> Result<String, Need> {
    let texts = tell::resident_texts(turn, turn.session.lang);
    Ok(match standing::of(turn, case)? {
        Standing::Closed(_, Some(then)) => texts.next_call_back(moment(turn, then)),
        Standing::Closed(_, None) | Standing::Filed(_) => texts.next_closed(),
        Standing::Referred(until) => texts.next_institution(moment(turn, until)),
        Standing::WaitingForOther(until) => texts.next_other(moment(turn, until)),
        Standing::Booked(at) => texts.next_booked(moment(turn, at)),
        Standing::InMediation(_) => texts.next_mediation(),
        Standing::AskingSides(until) => texts.next_sides(moment(turn, until)),
        Standing::FindingTime(_) => texts.next_time(),
        standing if turn_of(standing) == Whose::Resident => texts.next_yours(),
        _ if case.last_speaker == Speaker::Staff => texts.next_yours(),
        _ if case.service == Service::Emergency && !danger::is_heard(turn, case)? => {
            turn.meant().next_nobody(menu::number(turn, "police"), menu::number(turn, "legal"))
        }
        _ => texts.next_by(moment(turn, case.deadline), who(turn, case)),
    })
}

fn outcome(turn: &Turn<'_>, outcome: Outcome) -> String {
    let texts = tell::resident_texts(turn, turn.session.lang);
    match outcome {
        Outcome::Answered => texts.outcome_answered(),
        Outcome::AidReferred => texts.outcome_aid(),
        Outcome::AidGranted => texts.outcome_aid_granted(),
        Outcome::AidRefused => texts.outcome_aid_refused(),
        Outcome::MediatedOral => texts.outcome_oral(),
        Outcome::MediatedWritten => texts.outcome_written(),
        Outcome::Unsuccessful => texts.outcome_unsuccessful(),
        Outcome::Withdrawn => texts.outcome_withdrawn(),
        Outcome::OtherRoute => texts.outcome_other(),
        Outcome::Refused => texts.outcome_unsuccessful(),
    }
}

/// Somebody's words, short enough to stand inside a sentence and with nothing in them that a channel emphasises.
pub(super) fn quoted(words: &str) -> String {
    const SIGNS: usize = 40;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ").replace("**", "");
    let cut: String = line.chars().take(SIGNS).collect();
    if cut.len() < line.len() { format!("{cut}…") } else { cut }
}
