//! What a message names besides words of law: money, dates and times, how long, telephone numbers, how many people, and who
//! the other side is.
//!
//! Must not know what any of it is for, nor what day it is: the caller says so.

mod ago;
mod clock;
mod cursor;
mod date;
mod english;
mod gap;
mod holiday;
mod list;
mod moment;
mod money;
mod number;
mod openings;
mod party;
mod people;
mod phone;
mod span;
mod spelling;
#[cfg(test)]
mod tests;
mod week;

use chrono::NaiveDateTime;

use cursor::Cursor;
use number::Here;
use openings::Opening;
use spelling::Spelling;

pub use moment::{Grain, LeftOut, Moment};
pub use money::Money;
pub use party::Party;
pub use people::{People, crowd};
pub use phone::masked;
pub use span::Span;

/// Something a message names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity {
    /// What.
    pub value: Value,
    /// Its first byte.
    pub start: usize,
    /// The byte behind its last.
    pub end: usize,
    /// Whether it may mean something else, so that it is better asked than acted on.
    pub ambiguous: bool,
}

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Money: 两万, 3.5万, 1,200元.
    Money(Money),
    /// A date or a time: 下周二下午三点, 去年三月, 三天后.
    Moment(Moment),
    /// How long: 三个月, 两年.
    Span(Span),
    /// A telephone number.
    Phone,
    /// How many people: 几十户, 二十多个工友.
    People(People),
    /// Who somebody is to the writer: 房东, 老板.
    Party(Party),
}

impl Entity {
    /// How many signs or Latin words of its clause stand between it and the nearest of these words before it, and behind it.
    pub fn beside(&self, text: &str, words: &[String], reach: usize) -> (Option<usize>, Option<usize>) {
        let spelling = Spelling::of(text);
        let before = spelling.at_byte(self.start).gap_before(words, reach);
        (before, spelling.at_byte(self.end).gap_behind(words, reach))
    }

    /// The digits of a telephone number, without the country's.
    pub fn telephone(&self, text: &str) -> Option<String> {
        if self.value == Value::Phone { phone::plain(self.words(text)) } else { None }
    }

    /// The words of the message that name it.
    pub fn words<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// What one kind of entity reads from a place: the value, whether it is ambiguous, and the place behind it.
type Read<'t> = Option<(Value, bool, Cursor<'t>)>;

/// Nobody names more behind it, and nobody should make us look.
const MOST_BYTES: usize = 12_000;

/// Everything a message names, in its order; none overlap. `now` is what a clock in Shanghai shows.
pub fn find(text: &str, now: NaiveDateTime) -> Vec<Entity> {
    let mut found = Vec::new();
    let spelling = Spelling::of(readable(text));
    let mut from = spelling.begin();
    while let Some((at, opening)) = openings::next(from) {
        from = match longest(at, opening, now) {
            Some((value, ambiguous, behind)) => {
                found.push(entity(at, (value, ambiguous, behind)));
                match moment::until(value, behind, now) {
                    Some((at, until)) => {
                        found.push(entity(at, until));
                        until.2
                    }
                    None => behind,
                }
            }
            None => at.step().map_or(at, |(_, next)| next),
        };
    }
    found
}

fn entity(at: Cursor<'_>, (value, ambiguous, behind): (Value, bool, Cursor<'_>)) -> Entity {
    Entity { value, start: at.first_byte(), end: behind.byte_behind(), ambiguous }
}

/// As much of a message as is looked at.
fn readable(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MOST_BYTES)).unwrap_or_default()
}

/// The longest that begins here; the first named of equals.
fn longest<'t>(at: Cursor<'t>, opening: Opening, now: NaiveDateTime) -> Read<'t> {
    if opening.party
        && let Some(read) = party::read(at)
    {
        return Some(read);
    }
    let mut best: Read<'t> = None;
    let mut offer = |read: Read<'t>| {
        let end = |read: &Read<'t>| read.as_ref().map(|(_, _, behind)| behind.at());
        if end(&read) > end(&best) {
            best = read;
        }
    };
    // What lies within another number is none.
    let here = if opening.number { Here::new(at) } else { Here { at, number: None } };
    if opening.number || opening.mark {
        offer(phone::read(at));
        offer(money::read(&here));
    }
    if opening.number {
        offer(people::read(&here));
    }
    if opening.number || opening.moment {
        offer(moment::read(&here, now));
        offer(span::read(&here));
    }
    best
}
