//! How much one conversation or one address may do in a while, in bounded memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Keys remembered at most; when more come at once, all begin anew.
const KEYS: usize = 20_000;

/// Counts by key.
#[derive(Debug)]
pub struct Limiter {
    most: u32,
    span: Duration,
    windows: Mutex<HashMap<String, Window>>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    ends: Instant,
    count: u32,
}

impl Limiter {
    /// At most so many within so long.
    pub fn new(most: u32, span: Duration) -> Self {
        Self { most, span, windows: Mutex::default() }
    }

    /// Counts one for this key, or says after how long to try again.
    pub fn count(&self, key: &str) -> Result<(), Duration> {
        self.count_at(Instant::now(), key)
    }

    fn count_at(&self, now: Instant, key: &str) -> Result<(), Duration> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= KEYS {
            windows.retain(|_, window| window.ends > now);
        }
        if windows.len() >= KEYS {
            windows.clear();
        }
        let fresh = Window { ends: now + self.span, count: 0 };
        let window = windows.entry(key.to_owned()).or_insert(fresh);
        if window.ends <= now {
            *window = fresh;
        }
        if window.count >= self.most {
            return Err(window.ends - now);
        }
        window.count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_key_and_forgives_after_a_while() {
        let limiter = Limiter::new(2, Duration::from_secs(10));
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(limiter.count_at(at(0), "her"), Ok(()));
        assert_eq!(limiter.count_at(at(4), "her"), Ok(()));
        assert_eq!(limiter.count_at(at(4), "her"), Err(Duration::from_secs(6)));
        assert_eq!(limiter.count_at(at(4), "him"), Ok(()));
        assert_eq!(limiter.count_at(at(10), "her"), Ok(()));
    }

    #[test]
    fn a_flood_of_keys_is_forgotten() {
        let limiter = Limiter::new(1, Duration::from_secs(10));
        let now = Instant::now();
        for key in 0..KEYS * 2 {
            assert_eq!(limiter.count_at(now, &key.to_string()), Ok(()));
        }
        assert!(limiter.windows.lock().unwrap().len() <= KEYS);
    }
}
