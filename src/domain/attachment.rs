//! Photos, files and voice notes: what they are and where their bytes can be had.

use serde::{Deserialize, Serialize};

use super::ids::AttachmentId;

/// What sort of file it is; a channel sends each sort its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// A picture.
    Photo,
    /// Any file.
    File,
    /// A voice note.
    Voice,
    /// A video.
    Video,
}

/// A file that came with a message. The bytes are in the `attachment` table, or at Telegram under `telegram_file`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id in the store.
    pub id: AttachmentId,
    /// What sort of file.
    pub kind: AttachmentKind,
    /// The name it came with, if it had one.
    pub name: Option<String>,
    /// Its media type, if known.
    pub mime: Option<String>,
    /// Telegram's `file_id`, good for this bot only.
    pub telegram_file: Option<String>,
}
