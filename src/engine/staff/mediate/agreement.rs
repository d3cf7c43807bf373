//! 结案 of a mediation that came to an agreement: what about, how much, from when, and by when it is performed.

use chrono::{Months, NaiveDate};

use crate::domain::case::{Case, Outcome};
use crate::domain::lang::Lang;
use crate::domain::mediation::Performed;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::{close, sides, tell};
use crate::engine::facts::Need;
use crate::engine::mediating::{Agreeing, Mediating};
use crate::engine::session::{Choice, Flow};
use crate::engine::staff::access;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;
use crate::intent::entities::{self, LeftOut, Moment, Money, Value};

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
    let agreeing =
        Agreeing { code, outcome, subject: None, amount_told: false, fen: None, effective_on: None };
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
    } else if agreeing.effective_on.is_none() {
        (texts.agreed_effective(), vec![skip(texts.button_today())])
    } else {
        let done = choice(texts.button_performed(), Verb::Performed, &agreeing.code);
        (texts.agreed_perform(), vec![done, skip(texts.button_no_day())])
    };
    choices.push(cancel);
    turn.session.flow = Flow::Mediating(Mediating::Agreed(agreeing));
    turn.offer(text, choices, 2);
    Ok(())
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
    member: &Staff,
    case: &Case,
    mut agreeing: Agreeing,
    words: &str,
) -> Result<(), Need> {
    if agreeing.subject.is_none() {
        let subject: String = words.trim().chars().take(SUBJECT_SIGNS).collect();
        agreeing.subject = Some(subject).filter(|subject| !subject.is_empty());
    } else if !agreeing.amount_told {
        agreeing.fen = amount(turn, words);
        agreeing.amount_told = agreeing.fen.is_some();
        if agreeing.fen.is_none() {
            turn.reply(turn.mediator_texts().agreed_amount_unread());
        }
    } else if let Some(effective) = agreeing.effective_on {
        match last_day(turn, words).filter(|day| *day >= effective) {
            Some(day) => return finished(turn, member, case, &agreeing, (Some(day), Performed::No)),
            None => turn.reply(turn.mediator_texts().agreed_perform_unread()),
        }
    } else {
        let today = turn.now.local_date();
        let told = moments(turn, words).next().map(|told| told.in_the_past(today).unwrap_or(told));
        agreeing.effective_on = told.map(|told| told.from.date()).filter(|day| *day <= today);
    }
    ask(turn, case, agreeing)
}

/// The open question is passed over.
pub(super) fn skipped(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    mut agreeing: Agreeing,
) -> Result<(), Need> {
    if agreeing.subject.is_none() {
        // What was agreed has to be written down (人民调解法 28): there is nothing to pass over.
    } else if !agreeing.amount_told {
        agreeing.amount_told = true;
    } else if agreeing.effective_on.is_none() {
        agreeing.effective_on = Some(turn.now.local_date());
    } else {
        return finished(turn, member, case, &agreeing, (None, Performed::No));
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
    finished(turn, member, case, agreeing, (agreeing.effective_on, Performed::Yes))
}

fn finished(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    agreeing: &Agreeing,
    perform: (Option<NaiveDate>, Performed),
) -> Result<(), Need> {
    turn.session.flow = Flow::Idle;
    let reached = sides::agreement::reached(turn, member, case, agreeing, perform)?;
    let name = close::outcome_name(turn, agreeing.outcome);
    let mut text = turn.staff_texts().closed(&case.code, name);
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

/// The last day that somebody's words give for something to come: 月底前, 三天内, 12月20; what is over by then is of the year after.
fn last_day(turn: &Turn<'_>, words: &str) -> Option<NaiveDate> {
    let told = moments(turn, words).last()?;
    let last = told.last_day()?;
    let is_over =
        last < turn.now.local_date() && matches!(told.left_out, LeftOut::Year | LeftOut::MoonYear(_));
    if is_over { last.checked_add_months(Months::new(12)) } else { Some(last) }
}

fn moments(turn: &Turn<'_>, words: &str) -> impl Iterator<Item = Moment> {
    entities::find(words, turn.now.local()).into_iter().filter_map(|entity| match entity.value {
        Value::Moment(moment) => Some(moment),
        _ => None,
    })
}
