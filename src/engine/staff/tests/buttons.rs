//! Every button there is, pressed by everybody in every state: answered, with a way on, by nobody without the right.

use super::{SECRET, STATES, in_state};
use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::ids::StaffId;
use crate::domain::message::Body;
use crate::domain::staff::StaffStatus;
use crate::engine::action::{Action, tests};
use crate::engine::deed::Deed;
use crate::engine::testing::{ANNA, Street};

/// Who works in the case's room or its street; the others have nothing to do with it.
const INSIDE: [&str; 3] = ["李律师", "王调解", "陈主任"];
const OUTSIDE: [&str; 2] = ["周律师", "外人"];

/// Every button about this case, and about a colleague in its room.
fn buttons(code: &CaseCode) -> Vec<Action> {
    tests::about(code, &StaffId::new("id of 王调解"))
}

/// The case as whoever reads the database sees it.
fn case(street: &Street, code: &CaseCode) -> Case {
    street.cases.values().find(|case| case.code == *code).unwrap().clone()
}

#[test]
fn every_button_is_answered_and_leaves_a_way_on() {
    for state in STATES {
        for who in INSIDE.into_iter().chain(OUTSIDE) {
            let (before, code) = in_state(state);
            for action in buttons(&code) {
                let mut street = before.clone();
                street.press(who, &action);
                let read = street.heard(who);
                assert!(!read.trim().is_empty(), "{state}: {who} is not answered: {action:?}");
                if action != Action::Leave {
                    let choices = street.session(who).choices;
                    assert!(!choices.is_empty(), "{state}: a dead end for {who}: {action:?}: {read}");
                }
            }
        }
    }
}

#[test]
fn nobody_outside_changes_a_case_or_reads_of_it() {
    for state in STATES {
        for who in OUTSIDE {
            let (before, code) = in_state(state);
            for action in buttons(&code) {
                let mut street = before.clone();
                let log = street.log.len();
                street.press(who, &action);
                assert_eq!(case(&street, &code), case(&before, &code), "{state}: {who} {action:?}");
                assert_eq!(street.log.len(), log, "{state}: {who} {action:?} stands in the log");
                let read = street.heard(who);
                assert!(!read.contains(SECRET), "{state}: {who} reads it by {action:?}: {read}");
                assert_eq!(street.heard(ANNA), "", "{state}: the resident hears of {who}: {action:?}");
            }
        }
    }
}

#[test]
fn whoever_left_presses_old_buttons_in_vain() {
    for state in STATES {
        let (mut before, code) = in_state(state);
        before.staff("王调解").status = StaffStatus::Revoked;
        for action in buttons(&code) {
            let mut street = before.clone();
            street.press("王调解", &action);
            assert_eq!(case(&street, &code), case(&before, &code), "{state}: {action:?}");
            let read = street.heard("王调解");
            assert!(!read.contains(SECRET), "{state}: {action:?}: {read}");
        }
    }
}

#[test]
fn a_resident_who_makes_up_staffs_buttons_gets_nowhere() {
    for state in STATES {
        let (before, code) = in_state(state);
        for action in buttons(&code) {
            let mut street = before.clone();
            street.press("小偷", &action);
            assert_eq!(case(&street, &code), case(&before, &code), "{state}: {action:?}");
            let read = street.heard("小偷");
            assert!(!read.is_empty() && !read.contains(SECRET), "{state}: {action:?}: {read}");
            assert!(!street.session("小偷").choices.is_empty(), "{state}: a dead end: {action:?}: {read}");
        }
    }
}

#[test]
fn the_second_press_of_a_button_does_nothing_more() {
    for state in STATES {
        for who in INSIDE {
            let (before, code) = in_state(state);
            for action in buttons(&code).into_iter().filter(is_done_once) {
                let mut street = before.clone();
                street.press(who, &action);
                let (once, log) = (case(&street, &code), street.log.len());
                street.heard(ANNA);
                street.press(who, &action);
                assert_eq!(case(&street, &code), once, "{state}: {who} {action:?}");
                assert_eq!(street.log.len(), log, "{state}: {who} {action:?} stands in the log twice");
                assert_eq!(street.heard(ANNA), "", "{state}: the resident is told twice: {who} {action:?}");
            }
        }
    }
}

/// Buttons that do something to a case by themselves; the others only show or ask.
fn is_done_once(action: &Action) -> bool {
    match action {
        Action::Claim(_)
        | Action::GiveTo(..)
        | Action::GiveBack(_)
        | Action::Outcome(..)
        | Action::Refer(_)
        | Action::Received(_)
        | Action::File(_) => true,
        Action::Deed(deed) => {
            matches!(
                deed,
                Deed::JointAsk(_)
                    | Deed::JointDecline(_)
                    | Deed::Sign(_)
                    | Deed::SendBack(_)
                    | Deed::Hand(..)
            )
        }
        _ => false,
    }
}

#[test]
fn only_who_has_a_case_speaks_for_it() {
    for state in STATES {
        for who in INSIDE.into_iter().chain(OUTSIDE) {
            let (mut street, code) = in_state(state);
            let (before, owner) = (street.log.len(), case(&street, &code).owner.clone());
            let owns = owner == Some(street.staff(who).id.clone());
            street.press(who, &Action::Answer(code.clone()));
            street.write(who, "您好，我来办");
            let said = street.log.iter().skip(before).any(|entry| entry.text.contains("我来办"));
            assert_eq!(said, owns && case(&street, &code).is_open(), "{state}: {who}");
            assert_eq!(street.heard(ANNA).contains("我来办"), said, "{state}: {who}");
        }
    }
}

#[test]
fn words_and_files_that_answer_nothing_are_never_sent_unasked() {
    for state in STATES {
        for who in INSIDE.into_iter().chain(OUTSIDE) {
            let (mut street, code) = in_state(state);
            street.write(who, "菜单");
            street.heard(who);
            let before = street.log.len();
            for body in [
                Body::Text("谢谢您".into()),
                Body::Phone("13800000000".into()),
                Body::Location { latitude: 29.5, longitude: 106.5 },
                Body::Edited { message: "1".into(), text: "改一下".into() },
                Body::Other("sticker".into()),
            ] {
                street.comes(who, body.clone(), None);
                let read = street.heard(who);
                assert!(!read.is_empty(), "{state}: {who} {body:?}");
                assert!(!street.session(who).choices.is_empty(), "{state}: {who} {body:?}: {read}");
            }
            assert_eq!(street.log.len(), before, "{state}: {who} said something to {code}");
            assert_eq!(street.heard(ANNA), "", "{state}: {who}");
        }
    }
}

#[test]
fn buttons_of_a_case_that_is_not_there_say_so() {
    let (mut street, _) = in_state("claimed");
    let gone = CaseCode::from_number(987_654);
    for action in buttons(&gone).into_iter().filter(|action| *action != Action::Leave) {
        let before = (street.log.len(), street.cases.clone());
        street.press("李律师", &action);
        assert!(!street.heard("李律师").is_empty(), "{action:?}");
        assert_eq!((street.log.len(), street.cases.clone()), before, "{action:?}");
    }
}
