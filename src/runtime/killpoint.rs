//! Where a test may end the process, as a power cut would: without a word and without tidying up.
//!
//! `FENGQIAO_KILL_AT=name:2` ends a debug build when it passes the point `name` for the second time. A release build
//! has no such points.

/// The process may end here.
#[cfg(debug_assertions)]
pub fn pass(name: &str) {
    use std::sync::atomic::{AtomicU64, Ordering};
    static PASSED: AtomicU64 = AtomicU64::new(0);
    let Ok(wanted) = std::env::var("FENGQIAO_KILL_AT") else { return };
    let Some((point, time)) = wanted.split_once(':') else { return };
    if point == name && time.parse() == Ok(PASSED.fetch_add(1, Ordering::SeqCst) + 1) {
        std::process::abort();
    }
}

/// The process may end here, in a debug build.
#[cfg(not(debug_assertions))]
pub fn pass(_: &str) {}
