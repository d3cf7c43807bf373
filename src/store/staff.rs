//! Staff and their invitations.

use crate::domain::ids::{ConversationId, RoomCode, StaffId};
use crate::domain::staff::{Invite, Role, Staff};
use crate::domain::time::Timestamp;

use super::cell::{At, moment};
use super::conn::{Conn, row, rows, run};
use super::error::StoreError;

/// An invitation to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvite {
    /// The SHA-256 of its code; the code itself is never stored.
    pub code_hash: String,
    /// Whom it makes of the conversation that uses it.
    pub staff: StaffId,
    /// Until when it can be used.
    pub expires_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct StaffRow {
    id: String,
    name: String,
    role: String,
    room: String,
    status: String,
    conversation_id: Option<String>,
}

#[derive(sqlx::FromRow)]
struct InviteRow {
    staff_id: String,
    expires_at: i64,
    used_at: Option<i64>,
    revoked_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct FoundRow {
    found: bool,
}

#[derive(sqlx::FromRow)]
struct PeerRow {
    peer: String,
}

/// One row for each conversation on which somebody can be reached, and one for who cannot be reached at all.
macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT s.id, s.name, s.role, s.room, s.status, c.id AS conversation_id FROM staff s
             LEFT JOIN conversation c ON c.staff_id = s.id AND c.reachable
             WHERE ",
            $condition,
            " ORDER BY s.created_at, s.id, c.staff_since DESC, c.id DESC"
        )
    };
}

const ONE: &str = select!("s.id = $1");
const IN_ROOM: &str = select!("s.room = $1 AND s.status = 'active'");
const ALL: &str = select!("TRUE");
const ALONE: &str = "
    SELECT id, name, role, room, status, CAST(NULL AS TEXT) AS conversation_id FROM staff WHERE id = $1";
const CREATE: &str = "
    INSERT INTO staff (id, name, role, room, status, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
const ADD_INVITE: &str = "
    INSERT INTO invite (code_hash, staff_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
const INVITE: &str = "SELECT staff_id, expires_at, used_at, revoked_at FROM invite WHERE code_hash = $1";
const USE_INVITE: &str = "
    UPDATE invite SET used_at = $2
    WHERE code_hash = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2
    RETURNING staff_id, expires_at, used_at, revoked_at";
const ACTIVATE: &str = "UPDATE staff SET status = 'active' WHERE id = $1 AND status <> 'revoked'";
const REVOKE: &str =
    "UPDATE staff SET status = 'revoked', revoked_at = $2 WHERE id = $1 AND status <> 'revoked'";
const UNBIND_ALL: &str = "UPDATE conversation SET staff_id = NULL, staff_since = NULL WHERE staff_id = $1";
const REVOKE_INVITES: &str = "
    UPDATE invite SET revoked_at = $2 WHERE staff_id = $1 AND used_at IS NULL AND revoked_at IS NULL";
const AT_TERMINALS: &str = "
    SELECT c.peer FROM staff s JOIN conversation c ON c.staff_id = s.id AND c.channel = 'terminal'
    WHERE s.status = 'active' AND NOT EXISTS (
        SELECT 1 FROM conversation o WHERE o.staff_id = s.id AND o.channel <> 'terminal')
    ORDER BY c.id";
const HAS_ADMIN: &str = "SELECT COUNT(*) > 0 AS found FROM staff WHERE role = 'admin' AND status = 'active'";

impl Conn<'_> {
    /// The active staff of a room in the order they joined, with the conversations on which they can be reached.
    ///
    /// # Errors
    /// The database's.
    pub async fn staff_in(&mut self, room: &RoomCode) -> Result<Vec<Staff>, StoreError> {
        let found = rows!(self, StaffRow, IN_ROOM, room)?;
        Ok(self.readable(gather(found)))
    }

    /// A member of staff, whatever their status.
    ///
    /// # Errors
    /// The database's.
    pub async fn staff(&mut self, id: &StaffId) -> Result<Option<Staff>, StoreError> {
        gather(rows!(self, StaffRow, ONE, id)?).pop().transpose()
    }

    /// Everybody who is, will be or was staff, in the order they were invited.
    ///
    /// # Errors
    /// The database's.
    pub async fn staff_list(&mut self) -> Result<Vec<Staff>, StoreError> {
        let found = rows!(self, StaffRow, ALL)?;
        Ok(self.readable(gather(found)))
    }

    /// The terminals of active staff who have nothing else.
    ///
    /// # Errors
    /// The database's.
    pub async fn terminals_of_staff(&mut self) -> Result<Vec<String>, StoreError> {
        Ok(rows!(self, PeerRow, AT_TERMINALS)?.into_iter().map(|row| row.peer).collect())
    }

    /// Whether anybody active runs the system.
    ///
    /// # Errors
    /// The database's.
    pub async fn has_admin(&mut self) -> Result<bool, StoreError> {
        Ok(row!(self, FoundRow, HAS_ADMIN)?.is_some_and(|row| row.found))
    }

    /// Stores a member of staff; their conversations are not looked at.
    ///
    /// # Errors
    /// The database's.
    pub async fn create_staff(&mut self, staff: &Staff, now: Timestamp) -> Result<(), StoreError> {
        run!(self, CREATE, &staff.id, &staff.name, staff.role, &staff.room, staff.status, now).map(drop)
    }

    /// Stores an invitation for a member of staff who is there.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the code is taken; otherwise the database's.
    pub async fn add_invite(&mut self, new: &NewInvite, now: Timestamp) -> Result<(), StoreError> {
        run!(self, ADD_INVITE, &new.code_hash, &new.staff, now, new.expires_at).map(drop)
    }

    /// The invitation whose code has this hash.
    ///
    /// # Errors
    /// The database's.
    pub async fn invite(&mut self, code_hash: &str) -> Result<Option<Invite>, StoreError> {
        let Some(row) = row!(self, InviteRow, INVITE, code_hash)? else { return Ok(None) };
        let staff = self.staff(&StaffId::new(row.staff_id)).await?;
        let staff = At::new("invite", code_hash).known("staff_id", staff)?;
        Ok(Some(Invite {
            staff,
            expires_at: Timestamp::from_millis(row.expires_at),
            used_at: moment(row.used_at),
            revoked_at: moment(row.revoked_at),
        }))
    }

    /// Uses an invitation up and makes its staff member active; returns who that is.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it cannot be used (any more); otherwise the database's.
    pub async fn use_invite(&mut self, code_hash: &str, now: Timestamp) -> Result<StaffId, StoreError> {
        let used = row!(self, InviteRow, USE_INVITE, code_hash, now)?.ok_or(StoreError::Conflict)?;
        let staff = StaffId::new(used.staff_id);
        let activated = run!(self, ACTIVATE, &staff)?;
        if activated == 1 { Ok(staff) } else { Err(StoreError::Conflict) }
    }

    /// Ends somebody's work: their conversations and unused invitations are theirs no more. Their open cases stay.
    /// `false` if they had been revoked before or are not there.
    ///
    /// # Errors
    /// The database's.
    pub async fn revoke_staff(&mut self, id: &StaffId, now: Timestamp) -> Result<bool, StoreError> {
        let revoked = run!(self, REVOKE, id, now)?;
        run!(self, UNBIND_ALL, id)?;
        run!(self, REVOKE_INVITES, id, now)?;
        Ok(revoked == 1)
    }

    /// A member of staff without their conversations.
    pub(super) async fn staff_alone(&mut self, id: &StaffId) -> Result<Option<Staff>, StoreError> {
        gather(rows!(self, StaffRow, ALONE, id)?).pop().transpose()
    }
}

/// Folds the rows of one person, which follow each other, into that person.
fn gather(rows: Vec<StaffRow>) -> Vec<Result<Staff, StoreError>> {
    let mut all: Vec<Result<Staff, StoreError>> = Vec::new();
    for row in rows {
        let conversation = row.conversation_id.clone().map(ConversationId::new);
        match all.last_mut() {
            Some(Ok(staff)) if staff.id.as_str() == row.id => staff.conversations.extend(conversation),
            _ => all.push(
                row.read().map(|staff| Staff { conversations: conversation.into_iter().collect(), ..staff }),
            ),
        }
    }
    all
}

impl StaffRow {
    fn read(self) -> Result<Staff, StoreError> {
        let at = At::new("staff", &self.id);
        Ok(Staff {
            role: at.known("role", Role::parse(&self.role))?,
            status: at.word("status", &self.status)?,
            id: StaffId::new(self.id),
            name: self.name,
            room: RoomCode::new(self.room),
            conversations: Vec::new(),
        })
    }
}
