//! What only one of several processes does at a time: whoever holds the lease, and renews it while it lives.
//!
//! A process that dies is followed within [`LEASE`]; one that ends gives the lease back. Must not know what is done.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use crate::domain::time::Timestamp;
use crate::store::{Store, StoreError};

use super::clock::{self, Clock};

/// How long a process that has fallen silent keeps the lease. Shorter, and a busy machine would lose it; longer, and
/// everybody waits after a crash.
pub(super) const LEASE: Duration = Duration::from_secs(12);
/// How often it is renewed: two renewals may fail before it is lost.
pub(super) const RENEW: Duration = Duration::from_secs(4);
/// How often a process that does not have it asks for it.
const ASK: Duration = Duration::from_secs(1);

/// One thing that only one process does.
pub(super) struct Sole {
    store: Arc<Store>,
    clock: Clock,
    name: String,
    holder: String,
    /// Until when it is ours, in milliseconds.
    until: AtomicI64,
    /// When to ask again.
    next: AtomicI64,
}

impl Sole {
    pub(super) fn new(store: Arc<Store>, clock: Clock, name: String) -> Self {
        let (until, next) = (AtomicI64::new(i64::MIN), AtomicI64::new(i64::MIN));
        Self { store, clock, name, holder: clock::secret(), until, next }
    }

    /// Whether it is this process's to do now; takes or renews the lease when it is time to.
    pub(super) async fn is_ours(&self) -> bool {
        let now = self.clock.now();
        if now.millis() >= self.next.load(Ordering::Relaxed) {
            self.ask(now).await;
        }
        now.millis() < self.until.load(Ordering::Relaxed)
    }

    async fn ask(&self, now: Timestamp) {
        let until = now.plus(LEASE);
        let (until, next) = match self.take(now, until).await {
            Ok(true) => (until, now.plus(RENEW)),
            Ok(false) => (Timestamp::from_millis(i64::MIN), now.plus(ASK)),
            // What we have runs out by itself if the database stays away.
            Err(_) => return,
        };
        self.until.store(until.millis(), Ordering::Relaxed);
        self.next.store(next.millis(), Ordering::Relaxed);
    }

    async fn take(&self, now: Timestamp, until: Timestamp) -> Result<bool, StoreError> {
        let (name, holder) = (self.name.clone(), self.holder.clone());
        let taken = self.store.write(move |conn| {
            let (name, holder) = (name.clone(), holder.clone());
            Box::pin(async move { conn.take_lease(&name, &holder, now, until).await })
        });
        Ok(taken.await?.is_some())
    }

    /// Gives the lease back, if it is ours. If that fails, it runs out by itself.
    pub(super) async fn give_back(&self) {
        if self.until.swap(i64::MIN, Ordering::Relaxed) == i64::MIN {
            return;
        }
        let (name, holder) = (self.name.clone(), self.holder.clone());
        let released = self.store.write(move |conn| {
            let (name, holder) = (name.clone(), holder.clone());
            Box::pin(async move { conn.release_lease(&name, &holder).await })
        });
        if let Err(fault) = released.await {
            tracing::debug!(lease = self.name, %fault, "a lease was not given back; it runs out");
        }
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    struct Two {
        clock: Clock,
        one: Sole,
        other: Sole,
        _folder: TempDir,
    }

    async fn two() -> Two {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("sole.db").display());
        let store = Arc::new(Store::open(&url).await.unwrap());
        let clock = Clock::manual(Timestamp::from_millis(1_000_000));
        let sole = || Sole::new(Arc::clone(&store), clock.clone(), "test".to_owned());
        Two { one: sole(), other: sole(), clock, _folder: folder }
    }

    #[tokio::test]
    async fn it_is_one_processs_as_long_as_it_renews() {
        let two = two().await;
        for _ in 0..20 {
            assert_eq!((two.one.is_ours().await, two.other.is_ours().await), (true, false));
            two.clock.advance(RENEW);
        }
    }

    #[tokio::test]
    async fn who_falls_silent_is_followed_within_the_lease() {
        let two = two().await;
        assert!(two.one.is_ours().await);
        two.clock.advance(LEASE - Duration::from_millis(1));
        assert!(!two.other.is_ours().await);
        two.clock.advance(ASK);
        assert!(two.other.is_ours().await);
        assert!(!two.one.is_ours().await, "whoever comes back stands by");
    }

    #[tokio::test]
    async fn who_ends_is_followed_at_once() {
        let two = two().await;
        assert!(two.one.is_ours().await);
        assert!(!two.other.is_ours().await);
        two.other.give_back().await;
        two.one.give_back().await;
        two.clock.advance(ASK);
        assert!(two.other.is_ours().await);
    }

    #[tokio::test]
    async fn while_the_database_is_away_it_is_kept_no_longer_than_the_lease() {
        let two = two().await;
        assert!(two.one.is_ours().await);
        two.one.store.close().await;
        two.clock.advance(LEASE - Duration::from_millis(1));
        assert!(two.one.is_ours().await);
        two.clock.advance(Duration::from_millis(1));
        assert!(!two.one.is_ours().await);
    }

    #[test]
    fn nobody_waits_a_quarter_of_a_minute_after_a_crash() {
        assert!(LEASE + ASK < Duration::from_secs(15) && RENEW * 3 <= LEASE);
    }
}
