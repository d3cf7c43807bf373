//! The page tells which messages a person has seen, so that whoever said them learns it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use serde::Deserialize;

use super::Web;
use super::key::Visitor;
use super::post::form;
use super::refusal::Refusal;

/// Lines told of at one time; the page shows no more.
const LINES: usize = super::live::SHOWN;

/// The form: ids of lines, parted by commas.
#[derive(Deserialize)]
pub(super) struct Seen {
    lines: String,
}

/// `POST /chat/seen`: nothing comes of a line that is not this person's, or that was seen before.
pub(super) async fn seen(
    State(web): State<Arc<Web>>,
    Visitor(peer): Visitor,
    request: Request,
) -> Result<StatusCode, Refusal> {
    web.seen.count(&peer).map_err(Refusal::TooFast)?;
    let (parts, body) = request.into_parts();
    let Seen { lines } = form(parts, body).await?;
    for line in lines.split(',').filter(|line| !line.is_empty()).take(LINES) {
        web.pages.seen(&peer, line).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
