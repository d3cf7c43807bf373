//! A resident's appointments: asked for, agreed to, moved, called off, waited for. What the sides of a mediation arrange, they
//! arrange with each other: whatever one of them wants is asked of the others.

use crate::domain::booking::{Booking, BookingState};
use crate::domain::case::{Case, Speaker};
use crate::domain::code::CaseCode;
use crate::domain::ids::StaffId;
use crate::domain::lang::Lang;
use crate::domain::party::{PartyState, Side};
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::casework::booking::guests::{self, Guest};
use crate::engine::casework::booking::news::{self, choice};
use crate::engine::casework::booking::slots::{self, NEXT};
use crate::engine::casework::booking::{active, change, entry, hold, waiting};
use crate::engine::casework::relay::Words;
use crate::engine::casework::{self, sides, tell};
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::{cases, meeting, menu, party, thread, visit};

/// How many places are shown at once.
const SHOWN: usize = 6;

/// A button about an appointment was pressed.
pub(super) fn pressed(turn: &mut Turn<'_>, action: &Appointment) -> Result<(), Need> {
    match action {
        Appointment::Mine => mine(turn),
        Appointment::Show(code) => of(turn, code, shown),
        Appointment::Choose(code) => of(turn, code, |turn, case, guest| choose(turn, case, guest, None)),
        Appointment::Pick(code, staff, starts) => {
            of(turn, code, |turn, case, guest| pick(turn, case, guest, staff, *starts))
        }
        Appointment::Wait(code) => of(turn, code, wait),
        Appointment::Agree(code, starts) => {
            of(turn, code, |turn, case, guest| agree(turn, case, guest, *starts))
        }
        Appointment::Refuse(code, starts) => {
            of(turn, code, |turn, case, guest| refuse(turn, case, guest, *starts))
        }
        Appointment::CallOff(code) => of(turn, code, call_off),
        Appointment::CalledOff(code, starts) => {
            of(turn, code, |turn, case, guest| called_off(turn, case, guest, *starts))
        }
        Appointment::Calendar(code) => of(turn, code, calendar),
        Appointment::AgreeFor(..)
        | Appointment::LetChoose(_)
        | Appointment::TakeBack(..)
        | Appointment::Truth(..) => {
            menu::offered(turn, turn.texts().staff_only());
            Ok(())
        }
    }
}

/// Words wish for a time, or for another one. `false` if there is no appointment and no place to offer.
pub(super) fn wanted(turn: &mut Turn<'_>, case: &Case, text: &str) -> Result<bool, Need> {
    wanted_by(turn, case, &Guest::resident(case), text)
}

/// The same by whoever comes to it.
pub(super) fn wanted_by(turn: &mut Turn<'_>, case: &Case, guest: &Guest, text: &str) -> Result<bool, Need> {
    let booking = theirs(turn, case, guest)?;
    if booking.is_none() && slots::free(turn, case, 1, None)?.is_empty() {
        return Ok(false);
    }
    meeting::reason(turn, case, guest, text)?;
    let within = visit::named(turn, text, booking.as_ref());
    match booking {
        Some(booking) if visit::is_that(turn, case, &booking, within)? => shown(turn, case, guest)?,
        _ => choose(turn, case, guest, within)?,
    }
    Ok(true)
}

/// My appointments: of the only open case or mediation, else it is asked of which.
fn mine(turn: &mut Turn<'_>) -> Result<(), Need> {
    let open = turn.world.facts.cases_of(&turn.here())?.iter().filter(|case| case.is_open());
    let own: Vec<Choice> = open
        .map(|case| {
            let service = super::wording::service(turn, case.service);
            choice(turn.texts().case_button(&case.code, service), Appointment::Show(case.code.clone()))
        })
        .collect();
    let choices: Vec<Choice> = own.into_iter().chain(party::appointments(turn)?).collect();
    match choices.as_slice() {
        [] => menu::offered(turn, texts(turn).mine_none()),
        [one] => match Action::parse(&one.data) {
            Some(Action::Appointment(Appointment::Show(code))) => return of(turn, &code, shown),
            _ => menu::offered(turn, texts(turn).mine_none()),
        },
        _ => menu::aside(turn, texts(turn).mine_which(), choices),
    }
    Ok(())
}

/// The appointment that somebody comes to: a meeting everybody's, any other the resident's alone.
pub(super) fn theirs(turn: &Turn<'_>, case: &Case, guest: &Guest) -> Result<Option<Booking>, Need> {
    let booking = active(turn, case)?;
    Ok(booking.filter(|booking| booking.meeting || guest.side == Side::Applicant))
}

/// What is asked of somebody, where their appointment stands and what can be done; with neither, the places.
fn shown(turn: &mut Turn<'_>, case: &Case, guest: &Guest) -> Result<(), Need> {
    let (booking, asked) = (theirs(turn, case, guest)?, meeting::asked(turn, case, guest)?);
    turn.about = Some(case.id.clone());
    let (mut lines, mut choices) = (Vec::new(), Vec::new());
    if booking.is_none() && asked.is_none() {
        return choose(turn, case, guest, None);
    }
    for (text, answers) in [standing(turn, booking, guest)?, asked].into_iter().flatten() {
        lines.push(text);
        choices.splice(0..0, answers);
    }
    choices.push(Choice::new(turn.texts().back(), &Action::Menu));
    menu::aside(turn, lines.join("\n"), choices);
    Ok(())
}

fn standing(
    turn: &Turn<'_>,
    booking: Option<Booking>,
    guest: &Guest,
) -> Result<Option<(String, Vec<Choice>)>, Need> {
    let Some(booking) = booking else { return Ok(None) };
    let texts = texts(turn);
    let (when, place, name) = told(turn, &booking)?;
    let code = || guest.code.clone();
    let change = choice(texts.button_change(), Appointment::Choose(code()));
    let off = choice(texts.button_call_off(), Appointment::CallOff(code()));
    Ok(Some(if booking.awaits(Speaker::Resident) {
        let agree = choice(texts.button_agree(), Appointment::Agree(code(), booking.starts));
        let other = choice(texts.button_other(), Appointment::Choose(code()));
        let refuse = choice(texts.button_refuse(), Appointment::Refuse(code(), booking.starts));
        (texts.offered_already(when, place, name), vec![agree, other, refuse])
    } else if booking.state == BookingState::Held {
        (texts.asked_already(when), vec![change, off])
    } else {
        let calendar = choice(texts.button_calendar(), Appointment::Calendar(code()));
        (texts.booked_already(when, place, name), vec![change, off, calendar])
    }))
}

/// Shows the places a case can have; of the time that was named, if there are any then.
fn choose(
    turn: &mut Turn<'_>,
    case: &Case,
    guest: &Guest,
    within: Option<(Timestamp, Timestamp)>,
) -> Result<(), Need> {
    if let Some(booking) = theirs(turn, case, guest)?.filter(|booking| !change::is_in_time(turn, booking)) {
        return too_late(turn, case, guest, &booking, |texts| texts.button_change());
    }
    turn.about = Some(case.id.clone());
    let texts = texts(turn);
    let mut text = texts.choose(&guest.code);
    let mut found = slots::free(turn, case, SHOWN, within)?;
    if let Some(within) = within {
        visit::wished(turn, within);
        if found.is_empty() {
            // Of the day that was asked for first, then of any.
            found = slots::free(turn, case, SHOWN, Some(visit::its_day(within)))?;
            text = texts.none_then();
        }
        if found.is_empty() {
            found = slots::free(turn, case, NEXT, None)?;
        }
    }
    if found.is_empty() {
        text = texts.no_places();
    }
    let mut choices = news::places(turn, (&guest.code, turn.session.lang), &found)?;
    choices.push(choice(texts.button_wait(), Appointment::Wait(guest.code.clone())));
    choices.push(Choice::new(turn.texts().back(), &Action::Menu));
    menu::aside(turn, text, choices);
    Ok(())
}

/// A place was chosen: it is kept, or gone by now, and then the next ones are shown at once. What sides of a mediation
/// choose is asked of the others.
fn pick(
    turn: &mut Turn<'_>,
    case: &Case,
    guest: &Guest,
    staff: &StaffId,
    starts: Timestamp,
) -> Result<(), Need> {
    turn.session.wished = None;
    let before = theirs(turn, case, guest)?;
    if before.as_ref().is_some_and(|before| before.starts == starts && before.staff == *staff) {
        return shown(turn, case, guest);
    }
    if let Some(before) = before.as_ref().filter(|before| !change::is_in_time(turn, before)) {
        return too_late(turn, case, guest, before, |texts| texts.button_change());
    }
    let Some(slot) = slots::exactly(turn, case, staff, starts)? else {
        return lost(turn, case, guest, starts);
    };
    if guests::is_joint(turn, case)? {
        return meeting::wish(turn, case, guest, starts);
    }
    if let Some(before) = before.filter(|before| before.state == BookingState::Booked) {
        change::moved(turn, case, &before, &slot, None)?;
        return Ok(());
    }
    let booking = hold::ask(turn, case, &slot)?;
    turn.about = Some(case.id.clone());
    let texts = texts(turn);
    let until = tell::moment(turn.session.lang, booking.held_until.unwrap_or(starts));
    let (when, _, name) = told(turn, &booking)?;
    let choices = vec![
        choice(texts.button_other(), Appointment::Choose(guest.code.clone())),
        choice(texts.button_call_off(), Appointment::CallOff(guest.code.clone())),
    ];
    menu::aside(turn, texts.asked(when, name, until), choices);
    Ok(())
}

/// Somebody else has the place.
fn lost(turn: &mut Turn<'_>, case: &Case, guest: &Guest, starts: Timestamp) -> Result<(), Need> {
    turn.about = Some(case.id.clone());
    let texts = texts(turn);
    let text = match starts > turn.now {
        true => texts.taken(tell::when(turn, turn.session.lang, starts)),
        false => texts.past_taken(),
    };
    let (next, choices) = news::instead(turn, case, guest)?;
    menu::aside(turn, format!("{text}{next}"), choices);
    Ok(())
}

/// Yes to what staff offer, or to what all sides are asked.
fn agree(turn: &mut Turn<'_>, case: &Case, guest: &Guest, starts: Timestamp) -> Result<(), Need> {
    let offered = offered(turn, case, guest, starts)?;
    let Some(offered) = offered else {
        return match meeting::yes(turn, case, guest, starts)? {
            true => Ok(()),
            false => changed(turn, case, guest),
        };
    };
    let booking = hold::booked(turn, case, &offered, None)?;
    let when = tell::when(turn, Lang::Zh, booking.starts);
    news::host(turn, case, &booking, turn.world.rules.texts.desk.agreed(&case.code, when), &[])
}

fn refuse(turn: &mut Turn<'_>, case: &Case, guest: &Guest, starts: Timestamp) -> Result<(), Need> {
    match offered(turn, case, guest, starts)? {
        Some(booking) => change::excused(turn, case, &booking, guest),
        None if meeting::no(turn, case, guest, starts)? => Ok(()),
        None => changed(turn, case, guest),
    }
}

/// What staff keep for the resident at this time.
fn offered(turn: &Turn<'_>, case: &Case, guest: &Guest, starts: Timestamp) -> Result<Option<Booking>, Need> {
    let booking = theirs(turn, case, guest)?;
    Ok(booking.filter(|booking| booking.starts == starts && booking.awaits(Speaker::Resident)))
}

/// Call it off? What nobody has agreed to yet goes at once.
fn call_off(turn: &mut Turn<'_>, case: &Case, guest: &Guest) -> Result<(), Need> {
    let Some(booking) = theirs(turn, case, guest)? else { return shown(turn, case, guest) };
    if booking.state == BookingState::Held {
        return change::excused(turn, case, &booking, guest);
    }
    if !change::is_in_time(turn, &booking) {
        return too_late(turn, case, guest, &booking, |texts| texts.button_call_off());
    }
    let texts = texts(turn);
    let choices = vec![
        choice(texts.button_call_off_yes(), Appointment::CalledOff(guest.code.clone(), booking.starts)),
        choice(texts.button_keep(), Appointment::Show(guest.code.clone())),
    ];
    let text = texts.call_off_sure(tell::when(turn, turn.session.lang, booking.starts));
    menu::aside(turn, text, choices);
    Ok(())
}

fn called_off(turn: &mut Turn<'_>, case: &Case, guest: &Guest, starts: Timestamp) -> Result<(), Need> {
    match theirs(turn, case, guest)?.filter(|booking| booking.starts == starts) {
        Some(booking) if !change::is_in_time(turn, &booking) => {
            too_late(turn, case, guest, &booking, |texts| texts.button_call_off())
        }
        Some(booking) => change::excused(turn, case, &booking, guest),
        None => changed(turn, case, guest),
    }
}

/// So near to an appointment it is for staff to say: they are told in the resident's words.
pub(super) fn too_late(
    turn: &mut Turn<'_>,
    case: &Case,
    guest: &Guest,
    booking: &Booking,
    wish: fn(&crate::engine::texts::BookingTexts) -> String,
) -> Result<(), Need> {
    let zh = news::texts(turn, Lang::Zh);
    let words = format!("{}（{}）", wish(zh), tell::when(turn, Lang::Zh, booking.starts));
    match party::mine(turn, &guest.code)? {
        Some((case, party)) => {
            let words = Words { text: &words, ..Words::default() };
            sides::relay::from_party(turn, &case, &party, words)?;
        }
        None => casework::pass_on(turn, case, &words, None)?,
    }
    turn.about = Some(case.id.clone());
    let hours = turn.world.rules.policy.booking.change_until.as_secs() / 3600;
    let (when, _, name) = told(turn, booking)?;
    let text = texts(turn).too_late(when, hours, name);
    thread::mentioned(turn, text);
    Ok(())
}

fn wait(turn: &mut Turn<'_>, case: &Case, guest: &Guest) -> Result<(), Need> {
    if theirs(turn, case, guest)?.is_some() {
        return shown(turn, case, guest);
    }
    waiting::wait(turn, case);
    turn.about = Some(case.id.clone());
    let text = texts(turn).waits();
    thread::mentioned(turn, text);
    Ok(())
}

fn calendar(turn: &mut Turn<'_>, case: &Case, guest: &Guest) -> Result<(), Need> {
    let booked = theirs(turn, case, guest)?.filter(|booking| booking.state == BookingState::Booked);
    let Some(booking) = booked else { return shown(turn, case, guest) };
    entry::sent_to(turn, case, &booking, guest, |texts, when, place, name| {
        texts.booked_already(when, place, name)
    })
}

/// The button speaks of an appointment that is no more: says so, and how it stands.
fn changed(turn: &mut Turn<'_>, case: &Case, guest: &Guest) -> Result<(), Need> {
    turn.reply(texts(turn).nothing_now());
    shown(turn, case, guest)
}

/// The case with this code, and who of it this conversation is: its resident, or another party by a code of its own.
fn of(
    turn: &mut Turn<'_>,
    code: &CaseCode,
    act: impl FnOnce(&mut Turn<'_>, &Case, &Guest) -> Result<(), Need>,
) -> Result<(), Need> {
    if let Some((case, party)) = party::mine(turn, code)? {
        party::enter(turn, &case, &party);
        return match Guest::party(&party).filter(|_| case.is_open() && party.state == PartyState::Consented) {
            Some(guest) => act(turn, &case, &guest),
            None => party::shown(turn, &case, &party),
        };
    }
    match cases::mine(turn, code)? {
        Some(case) if case.is_open() => act(turn, &case, &Guest::resident(&case)),
        Some(_) => cases::detail(turn, code),
        None => {
            cases::unknown(turn);
            Ok(())
        }
    }
}

/// When, where and with whom an appointment is, as this resident reads it.
fn told(turn: &Turn<'_>, booking: &Booking) -> Result<(String, String, String), Need> {
    let lang = turn.session.lang;
    let (when, place) = (tell::when(turn, lang, booking.starts), news::place(turn, lang, &booking.room));
    Ok((when, place, news::name(turn, &booking.staff)?))
}

/// What residents read about appointments.
pub(super) fn texts<'world>(turn: &Turn<'world>) -> &'world crate::engine::texts::BookingTexts {
    news::texts(turn, turn.session.lang)
}
