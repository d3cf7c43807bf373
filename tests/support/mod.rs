<<<<<<< HEAD
//! What the tests stand on.

pub mod bot_api;
pub mod browser;
pub mod pure;
pub mod rules;
pub mod stage;
pub mod transcript;
pub mod web_user;
=======
//! What the tests stand on: databases of their own, and sample rows.

pub mod postgres;
#[macro_use]
pub mod stores;
pub mod samples;
>>>>>>> store
