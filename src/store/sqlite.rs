//! SQLite's own ways: its file, its settings, its copy. The connections made here are all alike but for who may write.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, SqlitePool};

use super::error::{BackupError, OpenError, sqlite_code};
use super::migrations::{MIGRATOR, refusal};
use super::unreadable::Unreadable;
use super::writer::Writer;

/// How long another process on the same file is waited for.
const BUSY: Duration = Duration::from_secs(5);

/// How often it is tried again where SQLite itself does not wait.
const AGAIN: Duration = Duration::from_millis(20);

/// Readers beside the one writer: as many as a small server has cores to read with.
const READERS: u32 = 4;

/// Says that another process has the file.
const BUSY_CODE: i32 = 5;

/// Says of a file that it is no database.
const NOT_A_DATABASE: i32 = 26;

/// Opens the file, creating it and its folder if need be; on failure takes away again what it created.
pub(super) async fn open(path: &Path, unreadable: Unreadable) -> Result<(Writer, SqlitePool), OpenError> {
    if path.as_os_str().is_empty() {
        return Err(OpenError::Url("sqlite:// must be followed by the path of a file".into()));
    }
    let created = Created::make(path)?;
    let opened = connect(path, unreadable).await;
    if opened.is_err() {
        created.undo();
    }
    opened
}

async fn connect(path: &Path, unreadable: Unreadable) -> Result<(Writer, SqlitePool), OpenError> {
    // As the file is: nothing about it may change before it is known to be ours.
    let mut connection = patiently(path, &options(path)).await?;
    let migrated = migrate(path, &mut connection).await;
    drop(connection.close().await);
    migrated?;
    let options = options(path).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
    let connection = patiently(path, &options).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .test_before_acquire(false)
        .connect_lazy_with(options.clone().pragma("query_only", "ON"));
    Ok((Writer::start(connection, options, unreadable), readers))
}

/// SQLite does not wait by itself for a file whose journal another process is just changing.
async fn patiently(path: &Path, options: &SqliteConnectOptions) -> Result<SqliteConnection, OpenError> {
    let mut left = BUSY;
    loop {
        match options.connect().await {
            Err(error) if is(BUSY_CODE, &error) && !left.is_zero() => {
                tokio::time::sleep(AGAIN).await;
                left = left.saturating_sub(AGAIN);
            }
            connected => return connected.map_err(|error| failure(path, &error)),
        }
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .disable_statement_logging()
}

/// In one transaction, so that two processes starting at once do not both begin, and a failure changes nothing.
async fn migrate(path: &Path, connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let fail = |error: sqlx::Error| failure(path, &error);
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.map_err(fail)?;
    let tables: Vec<String> = sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table'")
        .fetch_all(&mut *transaction)
        .await
        .map_err(fail)?;
    if !tables.is_empty() && !tables.iter().any(|table| *table == MIGRATOR.table_name) {
        return Err(OpenError::Foreign(path.display().to_string()));
    }
    let run = MIGRATOR.run(&mut *transaction).await;
    run.map_err(|error| refusal(&path.display().to_string(), &error))?;
    transaction.commit().await.map_err(fail)
}

fn failure(path: &Path, error: &sqlx::Error) -> OpenError {
    if is(NOT_A_DATABASE, error) {
        return OpenError::NotADatabase(path.to_owned());
    }
    OpenError::Failed { database: path.display().to_string(), cause: error.to_string() }
}

fn is(code: i32, error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(sqlite_code).is_some_and(|found| found & 0xff == code)
}

/// Files and folders that were not there before.
struct Created {
    file: Option<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Created {
    /// Makes sure that the file is there and can be written; only its owner may read it, for it holds people's words.
    fn make(path: &Path) -> Result<Self, OpenError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let missing = folder.into_iter().flat_map(Path::ancestors).take_while(|folder| !folder.exists());
        let folders: Vec<_> =
            missing.filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_owned).collect();
        let mut created = Self { file: None, folders };
        if let Some(folder) = folder
            && let Err(cause) = fs::create_dir_all(folder)
        {
            created.undo();
            return Err(OpenError::Folder { path: folder.to_owned(), cause });
        }
        let is_new = !path.exists();
        if let Err(cause) = private_file(path) {
            created.undo();
            return Err(OpenError::File { path: path.to_owned(), cause });
        }
        created.file = is_new.then(|| path.to_owned());
        Ok(created)
    }

    /// Takes them away again. What cannot be taken away stays; the failure that led here is the one to report.
    fn undo(self) {
        for file in
            self.file.iter().flat_map(|file| [file.clone(), beside(file, "-wal"), beside(file, "-shm")])
        {
            drop(fs::remove_file(file));
        }
        for folder in &self.folders {
            drop(fs::remove_dir(folder));
        }
    }
}

fn private_file(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Copies the database as it is now into `path`: first beside it, so that a copy which is there is whole.
pub(super) async fn backup(readers: &SqlitePool, path: &Path) -> Result<(), BackupError> {
    if path.exists() {
        return Err(BackupError::Exists(path.to_owned()));
    }
    let unfinished = beside(path, ".unfinished");
    let copied = copy(readers, &unfinished).await.and_then(|()| Ok(fs::rename(&unfinished, path)?));
    copied.map_err(|error| {
        drop(fs::remove_file(&unfinished));
        BackupError::Failed { path: path.to_owned(), cause: error.to_string() }
    })
}

async fn copy(readers: &SqlitePool, unfinished: &Path) -> Result<(), sqlx::Error> {
    // What an interrupted copy left; SQLite writes only into an empty file.
    drop(fs::remove_file(unfinished));
    private_file(unfinished)?;
    let mut connection =
        SqliteConnectOptions::clone(&readers.connect_options()).pragma("query_only", "OFF").connect().await?;
    let name = unfinished.to_string_lossy().into_owned();
    sqlx::query("VACUUM INTO $1").bind(name).execute(&mut connection).await?;
    connection.close().await?;
    Ok(fs::File::open(unfinished)?.sync_all()?)
}
