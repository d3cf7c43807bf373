//! Opening: every fault is named with its way out, and leaves no trace.

use std::path::Path;
use std::time::{Duration, Instant};

use fengqiao::store::{BackupError, OpenError, Store};
use sqlx::{Connection, SqliteConnection};

use crate::support::postgres;
use crate::support::samples::conversation;
use crate::support::stores::{postgres, sqlite};

async fn refused(url: &str) -> OpenError {
    Store::open(url).await.err().unwrap_or_else(|| panic!("{url} was opened"))
}

fn left_in(folder: &Path) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[tokio::test]
async fn a_url_of_another_kind_is_refused_without_its_secrets() {
    for url in ["mysql://root:secret@localhost/x", "data/fengqiao.db", "", "postgres:/x", "sqlite:x"] {
        let said = refused(url).await;
        assert!(matches!(said, OpenError::Scheme(_)), "{said}");
        assert!(
            said.to_string().contains("sqlite://") && said.to_string().contains("FENGQIAO_DATABASE__URL")
        );
        assert!(!said.to_string().contains("secret"));
    }
    assert!(matches!(refused("sqlite://").await, OpenError::Url(_)));
    assert!(matches!(refused("postgres://a b@[::/x").await, OpenError::Url(_)));
}

#[tokio::test]
async fn file_and_folder_are_made_for_their_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b c/fengqiao.db");
    let store = Store::open(&format!("sqlite://{}", path.display())).await.unwrap();
    store.ping().await.unwrap();
    store.close().await;
    assert_eq!(
        left_in(path.parent().unwrap()),
        std::slice::from_ref(&path),
        "closed means that nothing is open beside it"
    );
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let said = refused(&format!("sqlite://{}/x/fengqiao.db", file.display())).await;
    assert!(matches!(said, OpenError::Folder { .. }), "{said}");
    assert!(said.to_string().contains(&file.display().to_string()), "{said}");
    let said = refused("sqlite:///proc/nowhere/fengqiao.db").await;
    assert!(matches!(said, OpenError::Folder { .. }), "{said}");
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let said = refused(&format!("sqlite://{}", folder.path().display())).await;
    assert!(matches!(said, OpenError::File { .. }), "{said}");
    let said = refused("sqlite:///proc/fengqiao.db").await;
    assert!(matches!(said, OpenError::File { .. }), "{said}");
}

#[tokio::test]
async fn other_peoples_files_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let letter = folder.path().join("letter.txt");
    let words = "这不是数据库。".repeat(100);
    std::fs::write(&letter, &words).unwrap();
    let said = refused(&format!("sqlite://{}", letter.display())).await;
    assert!(matches!(said, OpenError::NotADatabase(_)), "{said}");
    assert_eq!(std::fs::read_to_string(&letter).unwrap(), words);

    let theirs = folder.path().join("theirs.db");
    std::fs::write(&theirs, "").unwrap();
    let url = format!("sqlite://{}", theirs.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("CREATE TABLE bookmarks (id INTEGER)").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let before = std::fs::read(&theirs).unwrap();
    let said = refused(&url).await;
    assert!(matches!(said, OpenError::Foreign(_)), "{said}");
    assert!(std::fs::read(&theirs).unwrap() == before, "the file was changed");
    assert_eq!(left_in(folder.path()).len(), 2);
}

#[tokio::test]
async fn a_failed_start_takes_away_what_it_made() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("new/deep");
    // A name that the system takes for a folder and refuses for a file.
    let said = refused(&format!("sqlite://{}/{}", deep.display(), "x".repeat(300))).await;
    assert!(matches!(said, OpenError::File { .. }), "{said}");
    assert!(left_in(folder.path()).is_empty());
}

#[tokio::test]
async fn a_server_nobody_runs_is_named_quickly() {
    let started = Instant::now();
    let said = refused("postgres://me:secret@127.0.0.1:1/fengqiao").await;
    assert!(matches!(said, OpenError::Unreachable { .. }), "{said}");
    assert!(said.to_string().contains("127.0.0.1:1") && !said.to_string().contains("secret"), "{said}");
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let silent = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let said = refused(&format!("postgres://me@{}/x", silent.local_addr().unwrap())).await;
    assert!(matches!(said, OpenError::Unreachable { .. }), "{said}");
}

#[tokio::test]
async fn passwords_and_database_names_are_checked() {
    let Some(server) = postgres::shared() else { return };
    Store::open(&server.guarded_url(None).await).await.unwrap().close().await;
    let said = refused(&server.guarded_url(Some("wrong-secret")).await).await;
    assert!(matches!(said, OpenError::Login { .. }), "{said}");
    assert!(said.to_string().contains("guarded") && !said.to_string().contains("secret"), "{said}");
    let said = refused(&server.url("nowhere")).await;
    assert!(matches!(said, OpenError::NoSuchDatabase { .. }), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_processes_may_start_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut urls = vec![format!("sqlite://{}", folder.path().join("data/fengqiao.db").display())];
    if let Some(server) = postgres::shared() {
        urls.push(server.database().await);
    }
    for url in urls {
        let opened = futures::future::join_all((0..8).map(|_| Store::open(&url))).await;
        for store in opened {
            store.unwrap().close().await;
        }
    }
}

#[tokio::test]
async fn a_backup_is_whole_or_not_there() {
    let db = sqlite().await;
    conversation(&db, "42").await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    std::fs::write(folder.path().join("copy.db.unfinished"), "left by a crash").unwrap();
    db.backup(&copy).await.unwrap();
    assert_eq!(left_in(folder.path()), std::slice::from_ref(&copy));
    let said = db.backup(&copy).await.unwrap_err();
    assert!(matches!(said, BackupError::Exists(_)), "{said}");
    let said = db.backup(&folder.path().join("none/copy.db")).await.unwrap_err();
    assert!(matches!(said, BackupError::Failed { .. }), "{said}");

    let restored = Store::open(&format!("sqlite://{}", copy.display())).await.unwrap();
    let found =
        look!(restored, [], c => c.conversation(fengqiao::domain::channel::Channel::Telegram, "42").await);
    assert!(found.unwrap().is_some());
    restored.close().await;

    if let Some(db) = postgres().await {
        let said = db.backup(&copy).await.unwrap_err();
        assert!(said.to_string().contains("pg_dump"), "{said}");
    }
}
