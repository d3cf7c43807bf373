//! What became of a message of somebody's: found by the channel's id of it, which a correction tells.

use crate::domain::earlier::{Earlier, EarlierLine};
use crate::domain::ids::{CaseId, ConversationId, PartyId, last_of_turn};
use crate::domain::message::Body;
use crate::domain::time::Timestamp;

use super::cell::At;
use super::conn::{Conn, row};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct CameRow {
    id: String,
    received_at: i64,
    body: Option<String>,
}

/// As it first came; corrections have the same id of the channel.
const CAME: &str = "
    SELECT id, received_at, body FROM inbound WHERE conversation_id = $1 AND message = $2 ORDER BY id LIMIT 1";

#[derive(sqlx::FromRow)]
struct LineRow {
    id: String,
    case_id: String,
    kind: String,
    side: Option<String>,
}

/// Ids of one turn lie together, that of what came first.
const LINE: &str = "
    SELECT id, case_id, kind, side FROM case_entry
    WHERE id > $1 AND id <= $2 AND kind IN ('said', 'corrected', 'note', 'opened') ORDER BY id LIMIT 1";

impl Conn<'_> {
    /// What the person of this conversation said in the message with this id of the channel; `None` if that is not known.
    ///
    /// # Errors
    /// The database's.
    pub async fn earlier(
        &mut self,
        conversation: &ConversationId,
        message: &str,
    ) -> Result<Option<Earlier>, StoreError> {
        let Some(came) = row!(self, CameRow, CAME, conversation, message)? else { return Ok(None) };
        let line = match last_of_turn(&came.id) {
            Some(last) => row!(self, LineRow, LINE, came.id.as_str(), last.as_str())?,
            None => None,
        };
        let body: Option<Body> = match &came.body {
            Some(body) => Some(At::new("inbound", &came.id).json("body", body)?),
            None => None,
        };
        Ok(Some(Earlier {
            words: body.as_ref().map(Body::words).unwrap_or_default().to_owned(),
            at: Timestamp::from_millis(came.received_at),
            line: line.map(LineRow::read).transpose()?,
        }))
    }
}

impl LineRow {
    fn read(self) -> Result<EarlierLine, StoreError> {
        let at = At::new("case_entry", &self.id);
        Ok(EarlierLine {
            case: CaseId::new(self.case_id),
            party: self.side.map(PartyId::new),
            kind: at.word("kind", &self.kind)?,
        })
    }
}
