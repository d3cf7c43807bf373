//! The webhook: updates come as requests, are kept, and only then answered.
//!
//! Whoever does not know the secret gets nothing in. A shut door is answered 503, and Telegram comes again.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use tokio_util::sync::CancellationToken;

use super::super::Door;
use super::decode::decode;
use super::status::Status;
use super::{SettingsError, Telegram};

/// Where updates come in, below the public URL.
pub const PATH: &str = "/telegram/webhook";

/// The header that carries the secret.
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// Updates are a few kilobytes; nothing near this is one.
const LARGEST_UPDATE: usize = 1024 * 1024;

/// Where Telegram brings updates, and how we know that it is Telegram.
#[derive(Clone, Debug)]
pub struct Webhook {
    url: String,
    secret: SecretString,
}

impl Webhook {
    /// The webhook of a gateway whose public address is `public_url`.
    pub fn new(public_url: &str, secret: SecretString) -> Result<Self, SettingsError> {
        let words = secret.expose_secret();
        let fits = (1..=256).contains(&words.len())
            && words.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        if !fits {
            return Err(SettingsError::Secret);
        }
        Ok(Self { url: format!("{}{PATH}", public_url.trim_end_matches('/')), secret })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn secret(&self) -> &str {
        self.secret.expose_secret()
    }

    /// Compares in a time that tells nothing of the secret.
    fn admits(&self, headers: &HeaderMap) -> bool {
        headers
            .get(SECRET_HEADER)
            .is_some_and(|given| given.as_bytes().ct_eq(self.secret().as_bytes()).into())
    }
}

struct Gate {
    bot: Telegram,
    door: Arc<dyn Door>,
    webhook: Webhook,
}

impl Telegram {
    /// Tells Telegram of the webhook and returns; tries until it is done or told to stop.
    pub async fn announce(&self, webhook: &Webhook, stop: &CancellationToken) {
        if self.connect(Some(webhook), stop).await {
            self.0.board.write(Status::Connected);
        }
    }

    /// The route that takes updates in.
    pub fn router(&self, webhook: Webhook, door: Arc<dyn Door>) -> Router {
        let gate = Gate { bot: self.clone(), door, webhook };
        Router::new()
            .route(PATH, post(update))
            .layer(DefaultBodyLimit::max(LARGEST_UPDATE))
            .with_state(Arc::new(gate))
    }
}

async fn update(State(gate): State<Arc<Gate>>, request: Request) -> Response {
    if !gate.webhook.admits(request.headers()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    // Read only now: strangers do not get to fill our memory.
    match Bytes::from_request(request, &()).await {
        Ok(body) => gate.keep(&body).await.into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

impl Gate {
    async fn keep(&self, body: &[u8]) -> StatusCode {
        let decoded = decode(&String::from_utf8_lossy(body));
        match self.bot.take(self.door.as_ref(), decoded.arrival, decoded.press).await {
            Ok(()) => StatusCode::OK,
            Err(fault) => {
                tracing::warn!(%fault, "an update was not kept; Telegram will bring it again");
                StatusCode::SERVICE_UNAVAILABLE
            }
        }
    }
}
