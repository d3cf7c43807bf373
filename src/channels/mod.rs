//! The edges: each channel turns its own format into an arrival, and a delivery into its own format.
//!
//! A channel decodes, encodes and sends; it must not know the store, the engine or another channel. What comes in
//! goes through the [`Door`], and is acknowledged to the messenger only when the door has said that it is kept.

pub mod error;
pub mod telegram;
pub mod terminal;
mod typed;
pub mod web;

use futures::future::BoxFuture;

use crate::domain::channel::Channel;
use crate::domain::ids::{AttachmentId, OutboxId};
use crate::domain::message::{Inbound, Outbound};
use error::{DoorError, SendError};

/// Something that came in over a channel.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Over which.
    pub channel: Channel,
    /// The channel's own id of it, unique within the channel: what makes a repeat a repeat.
    pub external_id: String,
    /// Verbatim, as it was received.
    pub raw: String,
    /// What it is.
    pub content: Content,
}

/// What an arrival turned out to be.
#[derive(Clone, Debug)]
pub enum Content {
    /// A person did something.
    Came {
        /// The channel's key of the person's conversation.
        peer: String,
        /// What they did.
        inbound: Inbound,
        /// The bytes of a file in it, where the channel received them.
        bytes: Option<Vec<u8>>,
    },
    /// Well formed, but nothing we have a use for: kept and otherwise ignored.
    Unused(String),
    /// It could not be read: kept apart for a person to look at, with the reason.
    Unreadable(String),
}

/// Where arrivals go: behind it each one becomes a turn.
pub trait Door: Send + Sync {
    /// Keeps the arrival and handles it; returns only after the commit. An arrival that came before is accepted
    /// and does nothing.
    fn come(&self, arrival: Arrival) -> BoxFuture<'_, Result<(), DoorError>>;
}

/// A message for a channel to send.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Our id of it.
    pub id: OutboxId,
    /// The channel's key of the conversation.
    pub peer: String,
    /// What to say.
    pub outbound: Outbound,
    /// The channel's id of the message to replace; `None` sends a new one.
    pub replaces: Option<String>,
    /// The bytes of the file in `outbound`, where we have them.
    pub bytes: Option<Vec<u8>>,
}

/// How a channel sends.
pub trait Sender: Send + Sync {
    /// Sends one message and returns the channel's id of it. Keeps the channel's own rate limits by waiting.
    fn send<'a>(&'a self, delivery: &'a Delivery) -> BoxFuture<'a, Result<String, SendError>>;

    /// Whether only one process at a time may send over it: its limits are counted for all of them together.
    fn is_alone(&self) -> bool {
        false
    }

    /// Fetches a file that came over this channel; `None` if the channel has it no more.
    fn fetch<'a>(&'a self, file: &'a AttachmentSource) -> BoxFuture<'a, Option<Vec<u8>>>;
}

/// Where a channel has a file's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentSource {
    /// Our id of it.
    pub id: AttachmentId,
    /// Telegram's `file_id`.
    pub telegram_file: String,
}
