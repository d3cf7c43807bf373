//! The Telegram bot that the settings describe.

use crate::channels::telegram::{Settings, SettingsError, Telegram, Waits, Webhook, start_link};
use crate::config::{Config, TelegramMode};
use crate::runtime::app::Bot;

use super::Failure;

/// The bot, where a token is set.
pub(super) fn of(config: &Config) -> Result<Option<Bot>, Failure> {
    let Some(settings) = &config.telegram else { return Ok(None) };
    let telegram = Telegram::new(Settings {
        token: settings.token.clone(),
        api_url: settings.api_url.clone(),
        waits: Waits::default(),
    })?;
    let webhook = match &settings.mode {
        TelegramMode::Polling => None,
        TelegramMode::Webhook(secret) => Some(Webhook::new(&config.http.public_url, secret.clone())?),
    };
    Ok(Some(Bot { telegram, webhook }))
}

/// The link that opens the bot with an invitation; `None` without a token, or if Telegram does not answer.
pub(super) async fn invitation_link(config: &Config, code: &str) -> Option<String> {
    Some(start_link(&username(config).await?, code))
}

/// The bot's name; `None` without a token, or if Telegram does not answer.
pub(super) async fn username(config: &Config) -> Option<String> {
    of(config).ok()??.telegram.ask_username().await.ok()
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::Input(error.to_string())
    }
}
