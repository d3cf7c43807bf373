//! The pages a person opens: the chat, a room's poster, an invitation.
//!
//! Opening one changes nothing, so that a link's preview does no harm: what is to be sent at once is sent by the page.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::Web;
use super::key::{Key, nonce};
use super::live::SHOWN;
use super::refusal::Refusal;
use super::view::{ChatPage, Frame, JoinPage, LineView, PartyPage};
use super::words::Words;
use crate::domain::time::Timestamp;

const INVITE_SIGNS: usize = 64;

/// Which line the next message is to answer, for browsers without script.
#[derive(Deserialize)]
pub(super) struct Wish {
    reply: Option<String>,
}

/// `GET /`.
pub(super) async fn chat(
    State(web): State<Arc<Web>>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    show(&web, &headers, wish.reply.as_deref(), None).await
}

/// `GET /r/{room}`.
pub(super) async fn poster(
    State(web): State<Arc<Web>>,
    Path(room): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let is_code = (1..=12).contains(&room.len()) && room.bytes().all(|byte| byte.is_ascii_digit());
    let opening = Words::for_browser(&headers).opening;
    let start = is_code.then(|| format!("{opening}room_{room}")).ok_or(Refusal::NotFound)?;
    show(&web, &headers, None, Some(start)).await
}

/// `GET /p/{code}`: another party's invitation to a mediation. The button enters it, not the opening: a preview of the
/// link would use it up.
pub(super) async fn party(
    State(web): State<Arc<Web>>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let is_code = (1..=INVITE_SIGNS).contains(&code.len()) && code.bytes().all(is_sign);
    if !is_code {
        return Err(Refusal::NotFound);
    }
    let by = web.pages.invitation(&code).await?;
    let frame = Frame::new(Words::for_browser(&headers), &web.settings);
    let page = PartyPage { frame, code: &code, by, nonce: nonce() };
    respond(&web, &Key::of_or_new(&headers, web.is_https()), &page)
}

/// `GET /s/{invite}`.
pub(super) async fn join(
    State(web): State<Arc<Web>>,
    Path(invite): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if invite.len() > INVITE_SIGNS || !invite.bytes().all(is_sign) {
        return Err(Refusal::NotFound);
    }
    let frame = Frame::new(Words::for_browser(&headers), &web.settings);
    let page = JoinPage { frame, invite: &invite, nonce: nonce() };
    respond(&web, &Key::of_or_new(&headers, web.is_https()), &page)
}

fn is_sign(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// An empty conversation starts by itself, as it does on every messenger.
async fn show(
    web: &Web,
    headers: &HeaderMap,
    reply: Option<&str>,
    start: Option<String>,
) -> Result<Response, Refusal> {
    let key = Key::of_or_new(headers, web.is_https());
    let lines = web.pages.lines(&key.peer(), Timestamp::from_millis(0), SHOWN).await?;
    let words = Words::for_browser(headers);
    let is_staff = web.pages.is_staff(&key.peer()).await?;
    let page = ChatPage {
        frame: Frame::new(words, &web.settings),
        hint: if is_staff { words.staff_hint } else { words.hint },
        start: start.or_else(|| lines.is_empty().then(|| words.opening.to_owned())),
        reply: lines.iter().find(|line| line.case.is_some() && Some(line.id.as_str()) == reply),
        cursor: lines.iter().map(|line| line.changed).max().unwrap_or(Timestamp::from_millis(0)),
        lines: LineView::all(&lines, &web.settings),
        nonce: nonce(),
    };
    respond(web, &key, &page)
}

fn respond(web: &Web, key: &Key, page: &impl Template) -> Result<Response, Refusal> {
    let html = page.render().map_err(|_| Refusal::Unavailable)?;
    Ok(([(SET_COOKIE, key.cookie(web.is_https()))], Html(html)).into_response())
}
