//! Ports for servers that are told one beforehand, or come back to the same one after they died.
//!
//! Not those the machine hands out: one of these could go to somebody else while its server is away.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};

/// Below what any usual system hands out by itself.
const FROM: u16 = 20_000;
const MANY: u16 = 12_000;

/// A port that nobody uses, and that this process gives to nobody else.
pub fn free() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Two test processes side by side begin at different places.
    let from = std::process::id() % 100 * 120;
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let mut candidates = std::iter::repeat_with(|| {
        let number = from + u32::from(NEXT.fetch_add(1, Ordering::Relaxed));
        FROM + u16::try_from(number % u32::from(MANY)).unwrap()
    });
    candidates.find(is_free).unwrap()
}
