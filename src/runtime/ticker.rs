//! Makes events of timers that are due, and forgets what has been kept long enough.
//!
//! A timer is leased, fired in a turn of its own and deleted by that turn's commit: a crash in between only
//! fires it again.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio_util::sync::CancellationToken;

use crate::config::Retention;
use crate::domain::ids::TimerId;
use crate::domain::time::Timestamp;
use crate::engine::rules::Rules;
use crate::store::{DueTimer, Store, StoreError};

use super::clock::Clock;
use super::turn::Turns;
use super::vacancies::Vacancies;

/// How often to look; a promise of minutes does not need better.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Longer than a turn takes, so that another process leaves it alone meanwhile; after a crash it fires so much later.
/// A timer that two processes fire all the same is consumed by the first.
const LEASE: Duration = Duration::from_secs(10);
/// How long a timer that cannot be read or fired is left alone: it must not keep the others from their turn.
const FAULTY_LEASE: Duration = Duration::from_secs(60);
/// Timers taken at once.
const AT_ONCE: i64 = 100;
/// How often to look for what has been kept long enough; it is counted in days.
const KEEP_HOUSE: Duration = Duration::from_secs(3600);

/// The timers' clockwork.
pub struct Ticker {
    store: Arc<Store>,
    turns: Arc<Turns>,
    clock: Clock,
    retention: Retention,
    vacancies: Vacancies,
    next_housekeeping: AtomicI64,
}

impl Ticker {
    /// Fires the timers of `store` through `turns`, keeps what `retention` says, and looks through the rosters of the
    /// rooms in `rules`.
    pub fn new(
        store: Arc<Store>,
        turns: Arc<Turns>,
        rules: Arc<ArcSwap<Rules>>,
        clock: Clock,
        retention: Retention,
    ) -> Self {
        let vacancies = Vacancies::new(Arc::clone(&store), rules);
        Self { store, turns, clock, retention, vacancies, next_housekeeping: AtomicI64::new(i64::MIN) }
    }

    /// Runs until `shutdown`.
    pub async fn run(self, shutdown: CancellationToken) {
        while !shutdown.is_cancelled() {
            self.tick().await;
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
    }

    /// Fires everything that is due now.
    pub async fn tick(&self) {
        let now = self.clock.now();
        if now.millis() >= self.next_housekeeping.load(Ordering::Relaxed) {
            self.next_housekeeping.store(now.plus(KEEP_HOUSE).millis(), Ordering::Relaxed);
            self.keep_house(now).await;
        }
        let (leased, faulty) = (now.plus(LEASE), now.plus(FAULTY_LEASE));
        let due =
            self.store.write(move |conn| Box::pin(conn.claim_timers(now, leased, faulty, AT_ONCE))).await;
        match due {
            Ok(due) => self.fire(due).await,
            Err(error) => {
                tracing::warn!(timer.error = %error, "timers could not be read; they will be tried again")
            }
        }
    }

    async fn keep_house(&self, now: Timestamp) {
        if let Err(error) = self.vacancies.look(now).await {
            tracing::warn!(roster.error = %error, "rosters could not be looked through; it is tried again");
        }
        let before = now.minus(self.retention.unmatched);
        match self.store.write(move |conn| Box::pin(conn.forget_unmatched(before))).await {
            Ok(0) => {}
            Ok(rows) => {
                tracing::info!(unmatched.forgotten = rows, "old words nobody understood are forgotten")
            }
            Err(error) => {
                tracing::warn!(unmatched.error = %error, "old words could not be forgotten; it is tried again")
            }
        }
    }

    async fn fire(&self, due: Vec<DueTimer>) {
        for DueTimer { timer, .. } in due {
            let id = timer.id.clone();
            match self.turns.due(timer).await {
                Ok(()) => {}
                Err(error @ StoreError::Corrupt { .. }) => {
                    self.store.note_unreadable(&error);
                    self.put_off(id).await;
                }
                Err(error) => {
                    tracing::warn!(timer.id = %id, timer.error = %error, "a timer could not be fired; it will be tried again");
                }
            }
        }
    }

    /// A timer about something nobody can read waits until somebody has seen to it.
    async fn put_off(&self, id: TimerId) {
        let until = self.clock.now().plus(FAULTY_LEASE);
        let put_off = self.store.write(move |conn| {
            let id = id.clone();
            Box::pin(async move { conn.put_off(&id, until).await })
        });
        if let Err(error) = put_off.await {
            tracing::warn!(timer.error = %error, "a timer could not be put off; it is tried again sooner");
        }
    }
}
