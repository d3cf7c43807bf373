//! The nouns everything else speaks of: ids, times, messages, cases, staff, rooms.
//!
//! Knows only `std`, `serde` and calendar arithmetic. It must not know how a noun is stored, sent, decided or
//! shown, nor ask what time it is.

pub mod attachment;
pub mod booking;
pub mod calendar;
pub mod case;
pub mod channel;
pub mod code;
pub mod continuation;
pub mod directory;
pub mod earlier;
pub mod figures;
pub mod follow_up;
pub mod ids;
pub mod joint;
pub mod lang;
pub mod mediation;
pub mod message;
pub mod opening;
pub mod origin;
pub mod orphan;
pub mod outbox;
pub mod paper;
pub mod party;
pub mod record;
pub mod roster;
pub mod service;
pub mod staff;
pub mod standing;
pub mod time;
pub mod timer;
pub mod unmatched;
