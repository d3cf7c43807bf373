//! What a button about an appointment does: the words behind it, and back.
//!
//! A button names the time it speaks of, so that an old one never says yes to another time than it shows.

use crate::domain::booking::Truth;
use crate::domain::code::CaseCode;
use crate::domain::ids::{BookingId, StaffId};
use crate::domain::time::Timestamp;

/// What pressing a button about an appointment means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Appointment {
    /// Resident: my appointments. Staff: mine.
    Mine,
    /// Where this case's appointment stands.
    Show(CaseCode),
    /// Resident: the places I can have. Staff: those I can offer.
    Choose(CaseCode),
    /// Resident: I want this place, with this person. Staff: I offer it.
    Pick(CaseCode, StaffId, Timestamp),
    /// Resident: tell me when a place becomes free.
    Wait(CaseCode),
    /// I agree to this time: the resident to what staff offer, staff to what the resident asks.
    Agree(CaseCode, Timestamp),
    /// Staff: the other party with this code, who takes part by telephone, agrees to this time.
    AgreeFor(CaseCode, Timestamp),
    /// I cannot at this time.
    Refuse(CaseCode, Timestamp),
    /// The appointment is to be called off; ask me once more.
    CallOff(CaseCode),
    /// Yes, call the one at this time off.
    CalledOff(CaseCode, Timestamp),
    /// Resident: the calendar entry once more.
    Calendar(CaseCode),
    /// Staff: the resident is to choose.
    LetChoose(CaseCode),
    /// Staff: the time that I have just proposed is to be taken back.
    TakeBack(CaseCode, Timestamp),
    /// Staff: this is what came of it.
    Truth(BookingId, Truth),
}

impl Appointment {
    /// What its buttons begin with.
    pub const PREFIX: &'static str = "a";

    /// What the button carries.
    pub fn encode(&self) -> String {
        let of = |name: &str, code: &CaseCode| format!("a:{name}:{}", code.as_str());
        let at = |name: &str, code: &CaseCode, at: &Timestamp| format!("{}:{}", of(name, code), minute(*at));
        match self {
            Self::Mine => "a:mine".to_owned(),
            Self::Show(code) => of("show", code),
            Self::Choose(code) => of("choose", code),
            Self::Pick(code, staff, starts) => format!("{}:{staff}", at("pick", code, starts)),
            Self::Wait(code) => of("wait", code),
            Self::Agree(code, starts) => at("yes", code, starts),
            Self::AgreeFor(code, starts) => at("yes_for", code, starts),
            Self::Refuse(code, starts) => at("no", code, starts),
            Self::CallOff(code) => of("off", code),
            Self::CalledOff(code, starts) => at("off_yes", code, starts),
            Self::Calendar(code) => of("ics", code),
            Self::LetChoose(code) => of("let", code),
            Self::TakeBack(code, starts) => at("take_back", code, starts),
            Self::Truth(booking, truth) => format!("a:truth:{booking}:{}", truth.code()),
        }
    }

    /// What a button carried behind the prefix; `None` if no button of ours does.
    pub fn parse(data: &str) -> Option<Self> {
        let mut parts = data.splitn(4, ':');
        let name = parts.next()?;
        if name == "mine" {
            return parts.next().is_none().then_some(Self::Mine);
        }
        if name == "truth" {
            return Some(Self::Truth(BookingId::new(parts.next()?), Truth::parse(parts.next()?)?));
        }
        let code = CaseCode::parse(parts.next()?)?;
        Some(match name {
            "show" => Self::Show(code),
            "choose" => Self::Choose(code),
            "pick" => {
                let starts = moment(parts.next()?)?;
                Self::Pick(code, StaffId::new(parts.next()?), starts)
            }
            "wait" => Self::Wait(code),
            "yes" => Self::Agree(code, moment(parts.next()?)?),
            "yes_for" => Self::AgreeFor(code, moment(parts.next()?)?),
            "no" => Self::Refuse(code, moment(parts.next()?)?),
            "off" => Self::CallOff(code),
            "off_yes" => Self::CalledOff(code, moment(parts.next()?)?),
            "ics" => Self::Calendar(code),
            "let" => Self::LetChoose(code),
            "take_back" => Self::TakeBack(code, moment(parts.next()?)?),
            _ => return None,
        })
    }
}

/// Appointments begin at whole minutes.
fn minute(at: Timestamp) -> i64 {
    at.millis().div_euclid(60_000)
}

fn moment(minutes: &str) -> Option<Timestamp> {
    minutes.parse::<i64>().ok()?.checked_mul(60_000).map(Timestamp::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::action::Action;

    #[test]
    fn every_button_says_what_it_means_in_64_bytes() {
        let code = CaseCode::from_number(u64::MAX);
        let at = Timestamp::from_millis(4_102_444_800_000);
        let long = "f".repeat(32);
        let mut all = vec![
            Appointment::Mine,
            Appointment::Show(code.clone()),
            Appointment::Choose(code.clone()),
            Appointment::Pick(code.clone(), StaffId::new(&long), at),
            Appointment::Wait(code.clone()),
            Appointment::Agree(code.clone(), at),
            Appointment::AgreeFor(code.clone(), at),
            Appointment::Refuse(code.clone(), at),
            Appointment::CallOff(code.clone()),
            Appointment::CalledOff(code.clone(), at),
            Appointment::Calendar(code.clone()),
            Appointment::LetChoose(code.clone()),
            Appointment::TakeBack(code, at),
        ];
        all.extend(Truth::SAID.map(|truth| Appointment::Truth(BookingId::new(&long), truth)));
        for appointment in all {
            let data = appointment.encode();
            assert!(data.len() <= 64, "{data}");
            assert_eq!(Action::parse(&data), Some(Action::Appointment(appointment)), "{data}");
        }
        for data in ["a:", "a:mine:1", "a:pick:22222222", "a:yes:22222222:x", "a:truth:1:unknown", "a:gone:1"]
        {
            assert_eq!(Action::parse(data), None, "{data}");
        }
    }
}
