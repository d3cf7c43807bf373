//! Whoever writes English reads English, wherever they are; only names of places and people stay as they are.

use crate::domain::code::CaseCode;
use crate::domain::ids::StaffId;
use crate::engine::action::{Action, tests};
use crate::engine::resident::story::{COMMUNITIES, says, street};
use crate::engine::testing::{ANNA, Street};

/// What besides communities is Chinese in an English answer all the same: places, people, laws, the name of the other language, words of
/// the rules of this test, and what somebody said.
const NAMES: [&str; 10] =
    ["谢家湾街道", "周律师", "王调解", "陈主任", "中文", "楼上漏水", "邻居", "你好", "法律服务", "民法典"];

/// Chinese that is none of these names.
fn chinese(read: &str) -> String {
    let mut read = read.to_owned();
    for name in COMMUNITIES.into_iter().chain(NAMES) {
        read = read.replace(name, "");
    }
    read.chars().filter(|sign| ('\u{4e00}'..='\u{9fff}').contains(sign)).collect()
}

fn in_english() -> Street {
    let mut anna = street();
    says(&mut anna, "English");
    anna
}

#[test]
fn the_forms_are_english_to_their_end() {
    for (wish, answers) in [
        ("I want to apply for mediation", ["water from upstairs", "1", "3", "4", "民主村"]),
        ("I want to apply for legal aid", ["1", "1", "1", "1", "1"]),
    ] {
        let mut anna = in_english();
        anna.press(
            ANNA,
            &Action::Service(match wish {
                "I want to apply for mediation" => crate::domain::service::Service::Mediation,
                _ => crate::domain::service::Service::LegalAid,
            }),
        );
        for answer in answers {
            let read = says(&mut anna, answer);
            assert_eq!(chinese(&read), "", "{wish}, after {answer}: {read}");
        }
    }
}

#[test]
fn every_button_is_answered_in_english() {
    let mut anna = in_english();
    anna.press(ANNA, &Action::Human);
    says(&mut anna, "民主村");
    let code = anna.case().code;
    let staff = StaffId::new("id of 周律师");
    for claimed in [false, true] {
        if claimed {
            anna.press("周律师", &Action::Claim(code.clone()));
            anna.heard(ANNA);
        }
        for action in tests::about(&code, &staff) {
            // What the rules of this test say, and the other language itself, are Chinese.
            if matches!(action, Action::Intent(_) | Action::Lang(_)) {
                continue;
            }
            let mut street = anna.clone();
            street.press(ANNA, &action);
            let read = street.heard(ANNA);
            assert_eq!(chinese(&read), "", "{action:?}: {read}");
            for choice in street.session(ANNA).choices {
                assert_eq!(chinese(&choice.label), "", "{action:?}: [{}]", choice.label);
            }
        }
    }
}

#[test]
fn news_of_a_case_come_in_the_language_it_was_opened_in() {
    let mut anna = in_english();
    anna.press(ANNA, &Action::Human);
    says(&mut anna, "民主村");
    let code = anna.case().code;
    for action in [
        Action::Claim(code.clone()),
        Action::GiveBack(code.clone()),
        Action::Claim(code.clone()),
        Action::Close(code.clone()),
        Action::Outcome(code.clone(), crate::domain::case::Outcome::Answered),
    ] {
        anna.press("周律师", &action);
        let read = anna.heard(ANNA);
        assert_eq!(chinese(&read), "", "{action:?}: {read}");
    }
    anna.pass_minutes(11 * 24 * 60);
    let read = anna.heard(ANNA);
    assert!(!read.is_empty(), "the call-backs are asked");
    assert_eq!(chinese(&read), "", "{read}");
}

#[test]
fn a_late_answer_is_told_in_english() {
    let mut anna = in_english();
    anna.press(ANNA, &Action::Human);
    says(&mut anna, "民主村");
    anna.press("周律师", &Action::Claim(anna.case().code));
    anna.heard(ANNA);
    anna.pass_minutes(5 * 24 * 60);
    let read = anna.heard(ANNA);
    assert!(!read.is_empty(), "a promise that slips is told");
    assert_eq!(chinese(&read), "", "{read}");
}

#[test]
fn a_code_of_somebody_else_is_explained_in_english() {
    let mut anna = in_english();
    let read = says(&mut anna, &CaseCode::from_number(31).to_string());
    assert_eq!(chinese(&read), "", "{read}");
}
