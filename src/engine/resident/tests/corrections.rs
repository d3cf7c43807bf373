//! Corrections: each goes where its words went, whichever matter the person is in by now.

use crate::domain::code::CaseCode;
use crate::domain::ids::CaseId;
use crate::engine::action::Action;
use crate::engine::casework::sides::tests::{BOB, LI, consented, quiet};
use crate::engine::resident::story::{says, street, taps};
use crate::engine::testing::{ANNA, Street};

/// Anna has a divorce with 周律师 and unpaid wages with 周律师 too, and said something in each; she is in the second matter.
fn two() -> (Street, CaseCode, CaseCode) {
    let mut anna = street();
    anna.says(ANNA, "1", "协议离婚怎么办");
    taps(&mut anna, "请工作室律师看看");
    says(&mut anna, "民主村");
    let first = anna.case().code;
    anna.press("周律师", &Action::Claim(first.clone()));
    anna.pass_minutes(1);
    anna.says(ANNA, "2", "娃儿三岁");
    taps(&mut anna, "问别的");
    anna.says(ANNA, "3", "老板拖欠工资怎么办");
    taps(&mut anna, "请工作室律师看看");
    let second = anna.case().code;
    anna.press("周律师", &Action::Claim(second.clone()));
    anna.pass_minutes(1);
    anna.says(ANNA, "4", "欠了三个月");
    for who in [ANNA, "周律师"] {
        anna.heard(who);
    }
    (anna, first, second)
}

/// What was said last, in which matter, and whether as a correction.
fn said(street: &Street) -> (CaseCode, String, bool) {
    let last = street.log.last().unwrap();
    let corrects = last.kind == crate::domain::case::EntryKind::Corrected;
    (street.cases[&last.case].code.clone(), last.text.clone(), corrects)
}

#[test]
fn an_edited_message_goes_to_the_matter_its_words_went_to() {
    let (mut anna, first, second) = two();
    anna.corrects(ANNA, "2", "娃儿四岁");
    assert_eq!(said(&anna), (first.clone(), "娃儿四岁".into(), true));
    let told = anna.heard("周律师");
    assert!(told.contains(&format!("{first} 居民更正")) && told.contains("娃儿四岁"), "{told}");
    anna.corrects(ANNA, "4", "欠了四个月");
    assert_eq!(said(&anna), (second.clone(), "欠了四个月".into(), true));
    // Even after the lawyer of the other matter has spoken, nobody has to be asked.
    anna.answers("周律师", &second, "有合同吗？");
    anna.heard(ANNA);
    anna.corrects(ANNA, "2", "娃儿五岁");
    assert_eq!(said(&anna), (first, "娃儿五岁".into(), true));
    assert!(anna.heard(ANNA).starts_with("✓ 已转给"));
}

#[test]
fn the_story_a_case_was_opened_with_is_corrected_there() {
    let (mut anna, first, second) = two();
    anna.corrects(ANNA, "1", "协议离婚怎么办，有房子");
    assert_eq!(said(&anna), (first, "协议离婚怎么办，有房子".into(), true));
    anna.corrects(ANNA, "3", "老板拖欠工资怎么办，二十个人");
    assert_eq!(said(&anna).0, second);
}

#[test]
fn words_that_waited_to_be_placed_are_corrected_where_they_went() {
    let (mut anna, first, second) = two();
    anna.pass_minutes(1);
    anna.answers("周律师", &first, "结婚几年？");
    anna.says(ANNA, "5", "三年");
    assert_eq!(said(&anna).1, "结婚几年？", "it is asked which matter is meant");
    taps(&mut anna, &format!("补充到 {first} 法律咨询"));
    anna.answers("周律师", &second, "欠多少？");
    anna.says(ANNA, "6", "CODE 五千");
    anna.corrects(ANNA, "5", "四年");
    assert_eq!(said(&anna), (first, "四年".into(), true));
}

#[test]
fn a_question_that_went_to_nobody_goes_to_nobody_when_it_is_corrected() {
    let (mut anna, _, _) = two();
    taps(&mut anna, "问别的");
    anna.says(ANNA, "7", "楼上漏水找谁赔");
    let before = anna.log.len();
    anna.heard(ANNA);
    anna.corrects(ANNA, "7", "协议离婚怎么办");
    let read = anna.heard(ANNA);
    assert!(read.contains("双方一起去登记"), "it is answered like a new one: {read}");
    assert_eq!(anna.log.len(), before);
}

#[test]
fn what_has_ended_takes_no_correction_and_the_other_matter_does_not_get_it() {
    let (mut anna, first, _) = two();
    anna.press("周律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(first.clone())));
    let before = anna.log.len();
    anna.heard(ANNA);
    anna.corrects(ANNA, "2", "娃儿六岁");
    let read = anna.heard(ANNA);
    assert!(read.contains(&first.to_string()) && read.contains("已经办结"), "{read}");
    assert_eq!(anna.log.len(), before);
}

#[test]
fn who_answers_their_own_message_means_its_matter() {
    let (mut anna, first, _) = two();
    anna.comes(ANNA, crate::domain::message::Body::Text("就在上个月满的".into()), Some("2".into()));
    assert_eq!(said(&anna), (first, "就在上个月满的".into(), false));
}

#[test]
fn words_that_take_back_the_last_ones_go_where_those_went() {
    for words in ["说错了，是四个月", "不好意思，刚才打错了：四个月", "更正 四个月", "我说错了是四个月"]
    {
        let (mut anna, first, second) = two();
        // The lawyer of the other matter has spoken since; it is still clear what was wrong.
        anna.answers("周律师", &first, "娃儿跟谁过？");
        anna.write(ANNA, words);
        assert_eq!(said(&anna), (second.clone(), words.into(), true), "{words}");
    }
    // Whoever has turned to another matter since is asked, with the one they spoke in last on top.
    let (mut anna, first, second) = two();
    taps(&mut anna, "我的事项");
    taps(&mut anna, &format!("{first} 法律咨询"));
    taps(&mut anna, "补充");
    let read = says(&mut anna, "说错了，是四个月");
    assert!(
        read.contains(&format!("[1 补充到 {second}")) && read.contains(&format!("[2 补充到 {first}")),
        "{read}"
    );
    says(&mut anna, "1");
    assert_eq!(said(&anna), (second, "说错了，是四个月".into(), true));
}

#[test]
fn a_question_about_a_mistake_takes_nothing_back() {
    let (mut anna, _, second) = two();
    let before = anna.log.len();
    says(&mut anna, "打错了人要赔好多钱");
    let corrected =
        anna.log[before..].iter().any(|entry| entry.kind == crate::domain::case::EntryKind::Corrected);
    assert!(!corrected, "{:?}", said(&anna));
    assert!(anna.cases.values().any(|case| case.code == second));
}

#[test]
fn the_other_party_corrects_in_its_own_thread() {
    let mut street = consented();
    quiet(&mut street);
    street.says(BOB, "1", "我家没漏");
    let case: CaseId = street.case().id;
    let party = street.sides.parties[0].id.clone();
    street.heard(ANNA);
    street.corrects(BOB, "1", "我家修过了");
    let last = street.log.last().unwrap();
    assert_eq!((last.case.clone(), last.party.clone()), (case, Some(party)));
    assert!(street.heard(LI).contains("对方更正"), "the mediator reads whose it is");
    assert_eq!(street.heard(ANNA), "");
}
