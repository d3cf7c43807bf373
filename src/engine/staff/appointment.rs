//! Staff and appointments: offered, confirmed, moved, called off, and what came of them.

use crate::domain::booking::{Booking, BookingState, Truth};
use crate::domain::case::{Case, CaseState, Speaker};
use crate::domain::code::CaseCode;
use crate::domain::ids::{BookingId, StaffId};
use crate::domain::lang::Lang;
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::casework::booking::news::{self, choice};
use crate::engine::casework::booking::slots::{self, Slot};
use crate::engine::casework::booking::{active, change, guests, hold};
use crate::engine::casework::tell;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Desk, Flow};
use crate::engine::texts::DeskTexts;
use crate::engine::turn::Turn;
use crate::intent::entities::{self, Grain, Moment, Value};

use super::access::{self, may_decide};
use super::{decide, mediate, menu};

/// How many places, or appointments, are shown at once.
const SHOWN: usize = 8;

/// A button about an appointment was pressed. `None` if it is not for staff.
pub(super) fn pressed(turn: &mut Turn<'_>, member: &Staff, action: &Appointment) -> Result<bool, Need> {
    match action {
        Appointment::Mine => list(turn, member)?,
        Appointment::Show(code) => of(turn, member, code, shown)?,
        Appointment::Choose(code) => of(turn, member, code, choose)?,
        Appointment::LetChoose(code) => of(turn, member, code, |turn, case| let_choose(turn, member, case))?,
        Appointment::Pick(code, staff, starts) => {
            of(turn, member, code, |turn, case| pick(turn, member, case, staff, *starts))?;
        }
        Appointment::Agree(code, at) => {
            of(turn, member, code, |turn, case| confirm(turn, member, case, *at))?;
        }
        Appointment::AgreeFor(party, at) => mediate::agreed_for(turn, member, party, *at)?,
        Appointment::Refuse(code, at) => {
            of(turn, member, code, |turn, case| refuse(turn, member, case, *at))?;
        }
        Appointment::CallOff(code) => of(turn, member, code, call_off)?,
        Appointment::CalledOff(code, at) => {
            of(turn, member, code, |turn, case| called_off(turn, member, case, *at))?;
        }
        Appointment::TakeBack(code, at) => {
            of(turn, member, code, |turn, case| take_back(turn, member, case, *at))?;
        }
        Appointment::Truth(booking, truth) => settle(turn, member, booking, *truth)?,
        Appointment::Wait(_) | Appointment::Calendar(_) => return Ok(false),
    }
    Ok(true)
}

/// Words for when an appointment of this case should be.
pub(super) fn said(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode, text: &str) -> Result<(), Need> {
    turn.session.flow = Flow::Idle;
    of(turn, member, code, |turn, case| {
        let Some(moment) = named(turn, text) else {
            let minutes = turn.world.rules.policy.booking.slot.as_secs() / 60;
            turn.session.flow = Flow::Desk(Desk::Time(code.clone()));
            turn.mention(desk(turn).time_unread(minutes), vec![cancel(turn)]);
            return Ok(());
        };
        let starts = Timestamp::from_local(moment.from);
        if moment.grain != Grain::Minute {
            let found = slots::free(turn, case, SHOWN, Some((starts, Timestamp::from_local(moment.to))))?;
            return offer_choice(turn, case, &found);
        }
        match slots::own(turn, case, &host(member, case), starts)? {
            Some(slot) => propose(turn, member, case, &slot),
            None => {
                turn.session.flow = Flow::Desk(Desk::Time(code.clone()));
                let when = tell::when(turn, Lang::Zh, starts);
                turn.mention(desk(turn).time_taken(when), vec![cancel(turn)]);
                Ok(())
            }
        }
    })
}

/// The member's appointments that are not settled: asked for, to come, and past with nobody having said.
fn list(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let (mut lines, mut choices) = (Vec::new(), Vec::new());
    for booking in turn.world.facts.agenda.list(&member.id)?.iter().take(SHOWN) {
        let Some(case) = turn.world.facts.case(&booking.case)? else { continue };
        let when = tell::when(turn, Lang::Zh, booking.starts);
        lines.push(desk(turn).list_line(&when, &case.code, state(turn, booking)));
        let label = desk(turn).button_one(when, &case.code);
        choices.push(choice(label, Appointment::Show(case.code.clone())));
    }
    match lines.is_empty() {
        true => turn.offer(desk(turn).list_none(), menu::choices(turn), 2),
        false => turn.offer(desk(turn).list(lines.join("\n")), choices, 1),
    }
    Ok(())
}

fn state(turn: &Turn<'_>, booking: &Booking) -> String {
    match booking.state {
        BookingState::Held if booking.awaits(Speaker::Staff) => desk(turn).state_asked(),
        BookingState::Held => desk(turn).state_offered(),
        BookingState::Booked => desk(turn).state_booked(),
        BookingState::Over | BookingState::Gone => desk(turn).truth(booking.truth),
    }
}

/// Where a case's appointment stands, and what can be done.
fn shown(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let newest = turn.world.facts.agenda.of(&case.id)?;
    let Some(booking) = newest.filter(|booking| booking.state != BookingState::Gone).cloned() else {
        turn.offer(desk(turn).standing_none(&case.code), vec![again(turn, case)], 1);
        return Ok(());
    };
    let when = tell::when(turn, Lang::Zh, booking.starts);
    let until = tell::moment(Lang::Zh, booking.held_until.unwrap_or(booking.starts));
    let (code, at) = (|| case.code.clone(), booking.starts);
    let off = choice(desk(turn).button_call_off(), Appointment::CallOff(code()));
    let (text, choices) = match booking.state {
        BookingState::Held if booking.awaits(Speaker::Staff) => {
            let agree = choice(desk(turn).button_agree(), Appointment::Agree(code(), at));
            let refuse = choice(desk(turn).button_refuse(), Appointment::Refuse(code(), at));
            (desk(turn).standing_asked(&case.code, when, until), vec![agree, refuse, again(turn, case)])
        }
        BookingState::Held => {
            (desk(turn).standing_offered(&case.code, when, until), vec![again(turn, case), off])
        }
        BookingState::Booked => (desk(turn).standing_booked(&case.code, when), vec![again(turn, case), off]),
        BookingState::Over | BookingState::Gone => {
            let truth =
                |truth| choice(desk(turn).button_truth(truth), Appointment::Truth(booking.id.clone(), truth));
            let said = desk(turn).truth(booking.truth);
            (desk(turn).standing_over(&case.code, when, said), Truth::SAID.map(truth).to_vec())
        }
    };
    turn.offer(text, choices, 2);
    Ok(())
}

/// 预约: the next free places to offer; another time by words.
pub(super) fn choose(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let found = slots::free(turn, case, SHOWN, None)?;
    offer_choice(turn, case, &found)
}

fn offer_choice(turn: &mut Turn<'_>, case: &Case, found: &[Slot]) -> Result<(), Need> {
    turn.session.flow = Flow::Desk(Desk::Time(case.code.clone()));
    let places = news::places(turn, (&case.code, Lang::Zh), found)?;
    let joint = guests::is_joint(turn, case)?;
    let mut ways_out = vec![cancel(turn)];
    let text = match places.is_empty() {
        true if joint => turn.mediator_texts().meet_none(&case.code),
        true => desk(turn).offer_none(&case.code),
        false => {
            let label = desk(turn).button_let_choose();
            ways_out.insert(0, choice(label, Appointment::LetChoose(case.code.clone())));
            match joint {
                true => turn.mediator_texts().meet_which(&case.code),
                false => desk(turn).offer_which(&case.code),
            }
        }
    };
    turn.ask(text, places, 2, ways_out);
    Ok(())
}

fn pick(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    staff: &StaffId,
    starts: Timestamp,
) -> Result<(), Need> {
    match slots::exactly(turn, case, staff, starts)? {
        Some(slot) => propose(turn, member, case, &slot),
        None => {
            let when = tell::when(turn, Lang::Zh, starts);
            turn.reply(desk(turn).time_taken(when));
            choose(turn, case)
        }
    }
}

/// An appointment that stands is moved there; otherwise the resident is asked. All sides of a mediation are asked always.
fn propose(turn: &mut Turn<'_>, member: &Staff, case: &Case, slot: &Slot) -> Result<(), Need> {
    if guests::is_joint(turn, case)? {
        return mediate::ask_all(turn, member, case, slot.starts);
    }
    let when = tell::when(turn, Lang::Zh, slot.starts);
    let booked = active(turn, case)?.filter(|booking| booking.state == BookingState::Booked);
    if let Some(booking) = booked {
        change::moved(turn, case, &booking, slot, Some(member))?;
        turn.reply(desk(turn).moved_by_you(&case.code, when));
        return Ok(());
    }
    let booking = hold::offer(turn, member, case, slot)?;
    let until = tell::moment(Lang::Zh, booking.held_until.unwrap_or(slot.starts));
    let take_back = Appointment::TakeBack(case.code.clone(), slot.starts);
    let take_back = choice(turn.mediator_texts().button_take_back(), take_back);
    turn.mention(desk(turn).offer_sent(&case.code, when, until), vec![take_back]);
    Ok(())
}

/// 取消 below a time that has just gone out: it is gone out, so that taking it back is offered. `false` if there is none.
pub(super) fn ask_to_take_back(turn: &mut Turn<'_>) -> bool {
    let shown = turn.session.choices.iter().filter_map(|choice| Action::parse(&choice.data));
    let proposed = shown.into_iter().find_map(|action| match action {
        Action::Appointment(Appointment::TakeBack(code, at)) => Some((code, at)),
        _ => None,
    });
    let Some((code, at)) = proposed else { return false };
    let texts = turn.mediator_texts();
    let choices = vec![
        choice(texts.button_take_back(), Appointment::TakeBack(code.clone(), at)),
        Choice::new(texts.button_leave_asked(), &Action::Details(code.clone())),
    ];
    let text = texts.take_back_sure(&code, tell::when(turn, Lang::Zh, at));
    turn.offer(text, choices, 2);
    true
}

/// A time that has gone out is taken back: it is asked of nobody any more, or kept for nobody.
fn take_back(turn: &mut Turn<'_>, member: &Staff, case: &Case, at: Timestamp) -> Result<(), Need> {
    let held = change::at(turn, case, at)?.filter(|booking| booking.awaits(Speaker::Resident));
    match held {
        Some(_) => called_off(turn, member, case, at),
        None if mediate::taken_back(turn, member, case, at)? => Ok(()),
        None => changed(turn, case),
    }
}

fn let_choose(turn: &mut Turn<'_>, member: &Staff, case: &Case) -> Result<(), Need> {
    let found = slots::free(turn, case, SHOWN, None)?;
    if found.is_empty() {
        turn.reply(desk(turn).choose_none());
        return Ok(());
    }
    for guest in guests::all(turn, case)? {
        let choices = news::places(turn, (&guest.code, guest.lang), &found)?;
        let text = news::texts(turn, guest.lang).choose_from(&member.name);
        news::notice(turn, case, &guest, text, &choices, None);
    }
    turn.reply(desk(turn).choose_sent(&case.code));
    Ok(())
}

/// Yes to what the resident asked for; what holds now is what counts.
fn confirm(turn: &mut Turn<'_>, member: &Staff, case: &Case, at: Timestamp) -> Result<(), Need> {
    let asked = change::at(turn, case, at)?.filter(|booking| booking.awaits(Speaker::Staff));
    let Some(asked) = asked else { return changed(turn, case) };
    hold::booked(turn, case, &asked, Some(member))?;
    turn.reply(desk(turn).booked(&case.code, tell::when(turn, Lang::Zh, at)));
    Ok(())
}

fn refuse(turn: &mut Turn<'_>, member: &Staff, case: &Case, at: Timestamp) -> Result<(), Need> {
    let asked = change::at(turn, case, at)?.filter(|booking| booking.awaits(Speaker::Staff));
    let Some(asked) = asked else { return changed(turn, case) };
    change::revoked(turn, member, case, &asked)?;
    turn.reply(desk(turn).refused(&case.code, tell::when(turn, Lang::Zh, at)));
    Ok(())
}

fn call_off(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let Some(booking) = active(turn, case)? else { return shown(turn, case) };
    let when = tell::when(turn, Lang::Zh, booking.starts);
    let yes = Appointment::CalledOff(case.code.clone(), booking.starts);
    let choices = vec![choice(desk(turn).button_call_off_yes(), yes), cancel(turn)];
    turn.offer(desk(turn).call_off_sure(&case.code, when), choices, 2);
    Ok(())
}

fn called_off(turn: &mut Turn<'_>, member: &Staff, case: &Case, at: Timestamp) -> Result<(), Need> {
    let Some(booking) = change::at(turn, case, at)? else { return changed(turn, case) };
    change::revoked(turn, member, case, &booking)?;
    turn.reply(desk(turn).called_off(&case.code, tell::when(turn, Lang::Zh, at)));
    Ok(())
}

/// What came of an appointment; it can be put right later.
fn settle(turn: &mut Turn<'_>, member: &Staff, id: &BookingId, truth: Truth) -> Result<(), Need> {
    let Some(booking) = turn.world.facts.agenda.booking(id)? else {
        turn.reply(turn.staff_texts().stale_button());
        return Ok(());
    };
    let case = turn.world.facts.case(&booking.case)?.as_ref();
    let Some(case) = access::allowed(turn, member, case)? else { return Ok(()) };
    let is_past = booking.state == BookingState::Over
        || (booking.state == BookingState::Booked && booking.starts <= turn.now);
    if !is_past {
        return changed(turn, case);
    }
    change::settled(turn, member, case, booking, truth)?;
    turn.reply(desk(turn).settled(&case.code, desk(turn).truth(truth)));
    Ok(())
}

fn changed(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    turn.reply(desk(turn).stale(&case.code));
    shown(turn, case)
}

/// The case, if it is the member's to make appointments for: its owner, whoever oversees it, or, while nobody has it,
/// the person that was asked for.
fn of(
    turn: &mut Turn<'_>,
    member: &Staff,
    code: &CaseCode,
    act: impl FnOnce(&mut Turn<'_>, &Case) -> Result<(), Need>,
) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    let booking = turn.world.facts.agenda.of(&case.id)?;
    let is_host = booking.is_some_and(|booking| booking.staff == member.id);
    if case.is_open() && (is_host || may_decide(turn, member, case)) {
        return act(turn, case);
    }
    if case.state == CaseState::Offered {
        let claim = Choice::new(turn.staff_texts().button_claim(), &Action::Claim(code.clone()));
        turn.offer(turn.staff_texts().claim_first(code), vec![claim], 1);
        return Ok(());
    }
    decide::tell_standing(turn, member, case)
}

/// Whose time it is: the owner's.
fn host(member: &Staff, case: &Case) -> StaffId {
    case.owner.clone().unwrap_or_else(|| member.id.clone())
}

fn again(turn: &Turn<'_>, case: &Case) -> Choice {
    choice(desk(turn).button_other_time(), Appointment::Choose(case.code.clone()))
}

fn cancel(turn: &Turn<'_>) -> Choice {
    Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel)
}

fn named(turn: &Turn<'_>, text: &str) -> Option<Moment> {
    entities::find(text, turn.now.local()).into_iter().find_map(|entity| match entity.value {
        Value::Moment(moment) if !moment.about => Some(moment),
        _ => None,
    })
}

fn desk<'world>(turn: &Turn<'world>) -> &'world DeskTexts {
    &turn.world.rules.texts.desk
}
