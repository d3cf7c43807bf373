//! The words of the rules, each kept once and known by its number.
//!
//! Must not know which rule wants a word.

use std::collections::HashMap;
use std::sync::Arc;

use super::filter::Mixing;
use super::folding::Folding;
use super::literal::Literal;
use super::normalise::Signs;
use super::rules::{index, position};

/// Words by their numbers, counted from 0 in the order in which they came.
#[derive(Debug)]
pub struct Vocabulary<'a> {
    folding: &'a Folding,
    numbers: HashMap<Arc<str>, u32, Mixing>,
    words: Vec<Word>,
    /// Lent from word to word.
    lent: Lent,
}

#[derive(Debug)]
struct Word {
    literal: Literal,
    /// Whether it is known to fold to itself.
    stays: bool,
}

#[derive(Debug, Default)]
struct Lent {
    signs: Signs,
    spare: Signs,
    text: String,
}

impl<'a> Vocabulary<'a> {
    /// No words yet; those that are written will be folded so.
    pub fn new(folding: &'a Folding) -> Self {
        Self { folding, numbers: HashMap::default(), words: Vec::new(), lent: Lent::default() }
    }

    /// The number of a word that is normalised.
    pub fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let (number, literal) = (position(self.words.len()), Literal::new(word));
        self.numbers.insert(Arc::clone(&literal.text), number);
        self.words.push(Word { literal, stays: false });
        number
    }

    /// The number of a word as a rule writes it: normalised and folded first. None if nothing is left of it.
    pub fn written(&mut self, word: &str) -> Option<u32> {
        let known = self.numbers.get(word).copied();
        if let Some(number) = known
            && self.words.get(index(number)).is_some_and(|word| word.stays)
        {
            return known;
        }
        let mut lent = std::mem::take(&mut self.lent);
        lent.signs.write(word);
        self.folding.fold(&mut lent.signs, &mut lent.spare);
        lent.text.clear();
        lent.text.extend(lent.signs.all());
        let number = (!lent.text.is_empty()).then(|| self.number(&lent.text));
        if let Some(known) = number.and_then(|number| self.words.get_mut(index(number))) {
            known.stays |= lent.text == word;
        }
        self.lent = lent;
        number
    }

    /// A word.
    pub fn literal(&self, number: u32) -> Option<&Literal> {
        self.words.get(index(number)).map(|word| &word.literal)
    }

    /// A word, to give it something to do.
    pub fn literal_mut(&mut self, number: u32) -> Option<&mut Literal> {
        self.words.get_mut(index(number)).map(|word| &mut word.literal)
    }

    /// The texts of all words, by their numbers.
    pub fn texts(&self) -> Vec<Arc<str>> {
        self.words.iter().map(|word| Arc::clone(&word.literal.text)).collect()
    }

    /// All words, by their numbers.
    pub fn into_literals(self) -> Vec<Literal> {
        self.words.into_iter().map(|word| word.literal).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_number_however_it_is_written() {
        let folding = Folding::new([("啷个", "怎么"), ("怎么", "何以")]);
        let mut words = Vocabulary::new(&folding);
        let [one, same, other] = ["離婚", "离婚", "啷个"].map(|word| words.written(word).unwrap());
        assert_eq!((one, same, other), (0, 0, 1));
        assert_eq!(words.number("离婚"), 0);
        assert_eq!(words.literal(other).unwrap().text.as_ref(), "怎么");
    }

    #[test]
    fn what_a_word_became_may_itself_become_another() {
        let folding = Folding::new([("啷个", "怎么"), ("怎么", "何以")]);
        let mut words = Vocabulary::new(&folding);
        let numbers = ["啷个", "怎么", "啷个", "怎么"].map(|word| words.written(word));
        assert_eq!(numbers, [Some(0), Some(1), Some(0), Some(1)]);
        assert_eq!(words.texts().iter().map(|text| &**text).collect::<Vec<_>>(), ["怎么", "何以"]);
    }

    #[test]
    fn nothing_is_no_word() {
        let folding = Folding::default();
        let mut words = Vocabulary::new(&folding);
        assert_eq!([words.written(""), words.written(" ")], [None, None]);
        assert!(words.into_literals().is_empty());
    }
}
