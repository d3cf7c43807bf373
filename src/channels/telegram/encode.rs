//! What we say, as calls of the Bot API: words become HTML, buttons an inline keyboard, files their own method.
//!
//! Pure: must not know how a call is made or what it answered.

use serde::Serialize;
use serde_json::Value;
use teloxide::payloads::{
    EditMessageText, SendDocument, SendLocation, SendMessage, SendPhoto, SendVideo, SendVoice,
};
use teloxide::requests::Payload;
use teloxide::types::{
    ChatId, FileId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, MessageId,
    ParseMode,
};
use teloxide::utils::html;

use crate::domain::attachment::{Attachment, AttachmentKind};
use crate::domain::message::{Button, Outbound};

/// The longest text Telegram takes, in UTF-16 units, not counting markup.
const TEXT_LIMIT: usize = 4096;
/// The longest words below a file, counted the same way.
const CAPTION_LIMIT: usize = 1024;
/// The largest picture Telegram shows as one; larger ones go as files.
const PHOTO_LIMIT: usize = 10 * 1024 * 1024;

/// What stands for the uploaded file in the call that carries it.
pub(super) const UPLOAD: &str = "upload";

/// One call.
#[derive(Debug, PartialEq)]
pub(super) struct Request {
    pub(super) method: &'static str,
    /// A JSON object.
    pub(super) body: Value,
    /// The file to carry, where its bytes go along.
    pub(super) upload: Option<Upload>,
}

/// A file's bytes on their way.
#[derive(Debug, PartialEq)]
pub(super) struct Upload {
    pub(super) name: String,
    pub(super) mime: Option<String>,
    pub(super) bytes: Vec<u8>,
}

/// Why a message cannot be put into calls.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unsayable {
    /// No words, no file, no place.
    #[error("there is nothing in the message")]
    Empty,
    /// A file that is neither at Telegram nor with us.
    #[error("the file's bytes are missing")]
    NoBytes,
    /// Cannot happen with the payloads used here.
    #[error("the call cannot be written: {0}")]
    Unwritable(#[from] serde_json::Error),
}

/// The call that makes an earlier message say this, or `None` where a new message must say it.
pub(super) fn edit(
    chat: ChatId,
    message: MessageId,
    outbound: &Outbound,
) -> Result<Option<Request>, Unsayable> {
    let words = words(&outbound.text);
    let is_text = outbound.file.is_none() && outbound.place.is_none() && !words.html.trim().is_empty();
    if !is_text || words.units > TEXT_LIMIT {
        return Ok(None);
    }
    let request = Request::of(&EditMessageText::new(chat, message, words.html))?.in_html()?;
    Ok(Some(request.with_buttons(&outbound.buttons)?))
}

/// The calls that say this anew, in order. The last one bears the words and the buttons.
pub(super) fn calls(
    chat: ChatId,
    outbound: &Outbound,
    bytes: Option<&[u8]>,
) -> Result<Vec<Request>, Unsayable> {
    let mut calls = Vec::new();
    let mut text = words(&outbound.text);
    if let Some((latitude, longitude)) = outbound.place {
        calls.push(Request::of(&SendLocation::new(chat, latitude, longitude))?);
    }
    if let Some(file) = &outbound.file {
        let mut call = file_call(chat, file, bytes)?;
        if !text.is_empty() && text.units <= CAPTION_LIMIT {
            call = call.with("caption", text.take())?.with("parse_mode", ParseMode::Html)?;
        }
        calls.push(call);
    }
    if !text.is_empty() {
        calls.extend(text_calls(chat, &outbound.text)?);
    }
    let last = calls.pop().ok_or(Unsayable::Empty)?;
    calls.push(last.with_buttons(&outbound.buttons)?);
    Ok(calls)
}

fn text_calls(chat: ChatId, text: &str) -> Result<Vec<Request>, Unsayable> {
    let pages = if words(text).units > TEXT_LIMIT {
        Outbound::text(text).pages(TEXT_LIMIT).into_iter().map(|page| page.text).collect()
    } else {
        vec![text.to_owned()]
    };
    let full = pages.iter().map(|page| words(page)).filter(|page| !page.is_empty());
    full.map(|page| Ok(Request::of(&SendMessage::new(chat, page.html))?.in_html()?)).collect()
}

fn file_call(chat: ChatId, file: &Attachment, bytes: Option<&[u8]>) -> Result<Request, Unsayable> {
    let size = if file.telegram_file.is_some() { 0 } else { bytes.map_or(0, <[u8]>::len) };
    let input = |id: String| InputFile::file_id(FileId(id));
    let source = input(file.telegram_file.clone().unwrap_or_else(|| format!("attach://{UPLOAD}")));
    let mut request = match shown_as(file, size) {
        AttachmentKind::Photo => Request::of(&SendPhoto::new(chat, source))?,
        AttachmentKind::File => Request::of(&SendDocument::new(chat, source))?,
        AttachmentKind::Voice => Request::of(&SendVoice::new(chat, source))?,
        AttachmentKind::Video => Request::of(&SendVideo::new(chat, source))?,
    };
    if file.telegram_file.is_none() {
        request.upload = Some(upload(file, bytes.ok_or(Unsayable::NoBytes)?));
    }
    Ok(request)
}

/// What Telegram will take these bytes for; a sort of file it cannot play goes as a plain file.
fn shown_as(file: &Attachment, size: usize) -> AttachmentKind {
    if file.telegram_file.is_some() {
        return file.kind;
    }
    let mime = file.mime.as_deref().unwrap_or_default();
    let plays = match file.kind {
        AttachmentKind::Photo => matches!(mime, "image/jpeg" | "image/png") && size <= PHOTO_LIMIT,
        AttachmentKind::Voice => mime.starts_with("audio/ogg"),
        AttachmentKind::Video => mime == "video/mp4",
        AttachmentKind::File => true,
    };
    if plays { file.kind } else { AttachmentKind::File }
}

fn upload(file: &Attachment, bytes: &[u8]) -> Upload {
    let name = match file.kind {
        AttachmentKind::Photo => "photo",
        AttachmentKind::File => "file",
        AttachmentKind::Voice => "voice",
        AttachmentKind::Video => "video",
    };
    Upload {
        name: file.name.clone().unwrap_or_else(|| name.to_owned()),
        mime: file.mime.clone(),
        bytes: bytes.to_vec(),
    }
}

impl Request {
    pub(super) fn of<P: Payload + Serialize>(payload: &P) -> serde_json::Result<Self> {
        Ok(Self { method: P::NAME, body: serde_json::to_value(payload)?, upload: None })
    }

    fn with(mut self, field: &str, value: impl Serialize) -> serde_json::Result<Self> {
        if let Some(fields) = self.body.as_object_mut() {
            fields.insert(field.to_owned(), serde_json::to_value(value)?);
        }
        Ok(self)
    }

    fn in_html(self) -> serde_json::Result<Self> {
        let no_preview = LinkPreviewOptions {
            is_disabled: true,
            url: None,
            prefer_small_media: false,
            prefer_large_media: false,
            show_above_text: false,
        };
        self.with("parse_mode", ParseMode::Html)?.with("link_preview_options", no_preview)
    }

    fn with_buttons(self, rows: &[Vec<Button>]) -> serde_json::Result<Self> {
        if rows.is_empty() {
            return Ok(self);
        }
        let key = |button: &Button| InlineKeyboardButton::callback(&button.label, &button.data);
        let keyboard = InlineKeyboardMarkup::new(rows.iter().map(|row| row.iter().map(key)));
        self.with("reply_markup", keyboard)
    }
}

/// Words as Telegram's HTML, and their length as Telegram counts it.
#[derive(Debug, Default, PartialEq)]
struct Words {
    html: String,
    units: usize,
}

impl Words {
    /// Telegram refuses a text of blanks only.
    fn is_empty(&self) -> bool {
        self.html.trim().is_empty()
    }

    fn take(&mut self) -> String {
        std::mem::take(self).html
    }
}

/// Turns `**words**` into bold and escapes everything; a `**` without its partner stays as it is.
fn words(text: &str) -> Words {
    let mut words = Words::default();
    let mut rest = text;
    while let Some((before, bold, after)) = next_bold(rest) {
        words.plain(before);
        words.units += bold.encode_utf16().count();
        words.html.push_str(&html::bold(&html::escape(bold)));
        rest = after;
    }
    words.plain(rest);
    words
}

impl Words {
    fn plain(&mut self, text: &str) {
        self.units += text.encode_utf16().count();
        self.html.push_str(&html::escape(text));
    }
}

/// What stands before the first pair of marks, between them and after them.
fn next_bold(text: &str) -> Option<(&str, &str, &str)> {
    let (before, opened) = text.split_once("**")?;
    let (bold, after) = opened.split_once("**")?;
    (!bold.trim().is_empty()).then_some((before, bold, after))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::ids::AttachmentId;

    const CHAT: ChatId = ChatId(7);

    fn said(outbound: &Outbound) -> Vec<Request> {
        calls(CHAT, outbound, None).unwrap()
    }

    fn photo(telegram_file: Option<&str>) -> Attachment {
        Attachment {
            id: AttachmentId::new("a"),
            kind: AttachmentKind::Photo,
            name: None,
            mime: Some("image/png".into()),
            telegram_file: telegram_file.map(str::to_owned),
        }
    }

    #[test]
    fn emphasis_becomes_bold_and_all_else_is_literal() {
        let html = |text: &str| words(text).html;
        assert_eq!(html("**案号** A1 <b>&amp;"), "<b>案号</b> A1 &lt;b&gt;&amp;amp;");
        assert_eq!(html("a ** b"), "a ** b");
        assert_eq!(html("**a** **b"), "<b>a</b> **b");
        assert_eq!(html("****"), "****");
        assert_eq!(html("**<i>**"), "<b>&lt;i&gt;</b>");
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_only_bold_is_markup(text in "[*<>&a律\n ]{0,40}") {
            let words = words(&text);
            let bold = |tag: &str| words.html.matches(tag).count();
            proptest::prop_assert_eq!(bold("<b>"), bold("</b>"));
            let literal = words.html.replace("<b>", "").replace("</b>", "");
            proptest::prop_assert!(!literal.contains(['<', '>']));
            let read = literal.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            proptest::prop_assert_eq!(read.encode_utf16().count(), words.units);
            proptest::prop_assert_eq!(read.len() + 4 * bold("<b>"), text.len());
        }
    }

    #[test]
    fn markup_does_not_count_and_a_character_outside_the_plane_counts_twice() {
        assert_eq!(words("**律师**😀").units, 4);
        assert_eq!(words("&<").units, 2);
    }

    #[test]
    fn a_text_is_one_call_with_its_buttons() {
        let row = vec![Button { label: "接单".into(), data: "claim:1".into() }];
        let request = said(&Outbound::text("新事项").row(row)).pop().unwrap();
        assert_eq!(request.method, "SendMessage");
        assert_eq!(
            request.body,
            json!({
                "chat_id": 7, "text": "新事项", "parse_mode": "HTML",
                "link_preview_options": { "is_disabled": true },
                "reply_markup": { "inline_keyboard": [[{ "text": "接单", "callback_data": "claim:1" }]] },
            })
        );
    }

    #[test]
    fn a_long_text_is_several_calls_and_the_last_has_the_buttons() {
        let row = vec![Button { label: "好".into(), data: "ok".into() }];
        let requests = said(&Outbound::text("a".repeat(9000)).row(row));
        assert_eq!(requests.len(), 3);
        assert!(requests[0].body.get("reply_markup").is_none());
        assert!(requests[2].body.get("reply_markup").is_some());
    }

    #[test]
    fn words_too_long_for_a_caption_follow_the_file() {
        let with = |text: String| Outbound { file: Some(photo(Some("f"))), ..Outbound::text(text) };
        let short = said(&with("字".repeat(1024)));
        assert_eq!(short.iter().map(|call| call.method).collect::<Vec<_>>(), ["SendPhoto"]);
        assert_eq!(short[0].body["photo"], "f");
        let long = said(&with("字".repeat(1025)));
        assert_eq!(long.iter().map(|call| call.method).collect::<Vec<_>>(), ["SendPhoto", "SendMessage"]);
        assert!(long[0].body.get("caption").is_none());
    }

    #[test]
    fn a_place_comes_before_its_words() {
        let methods = |text: &str| {
            let outbound = Outbound { place: Some((29.5, 106.5)), ..Outbound::text(text) };
            said(&outbound).iter().map(|call| call.method).collect::<Vec<_>>()
        };
        assert_eq!(methods("这里"), ["SendLocation", "SendMessage"]);
        assert_eq!(methods(""), ["SendLocation"]);
    }

    #[test]
    fn bytes_go_along_where_telegram_does_not_have_the_file() {
        let outbound = Outbound { file: Some(photo(None)), ..Outbound::default() };
        let request = calls(CHAT, &outbound, Some(b"png")).unwrap().pop().unwrap();
        assert_eq!(request.body["photo"], "attach://upload");
        assert_eq!(request.upload.unwrap().bytes, b"png");
        assert!(matches!(calls(CHAT, &outbound, None), Err(Unsayable::NoBytes)));
    }

    #[test]
    fn what_telegram_cannot_play_goes_as_a_plain_file() {
        let mut file = photo(None);
        assert_eq!(shown_as(&file, PHOTO_LIMIT + 1), AttachmentKind::File);
        file.mime = Some("image/heic".into());
        assert_eq!(shown_as(&file, 1), AttachmentKind::File);
        (file.kind, file.mime) = (AttachmentKind::Voice, Some("audio/webm".into()));
        assert_eq!(shown_as(&file, 1), AttachmentKind::File);
    }

    #[test]
    fn nothing_is_not_sent() {
        assert!(matches!(calls(CHAT, &Outbound::text(" \n"), None), Err(Unsayable::Empty)));
    }

    #[test]
    fn only_words_can_replace_words() {
        let edited = |outbound: &Outbound| edit(CHAT, MessageId(3), outbound).unwrap();
        let request = edited(&Outbound::text("已由李律师接单")).unwrap();
        assert_eq!(request.method, "EditMessageText");
        assert_eq!(request.body["message_id"], 3);
        assert_eq!(edited(&Outbound { file: Some(photo(Some("f"))), ..Outbound::text("x") }), None);
        assert_eq!(edited(&Outbound::text("a".repeat(4097))), None);
    }
}
