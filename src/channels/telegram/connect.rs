//! Getting acquainted: who the bot is, the menu of its commands, and which way its updates come.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use teloxide::payloads::SetMyCommands;
use teloxide::types::AllowedUpdate;
use tokio_util::sync::CancellationToken;

use super::api::ApiError;
use super::backoff::Backoff;
use super::encode::Request;
use super::status::Status;
use super::{Telegram, Webhook, commands};

/// The kinds of updates we have a use for.
pub(super) const KINDS: [AllowedUpdate; 3] =
    [AllowedUpdate::Message, AllowedUpdate::EditedMessage, AllowedUpdate::CallbackQuery];

#[derive(Deserialize)]
struct Me {
    username: String,
}

impl Telegram {
    /// Tries until Telegram knows how updates are to come: to the webhook, or by polling without one. False if told
    /// to stop before.
    pub(super) async fn connect(&self, webhook: Option<&Webhook>, stop: &CancellationToken) -> bool {
        let mut backoff = Backoff::new(self.waits().failed);
        loop {
            let Some(tried) = stop.run_until_cancelled(self.try_connect(webhook)).await else { return false };
            let Err(fault) = tried else { return true };
            let wait = self.note(&fault, &mut backoff);
            if stop.run_until_cancelled(tokio::time::sleep(wait)).await.is_none() {
                return false;
            }
        }
    }

    /// Writes a failure up and tells how long to wait after it.
    pub(super) fn note(&self, fault: &ApiError, backoff: &mut Backoff) -> Duration {
        let status = Status::after(fault);
        let wait = match (&status, fault) {
            (Status::Refused(_), _) => self.waits().refused,
            (_, ApiError::Refused { retry_after: Some(seconds), .. }) => Duration::from_secs(*seconds),
            _ => backoff.wait(),
        };
        self.0.board.write(status);
        wait
    }

    /// Learns from a call whether the token is still good: with a webhook nothing else would tell.
    pub(super) fn note_answer<T>(&self, answered: &Result<T, ApiError>) {
        match answered {
            Err(fault @ ApiError::Refused { code: 401 | 404, .. }) => {
                self.0.board.write(Status::after(fault))
            }
            Ok(_) if matches!(self.status(), Status::Refused(_)) => self.0.board.write(Status::Connected),
            _ => {}
        }
    }

    /// Asks for the bot's username and keeps it.
    pub(super) async fn introduce(&self) -> Result<String, ApiError> {
        let me: Me = self.api().call("GetMe", &json!({})).await?;
        Ok(self.0.username.get_or_init(|| me.username).clone())
    }

    async fn try_connect(&self, webhook: Option<&Webhook>) -> Result<(), ApiError> {
        self.introduce().await?;
        self.set_menu().await;
        let (method, body) = webhook.map_or_else(|| ("DeleteWebhook", json!({})), set_webhook);
        self.api().call::<bool>(method, &body).await?;
        Ok(())
    }

    /// Nobody needs the menu, so its failure is only told.
    async fn set_menu(&self) {
        let Ok(menu) = Request::of(&SetMyCommands::new(commands::menu())) else { return };
        if let Err(fault) = self.api().call::<bool>(menu.method, &menu.body).await {
            tracing::warn!(%fault, "Telegram: the menu of commands was not set");
        }
    }
}

fn set_webhook(webhook: &Webhook) -> (&'static str, Value) {
    let body = json!({ "url": webhook.url(), "secret_token": webhook.secret(), "allowed_updates": KINDS });
    ("SetWebhook", body)
}
