//! What buttons around a case do, besides taking, answering and closing it: the words behind them, and back.
//!
//! Must not know who may press what.

use crate::domain::code::CaseCode;
use crate::domain::follow_up::FollowUpAnswer;
use crate::domain::ids::StaffId;

/// What pressing such a button means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// This is how the case was done, or whether it is solved: by the resident, or by staff who asked them.
    FollowUp(CaseCode, FollowUpAnswer),
    /// Whether the case may go on where its code was named.
    Consent(CaseCode, Consent),
    /// Staff: I have checked that it is them, or that it is not.
    Identity(CaseCode, bool),
    /// Staff: the street should take this up jointly.
    JointAsk(CaseCode),
    /// Staff of the street: it does; ask me who leads it.
    JointBegin(CaseCode),
    /// Staff of the street: it does not.
    JointDecline(CaseCode),
    /// Staff of the street: this person leads it.
    JointLeader(CaseCode, StaffId),
    /// Staff of the street: an answer about office, partners or date, counted from 0.
    JointChoice(usize),
    /// Staff: my next words tell how it goes on.
    Progress(CaseCode),
    /// Staff: I sign for how it is to end.
    Sign(CaseCode),
    /// Staff: I do not sign; it goes on.
    SendBack(CaseCode),
    /// Staff: what is handled jointly.
    Joints,
    /// I ask for somebody else; ask me for whom.
    Behalf,
    /// For this one of the relations, counted from 0.
    BehalfOf(usize),
    /// Staff: enter what came to the counter, by phone or in a group.
    Enter,
    /// Staff: an answer while entering, question and choice counted from 0.
    Entered(usize, usize),
    /// Staff: this case should not have been closed; ask me once more.
    Reopen(CaseCode),
    /// Staff: yes, open it again.
    Reopened(CaseCode),
    /// Staff: yes, close it as answered although nobody has answered.
    Unanswered(CaseCode),
    /// Staff: my next words are a note on this case.
    Note(CaseCode),
    /// Staff: this colleague in another room should have it, for this reason, counted from 0.
    Hand(CaseCode, StaffId, usize),
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
            Self::JointAsk(code) => format!("joint:{}", code.as_str()),
            Self::JointBegin(code) => format!("joint_yes:{}", code.as_str()),
            Self::JointDecline(code) => format!("joint_no:{}", code.as_str()),
            Self::JointLeader(code, staff) => format!("leads:{}:{staff}", code.as_str()),
            Self::JointChoice(number) => format!("joint_is:{number}"),
            Self::Progress(code) => format!("progress:{}", code.as_str()),
            Self::Sign(code) => format!("sign:{}", code.as_str()),
            Self::SendBack(code) => format!("unsigned:{}", code.as_str()),
            Self::Joints => "joints:".to_owned(),
            Self::Behalf => "behalf:".to_owned(),
            Self::BehalfOf(number) => format!("behalf_of:{number}"),
            Self::Enter => "enter:".to_owned(),
            Self::Entered(step, number) => format!("entered:{step}:{number}"),
            Self::Note(code) => format!("note:{}", code.as_str()),
            Self::Reopen(code) => format!("reopen:{}", code.as_str()),
            Self::Reopened(code) => format!("reopen_yes:{}", code.as_str()),
            Self::Unanswered(code) => format!("unanswered:{}", code.as_str()),
            Self::Hand(code, staff, reason) => format!("hand:{}:{staff}:{reason}", code.as_str()),
            Self::Identity(code, yes) => format!("identity:{}:{yes}", code.as_str()),
        }
    }

    /// What a button carried; `None` if no deed of ours does.
    pub(super) fn parse(data: &str) -> Option<Self> {
        let (name, rest) = data.split_once(':')?;
        match name {
            "enter" => return Some(Self::Enter),
            "joints" => return Some(Self::Joints),
            "joint_is" => return Some(Self::JointChoice(rest.parse().ok()?)),
            "behalf" => return Some(Self::Behalf),
            "behalf_of" => return Some(Self::BehalfOf(rest.parse().ok()?)),
            "entered" => {
                let (step, number) = rest.split_once(':')?;
                return Some(Self::Entered(step.parse().ok()?, number.parse().ok()?));
            }
            _ => {}
        }
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
            "note" => Some(Self::Note(code)),
            "reopen" => Some(Self::Reopen(code)),
            "reopen_yes" => Some(Self::Reopened(code)),
            "unanswered" => Some(Self::Unanswered(code)),
            "joint" => Some(Self::JointAsk(code)),
            "joint_yes" => Some(Self::JointBegin(code)),
            "joint_no" => Some(Self::JointDecline(code)),
            "leads" => Some(Self::JointLeader(code, StaffId::new(rest))),
            "progress" => Some(Self::Progress(code)),
            "sign" => Some(Self::Sign(code)),
            "unsigned" => Some(Self::SendBack(code)),
            "hand" => {
                let (staff, reason) = rest.split_once(':')?;
                Some(Self::Hand(code, StaffId::new(staff), reason.parse().ok()?))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Deed {
        /// One of every deed, about this case and this colleague.
        pub(in crate::engine) fn about(code: &CaseCode, staff: &StaffId) -> Vec<Self> {
            let answers = FollowUpAnswer::ALL.iter().map(|(answer, _)| Self::FollowUp(code.clone(), *answer));
            let consents = CONSENTS.iter().map(|(consent, _)| Self::Consent(code.clone(), *consent));
            let others = [
                Self::Identity(code.clone(), true),
                Self::Identity(code.clone(), false),
                Self::JointAsk(code.clone()),
                Self::JointBegin(code.clone()),
                Self::JointDecline(code.clone()),
                Self::JointLeader(code.clone(), staff.clone()),
                Self::JointChoice(2),
                Self::Progress(code.clone()),
                Self::Sign(code.clone()),
                Self::SendBack(code.clone()),
                Self::Joints,
                Self::Behalf,
                Self::BehalfOf(7),
                Self::Enter,
                Self::Entered(5, 13),
                Self::Note(code.clone()),
                Self::Reopen(code.clone()),
                Self::Reopened(code.clone()),
                Self::Unanswered(code.clone()),
                Self::Hand(code.clone(), staff.clone(), 9),
            ];
            answers.chain(consents).chain(others).collect()
        }
    }

    #[test]
    fn every_deed_is_read_again() {
        for deed in Deed::about(&CaseCode::from_number(7), &StaffId::new("li")) {
            assert_eq!(Deed::parse(&deed.encode()), Some(deed.clone()), "{deed:?}");
        }
    }

    #[test]
    fn what_is_cut_off_or_made_up_is_no_deed() {
        for deed in Deed::about(&CaseCode::from_number(7), &StaffId::new("li")) {
            let data = deed.encode();
            let (name, _) = data.split_once(':').unwrap();
            assert_eq!(Deed::parse(name), None, "{data}: no colon");
            if !matches!(deed, Deed::Joints | Deed::Behalf | Deed::Enter) {
                assert_eq!(Deed::parse(&format!("{name}:")), None, "{data}: nothing behind it");
                assert_eq!(Deed::parse(&format!("{name}:x:y:z")), None, "{data}: nonsense behind it");
            }
        }
        for data in
            ["", ":", "said:22222222:gladly", "joint_is:-1", "entered:1", "hand:22222222:li", "fly:22222222"]
        {
            assert_eq!(Deed::parse(data), None, "{data}");
        }
    }
}
