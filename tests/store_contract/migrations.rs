//! Migrations: run over the rows of the versions before, refused when they come from the future.

use std::path::Path;

use fengqiao::domain::ids::{CaseId, ConversationId, RoomCode, SwapId};
use fengqiao::domain::timer::TimerKind;
use fengqiao::store::{OpenError, Store};
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::support::postgres;
use crate::support::samples::{NEW_YEAR, at, everywhere};

/// Each migration in turn, and then the rows that its version of the gateway would have written.
macro_rules! migrate_with_samples {
    ($connection:expr) => {
        let migrations = Migrator::new(Path::new("migrations")).await.unwrap();
        assert!(migrations.iter().count() > 0);
        for migration in migrations.iter() {
            migrations.run_to(migration.version, &mut $connection).await.unwrap();
            let samples = format!("tests/data/migrations/{:04}.sql", migration.version);
            let samples = std::fs::read_to_string(&samples)
                .unwrap_or_else(|error| panic!("{samples}: {error}; every migration needs sample rows"));
            sqlx::raw_sql(AssertSqlSafe(samples)).execute(&mut $connection).await.unwrap();
        }
    };
}

#[tokio::test]
async fn old_rows_are_read_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    std::fs::write(&path, "").unwrap();
    let url = format!("sqlite://{}", path.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    migrate_with_samples!(connection);
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut connection).await.unwrap();
    assert!(tables.len() > 10);
    for table in tables {
        let count = format!("SELECT COUNT(*) FROM {table}");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut connection).await.unwrap();
        assert!(rows > 0, "tests/data/migrations has no row for {table}");
    }
    connection.close().await.unwrap();
    old_rows_are_read(&url).await;
}

#[tokio::test]
async fn old_rows_are_read_on_postgres() {
    let Some(server) = postgres::shared() else { return };
    let url = server.database().await;
    let mut connection = PgConnection::connect(&url).await.unwrap();
    migrate_with_samples!(connection);
    connection.close().await.unwrap();
    old_rows_are_read(&url).await;
}

async fn old_rows_are_read(url: &str) {
    let store = Store::open(url).await.unwrap();
    let case = CaseId::new("019b75ae370000001");
    let seen = look!(store, [case], c => {
        let found = c.case(&case).await?.unwrap();
        assert_eq!(c.log(&case).await?.len(), 1);
        assert_eq!(c.cards(&case).await?.len(), 1);
        assert_eq!(c.history(&found.conversation, None, 10).await?.len(), 3);
        let earlier = c.earlier(&found.conversation, "77").await?.unwrap();
        assert_eq!((earlier.words.as_str(), earlier.line), ("有两个孩子", None));
        assert_eq!(c.quarantined(10).await?.len(), 1);
        assert_eq!(c.invite("9f86d081").await?.unwrap().staff.conversations.len(), 1);
        assert_eq!(c.staff_list().await?.len(), 2);
        assert_eq!(c.state("telegram").await?.as_deref(), Some("502"));
        assert_eq!(c.unmatched(at(0), 10).await?.len(), 2);
        let roster = c.roster(&RoomCode::new("500107003001"), at(0).local_date()).await?;
        assert_eq!((roster.duties.len(), roster.leaves.len(), roster.posts.len()), (2, 1, 1));
        assert!(c.booking_of(&case).await?.unwrap().is_active());
        assert_eq!(c.waiting_in(&RoomCode::new("500107003001")).await?.len(), 1);
        assert!(c.swap(&SwapId::new("019b75ae390000004")).await?.is_some());
        assert_eq!(c.open_cases(None).await?.len(), 2, "claimed and referred");
        assert_eq!(c.cases_of(&found.conversation).await?.len(), 3, "and filed");
        assert_eq!(c.parties_of(&case).await?[0].phone.as_deref(), Some("13800000000"));
        assert!(c.party_invite("a3c1").await?.is_some());
        assert_eq!(c.mediation(&case).await?.map(|one| one.agreement), Some(None));
        assert_eq!(c.contacts(&case).await?.len(), 1);
        c.figures(None, at(0), at(10_000)).await
    })
    .unwrap();
    assert_eq!((seen.consultations, seen.self_answers, seen.open), (1, 1, 1));
    let claimed = transact!(store, [], c => {
        assert_eq!(c.claim_timers(at(i64::MAX - NEW_YEAR), at(1), at(1), 10).await?[0].timer.kind, TimerKind::AnswerBy);
        c.claim(at(5_000), at(9_000), 10, &everywhere()).await
    })
    .unwrap();
    assert_eq!(claimed[0].conversation, ConversationId::new("019b75ae350000001"));
    let room = RoomCode::new("500107003001");
    assert_eq!(look!(store, [room], c => c.staff_in(&room).await).unwrap().len(), 1);
    store.close().await;
}

const FUTURE: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
    VALUES (9001, 'later', TRUE, $1, 0)";

#[tokio::test]
async fn a_newer_file_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    let url = format!("sqlite://{}", path.display());
    Store::open(&url).await.unwrap().close().await;
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query(FUTURE).bind(vec![1_u8]).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let before = std::fs::read(&path).unwrap();

    let refused = Store::open(&url).await.unwrap_err();
    assert!(matches!(refused, OpenError::Newer { found: 9001, .. }), "{refused}");
    assert!(refused.to_string().contains("9001"), "{refused}");
    assert!(std::fs::read(&path).unwrap() == before, "the file was changed");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "something was left beside it");
}

#[tokio::test]
async fn a_newer_server_is_left_alone() {
    let Some(server) = postgres::shared() else { return };
    let url = server.database().await;
    Store::open(&url).await.unwrap().close().await;
    let mut connection = PgConnection::connect(&url).await.unwrap();
    sqlx::query(FUTURE).bind(vec![1_u8]).execute(&mut connection).await.unwrap();
    let refused = Store::open(&url).await.unwrap_err();
    assert!(matches!(refused, OpenError::Newer { found: 9001, .. }), "{refused}");
    let locks = "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory'";
    for _ in 0..50 {
        if sqlx::query_scalar::<_, i64>(locks).fetch_one(&mut connection).await.unwrap() == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("a lock was left behind");
}
