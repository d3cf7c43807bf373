//! The outbox as whoever runs the system sees it: what became of messages, and sending one after all.

use crate::domain::channel::Channel;
use crate::domain::ids::{CaseId, ConversationId, OutboxId};
use crate::domain::outbox::{OutboxStatus, Purpose};
use crate::domain::time::Timestamp;

use super::cell::At;
use super::conn::{Conn, rows, run};
use super::conversations::channel;
use super::error::StoreError;

/// A message as the operator's list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its id.
    pub id: OutboxId,
    /// To whom.
    pub conversation: ConversationId,
    /// The channel it goes over.
    pub channel: Channel,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// Why it is sent.
    pub purpose: Purpose,
    /// What has become of it.
    pub status: OutboxStatus,
    /// Not before then.
    pub due: Timestamp,
    /// How often it has been tried.
    pub attempts: i64,
    /// What went wrong last.
    pub error: Option<String>,
    /// When it was said.
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    id: String,
    conversation_id: String,
    channel: String,
    case_id: Option<String>,
    purpose: String,
    status: String,
    due_at: i64,
    attempts: i64,
    error: Option<String>,
    created_at: i64,
}

const REQUEUE: &str = "
    UPDATE outbox SET status = 'waiting', due_at = $2, attempts = 0, lease_until = 0, done_at = NULL
    WHERE id = $1 AND status IN ('dead', 'uncertain')";

const LIST: &str = "
    SELECT o.id, o.conversation_id, c.channel, o.case_id, o.purpose, o.status, o.due_at, o.attempts, o.error,
        o.created_at
    FROM outbox o JOIN conversation c ON c.id = o.conversation_id
    WHERE o.status = $1 ORDER BY o.id DESC LIMIT $2";

impl Conn<'_> {
    /// Sends a dead or uncertain message after all; `false` if it is neither.
    ///
    /// # Errors
    /// The database's.
    pub async fn requeue(&mut self, id: &OutboxId, now: Timestamp) -> Result<bool, StoreError> {
        run!(self, REQUEUE, id, now).map(|done| done == 1)
    }

    /// The messages of which this has become, newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn outbox_list(&mut self, status: OutboxStatus, limit: i64) -> Result<Vec<Listed>, StoreError> {
        let found = rows!(self, ListedRow, LIST, status, limit)?;
        Ok(self.readable(found.into_iter().map(ListedRow::read)))
    }
}

impl ListedRow {
    fn read(self) -> Result<Listed, StoreError> {
        let at = At::new("outbox", &self.id);
        Ok(Listed {
            channel: channel(&self.conversation_id, &self.channel)?,
            purpose: at.known("purpose", Purpose::parse(&self.purpose))?,
            status: at.known("status", OutboxStatus::parse(&self.status))?,
            id: OutboxId::new(self.id),
            conversation: ConversationId::new(self.conversation_id),
            case: self.case_id.map(CaseId::new),
            due: Timestamp::from_millis(self.due_at),
            attempts: self.attempts,
            error: self.error,
            created_at: Timestamp::from_millis(self.created_at),
        })
    }
}
