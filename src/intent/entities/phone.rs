//! Telephone numbers, and how they and other long numbers are hidden where nobody needs them.

use std::borrow::Cow;

use super::cursor::Cursor;
use super::spelling::Spelling;
use super::{Read, Value};

/// A mobile number has so many digits; a number with an area code between so many; those of people and of bank cards at least so many.
const MOBILE: usize = 11;
const WITH_AREA: std::ops::RangeInclusive<usize> = 10..=12;
const PERSONAL: usize = 15;
/// So many stay readable at either end.
const SHOWN_FIRST: usize = 3;
const SHOWN_LAST: usize = 4;

/// What a hidden sign becomes; stars would be read as marks of bold type.
const HIDDEN: char = '×';

/// Digits, perhaps in groups.
struct Digits<'t> {
    from: Cursor<'t>,
    behind: Cursor<'t>,
    count: usize,
    groups: usize,
}

/// The number that begins here.
pub(super) fn read(at: Cursor<'_>) -> Read<'_> {
    let number = number(at)?;
    Some((Value::Phone, false, number.behind))
}

/// The digits of the telephone number that a text is, without the country's.
pub(super) fn plain(text: &str) -> Option<String> {
    let spelling = Spelling::of(text);
    let Digits { from, behind, .. } = number(spelling.begin())?;
    let before_end = |at: &Cursor<'_>| at.at() < behind.at();
    let signs = from.places(|sign| sign.is_ascii_digit()).take_while(before_end);
    Some(signs.filter_map(Cursor::sign).collect())
}

/// The digits of the telephone number that begins here, without the country's.
fn number(at: Cursor<'_>) -> Option<Digits<'_>> {
    // Nothing else begins one, and that settles nearly all.
    at.sign().filter(|sign| matches!(sign, '+' | '0' | '1' | '8' | '('))?;
    let abroad = at.eat_any(&["+86", "+ 86", "0086", "(86)", "(+86)", "86"]);
    let found = match abroad {
        Some((_, behind)) => grouped(past_mark(behind))?,
        None => grouped(at)?,
    };
    let Digits { from, count, .. } = found;
    let mobile = count == MOBILE && from.eat("1").is_some_and(|at| at.is_before_sign("3456789"));
    let area = from.eat("(").unwrap_or(from).eat("0").is_some_and(|at| !at.is_before_sign("0"));
    let within_longer = found.groups > 1 && (is_behind_group(at) || is_before_group(found.behind));
    let whole = mobile || (WITH_AREA.contains(&count) && area);
    (whole && !within_longer).then_some(found)
}

/// Digits in groups of three or more, with a mark or spaces between; the first may stand in brackets.
fn grouped(at: Cursor<'_>) -> Option<Digits<'_>> {
    let (mut count, mut behind) = match at.eat("(") {
        Some(inside) => {
            let (count, behind) = digits(inside)?;
            (count, behind.eat(")")?)
        }
        None => digits(at)?,
    };
    let mut groups = 1;
    while let Some((more, next)) = digits(past_mark(behind)).filter(|(more, _)| *more >= 3) {
        if count + more > *WITH_AREA.end() {
            break;
        }
        (count, behind, groups) = (count + more, next, groups + 1);
    }
    Some(Digits { from: at, behind, count, groups })
}

/// Behind what stands between two groups: a mark, spaces, or both.
fn past_mark(at: Cursor<'_>) -> Cursor<'_> {
    let at = at.past_spaces();
    at.eat_any(&["——", "-", "—", "–"]).map_or(at, |(_, behind)| behind).past_spaces()
}

/// Whether a group of digits stands just before, as in the number of a bank card.
fn is_behind_group(at: Cursor<'_>) -> bool {
    at.is_after_sign(" -") && at.step_back().is_some_and(|(_, before)| before.is_after_sign("0123456789"))
}

/// Whether one stands just behind.
fn is_before_group(at: Cursor<'_>) -> bool {
    at.is_before_sign(" -") && digits(past_mark(at)).is_some_and(|(count, _)| count >= 3)
}

fn digits(at: Cursor<'_>) -> Option<(usize, Cursor<'_>)> {
    let (mut count, mut at) = (0, at);
    while let Some((_, next)) = at.step().filter(|(sign, _)| sign.is_ascii_digit()) {
        (count, at) = (count + 1, next);
    }
    (count > 0).then_some((count, at))
}

/// The text with the middle of every telephone number hidden, and of the numbers of people and bank cards.
pub fn masked(text: &str) -> Cow<'_, str> {
    let mut hidden = String::new();
    let spelling = Spelling::of(text);
    let (mut kept, mut at) = (0, spelling.begin());
    while let Some((_, next)) = at.step() {
        let found = if at.is_inside_number() { None } else { long(at) };
        if let Some(behind) = found {
            hidden.push_str(text.get(kept..at.first_byte()).unwrap_or_default());
            hidden.push_str(&stars(text.get(at.first_byte()..behind.byte_behind()).unwrap_or_default()));
            kept = behind.byte_behind();
        }
        at = found.unwrap_or(next);
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    hidden.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(hidden)
}

/// Behind a number that nobody needs, if one begins here.
fn long(at: Cursor<'_>) -> Option<Cursor<'_>> {
    let mut rest = at;
    let mut count = 0;
    while let Some((more, behind)) = digits(rest) {
        (count, rest) = (count + more, behind);
        match past_mark(rest) {
            next if digits(next).is_some_and(|(more, _)| more >= 3) => rest = next,
            _ => break,
        }
    }
    let personal = (count >= PERSONAL).then(|| rest.maybe("x"));
    personal.or_else(|| number(at).map(|found| found.behind))
}

fn stars(number: &str) -> String {
    let last = number.chars().count().saturating_sub(SHOWN_LAST);
    let shown = |(place, sign)| if (SHOWN_FIRST..last).contains(&place) { HIDDEN } else { sign };
    number.chars().enumerate().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_hidden_and_the_rest_stays() {
        assert_eq!(masked("打13812345678找我，欠我5000"), "打138××××5678找我，欠我5000");
        assert_eq!(masked("13812345678"), "138××××5678");
        assert_eq!(masked("138 1234 5678或023-68001234"), "138××××××5678或023×××××1234");
        assert_eq!(masked("+8613812345678"), "+86×××××××5678");
    }

    #[test]
    fn what_a_number_says_is_its_digits_however_it_is_written() {
        for text in [
            "13800138000",
            "+86 13800138000",
            "8613800138000",
            "86-138-0013-8000",
            "１３８００１３８０００",
            "138—0013—8000",
            "138  0013  8000",
        ] {
            assert_eq!(plain(text).as_deref(), Some("13800138000"), "{text}");
        }
        assert_eq!(plain("（023）68001234").as_deref(), Some("02368001234"));
        assert_eq!(plain("6222 0212 3456 7890 123"), None);
    }

    #[test]
    fn numbers_of_people_and_cards_are_hidden_too() {
        assert_eq!(masked("身份证50010719900101123X"), "身份证500×××××××××××123X");
        assert_eq!(masked("卡号6222 0212 3456 7890 123"), "卡号622×××××××××××××××× 123");
    }

    #[test]
    fn what_is_no_telephone_number_stays() {
        for text in ["", "110", "12345", "2026-11-20", "1234567890123", "23812345678"] {
            assert!(matches!(masked(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
