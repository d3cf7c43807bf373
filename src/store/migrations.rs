//! Bringing the tables up to date: all in one transaction, and only if they are ours and not from the future.

use sqlx::migrate::{MigrateError, Migrator};

use super::error::OpenError;

/// Every migration, compiled in.
pub(super) static MIGRATOR: Migrator = sqlx::migrate!("./migrations");

/// What an operator is told when the tables could not be brought up to date.
pub(super) fn refusal(database: &str, error: &MigrateError) -> OpenError {
    let known = MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or(0);
    match error {
        MigrateError::VersionMissing(found) if *found > known => {
            OpenError::Newer { database: database.to_owned(), found: *found, known }
        }
        other => OpenError::Migration { database: database.to_owned(), cause: other.to_string() },
    }
}
