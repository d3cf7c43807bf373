//! What came over the Bot API, as an arrival. Total: whatever the bytes are, something comes of them.
//!
//! Reads only the fields we use, with its own few structures: teloxide's types know Bot API 9.1, and one text entity
//! newer than that makes them lose the whole text. Pure: must not know how updates come.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::super::{Arrival, Content};
use super::commands;
use crate::domain::attachment::{Attachment, AttachmentKind};
use crate::domain::channel::Channel;
use crate::domain::ids::AttachmentId;
use crate::domain::message::{Body, Inbound};

/// An update, read.
#[derive(Debug)]
pub(super) struct Decoded {
    /// Telegram's number of it, where it has one.
    pub(super) update: Option<i64>,
    /// The press to be answered once it is kept, so that the button stops waiting.
    pub(super) press: Option<String>,
    /// What goes to the door.
    pub(super) arrival: Arrival,
}

/// Reads one update.
pub(super) fn decode(raw: &str) -> Decoded {
    let fields: Fields<'_> = serde_json::from_str(raw).unwrap_or_default();
    let update = fields.get("update_id").and_then(|id| serde_json::from_str(id.get()).ok());
    let mut press = None;
    let content = match (update, fields.iter().find(|(name, _)| *name != "update_id")) {
        (None, _) => Content::Unreadable("not an update: there is no update_id".into()),
        (Some(_), None) => Content::Unused("nothing".into()),
        (Some(id), Some((kind, body))) => content(id, kind, body.get(), &mut press)
            .unwrap_or_else(|fault| Content::Unreadable(fault.to_string())),
    };
    let external_id = update.map_or_else(|| fingerprint(raw), |id| id.to_string());
    Decoded {
        update,
        press,
        arrival: Arrival { channel: Channel::Telegram, external_id, raw: raw.into(), content },
    }
}

type Fields<'a> = BTreeMap<String, &'a RawValue>;

fn content(update: i64, kind: &str, body: &str, press: &mut Option<String>) -> serde_json::Result<Content> {
    Ok(match kind {
        "message" => match served(read(body)?) {
            Ok(message) => came(&message, message_body(update, &message, body)),
            Err(reason) => Content::Unused(reason),
        },
        "edited_message" => match served(read(body)?) {
            Ok(message) => edited(&message),
            Err(reason) => Content::Unused(reason),
        },
        "callback_query" => {
            let query: Query = read(body)?;
            *press = Some(query.id.clone());
            pressed(query)
        }
        other => Content::Unused(other.to_owned()),
    })
}

fn read<T: DeserializeOwned>(body: &str) -> serde_json::Result<T> {
    serde_json::from_str(body)
}

/// Only people in private chats are served.
fn served(message: Message) -> Result<Message, String> {
    if message.chat.kind != "private" {
        Err(format!("a message in a {}", message.chat.kind))
    } else if message.from.as_ref().is_none_or(|from| from.is_bot) {
        Err("a message of a bot".into())
    } else {
        Ok(message)
    }
}

fn came(message: &Message, body: Body) -> Content {
    let reply_to = message.reply_to_message.as_ref().map(|replied| replied.message_id.to_string());
    let inbound = Inbound { body, message: Some(message.message_id.to_string()), reply_to };
    Content::Came { peer: message.chat.id.to_string(), inbound, bytes: None }
}

fn edited(message: &Message) -> Content {
    match message.text.as_ref().or(message.caption.as_ref()) {
        Some(text) => {
            came(message, Body::Edited { message: message.message_id.to_string(), text: text.clone() })
        }
        None => Content::Unused("an edit without words".into()),
    }
}

fn pressed(query: Query) -> Content {
    match (query.data, query.message) {
        (Some(data), Some(message)) if message.chat.kind == "private" && !query.from.is_bot => {
            Content::Came {
                peer: message.chat.id.to_string(),
                inbound: Inbound {
                    body: Body::Press(data),
                    message: None,
                    reply_to: Some(message.message_id.to_string()),
                },
                bytes: None,
            }
        }
        _ => Content::Unused("a press outside a private chat".into()),
    }
}

fn message_body(update: i64, message: &Message, raw: &str) -> Body {
    if let Some(text) = &message.text {
        return commands::read(text);
    }
    if let Some(file) = attachment(update, message) {
        return Body::File { file, caption: message.caption.clone().unwrap_or_default() };
    }
    if let Some(Place { latitude, longitude }) = message.location {
        return Body::Location { latitude, longitude };
    }
    match (&message.contact, &message.from) {
        // A contact can be anybody's; only one's own says who is writing.
        (Some(contact), Some(from)) if contact.user_id == Some(from.id) => {
            Body::Phone(contact.phone_number.clone())
        }
        _ => Body::Other(kind_of(raw)),
    }
}

fn attachment(update: i64, message: &Message) -> Option<Attachment> {
    let (kind, file, mime) =
        if let Some(file) = message.photo.iter().max_by_key(|size| size.width.saturating_mul(size.height)) {
            (AttachmentKind::Photo, file, Some("image/jpeg"))
        } else if let Some(file) = &message.voice {
            (AttachmentKind::Voice, file, Some("audio/ogg"))
        } else if let Some(file) = message.video.as_ref().or(message.video_note.as_ref()) {
            (AttachmentKind::Video, file, Some("video/mp4"))
        } else {
            (AttachmentKind::File, message.document.as_ref().or(message.audio.as_ref())?, None)
        };
    Some(Attachment {
        id: AttachmentId::new(format!("tg{update}")),
        kind,
        name: file.file_name.clone(),
        mime: file.mime_type.clone().or(mime.map(str::to_owned)),
        telegram_file: Some(file.file_id.clone()),
    })
}

/// The name of what a message is, of those that bring nothing for us.
fn kind_of(raw: &str) -> String {
    const KINDS: [&str; 10] = [
        "sticker",
        "poll",
        "dice",
        "contact",
        "game",
        "story",
        "checklist",
        "invoice",
        "gift",
        "pinned_message",
    ];
    let fields: Fields<'_> = serde_json::from_str(raw).unwrap_or_default();
    KINDS.into_iter().find(|kind| fields.contains_key(*kind)).unwrap_or("unknown").to_owned()
}

/// Stands for the number of an update that has none, so that a repeat of it is still known as one.
fn fingerprint(raw: &str) -> String {
    let digest = Sha256::digest(raw.as_bytes());
    digest.iter().take(16).fold(String::from("raw-"), |text, byte| format!("{text}{byte:02x}"))
}

#[derive(Deserialize)]
struct Message {
    message_id: i64,
    from: Option<User>,
    chat: Chat,
    text: Option<String>,
    caption: Option<String>,
    #[serde(default)]
    photo: Vec<File>,
    document: Option<File>,
    audio: Option<File>,
    voice: Option<File>,
    video: Option<File>,
    video_note: Option<File>,
    location: Option<Place>,
    contact: Option<Contact>,
    reply_to_message: Option<Replied>,
}

#[derive(Deserialize)]
struct User {
    id: i64,
    #[serde(default)]
    is_bot: bool,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
    #[serde(rename = "type")]
    kind: String,
}

/// Any sort of file; each has some of these.
#[derive(Deserialize)]
struct File {
    file_id: String,
    file_name: Option<String>,
    mime_type: Option<String>,
    #[serde(default)]
    width: u64,
    #[serde(default)]
    height: u64,
}

#[derive(Clone, Copy, Deserialize)]
struct Place {
    latitude: f64,
    longitude: f64,
}

#[derive(Deserialize)]
struct Contact {
    phone_number: String,
    user_id: Option<i64>,
}

#[derive(Deserialize)]
struct Replied {
    message_id: i64,
}

#[derive(Deserialize)]
struct Query {
    id: String,
    from: User,
    message: Option<Pressed>,
    data: Option<String>,
}

/// The message a button is on. One too old to be shown has no more than this.
#[derive(Deserialize)]
struct Pressed {
    message_id: i64,
    chat: Chat,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A message of a person in a private chat, with these fields besides.
    fn message(fields: &str) -> Decoded {
        decode(&format!(
            r#"{{"update_id":71,"message":{{"message_id":5,"date":1,"from":{{"id":9,"is_bot":false,"first_name":"a"}},
            "chat":{{"id":9,"type":"private"}},{fields}}}}}"#
        ))
    }

    fn inbound(decoded: Decoded) -> Inbound {
        match decoded.arrival.content {
            Content::Came { peer, inbound, bytes: None } if peer == "9" => inbound,
            other => panic!("{other:?}"),
        }
    }

    fn body(fields: &str) -> Body {
        inbound(message(fields)).body
    }

    fn unused(decoded: &Decoded) -> &str {
        match &decoded.arrival.content {
            Content::Unused(why) => why,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn words_arrive_as_they_were_written() {
        let decoded = message(r#""text":" 房东不退押金 😀""#);
        assert_eq!((decoded.update, decoded.arrival.external_id.as_str()), (Some(71), "71"));
        assert_eq!(decoded.arrival.channel, Channel::Telegram);
        assert!(decoded.arrival.raw.contains("房东"));
        let expected = Inbound {
            body: Body::Text(" 房东不退押金 😀".into()),
            message: Some("5".into()),
            reply_to: None,
        };
        assert_eq!(inbound(decoded), expected);
    }

    #[test]
    fn fields_newer_than_this_program_cost_no_words() {
        let entity = r#""entities":[{"type":"date_time","offset":0,"length":2,"unix_time":1}]"#;
        assert_eq!(
            body(&format!(r#""text":"明天",{entity},"brand_new":{{"x":[]}}"#)),
            Body::Text("明天".into())
        );
    }

    #[test]
    fn a_reply_names_the_message_it_answers() {
        let decoded = message(r#""text":"好","reply_to_message":{"message_id":3,"sticker":{"odd":1}}"#);
        assert_eq!(inbound(decoded).reply_to.as_deref(), Some("3"));
    }

    #[test]
    fn the_largest_photo_is_taken_with_its_caption() {
        let photo =
            r#""photo":[{"file_id":"s","width":90,"height":90},{"file_id":"l","width":900,"height":900}]"#;
        let Body::File { file, caption } = body(&format!(r#"{photo},"caption":"合同""#)) else { panic!() };
        assert_eq!((file.kind, file.telegram_file.as_deref()), (AttachmentKind::Photo, Some("l")));
        assert_eq!((file.id.as_str(), caption.as_str()), ("tg71", "合同"));
    }

    #[test]
    fn every_sort_of_file_is_a_file() {
        for (field, kind) in [
            ("document", AttachmentKind::File),
            ("audio", AttachmentKind::File),
            ("voice", AttachmentKind::Voice),
            ("video", AttachmentKind::Video),
            ("video_note", AttachmentKind::Video),
        ] {
            let fields = format!(r#""{field}":{{"file_id":"f","file_name":"借条.pdf","mime_type":"a/b"}}"#);
            let Body::File { file, caption } = body(&fields) else { panic!("{field}") };
            assert_eq!((file.kind, caption.as_str()), (kind, ""), "{field}");
            assert_eq!((file.name.as_deref(), file.mime.as_deref()), (Some("借条.pdf"), Some("a/b")));
        }
    }

    #[test]
    fn a_venue_is_a_place() {
        let at = r#"{"latitude":29.5,"longitude":106.5}"#;
        let fields = format!(r#""location":{at},"venue":{{"location":{at},"title":"家","address":"x"}}"#);
        assert_eq!(body(&fields), Body::Location { latitude: 29.5, longitude: 106.5 });
    }

    #[test]
    fn only_ones_own_contact_is_a_phone_number() {
        let contact = |user: i64| {
            format!(r#""contact":{{"phone_number":"+8613800000000","first_name":"a","user_id":{user}}}"#)
        };
        assert_eq!(body(&contact(9)), Body::Phone("+8613800000000".into()));
        assert_eq!(body(&contact(8)), Body::Other("contact".into()));
    }

    #[test]
    fn what_we_have_no_use_for_says_what_it_is() {
        assert_eq!(body(r#""sticker":{"file_id":"x"}"#), Body::Other("sticker".into()));
        assert_eq!(body(r#""dice":{"value":3}"#), Body::Other("dice".into()));
        assert_eq!(body(r#""hologram":{}"#), Body::Other("unknown".into()));
    }

    #[test]
    fn an_edit_tells_which_message_says_what_now() {
        let edit = |fields: &str| {
            decode(&format!(
                r#"{{"update_id":72,"edited_message":{{"message_id":5,"from":{{"id":9}},
                "chat":{{"id":9,"type":"private"}},{fields}}}}}"#
            ))
        };
        let expected = Body::Edited { message: "5".into(), text: "改了".into() };
        assert_eq!(inbound(edit(r#""text":"改了""#)).body, expected);
        assert_eq!(inbound(edit(r#""caption":"改了""#)).body, expected);
        assert_eq!(unused(&edit(r#""location":{"latitude":1,"longitude":2}"#)), "an edit without words");
    }

    #[test]
    fn a_press_brings_its_data_and_is_to_be_answered() {
        let press = |message: &str, data: &str| {
            decode(&format!(
                r#"{{"update_id":73,"callback_query":{{"id":"q1","from":{{"id":9}}{message}{data}}}}}"#
            ))
        };
        let too_old = r#","message":{"message_id":4,"date":0,"chat":{"id":9,"type":"private"}}"#;
        let pressed = press(too_old, r#","data":"claim:1""#);
        assert_eq!(pressed.press.as_deref(), Some("q1"));
        let expected =
            Inbound { body: Body::Press("claim:1".into()), message: None, reply_to: Some("4".into()) };
        assert_eq!(inbound(pressed), expected);
        for odd in [press("", r#","data":"x""#), press(too_old, "")] {
            assert_eq!(unused(&odd), "a press outside a private chat");
            assert_eq!(odd.press.as_deref(), Some("q1"));
        }
    }

    #[test]
    fn groups_and_bots_are_not_served() {
        let from = |chat: &str, bot: bool| {
            decode(&format!(
                r#"{{"update_id":74,"message":{{"message_id":5,"from":{{"id":9,"is_bot":{bot}}},
                "chat":{{"id":-9,"type":"{chat}"}},"text":"x"}}}}"#
            ))
        };
        assert_eq!(unused(&from("supergroup", false)), "a message in a supergroup");
        assert_eq!(unused(&from("private", true)), "a message of a bot");
    }

    #[test]
    fn an_unknown_kind_is_kept_by_its_name() {
        assert_eq!(unused(&decode(r#"{"update_id":75,"mind_reading":{"x":1}}"#)), "mind_reading");
        assert_eq!(unused(&decode(r#"{"update_id":75}"#)), "nothing");
    }

    #[test]
    fn what_cannot_be_read_is_kept_apart_under_its_number() {
        let decoded = decode(r#"{"update_id":76,"message":{"chat":"?"}}"#);
        assert!(matches!(decoded.arrival.content, Content::Unreadable(_)));
        assert_eq!((decoded.update, decoded.arrival.external_id.as_str()), (Some(76), "76"));
    }

    proptest::proptest! {
        #[test]
        fn something_comes_of_anything(raw in ".{0,200}", message in ".{0,80}") {
            decode(&raw);
            let decoded = decode(&format!(r#"{{"update_id":1,"message":{message}}}"#));
            proptest::prop_assert!(!decoded.arrival.external_id.is_empty());
        }
    }

    #[test]
    fn what_has_no_number_is_known_by_its_bytes() {
        for raw in ["", "[]", "{}", "nonsense", r#"{"update_id":"x"}"#, r#"{"update_id":1.5,"message":{}}"#] {
            let decoded = decode(raw);
            assert!(matches!(decoded.arrival.content, Content::Unreadable(_)), "{raw}");
            assert_eq!(decoded.update, None);
            assert!(decoded.arrival.external_id.starts_with("raw-"));
            assert_eq!(decode(raw).arrival.external_id, decoded.arrival.external_id);
        }
        assert_ne!(decode("").arrival.external_id, decode("[]").arrival.external_id);
    }
}
