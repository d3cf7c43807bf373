//! Messages of ours on their way out: why they are sent and what becomes of them.

use super::ids::{ConversationId, OutboxId, StaffId};
use super::time::Timestamp;

/// Why a message is sent; decides what a repeat would harm and what is amended later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// An answer in the conversation. A repeat does no harm.
    Reply,
    /// A case's card for staff: all cards change when one person claims. A repeat does no harm.
    Card,
    /// One person's words passed on to the other. A repeat would confuse, so it is not sent twice unasked.
    Relay,
    /// News of a case, unasked. A repeat does no harm.
    Notice,
}

impl Purpose {
    /// Every purpose there is.
    pub const ALL: [Self; 4] = [Self::Reply, Self::Card, Self::Relay, Self::Notice];

    /// The word stored in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Card => "card",
            Self::Relay => "relay",
            Self::Notice => "notice",
        }
    }

    /// The purpose a stored word names.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// Whether sending it a second time does no harm.
    pub const fn repeatable(self) -> bool {
        !matches!(self, Self::Relay)
    }
}

/// A card of a case, as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The message.
    pub message: OutboxId,
    /// Where it went.
    pub conversation: ConversationId,
    /// Whose conversation it is now.
    pub staff: Option<StaffId>,
    /// When it was sent off.
    pub at: Timestamp,
}

/// What has become of a message of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutboxStatus {
    /// To be sent when its turn comes.
    Waiting,
    /// The channel took it.
    Sent,
    /// It will never be sent: refused, unreachable or tried too often.
    Dead,
    /// The answer never came: it may or may not have arrived.
    Uncertain,
}

impl OutboxStatus {
    /// Every status there is.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Dead, Self::Uncertain];

    /// The word stored in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Dead => "dead",
            Self::Uncertain => "uncertain",
        }
    }

    /// The status a stored word names.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// How a message of ours was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Loss {
    /// The person is gone or blocked us: nothing else will arrive either.
    Unreachable,
    /// The channel refused it, or it was tried too often.
    Dead,
    /// It may or may not have arrived.
    Uncertain,
}
