//! The running gateway: the only write path, and what drives it.
//!
//! [`turn`] takes an event through one transaction, [`dispatcher`] sends what turns decided, [`ticker`] makes
//! events of timers, [`reload`] takes edited rules into use, [`app`] puts it all together. Must not decide anything a person could notice: that is the
//! engine's.

mod administrators;
mod agenda;
pub mod app;
mod arrival;
pub mod clock;
mod commit;
pub mod dispatcher;
mod facts;
pub mod homeless;
mod housekeeping;
pub mod invitations;
mod killpoint;
mod pages;
pub mod papers;
mod poll_memory;
mod readiness;
pub mod rehearsal;
pub mod reload;
mod sides;
mod sole;
pub mod terminals;
pub mod ticker;
pub mod turn;
mod vacancies;
