//! Which question of law how a message is put speaks for: a row of columns for each run, one column for each question that has an answer.
//!
//! Only a question of law is asked for these, so they stand apart from the columns that every message adds up. Must not know which run a
//! row belongs to, nor what a question is answered with.

use super::rows::{Row, Rows, Sums};

/// So many questions there may be.
pub const MOST: usize = 128;

/// What runs say of the questions that have an answer.
#[derive(Clone, Debug, Default)]
pub struct Questions {
    /// Their intents, by their numbers, in the order of their columns.
    pub intents: Vec<u16>,
    rows: Rows<MOST>,
    /// What every message says of each, in units.
    usual: Box<Sums<MOST>>,
}

impl Questions {
    /// A row says so many units for a question; whether there may be so many.
    pub fn say(&mut self, row: u16, question: usize, units: i8) -> bool {
        let row = usize::from(row);
        if row >= self.rows.0.len() {
            self.rows.0.resize(row + 1, Row::default());
        }
        self.rows.0.get_mut(row).is_some_and(|row| row.say(question, units))
    }

    /// Every message says so many.
    pub fn say_usual(&mut self, question: usize, units: i8) -> bool {
        self.usual.0.get_mut(question).map(|usual| *usual = i32::from(units)).is_some()
    }

    /// Whether anything is known of an intent.
    pub fn knows(&self, intent: u16) -> bool {
        self.intents.contains(&intent)
    }

    /// What the rows of a message say of each question, in units, and what every message says of it.
    pub fn heard(&self, rows: &[u32]) -> impl Iterator<Item = (u16, i32, i32)> {
        let both = self.rows.sum(rows).0.into_iter().zip(self.usual.0);
        self.intents.iter().zip(both).map(|(&intent, (units, usual))| (intent, units, usual))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rows_say_is_added_up() {
        let mut questions = Questions { intents: vec![40, 41], ..Questions::default() };
        assert!(questions.say(2, 1, 30) && questions.say(1, 0, -5) && questions.say(2, 0, 7));
        assert!(questions.say_usual(1, -9) && !questions.say(1, MOST, 1));
        assert!(questions.knows(41) && !questions.knows(1));
        let heard = |rows: &[u32]| questions.heard(rows).collect::<Vec<_>>();
        assert_eq!(heard(&[]), [(40, 0, 0), (41, 0, -9)]);
        assert_eq!(heard(&[1, 2, 3, 99]), [(40, 2, 0), (41, 30, -9)]);
    }
}
