//! Fengqiao (枫桥): a chatbot gateway to community legal services.
//!
//! The map, and who may know whom (an arrow points to what is known):
//!
//! ```text
//! domain ← tomlfile ← intent ← engine ← runtime → store, channels
//!                                config → engine's rules     cli → everything
//! ```
//!
//! `domain`, `intent` and `engine` are pure: they name no database, no messenger, no clock and no chance. `store` and
//! `channels` know the nouns of `domain` and nothing of each other. `runtime` is the only one that writes.
//! `docs/ARCHITECTURE.md` tells the rest.

pub mod channels;
pub mod cli;
pub mod config;
pub mod domain;
pub mod engine;
pub mod http;
pub mod intent;
pub mod runtime;
pub mod stats;
pub mod store;
pub mod telemetry;
pub mod tomlfile;
