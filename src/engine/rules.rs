//! Everything that is data to the engine: directory, texts, understanding and the street's policy.

use std::time::Duration;

use crate::domain::directory::Directory;
use crate::intent::Catalogue;

use super::texts::Texts;

/// One consistent set of everything people may edit. Replaced as a whole, never changed.
#[derive(Debug)]
pub struct Rules {
    /// Streets, rooms, hotlines.
    pub directory: Directory,
    /// What the bot understands.
    pub catalogue: Catalogue,
    /// What we say.
    pub texts: Texts,
    /// How the street works.
    pub policy: Policy,
}

/// The street's choices, from `[casework]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How long an offer waits before it widens.
    pub accept_within: Duration,
    /// How soon a resident is promised an answer.
    pub answer_within: Duration,
    /// The local hour from which staff are not disturbed, unless there is danger.
    pub quiet_from_hour: u32,
    /// The local hour until which they are not.
    pub quiet_until_hour: u32,
    /// How appointments are made.
    pub booking: BookingPolicy,
}

/// The street's choices about appointments, from `[booking]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingPolicy {
    /// How long an appointment is.
    pub slot: Duration,
    /// How long a place is kept for somebody who has to say yes.
    pub hold: Duration,
    /// How many days ahead places are offered.
    pub days_ahead: u64,
    /// Until how long before it a resident may move an appointment or call it off.
    pub change_until: Duration,
    /// The local hour of the evening before at which residents are reminded.
    pub remind_eve_hour: u32,
    /// How long before it they are reminded again.
    pub remind_before: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            accept_within: Duration::from_secs(30 * 60),
            answer_within: Duration::from_secs(24 * 3600),
            quiet_from_hour: 21,
            quiet_until_hour: 8,
            booking: BookingPolicy::default(),
        }
    }
}

impl Default for BookingPolicy {
    fn default() -> Self {
        Self {
            slot: Duration::from_secs(30 * 60),
            hold: Duration::from_secs(24 * 3600),
            days_ahead: 14,
            change_until: Duration::from_secs(4 * 3600),
            remind_eve_hour: 19,
            remind_before: Duration::from_secs(2 * 3600),
        }
    }
}
