//! Digits do what buttons do: whatever is numbered can be had by typing its number, in any writing.

use super::{STATES, in_state};
use crate::domain::message::Body;
use crate::engine::action::{Action, tests};
use crate::engine::session::Session;
use crate::engine::testing::{ANNA, Street};

/// What anybody reads, and where the one who acted is, after this.
fn after(before: &Street, who: &str, body: Body) -> (Vec<(String, String)>, Session) {
    let mut street = before.clone();
    let seen = street.sent.len();
    street.comes(who, body, None);
    let read = street.sent.iter().skip(seen).map(|sent| (sent.to.to_string(), sent.outbound.text.clone()));
    (read.collect(), street.session(who))
}

/// Every number below the last answer does what its button does.
fn numbers_work(street: &Street, who: &str, by: &str) {
    let session = street.session(who);
    for (number, choice) in (1..).zip(&session.choices).take(session.numbered) {
        let pressed = after(street, who, Body::Press(choice.data.clone()));
        for digits in [format!("{number}"), format!("{number}."), format!("第{number}个")] {
            let typed = after(street, who, Body::Text(digits.clone()));
            assert_eq!(typed, pressed, "{who} after {by}: {digits} is not {}", choice.label);
        }
        let typed = after(street, who, Body::Text(choice.label.clone()));
        assert_eq!(typed, pressed, "{who} after {by}: the words {}", choice.label);
    }
}

#[test]
fn whatever_staff_are_offered_is_had_by_its_number() {
    for state in STATES {
        for who in ["李律师", "王调解", "陈主任"] {
            let (before, code) = in_state(state);
            let colleague = before.people.iter().find(|person| person.name == "王调解").unwrap().id.clone();
            for action in tests::about(&code, &colleague) {
                let mut street = before.clone();
                street.press(who, &action);
                numbers_work(&street, who, &format!("{state} {action:?}"));
            }
        }
    }
}

#[test]
fn a_number_beyond_the_last_picks_nothing() {
    for state in STATES {
        let (mut street, code) = in_state(state);
        street.press("李律师", &Action::Details(code.clone()));
        let (most, before) = (street.session("李律师").numbered, street.log.len());
        for digits in [0, most + 1, 99] {
            street.write("李律师", &digits.to_string());
            assert_eq!(street.log.len(), before, "{state}: {digits}");
            assert_eq!(street.heard(ANNA), "", "{state}: {digits}");
            street.press("李律师", &Action::Details(code.clone()));
        }
    }
}

#[test]
fn old_numbers_do_not_outlive_a_new_question() {
    let (mut street, code) = in_state("claimed");
    street.press("李律师", &Action::Close(code.clone()));
    street.press("李律师", &Action::Answer(code.clone()));
    street.write("李律师", "1");
    assert!(street.case().is_open(), "a digit while writing to the resident is for the resident");
    assert!(street.heard(ANNA).ends_with("答复：\n1"));
}
