//! 回访: asks how a case was done, and a week and a month later whether it is really solved.
//!
//! A closed case always has exactly one [`TimerKind::CallBack`], which asks the next question or files the case; one
//! that was taken back is asked nothing. Nobody is asked at night, nor in the middle of a form. The message names
//! the case by its code only: others may read the phone. After danger it asks only how the person is.

use std::time::Duration;

use crate::domain::case::{Case, CaseState, EntryKind, Outcome};
use crate::domain::follow_up::{FollowUp, FollowUpAnswer, FollowUpKind};
use crate::domain::ids::{FollowUpId, TimerId};
use crate::domain::message::{Button, Outbound};
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::domain::timer::{Timer, TimerKind};
use crate::engine::action::Action;
use crate::engine::deed::Deed;
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow};
use crate::engine::turn::Turn;

use super::{by_phone, log, reopen, tell};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// The resident reads the last answer first.
const RATE_AFTER: Duration = Duration::from_secs(10 * 60);

/// The days after the end on which a resident is called back.
const DAYS: [u32; 2] = [7, 30];

/// How long the last question waits for its answer before the case is filed; also the least time between two.
const SILENCE: Duration = DAY.saturating_mul(3);

/// Somebody who answered a question so lately is in the middle of something.
const BUSY: Duration = Duration::from_secs(30 * 60);

/// What is done next about a closed case, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Ask(FollowUpKind),
    File,
}

/// The case has just ended.
pub(super) fn start(turn: &mut Turn<'_>, case: &Case) {
    let by_bot = !case.conversation.is_counter() && case.service != Service::Emergency;
    if is_asked(case) && by_bot {
        set(turn, case, TimerKind::Rate, turn.now.plus(RATE_AFTER));
    }
    let (_, due) = next(case, &[]);
    set(turn, case, TimerKind::CallBack, due);
}

/// Nothing more is asked of it.
pub(super) fn stop(turn: &mut Turn<'_>, case: &Case) {
    for kind in [TimerKind::Rate, TimerKind::CallBack] {
        turn.push(Effect::Cancel { case: case.id.clone(), kind });
    }
}

/// It is time to ask how it was done.
pub(super) fn rate(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    if let Some(later) = later(turn, case) {
        set(turn, case, TimerKind::Rate, later);
        return Ok(());
    }
    if turn.world.facts.follow_ups(&case.id)?.iter().any(|asked| about(asked, case, FollowUpKind::Rating)) {
        return Ok(());
    }
    let texts = turn.after();
    let answers = [
        (texts.rating_good(), FollowUpAnswer::Satisfied),
        (texts.rating_fair(), FollowUpAnswer::Fair),
        (texts.rating_poor(), FollowUpAnswer::Dissatisfied),
    ];
    ask(turn, case, FollowUpKind::Rating, texts.rating_ask(&case.code), answers);
    Ok(())
}

/// It is time to ask whether it is solved, or to file it.
pub(super) fn call_back(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let mut asked = turn.world.facts.follow_ups(&case.id)?.clone();
    let (what, due) = next(case, &asked);
    let wait = if turn.now < due { Some(due) } else { later(turn, case) };
    match (wait, what) {
        (Some(later), _) => set(turn, case, TimerKind::CallBack, later),
        (None, Next::File) => file(turn, case),
        (None, Next::Ask(kind)) => {
            asked.push(if case.conversation.is_counter() {
                have_called(turn, case, kind)?
            } else {
                call(turn, case, kind)
            });
            let (_, due) = next(case, &asked);
            set(turn, case, TimerKind::CallBack, due);
        }
    }
    Ok(())
}

/// When the resident is asked next whether it is solved, if they are.
pub(in crate::engine) fn next_question(turn: &Turn<'_>, case: &Case) -> Result<Option<Timestamp>, Need> {
    Ok(match next(case, turn.world.facts.follow_ups(&case.id)?) {
        (Next::Ask(_), due) => Some(due),
        (Next::File, _) => None,
    })
}

/// The resident answered, or told the member of `staff` who asked. Returns the case if it is open again.
pub(in crate::engine) fn answered(
    turn: &mut Turn<'_>,
    case: &Case,
    answer: FollowUpAnswer,
    staff: Option<&Staff>,
) -> Result<Option<Case>, Need> {
    let asked = turn.world.facts.follow_ups(&case.id)?;
    let question = asked.iter().rev().find(|asked| {
        asked.closed_at == closed(case) && (asked.kind == FollowUpKind::Rating) == answer.rates()
    });
    let text = line(turn, question.map(|question| question.kind), answer);
    if !answer.reopens() && said_last(turn, case, &text)? {
        return Ok(None);
    }
    if let Some(question) = question {
        turn.push(Effect::FollowUp(FollowUp {
            answered_at: Some(turn.now),
            answer: Some(answer),
            staff: staff.map(|member| member.id.clone()),
            ..question.clone()
        }));
    }
    match staff {
        Some(member) => log::staff(turn, case, member, EntryKind::FollowedUp, &text, None),
        None => log::resident(turn, case, EntryKind::FollowedUp, &text, None),
    }
    if answer.reopens() {
        return reopen::reopen(turn, case, &name(turn, answer), None, false).map(Some);
    }
    let last = question.is_some_and(|question| question.kind == FollowUpKind::Month);
    if last && answer == FollowUpAnswer::Solved && case.state == CaseState::Closed {
        file(turn, case);
    }
    Ok(None)
}

/// Whether this very answer is the last thing in the log: the button was pressed twice.
fn said_last(turn: &Turn<'_>, case: &Case, text: &str) -> Result<bool, Need> {
    let log = turn.world.facts.log(&case.id)?;
    Ok(log.last().is_some_and(|entry| entry.kind == EntryKind::FollowedUp && entry.text == text))
}

/// How the resident rated the case last.
pub(in crate::engine) fn rating<'world>(
    turn: &Turn<'world>,
    case: &Case,
) -> Result<Option<&'world FollowUp>, Need> {
    let asked = turn.world.facts.follow_ups(&case.id)?;
    Ok(asked.iter().rev().find(|asked| asked.kind == FollowUpKind::Rating && asked.answer.is_some()))
}

/// Words that belong to a rating given before: kept with it, and brought to whoever has the case. `false` if there is
/// nobody to bring them to.
pub(in crate::engine) fn remarked(
    turn: &mut Turn<'_>,
    case: &Case,
    rating: &FollowUp,
    words: &str,
) -> Result<bool, Need> {
    let all = match rating.words.as_str() {
        "" => words.to_owned(),
        before => format!("{before}\n{words}"),
    };
    turn.push(Effect::FollowUp(FollowUp { words: all, ..rating.clone() }));
    let text = turn.around().log_remark(words);
    log::resident(turn, case, EntryKind::FollowedUp, &text, None);
    let answer = rating.answer.map(|answer| name(turn, answer)).unwrap_or_default();
    let again = Action::Deed(Deed::FollowUp(case.code.clone(), FollowUpAnswer::Unsolved));
    let buttons = vec![
        tell::button(turn.around().button_reopen(), &again),
        tell::button(turn.staff_texts().button_details(), &Action::Details(case.code.clone())),
    ];
    let news = Outbound::text(turn.around().remarked(&case.code, answer, words)).row(buttons);
    let people = by_phone::people(turn, case)?;
    for person in &people {
        tell::staff(turn, person, case, &news);
    }
    Ok(!people.is_empty())
}

/// What staff call an answer.
pub(in crate::engine) fn name(turn: &Turn<'_>, answer: FollowUpAnswer) -> String {
    let texts = turn.around();
    match answer {
        FollowUpAnswer::Satisfied => texts.answer_good(),
        FollowUpAnswer::Fair => texts.answer_fair(),
        FollowUpAnswer::Dissatisfied => texts.answer_poor(),
        FollowUpAnswer::Solved => texts.answer_solved(),
        FollowUpAnswer::Unsolved => texts.answer_unsolved(),
        FollowUpAnswer::News => texts.answer_news(),
        FollowUpAnswer::Unreached => texts.answer_unreached(),
    }
}

/// Asks the resident whether it is solved.
fn call(turn: &mut Turn<'_>, case: &Case, kind: FollowUpKind) -> FollowUp {
    let texts = turn.after();
    if case.service == Service::Emergency {
        let answers = [
            (texts.care_solved(), FollowUpAnswer::Solved),
            (texts.care_unsolved(), FollowUpAnswer::Unsolved),
            (texts.call_back_news(), FollowUpAnswer::News),
        ];
        return ask(turn, case, kind, texts.call_back_care(&case.code), answers);
    }
    let answers = [
        (texts.call_back_solved(), FollowUpAnswer::Solved),
        (texts.call_back_unsolved(), FollowUpAnswer::Unsolved),
        (texts.call_back_news(), FollowUpAnswer::News),
    ];
    ask(turn, case, kind, texts.call_back_ask(&case.code, days(kind)), answers)
}

/// Has staff call a resident who does not write to the bot.
fn have_called(turn: &mut Turn<'_>, case: &Case, kind: FollowUpKind) -> Result<FollowUp, Need> {
    let contact = by_phone::contact(turn, case);
    let text = turn.around().call_back_please(&case.code, days(kind), contact);
    let buttons = answers_by_phone(turn, case)
        .into_iter()
        .map(|choice| Button { label: choice.label, data: choice.data })
        .collect();
    let news = Outbound::text(text).row(buttons);
    for person in by_phone::people(turn, case)? {
        tell::staff(turn, &person, case, &news);
    }
    Ok(keep(turn, case, kind))
}

/// What staff can say that the resident answered.
pub(in crate::engine) fn answers_by_phone(turn: &Turn<'_>, case: &Case) -> Vec<Choice> {
    let answers =
        [FollowUpAnswer::Solved, FollowUpAnswer::Unsolved, FollowUpAnswer::News, FollowUpAnswer::Unreached];
    let choice =
        |answer| Choice::new(name(turn, answer), &Action::Deed(Deed::FollowUp(case.code.clone(), answer)));
    answers.into_iter().map(choice).collect()
}

/// Whether somebody is to call the resident and has not said how that went.
pub(in crate::engine) fn is_waiting(turn: &Turn<'_>, case: &Case) -> Result<bool, Need> {
    if case.state != CaseState::Closed {
        return Ok(false);
    }
    let asked = turn.world.facts.follow_ups(&case.id)?;
    Ok(asked.last().is_some_and(|asked| asked.closed_at == closed(case) && asked.answer.is_none()))
}

fn ask(
    turn: &mut Turn<'_>,
    case: &Case,
    kind: FollowUpKind,
    text: String,
    answers: [(String, FollowUpAnswer); 3],
) -> FollowUp {
    let asked = keep(turn, case, kind);
    turn.about = Some(case.id.clone());
    let choice = |(label, answer): (String, FollowUpAnswer)| {
        Choice::new(label, &Action::Deed(Deed::FollowUp(case.code.clone(), answer)))
    };
    turn.offer(text, answers.into_iter().map(choice).collect(), 3);
    asked
}

/// It is asked now.
fn keep(turn: &mut Turn<'_>, case: &Case, kind: FollowUpKind) -> FollowUp {
    let asked = FollowUp {
        id: FollowUpId::new(turn.mint.text()),
        case: case.id.clone(),
        kind,
        closed_at: closed(case),
        asked_at: turn.now,
        answered_at: None,
        answer: None,
        words: String::new(),
        staff: None,
    };
    turn.push(Effect::FollowUp(asked.clone()));
    asked
}

fn file(turn: &mut Turn<'_>, case: &Case) {
    let case = Case { state: CaseState::Filed, ..case.clone() };
    turn.save(&case);
    stop(turn, &case);
    log::system(turn, &case, EntryKind::Filed, "");
}

/// What comes next, and when at the earliest. `asked` is all that was asked of the case so far.
fn next(case: &Case, asked: &[FollowUp]) -> (Next, Timestamp) {
    let [week, month] = DAYS.map(|days| closed(case).plus(DAY * days));
    if !is_asked(case) {
        return (Next::File, month);
    }
    let of = |kind| asked.iter().find(|asked| about(asked, case, kind));
    match (of(FollowUpKind::Week), of(FollowUpKind::Month)) {
        (None, None) => (Next::Ask(FollowUpKind::Week), week),
        (Some(week), None) => (Next::Ask(FollowUpKind::Month), month.max(week.asked_at.plus(SILENCE))),
        (_, Some(month)) => (Next::File, month.asked_at.plus(SILENCE)),
    }
}

/// Whether the question is about this closing of the case.
fn about(asked: &FollowUp, case: &Case, kind: FollowUpKind) -> bool {
    asked.kind == kind && asked.closed_at == closed(case)
}

/// Who took their matter back is left in peace, and who left no way to reach them cannot be asked.
fn is_asked(case: &Case) -> bool {
    let can_be = !case.conversation.is_counter() || case.contact.is_some();
    can_be && case.outcome != Some(Outcome::Withdrawn)
}

fn closed(case: &Case) -> Timestamp {
    case.closed_at.unwrap_or(case.opened_at)
}

/// When the resident can be asked if not now: in the morning, or when the form they are in is done with.
fn later(turn: &Turn<'_>, case: &Case) -> Option<Timestamp> {
    let hours = turn.hours(&case.room, Service::Consultation);
    if hours.asleep(turn.now) {
        return Some(hours.awake(turn.now));
    }
    let open = matches!(turn.session.flow, Flow::Form(_) | Flow::Room { .. });
    let lately = turn.session.offered_at.is_some_and(|at| turn.now.since(at) < BUSY);
    (open && lately).then(|| turn.now.plus(BUSY))
}

fn set(turn: &mut Turn<'_>, case: &Case, kind: TimerKind, due: Timestamp) {
    let due = turn.hours(&case.room, Service::Consultation).awake(due);
    let timer = Timer { id: TimerId::new(turn.mint.text()), kind, case: case.id.clone(), due, booking: None };
    turn.push(Effect::Set(timer));
}

const fn days(kind: FollowUpKind) -> u32 {
    match kind {
        FollowUpKind::Rating | FollowUpKind::Week => DAYS[0],
        FollowUpKind::Month => DAYS[1],
    }
}

fn line(turn: &Turn<'_>, kind: Option<FollowUpKind>, answer: FollowUpAnswer) -> String {
    let (texts, name) = (turn.around(), name(turn, answer));
    match kind {
        Some(FollowUpKind::Rating) => texts.log_rated(name),
        Some(kind) => texts.log_called_back(days(kind), name),
        None => texts.log_reopened(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message::Body;
    use crate::domain::outbox::Purpose;
    use crate::domain::staff::StaffStatus;
    use crate::engine::casework::withdraw;
    use crate::engine::testing::{ANNA, Street, at, draft};

    const A_DAY: u64 = 24 * 60;

    /// A case that its lawyer has just closed on a Thursday morning, with nothing unread.
    fn closed(service: Service) -> Street {
        closed_at("2026-03-05 10:00", service)
    }

    fn closed_at(now: &str, service: Service) -> Street {
        let mut street = Street::staffed();
        street.now = at(now);
        let code = street.open(draft(service)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.press("李律师", &Action::Outcome(code, Outcome::OtherRoute));
        street.heard(ANNA);
        street.heard("李律师");
        street
    }

    fn answers(street: &Street) -> Vec<(FollowUpKind, Option<FollowUpAnswer>)> {
        street.follow_ups.iter().map(|asked| (asked.kind, asked.answer)).collect()
    }

    #[test]
    fn a_closed_case_is_rated_with_one_tap_and_a_word() {
        let mut street = closed(Service::Consultation);
        street.pass_minutes(9);
        assert_eq!(street.heard(ANNA), "");
        street.pass_minutes(1);
        let asked = street.heard(ANNA);
        assert!(asked.contains("办得怎么样") && !asked.contains("工资"), "{asked}");
        assert_eq!(street.buttons(ANNA, Purpose::Reply), ["1 满意", "2 一般", "3 不满意"]);
        street.write(ANNA, "1");
        assert!(street.heard(ANNA).contains("记下了：满意"));
        street.write(ANNA, "李律师很耐心");
        let (heard, told) = (street.heard(ANNA), street.heard("李律师"));
        assert!(heard.contains("您的话已转给") && !heard.contains("没解决"), "{heard}");
        assert!(told.contains("居民评价「满意」") && told.contains("李律师很耐心"), "{told}");
        let rated = street.follow_ups[0].clone();
        assert_eq!((rated.answer, rated.words.as_str()), (Some(FollowUpAnswer::Satisfied), "李律师很耐心"));
        let texts: Vec<&str> = street.log.iter().rev().take(2).map(|entry| entry.text.as_str()).collect();
        assert_eq!(texts, ["评价补充：李律师很耐心", "评价：满意"]);
        street.pass_minutes(A_DAY);
        assert_eq!(street.heard(ANNA), "", "it is asked once");
    }

    /// A case that was not done well, as the resident has just said.
    fn bad() -> Street {
        let mut street = closed(Service::Consultation);
        street.pass_minutes(10);
        street.heard(ANNA);
        street.write(ANNA, "不满意");
        assert!(street.heard(ANNA).contains("哪里没办好，请直接写"));
        street
    }

    #[test]
    fn what_was_not_done_well_reaches_whoever_has_the_case() {
        let mut street = bad();
        street.write(ANNA, "老板拖欠工资怎么办");
        let heard = street.heard(ANNA);
        for part in ["您的话已转给", "没解决的", "3月12日"] {
            assert!(heard.contains(part), "{part} is not in: {heard}");
        }
        assert_eq!(street.buttons(ANNA, Purpose::Reply), ["1 没解决", "2 问别的"]);
        let told = street.heard("李律师");
        assert!(told.contains("居民评价「不满意」") && told.contains("老板拖欠工资怎么办"), "{told}");
        assert_eq!(street.buttons("李律师", Purpose::Notice), ["重新打开", "详情"]);
        street.write(ANNA, "说好三天的");
        assert!(street.heard("李律师").contains("说好三天的"));
        assert_eq!(street.follow_ups[0].words, "老板拖欠工资怎么办\n说好三天的");
        assert_eq!(street.log.last().map(|entry| entry.text.as_str()), Some("评价补充：说好三天的"));
        street.write(ANNA, "没解决");
        assert!(street.case().is_open());
    }

    #[test]
    fn what_staff_open_again_is_told_to_the_resident_and_was_no_call() {
        let mut street = bad();
        street.write(ANNA, "等了太久");
        for who in [ANNA, "李律师"] {
            street.heard(who);
        }
        let code = street.case().code;
        let again = Action::Deed(Deed::FollowUp(code.clone(), FollowUpAnswer::Unsolved));
        street.press("王调解", &again);
        assert!(street.case().is_open() && street.case().awaits_staff());
        let told = street.heard(ANNA);
        assert!(told.contains("重新打开了") && told.contains("前给您回话"), "{told}");
        assert!(street.heard("李律师").contains("王调解把事项"));
        assert!(street.heard("王调解").contains("已告诉居民"));
        street.press("李律师", &Action::Details(code));
        let read = street.heard("李律师");
        assert!(read.contains("重新打开：王调解（居民评价：不满意）") && !read.contains("回访"), "{read}");
    }

    #[test]
    fn with_its_owner_gone_the_street_hears_what_was_not_done_well() {
        let mut street = bad();
        street.staff("李律师").status = StaffStatus::Revoked;
        street.write(ANNA, "等了太久");
        assert!(street.heard("陈主任").contains("等了太久"));
        assert_eq!(street.heard("李律师"), "");
    }

    #[test]
    fn words_long_after_a_rating_or_about_something_else_are_no_part_of_it() {
        let mut street = closed(Service::Consultation);
        street.pass_minutes(10);
        street.write(ANNA, "满意");
        street.pass_minutes(61);
        street.write(ANNA, "阿巴阿巴");
        assert_eq!(street.follow_ups[0].words, "");
    }

    #[test]
    fn nobody_is_asked_at_night_or_in_the_middle_of_a_form() {
        let mut street = closed_at("2026-03-05 20:55", Service::Consultation);
        street.pass_minutes(11 * 60);
        assert_eq!(street.heard(ANNA), "");
        street.pass_minutes(5);
        assert!(street.heard(ANNA).contains("办得怎么样"));

        let mut street = closed(Service::Consultation);
        street.press(ANNA, &Action::Service(Service::Mediation));
        street.heard(ANNA);
        street.pass_minutes(10);
        assert_eq!(street.heard(ANNA), "");
        street.pass_minutes(30);
        assert!(street.heard(ANNA).contains("办得怎么样"));
        street.write(ANNA, "3");
        let heard = street.heard(ANNA);
        assert!(heard.contains("没让您满意") && heard.contains("（1/4）"), "{heard}");
    }

    #[test]
    fn after_a_week_it_is_asked_whether_it_is_solved_and_again_after_a_month() {
        let mut street = closed(Service::Consultation);
        street.pass_minutes(7 * A_DAY - 1);
        street.heard(ANNA);
        street.pass_minutes(1);
        assert!(street.heard(ANNA).contains("办结 7 天了。问题真的解决了吗"));
        street.write(ANNA, "解决了");
        assert!(street.heard(ANNA).contains("太好了"));
        street.pass_minutes(23 * A_DAY);
        assert!(street.heard(ANNA).contains("办结 30 天了"));
        street.write(ANNA, "1");
        assert_eq!(street.case().state, CaseState::Filed);
        assert_eq!(street.timers, []);
        let solved = Some(FollowUpAnswer::Solved);
        assert_eq!(
            answers(&street),
            [(FollowUpKind::Rating, None), (FollowUpKind::Week, solved), (FollowUpKind::Month, solved)]
        );
    }

    #[test]
    fn silence_files_the_case_three_days_after_the_last_question() {
        let mut street = closed(Service::Consultation);
        street.pass_minutes(33 * A_DAY - 1);
        assert_eq!(street.case().state, CaseState::Closed);
        street.pass_minutes(1);
        assert_eq!(street.case().state, CaseState::Filed);
        assert_eq!(street.log.last().map(|entry| entry.kind), Some(EntryKind::Filed));
        let code = street.case().code;
        street.heard(ANNA);
        street.press(ANNA, &Action::Deed(Deed::FollowUp(code, FollowUpAnswer::Unsolved)));
        assert_eq!(street.case().state, CaseState::Claimed, "a late answer is an answer");
    }

    #[test]
    fn what_is_not_solved_is_its_owners_again_with_a_promise() {
        let mut street = closed(Service::Consultation);
        street.pass_minutes(7 * A_DAY);
        street.heard(ANNA);
        street.write(ANNA, "2");
        let case = street.case();
        assert_eq!((case.state, case.owner), (CaseState::Claimed, Some(street.staff("李律师").id.clone())));
        assert_eq!((case.outcome, case.closed_at, case.deadline), (None, None, at("2026-03-13 10:00")));
        let heard = street.heard(ANNA);
        assert!(heard.contains("重新打开") && heard.contains("3月13日"), "{heard}");
        let told = street.heard("李律师");
        assert!(told.contains("居民回访说「没解决」") && told.contains("3月13日 10:00"), "{told}");
        street.write(ANNA, "钱还是没到");
        assert!(street.heard("李律师").contains("钱还是没到"));
        street.press("李律师", &Action::Details(case.code.clone()));
        let told = street.heard("李律师");
        assert!(told.contains("居民：7 天回访：没解决") && told.contains("重新打开：没解决"), "{told}");
        street.press("李律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(case.code)));
        street.heard(ANNA);
        street.pass_minutes(7 * A_DAY);
        assert_eq!(street.heard(ANNA).matches("真的解决了吗").count(), 1, "the new end is asked about anew");
        assert_eq!(answers(&street).len(), 4);
    }

    #[test]
    fn with_its_owner_gone_it_is_offered_anew() {
        let mut street = closed(Service::Consultation);
        street.staff("李律师").status = StaffStatus::Revoked;
        street.pass_minutes(7 * A_DAY);
        street.heard(ANNA);
        street.write(ANNA, "有新情况");
        assert_eq!(street.case().state, CaseState::Offered);
        assert!(street.holders().contains(&"王调解"));
        let heard = street.heard(ANNA);
        assert!(heard.contains("另请一位") && heard.contains("什么新情况"), "{heard}");
    }

    #[test]
    fn who_took_it_back_is_left_in_peace() {
        let mut street = Street::staffed();
        street.open(draft(Service::Consultation));
        street.resident(withdraw);
        street.heard(ANNA);
        street.pass_minutes(31 * A_DAY);
        assert_eq!((street.heard(ANNA), street.case().state), (String::new(), CaseState::Filed));
        assert_eq!(street.follow_ups, []);
    }

    #[test]
    fn after_danger_it_is_only_asked_how_they_are() {
        let mut street = closed(Service::Emergency);
        street.pass_minutes(A_DAY);
        assert_eq!(street.heard(ANNA), "");
        street.pass_minutes(6 * A_DAY);
        let heard = street.heard(ANNA);
        assert!(heard.contains("您现在还好吗") && !heard.contains("满意"), "{heard}");
        street.write(ANNA, "现在没事了");
        assert!(street.heard(ANNA).contains("110"));
        street.pass_minutes(23 * A_DAY);
        street.write(ANNA, "还要帮忙");
        assert!(street.case().is_open());
    }

    #[test]
    fn anothers_case_and_an_old_button_do_nothing() {
        let mut street = closed(Service::Consultation);
        let code = street.case().code;
        let unsolved = Action::Deed(Deed::FollowUp(code.clone(), FollowUpAnswer::Unsolved));
        street.press("小偷", &unsolved);
        assert!(street.heard("小偷").contains("查不到这个编号"));
        street.press(ANNA, &unsolved);
        street.heard(ANNA);
        street.press(ANNA, &unsolved);
        assert!(street.heard(ANNA).contains("现在："), "it is open already");
        assert_eq!(street.log.iter().filter(|entry| entry.kind == EntryKind::Reopened).count(), 1);
    }

    #[test]
    fn staff_may_note_what_a_resident_told_them() {
        let mut street = closed(Service::Consultation);
        let code = street.case().code;
        street.pass_minutes(7 * A_DAY);
        street.heard("李律师");
        let said = |answer| Action::Deed(Deed::FollowUp(code.clone(), answer));
        street.press("李律师", &said(FollowUpAnswer::Unreached));
        assert!(street.heard("李律师").contains("没联系上"));
        street.press("李律师", &said(FollowUpAnswer::Unsolved));
        assert!(street.heard("李律师").contains("已重新打开"));
        let who = street.staff("李律师").id.clone();
        assert_eq!(street.follow_ups.last().map(|asked| asked.staff.clone()), Some(Some(who)));
        street.answer("李律师", Purpose::Card, Body::Text("您说说看".into()));
        assert!(street.heard(ANNA).contains("您说说看"));
    }
}
