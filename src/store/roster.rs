//! The roster: hours, leaves, stand-ins, days offered to colleagues, and vacancies that were told.

use chrono::{NaiveDate, NaiveTime, Timelike, Weekday};

use crate::domain::ids::{DutyId, LeaveId, RoomCode, StaffId, SwapId};
use crate::domain::roster::{Duty, DutyDay, Hours, Leave, Post, Roster, Swap};
use crate::domain::time::Timestamp;

use super::cell::At;
use super::conn::{Conn, row, rows, run};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct DutyRow {
    id: String,
    staff_id: String,
    room: String,
    weekday: Option<i64>,
    day: Option<String>,
    from_minute: i64,
    until_minute: i64,
    seats: i64,
}

#[derive(sqlx::FromRow)]
struct LeaveRow {
    id: String,
    staff_id: String,
    first_day: String,
    last_day: String,
    stand_in_id: Option<String>,
}

#[derive(sqlx::FromRow)]
struct PostRow {
    staff_id: String,
    most_open: Option<i64>,
    stand_in_id: Option<String>,
}

#[derive(sqlx::FromRow)]
struct SwapRow {
    id: String,
    giver_id: String,
    taker_id: String,
    room: String,
    day: String,
    state: String,
}

const DUTIES: &str = "
    SELECT d.id, d.staff_id, d.room, d.weekday, d.day, d.from_minute, d.until_minute, d.seats FROM duty d
    JOIN staff s ON s.id = d.staff_id
    WHERE d.room = $1 AND (d.day IS NULL OR d.day >= $2) AND s.status <> 'revoked' ORDER BY d.id";
const LEAVES: &str = "
    SELECT id, staff_id, first_day, last_day, stand_in_id FROM staff_leave
    WHERE last_day >= $2 AND (staff_id IN (SELECT id FROM staff WHERE room = $1)
        OR staff_id IN (SELECT staff_id FROM duty WHERE room = $1))
    ORDER BY id";
const POSTS: &str = "
    SELECT staff_id, most_open, stand_in_id FROM post
    WHERE staff_id IN (SELECT id FROM staff WHERE room = $1) OR staff_id IN (SELECT staff_id FROM duty WHERE room = $1)
    ORDER BY staff_id";
const PUT_DUTY: &str = "
    INSERT INTO duty (id, staff_id, room, weekday, day, from_minute, until_minute, seats)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const DROP_WEEKLY: &str = "DELETE FROM duty WHERE staff_id = $1 AND room = $2 AND day IS NULL";
const DROP_DAY: &str = "DELETE FROM duty WHERE staff_id = $1 AND room = $2 AND day = $3";
const DROP_ROOM: &str = "DELETE FROM duty WHERE room = $1 AND (day IS NULL OR day >= $2)";
const PUT_POST: &str = "
    INSERT INTO post (staff_id, most_open, stand_in_id) VALUES ($1, $2, $3)
    ON CONFLICT (staff_id) DO UPDATE SET most_open = excluded.most_open, stand_in_id = excluded.stand_in_id";
const PUT_LEAVE: &str = "
    INSERT INTO staff_leave (id, staff_id, first_day, last_day, stand_in_id) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE SET first_day = excluded.first_day, last_day = excluded.last_day,
        stand_in_id = excluded.stand_in_id";
const SWAP: &str = "SELECT id, giver_id, taker_id, room, day, state FROM swap WHERE id = $1";
const OFFER_SWAP: &str = "
    INSERT INTO swap (id, giver_id, taker_id, room, day, state) VALUES ($1, $2, $3, $4, $5, $6)";
const SETTLE_SWAP: &str = "UPDATE swap SET state = $2 WHERE id = $1 AND state = 'offered'";
const TELL_VACANCY: &str = "
    INSERT INTO vacancy (room, day, told_at) VALUES ($1, $2, $3) ON CONFLICT (room, day) DO NOTHING";

impl Conn<'_> {
    /// The roster of a room: what holds every week, and on days from this one on.
    ///
    /// # Errors
    /// The database's.
    pub async fn roster(&mut self, room: &RoomCode, from: NaiveDate) -> Result<Roster, StoreError> {
        let duties = rows!(self, DutyRow, DUTIES, room, from)?.into_iter().map(DutyRow::read);
        let duties = duties.collect::<Result<_, _>>()?;
        let leaves = rows!(self, LeaveRow, LEAVES, room, from)?.into_iter().map(LeaveRow::read);
        let leaves = leaves.collect::<Result<_, _>>()?;
        let posts = rows!(self, PostRow, POSTS, room)?.into_iter().map(PostRow::read).collect();
        Ok(Roster { duties, leaves, posts })
    }

    /// Adds hours.
    ///
    /// # Errors
    /// The database's.
    pub async fn put_duty(&mut self, duty: &Duty) -> Result<(), StoreError> {
        let (weekday, day) = match duty.day {
            DutyDay::Weekly(weekday) => (Some(i64::from(weekday.number_from_monday())), None),
            DutyDay::On(day) => (None, Some(day)),
        };
        let (from, until) = (minutes(duty.hours.from), minutes(duty.hours.until));
        let (id, staff, room, seats) = (&duty.id, &duty.staff, &duty.room, duty.hours.seats);
        run!(self, PUT_DUTY, id, staff, room, weekday, day, from, until, seats).map(drop)
    }

    /// Takes somebody's hours in a room away: those of one day, or those of every week.
    ///
    /// # Errors
    /// The database's.
    pub async fn drop_duties(
        &mut self,
        staff: &StaffId,
        room: &RoomCode,
        day: Option<NaiveDate>,
    ) -> Result<(), StoreError> {
        match day {
            Some(day) => run!(self, DROP_DAY, staff, room, day).map(drop),
            None => run!(self, DROP_WEEKLY, staff, room).map(drop),
        }
    }

    /// Takes all hours in a room away, of every week and of days from this one on.
    ///
    /// # Errors
    /// The database's.
    pub async fn clear_roster(&mut self, room: &RoomCode, from: NaiveDate) -> Result<(), StoreError> {
        run!(self, DROP_ROOM, room, from).map(drop)
    }

    /// Stores what holds for a person.
    ///
    /// # Errors
    /// The database's.
    pub async fn put_post(&mut self, post: &Post) -> Result<(), StoreError> {
        run!(self, PUT_POST, &post.staff, post.most_open, post.stand_in.as_ref()).map(drop)
    }

    /// Stores a leave, new or changed.
    ///
    /// # Errors
    /// The database's.
    pub async fn put_leave(&mut self, leave: &Leave) -> Result<(), StoreError> {
        let (id, staff, stand_in) = (&leave.id, &leave.staff, leave.stand_in.as_ref());
        run!(self, PUT_LEAVE, id, staff, leave.first, leave.last, stand_in).map(drop)
    }

    /// An offered day.
    ///
    /// # Errors
    /// The database's.
    pub async fn swap(&mut self, id: &SwapId) -> Result<Option<Swap>, StoreError> {
        row!(self, SwapRow, SWAP, id)?.map(SwapRow::read).transpose()
    }

    /// Stores a day offered to a colleague.
    ///
    /// # Errors
    /// The database's.
    pub async fn offer_swap(&mut self, swap: &Swap) -> Result<(), StoreError> {
        run!(self, OFFER_SWAP, &swap.id, &swap.giver, &swap.taker, &swap.room, swap.day, swap.state).map(drop)
    }

    /// Stores what the colleague said.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it was answered before; otherwise the database's.
    pub async fn settle_swap(&mut self, swap: &Swap) -> Result<(), StoreError> {
        let settled = run!(self, SETTLE_SWAP, &swap.id, swap.state)?;
        if settled == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// Notes that a vacancy is being told; `false` if it has been.
    ///
    /// # Errors
    /// The database's.
    pub async fn tell_vacancy(
        &mut self,
        room: &RoomCode,
        day: NaiveDate,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        run!(self, TELL_VACANCY, room, day, now).map(|new| new == 1)
    }
}

/// Minutes after midnight.
fn minutes(time: NaiveTime) -> i64 {
    i64::from(time.num_seconds_from_midnight() / 60)
}

fn time(minutes: i64) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(minutes.checked_mul(60)?).ok()?, 0)
}

impl DutyRow {
    fn read(self) -> Result<Duty, StoreError> {
        let at = At::new("duty", &self.id);
        let day = match (self.weekday, &self.day) {
            (Some(number), None) => {
                let weekday = number.checked_sub(1).and_then(|number| u8::try_from(number).ok());
                DutyDay::Weekly(
                    at.known("weekday", weekday.and_then(|number| Weekday::try_from(number).ok()))?,
                )
            }
            (_, day) => DutyDay::On(at.known("day", day.as_ref().and_then(|day| day.parse().ok()))?),
        };
        let hours = Hours {
            from: at.known("from_minute", time(self.from_minute))?,
            until: at.known("until_minute", time(self.until_minute))?,
            seats: self.seats,
        };
        let (staff, room) = (StaffId::new(self.staff_id), RoomCode::new(self.room));
        Ok(Duty { staff, room, day, hours, id: DutyId::new(self.id) })
    }
}

impl LeaveRow {
    fn read(self) -> Result<Leave, StoreError> {
        let at = At::new("staff_leave", &self.id);
        Ok(Leave {
            first: at.known("first_day", self.first_day.parse().ok())?,
            last: at.known("last_day", self.last_day.parse().ok())?,
            staff: StaffId::new(self.staff_id),
            stand_in: self.stand_in_id.map(StaffId::new),
            id: LeaveId::new(self.id),
        })
    }
}

impl PostRow {
    fn read(self) -> Post {
        Post {
            staff: StaffId::new(self.staff_id),
            most_open: self.most_open,
            stand_in: self.stand_in_id.map(StaffId::new),
        }
    }
}

impl SwapRow {
    fn read(self) -> Result<Swap, StoreError> {
        let at = At::new("swap", &self.id);
        Ok(Swap {
            day: at.known("day", self.day.parse().ok())?,
            state: at.word("state", &self.state)?,
            giver: StaffId::new(self.giver_id),
            taker: StaffId::new(self.taker_id),
            room: RoomCode::new(self.room),
            id: SwapId::new(self.id),
        })
    }
}
