//! What was asked about closed cases, and answered.

use crate::domain::follow_up::FollowUp;
use crate::domain::ids::{CaseId, FollowUpId, StaffId};
use crate::domain::time::Timestamp;

use super::cell::{At, moment};
use super::conn::{Conn, rows, run};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct FollowUpRow {
    id: String,
    case_id: String,
    kind: String,
    closed_at: i64,
    asked_at: i64,
    answered_at: Option<i64>,
    answer: Option<String>,
    words: String,
    staff_id: Option<String>,
}

const KEEP: &str = "
    INSERT INTO follow_up (id, case_id, kind, closed_at, asked_at, answered_at, answer, words, staff_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (id) DO UPDATE SET answered_at = excluded.answered_at, answer = excluded.answer,
        words = excluded.words, staff_id = excluded.staff_id";

const OF_CASE: &str = "
    SELECT id, case_id, kind, closed_at, asked_at, answered_at, answer, words, staff_id FROM follow_up
    WHERE case_id = $1 ORDER BY asked_at, id";

impl Conn<'_> {
    /// Keeps a question as asked, or one that was asked before as answered now.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the same was asked before under another id; otherwise the database's.
    pub async fn keep_follow_up(&mut self, new: &FollowUp) -> Result<(), StoreError> {
        run!(
            self,
            KEEP,
            &new.id,
            &new.case,
            new.kind,
            new.closed_at,
            new.asked_at,
            new.answered_at,
            new.answer,
            &new.words,
            new.staff.as_ref(),
        )
        .map(drop)
    }

    /// What was asked about a case, in the order it was asked.
    ///
    /// # Errors
    /// The database's.
    pub async fn follow_ups(&mut self, case: &CaseId) -> Result<Vec<FollowUp>, StoreError> {
        rows!(self, FollowUpRow, OF_CASE, case)?.into_iter().map(FollowUpRow::read).collect()
    }
}

impl FollowUpRow {
    fn read(self) -> Result<FollowUp, StoreError> {
        let at = At::new("follow_up", &self.id);
        Ok(FollowUp {
            case: CaseId::new(self.case_id),
            kind: at.word("kind", &self.kind)?,
            closed_at: Timestamp::from_millis(self.closed_at),
            asked_at: Timestamp::from_millis(self.asked_at),
            answered_at: moment(self.answered_at),
            answer: at.maybe_word("answer", self.answer.as_deref())?,
            words: self.words,
            staff: self.staff_id.map(StaffId::new),
            id: FollowUpId::new(self.id),
        })
    }
}
