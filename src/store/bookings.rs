//! Appointments, and who waits for one. That no place is given away twice is the unique index's doing.

use chrono::NaiveDate;

use crate::domain::booking::{Booking, Waiting};
use crate::domain::ids::{BookingId, CaseId, RoomCode, StaffId};
use crate::domain::time::Timestamp;

use super::cell::{At, moment};
use super::conn::{Conn, row, rows, run};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct BookingRow {
    id: String,
    case_id: String,
    room: String,
    staff_id: String,
    starts_at: i64,
    ends_at: i64,
    seat: i64,
    state: String,
    awaits: Option<String>,
    held_until: Option<i64>,
    meeting: bool,
    truth: String,
    sequence: i64,
    made_at: i64,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct WaitingRow {
    case_id: String,
    room: String,
    since: i64,
}

macro_rules! columns {
    () => {
        "id, case_id, room, staff_id, starts_at, ends_at, seat, state, awaits, held_until, meeting, truth, sequence, \
         made_at, version"
    };
}

const BOOKING: &str = concat!("SELECT ", columns!(), " FROM booking WHERE id = $1");
const OF_CASE: &str =
    concat!("SELECT ", columns!(), " FROM booking WHERE case_id = $1 ORDER BY id DESC LIMIT 1");
const TAKEN: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM booking WHERE staff_id = $1 AND starts_at >= $2 AND state IN ('held', 'booked') ORDER BY starts_at, seat
     LIMIT 1000"
);
const AGENDA: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM booking WHERE staff_id = $1 AND (state IN ('held', 'booked') OR (state = 'over' AND truth = 'unknown'))
     ORDER BY starts_at, id LIMIT 200"
);
const INSERT: &str = concat!(
    "INSERT INTO booking (",
    columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
);

/// Whose it is and when it was made never changes.
const SAVE: &str = "
    UPDATE booking SET room = $3, staff_id = $4, starts_at = $5, ends_at = $6, seat = $7, state = $8, awaits = $9,
        held_until = $10, meeting = $11, truth = $12, sequence = $13, version = version + 1
    WHERE id = $1 AND version = $2";

const WAIT: &str =
    "INSERT INTO waiting (case_id, room, since) VALUES ($1, $2, $3) ON CONFLICT (case_id) DO NOTHING";
const WAIT_NO_MORE: &str = "DELETE FROM waiting WHERE case_id = $1";
const WAITING: &str =
    "SELECT case_id, room, since FROM waiting WHERE room = $1 ORDER BY since, case_id LIMIT 50";

impl Conn<'_> {
    /// The appointment with this id.
    ///
    /// # Errors
    /// The database's.
    pub async fn booking(&mut self, id: &BookingId) -> Result<Option<Booking>, StoreError> {
        row!(self, BookingRow, BOOKING, id)?.map(BookingRow::read).transpose()
    }

    /// The newest appointment of a case, whatever became of it.
    ///
    /// # Errors
    /// The database's.
    pub async fn booking_of(&mut self, case: &CaseId) -> Result<Option<Booking>, StoreError> {
        row!(self, BookingRow, OF_CASE, case)?.map(BookingRow::read).transpose()
    }

    /// What somebody's time is taken by from the beginning of a day on, earliest first; at most 1,000.
    ///
    /// # Errors
    /// The database's.
    pub async fn bookings_with(
        &mut self,
        staff: &StaffId,
        from: NaiveDate,
    ) -> Result<Vec<Booking>, StoreError> {
        let from = Timestamp::from_local(from.into());
        rows!(self, BookingRow, TAKEN, staff, from)?.into_iter().map(BookingRow::read).collect()
    }

    /// Somebody's appointments that are held, booked, or past with nobody having said what came of them; earliest first,
    /// at most 200.
    ///
    /// # Errors
    /// The database's.
    pub async fn agenda(&mut self, staff: &StaffId) -> Result<Vec<Booking>, StoreError> {
        rows!(self, BookingRow, AGENDA, staff)?.into_iter().map(BookingRow::read).collect()
    }

    /// Stores a new appointment, as its first version.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if its place is taken or its case has one; otherwise the database's.
    pub async fn insert_booking(&mut self, new: &Booking) -> Result<(), StoreError> {
        run!(
            self,
            INSERT,
            &new.id,
            &new.case,
            &new.room,
            &new.staff,
            new.starts,
            new.ends,
            new.seat,
            new.state,
            new.awaits,
            new.held_until,
            new.meeting,
            new.truth,
            new.sequence,
            new.made_at,
            1_i64,
        )
        .map(drop)
    }

    /// Stores an appointment changed, as the version after the one that was read.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it has been written since or its new place is taken; otherwise the database's.
    pub async fn save_booking(&mut self, booking: &Booking) -> Result<(), StoreError> {
        let saved = run!(
            self,
            SAVE,
            &booking.id,
            booking.version,
            &booking.room,
            &booking.staff,
            booking.starts,
            booking.ends,
            booking.seat,
            booking.state,
            booking.awaits,
            booking.held_until,
            booking.meeting,
            booking.truth,
            booking.sequence,
        )?;
        if saved == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// Puts a case at the end of its room's waiting list, if it is not on it.
    ///
    /// # Errors
    /// The database's.
    pub async fn wait_for_place(&mut self, new: &Waiting) -> Result<(), StoreError> {
        run!(self, WAIT, &new.case, &new.room, new.since).map(drop)
    }

    /// Takes a case off the waiting list.
    ///
    /// # Errors
    /// The database's.
    pub async fn wait_no_more(&mut self, case: &CaseId) -> Result<(), StoreError> {
        run!(self, WAIT_NO_MORE, case).map(drop)
    }

    /// Who waits for a place in a room, longest first; at most 50.
    ///
    /// # Errors
    /// The database's.
    pub async fn waiting_in(&mut self, room: &RoomCode) -> Result<Vec<Waiting>, StoreError> {
        let found = rows!(self, WaitingRow, WAITING, room)?;
        Ok(found.into_iter().map(WaitingRow::read).collect())
    }
}

impl BookingRow {
    fn read(self) -> Result<Booking, StoreError> {
        let at = At::new("booking", &self.id);
        Ok(Booking {
            case: CaseId::new(self.case_id),
            room: RoomCode::new(self.room),
            staff: StaffId::new(self.staff_id),
            starts: Timestamp::from_millis(self.starts_at),
            ends: Timestamp::from_millis(self.ends_at),
            seat: self.seat,
            state: at.word("state", &self.state)?,
            awaits: at.maybe_word("awaits", self.awaits.as_deref())?,
            held_until: moment(self.held_until),
            meeting: self.meeting,
            truth: at.word("truth", &self.truth)?,
            sequence: self.sequence,
            made_at: Timestamp::from_millis(self.made_at),
            version: self.version,
            id: BookingId::new(self.id),
        })
    }
}

impl WaitingRow {
    fn read(self) -> Waiting {
        Waiting {
            case: CaseId::new(self.case_id),
            room: RoomCode::new(self.room),
            since: Timestamp::from_millis(self.since),
        }
    }
}
