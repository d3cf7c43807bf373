//! 结案 of a mediation that came to an agreement: what about, how much, from when, and by when it is performed.

use chrono::NaiveDate;

use crate::domain::case::{Case, Outcome};
use crate::domain::lang::Lang;
use crate::domain::origin::Origin;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::{by_phone, close, sides, tell};
use crate::engine::facts::Need;
use crate::engine::mediating::{Agreeing, Mediating};
use crate::engine::session::{Choice, Flow, same_words};
use crate::engine::staff::{access, days};
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;
use crate::intent::entities::{self, Moment, Money, Value};

use super::desk::choice;

/// How much of the agreement's subject is kept.
const SUBJECT_SIGNS: usize = 500;

/// Begins to ask.
pub(in crate::engine::staff) fn begin(
    turn: &mut Turn<'_>,
    case: &Case,
    outcome: Outcome,
) -> Result<(), Need> {
    let code = case.code.clone();
    let agreeing = Agreeing {
        code,
        outcome,
        subject: None,
        amount_told: false,
        fen: None,
        effective_on: None,
        perform_by: None,
        performed: None,
        doubtful: None,
    };
    ask(turn, case, agreeing)
}

/// The first question without an answer.
fn ask(turn: &mut Turn<'_>, case: &Case, agreeing: Agreeing) -> Result<(), Need> {
    let texts = turn.mediator_texts();
    let cancel = Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel);
    let skip = |label: String| Choice::new(label, &Action::Skip);
    let (text, mut choices) = if agreeing.subject.is_none() {
        what(turn, case)?
    } else if !agreeing.amount_told {
        (texts.agreed_amount(), vec![skip(texts.button_no_amount())])
    } else if let (None, Some(day)) = (agreeing.performed, agreeing.doubtful) {
        (doubt(turn, case, &agreeing, day)?, vec![skip(texts.button_that_day())])
    } else if agreeing.effective_on.is_none() {
        (texts.agreed_effective(), vec![skip(texts.button_today())])
    } else if agreeing.performed.is_some() {
        summary(turn, case, &agreeing)
    } else {
        let done = choice(texts.button_performed(), Verb::Performed, &agreeing.code);
        match agreeing.perform_by {
            Some(day) => {
                let text = texts.agreed_perform_over(tell::date(turn, Lang::Zh, day));
                (text, vec![done, skip(texts.button_not_performed())])
            }
            None => (texts.agreed_perform(), vec![done, skip(texts.button_no_day())]),
        }
    };
    choices.push(cancel);
    turn.session.flow = Flow::Mediating(Mediating::Agreed(agreeing));
    turn.offer(text, choices, 2);
    Ok(())
}

/// Asks whether a day is meant that is before the case, or of the next year.
fn doubt(turn: &Turn<'_>, case: &Case, agreeing: &Agreeing, day: NaiveDate) -> Result<String, Need> {
    let (texts, told) = (turn.mediator_texts(), tell::date(turn, Lang::Zh, day));
    if agreeing.effective_on.is_some() {
        return Ok(texts.agreed_perform_next_year(told));
    }
    let first = earliest(turn, case, false)?.unwrap_or(day);
    Ok(texts.agreed_effective_early(told, tell::date(turn, Lang::Zh, first)))
}

/// All of it once more, before the case is closed and both sides read it.
fn summary(turn: &Turn<'_>, case: &Case, agreeing: &Agreeing) -> (String, Vec<Choice>) {
    let texts = turn.mediator_texts();
    let terms = sides::agreement::line(turn, &sides::agreement::of(turn, agreeing));
    let choices = vec![
        choice(texts.button_agreed_sure(), Verb::AgreedSure, &case.code),
        choice(texts.button_agreed_anew(), Verb::AgreedAnew, &case.code),
    ];
    (texts.agreed_sure(&case.code, terms), choices)
}

/// What was agreed; whoever has not written down with whom is reminded of it first.
fn what(turn: &Turn<'_>, case: &Case) -> Result<(String, Vec<Choice>), Need> {
    let texts = turn.mediator_texts();
    let what = texts.agreed_what(&case.code);
    if !sides::consented(turn, case)?.is_empty() {
        return Ok((what, Vec::new()));
    }
    let desk = choice(texts.button_desk(), Verb::Desk, &case.code);
    Ok((format!("{what}\n{}", texts.agreed_with_nobody()), vec![desk]))
}

/// The open question is answered in words.
pub(super) fn answered(
    turn: &mut Turn<'_>,
    case: &Case,
    mut agreeing: Agreeing,
    words: &str,
) -> Result<(), Need> {
    if agreeing.subject.is_none() {
        // A number alone was meant for another question.
        let subject: String = words.trim().chars().take(SUBJECT_SIGNS).collect();
        agreeing.subject = Some(subject).filter(|subject| !subject.chars().all(char::is_numeric));
    } else if !agreeing.amount_told {
        agreeing.fen = amount(turn, words).filter(|fen| *fen > 0);
        agreeing.amount_told = agreeing.fen.is_some() || tells_none(words);
        if !agreeing.amount_told {
            turn.reply(turn.mediator_texts().agreed_amount_unread());
        }
    } else if agreeing.performed.is_some() {
        // Everything has been told: it is shown once more.
    } else if let Some(effective) = agreeing.effective_on {
        perform(turn, &mut agreeing, effective, words);
    } else {
        agreeing.doubtful = None;
        match effective_day(turn, case, words)? {
            Some(day) if earliest(turn, case, false)?.is_some_and(|first| day < first) => {
                agreeing.doubtful = Some(day);
            }
            day => agreeing.effective_on = day,
        }
    }
    ask(turn, case, agreeing)
}

/// The day of performance is told. One that is over is asked about, and so is one that can only be of the next year.
fn perform(turn: &mut Turn<'_>, agreeing: &mut Agreeing, effective: NaiveDate, words: &str) {
    agreeing.doubtful = None;
    match perform_day(turn, words, effective) {
        Some((day, true)) => agreeing.doubtful = Some(day),
        Some((day, false)) => {
            agreeing.perform_by = Some(day);
            agreeing.performed = (day >= turn.now.local_date()).then_some(false);
        }
        None => turn.reply(turn.mediator_texts().agreed_perform_unread()),
    }
}

/// The day an agreement took effect, as words tell it; what cannot be is refused with the reason.
fn effective_day(turn: &mut Turn<'_>, case: &Case, words: &str) -> Result<Option<NaiveDate>, Need> {
    let (today, texts) = (turn.now.local_date(), turn.mediator_texts());
    let told = moments(turn, words).next().map(|told| told.in_the_past(today).unwrap_or(told));
    let Some(day) = told.map(|told| told.from.date()) else {
        turn.reply(texts.agreed_effective_unread());
        return Ok(None);
    };
    if day > today {
        turn.reply(texts.agreed_effective_to_come(tell::date(turn, Lang::Zh, day)));
        return Ok(None);
    }
    if let Some(first) = earliest(turn, case, true)?.filter(|first| day < *first) {
        turn.reply(texts.agreed_effective_too_early(tell::date(turn, Lang::Zh, first)));
        return Ok(None);
    }
    Ok(Some(day))
}

/// The first day on which there can have been an agreement: that of the case, or of the last consent. What was entered by staff, or
/// noted of a call, may have been so before: it is not `certain`, and whoever names a day before it is asked.
fn earliest(turn: &Turn<'_>, case: &Case, certain: bool) -> Result<Option<NaiveDate>, Need> {
    if certain && case.origin != Origin::Bot {
        return Ok(None);
    }
    let parties = sides::consented(turn, case)?;
    let here = parties.iter().filter(|party| !certain || party.noted_by.is_none());
    let consented = here.filter_map(|party| party.answered_at).max();
    Ok(Some(consented.unwrap_or(case.opened_at).local_date()))
}

/// One question back: the last answer is asked for again, the others are kept; before the first it is asked how it ended.
pub(in crate::engine::staff) fn back(
    turn: &mut Turn<'_>,
    member: &Staff,
    mut agreeing: Agreeing,
) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, &agreeing.code)? else { return Ok(()) };
    if agreeing.subject.is_none() || !case.is_open() {
        return super::super::conclude::close(turn, member, &agreeing.code);
    }
    if agreeing.perform_by.take().is_none() && agreeing.effective_on.take().is_none() {
        match agreeing.amount_told {
            true => (agreeing.amount_told, agreeing.fen) = (false, None),
            false => agreeing.subject = None,
        }
    }
    ask(turn, case, agreeing)
}

/// The open question is passed over.
pub(super) fn skipped(turn: &mut Turn<'_>, case: &Case, mut agreeing: Agreeing) -> Result<(), Need> {
    if agreeing.subject.is_none() {
        // What was agreed has to be written down (人民调解法 28): there is nothing to pass over.
    } else if !agreeing.amount_told {
        agreeing.amount_told = true;
    } else if agreeing.effective_on.is_none() {
        agreeing.effective_on = agreeing.doubtful.take().or_else(|| Some(turn.now.local_date()));
    } else {
        agreeing.perform_by = agreeing.doubtful.take().or(agreeing.perform_by);
        agreeing.performed.get_or_insert(false);
    }
    ask(turn, case, agreeing)
}

/// It was performed on the spot.
pub(super) fn performed_at_once(turn: &mut Turn<'_>, member: &Staff, open: &Flow) -> Result<(), Need> {
    let Flow::Mediating(Mediating::Agreed(agreeing)) = open else { return Ok(()) };
    let Some(case) = access::seen(turn, member, &agreeing.code)? else { return Ok(()) };
    if !case.is_open() || !access::may_decide(turn, member, case) || agreeing.effective_on.is_none() {
        return super::decide::tell_standing(turn, member, case);
    }
    let perform_by = agreeing.perform_by.or(agreeing.effective_on);
    let agreeing = Agreeing { perform_by, performed: Some(true), doubtful: None, ..agreeing.clone() };
    ask(turn, case, agreeing)
}

/// 确认 or 改 below all that was told. An old button of another agreement, or of one that is not yet told, decides nothing.
pub(super) fn decided(turn: &mut Turn<'_>, member: &Staff, verb: Verb, open: &Flow) -> Result<(), Need> {
    let told = match open {
        Flow::Mediating(Mediating::Agreed(agreeing)) => Some(agreeing).filter(|it| it.performed.is_some()),
        _ => None,
    };
    let Some(agreeing) = told else {
        super::super::press::stale(turn, member);
        return Ok(());
    };
    let Some(case) = access::seen(turn, member, &agreeing.code)? else { return Ok(()) };
    if !case.is_open() || !access::may_decide(turn, member, case) {
        return super::decide::tell_standing(turn, member, case);
    }
    match verb {
        Verb::AgreedSure => finished(turn, member, case, agreeing),
        _ => begin(turn, case, agreeing.outcome),
    }
}

fn finished(turn: &mut Turn<'_>, member: &Staff, case: &Case, agreeing: &Agreeing) -> Result<(), Need> {
    turn.session.flow = Flow::Idle;
    let reached = sides::agreement::reached(turn, member, case, agreeing)?;
    let name = close::outcome_name(turn, agreeing.outcome);
    let mut text = turn.staff_texts().closed(&case.code, name, by_phone::told(turn, case));
    text.push('\n');
    text.push_str(&sides::agreement::line(turn, &reached));
    if agreeing.outcome == Outcome::MediatedWritten {
        let effective = agreeing.effective_on.unwrap_or_else(|| turn.now.local_date());
        text.push('\n');
        let last = tell::date(turn, Lang::Zh, sides::agreement::last_day(effective));
        text.push_str(&turn.mediator_texts().confirm_hint(last));
    }
    turn.reply(text);
    Ok(())
}

/// The amount in somebody's words, in fen, if they tell one and all of it; a bare number is yuan.
fn amount(turn: &Turn<'_>, words: &str) -> Option<i64> {
    let sums = |text: &str| -> Vec<Money> {
        let found = entities::find(text, turn.now.local()).into_iter();
        let money = found.filter_map(|entity| match entity.value {
            Value::Money(money) => Some(money),
            _ => None,
        });
        money.collect()
    };
    let told = sums(words);
    let told = if told.is_empty() { sums(&format!("{}元", words.trim())) } else { told };
    match *told.as_slice() {
        [Money { fen, about: false }] if fen >= 0 && !PARTS.iter().any(|part| words.contains(part)) => {
            Some(fen)
        }
        _ => None,
    }
}

/// Words that say that an amount is only part of the whole.
const PARTS: &[&str] = &["每", "分期", "剩下", "余款", "首付", "先付", "先给"];

/// Whether words say that it is not about money.
fn tells_none(words: &str) -> bool {
    NO_AMOUNT.iter().any(|none| same_words(none, words))
}

/// How people say so.
const NO_AMOUNT: &[&str] =
    &["没有", "没有钱", "无", "没得", "不涉及", "不涉及钱", "不要钱", "零", "0", "0元"];

/// The last day that somebody's words give for performing what takes effect on `effective`: 月底前, 三天内, 12月20. One that is over is
/// meant if it is not before that; else one without a year can only be of the year after, which is for them to say (`true`).
fn perform_day(turn: &Turn<'_>, words: &str, effective: NaiveDate) -> Option<(NaiveDate, bool)> {
    let told = moments(turn, words).last()?;
    let last = told.last_day()?;
    if last >= effective {
        return Some((last, false));
    }
    days::last_to_come(turn, told).filter(|day| *day >= effective).map(|day| (day, true))
}

fn moments(turn: &Turn<'_>, words: &str) -> impl Iterator<Item = Moment> {
    entities::find(words, turn.now.local()).into_iter().filter_map(|entity| match entity.value {
        Value::Moment(moment) => Some(moment),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::domain::case::Outcome;
    use crate::domain::mediation::Performed;
    use crate::engine::action::Action;
    use crate::engine::casework::sides::tests::{LI, consented, quiet};
    use crate::engine::testing::{ANNA, Street};

    /// The sides agreed, ten days after the other party consented, and the first questions are answered.
    fn asked(answers: &[&str]) -> Street {
        let mut street = consented();
        street.pass_minutes(10 * 24 * 60);
        let code = street.case().code;
        street.press(LI, &Action::Outcome(code, Outcome::MediatedOral));
        for words in answers {
            street.write(LI, words);
        }
        quiet(&mut street);
        street
    }

    fn says(street: &mut Street, words: &str) -> String {
        street.write(LI, words);
        street.heard(LI)
    }

    #[test]
    fn no_amount_is_said_in_many_ways_and_a_number_alone_is_no_subject() {
        let mut street = asked(&[]);
        assert!(says(&mut street, "2").contains("协议说的是什么"));
        for words in ["没有", "0", "0元", "不涉及", "不涉及金额"] {
            let mut street = street.clone();
            says(&mut street, "各退一步");
            let read = says(&mut street, words);
            assert!(read.contains("哪天生效"), "{words}: {read}");
            says(&mut street, "今天");
            says(&mut street, "没有说定");
            says(&mut street, "确认");
            let agreement = street.sides.mediations[&street.case().id].agreement.clone().unwrap();
            assert_eq!(agreement.fen, None, "{words}");
        }
    }

    #[test]
    fn a_day_on_which_it_cannot_have_taken_effect_is_refused_with_the_reason() {
        let mut street = asked(&["修好水管", "没有"]);
        for (words, why) in [
            ("下周一", "还没到"),
            ("到时候", "没读出是哪天"),
            ("3月1日", "不能早于3月5日"),
            ("去年12月1日", "不能早于3月5日"),
        ] {
            let read = says(&mut street, words);
            assert!(read.contains(why) && read.contains("哪天生效"), "{words}: {read}");
        }
        assert!(says(&mut street, "3月6日").contains("哪天履行"));
    }

    #[test]
    fn a_day_of_performance_that_is_over_is_asked_about_and_never_told_as_todays() {
        let mut street = asked(&["修好水管", "没有", "3月6日"]);
        let read = says(&mut street, "3月10日");
        assert!(read.contains("3月10日已经过了。履行了吗"), "{read}");
        let mut done = street.clone();
        done.write(LI, "1");
        done.write(LI, "确认");
        let performed = |street: &Street| {
            let agreement = street.sides.mediations[&street.case().id].agreement.clone().unwrap();
            (agreement.perform_by.map(|day| day.to_string()), agreement.performed)
        };
        assert_eq!(performed(&done), (Some("2026-03-10".into()), Performed::Yes));
        street.write(LI, "2");
        street.write(LI, "确认");
        assert_eq!(performed(&street), (Some("2026-03-10".into()), Performed::No));
        street.heard(LI);
        street.pass_minutes(24 * 60);
        let read = street.heard(LI);
        assert!(read.contains("已经过了，请问问") && !read.contains("今天（"), "{read}");
        assert!(!street.heard(ANNA).contains("履行日"));
    }

    #[test]
    fn another_day_of_performance_may_be_written_instead() {
        let mut street = asked(&["修好水管", "没有", "3月6日", "3月10日"]);
        let read = says(&mut street, "3月20日");
        assert!(read.contains("3月20日"), "{read}");
        says(&mut street, "确认");
        assert!(!street.case().is_open());
    }

    #[test]
    fn nothing_is_closed_or_told_before_all_of_it_is_confirmed() {
        let mut street = asked(&["付清押金", "800", "3月6日"]);
        let read = says(&mut street, "3月20日");
        for part in ["付清押金", "800", "3月6日", "3月20日"] {
            assert!(read.contains(part), "{part}: {read}");
        }
        assert!(street.case().is_open() && street.heard(ANNA).is_empty());
        assert!(says(&mut street, "好的").contains("请核对"), "it is asked again");
        assert!(says(&mut street, "改").contains("协议说的是什么"));
        for words in ["付清押金", "900", "3月6日", "3月21日"] {
            says(&mut street, words);
        }
        says(&mut street, "确认");
        let read = street.heard(ANNA);
        assert!(read.contains("900") && read.contains("3月21日") && !read.contains("800"), "{read}");
    }

    #[test]
    fn a_day_that_is_over_this_year_is_asked_about_and_not_moved_in_silence() {
        let mut street = asked(&["付清押金", "800", "3月6日"]);
        let read = says(&mut street, "2月1日");
        assert!(read.contains("今年的这一天已经过了") && read.contains("2027年2月1日"), "{read}");
        let mut other = street.clone();
        assert!(says(&mut other, "3月25日").contains("请核对"));
        assert!(says(&mut street, "是那天").contains("2027年2月1日"));
        says(&mut street, "确认");
        let agreement = street.sides.mediations[&street.case().id].agreement.clone().unwrap();
        assert_eq!(agreement.perform_by.map(|day| day.to_string()), Some("2027-02-01".into()));
    }

    #[test]
    fn a_day_of_effect_before_a_case_was_entered_is_asked_about() {
        let mut street = asked(&["付清押金", "800"]);
        let id = street.case().id;
        street.cases.get_mut(&id).unwrap().origin = crate::domain::origin::Origin::Visit;
        let read = says(&mut street, "2月20日");
        assert!(read.contains("3月5日才登记") && read.contains("2月20日"), "{read}");
        let mut sure = street.clone();
        assert!(says(&mut sure, "是那天").contains("哪天履行"));
        assert!(says(&mut street, "3月7日").contains("哪天履行"));
        says(&mut street, "没有说定");
        assert!(says(&mut street, "确认").contains("3月7日起生效"));
    }
}
