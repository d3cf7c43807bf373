//! New and amended lines for a page that is open: pushed, or asked for where pushing does not get through.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::Stream;
use serde::Deserialize;
use serde_json::json;

use super::hub::OpenPage;
use super::key::Visitor;
use super::refusal::Refusal;
use super::view::part;
use super::words::Words;
use super::{Line, Web};
use crate::channels::error::DoorError;
use crate::domain::time::Timestamp;

/// Lines shown at most.
pub(super) const SHOWN: usize = 200;
/// How often a page looks without being woken: another process may have written.
const LOOK: Duration = Duration::from_secs(2);
/// How long a turn may take from the time it is dated to its commit. Lines of so long ago are read once more each time.
const SETTLING: i64 = 30_000;
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// From when on the page lacks lines.
#[derive(Deserialize)]
pub(super) struct After {
    after: Option<i64>,
}

/// `GET /chat/events`: the event `lines` carries HTML, its id is the `after` to go on from.
pub(super) async fn events(
    State(web): State<Arc<Web>>,
    Visitor(peer): Visitor,
    Query(after): Query<After>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let open = web.hub.open_page(&peer).ok_or(Refusal::TooMany(LOOK))?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let since = Timestamp::from_millis(last.or(after.after).unwrap_or(0));
    let words = Words::for_browser(&headers);
    let page = LivePage { web, open, peer, words, since, seen: HashMap::new(), looked: false };
    let events = Sse::new(page.stream()).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    Ok(([(HeaderName::from_static("x-accel-buffering"), "no")], events).into_response())
}

/// `GET /chat/lines?after=`: the same as one answer.
pub(super) async fn lines(
    State(web): State<Arc<Web>>,
    Visitor(peer): Visitor,
    Query(after): Query<After>,
    headers: HeaderMap,
) -> Result<Json<serde_json::Value>, Refusal> {
    let since = Timestamp::from_millis(after.after.unwrap_or(0));
    let lines = web.pages.lines(&peer, settled(since), SHOWN).await?;
    let (html, newest) = part(&lines, Words::for_browser(&headers), &web.settings);
    Ok(Json(json!({ "html": html, "after": newest.unwrap_or(since).max(since).millis() })))
}

struct LivePage {
    web: Arc<Web>,
    open: OpenPage,
    peer: String,
    words: &'static Words,
    since: Timestamp,
    /// Wordings of the lines read last time.
    seen: HashMap<String, String>,
    looked: bool,
}

impl LivePage {
    fn stream(self) -> impl Stream<Item = Result<Event, Infallible>> {
        futures::stream::unfold(self, |mut page| async move {
            let end = page.web.end.clone();
            let event = end.run_until_cancelled_owned(page.next()).await?;
            Some((Ok(event), page))
        })
    }

    async fn next(&mut self) -> Event {
        loop {
            if std::mem::replace(&mut self.looked, true) {
                // Whichever comes first; the time being over is as good a reason to look.
                let _ = tokio::time::timeout(LOOK, self.open.woken()).await;
            }
            // While the database is away the page keeps what it has.
            let fresh = self.fresh().await.unwrap_or_default();
            if !fresh.is_empty() {
                let (html, newest) = part(&fresh, self.words, &self.web.settings);
                self.since = newest.unwrap_or(self.since).max(self.since);
                return Event::default()
                    .event("lines")
                    .id(self.since.millis().to_string())
                    .data(html.replace('\r', ""));
            }
        }
    }

    async fn fresh(&mut self) -> Result<Vec<Line>, DoorError> {
        let mut lines = self.web.pages.lines(&self.peer, settled(self.since), SHOWN).await?;
        let wordings = lines.iter().map(|line| (line.id.clone(), line.version.clone())).collect();
        let seen = std::mem::replace(&mut self.seen, wordings);
        lines.retain(|line| seen.get(&line.id) != Some(&line.version));
        Ok(lines)
    }
}

fn settled(since: Timestamp) -> Timestamp {
    Timestamp::from_millis(since.millis().saturating_sub(SETTLING))
}
