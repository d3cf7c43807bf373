//! What holds for every route: no request of another site's page changes anything, every refusal is written out for
//! this browser, and every answer carries the headers that keep a page to itself.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY, RETRY_AFTER, SET_COOKIE,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::refusal::Refusal;
use super::view::RefusalPage;
use super::words::Words;
use super::{Settings, Web};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ";

/// The layer around all routes.
pub(super) async fn guard(State(web): State<Arc<Web>>, request: Request, next: Next) -> Response {
    let (json, words) = (wants_json(request.headers()), Words::for_browser(request.headers()));
    let foreign = request.method() == Method::POST && is_foreign(request.headers(), &web.settings);
    let response = if foreign { Refusal::Foreign.into_response() } else { next.run(request).await };
    let mut response = match response.extensions().get::<Refusal>() {
        Some(&refusal) => written(refusal, words, &web.settings, json, response),
        None => response,
    };
    secure(response.headers_mut(), &web.settings);
    response
}

/// Whether our script asks rather than the browser itself.
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    text(headers, &ACCEPT).is_some_and(|accept| accept.contains("application/json"))
}

/// Whether a page of another site makes the browser send this. Neither header: no browser of today sent it.
fn is_foreign(headers: &HeaderMap, settings: &Settings) -> bool {
    if let Some(site) = text(headers, &HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(headers, &ORIGIN) else { return false };
    let host = origin.split_once("://").map(|(_, host)| host);
    let ours = settings.public_url.split_once("://").map(|(_, host)| host);
    host.is_none() || (host != text(headers, &HOST) && host != ours)
}

fn written(
    refusal: Refusal,
    words: &'static Words,
    settings: &Settings,
    json: bool,
    bare: Response,
) -> Response {
    let mut response = if json {
        let fault = json!({ "error": refusal.words(words), "retry_after": refusal.retry_after() });
        (refusal.status(), Json(fault)).into_response()
    } else {
        (refusal.status(), RefusalPage::html(refusal, words, settings)).into_response()
    };
    if let Some(seconds) = refusal.retry_after() {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(cookie) = bare.headers().get(SET_COOKIE) {
        response.headers_mut().insert(SET_COOKIE, cookie.clone());
    }
    response
}

/// Headers that a route has set itself stay.
fn secure(headers: &mut HeaderMap, settings: &Settings) {
    let embedders = if settings.embed_in.is_empty() { "'none'".into() } else { settings.embed_in.join(" ") };
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    };
    set(CONTENT_SECURITY_POLICY, &format!("{POLICY}{embedders}"));
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "same-origin");
    set(CACHE_CONTROL, "no-store");
    set(HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(), microphone=()");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if settings.embed_in.is_empty() {
        set(X_FRAME_OPTIONS, "DENY");
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|&(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        is_foreign(&headers, &Settings { public_url: "https://law.example".into(), ..Settings::default() })
    }

    #[test]
    fn only_our_own_pages_may_post() {
        for ours in [
            [("sec-fetch-site", "same-origin"), ("origin", "null")],
            [("origin", "http://10.0.0.7:8080"), ("host", "10.0.0.7:8080")],
            [("origin", "https://law.example"), ("host", "backend:8080")],
        ] {
            assert!(!foreign(&ours), "{ours:?}");
        }
        for theirs in [
            [("sec-fetch-site", "cross-site"), ("origin", "https://law.example")],
            [("sec-fetch-site", "same-site"), ("host", "law.example")],
            [("origin", "https://evil.example"), ("host", "law.example")],
            [("origin", "null"), ("host", "law.example")],
        ] {
            assert!(foreign(&theirs), "{theirs:?}");
        }
        assert!(!foreign(&[]));
    }
}
