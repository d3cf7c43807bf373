//! What a member of staff is in the middle of at their desk: the question whose answer comes next.
//!
//! Part of the session, so it is stored. Must not know who may do what.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{CaseId, RoomCode, StaffId};
use crate::domain::origin::Origin;
use crate::domain::service::Service;
use crate::domain::time::Timestamp;

/// What the next words, or the next choice, belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// 登记: somebody came, called or wrote in the group.
    Entering(Entry),
    /// 备注 on this case, never sent.
    Noting(CaseId),
    /// In which case this 备注 belongs.
    Placing(String),
    /// Why this case goes to that colleague in another room.
    Handing(CaseId, StaffId),
    /// The street takes a case up jointly.
    Joining(Joining),
    /// 进展 of this case's joint handling.
    Reporting(CaseId),
}

/// A joint handling with the answers so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joining {
    /// Of which case.
    pub case: CaseId,
    /// 包案领导.
    pub leader: StaffId,
    /// 责任科室.
    pub office: Option<String>,
    /// 协办单位; empty if there are none.
    pub partners: Option<String>,
    /// By when, once that would replace what somebody else has set up meanwhile: then it is asked whether it shall.
    #[serde(default)]
    pub due: Option<Timestamp>,
}

/// An entry with the answers so far, asked in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// How it came.
    pub origin: Option<Origin>,
    /// What is wanted.
    pub service: Option<Service>,
    /// Whether danger is really meant, as it wakes the room and the street.
    #[serde(default)]
    pub sure: bool,
    /// What was said.
    pub words: Option<String>,
    /// For which community; only the street's staff are asked.
    pub room: Option<RoomCode>,
    /// How the resident is reached, once asked; empty if they told nothing.
    pub contact: Option<String>,
}
