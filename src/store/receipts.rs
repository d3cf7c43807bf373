//! Receipts: whoever said something is told once it has been seen, where the reader's channel tells.
//!
//! Telegram's Bot API does not tell, so that nothing is kept for messages that go there.

use crate::domain::ids::{ConversationId, OutboxId};
use crate::domain::message::Outbound;
use crate::domain::time::Timestamp;

use super::cell::At;
use super::conn::{Conn, json, row, run};
use super::error::StoreError;

/// A confirmation that is to say from now on that the words have been seen.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenWords {
    /// The confirmation.
    pub confirmation: OutboxId,
    /// Where it went: to whoever said the words.
    pub to: ConversationId,
    /// What it says from now on.
    pub body: Outbound,
}

#[derive(sqlx::FromRow)]
struct SeenRow {
    confirmation_id: String,
    conversation_id: String,
    body: String,
}

/// Only the web page tells what was seen.
const KEEP: &str = "
    INSERT INTO receipt (message_id, confirmation_id, body)
    SELECT o.id, $2, $3 FROM outbox o JOIN conversation c ON c.id = o.conversation_id
    WHERE o.id = $1 AND c.channel = 'web'";

const SEE: &str = "
    UPDATE receipt SET seen_at = $3
    WHERE message_id = $1 AND seen_at IS NULL AND EXISTS (
        SELECT 1 FROM outbox o WHERE o.id = $1 AND o.conversation_id = $2 AND o.status <> 'dead')";

/// The first of several readers is news; the others are not.
const TELL: &str = "
    SELECT r.confirmation_id, o.conversation_id, r.body
    FROM receipt r JOIN outbox o ON o.id = r.confirmation_id
    WHERE r.message_id = $1 AND NOT EXISTS (
        SELECT 1 FROM receipt e
        WHERE e.confirmation_id = r.confirmation_id AND e.message_id <> r.message_id AND e.seen_at IS NOT NULL)";

impl Conn<'_> {
    /// Once `message` has been seen, its `confirmation` says `body`; kept only where the channel of its reader tells.
    ///
    /// # Errors
    /// The database's.
    pub async fn keep_receipt(
        &mut self,
        message: &OutboxId,
        confirmation: &OutboxId,
        body: &Outbound,
    ) -> Result<(), StoreError> {
        run!(self, KEEP, message, confirmation, &json(body)).map(drop)
    }

    /// The reader, in this conversation, sees the message. What the person who said it is to be told now; `None` if
    /// there is nothing to tell: nobody waits for it, it is not of this conversation, or it was seen before.
    ///
    /// # Errors
    /// The database's.
    pub async fn see(
        &mut self,
        message: &OutboxId,
        reader: &ConversationId,
        now: Timestamp,
    ) -> Result<Option<SeenWords>, StoreError> {
        if run!(self, SEE, message, reader, now)? == 0 {
            return Ok(None);
        }
        row!(self, SeenRow, TELL, message)?.map(SeenRow::read).transpose()
    }
}

impl SeenRow {
    fn read(self) -> Result<SeenWords, StoreError> {
        let body = At::new("receipt", &self.confirmation_id).json("body", &self.body)?;
        Ok(SeenWords {
            confirmation: OutboxId::new(self.confirmation_id),
            to: ConversationId::new(self.conversation_id),
            body,
        })
    }
}
