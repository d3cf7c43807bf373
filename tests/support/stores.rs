//! A store of one's own for each test, on either database.

use std::ops::Deref;

use fengqiao::domain::time::Timestamp;
use fengqiao::store::Store;
use sqlx::{Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;

use super::postgres;

/// An open store with nothing in it but tables.
pub struct TestStore {
    store: Store,
    /// Where it is.
    pub url: String,
    _folder: Option<TempDir>,
}

impl Deref for TestStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

impl TestStore {
    /// Another process's view of the same database.
    pub async fn second(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }
}

/// On an SQLite file.
pub async fn sqlite() -> TestStore {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("fengqiao.db").display());
    TestStore { store: Store::open(&url).await.unwrap(), url, _folder: Some(folder) }
}

/// On a PostgreSQL database; `None` where there is no PostgreSQL.
pub async fn postgres() -> Option<TestStore> {
    let url = postgres::shared()?.database().await;
    Some(TestStore { store: Store::open(&url).await.unwrap(), url, _folder: None })
}

/// When the next timer of a database is due.
pub async fn next_timer(url: &str) -> Option<Timestamp> {
    const NEXT: &str = "SELECT MIN(due_at) FROM timer";
    let due: Option<i64> = if url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        sqlx::query_scalar(NEXT).fetch_one(&mut connection).await.unwrap()
    } else {
        let mut connection = PgConnection::connect(url).await.unwrap();
        sqlx::query_scalar(NEXT).fetch_one(&mut connection).await.unwrap()
    };
    due.map(Timestamp::from_millis)
}

/// Has each `async fn name(db: &TestStore)` above run on both databases.
macro_rules! on_both_databases {
    ($($test:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(&$crate::support::stores::sqlite().await).await;
            })*
        }

        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                if let Some(db) = $crate::support::stores::postgres().await {
                    super::$test(&db).await;
                }
            })*
        }
    };
}

/// Has each `async fn name(stage)` above run on both databases, with what `on` makes of each: `with_both_databases!(on:
/// name, …)`.
macro_rules! with_both_databases {
    ($on:ident: $($test:ident),* $(,)?) => {
        mod with_sqlite {
            use $crate::support::app::Database;

            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$on(Database::Sqlite, async |stage| super::$test(stage).await).await;
            })*
        }

        mod with_postgres {
            use $crate::support::app::Database;

            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$on(Database::Postgres, async |stage| super::$test(stage).await).await;
            })*
        }
    };
}

/// Does a piece of work in a transaction, with clones of the values named: `transact!(db, [a, b], conn => …)`.
macro_rules! transact {
    ($db:expr, [$($value:ident),*], $conn:ident => $work:expr) => {{
        $(let $value = $value.clone();)*
        $db.write(move |$conn| {
            $(let $value = $value.clone();)*
            Box::pin(async move { $work })
        })
        .await
    }};
}

/// The same for reading.
macro_rules! look {
    ($db:expr, [$($value:ident),*], $conn:ident => $work:expr) => {{
        $(let $value = $value.clone();)*
        $db.read(move |$conn| {
            $(let $value = $value.clone();)*
            Box::pin(async move { $work })
        })
        .await
    }};
}
