//! Requests to go on with a case in another conversation.

use crate::domain::continuation::Continuation;
use crate::domain::ids::{CaseId, ContinuationId, ConversationId, StaffId};
use crate::domain::time::Timestamp;

use super::cell::{At, moment};
use super::conn::{Conn, rows, run};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct ContinuationRow {
    id: String,
    case_id: String,
    to_conversation_id: String,
    asked_at: i64,
    settled_at: Option<i64>,
    settled: Option<String>,
    staff_id: Option<String>,
}

const KEEP: &str = "
    INSERT INTO continuation (id, case_id, to_conversation_id, asked_at, settled_at, settled, staff_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (id) DO UPDATE SET settled_at = excluded.settled_at, settled = excluded.settled,
        staff_id = excluded.staff_id";

const OF_CASE: &str = "
    SELECT id, case_id, to_conversation_id, asked_at, settled_at, settled, staff_id FROM continuation
    WHERE case_id = $1 ORDER BY asked_at, id";

impl Conn<'_> {
    /// Keeps a request as made, or one that was made before as settled now.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if another of the case is unsettled; otherwise the database's.
    pub async fn keep_continuation(&mut self, new: &Continuation) -> Result<(), StoreError> {
        run!(
            self,
            KEEP,
            &new.id,
            &new.case,
            &new.to,
            new.asked_at,
            new.settled_at,
            new.settled,
            new.staff.as_ref(),
        )
        .map(drop)
    }

    /// The requests about a case, in the order they were made.
    ///
    /// # Errors
    /// The database's.
    pub async fn continuations(&mut self, case: &CaseId) -> Result<Vec<Continuation>, StoreError> {
        rows!(self, ContinuationRow, OF_CASE, case)?.into_iter().map(ContinuationRow::read).collect()
    }
}

impl ContinuationRow {
    fn read(self) -> Result<Continuation, StoreError> {
        let at = At::new("continuation", &self.id);
        Ok(Continuation {
            case: CaseId::new(self.case_id),
            to: ConversationId::new(self.to_conversation_id),
            asked_at: Timestamp::from_millis(self.asked_at),
            settled_at: moment(self.settled_at),
            settled: at.maybe_word("settled", self.settled.as_deref())?,
            staff: self.staff_id.map(StaffId::new),
            id: ContinuationId::new(self.id),
        })
    }
}
