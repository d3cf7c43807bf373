//! The other side of a mediation: who it is to the mediator, where it can be reached, and whether it takes part.
//!
//! What the mediator calls them ([`Party::named`]) is for the mediator's eyes alone. Neither side is ever shown the
//! other's words, name, account, number or files.

use serde::{Deserialize, Serialize};

use super::code::CaseCode;
use super::ids::{CaseId, ConversationId, PartyId, StaffId};
use super::lang::Lang;
use super::time::Timestamp;

/// Whose thread with the mediator something belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 申请人, who asked for the mediation.
    Applicant,
    /// 对方.
    Other(PartyId),
}

impl Side {
    const APPLICANT: &'static str = "applicant";

    /// The text stored in the database: a word, or the party's id.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Applicant => Self::APPLICANT,
            Self::Other(party) => party.as_str(),
        }
    }

    /// The side that a stored text names.
    pub fn parse(text: &str) -> Self {
        if text == Self::APPLICANT { Self::Applicant } else { Self::Other(PartyId::new(text)) }
    }
}

/// How far somebody has come in taking part. Whoever refuses may do so without a reason (人民调解法 17, 23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyState {
    /// Written down by the mediator; nobody has asked them.
    Named,
    /// Asked, without an answer.
    Invited,
    /// Takes part.
    Consented,
    /// Expressly refused: there can be no mediation with them.
    Refused,
    /// Took part and ended it.
    Left,
}

/// One other party of a mediation. A whole row: changed by the engine, written if `version` still holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// What they call the matter by; the case's own code is the applicant's.
    pub code: CaseCode,
    /// The mediation.
    pub case: CaseId,
    /// Their place among the other parties of the case, from 1.
    pub number: i64,
    /// Their conversation, once they have opened the invitation.
    pub conversation: Option<ConversationId>,
    /// The language they are answered in.
    pub lang: Lang,
    /// The mediator's words for them.
    pub named: String,
    /// The digits of the number the mediator noted.
    pub phone: Option<String>,
    /// How far they have come.
    pub state: PartyState,
    /// When they were asked.
    pub invited_at: Option<Timestamp>,
    /// When they opened the invitation.
    pub joined_at: Option<Timestamp>,
    /// When they consented, refused or left.
    pub answered_at: Option<Timestamp>,
    /// The member of staff who noted the answer, if it was given on the telephone.
    pub noted_by: Option<StaffId>,
    /// By when they were promised an answer to what they said last; `None` while nothing of theirs waits.
    pub promised: Option<Timestamp>,
    /// When the mediator wrote to them last; `None` once they have spoken since.
    pub spoken_at: Option<Timestamp>,
    /// How often they, or the mediator, were reminded that an answer is missing.
    pub reminded: i64,
    /// How often it has been written; 0 before it is first stored.
    pub version: i64,
}

impl Party {
    /// Whether they may still take part or do so already.
    pub fn is_in(&self) -> bool {
        !matches!(self.state, PartyState::Refused | PartyState::Left)
    }

    /// Whether they have been asked and have not said yes or no.
    pub fn is_undecided(&self) -> bool {
        matches!(self.state, PartyState::Named | PartyState::Invited)
    }
}

/// A one-time invitation as its code finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyInvite {
    /// Whom it is for.
    pub party: Party,
    /// Until when it can be used.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// What somebody in an open case is called: by the mediator, or by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The case.
    pub case: CaseId,
    /// Its code.
    pub code: CaseCode,
    /// The words, as they were written.
    pub words: String,
}

/// A resident's name or number, given to staff by the resident's own act and kept apart from the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The case whose staff may see it.
    pub case: CaseId,
    /// Whose it is.
    pub side: Side,
    /// What they wrote.
    pub words: String,
    /// The digits of the number in it.
    pub phone: Option<String>,
    /// When they gave it.
    pub given_at: Timestamp,
    /// The messages that show it, with the conversation each lies in: they are emptied when it is taken back.
    pub shown: Vec<(super::ids::OutboxId, ConversationId)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_read_back_as_it_was_stored() {
        for side in [Side::Applicant, Side::Other(PartyId::new("00f3"))] {
            assert_eq!(Side::parse(side.as_str()), side);
        }
    }
}
