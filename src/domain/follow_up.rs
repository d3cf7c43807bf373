//! 回访: what a resident says of a case after it was closed, asked once at the end and again after a week and a month.

use serde::{Deserialize, Serialize};

use super::ids::{CaseId, FollowUpId, StaffId};
use super::time::Timestamp;

/// Which of the three questions it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpKind {
    /// How was it done? Asked soon after the end.
    Rating,
    /// Has the problem really been solved? After seven days.
    Week,
    /// The same after thirty.
    Month,
}

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpAnswer {
    /// 满意.
    Satisfied,
    /// 一般.
    Fair,
    /// 不满意.
    Dissatisfied,
    /// 解决了.
    Solved,
    /// 没解决.
    Unsolved,
    /// 有新情况.
    News,
    /// 没联系上: staff called and nobody answered.
    Unreached,
}

impl FollowUpAnswer {
    /// Every answer there is, with the word a button carries.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Satisfied, "good"),
        (Self::Fair, "fair"),
        (Self::Dissatisfied, "poor"),
        (Self::Solved, "solved"),
        (Self::Unsolved, "unsolved"),
        (Self::News, "news"),
        (Self::Unreached, "unreached"),
    ];

    /// Whether it answers how a case was done rather than how it stands.
    pub const fn rates(self) -> bool {
        matches!(self, Self::Satisfied | Self::Fair | Self::Dissatisfied)
    }

    /// Whether the case has to be taken up again.
    pub const fn reopens(self) -> bool {
        matches!(self, Self::Unsolved | Self::News)
    }
}

/// One question about one closing of a case, and its answer once there is one. Stored when asked, at most once for
/// each kind and closing (the database says so), and completed when answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Its id.
    pub id: FollowUpId,
    /// The case.
    pub case: CaseId,
    /// Which question.
    pub kind: FollowUpKind,
    /// When the case was closed that it asks about; a case that was reopened is closed again later.
    pub closed_at: Timestamp,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When it was answered last.
    pub answered_at: Option<Timestamp>,
    /// What was answered; set exactly when `answered_at` is.
    pub answer: Option<FollowUpAnswer>,
    /// What the resident added in words, empty if nothing.
    pub words: String,
    /// The member of staff who asked by phone or at the counter; `None` if the bot asked.
    pub staff: Option<StaffId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_rates_reopens_or_neither() {
        for (answer, _) in FollowUpAnswer::ALL {
            assert!(!(answer.rates() && answer.reopens()), "{answer:?}");
        }
        assert_eq!(FollowUpAnswer::ALL.iter().filter(|(answer, _)| answer.reopens()).count(), 2);
    }
}
