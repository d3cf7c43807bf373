//! The questions of a mediation that are answered in words: which one is open, and what has been answered so far.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::case::Outcome;
use crate::domain::code::CaseCode;

/// An open question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mediating {
    /// Staff: who the other party of this case is.
    Who(CaseCode),
    /// Staff: the words that come next go to this other party.
    Writing(CaseCode),
    /// Staff: what was agreed.
    Agreed(Agreeing),
    /// Resident: what the staff of this case may know of them.
    Contact(CaseCode),
}

/// An agreement being written down: one question after the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreeing {
    /// The case that ends with it.
    pub code: CaseCode,
    /// Agreed by word of mouth or in writing.
    pub outcome: Outcome,
    /// What about.
    pub subject: Option<String>,
    /// Whether it was told how much.
    pub amount_told: bool,
    /// How much, in fen; `None` if it is not about money.
    pub fen: Option<i64>,
    /// The day it took effect.
    pub effective_on: Option<NaiveDate>,
    /// The day of performance, once one was told that is over: then it is asked whether it was performed.
    #[serde(default)]
    pub perform_by: Option<NaiveDate>,
    /// Whether it was performed on the spot, once that or a day was told: then all of it is shown once more.
    #[serde(default)]
    pub performed: Option<bool>,
    /// A day that was told to the open question and is asked about before it is taken.
    #[serde(default)]
    pub doubtful: Option<NaiveDate>,
}
