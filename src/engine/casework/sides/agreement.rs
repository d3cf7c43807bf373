//! The agreement: kept with the case, and what is told about it afterwards: performance, and joint judicial confirmation
//! within thirty days of taking effect (人民调解法 33).

use chrono::NaiveDate;

use crate::domain::case::{Case, EntryKind, Outcome};
use crate::domain::code::CaseCode;
use crate::domain::lang::Lang;
use crate::domain::mediation::{Agreement, AgreementForm, Confirmation, Mediation, Performed};
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::party::Side;
use crate::domain::staff::Staff;
use crate::engine::casework::{close, log, tell};
use crate::engine::facts::Need;
use crate::engine::mediating::Agreeing;
use crate::engine::texts::MediationTexts;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;

use super::consent::tell_owner;
use super::{agenda, alias, consented, kept, mediation, parties, terms, texts_of, texts_of_applicant, verb};

/// Ends a mediation with what was agreed, which is given back; the reminders about it begin.
pub(in crate::engine) fn reached(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    agreed: &Agreeing,
) -> Result<Agreement, Need> {
    let mut mediation = mediation(turn, case)?;
    mediation.proposals.clear();
    let agreement = of(turn, agreed);
    mediation.agreement = Some(agreement.clone());
    let closed = close::by_staff(turn, member, case, agreed.outcome, Some(&agreement))?;
    kept(turn, &closed, &mediation)?;
    Ok(agreement)
}

/// What was told of an agreement, as it is kept.
pub(in crate::engine) fn of(turn: &Turn<'_>, agreed: &Agreeing) -> Agreement {
    let written = agreed.outcome == Outcome::MediatedWritten;
    Agreement {
        form: if written { AgreementForm::Written } else { AgreementForm::Oral },
        subject: agreed.subject.clone().unwrap_or_default(),
        fen: agreed.fen,
        effective_on: agreed.effective_on.unwrap_or_else(|| turn.now.local_date()),
        perform_by: agreed.perform_by,
        performed: if agreed.performed == Some(true) { Performed::Yes } else { Performed::No },
        confirmation: if written { Confirmation::Open } else { Confirmation::Unwanted },
    }
}

/// What the details show of an agreement.
pub(in crate::engine) fn line(turn: &Turn<'_>, agreement: &Agreement) -> String {
    let texts = turn.mediator_texts();
    let form = match agreement.form {
        AgreementForm::Oral => texts.form_oral(),
        AgreementForm::Written => texts.form_written(),
    };
    let amount = agreement.fen.map_or_else(|| texts.no_amount(), |fen| texts.amount(yuan(fen)));
    let perform = agreement.perform_by.map_or_else(|| texts.no_day(), |day| tell::date(turn, Lang::Zh, day));
    let performed = performed_name(turn, agreement.performed);
    let effective = tell::date(turn, Lang::Zh, agreement.effective_on);
    texts.agreement(form, &agreement.subject, amount, effective, perform, performed)
}

/// What a case's details show of the agreement it ended with.
pub(in crate::engine) fn of_case(turn: &Turn<'_>, case: &Case) -> Result<Option<String>, Need> {
    let Some(agreement) = terms::agreement(turn, case)? else { return Ok(None) };
    let line = line(turn, &agreement);
    if !terms::can_be_confirmed(turn, &agreement) {
        return Ok(Some(line));
    }
    let last = tell::date(turn, Lang::Zh, last_day(agreement.effective_on));
    Ok(Some(format!("{line}\n{}", turn.mediator_texts().confirm_last(last))))
}

/// 1234.50 as people write it: without the fen where there are none.
pub(in crate::engine) fn yuan(fen: i64) -> String {
    let (whole, part) = (fen.div_euclid(100), fen.rem_euclid(100));
    if part == 0 { whole.to_string() } else { format!("{whole}.{part:02}") }
}

/// What staff call it.
fn performed_name(turn: &Turn<'_>, performed: Performed) -> String {
    let texts = turn.mediator_texts();
    match performed {
        Performed::No => texts.performed_no(),
        Performed::Partly => texts.performed_partly(),
        Performed::Yes => texts.performed_yes(),
    }
}

/// Staff say whether it has been performed; `false` if there is no agreement.
pub(in crate::engine) fn performed(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    performed: Performed,
) -> Result<bool, Need> {
    let mut mediation = mediation(turn, case)?;
    let Some(agreement) = &mut mediation.agreement else { return Ok(false) };
    agreement.performed = performed;
    let name = performed_name(turn, performed);
    let is_known = turn.world.facts.log(&case.id)?.iter().any(|entry| entry.text == name);
    log::staff(turn, case, member, EntryKind::Said, &name, None);
    kept(turn, case, &mediation)?;
    if performed == Performed::No && !is_known {
        not_kept(turn, case)?;
    }
    Ok(true)
}

/// Each side learns that it was noted, and what can be done. Which side has to perform is nobody's guess: both read the same.
fn not_kept(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let told =
        |texts: &MediationTexts, code| format!("{}\n{}", texts.not_performed(code), texts.not_kept_ways());
    let news = told(texts_of_applicant(turn, case), &case.code);
    tell::resident_with_ways_on(turn, case, news);
    for party in consented(turn, case)? {
        let news = told(texts_of(turn, party), &party.code);
        super::tell(turn, case, party, Purpose::Notice, Outbound::text(news));
    }
    Ok(())
}

/// Staff say how it stands with judicial confirmation: nobody is reminded any more.
pub(in crate::engine) fn confirmation(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    stands: Confirmation,
) -> Result<bool, Need> {
    let mut mediation = mediation(turn, case)?;
    let Some(agreement) = &mut mediation.agreement else { return Ok(false) };
    agreement.confirmation = stands;
    let texts = turn.mediator_texts();
    let line = if stands == Confirmation::Applied { texts.log_applied() } else { texts.log_unwanted() };
    log::staff(turn, case, member, EntryKind::Said, &line, None);
    kept(turn, case, &mediation)?;
    Ok(true)
}

/// A side says that it was applied for, or that it does not want to: it is reminded no more, and staff learn it.
pub(in crate::engine) fn quieted(
    turn: &mut Turn<'_>,
    case: &Case,
    side: &Side,
    applied: bool,
) -> Result<bool, Need> {
    let mut mediation = mediation(turn, case)?;
    if mediation.agreement.is_none() {
        return Ok(false);
    }
    if !mediation.quiet.contains(side) {
        mediation.quiet.push(side.clone());
    }
    let name = alias(turn, parties(turn, case)?, side);
    let texts = turn.mediator_texts();
    let news =
        if applied { texts.side_applied(&case.code, name) } else { texts.side_unwanted(&case.code, name) };
    let buttons = vec![
        verb(texts.button_applied(), Verb::Applied, &case.code),
        verb(texts.button_unwanted(), Verb::Unwanted, &case.code),
    ];
    tell_owner(turn, case, news, buttons)?;
    kept(turn, case, &mediation)?;
    Ok(true)
}

/// The day of performance has come, or was over when it was told.
pub(super) fn remind_performance(turn: &mut Turn<'_>, case: &Case, day: NaiveDate) -> Result<(), Need> {
    let texts = turn.mediator_texts();
    let buttons = vec![
        verb(texts.button_performed(), Verb::Performed, &case.code),
        verb(texts.button_partly(), Verb::Partly, &case.code),
        verb(texts.button_not_performed(), Verb::NotPerformed, &case.code),
    ];
    let (shown, is_today) = (tell::date(turn, Lang::Zh, day), day == turn.now.local_date());
    let text = match is_today {
        true => texts.perform_today(&case.code, shown),
        false => texts.perform_over(&case.code, shown),
    };
    tell_owner(turn, case, text, buttons)
}

/// The thirty days go on: each side that still wants to know, and staff.
pub(super) fn remind_confirmation(
    turn: &mut Turn<'_>,
    case: &Case,
    mediation: &Mediation,
    until: NaiveDate,
) -> Result<(), Need> {
    let left = until.signed_duration_since(turn.now.local_date()).num_days();
    if !mediation.quiet.contains(&Side::Applicant) {
        let reminder =
            reminder(texts_of_applicant(turn, case), &case.code, tell::date(turn, case.lang, until), left);
        tell::send(turn, &case.conversation, case, Purpose::Notice, reminder);
    }
    for party in consented(turn, case)? {
        if !mediation.quiet.contains(&Side::Other(party.id.clone())) {
            let reminder =
                reminder(texts_of(turn, party), &party.code, tell::date(turn, party.lang, until), left);
            super::tell(turn, case, party, Purpose::Notice, reminder);
        }
    }
    let texts = turn.mediator_texts();
    let buttons = vec![
        verb(texts.button_applied(), Verb::Applied, &case.code),
        verb(texts.button_unwanted(), Verb::Unwanted, &case.code),
    ];
    let until = tell::date(turn, Lang::Zh, until);
    tell_owner(turn, case, texts.confirm_until(&case.code, until, left), buttons)
}

fn reminder(texts: &MediationTexts, code: &CaseCode, until: String, left: i64) -> Outbound {
    Outbound::text(texts.confirm_until(code, until, left)).row(vec![
        verb(texts.button_applied(), Verb::Applied, code),
        verb(texts.button_unwanted(), Verb::Unwanted, code),
    ])
}

/// The last day on which both sides can apply, as the closing tells it.
pub(in crate::engine) fn last_day(effective_on: NaiveDate) -> NaiveDate {
    agenda::confirm_until(effective_on)
}
