//! Messages of ours on their way out: kept in the turn that says them, claimed by lease, in order per conversation.
//!
//! A row waits until it is sent, dead or uncertain; the lowest waiting id of a conversation is the next to send.

use crate::domain::channel::Channel;
use crate::domain::ids::{CaseId, ConversationId, OutboxId};
use crate::domain::message::Outbound;
use crate::domain::outbox::{OutboxStatus, Purpose};
use crate::domain::party::Side;
use crate::domain::time::Timestamp;

use super::cell::At;
use super::conn::{Conn, json, row, rows, run};
use super::conversations::channel;
use super::error::StoreError;

/// A message to send.
#[derive(Clone, Debug, PartialEq)]
pub struct NewOutbox {
    /// Its id.
    pub id: OutboxId,
    /// To whom.
    pub conversation: ConversationId,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// Why it is sent.
    pub purpose: Purpose,
    /// The earlier message it amends.
    pub replaces: Option<OutboxId>,
    /// The thread of a mediation it belongs to.
    pub side: Option<Side>,
    /// What it says.
    pub body: Outbound,
    /// Not before then.
    pub due: Timestamp,
}

/// What a process can send over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Over {
    /// These channels.
    pub channels: Vec<Channel>,
    /// On the terminal, this conversation only: each terminal is a process of its own.
    pub terminal: Option<String>,
    /// Whether it takes over what somebody else was sending and fell silent over.
    pub abandoned: bool,
}

/// A message that is this process's to send until the lease ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Claimed {
    /// Its id.
    pub id: OutboxId,
    /// To whom.
    pub conversation: ConversationId,
    /// The channel it goes over.
    pub channel: Channel,
    /// The channel's key of the person.
    pub peer: String,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// Why it is sent.
    pub purpose: Purpose,
    /// The earlier message it amends.
    pub replaces: Option<Target>,
    /// What it says.
    pub body: Outbound,
    /// How often it has been claimed, this time included.
    pub attempts: i64,
    /// Whoever claimed it before said nothing until the lease ran out: it may have arrived.
    pub interrupted: bool,
    /// When it was said.
    pub created_at: Timestamp,
}

/// A message to amend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its id.
    pub id: OutboxId,
    /// What became of it.
    pub status: OutboxStatus,
    /// The channel's id of it as it stands there now; `None` if it never got there.
    pub external_id: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ClaimedRow {
    id: String,
    conversation_id: String,
    case_id: Option<String>,
    purpose: String,
    replaces_id: Option<String>,
    body: String,
    attempts: i64,
    interrupted: bool,
    created_at: i64,
    channel: String,
    peer: String,
}

#[derive(sqlx::FromRow)]
struct TargetRow {
    status: String,
    external_id: Option<String>,
}

const ENQUEUE: &str = "
    INSERT INTO outbox (id, conversation_id, case_id, purpose, replaces_id, body, status, due_at, attempts,
        lease_until, interrupted, created_at, side)
    VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, 0, 0, FALSE, $8, $9)";

/// Status and lease stand outside as well: PostgreSQL checks them again on a row that another process has just
/// claimed. A lease that is not 0 has run out with nobody saying how it went; such a row is taken only by who takes
/// over what was abandoned.
const CLAIM: &str = "
    UPDATE outbox SET lease_until = $2, attempts = attempts + 1, interrupted = (lease_until <> 0)
    WHERE status = 'waiting' AND lease_until <= $1 AND id IN (
        SELECT o.id FROM outbox o JOIN conversation c ON c.id = o.conversation_id
        WHERE o.status = 'waiting' AND o.due_at <= $1 AND o.lease_until <= $1
          AND (o.lease_until = 0 OR $6)
          AND $4 LIKE '%' || c.channel || '%' AND (c.channel <> 'terminal' OR c.peer = $5) AND NOT EXISTS (
            SELECT 1 FROM outbox p
            WHERE p.conversation_id = o.conversation_id AND p.status = 'waiting' AND p.id <> o.id
              AND (p.id < o.id OR p.lease_until > $1))
        ORDER BY o.due_at, o.id LIMIT $3)
    RETURNING id, conversation_id, case_id, purpose, replaces_id, body, attempts, interrupted, created_at,
        (SELECT channel FROM conversation c WHERE c.id = outbox.conversation_id) AS channel,
        (SELECT peer FROM conversation c WHERE c.id = outbox.conversation_id) AS peer";

/// The status of the message itself, and where it or its latest amendment stands in the channel.
const TARGET: &str = "
    SELECT status, (
        SELECT o.external_id FROM outbox o
        WHERE (o.id = t.id OR o.replaces_id = t.id) AND o.status = 'sent' AND o.external_id IS NOT NULL
        ORDER BY o.id DESC LIMIT 1) AS external_id
    FROM outbox t WHERE t.id = $1";

/// A row that has been given back, or settled, is nobody's to hold on to.
const HOLD: &str =
    "UPDATE outbox SET lease_until = $2 WHERE id = $1 AND status = 'waiting' AND lease_until <> 0";

const SENT: &str = "
    UPDATE outbox SET status = 'sent', external_id = $2, done_at = $3, lease_until = 0, error = NULL
    WHERE id = $1 AND status IN ('waiting', 'uncertain')";

const POSTPONE: &str =
    "UPDATE outbox SET due_at = $2, lease_until = 0, error = $3 WHERE id = $1 AND status = 'waiting'";

const GIVE_UP: &str = "
    UPDATE outbox SET status = $2, error = $3, done_at = $4, lease_until = 0 WHERE id = $1 AND status = 'waiting'";

const GIVE_UP_BEHIND: &str = "
    UPDATE outbox SET status = 'dead', error = $3, done_at = $4, lease_until = 0
    WHERE conversation_id = $1 AND status = 'waiting' AND (case_id IS NULL OR case_id = $2)";

impl Conn<'_> {
    /// Has a message sent.
    ///
    /// # Errors
    /// The database's.
    pub async fn enqueue(&mut self, new: &NewOutbox, now: Timestamp) -> Result<(), StoreError> {
        run!(
            self,
            ENQUEUE,
            &new.id,
            &new.conversation,
            new.case.as_ref(),
            new.purpose,
            new.replaces.as_ref(),
            &json(&new.body),
            new.due,
            now,
            new.side.as_ref(),
        )
        .map(drop)
    }

    /// Takes messages that are due and go over `over`, earliest first: of each conversation the next one, unless one of
    /// it is on its way. Nobody else is given them until `lease_until`. One that makes no sense is given up, so that it
    /// does not hold up all others.
    ///
    /// # Errors
    /// The database's.
    pub async fn claim(
        &mut self,
        now: Timestamp,
        lease_until: Timestamp,
        limit: i64,
        over: &Over,
    ) -> Result<Vec<Claimed>, StoreError> {
        let channels = over.channels.iter().map(|channel| channel.code()).collect::<Vec<_>>().join(" ");
        let terminal = over.terminal.as_deref();
        let mut rows =
            rows!(self, ClaimedRow, CLAIM, now, lease_until, limit, &channels, terminal, over.abandoned)?;
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        let mut claimed = Vec::with_capacity(rows.len());
        for row in rows {
            let id = OutboxId::new(row.id.as_str());
            match self.claimed(row).await {
                Ok(row) => claimed.push(row),
                Err(error @ StoreError::Corrupt { .. }) => {
                    self.note_unreadable(&error);
                    self.dead(&id, &error.to_string(), now).await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(claimed)
    }

    /// Keeps a message that is still on its way from others until `lease_until`. `false` if it is on its way no more.
    ///
    /// # Errors
    /// The database's.
    pub async fn hold(&mut self, id: &OutboxId, lease_until: Timestamp) -> Result<bool, StoreError> {
        run!(self, HOLD, id, lease_until).map(|done| done == 1)
    }

    async fn claimed(&mut self, row: ClaimedRow) -> Result<Claimed, StoreError> {
        let target = match &row.replaces_id {
            Some(id) => self.target(OutboxId::new(id.as_str())).await?,
            None => None,
        };
        row.read(target)
    }

    async fn target(&mut self, id: OutboxId) -> Result<Option<Target>, StoreError> {
        let Some(row) = row!(self, TargetRow, TARGET, &id)? else { return Ok(None) };
        let status = At::new("outbox", id.as_str()).known("status", OutboxStatus::parse(&row.status))?;
        Ok(Some(Target { id, status, external_id: row.external_id }))
    }

    /// The channel took it, under this id of its own; the ids of a message in several parts are joined by commas.
    /// `false` if it had been settled before.
    ///
    /// # Errors
    /// The database's.
    pub async fn sent(
        &mut self,
        id: &OutboxId,
        external_id: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        run!(self, SENT, id, external_id, now).map(|done| done == 1)
    }

    /// It did not arrive, or was not tried: again at `due`. `false` if it had been settled before.
    ///
    /// # Errors
    /// The database's.
    pub async fn postpone(
        &mut self,
        id: &OutboxId,
        due: Timestamp,
        error: Option<&str>,
    ) -> Result<bool, StoreError> {
        run!(self, POSTPONE, id, due, error).map(|done| done == 1)
    }

    /// It will never be sent. `false` if it had been settled before.
    ///
    /// # Errors
    /// The database's.
    pub async fn dead(&mut self, id: &OutboxId, error: &str, now: Timestamp) -> Result<bool, StoreError> {
        run!(self, GIVE_UP, id, OutboxStatus::Dead, error, now).map(|done| done == 1)
    }

    /// Nothing that waits for this conversation will be sent either, as far as it is about this case or about none.
    ///
    /// # Errors
    /// The database's.
    pub async fn dead_behind(
        &mut self,
        conversation: &ConversationId,
        case: Option<&CaseId>,
        error: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        run!(self, GIVE_UP_BEHIND, conversation, case, error, now).map(drop)
    }

    /// Nobody knows whether it arrived, and it is not sent again unasked. `false` if it had been settled before.
    ///
    /// # Errors
    /// The database's.
    pub async fn uncertain(
        &mut self,
        id: &OutboxId,
        error: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        run!(self, GIVE_UP, id, OutboxStatus::Uncertain, error, now).map(|done| done == 1)
    }
}

impl ClaimedRow {
    fn read(self, replaces: Option<Target>) -> Result<Claimed, StoreError> {
        let at = At::new("outbox", &self.id);
        Ok(Claimed {
            channel: channel(&self.conversation_id, &self.channel)?,
            purpose: at.known("purpose", Purpose::parse(&self.purpose))?,
            body: at.json("body", &self.body)?,
            id: OutboxId::new(self.id),
            conversation: ConversationId::new(self.conversation_id),
            peer: self.peer,
            case: self.case_id.map(CaseId::new),
            replaces,
            attempts: self.attempts,
            interrupted: self.interrupted,
            created_at: Timestamp::from_millis(self.created_at),
        })
    }
}
