//! What a step may look up about rosters and appointments, and what it can change there.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::booking::{Booking, Waiting};
use crate::domain::ids::{BookingId, CaseId, RoomCode, StaffId, SwapId};
use crate::domain::roster::{Duty, Leave, Post, Roster, Swap};

use super::facts::Need;

/// A fact about rosters and appointments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Inquiry {
    /// The roster of a room from this day on.
    Roster(RoomCode, NaiveDate),
    /// What somebody's time is taken by from this day on, earliest first.
    Taken(StaffId, NaiveDate),
    /// The newest appointment of a case.
    Of(CaseId),
    /// The appointment with this id.
    Booking(BookingId),
    /// Somebody's appointments that are not settled, earliest first.
    List(StaffId),
    /// Who waits for a place in a room, longest first.
    Waiting(RoomCode),
    /// A day offered to a colleague.
    Swap(SwapId),
}

/// Facts looked up so far.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    /// By [`Inquiry::Roster`].
    pub rosters: BTreeMap<(RoomCode, NaiveDate), Roster>,
    /// By [`Inquiry::Taken`].
    pub taken: BTreeMap<(StaffId, NaiveDate), Vec<Booking>>,
    /// By [`Inquiry::Of`].
    pub of: BTreeMap<CaseId, Option<Booking>>,
    /// By [`Inquiry::Booking`].
    pub bookings: BTreeMap<BookingId, Option<Booking>>,
    /// By [`Inquiry::List`].
    pub lists: BTreeMap<StaffId, Vec<Booking>>,
    /// By [`Inquiry::Waiting`].
    pub waiting: BTreeMap<RoomCode, Vec<Waiting>>,
    /// By [`Inquiry::Swap`].
    pub swaps: BTreeMap<SwapId, Option<Swap>>,
}

impl Agenda {
    /// The roster of a room from a day on.
    ///
    /// # Errors
    /// The need, if it has not been looked up.
    pub fn roster(&self, room: &RoomCode, from: NaiveDate) -> Result<&Roster, Need> {
        let need = || Need::Agenda(Inquiry::Roster(room.clone(), from));
        self.rosters.get(&(room.clone(), from)).ok_or_else(need)
    }

    /// What somebody's time is taken by from a day on.
    ///
    /// # Errors
    /// The need, if it has not been looked up.
    pub fn taken(&self, staff: &StaffId, from: NaiveDate) -> Result<&[Booking], Need> {
        let need = || Need::Agenda(Inquiry::Taken(staff.clone(), from));
        self.taken.get(&(staff.clone(), from)).map(Vec::as_slice).ok_or_else(need)
    }

    /// The newest appointment of a case.
    ///
    /// # Errors
    /// The need, if it has not been looked up.
    pub fn of(&self, case: &CaseId) -> Result<Option<&Booking>, Need> {
        self.of.get(case).map(Option::as_ref).ok_or_else(|| Need::Agenda(Inquiry::Of(case.clone())))
    }

    /// The appointment with this id.
    ///
    /// # Errors
    /// The need, if it has not been looked up.
    pub fn booking(&self, id: &BookingId) -> Result<Option<&Booking>, Need> {
        self.bookings.get(id).map(Option::as_ref).ok_or_else(|| Need::Agenda(Inquiry::Booking(id.clone())))
    }

    /// Somebody's appointments that are not settled.
    ///
    /// # Errors
    /// The need, if they have not been looked up.
    pub fn list(&self, staff: &StaffId) -> Result<&[Booking], Need> {
        let need = || Need::Agenda(Inquiry::List(staff.clone()));
        self.lists.get(staff).map(Vec::as_slice).ok_or_else(need)
    }

    /// Who waits for a place in a room.
    ///
    /// # Errors
    /// The need, if it has not been looked up.
    pub fn waiting(&self, room: &RoomCode) -> Result<&[Waiting], Need> {
        let need = || Need::Agenda(Inquiry::Waiting(room.clone()));
        self.waiting.get(room).map(Vec::as_slice).ok_or_else(need)
    }

    /// A day offered to a colleague.
    ///
    /// # Errors
    /// The need, if it has not been looked up.
    pub fn swap(&self, id: &SwapId) -> Result<Option<&Swap>, Need> {
        self.swaps.get(id).map(Option::as_ref).ok_or_else(|| Need::Agenda(Inquiry::Swap(id.clone())))
    }
}

/// A change of rosters or appointments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Store a new appointment.
    Book(Booking),
    /// Store an appointment changed; its `version` is the one that was read.
    Rebook(Booking),
    /// Put a case on the waiting list.
    Wait(Waiting),
    /// Take it off again.
    WaitNoMore(CaseId),
    /// Add hours.
    PutDuty(Duty),
    /// Take somebody's hours in a room away: of one day, or of every week.
    DropDuties {
        /// Whose.
        staff: StaffId,
        /// Where.
        room: RoomCode,
        /// Of which day.
        day: Option<NaiveDate>,
    },
    /// Store what holds for a person.
    PutPost(Post),
    /// Store a leave, new or changed.
    PutLeave(Leave),
    /// Offer a day to a colleague.
    OfferSwap(Swap),
    /// Store what the colleague said.
    SettleSwap(Swap),
}
