//! What a person sends: words, a button, an opening by link, a place.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body as HttpBody;
use axum::extract::{ConnectInfo, Form, FromRequest, Request, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Web;
use super::body::whole;
use super::guard::wants_json;
use super::key::{Visitor, nonce};
use super::refusal::Refusal;
use crate::channels::typed::typed;
use crate::channels::{Arrival, Content};
use crate::domain::channel::Channel;
use crate::domain::message::{Body, Inbound};
use crate::domain::time::Timestamp;

/// The longest text taken, in bytes: some 68,000 Chinese signs.
const TEXT: usize = 200 * 1024;
/// A form writes a byte as three signs at worst.
const FORM: usize = 3 * TEXT + 4096;
const ID_SIGNS: usize = 64;

/// The form of a message: one of `press`, `start` and `text`.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Said {
    id: Option<String>,
    text: Option<String>,
    press: Option<String>,
    start: Option<String>,
    reply_to: Option<String>,
}

/// The form of a place.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Place {
    id: Option<String>,
    latitude: f64,
    longitude: f64,
    reply_to: Option<String>,
}

/// `POST /chat/messages`.
pub(super) async fn message(
    State(web): State<Arc<Web>>,
    Visitor(peer): Visitor,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let caller = Caller::admit(&web, peer, &parts).await?;
    let said: Said = form(parts, body).await?;
    let raw = serde_json::to_string(&said).map_err(|_| Refusal::Unreadable)?;
    let body = match (said.press, said.start, said.text) {
        (Some(data), _, _) => Body::Press(data),
        (_, Some(payload), _) => Body::Start(payload),
        (_, _, Some(text)) if text.len() > TEXT => return Err(Refusal::TooLong),
        (_, _, Some(text)) => typed(&line_ends(&text)),
        _ => return Err(Refusal::Unreadable),
    };
    let inbound = Inbound { body, message: None, reply_to: said.reply_to.filter(|id| !id.is_empty()) };
    caller.come(&web, said.id, raw, inbound, None).await
}

/// `POST /chat/location`.
pub(super) async fn location(
    State(web): State<Arc<Web>>,
    Visitor(peer): Visitor,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let caller = Caller::admit(&web, peer, &parts).await?;
    let place: Place = form(parts, body).await?;
    let raw = serde_json::to_string(&place).map_err(|_| Refusal::Unreadable)?;
    if !((-90.0..=90.0).contains(&place.latitude) && (-180.0..=180.0).contains(&place.longitude)) {
        return Err(Refusal::Unreadable);
    }
    let body = Body::Location { latitude: place.latitude, longitude: place.longitude };
    let inbound = Inbound { body, message: None, reply_to: place.reply_to.filter(|id| !id.is_empty()) };
    caller.come(&web, place.id, raw, inbound, None).await
}

/// Who sends, and how they want to be answered.
pub(super) struct Caller {
    pub(super) peer: String,
    json: bool,
}

impl Caller {
    /// Before anything is read: not if the person sends too much, or their address has begun too many conversations.
    pub(super) async fn admit(web: &Web, peer: String, parts: &Parts) -> Result<Self, Refusal> {
        web.rate.count(&peer).map_err(Refusal::TooFast)?;
        if web.pages.lines(&peer, Timestamp::from_millis(0), 1).await?.is_empty() {
            let address = address(parts);
            web.newcomers.count(&address).map_err(Refusal::TooMany)?;
        }
        Ok(Self { peer, json: wants_json(&parts.headers) })
    }

    /// Hands the message to the door.
    pub(super) async fn come(
        self,
        web: &Web,
        id: Option<String>,
        raw: String,
        inbound: Inbound,
        bytes: Option<Vec<u8>>,
    ) -> Result<Response, Refusal> {
        let external_id = external_id(&self.peer, id);
        let content = Content::Came { peer: self.peer.clone(), inbound, bytes };
        web.door.come(Arrival { channel: Channel::Web, external_id, raw, content }).await?;
        web.hub.wake(&self.peer);
        Ok(if self.json { axum::Json(json!({})).into_response() } else { Redirect::to("/").into_response() })
    }
}

/// The conversation and the id the page made, so that sending twice is one message.
pub(super) fn external_id(peer: &str, id: Option<String>) -> String {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let id =
        id.filter(|id| (1..=ID_SIGNS).contains(&id.len()) && id.bytes().all(is_sign)).unwrap_or_else(nonce);
    format!("{peer}:{id}")
}

pub(super) async fn form<T: DeserializeOwned>(parts: Parts, body: HttpBody) -> Result<T, Refusal> {
    let bytes = whole(body, FORM, Refusal::TooLong).await?;
    let request = Request::from_parts(parts, HttpBody::from(bytes));
    Form::from_request(request, &()).await.map(|Form(form)| form).map_err(|_| Refusal::Unreadable)
}

/// The message of ours that a kept message answers, or that the pressed button stood in.
pub fn answered(raw: &str) -> Option<String> {
    let said: Said = serde_json::from_str(raw).ok()?;
    said.reply_to.filter(|id| !id.is_empty())
}

/// Browsers end lines with two signs. A zero sign, which no keyboard makes, is not text to every database.
fn line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\0', "\u{fffd}")
}

/// The address to count newcomers by: the one a proxy on this machine names, else the other end's.
fn address(parts: &Parts) -> String {
    let other_end =
        parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    match (other_end, forwarded.and_then(|list| list.rsplit(',').next())) {
        (Some(ip), Some(named)) if ip.is_loopback() => named.trim().to_owned(),
        (Some(ip), _) => ip.to_string(),
        (None, _) => String::new(),
    }
}
