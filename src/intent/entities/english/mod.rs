//! What a message names in English words: tomorrow at 3pm, last Friday, 5 March 2025, two years ago.
//!
//! Here stands what all of it shares: where a word begins and ends, and which words stand before and behind it. Several spaces may
//! stand between words. Must not know what day it is, nor what the words are read for.

pub(super) mod clock;
pub(super) mod count;
pub(super) mod date;
pub(super) mod month;

use super::super::letters::{is_han, is_word};
use super::cursor::Cursor;

/// Words that something may begin with; only their first two letters count.
pub(super) const OPENINGS: &str = "today yesterday last this next day monday tuesday wednesday friday saturday sunday january february \
    march april june august october november december within midnight in after evening at around about from by one two four five \
    six seven eight nine ten eleven an half";

/// Whether a word may begin here.
pub(super) fn begins(at: Cursor<'_>) -> bool {
    !at.before().is_some_and(|sign| is_word(sign) || matches!(sign, '-' | '_' | '@' | '#' | '\'' | '’'))
}

/// Whether a Latin letter stands here.
#[inline]
pub(super) fn is_letter(at: Cursor<'_>) -> bool {
    at.sign().is_some_and(|sign| sign.is_ascii_alphabetic())
}

/// Behind these words if they stand here, whole.
#[inline]
fn words<'t>(at: Cursor<'t>, wanted: &str) -> Option<Cursor<'t>> {
    if is_letter(at) { whole_words(at, wanted) } else { None }
}

fn whole_words<'t>(at: Cursor<'t>, wanted: &str) -> Option<Cursor<'t>> {
    let mut at = at;
    for (number, word) in wanted.split(' ').enumerate() {
        let begin = if number == 0 { at } else { at.past_spaces() };
        at = begin.eat(word).filter(|behind| !behind.sign().is_some_and(is_word))?;
    }
    Some(at)
}

/// The same behind spaces.
fn next_words<'t>(at: Cursor<'t>, wanted: &str) -> Option<Cursor<'t>> {
    words(at.past_spaces(), wanted)
}

/// Behind the first of these words that stands here, with what it means.
fn one_of<'t, T: Copy>(at: Cursor<'t>, list: &[(&str, T)]) -> Option<(T, Cursor<'t>)> {
    // Most messages are Chinese.
    let list = if is_letter(at) { list } else { &[] };
    list.iter().find_map(|(word, meant)| Some((*meant, whole_words(at, word)?)))
}

/// Whether one of these words stands here.
fn is_at(at: Cursor<'_>, list: &[&str]) -> bool {
    is_letter(at) && list.iter().any(|word| whole_words(at, word).is_some())
}

/// Behind one of these words and the spaces behind it, or here.
fn past<'t>(at: Cursor<'t>, list: &[&str]) -> Cursor<'t> {
    let list = if is_letter(at) { list } else { &[] };
    let behind = list.iter().find_map(|word| whole_words(at, word));
    behind.map_or(at, Cursor::past_spaces)
}

/// Where the word begins that stands before here.
fn word_before(at: Cursor<'_>) -> Option<Cursor<'_>> {
    let end = back_over(at, |sign| sign == ' ');
    let begin = back_over(end, is_word);
    (begin.at() < end.at()).then_some(begin)
}

/// No word that is asked for is longer.
const LONGEST: usize = 16;

fn back_over(at: Cursor<'_>, is_such: impl Fn(char) -> bool) -> Cursor<'_> {
    let mut at = at;
    for _ in 0..LONGEST {
        match at.step_back() {
            Some((sign, before)) if is_such(sign) => at = before,
            _ => break,
        }
    }
    at
}

/// Whether one of these words stands just before.
fn is_behind(at: Cursor<'_>, list: &[&str]) -> bool {
    word_before(at).is_some_and(|word| is_at(word, list))
}

/// What a number counts that is no day and no year.
const COUNTED: &[&str] = &[
    "people",
    "persons",
    "workers",
    "men",
    "women",
    "children",
    "employees",
    "colleagues",
    "others",
    "families",
    "households",
    "houses",
    "flats",
    "cars",
    "times",
    "years",
    "year",
    "months",
    "month",
    "weeks",
    "week",
    "days",
    "day",
    "hours",
    "hour",
    "minutes",
    "minute",
    "yuan",
    "kuai",
    "rmb",
    "cny",
    "dollars",
    "usd",
    "percent",
    "million",
    "thousand",
    "hundred",
    "km",
    "m",
    "meters",
    "metres",
    "square",
    "more",
    "of",
    "or",
];

/// Whether a number that ends here counts something, or goes on.
fn counts(at: Cursor<'_>) -> bool {
    let goes_on = at.sign().is_some_and(|sign| is_word(sign) || is_han(sign) || ":%-/".contains(sign));
    let fraction = at.eat(".").and_then(Cursor::step).is_some_and(|(sign, _)| sign.is_ascii_digit());
    goes_on || fraction || is_at(at.past_spaces(), COUNTED)
}

/// Words that do not say what a number counts.
const FREE: &[&str] = &[
    "a", "am", "an", "and", "are", "at", "because", "but", "can", "could", "for", "from", "he", "her", "his",
    "i", "if", "in", "is", "it", "may", "my", "no", "not", "on", "or", "our", "please", "she", "should",
    "so", "that", "the", "their", "then", "they", "this", "to", "today", "tomorrow", "until", "was", "we",
    "were", "when", "will", "with", "would", "you", "your",
];

/// Whether nothing behind a number says what it counts.
fn is_free(at: Cursor<'_>) -> bool {
    let next = at.past_spaces();
    !counts(at) && next.sign().is_none_or(|sign| !is_word(sign) && !is_han(sign) || is_at(next, FREE))
}

/// Behind a word that leads from one moment to another: Monday to Friday.
pub(super) fn past_to(at: Cursor<'_>) -> Option<Cursor<'_>> {
    ["to", "until", "till", "through"].iter().find_map(|word| next_words(at, word))
}

/// Behind a word between a time and its day: 3pm on Friday.
pub(super) fn past_on(at: Cursor<'_>) -> Cursor<'_> {
    past(past(at, &["on", "of"]), &["the"])
}
