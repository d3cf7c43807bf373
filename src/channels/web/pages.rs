//! What the page shows, and the trait by which the channel asks for it.
//!
//! The channel keeps no history of its own: whoever implements [`Pages`] reads it from where turns write it.

use futures::future::BoxFuture;

use crate::channels::error::DoorError;
use crate::domain::attachment::Attachment;
use crate::domain::code::CaseCode;
use crate::domain::ids::AttachmentId;
use crate::domain::message::Outbound;
use crate::domain::time::Timestamp;

/// One line of a conversation, as the page shows it now.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its id: lines stand in the order of their ids. For a message of ours it is what a reply to it names.
    pub id: String,
    /// Which wording this is: the id itself at first, another text each time the message is amended.
    pub version: String,
    /// When it was said.
    pub at: Timestamp,
    /// When it was said or last amended: what [`Pages::lines`] compares with its `since`.
    pub changed: Timestamp,
    /// Whether the person said it; otherwise we did.
    pub mine: bool,
    /// The words, buttons, file and place. A press of the person's reads as the button's label.
    pub said: Outbound,
    /// The case it is about, on messages of ours that can be answered by replying to them.
    pub case: Option<CaseCode>,
    /// Whether somebody waits to hear that this message of ours has been seen: the page tells, once.
    pub awaited: bool,
}

/// A file with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// What it is.
    pub file: Attachment,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Where the page's lines and files are read, and where it tells what has been seen.
pub trait Pages: Send + Sync {
    /// The newest `limit` lines of the conversation that were said or amended at or after `since`, oldest first. A
    /// message of ours is a line from its commit on; openings by link ([`crate::domain::message::Body::Start`]) are none.
    fn lines<'a>(
        &'a self,
        peer: &'a str,
        since: Timestamp,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Line>, DoorError>>;

    /// Whether the conversation is that of somebody who works here.
    fn is_staff<'a>(&'a self, peer: &'a str) -> BoxFuture<'a, Result<bool, DoorError>>;

    /// The file, if a line of this very conversation has it.
    fn file<'a>(
        &'a self,
        peer: &'a str,
        id: &'a AttachmentId,
    ) -> BoxFuture<'a, Result<Option<StoredFile>, DoorError>>;

    /// The person sees this line. One that is not theirs, or that nobody waits for, changes nothing.
    fn seen<'a>(&'a self, peer: &'a str, line: &'a str) -> BoxFuture<'a, Result<(), DoorError>>;

    /// Who asks the other party of a mediation, by the code of its invitation: the room, and the mediator if there is
    /// one. `None` if no invitation has that code, or it can be used no more. Asking changes nothing.
    fn invitation<'a>(&'a self, code: &'a str) -> BoxFuture<'a, Result<Option<Invitation>, DoorError>>;
}

/// Who asks the other party of a mediation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The room's name.
    pub room: String,
    /// The mediator's name, once somebody has the case.
    pub mediator: Option<String>,
}
