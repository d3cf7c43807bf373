//! Timers: claimed by lease, consumed by the turn that acts on them.

use crate::domain::ids::{CaseId, ConversationId, TimerId};
use crate::domain::time::Timestamp;
use crate::domain::timer::{Timer, TimerKind};

use super::cell::At;
use super::conn::{Conn, rows, run};
use super::error::StoreError;

/// A timer whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueTimer {
    /// The timer.
    pub timer: Timer,
    /// The conversation of its case's resident.
    pub conversation: ConversationId,
}

#[derive(sqlx::FromRow)]
struct TimerRow {
    id: String,
    kind: String,
    case_id: String,
    due_at: i64,
    booking_version: Option<i64>,
    conversation_id: String,
}

const SET: &str = "
    INSERT INTO timer (id, kind, case_id, due_at, booking_version, lease_until) VALUES ($1, $2, $3, $4, $5, 0)";
const CANCEL: &str = "DELETE FROM timer WHERE case_id = $1 AND kind = $2";

/// The condition stands outside as well: PostgreSQL checks it again on a row that another process has just claimed.
const CLAIM: &str = "
    UPDATE timer SET lease_until = $2
    WHERE due_at <= $1 AND lease_until <= $1 AND id IN (
        SELECT id FROM timer WHERE due_at <= $1 AND lease_until <= $1 ORDER BY due_at, id LIMIT $3)
    RETURNING id, kind, case_id, due_at, booking_version,
        (SELECT conversation_id FROM cases WHERE cases.id = timer.case_id) AS conversation_id";

const PUT_OFF: &str = "UPDATE timer SET lease_until = $2 WHERE id = $1";

const FIRE: &str = "DELETE FROM timer WHERE id = $1";

impl Conn<'_> {
    /// Does something later.
    ///
    /// # Errors
    /// The database's.
    pub async fn set_timer(&mut self, timer: &Timer) -> Result<(), StoreError> {
        run!(self, SET, &timer.id, timer.kind, &timer.case, timer.due, timer.booking).map(drop)
    }

    /// Does not do it after all.
    ///
    /// # Errors
    /// The database's.
    pub async fn cancel_timers(&mut self, case: &CaseId, kind: TimerKind) -> Result<(), StoreError> {
        run!(self, CANCEL, case, kind).map(drop)
    }

    /// Takes timers that are due, earliest first; nobody else is given them until `lease_until`. One that makes no
    /// sense is told of and left until `unreadable_until`: it keeps back no other, and a later version may know it.
    ///
    /// # Errors
    /// The database's.
    pub async fn claim_timers(
        &mut self,
        now: Timestamp,
        lease_until: Timestamp,
        unreadable_until: Timestamp,
        limit: i64,
    ) -> Result<Vec<DueTimer>, StoreError> {
        let claimed = rows!(self, TimerRow, CLAIM, now, lease_until, limit)?;
        let mut due = Vec::with_capacity(claimed.len());
        for row in claimed {
            let id = TimerId::new(row.id.as_str());
            match row.read() {
                Ok(timer) => due.push(timer),
                Err(fault) => {
                    self.note_unreadable(&fault);
                    self.put_off(&id, unreadable_until).await?;
                }
            }
        }
        due.sort_by(|a, b| (a.timer.due, &a.timer.id).cmp(&(b.timer.due, &b.timer.id)));
        Ok(due)
    }

    /// Leaves a timer alone until then.
    ///
    /// # Errors
    /// The database's.
    pub async fn put_off(&mut self, id: &TimerId, until: Timestamp) -> Result<(), StoreError> {
        run!(self, PUT_OFF, id, until).map(drop)
    }

    /// Consumes a timer in the turn that acts on it; `false` if it has fired or was cancelled.
    ///
    /// # Errors
    /// The database's.
    pub async fn fire(&mut self, id: &TimerId) -> Result<bool, StoreError> {
        run!(self, FIRE, id).map(|gone| gone == 1)
    }
}

impl TimerRow {
    fn read(self) -> Result<DueTimer, StoreError> {
        let kind = At::new("timer", &self.id).word("kind", &self.kind)?;
        let timer = Timer {
            id: TimerId::new(self.id),
            kind,
            case: CaseId::new(self.case_id),
            due: Timestamp::from_millis(self.due_at),
            booking: self.booking_version,
        };
        Ok(DueTimer { timer, conversation: ConversationId::new(self.conversation_id) })
    }
}
