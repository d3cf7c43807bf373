//! What Telegram knows: chats and their messages, files, updates that wait, and the bot's own settings.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Map, Value, json};

use super::faults::{Mischief, Script};
use super::journal::Call;

pub const TOKEN: &str = "700500:stand-in_Token";
pub const USERNAME: &str = "fengqiao_test_bot";

/// A message in a chat.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: i64,
    pub from_bot: bool,
    /// What people read, or what stands below the file.
    pub text: String,
    /// As the bot wrote it.
    pub html: String,
    pub file: Option<String>,
    pub place: Option<(f64, f64)>,
    /// Rows of labels and data.
    pub buttons: Vec<Vec<(String, String)>>,
    /// How often it was edited.
    pub edits: u32,
    /// The number of edits its reader has seen; `None` before the first look.
    pub seen: Option<u32>,
}

/// A private chat of a person with the bot.
#[derive(Clone, Debug, Default)]
pub struct Chat {
    pub messages: Vec<Message>,
    pub blocked: bool,
}

/// A file somebody sent.
#[derive(Clone, Debug)]
pub struct File {
    /// The field it came in: photo, document, voice or video.
    pub kind: &'static str,
    pub bytes: Vec<u8>,
    pub name: String,
}

/// Where updates are pushed to.
#[derive(Clone, Debug)]
pub struct Hook {
    pub url: String,
    pub secret: Option<String>,
}

#[derive(Default)]
pub struct State {
    pub chats: BTreeMap<i64, Chat>,
    pub files: BTreeMap<String, File>,
    /// Updates not confirmed yet.
    pub updates: VecDeque<(i64, String)>,
    pub last_update: i64,
    /// Kinds the bot asked for; empty is all.
    pub kinds: BTreeSet<String>,
    pub hook: Option<Hook>,
    /// The answers of the webhook to our pushes.
    pub pushes: Vec<u16>,
    /// Counts polls, so that an older one knows that there is a newer.
    pub polls: u64,
    /// Presses, and whether the bot has answered them.
    pub presses: BTreeMap<String, bool>,
    pub commands: Value,
    pub revoked: bool,
    pub script: Script,
    pub mischief: Mischief,
    pub journal: Vec<Call>,
    pub violations: Vec<String>,
}

impl State {
    /// Puts an update of a known kind in line, if the bot wants that kind.
    pub fn push(&mut self, kind: &str, body: Value) -> i64 {
        self.last_update += 1;
        let id = self.last_update;
        if self.kinds.is_empty() || self.kinds.contains(kind) {
            let mut update = Map::new();
            update.insert("update_id".into(), id.into());
            update.insert(kind.into(), body);
            self.updates.push_back((id, Value::Object(update).to_string()));
        }
        id
    }

    /// Puts anything at all in line.
    pub fn push_raw(&mut self, write: impl FnOnce(i64) -> String) -> i64 {
        self.last_update += 1;
        let id = self.last_update;
        self.updates.push_back((id, write(id)));
        id
    }

    /// Adds a message to a chat and returns its id.
    pub fn post(&mut self, chat: i64, mut message: Message) -> i64 {
        let chat = self.chats.entry(chat).or_default();
        message.id = chat.messages.last().map_or(1, |last| last.id + 1);
        let id = message.id;
        chat.messages.push(message);
        id
    }

    /// Keeps a file and returns its id.
    pub fn keep(&mut self, file: File) -> String {
        let id = format!("{}-{}", file.kind, self.files.len() + 1);
        self.files.insert(id.clone(), file);
        id
    }
}

impl Message {
    pub fn new(from_bot: bool, text: impl Into<String>) -> Self {
        Self {
            id: 0,
            from_bot,
            text: text.into(),
            html: String::new(),
            file: None,
            place: None,
            buttons: Vec::new(),
            edits: 0,
            seen: None,
        }
    }
}

/// A person or the bot, as an update names them.
pub fn user(id: i64, is_bot: bool) -> Value {
    json!({ "id": id, "is_bot": is_bot, "first_name": format!("第{id}号") })
}

/// A private chat, as an update names it.
pub fn chat(id: i64) -> Value {
    json!({ "id": id, "type": "private", "first_name": format!("第{id}号") })
}

/// A message as Telegram tells of it, without what is in it.
pub fn envelope(chat_id: i64, message: i64, from_bot: bool) -> Map<String, Value> {
    let from = if from_bot { user(700_500, true) } else { user(chat_id, false) };
    let envelope =
        json!({ "message_id": message, "date": 1_772_000_000, "chat": chat(chat_id), "from": from });
    envelope.as_object().cloned().unwrap()
}
