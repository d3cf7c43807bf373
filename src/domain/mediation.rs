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
    /// When it was asked; `None` of questions that were stored before this was kept.
    #[serde(default)]
    pub asked_at: Option<Timestamp>,
    /// Whether those who say nothing have been reminded.
    #[serde(default)]
    pub reminded: bool,
    /// When a time for a meeting was given up without everybody's yes. Nobody can answer any more; another has to be found.
    #[serde(default)]
    pub given_up_at: Option<Timestamp>,
}

impl Proposal {
    /// A question asked now, to which these have said yes already.
    pub fn new(asked: Asked, at: Timestamp, yes: Vec<Side>, now: Timestamp) -> Self {
        Self { asked, at, yes, asked_at: Some(now), reminded: false, given_up_at: None }
    }

    /// Whether it can still be answered.
    pub fn is_open(&self) -> bool {
        self.given_up_at.is_none()
    }
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
        self.proposals.iter().find(|proposal| proposal.asked == asked && proposal.is_open())
    }

    /// When the last time for a meeting was given up, as long as no other has been asked for.
    pub fn given_up_at(&self) -> Option<Timestamp> {
        self.proposals.iter().find_map(|proposal| proposal.given_up_at)
    }

    /// This time for a meeting is given up; a meeting that stands stays.
    pub fn give_up(&mut self, at: Timestamp, now: Timestamp) {
        let is_it = |open: &&mut Proposal| open.asked == Asked::Meeting && open.at == at && open.is_open();
        if let Some(open) = self.proposals.iter_mut().find(is_it) {
            open.given_up_at = Some(now);
        }
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
        let asks = |asked, at| {
            Proposal::new(asked, Timestamp::from_millis(at), Vec::new(), Timestamp::from_millis(0))
        };
        mediation.propose(asks(Asked::Extension, 1));
        mediation.propose(asks(Asked::Meeting, 2));
        mediation.proposals[1].yes.push(Side::Applicant);
        mediation.propose(asks(Asked::Meeting, 3));
        assert_eq!(mediation.proposal(Asked::Extension).map(|one| one.at.millis()), Some(1));
        let meeting = mediation.proposal(Asked::Meeting).unwrap();
        assert_eq!((meeting.at.millis(), meeting.yes.len()), (3, 0));
        mediation.give_up(Timestamp::from_millis(2), Timestamp::from_millis(9));
        assert_eq!(mediation.given_up_at(), None, "another time is asked for by now");
        mediation.give_up(Timestamp::from_millis(3), Timestamp::from_millis(9));
        assert_eq!(mediation.proposal(Asked::Meeting), None);
        assert_eq!(mediation.given_up_at().map(Timestamp::millis), Some(9));
        mediation.propose(asks(Asked::Meeting, 4));
        assert_eq!(mediation.given_up_at(), None);
    }

    #[test]
    fn a_question_stored_before_it_had_a_clock_is_read() {
        let old = r#"{"asked":"meeting","at":5,"yes":["applicant"]}"#;
        let read: Proposal = serde_json::from_str(old).unwrap();
        assert!(read.is_open() && read.asked_at.is_none() && !read.reminded);
    }
}
