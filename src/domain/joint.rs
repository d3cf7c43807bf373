//! 联调: a matter the street takes up together, led by one person (包案领导) until two have signed that it is settled.

use serde::{Deserialize, Serialize};

use super::case::Outcome;
use super::ids::{CaseId, JointId, StaffId};
use super::time::Timestamp;

/// Where the joint handling of a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JointState {
    /// Suggested or asked for; the street decides.
    Asked,
    /// The street has decided against it; the case goes on as it was.
    Declined,
    /// Under way: it has a leader, an office and a date.
    Running,
    /// The case has ended.
    Ended,
}

/// The joint handling of a case. A case has at most one that is asked for or running (the database says so).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joint {
    /// Its id.
    pub id: JointId,
    /// The case.
    pub case: CaseId,
    /// Where it stands.
    pub state: JointState,
    /// Why, as staff read it.
    pub reason: String,
    /// When it was suggested or asked for.
    pub asked_at: Timestamp,
    /// 包案领导; set from when it runs.
    pub leader: Option<StaffId>,
    /// 责任科室.
    pub office: String,
    /// 协办单位, empty if none.
    pub partners: String,
    /// By when it is to be settled; set from when it runs.
    pub due: Option<Timestamp>,
    /// How it is to end, as the first to sign says.
    pub outcome: Option<Outcome>,
    /// Whether the leader has signed.
    pub leader_signed: bool,
    /// Who signed besides: the case's owner or somebody of the street's staff, never the leader.
    pub other_signed: Option<StaffId>,
    /// How often it has been written; 0 before it is first stored.
    pub version: i64,
}

impl Joint {
    /// Whether it is to be decided about or under way.
    pub fn is_open(&self) -> bool {
        matches!(self.state, JointState::Asked | JointState::Running)
    }
}
