//! How a case goes on or ends in its owner's hands: 结案 with an outcome, 递交法援机构 and its answer, 归档.

use crate::domain::case::{Case, CaseState, EntryKind, Outcome, Speaker};
use crate::domain::code::CaseCode;
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::{by_phone, close, refer};
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::access::{self, may_decide};
use super::decide::tell_standing;
use super::{joint, mediate};

/// 结案: asks how it ended.
pub(super) fn close(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = open_to(turn, member, code)? else { return Ok(()) };
    let texts = turn.staff_texts();
    let outcome = |outcome: &Outcome| {
        Choice::new(close::outcome_name(turn, *outcome), &Action::Outcome(code.clone(), *outcome))
    };
    let mut choices = Vec::new();
    if may_refer(case) {
        choices.push(Choice::new(turn.work_texts().button_refer(), &Action::Refer(code.clone())));
    }
    if case.state == CaseState::Referred {
        choices.push(Choice::new(turn.work_texts().button_received(), &Action::Received(code.clone())));
    }
    choices.extend(close::outcomes(case).iter().map(outcome));
    choices.push(Choice::new(texts.button_cancel(), &Action::Cancel));
    let text = match case.state {
        CaseState::Referred => turn.work_texts().institution_says(code),
        _ => texts.close_how(code),
    };
    turn.offer(text, choices, 2);
    Ok(())
}

/// 结案 with this outcome.
pub(super) fn close_as(
    turn: &mut Turn<'_>,
    member: &Staff,
    code: &CaseCode,
    outcome: Outcome,
) -> Result<(), Need> {
    let Some(case) = open_to(turn, member, code)? else { return Ok(()) };
    if !close::outcomes(case).contains(&outcome) {
        return close(turn, member, code);
    }
    if outcome == Outcome::Answered && !is_answered(turn, case)? {
        ask_unanswered(turn, code);
        return Ok(());
    }
    if !joint::may_close(turn, member, case, outcome)? {
        return Ok(());
    }
    if matches!(outcome, Outcome::MediatedOral | Outcome::MediatedWritten) {
        return mediate::begin(turn, case, outcome);
    }
    closed(turn, member, case, outcome)
}

/// 结案 as answered, although no word of staff ever went out: the resident would read that they were answered.
fn ask_unanswered(turn: &mut Turn<'_>, code: &CaseCode) {
    let texts = turn.staff_texts();
    let choices = vec![
        Choice::new(texts.button_answer(), &Action::Answer(code.clone())),
        Choice::new(texts.button_close_unanswered(), &Action::Deed(Deed::Unanswered(code.clone()))),
        Choice::new(texts.button_cancel(), &Action::Cancel),
    ];
    turn.offer(texts.close_unanswered(code), choices, 1);
}

/// 已答复 all the same: by phone, or in the room.
pub(super) fn unanswered(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = open_to(turn, member, code)? else { return Ok(()) };
    if !close::outcomes(case).contains(&Outcome::Answered) {
        return close(turn, member, code);
    }
    match joint::may_close(turn, member, case, Outcome::Answered)? {
        true => closed(turn, member, case, Outcome::Answered),
        false => Ok(()),
    }
}

/// Whether staff have said anything to the resident, or met them. What goes to the counter is told by phone anyway.
fn is_answered(turn: &Turn<'_>, case: &Case) -> Result<bool, Need> {
    if case.conversation.is_counter() {
        return Ok(true);
    }
    let said = [EntryKind::Said, EntryKind::Corrected, EntryKind::Appointment, EntryKind::Meeting];
    let log = turn.world.facts.log(&case.id)?;
    Ok(log.iter().any(|entry| entry.by == Speaker::Staff && said.contains(&entry.kind)))
}

fn closed(turn: &mut Turn<'_>, member: &Staff, case: &Case, outcome: Outcome) -> Result<(), Need> {
    let code = &case.code;
    close::by_staff(turn, member, case, outcome, None)?;
    let name = close::outcome_name(turn, outcome);
    turn.reply(turn.staff_texts().closed(code, name, by_phone::told(turn, case)));
    Ok(())
}

/// 已递交法援机构: the case waits for its decision.
pub(super) fn refer(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = open_to(turn, member, code)? else { return Ok(()) };
    if !may_refer(case) {
        return tell_standing(turn, member, case);
    }
    refer::handed_on(turn, member, case)?;
    turn.reply(turn.work_texts().referred(code));
    Ok(())
}

/// 法援机构已受理.
pub(super) fn received(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = open_to(turn, member, code)? else { return Ok(()) };
    if case.state != CaseState::Referred || refer::is_received(turn, case)? {
        return tell_standing(turn, member, case);
    }
    refer::received(turn, member, case)?;
    turn.reply(turn.work_texts().received(code));
    Ok(())
}

/// 归档.
pub(super) fn file(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    if !may_file(turn, member, case) {
        return tell_standing(turn, member, case);
    }
    refer::file(turn, member, case);
    turn.reply(turn.work_texts().filed(code));
    Ok(())
}

/// Whether the member may file the case: it has ended and was theirs, or is the street's to look after.
pub(super) fn may_file(turn: &Turn<'_>, member: &Staff, case: &Case) -> bool {
    case.state == CaseState::Closed && may_decide(turn, member, case)
}

/// The case, if it is open and the member's to decide about. If not, they have been told how it stands.
fn open_to<'world>(
    turn: &mut Turn<'world>,
    member: &Staff,
    code: &CaseCode,
) -> Result<Option<&'world Case>, Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(None) };
    if !case.is_open() || !may_decide(turn, member, case) {
        tell_standing(turn, member, case)?;
        return Ok(None);
    }
    Ok(Some(case))
}

/// An application for legal aid that somebody has in hand and has not handed on.
fn may_refer(case: &Case) -> bool {
    case.service == Service::LegalAid && case.state == CaseState::Claimed
}
