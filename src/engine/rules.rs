//! Everything that is data to the engine: directory, texts, understanding and the street's policy.

use std::time::Duration;

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::directory::Directory;
use crate::domain::ids::RoomCode;
use crate::domain::opening::{Opening, Week};
use crate::intent::Catalogue;

use super::texts::Texts;

/// The hotlines that we name ourselves, by their keys in the directory; rules name others besides.
pub const HOTLINES: [&str; 4] = ["police", "ambulance", "legal", "services"];

/// One consistent set of everything people may edit. Replaced as a whole, never changed.
#[derive(Debug)]
pub struct Rules {
    /// Streets, rooms, hotlines.
    pub directory: Directory,
    /// Holidays and make-up days.
    pub calendar: Calendar,
    /// What the bot understands.
    pub catalogue: Catalogue,
    /// What we say.
    pub texts: Texts,
    /// How the street works.
    pub policy: Policy,
}

impl Rules {
    /// When a room is open: by its own hours, or by those of rooms that have told none.
    pub fn opening(&self, room: &RoomCode) -> Opening<'_> {
        let own = self.directory.room(room).and_then(|room| room.open.as_ref());
        Opening { calendar: &self.calendar, week: own.unwrap_or(&self.policy.office_hours) }
    }

    /// Whether a room that has told its hours is open on a day; one that has told none cannot be missed.
    pub fn is_open(&self, room: &RoomCode, day: NaiveDate) -> bool {
        let own = self.directory.room(room).and_then(|room| room.open.as_ref());
        own.is_some_and(|week| !Opening { calendar: &self.calendar, week }.spans(day).is_empty())
    }
}

/// The street's choices, from `[casework]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How long an offer waits before it widens.
    pub accept_within: Duration,
    /// How soon a resident is promised an answer.
    pub answer_within: Duration,
    /// The same in a matter that hurries: one of many, or one whose period is about to end.
    pub urgent_within: Duration,
    /// From how many people on a matter is suggested for joint handling.
    pub joint_people: u32,
    /// The local hour from which staff are not disturbed, unless there is danger.
    pub quiet_from_hour: u32,
    /// The local hour until which they are not.
    pub quiet_until_hour: u32,
    /// Where the pages are, without a slash at the end: invitations to a mediation lead there.
    pub public_url: String,
    /// Whether people can write to a bot on Telegram.
    pub telegram: bool,
    /// The hours of rooms that have told none.
    pub office_hours: Week,
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
            urgent_within: Duration::from_secs(4 * 3600),
            joint_people: 5,
            quiet_from_hour: 21,
            quiet_until_hour: 8,
            public_url: String::new(),
            telegram: false,
            office_hours: Week::parse(["mon-fri 09:00-12:00", "mon-fri 14:00-18:00"]).unwrap_or_default(),
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
