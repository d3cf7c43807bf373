//! Statistical facts: only ever added, read by `figures.rs`.

use crate::domain::record::Record;

use super::conn::{Conn, run};
use super::error::StoreError;

const COUNT: &str = "
    INSERT INTO record (id, at, kind, conversation_id, case_id, room, service, topic, intent, rules)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

impl Conn<'_> {
    /// Counts something.
    ///
    /// # Errors
    /// The database's.
    pub async fn count(&mut self, record: &Record) -> Result<(), StoreError> {
        run!(
            self,
            COUNT,
            &record.id,
            record.at,
            record.kind,
            &record.conversation,
            record.case.as_ref(),
            record.room.as_ref(),
            record.service,
            record.topic.as_ref(),
            record.intent.as_ref(),
            &record.rules,
        )
        .map(drop)
    }
}
