//! What staff do around a case besides taking, answering and closing it.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::follow_up::FollowUpAnswer;
use crate::domain::lang::Lang;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::{by_phone, continuation, follow_up, reopen, tell};
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow};
use crate::engine::task::Task;
use crate::engine::turn::Turn;

use super::{access, conclude, decide, entering, hand_over, joint, notes, press, reopening};

/// Does what the button says.
pub(super) fn did(turn: &mut Turn<'_>, member: &Staff, deed: &Deed, flow: Flow) -> Result<(), Need> {
    match deed {
        Deed::FollowUp(code, answer) => called_back(turn, member, code, *answer),
        Deed::Identity(code, yes) => checked(turn, member, code, *yes),
        Deed::Enter => entering::begin(turn, member),
        Deed::Entered(step, number) => entering::chosen(turn, member, flow, (*step, *number)),
        Deed::Note(code) => notes::pressed(turn, member, code, flow),
        Deed::Reopen(code) => reopening::ask(turn, member, code),
        Deed::Reopened(code) => reopening::sure(turn, member, code),
        Deed::Unanswered(code) => conclude::unanswered(turn, member, code),
        Deed::JointAsk(code) => joint::ask(turn, member, code),
        Deed::JointBegin(code) => joint::begin(turn, member, code),
        Deed::JointDecline(code) => joint::decline(turn, member, code),
        Deed::JointLeader(code, leader) => joint::led_by(turn, member, code, leader),
        Deed::JointChoice(number) => joint::chosen(turn, member, flow, *number),
        Deed::Progress(code) => joint::report(turn, member, code),
        Deed::Sign(code) => joint::sign(turn, member, code),
        Deed::SendBack(code) => joint::send_back(turn, member, code),
        Deed::Joints => joint::list(turn, member),
        Deed::Hand(code, staff, reason) => hand_over::chosen(turn, member, code, staff, *reason),
        Deed::Consent(..) | Deed::Behalf | Deed::BehalfOf(_) => {
            press::stale(turn, member);
            Ok(())
        }
    }
}

/// Words while a question at the desk is open.
pub(super) fn words(turn: &mut Turn<'_>, member: &Staff, task: Task, text: &str) -> Result<(), Need> {
    match task {
        Task::Entering(entry) => entering::words(turn, member, entry, text),
        Task::Noting(case) => {
            turn.session.flow = Flow::Idle;
            notes::note_down(turn, member, turn.world.facts.case(&case)?.as_ref(), text).map(drop)
        }
        Task::Placing(kept) => notes::placed(turn, member, kept, text),
        Task::Joining(joining) => joint::words(turn, member, joining, text),
        Task::Reporting(case) => joint::reported(turn, member, &case, text),
        Task::Handing(case, to) => hand_over::words(turn, member, &case, &to, text),
    }
}

/// What details say and offer besides: lines, and choices.
pub(super) fn of_case(
    turn: &Turn<'_>,
    member: &Staff,
    case: &Case,
) -> Result<(Vec<String>, Vec<Choice>), Need> {
    let (mut lines, mut choices) = joint::of_case(turn, member, case)?;
    let texts = turn.around();
    if continuation::pending(turn, case)?.is_some() {
        lines.push(texts.identity_waits());
        let deed = |yes| Action::Deed(Deed::Identity(case.code.clone(), yes));
        choices.push(Choice::new(texts.identity_yes(), &deed(true)));
        choices.push(Choice::new(texts.identity_no(), &deed(false)));
    }
    choices.push(Choice::new(texts.button_note(), &Action::Deed(Deed::Note(case.code.clone()))));
    if case.conversation.is_counter() && follow_up::is_waiting(turn, case)? {
        lines.push(texts.call_back_waits(by_phone::contact(turn, case)));
        choices.extend(follow_up::answers_by_phone(turn, case));
    }
    Ok((lines, choices))
}

/// The resident told a member of staff, by phone or at the counter.
fn called_back(
    turn: &mut Turn<'_>,
    member: &Staff,
    code: &CaseCode,
    answer: FollowUpAnswer,
) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    if case.is_open() {
        return decide::tell_standing(turn, member, case);
    }
    if answer.reopens() && !case.conversation.is_counter() {
        return opened_again(turn, member, case);
    }
    let reopened = follow_up::answered(turn, case, answer, Some(member))?;
    let name = follow_up::name(turn, answer);
    turn.reply(match reopened {
        Some(_) => turn.around().noted_reopened(code, name),
        None => turn.around().noted(code, name),
    });
    Ok(())
}

/// 重新打开 after words below a bad rating: nobody was called, the member does it of their own accord.
fn opened_again(turn: &mut Turn<'_>, member: &Staff, case: &Case) -> Result<(), Need> {
    let rated = follow_up::rating(turn, case)?.and_then(|rating| rating.answer);
    let why = rated.map_or_else(String::new, |answer| follow_up::name(turn, answer));
    let case = reopen::by_staff(turn, member, case, &why)?;
    let deadline = tell::moment(Lang::Zh, case.deadline);
    turn.reply(turn.around().reopened_here(&case.code, by_phone::told(turn, &case), deadline));
    Ok(())
}

/// 核对本人: the person who named the code is, or is not, who the case belongs to.
fn checked(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode, yes: bool) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    let text = match (continuation::pending(turn, case)?, yes) {
        (None, _) => turn.around().identity_nothing(code),
        (Some(request), true) => {
            continuation::confirmed(turn, member, case, request)?;
            turn.around().identity_moved(code)
        }
        (Some(request), false) => {
            continuation::refused(turn, case, request, Some(member));
            turn.around().identity_refused(code)
        }
    };
    turn.reply(text);
    Ok(())
}
