//! From a message of ours back to its case: the cards staff hold, and what a reply is about.

use crate::domain::ids::{CaseId, ConversationId, OutboxId, StaffId};
use crate::domain::outbox::Card;
use crate::domain::time::Timestamp;

use super::conn::{Conn, row, rows};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct CardRow {
    id: String,
    conversation_id: String,
    staff_id: Option<String>,
    at: i64,
}

#[derive(sqlx::FromRow)]
struct PartRow {
    id: String,
}

#[derive(sqlx::FromRow)]
struct AboutRow {
    case_id: String,
}

const CARDS: &str = "
    SELECT o.id, o.conversation_id, c.staff_id, COALESCE(o.done_at, o.created_at) AS at
    FROM outbox o JOIN conversation c ON c.id = o.conversation_id
    WHERE o.case_id = $1 AND o.purpose = 'card' AND o.replaces_id IS NULL AND o.status <> 'dead'
      AND o.id NOT LIKE '%-%'
    ORDER BY o.id";

/// An amendment is about what the message it amends was about.
macro_rules! about {
    ($condition:literal) => {
        concat!(
            "SELECT COALESCE(o.case_id, t.case_id) AS case_id
             FROM outbox o LEFT JOIN outbox t ON t.id = o.replaces_id
             WHERE o.conversation_id = $1 AND ",
            $condition,
            " AND COALESCE(o.case_id, t.case_id) IS NOT NULL ORDER BY o.id DESC LIMIT 1"
        )
    };
}

const ABOUT: &str = about!("o.external_id = $2");

/// Where a message is shown before it counts as sent, its id with us is what a reply names.
const ABOUT_OURS: &str = about!("o.id = $2");

/// The parts of a long message are named after the first, with a dash and a number.
const LAST_PART: &str = "SELECT id FROM outbox WHERE id >= $1 AND id < $1 || '.' ORDER BY id DESC LIMIT 1";

/// Looks through the messages in several parts, which are few.
const ABOUT_PART: &str =
    about!("o.external_id LIKE '%,%' AND ',' || o.external_id || ',' LIKE '%,' || $2 || ',%' ESCAPE '!'");

impl Conn<'_> {
    /// The cards of a case that staff hold or are about to get, oldest first; amendments are not cards.
    ///
    /// # Errors
    /// The database's.
    pub async fn cards(&mut self, case: &CaseId) -> Result<Vec<Card>, StoreError> {
        Ok(rows!(self, CardRow, CARDS, case)?.into_iter().map(CardRow::read).collect())
    }

    /// The case that our message with this id of the channel was about, be it whole, amended or one part of several.
    ///
    /// # Errors
    /// The database's.
    pub async fn replied(
        &mut self,
        conversation: &ConversationId,
        external_id: &str,
    ) -> Result<Option<CaseId>, StoreError> {
        let mut found = row!(self, AboutRow, ABOUT, conversation, external_id)?;
        if found.is_none() {
            found = row!(self, AboutRow, ABOUT_PART, conversation, &literally(external_id))?;
        }
        if found.is_none() {
            found = row!(self, AboutRow, ABOUT_OURS, conversation, external_id)?;
        }
        Ok(found.map(|row| CaseId::new(row.case_id)))
    }

    /// The last part of a message of ours: the message itself unless it was too long for one.
    ///
    /// # Errors
    /// The database's.
    pub async fn last_part(&mut self, message: &OutboxId) -> Result<Option<OutboxId>, StoreError> {
        Ok(row!(self, PartRow, LAST_PART, message)?.map(|row| OutboxId::new(row.id)))
    }
}

/// For LIKE: no sign means anything but itself.
pub(super) fn literally(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

impl CardRow {
    fn read(self) -> Card {
        Card {
            message: OutboxId::new(self.id),
            conversation: ConversationId::new(self.conversation_id),
            staff: self.staff_id.map(StaffId::new),
            at: Timestamp::from_millis(self.at),
        }
    }
}
