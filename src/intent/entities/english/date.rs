//! Days, weeks and years by their names: today, the day before yesterday, last night, next week, Friday, last year.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::super::cursor::Cursor;
use super::super::date::{months_away, shifted, whole_year};
use super::super::moment::{self, Grain, LeftOut, Moment, day, days};
use super::super::number::Here;
use super::super::{ago, span, week};
use super::{begins, is_at, is_behind, is_letter, month, next_words, one_of, past, words};

/// The date that begins here.
pub(in super::super) fn read<'t>(here: &Here<'t>, now: NaiveDateTime) -> Option<(Moment, Cursor<'t>)> {
    let (at, today) = (here.at, now.date());
    if !is_letter(at) {
        return month::with_day_first(at, today).or_else(|| month::year(at));
    }
    if !begins(at) {
        return None;
    }
    by_name(at, today)
        .or_else(|| which(at, today))
        .or_else(|| weekday(at, today))
        .or_else(|| month::read(at, today))
        .or_else(|| within(at, now))
        .or_else(|| ago::counted(here, now))
}

/// Today, the day after tomorrow; tonight, last night and this morning, whose part of the day is left for the clock.
fn by_name(at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    const NAMES: &[(&str, i64)] = &[
        ("today", 0),
        ("yesterday", -1),
        ("tomorrow", 1),
        ("day before yesterday", -2),
        ("day after tomorrow", 2),
    ];
    if let Some((shift, behind)) = one_of(at, NAMES) {
        return Some((day(shifted(today, shift)?), behind));
    }
    if words(at, "tonight").is_some() {
        return Some((day(today), at.eat("to")?));
    }
    if words(at, "last night").is_some() {
        return Some((day(today.pred_opt()?), words(at, "last")?.past_spaces()));
    }
    let part = words(at, "this")?.past_spaces();
    is_at(part, &["morning", "afternoon", "evening"]).then(|| (day(today), part))
}

/// Last, this, next.
pub(super) const WHICH: &[(&str, i8)] = &[("last", -1), ("this", 0), ("next", 1)];

/// Last week, next Friday, last March, this year.
fn which(at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    let (which, behind) = one_of(at, WHICH)?;
    let next = behind.past_spaces();
    // The last year may be any twelve months.
    let any = is_behind(at, &["the"]);
    let stretch =
        || stretch(which, next, today).filter(|(_, behind)| !any && next_words(*behind, "of").is_none());
    stretch().or_else(|| weekday_of(which, next, today)).or_else(|| month::which(which, next, today))
}

fn stretch(which: i8, at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    let monday = shifted(week::monday(today)?, i64::from(which) * 7)?;
    if let Some(behind) = words(at, "week") {
        return Some((days(monday, shifted(monday, 6)?, Grain::Week), behind));
    }
    if let Some(behind) = words(at, "weekend") {
        return Some((week::of_week(monday, WEEKEND)?, behind));
    }
    if let Some(behind) = words(at, "month") {
        let first = months_away(today.with_day(1)?, which.into())?;
        let (first, last) = moment::month(first.year(), first.month())?;
        return Some((days(first, last, Grain::Month), behind));
    }
    let behind = words(at, "year")?;
    let year = today.year().checked_add(which.into())?;
    month::of_year(behind, year).or_else(|| Some((whole_year(year)?, behind)))
}

/// As week.rs counts days.
const WEEKEND: i64 = 7;

const WEEKDAYS: &[(&str, i64)] = &[
    ("monday", 0),
    ("tuesday", 1),
    ("tues", 1),
    ("wednesday", 2),
    ("thursday", 3),
    ("thurs", 3),
    ("friday", 4),
    ("saturday", 5),
    ("sunday", 6),
];

/// Last Friday is the latest before today, this Friday that of this week; next Friday may be that of this week, too.
fn weekday_of(which: i8, at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    let (number, behind) = one_of(at, WEEKDAYS)?;
    let monday = week::monday(today)?;
    let this = week::of_week(monday, number)?;
    let found = match which {
        -1 if this.from.date() >= today => week::of_week(shifted(monday, -7)?, number)?,
        1 => Moment { left_out: LeftOut::WeekAhead, ..week::of_week(shifted(monday, 7)?, number)? },
        _ => this,
    };
    Some((found, behind))
}

/// Friday; Friday next week; Friday, 5 March.
fn weekday(at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    let (number, behind) = one_of(at, WEEKDAYS).filter(|_| !is_behind(at, &["every", "each", "any"]))?;
    let next = behind.maybe(",").past_spaces();
    if let Some(date) = month::read(next, today).or_else(|| month::with_day_first(next, today)) {
        return Some(date).filter(|(date, _)| date.grain == Grain::Day);
    }
    let week = one_of(past(next, &["of"]), WHICH);
    if let Some((which, behind)) = week.and_then(|(which, at)| Some((which, next_words(at, "week")?))) {
        let monday = shifted(week::monday(today)?, i64::from(which) * 7)?;
        return Some((week::of_week(monday, number)?, behind));
    }
    Some((week::coming(today, number)?, behind))
}

/// Within 3 days; within 3 days of something is counted from that.
fn within(at: Cursor<'_>, now: NaiveDateTime) -> Option<(Moment, Cursor<'_>)> {
    let (span, behind) = span::parse(&Here::new(words(at, "within")?.past_spaces()))?;
    let counted = is_at(behind.past_spaces(), &["of", "after", "from", "before"]);
    Some((ago::from_now_on(span, now)?, behind)).filter(|_| !counted)
}
