//! A time is proposed to Anna and Bob, and one of them, or nobody, answers.

use crate::domain::booking::BookingState;
use crate::domain::outbox::Purpose;
use crate::domain::standing::Standing;
use crate::engine::appointment::Appointment;
use crate::engine::casework::standing;
use crate::engine::tests::{ANNA, Street, at};
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;

use super::{BOB, LI, case_press, code_of, consented, party_press, press, quiet, yes};

/// Thursday of the week after; it is Thursday, 10:00.
const WHEN: &str = "2026-03-12 09:00";

fn asked() -> Street {
    let mut street = consented();
    street.on_duty(LI, "周四 9:00-11:00");
    offer(&mut street, WHEN);
    quiet(&mut street);
    street
}

fn offer(street: &mut Street, when: &str) {
    let (code, staff) = (code_of(street, LI), street.staff(LI).id.clone());
    press(street, LI, Appointment::Pick(code, staff, at(when)));
}

fn stands(street: &mut Street) -> Standing {
    let case = street.case();
    street.turn(LI, |turn: &mut Turn<'_>| standing::of(turn, &case))
}

#[test]
fn who_says_nothing_is_reminded_once_by_daylight_and_of_nothing_but_the_time() {
    let mut street = asked();
    assert_eq!(stands(&mut street), Standing::AskingSides(at("2026-03-10 10:00")));
    yes(&mut street, ANNA, WHEN);
    quiet(&mut street);
    street.pass(at("2026-03-08 07:59").since(street.now));
    assert_eq!(street.heard(BOB), "");
    street.pass(at("2026-03-08 10:00").since(street.now));
    let read = street.heard(BOB);
    assert!(read.contains("**3月12日 周四 09:00** 见面，您行不行？3月10日 周二 10:00 前"), "{read}");
    for word in ["工资", "漏水", "调解", "对方", "申请人", ANNA, "编号"] {
        assert!(!read.contains(word), "{word}: {read}");
    }
    assert_eq!(street.buttons(BOB, Purpose::Notice), ["行", "不行，换个时间"]);
    assert_eq!(street.heard(ANNA), "", "who has answered is left in peace");
    street.pass(at("2026-03-10 09:59").since(street.now));
    assert_eq!((street.heard(BOB), street.heard(LI)), (String::new(), String::new()));
    yes(&mut street, BOB, WHEN);
    assert_eq!(street.booking().state, BookingState::Booked);
    quiet(&mut street);
    street.pass(at("2026-03-10 12:00").since(street.now));
    assert_eq!(street.heard(LI), "");
}

#[test]
fn a_time_nobody_answers_is_given_up_and_finding_another_is_the_mediators_next_step() {
    let mut street = asked();
    yes(&mut street, ANNA, WHEN);
    street.pass(at("2026-03-10 09:59").since(street.now));
    quiet(&mut street);
    street.pass_minutes(1);
    let told = street.heard(LI);
    assert!(told.contains("对方一直没有答复，这个时间作罢") && !told.contains("申请人"), "{told}");
    assert!(told.contains("3月11日 周三 10:00 前另约"), "{told}");
    assert_eq!(street.buttons(LI, Purpose::Notice), ["约时间", "对方…"]);
    let (anna, bob) = (street.heard(ANNA), street.heard(BOB));
    assert_eq!(anna, bob, "neither learns who said nothing");
    assert!(anna.contains("3月12日 周四 09:00 这个时间没有说定"), "{anna}");
    assert_eq!(stands(&mut street), Standing::FindingTime(at("2026-03-11 10:00")));
    // An answer that comes now is told so, and books nothing.
    yes(&mut street, BOB, WHEN);
    assert!(street.books.bookings.is_empty() && street.heard(BOB).contains("已经变了"));
    // The mediator is reminded of the next step until there is another time.
    street.pass_minutes(24 * 60);
    assert!(street.heard(LI).contains("时间没有说定"));
    offer(&mut street, "2026-03-19 09:00");
    assert_eq!(stands(&mut street), Standing::AskingSides(at("2026-03-16 10:00")));
    yes(&mut street, ANNA, "2026-03-19 09:00");
    yes(&mut street, BOB, "2026-03-19 09:00");
    assert_eq!(stands(&mut street), Standing::Booked(at("2026-03-19 09:00")));
}

#[test]
fn a_meeting_that_stands_stays_when_nobody_answers_to_another_time() {
    let mut street = asked();
    yes(&mut street, ANNA, WHEN);
    yes(&mut street, BOB, WHEN);
    offer(&mut street, "2026-03-12 10:00");
    quiet(&mut street);
    street.pass(at("2026-03-10 10:00").since(street.now));
    for who in [ANNA, BOB, LI] {
        let heard = street.heard(who);
        assert!(heard.contains("3月12日 周四 10:00"), "{who}: {heard}");
        assert!(heard.contains("3月12日 周四 09:00") && heard.contains("不变"), "{who}: {heard}");
    }
    assert_eq!(stands(&mut street), Standing::Booked(at(WHEN)));
}

#[test]
fn who_takes_part_by_telephone_is_for_the_mediator_to_ask_again() {
    let mut street = super::named();
    party_press(&mut street, LI, Verb::PhoneYes);
    street.on_duty(LI, "周四 9:00-11:00");
    offer(&mut street, WHEN);
    yes(&mut street, ANNA, WHEN);
    quiet(&mut street);
    street.pass(at("2026-03-09 09:00").since(street.now));
    let told = street.heard(LI);
    assert!(told.contains("对方还没有答复。请打电话问"), "{told}");
    assert_eq!(street.heard(ANNA), "");
}

#[test]
fn a_no_leaves_the_mediator_a_next_step_with_a_day() {
    let mut street = asked();
    let code = code_of(&mut street, BOB);
    press(&mut street, BOB, Appointment::Refuse(code, at(WHEN)));
    assert_eq!(stands(&mut street), Standing::FindingTime(at("2026-03-06 10:00")));
    quiet(&mut street);
    street.pass_minutes(24 * 60);
    assert!(street.heard(LI).contains("时间没有说定"));
    case_press(&mut street, LI, Verb::Desk);
    assert!(!street.heard(LI).contains("正在问双方"));
}
