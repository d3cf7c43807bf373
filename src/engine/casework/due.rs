//! What a case's timers do when their time has come.
//!
//! Firing consumes a timer, and a step may run again on newer facts: whatever is found, the open case is left with
//! the timers it has to have.

use crate::domain::case::{Case, CaseState, EntryKind, Reach, Speaker};
use crate::domain::lang::Lang;
use crate::domain::message::Outbound;
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::domain::standing::Standing;
use crate::domain::timer::{Timer, TimerKind};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::audience;
use super::sides::conflict;
use super::{
    booking, card, continuation, follow_up, joint, log, open, relay, sides, standing, tell, timers, transfer,
};

/// A timer of the case fired.
pub(super) fn due(turn: &mut Turn<'_>, case: &Case, timer: &Timer) -> Result<(), Need> {
    match timer.kind {
        TimerKind::AcceptBy if case.state == CaseState::Offered => accept_by(turn, case),
        TimerKind::AnswerBy if case.is_open() => answer_by(turn, case),
        TimerKind::Mediation => sides::agenda::due(turn, case),
        TimerKind::Rate if case.state == CaseState::Closed => follow_up::rate(turn, case),
        TimerKind::CallBack if case.state == CaseState::Closed => follow_up::call_back(turn, case),
        TimerKind::Joint if case.is_open() => joint::remind(turn, case),
        TimerKind::Continue => continuation::here(turn, case),
        TimerKind::AcceptBy
        | TimerKind::AnswerBy
        | TimerKind::Rate
        | TimerKind::CallBack
        | TimerKind::Joint => Ok(()),
        TimerKind::HoldUntil | TimerKind::RemindEve | TimerKind::RemindSoon | TimerKind::AfterBooking => {
            booking::due(turn, case, timer)
        }
    }
}

/// Offers the case to the next circle of people, and to the one after it if that adds nobody. Says whether
/// anybody was added.
pub(super) fn widen(turn: &mut Turn<'_>, case: &mut Case) -> Result<bool, Need> {
    let held = turn.world.facts.cards(&case.id)?;
    let without = conflict::without(turn, &*case)?;
    let is_asked = |person: &Staff| card::holds(held, person);
    let next = audience::next(turn, audience::sought(case, &without), case.reach, is_asked)?;
    let Some(next) = next else {
        case.reach = Reach::Street;
        return Ok(false);
    };
    case.reach = next.reach;
    let text = match next.reach {
        Reach::Street => turn.staff_texts().log_widened_to_street(),
        Reach::Neighbour => turn.work_texts().log_widened_to_neighbour(),
        _ => turn.staff_texts().log_widened_to_room(),
    };
    log::system(turn, case, EntryKind::Widened, &text);
    for person in &next.people {
        card::deal(turn, case, person, held)?;
    }
    Ok(true)
}

/// The people who look after a case that nobody has: the street's, else whoever leads it.
pub(super) fn supervisors(turn: &Turn<'_>, case: &Case) -> Result<Vec<Staff>, Need> {
    let without = conflict::without(turn, case)?;
    let street = audience::street_people(turn, &case.room, &without)?;
    if street.is_empty() { audience::overseers(turn, &case.room) } else { Ok(street) }
}

fn accept_by(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let mut case = case.clone();
    let asleep = turn.hours(&case.room, case.service).asleep(turn.now);
    if !asleep && !widen(turn, &mut case)? {
        remind_street(turn, &case)?;
    }
    turn.save(&case);
    timers::restart_accept(turn, &case);
    Ok(())
}

/// Everyone has been asked and nobody took it: the street hears of it until somebody does.
fn remind_street(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let without = conflict::without(turn, case)?;
    let street = audience::street_people(turn, &case.room, &without)?;
    if street.is_empty() {
        return open::nobody_there(turn, case);
    }
    let text = turn.staff_texts().still_waiting(&case.code, card::age(turn, case.opened_at));
    let reminder = Outbound::text(text).row(card::offer_buttons(turn, case));
    let held = turn.world.facts.cards(&case.id)?;
    for person in &street {
        match card::holds(held, person) {
            true => tell::staff(turn, person, case, &reminder),
            false => card::deal(turn, case, person, held)?,
        }
    }
    Ok(())
}

fn answer_by(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let standing = standing::of(turn, case)?;
    let hours = turn.hours(&case.room, case.service);
    let due = hours.look_again(standing);
    if turn.now < due && case.service == Service::Emergency && case.awaits_staff() && slips(turn, case)? > 0 {
        return chase(turn, case);
    }
    if turn.now < due || hours.asleep(turn.now) {
        timers::put_off_answer(turn, case, due);
        return Ok(());
    }
    match standing {
        _ if case.awaits_staff() => late(turn, case),
        Standing::Offered(_) | Standing::WaitingForResident(_) => silent(turn, case),
        _ => overdue(turn, case),
    }
}

/// The promise slipped: whoever has the case is told, and the resident is promised a new time. In danger the later ones are a day
/// apart, for the resident has long been told whom to call; staff are chased every hour.
fn late(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let slips = slips(turn, case)?;
    let (told, is_danger) = (slips > 0, case.service == Service::Emergency);
    let mut case = case.clone();
    let owner = relay::owner(turn, &case)?;
    log::system(turn, &case, EntryKind::Late, &tell::moment(Lang::Zh, case.deadline));
    let hours = turn.hours(&case.room, case.service);
    case.deadline = if is_danger { hours.again_in_danger(turn.now, slips) } else { hours.again(turn.now) };
    if case.state != CaseState::Offered && owner.is_none() {
        transfer::release(turn, &mut case)?;
    }
    let (texts, deadline) =
        (tell::resident_texts(turn, case.lang), tell::when(turn, case.lang, case.deadline));
    let news = match (told, is_danger) {
        (false, _) => texts.case_late(&case.code, deadline),
        (true, false) => texts.case_late_again(&case.code, deadline),
        (true, true) => texts.case_late_in_danger(&case.code, deadline),
    };
    tell::resident(turn, &case, news);
    remind(turn, &case, owner.as_ref(), told)?;
    if told {
        joint::suggest(turn, &case, turn.around().joint_late())?;
    }
    turn.save(&case);
    timers::put_off_answer(turn, &case, hours.again(turn.now));
    Ok(())
}

/// In danger nobody is let off until the next promise: staff hear every hour that somebody waits.
fn chase(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let mut case = case.clone();
    let owner = relay::owner(turn, &case)?;
    if case.state != CaseState::Offered && owner.is_none() {
        transfer::release(turn, &mut case)?;
    }
    remind(turn, &case, owner.as_ref(), true)?;
    turn.save(&case);
    let again = turn.hours(&case.room, case.service).again(turn.now).min(case.deadline);
    timers::put_off_answer(turn, &case, again);
    Ok(())
}

/// Tells the owner, and the street too when there is none or it is late `again`.
fn remind(turn: &mut Turn<'_>, case: &Case, owner: Option<&Staff>, again: bool) -> Result<(), Need> {
    let texts = turn.staff_texts();
    let text = match again {
        true => texts.late_again(&case.code),
        false => texts.late(&case.code, tell::moment(Lang::Zh, case.deadline)),
    };
    let Some(owner) = owner else { return tell_supervisors(turn, case, text) };
    let reminder = Outbound::text(text).row(card::owner_buttons(turn, case));
    tell::staff(turn, owner, case, &reminder);
    match again {
        true => tell_supervisors(turn, case, texts.late_with(&case.code, &owner.name)),
        false => Ok(()),
    }
}

/// Answered, and nobody has written since: it can be closed.
fn silent(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let text = turn.staff_texts().silent(&case.code);
    bring_to_mind(turn, case, text)?;
    let due = turn.hours(&case.room, case.service).follow_up(turn.now);
    timers::put_off_answer(turn, case, due);
    Ok(())
}

/// The time that an appointment, another party or the institution had is over, and nothing was heard.
fn overdue(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let text = turn.work_texts().overdue(&case.code, standing::next_step(turn, case)?);
    bring_to_mind(turn, case, text)?;
    let due = turn.hours(&case.room, case.service).again(turn.now);
    timers::put_off_answer(turn, case, due);
    Ok(())
}

fn bring_to_mind(turn: &mut Turn<'_>, case: &Case, text: String) -> Result<(), Need> {
    match relay::owner(turn, case)? {
        Some(owner) => {
            let reminder = Outbound::text(text).row(card::owner_buttons(turn, case));
            tell::staff(turn, &owner, case, &reminder);
        }
        None => tell_supervisors(turn, case, text)?,
    }
    turn.save(case);
    Ok(())
}

fn tell_supervisors(turn: &mut Turn<'_>, case: &Case, text: String) -> Result<(), Need> {
    let buttons = match case.state {
        CaseState::Offered => card::offer_buttons(turn, case),
        _ => card::takeover_buttons(turn, case),
    };
    let reminder = Outbound::text(text).row(buttons);
    for person in supervisors(turn, case)?.iter().filter(|person| case.owner.as_ref() != Some(&person.id)) {
        tell::staff(turn, person, case, &reminder);
    }
    Ok(())
}

/// How often the resident was told that this answer is late: the delays noted since staff last spoke.
fn slips(turn: &Turn<'_>, case: &Case) -> Result<usize, Need> {
    let log = turn.world.facts.log(&case.id)?;
    let answer = |by: Speaker, kind: EntryKind| by == Speaker::Staff && kind == EntryKind::Said;
    let since = log.iter().rev().take_while(|entry| !answer(entry.by, entry.kind));
    Ok(since.filter(|entry| entry.kind == EntryKind::Late).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RoomCode;
    use crate::domain::message::Body;
    use crate::domain::outbox::Purpose;
    use crate::domain::staff::{Role, StaffStatus};
    use crate::engine::action::Action;
    use crate::engine::casework::pass_on;
    use crate::engine::testing::{ANNA, HOME, NEXT, Street, at, directory, draft};

    const DAY: u64 = 24 * 60;

    #[test]
    fn an_offer_nobody_takes_goes_to_the_room_and_then_to_the_street() {
        let mut street = Street::staffed();
        street.open(draft(Service::Consultation));
        street.pass_minutes(29);
        assert_eq!(street.holders(), ["李律师"]);
        street.pass_minutes(1);
        assert_eq!((street.holders(), street.case().reach), (vec!["李律师", "王调解"], Reach::Room));
        street.pass_minutes(30);
        assert_eq!(street.holders(), ["李律师", "王调解", "陈主任"]);
        let widened = street.log.iter().filter(|entry| entry.kind == EntryKind::Widened);
        let texts: Vec<&str> = widened.map(|entry| entry.text.as_str()).collect();
        assert_eq!(texts, ["没人接单，请全室一起看", "没人接单，请街道一起看"]);
        assert_eq!(street.heard(ANNA), "", "the promise still holds");
    }

    #[test]
    fn a_neighbour_that_stands_in_is_asked_before_the_street_and_the_case_stays_the_home_rooms() {
        let mut street = Street::staffed_with(directory(&[NEXT]));
        street.hire("吴调解", Role::Mediator, NEXT);
        let code = street.open(draft(Service::Consultation)).code;
        street.pass_minutes(60);
        assert_eq!(
            (street.holders(), street.case().reach),
            (vec!["李律师", "王调解", "周律师"], Reach::Neighbour)
        );
        assert_eq!(street.log.last().map(|entry| entry.text.as_str()), Some("没人接单，请相邻工作室一起看"));
        street.pass_minutes(60);
        assert_eq!(street.holders(), ["李律师", "王调解", "周律师", "陈主任"]);
        street.press("周律师", &Action::Claim(code));
        let case = street.case();
        assert_eq!((case.room, case.owner), (RoomCode::new(HOME), Some(street.staff("周律师").id.clone())));
        assert_eq!(street.heard("吴调解"), "");
    }

    #[test]
    fn danger_goes_to_the_room_and_the_street_and_not_to_neighbours() {
        let mut street = Street::staffed_with(directory(&[NEXT]));
        street.now = at("2026-03-08 23:00");
        street.open(draft(Service::Emergency));
        street.pass_minutes(120);
        assert_eq!(street.holders(), ["李律师", "王调解", "陈主任"]);
    }

    #[test]
    fn no_step_of_the_ladder_falls_into_the_night() {
        let mut street = Street::staffed_with(directory(&[NEXT]));
        street.now = at("2026-03-06 17:45");
        street.open(draft(Service::Consultation));
        street.pass(at("2026-03-09 09:00").since(street.now));
        assert_eq!(street.holders(), ["李律师"], "the weekend is not the room's time");
        street.pass_minutes(75);
        assert_eq!(street.holders(), ["李律师", "王调解", "周律师", "陈主任"]);
    }

    #[test]
    fn the_street_is_reminded_until_somebody_takes_it_but_not_at_night() {
        let mut street = Street::staffed();
        street.now = at("2026-03-05 16:30");
        let code = street.open(draft(Service::Consultation)).code;
        street.pass_minutes(60);
        street.heard("陈主任");
        street.pass_minutes(30);
        assert_eq!(street.heard("陈主任").matches("还没有人接").count(), 1);
        street.pass(at("2026-03-06 09:29").since(street.now));
        assert_eq!(street.heard("陈主任"), "", "the room was closed");
        street.pass_minutes(1);
        assert_eq!(street.heard("陈主任").matches("还没有人接").count(), 1);
        assert_eq!(street.holders().len(), 3, "nobody gets a second card");
        street.press("陈主任", &Action::Claim(code));
        street.heard("陈主任");
        street.pass_minutes(120);
        assert_eq!(street.heard("陈主任"), "");
    }

    #[test]
    fn danger_is_brought_up_again_at_night() {
        let mut street = Street::staffed();
        street.now = at("2026-03-05 23:00");
        street.open(draft(Service::Emergency));
        street.heard("陈主任");
        street.pass_minutes(10);
        assert!(street.heard("陈主任").contains("还没有人接"));
    }

    #[test]
    fn a_room_of_one_widens_straight_to_the_street() {
        let mut street = Street::staffed();
        street.staff("王调解").conversations.clear();
        street.open(draft(Service::Consultation));
        street.pass_minutes(30);
        assert_eq!((street.holders(), street.case().reach), (vec!["李律师", "陈主任"], Reach::Street));
    }

    #[test]
    fn with_nobody_there_it_keeps_trying_and_finds_who_comes() {
        let mut street = Street::staffed();
        for name in ["李律师", "王调解", "陈主任"] {
            street.staff(name).status = StaffStatus::Invited;
        }
        street.open(draft(Service::Consultation));
        street.pass_minutes(90);
        assert_eq!(street.holders(), Vec::<&str>::new());
        street.staff("陈主任").status = StaffStatus::Active;
        street.pass_minutes(30);
        assert_eq!(street.holders(), ["陈主任"]);
    }

    #[test]
    fn a_slipped_promise_is_told_with_a_new_time_each_time_it_slips() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.heard("李律师");
        street.heard(ANNA);
        street.pass_minutes(DAY);
        let told = street.heard(ANNA);
        assert!(told.contains("没能按时答复") && told.contains("3月9日 周一 10:00"), "{told}");
        assert_eq!(street.case().deadline, at("2026-03-09 10:00"));
        assert!(street.heard("李律师").contains("没有按时答复"));
        assert_eq!(street.heard("陈主任"), "");

        street.pass_minutes(3 * DAY);
        let told = street.heard(ANNA);
        assert!(told.contains("还是没能答复") && told.contains("3月10日 周二 10:00"), "{told}");
        assert!(street.heard("李律师").contains("居民一直在等"));
        assert!(street.heard("陈主任").contains("在李律师那里"));
    }

    #[test]
    fn in_danger_each_slip_is_told_with_a_new_time_and_staff_are_chased_every_hour() {
        let mut street = Street::staffed();
        street.open(draft(Service::Emergency));
        street.heard(ANNA);
        for when in ["3月5日 周四 12:00", "3月5日 周四 13:00", "3月6日 周五 13:00"] {
            street.heard("陈主任");
            street.pass_minutes(60);
            let told = street.heard(ANNA);
            assert!(told.contains(when), "{told}");
            assert!(street.heard("陈主任").contains("没有按时答复") || told.contains("110"));
        }
        for hour in 14..20 {
            street.heard("陈主任");
            street.pass_minutes(60);
            assert!(street.heard("陈主任").contains("居民一直在等"), "{hour}");
            assert_eq!(street.heard(ANNA), "");
        }
        street.pass_minutes(13 * DAY);
        assert_eq!(street.heard(ANNA).matches("110").count(), 13, "once a day");
    }

    #[test]
    fn a_promise_that_nobody_took_slips_to_the_street() {
        let mut street = Street::staffed();
        street.open(draft(Service::Consultation));
        street.pass_minutes(DAY);
        assert!(street.heard("陈主任").contains("没有按时答复"));
        assert!(street.heard(ANNA).contains("没能按时答复"));
    }

    #[test]
    fn an_answer_in_time_keeps_everybody_quiet_for_a_week() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.answer("李律师", Purpose::Card, Body::Text("去仲裁".into()));
        street.heard("李律师");
        street.heard(ANNA);
        street.pass_minutes(7 * DAY - 1);
        assert_eq!(street.heard("李律师"), "");
        street.pass_minutes(1);
        assert!(street.heard("李律师").contains("办完了就结案"));
        assert_eq!(street.heard(ANNA), "");
    }

    #[test]
    fn a_late_follow_up_is_told_again() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.pass_minutes(DAY);
        street.answer("李律师", Purpose::Card, Body::Text("去仲裁".into()));
        street.resident(|turn, case| pass_on(turn, case, "在哪里", None));
        street.heard(ANNA);
        street.pass_minutes(4 * DAY);
        assert_eq!(street.heard(ANNA).matches("没能按时答复").count(), 1);
    }

    #[test]
    fn a_case_whose_owner_was_revoked_is_everybodys_when_it_is_late() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.staff("李律师").status = StaffStatus::Revoked;
        street.pass_minutes(DAY);
        assert_eq!(street.case().state, CaseState::Offered);
        assert!(street.holders().contains(&"王调解"));
        assert!(street.heard("陈主任").contains("没有按时答复"));
    }

    #[test]
    fn a_timer_that_fires_after_its_reason_went_does_nothing_but_keep_the_case_in_mind() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        let timers = street.timers.clone();
        street.press("李律师", &Action::Claim(code.clone()));
        street.answer("李律师", Purpose::Card, Body::Text("去仲裁".into()));
        street.heard("李律师");
        street.heard(ANNA);
        for timer in timers {
            street.event(ANNA, &crate::engine::Event::Due(timer));
        }
        assert_eq!((street.heard("李律师"), street.heard(ANNA)), (String::new(), String::new()));
    }
}
