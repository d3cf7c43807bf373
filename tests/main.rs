<<<<<<< HEAD
//! Tests through the front door: what each module is for stands at its top.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod stories;
mod support;
mod telegram;
mod web;
=======
//! Tests through the front doors, as one binary. What goes where:
//!
//! - `support`: what the tests stand on; no test of its own
//! - `store_contract`: every method of the store, on SQLite and on PostgreSQL

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::large_futures,
    reason = "a test stops at what it does not expect, and its futures live as long as it does"
)]

#[macro_use]
mod support;
mod store_contract;
>>>>>>> store
