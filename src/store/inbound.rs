//! Everything that came in, verbatim, and kept once however often it comes.

use crate::domain::channel::Channel;
use crate::domain::ids::{ConversationId, InboundId};
use crate::domain::message::Body;
use crate::domain::time::Timestamp;

use super::cell::At;
use super::conn::{Bind, Conn, json, row, rows, run};
use super::error::StoreError;

/// What was done with an arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InboundStatus {
    /// It became a turn.
    Handled,
    /// Well formed, but nothing we have a use for.
    Unused,
    /// It could not be read; a person should look at it.
    Quarantined,
}

impl Bind for InboundStatus {
    type Value = &'static str;

    fn value(self) -> Self::Value {
        match self {
            Self::Handled => "handled",
            Self::Unused => "unused",
            Self::Quarantined => "quarantined",
        }
    }
}

/// An arrival to keep.
#[derive(Clone, Debug)]
pub struct NewInbound {
    /// Our id of it.
    pub id: InboundId,
    /// Over which channel.
    pub channel: Channel,
    /// The channel's own id of it.
    pub external_id: String,
    /// Whose, if it was somebody's.
    pub conversation: Option<ConversationId>,
    /// When.
    pub received_at: Timestamp,
    /// What was done with it.
    pub status: InboundStatus,
    /// Verbatim.
    pub raw: String,
    /// What the person did, for the history.
    pub body: Option<Body>,
    /// Why it is unused or could not be read.
    pub note: Option<String>,
    /// The channel's own id of the message, of a correction that of the corrected one.
    pub message: Option<String>,
}

/// An arrival that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Quarantined {
    /// Our id of it.
    pub id: InboundId,
    /// Over which channel.
    pub channel: Channel,
    /// The channel's own id of it.
    pub external_id: String,
    /// When.
    pub received_at: Timestamp,
    /// Verbatim.
    pub raw: String,
    /// Why it could not be read.
    pub note: String,
    /// The channel's key of whoever sent it, if anybody's.
    pub peer: Option<String>,
    /// What the person did, if that could be read.
    pub body: Option<Body>,
}

#[derive(sqlx::FromRow)]
struct QuarantinedRow {
    id: String,
    channel: String,
    external_id: String,
    received_at: i64,
    raw: String,
    note: Option<String>,
    peer: Option<String>,
    body: Option<String>,
}

const KEEP: &str = "
    INSERT INTO inbound (id, channel, external_id, conversation_id, received_at, status, raw, body, note, message)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (channel, external_id) DO NOTHING";

macro_rules! quarantined {
    ($condition:literal) => {
        concat!(
            "SELECT i.id, i.channel, i.external_id, i.received_at, i.raw, i.note, c.peer, i.body
             FROM inbound i LEFT JOIN conversation c ON c.id = i.conversation_id
             WHERE i.status = 'quarantined'",
            $condition
        )
    };
}

const QUARANTINED: &str = quarantined!(" ORDER BY i.id DESC LIMIT $1");
const QUARANTINED_ONE: &str = quarantined!(" AND i.id = $1");

const TAKE_UP: &str = "
    UPDATE inbound SET status = $2, conversation_id = $3, body = $4 WHERE id = $1 AND status = 'quarantined'";

impl Conn<'_> {
    /// Keeps an arrival; `false` if it came before. Its conversation has to be there.
    ///
    /// # Errors
    /// The database's.
    pub async fn keep_inbound(&mut self, new: &NewInbound) -> Result<bool, StoreError> {
        let body = new.body.as_ref().map(json);
        let kept = run!(
            self,
            KEEP,
            &new.id,
            new.channel,
            &new.external_id,
            new.conversation.as_ref(),
            new.received_at,
            new.status,
            &new.raw,
            body.as_ref(),
            new.note.as_ref(),
            new.message.as_ref(),
        )?;
        Ok(kept == 1)
    }

    /// What could not be read, newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn quarantined(&mut self, limit: i64) -> Result<Vec<Quarantined>, StoreError> {
        let found = rows!(self, QuarantinedRow, QUARANTINED, limit)?;
        Ok(self.readable(found.into_iter().map(QuarantinedRow::read)))
    }

    /// One of them; `None` if there is no such arrival, or it is not in quarantine any more.
    ///
    /// # Errors
    /// The database's.
    pub async fn quarantined_one(&mut self, id: &InboundId) -> Result<Option<Quarantined>, StoreError> {
        row!(self, QuarantinedRow, QUARANTINED_ONE, id)?.map(QuarantinedRow::read).transpose()
    }

    /// Takes an arrival out of quarantine in the turn that handles it; `false` if it is not there any more.
    ///
    /// # Errors
    /// The database's.
    pub async fn take_up(
        &mut self,
        id: &InboundId,
        status: InboundStatus,
        conversation: Option<&ConversationId>,
        body: Option<&Body>,
    ) -> Result<bool, StoreError> {
        let body = body.map(json);
        run!(self, TAKE_UP, id, status, conversation, body.as_ref()).map(|taken| taken == 1)
    }
}

impl QuarantinedRow {
    fn read(self) -> Result<Quarantined, StoreError> {
        let at = At::new("inbound", &self.id);
        Ok(Quarantined {
            channel: at.known("channel", Channel::parse(&self.channel))?,
            id: InboundId::new(self.id),
            external_id: self.external_id,
            received_at: Timestamp::from_millis(self.received_at),
            raw: self.raw,
            note: self.note.unwrap_or_default(),
            peer: self.peer,
            body: self.body.and_then(|body| serde_json::from_str(&body).ok()),
        })
    }
}
