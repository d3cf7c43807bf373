//! The clocks of a case.
//!
//! An open case always has exactly one reminder of the next word ([`TimerKind::AnswerBy`]), and an offered one
//! exactly one end of the offer ([`TimerKind::AcceptBy`]) besides, so that none is forgotten.

use crate::domain::case::Case;
use crate::domain::ids::TimerId;
use crate::domain::time::Timestamp;
use crate::domain::timer::{Timer, TimerKind};
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::standing;

/// Starts the time within which somebody has to take the case.
pub(super) fn start_accept(turn: &mut Turn<'_>, case: &Case) {
    let due = turn.hours(&case.room, case.service).accept_by(turn.now);
    set(turn, case, TimerKind::AcceptBy, due);
}

/// Starts it anew.
pub(super) fn restart_accept(turn: &mut Turn<'_>, case: &Case) {
    cancel(turn, case, TimerKind::AcceptBy);
    start_accept(turn, case);
}

/// Starts the time until the promised answer.
pub(super) fn start_answer(turn: &mut Turn<'_>, case: &Case) {
    let due = turn.hours(&case.room, case.service).awake(case.deadline);
    set(turn, case, TimerKind::AnswerBy, due);
}

/// The resident was answered: from now on the case is only to be brought back to mind.
pub(super) fn answered(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let standing = standing::of(turn, case)?;
    let due = turn.hours(&case.room, case.service).look_again(standing);
    put_off_answer(turn, case, due);
    Ok(())
}

/// The next word of the case is looked after again at `due`.
pub(super) fn put_off_answer(turn: &mut Turn<'_>, case: &Case, due: Timestamp) {
    cancel(turn, case, TimerKind::AnswerBy);
    let due = turn.hours(&case.room, case.service).awake(due.max(turn.now));
    set(turn, case, TimerKind::AnswerBy, due);
}

/// The resident waits for an answer again.
pub(super) fn restart_answer(turn: &mut Turn<'_>, case: &Case) {
    cancel(turn, case, TimerKind::AnswerBy);
    start_answer(turn, case);
}

/// Somebody took the case.
pub(super) fn taken(turn: &mut Turn<'_>, case: &Case) {
    cancel(turn, case, TimerKind::AcceptBy);
}

/// The case has ended.
pub(super) fn ended(turn: &mut Turn<'_>, case: &Case) {
    cancel(turn, case, TimerKind::AcceptBy);
    cancel(turn, case, TimerKind::AnswerBy);
}

pub(super) fn set(turn: &mut Turn<'_>, case: &Case, kind: TimerKind, due: Timestamp) {
    let timer = Timer { id: TimerId::new(turn.mint.text()), kind, case: case.id.clone(), due, booking: None };
    turn.push(Effect::Set(timer));
}

pub(super) fn cancel(turn: &mut Turn<'_>, case: &Case, kind: TimerKind) {
    turn.push(Effect::Cancel { case: case.id.clone(), kind });
}
