//! Staff wrote something or sent a file: a command, or words for a resident.
//!
//! Words reach a resident only if it is certain which: by the message they answer, by the button pressed before, or by asking.

use crate::domain::case::{Case, CaseState, EntryKind};
use crate::domain::code::CaseCode;
use crate::domain::party::Side;
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::relay::{self, Words};
use crate::engine::deed::Deed;
use crate::engine::duty::Duty;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Desk, Flow};
use crate::engine::turn::Turn;

use super::mediate::{self, Addressee};
use super::{
    access, appointment, around, capacity, decide, details, enlist, figures, leave, line, menu, notes, press,
    roster, typed, unsent,
};

/// How many of one's cases are offered to choose from.
pub(super) const CHOICES: usize = 10;

/// Words were typed: a note, words for whom they answer, or else.
pub(super) fn text(
    turn: &mut Turn<'_>,
    member: &Staff,
    text: &str,
    reply_to: Option<&str>,
) -> Result<(), Need> {
    let words = Words { text, ..Words::default() };
    let about = answered(turn, reply_to)?;
    line::settle(turn, member, about.as_ref().map(|(case, _)| *case))?;
    if notes::noted(turn, member, about.as_ref().map(|(case, _)| *case), text)? {
        return Ok(());
    }
    match about {
        Some((case, side)) => to_case(turn, member, case, side.as_ref(), words),
        None => loose(turn, member, words),
    }
}

/// Words that answer no message: a choice, a command, the answer to what is asked, a case's code, or words for a resident.
pub(super) fn loose(turn: &mut Turn<'_>, member: &Staff, words: Words<'_>) -> Result<(), Need> {
    let text = words.text;
    let chosen = turn.session.numbered(text).or_else(|| turn.session.labelled(text));
    if let Some(choice) = chosen.cloned() {
        return press::pressed(turn, member, &choice.data);
    }
    if turn.session.flow == Flow::Idle && turn.session.is_beyond(text) {
        choose_again(turn);
        return Ok(());
    }
    match menu::command(turn, text) {
        Some(menu::Command::Do(action)) => return press::act(turn, member, &action),
        Some(menu::Command::Leave) => return enlist::ask_to_leave(turn, member),
        Some(menu::Command::OtherDays) => {
            figures::ask_again(turn);
            return Ok(());
        }
        None => {}
    }
    if let Flow::Mediating(open) = turn.session.flow.clone() {
        return mediate::typed(turn, member, open, words);
    }
    if let Flow::Task(task) = turn.session.flow.clone() {
        return around::words(turn, member, task, text);
    }
    if let Some(code) = CaseCode::parse(text.trim()) {
        let code = access::code_of_case(turn, code)?;
        return details::details(turn, member, &code);
    }
    if typed::done(turn, member, text)? {
        return Ok(());
    }
    if turn.session.flow == Flow::Idle && is_asked(turn) {
        choose_again(turn);
        return Ok(());
    }
    unanswered(turn, member, words)
}

/// The choices once more: whoever has no buttons is left with the numbers they were given.
fn choose_again(turn: &mut Turn<'_>) {
    let (choices, numbered) = (std::mem::take(&mut turn.session.choices), turn.session.numbered);
    let (answers, ways_out) = choices.split_at(numbered.min(choices.len()));
    turn.ask(turn.staff_texts().no_such_number(), answers.to_vec(), 1, ways_out.to_vec());
}

/// Whether what is shown is a question that only its choices answer: other words are a mistyped answer, and for nobody.
fn is_asked(turn: &Turn<'_>) -> bool {
    let actions = turn.session.choices.iter().filter_map(|choice| Action::parse(&choice.data));
    actions.into_iter().any(|action| {
        matches!(
            action,
            Action::Outcome(..)
                | Action::GiveTo(..)
                | Action::Figures(..)
                | Action::Paper(..)
                | Action::Deed(Deed::JointLeader(..))
                | Action::Duty(Duty::SwapDay(_) | Duty::SwapTo(..))
        )
    })
}

/// Anything else that can be passed on came.
pub(super) fn words(
    turn: &mut Turn<'_>,
    member: &Staff,
    words: Words<'_>,
    reply_to: Option<&str>,
) -> Result<(), Need> {
    let about = answered(turn, reply_to)?;
    line::settle(turn, member, about.as_ref().map(|(case, _)| *case))?;
    match about {
        Some((case, side)) => to_case(turn, member, case, side.as_ref(), words),
        None => unanswered(turn, member, words),
    }
}

/// A message was corrected: the correction goes where its words went, as what they were; only if that is not known, where it
/// would go by itself.
pub(super) fn corrected(
    turn: &mut Turn<'_>,
    member: &Staff,
    message: &str,
    text: &str,
    reply_to: Option<&str>,
) -> Result<(), Need> {
    let earlier = turn.world.facts.earlier(&message.to_owned())?.as_ref().and_then(|one| one.line.as_ref());
    let earlier = earlier.filter(|line| line.kind != EntryKind::Opened);
    let about = match earlier {
        Some(line) => turn.world.facts.case(&line.case)?.as_ref().map(|case| {
            let applicant = (case.service == Service::Mediation).then_some(Side::Applicant);
            (case, line.party.clone().map(Side::Other).or(applicant))
        }),
        None => answered(turn, reply_to)?,
    };
    let case = about.as_ref().map(|(case, _)| *case);
    let was_note = earlier.is_some_and(|line| line.kind == EntryKind::Note);
    if notes::noted_in(turn, member, case, text)? || (was_note && notes::note_down(turn, member, case, text)?)
    {
        return Ok(());
    }
    let words = Words { text, corrects: true, ..Words::default() };
    match about {
        Some((case, side)) => to_case(turn, member, case, side.as_ref(), words),
        None => unanswered(turn, member, words),
    }
}

/// The case of the message that was answered, and its thread.
fn answered<'world>(
    turn: &Turn<'world>,
    reply_to: Option<&str>,
) -> Result<Option<(&'world Case, Option<Side>)>, Need> {
    let Some(message) = reply_to else { return Ok(None) };
    let Some(case) = turn.world.facts.replied(&message.to_owned())? else { return Ok(None) };
    let Some(case) = turn.world.facts.case(case)?.as_ref() else { return Ok(None) };
    let side = match case.service {
        Service::Mediation => turn.world.facts.replied_side(&message.to_owned())?.clone(),
        _ => None,
    };
    Ok(Some((case, side)))
}

/// Words that answer no message. A correction says nothing about which case it is for, so it is asked.
fn unanswered(turn: &mut Turn<'_>, member: &Staff, words: Words<'_>) -> Result<(), Need> {
    match turn.session.flow.clone() {
        Flow::Replying(case) if !words.corrects => {
            let case = turn.world.facts.case(&case)?.as_ref();
            match access::allowed(turn, member, case)? {
                Some(case) => to_case(turn, member, case, Some(&Side::Applicant), words),
                None => Ok(()),
            }
        }
        Flow::Mediating(open) if !words.corrects => mediate::typed(turn, member, open, words),
        Flow::Desk(desk) if !words.corrects => desk_words(turn, member, &desk, words),
        _ => unplaced(turn, member, words),
    }
}

/// Words that were asked for about the roster or an appointment.
fn desk_words(turn: &mut Turn<'_>, member: &Staff, desk: &Desk, words: Words<'_>) -> Result<(), Need> {
    match desk {
        Desk::Time(code) => appointment::said(turn, member, code, words.text),
        Desk::LeaveDays => leave::said(turn, member, words.text),
        Desk::Hours => roster::said(turn, member, words.text),
        Desk::Capacity => capacity::said(turn, member, words.text),
        Desk::StandIn(first, last) => leave::named(turn, member, (*first, *last), words.text),
    }
}

fn to_case(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    side: Option<&Side>,
    words: Words<'_>,
) -> Result<(), Need> {
    if access::allowed(turn, member, turn.world.facts.case(&case.id)?.as_ref())?.is_none() {
        return Ok(());
    }
    let texts = turn.staff_texts();
    if case.state == CaseState::Offered {
        let kept = words.file.is_none() && words.place.is_none();
        if kept {
            unsent::keep(turn, words.text, Some(&case.code));
        }
        let text = if kept { texts.claim_first_kept() } else { texts.claim_first(&case.code) };
        turn.offer(text, vec![Choice::new(texts.button_claim(), &Action::Claim(case.code.clone()))], 1);
        return Ok(());
    }
    if !access::owns(member, case) || !case.is_open() {
        return decide::tell_standing(turn, member, case);
    }
    match mediate::addressee(turn, case, side)? {
        Addressee::Applicant => {
            unsent::forget(turn, words.text);
            relay::from_staff(turn, member, case, words)?;
            mediate::confirm(turn, case, &Side::Applicant)
        }
        Addressee::Party(party) => {
            unsent::forget(turn, words.text);
            mediate::to_party(turn, member, case, party, words)
        }
        Addressee::Unclear => mediate::ask_side(turn, case, words),
    }
}

/// Nobody knows for whom: offers the member's own cases to choose from, and keeps the words meanwhile.
pub(super) fn unplaced(turn: &mut Turn<'_>, member: &Staff, words: Words<'_>) -> Result<(), Need> {
    let texts = turn.staff_texts();
    let mine = turn.world.facts.owned_by(&member.id)?;
    let empty = words.text.trim().is_empty() && words.file.is_none() && words.place.is_none();
    if mine.is_empty() || empty {
        turn.offer(texts.not_understood(), menu::choices(turn), 2);
        return Ok(());
    }
    let loose = words.file.is_some() || words.place.is_some();
    let kept = (!loose).then(|| unsent::keep(turn, words.text, None));
    let mut choices: Vec<Choice> = Vec::new();
    for case in mine.iter().rev().take(CHOICES) {
        choices.extend(mediate::loose_choices(turn, case, kept)?);
    }
    choices.push(Choice::new(texts.button_cancel(), &Action::Cancel));
    let text = match (loose, words.corrects) {
        (true, _) => texts.file_to_whom(),
        (false, true) => texts.correction_of_what(words.text),
        (false, false) => texts.to_whom(words.text),
    };
    turn.offer(text, choices, 1);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::attachment::{Attachment, AttachmentKind};
    use crate::domain::ids::AttachmentId;
    use crate::domain::message::Body;
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::engine::testing::{ANNA, Street, draft};
    use crate::engine::unsent::Mark;

    /// A case the lawyer has, with nothing unread.
    fn claimed() -> (Street, CaseCode) {
        let mut street = Street::staffed();
        let code = another(&mut street);
        (street, code)
    }

    fn another(street: &mut Street) -> CaseCode {
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.heard("李律师");
        street.heard(ANNA);
        code
    }

    #[test]
    fn words_before_claiming_are_kept_and_sent_with_one_tap_after() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.answer("李律师", Purpose::Card, Body::Text("带上欠条".into()));
        assert_eq!(street.heard(ANNA), "");
        assert!(street.heard("李律师").contains("请先接单"));
        street.write("李律师", "接单");
        assert!(street.heard("李律师").contains("带上欠条"));
        street.heard(ANNA);
        street.press("李律师", &Action::SendTo(code.clone(), Mark::of("带上欠条")));
        assert_eq!(street.heard(ANNA), "李律师答复：\n带上欠条");
        street.press("李律师", &Action::SendTo(code, Mark::of("带上欠条")));
        assert_eq!(street.heard(ANNA), "");
        assert!(street.heard("李律师").contains("没有留着的话"));
    }

    #[test]
    fn kept_words_go_with_the_case_they_answer_and_no_other() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.answer("李律师", Purpose::Card, Body::Text("带上欠条".into()));
        street.pass_minutes(1);
        let other = street.open(draft(Service::Consultation)).code;
        street.heard("李律师");
        street.press("李律师", &Action::Mine);
        assert!(street.heard("李律师").contains("上一句还没发出：「带上欠条」"));
        street.press("李律师", &Action::Claim(other));
        assert!(!street.heard("李律师").contains("带上欠条"));
        street.press("李律师", &Action::Claim(code));
        assert!(street.heard("李律师").contains("带上欠条"));
        street.heard(ANNA);
        street.write("李律师", "1");
        assert_eq!(street.heard(ANNA).matches("带上欠条").count(), 1);
    }

    #[test]
    fn the_answer_button_opens_a_line_until_something_else_is_pressed() {
        let (mut street, code) = claimed();
        street.press("李律师", &Action::Answer(code));
        for words in ["1", "第二句", "带身份证"] {
            street.write("李律师", words);
            assert_eq!(street.heard(ANNA), format!("李律师答复：\n{words}"));
        }
        street.write("李律师", "我的事项");
        street.heard("李律师");
        street.write("李律师", "还有一句");
        assert_eq!(street.heard(ANNA), "");
        assert!(street.heard("李律师").contains("这句话发给谁"));
    }

    #[test]
    fn plain_words_are_never_sent_unasked() {
        let (mut street, code) = claimed();
        street.write("李律师", "明天来");
        assert_eq!(
            street.buttons("李律师", Purpose::Reply),
            [format!("1 发给 {code} 的居民"), "2 取消".to_owned()]
        );
        assert_eq!(street.heard(ANNA), "");
        street.write("李律师", "2");
        street.write("李律师", "后天来");
        street.write("李律师", "1");
        assert_eq!(street.heard(ANNA), "李律师答复：\n后天来");
    }

    #[test]
    fn with_several_cases_one_chooses_the_newest_first() {
        let (mut street, first) = claimed();
        street.pass_minutes(1);
        let second = another(&mut street);
        street.write("李律师", "明天来");
        assert_eq!(
            street.buttons("李律师", Purpose::Reply),
            [format!("1 发给 {second} 的居民"), format!("2 发给 {first} 的居民"), "3 取消".to_owned()]
        );
    }

    #[test]
    fn a_file_for_nobody_asks_first() {
        let (mut street, code) = claimed();
        let file = Attachment {
            id: AttachmentId::new("photo"),
            kind: AttachmentKind::Photo,
            name: None,
            mime: None,
            telegram_file: None,
        };
        let body = Body::File { file, caption: String::new() };
        street.comes("李律师", body.clone(), None);
        assert!(street.heard("李律师").contains("再发一次"));
        street.write("李律师", "1");
        street.comes("李律师", body, None);
        assert!(street.last(ANNA, Purpose::Relay).outbound.file.is_some());
        assert!(street.heard("李律师").contains(&format!("✓ 已发给 {code}")));
    }

    #[test]
    fn a_correction_that_answers_nothing_is_asked_about_even_while_writing() {
        let (mut street, code) = claimed();
        street.press("李律师", &Action::Answer(code));
        street.comes("李律师", Body::Edited { message: "3".into(), text: "周六来".into() }, None);
        assert_eq!(street.heard(ANNA), "");
        assert!(street.heard("李律师").contains("您改了一句话"));
    }

    #[test]
    fn words_for_a_case_in_other_hands_are_not_sent() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Emergency)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.heard(ANNA);
        street.answer("王调解", Purpose::Card, Body::Text("我也说两句".into()));
        assert!(street.heard("王调解").contains("已由李律师接单"));
        street.press("李律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(code)));
        street.heard(ANNA);
        street.answer("李律师", Purpose::Card, Body::Text("再补一句".into()));
        assert!(street.heard("李律师").ends_with("已结案：已答复。"));
        assert_eq!(street.heard(ANNA), "");
    }

    #[test]
    fn a_code_with_the_label_of_a_button_presses_it() {
        let (mut street, code) = claimed();
        street.write("李律师", &format!("{code} 转给"));
        assert!(street.heard("李律师").contains("转给谁"));
        street.write("李律师", "取消");
        street.heard("李律师");
        street.write("李律师", &format!(" {} 结案 ", code.to_string().to_lowercase()));
        assert!(street.heard("李律师").contains("怎样结案"));
        for label in ["结案", "回复", "转给"] {
            street.write("王调解", &format!("{code} {label}"));
            let heard = street.heard("王调解");
            assert!(heard.contains("已由李律师接单"), "it is not theirs: {label}: {heard}");
            street.write("周律师", &format!("{code} {label}"));
            assert!(street.heard("周律师").contains("不归您的工作室"), "{label}");
        }
        street.write("李律师", &format!("{code} 接单"));
        assert!(street.heard("李律师").contains("由您办理"));
        street.write("李律师", "菜单");
        street.heard("李律师");
        street.write("李律师", &format!("{code} 你好"));
        assert!(street.heard("李律师").contains("这句话发给谁"));
    }

    #[test]
    fn a_mistyped_answer_is_asked_again_and_offered_to_nobody() {
        let (mut street, code) = claimed();
        for action in [Action::Close(code.clone()), Action::Give(code.clone()), Action::Stats] {
            street.press("李律师", &action);
            let asked = street.session("李律师").choices;
            street.heard("李律师");
            for words in ["随便", "办完了嘛", "99"] {
                street.write("李律师", words);
                assert!(street.heard("李律师").contains("没有这一项"), "{action:?} {words}");
                assert_eq!(street.session("李律师").choices, asked, "{action:?} {words}");
            }
        }
        street.write("李律师", "我的事项");
        assert!(street.heard("李律师").contains("1 件在办"));
        assert_eq!(street.heard(ANNA), "");
    }

    #[test]
    fn every_button_of_a_card_can_be_typed_behind_the_code() {
        for (who, service) in [("李律师", Service::Consultation), ("王调解", Service::Mediation)] {
            let mut street = Street::staffed();
            let code = street.open(draft(service)).code;
            let mut buttons = street.last(who, Purpose::Card).outbound.buttons.concat();
            buttons.retain(|button| button.data != Action::Claim(code.clone()).encode());
            street.press(who, &Action::Claim(code.clone()));
            buttons.extend(street.last(who, Purpose::Reply).outbound.buttons.concat());
            street.press(who, &Action::Details(code.clone()));
            buttons.extend(street.last(who, Purpose::Reply).outbound.buttons.concat());
            street.heard(who);
            for button in buttons {
                let mut street = street.clone();
                let label =
                    button.label.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == ' ');
                street.write(who, &format!("{code} {label}"));
                let heard = street.heard(who);
                let lost = heard.contains("这句话发给谁") || heard.contains("没有发给任何人");
                assert!(!lost && !heard.is_empty(), "{label}: {heard}");
            }
        }
        let (mut street, code) = claimed();
        street.write("李律师", &format!("{code} 详情"));
        assert!(street.heard("李律师").contains("承办：李律师"));
        street.write("李律师", &format!("{code}　备注"));
        assert!(street.heard("李律师").contains("备注"));
    }

    #[test]
    fn commands_codes_and_everything_else_are_answered() {
        let (mut street, code) = claimed();
        for (words, part) in [
            ("我的事项", "您有 1 件在办"),
            ("待接单。", "没有待接单"),
            ("统计", "看哪一段"),
            ("/help", "我的事项、待接单"),
            ("菜单", "要看什么"),
            ("取消", "没有发出"),
            (code.as_str(), "承办：李律师"),
            (&code.to_string().to_lowercase(), "承办：李律师"),
            ("", "没有发给任何人"),
            ("   ", "没有发给任何人"),
            ("😀", "这句话发给谁"),
        ] {
            street.write("李律师", words);
            let heard = street.heard("李律师");
            assert!(heard.contains(part), "{words}: {heard}");
        }
        street.write("王调解", "有人吗");
        assert!(street.heard("王调解").contains("没有发给任何人"));
        street.comes("李律师", Body::Other("sticker".into()), None);
        assert!(street.heard("李律师").contains("改用文字"));
        street.comes("李律师", Body::Start(String::new()), None);
        assert!(street.heard("李律师").contains("谢正街·律师"));
    }
}
