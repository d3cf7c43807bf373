//! The HTTP side: takes calls and multipart forms, plays the script of faults, holds polls open, pushes to a webhook.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State as Shared};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::{Map, Value, json};

use super::faults::Fault;
use super::journal::Call;
use super::methods::{self, Answer, Uploads};
use super::state::TOKEN;
use super::{Telegram, kinds, table};

pub fn router(telegram: Arc<Telegram>) -> Router {
    Router::new()
        .route("/file/{bot}/files/{id}", get(download))
        .route("/{bot}/{method}", any(call))
        .layer(DefaultBodyLimit::max(64 * 1024 * 1024))
        .with_state(telegram)
}

async fn download(
    Shared(telegram): Shared<Arc<Telegram>>,
    Path((bot, id)): Path<(String, String)>,
) -> Response {
    let file = telegram.read(|state| state.files.get(&id).cloned());
    match file {
        Some(file) if is_ours(&telegram, &bot) => Bytes::from(file.bytes).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn is_ours(telegram: &Telegram, bot: &str) -> bool {
    bot.strip_prefix("bot") == Some(TOKEN) && !telegram.read(|state| state.revoked)
}

async fn call(
    Shared(telegram): Shared<Arc<Telegram>>,
    Path((bot, written)): Path<(String, String)>,
    request: Request,
) -> Response {
    if !is_ours(&telegram, &bot) {
        return told(Answer::Refused(401, "Unauthorized".into()));
    }
    let Some(method) = table::method(&written) else {
        telegram.change(|state| state.violations.push(format!("{written} is no method in the table")));
        return told(Answer::Refused(404, "Not Found: method not found".into()));
    };
    let (fields, uploads) = match read(method, request).await {
        Ok(read) => read,
        Err(fault) => {
            telegram.change(|state| state.violations.push(format!("{method}: {fault}")));
            return told(Answer::Refused(400, format!("Bad Request: {fault}")));
        }
    };
    let noted = Call { at: Instant::now(), method, fields: fields.clone() };
    let fault = telegram.change(|state| {
        let fault = state.script.next(method, noted.chat());
        state.journal.push(noted);
        fault
    });
    play(&telegram, fault, method, fields, uploads).await
}

async fn play(
    telegram: &Telegram,
    fault: Option<Fault>,
    method: &'static str,
    fields: Map<String, Value>,
    uploads: Uploads,
) -> Response {
    match fault {
        Some(Fault::TooMany(seconds)) => return too_many(seconds),
        Some(Fault::Refused(code, words)) => return told(Answer::Refused(code, words.into())),
        Some(Fault::Down(code)) => return StatusCode::from_u16(code).unwrap().into_response(),
        Some(Fault::Lost) => hang_up(),
        Some(Fault::Slow(wait)) => tokio::time::sleep(wait).await,
        Some(Fault::Unanswered | Fault::Garbled) | None => {}
    }
    let answer = if method == "getUpdates" {
        updates(telegram, &fields).await
    } else {
        telegram.change(|state| methods::act(state, method, &fields, uploads))
    };
    match fault {
        Some(Fault::Unanswered) => hang_up(),
        Some(Fault::Garbled) => "<html>".into_response(),
        _ => told(answer),
    }
}

/// Ends the connection without an answer, and without the words of a panic.
fn hang_up() -> ! {
    resume_unwind(Box::new("the connection breaks"))
}

fn told(answer: Answer) -> Response {
    let (status, body) = match answer {
        Answer::Done(result) => (200, json!({ "ok": true, "result": result })),
        Answer::Refused(code, words) => {
            (code, json!({ "ok": false, "error_code": code, "description": words }))
        }
    };
    (StatusCode::from_u16(status).unwrap(), axum::Json(body)).into_response()
}

fn too_many(seconds: u64) -> Response {
    let body = json!({
        "ok": false, "error_code": 429, "description": format!("Too Many Requests: retry after {seconds}"),
        "parameters": { "retry_after": seconds },
    });
    (StatusCode::TOO_MANY_REQUESTS, axum::Json(body)).into_response()
}

async fn read(method: &str, request: Request) -> Result<(Map<String, Value>, Uploads), String> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        let body = Bytes::from_request(request, &()).await.map_err(|fault| fault.to_string())?;
        let fields = serde_json::from_slice(&body).map_err(|fault| format!("no JSON object: {fault}"))?;
        return Ok((fields, Uploads::new()));
    }
    let (mut fields, mut uploads) = (Map::new(), Uploads::new());
    let mut form = Multipart::from_request(request, &()).await.map_err(|fault| fault.to_string())?;
    while let Some(part) = form.next_field().await.map_err(|fault| fault.to_string())? {
        let name = part.name().unwrap_or_default().to_owned();
        if let Some(file) = part.file_name().map(str::to_owned) {
            let bytes = part.bytes().await.map_err(|fault| fault.to_string())?;
            uploads.insert(name, (file, bytes.to_vec()));
        } else {
            let text = part.text().await.map_err(|fault| fault.to_string())?;
            fields.insert(name.clone(), table::from_form(method, &name, &text));
        }
    }
    Ok((fields, uploads))
}

/// One poll: confirms what is below the offset and waits for what comes next, unless a newer poll begins.
async fn updates(telegram: &Telegram, fields: &Map<String, Value>) -> Answer {
    let faults = table::faults("getUpdates", fields);
    let number = |name: &str| fields.get(name).and_then(Value::as_i64);
    let poll = telegram.change(|state| {
        state.violations.extend(faults.iter().map(|fault| format!("getUpdates: {fault}")));
        if let Some(kinds) = kinds(fields) {
            state.kinds = kinds;
        }
        match number("offset") {
            Some(offset) if offset >= 0 => state.updates.retain(|(id, _)| *id >= offset),
            Some(last) => {
                let gone = state.updates.len().saturating_sub(usize::try_from(-last).unwrap_or_default());
                state.updates.drain(..gone);
            }
            None => {}
        }
        state.polls += 1;
        state.polls
    });
    let limit = usize::try_from(number("limit").unwrap_or(100).clamp(1, 100)).unwrap_or(100);
    let hold =
        Duration::from_secs(number("timeout").and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(0));
    let ready =
        || telegram.read(|state| !state.updates.is_empty() || state.polls != poll || state.hook.is_some());
    let _ = tokio::time::timeout(hold, telegram.until(ready)).await;
    telegram.read(|state| {
        if state.hook.is_some() {
            let words = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete \
                         the webhook first";
            return Answer::Refused(409, words.into());
        }
        if state.polls != poll {
            let words = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is \
                         running";
            return Answer::Refused(409, words.into());
        }
        Answer::Done(batch(state.updates.iter().take(limit), state.mischief))
    })
}

fn batch<'a>(updates: impl Iterator<Item = &'a (i64, String)>, mischief: super::Mischief) -> Value {
    let mut batch: Vec<Value> = updates.map(|(_, raw)| serde_json::from_str(raw).unwrap()).collect();
    if mischief.twice {
        batch = batch.into_iter().flat_map(|update| [update.clone(), update]).collect();
    }
    if mischief.reversed {
        batch.reverse();
    }
    batch.into()
}

/// Brings waiting updates to the webhook one after the other; whatever is not answered 2xx is brought again.
pub async fn push(telegram: Arc<Telegram>) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    loop {
        telegram.until(|| telegram.read(|state| state.hook.is_some() && !state.updates.is_empty())).await;
        let (hook, update, twice) =
            telegram.read(|state| (state.hook.clone(), state.updates.front().cloned(), state.mischief.twice));
        let (Some(hook), Some((id, raw))) = (hook, update) else { continue };
        let mut is_taken = true;
        for _ in 0..if twice { 2 } else { 1 } {
            let mut request =
                client.post(&hook.url).header(CONTENT_TYPE, "application/json").body(raw.clone());
            if let Some(secret) = &hook.secret {
                request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
            }
            let status = request.send().await.map_or(0, |response| response.status().as_u16());
            telegram.change(|state| state.pushes.push(status));
            is_taken &= (200..300).contains(&status);
        }
        if is_taken {
            telegram.change(|state| state.updates.retain(|(waiting, _)| *waiting != id));
        } else {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
