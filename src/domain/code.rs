//! Case codes: what a resident reads out at the counter.
//!
//! Eight signs such as `7K3M-9QTX`: seven random ones and a check sign that catches every single wrong sign and
//! every swap of two neighbours. No sign can be taken for another (no 0/O, 1/I/L, U/V).

use std::fmt;

use serde::{Deserialize, Serialize};

/// A prime number of signs, so that the weighted sum catches swaps.
const SIGNS: &[u8; 29] = b"23456789ABCDEFGHJKMNPQRSTWXYZ";
const BASE: u64 = 29;
const RANDOM_SIGNS: usize = 7;
const ONE_TIME_SIGNS: usize = 11;

/// A case's code, always valid.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseCode(String);

impl CaseCode {
    /// The code that a random number stands for.
    pub fn from_number(number: u64) -> Self {
        Self(checked(number, RANDOM_SIGNS))
    }

    /// Reads a code as people type it: any case, with or without the dash or spaces. `None` if it is mistyped.
    pub fn parse(text: &str) -> Option<Self> {
        typed(text, RANDOM_SIGNS).map(Self)
    }

    /// Whether a whole text is written as codes are and yet is none: letters and digits, eight of them, with or without the dash.
    /// Capitals with the dash need no digit.
    pub fn is_mistyped(text: &str) -> bool {
        let text = text.trim();
        let dashed = text.chars().position(is_dash) == Some(4) && text.chars().count() == 9;
        let signs: Vec<char> = text.chars().filter(|&sign| !(dashed && is_dash(sign))).collect();
        let has = |kind: fn(&char) -> bool| signs.iter().any(kind);
        signs.len() == 8
            && signs.iter().all(char::is_ascii_alphanumeric)
            && has(char::is_ascii_alphabetic)
            && (has(char::is_ascii_digit) || dashed && !has(char::is_ascii_lowercase))
            && Self::parse(text).is_none()
    }

    /// The eight signs with no dash, as stored and put into buttons.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A one-time code of twelve signs, eleven of them random: for an invitation that is passed on by hand.
pub fn one_time(secret: u64) -> String {
    checked(secret, ONE_TIME_SIGNS)
}

/// A one-time code as people type it, as [`one_time`] made it; `None` if it is mistyped.
pub fn read_one_time(text: &str) -> Option<String> {
    typed(text, ONE_TIME_SIGNS)
}

/// With a dash in the middle, as people see it.
impl fmt::Display for CaseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, tail) = self.0.split_at_checked(4).unwrap_or((&self.0, ""));
        write!(f, "{head}-{tail}")
    }
}

/// So many signs of a number, the smallest place first, and their check sign.
fn checked(number: u64, signs: usize) -> String {
    let places = std::iter::successors(Some(number), |rest| Some(rest / BASE));
    let mut digits: Vec<u64> = places.map(|rest| rest % BASE).take(signs).collect();
    digits.push(check_digit(&digits));
    digits.into_iter().filter_map(sign).collect()
}

/// Reads so many signs and their check sign, whatever the case and with or without dashes or spaces.
fn typed(text: &str, signs: usize) -> Option<String> {
    let written = text.chars().filter(|&sign| sign != ' ' && !is_dash(sign));
    let code: String = written.map(|c| c.to_ascii_uppercase()).collect();
    let digits: Vec<u64> = code.chars().map(digit).collect::<Option<_>>()?;
    let (&check, random) = digits.split_last()?;
    (random.len() == signs && check_digit(random) == check).then_some(code)
}

const fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '－' | '—')
}

/// Weights 2, 3, 4 … modulo a prime: any one wrong sign or swap of neighbours changes the sum.
fn check_digit(digits: &[u64]) -> u64 {
    (2..).zip(digits).map(|(weight, digit): (u64, _)| weight * digit).sum::<u64>() % BASE
}

fn sign(digit: u64) -> Option<char> {
    SIGNS.get(usize::try_from(digit).ok()?).map(|&byte| char::from(byte))
}

fn digit(sign: char) -> Option<u64> {
    SIGNS.iter().position(|&byte| char::from(byte) == sign).and_then(|at| u64::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_people_type() {
        let code = CaseCode::from_number(123_456_789);
        let shown = code.to_string();
        assert_eq!(shown.len(), 9);
        assert_eq!(CaseCode::parse(&shown.to_lowercase()), Some(code.clone()));
        assert_eq!(CaseCode::parse(&shown.replace('-', " ")), Some(code));
        assert_eq!(CaseCode::parse("婚姻家庭"), None);
        assert_eq!(CaseCode::parse(""), None);
    }

    #[test]
    fn what_looks_like_a_code_and_is_none_is_mistyped() {
        let code = CaseCode::from_number(123_456_789).to_string();
        let head: String = code.chars().take(8).collect();
        let wrong = format!("{head}{}", if code.ends_with('2') { '3' } else { '2' });
        for text in [wrong.clone(), wrong.to_lowercase(), wrong.replace('-', ""), wrong.replace('-', "—")] {
            assert!(CaseCode::is_mistyped(&text), "{text}");
        }
        assert!(CaseCode::is_mistyped("KR3Q-0JG7") && CaseCode::is_mistyped("KRQA-BJGH"));
        for text in
            [code.as_str(), "well-done", "mediator", "2020-2024", "20240101", "room 1234", "", "KR3Q8"]
        {
            assert!(!CaseCode::is_mistyped(text), "{text}");
        }
    }

    #[test]
    fn one_time_codes_differ_and_are_read_as_typed() {
        let code = one_time(u64::MAX);
        assert_eq!(code.len(), 12);
        let (head, tail) = code.split_at(6);
        assert_eq!(read_one_time(&format!(" {}-{tail}", head.to_lowercase())), Some(code.clone()));
        assert_ne!(one_time(1), one_time(2));
        assert_eq!(read_one_time(tail), None);
        assert_eq!(CaseCode::parse(&code), None);
    }

    proptest! {
        #[test]
        fn one_wrong_sign_or_swap_is_caught(number: u64, at in 0_usize..7, other in 0_usize..29) {
            let code = CaseCode::from_number(number);
            let mut wrong: Vec<char> = code.as_str().chars().collect();
            wrong[at] = char::from(SIGNS[other]);
            let wrong: String = wrong.into_iter().collect();
            prop_assert_eq!(CaseCode::parse(&wrong).is_some(), wrong == code.as_str());
            let mut swapped: Vec<char> = code.as_str().chars().collect();
            swapped.swap(at, at + 1);
            let swapped: String = swapped.into_iter().collect();
            prop_assert_eq!(CaseCode::parse(&swapped).is_some(), swapped == code.as_str());
        }
    }
}
