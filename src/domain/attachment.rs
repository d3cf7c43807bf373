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

/// Endings of documents that staff can open without harm.
pub const DOCUMENTS: [&str; 13] =
    ["pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "ofd", "rtf", "csv", "txt"];
/// Endings of pictures, sounds and films.
const MEDIA: [&str; 33] = [
    "jpg", "jpeg", "jfif", "png", "gif", "webp", "bmp", "heic", "heif", "avif", "tif", "tiff", "mp3", "m4a",
    "aac", "amr", "wav", "ogg", "oga", "opus", "flac", "wma", "mp4", "m4v", "mov", "3gp", "3gpp", "webm",
    "avi", "mkv", "mpg", "mpeg", "wmv",
];

impl Attachment {
    /// Whether it is something that tells of a matter: a picture, a sound, a film or a document. What its name ends in says so; a
    /// program, a web page or a bundle of files is none.
    pub fn is_welcome(&self) -> bool {
        let media = self.kind != AttachmentKind::File;
        match self.name.as_deref().and_then(ending) {
            Some(ending) => {
                let known = DOCUMENTS.iter().chain(&MEDIA).any(|known| *known == ending);
                known || self.kind == AttachmentKind::Photo
            }
            None => media || self.mime.as_deref().is_some_and(tells),
        }
    }
}

/// What stands behind the last dot of a name, if it says what sort of file it is.
fn ending(name: &str) -> Option<String> {
    let (_, ending) = name.rsplit_once('.')?;
    let plain = (1..=5).contains(&ending.len()) && ending.bytes().all(|sign| sign.is_ascii_alphanumeric());
    plain.then(|| ending.to_ascii_lowercase())
}

/// Whether a media type is that of a picture, a sound, a film or a plain document.
fn tells(mime: &str) -> bool {
    ["image/", "audio/", "video/"].iter().any(|sort| mime.starts_with(sort))
        || matches!(mime, "application/pdf" | "text/plain" | "application/msword")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(kind: AttachmentKind, name: Option<&str>, mime: Option<&str>) -> Attachment {
        let (name, mime) = (name.map(str::to_owned), mime.map(str::to_owned));
        Attachment { id: AttachmentId::new("1"), kind, name, mime, telegram_file: None }
    }

    #[test]
    fn programs_pages_and_bundles_are_not_welcome() {
        use AttachmentKind::{File, Photo, Voice};
        for (kind, name, mime, welcome) in [
            (File, Some("合同.PDF"), None, true),
            (File, Some("欠条.ofd"), Some("application/octet-stream"), true),
            (File, Some("录音.amr"), None, true),
            (File, None, Some("application/pdf"), true),
            (File, Some("合同（2026.3月）"), Some("text/plain"), true),
            (Voice, None, Some("audio/ogg"), true),
            (Photo, Some("图.weird"), Some("image/png"), true),
            (File, Some("收据.exe"), Some("application/pdf"), false),
            (Voice, Some("录音.exe"), Some("audio/ogg"), false),
            (File, Some("x.html"), Some("text/html"), false),
            (File, Some("证据.zip"), None, false),
            (File, None, Some("application/x-msdownload"), false),
            (File, None, None, false),
        ] {
            assert_eq!(file(kind, name, mime).is_welcome(), welcome, "{name:?} {mime:?}");
        }
    }
}
