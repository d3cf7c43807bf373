//! What is said while a case is open and could be taken for a wish to the bot: staff read it, and nothing is lost or undone by it.

use crate::domain::case::Outcome;
use crate::domain::code::CaseCode;
use crate::domain::message::Body;
use crate::domain::service::Service;
use crate::domain::staff::Role;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::resident::meant;
use crate::engine::resident::story::{code, does, rules, says, street, taps, with_case};
use crate::engine::testing::{ANNA, Street, at};
use crate::intent::Reading;

/// What only the learnt table makes of words.
fn guessed(street: &mut Street, words: &str, service: Service) -> (Service, u8) {
    let read = street.turn(ANNA, |turn| {
        let plain = turn.world.rules.catalogue.read("阿巴阿巴");
        let guessed = Reading { service, score: 88, intent: None, matched: Vec::new(), ..plain };
        meant::surely(turn, words, &guessed)
    });
    (read.service, read.score)
}

/// Anna has an appointment with the lawyer on Friday at nine; it is Thursday.
fn booked() -> (Street, CaseCode) {
    let mut anna = with_case();
    anna.on_duty("周律师", "周五 9:00-11:00");
    anna.on_duty("周律师", "周二 9:00-11:00");
    let code = anna.case().code;
    let (lawyer, starts) = (anna.staff("周律师").id.clone(), at("2026-03-06 09:00"));
    anna.press("周律师", &Action::Claim(code.clone()));
    anna.press(ANNA, &Action::Appointment(Appointment::Pick(code.clone(), lawyer, starts)));
    anna.press("周律师", &Action::Appointment(Appointment::Agree(code.clone(), starts)));
    (anna, code)
}

fn last_said(street: &Street) -> String {
    street.log.last().unwrap().text.clone()
}

#[test]
fn a_plea_for_silence_reaches_whoever_looks_after_the_danger() {
    for words in ["你们不要给他打电话哈", "不要告诉我老公", "不要让我老板晓得"] {
        let mut anna = street();
        says(&mut anna, "我老公在打我");
        assert!(says(&mut anna, words).starts_with("✓ 已转给"), "{words}");
        taps(&mut anna, "我的事项");
        taps(&mut anna, "问别的");
        let read = says(&mut anna, words);
        assert!(read.starts_with("✓ 已转给"), "{words}: {read}");
        assert_eq!(anna.log.iter().filter(|entry| entry.text == words).count(), 2);
    }
    let mut anna = with_case();
    assert!(says(&mut anna, "不要给我老公说").starts_with("✓ 已转给"));
    assert_eq!(last_said(&anna), "不要给我老公说");
}

#[test]
fn what_is_only_guessed_takes_nothing_back_and_withholds_nothing() {
    let mut anna = with_case();
    for (words, service, is_kept) in [
        ("那帮我申请嘛", Service::Cancel, false),
        ("已经报了", Service::Cancel, false),
        ("算了我自己去找他", Service::Cancel, false),
        ("那就退不了嗦", Service::Cancel, false),
        ("我要撤回这件事", Service::Cancel, true),
        ("不需要了", Service::Cancel, true),
        ("要带啥子", Service::BookingChange, false),
        ("换个律师嘛", Service::BookingChange, false),
        ("我可能要晚点来", Service::BookingChange, false),
        ("改到星期二嘛", Service::BookingChange, true),
        ("上午10点", Service::BookingChange, true),
        ("要准备哪些材料", Service::Privacy, false),
        ("查我的信息", Service::Privacy, true),
        ("那就白打了嗦", Service::Feedback, false),
    ] {
        let (read, score) = guessed(&mut anna, words, service);
        assert_eq!((read == service, score == 88), (is_kept, is_kept), "{words}");
    }
    let mut nobody = street();
    assert_eq!(guessed(&mut nobody, "那就退不了嗦", Service::Cancel).0, Service::Unclear);
    assert_eq!(guessed(&mut nobody, "不要告诉我老公", Service::Privacy).0, Service::Privacy);
}

#[test]
fn beside_an_alarm_law_is_answered_and_it_is_asked_once_where_words_belong() {
    let mut anna = street();
    says(&mut anna, "我老公在打我");
    assert!(says(&mut anna, "协议离婚怎么办").contains("双方一起去登记"));
    assert!(says(&mut anna, "他在砸门").starts_with("✓ 已转给"), "the danger goes on");
    let read = says(&mut anna, "加班费怎么算");
    assert!(read.contains("原来的事，还是新问题"), "{read}");
    let read = says(&mut anna, "协议离婚怎么办");
    assert!(read.contains("双方一起去登记") && !read.contains("还是新问题"), "{read}");
    let read = says(&mut anna, "他进来了");
    assert!(read.contains("✓ 已转给") && read.contains("[2 新问题]"), "danger does not wait: {read}");
    let read = says(&mut anna, "她不同意离婚怎么办");
    assert!(read.starts_with("也先替您留着") && read.contains("[2 新问题]"), "{read}");
    let read = says(&mut anna, "2");
    assert!(read.contains("该请律师来答") || read.contains("要请工作室的律师看看吗"), "{read}");
    let matter = anna.session(ANNA).matter.unwrap().text;
    assert_eq!(matter, "加班费怎么算\n她不同意离婚怎么办");
}

#[test]
fn it_is_not_asked_a_second_time_and_danger_takes_what_waits() {
    let mut anna = street();
    says(&mut anna, "我老公在打我");
    says(&mut anna, "加班费怎么算");
    says(&mut anna, "他又打我了");
    let texts: Vec<&str> = anna.log.iter().map(|entry| entry.text.as_str()).collect();
    assert!(texts.ends_with(&["加班费怎么算", "他又打我了"]), "{texts:?}");
    let read = says(&mut anna, "加班费怎么算");
    assert!(read.contains("该请律师来答") && !read.contains("新问题"), "{read}");
}

#[test]
fn every_question_that_was_kept_is_answered() {
    let mut anna = with_case();
    let code = anna.case().code;
    anna.press("周律师", &Action::Claim(code));
    says(&mut anna, "老板拖欠工资怎么办");
    let read = says(&mut anna, "加班费怎么算");
    assert!(read.contains("是说哪一件事"), "{read}");
    let read = taps(&mut anna, "新问题");
    assert!(read.contains("先留好工资条") && read.contains("该请律师来答"), "{read}");
}

#[test]
fn a_short_question_of_the_case_reaches_staff_and_is_answered_below() {
    let mut anna = with_case();
    let code = anna.case().code;
    let read = says(&mut anna, "协议离婚要多久");
    assert!(read.starts_with(&format!("✓ 已转给事项 {code}")) && read.contains("双方一起去登记"), "{read}");
    assert!(read.contains("问别的]"), "{read}");
    assert_eq!(last_said(&anna), "协议离婚要多久");
    let read = says(&mut anna, "法律援助要多久？");
    assert!(read.starts_with("✓ 已转给") && read.contains("7 日内决定"), "{read}");
    assert!(!says(&mut anna, "我们协议离婚").contains("双方一起去登记"), "nothing was asked");
    let mut anna = street();
    says(&mut anna, "我老公在打我");
    assert_eq!(says(&mut anna, "法律援助要多久？").matches("7 日内").count(), 0, "in danger people answer");
}

#[test]
fn who_will_not_come_is_asked_about_the_appointment() {
    for words in ["不来了", "不来了，取消", "预约取消嘛", "那个时间我来不了", "取消"]
    {
        let (mut anna, code) = booked();
        let read = says(&mut anna, words);
        assert!(
            read.contains("3月6日 周五 09:00 的预约吗") && read.contains(&code.to_string()),
            "{words}: {read}"
        );
        assert!(says(&mut anna, "1").contains("预约已取消"), "{words}");
        assert!(anna.case().is_open(), "{words}");
    }
    let (mut anna, _) = booked();
    assert!(!says(&mut anna, "他说他不来了").contains("预约吗"));
    says(&mut anna, "取消");
    assert!(taps(&mut anna, "撤回").contains("确定撤回"));
    says(&mut anna, "1");
    assert_eq!(anna.case().outcome, Some(Outcome::Withdrawn));
}

#[test]
fn a_time_alone_is_one_of_the_day_that_was_asked_for() {
    let (mut anna, _) = booked();
    let read = says(&mut anna, "改时间，星期二嘛");
    assert!(read.contains("3月10日 周二 09:00"), "{read}");
    let read = says(&mut anna, "改时间，上午10点");
    assert!(read.contains("[1 3月10日 周二 10:00") && !read.contains("没有空位"), "{read}");
    assert!(says(&mut anna, "1").contains("3月10日 周二 10:00"));
    let read = says(&mut anna, "改时间，下午3点");
    assert!(read.contains("您说的时间没有空位") && read.contains("[1 3月10日 周二 09:00"), "{read}");
}

#[test]
fn what_only_mentions_an_appointment_reaches_staff() {
    let (mut anna, _) = booked();
    for words in ["我可能要晚点来", "要带啥子", "可以带我女儿来不", "换个律师嘛"] {
        assert!(says(&mut anna, words).starts_with("✓ 已转给"), "{words}");
        assert_eq!(last_said(&anna), words);
    }
}

#[test]
fn an_alarm_for_a_figure_of_speech_is_put_right_calmly() {
    let mut anna = street();
    says(&mut anna, "不想活了");
    let read = says(&mut anna, "说气话的");
    assert!(read.starts_with("明白了") && read.contains("110") && read.contains("有人有危险]"), "{read}");
    assert_eq!(anna.session(ANNA).thread, None);
    assert_eq!(last_said(&anna), "说气话的", "staff read it and keep the case");
    assert!(anna.case().is_open());
    assert!(says(&mut anna, "老板拖欠工资怎么办").contains("先留好工资条"));
    assert!(says(&mut anna, "不想活了").starts_with("**请马上拨打：**"));
    let read = says(&mut anna, "不是，我是说老板拖欠工资怎么办");
    assert!(read.contains("明白了") && read.contains("先留好工资条"), "{read}");
}

#[test]
fn who_speaks_for_another_or_names_a_danger_is_not_taken_at_their_word() {
    for (words, answer) in [
        ("他说他是开玩笑的", "✓ 已转给"),
        ("不是，我是说有人在门外", "✓ 已转给"),
        ("不是开玩笑，他在打我", "**请马上拨打：**"),
    ] {
        let mut anna = street();
        says(&mut anna, "我老公在打我");
        let read = says(&mut anna, words);
        assert!(read.starts_with(answer), "{words}: {read}");
    }
}

#[test]
fn a_number_is_left_and_taken_back_in_words() {
    let mut anna = with_case();
    let code = anna.case().code;
    anna.press("周律师", &Action::Claim(code));
    let asked = says(&mut anna, "留我的电话");
    assert!(!asked.contains("✓ 已转给"), "{asked}");
    says(&mut anna, "陈妈 13900001111");
    assert!(anna.heard("周律师").contains("13900001111"));
    says(&mut anna, "收回我的电话");
    says(&mut anna, "留我的电话 13900002222");
    assert!(anna.heard("周律师").contains("13900002222"));
    assert!(!anna.log.iter().any(|entry| entry.text.contains("1390000")), "no number lies in the log");
}

#[test]
fn a_complaint_about_staff_reaches_the_street_too() {
    let mut anna = with_case();
    let code = anna.case().code;
    anna.press("周律师", &Action::Claim(code));
    anna.heard("陈主任");
    let read = says(&mut anna, "我不想要这个律师");
    assert!(read.contains("谢家湾街道"), "{read}");
    assert!(anna.heard("陈主任").contains("我不想要这个律师"));
    assert!(anna.heard("周律师").contains("我不想要这个律师"));
    assert!(says(&mut anna, "你们服务真好").contains("谢谢您告诉我们"));
    assert!(!anna.heard("陈主任").contains("服务真好"));
}

#[test]
fn where_nobody_works_it_is_said_and_nothing_is_promised() {
    let mut anna = Street::of(rules());
    let read = says(&mut anna, "我老公在打我");
    assert!(read.contains("还没有人知道") && !read.contains("已经通知"), "{read}");
    for words in ["他又打我了", "他在砸门"] {
        let read = says(&mut anna, words);
        assert!(read.contains("还没有人看到") && !read.contains("已转给"), "{words}: {read}");
    }
    let read = says(&mut anna, "我的事项");
    assert!(read.contains("还没有工作人员") && !read.contains("前由"), "{read}");
    let mut anna = Street::of(rules());
    anna.hire("周律师", Role::Lawyer, &code(3));
    does(&mut anna, Body::Text("我老公在打我，我在民主村".into()));
    let told = says(&mut anna, "我的事项");
    assert!(told.contains("前由民主村"), "{told}");
}
