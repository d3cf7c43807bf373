//! What nobody understood: noted, labelled by its author, read by who writes rules, forgotten in time.

use crate::domain::ids::UnmatchedId;
use crate::domain::time::Timestamp;
use crate::domain::unmatched::Unmatched;

use super::cell::At;
use super::conn::{Conn, json, rows, run};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct UnmatchedRow {
    id: String,
    at: i64,
    words: String,
    likely: String,
    chosen: Option<String>,
    rules: String,
}

const NOTE: &str = "
    INSERT INTO unmatched (id, at, words, likely, chosen, rules) VALUES ($1, $2, $3, $4, $5, $6)";
const LABEL: &str = "UPDATE unmatched SET chosen = $2 WHERE id = $1";
const SINCE: &str = "
    SELECT id, at, words, likely, chosen, rules FROM unmatched WHERE at >= $1 ORDER BY at DESC, id DESC LIMIT $2";
const FORGET: &str = "DELETE FROM unmatched WHERE at < $1";

impl Conn<'_> {
    /// Keeps words nobody understood.
    ///
    /// # Errors
    /// The database's.
    pub async fn note_unmatched(&mut self, new: &Unmatched) -> Result<(), StoreError> {
        let (likely, chosen) = (json(&new.likely), new.chosen.as_deref());
        run!(self, NOTE, &new.id, new.at, &new.words, &likely, chosen, &new.rules).map(drop)
    }

    /// Keeps what their author says they mean; nothing if they have been forgotten.
    ///
    /// # Errors
    /// The database's.
    pub async fn label_unmatched(&mut self, id: &UnmatchedId, intent: &str) -> Result<(), StoreError> {
        run!(self, LABEL, id, intent).map(drop)
    }

    /// The words kept since then, newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn unmatched(&mut self, since: Timestamp, limit: i64) -> Result<Vec<Unmatched>, StoreError> {
        let found = rows!(self, UnmatchedRow, SINCE, since, limit)?;
        Ok(self.readable(found.into_iter().map(UnmatchedRow::read)))
    }

    /// Forgets what is older; says how many.
    ///
    /// # Errors
    /// The database's.
    pub async fn forget_unmatched(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        run!(self, FORGET, before)
    }
}

impl UnmatchedRow {
    fn read(self) -> Result<Unmatched, StoreError> {
        let likely = At::new("unmatched", &self.id).json("likely", &self.likely)?;
        Ok(Unmatched {
            id: UnmatchedId::new(self.id),
            at: Timestamp::from_millis(self.at),
            words: self.words,
            likely,
            chosen: self.chosen,
            rules: self.rules,
        })
    }
}
