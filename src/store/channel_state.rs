//! Small things a channel remembers between starts, and which process may change them.

use crate::domain::time::Timestamp;

use super::conn::{Conn, row, run};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct ValueRow {
    value: String,
}

const STATE: &str = "SELECT value FROM channel_state WHERE name = $1";
const TAKE: &str = "
    INSERT INTO channel_state (name, value, holder, lease_until) VALUES ($1, '', $2, $4)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
    WHERE channel_state.holder = excluded.holder OR channel_state.lease_until <= $3
    RETURNING value";
const SET: &str = "UPDATE channel_state SET value = $3 WHERE name = $1 AND holder = $2";
const FORGET: &str = "DELETE FROM channel_state WHERE name = $1";
const RELEASE: &str = "UPDATE channel_state SET lease_until = 0 WHERE name = $1 AND holder = $2";

impl Conn<'_> {
    /// What was remembered; `None` if nobody ever took the lease.
    ///
    /// # Errors
    /// The database's.
    pub async fn state(&mut self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(row!(self, ValueRow, STATE, name)?.map(|row| row.value))
    }

    /// Takes or extends the lease and returns what was remembered, empty at first; `None` if somebody else has it.
    ///
    /// # Errors
    /// The database's.
    pub async fn take_lease(
        &mut self,
        name: &str,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        Ok(row!(self, ValueRow, TAKE, name, holder, now, until)?.map(|row| row.value))
    }

    /// Remembers something.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if somebody else has taken the lease; otherwise the database's.
    pub async fn set_state(&mut self, name: &str, holder: &str, value: &str) -> Result<(), StoreError> {
        let set = run!(self, SET, name, holder, value)?;
        if set == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// Forgets it, and who had the lease.
    ///
    /// # Errors
    /// The database's.
    pub async fn forget_state(&mut self, name: &str) -> Result<(), StoreError> {
        run!(self, FORGET, name).map(drop)
    }

    /// Gives the lease back, so that the next process need not wait for its end.
    ///
    /// # Errors
    /// The database's.
    pub async fn release_lease(&mut self, name: &str, holder: &str) -> Result<(), StoreError> {
        run!(self, RELEASE, name, holder).map(drop)
    }
}
