//! Why something could not be taken in or sent, in words that decide what to do next.
//!
//! [`DoorError`] is for channels: whether to ask the messenger to come again. [`SendError`] is for the dispatcher.

use std::time::Duration;

/// Why an arrival was not kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DoorError {
    /// The database cannot be reached: do not acknowledge, it will come again.
    #[error("the database is not available: {0}")]
    Unavailable(String),
}

/// Why a message was not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The channel asks for patience.
    #[error("too many messages, again in {0:?}")]
    RetryAfter(Duration),
    /// It did not arrive and may work later.
    #[error("not sent: {0}")]
    Transient(String),
    /// The request went out and no answer came: it may have arrived.
    #[error("no answer: {0}")]
    Uncertain(String),
    /// The person blocked us or is gone.
    #[error("the person cannot be reached")]
    Blocked,
    /// The channel refuses this message and always will.
    #[error("refused: {0}")]
    Rejected(String),
    /// The channel refuses us: token revoked, or not set up.
    #[error("the channel is not set up: {0}")]
    Misconfigured(String),
}
