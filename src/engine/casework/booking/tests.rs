//! Appointments as short stories on the street in memory, which refuses what the database would.

use std::time::Duration;

use proptest::prelude::*;

use super::slots;
use crate::domain::booking::{BookingState, Truth};
use crate::domain::case::CaseState;
use crate::domain::code::CaseCode;
use crate::domain::outbox::Purpose;
use crate::domain::service::Service;
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::duty::Duty;
use crate::engine::testing::{ANNA, Street, at, draft};

/// A lawyer who is there on Friday mornings, with a case of Anna's. It is Thursday, 10:00.
pub(super) fn claimed() -> (Street, CaseCode) {
    let mut street = Street::staffed();
    street.on_duty("李律师", "周五 9:00-11:00");
    let code = street.open(draft(Service::Consultation)).code;
    street.write(ANNA, "你好");
    street.press("李律师", &Action::Claim(code.clone()));
    street.heard(ANNA);
    street.heard("李律师");
    (street, code)
}

pub(super) fn press(street: &mut Street, who: &str, appointment: Appointment) {
    street.press(who, &Action::Appointment(appointment));
}

pub(super) fn pick(street: &mut Street, who: &str, code: &CaseCode, when: &str) {
    let staff = street.staff("李律师").id.clone();
    press(street, who, Appointment::Pick(code.clone(), staff, at(when)));
}

/// Anna asks for a time and the lawyer agrees.
pub(super) fn booked(when: &str) -> (Street, CaseCode) {
    let (mut street, code) = claimed();
    pick(&mut street, ANNA, &code, when);
    press(&mut street, "李律师", Appointment::Agree(code.clone(), at(when)));
    street.heard(ANNA);
    street.heard("李律师");
    (street, code)
}

fn free(street: &mut Street) -> Vec<Timestamp> {
    let case = street.case();
    street.turn(ANNA, |turn| slots::free(turn, &case, 99, None)).iter().map(|slot| slot.starts).collect()
}

/// Another resident's case of the same lawyer.
fn another(street: &mut Street, who: &str) -> CaseCode {
    let case = street.turn(who, |turn| crate::engine::casework::open(turn, draft(Service::Consultation)));
    street.write(who, "你好");
    street.press("李律师", &Action::Claim(case.code.clone()));
    street.heard(who);
    case.code
}

#[test]
fn places_are_cut_from_the_roster_less_what_is_taken() {
    let (mut street, code) = claimed();
    let all = free(&mut street);
    assert_eq!(all.len(), 8, "two Fridays within fourteen days");
    assert_eq!((all[0], all[3]), (at("2026-03-06 09:00"), at("2026-03-06 10:30")));
    pick(&mut street, ANNA, &code, "2026-03-06 09:30");
    let left = free(&mut street);
    assert!(!left.contains(&at("2026-03-06 09:30")) && left.len() == all.len() - 1);
    street.pass(Duration::from_secs(22 * 3600 + 40 * 60)); // Friday, 8:40
    let first = free(&mut street)[0];
    assert_eq!(
        first,
        at("2026-03-06 09:30"),
        "nobody can be there in twenty minutes, and what was held is free again"
    );
}

#[test]
fn a_place_asked_for_is_kept_and_stands_once_staff_say_yes() {
    let (mut street, code) = claimed();
    pick(&mut street, ANNA, &code, "2026-03-06 09:30");
    assert!(
        street.heard(ANNA).starts_with("替您占好了 **3月6日 周五 09:30**，等李律师确认，最晚 3月6日 08:30")
    );
    assert!(street.heard("李律师").contains("的居民想约 **3月6日 周五 09:30**"));
    assert_eq!(street.buttons("李律师", Purpose::Notice), ["确认", "这个时间不行"]);
    press(&mut street, "李律师", Appointment::Agree(code.clone(), at("2026-03-06 09:30")));
    let told = street.heard(ANNA);
    assert!(
        told.starts_with("约好了：**3月6日 周五 09:30**，谢正街（具体地址请问工作室），李律师接待。"),
        "{told}"
    );
    assert!(street.heard("李律师").contains("约好了"));
    assert_eq!((street.booking().state, street.booking().sequence), (BookingState::Booked, 0));
    assert_eq!(street.case().deadline, at("2026-03-06 09:30"));
    let (name, entry) = street.files.last().unwrap();
    assert_eq!(name, "预约0306-0930.ics");
    for line in ["METHOD:REQUEST", "SEQUENCE:0", "SUMMARY:预约：谢正街"] {
        assert!(entry.contains(line), "{entry}");
    }
    assert!(!entry.contains("工资") && !entry.contains("咨询"), "the matter is nobody else's: {entry}");
}

#[test]
fn the_loser_is_offered_the_next_three_in_the_same_answer() {
    let (mut street, code) = claimed();
    let second = another(&mut street, "本");
    pick(&mut street, ANNA, &code, "2026-03-06 09:30");
    pick(&mut street, "本", &second, "2026-03-06 09:30");
    let told = street.heard("本");
    assert!(told.starts_with("不好意思，3月6日 周五 09:30刚被别人约走了。最近的空位："), "{told}");
    assert_eq!(
        street.buttons("本", Purpose::Reply),
        ["1 3月6日 周五 09:00", "2 3月6日 周五 10:00", "3 3月6日 周五 10:30", "4 有空位叫我"]
    );
    street.write("本", "2");
    assert!(street.heard("本").contains("替您占好了 **3月6日 周五 10:00**"));
}

#[test]
fn a_place_that_is_not_on_the_roster_is_not_given() {
    let (mut street, code) = claimed();
    for when in ["2026-03-06 09:10", "2026-03-06 11:00", "2026-03-05 09:00", "2026-03-07 09:00"] {
        pick(&mut street, ANNA, &code, when);
        assert!(street.books.bookings.is_empty(), "{when}");
    }
    let stranger = street.staff("周律师").id.clone();
    press(&mut street, ANNA, Appointment::Pick(code, stranger, at("2026-03-06 09:00")));
    assert!(street.books.bookings.is_empty());
}

#[test]
fn a_place_nobody_says_yes_to_is_free_again_and_both_know() {
    let (mut street, code) = claimed();
    pick(&mut street, ANNA, &code, "2026-03-06 10:30");
    street.heard(ANNA);
    street.heard("李律师");
    street.pass(Duration::from_secs(24 * 3600));
    let told = street.heard(ANNA);
    assert!(told.contains("一直没等到确认") && told.contains("最近的空位"), "{told}");
    assert!(street.heard("李律师").contains("时间放出来了"));
    assert_eq!(street.booking().state, BookingState::Gone);
    press(&mut street, "李律师", Appointment::Agree(code, at("2026-03-06 10:30")));
    assert!(street.heard("李律师").contains("预约已经变了"));
    assert_eq!(street.booking().state, BookingState::Gone);
}

#[test]
fn staff_offer_a_time_by_button_or_by_words_and_the_resident_agrees() {
    for words in ["1", "周五上午九点半", "3月9日 15:00"] {
        let (mut street, code) = claimed();
        press(&mut street, "李律师", Appointment::Choose(code.clone()));
        assert!(street.heard("李律师").contains("约哪个时间"));
        street.write("李律师", words);
        assert!(street.heard("李律师").contains("留到"), "{words}");
        let offered = street.booking();
        assert!(street.heard(ANNA).contains("李律师想约您见面"));
        press(&mut street, ANNA, Appointment::Agree(code.clone(), offered.starts));
        assert!(street.heard(ANNA).starts_with("约好了"));
        assert!(street.heard("李律师").contains("居民同意了"));
    }
}

#[test]
fn words_that_are_no_time_or_one_that_is_taken_are_asked_again() {
    let (mut street, code) = claimed();
    press(&mut street, "李律师", Appointment::Choose(code));
    street.heard("李律师");
    for (words, part) in [
        ("随便", "没看懂是哪天几点"),
        ("3月9日 15:10", "约不了"),
        ("2026年3月2日 9:00", "约不了"),
        ("周五上午", "约哪个时间"),
    ] {
        street.write("李律师", words);
        let heard = street.heard("李律师");
        assert!(heard.contains(part), "{words}: {heard}");
    }
    assert!(street.books.bookings.is_empty());
}

#[test]
fn a_resident_who_is_asked_to_choose_chooses_and_staff_confirm() {
    let (mut street, code) = claimed();
    press(&mut street, "李律师", Appointment::LetChoose(code.clone()));
    assert!(street.heard(ANNA).starts_with("李律师请您约个时间见面"));
    let buttons = street.last(ANNA, Purpose::Notice).outbound.buttons.clone();
    street.comes(ANNA, crate::domain::message::Body::Press(buttons[0][1].data.clone()), None);
    assert_eq!(street.booking().starts, at("2026-03-06 09:30"));
    press(&mut street, "李律师", Appointment::Refuse(code, at("2026-03-06 09:30")));
    let told = street.heard(ANNA);
    assert!(told.contains("李律师3月6日 周五 09:30没空") && told.contains("最近的空位"), "{told}");
}

#[test]
fn reminders_are_told_once_each_and_never_name_the_matter() {
    let (mut street, _) = booked("2026-03-06 10:30");
    street.pass(Duration::from_secs(9 * 3600)); // Thursday, 19:00
    let eve = street.heard(ANNA);
    assert!(
        eve.starts_with(
            "提醒您：明天有个约。**3月6日 周五 10:30**，谢正街（具体地址请问工作室），找李律师。"
        ),
        "{eve}"
    );
    street.pass(Duration::from_secs(13 * 3600 + 1800));
    let soon = street.heard(ANNA);
    assert!(soon.starts_with("提醒您：今天有个约。"), "{soon}");
    for word in ["工资", "咨询", "律师，", "法律"] {
        assert!(!eve.contains(word) && !soon.contains(word), "{word}");
    }
    street.pass(Duration::from_secs(3600));
    assert_eq!(street.heard(ANNA), "");
}

#[test]
fn a_reminder_of_an_earlier_version_is_dropped() {
    let (mut street, code) = booked("2026-03-06 10:30");
    let stale = street.timers.clone();
    pick(&mut street, ANNA, &code, "2026-03-13 09:00");
    let told = street.heard(ANNA);
    assert!(told.starts_with("改好了：**3月13日 周五 09:00**"), "{told}");
    assert!(street.files.last().unwrap().1.contains("SEQUENCE:1"));
    assert!(street.heard("李律师").contains("从 3月6日 周五 10:30 改到 **3月13日 周五 09:00**"));
    // A timer that another process had taken already fires all the same.
    street.timers.extend(stale.into_iter().filter(|timer| timer.booking.is_some()));
    street.pass(Duration::from_secs(2 * 24 * 3600));
    assert_eq!(street.heard(ANNA), "");
    street.pass(Duration::from_secs(6 * 24 * 3600));
    assert!(street.heard(ANNA).contains("3月13日 周五 09:00"));
}

#[test]
fn a_reminder_that_comes_too_late_is_dropped() {
    let (mut street, _) = booked("2026-03-06 10:30");
    let mut late = street.timers.clone();
    late.retain(|timer| timer.booking.is_some());
    street.timers.retain(|timer| timer.booking.is_none());
    street.now = at("2026-03-06 10:20");
    street.timers.extend(late);
    street.pass(Duration::from_secs(60));
    assert_eq!(street.heard(ANNA), "", "the gateway was down when they were due");
}

#[test]
fn calling_off_frees_the_place_for_who_waited_longest() {
    let (mut street, code) = booked("2026-03-06 09:00");
    let (second, third) = (another(&mut street, "本"), another(&mut street, "戴"));
    press(&mut street, "本", Appointment::Wait(second.clone()));
    street.pass_minutes(1);
    press(&mut street, "戴", Appointment::Wait(third.clone()));
    assert!(street.heard("戴").contains("记下了"));
    street.heard("本");
    press(&mut street, ANNA, Appointment::CallOff(code.clone()));
    assert!(street.heard(ANNA).contains("要取消 3月6日 周五 09:00 的预约吗"));
    press(&mut street, ANNA, Appointment::CalledOff(code, at("2026-03-06 09:00")));
    assert!(street.heard(ANNA).contains("的预约已取消"));
    assert!(street.files.last().unwrap().1.contains("METHOD:CANCEL"));
    assert!(street.heard("本").starts_with("有空位了：**3月6日 周五 09:00**"));
    assert_eq!(street.heard("戴"), "");
    press(&mut street, "本", Appointment::Refuse(second, at("2026-03-06 09:00")));
    assert!(street.heard("戴").starts_with("有空位了"));
    press(&mut street, "戴", Appointment::Agree(third, at("2026-03-06 09:00")));
    assert!(street.heard("戴").starts_with("约好了"));
    assert_eq!(street.books.bookings[0].truth, Truth::Excused);
}

#[test]
fn so_near_to_it_staff_decide() {
    let (mut street, code) = booked("2026-03-06 10:30");
    street.pass(Duration::from_secs(21 * 3600)); // Friday, 7:00
    street.heard(ANNA);
    for act in [
        Appointment::Choose(code.clone()),
        Appointment::CallOff(code.clone()),
        Appointment::CalledOff(code.clone(), at("2026-03-06 10:30")),
    ] {
        press(&mut street, ANNA, act);
        let told = street.heard(ANNA);
        assert!(told.contains("不到 4 小时，我已转告李律师"), "{told}");
        assert!(street.heard("李律师").contains("（3月6日 周五 10:30）"));
    }
    pick(&mut street, ANNA, &code, "2026-03-13 09:00");
    assert_eq!(street.booking().starts, at("2026-03-06 10:30"));
    press(&mut street, "李律师", Appointment::CallOff(code.clone()));
    press(&mut street, "李律师", Appointment::CalledOff(code, at("2026-03-06 10:30")));
    let told = street.heard(ANNA);
    assert!(told.contains("来不了，这次预约取消了") && told.contains("最近的空位"), "{told}");
    assert_eq!(street.booking().truth, Truth::Revoked);
}

#[test]
fn afterwards_it_is_unknown_until_somebody_says() {
    let (mut street, code) = booked("2026-03-06 09:00");
    street.pass(Duration::from_secs(24 * 3600));
    assert!(street.heard("李律师").contains("居民来了吗"));
    assert_eq!(street.buttons("李律师", Purpose::Notice), ["来了", "没来", "居民请过假", "我们取消的"]);
    street.write("李律师", "预约");
    assert!(street.heard("李律师").contains(&format!("3月6日 周五 09:00 {code} 还没登记来没来")));
    street.write("李律师", "1");
    assert!(street.heard("李律师").contains("还没登记来没来"));
    street.heard(ANNA);
    street.write("李律师", "2");
    assert!(street.heard("李律师").contains("记好了：居民没来"));
    let told = street.heard(ANNA);
    assert!(told.starts_with("3月6日 周五 09:00没等到您"), "{told}");
    assert_eq!(street.booking().truth, Truth::NoShow);
    let truth = Appointment::Truth(street.booking().id, Truth::Attended);
    press(&mut street, "李律师", truth);
    assert_eq!(street.booking().truth, Truth::Attended, "it can be put right");
    assert!(!street.case().awaits_staff());
    street.write("李律师", "预约");
    assert!(street.heard("李律师").contains("没有预约"));
}

#[test]
fn a_case_that_ends_takes_its_appointment_along() {
    let (mut street, code) = booked("2026-03-06 09:00");
    street.press("李律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(code)));
    assert_eq!((street.booking().state, street.booking().truth), (BookingState::Gone, Truth::Revoked));
    assert!(street.heard(ANNA).contains("的预约已取消"));
    let (mut street, _) = booked("2026-03-06 09:00");
    street.resident(crate::engine::casework::withdraw);
    assert_eq!(street.booking().truth, Truth::Excused);
    let (mut street, code) = booked("2026-03-06 09:00");
    street.pass(Duration::from_secs(23 * 3600 + 600)); // Friday, 9:10
    street.press("李律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(code)));
    assert_eq!((street.booking().state, street.booking().truth), (BookingState::Over, Truth::Attended));
}

#[test]
fn while_nobody_has_the_case_whoever_says_yes_has_it() {
    let mut street = Street::staffed();
    street.on_duty("李律师", "周五 9:00-11:00");
    let code = street.open(draft(Service::Consultation)).code;
    pick(&mut street, ANNA, &code, "2026-03-06 09:00");
    press(&mut street, "王调解", Appointment::Agree(code.clone(), at("2026-03-06 09:00")));
    assert!(street.heard("王调解").contains("请先接单"));
    press(&mut street, "李律师", Appointment::Agree(code, at("2026-03-06 09:00")));
    assert_eq!(
        (street.case().state, street.case().owner),
        (CaseState::Claimed, Some(street.staff("李律师").id.clone()))
    );
    assert_eq!(street.booking().state, BookingState::Booked);
}

#[test]
fn on_leave_the_stand_in_receives_those_who_have_an_appointment() {
    let (mut street, code) = booked("2026-03-06 09:00");
    street.write("李律师", "请假");
    street.write("李律师", "明天");
    street.write("李律师", "1");
    let heard = street.heard("李律师");
    assert!(heard.contains("王调解顶班") && heard.contains("1 个转给顶班的人，0 个没法转"), "{heard}");
    let told = street.heard(ANNA);
    assert!(told.starts_with("3月6日 周五 09:00的约换成王调解接待"), "{told}");
    assert_eq!((street.booking().staff, street.booking().sequence), (street.staff("王调解").id.clone(), 1));
    press(&mut street, ANNA, Appointment::Choose(code));
    let places = free(&mut street);
    assert_eq!(places[0], at("2026-03-06 09:30"), "the stand-in's Friday goes on with what is left of it");
}

#[test]
fn residents_are_told_who_is_there_today_and_nothing_is_made_up() {
    let mut street = Street::staffed();
    let today = Action::Duty(Duty::Today);
    street.press(ANNA, &today);
    assert!(street.heard(ANNA).contains("还没有排班表"));
    street.on_duty("李律师", "周四 9:00-12:00");
    street.on_duty("王调解", "周五 9:00-12:00");
    street.press(ANNA, &today);
    let told = street.heard(ANNA);
    assert!(
        told.contains("谢正街今天接待：\n李律师（律师）9:00–12:00") && !told.contains("王调解"),
        "{told}"
    );
    street.pass(Duration::from_secs(2 * 24 * 3600));
    street.press(ANNA, &today);
    assert!(street.heard(ANNA).contains("谢正街今天没有排班"));
}

#[test]
fn a_button_for_another_time_than_it_shows_says_yes_to_nothing() {
    let (mut street, code) = claimed();
    press(&mut street, "李律师", Appointment::Choose(code.clone()));
    street.write("李律师", "1");
    let first = street.booking().starts;
    press(&mut street, "李律师", Appointment::Choose(code.clone()));
    street.write("李律师", "3月9日 15:00");
    street.heard(ANNA);
    press(&mut street, ANNA, Appointment::Agree(code, first));
    let told = street.heard(ANNA);
    assert!(told.contains("这个预约已经变了") && told.contains("3月9日 周一 15:00"), "{told}");
    assert_eq!(street.booking().state, BookingState::Held);
}

#[test]
fn an_appointment_goes_along_with_its_case() {
    let (mut street, code) = booked("2026-03-06 09:00");
    let to = street.staff("王调解").id.clone();
    street.press("李律师", &Action::GiveTo(code.clone(), to.clone()));
    assert_eq!((street.booking().staff, street.booking().state), (to, BookingState::Booked));
    assert!(street.heard(ANNA).contains("的约换成王调解接待"));
    street.press("王调解", &Action::GiveBack(code));
    assert_eq!((street.booking().state, street.booking().truth), (BookingState::Gone, Truth::Revoked));
    let told = street.heard(ANNA);
    assert!(told.contains("王调解3月6日 周五 09:00来不了") && told.contains("最近的空位"), "{told}");
}

#[test]
fn a_promise_is_for_the_appointment_and_what_came_of_it_is_asked_after_again() {
    let (mut street, code) = booked("2026-03-06 09:00");
    assert!(!street.case().awaits_staff(), "that staff agree to a time is their word");
    street.write("李律师", "我的事项");
    assert!(street.heard("李律师").contains("已约 3月6日 09:00"));
    street.pass(Duration::from_secs(24 * 3600 + 4 * 24 * 3600));
    let heard = street.heard("李律师");
    assert!(heard.contains("居民来了吗") && heard.contains("到时间了：已约 3月6日 09:00"), "{heard}");
    assert!(!street.heard(ANNA).contains(&code.to_string()), "the resident is not told of any delay");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// The street refuses places taken twice, cases with two appointments, and cases without their clocks.
    #[test]
    fn whatever_people_do_no_place_is_given_twice(
        deeds in proptest::collection::vec((0_u8..14, 0_usize..3, 0_usize..6), 1..40),
    ) {
        let (mut street, _) = claimed();
        street.on_duty("王调解", "周五 9:00-10:00");
        for who in ["本", "戴"] {
            another(&mut street, who);
        }
        for deed in deeds {
            happen(&mut street, deed);
        }
        street.pass(Duration::from_secs(30 * 24 * 3600));
        prop_assert!(street.books.bookings.iter().all(|booking| !booking.is_active()), "all times have passed");
    }
}

/// One thing somebody does about an appointment.
fn happen(street: &mut Street, (what, who, which): (u8, usize, usize)) {
    let resident = [ANNA, "本", "戴"][who];
    let case = street.cases.values().find(|case| case.conversation.as_str() == resident).unwrap().clone();
    let newest = street.books.bookings.iter().rfind(|booking| booking.case == case.id).cloned();
    let at = newest.as_ref().map_or(street.now, |booking| booking.starts);
    let places = street.turn(resident, |turn| slots::free(turn, &case, 99, None));
    let code = case.code.clone();
    match (what, places.get(which), newest) {
        (0..=2, Some(place), _) => {
            let pick = Appointment::Pick(code, place.staff.clone(), place.starts);
            press(street, [resident, "李律师"][usize::from(what == 2)], pick);
        }
        (3 | 4, ..) => press(street, "李律师", Appointment::Agree(code, at)),
        (5, ..) => press(street, resident, Appointment::Agree(code, at)),
        (6, ..) => press(street, [resident, "李律师"][which % 2], Appointment::Refuse(code, at)),
        (7, ..) => press(street, [resident, "李律师"][which % 2], Appointment::CalledOff(code, at)),
        (8, ..) => press(street, resident, Appointment::Wait(code)),
        (9, .., Some(booking)) => {
            press(street, "李律师", Appointment::Truth(booking.id, Truth::SAID[which % 4]));
        }
        (10, ..) => street.pass_minutes([30, 300, 1500, 3000, 12_000, 90][which]),
        (11, ..) => {
            let to = street.staff("王调解").id.clone();
            let action = [Action::GiveTo(code.clone(), to), Action::GiveBack(code)][which % 2].clone();
            street.press("李律师", &action);
        }
        (12, ..) if which == 0 => {
            street.press("李律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(code)))
        }
        (13, ..) => street.press(["李律师", "王调解"][which % 2], &Action::Claim(code)),
        _ => street.write(resident, "我的预约"),
    }
}

#[test]
fn whoever_changes_their_hours_learns_which_appointments_stay() {
    let (mut street, _) = booked("2026-03-06 09:30");
    for (words, stranded) in [("3月6日 9:00-10:00", false), ("3月6日 休", true), ("周五 9:00-10:00", false)]
    {
        street.press("李律师", &Action::Duty(Duty::Hours));
        street.heard("李律师");
        street.write("李律师", words);
        let read = street.heard("李律师");
        assert_eq!(read.contains("仍然算数：3月6日 09:30"), stranded, "{words}: {read}");
    }
}

#[test]
fn whoever_has_no_hours_any_more_learns_it_too() {
    let (mut street, _) = booked("2026-03-06 09:30");
    street.press("李律师", &Action::Duty(Duty::Hours));
    street.heard("李律师");
    street.write("李律师", "不排");
    let read = street.heard("李律师");
    assert!(read.contains("已清空") && read.contains("仍然算数"), "{read}");
}
