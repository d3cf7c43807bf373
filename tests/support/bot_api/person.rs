//! A person with Telegram on their phone: what they do, and what they see.

use serde_json::{Value, json};

use super::state::{File, Message, chat, envelope, user};
use super::{BotApi, PATIENCE};

/// One person in their private chat with the bot.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    pub(super) api: &'a BotApi,
    /// The chat, which has the person's own number.
    pub id: i64,
}

/// A message of the bot as the person sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub id: i64,
    /// Whether it was there before and says something new.
    pub updated: bool,
    pub text: String,
    /// The labels.
    pub buttons: Vec<Vec<String>>,
    /// The id of the file in it.
    pub file: Option<String>,
    pub place: Option<(f64, f64)>,
}

impl Seen {
    fn of(message: &Message) -> Self {
        let labels = |row: &Vec<(String, String)>| row.iter().map(|(label, _)| label.clone()).collect();
        Self {
            id: message.id,
            updated: message.seen.is_some(),
            text: message.text.clone(),
            buttons: message.buttons.iter().map(labels).collect(),
            file: message.file.clone(),
            place: message.place,
        }
    }
}

impl Person<'_> {
    /// Writes words.
    pub fn says(&self, text: &str) -> i64 {
        self.sends(text, &json!({ "text": text }))
    }

    /// Opens the bot by its link.
    pub fn opens(&self, payload: &str) -> i64 {
        self.says(format!("/start {payload}").trim())
    }

    /// Answers the newest message that contains `fragment`.
    pub fn replies_to(&self, fragment: &str, text: &str) -> i64 {
        let replied = self.newest(|message| message.text.contains(fragment)).unwrap_or_else(|| {
            panic!("{} sees nothing with {fragment:?}, but {:#?}", self.id, self.sees());
        });
        let mut original = envelope(self.id, replied.id, replied.from_bot);
        original.insert("text".into(), replied.text.into());
        self.sends(text, &json!({ "text": text, "reply_to_message": original }))
    }

    /// Presses the newest button whose label contains this.
    pub fn presses(&self, label: &str) -> i64 {
        let find = |message: &Message| {
            message
                .buttons
                .iter()
                .flatten()
                .find(|(text, _)| text.contains(label))
                .map(|(_, data)| data.clone())
        };
        let message = self.newest(|message| find(message).is_some()).unwrap_or_else(|| {
            panic!("{} sees no button {label:?}, but {:#?}", self.id, self.sees());
        });
        self.presses_data(message.id, &find(&message).unwrap_or_default())
    }

    /// Presses a button that may be there no more.
    pub fn presses_data(&self, message: i64, data: &str) -> i64 {
        self.api.change(|state| {
            let press = format!("press-{}", state.presses.len() + 1);
            state.presses.insert(press.clone(), false);
            let on = envelope(self.id, message, true);
            let query = json!({
                "id": press, "from": user(self.id, false), "message": on, "chat_instance": "1", "data": data,
            });
            state.push("callback_query", query)
        })
    }

    /// Sends a photo in two sizes; the larger has these bytes.
    pub fn sends_photo(&self, caption: &str, bytes: &[u8]) -> i64 {
        let small = self.keeps("photo", "", b"small");
        let large = self.keeps("photo", "", bytes);
        let size = |id: &str, side: u32| json!({ "file_id": id, "file_unique_id": id, "width": side, "height": side });
        self.sends(
            caption,
            &with_caption(json!({ "photo": [size(&small, 90), size(&large, 1280)] }), caption),
        )
    }

    /// Sends a file with a name.
    pub fn sends_document(&self, name: &str, mime: &str, bytes: &[u8], caption: &str) -> i64 {
        let id = self.keeps("document", name, bytes);
        let file = json!({ "file_id": id, "file_unique_id": id, "file_name": name, "mime_type": mime });
        self.sends(caption, &with_caption(json!({ "document": file }), caption))
    }

    /// Sends a voice note.
    pub fn sends_voice(&self, bytes: &[u8]) -> i64 {
        let id = self.keeps("voice", "", bytes);
        let file = json!({ "file_id": id, "file_unique_id": id, "duration": 3, "mime_type": "audio/ogg" });
        self.sends("", &json!({ "voice": file }))
    }

    /// Shares a place.
    pub fn sends_place(&self, latitude: f64, longitude: f64) -> i64 {
        self.sends("", &json!({ "location": { "latitude": latitude, "longitude": longitude } }))
    }

    /// Shares their own number.
    pub fn sends_phone(&self, number: &str) -> i64 {
        let contact = json!({ "phone_number": number, "first_name": "我", "user_id": self.id });
        self.sends("", &json!({ "contact": contact }))
    }

    /// Corrects their newest message.
    pub fn edits_last(&self, text: &str) -> i64 {
        self.edits("", text)
    }

    /// Corrects their newest message that says this.
    pub fn edits(&self, said: &str, text: &str) -> i64 {
        let last = self.api.read(|state| {
            let messages = state.chats.get(&self.id).map(|chat| chat.messages.clone()).unwrap_or_default();
            let is_it = |message: &&Message| !message.from_bot && message.text.contains(said);
            messages.iter().rev().find(is_it).map(|message| message.id)
        });
        let mut body = envelope(self.id, last.unwrap(), false);
        body.insert("edit_date".into(), 1_772_000_100.into());
        body.insert("text".into(), text.into());
        self.api.change(|state| state.push("edited_message", body.into()))
    }

    /// Sends a message with these fields.
    pub fn sends(&self, text: &str, fields: &Value) -> i64 {
        self.api.change(|state| {
            let id = state.post(self.id, Message::new(false, text));
            let mut body = envelope(self.id, id, false);
            body.extend(fields.as_object().cloned().unwrap_or_default());
            state.push("message", body.into())
        })
    }

    /// Blocks the bot; it gets nothing through any more.
    pub fn blocks_the_bot(&self) {
        let told = |status: &str| json!({ "user": user(700_500, true), "status": status });
        let (old, mut new) = (told("member"), told("kicked"));
        new["until_date"] = 0.into();
        let body = json!({
            "chat": chat(self.id), "from": user(self.id, false), "date": 1_772_000_000,
            "old_chat_member": old, "new_chat_member": new,
        });
        self.api.change(|state| {
            state.chats.entry(self.id).or_default().blocked = true;
            state.push("my_chat_member", body);
        });
    }

    /// Lets the bot write again.
    pub fn comes_back(&self) {
        self.api.change(|state| state.chats.entry(self.id).or_default().blocked = false);
    }

    /// The bot's messages, as they stand now.
    pub fn sees(&self) -> Vec<Seen> {
        self.api.read(|state| {
            let messages = state.chats.get(&self.id).into_iter().flat_map(|chat| &chat.messages);
            messages.filter(|message| message.from_bot).map(Seen::of).collect()
        })
    }

    /// The bot's messages that are new or edited since the last look.
    pub fn news(&self) -> Vec<Seen> {
        self.api.read(|state| {
            let messages = state.chats.get_mut(&self.id).into_iter().flat_map(|chat| &mut chat.messages);
            let fresh = messages.filter(|message| message.from_bot && message.seen != Some(message.edits));
            fresh
                .map(|message| {
                    let seen = Seen::of(message);
                    message.seen = Some(message.edits);
                    seen
                })
                .collect()
        })
    }

    /// Waits for a message that contains this.
    pub async fn waits_for(&self, fragment: &str) -> Seen {
        let found = || self.sees().into_iter().rev().find(|seen| seen.text.contains(fragment));
        let waited = tokio::time::timeout(PATIENCE, self.api.until(|| found().is_some())).await;
        match (waited, found()) {
            (Ok(()), Some(seen)) => seen,
            _ => panic!(
                "{} waits in vain for {fragment:?} and sees {:#?}; {:?}",
                self.id,
                self.sees(),
                self.api.violations()
            ),
        }
    }

    fn newest(&self, fits: impl Fn(&Message) -> bool) -> Option<Message> {
        self.api.read(|state| {
            let messages = state.chats.get(&self.id).map(|chat| chat.messages.clone()).unwrap_or_default();
            messages.into_iter().rev().find(|message| fits(message))
        })
    }

    fn keeps(&self, kind: &'static str, name: &str, bytes: &[u8]) -> String {
        self.api.change(|state| state.keep(File { kind, bytes: bytes.to_vec(), name: name.to_owned() }))
    }
}

fn with_caption(mut fields: Value, caption: &str) -> Value {
    if !caption.is_empty() {
        fields["caption"] = caption.into();
    }
    fields
}
