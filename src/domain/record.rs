//! Statistical facts: one row for each thing the year's numbers count, written in the turn that made it so.

use serde::{Deserialize, Serialize};

use super::ids::{CaseId, ConversationId, RecordId, RoomCode};
use super::service::{Service, Topic};
use super::time::Timestamp;

/// What was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// 自助解答: the rules answered a question of law.
    SelfAnswer,
    /// Nobody understood the message.
    Unclear,
    /// Words of danger were met with hotlines.
    Danger,
    /// A case was opened, by these rules; the numbers count the case itself.
    Opened,
    /// Praise or complaint about the service, outside any case.
    Feedback,
}

/// One fact. Cases are counted from the case table itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: RecordKind,
    /// In which conversation.
    pub conversation: ConversationId,
    /// For which case, if one was touched.
    pub case: Option<CaseId>,
    /// The resident's room, if known by then.
    pub room: Option<RoomCode>,
    /// What the message wanted.
    pub service: Service,
    /// The field of law.
    pub topic: Option<Topic>,
    /// The rule that decided.
    pub intent: Option<String>,
    /// The version of the rule set that decided.
    pub rules: String,
}
