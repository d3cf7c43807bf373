//! Telephone numbers, and how they are hidden where nobody needs them.

use std::borrow::Cow;

use super::cursor::Cursor;
use super::spelling::Spelling;
use super::{Read, Value};

/// A mobile number has so many digits; a number with an area code between so many.
const MOBILE: usize = 11;
const WITH_AREA: std::ops::RangeInclusive<usize> = 10..=12;
/// So many stay readable at either end.
const SHOWN_FIRST: usize = 3;
const SHOWN_LAST: usize = 4;

/// The number that begins here.
pub(super) fn read(at: Cursor<'_>) -> Read<'_> {
    // Nothing else begins one, and that settles nearly all.
    at.sign().filter(|sign| matches!(sign, '+' | '0' | '1'))?;
    let start = at.eat_any(&["+86", "+ 86"]).map_or(at, |(_, behind)| behind.past_spaces());
    let start = start.maybe("-");
    let (count, behind) = grouped(start)?;
    let mobile = count == MOBILE && start.eat("1").is_some_and(|at| at.is_before_sign("3456789"));
    let with_area = WITH_AREA.contains(&count) && start.eat("0").is_some_and(|at| !at.is_before_sign("0"));
    (mobile || with_area).then_some((Value::Phone, false, behind))
}

/// The text with the middle of every telephone number hidden.
pub fn masked(text: &str) -> Cow<'_, str> {
    let mut hidden = String::new();
    let spelling = Spelling::of(text);
    let (mut kept, mut at) = (0, spelling.begin());
    while let Some((sign, next)) = at.step() {
        let number = (sign == '+' || sign.is_ascii_digit()) && !at.is_inside_number();
        let found = if number { read(at) } else { None };
        if let Some((_, _, behind)) = found {
            hidden.push_str(text.get(kept..at.first_byte()).unwrap_or_default());
            hidden.push_str(&stars(text.get(at.first_byte()..behind.byte_behind()).unwrap_or_default()));
            kept = behind.byte_behind();
        }
        at = found.map_or(next, |(_, _, behind)| behind);
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    hidden.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(hidden)
}

/// Digits in groups, with one space or dash between: how many, and the place behind.
fn grouped(at: Cursor<'_>) -> Option<(usize, Cursor<'_>)> {
    let (mut count, mut at) = digits(at)?;
    while count <= *WITH_AREA.end() {
        let group =
            at.eat_any(&["-", " "]).and_then(|(_, behind)| digits(behind)).filter(|(more, _)| *more >= 3);
        let Some((more, behind)) = group.filter(|(more, _)| count + more <= *WITH_AREA.end()) else { break };
        (count, at) = (count + more, behind);
    }
    Some((count, at))
}

fn digits(at: Cursor<'_>) -> Option<(usize, Cursor<'_>)> {
    let (mut count, mut at) = (0, at);
    while let Some((_, next)) = at.step().filter(|(sign, _)| sign.is_ascii_digit()) {
        (count, at) = (count + 1, next);
    }
    (count > 0).then_some((count, at))
}

fn stars(number: &str) -> String {
    let last = number.chars().count().saturating_sub(SHOWN_LAST);
    let shown = |(place, sign)| if (SHOWN_FIRST..last).contains(&place) { '*' } else { sign };
    number.chars().enumerate().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_hidden_and_the_rest_stays() {
        assert_eq!(masked("打13812345678找我，欠我5000"), "打138****5678找我，欠我5000");
        assert_eq!(masked("13812345678"), "138****5678");
        assert_eq!(masked("138 1234 5678或023-68001234"), "138******5678或023*****1234");
        assert_eq!(masked("+8613812345678"), "+86*******5678");
    }

    #[test]
    fn what_is_no_telephone_number_stays() {
        for text in ["", "110", "12345", "500107199001011234", "2026-11-20", "1234567890123", "23812345678"] {
            assert!(matches!(masked(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
