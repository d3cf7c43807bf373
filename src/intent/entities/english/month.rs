//! Months, their days and years by number: 5 March 2025, March 5th, in March, March last year, on the 5th, since 2023.
//!
//! "May" and "march" are words of other kinds, and so are short names: they count only with a day, a year or a word of time beside
//! them. A bare number never is a year.

use chrono::{Datelike, NaiveDate};

use super::super::super::letters::is_word;
use super::super::cursor::Cursor;
use super::super::date::{coming_day, months_away, whole_year};
use super::super::moment::{Grain, LeftOut, Moment, day, days, meant_year, month};
use super::super::number;
use super::date::WHICH;
use super::{counts, is_behind, is_free, next_words, one_of, past, word_before, words};

/// A month's name, and how surely it is one.
#[derive(Clone, Copy)]
struct Name {
    number: u32,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A month wherever it stands.
    Full,
    /// A short name.
    Short,
    /// Also a verb.
    Verb,
}

const fn full(number: u32) -> Name {
    Name { number, kind: Kind::Full }
}

const fn short(number: u32) -> Name {
    Name { number, kind: Kind::Short }
}

const NAMES: &[(&str, Name)] = &[
    ("january", full(1)),
    ("february", full(2)),
    ("march", Name { number: 3, kind: Kind::Verb }),
    ("april", full(4)),
    ("may", Name { number: 5, kind: Kind::Verb }),
    ("june", full(6)),
    ("july", full(7)),
    ("august", full(8)),
    ("september", full(9)),
    ("october", full(10)),
    ("november", full(11)),
    ("december", full(12)),
    ("jan", short(1)),
    ("feb", short(2)),
    ("mar", short(3)),
    ("apr", short(4)),
    ("jun", short(6)),
    ("jul", short(7)),
    ("aug", short(8)),
    ("sept", short(9)),
    ("sep", short(9)),
    ("oct", short(10)),
    ("nov", short(11)),
    ("dec", short(12)),
];

/// The name here; the point of a short one belongs to it where a number follows.
fn name(at: Cursor<'_>) -> Option<(Name, Cursor<'_>)> {
    let (name, behind) = one_of(at, NAMES)?;
    let point = behind.eat(".").filter(|behind| number::run(behind.past_spaces()).is_some());
    Some((name, point.filter(|_| name.kind != Kind::Full).unwrap_or(behind)))
}

/// March, March 5th, March 5, 2025, March last year.
pub(super) fn read(at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    let (name, behind) = name(at)?;
    let day = day_behind(behind);
    let (number, behind) = day.map_or((None, behind), |(number, behind)| (Some(number), behind));
    let year = year_behind(behind, today);
    // You may last year after year.
    let may = words(at, "may").is_some();
    let is_dated = number.is_some() || year.is_some_and(|(_, is_number, _)| is_number || !may);
    if name.kind != Kind::Full && !is_dated && !is_named(at) {
        return None;
    }
    made(name.number, number, year, behind, today)
}

/// 5 March 2025, 5th of March, the 5th of last month; on the 5th.
pub(super) fn with_day_first(at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    let (number, ordinal, behind) = numbered_day(at)?;
    let spaced = behind.past_spaces();
    let next = if ordinal { past(spaced, &["of"]) } else { spaced };
    if let Some((name, behind)) = name(next) {
        let year = year_behind(behind, today);
        let dated = ordinal || year.is_some() || is_behind(at, BEFORE_DAY);
        // All 10 may leave.
        let verb = name.kind == Kind::Verb && behind.past_spaces().sign().is_some_and(is_word);
        return if verb && !dated { None } else { made(name.number, Some(number), year, behind, today) };
    }
    if !ordinal {
        return None;
    }
    if let Some((which, behind)) = one_of(next, WHICH).filter(|_| next.at() > spaced.at()) {
        let month = months_away(today.with_day(1)?, which.into())?;
        return Some((day(month.with_day(number)?), next_words(behind, "month")?));
    }
    let article = word_before(at).filter(|it| words(*it, "the").is_some() && is_behind(*it, BEFORE_DAY))?;
    (article.at() < at.at() && is_free(behind)).then_some((coming_day(today, number)?, behind))
}

const BEFORE_DAY: &[&str] = &["on", "by", "until", "till", "from", "since", "before", "after"];

/// In 2024, since 2023.
pub(super) fn year(at: Cursor<'_>) -> Option<(Moment, Cursor<'_>)> {
    let (year, behind) = numbered_year(at).filter(|_| is_behind(at, &["in", "since", "during", "until"]))?;
    Some((whole_year(year)?, behind))
}

/// Last March: the latest that is over or has begun; next March: the first still to begin.
pub(super) fn which(which: i8, at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    let (name, behind) = name(at)?;
    // This may be wrong.
    if which == 0 && name.kind != Kind::Full && !words(at, "march").is_some_and(|_| is_free(behind)) {
        return None;
    }
    let begun = name.number <= today.month();
    let shift = match which {
        -1 if !begun => -1,
        1 if begun => 1,
        _ => 0,
    };
    of_named(name.number, behind, today.year().checked_add(shift)?)
}

/// A month behind a year: last year in March.
pub(super) fn of_year(behind: Cursor<'_>, year: i32) -> Option<(Moment, Cursor<'_>)> {
    let at = past(behind.maybe(",").past_spaces(), &["in", "on"]);
    let (name, behind) = name(at).filter(|(name, _)| name.kind == Kind::Full || is_named(at))?;
    of_named(name.number, behind, year)
}

fn of_named(number: u32, behind: Cursor<'_>, year: i32) -> Option<(Moment, Cursor<'_>)> {
    let (day, behind) = day_behind(behind).map_or((None, behind), |(day, behind)| (Some(day), behind));
    Some((in_year(year, number, day)?, behind))
}

/// Whether a word before says that a month is meant.
fn is_named(at: Cursor<'_>) -> bool {
    const BEFORE: &[&str] =
        &["in", "since", "last", "next", "until", "till", "by", "from", "during", "of", "before", "after"];
    // From March to May.
    let to = word_before(at).filter(|it| words(*it, "to").is_some()).and_then(word_before);
    let early = words(at, "may").is_none() && is_behind(at, &["early", "mid", "late"]);
    is_behind(at, BEFORE) || early || to.is_some_and(|it| name(it).is_some())
}

/// The day, whether it is an ordinal, and the place behind.
fn numbered_day(at: Cursor<'_>) -> Option<(u32, bool, Cursor<'_>)> {
    let (number, digits, behind) = number::run(at)?;
    let number = u32::try_from(number).ok().filter(|it| digits <= 2 && (1..=31).contains(it))?;
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|ending| words(behind, ending));
    Some((number, ordinal.is_some(), ordinal.unwrap_or(behind)))
}

/// A day behind a month's name: March 5, March the 5th; 5 people are none.
fn day_behind(at: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let (number, ordinal, behind) = numbered_day(past(at.past_spaces(), &["the"]))?;
    (ordinal || !counts(behind)).then_some((number, behind))
}

/// The year behind a month or day, and whether it is a number: , 2025, of last year.
fn year_behind(at: Cursor<'_>, today: NaiveDate) -> Option<(i32, bool, Cursor<'_>)> {
    let next = past(at.maybe(",").past_spaces(), &["of", "in"]);
    if let Some((year, behind)) = numbered_year(next) {
        return Some((year, true, behind));
    }
    let (which, behind) = one_of(next, WHICH)?;
    Some((today.year().checked_add(which.into())?, false, next_words(behind, "year")?))
}

fn numbered_year(at: Cursor<'_>) -> Option<(i32, Cursor<'_>)> {
    let (year, digits, behind) = number::run(at)?;
    let year = i32::try_from(year).ok().filter(|year| digits == 4 && (1950..2100).contains(year))?;
    (!counts(behind)).then_some((year, behind))
}

/// A month or a day in it, of the year behind it or of the one that is meant.
fn made<'t>(
    number: u32,
    day: Option<u32>,
    year: Option<(i32, bool, Cursor<'t>)>,
    behind: Cursor<'t>,
    today: NaiveDate,
) -> Option<(Moment, Cursor<'t>)> {
    if let Some((year, _, behind)) = year {
        return Some((in_year(year, number, day)?, behind));
    }
    let of = |year| in_year(year, number, day).map(|found| (found.from.date(), found));
    let found = meant_year(today, of)?;
    Some((Moment { left_out: LeftOut::Year, ..found }, behind))
}

fn in_year(year: i32, number: u32, of_month: Option<u32>) -> Option<Moment> {
    let (first, last) = month(year, number)?;
    match of_month {
        Some(number) => Some(day(first.with_day(number)?)),
        None => Some(days(first, last, Grain::Month)),
    }
}
