//! Joint handling of cases.

use crate::domain::ids::{CaseId, JointId, StaffId};
use crate::domain::joint::Joint;
use crate::domain::time::Timestamp;

use super::cell::{At, moment};
use super::conn::{Conn, row, rows, run};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct JointRow {
    id: String,
    case_id: String,
    state: String,
    reason: String,
    asked_at: i64,
    leader_id: Option<String>,
    office: String,
    partners: String,
    due_at: Option<i64>,
    outcome: Option<String>,
    leader_signed: bool,
    other_signed_id: Option<String>,
    version: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, case_id, state, reason, asked_at, leader_id, office, partners, due_at, outcome, leader_signed,
                other_signed_id, version FROM joint WHERE ",
            $rest
        )
    };
}

const OF_CASE: &str = select!("case_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 1");
const OPEN: &str = select!("state IN ('asked', 'running') ORDER BY asked_at, id LIMIT 200");
const ADD: &str = "
    INSERT INTO joint (id, case_id, state, reason, asked_at, leader_id, office, partners, due_at, outcome,
        leader_signed, other_signed_id, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)";
const SAVE: &str = "
    UPDATE joint SET state = $3, reason = $4, leader_id = $5, office = $6, partners = $7, due_at = $8, outcome = $9,
        leader_signed = $10, other_signed_id = $11, version = version + 1
    WHERE id = $1 AND version = $2";

impl Conn<'_> {
    /// The last joint handling of a case, open or not.
    ///
    /// # Errors
    /// The database's.
    pub async fn joint(&mut self, case: &CaseId) -> Result<Option<Joint>, StoreError> {
        row!(self, JointRow, OF_CASE, case)?.map(JointRow::read).transpose()
    }

    /// Everything handled jointly or asked to be, oldest first; at most 200.
    ///
    /// # Errors
    /// The database's.
    pub async fn open_joints(&mut self) -> Result<Vec<Joint>, StoreError> {
        rows!(self, JointRow, OPEN)?.into_iter().map(JointRow::read).collect()
    }

    /// Stores a joint handling: a new one (version 0), or one as the version after the one that was read.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it has been written since, or the case has an open one already; otherwise the
    /// database's.
    pub async fn keep_joint(&mut self, joint: &Joint) -> Result<(), StoreError> {
        if joint.version == 0 {
            return self.add_joint(joint).await;
        }
        let saved = run!(
            self,
            SAVE,
            &joint.id,
            joint.version,
            joint.state,
            &joint.reason,
            joint.leader.as_ref(),
            &joint.office,
            &joint.partners,
            joint.due,
            joint.outcome,
            joint.leader_signed,
            joint.other_signed.as_ref(),
        )?;
        if saved == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    async fn add_joint(&mut self, joint: &Joint) -> Result<(), StoreError> {
        run!(
            self,
            ADD,
            &joint.id,
            &joint.case,
            joint.state,
            &joint.reason,
            joint.asked_at,
            joint.leader.as_ref(),
            &joint.office,
            &joint.partners,
            joint.due,
            joint.outcome,
            joint.leader_signed,
            joint.other_signed.as_ref(),
        )
        .map(drop)
    }
}

impl JointRow {
    fn read(self) -> Result<Joint, StoreError> {
        let at = At::new("joint", &self.id);
        Ok(Joint {
            case: CaseId::new(self.case_id),
            state: at.word("state", &self.state)?,
            reason: self.reason,
            asked_at: Timestamp::from_millis(self.asked_at),
            leader: self.leader_id.map(StaffId::new),
            office: self.office,
            partners: self.partners,
            due: moment(self.due_at),
            outcome: at.maybe_word("outcome", self.outcome.as_deref())?,
            leader_signed: self.leader_signed,
            other_signed: self.other_signed_id.map(StaffId::new),
            version: self.version,
            id: JointId::new(self.id),
        })
    }
}
