//! What buttons around a case do, besides taking, answering and closing it: the words behind them, and back.
//!
//! Must not know who may press what.

use crate::domain::code::CaseCode;
use crate::domain::follow_up::FollowUpAnswer;

/// What pressing such a button means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// This is how the case was done, or whether it is solved: by the resident, or by staff who asked them.
    FollowUp(CaseCode, FollowUpAnswer),
}

impl Deed {
    /// What the button carries, after the word that all deeds begin with.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::FollowUp(code, answer) => {
                let word = FollowUpAnswer::ALL
                    .iter()
                    .find(|(known, _)| known == answer)
                    .map_or("", |(_, word)| word);
                format!("said:{}:{word}", code.as_str())
            }
        }
    }

    /// What a button carried; `None` if no deed of ours does.
    pub(super) fn parse(data: &str) -> Option<Self> {
        let (name, rest) = data.split_once(':')?;
        let (code, rest) = rest.split_once(':').unwrap_or((rest, ""));
        let code = CaseCode::parse(code)?;
        match name {
            "said" => {
                let (answer, _) = FollowUpAnswer::ALL.iter().find(|(_, word)| *word == rest)?;
                Some(Self::FollowUp(code, *answer))
            }
            _ => None,
        }
    }

    /// One of every deed, for the test that every button can be read again.
    #[cfg(test)]
    pub(super) fn all() -> Vec<Self> {
        let code = CaseCode::from_number(u64::MAX);
        FollowUpAnswer::ALL.iter().map(|(answer, _)| Self::FollowUp(code.clone(), *answer)).collect()
    }
}
