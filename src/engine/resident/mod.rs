//! The resident's side of the conversation.

use crate::domain::message::Body;

use super::facts::Need;
use super::turn::Turn;

/// A resident did something.
pub(super) fn came(_turn: &mut Turn<'_>, _body: &Body, _reply_to: Option<&str>) -> Result<(), Need> {
    todo!()
}
