//! Everything staff are asked step by step: a wrong answer at any step is asked again and changes nothing, and it can be
//! left, interrupted and taken up by digit at each.

use super::in_state;
use crate::domain::case::Outcome;
use crate::domain::code::CaseCode;
use crate::domain::message::Body;
use crate::domain::outbox::Purpose;
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::casework::pass_on;
use crate::engine::casework::sides::tests::{LI, consented, named};
use crate::engine::deed::Deed;
use crate::engine::duty::Duty;
use crate::engine::testing::story::photo;
use crate::engine::testing::{ANNA, Street};
use crate::engine::unsent::Mark;
use crate::engine::verb::Verb;

/// What is asked: where it begins, by whom, and at each step what is no answer and what is one.
struct Questions {
    name: &'static str,
    who: &'static str,
    begun: Street,
    steps: Vec<(&'static [&'static str], &'static str)>,
}

fn all() -> Vec<Questions> {
    vec![entering(), leave(), hours(), joint(), agreement(), meeting(), another_party(), note(), reason()]
}

fn begun(mut street: Street, who: &str, action: &Action) -> Street {
    street.press(who, action);
    for name in [ANNA, who] {
        street.heard(name);
    }
    street
}

fn entering() -> Questions {
    let begun = begun(Street::staffed(), "李律师", &Action::Deed(Deed::Enter));
    let steps: Vec<(&[&str], &str)> = vec![
        (&["0", "9", "从天上来", "。"], "1"),
        (&["0", "12", "不晓得算啥子"], "1"),
        (&[""], "老板不给工资"),
        (&[], "13800000000"),
        (&["7", "随便"], "我来办"),
    ];
    Questions { name: "登记", who: "李律师", begun, steps }
}

fn leave() -> Questions {
    let begun = begun(Street::staffed(), "李律师", &Action::Duty(Duty::Leave));
    let steps: Vec<(&[&str], &str)> =
        vec![(&["过几天", "2026年3月1日", "0", "。", "下辈子"], "明天"), (&["0", "9", "张三"], "1")];
    Questions { name: "请假", who: "李律师", begun, steps }
}

fn hours() -> Questions {
    let begun = begun(Street::staffed(), "李律师", &Action::Duty(Duty::Hours));
    let steps: Vec<(&[&str], &str)> = vec![(
        &["下午都在", "周八 9:00-12:00", "周一 12:00-9:00", "周一", "9:00-12:00", "周一 25:00-26:00"],
        "周一至周五 9:00-12:00",
    )];
    Questions { name: "值班", who: "李律师", begun, steps }
}

fn joint() -> Questions {
    let (mut street, code) = in_state("claimed");
    street.press("李律师", &Action::Deed(Deed::JointAsk(code.clone())));
    let begun = begun(street, "陈主任", &Action::Deed(Deed::JointBegin(code)));
    let steps: Vec<(&[&str], &str)> =
        vec![(&["0", "9"], "1"), (&[], "1"), (&[], "没有"), (&["昨天", "到时候再说", "。"], "1")];
    Questions { name: "联调", who: "陈主任", begun, steps }
}

fn agreement() -> Questions {
    let street = consented();
    let code = street.case().code;
    let begun = begun(street, LI, &Action::Outcome(code, Outcome::MediatedWritten));
    let steps: Vec<(&[&str], &str)> = vec![
        (&[""], "楼上修好水管"),
        (&["很多", "。", "-5"], "两万三"),
        (&["看情况", "明年再说"], "今天"),
        (&["看情况"], "3月20日"),
        (&[], "确认"),
    ];
    Questions { name: "结案", who: LI, begun, steps }
}

fn meeting() -> Questions {
    let street = consented();
    let code = street.case().code;
    let begun = begun(street, LI, &Action::Side(Verb::Time, code));
    let steps: Vec<(&[&str], &str)> = vec![(&["改天", "上周六", "周六", "。"], "周六上午10点")];
    Questions { name: "约时间", who: LI, begun, steps }
}

fn another_party() -> Questions {
    let street = named();
    let code = street.case().code;
    let begun = begun(street, LI, &Action::Side(Verb::Name, code));
    Questions { name: "添加对方", who: LI, begun, steps: vec![(&[""], "楼下老王 13912345678")] }
}

fn note() -> Questions {
    let (street, code) = in_state("claimed");
    let begun = begun(street, "李律师", &Action::Deed(Deed::Note(code)));
    Questions { name: "备注", who: "李律师", begun, steps: vec![(&[], "打过电话了")] }
}

fn reason() -> Questions {
    let (mut street, code) = in_state("claimed");
    let to = street.staff("周律师").id.clone();
    let begun = begun(street, "陈主任", &Action::GiveTo(code, to));
    Questions { name: "转出", who: "陈主任", begun, steps: vec![(&["0", "99"], "1")] }
}

/// All that questions may change, as one text to compare.
fn kept(street: &Street) -> String {
    let log: Vec<_> = street.log.iter().map(|entry| (&entry.kind, &entry.text)).collect();
    let parties: Vec<_> = street.sides.parties.iter().map(|party| (&party.named, party.state)).collect();
    format!(
        "{:?} {log:?} {parties:?} {:?} {:?} {:?} {:?}",
        street.cases, street.joints, street.books.leaves, street.books.duties, street.sides.mediations
    )
}

/// What is kept, without what tells one run from another.
fn outcome(street: &Street) -> (usize, usize, usize, usize, Vec<Option<Outcome>>) {
    let outcomes = street.cases.values().map(|case| case.outcome).collect();
    (
        street.cases.len(),
        street.log.len(),
        street.joints.len(),
        street.books.leaves.len() + street.books.duties.len(),
        outcomes,
    )
}

fn finished(questions: &Questions) -> Street {
    let mut street = questions.begun.clone();
    for (_, right) in &questions.steps {
        street.write(questions.who, right);
    }
    street
}

#[test]
fn the_right_answers_lead_to_the_end() {
    for questions in all() {
        let street = finished(&questions);
        assert_ne!(kept(&street), kept(&questions.begun), "{}: nothing came of it", questions.name);
    }
}

#[test]
fn a_wrong_answer_at_any_step_is_asked_again_and_changes_nothing() {
    for questions in all() {
        let mut street = questions.begun.clone();
        for (number, (wrong, right)) in questions.steps.iter().enumerate() {
            for words in *wrong {
                let mut astray = street.clone();
                astray.heard(questions.who);
                astray.write(questions.who, words);
                let read = astray.heard(questions.who);
                let at = format!("{} {}: 「{words}」: {read}", questions.name, number + 1);
                assert!(!read.trim().is_empty(), "{at}");
                assert_eq!(kept(&astray), kept(&street), "{at}");
                assert!(!astray.session(questions.who).choices.is_empty(), "a dead end: {at}");
                // And the right answer is still taken.
                for (_, right) in &questions.steps[number..] {
                    astray.write(questions.who, right);
                }
                assert_eq!(outcome(&astray), outcome(&finished(&questions)), "not asked again: {at}");
            }
            street.write(questions.who, right);
        }
    }
}

#[test]
fn it_can_be_left_at_any_step_by_word_and_by_button() {
    for questions in all() {
        let mut street = questions.begun.clone();
        for (number, (_, right)) in questions.steps.iter().enumerate() {
            for body in [Body::Text("取消".into()), Body::Press(Action::Cancel.encode())] {
                let mut left = street.clone();
                left.heard(questions.who);
                left.comes(questions.who, body, None);
                let read = left.heard(questions.who);
                let at = format!("{} {}: {read}", questions.name, number + 1);
                assert_eq!(kept(&left), kept(&street), "{at}");
                assert!(!left.session(questions.who).choices.is_empty(), "a dead end: {at}");
                left.write(questions.who, right);
                let said = left.log.iter().skip(street.log.len()).any(|entry| entry.text == *right);
                assert!(!said, "{at}: the next answer goes nowhere once it is left");
            }
            street.write(questions.who, right);
        }
    }
}

#[test]
fn a_photo_a_place_and_a_sticker_are_no_answer_and_lose_none() {
    for questions in all() {
        let mut street = questions.begun.clone();
        for (number, (_, right)) in questions.steps.iter().enumerate() {
            for body in [
                Body::File { file: photo(), caption: String::new() },
                Body::Location { latitude: 29.5, longitude: 106.5 },
                Body::Other("sticker".into()),
            ] {
                let mut astray = street.clone();
                astray.heard(questions.who);
                astray.comes(questions.who, body.clone(), None);
                let read = astray.heard(questions.who);
                let at = format!("{} {}: {body:?}: {read}", questions.name, number + 1);
                assert!(!read.trim().is_empty(), "{at}");
                assert_eq!(kept(&astray), kept(&street), "{at}");
                assert_eq!(astray.heard(ANNA), "", "{at}: it must not reach the resident");
            }
            street.write(questions.who, right);
        }
    }
}

#[test]
fn news_that_come_in_between_lose_no_answer() {
    for questions in all().into_iter().filter(|questions| !questions.begun.cases.is_empty()) {
        let mut street = questions.begun.clone();
        for (_, right) in &questions.steps {
            if street.case().is_open() {
                street.resident(|turn, case| pass_on(turn, case, "在吗", None));
            }
            street.write(questions.who, right);
        }
        let asked = |street: &Street| street.log.iter().filter(|entry| entry.text != "在吗").count();
        assert_eq!(asked(&street), asked(&finished(&questions)), "{}", questions.name);
    }
}

#[test]
fn the_buttons_of_an_earlier_step_do_no_harm_later() {
    for questions in all() {
        let mut street = questions.begun.clone();
        let mut seen: Vec<String> = Vec::new();
        for (number, (_, right)) in questions.steps.iter().enumerate() {
            for data in &seen {
                let mut astray = street.clone();
                astray.heard(questions.who);
                astray.comes(questions.who, Body::Press(data.clone()), None);
                let read = astray.heard(questions.who);
                assert!(!read.is_empty(), "{} {}: {data}", questions.name, number + 1);
                assert!(
                    !astray.session(questions.who).choices.is_empty(),
                    "{} {}: a dead end after {data}: {read}",
                    questions.name,
                    number + 1
                );
            }
            seen.extend(street.session(questions.who).choices.into_iter().map(|choice| choice.data));
            street.write(questions.who, right);
        }
    }
}

#[test]
fn the_end_is_reached_once_however_often_its_last_button_is_pressed() {
    for questions in all() {
        let mut street = questions.begun.clone();
        let (last, before) = questions.steps.split_last().unwrap();
        for (_, right) in before {
            street.write(questions.who, right);
        }
        let choices = street.session(questions.who).choices;
        street.write(questions.who, last.1);
        let once = outcome(&street);
        for choice in choices {
            let mut again = street.clone();
            again.comes(questions.who, Body::Press(choice.data.clone()), None);
            let twice = outcome(&again);
            assert_eq!(twice.0, once.0, "{}: a second case by {}", questions.name, choice.label);
            assert_eq!(twice.2, once.2, "{}: a second joint handling by {}", questions.name, choice.label);
            assert_eq!(twice.4, once.4, "{}: another end by {}", questions.name, choice.label);
        }
    }
}

#[test]
fn staff_without_the_right_are_asked_nothing() {
    type Asks = fn(CaseCode) -> Action;
    let asks: [(&str, Asks); 6] = [
        ("claimed", |code| Action::Deed(Deed::Note(code))),
        ("claimed", |code| Action::Deed(Deed::JointBegin(code))),
        ("claimed", |code| Action::Deed(Deed::Progress(code))),
        ("mediated", |code| Action::Side(Verb::Name, code)),
        ("mediated", |code| Action::Side(Verb::Time, code)),
        ("mediated", |code| Action::Outcome(code, Outcome::MediatedOral)),
    ];
    for (state, action) in asks {
        let (mut street, code) = in_state(state);
        let before = kept(&street);
        for who in ["周律师", "外人"] {
            street.press(who, &action(code.clone()));
            street.write(who, "周六上午10点");
            street.write(who, "1");
            assert_eq!(kept(&street), before, "{who}: {:?}", action(code.clone()));
            assert!(!street.heard(who).contains("老板不给工资"));
        }
    }
}

#[test]
fn words_kept_for_a_choice_go_only_where_they_are_sent() {
    let (mut street, first) = in_state("claimed");
    street.resident(|turn, _| {
        turn.session.thread = None;
        Ok(())
    });
    let second = street.open(crate::engine::testing::draft(Service::Consultation)).code;
    street.press("李律师", &Action::Claim(second.clone()));
    street.write("李律师", "菜单");
    street.write("李律师", "请带上合同");
    assert_eq!(street.heard(ANNA).matches("合同").count(), 0);
    let labels = street.buttons("李律师", Purpose::Reply);
    assert!(labels.iter().any(|label| label.contains(&first.to_string())), "{labels:?}");
    street.press("李律师", &Action::SendTo(second.clone(), Mark::of("请带上合同")));
    let last = street.log.last().unwrap();
    assert_eq!((street.cases[&last.case].code.clone(), last.text.as_str()), (second, "请带上合同"));
    let before = street.log.len();
    street.press("李律师", &Action::SendTo(first, Mark::of("请带上合同")));
    assert_eq!(street.log.len(), before, "they are sent once");
    assert!(street.heard("李律师").contains("没有留着的话了"));
}
