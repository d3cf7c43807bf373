//! Where a case stands, whose turn it is and until when: derived from the case and what surrounds it, never stored.
//!
//! The one definition for cards, lists, clocks and the console. Must not know how anything is looked up, nor what
//! anybody is told about it.

use std::time::Duration;

use super::case::{Case, CaseState, Outcome};
use super::time::Timestamp;

const DAY: Duration = Duration::from_secs(24 * 3600);

/// The legal-aid institution decides within seven days of receiving an application (法律援助法 43).
const INSTITUTION_DECIDES: Duration = DAY.saturating_mul(7);

/// How long a case waits for a resident who was answered, before it is brought back to mind.
const RESIDENT_ANSWERS: Duration = DAY.saturating_mul(7);

/// What other tables tell of a case, as far as its standing depends on it; all `None`: the case stands by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// When its next confirmed appointment begins.
    pub booked: Option<Timestamp>,
    /// Where its other party stands, once one was invited.
    pub other: Option<OtherParty>,
    /// When the resident is next asked how it went, once closed.
    pub call_back: Option<Timestamp>,
}

/// The other party of a mediation that is under way or may be. A refusal leaves none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherParty {
    /// Asked whether they take part, and given until then.
    Asked(Timestamp),
    /// Takes part; mediation is to end by then.
    TakesPart(Timestamp),
    /// Takes part; all sides are asked for a time, and have until then.
    AskedWhen(Timestamp),
    /// Takes part; no time was agreed on, and another is to be found by then.
    NoTime(Timestamp),
}

/// Where a case stands, each with its deadline (UTC) where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody's yet; the resident was promised an answer by then.
    Offered(Timestamp),
    /// Its owner has to answer the resident by then.
    Claimed(Timestamp),
    /// The resident was answered; without a word by then it can be closed.
    WaitingForResident(Timestamp),
    /// The other party was asked, and has until then.
    WaitingForOther(Timestamp),
    /// There is an appointment at that time.
    Booked(Timestamp),
    /// Both parties take part; it is to end by then.
    InMediation(Timestamp),
    /// All sides are asked whether a time suits, and have until then.
    AskingSides(Timestamp),
    /// The sides agreed on no time; its owner has to find another by then.
    FindingTime(Timestamp),
    /// With the legal-aid institution, which has to decide by then.
    Referred(Timestamp),
    /// Ended; the resident is asked again then, if at all.
    Closed(Outcome, Option<Timestamp>),
    /// Ended, and nothing more will come.
    Filed(Outcome),
}

/// Who has to do the next thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The resident who opened the case.
    Resident,
    /// Its owner, or whoever it is offered to.
    Staff,
    /// The other party of a mediation.
    OtherParty,
    /// Every side of a mediation that has not answered.
    Sides,
    /// The legal-aid institution.
    Institution,
    /// Nobody: a time has to come, or nothing will.
    Nobody,
}

impl Standing {
    /// Where `case` stands in these circumstances.
    ///
    /// A resident who waits for an answer comes first, whatever else is under way. Whatever staff do for the case
    /// (confirm a time, invite the other party, hand it on) is their word, so it ends that wait.
    pub fn of(case: &Case, around: Circumstances) -> Self {
        let outcome = case.outcome.unwrap_or(Outcome::Answered);
        match case.state {
            CaseState::Offered => Self::Offered(answer_by(case)),
            CaseState::Claimed | CaseState::Referred if case.awaits_staff() => Self::Claimed(case.deadline),
            CaseState::Claimed => under_way(case, around),
            CaseState::Referred => {
                Self::Referred(case.referred_at.unwrap_or(case.last_spoke_at).plus(INSTITUTION_DECIDES))
            }
            CaseState::Closed => Self::Closed(outcome, around.call_back),
            CaseState::Filed => Self::Filed(outcome),
        }
    }

    /// By when the next thing has to have happened; `None` if nothing has to.
    pub fn until(self) -> Option<Timestamp> {
        match self {
            Self::Offered(until)
            | Self::Claimed(until)
            | Self::WaitingForResident(until)
            | Self::WaitingForOther(until)
            | Self::Booked(until)
            | Self::InMediation(until)
            | Self::AskingSides(until)
            | Self::FindingTime(until)
            | Self::Referred(until) => Some(until),
            Self::Closed(_, call_back) => call_back,
            Self::Filed(_) => None,
        }
    }
}

/// Whose turn it is.
pub fn turn_of(standing: Standing) -> Whose {
    match standing {
        Standing::Offered(_) | Standing::Claimed(_) | Standing::InMediation(_) | Standing::FindingTime(_) => {
            Whose::Staff
        }
        Standing::AskingSides(_) => Whose::Sides,
        Standing::WaitingForResident(_) => Whose::Resident,
        Standing::WaitingForOther(_) => Whose::OtherParty,
        Standing::Referred(_) => Whose::Institution,
        Standing::Booked(_) | Standing::Closed(..) | Standing::Filed(_) => Whose::Nobody,
    }
}

/// Answered and waiting for nobody in particular but the resident, unless a date or another party is in between.
fn under_way(case: &Case, around: Circumstances) -> Standing {
    match (around.booked, around.other) {
        (Some(at), _) => Standing::Booked(at),
        (None, Some(OtherParty::Asked(until))) => Standing::WaitingForOther(until),
        (None, Some(OtherParty::TakesPart(until))) => Standing::InMediation(until),
        (None, Some(OtherParty::AskedWhen(until))) => Standing::AskingSides(until),
        (None, Some(OtherParty::NoTime(until))) => Standing::FindingTime(until),
        (None, None) => Standing::WaitingForResident(case.last_spoke_at.plus(RESIDENT_ANSWERS)),
    }
}

/// An answered case that was given back is only to be brought back to mind.
fn answer_by(case: &Case) -> Timestamp {
    if case.awaits_staff() { case.deadline } else { case.last_spoke_at.plus(RESIDENT_ANSWERS) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{Reach, Speaker};
    use crate::domain::code::CaseCode;
    use crate::domain::ids::{CaseId, ConversationId, RoomCode, StaffId};
    use crate::domain::lang::Lang;
    use crate::domain::service::Service;

    fn day(number: u32) -> Timestamp {
        Timestamp::from_millis(0).plus(DAY * number)
    }

    /// Opened on day 0, promised for day 1, staff's last word on day 2 if there was one.
    fn case(state: CaseState, answered: bool) -> Case {
        Case {
            id: CaseId::new("1"),
            code: CaseCode::from_number(1),
            conversation: ConversationId::new("anna"),
            lang: Lang::Zh,
            service: Service::Mediation,
            origin: crate::domain::origin::Origin::Bot,
            behalf: None,
            contact: None,
            topic: None,
            room: RoomCode::new("500107003007"),
            state,
            reach: Reach::Role,
            owner: (state != CaseState::Offered).then(|| StaffId::new("wang")),
            summary: String::new(),
            details: Vec::new(),
            urgent: false,
            deadline: day(1),
            last_speaker: if answered { Speaker::Staff } else { Speaker::Resident },
            last_spoke_at: if answered { day(2) } else { day(0) },
            outcome: None,
            opened_at: day(0),
            claimed_at: None,
            answered_at: answered.then(|| day(2)),
            referred_at: None,
            closed_at: None,
            version: 1,
        }
    }

    #[test]
    fn every_state_has_one_turn_and_one_deadline() {
        let booked = Circumstances { booked: Some(day(5)), ..Circumstances::default() };
        let asked = Circumstances { other: Some(OtherParty::Asked(day(4))), ..Circumstances::default() };
        let other = |other| Circumstances { other: Some(other), ..Circumstances::default() };
        let takes_part = other(OtherParty::TakesPart(day(30)));
        let (when, no_time) = (other(OtherParty::AskedWhen(day(6))), other(OtherParty::NoTime(day(7))));
        let alone = Circumstances::default();
        for (state, answered, around, standing, whose) in [
            (CaseState::Offered, false, alone, Standing::Offered(day(1)), Whose::Staff),
            (CaseState::Offered, true, alone, Standing::Offered(day(9)), Whose::Staff),
            (CaseState::Claimed, false, alone, Standing::Claimed(day(1)), Whose::Staff),
            (CaseState::Claimed, true, alone, Standing::WaitingForResident(day(9)), Whose::Resident),
            (CaseState::Claimed, true, booked, Standing::Booked(day(5)), Whose::Nobody),
            (CaseState::Claimed, true, asked, Standing::WaitingForOther(day(4)), Whose::OtherParty),
            (CaseState::Claimed, true, takes_part, Standing::InMediation(day(30)), Whose::Staff),
            (CaseState::Claimed, true, when, Standing::AskingSides(day(6)), Whose::Sides),
            (CaseState::Claimed, true, no_time, Standing::FindingTime(day(7)), Whose::Staff),
            (CaseState::Referred, true, alone, Standing::Referred(day(9)), Whose::Institution),
            (CaseState::Referred, false, alone, Standing::Claimed(day(1)), Whose::Staff),
        ] {
            let found = Standing::of(&case(state, answered), around);
            assert_eq!((found, turn_of(found)), (standing, whose), "{state:?} {answered}");
            assert!(found.until().is_some(), "{found:?}");
        }
    }

    #[test]
    fn who_waits_for_an_answer_comes_before_everything_under_way() {
        let around = Circumstances {
            booked: Some(day(5)),
            other: Some(OtherParty::TakesPart(day(30))),
            ..Circumstances::default()
        };
        assert_eq!(Standing::of(&case(CaseState::Claimed, false), around), Standing::Claimed(day(1)));
        assert_eq!(Standing::of(&case(CaseState::Claimed, true), around), Standing::Booked(day(5)));
    }

    #[test]
    fn the_institution_has_seven_days_from_when_it_was_handed_the_application() {
        let mut case = case(CaseState::Referred, true);
        case.referred_at = Some(day(10));
        assert_eq!(
            Standing::of(&case, Circumstances::default()),
            Standing::Referred(Timestamp::from_millis(17 * 24 * 3_600_000))
        );
    }

    #[test]
    fn what_has_ended_waits_for_a_call_back_at_most() {
        let mut case = case(CaseState::Closed, true);
        case.outcome = Some(Outcome::Unsuccessful);
        let around = Circumstances { call_back: Some(day(12)), ..Circumstances::default() };
        let closed = Standing::of(&case, around);
        assert_eq!((closed.until(), turn_of(closed)), (Some(day(12)), Whose::Nobody));
        assert_eq!(Standing::of(&case, Circumstances::default()).until(), None);
        case.state = CaseState::Filed;
        let filed = Standing::of(&case, around);
        assert_eq!((filed, filed.until()), (Standing::Filed(Outcome::Unsuccessful), None));
    }
}
