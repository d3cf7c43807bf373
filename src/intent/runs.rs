//! Which runs of one or two tokens a table knows, each with the number of its row.
//!
//! Must not know what a row says.

use std::collections::HashMap;

use super::filter::Mixing;
use super::rules::index;
use super::tokens::{BEGIN, END, EVERYDAY, JOINT, is_word, tokens};

/// The runs. Row 0 is that of all others.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    /// The numbers of tokens that are one sign, by the sign; 0 for one that is in no run.
    signs: Vec<u16>,
    /// Those of other tokens.
    words: HashMap<String, u16, Mixing>,
    /// The rows of runs of one token, by its number.
    alone: Vec<u16>,
    /// The rows of runs of two, by both numbers.
    pairs: HashMap<u32, u16, Mixing>,
    rows: u16,
}

/// A table has about so many runs of two; more only take longer to read.
const USUAL_PAIRS: usize = 1 << 14;

impl Runs {
    const BEGIN: u16 = 1;
    const END: u16 = 2;

    /// None yet.
    pub fn new() -> Self {
        let mut runs = Self { signs: vec![0; index(EVERYDAY)], alone: vec![0], ..Self::default() };
        runs.pairs.reserve(USUAL_PAIRS);
        for mark in [BEGIN, END] {
            runs.token(&mark.chars().collect::<Vec<_>>());
        }
        runs
    }

    /// The row of a run; a new one if it has none.
    pub fn row(&mut self, run: &str) -> Result<u16, String> {
        let next =
            self.rows.checked_add(1).ok_or_else(|| format!("there are more than {} runs", u16::MAX))?;
        let row = match self.tokens_of(run) {
            Some((one, None)) => {
                let Some(row) = self.alone.get_mut(usize::from(one)) else { return Ok(0) };
                *row = if *row == 0 { next } else { *row };
                *row
            }
            Some((one, Some(other))) => *self.pairs.entry(pair(one, other)).or_insert(next),
            None => return Err(format!("`{run}` is no run of one or two signs or words")),
        };
        self.rows = self.rows.max(row);
        Ok(row)
    }

    /// The numbers of the one or two tokens of a run, new ones if they have none.
    fn tokens_of(&mut self, run: &str) -> Option<(u16, Option<u16>)> {
        let mut signs = run.chars();
        let is_sign =
            |sign: &char| !sign.is_ascii_lowercase() && *sign != JOINT && u32::from(*sign) < EVERYDAY;
        // Nearly all runs are one or two signs that are tokens.
        if let (Some(one), other, None) = (signs.next().filter(is_sign), signs.next(), signs.next())
            && other.as_ref().is_none_or(is_sign)
        {
            return Some((self.sign(one), other.map(|other| self.sign(other))));
        }
        let signs: Vec<char> = run.chars().collect();
        let mut numbers = tokens(&signs).map(|token| self.token(token));
        let all = (numbers.next()?, numbers.next());
        numbers.next().is_none().then_some(all)
    }

    /// The number of a token; a new one if it has none.
    fn token(&mut self, token: &[char]) -> u16 {
        match token {
            &[sign] if !is_word(token) => self.sign(sign),
            _ => {
                let next = self.next_token();
                let number = *self.words.entry(token.iter().collect()).or_insert(next);
                self.know(number)
            }
        }
    }

    /// The number of a sign that is a token; a new one if it has none.
    fn sign(&mut self, sign: char) -> u16 {
        let next = self.next_token();
        let Some(number) = self.signs.get_mut(index(sign.into())) else { return 0 };
        *number = if *number == 0 { next } else { *number };
        let number = *number;
        self.know(number)
    }

    fn next_token(&self) -> u16 {
        u16::try_from(self.alone.len()).unwrap_or(0)
    }

    /// Makes room for a token if its number is new.
    fn know(&mut self, number: u16) -> u16 {
        if number == self.next_token() {
            self.alone.push(0);
        }
        number
    }

    /// Tells the rows of all runs of a message, as often as they are there, and how many runs it has; `word` lends its memory.
    pub fn each_row(&self, signs: &[char], word: &mut String, mut tell: impl FnMut(u16)) -> u32 {
        let (mut before, mut runs) = (Self::BEGIN, 1);
        for token in tokens(signs) {
            let number = self.number(token, word);
            tell(self.alone(number));
            tell(self.pair(before, number));
            runs += 2;
            before = number;
        }
        tell(self.pair(before, Self::END));
        runs
    }

    /// The row of a run, 0 if there is none.
    pub fn find(&self, run: &str) -> u16 {
        let (signs, mut word) = (run.chars().collect::<Vec<char>>(), String::new());
        let numbers: Vec<u16> = tokens(&signs).map(|token| self.number(token, &mut word)).collect();
        match *numbers.as_slice() {
            [one] => self.alone(one),
            [one, other] => self.pair(one, other),
            _ => 0,
        }
    }

    /// The number of a token, 0 if it is in no run.
    #[inline]
    fn number(&self, token: &[char], word: &mut String) -> u16 {
        match token {
            &[sign] if !is_word(token) => self.signs.get(index(sign.into())).copied().unwrap_or(0),
            _ => {
                word.clear();
                word.extend(token);
                self.words.get(word.as_str()).copied().unwrap_or(0)
            }
        }
    }

    #[inline]
    fn alone(&self, token: u16) -> u16 {
        self.alone.get(usize::from(token)).copied().unwrap_or(0)
    }

    #[inline]
    fn pair(&self, one: u16, other: u16) -> u16 {
        self.pairs.get(&pair(one, other)).copied().unwrap_or(0)
    }
}

#[inline]
fn pair(one: u16, other: u16) -> u32 {
    u32::from(one) << 16 | u32::from(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_have_rows_in_their_order() {
        let mut runs = Runs::new();
        let rows = ["调解", "劝", "my_lawyer", "劝", "^劝"].map(|run| runs.row(run).unwrap());
        assert_eq!(rows, [1, 2, 3, 2, 4]);
        assert!(runs.row("调解员").is_err());
        assert_eq!(["调解", "劝", "my_lawyer", "^劝", "解"].map(|run| runs.find(run)), [1, 2, 3, 4, 0]);
    }

    #[test]
    fn each_run_of_a_message_is_told() {
        let mut runs = Runs::new();
        ["劝", "my_lawyer", "^劝"].iter().for_each(|run| assert!(runs.row(run).is_ok()));
        let (mut told, mut word) = (Vec::new(), String::new());
        let signs: Vec<char> = "劝 my lawyer".chars().collect();
        assert_eq!(runs.each_row(&signs, &mut word, |row| told.push(row)), 7);
        // 劝, ^劝; my, 劝my; lawyer, my_lawyer; lawyer$.
        assert_eq!(told, [1, 3, 0, 0, 0, 2, 0]);
    }
}
