//! What happens to a case, whoever makes it happen: opened, offered, claimed, widened, closed.

use crate::domain::attachment::Attachment;
use crate::domain::case::Case;
use crate::domain::ids::{CaseId, OutboxId, RoomCode};
use crate::domain::outbox::Loss;
use crate::domain::service::{Service, Topic};
use crate::domain::timer::Timer;

use super::facts::Need;
use super::turn::Turn;

/// What a resident wants to have taken up.
pub(super) struct Draft {
    pub(super) service: Service,
    pub(super) topic: Option<Topic>,
    pub(super) room: RoomCode,
    pub(super) summary: String,
    pub(super) details: Vec<(String, String)>,
    pub(super) urgent: bool,
}

/// Opens a case for this conversation and offers it to the fitting people; the caller tells the resident.
pub(super) fn open(_turn: &mut Turn<'_>, _draft: Draft) -> Result<Case, Need> {
    todo!()
}

/// Brings the resident's words (and file) to whoever has the case, and notes them in its log.
pub(super) fn pass_on(
    _turn: &mut Turn<'_>,
    _case: &Case,
    _words: &str,
    _file: Option<&Attachment>,
) -> Result<(), Need> {
    todo!()
}

/// The resident takes the matter back: closed as withdrawn, staff told.
pub(super) fn withdraw(_turn: &mut Turn<'_>, _case: &Case) -> Result<(), Need> {
    todo!()
}

/// A timer of a case is due; the turn's conversation is the resident's.
pub(super) fn due(_turn: &mut Turn<'_>, _timer: &Timer) -> Result<(), Need> {
    todo!()
}

/// A message to this conversation will never arrive.
pub(super) fn undelivered(
    _turn: &mut Turn<'_>,
    _message: &OutboxId,
    _case: Option<&CaseId>,
    _loss: Loss,
) -> Result<(), Need> {
    todo!()
}
