//! A resident's appointments: asked for, agreed to, moved, called off, waited for.

use crate::domain::booking::{Booking, BookingState};
use crate::domain::case::{Case, Speaker};
use crate::domain::code::CaseCode;
use crate::domain::ids::StaffId;
use crate::domain::lang::Lang;
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::casework::booking::news::{self, choice};
use crate::engine::casework::booking::slots::{self, NEXT};
use crate::engine::casework::booking::{active, change, entry, hold, waiting};
use crate::engine::casework::{self, tell};
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;
use crate::intent::entities::{self, Grain, Value};

use super::{cases, menu, thread};

/// How many places are shown at once.
const SHOWN: usize = 6;

/// A button about an appointment was pressed.
pub(super) fn pressed(turn: &mut Turn<'_>, action: &Appointment) -> Result<(), Need> {
    match action {
        Appointment::Mine => mine(turn),
        Appointment::Show(code) => of(turn, code, shown),
        Appointment::Choose(code) => of(turn, code, |turn, case| choose(turn, case, None)),
        Appointment::Pick(code, staff, starts) => {
            of(turn, code, |turn, case| pick(turn, case, staff, *starts))
        }
        Appointment::Wait(code) => of(turn, code, wait),
        Appointment::Agree(code, starts) => of(turn, code, |turn, case| agree(turn, case, *starts)),
        Appointment::Refuse(code, starts) => of(turn, code, |turn, case| refuse(turn, case, *starts)),
        Appointment::CallOff(code) => of(turn, code, call_off),
        Appointment::CalledOff(code, starts) => of(turn, code, |turn, case| called_off(turn, case, *starts)),
        Appointment::Calendar(code) => of(turn, code, calendar),
        Appointment::LetChoose(_) | Appointment::Truth(..) => {
            menu::offered(turn, turn.texts().staff_only());
            Ok(())
        }
    }
}

/// Words wish for a time, or for another one. `false` if there is no appointment and no place to offer.
pub(super) fn wanted(turn: &mut Turn<'_>, case: &Case, text: &str) -> Result<bool, Need> {
    let within = named(turn, text);
    match active(turn, case)? {
        Some(_) if within.is_none() => shown(turn, case)?,
        None if slots::free(turn, case, 1, None)?.is_empty() => return Ok(false),
        _ => choose(turn, case, within)?,
    }
    Ok(true)
}

/// My appointments: of the only open case, else it is asked of which.
fn mine(turn: &mut Turn<'_>) -> Result<(), Need> {
    let open: Vec<&Case> =
        turn.world.facts.cases_of(&turn.here())?.iter().filter(|case| case.is_open()).collect();
    match open.as_slice() {
        [] => menu::offered(turn, texts(turn).mine_none()),
        [case] => return shown(turn, case),
        several => {
            let choices = several.iter().map(|case| {
                let service = super::wording::service(turn, case.service);
                choice(turn.texts().case_button(&case.code, service), Appointment::Show(case.code.clone()))
            });
            let choices = choices.collect();
            menu::aside(turn, texts(turn).mine_which(), choices);
        }
    }
    Ok(())
}

/// Where a case's appointment stands, and what can be done; without one, the places.
fn shown(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let Some(booking) = active(turn, case)? else { return choose(turn, case, None) };
    turn.about = Some(case.id.clone());
    let texts = texts(turn);
    let (when, place, name) = told(turn, &booking)?;
    let code = || case.code.clone();
    let change = choice(texts.button_change(), Appointment::Choose(code()));
    let off = choice(texts.button_call_off(), Appointment::CallOff(code()));
    let (text, mut choices) = if booking.awaits(Speaker::Resident) {
        let agree = choice(texts.button_agree(), Appointment::Agree(code(), booking.starts));
        let other = choice(texts.button_other(), Appointment::Choose(code()));
        let refuse = choice(texts.button_refuse(), Appointment::Refuse(code(), booking.starts));
        (texts.offered_already(when, place, name), vec![agree, other, refuse])
    } else if booking.state == BookingState::Held {
        (texts.asked_already(when), vec![change, off])
    } else {
        let calendar = choice(texts.button_calendar(), Appointment::Calendar(code()));
        (texts.booked_already(when, place, name), vec![change, off, calendar])
    };
    choices.push(Choice::new(turn.texts().back(), &Action::Menu));
    menu::aside(turn, text, choices);
    Ok(())
}

/// Shows the places a case can have; of the time that was named, if there are any then.
fn choose(turn: &mut Turn<'_>, case: &Case, within: Option<(Timestamp, Timestamp)>) -> Result<(), Need> {
    if let Some(booking) = active(turn, case)?.filter(|booking| !change::is_in_time(turn, booking)) {
        return too_late(turn, case, &booking, |texts| texts.button_change());
    }
    turn.about = Some(case.id.clone());
    let texts = texts(turn);
    let mut text = texts.choose(&case.code);
    let mut found = slots::free(turn, case, SHOWN, within)?;
    if found.is_empty() && within.is_some() {
        found = slots::free(turn, case, NEXT, None)?;
        text = texts.none_then();
    }
    if found.is_empty() {
        text = texts.no_places();
    }
    let mut choices = news::places(turn, case, turn.session.lang, &found)?;
    choices.push(choice(texts.button_wait(), Appointment::Wait(case.code.clone())));
    choices.push(Choice::new(turn.texts().back(), &Action::Menu));
    menu::aside(turn, text, choices);
    Ok(())
}

/// A place was chosen: it is kept, or gone by now, and then the next ones are shown at once.
fn pick(turn: &mut Turn<'_>, case: &Case, staff: &StaffId, starts: Timestamp) -> Result<(), Need> {
    let before = active(turn, case)?;
    if before.as_ref().is_some_and(|before| before.starts == starts && before.staff == *staff) {
        return shown(turn, case);
    }
    if let Some(before) = before.as_ref().filter(|before| !change::is_in_time(turn, before)) {
        return too_late(turn, case, before, |texts| texts.button_change());
    }
    let Some(slot) = slots::exactly(turn, case, staff, starts)? else { return lost(turn, case, starts) };
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
        choice(texts.button_other(), Appointment::Choose(case.code.clone())),
        choice(texts.button_call_off(), Appointment::CallOff(case.code.clone())),
    ];
    menu::aside(turn, texts.asked(when, name, until), choices);
    Ok(())
}

/// Somebody else has the place.
fn lost(turn: &mut Turn<'_>, case: &Case, starts: Timestamp) -> Result<(), Need> {
    turn.about = Some(case.id.clone());
    let texts = texts(turn);
    let text = match starts > turn.now {
        true => texts.taken(tell::when(turn, turn.session.lang, starts)),
        false => texts.past_taken(),
    };
    let (next, choices) = news::instead(turn, case)?;
    menu::aside(turn, format!("{text}{next}"), choices);
    Ok(())
}

fn agree(turn: &mut Turn<'_>, case: &Case, starts: Timestamp) -> Result<(), Need> {
    let offered = change::at(turn, case, starts)?.filter(|booking| booking.awaits(Speaker::Resident));
    let Some(offered) = offered else { return changed(turn, case) };
    let booking = hold::booked(turn, case, &offered, None)?;
    let when = tell::when(turn, Lang::Zh, booking.starts);
    news::host(turn, case, &booking, turn.world.rules.texts.desk.agreed(&case.code, when), &[])
}

fn refuse(turn: &mut Turn<'_>, case: &Case, starts: Timestamp) -> Result<(), Need> {
    match change::at(turn, case, starts)?.filter(|booking| booking.awaits(Speaker::Resident)) {
        Some(booking) => change::excused(turn, case, &booking),
        None => changed(turn, case),
    }
}

/// Call it off? What nobody has agreed to yet goes at once.
fn call_off(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let Some(booking) = active(turn, case)? else { return shown(turn, case) };
    if booking.state == BookingState::Held {
        return change::excused(turn, case, &booking);
    }
    if !change::is_in_time(turn, &booking) {
        return too_late(turn, case, &booking, |texts| texts.button_call_off());
    }
    let texts = texts(turn);
    let choices = vec![
        choice(texts.button_call_off_yes(), Appointment::CalledOff(case.code.clone(), booking.starts)),
        choice(texts.button_keep(), Appointment::Show(case.code.clone())),
    ];
    let text = texts.call_off_sure(tell::when(turn, turn.session.lang, booking.starts));
    menu::aside(turn, text, choices);
    Ok(())
}

fn called_off(turn: &mut Turn<'_>, case: &Case, starts: Timestamp) -> Result<(), Need> {
    match change::at(turn, case, starts)? {
        Some(booking) if !change::is_in_time(turn, &booking) => {
            too_late(turn, case, &booking, |texts| texts.button_call_off())
        }
        Some(booking) => change::excused(turn, case, &booking),
        None => changed(turn, case),
    }
}

/// So near to an appointment it is for staff to say: they are told in the resident's words.
fn too_late(
    turn: &mut Turn<'_>,
    case: &Case,
    booking: &Booking,
    wish: fn(&crate::engine::texts::BookingTexts) -> String,
) -> Result<(), Need> {
    let zh = news::texts(turn, Lang::Zh);
    let words = format!("{}（{}）", wish(zh), tell::when(turn, Lang::Zh, booking.starts));
    casework::pass_on(turn, case, &words, None)?;
    turn.about = Some(case.id.clone());
    let hours = turn.world.rules.policy.booking.change_until.as_secs() / 3600;
    let (when, _, name) = told(turn, booking)?;
    let text = texts(turn).too_late(when, hours, name);
    thread::mentioned(turn, text);
    Ok(())
}

fn wait(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    if active(turn, case)?.is_some() {
        return shown(turn, case);
    }
    waiting::wait(turn, case);
    turn.about = Some(case.id.clone());
    let text = texts(turn).waits();
    thread::mentioned(turn, text);
    Ok(())
}

fn calendar(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let Some(booking) = active(turn, case)?.filter(|booking| booking.state == BookingState::Booked) else {
        return shown(turn, case);
    };
    let (when, place, name) = told(turn, &booking)?;
    entry::sent(turn, case, &booking, texts(turn).booked_already(when, place, name))
}

/// The button speaks of an appointment that is no more: says so, and how it stands.
fn changed(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    turn.reply(texts(turn).nothing_now());
    shown(turn, case)
}

fn of(
    turn: &mut Turn<'_>,
    code: &CaseCode,
    act: impl FnOnce(&mut Turn<'_>, &Case) -> Result<(), Need>,
) -> Result<(), Need> {
    match cases::mine(turn, code)? {
        Some(case) if case.is_open() => act(turn, &case),
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

/// The time that words name, if it is still to come.
fn named(turn: &Turn<'_>, text: &str) -> Option<(Timestamp, Timestamp)> {
    let found = entities::find(text, turn.now.local()).into_iter().find_map(|entity| match entity.value {
        Value::Moment(moment) if !moment.about => Some(moment),
        _ => None,
    })?;
    let from = Timestamp::from_local(found.from);
    let until = match found.grain {
        Grain::Minute => from.plus(turn.world.rules.policy.booking.slot),
        _ => Timestamp::from_local(found.to),
    };
    (until > turn.now).then_some((from, until))
}

fn texts<'world>(turn: &Turn<'world>) -> &'world crate::engine::texts::BookingTexts {
    news::texts(turn, turn.session.lang)
}
