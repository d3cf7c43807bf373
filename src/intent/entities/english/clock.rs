//! The time of day: 3pm, 3:30 p.m., at 10:30, noon, nine o'clock, in the morning, Friday night.
//!
//! Must not know the day.

use super::super::clock::{Time, exact};
use super::super::cursor::Cursor;
use super::super::moment::Grain;
use super::super::number;
use super::{count, is_free, next_words, one_of, past, words};

/// From which hour to which.
type Part = (i64, i64);

const PARTS: &[(&str, Part)] = &[
    ("in the morning", MORNING),
    ("morning", MORNING),
    ("in the afternoon", AFTERNOON),
    ("afternoon", AFTERNOON),
    ("in the evening", EVENING),
    ("evening", EVENING),
    ("at night", EVENING),
    ("night", EVENING),
];

const MORNING: Part = (6, 12);
const AFTERNOON: Part = (12, 18);
const EVENING: Part = (18, 24);

/// The part of the day that begins here.
pub(in super::super) fn part(at: Cursor<'_>) -> Option<(Part, Cursor<'_>)> {
    one_of(at, PARTS)
}

/// The time that begins here. Only with a day beside it a part of the day may stand alone, or an hour behind "at".
pub(in super::super) fn read(at: Cursor<'_>, beside_day: bool) -> Option<(Time, Cursor<'_>)> {
    if !at.sign().is_some_and(|sign| sign.is_ascii_alphanumeric()) {
        return None;
    }
    if let Some((part, behind)) = part(at).filter(|_| beside_day) {
        return Some(within(part, behind));
    }
    let begin = past(at, &["at", "around", "about", "from", "by"]);
    if let Some((hour, behind)) = one_of(begin, &[("noon", 12), ("midnight", 24)]).filter(|_| beside_day) {
        let time = exact(hour, 0, None, true);
        // It ends a day and begins another.
        return Some((Time { guessed: hour == 24, ..time }, behind));
    }
    with_hour(begin, beside_day && words(at, "at").is_some())
}

/// A part of the day, perhaps with the hour: morning at 9.
fn within((from, to): Part, behind: Cursor<'_>) -> (Time, Cursor<'_>) {
    let next = past(behind.maybe(",").past_spaces(), &["at", "around", "about"]);
    let hour = hour(next).and_then(|(hour, minute, _, behind)| {
        let (half, further) = half(behind).map_or((None, behind), |(half, behind)| (Some(half), behind));
        let told = half.is_some() || next_words(behind, "o'clock").is_some() || is_free(behind);
        told.then(|| (exact(hour, minute, Some(half.unwrap_or((from, to))), false), past_clock(further)))
    });
    let whole = Time { from: from * 60, to: to * 60, grain: Grain::PartOfDay, guessed: false };
    hour.unwrap_or((whole, behind))
}

/// 3pm, 9 o'clock, 9 in the morning; behind "at" also 3 and 10:30.
fn with_hour(at: Cursor<'_>, is_sure: bool) -> Option<(Time, Cursor<'_>)> {
    let (hour, minute, colon, behind) = hour(at)?;
    if let Some((half, behind)) = half(behind).filter(|_| (1..=12).contains(&hour)) {
        return Some((exact(hour, minute, Some(half), false), behind));
    }
    let clock = past_clock(behind);
    if let Some((part, behind)) = part(clock.past_spaces()) {
        return Some((exact(hour, minute, Some(part), false), behind));
    }
    let named = clock.at() > behind.at();
    (named || is_sure && is_free(behind)).then(|| (exact(hour, minute, None, colon), clock))
}

/// The hour, the minute, whether it was written with a colon, and the place behind.
fn hour(at: Cursor<'_>) -> Option<(i64, i64, bool, Cursor<'_>)> {
    let Some((hour, digits, behind)) = number::run(at) else {
        let (hour, behind) = count::figure(at).filter(|(hour, _)| *hour <= 12)?;
        return Some((hour.into(), 0, false, behind));
    };
    if digits > 2 || hour > 24 {
        return None;
    }
    match behind.eat(":").and_then(number::run) {
        Some((minute, 2, behind)) if minute < 60 => Some((hour, minute, true, behind)),
        Some(_) => None,
        None => Some((hour, 0, false, behind)),
    }
}

/// Which half of the day: am, p.m.
fn half(at: Cursor<'_>) -> Option<(Part, Cursor<'_>)> {
    const FIRST: Part = (0, 12);
    const SECOND: Part = (12, 24);
    const HALVES: &[(&str, Part)] =
        &[("a.m.", FIRST), ("p.m.", SECOND), ("a.m", FIRST), ("p.m", SECOND), ("am", FIRST), ("pm", SECOND)];
    one_of(at.past_spaces(), HALVES)
}

fn past_clock(at: Cursor<'_>) -> Cursor<'_> {
    let behind = next_words(at, "o'clock").or_else(|| next_words(at, "o’clock"));
    behind.unwrap_or(at)
}
