//! What the tests stand on: the outside world, databases of their own, and stories.

pub mod app;
pub mod books;
pub mod bot_api;
pub mod browser;
pub mod crowd;
pub mod mortal;
pub mod page;
pub mod ports;
pub mod postgres;
pub mod program;
pub mod pure;
pub mod pure_books;
pub mod pure_sides;
pub mod rules;
pub mod stage;
#[macro_use]
pub mod stores;
pub mod samples;
pub mod telegram_stage;
pub mod transcript;
pub mod web_stage;
pub mod web_user;
