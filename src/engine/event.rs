//! Everything that can happen to a conversation.

use crate::domain::ids::{CaseId, OutboxId};
use crate::domain::message::Inbound;
use crate::domain::outbox::Loss;
use crate::domain::timer::Timer;

/// What happened. Staff and residents come in by the same door: the world says who the conversation belongs to.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The person did something.
    Came(Inbound),
    /// The person did something that could not be taken in; it is kept apart for a person to look at.
    Unhandled,
    /// A timer of a case is due; the conversation is the resident's.
    Due(Timer),
    /// A message to this conversation is lost, or may be.
    Undelivered {
        /// The message.
        message: OutboxId,
        /// The case it was about.
        case: Option<CaseId>,
        /// How.
        loss: Loss,
    },
}
