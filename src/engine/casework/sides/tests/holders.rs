//! Somebody was dealt a card before it was known that they serve the other side, and presses it.

use crate::domain::case::{Case, CaseState};
use crate::domain::code::CaseCode;
use crate::domain::ids::{CaseId, RoomCode};
use crate::domain::message::Body;
use crate::domain::outbox::Purpose;
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::casework::Draft;
use crate::engine::deed::Deed;
use crate::engine::testing::directory;
use crate::engine::tests::{ANNA, HOME, NEXT, Street, draft};
use crate::engine::verb::Verb;

use super::{BOB, once, party_press, quiet};

/// Bob asked for advice at home, where nobody took it: the neighbours' 周律师 holds a card of it as well. Then 周律师 is given
/// the mediation that Bob turns out to be the other party of.
fn dealt_too_soon() -> (Street, CaseId, CaseCode) {
    let mut street = Street::staffed_with(directory(&[NEXT]));
    let advice = street.turn(BOB, |turn| crate::engine::casework::open(turn, draft(Service::Consultation)));
    street.pass_minutes(61);
    assert!(street.holders().contains(&"周律师"));
    let wanted = Draft { room: RoomCode::new(NEXT), ..draft(Service::Mediation) };
    let mediation = street.turn(ANNA, |turn| crate::engine::casework::open(turn, wanted.clone()));
    street.press("周律师", &Action::Claim(mediation.code.clone()));
    street.press("周律师", &Action::Side(Verb::Name, mediation.code));
    street.write("周律师", "楼下老刘");
    party_press(&mut street, "周律师", Verb::Link);
    let once = once(&street);
    street.comes(BOB, Body::Start(format!("party_{once}")), None);
    quiet(&mut street);
    street.heard("周律师");
    (street, advice.id, advice.code)
}

fn cards<'a>(street: &'a Street, who: &'a str, case: &'a CaseId) -> impl Iterator<Item = &'a str> {
    let held = street.sent.iter().filter(move |sent| {
        sent.to.as_str() == who && sent.purpose == Purpose::Card && sent.case.as_ref() == Some(case)
    });
    held.map(|sent| sent.outbound.text.as_str())
}

fn timers(street: &Street, case: &CaseId) -> Vec<String> {
    let of = street.timers.iter().filter(|timer| timer.case == *case);
    of.map(|timer| format!("{:?} {:?}", timer.kind, timer.due)).collect()
}

#[test]
fn an_old_card_takes_nothing_says_nothing_and_changes() {
    let (mut street, advice, code) = dealt_too_soon();
    let before: (Case, Vec<String>) = (street.cases[&advice].clone(), timers(&street, &advice));
    assert!(cards(&street, "周律师", &advice).any(|card| card.contains("老板不给工资")));
    for action in [Action::Claim(code.clone()), Action::Give(code.clone()), Action::Details(code.clone())] {
        street.press("周律师", &action);
        let read = street.heard("周律师");
        assert!(read.contains("已由别的同事或别的工作室处理"), "{read}");
        for word in ["对方", "回避", "冲突", "利益", "老板"] {
            assert!(!read.contains(word), "{word}: {read}");
        }
    }
    assert!(cards(&street, "周律师", &advice).all(|card| card.ends_with("这件事现在不归您办理")));
    assert_eq!((street.cases[&advice].clone(), timers(&street, &advice)), before, "it waits as it did");
    street.write("周律师", "待接单");
    assert!(!street.heard("周律师").contains(&code.to_string()));
    // Those who may have it still can.
    street.press("李律师", &Action::Claim(code));
    let case = &street.cases[&advice];
    assert_eq!(
        (case.state, case.owner.clone()),
        (CaseState::Claimed, Some(street.clone().staff("李律师").id.clone()))
    );
}

#[test]
fn a_case_in_hands_stays_in_them_when_somebody_in_conflict_is_named() {
    let (mut street, advice, code) = dealt_too_soon();
    street.press("李律师", &Action::Claim(code.clone()));
    let barred = street.staff("周律师").id.clone();
    let before = street.cases[&advice].clone();
    for giver in ["李律师", "陈主任"] {
        for action in [
            Action::GiveTo(code.clone(), barred.clone()),
            Action::Deed(Deed::Hand(code.clone(), barred.clone(), 0)),
        ] {
            street.heard(giver);
            street.press(giver, &action);
            let read = street.heard(giver);
            assert!(read.contains("不能转给这位同事，请另选一位"), "{giver} {action:?}: {read}");
            assert!(!street.buttons(giver, Purpose::Reply).concat().contains("周律师"));
        }
    }
    assert_eq!(street.cases[&advice], before);
    assert_eq!(before.room.as_str(), HOME);
}
