//! The Bot API over HTTP: one call, one answer, and never the token in a word of what is said about it.
//!
//! Calls are made here rather than by teloxide's own client because that sleeps ten seconds in every call that meets
//! a server error, and does not tell a request that was never sent from one that was never answered. Must not know
//! any message of ours.

use std::error::Error;
use std::time::Duration;

use reqwest::multipart::Form;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::error::SendError;
use super::SettingsError;

/// Telegram gives bots no larger file.
const LARGEST_FILE: usize = 20 * 1024 * 1024;

/// Bytes a second that the slowest line takes which is still waited for.
const SLOW_LINE: usize = 100_000;

/// One bot at one Bot API server.
pub(super) struct Api {
    http: Client,
    token: SecretString,
    /// Without a slash at the end.
    server: String,
    answer_within: Duration,
}

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ApiError {
    /// Telegram read the request and said no.
    #[error("Telegram said {code}: {why}")]
    Refused {
        /// An HTTP status, though Telegram also puts it in the body.
        code: u16,
        why: String,
        retry_after: Option<u64>,
    },
    /// Telegram itself is broken at the moment.
    #[error("Telegram is out of order ({0})")]
    Down(u16),
    /// No byte of the request went out.
    #[error("Telegram was not reached: {0}")]
    NotSent(String),
    /// The request went out, and what became of it is unknown.
    #[error("Telegram gave no answer: {0}")]
    NoAnswer(String),
}

#[derive(Deserialize)]
struct Answer<T> {
    ok: bool,
    result: Option<T>,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
}

#[derive(Deserialize)]
struct FilePath {
    file_path: Option<String>,
}

impl Api {
    pub(super) fn new(
        token: SecretString,
        server: &str,
        answer_within: Duration,
    ) -> Result<Self, SettingsError> {
        if !is_token(token.expose_secret()) {
            return Err(SettingsError::Token);
        }
        let url =
            Url::parse(server).map_err(|fault| SettingsError::Server(server.into(), fault.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(SettingsError::Server(server.into(), "http:// or https:// is missing".into()));
        }
        let mut builder = teloxide::net::default_reqwest_settings().redirect(Policy::none());
        if is_loopback(&url) {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|fault| SettingsError::Client(fault.to_string()))?;
        Ok(Self { http, token, server: server.trim_end_matches('/').to_owned(), answer_within })
    }

    /// One call with a JSON body.
    pub(super) async fn call<T: DeserializeOwned>(&self, method: &str, body: &Value) -> Result<T, ApiError> {
        self.call_within(self.answer_within, method, body).await
    }

    /// One call that may take its time.
    pub(super) async fn call_within<T: DeserializeOwned>(
        &self,
        wait: Duration,
        method: &str,
        body: &Value,
    ) -> Result<T, ApiError> {
        let request = self.http.post(self.method_url(method)).timeout(wait).json(body);
        self.answer(request).await
    }

    /// One call that carries a file of this size, which a slow line needs time for.
    pub(super) async fn upload<T: DeserializeOwned>(
        &self,
        method: &str,
        form: Form,
        size: usize,
    ) -> Result<T, ApiError> {
        let seconds = u64::try_from(size / SLOW_LINE).unwrap_or_default();
        let wait = self.answer_within + Duration::from_secs(seconds);
        let request = self.http.post(self.method_url(method)).timeout(wait).multipart(form);
        self.answer(request).await
    }

    /// The bytes of a file, or `None` if Telegram has it no more or it is too large for bots.
    pub(super) async fn download(&self, file: &str) -> Result<Option<Vec<u8>>, ApiError> {
        let asked = self.call("GetFile", &serde_json::json!({ "file_id": file })).await;
        let path = match asked {
            Ok(FilePath { file_path: Some(path) }) => path,
            Ok(FilePath { file_path: None }) | Err(ApiError::Refused { code: 400, .. }) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let url = format!("{}/file/bot{}/{path}", self.server, self.token.expose_secret());
        let sent = self.http.get(url).timeout(self.answer_within).send().await;
        let mut response = sent.map_err(|fault| self.transport(fault))?;
        if !response.status().is_success() {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|fault| self.transport(fault))? {
            if bytes.len() + chunk.len() > LARGEST_FILE {
                return Ok(None);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Some(bytes))
    }

    /// Joined as text: `Url::join` would take `bot123:abc` for a scheme.
    fn method_url(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.server, self.token.expose_secret())
    }

    async fn answer<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, ApiError> {
        let response = request.send().await.map_err(|fault| self.transport(fault))?;
        let status = response.status();
        if status.is_server_error() {
            return Err(ApiError::Down(status.as_u16()));
        }
        let body = self.body(response).await?;
        self.read(status, &body)
    }

    async fn body(&self, response: Response) -> Result<String, ApiError> {
        // Whatever breaks here breaks after Telegram has acted.
        response.text().await.map_err(|fault| ApiError::NoAnswer(self.describe(fault)))
    }

    fn read<T: DeserializeOwned>(&self, status: StatusCode, body: &str) -> Result<T, ApiError> {
        let answer: Answer<T> = match serde_json::from_str(body) {
            Ok(answer) => answer,
            Err(fault) if status.is_success() => {
                return Err(ApiError::NoAnswer(self.hide(&fault.to_string())));
            }
            Err(_) => return Err(self.refused(status.as_u16(), status.to_string(), None)),
        };
        match answer.result {
            Some(result) if answer.ok => Ok(result),
            _ => Err(self.refused(
                answer.error_code.unwrap_or(status.as_u16()),
                answer.description.unwrap_or_else(|| status.to_string()),
                answer.parameters.and_then(|parameters| parameters.retry_after),
            )),
        }
    }

    fn refused(&self, code: u16, why: String, retry_after: Option<u64>) -> ApiError {
        ApiError::Refused { code, why: self.hide(&why), retry_after }
    }

    fn transport(&self, fault: reqwest::Error) -> ApiError {
        if fault.is_connect() || fault.is_builder() {
            ApiError::NotSent(self.describe(fault))
        } else {
            ApiError::NoAnswer(self.describe(fault))
        }
    }

    /// The fault and its causes. The URL holds the token, so it goes first.
    fn describe(&self, fault: reqwest::Error) -> String {
        let fault = fault.without_url();
        let mut words = fault.to_string();
        let mut cause = fault.source();
        while let Some(inner) = cause {
            words = format!("{words}: {inner}");
            cause = inner.source();
        }
        self.hide(&words)
    }

    fn hide(&self, words: &str) -> String {
        words.replace(self.token.expose_secret(), "<token>")
    }
}

impl From<ApiError> for SendError {
    fn from(fault: ApiError) -> Self {
        let words = fault.to_string();
        match fault {
            ApiError::Refused { code: 429, retry_after, .. } => {
                Self::RetryAfter(Duration::from_secs(retry_after.unwrap_or(1)))
            }
            ApiError::Refused { code: 401 | 404, .. } => Self::Misconfigured(words),
            ApiError::Refused { code: 403, .. } => Self::Blocked,
            ApiError::Refused { code: 400, why, .. } if is_nobody(&why) => Self::Blocked,
            ApiError::Refused { .. } => Self::Rejected(words),
            ApiError::Down(_) | ApiError::NotSent(_) => Self::Transient(words),
            ApiError::NoAnswer(_) => Self::Uncertain(words),
        }
    }
}

/// Whether Telegram's words mean that there is no such chat (any more).
fn is_nobody(why: &str) -> bool {
    ["chat not found", "PEER_ID_INVALID", "user not found"].iter().any(|words| why.contains(words))
}

/// Whether it looks like what BotFather hands out: digits, a colon, letters. Anything else could change the URL.
fn is_token(token: &str) -> bool {
    token.split_once(':').is_some_and(|(id, secret)| {
        !id.is_empty()
            && !secret.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    })
}

/// A server on this machine is never behind the proxy that the environment names.
fn is_loopback(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api() -> Api {
        Api::new("12:secret".to_owned().into(), "http://localhost:1", Duration::from_secs(1)).unwrap()
    }

    fn refused(status: u16, body: &str) -> SendError {
        let status = StatusCode::from_u16(status).unwrap();
        SendError::from(api().read::<Value>(status, body).unwrap_err())
    }

    #[test]
    fn a_refusal_says_what_to_do_next() {
        let body =
            |code: u16, why: &str| format!(r#"{{"ok":false,"error_code":{code},"description":"{why}"}}"#);
        assert_eq!(
            refused(429, r#"{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":7}}"#),
            SendError::RetryAfter(Duration::from_secs(7))
        );
        assert_eq!(refused(429, "<html>"), SendError::RetryAfter(Duration::from_secs(1)));
        assert_eq!(refused(403, &body(403, "Forbidden: bot was blocked by the user")), SendError::Blocked);
        assert_eq!(refused(400, &body(400, "Bad Request: chat not found")), SendError::Blocked);
        assert!(matches!(refused(400, &body(400, "Bad Request: empty")), SendError::Rejected(_)));
        assert!(matches!(refused(413, "<html>too large</html>"), SendError::Rejected(_)));
        assert!(matches!(refused(401, &body(401, "Unauthorized")), SendError::Misconfigured(_)));
        assert!(matches!(refused(404, &body(404, "Not Found")), SendError::Misconfigured(_)));
    }

    #[test]
    fn an_answer_nobody_can_read_leaves_it_open() {
        assert!(matches!(refused(200, "<html>"), SendError::Uncertain(_)));
    }

    #[test]
    fn the_token_is_never_repeated() {
        let fault = refused(400, r#"{"ok":false,"error_code":400,"description":"no bot12:secret here"}"#);
        assert_eq!(fault, SendError::Rejected("Telegram said 400: no bot<token> here".into()));
    }

    #[test]
    fn only_a_token_is_taken_for_one() {
        assert!(is_token("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"));
        for other in ["", "12", "12:", ":x", "x:y", "12:a/b", "12:a b", "12:a?b"] {
            assert!(!is_token(other), "{other}");
        }
    }

    #[test]
    fn a_server_needs_a_scheme() {
        let open = |server: &str| Api::new("1:a".to_owned().into(), server, Duration::from_secs(1)).is_ok();
        assert!(open("https://api.telegram.org/"));
        assert!(!open("api.telegram.org"));
        assert!(!open("ftp://api.telegram.org"));
    }
}
