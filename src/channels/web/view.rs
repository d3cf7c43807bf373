//! What the templates are filled with. Every text in them is escaped by the template.

use askama::Template;
use axum::response::Html;

use super::Settings;
use super::assets::{ASSETS, Assets};
use super::key::nonce;
use super::markup::{Piece, label, literal, pieces, written_in};
use super::pages::{Invitation, Line};
use super::refusal::Refusal;
use super::words::Words;
use crate::domain::attachment::{Attachment, AttachmentKind, DOCUMENTS};
use crate::domain::message::Button;
use crate::domain::time::Timestamp;

/// The chat page.
#[derive(Template)]
#[template(path = "web/chat.html")]
pub(super) struct ChatPage<'a> {
    pub(super) frame: Frame<'a>,
    /// What stands in the empty box.
    pub(super) hint: &'static str,
    pub(super) lines: Vec<LineView<'a>>,
    /// What an opening by link is to send at once.
    pub(super) start: Option<String>,
    /// The line the next message answers.
    pub(super) reply: Option<&'a Line>,
    pub(super) cursor: Timestamp,
    pub(super) nonce: String,
}

/// Lines alone, to be put into an open page.
#[derive(Template)]
#[template(path = "web/lines.html")]
pub(super) struct LinesPart<'a> {
    frame: Frame<'a>,
    lines: Vec<LineView<'a>>,
}

/// The page of an invitation.
#[derive(Template)]
#[template(path = "web/join.html")]
pub(super) struct JoinPage<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) invite: &'a str,
    pub(super) nonce: String,
}

/// The page of an invitation to a mediation: what a link's preview reads as well, so nothing of the matter.
#[derive(Template)]
#[template(path = "web/party.html")]
pub(super) struct PartyPage<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) code: &'a str,
    pub(super) by: Option<Invitation>,
    pub(super) nonce: String,
}

/// A refusal as a page.
#[derive(Template)]
#[template(path = "web/refusal.html")]
pub(super) struct RefusalPage<'a> {
    frame: Frame<'a>,
    says: &'static str,
}

impl RefusalPage<'_> {
    pub(super) fn html(refusal: Refusal, words: &'static Words, settings: &Settings) -> Html<String> {
        let page = RefusalPage { frame: Frame::new(words, settings), says: refusal.words(words) };
        Html(page.render().unwrap_or_else(|_| page.says.to_owned()))
    }
}

/// What is around every page.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    words: &'static Words,
    settings: &'a Settings,
    assets: &'static Assets,
}

impl<'a> Frame<'a> {
    pub(super) fn new(words: &'static Words, settings: &'a Settings) -> Self {
        Self { words, settings, assets: &ASSETS }
    }
}

/// One line, ready for the template.
pub(super) struct LineView<'a> {
    line: &'a Line,
    pieces: Vec<Piece<'a>>,
    /// Unlike that of the line before it.
    new_day: bool,
    nonce: String,
}

impl<'a> LineView<'a> {
    pub(super) fn all(lines: &'a [Line], settings: &Settings) -> Vec<Self> {
        let days = std::iter::once(None).chain(lines.iter().map(|line| Some(line.at.local_date())));
        lines
            .iter()
            .zip(days)
            .map(|(line, before)| Self {
                line,
                pieces: if line.mine {
                    literal(&line.said.text)
                } else {
                    pieces(&line.said.text, &settings.hotlines)
                },
                new_day: before != Some(line.at.local_date()),
                nonce: nonce(),
            })
            .collect()
    }

    fn side(&self) -> &'static str {
        if self.line.mine { "mine" } else { "ours" }
    }

    fn is_amended(&self) -> bool {
        self.line.version != self.line.id
    }

    fn day(&self) -> String {
        self.line.at.format("%Y-%m-%d")
    }

    fn time(&self) -> String {
        self.line.at.format("%H:%M")
    }

    fn rows(&self) -> &[Vec<Button>] {
        &self.line.said.buttons
    }

    /// The language of the words, for whoever has them read aloud.
    fn lang(&self) -> Option<&'static str> {
        written_in(&self.line.said.text)
    }

    fn label_lang(&self, button: &Button) -> Option<&'static str> {
        written_in(&button.label)
    }

    fn label<'b>(&self, button: &'b Button) -> Vec<Piece<'b>> {
        label(&button.label)
    }

    fn file(&self) -> Option<FileView<'_>> {
        self.line.said.file.as_ref().map(FileView)
    }

    fn place(&self) -> Option<String> {
        self.line.said.place.map(|(north, east)| format!("{north:.5},{east:.5}"))
    }
}

/// A file of a line.
struct FileView<'a>(&'a Attachment);

impl FileView<'_> {
    fn path(&self) -> String {
        format!("/files/{}", self.0.id)
    }

    fn name<'b>(&'b self, words: &'b Words) -> &'b str {
        self.0.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(words.file)
    }

    fn tag(&self) -> AttachmentKind {
        self.0.kind
    }
}

/// The lines as HTML, and the newest of their changes.
pub(super) fn part(
    lines: &[Line],
    words: &'static Words,
    settings: &Settings,
) -> (String, Option<Timestamp>) {
    let part = LinesPart { frame: Frame::new(words, settings), lines: LineView::all(lines, settings) };
    (part.render().unwrap_or_default(), lines.iter().map(|line| line.changed).max())
}
