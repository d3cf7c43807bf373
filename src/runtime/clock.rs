//! The one place that asks what time it is and draws random numbers.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::domain::time::Timestamp;

/// Tells the time; in tests it stands still until it is moved.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock moved by hand, milliseconds since 1970 UTC.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `start`.
    pub fn manual(start: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start.millis())))
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => system_now(),
            Self::Manual(millis) => Timestamp::from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock on; the machine's cannot be moved.
    pub fn advance(&self, span: Duration) {
        if let Self::Manual(millis) = self {
            millis.store(self.now().plus(span).millis(), Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place")]
fn system_now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A seed nobody can guess.
#[expect(clippy::disallowed_methods, reason = "the one place")]
pub fn seed() -> u64 {
    rand::random()
}

/// A secret of 160 random bits in 40 hexadecimal digits, for invitations.
pub fn secret() -> String {
    format!("{:016x}{:016x}{:08x}", seed(), seed(), seed() >> 32)
}
