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
    /// Whether the case may go on where its code was named.
    Consent(CaseCode, Consent),
    /// Staff: I have checked that it is them, or that it is not.
    Identity(CaseCode, bool),
}

/// What is agreed to when somebody names a case's code elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// That is me: this case goes there.
    Yes,
    /// That is me: all my cases go there.
    All,
    /// That is not me.
    No,
}

const CONSENTS: [(Consent, &str); 3] = [(Consent::Yes, "yes"), (Consent::All, "all"), (Consent::No, "no")];

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
            Self::Consent(code, consent) => {
                let word = CONSENTS.iter().find(|(known, _)| known == consent).map_or("", |(_, word)| word);
                format!("move:{}:{word}", code.as_str())
            }
            Self::Identity(code, yes) => format!("identity:{}:{yes}", code.as_str()),
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
            "move" => {
                let (consent, _) = CONSENTS.iter().find(|(_, word)| *word == rest)?;
                Some(Self::Consent(code, *consent))
            }
            "identity" => Some(Self::Identity(code, rest.parse().ok()?)),
            _ => None,
        }
    }

    /// One of every deed, for the test that every button can be read again.
    #[cfg(test)]
    pub(super) fn all() -> Vec<Self> {
        let code = CaseCode::from_number(u64::MAX);
        let answers = FollowUpAnswer::ALL.iter().map(|(answer, _)| Self::FollowUp(code.clone(), *answer));
        let consents = CONSENTS.iter().map(|(consent, _)| Self::Consent(code.clone(), *consent));
        let others = [Self::Identity(code.clone(), true), Self::Identity(code.clone(), false)];
        answers.chain(consents).chain(others).collect()
    }
}
