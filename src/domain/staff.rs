//! Staff: who works where, in which role, and on which conversations they can be reached.

use serde::{Deserialize, Serialize};

use super::ids::{ConversationId, RoomCode, StaffId};
use super::time::Timestamp;

/// What a member of staff is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 人民调解员.
    Mediator,
    /// 律师.
    Lawyer,
    /// 街道司法所工作人员, pulls the counts.
    Clerk,
    /// 街道分管领导.
    Leader,
    /// Runs the system.
    Admin,
}

impl Role {
    /// Every role there is.
    pub const ALL: [Self; 5] = [Self::Mediator, Self::Lawyer, Self::Clerk, Self::Leader, Self::Admin];

    /// The word used on the command line and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mediator => "mediator",
            Self::Lawyer => "lawyer",
            Self::Clerk => "clerk",
            Self::Leader => "leader",
            Self::Admin => "admin",
        }
    }

    /// The role a word names.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Whether a member of staff can work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffStatus {
    /// Invited; the code has not been used.
    Invited,
    /// At work.
    Active,
    /// No longer staff.
    Revoked,
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Their id.
    pub id: StaffId,
    /// The name colleagues and residents see.
    pub name: String,
    /// What they are there for.
    pub role: Role,
    /// Their room, a community's or the street's.
    pub room: RoomCode,
    /// Whether they can work.
    pub status: StaffStatus,
    /// The conversations on which they can be reached now, newest first.
    pub conversations: Vec<ConversationId>,
}

/// A one-time invitation as its code finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// Whom it makes of the conversation that uses it.
    pub staff: Staff,
    /// Until when it can be used.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}
