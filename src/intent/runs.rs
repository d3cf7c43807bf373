//! Which runs of one or two tokens a table knows, each with the number of its row.
//!
//! Must not know what a row says.

use std::collections::HashMap;

use super::filter::Mixing;
use super::pairs::Pairs;
use super::rules::index;
use super::tokens::{BEGIN, END, EVERYDAY, is_alone, next_token, tokens};

/// The runs. Row 0 is that of all others.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    /// The tokens that are one sign, by the sign.
    signs: Vec<Token>,
    /// The others.
    words: HashMap<String, Token, Mixing>,
    /// The rows of runs of two, by the numbers of both.
    pairs: Pairs,
}

/// What is known of a token.
#[derive(Clone, Copy, Debug, Default)]
struct Token {
    /// Its number; 0 if it is in no run.
    number: u16,
    /// The row of the run that it is alone.
    row: u16,
}

/// The number of a sign that is no token by itself, so that what stands beside it has to be looked at.
const PART: u16 = u16::MAX;

/// Runs while they get their rows.
#[derive(Debug)]
pub struct NewRuns {
    runs: Runs,
    pairs: HashMap<(u16, u16), u16, Mixing>,
    /// How many tokens have a number, and how many runs a row.
    tokens: u16,
    rows: u16,
}

/// A table has about so many runs of two; more only take longer to read.
const USUAL_PAIRS: usize = 1 << 15;

impl NewRuns {
    /// None yet.
    pub fn new() -> Self {
        let part = Token { number: PART, row: 0 };
        let token = |sign| if char::from_u32(sign).is_some_and(is_alone) { Token::default() } else { part };
        let runs = Runs { signs: (0..EVERYDAY).map(token).collect(), ..Runs::default() };
        let mut new = Self { runs, pairs: HashMap::default(), tokens: 0, rows: 0 };
        new.pairs.reserve(USUAL_PAIRS);
        for mark in [BEGIN, END] {
            new.known(&mark.chars().collect::<Vec<_>>());
        }
        new
    }

    /// The row of a run; a new one if it has none.
    pub fn row(&mut self, run: &str) -> Result<u16, String> {
        let next = self.rows.checked_add(1).filter(|_| self.tokens < PART - 2);
        let next = next.ok_or_else(|| format!("there are more than {} runs", self.rows))?;
        let row = self.row_or(run, next);
        let row = row.ok_or_else(|| format!("`{run}` is no run of one or two signs or words"))?;
        self.rows = self.rows.max(row);
        Ok(row)
    }

    /// The row of a run; `next` from now on if it has none.
    fn row_or(&mut self, run: &str, next: u16) -> Option<u16> {
        let signs: Vec<char> = run.chars().collect();
        let mut rest = tokens(&signs);
        let (one, other) = (rest.next()?, rest.next());
        if rest.next().is_some() {
            return None;
        }
        let Some(other) = other else {
            let token = self.known(one)?;
            token.row = if token.row == 0 { next } else { token.row };
            return Some(token.row);
        };
        let both = (self.known(one)?.number, self.known(other)?.number);
        Some(*self.pairs.entry(both).or_insert(next))
    }

    /// A token, with a number from now on.
    fn known(&mut self, token: &[char]) -> Option<&mut Token> {
        let known = match token {
            &[sign] if is_alone(sign) && u32::from(sign) < EVERYDAY => {
                self.runs.signs.get_mut(index(sign.into()))?
            }
            _ => self.runs.words.entry(token.iter().collect()).or_default(),
        };
        if known.number == 0 {
            self.tokens += 1;
            known.number = self.tokens;
        }
        Some(known)
    }

    /// Ready to be found.
    pub fn finish(self) -> Runs {
        Runs { pairs: Pairs::new(self.pairs.into_iter()), ..self.runs }
    }
}

impl Runs {
    const BEGIN: u16 = 1;
    const END: u16 = 2;

    /// Tells the rows of all runs of a message, as often as they are there, and how many runs it has; `word` lends its memory.
    pub fn each_row(&self, signs: &[char], word: &mut String, mut tell: impl FnMut(u16)) -> u32 {
        let (mut before, mut runs, mut rest) = (Self::BEGIN, 1, signs);
        while let Some(token) = self.next(&mut rest, word) {
            tell(token.row);
            tell(self.pairs.get(before, token.number));
            runs += 2;
            before = token.number;
        }
        tell(self.pairs.get(before, Self::END));
        runs
    }

    /// The row of a run, 0 if there is none.
    pub fn find(&self, run: &str) -> u16 {
        let (signs, mut word) = (run.chars().collect::<Vec<char>>(), String::new());
        let mut rest = signs.as_slice();
        let all: Vec<Token> = std::iter::from_fn(|| self.next(&mut rest, &mut word)).collect();
        match *all.as_slice() {
            [one] => one.row,
            [one, other] => self.pairs.get(one.number, other.number),
            _ => 0,
        }
    }

    /// Takes the first token off the signs of a message.
    #[inline]
    fn next(&self, rest: &mut &[char], word: &mut String) -> Option<Token> {
        let (&sign, behind) = rest.split_first()?;
        match self.signs.get(index(sign.into())) {
            Some(&token) if token.number != PART => {
                *rest = behind;
                Some(token)
            }
            _ => self.next_word(rest, word),
        }
    }

    /// The same if it does not begin with a token of one sign.
    fn next_word(&self, rest: &mut &[char], word: &mut String) -> Option<Token> {
        let token = next_token(rest)?;
        let alone = token
            .first()
            .filter(|&&sign| is_alone(sign))
            .and_then(|&sign| self.signs.get(index(sign.into())));
        word.clear();
        word.extend(token);
        alone.or_else(|| self.words.get(word.as_str())).copied().or(Some(Token::default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_have_rows_in_their_order() {
        let mut new = NewRuns::new();
        let rows = ["调解", "劝", "my_lawyer", "劝", "^劝"].map(|run| new.row(run).unwrap());
        assert_eq!(rows, [1, 2, 3, 2, 4]);
        assert!(new.row("调解员").is_err());
        let runs = new.finish();
        assert_eq!(["调解", "劝", "my_lawyer", "^劝", "解"].map(|run| runs.find(run)), [1, 2, 3, 4, 0]);
    }

    #[test]
    fn each_run_of_a_message_is_told() {
        let mut new = NewRuns::new();
        ["劝", "my_lawyer", "^劝"].iter().for_each(|run| assert!(new.row(run).is_ok()));
        let runs = new.finish();
        let (mut told, mut word) = (Vec::new(), String::new());
        let signs: Vec<char> = "劝 my lawyer".chars().collect();
        assert_eq!(runs.each_row(&signs, &mut word, |row| told.push(row)), 7);
        // 劝, ^劝; my, 劝my; lawyer, my_lawyer; lawyer$.
        assert_eq!(told, [1, 3, 0, 0, 0, 2, 0]);
    }
}
