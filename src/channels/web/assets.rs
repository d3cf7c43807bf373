//! The page's own style, script and icon, inside the binary, under names that change with their content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::key::hex;
use super::refusal::Refusal;

/// The assets there are.
pub(super) static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets {
    style: Asset::new("chat", "css", "text/css; charset=utf-8", include_str!("assets/chat.css")),
    script: Asset::new("chat", "js", "text/javascript; charset=utf-8", include_str!("assets/chat.js")),
    icon: Asset::new("leaf", "svg", "image/svg+xml", include_str!("assets/leaf.svg")),
});

/// All assets.
pub(super) struct Assets {
    pub(super) style: Asset,
    pub(super) script: Asset,
    pub(super) icon: Asset,
}

/// One asset.
pub(super) struct Asset {
    pub(super) path: String,
    mime: &'static str,
    text: &'static str,
}

impl Asset {
    fn new(stem: &str, extension: &str, mime: &'static str, text: &'static str) -> Self {
        let hash: String = hex(&Sha256::digest(text)).chars().take(12).collect();
        Self { path: format!("/assets/{stem}.{hash}.{extension}"), mime, text }
    }
}

/// `GET /assets/{name}`: what is under a name never changes, so browsers may keep it for ever.
pub(super) async fn asset(Path(name): Path<String>) -> Result<Response, Refusal> {
    let all = [&ASSETS.style, &ASSETS.script, &ASSETS.icon];
    let found = all.into_iter().find(|asset| asset.path.strip_prefix("/assets/") == Some(name.as_str()));
    let asset = found.ok_or(Refusal::NotFound)?;
    let headers = [(CONTENT_TYPE, asset.mime), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, asset.text).into_response())
}
