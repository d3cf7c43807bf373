//! Telegram: updates in by long polling or webhook, messages out by the Bot API.
//!
//! One [`Telegram`] is one bot. Its token is a secret: no error, status or log line repeats it.

mod api;
mod backoff;
mod commands;
mod connect;
mod decode;
mod encode;
mod limits;
mod poll;
mod send;
mod status;
mod webhook;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use secrecy::SecretString;

use super::error::SendError;
use super::{Arrival, Content, Door, error::DoorError};
use api::Api;
use limits::Limits;
pub use poll::Memory;
use status::Board;
pub use status::Status;
pub use webhook::{PATH as WEBHOOK_PATH, Webhook};

/// Telegram's own Bot API server.
pub const API_URL: &str = "https://api.telegram.org";

/// What a bot needs to be one.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The bot's token, from BotFather.
    pub token: SecretString,
    /// The Bot API server: [`API_URL`], or one of one's own.
    pub api_url: String,
    /// How long things may take.
    pub waits: Waits,
}

/// How long things may take and are waited for.
#[derive(Clone, Copy, Debug)]
pub struct Waits {
    /// For the answer to a call.
    pub answer: Duration,
    /// How long Telegram may hold a poll open when nothing comes.
    pub poll: Duration,
    /// Between two tries while Telegram refuses the token.
    pub refused: Duration,
    /// The longest between two tries after other failures of Telegram.
    pub failed: Duration,
    /// The longest between two tries while the door is shut.
    pub shut: Duration,
    /// How long a process keeps the right to poll without renewing it; it does so three times as often.
    pub lease: Duration,
    /// Between two looks of a process that does not have that right.
    pub standby: Duration,
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(20),
            poll: Duration::from_secs(25),
            refused: Duration::from_secs(60),
            failed: Duration::from_secs(30),
            shut: Duration::from_secs(5),
            lease: Duration::from_secs(12),
            standby: Duration::from_secs(2),
        }
    }
}

/// Why a bot cannot even be tried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// It is not what BotFather hands out.
    #[error(
        "the Telegram token does not look like one: it is digits, a colon, then letters, digits, - and _"
    )]
    Token,
    /// It is not the address of a server.
    #[error("{0:?} is not the address of a Bot API server: {1}")]
    Server(String, String),
    /// The HTTP client could not be made.
    #[error("no HTTP client: {0}")]
    Client(String),
    /// Telegram takes only 1 to 256 letters, digits, `-` and `_`.
    #[error("the webhook secret must be 1 to 256 letters, digits, - and _")]
    Secret,
}

/// A bot.
#[derive(Clone)]
pub struct Telegram(Arc<Bot>);

struct Bot {
    api: Api,
    limits: Limits,
    board: Board,
    username: OnceLock<String>,
    waits: Waits,
}

impl Telegram {
    /// Makes the bot; does not talk to Telegram yet.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        let Settings { token, api_url, waits } = settings;
        let api = Api::new(token, &api_url, waits.answer)?;
        let bot = Bot { api, limits: Limits::new(), board: Board::new(), username: OnceLock::new(), waits };
        Ok(Self(Arc::new(bot)))
    }

    /// How it stands with Telegram at the moment.
    pub fn status(&self) -> Status {
        self.0.board.read()
    }

    /// The bot's username, once Telegram has told it.
    pub fn username(&self) -> Option<&str> {
        self.0.username.get().map(String::as_str)
    }

    /// Asks Telegram for the bot's username.
    pub async fn ask_username(&self) -> Result<String, SendError> {
        Ok(self.introduce().await?)
    }

    fn api(&self) -> &Api {
        &self.0.api
    }

    fn limits(&self) -> &Limits {
        &self.0.limits
    }

    fn waits(&self) -> Waits {
        self.0.waits
    }

    /// Hands an update to the door and, once it is kept, frees the button that waits for it.
    async fn take(&self, door: &dyn Door, arrival: Arrival, press: Option<String>) -> Result<(), DoorError> {
        door.come(arrival).await?;
        if let Some(press) = press {
            let bot = self.clone();
            // Nobody waits for this: a button that spins a little longer does no harm.
            tokio::spawn(async move { bot.answer_press(&press).await });
        }
        Ok(())
    }

    async fn answer_press(&self, press: &str) {
        let body = serde_json::json!({ "callback_query_id": press });
        if let Err(fault) = self.api().call::<bool>("AnswerCallbackQuery", &body).await {
            tracing::debug!(%fault, "a pressed button was not answered");
        }
    }
}

/// What an update that was kept turns out to be, by what is known now.
pub fn reread(raw: &str) -> Content {
    decode::decode(raw).arrival.content
}

/// The link that opens the bot and sends it `/start` with this payload.
pub fn start_link(username: &str, payload: &str) -> String {
    format!("https://t.me/{username}?start={payload}")
}
