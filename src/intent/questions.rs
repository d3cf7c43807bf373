//! Which question of law how a message is put speaks for: what each run says of the few it says anything of.
//!
//! Only a question of law is asked for these, and a run says nothing of most of them, so they stand apart from the columns that every
//! message adds up. Must not know which run a row belongs to, nor what a question is answered with.

use super::rules::{index, position};

/// What runs say of the questions that have an answer.
#[derive(Clone, Debug, Default)]
pub struct Questions {
    /// Their intents, by their numbers.
    intents: Vec<u16>,
    /// What every message says of each, in units.
    usual: Vec<i8>,
    /// Where each row begins in `said`, and where the last one ends.
    begins: Vec<u32>,
    /// What the rows say, one after the other.
    said: Vec<Said>,
}

/// What a run says of one question.
#[derive(Clone, Copy, Debug)]
struct Said {
    question: u8,
    units: i8,
}

/// The same while it is read.
#[derive(Debug, Default)]
pub struct NewQuestions {
    usual: Vec<(u8, i8)>,
    said: Vec<(u16, Said)>,
}

/// So many questions there may be.
const MOST: usize = 1 << u8::BITS;

impl NewQuestions {
    /// A row says so many units for a question; whether there may be so many.
    pub fn say(&mut self, row: u16, question: usize, units: i8) -> bool {
        let question = u8::try_from(question);
        question.map(|question| self.said.push((row, Said { question, units }))).is_ok()
    }

    /// Every message says so many.
    pub fn say_usual(&mut self, question: usize, units: i8) -> bool {
        u8::try_from(question).map(|question| self.usual.push((question, units))).is_ok()
    }

    /// Ready to be asked; `rows` is how many rows there are.
    pub fn finish(mut self, intents: Vec<u16>, rows: usize) -> Questions {
        self.said.sort_by_key(|(row, _)| *row);
        let begin = |row: usize| position(self.said.partition_point(|it| usize::from(it.0) < row));
        let begins = (0..=rows).map(begin).collect();
        let mut usual = vec![0; intents.len()];
        for (question, units) in self.usual {
            usual.get_mut(usize::from(question)).into_iter().for_each(|usual| *usual = units);
        }
        let said = self.said.into_iter().map(|it| it.1).collect();
        Questions { intents, usual, begins, said }
    }
}

impl Questions {
    /// Whether anything is known of an intent.
    pub fn knows(&self, intent: u16) -> bool {
        self.intents.contains(&intent)
    }

    /// What the rows of a message say of each question, in units, and what every message says of it.
    pub fn heard(&self, rows: &[u32]) -> impl Iterator<Item = (u16, i32, i32)> {
        let mut sums = [0_i32; MOST];
        for row in rows.iter().map(|&row| index(row)) {
            let (Some(&from), Some(&to)) = (self.begins.get(row), self.begins.get(row + 1)) else { continue };
            for said in self.said.get(index(from)..index(to)).unwrap_or_default() {
                if let Some(sum) = sums.get_mut(usize::from(said.question)) {
                    *sum += i32::from(said.units);
                }
            }
        }
        let usual = self.usual.iter().map(|&units| i32::from(units));
        self.intents.iter().zip(sums).zip(usual).map(|((&intent, sum), usual)| (intent, sum, usual))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rows_say_is_added_up() {
        let mut new = NewQuestions::default();
        assert!(new.say(2, 1, 30) && new.say(1, 0, -5) && new.say(2, 0, 7) && new.say_usual(1, -9));
        assert!(!new.say(1, MOST, 1));
        let questions = new.finish(vec![40, 41], 4);
        assert!(questions.knows(41) && !questions.knows(1));
        let heard = |rows: &[u32]| questions.heard(rows).collect::<Vec<_>>();
        assert_eq!(heard(&[]), [(40, 0, 0), (41, 0, -9)]);
        assert_eq!(heard(&[1, 2, 3, 99]), [(40, 2, 0), (41, 30, -9)]);
    }
}
