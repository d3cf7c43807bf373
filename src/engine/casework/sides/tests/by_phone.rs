//! A mediation that was entered at the counter, and times that the mediator proposes: who says yes how, what answers whose words, and
//! what is taken back.

use crate::domain::booking::BookingState;
use crate::domain::case::EntryKind;
use crate::domain::outbox::Purpose;
use crate::domain::party::Side;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::tests::{ANNA, Street, at};
use crate::engine::verb::Verb;

use super::{BOB, LI, case_press, code_of, consented, party_press, press, quiet, yes};

const WHEN: &str = "2026-03-12 09:00";

/// Entered with 登记; both sides said on the telephone that they take part, and 3月12日 is asked of both.
fn entered() -> Street {
    let mut street = Street::staffed();
    for words in ["登记", "2", "人民调解", "楼上漏水，要他修", "13900000000"] {
        street.write(LI, words);
    }
    let code = street.case().code;
    street.press(LI, &Action::Claim(code.clone()));
    street.press(LI, &Action::Side(Verb::Name, code));
    street.write(LI, "楼下老刘");
    party_press(&mut street, LI, Verb::PhoneYes);
    street.on_duty(LI, "周四 9:00-11:00");
    offer(&mut street);
    street
}

fn offer(street: &mut Street) {
    let (code, staff) = (street.case().code, street.staff(LI).id.clone());
    press(street, LI, Appointment::Pick(code, staff, at(WHEN)));
}

#[test]
fn the_yes_of_an_applicant_on_the_telephone_is_noted_as_that_of_the_other_party() {
    let mut street = entered();
    assert!(street.case().conversation.is_counter());
    assert!(street.heard(LI).contains("双方都是电话答复的"));
    case_press(&mut street, LI, Verb::Desk);
    let buttons = street.buttons(LI, Purpose::Reply).join(" ");
    assert!(buttons.contains("申请人说时间行") && buttons.contains("对方说时间行"), "{buttons}");
    street.write(LI, "申请人说时间行");
    assert!(street.books.bookings.is_empty());
    case_press(&mut street, LI, Verb::Desk);
    assert!(!street.buttons(LI, Purpose::Reply).join(" ").contains("申请人说时间行"));
    street.write(LI, "对方说时间行");
    assert_eq!(street.booking().state, BookingState::Booked);
    assert!(street.heard(LI).contains("双方都说行"));
}

#[test]
fn nobody_answers_on_the_telephone_for_an_applicant_who_writes_here() {
    let mut street = consented();
    street.on_duty(LI, "周四 9:00-11:00");
    offer(&mut street);
    let code = street.case().code;
    press(&mut street, LI, Appointment::AgreeFor(code, at(WHEN)));
    let mediation = &street.sides.mediations[&street.case().id];
    assert!(!mediation.proposals[0].yes.contains(&Side::Applicant));
}

#[test]
fn a_time_that_is_proposed_after_their_words_answers_them() {
    let mut street = consented();
    street.on_duty(LI, "周四 9:00-11:00");
    street.write(BOB, "星期四都可以的");
    assert!(street.sides.parties[0].promised.is_some());
    offer(&mut street);
    assert_eq!(street.sides.parties[0].promised, None);
    quiet(&mut street);
    for who in [BOB, ANNA] {
        yes(&mut street, who, WHEN);
    }
    street.pass(at("2026-03-11 09:00").since(street.now));
    for who in [BOB, LI] {
        let read = street.heard(who);
        assert!(!read.contains("没有按时"), "{who}: {read}");
    }
}

#[test]
fn cancelling_a_time_that_has_gone_out_offers_to_take_it_back() {
    let mut street = consented();
    street.on_duty(LI, "周四 9:00-11:00");
    offer(&mut street);
    quiet(&mut street);
    street.write(LI, "取消");
    let read = street.heard(LI);
    assert!(read.contains("要撤回吗") && !read.contains("也没有改动"), "{read}");
    assert_eq!((street.heard(ANNA), street.heard(BOB)), (String::new(), String::new()));
    street.write(LI, "撤回这个时间");
    for who in [ANNA, BOB] {
        assert!(street.heard(who).contains("这个时间不问了"), "{who}");
    }
    assert!(street.heard(LI).contains("撤回了"));
    yes(&mut street, ANNA, WHEN);
    let code = code_of(&mut street, BOB);
    press(&mut street, BOB, Appointment::Agree(code, at(WHEN)));
    assert!(street.books.bookings.is_empty());
    assert!(street.log.iter().any(|it| it.kind == EntryKind::Appointment && it.text.contains("撤回")));
    let code = street.case().code;
    press(&mut street, LI, Appointment::TakeBack(code, at(WHEN)));
    assert!(!street.heard(LI).is_empty(), "an old button says how it stands");
}
