//! What a button about the roster does: the words behind it, and back.

use chrono::NaiveDate;

use crate::domain::ids::{StaffId, SwapId};

/// What pressing a button about the roster means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Resident: who is there today?
    Today,
    /// Staff: my room's week, and who is there now.
    Week,
    /// Staff: I want to say when I am there every week.
    Hours,
    /// Staff: I shall be away.
    Leave,
    /// Staff: I shall be away the whole of these days.
    WholeDays(NaiveDate, NaiveDate),
    /// Staff: this colleague stands in for me.
    StandIn(StaffId),
    /// Staff: nobody stands in for me.
    NoStandIn,
    /// Staff: I am back.
    Back,
    /// Staff: how many cases I can have at a time; ask me.
    Capacity,
    /// Staff: so many; any number, if none is said.
    AtMost(Option<i64>),
    /// Staff: somebody else should take a day of mine; show me which.
    Swap,
    /// Staff: this day; show me to whom.
    SwapDay(NaiveDate),
    /// Staff: this day to this colleague.
    SwapTo(NaiveDate, StaffId),
    /// Staff: I take the day offered to me.
    Take(SwapId),
    /// Staff: I do not.
    Decline(SwapId),
}

impl Duty {
    /// What its buttons begin with.
    pub const PREFIX: &'static str = "d";

    /// What the button carries.
    pub fn encode(&self) -> String {
        match self {
            Self::Today => "d:today".to_owned(),
            Self::Week => "d:week".to_owned(),
            Self::Hours => "d:hours".to_owned(),
            Self::Leave => "d:leave".to_owned(),
            Self::WholeDays(first, last) => format!("d:whole:{first}:{last}"),
            Self::StandIn(staff) => format!("d:stand_in:{staff}"),
            Self::NoStandIn => "d:nobody".to_owned(),
            Self::Back => "d:back".to_owned(),
            Self::Capacity => "d:capacity".to_owned(),
            Self::AtMost(None) => "d:any".to_owned(),
            Self::AtMost(Some(most)) => format!("d:most:{most}"),
            Self::Swap => "d:swap".to_owned(),
            Self::SwapDay(day) => format!("d:day:{day}"),
            Self::SwapTo(day, staff) => format!("d:to:{day}:{staff}"),
            Self::Take(swap) => format!("d:take:{swap}"),
            Self::Decline(swap) => format!("d:decline:{swap}"),
        }
    }

    /// What a button carried behind the prefix; `None` if no button of ours does.
    pub fn parse(data: &str) -> Option<Self> {
        let (name, rest) = data.split_once(':').unwrap_or((data, ""));
        Some(match (name, rest) {
            ("today", "") => Self::Today,
            ("week", "") => Self::Week,
            ("hours", "") => Self::Hours,
            ("leave", "") => Self::Leave,
            ("nobody", "") => Self::NoStandIn,
            ("back", "") => Self::Back,
            ("capacity", "") => Self::Capacity,
            ("any", "") => Self::AtMost(None),
            ("swap", "") => Self::Swap,
            (_, "") => return None,
            ("most", most) => Self::AtMost(Some(most.parse().ok().filter(|most| (0..=999).contains(most))?)),
            ("stand_in", staff) => Self::StandIn(StaffId::new(staff)),
            ("whole", days) => {
                let (first, last) = days.split_once(':')?;
                Self::WholeDays(first.parse().ok()?, last.parse().ok()?)
            }
            ("day", day) => Self::SwapDay(day.parse().ok()?),
            ("to", rest) => {
                let (day, staff) = rest.split_once(':')?;
                Self::SwapTo(day.parse().ok()?, StaffId::new(staff))
            }
            ("take", swap) => Self::Take(SwapId::new(swap)),
            ("decline", swap) => Self::Decline(SwapId::new(swap)),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::action::Action;

    #[test]
    fn every_button_says_what_it_means_in_64_bytes() {
        let long = "f".repeat(32);
        let day: NaiveDate = "2026-03-05".parse().unwrap();
        for duty in [
            Duty::Today,
            Duty::Week,
            Duty::Hours,
            Duty::Leave,
            Duty::StandIn(StaffId::new(&long)),
            Duty::WholeDays(day, day),
            Duty::NoStandIn,
            Duty::Back,
            Duty::Capacity,
            Duty::AtMost(None),
            Duty::AtMost(Some(999)),
            Duty::Swap,
            Duty::SwapDay(day),
            Duty::SwapTo(day, StaffId::new(&long)),
            Duty::Take(SwapId::new(&long)),
            Duty::Decline(SwapId::new(&long)),
        ] {
            let data = duty.encode();
            assert!(data.len() <= 64, "{data}");
            assert_eq!(Action::parse(&data), Some(Action::Duty(duty)), "{data}");
        }
        for data in [
            "d:",
            "d:stand_in:",
            "d:day:x",
            "d:to:2026-03-05",
            "d:today:x",
            "d:most:x",
            "d:most:-1",
            "d:gone",
        ] {
            assert_eq!(Action::parse(data), None, "{data}");
        }
    }
}
