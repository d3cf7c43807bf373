//! An open case that lacks what every open case must have. Nothing of ours makes one; a check looks all the same.

use super::case::CaseState;
use super::code::CaseCode;
use super::ids::{CaseId, RoomCode};

/// What an open case lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lacks {
    /// Somebody's by its state, but nobody has it who works here.
    pub owner: bool,
    /// No timer will bring up its next step.
    pub step: bool,
    /// It has no time by which something has to happen.
    pub deadline: bool,
}

/// Such a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// The case.
    pub case: CaseId,
    /// What people call it by.
    pub code: CaseCode,
    /// Its home room.
    pub room: RoomCode,
    /// Where it stands.
    pub state: CaseState,
    /// What it lacks.
    pub lacks: Lacks,
}
