//! What Telegram's poller remembers, kept in the database: how far it is, and which process may poll.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;

use crate::channels::error::DoorError;
use crate::channels::telegram::Memory;
use crate::store::{Store, StoreError};

use super::clock::{self, Clock};
use super::killpoint;

const NAME: &str = "telegram.offset";

/// The poller's memory, of this process.
pub(super) struct PollMemory {
    store: Arc<Store>,
    clock: Clock,
    holder: String,
}

impl PollMemory {
    pub(super) fn new(store: Arc<Store>, clock: Clock) -> Self {
        Self { store, clock, holder: clock::secret() }
    }
}

impl Memory for PollMemory {
    fn lease(&self, span: Duration) -> BoxFuture<'_, Result<bool, DoorError>> {
        let (holder, now) = (self.holder.clone(), self.clock.now());
        Box::pin(async move {
            let taken = self.store.write(move |conn| {
                let holder = holder.clone();
                Box::pin(async move { conn.take_lease(NAME, &holder, now, now.plus(span)).await })
            });
            taken.await.map(|value| value.is_some()).map_err(unavailable)
        })
    }

    fn release(&self) -> BoxFuture<'_, Result<(), DoorError>> {
        let holder = self.holder.clone();
        Box::pin(async move {
            let released = self.store.write(move |conn| {
                let holder = holder.clone();
                Box::pin(async move { conn.release_lease(NAME, &holder).await })
            });
            released.await.map_err(unavailable)
        })
    }

    fn load(&self) -> BoxFuture<'_, Result<Option<i64>, DoorError>> {
        Box::pin(async move {
            let value = self.store.read(|conn| Box::pin(conn.state(NAME))).await.map_err(unavailable)?;
            Ok(value.and_then(|value| value.parse().ok()))
        })
    }

    fn store(&self, offset: i64) -> BoxFuture<'_, Result<(), DoorError>> {
        let holder = self.holder.clone();
        Box::pin(async move {
            let stored = self.store.write(move |conn| {
                let holder = holder.clone();
                Box::pin(async move { conn.set_state(NAME, &holder, &offset.to_string()).await })
            });
            stored.await.map_err(unavailable)?;
            killpoint::pass("poll.confirmed");
            Ok(())
        })
    }
}

fn unavailable(error: StoreError) -> DoorError {
    DoorError::Unavailable(error.to_string())
}
