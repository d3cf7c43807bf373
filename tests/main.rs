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
