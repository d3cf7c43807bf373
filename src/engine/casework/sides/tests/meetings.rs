//! Meetings of Anna, Bob and the mediator as short stories: asked of each, fixed in a place of the roster, moved, called off.

use crate::domain::booking::{BookingState, Truth};
use crate::domain::case::{EntryKind, Outcome};
use crate::domain::outbox::Purpose;
use crate::domain::service::Service;
use crate::domain::staff::StaffStatus;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::tests::{ANNA, Street, at, draft};
use crate::engine::verb::Verb;

use super::{BOB, LI, case_press, code_of, consented, party_press, press, quiet, yes};

const NINE: &str = "2026-03-06 09:00";
const HALF_PAST: &str = "2026-03-06 09:30";

/// The mediator is there on Friday mornings, and Bob takes part. It is Thursday, 10:00.
fn on_duty() -> Street {
    let mut street = consented();
    street.on_duty(LI, "周五 9:00-11:00");
    quiet(&mut street);
    street
}

fn pick(street: &mut Street, who: &str, when: &str) {
    let (code, staff) = (code_of(street, who), street.staff(LI).id.clone());
    press(street, who, Appointment::Pick(code, staff, at(when)));
}

fn call_off(street: &mut Street, who: &str, when: &str) {
    let code = code_of(street, who);
    press(street, who, Appointment::CallOff(code.clone()));
    press(street, who, Appointment::CalledOff(code, at(when)));
}

/// The sides meet at half past nine.
fn fixed() -> Street {
    let mut street = on_duty();
    pick(&mut street, LI, HALF_PAST);
    yes(&mut street, ANNA, HALF_PAST);
    yes(&mut street, BOB, HALF_PAST);
    street
}

/// Somebody else's appointment with the mediator.
fn taken_by_another(street: &mut Street, when: &str) {
    let case = street.turn("路人", |turn| crate::engine::casework::open(turn, draft(Service::Mediation)));
    street.write("路人", "你好");
    street.press(LI, &Action::Claim(case.code.clone()));
    let staff = street.staff(LI).id.clone();
    press(street, "路人", Appointment::Pick(case.code.clone(), staff, at(when)));
    press(street, LI, Appointment::Agree(case.code, at(when)));
    quiet(street);
}

fn files_of(street: &Street, who: &str) -> usize {
    street.sent.iter().filter(|sent| sent.to.as_str() == who && sent.outbound.file.is_some()).count()
}

#[test]
fn what_all_agree_to_is_an_appointment_with_its_entry_for_each() {
    let mut street = on_duty();
    case_press(&mut street, LI, Verb::Time);
    let offered = street.buttons(LI, Purpose::Reply);
    assert!(offered[0].contains("3月6日 周五 09:00"), "{offered:?}");
    street.write(LI, "2");
    assert!(street.heard(LI).contains("3月6日 周五 09:30 行不行，正在分别问双方"));
    assert!(street.books.bookings.is_empty(), "nothing is kept while they are asked");
    yes(&mut street, BOB, HALF_PAST);
    assert!(street.heard(BOB).contains("等大家都说行"));
    assert!(!street.heard(ANNA).contains("约好"));
    yes(&mut street, ANNA, HALF_PAST);
    let booking = street.booking();
    assert_eq!((booking.state, booking.meeting, booking.starts), (BookingState::Booked, true, at(HALF_PAST)));
    assert_eq!(street.case().deadline, at(HALF_PAST));
    for who in [ANNA, BOB] {
        let heard = street.heard(who);
        assert!(heard.contains("约好了：**3月6日 周五 09:30**") && heard.contains("王调解接待"), "{heard}");
        assert_eq!(files_of(&street, who), 1);
    }
    assert!(street.heard(LI).contains("双方都说行，定在 3月6日 周五 09:30"));
    assert!(!street.files[0].1.contains("漏水") && street.files[0].1.contains("预约"));
    street.write(LI, "预约");
    assert!(street.heard(LI).contains("3月6日 周五 09:30"), "it stands in the mediator's list");
}

#[test]
fn a_time_off_the_roster_is_typed_and_a_no_tells_only_the_mediator() {
    let mut street = consented();
    case_press(&mut street, LI, Verb::Time);
    street.write(LI, "改天吧");
    assert!(street.heard(LI).contains("没看懂"));
    street.write(LI, "周六上午10点");
    quiet(&mut street);
    let code = code_of(&mut street, BOB);
    press(&mut street, BOB, Appointment::Refuse(code, at("2026-03-07 10:00")));
    assert!(street.heard(BOB).contains("另外跟您约时间"));
    assert!(street.heard(LI).contains("对方说这个时间不行"));
    assert_eq!(street.heard(ANNA), "");
    yes(&mut street, ANNA, "2026-03-07 10:00");
    assert!(street.heard(ANNA).contains("已经变了"));
    case_press(&mut street, LI, Verb::Time);
    street.write(LI, "周日下午3点");
    quiet(&mut street);
    yes(&mut street, BOB, "2026-03-07 10:00");
    assert!(street.heard(BOB).contains("已经变了"), "an old button says yes to no other time than it shows");
    yes(&mut street, ANNA, "2026-03-08 15:00");
    assert!(street.books.bookings.is_empty());
    quiet(&mut street);
    yes(&mut street, BOB, "2026-03-08 15:00");
    for who in [ANNA, BOB, LI] {
        assert!(street.heard(who).contains("3月8日 周日 15:00"), "{who}");
    }
}

#[test]
fn whoever_comes_second_is_shown_the_next_three_places_on_all_sides() {
    let mut street = on_duty();
    pick(&mut street, LI, HALF_PAST);
    yes(&mut street, ANNA, HALF_PAST);
    taken_by_another(&mut street, HALF_PAST);
    yes(&mut street, BOB, HALF_PAST);
    let places = ["3月6日 周五 09:00", "3月6日 周五 10:00", "3月6日 周五 10:30"];
    for (who, purpose) in [(ANNA, Purpose::Notice), (BOB, Purpose::Reply), (LI, Purpose::Notice)] {
        let heard = street.heard(who);
        assert!(heard.contains("09:30刚被别人约走") || heard.contains("09:30 已经约不了"), "{who}: {heard}");
        let shown = street.buttons(who, purpose);
        assert!(places.iter().zip(&shown).all(|(place, shown)| shown.contains(place)), "{who}: {shown:?}");
    }
    let id = street.cases.values().next().unwrap().id.clone();
    assert!(!street.books.bookings.iter().any(|booking| booking.case == id));
    // One of the places is a question to the other side, and a yes fixes it.
    pick(&mut street, BOB, "2026-03-06 10:00");
    assert!(street.heard(BOB).contains("正在问其他人 3月6日 周五 10:00"));
    assert!(street.heard(LI).contains("对方想约 3月6日 周五 10:00"));
    let asked = street.heard(ANNA);
    assert!(asked.contains("3月6日 周五 10:00，您行不行") && !asked.contains("对方"), "{asked}");
    pick(&mut street, ANNA, "2026-03-06 10:00");
    assert!(
        street.heard(ANNA).contains("约好了：**3月6日 周五 10:00**"),
        "to want what is asked is to say yes"
    );
}

#[test]
fn a_meeting_takes_its_place_from_everybody_else() {
    let mut street = fixed();
    let other = street.turn("路人", |turn| crate::engine::casework::open(turn, draft(Service::Mediation)));
    street.write("路人", "你好");
    street.press(LI, &Action::Claim(other.code.clone()));
    let staff = street.staff(LI).id.clone();
    street.heard("路人");
    press(&mut street, "路人", Appointment::Pick(other.code, staff, at(HALF_PAST)));
    assert!(street.heard("路人").contains("刚被别人约走"));
}

#[test]
fn a_move_is_asked_of_all_and_until_then_the_old_time_stands() {
    let mut street = fixed();
    quiet(&mut street);
    press(&mut street, BOB, Appointment::Mine);
    let shown = street.heard(BOB);
    assert!(shown.contains("您约的是 **3月6日 周五 09:30**"), "{shown}");
    assert_eq!(street.buttons(BOB, Purpose::Reply)[..2], ["1 改时间", "2 取消预约"]);
    street.write(BOB, "1");
    pick(&mut street, BOB, NINE);
    assert_eq!(street.booking().starts, at(HALF_PAST));
    quiet(&mut street);
    yes(&mut street, ANNA, NINE);
    let booking = street.booking();
    assert_eq!((booking.starts, booking.sequence), (at(NINE), 1));
    for who in [ANNA, BOB] {
        assert!(street.heard(who).contains("改好了：**3月6日 周五 09:00**"), "{who}");
    }
    let (_, entry) = street.files.last().unwrap();
    assert!(entry.contains("SEQUENCE:1") && entry.contains("METHOD:REQUEST"));
    assert_eq!(street.books.bookings.len(), 1);
}

#[test]
fn whoever_calls_off_is_told_to_the_mediator_alone() {
    let mut street = fixed();
    quiet(&mut street);
    call_off(&mut street, BOB, HALF_PAST);
    assert!(street.heard(LI).contains("对方取消了 3月6日 周五 09:30 的见面"));
    let (anna, bob) = (street.heard(ANNA), street.heard(BOB));
    assert!(bob.contains("预约已取消") && anna.contains("3月6日 周五 09:30的预约已取消"), "{anna}");
    assert!(!anna.contains("对方"), "{anna}");
    assert_eq!((street.booking().state, street.booking().truth), (BookingState::Gone, Truth::Excused));
    assert_eq!(street.files.iter().filter(|(_, entry)| entry.contains("METHOD:CANCEL")).count(), 2);
    // The mediator calls the next one off: both see other places at once.
    pick(&mut street, LI, NINE);
    yes(&mut street, ANNA, NINE);
    yes(&mut street, BOB, NINE);
    quiet(&mut street);
    call_off(&mut street, LI, NINE);
    for who in [ANNA, BOB] {
        let heard = street.heard(who);
        assert!(heard.contains("王调解3月6日 周五 09:00来不了") && heard.contains("最近的空位"), "{heard}");
    }
}

#[test]
fn both_are_reminded_and_of_nothing_but_when_where_and_with_whom() {
    let mut street = fixed();
    quiet(&mut street);
    street.pass_minutes(10 * 60);
    let (anna, bob) = (street.heard(ANNA), street.heard(BOB));
    for (heard, other) in [(&anna, "鲍勃"), (&bob, ANNA)] {
        assert!(heard.contains("明天有个约。**3月6日 周五 09:30**"), "{heard}");
        for word in ["调解（", "漏水", "工资", "对方", "申请人", other, "编号"] {
            assert!(!heard.contains(word), "{word}: {heard}");
        }
    }
    let at_the_place = "3月6日 周五 09:30";
    street.pass_minutes(12 * 60);
    assert!(street.heard(BOB).contains("今天有个约") && street.heard(ANNA).contains(at_the_place));
    street.pass_minutes(3 * 60);
    assert!(street.heard(LI).contains("09:30 的调解，双方来了吗"));
    let id = street.booking().id;
    quiet(&mut street);
    press(&mut street, LI, Appointment::Truth(id, Truth::NoShow));
    assert_eq!((street.heard(ANNA), street.heard(BOB)), (String::new(), String::new()));
    let met = street.log.iter().rfind(|entry| entry.kind == EntryKind::Meeting).unwrap();
    assert_eq!(met.text, "3月6日 周五 09:30 的见面没有成");
}

#[test]
fn too_near_it_is_for_the_mediator_to_say_and_in_the_sides_own_thread() {
    let mut street = fixed();
    street.pass_minutes(22 * 60);
    quiet(&mut street);
    let code = code_of(&mut street, BOB);
    press(&mut street, BOB, Appointment::CallOff(code));
    assert!(street.heard(BOB).contains("我已转告王调解"));
    assert!(street.heard(LI).contains("对方说：\n取消预约（3月6日 周五 09:30）"));
    assert_eq!(street.heard(ANNA), "");
    assert_eq!(street.booking().state, BookingState::Booked);
}

#[test]
fn an_appointment_of_the_applicant_alone_is_not_the_other_sides_business() {
    let mut street = on_duty();
    let case = street.case();
    let slot = street.turn(ANNA, |turn| crate::engine::casework::booking::slots::free(turn, &case, 1, None));
    street.turn(ANNA, |turn| crate::engine::casework::booking::hold::ask(turn, &case, &slot[0]));
    press(&mut street, LI, Appointment::Agree(case.code, at(NINE)));
    quiet(&mut street);
    let code = code_of(&mut street, BOB);
    press(&mut street, BOB, Appointment::Show(code.clone()));
    let shown = street.heard(BOB);
    assert!(shown.contains("您想约哪个时间") && !shown.contains("您约的是"), "{shown}");
    press(&mut street, BOB, Appointment::CalledOff(code, at(NINE)));
    assert_eq!(street.booking().state, BookingState::Booked);
    street.pass_minutes(10 * 60);
    assert!(!street.heard(BOB).contains("提醒您") && street.heard(ANNA).contains("提醒您"));
    // Agreed by all, it becomes everybody's at the same place.
    pick(&mut street, LI, HALF_PAST);
    yes(&mut street, ANNA, HALF_PAST);
    yes(&mut street, BOB, HALF_PAST);
    let booking = street.booking();
    assert_eq!((booking.meeting, booking.starts, booking.sequence), (true, at(HALF_PAST), 1));
}

#[test]
fn the_end_of_the_mediation_ends_the_meeting_for_both() {
    let mut street = fixed();
    quiet(&mut street);
    let code = street.case().code;
    street.press(LI, &Action::Outcome(code, Outcome::Unsuccessful));
    for who in [ANNA, BOB] {
        let heard = street.heard(who);
        let (end, off) = (heard.find("没有调解成"), heard.find("已经结束，3月6日 周五 09:30的预约已取消"));
        assert!(end.is_some() && end < off, "the end is told first, as the reason: {heard}");
    }
    let mut street = fixed();
    quiet(&mut street);
    party_press(&mut street, BOB, Verb::RefuseSure);
    let (anna, bob) = (street.heard(ANNA), street.heard(BOB));
    assert!(bob.contains("预约已取消") && anna.contains("预约已取消") && !anna.contains("对方"), "{anna}");
    assert_eq!(street.booking().state, BookingState::Gone);
}

#[test]
fn a_place_that_becomes_free_is_asked_of_both_sides_that_wait() {
    let mut street = on_duty();
    for when in [NINE, HALF_PAST, "2026-03-06 10:00", "2026-03-06 10:30"] {
        taken_by_another(&mut street, when);
    }
    let code = code_of(&mut street, BOB);
    press(&mut street, BOB, Appointment::Wait(code));
    assert!(street.heard(BOB).contains("一有空位就告诉您"));
    let other = street.cases.values().next_back().unwrap().code.clone();
    press(&mut street, "路人", Appointment::CalledOff(other, at("2026-03-06 10:30")));
    for who in [ANNA, BOB] {
        assert!(street.heard(who).contains("3月6日 周五 10:30，您行不行"), "{who}");
    }
    yes(&mut street, ANNA, "2026-03-06 10:30");
    yes(&mut street, BOB, "2026-03-06 10:30");
    assert!(street.booking().meeting);
}

#[test]
fn without_a_mediator_the_sides_wait_and_a_new_one_has_places_of_their_own() {
    let mut street = fixed();
    quiet(&mut street);
    let code = street.case().code;
    street.press(LI, &Action::GiveBack(code));
    assert_eq!(street.booking().state, BookingState::Gone);
    for who in [ANNA, BOB] {
        assert!(street.heard(who).contains("这次预约取消了"), "{who}");
    }
    assert_eq!(street.staff(LI).status, StaffStatus::Active);
    let code = code_of(&mut street, BOB);
    press(&mut street, BOB, Appointment::Choose(code));
    assert!(street.heard(BOB).contains("没有空位"));
}
