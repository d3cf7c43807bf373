//! The staff's side of the conversation.

use crate::domain::message::Body;
use crate::domain::staff::Staff;

use super::facts::Need;
use super::turn::Turn;

/// A member of staff did something.
pub(super) fn came(
    _turn: &mut Turn<'_>,
    _member: &Staff,
    _body: &Body,
    _reply_to: Option<&str>,
) -> Result<(), Need> {
    todo!()
}

/// Somebody sent an invitation's code.
pub(super) fn enlist(_turn: &mut Turn<'_>, _code: &str) -> Result<(), Need> {
    todo!()
}
