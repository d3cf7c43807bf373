//! How long to wait after a failure: twice as long each time up to a limit, and never exactly as long as others do.

use std::time::Duration;

/// The first wait is about this long.
const FIRST: Duration = Duration::from_millis(500);

/// The waits of one row of failures.
pub(super) struct Backoff {
    limit: Duration,
    next: Duration,
}

impl Backoff {
    pub(super) fn new(limit: Duration) -> Self {
        Self { limit, next: FIRST.min(limit) }
    }

    /// The next wait: between half of what is due and all of it.
    pub(super) fn wait(&mut self) -> Duration {
        let due = self.next;
        self.next = (due * 2).min(self.limit);
        due.mul_f64(rand::random_range(0.5..=1.0))
    }

    /// Begins anew after a success.
    pub(super) fn reset(&mut self) {
        self.next = FIRST.min(self.limit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_the_limit_and_begin_anew() {
        let limit = Duration::from_secs(30);
        let mut backoff = Backoff::new(limit);
        let waits: Vec<Duration> = (0..20).map(|_| backoff.wait()).collect();
        assert!(waits[0] <= FIRST && waits[0] >= FIRST / 2);
        assert!(waits[10..].iter().all(|&wait| wait <= limit && wait >= limit / 2));
        backoff.reset();
        assert!(backoff.wait() <= FIRST);
    }
}
