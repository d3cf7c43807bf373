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
    /// From how many people on a matter is suggested for joint handling.
    pub joint_people: u32,
    /// The local hour from which staff are not disturbed, unless there is danger.
    pub quiet_from_hour: u32,
    /// The local hour until which they are not.
    pub quiet_until_hour: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            accept_within: Duration::from_secs(30 * 60),
            answer_within: Duration::from_secs(24 * 3600),
            joint_people: 5,
            quiet_from_hour: 21,
            quiet_until_hour: 8,
        }
    }
}
