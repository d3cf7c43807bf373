//! Files a person sends: one at a time, at most 10 MB, of the sorts the page names.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body as HttpBody, Bytes};
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::request::Parts;
use axum::response::Response;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::Web;
use super::body::whole;
use super::files::picture_type;
use super::key::{Visitor, hex, nonce};
use super::post::Caller;
use super::refusal::Refusal;
use crate::domain::attachment::{Attachment, AttachmentKind};
use crate::domain::ids::AttachmentId;
use crate::domain::message::{Body, Inbound};

/// The biggest file taken.
const FILE: usize = 10 * 1024 * 1024;
/// The other fields of the form, and what multipart writes around them.
const AROUND: usize = 16 * 1024;
/// How long a file waits for others to be read.
const WAIT: Duration = Duration::from_secs(10);
const NAME_SIGNS: usize = 120;

/// The form of a file.
#[derive(Default)]
struct Upload {
    id: Option<String>,
    reply_to: Option<String>,
    name: Option<String>,
    mime: Option<String>,
    bytes: Bytes,
}

/// `POST /chat/files`.
pub(super) async fn file(
    State(web): State<Arc<Web>>,
    Visitor(peer): Visitor,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let caller = Caller::admit(&web, peer, &parts).await?;
    let slot = tokio::time::timeout(WAIT, web.uploads.acquire()).await;
    let _slot = slot.ok().and_then(Result::ok).ok_or(Refusal::TooMany(WAIT))?;
    let upload = read(parts, body).await?;
    if upload.bytes.is_empty() {
        return Err(Refusal::Unreadable);
    }
    if upload.bytes.len() > FILE {
        return Err(Refusal::TooBig);
    }
    let id = upload.id.unwrap_or_else(nonce);
    let file = attachment(&caller.peer, &id, upload.name, upload.mime, &upload.bytes);
    if !file.is_welcome() {
        return Err(Refusal::WrongSort);
    }
    let raw = json!({ "id": id, "name": file.name, "mime": file.mime, "bytes": upload.bytes.len() });
    let inbound = Inbound {
        body: Body::File { file, caption: String::new() },
        message: None,
        reply_to: upload.reply_to,
    };
    caller.come(&web, Some(id), raw.to_string(), inbound, Some(upload.bytes.to_vec())).await
}

async fn read(parts: Parts, body: HttpBody) -> Result<Upload, Refusal> {
    let bytes = whole(body, FILE + AROUND, Refusal::TooBig).await?;
    let request = Request::from_parts(parts, HttpBody::from(bytes));
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refusal::Unreadable)?;
    let mut upload = Upload::default();
    while let Some(field) = form.next_field().await.map_err(|_| Refusal::Unreadable)? {
        let (name, mime) = (field.file_name().map(str::to_owned), field.content_type().map(str::to_owned));
        match field.name().map(str::to_owned).as_deref() {
            Some("file") => {
                upload.bytes = field.bytes().await.map_err(|_| Refusal::Unreadable)?;
                (upload.name, upload.mime) = (name, mime);
            }
            Some("id") => upload.id = field.text().await.ok(),
            Some("reply_to") => upload.reply_to = field.text().await.ok().filter(|id| !id.is_empty()),
            _ => {}
        }
    }
    Ok(upload)
}

/// The same upload sent twice has the same id.
fn attachment(peer: &str, id: &str, name: Option<String>, mime: Option<String>, bytes: &[u8]) -> Attachment {
    let id: String = hex(&Sha256::digest(format!("{peer}:{id}"))).chars().take(32).collect();
    let picture = picture_type(bytes);
    let kind = match mime.as_deref().and_then(|mime| mime.split('/').next()) {
        _ if picture.is_some() => AttachmentKind::Photo,
        Some("audio") => AttachmentKind::Voice,
        Some("video") => AttachmentKind::Video,
        _ => AttachmentKind::File,
    };
    let name = name.map(|name| plain(&name)).filter(|name| !name.is_empty());
    let mime = picture.map(str::to_owned).or_else(|| mime.filter(|mime| is_media_type(mime)));
    Attachment { id: AttachmentId::new(id), kind, name, mime, telegram_file: None }
}

/// A file's name without a path or signs that steer a terminal or a header.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(NAME_SIGNS).collect::<String>().trim().to_owned()
}

fn is_media_type(mime: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"/.+-".contains(&byte);
    mime.len() <= 100 && mime.matches('/').count() == 1 && mime.bytes().all(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(mime: &str, bytes: &[u8]) -> (AttachmentKind, Option<String>) {
        let file = attachment("her", "1", None, Some(mime.into()), bytes);
        (file.kind, file.mime)
    }

    #[test]
    fn a_picture_is_known_by_its_bytes_not_by_what_it_claims() {
        let jpeg = b"\xff\xd8\xff\xe0rest";
        assert_eq!(
            kind("application/octet-stream", jpeg),
            (AttachmentKind::Photo, Some("image/jpeg".into()))
        );
        assert_eq!(kind("image/png", b"<svg onload=x>"), (AttachmentKind::File, Some("image/png".into())));
        assert_eq!(kind("audio/mp4", b"x").0, AttachmentKind::Voice);
        assert_eq!(kind("video/mp4", b"x").0, AttachmentKind::Video);
        assert_eq!(kind("text/html; charset=\"x\"\r\n", b"x"), (AttachmentKind::File, None));
    }

    #[test]
    fn a_name_is_only_a_name() {
        assert_eq!(plain("C:\\fakepath\\借条\u{7}.jpg "), "借条.jpg");
        assert_eq!(plain("../../etc/passwd"), "passwd");
        assert_eq!(plain(&"长".repeat(500)).chars().count(), NAME_SIGNS);
    }

    #[test]
    fn the_same_upload_is_the_same_file() {
        let id = |peer, id| attachment(peer, id, None, None, b"x").id;
        assert_eq!(id("her", "1"), id("her", "1"));
        assert_ne!(id("her", "1"), id("him", "1"));
    }
}
