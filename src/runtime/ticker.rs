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
use crate::domain::time::Timestamp;
use crate::engine::rules::Rules;
use crate::store::{DueTimer, Store};

use super::clock::Clock;
use super::turn::Turns;
use super::vacancies::Vacancies;

/// How often to look; a promise of minutes does not need better.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Longer than a turn takes, so that another process leaves it alone meanwhile.
const LEASE: Duration = Duration::from_secs(30);
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
        let due =
            self.store.write(move |conn| Box::pin(conn.claim_timers(now, now.plus(LEASE), AT_ONCE))).await;
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
            if let Err(error) = self.turns.due(timer).await {
                tracing::warn!(timer.id = %id, timer.error = %error, "a timer could not be fired; it will be tried again");
            }
        }
    }
}
