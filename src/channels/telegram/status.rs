//! How the bot stands with Telegram: for `/readyz`, and said in the log once per change.

use tokio::sync::watch;

use super::api::ApiError;

/// How a bot stands with Telegram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing has been asked yet.
    Starting,
    /// Updates are coming in.
    Connected,
    /// Another process of ours polls; this one stands by.
    Standby,
    /// Telegram refuses the token or the webhook's address: an operator must act.
    Refused(String),
    /// A program that is not one of ours takes the updates: an operator must act.
    Contested(String),
    /// Telegram cannot be reached or is broken; it is tried again.
    Unreachable(String),
}

impl Status {
    /// Whether all is as it should be.
    pub fn is_well(&self) -> bool {
        matches!(self, Self::Connected | Self::Standby)
    }

    pub(super) fn after(fault: &ApiError) -> Self {
        match fault {
            ApiError::Refused { code: 400 | 401 | 404, .. } => Self::Refused(fault.to_string()),
            ApiError::Refused { code: 409, .. } => Self::Contested(fault.to_string()),
            _ => Self::Unreachable(fault.to_string()),
        }
    }

    fn is_same_sort(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    fn say(&self) {
        match self {
            Self::Starting => {}
            Self::Connected => tracing::info!("Telegram: connected"),
            Self::Standby => tracing::info!("Telegram: another process polls, this one stands by"),
            Self::Refused(why) => {
                tracing::error!(%why, "Telegram refuses this bot: look at telegram.token and http.public_url; all else goes on")
            }
            Self::Contested(why) => {
                tracing::error!(%why, "Telegram: another program takes this bot's updates")
            }
            Self::Unreachable(why) => tracing::warn!(%why, "Telegram: not to be reached, trying on"),
        }
    }
}

/// Where the status is written up.
pub(super) struct Board(watch::Sender<Status>);

impl Board {
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(Status::Starting))
    }

    pub(super) fn read(&self) -> Status {
        self.0.borrow().clone()
    }

    /// Says a new sort of status once, however often it is written.
    pub(super) fn write(&self, status: Status) {
        self.0.send_if_modified(|current| {
            let is_news = !current.is_same_sort(&status);
            if is_news {
                status.say();
            }
            *current = status;
            is_news
        });
    }
}
