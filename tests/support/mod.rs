//! What the tests stand on.

pub mod bot_api;
pub mod browser;
pub mod pure;
pub mod rules;
pub mod stage;
pub mod transcript;
pub mod web_user;
