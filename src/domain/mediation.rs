//! What a mediation has besides its case: its time, what is being settled between the sides, and the agreement.
//!
//! Days are local days of Shanghai; money is in fen, a hundredth of a yuan.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::CaseId;
use super::party::Side;
use super::time::Timestamp;

/// 协议形式, as the official table has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementForm {
    /// 口头: in force once agreed (人民调解法 30).
    Oral,
    /// 书面: in force once signed and sealed (人民调解法 29).
    Written,
}

/// Whether what was agreed has been done, as the official table has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Performed {
    /// 未履行.
    No,
    /// 部分履行.
    Partly,
    /// 已履行.
    Yes,
}

/// Where joint judicial confirmation stands (人民调解法 33).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    /// It can still be applied for; both sides and staff are reminded.
    Open,
    /// Applied for.
    Applied,
    /// Not wanted, or not possible: an agreement by word of mouth.
    Unwanted,
}

/// What was agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// By word of mouth or in writing.
    pub form: AgreementForm,
    /// What about, in the mediator's words.
    pub subject: String,
    /// 协议涉及金额, in fen.
    pub fen: Option<i64>,
    /// The day it took effect.
    pub effective_on: NaiveDate,
    /// The day by which it is to be performed.
    pub perform_by: Option<NaiveDate>,
    /// Whether it has been.
    pub performed: Performed,
    /// Joint judicial confirmation.
    pub confirmation: Confirmation,
}

/// What both sides are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// To meet at a time.
    Meeting,
    /// To go on for another month.
    Extension,
}

/// A question to all sides that is settled when all have said yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What.
    pub asked: Asked,
    /// The time of the meeting, or the end after the extension.
    pub at: Timestamp,
    /// Who has said yes.
    pub yes: Vec<Side>,
}

/// What a mediation has besides its case. A whole row, written if `version` still holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mediation {
    /// Its case.
    pub case: CaseId,
    /// When both sides wanted it: the first consent of another party.
    pub began_at: Option<Timestamp>,
    /// When a mediation usually ends: a month later (人民调解工作若干规定 33, usual practice), or as extended.
    pub ends_at: Option<Timestamp>,
    /// What is being settled.
    pub proposals: Vec<Proposal>,
    /// The agreement, once there is one.
    pub agreement: Option<Agreement>,
    /// Which of the clocks' messages have been sent, by name.
    pub told: Vec<String>,
    /// The sides that want no more reminders of judicial confirmation.
    pub quiet: Vec<Side>,
    /// How often it has been written; 0 before it is first stored.
    pub version: i64,
}

impl Mediation {
    /// One in which nothing has happened.
    pub fn new(case: CaseId) -> Self {
        Self {
            case,
            began_at: None,
            ends_at: None,
            proposals: Vec::new(),
            agreement: None,
            told: Vec::new(),
            quiet: Vec::new(),
            version: 0,
        }
    }

    /// The open question of this sort.
    pub fn proposal(&self, asked: Asked) -> Option<&Proposal> {
        self.proposals.iter().find(|proposal| proposal.asked == asked)
    }

    /// Asks anew: an open question of the same sort is no more.
    pub fn propose(&mut self, proposal: Proposal) {
        self.proposals.retain(|open| open.asked != proposal.asked);
        self.proposals.push(proposal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asking_anew_forgets_the_answers_to_the_old_question_only() {
        let mut mediation = Mediation::new(CaseId::new("a"));
        let asks = |asked, at| Proposal { asked, at: Timestamp::from_millis(at), yes: Vec::new() };
        mediation.propose(asks(Asked::Extension, 1));
        mediation.propose(asks(Asked::Meeting, 2));
        mediation.proposals[1].yes.push(Side::Applicant);
        mediation.propose(asks(Asked::Meeting, 3));
        assert_eq!(mediation.proposal(Asked::Extension).map(|one| one.at.millis()), Some(1));
        let meeting = mediation.proposal(Asked::Meeting).unwrap();
        assert_eq!((meeting.at.millis(), meeting.yes.len()), (3, 0));
    }
}
