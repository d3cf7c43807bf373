//! What the tests stand on.

pub mod bot_api;
