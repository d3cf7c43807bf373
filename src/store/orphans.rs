//! Open cases without owner, next step or deadline: the one definition of it (C8); and the rooms that open cases are in.

use crate::domain::code::CaseCode;
use crate::domain::ids::{CaseId, RoomCode};
use crate::domain::orphan::{Lacks, Orphan};

use super::cell::At;
use super::conn::{Conn, row, rows};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct OrphanRow {
    id: String,
    code: String,
    room: String,
    state: String,
    no_owner: bool,
    no_step: bool,
    no_deadline: bool,
}

/// - no owner: claimed or referred, and its owner is none, unknown or no longer active;
/// - no step: nothing will remind of the next word (`answer_by`), or, while it is offered, of who takes it (`accept_by`);
/// - no deadline: no moment by which the resident was promised an answer.
macro_rules! orphans {
    ($which:literal) => {
        concat!(
            "SELECT id, code, room, state, no_owner, no_step, no_deadline FROM (
                SELECT id, code, room, state,
                    state <> 'offered' AND NOT EXISTS (
                        SELECT 1 FROM staff WHERE staff.id = cases.owner_id AND staff.status = 'active') AS no_owner,
                    NOT EXISTS (SELECT 1 FROM timer WHERE timer.case_id = cases.id AND timer.kind = 'answer_by')
                        OR (state = 'offered' AND NOT EXISTS (
                            SELECT 1 FROM timer WHERE timer.case_id = cases.id AND timer.kind = 'accept_by')) AS no_step,
                    deadline <= 0 AS no_deadline
                FROM cases WHERE state NOT IN ('closed', 'filed')",
            $which,
            ") lacking WHERE no_owner OR no_step OR no_deadline ORDER BY id LIMIT 200"
        )
    };
}

/// How many open cases every room has.
const ROOMS: &str = "SELECT room, COUNT(*) AS cases FROM cases WHERE state NOT IN ('closed', 'filed')
    GROUP BY room ORDER BY room";

#[derive(sqlx::FromRow)]
struct RoomRow {
    room: String,
    cases: i64,
}

const ALL: &str = orphans!("");
const ONE: &str = orphans!(" AND id = $1");

impl Conn<'_> {
    /// The open cases that lack something, oldest first; at most 200.
    ///
    /// # Errors
    /// The database's.
    pub async fn orphans(&mut self) -> Result<Vec<Orphan>, StoreError> {
        let found = rows!(self, OrphanRow, ALL)?;
        Ok(self.readable(found.into_iter().map(OrphanRow::read)))
    }

    /// The rooms that open cases are in, each with how many: one that the directory does not have is nobody's.
    ///
    /// # Errors
    /// The database's.
    pub async fn rooms_with_cases(&mut self) -> Result<Vec<(RoomCode, i64)>, StoreError> {
        let found = rows!(self, RoomRow, ROOMS)?;
        Ok(found.into_iter().map(|row| (RoomCode::new(row.room), row.cases)).collect())
    }

    /// What this case lacks now; `None` if nothing, or if it is not open.
    ///
    /// # Errors
    /// The database's.
    pub async fn orphan(&mut self, case: &CaseId) -> Result<Option<Orphan>, StoreError> {
        row!(self, OrphanRow, ONE, case)?.map(OrphanRow::read).transpose()
    }
}

impl OrphanRow {
    fn read(self) -> Result<Orphan, StoreError> {
        let at = At::new("cases", &self.id);
        Ok(Orphan {
            code: at.known("code", CaseCode::parse(&self.code))?,
            room: RoomCode::new(self.room),
            state: at.word("state", &self.state)?,
            lacks: Lacks { owner: self.no_owner, step: self.no_step, deadline: self.no_deadline },
            case: CaseId::new(self.id),
        })
    }
}
