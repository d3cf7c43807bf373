//! Case codes: what a resident reads out at the counter.
//!
//! Eight signs such as `7K3M-9QTX`: seven random ones and a check sign that catches every single wrong sign and
//! every swap of two neighbours. No sign can be taken for another (no 0/O, 1/I/L, U/V).

use std::fmt;

use serde::{Deserialize, Serialize};

/// A prime number of signs, so that the weighted sum catches swaps.
const SIGNS: &[u8; 29] = b"23456789ABCDEFGHJKMNPQRSTWXYZ";
const RANDOM_SIGNS: u32 = 7;

/// A case's code, always valid.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseCode(String);

impl CaseCode {
    /// The code that a random number stands for.
    pub fn from_number(number: u64) -> Self {
        let base = 29_u64;
        let mut rest = number % base.pow(RANDOM_SIGNS);
        let mut digits = Vec::new();
        for _ in 0..RANDOM_SIGNS {
            digits.push(rest % base);
            rest /= base;
        }
        digits.push(check_digit(&digits));
        Self(digits.iter().filter_map(|&digit| sign(digit)).collect())
    }

    /// Reads a code as people type it: any case, with or without the dash or spaces. `None` if it is mistyped.
    pub fn parse(text: &str) -> Option<Self> {
        let signs: String = text
            .chars()
            .filter(|c| !matches!(c, '-' | ' ' | '－' | '—'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let digits: Vec<u64> = signs.chars().map(digit).collect::<Option<_>>()?;
        let (&check, random) = digits.split_last()?;
        (digits.len() == 8 && check_digit(random) == check).then_some(Self(signs))
    }

    /// The eight signs with no dash, as stored and put into buttons.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// With a dash in the middle, as people see it.
impl fmt::Display for CaseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, tail) = self.0.split_at_checked(4).unwrap_or((&self.0, ""));
        write!(f, "{head}-{tail}")
    }
}

/// Weights 2, 3, 4 … modulo a prime: any one wrong sign or swap of neighbours changes the sum.
fn check_digit(digits: &[u64]) -> u64 {
    (2..).zip(digits).map(|(weight, digit): (u64, _)| weight * digit).sum::<u64>() % 29
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
