//! Why a request is not done, each with its status and with words that say what to do.
//!
//! A handler returns the bare reason; the guard around all routes, which knows the browser, writes it out.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::words::Words;
use crate::channels::error::DoorError;

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The browser sent no cookie of ours.
    NoCookie,
    /// A file is asked for by a browser that has no conversation here.
    NotTheirs,
    /// An address of forms was opened as if it were a page.
    NoPage,
    /// Another site's page sent the request.
    Foreign,
    /// More text than one message takes.
    TooLong,
    /// A bigger file than we take.
    TooBig,
    /// A file that is no picture, sound, film or document.
    WrongSort,
    /// Too many messages of one conversation; again after so long.
    TooFast(Duration),
    /// Too many new conversations of one address, or too many open pages.
    TooMany(Duration),
    /// A form we did not make.
    Unreadable,
    /// Not there, or not theirs.
    NotFound,
    /// Not kept, because the database is away.
    Unavailable,
}

impl Refusal {
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::NoCookie | Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Foreign | Self::NotTheirs => StatusCode::FORBIDDEN,
            Self::NoPage => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLong | Self::TooBig => StatusCode::PAYLOAD_TOO_LARGE,
            Self::WrongSort => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooFast(_) | Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    pub(super) const fn words(self, words: &Words) -> &'static str {
        match self {
            Self::NoCookie => words.no_cookie,
            Self::NotTheirs => words.not_theirs,
            Self::NoPage => words.no_page,
            Self::Foreign => words.foreign,
            Self::TooLong => words.too_long,
            Self::TooBig => words.too_big,
            Self::WrongSort => words.wrong_sort,
            Self::TooFast(_) => words.too_fast,
            Self::TooMany(_) => words.too_many,
            Self::Unreadable => words.unreadable,
            Self::NotFound => words.not_found,
            Self::Unavailable => words.unavailable,
        }
    }

    /// Whole seconds after which the same request may do; `None` if it never will.
    pub(super) fn retry_after(self) -> Option<u64> {
        match self {
            Self::TooFast(wait) | Self::TooMany(wait) => Some(wait.as_secs() + 1),
            Self::Unavailable => Some(5),
            _ => None,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<DoorError> for Refusal {
    fn from(DoorError::Unavailable(_): DoorError) -> Self {
        Self::Unavailable
    }
}
