//! A place in a text that is gone through sign by sign, and what stands before and after it.
//!
//! Must not know what is looked for.

/// What is put in place of what ends there.
pub type Found = Option<(&'static str, usize)>;

/// A place in the text.
#[derive(Clone, Copy)]
pub struct Here<'a> {
    pub signs: &'a [char],
    pub at: usize,
}

/// What may stand between a cue and what it announces.
const BETWEEN: &str = " :：是为\"“「";
const MOST_BETWEEN: usize = 4;

impl<'a> Here<'a> {
    /// Whether a cue stands before this place, with nothing of weight between.
    pub fn follows(self, cues: &[&str]) -> bool {
        let mut cue = self;
        for _ in 0..MOST_BETWEEN {
            if cue.before().is_some_and(|sign| BETWEEN.contains(sign)) {
                cue.at -= 1;
            }
        }
        cues.iter().any(|word| cue.ended_with(word))
    }

    /// The sign before.
    pub fn before(self) -> Option<char> {
        self.at.checked_sub(1).and_then(|before| self.sign(before))
    }

    /// A sign of the text.
    pub fn sign(self, at: usize) -> Option<char> {
        self.signs.get(at).copied()
    }

    /// Some signs of the text.
    pub fn part(self, start: usize, end: usize) -> &'a [char] {
        self.signs.get(start..end).unwrap_or_default()
    }

    /// Where a run of such signs ends.
    pub fn run(self, start: usize, of: impl Fn(char) -> bool) -> usize {
        let rest = self.signs.get(start..).unwrap_or_default();
        start + rest.iter().take_while(|&&sign| of(sign)).count()
    }

    /// The same of a run that counts no further than so many signs: whoever asks everywhere must not look to the end each time.
    pub fn short_run(self, start: usize, most: usize, of: impl Fn(char) -> bool) -> usize {
        let rest = self.signs.get(start..).unwrap_or_default();
        start + rest.iter().take(most).take_while(|&&sign| of(sign)).count()
    }

    /// Whether a word begins here.
    pub fn begins(self, word: &str) -> bool {
        let rest = self.signs.get(self.at..).unwrap_or_default();
        word.chars().enumerate().all(|(number, sign)| rest.get(number) == Some(&sign))
    }

    /// Another place in the same text.
    pub const fn moved(self, at: usize) -> Self {
        Self { signs: self.signs, at }
    }

    /// Whether a word ends before this place, written large or small.
    pub fn ended_with(self, word: &str) -> bool {
        let mut told = self.part(0, self.at).iter().rev();
        word.chars().rev().all(|sign| told.next().is_some_and(|told| told.to_ascii_lowercase() == sign))
    }
}

/// Whether it is one of the ten figures, full width or not.
pub fn is_digit(sign: char) -> bool {
    sign.is_ascii_digit() || ('０'..='９').contains(&sign)
}

/// Whether it is a Chinese character.
pub fn is_han(sign: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&sign)
}
