//! What the tests stand on: databases of their own, and sample rows.

pub mod postgres;
#[macro_use]
pub mod stores;
pub mod samples;
