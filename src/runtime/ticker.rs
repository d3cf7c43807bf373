//! Makes events of timers that are due.
//!
//! A timer is leased, fired in a turn of its own and deleted by that turn's commit: a crash in between only
//! fires it again.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::store::{DueTimer, Store};

use super::clock::Clock;
use super::turn::Turns;

/// How often to look; a promise of minutes does not need better.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Longer than a turn takes, so that another process leaves it alone meanwhile.
const LEASE: Duration = Duration::from_secs(30);
/// Timers taken at once.
const AT_ONCE: i64 = 100;

/// The timers' clockwork.
pub struct Ticker {
    store: Arc<Store>,
    turns: Arc<Turns>,
    clock: Clock,
}

impl Ticker {
    /// Fires the timers of `store` through `turns`.
    pub fn new(store: Arc<Store>, turns: Arc<Turns>, clock: Clock) -> Self {
        Self { store, turns, clock }
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
        let due =
            self.store.write(move |conn| Box::pin(conn.claim_timers(now, now.plus(LEASE), AT_ONCE))).await;
        match due {
            Ok(due) => self.fire(due).await,
            Err(error) => {
                tracing::warn!(timer.error = %error, "timers could not be read; they will be tried again")
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
