//! An appointment: a place (a person, a time, a seat) that a case holds or has.

use serde::{Deserialize, Serialize};

use super::case::Speaker;
use super::ids::{BookingId, CaseId, RoomCode, StaffId};
use super::time::Timestamp;

/// Where an appointment stands. A place belongs to at most one that is held or booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    /// The place is kept while one side has to say yes.
    Held,
    /// Both have agreed.
    Booked,
    /// Its time has passed.
    Over,
    /// It did not come about, or was called off; its place is free again.
    Gone,
}

/// What came of an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// Nobody has said.
    Unknown,
    /// The resident came.
    Attended,
    /// The resident did not come and had not said so.
    NoShow,
    /// The resident called it off.
    Excused,
    /// The room called it off.
    Revoked,
}

impl Truth {
    /// What staff can say afterwards.
    pub const SAID: [Self; 4] = [Self::Attended, Self::NoShow, Self::Excused, Self::Revoked];

    /// The word a button carries.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Attended => "attended",
            Self::NoShow => "no_show",
            Self::Excused => "excused",
            Self::Revoked => "revoked",
        }
    }

    /// What a button's word says.
    pub fn parse(code: &str) -> Option<Self> {
        Self::SAID.into_iter().find(|truth| truth.code() == code)
    }
}

/// An appointment. A whole row: the engine returns it changed and the store writes it if `version` still holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Its id; also the calendar entry's.
    pub id: BookingId,
    /// Whose.
    pub case: CaseId,
    /// Where.
    pub room: RoomCode,
    /// With whom.
    pub staff: StaffId,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Which of the places at that time, from 0.
    pub seat: i64,
    /// Where it stands.
    pub state: BookingState,
    /// Who has to say yes; set exactly while held.
    pub awaits: Option<Speaker>,
    /// Until when the place is kept; set exactly while held.
    pub held_until: Option<Timestamp>,
    /// Whether the other parties of a mediation come too.
    pub meeting: bool,
    /// What came of it.
    pub truth: Truth,
    /// The number of the calendar entry that was sent; each change raises it.
    pub sequence: i64,
    /// When it was first asked for.
    pub made_at: Timestamp,
    /// How often it has been written; 0 before it is first stored.
    pub version: i64,
}

impl Booking {
    /// Whether its place is taken.
    pub fn is_active(&self) -> bool {
        matches!(self.state, BookingState::Held | BookingState::Booked)
    }

    /// Whether it is held until this side says yes.
    pub fn awaits(&self, side: Speaker) -> bool {
        self.state == BookingState::Held && self.awaits == Some(side)
    }
}

/// Somebody who would take a place that becomes free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The case.
    pub case: CaseId,
    /// The room whose places it waits for.
    pub room: RoomCode,
    /// Since when.
    pub since: Timestamp,
}
