//! Mediations of Anna with her neighbour Bob, for tests: how they stand, and what is heard.

mod by_phone;
pub(in crate::engine) mod guide;
mod hands;
mod holders;
mod meetings;
mod silence;
mod walks;

use crate::domain::case::{CaseState, Outcome};
use crate::domain::code::{CaseCode, one_time};
use crate::domain::follow_up::FollowUpAnswer;
use crate::domain::ids::RoomCode;
use crate::domain::mediation::{AgreementForm, Confirmation, Performed};
use crate::domain::message::Body;
use crate::domain::outbox::{Loss, Purpose};
use crate::domain::party::PartyState;
use crate::domain::service::{Service, Topic};
use crate::domain::staff::Role;
use crate::domain::timer::{Timer, TimerKind};
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::casework::Draft;
use crate::engine::deed::Deed;
use crate::engine::event::Event;
use crate::engine::tests::{ANNA, HOME, NEXT, Street, at, draft};

use super::conflict;
use crate::engine::verb::Verb;

pub(in crate::engine) const BOB: &str = "鲍勃";
pub(in crate::engine) const LI: &str = "王调解";

/// What is left of a case's clocks once it has ended.
fn asks_how_it_went(timer: &Timer) -> bool {
    matches!(timer.kind, TimerKind::Rate | TimerKind::CallBack)
}

/// A mediation that 王调解 has; Bob is written down.
pub(in crate::engine) fn named() -> Street {
    let mut street = Street::staffed();
    let code = street.open(draft(Service::Mediation)).code;
    let case = street.case().id;
    street.turn(ANNA, |turn| {
        (turn.session.thread, turn.session.has_cases) = (Some(case.clone()), true);
        turn.session.greeted = true;
        Ok(())
    });
    street.press(LI, &Action::Claim(code.clone()));
    street.press(LI, &Action::Side(Verb::Name, code));
    street.write(LI, "楼下老刘 13812345678");
    quiet(&mut street);
    street
}

/// Bob has opened the invitation.
pub(in crate::engine) fn joined() -> Street {
    let mut street = named();
    party_press(&mut street, LI, Verb::Link);
    let code = once(&street);
    street.comes(BOB, Body::Start(format!("party_{code}")), None);
    street
}

/// Bob takes part.
pub(in crate::engine) fn consented() -> Street {
    let mut street = joined();
    quiet(&mut street);
    party_press(&mut street, BOB, Verb::Consent);
    street
}

/// The one-time code in the mediator's last message.
pub(in crate::engine) fn once(street: &Street) -> String {
    let texts = street.sent.iter().rev().map(|sent| &sent.outbound.text);
    let (_, rest) = texts.filter_map(|text| text.split_once("/p/")).next().unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

/// Somebody presses a button about the first other party.
pub(in crate::engine) fn party_press(street: &mut Street, who: &str, verb: Verb) {
    let code = street.sides.parties[0].code.clone();
    street.press(who, &Action::Side(verb, code));
}

/// Somebody presses a button about the case.
pub(in crate::engine) fn case_press(street: &mut Street, who: &str, verb: Verb) {
    let code = street.case().code;
    street.press(who, &Action::Side(verb, code));
}

pub(super) fn press(street: &mut Street, who: &str, appointment: Appointment) {
    street.press(who, &Action::Appointment(appointment));
}

/// The code that a side of the first mediation goes by.
pub(super) fn code_of(street: &mut Street, who: &str) -> CaseCode {
    match who {
        BOB => street.sides.parties[0].code.clone(),
        _ => street.cases.values().next().unwrap().code.clone(),
    }
}

/// A side says that this time suits.
pub(super) fn yes(street: &mut Street, who: &str, when: &str) {
    let code = code_of(street, who);
    press(street, who, Appointment::Agree(code, at(when)));
}

/// Everybody has read everything.
pub(in crate::engine) fn quiet(street: &mut Street) {
    for who in [ANNA, BOB, LI, "李律师", "陈主任"] {
        street.heard(who);
    }
}

/// 王调解 closes with a written agreement that is performed on the 20th.
pub(in crate::engine) fn agreed() -> Street {
    let mut street = consented();
    let code = street.case().code;
    street.press(LI, &Action::Outcome(code, Outcome::MediatedWritten));
    for words in ["楼上修好水管", "两万三", "今天", "3月20日", "确认"] {
        street.write(LI, words);
    }
    street
}

#[test]
fn an_invitation_names_the_bot_only_where_there_is_one() {
    for there_is_one in [false, true] {
        let mut street = named();
        if there_is_one {
            street.opens_a_bot();
        }
        quiet(&mut street);
        party_press(&mut street, LI, Verb::Link);
        let (read, code) = (street.heard(LI), once(&street));
        assert!(read.contains(&format!("/p/{code}")), "{read}");
        assert_eq!(read.contains(&format!("/start party_{code}")), there_is_one, "{read}");
        assert_eq!(read.contains("Telegram"), there_is_one, "{read}");
    }
}

#[test]
fn the_other_party_is_told_who_asks_and_what_mediation_is_and_nothing_of_the_applicant() {
    let mut street = joined();
    let read = street.heard(BOB);
    for part in ["谢正街的人民调解员王调解", "不收费", "自愿", "随时可以不谈", "第4、17、23条"]
    {
        assert!(read.contains(part), "{part} is not in: {read}");
    }
    let code = street.case().code.to_string();
    for part in [ANNA, "老板不给工资", "老刘", code.as_str()] {
        assert!(!read.contains(part), "{part} is in: {read}");
    }
    assert_eq!(street.buttons(BOB, Purpose::Reply), ["1 同意", "2 不同意", "3 想先问问", "4 问别的"]);
    assert!(street.heard(LI).contains("对方打开了邀请"));
    assert!(street.heard(ANNA).ends_with("有结果就告诉您；到 **3月10日 周二 10:00** 还没有答复，会再去问。"));
    assert_eq!(street.buttons(ANNA, Purpose::Notice), ["看看办到哪了", "问别的"]);
}

#[test]
fn an_invitation_is_for_one_and_once() {
    let mut street = joined();
    let code = once(&street);
    quiet(&mut street);
    street.comes("路人", Body::Start(format!("party_{code}")), None);
    assert!(street.heard("路人").contains("已经用过了"));
    street.write(BOB, &format!("/start party_{}", code.to_lowercase()));
    assert!(street.heard(BOB).contains("您愿意参加吗"), "their own invitation shows how it stands");
    street.write("路人", &one_time(77));
    assert!(street.heard("路人").contains("这个邀请码不对"));

    let mut street = named();
    party_press(&mut street, LI, Verb::Link);
    let first = once(&street);
    street.pass_minutes(1);
    party_press(&mut street, LI, Verb::Link);
    let second = once(&street);
    street.write(ANNA, &second);
    assert!(street.heard(ANNA).contains("转给对方"));
    street.write(BOB, &first);
    assert!(street.heard(BOB).contains("不对"), "a new one takes the place of the old one");
    street.pass_minutes(14 * 24 * 60);
    street.write(BOB, &second);
    assert!(street.heard(BOB).contains("过期"));
    assert_eq!(street.sides.parties[0].conversation, None);
}

#[test]
fn consent_starts_the_month_and_both_learn_what_comes_next() {
    let mut street = consented();
    let party = &street.sides.parties[0];
    assert_eq!((party.state, party.noted_by.is_none()), (PartyState::Consented, true));
    assert!(street.heard(BOB).contains("约时间"));
    assert!(street.heard(LI).contains("对方同意参加调解"));
    assert!(street.heard(ANNA).contains("可以开始了"));
    let case = street.case().id;
    assert_eq!(street.sides.mediations[&case].ends_at, Some(at("2026-04-05 10:00")));
}

#[test]
fn a_refusal_ends_it_and_the_applicant_learns_only_that_and_the_other_ways() {
    for earlier in [joined(), consented()] {
        let mut street = earlier;
        quiet(&mut street);
        party_press(&mut street, BOB, Verb::Refuse);
        assert!(street.heard(BOB).contains("不用说理由"));
        assert!(street.case().is_open(), "it is asked first");
        street.write(BOB, "1");
        assert_eq!(street.case().outcome, Some(Outcome::Refused));
        assert!(street.heard(BOB).contains("不用再做什么"));
        let told = street.heard(ANNA);
        assert!(told.contains("不能进行下去") && told.contains("仲裁") && told.contains("起诉"), "{told}");
        for word in ["对方", "拒绝", "同意"] {
            assert!(!told.contains(word), "{told}");
        }
        let heard = street.heard(LI);
        assert!(heard.contains("不同意调解") || heard.contains("不想继续"), "{heard}");
        assert!(street.timers.iter().all(asks_how_it_went), "{:?}", street.timers);
        party_press(&mut street, BOB, Verb::Consent);
        assert!(street.heard(BOB).contains("已经结束"));
    }
}

#[test]
fn an_answer_on_the_telephone_is_noted_with_who_took_it() {
    let mut street = named();
    party_press(&mut street, LI, Verb::PhoneYes);
    let party = street.sides.parties[0].clone();
    assert_eq!((party.state, party.phone.as_deref()), (PartyState::Consented, Some("13812345678")));
    assert_eq!(party.noted_by, street.case().owner);
    assert!(street.heard(ANNA).contains("可以开始了"));
    case_press(&mut street, LI, Verb::Time);
    street.write(LI, "周六上午10点");
    assert!(street.heard(LI).contains("电话里问"));
    yes(&mut street, ANNA, "2026-03-07 10:00");
    let party = street.sides.parties[0].code.clone();
    press(&mut street, LI, Appointment::AgreeFor(party, at("2026-03-07 10:00")));
    assert!(street.heard(ANNA).contains("约好了：**3月7日 周六 10:00**"));

    let mut street = named();
    party_press(&mut street, LI, Verb::PhoneNo);
    assert!(street.heard(LI).contains("确定对方不同意吗"));
    assert!(street.case().is_open());
    street.write(LI, "1");
    assert_eq!(street.case().outcome, Some(Outcome::Refused));
    assert!(street.heard(ANNA).contains("不能进行下去"));
}

#[test]
fn several_others_are_told_apart_and_one_refusal_does_not_end_it() {
    let mut street = consented();
    case_press(&mut street, LI, Verb::Name);
    street.write(LI, "物业的小陈");
    let heard = street.heard(LI);
    assert!(heard.contains("对方二：物业的小陈"), "{heard}");
    let second = street.sides.parties[1].code.clone();
    street.press(LI, &Action::Side(Verb::PhoneNoSure, second));
    assert!(street.case().is_open());
    street.write(BOB, "我周末在家");
    assert!(street.heard(LI).contains("对方一说：\n我周末在家"));
}

#[test]
fn each_side_is_answered_in_its_own_thread() {
    let mut street = consented();
    quiet(&mut street);
    let code = street.case().code;
    street.write(BOB, "水管不是我家的");
    street.write(ANNA, "我要他道歉");
    let heard = street.heard(LI);
    assert!(heard.contains(&format!("{code} 对方说：\n水管不是我家的")), "{heard}");
    assert!(heard.contains(&format!("{code} 申请人说：\n我要他道歉")), "{heard}");
    assert!(!street.heard(ANNA).contains("水管") && !street.heard(BOB).contains("道歉"));
    street.answer(LI, Purpose::Relay, Body::Text("慢慢说".into()));
    assert_eq!(street.heard(ANNA), "人民调解员王调解答复：\n慢慢说");
    assert_eq!(street.heard(BOB), "");
    party_press(&mut street, LI, Verb::Write);
    street.write(LI, "您看过检测报告吗");
    assert_eq!(street.heard(BOB), "人民调解员王调解答复：\n您看过检测报告吗");
    assert_eq!(street.heard(ANNA), "");
    street.press(LI, &Action::Details(code));
    let details = street.heard(LI);
    assert!(
        details.contains("对方：水管不是我家的") && details.contains("王调解（对对方）：您看过"),
        "{details}"
    );
}

#[test]
fn words_that_name_no_side_are_asked_about() {
    let mut street = consented();
    quiet(&mut street);
    street.answer(LI, Purpose::Card, Body::Text("明天来".into()));
    assert_eq!((street.heard(ANNA), street.heard(BOB)), (String::new(), String::new()));
    let code = street.case().code;
    assert_eq!(
        street.buttons(LI, Purpose::Reply),
        [format!("1 发给 {code} 的申请人"), format!("2 发给 {code} 的对方"), "3 取消".to_owned()]
    );
    street.write(LI, "2");
    assert_eq!(street.heard(BOB), "人民调解员王调解答复：\n明天来");
    assert_eq!(street.heard(ANNA), "");
    street.write(LI, "后天来");
    street.write(LI, "1");
    assert!(street.heard(ANNA).contains("后天来"));
}

#[test]
fn who_does_not_answer_is_reminded_twice_and_the_mediator_each_time() {
    let mut street = joined();
    quiet(&mut street);
    // Thursday; three workdays later is Tuesday.
    street.pass_minutes(5 * 24 * 60 + 60);
    assert!(street.heard(BOB).contains("还在等您的意思"));
    assert!(street.heard(LI).contains("对方还没有答复"));
    street.pass_minutes(20 * 24 * 60);
    assert_eq!(street.heard(BOB).matches("还在等您的意思").count(), 1);
    assert_eq!(street.sides.parties[0].reminded, 2);
}

#[test]
fn a_party_is_promised_an_answer_and_told_when_it_slips() {
    let mut street = consented();
    street.answer(LI, Purpose::Card, Body::Text("等我约时间".into()));
    street.write(LI, "1");
    street.write(BOB, "什么时候谈？");
    quiet(&mut street);
    street.pass_minutes(25 * 60);
    assert!(street.heard(BOB).contains("还没有按时答复"));
    assert!(street.heard(LI).contains("对方的话还没有答复"));
    assert_eq!(street.heard(ANNA), "", "the applicant's promise holds");
    street.answer(LI, Purpose::Notice, Body::Text("明天".into()));
    party_press(&mut street, LI, Verb::Write);
    street.write(LI, "明天谈");
    assert_eq!(street.sides.parties[0].promised, None);
}

#[test]
fn the_month_is_told_before_it_is_over_and_goes_on_only_if_both_agree() {
    let mut street = consented();
    quiet(&mut street);
    street.pass_minutes(25 * 24 * 60);
    for who in [ANNA, BOB] {
        let heard = street.heard(who);
        assert!(heard.contains("再谈一个月，到5月5日？"), "{who}: {heard}");
    }
    assert!(street.heard(LI).contains("4月5日到期"));
    case_press(&mut street, ANNA, Verb::MoreYes);
    party_press(&mut street, BOB, Verb::MoreYes);
    let case = street.case().id;
    assert_eq!(street.sides.mediations[&case].ends_at, Some(at("2026-05-05 10:00")));
    quiet(&mut street);
    street.pass_minutes(30 * 24 * 60);
    assert!(street.heard(BOB).contains("到6月5日？"), "the new end is told as the old one was");
    party_press(&mut street, BOB, Verb::MoreNo);
    street.pass_minutes(9 * 24 * 60);
    let heard = street.heard(LI);
    assert!(heard.contains("对方不同意延长") && heard.contains("一个月到了"), "{heard}");
}

#[test]
fn an_agreement_is_kept_with_its_form_amount_and_day() {
    let mut street = agreed();
    let case = street.case();
    assert_eq!(case.outcome, Some(Outcome::MediatedWritten));
    let agreement = street.sides.mediations[&case.id].agreement.clone().unwrap();
    assert_eq!((agreement.form, agreement.fen), (AgreementForm::Written, Some(2_300_000)));
    assert_eq!(agreement.effective_on.to_string(), "2026-03-05");
    assert_eq!(agreement.perform_by.map(|day| day.to_string()).as_deref(), Some("2026-03-20"));
    assert!(street.heard(LI).contains("最后一天是4月4日"));
    assert!(street.heard(BOB).contains("调解成功"));
    quiet(&mut street);
    street.pass_minutes(15 * 24 * 60);
    let heard = street.heard(LI);
    assert!(heard.contains("今天（3月20日）是约定的履行日"), "{heard}");
    case_press(&mut street, LI, Verb::Partly);
    let partly = street.sides.mediations[&case.id].agreement.clone().unwrap();
    assert_eq!(partly.performed, Performed::Partly);
}

/// What both sides and staff can look up of the agreement in [`agreed`], each in their words.
const AGREED: [&str; 4] = ["23000 元", "3月20日", "3月5日起生效", "最后一天是4月4日"];

#[track_caller]
fn tells(read: &str, parts: &[&str]) {
    for part in parts {
        assert!(read.contains(part), "{part} is not in: {read}");
    }
}

#[test]
fn both_sides_read_what_was_agreed_when_it_ends_and_whenever_they_look() {
    let mut street = agreed();
    let case = street.case();
    let subject = street.sides.mediations[&case.id].agreement.clone().unwrap().subject;
    let bob = code_of(&mut street, BOB);
    assert_eq!(street.buttons(ANNA, Purpose::Notice), ["看看办到哪了", "问别的"]);
    assert_eq!(street.buttons(BOB, Purpose::Notice), [format!("调解 {bob}"), "问别的".to_owned()]);
    for who in [ANNA, BOB] {
        let read = street.heard(who);
        tells(&read, &AGREED);
        assert!(read.contains("司法确认") && !read.contains(&subject), "{read}");
    }
    street.press(ANNA, &Action::CaseDetail(case.code.clone()));
    tells(&street.heard(ANNA), &AGREED);
    party_press(&mut street, BOB, Verb::Look);
    let read = street.heard(BOB);
    tells(&read, &AGREED);
    assert!(!read.contains("不用再做什么") && !read.contains(&subject), "{read}");
    street.heard(LI);
    street.press(LI, &Action::Details(case.code.clone()));
    let read = street.heard(LI);
    tells(&read, &AGREED);
    assert!(read.contains(&subject), "{read}");
    quiet(&mut street);
    street.pass_minutes(40 * 24 * 60);
    quiet(&mut street);
    party_press(&mut street, BOB, Verb::Look);
    let read = street.heard(BOB);
    assert!(read.contains("23000 元") && !read.contains("最后一天"), "{read}");
}

#[test]
fn what_was_agreed_and_not_kept_is_no_agreement_of_the_next_end() {
    let mut street = agreed();
    let code = street.case().code;
    let unsolved = Deed::FollowUp(code.clone(), FollowUpAnswer::Unsolved);
    street.press(ANNA, &Action::Deed(unsolved));
    quiet(&mut street);
    street.press(LI, &Action::Outcome(code.clone(), Outcome::Unsuccessful));
    street.press(ANNA, &Action::CaseDetail(code));
    party_press(&mut street, BOB, Verb::Look);
    for who in [ANNA, BOB] {
        let read = street.heard(who);
        assert!(read.contains("没有调解成") && !read.contains("23000"), "{read}");
    }
}

#[test]
fn an_amount_or_day_that_cannot_be_read_is_asked_again() {
    let mut street = consented();
    street.pass_minutes(24 * 60);
    let code = street.case().code;
    street.press(LI, &Action::Outcome(code.clone(), Outcome::MediatedOral));
    street.press(LI, &Action::Skip);
    assert!(street.heard(LI).ends_with("一两句话写明谁做什么。"), "the subject is not passed over");
    street.write(LI, "互相道歉");
    street.write(LI, "很多钱");
    street.write(LI, "0.5");
    street.write(LI, "明年");
    assert!(street.heard(LI).ends_with("口头的是说好那天。"), "it cannot take effect tomorrow");
    street.write(LI, "昨天");
    street.press(LI, &Action::Side(Verb::Performed, code));
    street.write(LI, "确认");
    let case = street.case();
    let agreement = street.sides.mediations[&case.id].agreement.clone().unwrap();
    assert_eq!((agreement.form, agreement.fen), (AgreementForm::Oral, Some(50)));
    assert_eq!(agreement.effective_on.to_string(), "2026-03-05");
    assert_eq!((agreement.performed, agreement.confirmation), (Performed::Yes, Confirmation::Unwanted));
    assert!(street.timers.iter().all(asks_how_it_went), "{:?}", street.timers);
}

#[test]
fn judicial_confirmation_is_brought_to_mind_until_somebody_says_how_it_stands() {
    let mut street = agreed();
    quiet(&mut street);
    street.pass_minutes(7 * 24 * 60 + 60);
    for who in [ANNA, BOB, LI] {
        let heard = street.heard(who);
        assert!(heard.contains("最后一天是4月4日，还有 23 天"), "{who}: {heard}");
    }
    case_press(&mut street, ANNA, Verb::Unwanted);
    assert!(street.heard(LI).contains("申请人不想申请"));
    street.pass_minutes(13 * 24 * 60);
    assert_eq!(street.heard(ANNA), "好的，记下了，以后不再提醒您这件事。");
    assert!(street.heard(BOB).contains("还有 10 天"));
    street.heard(LI);
    case_press(&mut street, LI, Verb::Applied);
    quiet(&mut street);
    street.pass_minutes(8 * 24 * 60);
    assert_eq!((street.heard(ANNA), street.heard(BOB)), (String::new(), String::new()));
}

#[test]
fn the_mediator_learns_that_a_side_is_gone() {
    let mut street = consented();
    quiet(&mut street);
    let case = Some(street.case().id);
    for (loss, part) in [(Loss::Unreachable, "对方联系不上了"), (Loss::Uncertain, "对方的话可能没有送到")]
    {
        let message = crate::domain::ids::OutboxId::new("lost");
        street.event(BOB, &Event::Undelivered { message, case: case.clone(), loss });
        assert!(street.heard(LI).contains(part));
    }
    assert_eq!(street.heard(ANNA), "");
}

#[test]
fn words_for_nobody_go_to_everybody_it_is_offered_to_and_name_no_side_by_name() {
    let mut street = consented();
    let code = street.case().code;
    street.press(LI, &Action::GiveBack(code));
    quiet(&mut street);
    street.write(BOB, "还谈吗");
    assert_eq!(street.case().state, CaseState::Offered);
    assert!(street.heard("李律师").contains("对方说：\n还谈吗"));
    assert!(!street.heard(ANNA).contains("还谈吗"));
}

#[test]
fn a_contact_is_shown_by_the_residents_act_alone_and_taken_back() {
    let mut street = consented();
    quiet(&mut street);
    case_press(&mut street, ANNA, Verb::Disclose);
    assert!(street.heard(ANNA).contains("不会给对方"));
    street.write(ANNA, "安女士 13900001111");
    let shown = street.heard(LI);
    assert!(shown.contains("申请人公开的联系方式") && shown.contains("13900001111"), "{shown}");
    assert_eq!(street.heard(BOB), "");
    assert!(street.log.iter().all(|entry| !entry.text.contains("13900001111")), "it is kept apart");
    case_press(&mut street, LI, Verb::Contact);
    assert!(street.heard(LI).contains("13900001111"));
    case_press(&mut street, ANNA, Verb::Hide);
    let left = street.sent.iter().filter(|sent| sent.outbound.text.contains("13900001111"));
    assert_eq!(left.count(), 0);
    case_press(&mut street, LI, Verb::Contact);
    assert!(street.heard(LI).contains("没有人公开"));
    party_press(&mut street, BOB, Verb::Disclose);
    street.comes(BOB, Body::Phone("13700002222".into()), None);
    assert!(street.heard(LI).contains("对方公开的联系方式"));
    assert!(!street.heard(ANNA).contains("13700002222"));
}

#[test]
fn nobody_elses_button_moves_a_mediation() {
    let mut street = joined();
    quiet(&mut street);
    let before = (street.case(), street.sides.parties.clone());
    for verb in Verb::all() {
        for who in ["路人", "周律师", "外人", "李律师"] {
            party_press(&mut street, who, verb);
            case_press(&mut street, who, verb);
        }
    }
    let after = (street.case(), street.sides.parties.clone());
    assert_eq!(after, before);
    assert_eq!((street.heard(ANNA), street.heard(BOB)), (String::new(), String::new()));
}

/// Bob asks the lawyer of Anna's room for advice, of the same field or another.
fn advised(street: &mut Street, topic: Option<&str>) {
    let topic = topic.map(Topic::new);
    street.turn(BOB, |turn| {
        let consultation = Draft { topic: topic.clone(), ..draft(Service::Consultation) };
        crate::engine::casework::open(turn, consultation)
    });
}

#[test]
fn a_room_that_advised_the_other_party_does_not_mediate() {
    let mut street = named();
    street.hire("郑调解", Role::Mediator, NEXT);
    let code = street.case().code;
    advised(&mut street, None);
    party_press(&mut street, LI, Verb::Link);
    let once = once(&street);
    quiet(&mut street);
    street.write(BOB, &once);
    let case = street.cases.values().find(|case| case.code == code).unwrap().clone();
    assert_eq!((case.room.as_str(), case.state), (NEXT, CaseState::Offered));
    let asked = street.heard(BOB);
    assert!(asked.contains("民主村公共法律服务工作室想请您") && !asked.contains(LI), "{asked}");
    let told = street.heard(LI);
    assert!(told.contains("已另请别的工作室办理"), "{told}");
    for (who, heard) in [(LI, told), (ANNA, street.heard(ANNA)), ("郑调解", street.heard("郑调解"))] {
        assert!(!heard.contains("咨询过") && !heard.contains(BOB), "{who}: {heard}");
    }
    street.press(LI, &Action::Claim(code.clone()));
    assert_eq!(street.heard(LI), "这件事不归您的工作室。");
    street.press("郑调解", &Action::Claim(code));
    street.write(BOB, "你好");
    assert!(street.heard("郑调解").contains("对方说：\n你好"));
}

#[test]
fn a_number_is_enough_to_know_the_other_party_by() {
    let mut street = Street::staffed();
    street.turn(BOB, |turn| {
        turn.session.has_cases = true;
        crate::engine::casework::open(turn, draft(Service::Consultation))
    });
    case_press(&mut street, BOB, Verb::Disclose);
    street.write(BOB, "刘 13812345678");
    let code = street.open(draft(Service::Mediation)).code;
    street.press(LI, &Action::Claim(code.clone()));
    street.press(LI, &Action::Side(Verb::Name, code));
    street.write(LI, "楼下老刘 13812345678");
    assert!(street.heard(LI).ends_with("已另请别的工作室办理，这里不用再管了。"));
    assert_eq!(street.case().room.as_str(), NEXT);
}

#[test]
fn whoever_is_the_other_party_is_advised_by_another_room() {
    let mut street = consented();
    quiet(&mut street);
    street.turn(BOB, |turn| {
        let room = RoomCode::new(HOME);
        let other = conflict::room_for(turn, Service::Consultation, None, &room)?;
        assert_eq!(other.as_str(), NEXT);
        for service in [Service::Emergency, Service::Mediation] {
            assert_eq!(conflict::room_for(turn, service, None, &room)?, room);
        }
        let elsewhere = RoomCode::new(NEXT);
        assert_eq!(conflict::room_for(turn, Service::Consultation, None, &elsewhere)?, elsewhere);
        Ok(())
    });
}

#[test]
fn another_matter_is_no_conflict() {
    let mut street = Street::staffed();
    street.turn(ANNA, |turn| {
        let wanted = Draft { topic: Some(Topic::new("neighbour")), ..draft(Service::Mediation) };
        crate::engine::casework::open(turn, wanted)
    });
    let code = street.case().code;
    street.press(LI, &Action::Claim(code.clone()));
    advised(&mut street, Some("labour"));
    street.press(LI, &Action::Side(Verb::Name, code.clone()));
    street.write(LI, "楼下老刘");
    party_press(&mut street, LI, Verb::Link);
    let once = once(&street);
    street.write(BOB, &once);
    let case = street.cases.values().find(|case| case.code == code).unwrap();
    assert_eq!((case.room.as_str(), case.state), (HOME, CaseState::Claimed));
}

/// Bob asks 周律师's room for advice in what he is the other party of.
fn asks_next_door(street: &mut Street) -> CaseCode {
    let wanted = Draft { room: RoomCode::new(NEXT), ..draft(Service::Consultation) };
    street.turn(BOB, |turn| crate::engine::casework::open(turn, wanted.clone())).code
}

#[test]
fn whoever_advises_the_other_party_is_never_offered_the_mediation_later() {
    let mut street = consented();
    street.hire("赵调解", Role::Mediator, NEXT);
    let advice = asks_next_door(&mut street);
    street.press("周律师", &Action::Claim(advice));
    quiet(&mut street);
    // The street could give the mediation to anybody, but those are not on its list, nor taken from an older one.
    let mediation = street.cases.values().next().unwrap().code.clone();
    street.press("陈主任", &Action::Give(mediation.clone()));
    let offered = street.buttons("陈主任", Purpose::Reply).join(" ");
    assert!(
        offered.contains("李律师") && !offered.contains("周律师") && !offered.contains("赵调解"),
        "{offered}"
    );
    let barred = street.staff("周律师").id.clone();
    street.press("陈主任", &Action::GiveTo(mediation.clone(), barred));
    let refused = street.heard("陈主任");
    assert!(refused.contains("不能转给这位同事，请另选一位") && !refused.contains("对方"), "{refused}");
    // Given back, the ladder goes past the neighbours' room that would stand in.
    street.press(LI, &Action::GiveBack(mediation));
    street.pass_minutes(4 * 24 * 60);
    for who in ["周律师", "赵调解"] {
        let cards =
            street.sent.iter().filter(|sent| sent.to.as_str() == who && sent.purpose == Purpose::Card);
        let mediations = cards.filter(|sent| sent.outbound.text.contains("人民调解"));
        assert_eq!(mediations.count(), 0, "{who}");
    }
}

#[test]
fn the_other_party_is_advised_neither_by_the_mediation_nor_by_who_advised_its_applicant() {
    let mut street = Street::staffed_with(crate::engine::testing::directory(&[NEXT]));
    street.hire("赵律师", Role::Lawyer, "500107003001");
    let advice = street.turn(ANNA, |turn| {
        crate::engine::casework::open(
            turn,
            Draft { room: RoomCode::new(NEXT), ..draft(Service::Consultation) },
        )
    });
    street.press("周律师", &Action::Claim(advice.code));
    let code = street.open(draft(Service::Mediation)).code;
    street.press(LI, &Action::Claim(code.clone()));
    street.press(LI, &Action::Side(Verb::Name, code));
    street.write(LI, "楼下老刘");
    party_press(&mut street, LI, Verb::Link);
    let code = once(&street);
    street.comes(BOB, Body::Start(format!("party_{code}")), None);
    street.turn(BOB, |turn| {
        for room in [HOME, NEXT] {
            let without = conflict::room_for(turn, Service::Consultation, None, &RoomCode::new(room))?;
            assert!(without.as_str() != HOME && without.as_str() != NEXT, "{room}: {without}");
        }
        Ok(())
    });
    // Even opened at home, nobody there or next door is ever asked.
    let opened = street.turn(BOB, |turn| crate::engine::casework::open(turn, draft(Service::Consultation)));
    street.pass_minutes(4 * 24 * 60);
    let case = street.cases[&opened.id].clone();
    let asked: Vec<&str> = street
        .sent
        .iter()
        .filter(|sent| sent.purpose == Purpose::Card && sent.case.as_ref() == Some(&case.id))
        .map(|sent| sent.to.as_str())
        .collect();
    assert_eq!(asked, ["陈主任"]);
}

#[test]
fn a_legal_clock_is_told_by_its_day_and_its_year_where_that_is_another() {
    let mut street = joined();
    street.now = at("2026-12-11 09:30");
    quiet(&mut street);
    party_press(&mut street, BOB, Verb::Consent);
    let told = street.heard(ANNA);
    assert!(told.contains("也就是2027年1月11日前"), "{told}");
    street.pass(at("2026-12-20 09:30").since(street.now));
    street.heard(LI);
    let code = street.case().code;
    street.press(LI, &Action::Outcome(code, Outcome::MediatedWritten));
    for words in ["修好水管", "两万三", "今天", "12月25日", "确认"] {
        street.write(LI, words);
    }
    assert!(street.heard(LI).contains("最后一天是2027年1月19日"));
    quiet(&mut street);
    street.pass(at("2027-01-10 12:00").since(street.now));
    for who in [ANNA, BOB, LI] {
        let heard = street.heard(who);
        assert!(heard.contains("最后一天是1月19日，还有 10 天"), "{who}: {heard}");
    }
}
