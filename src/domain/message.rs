//! A message in neither channel's format: what a person did, and what we say.
//!
//! Channels turn their own wire format into an [`Inbound`] and an [`Outbound`] into their own; nothing here
//! knows of either.

use serde::{Deserialize, Serialize};

use super::attachment::Attachment;

/// What a person did, as a channel decoded it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inbound {
    /// What they did.
    pub body: Body,
    /// The channel's own id of this message, of a correction that of the corrected one; `None` where there are no such ids.
    #[serde(default)]
    pub message: Option<String>,
    /// The channel's own id of the message of ours that this one answers, if it answers one.
    pub reply_to: Option<String>,
}

/// The sorts of things a person can do in a messenger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Wrote words; never trimmed, may be empty.
    Text(String),
    /// Pressed a button; the data we put there.
    Press(String),
    /// Opened the bot by a link or QR; its payload, empty without one.
    Start(String),
    /// Sent a file, with the words below it.
    File {
        /// The file.
        file: Attachment,
        /// The words below it, often empty.
        caption: String,
    },
    /// Shared a place, in degrees (WGS 84 as far as the channel says).
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
    /// Shared a phone number with a button of the channel.
    Phone(String),
    /// Corrected an earlier message.
    Edited {
        /// The channel's id of the corrected message.
        message: String,
        /// What it says now.
        text: String,
    },
    /// Something we have no use for: a sticker, a poll, a dice roll.
    Other(String),
}

impl Body {
    /// The words in it; those below a file for a file.
    pub fn words(&self) -> &str {
        match self {
            Self::Text(words) | Self::Edited { text: words, .. } | Self::File { caption: words, .. } => words,
            Self::Press(_) | Self::Start(_) | Self::Location { .. } | Self::Phone(_) | Self::Other(_) => "",
        }
    }
}

/// What we say. `**words**` in `text` are emphasised where the channel can; everything else is literal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outbound {
    /// The words.
    pub text: String,
    /// Rows of buttons below them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Vec<Button>>,
    /// A file that goes with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Attachment>,
    /// A place that goes with them: degrees north, degrees east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<(f64, f64)>,
}

/// A button: what it says and what pressing it sends back. `data` is at most 64 bytes (Telegram's limit).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// What comes back in [`Body::Press`].
    pub data: String,
}

impl Outbound {
    /// Words alone.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Adds one row of buttons.
    #[must_use]
    pub fn row(mut self, buttons: Vec<Button>) -> Self {
        self.buttons.push(buttons);
        self
    }

    /// The same message in parts of at most `limit` UTF-16 units each; file and place go with the first part,
    /// buttons with the last. Cuts at a line end where one is near.
    pub fn pages(self, limit: usize) -> Vec<Self> {
        if self.text.encode_utf16().count() <= limit {
            return vec![self];
        }
        let mut pages: Vec<Self> = split(&self.text, limit).into_iter().map(Self::text).collect();
        if let Some(first) = pages.first_mut() {
            (first.file, first.place) = (self.file, self.place);
        }
        if let Some(last) = pages.last_mut() {
            last.buttons = self.buttons;
        }
        pages
    }
}

/// Cuts `text` into pieces of at most `limit` UTF-16 units, at a line end if one lies in the second half.
fn split(text: &str, limit: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let (mut piece, mut units, mut line_end) = (String::new(), 0, None);
    for letter in text.chars() {
        if units + letter.len_utf16() > limit {
            let rest = line_end
                .filter(|&at| at * 2 > piece.len())
                .map_or_else(String::new, |at| piece.split_off(at));
            units = rest.encode_utf16().count();
            pieces.push(std::mem::replace(&mut piece, rest));
            line_end = None;
        }
        piece.push(letter);
        units += letter.len_utf16();
        if letter == '\n' {
            line_end = Some(piece.len());
        }
    }
    pieces.push(piece);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_loses_nothing_and_keeps_its_buttons() {
        let text = "律师😀\n".repeat(1000);
        let button = Button { label: "好".into(), data: "ok".into() };
        let pages = Outbound::text(text.clone()).row(vec![button]).pages(4000);
        assert_eq!(pages.iter().map(|p| p.text.as_str()).collect::<String>(), text);
        assert!(pages.iter().all(|p| p.text.encode_utf16().count() <= 4000));
        assert!(pages[0].buttons.is_empty());
        assert_eq!(pages.last().map(|p| p.buttons.len()), Some(1));
    }

    #[test]
    fn a_text_without_line_ends_is_cut_at_the_limit() {
        let pages = Outbound::text("😀".repeat(10)).pages(7);
        assert_eq!(pages.iter().map(|p| p.text.chars().count()).collect::<Vec<_>>(), [3, 3, 3, 1]);
    }
}
