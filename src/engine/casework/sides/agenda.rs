//! The clocks of a mediation: answers that are missing, the month it usually takes, the day of performance, and the
//! thirty days for joint judicial confirmation.
//!
//! A case has one timer of this kind at most, set to whatever comes next. What has been told is noted, so that firing
//! twice tells it once.

use std::time::Duration;

use chrono::{Days, Months, NaiveDate};

use crate::domain::case::Case;
use crate::domain::ids::PartyId;
use crate::domain::lang::Lang;
use crate::domain::mediation::{Asked, Confirmation, Mediation, Performed, Proposal};
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::party::{Party, PartyState, Side};
use crate::domain::time::Timestamp;
use crate::domain::timer::TimerKind;
use crate::engine::casework::hours::Hours;
use crate::engine::casework::{tell, timers};
use crate::engine::facts::Need;
use crate::engine::sides::SideEffect;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;

use super::consent::tell_owner;
use super::silence::{self, Silence};
use super::{agreement, alias, consented, settle, texts_of, verb};

/// After so many workdays without an answer the party and the mediator are reminded, and once more after as many.
const ANSWER_WORKDAYS: u32 = 3;
const MOST_REMINDERS: i64 = 2;
/// So long before its usual end both sides and staff are told of the month (人民调解工作若干规定 33, usual practice).
const MONTH_WARNING: Duration = Duration::from_secs(7 * 24 * 3600);
/// Within so many days of the agreement taking effect both sides may apply together (人民调解法 33).
const CONFIRM_DAYS: u64 = 30;
/// The days after it took effect on which both sides and staff are reminded.
const CONFIRM_REMINDERS: [u64; 3] = [7, 20, 27];
/// When people are reminded of a day.
const REMINDED_AT: (u32, u32) = (10, 0);

/// Something to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Task {
    /// A party has not said yes or no.
    Undecided(PartyId),
    /// A party's words wait for an answer.
    Late(PartyId),
    /// The month runs out soon, or has.
    Month { over: bool },
    /// The day of performance.
    Perform(NaiveDate),
    /// Judicial confirmation can be applied for until that day.
    Confirm(NaiveDate),
    /// Sides say nothing to the time of this meeting.
    Silent(Timestamp, Silence),
}

/// A month later; where there is no such day, on the last of the month.
pub(in crate::engine) fn a_month_after(at: Timestamp) -> Timestamp {
    let later = at.local().checked_add_months(Months::new(1));
    later.map_or(at, Timestamp::from_local)
}

/// By when somebody who was asked then should have said yes or no.
pub(super) fn answer_by(hours: &Hours<'_>, asked: Timestamp) -> Timestamp {
    (0..ANSWER_WORKDAYS).fold(asked, |at, _| hours.again(at))
}

/// The last day for joint judicial confirmation.
pub(super) fn confirm_until(effective_on: NaiveDate) -> NaiveDate {
    effective_on.checked_add_days(Days::new(CONFIRM_DAYS)).unwrap_or(effective_on)
}

/// After an extension the end of the month is told anew.
pub(super) fn forget_month(mediation: &mut Mediation) {
    mediation.told.retain(|name| !name.starts_with("month"));
}

/// Sets the timer to what comes next; none if nothing does.
pub(super) fn arm(turn: &mut Turn<'_>, case: &Case, mediation: &Mediation, parties: &[Party]) {
    timers::cancel(turn, case, TimerKind::Mediation);
    let hours = turn.hours(&case.room, case.service);
    let next = tasks(turn.now, &hours, case, mediation, parties).into_iter().map(|(at, ..)| at).min();
    if let Some(next) = next {
        let due = hours.awake(next.max(turn.now));
        timers::set(turn, case, TimerKind::Mediation, due);
    }
}

/// The timer fired: whatever is due is told, and the next is set.
pub(in crate::engine) fn due(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let mut parties = super::parties(turn, case)?.to_vec();
    let mut mediation = super::mediation(turn, case)?;
    let hours = turn.hours(&case.room, case.service);
    if !hours.asleep(turn.now) {
        let now = turn.now;
        for (_, name, task) in
            tasks(now, &hours, case, &mediation, &parties).into_iter().filter(|(at, ..)| *at <= now)
        {
            perform(turn, case, (&mut mediation, &mut parties), name, task)?;
        }
    }
    arm(turn, case, &mediation, &parties);
    Ok(())
}

fn perform(
    turn: &mut Turn<'_>,
    case: &Case,
    (mediation, parties): (&mut Mediation, &mut [Party]),
    name: String,
    task: Task,
) -> Result<(), Need> {
    match task {
        Task::Undecided(id) => return remind(turn, case, parties, &id, undecided),
        Task::Late(id) => return remind(turn, case, parties, &id, late),
        Task::Silent(at, silence) => return silence::due(turn, case, mediation, at, silence),
        Task::Month { over } => month(turn, case, mediation, over)?,
        Task::Perform(day) => agreement::remind_performance(turn, case, day)?,
        Task::Confirm(until) => agreement::remind_confirmation(turn, case, mediation, until)?,
    }
    mediation.told.push(name);
    turn.side(SideEffect::Keep(mediation.clone()));
    Ok(())
}

/// Tells of what one party waits for or owes, and notes on the party that it has been told.
fn remind(
    turn: &mut Turn<'_>,
    case: &Case,
    parties: &mut [Party],
    id: &PartyId,
    told: fn(&mut Turn<'_>, &Case, Party) -> Result<Party, Need>,
) -> Result<(), Need> {
    let Some(party) = parties.iter_mut().find(|party| party.id == *id) else { return Ok(()) };
    *party = told(turn, case, party.clone())?;
    turn.side(SideEffect::Save(party.clone()));
    Ok(())
}

/// Everything that will have to be told if nothing happens before: when, its name, and what.
fn tasks(
    now: Timestamp,
    hours: &Hours<'_>,
    case: &Case,
    mediation: &Mediation,
    parties: &[Party],
) -> Vec<(Timestamp, String, Task)> {
    let mut tasks = Vec::new();
    if case.is_open() {
        for party in parties {
            tasks.extend(missing_answers(hours, party));
        }
        if let Some(open) = mediation.proposal(Asked::Meeting) {
            let (due, silence) = silence::next(hours, open, now);
            tasks.push((due, String::new(), Task::Silent(open.at, silence)));
        }
        if let Some(ends_at) = mediation.ends_at {
            let soon = ends_at.minus(MONTH_WARNING);
            tasks.push((soon, "month_soon".into(), Task::Month { over: false }));
            tasks.push((ends_at, "month_over".into(), Task::Month { over: true }));
        }
    }
    if let Some(agreement) = &mediation.agreement {
        if let Some(day) = agreement.perform_by.filter(|_| agreement.performed != Performed::Yes) {
            tasks.push((morning(day), "perform".into(), Task::Perform(day)));
        }
        if agreement.confirmation == Confirmation::Open {
            let until = confirm_until(agreement.effective_on);
            tasks.extend(CONFIRM_REMINDERS.iter().map(|&days| {
                let day = agreement.effective_on.checked_add_days(Days::new(days)).unwrap_or(until);
                (morning(day), format!("confirm_{days}"), Task::Confirm(until))
            }));
        }
    }
    tasks.retain(|(_, name, _)| name.is_empty() || !mediation.told.contains(name));
    tasks
}

fn missing_answers(hours: &Hours<'_>, party: &Party) -> Vec<(Timestamp, String, Task)> {
    let mut tasks = Vec::new();
    let asked = party.joined_at.or(party.invited_at).filter(|_| party.state == PartyState::Invited);
    if let Some(asked) = asked.filter(|_| party.reminded < MOST_REMINDERS) {
        let workdays = ANSWER_WORKDAYS * (u32::try_from(party.reminded).unwrap_or(0) + 1);
        let at = (0..workdays).fold(asked, |at, _| hours.again(at));
        tasks.push((at, String::new(), Task::Undecided(party.id.clone())));
    }
    if let Some(promised) = party.promised {
        tasks.push((promised, String::new(), Task::Late(party.id.clone())));
    }
    tasks
}

/// The party is asked once more where it can be reached; the mediator learns that the answer is missing.
fn undecided(turn: &mut Turn<'_>, case: &Case, party: Party) -> Result<Party, Need> {
    let texts = texts_of(turn, &party);
    let buttons = vec![
        verb(texts.button_consent(), Verb::Consent, &party.code),
        verb(texts.button_refuse(), Verb::Refuse, &party.code),
        verb(texts.button_ask(), Verb::Ask, &party.code),
    ];
    let asks = Outbound::text(texts.reminded(&party.code)).row(buttons);
    super::tell(turn, case, &party, Purpose::Notice, asks);
    let name = alias(turn, super::parties(turn, case)?, &Side::Other(party.id.clone()));
    let texts = turn.mediator_texts();
    let news = match party.joined_at {
        Some(_) => texts.undecided(&case.code, name),
        None => texts.not_opened(&case.code, name),
    };
    tell_owner(turn, case, news, Vec::new())?;
    Ok(Party { reminded: party.reminded + 1, ..party })
}

/// The promise to a party slipped: it gets a new one, the mediator is told.
fn late(turn: &mut Turn<'_>, case: &Case, party: Party) -> Result<Party, Need> {
    let again = turn.hours(&case.room, case.service).again(turn.now);
    let text = texts_of(turn, &party).late(&party.code, tell::moment(party.lang, again));
    super::tell(turn, case, &party, Purpose::Notice, Outbound::text(text));
    let name = alias(turn, super::parties(turn, case)?, &Side::Other(party.id.clone()));
    let texts = turn.mediator_texts();
    let write = verb(texts.button_write(&name), Verb::Write, &party.code);
    tell_owner(turn, case, texts.late(&case.code, name), vec![write])?;
    Ok(Party { promised: Some(again), ..party })
}

/// Before the month is over all sides are asked whether to go on; when it is, the mediator is told.
fn month(turn: &mut Turn<'_>, case: &Case, mediation: &mut Mediation, over: bool) -> Result<(), Need> {
    let Some(ends_at) = mediation.ends_at else { return Ok(()) };
    let (texts, day) = (turn.mediator_texts(), tell::date(turn, Lang::Zh, ends_at.local_date()));
    if over {
        let more = verb(texts.button_more(), Verb::More, &case.code);
        return tell_owner(turn, case, texts.month_over(&case.code, day), vec![more]);
    }
    let until = a_month_after(ends_at);
    mediation.propose(Proposal::new(Asked::Extension, until, Vec::new(), turn.now));
    settle::ask_for_month(turn, case, until)?;
    let by_phone = settle::by_phone(&consented(turn, case)?);
    let parties = super::parties(turn, case)?;
    let mut buttons = Vec::new();
    for party in by_phone {
        let name = alias(turn, parties, &Side::Other(party.id.clone()));
        buttons.push(verb(texts.button_more_yes_for(name), Verb::MoreYesFor, &party.code));
    }
    if case.conversation.is_counter() {
        let name = alias(turn, parties, &Side::Applicant);
        buttons.push(verb(texts.button_more_yes_for(name), Verb::MoreYesFor, &case.code));
    }
    tell_owner(turn, case, texts.month_soon(&case.code, day), buttons)
}

/// The hour of a day at which people are reminded of it.
fn morning(day: NaiveDate) -> Timestamp {
    let (hour, minute) = REMINDED_AT;
    Timestamp::from_local(day.and_hms_opt(hour, minute, 0).unwrap_or_default())
}
