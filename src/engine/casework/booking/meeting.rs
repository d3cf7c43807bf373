//! A meeting of all sides of a mediation. Each is asked by itself; when the last has said yes it becomes an appointment, in
//! a place of its mediator's that is looked for once more in that very turn. Nobody learns who said what.

use crate::domain::booking::{Booking, BookingState};
use crate::domain::case::{Case, EntryKind, Speaker};
use crate::domain::lang::Lang;
use crate::domain::mediation::{Asked, Proposal};
use crate::domain::party::{Party, Side};
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::engine::agenda::Change;
use crate::engine::appointment::Appointment;
use crate::engine::casework::sides::{self, consent, settle};
use crate::engine::casework::{log, relay, rota, tell};
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::guests::{self, Guest};
use super::news::{self, choice};
use super::slots::{self, NEXT, Slot};
use super::{active, add, entry, hold, save, settled_at, waiting};

/// Who would have the sides meet at a time.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) enum By<'a> {
    /// A member of staff; it is their word to all sides.
    Staff(&'a Staff),
    /// One of the sides, whose yes it is.
    Guest(&'a Guest),
    /// Nobody: the place has become free, and the case waits for one.
    Freed,
}

/// Asks all sides for a time, in place of one that is being asked for. An appointment that stands is kept until all agree.
pub(in crate::engine) fn propose(
    turn: &mut Turn<'_>,
    case: &Case,
    at: Timestamp,
    by: By<'_>,
) -> Result<(), Need> {
    turn.push(Effect::Agenda(Change::WaitNoMore(case.id.clone())));
    noted(turn, case, at, by);
    let asker = match by {
        By::Guest(guest) => Some(guest),
        By::Staff(_) | By::Freed => None,
    };
    let yes: Vec<Side> = asker.iter().map(|guest| guest.side.clone()).collect();
    let answers = matches!(by, By::Staff(_));
    settle::open(turn, case, Proposal::new(Asked::Meeting, at, yes, turn.now), answers)?;
    for guest in guests::all(turn, case)?.iter().filter(|guest| Some(*guest) != asker) {
        let (text, choices) = question(turn, guest, at);
        news::notice(turn, case, guest, text, &choices, None);
    }
    let when = tell::when(turn, Lang::Zh, at);
    let texts = turn.mediator_texts();
    let text = match by {
        By::Staff(_) => return relay::answered(turn, case),
        By::Guest(guest) => {
            let name = sides::alias(turn, sides::parties(turn, case)?, &guest.side);
            texts.meeting_wished(&case.code, name, when)
        }
        By::Freed => texts.meeting_freed(&case.code, when),
    };
    let by_phone = by_phone(turn, case)?;
    consent::tell_owner(turn, case, format!("{text}{by_phone}"), Vec::new())
}

/// What the mediator has to do themselves, if somebody takes part by telephone alone.
pub(in crate::engine) fn by_phone(turn: &Turn<'_>, case: &Case) -> Result<String, Need> {
    let parties = sides::consented(turn, case)?;
    let texts = turn.mediator_texts();
    Ok(match (case.conversation.is_counter(), settle::by_phone(&parties).is_empty()) {
        (false, true) => String::new(),
        (false, false) => texts.ask_by_phone(),
        (true, true) => texts.ask_applicant_by_phone(),
        (true, false) => texts.ask_both_by_phone(),
    })
}

/// Would this time suit?
pub(in crate::engine) fn question(turn: &Turn<'_>, guest: &Guest, at: Timestamp) -> (String, Vec<Choice>) {
    let texts = turn.world.rules.texts.mediation(guest.lang);
    let choices = vec![
        choice(texts.button_time_yes(), Appointment::Agree(guest.code.clone(), at)),
        choice(texts.button_time_no(), Appointment::Refuse(guest.code.clone(), at)),
    ];
    (texts.meeting_asked(&guest.code, tell::when(turn, guest.lang, at)), choices)
}

/// All sides have said yes: the place is taken, and everybody knows; or it is gone by now, and everybody is shown the
/// next ones. Whether it was to be had.
pub(in crate::engine) fn agreed(turn: &mut Turn<'_>, case: &Case, at: Timestamp) -> Result<bool, Need> {
    let before = active(turn, case)?;
    let Some(slot) = place(turn, case, at, before.as_ref())? else {
        lost(turn, case, at)?;
        return Ok(false);
    };
    let booking = taken(turn, case, &slot, before.clone());
    hold::stands(turn, case, &booking, true);
    let when = tell::when(turn, Lang::Zh, at);
    log::system(turn, case, EntryKind::Meeting, &turn.world.rules.texts.desk.log_meeting(&when));
    match booking.sequence {
        0 => entry::sent(turn, case, &booking, |texts, when, place, name| texts.booked(when, place, name))?,
        _ => entry::sent(turn, case, &booking, |texts, when, place, name| texts.moved(when, place, name))?,
    }
    let text = turn.mediator_texts().meeting_fixed(&case.code, when);
    if case.owner.as_ref() != Some(&booking.staff) {
        news::host(turn, case, &booking, text.clone(), &[])?;
    }
    consent::tell_owner(turn, case, text, Vec::new())?;
    let left = before.filter(|before| before.starts != booking.starts || before.staff != booking.staff);
    if let Some(before) = left {
        waiting::freed(turn, case, &before)?;
    }
    Ok(true)
}

/// The place at this time of whoever has the case now, or of whoever stands in for them that day.
fn place(
    turn: &Turn<'_>,
    case: &Case,
    at: Timestamp,
    before: Option<&Booking>,
) -> Result<Option<Slot>, Need> {
    let Some(owner) = &case.owner else { return Ok(None) };
    let Some(host) = rota::working(turn, &case.room, owner, at.local_date())? else { return Ok(None) };
    match before.filter(|before| before.starts == at && before.staff == host) {
        Some(own) => Ok(Some(Slot { staff: host, starts: at, ends: own.ends, seat: own.seat })),
        None => slots::own(turn, case, &host, at),
    }
}

/// The place is the case's, in place of one that it has.
fn taken(turn: &mut Turn<'_>, case: &Case, slot: &Slot, before: Option<Booking>) -> Booking {
    let fresh = Booking { meeting: true, ..settled_at(turn, case, slot) };
    let Some(before) = before else { return add(turn, case, fresh) };
    let sequence = before.sequence + i64::from(before.state == BookingState::Booked);
    let (id, made_at, version) = (before.id, before.made_at, before.version);
    save(turn, case, Booking { id, sequence, made_at, version, ..fresh })
}

/// Somebody else has the place, or its time has passed.
fn lost(turn: &mut Turn<'_>, case: &Case, at: Timestamp) -> Result<(), Need> {
    for guest in guests::all(turn, case)? {
        let texts = news::texts(turn, guest.lang);
        let text = match at > turn.now {
            true => texts.taken(tell::when(turn, guest.lang, at)),
            false => texts.past_taken(),
        };
        let (next, choices) = news::instead(turn, case, &guest)?;
        news::guest(turn, case, &guest, format!("{text}\n{next}"), choices, None);
    }
    let Some(owner) = relay::owner(turn, case)? else { return Ok(()) };
    let found = slots::free(turn, case, NEXT, None)?;
    let mut choices = news::places(turn, (&case.code, Lang::Zh), &found)?;
    let other = turn.world.rules.texts.desk.button_other_time();
    choices.push(choice(other, Appointment::Choose(case.code.clone())));
    let text = turn.mediator_texts().meeting_lost(&case.code, tell::when(turn, Lang::Zh, at));
    news::staff(turn, &owner, case, text, &choices);
    Ok(())
}

/// A party takes part no more, while others do: it is told that the meeting is none of theirs now.
pub(in crate::engine) fn left(turn: &mut Turn<'_>, case: &Case, party: &Party) -> Result<(), Need> {
    let booking = active(turn, case)?.filter(|booking| booking.meeting);
    let (Some(booking), Some(guest)) = (booking, Guest::party(party)) else { return Ok(()) };
    let off = Booking { sequence: booking.sequence + 1, ..booking };
    let file = entry::cancelled(turn, &off, &guest)?;
    let text = news::texts(turn, guest.lang).called_off(tell::when(turn, guest.lang, off.starts));
    news::guest(turn, case, &guest, text, Vec::new(), Some(file));
    Ok(())
}

/// Who asked for which time.
fn noted(turn: &mut Turn<'_>, case: &Case, at: Timestamp, by: By<'_>) {
    let desk = &turn.world.rules.texts.desk;
    let when = tell::when(turn, Lang::Zh, at);
    let kind = EntryKind::Appointment;
    match by {
        By::Staff(member) => log::staff(turn, case, member, kind, &desk.log_asked_all(when), None),
        By::Freed => log::system(turn, case, kind, &desk.log_asked_all(when)),
        By::Guest(guest) => match &guest.side {
            Side::Applicant => log::resident(turn, case, kind, &desk.log_asked(when), None),
            Side::Other(party) => {
                let by = (Speaker::Resident, None);
                log::party(turn, case, party, by, kind, &desk.log_asked(when), None);
            }
        },
    }
}
