//! Lengths of time: two years, a few weeks, two and a half years, half a year, 3 months ago; and 3000 yuan.
//!
//! "3000 a month", "twice a week" and "one day he" tell of none: one of something counts only where a word beside it says so.

use super::super::cursor::Cursor;
use super::super::number::Here;
use super::super::span::{Span, WORKDAY, days, minutes, months};
use super::{begins, is_at, is_behind, is_letter, next_words, one_of, past, word_before, words};

const UNITS: &[(&str, Span)] = &[
    ("years", months(12)),
    ("year", months(12)),
    ("months", months(1)),
    ("month", months(1)),
    ("weeks", days(7)),
    ("week", days(7)),
    ("days", days(1)),
    ("day", days(1)),
    ("working days", WORKDAY),
    ("workdays", WORKDAY),
    ("hours", minutes(60)),
    ("hour", minutes(60)),
    ("minutes", minutes(1)),
    ("minute", minutes(1)),
];

const FIGURES: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
];

const TEENS: &[(&str, u32)] = &[
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
];

const TENS: &[(&str, u32)] = &[
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// How many of a unit.
#[derive(Clone, Copy)]
struct Count {
    halves: u32,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// So many.
    Exact,
    /// A, an, one: may be a rate or a turn of speech.
    Single,
    /// A couple.
    Couple,
    /// A few, several.
    Few,
}

/// The length of time that begins here.
pub(in super::super) fn read<'t>(here: &Here<'t>) -> Option<(Span, Cursor<'t>)> {
    let at = here.at;
    if here.number.is_none() && !(is_letter(at) && begins(at)) {
        return None;
    }
    if let Some(behind) = words(at, "half") {
        let (unit, behind) = unit(past(behind.past_spaces(), &["a", "an"]))?;
        return Some((unit.times(1)?, behind)).filter(|_| unit != days(1));
    }
    let (count, behind) = count(here)?;
    let inside = next_words(behind, "and a half");
    let (unit, behind) = unit(inside.unwrap_or(behind))?;
    let half = if inside.is_some() { Some(behind) } else { next_words(behind, "and a half") };
    let alone = count.kind == Kind::Single && half.is_none() && !is_length(at, behind);
    if alone || is_other(count, unit, behind) || is_behind(at, &["every", "each", "per"]) {
        return None;
    }
    let span = unit.times(count.halves.checked_add(u32::from(half.is_some()))?)?;
    Some((loosely(span, unit, count, at), half.unwrap_or(behind)))
}

/// The same as it may be longer.
fn loosely(span: Span, unit: Span, count: Count, at: Cursor<'_>) -> Span {
    let than = || is_behind(at, &["than"]) && word_before(at).is_some_and(|than| is_behind(than, &["more"]));
    match count.kind {
        Kind::Few => span.or_more(unit, 6),
        Kind::Exact | Kind::Single if !(is_behind(at, &["over"]) || than()) => span,
        _ => span.or_more(unit, 1),
    }
}

fn unit(at: Cursor<'_>) -> Option<(Span, Cursor<'_>)> {
    one_of(at.past_spaces(), UNITS)
}

fn count<'t>(here: &Here<'t>) -> Option<(Count, Cursor<'t>)> {
    if let Some((number, behind)) = here.number {
        let halves = u32::try_from(number.hundredths().checked_div(50)?).ok()?;
        return Some((Count { halves, kind: Kind::Exact }, behind))
            .filter(|_| !number.has_unit && !number.rough);
    }
    const LOOSE: &[(&str, Count)] = &[
        ("a couple of", Count { halves: 4, kind: Kind::Couple }),
        ("a few", Count { halves: 6, kind: Kind::Few }),
        ("several", Count { halves: 6, kind: Kind::Few }),
        ("an", Count { halves: 2, kind: Kind::Single }),
        ("a", Count { halves: 2, kind: Kind::Single }),
    ];
    one_of(here.at, LOOSE).or_else(|| {
        let (figure, behind) = figure(here.at)?;
        let kind = if figure == 1 { Kind::Single } else { Kind::Exact };
        Some((Count { halves: figure * 2, kind }, behind))
    })
}

/// One to ninety-nine, in words.
pub(super) fn figure(at: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    if let Some((tens, behind)) = one_of(at, TENS) {
        let ones = one_of(behind.eat("-").unwrap_or(behind).past_spaces(), FIGURES);
        let ones = ones.filter(|(ones, _)| *ones < 10);
        return Some(ones.map_or((tens, behind), |(ones, behind)| (tens + ones, behind)));
    }
    one_of(at, FIGURES).or_else(|| one_of(at, TEENS))
}

/// Whether words beside "a month" say that it is how long.
fn is_length(at: Cursor<'_>, behind: Cursor<'_>) -> bool {
    const BEFORE: &[&str] = &["for", "over", "than", "nearly", "almost", "about", "after", "within", "since"];
    is_behind(at, BEFORE) || ago(behind).is_some()
}

/// 3 years old, 24 hours a day, 2000 years: none.
fn is_other(count: Count, unit: Span, behind: Cursor<'_>) -> bool {
    let next = behind.past_spaces();
    let age = is_at(next, &["old", "of age"]);
    let each = past(next, &["a", "an", "per", "each", "every"]);
    let rate = each.at() > next.at() && self::unit(each).is_some();
    age || rate || count.halves > 200_000 || (unit == months(12) && count.halves >= 300)
}

/// Behind "ago".
pub(in super::super) fn ago(at: Cursor<'_>) -> Option<Cursor<'_>> {
    next_words(at, "ago")
}

/// Behind "from now".
pub(in super::super) fn from_now(at: Cursor<'_>) -> Option<Cursor<'_>> {
    next_words(at, "from now")
}

/// Behind the name of the money that a number counts.
pub(in super::super) fn yuan(at: Cursor<'_>) -> Option<Cursor<'_>> {
    ["yuan", "kuai", "cny"].iter().find_map(|name| words(at, name))
}

/// Where a length of time goes on in a finer unit: 1 year and 3 months.
pub(in super::super) fn past_and(at: Cursor<'_>) -> Cursor<'_> {
    match at.before() {
        Some(sign) if sign.is_ascii_alphabetic() => past(at.past_spaces(), &["and"]),
        _ => at,
    }
}
