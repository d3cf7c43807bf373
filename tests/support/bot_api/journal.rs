//! Every call the bot made, with its time.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

/// A call as it came in.
#[derive(Clone, Debug)]
pub struct Call {
    /// When it came.
    pub at: Instant,
    pub method: &'static str,
    pub fields: Map<String, Value>,
}

impl Call {
    /// The chat it was for.
    pub fn chat(&self) -> Option<i64> {
        self.fields.get("chat_id").and_then(Value::as_i64)
    }

    fn writes(&self) -> bool {
        self.method.starts_with("send") || self.method.starts_with("edit")
    }
}

/// Panics if messages went out faster than Telegram lets them: over thirty in a second, or to one person more than
/// one a second beyond the three that may come together.
pub fn assert_limits(calls: &[Call]) {
    // A call may be on its way so much longer than the one after it.
    const SLACK: Duration = Duration::from_millis(250);
    let mut chats: BTreeMap<i64, Vec<Instant>> = BTreeMap::new();
    let mut all = Vec::new();
    for call in calls.iter().filter(|call| call.writes()) {
        all.push(call.at);
        chats.entry(call.chat().unwrap_or_default()).or_default().push(call.at);
    }
    let second = Duration::from_secs(1).checked_sub(SLACK).unwrap();
    let crowd =
        all.iter().map(|&from| all.iter().filter(|&&at| at >= from && at < from + second).count()).max();
    assert!(crowd.unwrap_or_default() <= 30, "{crowd:?} messages in one second");
    for (chat, times) in chats {
        for (n, &from) in times.iter().enumerate() {
            for (more, &at) in times[n..].iter().enumerate() {
                let allowed = 3.0 + (at - from + SLACK).as_secs_f64();
                let count = u32::try_from(more + 1).unwrap();
                assert!(f64::from(count) <= allowed + 1e-9, "{count} messages to {chat} in {:?}", at - from);
            }
        }
    }
}
