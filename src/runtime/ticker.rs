//! Makes events of timers that are due, and keeps the house in between.
//!
//! A timer is leased, fired in a turn of its own and deleted by that turn's commit: a crash in between only
//! fires it again.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::domain::ids::TimerId;
use crate::store::{DueTimer, Store, StoreError};

use super::clock::Clock;
use super::housekeeping::House;
use super::turn::Turns;

/// How often to look; a promise of minutes does not need better.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Longer than a turn takes, so that another process leaves it alone meanwhile; after a crash it fires so much later.
/// A timer that two processes fire all the same is consumed by the first.
const LEASE: Duration = Duration::from_secs(10);
/// How long a timer that cannot be read or fired is left alone: it must not keep the others from their turn.
const FAULTY_LEASE: Duration = Duration::from_secs(60);
/// Timers taken at once.
const AT_ONCE: i64 = 100;

/// The timers' clockwork.
pub struct Ticker {
    store: Arc<Store>,
    turns: Arc<Turns>,
    clock: Clock,
    house: House,
}

impl Ticker {
    /// Fires the timers of the house's store through its turns, and keeps the house.
    pub(super) fn new(house: House, clock: Clock) -> Self {
        Self { store: Arc::clone(&house.store), turns: Arc::clone(&house.turns), clock, house }
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
        self.house.keep(now).await;
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
