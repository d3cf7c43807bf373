//! Conversations: one person on one channel, and whose they are.

use crate::domain::channel::Channel;
use crate::domain::ids::{ConversationId, StaffId};
use crate::domain::staff::{Staff, StaffStatus};
use crate::domain::time::Timestamp;

use super::cell::At;
use super::conn::{Conn, row, run};
use super::error::StoreError;

/// A conversation at the beginning of a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// Its id.
    pub id: ConversationId,
    /// The channel it lives on.
    pub channel: Channel,
    /// Where its person is, as JSON; `{}` if they were never here.
    pub session: String,
    /// The member of staff it belongs to, if active. Their `conversations` are not filled in.
    pub staff: Option<Staff>,
    /// Whether it was there before.
    pub known: bool,
    /// When its person last did something: later each time they do, whichever process it comes to.
    pub seen_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct EnteredRow {
    id: String,
    channel: String,
    session: String,
    staff_id: Option<String>,
    version: i64,
    seen_at: i64,
}

#[derive(sqlx::FromRow)]
struct AddressRow {
    channel: String,
    peer: String,
}

#[derive(sqlx::FromRow)]
struct ReachRow {
    reachable: bool,
}

/// The update takes the row's lock, which makes the turns of one conversation follow each other. Their moments do so
/// too, though the clocks of two processes differ; one that was wrong by more than a minute is not followed.
const ENTER: &str = "
    INSERT INTO conversation (id, channel, peer, session, version, reachable, created_at, seen_at)
    VALUES ($1, $2, $3, '{}', 1, TRUE, $4, $4)
    ON CONFLICT (channel, peer) DO UPDATE
    SET version = conversation.version + 1, reachable = TRUE, seen_at = CASE
        WHEN excluded.seen_at BETWEEN conversation.seen_at - 60000 AND conversation.seen_at
        THEN conversation.seen_at + 1 ELSE excluded.seen_at END
    RETURNING id, channel, session, staff_id, version, seen_at";

const ENTER_BY_ID: &str = "
    UPDATE conversation SET version = version + 1 WHERE id = $1
    RETURNING id, channel, session, staff_id, version, seen_at";

const LEAVE: &str = "UPDATE conversation SET session = $2 WHERE id = $1";
const SET_UNREACHABLE: &str = "UPDATE conversation SET reachable = FALSE WHERE id = $1";
const ADDRESS: &str = "SELECT channel, peer FROM conversation WHERE id = $1";
const REACH: &str = "SELECT reachable FROM conversation WHERE id = $1";
const ADD_COUNTER: &str = "
    INSERT INTO conversation (id, channel, peer, session, version, reachable, created_at, seen_at)
    VALUES ($1, 'counter', $1, '{}', 1, FALSE, $2, $2)";
const FIND: &str = "
    SELECT id, channel, session, staff_id, version, seen_at FROM conversation WHERE channel = $1 AND peer = $2";
const BIND: &str = "UPDATE conversation SET staff_id = $2, staff_since = $3 WHERE id = $1";
const UNBIND: &str = "UPDATE conversation SET staff_id = NULL, staff_since = NULL WHERE id = $1";

impl Conn<'_> {
    /// Begins a turn in a person's conversation, with `new_id` if this is their first word. Until the work ends no
    /// other turn can begin in it. They have just written, so they can be reached.
    ///
    /// # Errors
    /// The database's.
    pub async fn enter(
        &mut self,
        channel: Channel,
        peer: &str,
        now: Timestamp,
        new_id: &ConversationId,
    ) -> Result<Entered, StoreError> {
        let found = row!(self, EnteredRow, ENTER, new_id, channel, peer, now)?;
        let row = found.ok_or_else(|| StoreError::Driver("an upsert returned nothing".into()))?;
        self.entered(row).await
    }

    /// Begins a turn that the person did not cause: a timer, a message that could not be delivered. `None` if there
    /// is no such conversation.
    ///
    /// # Errors
    /// The database's.
    pub async fn enter_by_id(&mut self, id: &ConversationId) -> Result<Option<Entered>, StoreError> {
        match row!(self, EnteredRow, ENTER_BY_ID, id)? {
            Some(row) => self.entered(row).await.map(Some),
            None => Ok(None),
        }
    }

    /// Looks at a conversation without beginning a turn. `None` if the person was never here.
    ///
    /// # Errors
    /// The database's.
    pub async fn conversation(
        &mut self,
        channel: Channel,
        peer: &str,
    ) -> Result<Option<Entered>, StoreError> {
        match row!(self, EnteredRow, FIND, channel, peer)? {
            Some(row) => self.entered(row).await.map(|found| Some(Entered { known: true, ..found })),
            None => Ok(None),
        }
    }

    /// Ends a turn: where the person is now.
    ///
    /// # Errors
    /// The database's.
    pub async fn leave(&mut self, id: &ConversationId, session: &str) -> Result<(), StoreError> {
        run!(self, LEAVE, id, session).map(drop)
    }

    /// Nothing will arrive there until the person writes again.
    ///
    /// # Errors
    /// The database's.
    pub async fn set_unreachable(&mut self, id: &ConversationId) -> Result<(), StoreError> {
        run!(self, SET_UNREACHABLE, id).map(drop)
    }

    /// Where a conversation is, in the channel's own terms.
    ///
    /// # Errors
    /// The database's.
    pub async fn address(&mut self, id: &ConversationId) -> Result<Option<(Channel, String)>, StoreError> {
        let Some(row) = row!(self, AddressRow, ADDRESS, id)? else { return Ok(None) };
        Ok(Some((channel(id.as_str(), &row.channel)?, row.peer)))
    }

    /// Whether messages arrive in a conversation, as far as is known.
    ///
    /// # Errors
    /// The database's.
    pub async fn reached(&mut self, id: &ConversationId) -> Result<bool, StoreError> {
        Ok(row!(self, ReachRow, REACH, id)?.is_some_and(|row| row.reachable))
    }

    /// A conversation for somebody who does not write to us.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it is there already; otherwise the database's.
    pub async fn add_counter(&mut self, id: &ConversationId, now: Timestamp) -> Result<(), StoreError> {
        run!(self, ADD_COUNTER, id, now).map(drop)
    }

    /// From now on the conversation is the staff member's.
    ///
    /// # Errors
    /// The database's.
    pub async fn bind(
        &mut self,
        conversation: &ConversationId,
        staff: &StaffId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        run!(self, BIND, conversation, staff, now).map(drop)
    }

    /// The conversation is no staff member's any more.
    ///
    /// # Errors
    /// The database's.
    pub async fn unbind(&mut self, conversation: &ConversationId) -> Result<(), StoreError> {
        run!(self, UNBIND, conversation).map(drop)
    }

    async fn entered(&mut self, row: EnteredRow) -> Result<Entered, StoreError> {
        let staff = match row.staff_id.map(StaffId::new) {
            Some(id) => self.staff_alone(&id).await?.filter(|staff| staff.status == StaffStatus::Active),
            None => None,
        };
        Ok(Entered {
            channel: channel(&row.id, &row.channel)?,
            id: ConversationId::new(row.id),
            session: row.session,
            staff,
            known: row.version > 1,
            seen_at: Timestamp::from_millis(row.seen_at),
        })
    }
}

pub(super) fn channel(key: &str, word: &str) -> Result<Channel, StoreError> {
    At::new("conversation", key).known("channel", Channel::parse(word))
}
