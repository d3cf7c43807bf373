//! Which days are worked on: Monday to Friday, but for the holidays and make-up days (调休) of each year.
//!
//! Must not know what day it is. A year nobody has loaded is counted Monday to Friday, and whoever runs the system is
//! told so: see [`Calendar::missing`].

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Promises and reminders reach so many days ahead; the years they may fall in have to be loaded.
const LOOK_AHEAD: Days = Days::new(31);

/// The years that have been loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
}

/// What the State Council arranges for a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Year {
    /// Days off, weekends among them or not.
    pub holidays: BTreeSet<NaiveDate>,
    /// Saturdays and Sundays that are worked on instead.
    pub makeup_workdays: BTreeSet<NaiveDate>,
    /// Where this is from.
    pub source: String,
}

impl Calendar {
    /// Of these years.
    pub fn new(years: BTreeMap<i32, Year>) -> Self {
        Self { years }
    }

    /// Whether a day is off by the State Council's arrangement.
    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        self.years.get(&day.year()).is_some_and(|year| year.holidays.contains(&day))
    }

    /// Whether a Saturday or Sunday is worked on instead of another day.
    pub fn is_makeup(&self, day: NaiveDate) -> bool {
        self.years.get(&day.year()).is_some_and(|year| year.makeup_workdays.contains(&day))
    }

    /// The years that what is promised on `today` may fall in and that are not loaded.
    pub fn missing(&self, today: NaiveDate) -> Vec<i32> {
        let last = today.checked_add_days(LOOK_AHEAD).unwrap_or(today);
        (today.year()..=last.year()).filter(|year| !self.years.contains_key(year)).collect()
    }

    /// The years that are loaded, each with its source.
    pub fn sources(&self) -> impl Iterator<Item = (i32, &str)> {
        self.years.iter().map(|(year, arranged)| (*year, arranged.source.as_str()))
    }
}

/// Whether a day is a Saturday or a Sunday.
pub fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calendar() -> Calendar {
        let year = Year {
            holidays: [day("2026-02-16"), day("2026-02-21")].into(),
            makeup_workdays: [day("2026-02-28")].into(),
            source: "notice".into(),
        };
        Calendar::new([(2026, year)].into())
    }

    #[test]
    fn a_year_nobody_loaded_has_no_days_of_its_own_and_is_missed_a_month_ahead() {
        let calendar = calendar();
        assert!(calendar.is_holiday(day("2026-02-16")) && calendar.is_makeup(day("2026-02-28")));
        assert!(!calendar.is_holiday(day("2027-01-01")) && !calendar.is_makeup(day("2027-01-02")));
        assert_eq!(calendar.missing(day("2026-11-30")), Vec::<i32>::new());
        assert_eq!(calendar.missing(day("2026-12-01")), [2027]);
        assert_eq!(calendar.missing(day("2027-05-01")), [2027]);
        assert_eq!(calendar.missing(day("2025-12-24")), [2025]);
        assert_eq!(calendar.sources().collect::<Vec<_>>(), [(2026, "notice")]);
    }
}
