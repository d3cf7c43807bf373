//! Going on with a case in another conversation: somebody names its code there, and the person it belongs to, or staff
//! who have checked who they are, agree.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ids::{CaseId, ContinuationId, ConversationId, StaffId};
use super::time::Timestamp;

/// How long a request waits for its answer.
pub const VALID: Duration = Duration::from_secs(24 * 3600);

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    /// The conversation that held the case agreed.
    Agreed,
    /// Staff checked who it was (核对本人).
    Confirmed,
    /// It was somebody else.
    Refused,
    /// Nobody answered in time.
    Lapsed,
}

/// A request; at most one of a case is unsettled (the database says so).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continuation {
    /// Its id.
    pub id: ContinuationId,
    /// The case whose code was named.
    pub case: CaseId,
    /// Where it was named, and where the case goes on if that is agreed to.
    pub to: ConversationId,
    /// When it was named.
    pub asked_at: Timestamp,
    /// When the request ended.
    pub settled_at: Option<Timestamp>,
    /// How; set exactly when `settled_at` is.
    pub settled: Option<Settled>,
    /// The member of staff who settled it, if one did.
    pub staff: Option<StaffId>,
}

impl Continuation {
    /// Whether it still waits for its answer.
    pub fn is_pending(&self, now: Timestamp) -> bool {
        self.settled.is_none() && now.since(self.asked_at) < VALID
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_waits_for_a_day() {
        let asked = Continuation {
            id: ContinuationId::new("1"),
            case: CaseId::new("1"),
            to: ConversationId::new("web"),
            asked_at: Timestamp::from_millis(0),
            settled_at: None,
            settled: None,
            staff: None,
        };
        let day = Timestamp::from_millis(24 * 3_600_000);
        assert!(asked.is_pending(day.minus(Duration::from_millis(1))) && !asked.is_pending(day));
        assert!(
            !Continuation { settled: Some(Settled::Refused), ..asked }.is_pending(Timestamp::from_millis(1))
        );
    }
}
