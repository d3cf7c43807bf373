//! What staff do around a case besides taking, answering and closing it.

use crate::domain::code::CaseCode;
use crate::domain::follow_up::FollowUpAnswer;
use crate::domain::staff::Staff;
use crate::engine::casework::follow_up;
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{access, decide};

/// Does what the button says.
pub(super) fn did(turn: &mut Turn<'_>, member: &Staff, deed: &Deed) -> Result<(), Need> {
    match deed {
        Deed::FollowUp(code, answer) => called_back(turn, member, code, *answer),
    }
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
