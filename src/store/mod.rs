//! The database: SQLite for one process, PostgreSQL for many, behind one concrete [`Store`] and one SQL text.
//!
//! Knows only the nouns of `domain`; must not know what a turn is, who sends what, or what time it is. All work is a
//! closure over a [`Conn`], which is done whole or not at all. SQL rules: texts and BIGINT milliseconds made by us,
//! JSON as TEXT, `$n`, ON CONFLICT and RETURNING; nothing that only one of the two understands.

mod attachments;
mod bookings;
mod cards;
mod cases;
mod cell;
mod channel_state;
mod conn;
mod continuations;
mod conversations;
mod earlier;
mod error;
mod figures;
mod follow_ups;
mod history;
mod inbound;
mod joints;
mod labels;
mod letters;
mod mediations;
mod migrations;
mod orphans;
mod outbox;
mod parties;
mod postgres;
mod receipts;
mod records;
mod roster;
mod sqlite;
mod staff;
mod timers;
mod unmatched;
mod unreadable;
mod writer;

use std::path::Path;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::{PgPool, SqlitePool};

pub use conn::Conn;
use conn::{Link, perform};
pub use conversations::Entered;
pub use error::{BackupError, OpenError, StoreError};
pub use figures::Dimension;
pub use history::{Line, Said};
pub use inbound::{InboundStatus, NewInbound, Quarantined};
pub use labels::Labels;
pub use letters::Listed;
pub use outbox::{Claimed, NewOutbox, Over, Target};
pub use receipts::SeenWords;
pub use staff::NewInvite;
pub use timers::DueTimer;
use unreadable::Unreadable;
use writer::Writer;

/// How long a piece of work may take on PostgreSQL before its server counts as gone. Far above what any of ours
/// takes, and low enough that a severed network does not hold a conversation for ever.
const PATIENCE: Duration = Duration::from_secs(30);

/// The database.
#[derive(Debug)]
pub struct Store {
    backend: Backend,
    unreadable: Unreadable,
}

#[derive(Debug)]
enum Backend {
    Sqlite { writer: Writer, readers: SqlitePool },
    Postgres(PgPool),
}

impl Store {
    /// Opens the database and brings its tables up to date: `sqlite://path`, whose file and folder are created if
    /// need be, or `postgres://user:password@host/database`. Has to be called within a tokio runtime.
    ///
    /// # Errors
    /// What is wrong and the way out; nothing has been changed then.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let unreadable = Unreadable::default();
        let backend = match url.split_once("://") {
            Some(("sqlite", path)) => {
                let (writer, readers) = sqlite::open(Path::new(path), unreadable.clone()).await?;
                Backend::Sqlite { writer, readers }
            }
            Some(("postgres" | "postgresql", _)) => Backend::Postgres(postgres::open(url).await?),
            Some((scheme, _)) => return Err(OpenError::Scheme(format!("{scheme}://"))),
            None => return Err(OpenError::Scheme("no scheme".into())),
        };
        Ok(Self { backend, unreadable })
    }

    /// Does a piece of work in one transaction: everything it writes is kept, or nothing if it returns an error,
    /// panics or goes on after a failure.
    ///
    /// SQLite may run it several times before one is kept, so it must change nothing but the database.
    ///
    /// # Errors
    /// What the work returned, or why the database could not keep it. After [`StoreError::Conflict`] it can be
    /// tried again at once.
    pub async fn write<T, W>(&self, mut work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: for<'a> FnMut(&'a mut Conn<'_>) -> BoxFuture<'a, Result<T, StoreError>> + Send + 'static,
    {
        match &self.backend {
            Backend::Sqlite { writer, .. } => writer.write(work).await,
            Backend::Postgres(pool) => in_time(postgres::write(pool, &mut work, &self.unreadable)).await,
        }
    }

    /// Does a piece of work that only reads. Each of its statements sees what is committed when it starts.
    ///
    /// # Errors
    /// What the work returned, or why the database could not be read.
    pub async fn read<T, W>(&self, mut work: W) -> Result<T, StoreError>
    where
        W: for<'a> FnMut(&'a mut Conn<'_>) -> BoxFuture<'a, Result<T, StoreError>>,
    {
        match &self.backend {
            Backend::Sqlite { readers, .. } => {
                let mut connection = readers.acquire().await?;
                perform(&mut work, Link::Sqlite(&mut connection), &self.unreadable).await
            }
            Backend::Postgres(pool) => {
                in_time(async {
                    let mut connection = pool.acquire().await?;
                    perform(&mut work, Link::Postgres(&mut connection), &self.unreadable).await
                })
                .await
            }
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// Why it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.read(|conn| Box::pin(async move { conn::run!(conn, "SELECT 1").map(drop) })).await
    }

    /// The rows that made no sense since the database was opened, in words; each is left out where it stands beside
    /// others.
    pub fn unreadable(&self) -> Vec<String> {
        self.unreadable.list()
    }

    /// Remembers a row that made no sense to a piece of work, beside those it was left out of.
    pub fn note_unreadable(&self, fault: &StoreError) {
        self.unreadable.note(fault);
    }

    /// Copies the whole database into a new file while work goes on.
    ///
    /// # Errors
    /// Why it is not there. PostgreSQL is backed up with its own tool.
    pub async fn backup(&self, path: &Path) -> Result<(), BackupError> {
        match &self.backend {
            Backend::Sqlite { readers, .. } => sqlite::backup(readers, path).await,
            Backend::Postgres(_) => Err(BackupError::UsePgDump(path.to_owned())),
        }
    }

    /// Takes no more work, finishes what was handed in, and lets go of the database.
    pub async fn close(&self) {
        match &self.backend {
            Backend::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Backend::Postgres(pool) => pool.close().await,
        }
    }
}

async fn in_time<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let late = || StoreError::Unavailable(format!("no answer within {} s", PATIENCE.as_secs()));
    tokio::time::timeout(PATIENCE, work).await.unwrap_or_else(|_| Err(late()))
}
