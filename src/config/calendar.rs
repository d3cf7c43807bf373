//! Reads `calendar.toml`: the holidays and make-up days of each year, with their source.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use crate::domain::calendar::{Calendar, Year, is_weekend};
use crate::tomlfile::{Fault, Placed, Section, TomlFile};

/// Years that can be meant.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

/// Reads a calendar; every fault goes to `faults`.
pub fn read(file: &TomlFile, faults: &mut Vec<Fault>) -> Calendar {
    file.read(faults, |top| {
        let mut years = BTreeMap::new();
        for key in top.keys() {
            let number = key.value.parse().ok().filter(|year| YEARS.contains(year));
            let Some(number) = number else { continue };
            if let Some(year) = top.table(&key.value, |section| read_year(section, number)) {
                years.insert(number, year);
            }
        }
        Calendar::new(years)
    })
}

fn read_year(section: &mut Section<'_, '_>, number: i32) -> Year {
    let holidays = read_days(section, "holidays", number);
    let makeup = read_days(section, "makeup_workdays", number);
    for day in &makeup {
        if !is_weekend(day.value) {
            section.fault(day.at, format!("{} is no Saturday or Sunday: it needs no making up", day.value));
        }
        if holidays.iter().any(|holiday| holiday.value == day.value) {
            section.fault(day.at, format!("{} is a holiday as well: it can only be one of them", day.value));
        }
    }
    if holidays.is_empty() {
        section.fault(section.at(), "`holidays` is missing: list the year's days off");
    }
    let source = section.required_text("source").map_or_else(String::new, |source| source.value);
    let days = |days: Vec<Placed<NaiveDate>>| days.into_iter().map(|day| day.value).collect::<BTreeSet<_>>();
    Year { holidays: days(holidays), makeup_workdays: days(makeup), source }
}

fn read_days(section: &mut Section<'_, '_>, key: &str, year: i32) -> Vec<Placed<NaiveDate>> {
    let mut days = Vec::new();
    for text in section.texts(key) {
        match span(&text.value).filter(|days| days.iter().all(|day| day.year() == year)) {
            Some(span) => days.extend(span.into_iter().map(|value| Placed { value, at: text.at })),
            None => section.fault(
                text.at,
                format!("`{}` must be a day of {year}, or the first..last of several", text.value),
            ),
        }
    }
    days
}

/// `2026-01-01`, or every day of `2026-01-01..2026-01-03`; at most a month.
fn span(text: &str) -> Option<Vec<NaiveDate>> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last): (NaiveDate, NaiveDate) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| *day <= last).take(32).collect();
    (1..=31).contains(&days.len()).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Calendar, Vec<String>) {
        let mut faults = Vec::new();
        let file = TomlFile { name: "calendar.toml".into(), text: text.into() };
        let calendar = read(&file, &mut faults);
        (calendar, faults.iter().map(ToString::to_string).collect())
    }

    /// Month and day of every day of 2026 that is a holiday or is made up, as the State Council announced them.
    const OFF: &str = "01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06 \
        05-01 05-02 05-03 05-04 05-05 06-19 06-20 06-21 09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07";
    const ON: &str = "01-04 02-14 02-28 05-09 09-20 10-10";

    #[test]
    fn the_shipped_year_is_the_state_councils_day_by_day() {
        let (calendar, faults) = read_text(include_str!("../../config/calendar.toml"));
        assert_eq!(faults, Vec::<String>::new());
        let first: NaiveDate = "2026-01-01".parse().unwrap();
        for day in first.iter_days().take(365) {
            let short = day.format("%m-%d").to_string();
            assert_eq!(calendar.is_holiday(day), OFF.contains(&short), "{day}");
            assert_eq!(calendar.is_makeup(day), ON.contains(&short), "{day}");
        }
        assert_eq!(calendar.sources().collect::<Vec<_>>(), [(2026, "State Council notice of 2025-11-04")]);
    }

    #[test]
    fn every_fault_is_named() {
        let text = "[2027]\nholidays = [\"2027-01-01..2027-01-03\", \"2026-12-31\", \"soon\", \"2027-03-05..2027-03-01\"]\n\
                    makeup_workdays = [\"2027-01-04\", \"2027-01-03\"]\n[2028]\n[later]\n";
        let (_, faults) = read_text(text);
        for expected in [
            "calendar.toml:2: `2026-12-31` must be a day of 2027",
            "calendar.toml:2: `soon` must be a day of 2027",
            "calendar.toml:2: `2027-03-05..2027-03-01` must be a day of 2027",
            "calendar.toml:3: 2027-01-04 is no Saturday or Sunday",
            "calendar.toml:3: 2027-01-03 is a holiday as well",
            "calendar.toml:1: `source` is missing",
            "calendar.toml:4: `holidays` is missing",
            "calendar.toml:5: `later` is not known here",
        ] {
            assert!(faults.iter().any(|fault| fault.starts_with(expected)), "{expected} not in {faults:#?}");
        }
    }
}
