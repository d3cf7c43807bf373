//! What each method does, and what Telegram says when it cannot.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::state::{File, Hook, Message, State, USERNAME, envelope};
use super::{html, table};

type Fields = Map<String, Value>;

/// Files that came along with a call, by the name of their part.
pub type Uploads = BTreeMap<String, (String, Vec<u8>)>;

/// What Telegram answers.
#[derive(Debug)]
pub enum Answer {
    Done(Value),
    Refused(u16, String),
}

fn bad(words: &str) -> Answer {
    Answer::Refused(400, format!("Bad Request: {words}"))
}

/// Checks the call and does it. Polling is not done here, because it waits.
pub fn act(state: &mut State, method: &'static str, fields: &Fields, uploads: Uploads) -> Answer {
    let mut faults = table::faults(method, fields);
    faults.extend(wording_faults(fields));
    faults.extend(button_faults(fields));
    faults.extend(upload_faults(fields, &uploads));
    if let Some(first) = faults.first() {
        let answer = bad(first);
        state.violations.extend(faults.into_iter().map(|fault| format!("{method}: {fault}")));
        return answer;
    }
    match method {
        "getMe" => {
            Answer::Done(json!({ "id": 700_500, "is_bot": true, "first_name": "枫桥", "username": USERNAME }))
        }
        "setMyCommands" => {
            state.commands = fields["commands"].clone();
            Answer::Done(true.into())
        }
        "setWebhook" => set_webhook(state, fields),
        "deleteWebhook" => {
            state.hook = None;
            Answer::Done(true.into())
        }
        "answerCallbackQuery" => answer_press(state, fields),
        "getFile" => get_file(state, fields),
        "editMessageText" => edit(state, fields),
        send => send_message(state, send, fields, uploads),
    }
}

fn set_webhook(state: &mut State, fields: &Fields) -> Answer {
    let secret = text(fields, "secret_token");
    state.kinds = super::kinds(fields).unwrap_or_else(|| std::mem::take(&mut state.kinds));
    state.hook = Some(Hook { url: text(fields, "url").unwrap_or_default(), secret });
    Answer::Done(true.into())
}

fn answer_press(state: &mut State, fields: &Fields) -> Answer {
    match state.presses.get_mut(&text(fields, "callback_query_id").unwrap_or_default()) {
        Some(answered) => {
            *answered = true;
            Answer::Done(true.into())
        }
        None => bad("query is too old and response timeout expired or query ID is invalid"),
    }
}

fn get_file(state: &State, fields: &Fields) -> Answer {
    let id = text(fields, "file_id").unwrap_or_default();
    match state.files.get(&id) {
        Some(file) => Answer::Done(json!({
            "file_id": id, "file_unique_id": id, "file_size": file.bytes.len(), "file_path": format!("files/{id}"),
        })),
        None => bad("wrong file_id or the file is temporarily unavailable"),
    }
}

/// The chat, if the bot may write to it.
fn writable(state: &State, fields: &Fields) -> Result<i64, Answer> {
    let id = fields.get("chat_id").and_then(Value::as_i64).unwrap_or_default();
    match state.chats.get(&id) {
        None => Err(bad("chat not found")),
        Some(chat) if chat.blocked => {
            Err(Answer::Refused(403, "Forbidden: bot was blocked by the user".into()))
        }
        Some(_) => Ok(id),
    }
}

fn edit(state: &mut State, fields: &Fields) -> Answer {
    let chat = match writable(state, fields) {
        Ok(chat) => chat,
        Err(refusal) => return refusal,
    };
    let id = fields.get("message_id").and_then(Value::as_i64).unwrap_or_default();
    let messages = state.chats.get_mut(&chat).map(|chat| &mut chat.messages);
    let message = messages.and_then(|messages| messages.iter_mut().find(|message| message.id == id));
    let Some(message) = message else { return bad("message to edit not found") };
    if !message.from_bot {
        return bad("message can't be edited");
    }
    if message.file.is_some() || message.place.is_some() {
        return bad("there is no text in the message to edit");
    }
    let (words, buttons) = (wording(fields, "text"), buttons(fields));
    if message.html == words.1 && message.buttons == buttons {
        return bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        );
    }
    (message.text, message.html) = words;
    message.buttons = buttons;
    message.edits += 1;
    let mut told = envelope(chat, id, true);
    told.insert("text".into(), message.text.clone().into());
    Answer::Done(told.into())
}

fn send_message(state: &mut State, method: &str, fields: &Fields, uploads: Uploads) -> Answer {
    let chat = match writable(state, fields) {
        Ok(chat) => chat,
        Err(refusal) => return refusal,
    };
    let (field, is_caption) = match method {
        "sendMessage" => ("text", false),
        _ => ("caption", true),
    };
    let (words, written) = wording(fields, field);
    if !is_caption && words.trim().is_empty() {
        state.violations.push(format!("{method}: the text is empty"));
        return bad("message text is empty");
    }
    let mut message = Message::new(true, words);
    message.html = written;
    message.buttons = buttons(fields);
    if let (Some(north), Some(east)) = (float(fields, "latitude"), float(fields, "longitude")) {
        message.place = Some((north, east));
    }
    if let Some(kind) =
        ["photo", "document", "voice", "video"].into_iter().find(|kind| fields.contains_key(*kind))
    {
        match sent_file(state, kind, &text(fields, kind).unwrap_or_default(), uploads) {
            Ok(file) => message.file = Some(file),
            Err(refusal) => return refusal,
        }
    }
    let mut told = envelope(chat, 0, true);
    if !message.text.is_empty() {
        told.insert(field.into(), message.text.clone().into());
    }
    let id = state.post(chat, message);
    told.insert("message_id".into(), id.into());
    Answer::Done(told.into())
}

/// The id of the file that a call sends: one we have given out, or one that came along.
fn sent_file(
    state: &mut State,
    kind: &'static str,
    named: &str,
    mut uploads: Uploads,
) -> Result<String, Answer> {
    if let Some(part) = named.strip_prefix("attach://") {
        let (name, bytes) = uploads.remove(part).unwrap_or_default();
        return Ok(state.keep(File { kind, bytes, name }));
    }
    match state.files.get(named) {
        None => Err(bad("wrong file identifier/HTTP URL specified")),
        Some(file) if (file.kind == "photo") != (kind == "photo") => {
            Err(bad(&format!("can't use file of type {} as {kind}", file.kind)))
        }
        Some(_) => Ok(named.to_owned()),
    }
}

fn text(fields: &Fields, name: &str) -> Option<String> {
    fields.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn float(fields: &Fields, name: &str) -> Option<f64> {
    fields.get(name).and_then(Value::as_f64)
}

/// What people read, and what was written.
fn wording(fields: &Fields, name: &str) -> (String, String) {
    let written = text(fields, name).unwrap_or_default();
    let is_html = fields.get("parse_mode").and_then(Value::as_str) == Some("HTML");
    let read = if is_html { html::plain(&written).unwrap_or_default() } else { written.clone() };
    (read, written)
}

fn buttons(fields: &Fields) -> Vec<Vec<(String, String)>> {
    let part = |button: &Value, name: &str| button[name].as_str().unwrap_or_default().to_owned();
    let rows = fields.get("reply_markup").and_then(|markup| markup["inline_keyboard"].as_array());
    let row = |row: &Value| {
        row.as_array()
            .into_iter()
            .flatten()
            .map(|key| (part(key, "text"), part(key, "callback_data")))
            .collect()
    };
    rows.into_iter().flatten().map(row).collect()
}

fn wording_faults(fields: &Fields) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, limit) in [("text", 4096), ("caption", 1024)] {
        let Some(written) = text(fields, name) else { continue };
        if fields.get("parse_mode").and_then(Value::as_str) == Some("HTML")
            && let Err(fault) = html::plain(&written)
        {
            faults.push(format!("can't parse entities: {fault}"));
        }
        let length = wording(fields, name).0.encode_utf16().count();
        if length > limit {
            faults.push(format!("{name} is too long: {length}"));
        }
    }
    faults
}

fn button_faults(fields: &Fields) -> Vec<String> {
    let mut faults = Vec::new();
    for (label, data) in buttons(fields).into_iter().flatten() {
        if label.trim().is_empty() {
            faults.push("a button says nothing".to_owned());
        }
        if data.is_empty() || data.len() > 64 {
            faults.push(format!("BUTTON_DATA_INVALID: {} bytes on {label:?}", data.len()));
        }
    }
    faults
}

fn upload_faults(fields: &Fields, uploads: &Uploads) -> Vec<String> {
    let named: Vec<&str> =
        fields.values().filter_map(Value::as_str).filter_map(|text| text.strip_prefix("attach://")).collect();
    let missing = named.iter().filter(|name| !uploads.contains_key(**name));
    let unnamed = uploads.keys().filter(|name| !named.contains(&name.as_str()));
    let mut faults: Vec<String> = missing.map(|name| format!("attach://{name} did not come along")).collect();
    faults.extend(unnamed.map(|name| format!("the part {name} is for nothing")));
    faults
}
