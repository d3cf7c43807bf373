//! The messengers a conversation can live on.

use serde::{Deserialize, Serialize};

/// A messenger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Telegram's Bot API.
    Telegram,
    /// The web chat this process serves.
    Web,
    /// `fengqiao chat`.
    Terminal,
    /// No messenger: the resident came to the counter or called. Nothing is ever sent over it.
    Counter,
}

impl Channel {
    /// Every channel there is.
    pub const ALL: [Self; 4] = [Self::Telegram, Self::Web, Self::Terminal, Self::Counter];

    /// The word stored in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Telegram => "telegram",
            Self::Web => "web",
            Self::Terminal => "terminal",
            Self::Counter => "counter",
        }
    }

    /// The channel a stored word names.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}
