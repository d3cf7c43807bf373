//! Several matters at once: every word, photo and place goes to the right one, or it is asked which.

use crate::domain::code::CaseCode;
use crate::domain::ids::CaseId;
use crate::domain::message::Body;
use crate::domain::outbox::Purpose;
use crate::engine::action::Action;
use crate::engine::resident::story::{does, photo, says, street, taps};
use crate::engine::testing::{ANNA, Street};

/// Anna has a divorce and unpaid wages with the same lawyer; she is in the second matter.
fn two() -> (Street, CaseCode, CaseCode) {
    let mut anna = street();
    says(&mut anna, "协议离婚怎么办");
    taps(&mut anna, "请工作室律师看看");
    says(&mut anna, "民主村");
    let first = anna.case().code;
    anna.press("周律师", &Action::Claim(first.clone()));
    taps(&mut anna, "问别的");
    says(&mut anna, "老板拖欠工资怎么办");
    taps(&mut anna, "请工作室律师看看");
    let second = anna.case().code;
    anna.press("周律师", &Action::Claim(second.clone()));
    anna.pass_minutes(1);
    (anna, first, second)
}

/// What was said last, and in which matter.
fn said(street: &Street) -> (CaseCode, String) {
    let last = street.log.last().unwrap();
    (street.cases[&last.case].code.clone(), last.text.clone())
}

fn file() -> Body {
    Body::File { file: photo(), caption: String::new() }
}

/// How many files lie in the log of a case.
fn files(street: &Street, code: &CaseCode) -> usize {
    let id: &CaseId = &street.cases.values().find(|case| case.code == *code).unwrap().id;
    street.log.iter().filter(|entry| entry.case == *id && entry.attachment.is_some()).count()
}

#[test]
fn words_go_on_with_the_matter_last_touched() {
    let (mut anna, first, second) = two();
    anna.answers("周律师", &second, "欠了几个月？");
    says(&mut anna, "三个月");
    assert_eq!(said(&anna), (second.clone(), "三个月".into()));
    says(&mut anna, "还有加班费");
    assert_eq!(said(&anna).0, second);
    taps(&mut anna, "我的事项");
    taps(&mut anna, &format!("{first} 法律咨询"));
    taps(&mut anna, "补充");
    says(&mut anna, "娃儿三岁");
    assert_eq!(said(&anna), (first, "娃儿三岁".into()));
}

#[test]
fn once_another_matters_lawyer_has_spoken_it_is_asked_which_is_meant() {
    let (mut anna, first, second) = two();
    says(&mut anna, "工资条找到了");
    anna.pass_minutes(1);
    anna.answers("周律师", &first, "娃儿多大了？");
    let read = says(&mut anna, "三岁");
    assert!(read.starts_with("这些话是说哪一件事？"), "{read}");
    assert!(
        read.contains(&format!("补充到 {first}")) && read.contains(&format!("补充到 {second}")),
        "{read}"
    );
    assert_eq!(said(&anna).1, "娃儿多大了？", "nothing went anywhere yet");
    taps(&mut anna, &format!("补充到 {first} 法律咨询"));
    assert_eq!(said(&anna), (first.clone(), "三岁".into()));
    says(&mut anna, "是个女娃儿");
    assert_eq!(said(&anna), (first, "是个女娃儿".into()), "asked once");
}

#[test]
fn digits_choose_the_matter_as_well() {
    let (mut anna, first, second) = two();
    says(&mut anna, "工资条找到了");
    anna.pass_minutes(1);
    anna.answers("周律师", &first, "娃儿多大了？");
    let read = says(&mut anna, "三岁");
    let number = if read.contains(&format!("[1 补充到 {first}")) { "1" } else { "2" };
    says(&mut anna, number);
    assert_eq!(said(&anna), (first.clone(), "三岁".into()));
    anna.pass_minutes(1);
    anna.answers("周律师", &second, "合同呢？");
    says(&mut anna, "没得合同");
    says(&mut anna, "3");
    assert!(
        anna.session(ANNA).kept.is_empty() && said(&anna).1 == "合同呢？",
        "a new question goes to nobody"
    );
}

#[test]
fn a_photo_with_several_matters_waits_for_the_answer() {
    let (mut anna, first, second) = two();
    taps(&mut anna, "问别的");
    anna.answers("周律师", &first, "结婚证拍给我");
    anna.answers("周律师", &second, "工资条拍给我");
    let read = does(&mut anna, file());
    assert!(
        read.starts_with("收到了，先替您留着。这是哪一件事的？") && read.contains("[3 新问题]"),
        "{read}"
    );
    assert_eq!((files(&anna, &first), files(&anna, &second)), (0, 0));
    does(&mut anna, file());
    does(&mut anna, Body::Location { latitude: 29.5, longitude: 106.5 });
    says(&mut anna, "这是证据");
    taps(&mut anna, &format!("补充到 {second} 法律咨询"));
    assert_eq!((files(&anna, &first), files(&anna, &second)), (0, 2), "an album goes as a whole");
    assert_eq!(said(&anna), (second, "这是证据".into()));
    assert_eq!(anna.session(ANNA).kept, []);
    assert_eq!(anna.last("周律师", Purpose::Relay).outbound.text.lines().last(), Some("这是证据"));
}

#[test]
fn a_photo_with_one_quiet_matter_is_asked_about_and_not_lost() {
    let (mut anna, first, second) = two();
    anna.press("周律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(second)));
    taps(&mut anna, "问别的");
    let read = does(&mut anna, file());
    assert!(read.contains(&format!("[1 补充到 {first} 法律咨询]\n[2 新问题]")), "{read}");
    says(&mut anna, "1");
    assert_eq!(files(&anna, &first), 1);
}

#[test]
fn a_photo_of_a_new_matter_waits_until_it_is_registered() {
    let (mut anna, ..) = two();
    taps(&mut anna, "问别的");
    does(&mut anna, file());
    let read = says(&mut anna, "3");
    assert!(read.contains("收到照片，先替您留着"), "{read}");
    says(&mut anna, "协议离婚怎么办");
    assert!(taps(&mut anna, "请工作室律师看看").contains("您先发来的 1 份"));
    let third = anna.case().code;
    assert_eq!(files(&anna, &third), 1);
}

#[test]
fn things_that_answer_a_message_go_to_its_matter_from_anywhere() {
    let (mut anna, first, second) = two();
    anna.answers("周律师", &first, "结婚证拍给我");
    taps(&mut anna, "问别的");
    says(&mut anna, "申请调解");
    anna.answer(ANNA, Purpose::Relay, file());
    assert_eq!((files(&anna, &first), files(&anna, &second)), (1, 0));
    assert!(anna.heard(ANNA).contains("（1/4）"), "the form goes on");
    anna.answer(ANNA, Purpose::Relay, Body::Edited { message: "7".into(), text: "不是结婚证".into() });
    assert_eq!(said(&anna), (first, "不是结婚证".into()));
}

#[test]
fn a_reply_to_a_closed_matter_goes_nowhere_unseen() {
    let (mut anna, first, second) = two();
    anna.answers("周律师", &first, "结婚证拍给我");
    anna.press("周律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(first.clone())));
    anna.heard(ANNA);
    let told = anna
        .sent
        .iter()
        .rev()
        .find(|sent| sent.outbound.text.contains("结婚证拍给我"))
        .unwrap()
        .id
        .to_string();
    anna.comes(ANNA, file(), Some(told.clone()));
    let read = anna.heard(ANNA);
    assert!(read.contains(&format!("事项 {first} 已经办结，没有转过去")), "{read}");
    taps(&mut anna, &format!("补充到 {second} 法律咨询"));
    assert_eq!((files(&anna, &first), files(&anna, &second)), (0, 1));
    anna.comes(ANNA, Body::Text("那我再问一下".into()), Some(told.clone()));
    assert!(anna.heard(ANNA).contains(&format!("已转给事项 {first}")));
    taps(&mut anna, "请工作室律师看看");
    assert_eq!(anna.case().summary, "那我再问一下", "or the words open a new matter");
    anna.resident(crate::engine::casework::withdraw);

    anna.press("周律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(second)));
    anna.heard(ANNA);
    anna.comes(ANNA, file(), Some(told));
    let read = anna.heard(ANNA);
    assert!(read.contains("没有转过去") && read.contains("转人工"), "{read}");
    assert_eq!(anna.session(ANNA).kept, []);
}

#[test]
fn an_album_waits_as_a_whole_though_the_person_is_in_one_matter() {
    let (mut anna, first, second) = two();
    says(&mut anna, "工资条找到了");
    anna.pass_minutes(1);
    anna.answers("周律师", &first, "结婚证拍给我");
    assert!(does(&mut anna, file()).contains("先替您留着"));
    assert!(does(&mut anna, file()).contains("先替您留着"), "the second photo of the album as well");
    assert!(says(&mut anna, "就这两张").contains("哪一件事"));
    assert_eq!((files(&anna, &first), files(&anna, &second)), (0, 0));
    says(&mut anna, "1");
    assert_eq!(
        (files(&anna, &first), said(&anna)),
        (2, (first, "就这两张".into())),
        "who spoke last stands first"
    );
}

#[test]
fn more_than_anybody_sends_at_once_is_not_kept() {
    let (mut anna, first, _) = two();
    taps(&mut anna, "问别的");
    anna.answers("周律师", &first, "拍给我");
    says(&mut anna, "申请调解");
    says(&mut anna, "取消");
    taps(&mut anna, "我的事项");
    anna.session_mut(ANNA).thread = None;
    anna.answers("周律师", &first, "拍给我");
    let (_, second) = (first.clone(), anna.case().code);
    anna.answers("周律师", &second, "拍给我");
    for _ in 0..25 {
        does(&mut anna, file());
    }
    assert_eq!(anna.session(ANNA).kept.len(), 20);
    taps(&mut anna, &format!("补充到 {first} 法律咨询"));
    assert_eq!(files(&anna, &first), 20);
}

#[test]
fn a_matter_that_closes_while_it_is_asked_does_not_swallow_the_words() {
    let (mut anna, first, second) = two();
    taps(&mut anna, "问别的");
    anna.answers("周律师", &first, "娃儿多大？");
    anna.answers("周律师", &second, "欠好多？");
    says(&mut anna, "三");
    anna.press("周律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(first.clone())));
    let read = taps(&mut anna, &format!("补充到 {first} 法律咨询"));
    assert!(read.contains("已经办结") && read.contains(&format!("补充到 {second}")), "{read}");
    taps(&mut anna, &format!("补充到 {second} 法律咨询"));
    assert_eq!(said(&anna), (second, "三".into()));
}

#[test]
fn words_after_the_end_of_one_matter_are_asked_about_while_another_is_open() {
    let (mut anna, first, second) = two();
    anna.answers("周律师", &first, "娃儿多大？");
    says(&mut anna, "工资条找到了");
    taps(&mut anna, &format!("补充到 {second} 法律咨询"));
    anna.press("周律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(second.clone())));
    let read = says(&mut anna, "可是他又反悔了");
    assert!(
        read.contains(&format!("事项 {second} 已经办结")) && read.contains(&format!("补充到 {first}")),
        "{read}"
    );
    taps(&mut anna, &format!("补充到 {first} 法律咨询"));
    assert_eq!(said(&anna), (first, "可是他又反悔了".into()));
}

#[test]
fn what_was_kept_is_forgotten_once_something_else_goes_on() {
    let (mut anna, first, second) = two();
    taps(&mut anna, "问别的");
    anna.answers("周律师", &first, "娃儿多大？");
    anna.answers("周律师", &second, "欠好多？");
    says(&mut anna, "好嘛");
    says(&mut anna, "菜单");
    says(&mut anna, "帮助");
    taps(&mut anna, "我的事项");
    taps(&mut anna, &format!("{first} 法律咨询"));
    let read = taps(&mut anna, "补充");
    assert!(read.contains("好的，请说"), "old words are not sent after all: {read}");
    assert_eq!(said(&anna).1, "欠好多？");
}

#[test]
fn a_code_before_the_words_says_where_they_go() {
    let (mut anna, first, second) = two();
    for text in [
        format!("{first} 娃儿三岁"),
        format!("{}：娃儿三岁", first.to_string().to_lowercase()),
        format!("{first}娃儿三岁"),
    ] {
        let read = says(&mut anna, &text);
        assert!(read.starts_with(&format!("✓ 已转给事项 {first}")), "{text}: {read}");
        assert_eq!(said(&anna), (first.clone(), "娃儿三岁".into()), "{text}");
        anna.log.clear();
    }
    anna.press("周律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(first.clone())));
    let read = says(&mut anna, &format!("{first} 他反悔了"));
    assert!(read.contains(&format!("已转给事项 {first}")), "whoever ended it lately hears it: {read}");
    let alone = says(&mut anna, &second.to_string());
    assert!(alone.contains("现在：") && alone.contains("补充"), "the code alone shows the matter: {alone}");
    let strange = CaseCode::from_number(99).to_string();
    let read = says(&mut anna, &format!("{strange} 娃儿三岁"));
    assert!(!read.contains(&format!("已转给事项 {strange}")), "{read}");
}

#[test]
fn a_code_before_words_works_in_the_middle_of_a_form() {
    let (mut anna, first, _) = two();
    taps(&mut anna, "问别的");
    says(&mut anna, "申请调解");
    says(&mut anna, "楼上漏水");
    let read = says(&mut anna, &format!("{first} 娃儿三岁"));
    assert!(read.contains("已转给事项") && read.contains("（2/4）"), "{read}");
    assert_eq!(said(&anna).0, first);
    assert!(says(&mut anna, "邻居").contains("（3/4）"), "and the form goes on");
}

#[test]
fn a_new_question_of_law_is_answered_while_matters_are_open() {
    let (mut anna, first, second) = two();
    taps(&mut anna, "问别的");
    let read = says(&mut anna, "她不同意离婚怎么办");
    assert!(!read.contains("已转给"), "{read}");
    anna.answers("周律师", &second, "欠好多？");
    says(&mut anna, "三个月");
    let before = anna.log.len();
    let read = says(&mut anna, "她不同意离婚怎么办");
    assert!(read.contains("新问题"), "another field of law than the matter's is asked about: {read}");
    taps(&mut anna, "新问题");
    assert_eq!(anna.log.len(), before, "nothing was passed on");
    assert!(anna.session(ANNA).thread.is_none() && first != second);
}

#[test]
fn a_correction_with_two_matters_near_is_asked_about_and_stays_a_correction() {
    let (mut anna, first, second) = two();
    says(&mut anna, "欠三个月");
    anna.pass_minutes(1);
    anna.answers("周律师", &first, "娃儿多大？");
    let read = does(&mut anna, Body::Edited { message: "9".into(), text: "欠四个月".into() });
    assert!(read.contains("哪一件事"), "{read}");
    taps(&mut anna, &format!("补充到 {second} 法律咨询"));
    assert!(
        anna.last("周律师", Purpose::Relay).outbound.text.contains(&format!("{second} 居民更正：\n欠四个月"))
    );
}

#[test]
fn it_is_asked_in_english_too() {
    let (mut anna, first, second) = two();
    says(&mut anna, "English");
    does(&mut anna, Body::Press(Action::NewQuestion.encode()));
    anna.answers("周律师", &first, "?");
    anna.answers("周律师", &second, "?");
    let read = does(&mut anna, file());
    assert!(read.starts_with("I have it here. Which of your matters is it for?"), "{read}");
    assert!(read.contains(&format!("Add to {first}")) && read.contains("A new question"), "{read}");
}
