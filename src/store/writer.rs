//! SQLite's one writer: a task that owns the writing connection and commits whatever is waiting in one go.
//!
//! A commit waits for the disk; sharing it among those who wait anyway is what lets many conversations at once be
//! fast without giving up durability. If one piece of work of a batch fails, all are rolled back and done again one
//! by one, so that nobody suffers from another's failure.

use futures::future::BoxFuture;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::conn::{Conn, Link, perform};
use super::error::StoreError;
use super::unreadable::Unreadable;

/// How many pieces of work share a commit at most: enough to hide a slow disk, few enough to keep the first of them
/// from waiting noticeably for the last.
const BATCH: usize = 64;

/// How many may wait before those who ask have to wait for a place.
const QUEUE: usize = 1024;

/// Where writes are handed in.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: mpsc::Sender<Box<dyn Job>>,
    closing: CancellationToken,
    closed: CancellationToken,
}

impl Writer {
    /// Starts the task.
    pub(super) fn start(
        connection: SqliteConnection,
        options: SqliteConnectOptions,
        unreadable: Unreadable,
    ) -> Self {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let (closing, closed) = (CancellationToken::new(), CancellationToken::new());
        let desk = Desk { connection: Some(connection), options, unreadable };
        let done = closed.clone().drop_guard();
        let serving = serve(desk, queue, closing.clone());
        tokio::spawn(async move {
            serving.await;
            drop(done);
        });
        Self { jobs, closing, closed }
    }

    /// Hands in a piece of work and waits until it is committed. It is done even if the caller stops waiting.
    pub(super) async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: for<'a> FnMut(&'a mut Conn<'_>) -> BoxFuture<'a, Result<T, StoreError>> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let closed = || StoreError::Unavailable("it has been closed".into());
        self.jobs.send(Box::new(Asked { work, value: None, caller })).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }

    /// Takes no more work, finishes what is waiting, and closes the connection.
    pub(super) async fn close(&self) {
        self.closing.cancel();
        self.closed.cancelled().await;
    }
}

/// A piece of work on the writer's desk, whatever it returns.
trait Job: Send {
    /// Does it, and keeps what it returned. May be done again.
    fn run<'a>(
        &'a mut self,
        db: &'a mut SqliteConnection,
        unreadable: &'a Unreadable,
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Tells the caller.
    fn answer(self: Box<Self>, outcome: Result<(), StoreError>);
}

struct Asked<T, W> {
    work: W,
    value: Option<T>,
    caller: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, W> Job for Asked<T, W>
where
    T: Send,
    W: for<'a> FnMut(&'a mut Conn<'_>) -> BoxFuture<'a, Result<T, StoreError>> + Send,
{
    fn run<'a>(
        &'a mut self,
        db: &'a mut SqliteConnection,
        unreadable: &'a Unreadable,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.value = Some(perform(&mut self.work, Link::Sqlite(db), unreadable).await?);
            Ok(())
        })
    }

    fn answer(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { value, caller, .. } = *self;
        let never_done = || StoreError::Driver("the work was not done".into());
        let answer = outcome.and_then(|()| value.ok_or_else(never_done));
        // A caller who has stopped waiting does not want to know.
        drop(caller.send(answer));
    }
}

async fn serve(mut desk: Desk, mut queue: mpsc::Receiver<Box<dyn Job>>, closing: CancellationToken) {
    // On `close` the queue takes nothing more, but gives out what it holds; then `recv` answers `None`.
    let mut open = true;
    loop {
        let first = tokio::select! {
            biased;
            () = closing.cancelled(), if open => { open = false; queue.close(); continue }
            first = queue.recv() => first,
        };
        let Some(first) = first else { break };
        let mut batch = vec![first];
        while batch.len() < BATCH
            && let Ok(next) = queue.try_recv()
        {
            batch.push(next);
        }
        desk.handle(batch).await;
    }
    desk.close().await;
}

/// The writing connection; opened again if it broke.
struct Desk {
    connection: Option<SqliteConnection>,
    options: SqliteConnectOptions,
    unreadable: Unreadable,
}

/// Where a transaction came to grief.
enum Failure {
    /// Before any work was begun: nobody is to blame, and to try one by one would only take longer.
    Begin(StoreError),
    /// In the work or the commit.
    Within(StoreError),
}

impl Failure {
    fn error(self) -> StoreError {
        match self {
            Self::Begin(error) | Self::Within(error) => error,
        }
    }
}

impl Desk {
    async fn handle(&mut self, mut batch: Vec<Box<dyn Job>>) {
        match self.transaction(&mut batch).await {
            Ok(()) => answer(batch, &Ok(())),
            Err(Failure::Within(_)) if batch.len() > 1 => self.one_by_one(batch).await,
            Err(failure) => answer(batch, &Err(failure.error())),
        }
    }

    async fn one_by_one(&mut self, batch: Vec<Box<dyn Job>>) {
        for job in batch {
            let mut alone = vec![job];
            let outcome = self.transaction(&mut alone).await.map_err(Failure::error);
            answer(alone, &outcome);
        }
    }

    /// Everything in one transaction; on any failure, nothing.
    async fn transaction(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<(), Failure> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.options.connect().await.map_err(|error| Failure::Begin(error.into()))?,
        };
        let outcome = transaction_on(&mut connection, jobs, &self.unreadable).await;
        // A connection whose thread has died, or which is stuck in a transaction, is not used again.
        if outcome.is_ok() || (connection.ping().await.is_ok() && !connection.is_in_transaction()) {
            self.connection = Some(connection);
        }
        outcome
    }

    async fn close(self) {
        if let Some(connection) = self.connection {
            // The data is safe either way; a failure only means that the WAL file stays.
            drop(connection.close().await);
        }
    }
}

async fn transaction_on(
    db: &mut SqliteConnection,
    jobs: &mut [Box<dyn Job>],
    unreadable: &Unreadable,
) -> Result<(), Failure> {
    let begun = db.begin_with("BEGIN IMMEDIATE").await;
    let mut transaction = begun.map_err(|error| Failure::Begin(error.into()))?;
    for job in jobs {
        if let Err(error) = job.run(&mut transaction, unreadable).await {
            transaction.rollback().await.map_err(|error| Failure::Within(error.into()))?;
            return Err(Failure::Within(error));
        }
    }
    transaction.commit().await.map_err(|error| Failure::Within(error.into()))
}

fn answer(batch: Vec<Box<dyn Job>>, outcome: &Result<(), StoreError>) {
    for job in batch {
        job.answer(outcome.clone());
    }
}
