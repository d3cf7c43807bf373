//! What plays the outside world: a person's browser, with and without a window.

pub mod browser;
pub mod web_user;
