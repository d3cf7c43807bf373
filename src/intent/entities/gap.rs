//! How far words stand from a place in the same clause. A Chinese sign counts one, and so does a Latin word with the spaces around
//! it: "in March 2025 my boss fired me" is no further than 2025年3月老板辞退我.
//!
//! Must not know what the words mean.

use super::super::letters::{ends_clause, is_word};
use super::cursor::Cursor;

/// Words that begin a clause, as a comma does.
const LINKS: &[&str] = &["and", "but", "then", "because", "so", "while", "when"];

impl Cursor<'_> {
    /// How far the nearest of these words before it stands.
    pub(super) fn gap_before(self, words: &[String], reach: usize) -> Option<usize> {
        let mut at = self;
        for gap in 0..=reach {
            let end = at.word_before();
            if words.iter().any(|word| at.has_before(word) || end.has_before(word)) {
                return Some(gap);
            }
            at = at.back_one()?;
        }
        None
    }

    /// How far the nearest of these words behind it stands.
    pub(super) fn gap_behind(self, words: &[String], reach: usize) -> Option<usize> {
        let mut at = self;
        for gap in 0..=reach {
            let begin = at.word_behind();
            if words.iter().any(|word| at.has_behind(word) || begin.has_behind(word)) {
                return Some(gap);
            }
            at = at.one()?;
        }
        None
    }

    /// Behind one sign, or behind one word and the spaces around it.
    fn one(self) -> Option<Self> {
        let begin = self.word_behind();
        let end = begin.word_end();
        if end.at() > begin.at() && begin.is_counted_whole(end) {
            return (!begin.links(end)).then(|| end.past_spaces());
        }
        let (sign, next) = self.step()?;
        (!ends_clause(sign)).then_some(next)
    }

    /// Before one sign, or before one word and the spaces around it.
    fn back_one(self) -> Option<Self> {
        let end = self.word_before();
        let begin = end.word_begin();
        if begin.at() < end.at() && begin.is_counted_whole(end) {
            return (!begin.links(end)).then(|| begin.back_past_spaces());
        }
        let (sign, before) = self.step_back()?;
        (!ends_clause(sign)).then_some(before)
    }

    /// Whether what ends there is a word: it has a letter, or is a number that stands alone. Digits among Chinese count each.
    fn is_counted_whole(self, end: Self) -> bool {
        let mut at = self;
        let mut letters = false;
        while let Some((sign, next)) = at.step().filter(|(_, next)| next.at() <= end.at()) {
            letters |= !sign.is_ascii_digit() && is_word(sign);
            at = next;
        }
        letters || (self.before() == Some(' ') && end.sign() == Some(' '))
    }

    fn links(self, end: Self) -> bool {
        LINKS.iter().any(|link| self.eat(link).is_some_and(|behind| behind.at() == end.at()))
    }

    fn word_end(self) -> Self {
        let mut at = self;
        while let Some((_, next)) = at.step().filter(|_| at.is_in_word()) {
            at = next;
        }
        at
    }

    fn word_begin(self) -> Self {
        let mut at = self;
        while let Some((_, before)) = at.step_back().filter(|(_, before)| before.is_in_word()) {
            at = before;
        }
        at
    }

    /// Whether the sign here belongs to a word: also that in hasn't and in 3,000.
    fn is_in_word(self) -> bool {
        let Some((sign, next)) = self.step() else { return false };
        let between = |is_such: fn(char) -> bool| {
            self.before().is_some_and(is_such) && next.sign().is_some_and(is_such)
        };
        match sign {
            '\'' | '’' => between(is_word),
            ',' | '.' => between(|sign| sign.is_ascii_digit()),
            sign => is_word(sign),
        }
    }

    /// Before the word that stands behind these spaces, or here.
    fn word_behind(self) -> Self {
        let begin = self.past_spaces();
        if begin.sign().is_some_and(is_word) { begin } else { self }
    }

    /// Behind the word that stands before these spaces, or here.
    fn word_before(self) -> Self {
        let end = self.back_past_spaces();
        if end.before().is_some_and(is_word) { end } else { self }
    }

    fn back_past_spaces(self) -> Self {
        let mut at = self;
        while let Some((' ', before)) = at.step_back() {
            at = before;
        }
        at
    }

    /// Whether a word stands here, whole if it is Latin.
    fn has_behind(self, word: &str) -> bool {
        let mut at = self;
        for wanted in word.chars() {
            match at.step() {
                Some((sign, next)) if is_same(sign, wanted) => {
                    at = if sign == ' ' { next.past_spaces() } else { next };
                }
                _ => return false,
            }
        }
        self.is_edge() && at.is_edge()
    }

    /// Whether a word ends here, whole if it is Latin.
    fn has_before(self, word: &str) -> bool {
        let mut at = self;
        for wanted in word.chars().rev() {
            match at.step_back() {
                Some((sign, before)) if is_same(sign, wanted) => {
                    at = if sign == ' ' { before.back_past_spaces() } else { before };
                }
                _ => return false,
            }
        }
        self.is_edge() && at.is_edge()
    }

    /// Whether no letter or digit stands on both sides.
    fn is_edge(self) -> bool {
        !(self.before().is_some_and(is_word) && self.sign().is_some_and(is_word))
    }
}

fn is_same(sign: char, wanted: char) -> bool {
    sign == wanted || (sign == '’' && wanted == '\'')
}

#[cfg(test)]
mod tests {
    use super::super::spelling::Spelling;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn the_gap_to_a_word_is_counted_within_the_clause() {
        let words = words(&["辞退", "没发"]);
        let spelling = Spelling::of("被辞退已经两年了没发钱，辞退");
        let two_years = spelling.begin().eat("被辞退已经").unwrap();
        assert_eq!(two_years.gap_before(&words, 5), Some(2));
        assert_eq!(two_years.gap_before(&words, 1), None);
        assert_eq!(two_years.gap_behind(&words, 9), Some(3));
        assert_eq!(two_years.eat("两年了没发").unwrap().gap_behind(&words, 9), None);
    }

    /// Before and behind 2025 in a text.
    fn gaps(text: &str, of: &[&str]) -> (Option<usize>, Option<usize>) {
        let spelling = Spelling::of(text);
        let start = text.find("2025").unwrap();
        let (before, behind) = (spelling.at_byte(start), spelling.at_byte(start + 4));
        (before.gap_before(&words(of), 8), behind.gap_behind(&words(of), 8))
    }

    #[test]
    fn a_latin_word_counts_as_one_sign() {
        assert_eq!(gaps("In 2025 my  boss fired me", &["fired"]), (None, Some(2)));
        assert_eq!(gaps("I was fired on  the 5 of 2025", &["fired"]), (Some(4), None));
        assert_eq!(gaps("he hasn’t   paid 3,000 yuan since 2025", &["hasn't paid"]), (Some(3), None));
        assert_eq!(gaps("2025 fired", &["fired"]), (None, Some(0)));
        assert_eq!(gaps("工资5000辞退 2025年", &["工资"]), (Some(7), None));
        assert_eq!(gaps("工资5000被辞退2025年", &["工资"]), (Some(7), None));
    }

    #[test]
    fn latin_words_are_whole_and_links_end_the_clause() {
        assert_eq!(gaps("duel 2025 misfired", &["due", "fired"]), (None, None));
        assert_eq!(gaps("due fellow 2025", &["fell"]), (None, None));
        assert_eq!(gaps("fired and hired in 2025 and fired", &["fired"]), (None, None));
        assert_eq!(gaps("fired, in 2025. fired", &["fired"]), (None, None));
    }

    #[test]
    fn a_space_beside_chinese_counts_as_a_sign() {
        assert_eq!(gaps("辞退 2025 辞退", &["辞退"]), (Some(1), Some(1)));
        assert_eq!(gaps("被辞退我 2025 我被辞退", &["辞退"]), (Some(2), Some(3)));
    }
}
