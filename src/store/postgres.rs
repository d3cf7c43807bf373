//! PostgreSQL's own ways: its URL, its pool, its transactions.

use std::str::FromStr;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool};

use super::conn::{Conn, Link, perform};
use super::error::{OpenError, StoreError};
use super::migrations::{MIGRATOR, refusal};
use super::unreadable::Unreadable;

/// Turns that can be in the database at once; a process has few cores, and the server's connections are dear.
const CONNECTIONS: u32 = 16;

/// How long a server, or a free connection, is waited for.
const ACQUIRE: Duration = Duration::from_secs(5);

/// A connection that has rested this long is asked whether it still lives before it is trusted with work.
const RESTED: Duration = Duration::from_secs(1);

/// Set on every connection. A process that froze in the middle of a turn must not keep a conversation locked, and
/// whoever waits for it is better told to try again.
const SETTINGS: &str = "SET idle_in_transaction_session_timeout = '60s'; SET lock_timeout = '10s'";

/// Connects, brings the tables up to date and makes the pool.
pub(super) async fn open(url: &str) -> Result<PgPool, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(|error| OpenError::Url(error.to_string()))?;
    let options = options.disable_statement_logging().application_name("fengqiao");
    let name = name(&options);
    let unreachable = |cause: String| OpenError::Unreachable { database: name.clone(), cause };
    let connecting = tokio::time::timeout(ACQUIRE, options.connect()).await;
    let mut connection = connecting
        .map_err(|_| unreachable(format!("no answer within {} s", ACQUIRE.as_secs())))?
        .map_err(|error| failure(&name, &error))?;
    migrate(&name, &mut connection).await?;
    // It has done its work; a failure to say good-bye changes nothing.
    drop(connection.close().await);
    Ok(pool(options))
}

fn pool(options: PgConnectOptions) -> PgPool {
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .test_before_acquire(false)
        .after_connect(|connection, _| {
            Box::pin(async move { sqlx::raw_sql(SETTINGS).execute(connection).await.map(drop) })
        })
        .before_acquire(|connection, about| {
            Box::pin(async move { Ok(about.idle_for < RESTED || connection.ping().await.is_ok()) })
        })
        .connect_lazy_with(options)
}

/// Only one process at a time brings the tables up to date, and the others see it done: held until the commit, which
/// sqlx's own lock is not. The number is nobody else's.
const ALONE: &str = "SELECT pg_advisory_xact_lock(7310022026)";

/// In one transaction, so that a failure changes nothing.
async fn migrate(name: &str, connection: &mut PgConnection) -> Result<(), OpenError> {
    let fail = |error: sqlx::Error| failure(name, &error);
    let mut transaction = connection.begin().await.map_err(fail)?;
    sqlx::query(ALONE).execute(&mut *transaction).await.map_err(fail)?;
    MIGRATOR.run(&mut *transaction).await.map_err(|error| refusal(name, &error))?;
    transaction.commit().await.map_err(fail)
}

/// Where it is, without the password.
fn name(options: &PgConnectOptions) -> String {
    let (host, port) = (options.get_host(), options.get_port());
    format!("{} at {host}:{port}", options.get_database().unwrap_or(options.get_username()))
}

fn failure(name: &str, error: &sqlx::Error) -> OpenError {
    let (database, cause) = (name.to_owned(), error.to_string());
    let code = error.as_database_error().and_then(|refusal| refusal.code());
    match (error, code.as_deref()) {
        (_, Some("28P01" | "28000")) => OpenError::Login { database, cause },
        (_, Some("3D000")) => OpenError::NoSuchDatabase { database, cause },
        (sqlx::Error::Io(_) | sqlx::Error::Tls(_), _) => OpenError::Unreachable { database, cause },
        (_, Some(code)) if code.starts_with("57") || code.starts_with("53") => {
            OpenError::Unreachable { database, cause }
        }
        _ => OpenError::Failed { database, cause },
    }
}

/// A piece of work in a transaction of its own; given up if the caller stops waiting.
pub(super) async fn write<T, W>(pool: &PgPool, work: &mut W, unreadable: &Unreadable) -> Result<T, StoreError>
where
    W: for<'a> FnMut(&'a mut Conn<'_>) -> BoxFuture<'a, Result<T, StoreError>>,
{
    let mut transaction = pool.begin().await?;
    let value = perform(work, Link::Postgres(&mut transaction), unreadable).await;
    match value {
        Ok(value) => transaction.commit().await.map(|()| value).map_err(StoreError::from),
        Err(error) => {
            // The work's own failure is the one to report; a broken connection rolls back by itself.
            drop(transaction.rollback().await);
            Err(error)
        }
    }
}
