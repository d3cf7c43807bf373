//! Tests through the front doors, as one binary. What goes where:
//!
//! - `support`: what the tests stand on; no test of its own
//! - `stories`: whole conversations, on the engine alone, over Telegram and the web, on both databases
//! - `store_contract`: every method of the store, on SQLite and on PostgreSQL
//! - `answers`: the questions asked most, and what every answer keeps to
//! - `bad_input`: what nobody should send, on every channel
//! - `booking_races`: ten thousand people want a hundred places
//! - `browser`, `browser_casework`: residents, parties and staff in real browsers on the real program
//! - `city`: three hundred streets
//! - `fuzz`: messages and rule files nobody would write on purpose, more than 100,000
//! - `delivery`: what becomes of messages when Telegram goes wrong
//! - `kill`: the real program dies and starts again; its database goes away; it is told to stop
//! - `races`: many things at the same moment, in one process and in two
//! - `quarantine`: what cannot be taken in stops nothing else
//! - `cli`: the real program, its commands and what it says of a bad environment
//! - `tidy`: rules of the house, checked by reading the sources
//! - `reload`: rules edited while the gateway runs; `housekeeping`: what is forgotten in time
//! - `corrections`: an edited message goes where its words went; `receipts`: ✓ and ✓✓; `invitations`: links to the other party
//! - `vacancies`: leaders hear of rooms with nobody in them, once
//! - `telegram`, `web`: the channels' own ways, against doors that only note who came

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::large_futures,
    reason = "a test stops at what it does not expect, and its futures live as long as it does"
)]

#[macro_use]
mod support;
mod answers;
mod bad_input;
mod booking_races;
mod browser;
mod browser_casework;
mod city;
mod cli;
mod corrections;
mod delivery;
mod fuzz;
mod housekeeping;
mod invitations;
mod kill;
mod quarantine;
mod races;
mod receipts;
mod reload;
mod store_contract;
mod stories;
mod telegram;
mod tidy;
mod vacancies;
mod web;
