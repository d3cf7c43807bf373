//! What can go wrong with the database, in three closed enums by reader.
//!
//! [`StoreError`] is for the runtime and says whether trying again can help. [`OpenError`] is for the operator who
//! starts the program, [`BackupError`] for the one who runs `backup`: they name the thing and the way out, and never
//! show a password.

use std::path::PathBuf;

/// Why a piece of work was not done. Nothing of it was kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the same thing at the same time: look again and decide anew.
    #[error("somebody else changed it at the same time")]
    Conflict,
    /// The database cannot be used now; later it may.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A stored row makes no sense to this program.
    #[error("table {table}, row {key}: column {column} makes no sense")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The row's key.
        key: String,
        /// The column.
        column: &'static str,
    },
    /// Anything else the database refuses: a fault of ours.
    #[error("the database refused: {0}")]
    Driver(String),
}

/// Why the database could not be opened. Nothing was changed, and no file or folder is left behind.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither kind of URL.
    #[error(
        "the database URL has to begin with sqlite:// and a file, or with postgres:// and a server, not with \
         {0:?}; set `url` in [database] or FENGQIAO_DATABASE__URL"
    )]
    Scheme(String),
    /// The right kind of URL, with a fault.
    #[error("the database URL cannot be read: {0}; set `url` in [database] or FENGQIAO_DATABASE__URL")]
    Url(String),
    /// The file's folder is not there and cannot be made.
    #[error(
        "the database's folder {path} cannot be created: {cause}; create it, or choose another in the URL"
    )]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The file cannot be written.
    #[error(
        "the database file {path} cannot be opened for writing: {cause}; let this user write the file and its \
         folder, or choose another in the URL"
    )]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The file is something else.
    #[error("{0} is not an SQLite database; move it away, or choose another file in the URL")]
    NotADatabase(PathBuf),
    /// The database belongs to another program.
    #[error("{0} holds another program's tables; choose another database in the URL")]
    Foreign(String),
    /// Nobody answers there.
    #[error("the database {database} cannot be reached: {cause}; start it, or correct the URL")]
    Unreachable {
        /// Where, without the password.
        database: String,
        /// What the system says.
        cause: String,
    },
    /// The server does not let this user in.
    #[error("the database {database} refuses the user: {cause}; correct user and password in the URL")]
    Login {
        /// Where, without the password.
        database: String,
        /// What the server says.
        cause: String,
    },
    /// The server has no such database.
    #[error("the server has no database {database}: {cause}; create it, or correct the URL")]
    NoSuchDatabase {
        /// Where, without the password.
        database: String,
        /// What the server says.
        cause: String,
    },
    /// A later version of this program has been here.
    #[error(
        "the database {database} was written by a newer version (its tables are at {found}, this program knows \
         {known}); install that version, or restore a backup"
    )]
    Newer {
        /// Which.
        database: String,
        /// The newest migration found.
        found: i64,
        /// The newest migration this program has.
        known: i64,
    },
    /// The tables could not be brought up to date.
    #[error("the tables of {database} cannot be brought up to date: {cause}")]
    Migration {
        /// Which.
        database: String,
        /// What went wrong.
        cause: String,
    },
    /// Anything else.
    #[error("the database {database} cannot be opened: {cause}")]
    Failed {
        /// Which.
        database: String,
        /// What went wrong.
        cause: String,
    },
}

/// Why there is no backup. No file is left behind.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// PostgreSQL has its own tool.
    #[error("a PostgreSQL database is backed up with pg_dump: pg_dump --format=custom --file={0} URL")]
    UsePgDump(PathBuf),
    /// Something is there already.
    #[error("{0} exists already; choose another file")]
    Exists(PathBuf),
    /// It could not be written.
    #[error("the backup {path} cannot be written: {cause}")]
    Failed {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        cause: String,
    },
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &error {
            E::Io(_) | E::Tls(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::Protocol(_) => {
                Self::Unavailable(error.to_string())
            }
            E::Database(refusal) => refused(refusal.as_ref()),
            _ => Self::Driver(error.to_string()),
        }
    }
}

fn refused(refusal: &dyn sqlx::error::DatabaseError) -> StoreError {
    let code = refusal.code().unwrap_or_default();
    let passing = match sqlite_code(refusal) {
        Some(code) => SQLITE_PASSING.contains(&(code & 0xff)),
        None => {
            if POSTGRES_CONFLICTS.contains(&code.as_ref()) {
                return StoreError::Conflict;
            }
            POSTGRES_PASSING.iter().any(|class| code.starts_with(class))
        }
    };
    if refusal.is_unique_violation() {
        StoreError::Conflict
    } else if passing {
        StoreError::Unavailable(refusal.message().to_owned())
    } else {
        StoreError::Driver(format!("{} ({code})", refusal.message()))
    }
}

/// BUSY, LOCKED, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN: what is wrong lies outside the database and may pass.
const SQLITE_PASSING: [i32; 7] = [5, 6, 8, 9, 10, 13, 14];

/// Serialisation failure, deadlock, lock not granted in time.
const POSTGRES_CONFLICTS: [&str; 3] = ["40001", "40P01", "55P03"];

/// Connection trouble, no resources, shut down by an operator, a system error, and sessions ended for idling.
const POSTGRES_PASSING: [&str; 5] = ["08", "53", "57", "58", "25P03"];

/// SQLite's code with its details; `None` if this is PostgreSQL speaking.
pub(super) fn sqlite_code(refusal: &dyn sqlx::error::DatabaseError) -> Option<i32> {
    refusal.try_downcast_ref::<sqlx::sqlite::SqliteError>()?;
    refusal.code()?.parse().ok()
}
