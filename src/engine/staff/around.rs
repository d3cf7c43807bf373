//! What staff do around a case besides taking, answering and closing it.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::follow_up::FollowUpAnswer;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::{continuation, follow_up};
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::{access, decide, press};

/// Does what the button says.
pub(super) fn did(turn: &mut Turn<'_>, member: &Staff, deed: &Deed) -> Result<(), Need> {
    match deed {
        Deed::FollowUp(code, answer) => called_back(turn, member, code, *answer),
        Deed::Identity(code, yes) => checked(turn, member, code, *yes),
        Deed::Consent(..) => {
            press::stale(turn, member);
            Ok(())
        }
    }
}

/// What details say and offer besides: lines, and choices.
pub(super) fn of_case(turn: &Turn<'_>, case: &Case) -> Result<(Vec<String>, Vec<Choice>), Need> {
    let (mut lines, mut choices) = (Vec::new(), Vec::new());
    let texts = turn.desk();
    if continuation::pending(turn, case)?.is_some() {
        lines.push(texts.identity_waits());
        let deed = |yes| Action::Deed(Deed::Identity(case.code.clone(), yes));
        choices.push(Choice::new(texts.identity_yes(), &deed(true)));
        choices.push(Choice::new(texts.identity_no(), &deed(false)));
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
    let reopened = follow_up::answered(turn, case, answer, Some(member))?;
    let name = follow_up::name(turn, answer);
    turn.reply(match reopened {
        Some(_) => turn.desk().noted_reopened(code, name),
        None => turn.desk().noted(code, name),
    });
    Ok(())
}

/// 核对本人: the person who named the code is, or is not, who the case belongs to.
fn checked(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode, yes: bool) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    let text = match (continuation::pending(turn, case)?, yes) {
        (None, _) => turn.desk().identity_nothing(code),
        (Some(request), true) => {
            continuation::confirmed(turn, member, case, request)?;
            turn.desk().identity_moved(code)
        }
        (Some(request), false) => {
            continuation::refused(turn, case, request, Some(member));
            turn.desk().identity_refused(code)
        }
    };
    turn.reply(text);
    Ok(())
}
