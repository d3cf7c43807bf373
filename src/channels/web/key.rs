//! Whose page it is: a random cookie only the browser has, and its hash, which everyone else knows the person by.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use sha2::{Digest, Sha256};

use super::Web;
use super::refusal::Refusal;

/// The longest that browsers keep a cookie: 400 days, counted from the last visit.
const MAX_AGE_SECONDS: u32 = 400 * 24 * 3600;
const COOKIE_DIGITS: usize = 64;

/// The secret of one browser; never leaves this module but in the cookie.
pub(super) struct Key(String);

impl Key {
    /// The key in the request's cookie, or a new one; `secure` where people reach us by https.
    pub(super) fn of_or_new(headers: &HeaderMap, secure: bool) -> Self {
        Self::of(headers, secure).unwrap_or_else(|| Self(hex(&random::<32>())))
    }

    fn of(headers: &HeaderMap, secure: bool) -> Option<Self> {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == cookie_name(secure))
            .find(|(_, value)| value.len() == COOKIE_DIGITS && value.bytes().all(|b| b.is_ascii_hexdigit()))
            .map(|(_, value)| Self(value.to_owned()))
    }

    /// What the rest of the gateway knows this browser by.
    pub(super) fn peer(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }

    /// The `Set-Cookie` header.
    pub(super) fn cookie(&self, secure: bool) -> String {
        let name = cookie_name(secure);
        let end = if secure { "; Secure" } else { "" };
        format!("{name}={}; Path=/; Max-Age={MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax{end}", self.0)
    }
}

/// The person a request comes from; a request without the cookie is refused.
pub(super) struct Visitor(pub(super) String);

impl FromRequestParts<Arc<Web>> for Visitor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Self, Refusal> {
        Key::of(&parts.headers, web.is_https()).map(|key| Self(key.peer())).ok_or(Refusal::NoCookie)
    }
}

/// An id nobody can guess: for a form, so that sending it twice is one message.
pub(super) fn nonce() -> String {
    hex(&random::<12>())
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A `__Host-` cookie cannot be set from a neighbouring host, but browsers take it over https only.
const fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-fengqiao" } else { "fengqiao" }
}

/// Bytes nobody can guess.
#[expect(
    clippy::disallowed_methods,
    reason = "keys of the web page are made here, and nothing is decided by them"
)]
fn random<const N: usize>() -> [u8; N] {
    rand::random()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(cookie).unwrap())])
    }

    #[test]
    fn the_cookie_comes_back_as_the_same_person() {
        for secure in [true, false] {
            let key = Key::of_or_new(&HeaderMap::new(), secure);
            let cookie = key.cookie(secure);
            assert_eq!(cookie.contains("Secure"), secure);
            assert!(!cookie.contains(&key.peer()));
            let sent_back = headers(&format!("theme=dark; {}", cookie.split(';').next().unwrap()));
            assert_eq!(Key::of(&sent_back, secure).unwrap().peer(), key.peer());
            assert!(Key::of(&sent_back, !secure).is_none(), "a cookie another host could have set");
        }
    }

    #[test]
    fn a_mangled_cookie_is_none() {
        for cookie in ["", "fengqiao=", "fengqiao=abc", "other=1", &format!("fengqiao={}", "z".repeat(64))] {
            assert!(Key::of(&headers(cookie), false).is_none(), "{cookie}");
        }
    }
}
