//! Files of a conversation, only to the person whose conversation it is, and never as a page.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::Web;
use super::key::Visitor;
use super::refusal::Refusal;
use crate::domain::ids::AttachmentId;

/// Types a browser may show on the spot; everything else it can only save, for a page among the files would act as ours.
const SHOWN: [&str; 9] = [
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
    "video/mp4",
    "video/webm",
];

/// Types told to the browser so that it hands them to the right program once they are saved; nothing in them can act.
const SAVED: [&str; 1] = ["text/calendar; charset=utf-8"];

/// `GET /files/{id}`.
pub(super) async fn file(
    State(web): State<Arc<Web>>,
    visitor: Result<Visitor, Refusal>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    // Whoever was handed the address has sent nothing, so that nothing was refused to be taken.
    let Visitor(peer) = visitor.map_err(|_| Refusal::NotTheirs)?;
    let found = web.pages.file(&peer, &AttachmentId::new(id)).await?.ok_or(Refusal::NotFound)?;
    let claimed = found.file.mime.as_deref().unwrap_or_default();
    let real = picture_type(&found.bytes);
    let shown = SHOWN.into_iter().find(|mime| {
        Some(*mime) == real || (real.is_none() && *mime == claimed && !mime.starts_with("image/"))
    });
    let saved = SAVED.into_iter().find(|mime| *mime == claimed);
    let name = found.file.name.as_deref().unwrap_or("file");
    let place = if shown.is_some() { "inline" } else { "attachment" };
    let headers = [
        (CONTENT_TYPE, shown.or(saved).unwrap_or("application/octet-stream").to_owned()),
        (CONTENT_DISPOSITION, format!("{place}; filename*=UTF-8''{}", percent(name))),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (CACHE_CONTROL, "private, max-age=86400".to_owned()),
    ];
    Ok((headers, found.bytes).into_response())
}

/// What picture these bytes begin like, of the sorts every browser shows.
pub(super) fn picture_type(bytes: &[u8]) -> Option<&'static str> {
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let begins: [(&[u8], &str); 3] =
        [(b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif")];
    let found = begins.into_iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, mime)| mime);
    found.or(webp.then_some("image/webp"))
}

fn percent(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'.' | b'-' | b'_' => char::from(byte).to_string(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_how_they_begin() {
        assert_eq!(picture_type(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(picture_type(b"GIF89a"), Some("image/gif"));
        assert_eq!(picture_type(b"<html>"), None);
        assert_eq!(picture_type(b""), None);
    }

    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(percent("借\"\r\n.jpg"), "%E5%80%9F%22%0D%0A.jpg");
    }
}
