//! What somebody said earlier, as a correction of it finds it.

use super::case::EntryKind;
use super::ids::{CaseId, PartyId};
use super::time::Timestamp;

/// A message of somebody's as it first came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Its words, those below a file for a file; empty if it had none.
    pub words: String,
    /// When it came.
    pub at: Timestamp,
    /// What became of it at once; `None` if it went to no case then.
    pub line: Option<EarlierLine>,
}

/// The line of a case's log that a message became in its own turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierLine {
    /// The case.
    pub case: CaseId,
    /// The other party whose thread it is in; `None` is the applicant's, or the only one.
    pub party: Option<PartyId>,
    /// As what: said, corrected, a note, or the opening of the case.
    pub kind: EntryKind,
}
