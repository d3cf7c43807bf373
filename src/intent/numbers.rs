//! The numbers that change from year to year (`numbers.toml`): each stands once, with its source and until when it holds, and
//! answers name it as `{key}`.
//!
//! Must not know which answer names what, nor what day it is.

use chrono::NaiveDate;

use crate::domain::lang::Lang;
use crate::tomlfile::{Fault, Placed, Section, TomlFile};

/// The contents of `numbers.toml`.
#[derive(Clone, Debug, Default)]
pub struct NumberTable {
    numbers: Vec<Number>,
}

/// One number, perhaps not known yet.
#[derive(Clone, Debug)]
pub struct Number {
    /// Where it stands.
    pub at: usize,
    /// What answers call it.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// None: nobody has entered it.
    known: Option<Known>,
    /// Said instead of a number that is not known or does not hold any more; in English as well.
    instead: (String, String),
}

#[derive(Clone, Debug)]
struct Known {
    /// With its unit: `2,600元/月`; in English as well.
    value: (String, String),
    source: String,
    /// When the source says so, `2026-03-01`.
    published: NaiveDate,
    /// The last day it holds.
    valid_until: NaiveDate,
}

/// How a number stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has entered it.
    Missing,
    /// It holds up to and including the day.
    Holds(NaiveDate),
    /// That day was its last.
    Ended(NaiveDate),
}

impl NumberTable {
    /// Reads the file; faults go to `faults`.
    pub fn read(file: &TomlFile, faults: &mut Vec<Fault>) -> Self {
        let numbers: Vec<Number> = file.read(faults, |top| top.tables("number", Number::read));
        for (place, number) in numbers.iter().enumerate() {
            if numbers.iter().take(place).any(|earlier| earlier.key == number.key) {
                faults.push(file.fault(number.at, format!("`{}` is here twice: keep one", number.key)));
            }
        }
        Self { numbers }
    }

    /// All of them, in the order of the file.
    pub fn all(&self) -> &[Number] {
        &self.numbers
    }

    /// A text with its `{key}`s replaced as the numbers stand that day.
    pub fn fill(&self, text: &str, lang: Lang, today: NaiveDate) -> String {
        let mut filled = text.to_owned();
        for number in &self.numbers {
            let key = format!("{{{}}}", number.key);
            if filled.contains(&key) {
                filled = filled.replace(&key, &number.shown(lang, today));
            }
        }
        filled
    }

    /// The first `{key}` of a text that no number has.
    pub fn unknown_in<'a>(&self, text: &'a str) -> Option<&'a str> {
        let mut named = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(key, _)| key);
        named.find(|key| self.numbers.iter().all(|number| number.key != *key))
    }
}

impl Number {
    fn read(section: &mut Section<'_, '_>) -> Self {
        let required = |section: &mut Section<'_, '_>, key: &str| {
            section.required_filled_text(key).map(|text| text.value.trim().to_owned()).unwrap_or_default()
        };
        Self {
            at: section.at(),
            key: required(section, "key"),
            label: required(section, "label"),
            known: Known::read(section),
            instead: (required(section, "instead"), required(section, "instead_en")),
        }
    }

    /// How it stands on a day.
    pub fn standing(&self, today: NaiveDate) -> Standing {
        match &self.known {
            None => Standing::Missing,
            Some(known) if today <= known.valid_until => Standing::Holds(known.valid_until),
            Some(known) => Standing::Ended(known.valid_until),
        }
    }

    fn shown(&self, lang: Lang, today: NaiveDate) -> String {
        let known = self.known.as_ref().filter(|known| today <= known.valid_until);
        match (known, lang) {
            (Some(known), Lang::Zh) => {
                format!("{}（{}，{}）", known.value.0, known.source, known.published)
            }
            (Some(known), Lang::En) => {
                format!("{} ({}, {})", known.value.1, known.source, known.published)
            }
            (None, Lang::Zh) => self.instead.0.clone(),
            (None, Lang::En) => self.instead.1.clone(),
        }
    }
}

impl Known {
    /// What was entered; a number without its source or its days is a fault and counts as not known.
    fn read(section: &mut Section<'_, '_>) -> Option<Self> {
        let mut text = |key: &str| section.text(key).filter(|text| !text.value.trim().is_empty());
        let (value, value_en, source) = (text("value"), text("value_en"), text("source"));
        let (published, valid_until) = (text("published"), text("valid_until"));
        let value = value?;
        let (Some(source), Some(published), Some(valid_until)) = (source, published, valid_until) else {
            let what = "a number needs its `source`, the day it was `published` and until when it is valid \
                        (`valid_until`): add them, or leave `value` empty";
            section.fault(value.at, what);
            return None;
        };
        let (until, published) = (valid_until.at, day(section, &published)?);
        let valid_until = day(section, &valid_until)?;
        if published > valid_until {
            section.fault(until, "`valid_until` is before the number was `published`: mend one of the days");
            return None;
        }
        let value_en = value_en.map_or_else(|| value.value.clone(), |it| it.value);
        let value = (value.value, value_en);
        Some(Self { value, source: source.value, published, valid_until })
    }
}

fn day(section: &mut Section<'_, '_>, given: &Placed<String>) -> Option<NaiveDate> {
    let day = given.value.parse().ok();
    if day.is_none() {
        section.fault(given.at, format!("`{}` is no day: write it like 2027-11-22", given.value));
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    const LPR: &str = "[[number]]\nkey = \"lpr\"\nlabel = \"一年期LPR\"\nvalue = \"3%\"\nsource = \"公告\"\n\
                       published = \"2026-11-20\"\nvalid_until = \"2026-12-19\"\n\
                       instead = \"请问律师\"\ninstead_en = \"ask the lawyer\"\n";

    fn read(text: &str) -> (NumberTable, Vec<String>) {
        let mut faults = Vec::new();
        let table =
            NumberTable::read(&TomlFile { name: "numbers.toml".into(), text: text.into() }, &mut faults);
        (table, faults.iter().map(ToString::to_string).collect())
    }

    fn on(day: &str) -> NaiveDate {
        day.parse().unwrap()
    }

    #[test]
    fn a_number_is_said_with_its_source_while_it_holds_and_not_after() {
        let (table, faults) = read(LPR);
        assert_eq!(faults, [""; 0]);
        let said = |lang, day| table.fill("LPR：{lpr}。", lang, on(day));
        assert_eq!(said(Lang::Zh, "2026-12-19"), "LPR：3%（公告，2026-11-20）。");
        assert_eq!(said(Lang::En, "2026-12-19"), "LPR：3% (公告, 2026-11-20)。");
        assert_eq!(said(Lang::Zh, "2026-12-20"), "LPR：请问律师。");
        assert_eq!(table.all()[0].standing(on("2026-12-20")), Standing::Ended(on("2026-12-19")));
    }

    #[test]
    fn one_that_nobody_entered_is_no_fault_and_says_what_to_do() {
        let (table, faults) = read(&LPR.replace("3%", "").replace("公告", ""));
        assert_eq!(faults, [""; 0]);
        assert_eq!(table.fill("{lpr}", Lang::En, on("2026-11-25")), "ask the lawyer");
        assert_eq!(table.all()[0].standing(on("2026-11-25")), Standing::Missing);
    }

    #[test]
    fn what_nobody_could_rely_on_is_refused() {
        for (from, to, wanted) in [
            ("公告", "", "numbers.toml:4: a number needs its `source`"),
            ("2026-12-19", "Christmas", "numbers.toml:7: `Christmas` is no day"),
            ("2026-12-19", "2026-11-19", "numbers.toml:7: `valid_until` is before"),
            ("instead_en", "otherwise", "`instead_en` is missing"),
            ("请问律师", " ", "numbers.toml:8: `instead` is empty"),
        ] {
            let (_, faults) = read(&LPR.replace(from, to));
            assert!(faults.iter().any(|fault| fault.contains(wanted)), "{wanted} in {faults:?}");
        }
        assert!(read(&LPR.repeat(2)).1[0].contains("`lpr` is here twice"));
        let (table, _) = read(LPR);
        assert_eq!((table.unknown_in("{lpr}"), table.unknown_in("a {wage} b")), (None, Some("wage")));
    }
}
