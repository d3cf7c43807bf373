//! Every button there is, pressed by a resident wherever they may be, and every number typed instead.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::ids::StaffId;
use crate::domain::message::Body;
use crate::domain::service::Service;
use crate::engine::action::{Action, tests};
use crate::engine::duty::Duty;
use crate::engine::resident::story::{says, street, taps};
use crate::engine::session::Session;
use crate::engine::testing::{ANNA, Street};

/// Where Anna may be: what she did to get there, and her case, if she has one.
const PLACES: [&str; 12] = [
    "new",
    "greeted",
    "answered by the rules",
    "asked back",
    "in a form",
    "at the form's last question",
    "asked for the community",
    "offered",
    "claimed",
    "told by staff",
    "closed",
    "filed",
];

fn at(place: &str) -> Street {
    let mut anna = street();
    match place {
        "new" => {}
        "greeted" => drop(says(&mut anna, "你好")),
        "answered by the rules" => drop(says(&mut anna, "协议离婚怎么办")),
        "asked back" => drop(says(&mut anna, "阿巴阿巴")),
        "in a form" | "at the form's last question" => {
            says(&mut anna, "申请调解");
            says(&mut anna, "楼上漏水");
            if place != "in a form" {
                says(&mut anna, "邻居");
                says(&mut anna, "不急");
            }
        }
        _ => {
            says(&mut anna, "协议离婚怎么办");
            taps(&mut anna, "请工作室律师看看");
        }
    }
    if matches!(place, "offered" | "claimed" | "told by staff" | "closed" | "filed") {
        says(&mut anna, "民主村");
    }
    if matches!(place, "claimed" | "told by staff" | "closed" | "filed") {
        let code = anna.case().code;
        anna.press("周律师", &Action::Claim(code.clone()));
        match place {
            "told by staff" => {
                anna.press("周律师", &Action::Answer(code));
                anna.write("周律师", "带上结婚证");
            }
            "closed" | "filed" => {
                anna.press("周律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(code.clone())))
            }
            _ => {}
        }
        if place == "filed" {
            let code = anna.case().code;
            anna.press("周律师", &Action::File(code));
        }
    }
    anna.heard(ANNA);
    anna.heard("周律师");
    anna
}

/// Every button about Anna's case, or about one that is not there.
fn buttons(street: &Street) -> Vec<Action> {
    let code = street.cases.values().next_back().map(|case| case.code.clone());
    tests::about(&code.unwrap_or_else(|| CaseCode::from_number(4711)), &StaffId::new("id of 周律师"))
}

#[test]
fn every_button_is_answered_and_leaves_a_way_on() {
    for place in PLACES {
        let before = at(place);
        for action in buttons(&before) {
            let mut street = before.clone();
            street.press(ANNA, &action);
            let read = street.heard(ANNA);
            assert!(!read.trim().is_empty(), "{place}: not answered: {action:?}");
            assert!(!street.session(ANNA).choices.is_empty(), "{place}: a dead end: {action:?}: {read}");
        }
    }
}

#[test]
fn no_button_of_staff_changes_a_residents_case() {
    for place in PLACES {
        let before = at(place);
        let case = |street: &Street| street.cases.values().next_back().cloned();
        for action in buttons(&before).into_iter().filter(is_staffs) {
            let mut street = before.clone();
            street.press(ANNA, &action);
            assert_eq!(case(&street), case(&before), "{place}: {action:?}");
            assert_eq!(street.heard("周律师"), "", "{place}: staff hear of {action:?}");
        }
    }
}

/// Buttons about appointments, sides and deeds of staff say by themselves what they are not for.
#[test]
fn a_button_is_said_to_be_for_staff_if_it_is_and_no_other() {
    let before = at("greeted");
    for action in buttons(&before) {
        if matches!(action, Action::Appointment(_) | Action::Side(..) | Action::Deed(_)) {
            continue;
        }
        let mut street = before.clone();
        street.press(ANNA, &action);
        let read = street.heard(ANNA);
        assert_eq!(read.contains("给工作人员用的"), is_staffs(&action), "{action:?}: {read}");
    }
}

fn is_staffs(action: &Action) -> bool {
    let duty = matches!(action, Action::Duty(duty) if *duty != Duty::Today);
    duty || matches!(
        action,
        Action::Claim(_)
            | Action::Give(_)
            | Action::GiveTo(..)
            | Action::GiveBack(_)
            | Action::Details(_)
            | Action::Answer(_)
            | Action::SendTo(..)
            | Action::SendToParty(..)
            | Action::Unsent(_)
            | Action::Close(_)
            | Action::Outcome(..)
            | Action::Refer(_)
            | Action::Received(_)
            | Action::File(_)
            | Action::Mine
            | Action::Waiting
            | Action::Stats
            | Action::StaffHelp
            | Action::Figures(..)
            | Action::StillOpen(..)
            | Action::Papers(_)
            | Action::Paper(..)
            | Action::Leave
    )
}

#[test]
fn pressing_twice_opens_and_closes_nothing_twice() {
    for place in PLACES {
        let before = at(place);
        // Who asks for a person a second time presses them.
        let presses = |action: &Action| {
            matches!(action, Action::Human | Action::Service(Service::Human | Service::Collective))
        };
        for action in buttons(&before).into_iter().filter(|action| !presses(action)) {
            let mut street = before.clone();
            street.press(ANNA, &action);
            let after = |street: &Street| -> Vec<(Case, usize)> {
                let log = |case: &Case| street.log.iter().filter(|entry| entry.case == case.id).count();
                street.cases.values().map(|case| (case.clone(), log(case))).collect()
            };
            let (once, opened) = (after(&street), street.cases.len());
            street.press(ANNA, &action);
            assert_eq!(street.cases.len(), opened, "{place}: {action:?} opens a second case");
            assert_eq!(after(&street), once, "{place}: {action:?}");
        }
    }
}

#[test]
fn whatever_is_numbered_is_had_by_its_number_and_by_its_words() {
    for place in PLACES {
        let before = at(place);
        for action in buttons(&before) {
            let mut street = before.clone();
            street.press(ANNA, &action);
            let session = street.session(ANNA);
            for (number, choice) in (1..).zip(&session.choices).take(session.numbered) {
                let pressed = after(&street, Body::Press(choice.data.clone()));
                for typed in [number.to_string(), choice.label.clone()] {
                    let came = after(&street, Body::Text(typed.clone()));
                    assert_eq!(came, pressed, "{place}, {action:?}: {typed} is not {}", choice.label);
                }
            }
        }
    }
}

/// What everybody reads and where Anna is after this.
fn after(before: &Street, body: Body) -> (Vec<(String, String)>, Session) {
    let (mut street, seen) = (before.clone(), before.sent.len());
    street.comes(ANNA, body, None);
    let read = street.sent.iter().skip(seen).map(|sent| (sent.to.to_string(), sent.outbound.text.clone()));
    (read.collect(), street.session(ANNA))
}

#[test]
fn whatever_comes_at_the_wrong_moment_is_answered() {
    let photo = crate::engine::resident::story::photo();
    for place in PLACES {
        for body in [
            Body::Text(String::new()),
            Body::Text("。。。".into()),
            Body::Text("99".into()),
            Body::Text("不晓得".into()),
            Body::Text("7".repeat(5000)),
            Body::File { file: photo.clone(), caption: String::new() },
            Body::File { file: photo.clone(), caption: "合同".into() },
            Body::Location { latitude: 29.5, longitude: 106.5 },
            Body::Phone("13800000000".into()),
            Body::Edited { message: "1".into(), text: "改一下".into() },
            Body::Other("sticker".into()),
            Body::Press("gone:1".into()),
            Body::Start(String::new()),
            Body::Start("room_500107003003".into()),
            Body::Start("party_222222222222".into()),
        ] {
            let mut street = at(place);
            street.comes(ANNA, body.clone(), None);
            let read = street.heard(ANNA);
            assert!(!read.trim().is_empty(), "{place}: {body:?}");
            assert!(!street.session(ANNA).choices.is_empty(), "{place}: a dead end after {body:?}: {read}");
        }
    }
}
