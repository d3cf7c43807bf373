//! A place in a message, read sign by sign as the rules see signs, while places stay those of the text as written.
//!
//! Must not know what is looked for.

use std::str::Chars;

use super::super::letters::{Letters, Plain, ends_clause};
use super::list::Words;

/// A place in a text. Copied freely; nothing is allocated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    /// The sign here and the byte behind it, kept because it is asked for again and again.
    sign: Option<(char, usize)>,
}

impl<'t> Cursor<'t> {
    /// Before the first sign.
    pub(super) fn new(text: &'t str) -> Self {
        Self::starting_at(text, 0)
    }

    /// Before the sign at a byte, which must begin one.
    #[inline]
    pub(super) fn starting_at(text: &'t str, at: usize) -> Self {
        let letters = Letters::table();
        let mut signs = text.get(at..).unwrap_or_default().chars();
        let visible = signs.find_map(|sign| plain(letters, sign));
        let sign = visible.map(|sign| (sign, text.len() - signs.as_str().len()));
        Self { text, at, sign }
    }

    /// The byte it stands at.
    pub(super) const fn at(self) -> usize {
        self.at
    }

    /// What is left of the text.
    pub(super) fn rest(self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The place so many bytes further, which must begin a sign.
    pub(super) fn further(self, bytes: usize) -> Self {
        Self::starting_at(self.text, self.at + bytes)
    }

    /// The sign here and the place behind it; invisible signs are passed over.
    #[inline]
    pub(super) fn step(self) -> Option<(char, Self)> {
        let (sign, behind) = self.sign?;
        Some((sign, Self::starting_at(self.text, behind)))
    }

    /// The sign here.
    #[inline]
    pub(super) fn sign(self) -> Option<char> {
        self.sign.map(|(sign, _)| sign)
    }

    /// The sign just before, with the place it stands at.
    pub(super) fn step_back(self) -> Option<(char, Self)> {
        let (before, at) = self.sign_before()?;
        Some((before, Self::starting_at(self.text, at)))
    }

    /// The sign just before.
    pub(super) fn before(self) -> Option<char> {
        self.sign_before().map(|(sign, _)| sign)
    }

    /// The sign just before and the byte it stands at.
    fn sign_before(self) -> Option<(char, usize)> {
        let letters = Letters::table();
        let mut signs = self.text.get(..self.at)?.chars();
        let before = std::iter::from_fn(|| signs.next_back()).find_map(|sign| plain(letters, sign))?;
        Some((before, signs.as_str().len()))
    }

    /// Behind these signs, if they stand here.
    #[inline]
    pub(super) fn eat(self, word: &str) -> Option<Self> {
        // The first sign settles nearly all.
        if word.chars().next() == self.sign() { self.eat_word(word) } else { None }
    }

    fn eat_word(self, word: &str) -> Option<Self> {
        let mut signs = word.chars();
        signs.next();
        self.step()?.1.eat_rest(signs)
    }

    fn eat_rest(self, signs: Chars<'_>) -> Option<Self> {
        let mut at = self;
        for wanted in signs {
            if at.sign() != Some(wanted) {
                return None;
            }
            (_, at) = at.step()?;
        }
        Some(at)
    }

    /// Behind the first of these words that stands here, and which it was. Longer words go before their beginnings.
    pub(super) fn eat_any(self, words: &[&str]) -> Option<(usize, Self)> {
        words.iter().enumerate().find_map(|(number, word)| Some((number, self.eat(word)?)))
    }

    /// Behind the first of these words that stands here, with what it means.
    pub(super) fn eat_one<T: Copy>(self, words: &[(&str, T)]) -> Option<(T, Self)> {
        words.iter().find_map(|(word, meant)| Some((*meant, self.eat(word)?)))
    }

    /// Behind the word if it stands here, else here.
    pub(super) fn maybe(self, word: &str) -> Self {
        self.eat(word).unwrap_or(self)
    }

    /// Behind spaces.
    pub(super) fn past_spaces(self) -> Self {
        let mut at = self;
        while at.sign() == Some(' ')
            && let Some((_, next)) = at.step()
        {
            at = next;
        }
        at
    }

    /// Whether one of these words stands here.
    pub(super) fn is_at<W: Words + ?Sized>(self, words: &W) -> bool {
        words.behind(self).is_some()
    }

    /// Whether one of these signs is next.
    pub(super) fn is_before_sign(self, signs: &str) -> bool {
        self.sign().is_some_and(|sign| signs.contains(sign))
    }

    /// Whether one of these signs stands just before.
    pub(super) fn is_after_sign(self, signs: &str) -> bool {
        self.before().is_some_and(|sign| signs.contains(sign))
    }

    /// Whether a digit, a Latin letter or what belongs to a number stands just before.
    pub(super) fn is_inside_number(self) -> bool {
        self.before()
            .is_some_and(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '@' | '#'))
    }

    /// Whether one of these words ends here.
    pub(super) fn ends(self, words: &[String]) -> bool {
        words.iter().any(|word| {
            let mut at = self;
            word.chars().rev().all(|wanted| match at.step_back() {
                Some((sign, before)) => {
                    at = before;
                    sign == wanted
                }
                None => false,
            })
        })
    }

    /// How many signs of the same clause stand between here and the nearest of these words before it.
    pub(super) fn gap_before(self, words: &[String], reach: usize) -> Option<usize> {
        let mut at = self;
        for gap in 0..=reach {
            if at.ends(words) {
                return Some(gap);
            }
            let (sign, before) = at.step_back()?;
            if ends_clause(sign) {
                return None;
            }
            at = before;
        }
        None
    }

    /// How many signs of the same clause stand between here and the nearest of these words behind it.
    pub(super) fn gap_behind(self, words: &[String], reach: usize) -> Option<usize> {
        let mut at = self;
        for gap in 0..=reach {
            if words.iter().any(|word| at.eat(word).is_some()) {
                return Some(gap);
            }
            let (sign, next) = at.step()?;
            if ends_clause(sign) {
                return None;
            }
            at = next;
        }
        None
    }

    /// Whether one of these words stands among the last signs of the clause before.
    pub(super) fn is_after<W: Words + ?Sized>(self, words: &W, reach: usize) -> bool {
        let mut from = self;
        for _ in 0..reach {
            match from.step_back() {
                Some((sign, before)) if !ends_clause(sign) => from = before,
                _ => break,
            }
        }
        from.finds(words, self.at)
    }

    /// Whether one of these words stands among the next signs of the clause.
    pub(super) fn is_followed_by<W: Words + ?Sized>(self, words: &W, reach: usize) -> bool {
        let mut to = self;
        for _ in 0..reach {
            match to.step() {
                Some((sign, next)) if !ends_clause(sign) => to = next,
                _ => break,
            }
        }
        self.finds(words, to.at)
    }

    /// Whether one of these words stands between here and there.
    fn finds<W: Words + ?Sized>(self, words: &W, end: usize) -> bool {
        let mut at = self;
        while at.at < end {
            if words.behind(at).is_some_and(|behind| behind.at <= end) {
                return true;
            }
            let Some((_, next)) = at.step() else { return false };
            at = next;
        }
        false
    }
}

/// A sign as the rules see it; none if it is invisible.
#[inline]
fn plain(letters: Letters, sign: char) -> Option<char> {
    match letters.plain(sign) {
        Plain::One(plain) => Some(plain),
        Plain::Gone => None,
        Plain::Several => Some(sign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_text_as_written() {
        let text = "欠２萬元";
        let at = Cursor::new(text).eat("欠2万").unwrap();
        assert_eq!(text.get(at.at()..), Some("元"));
        assert_eq!((at.before(), at.sign()), (Some('万'), Some('元')));
    }

    #[test]
    fn invisible_signs_are_passed_over() {
        let at = Cursor::new("3\u{200b}月").eat("3月").unwrap();
        assert_eq!((at.step().map(|it| it.0), at.before()), (None, Some('月')));
    }

    #[test]
    fn the_gap_to_a_word_is_counted_within_the_clause() {
        let words = ["辞退".to_owned(), "没发".to_owned()];
        let text = "被辞退已经两年了没发钱，辞退";
        let two_years = Cursor::new(text).eat("被辞退已经").unwrap();
        assert_eq!(two_years.gap_before(&words, 5), Some(2));
        assert_eq!(two_years.gap_before(&words, 1), None);
        assert_eq!(two_years.gap_behind(&words, 9), Some(3));
        assert_eq!(two_years.eat("两年了没发").unwrap().gap_behind(&words, 9), None);
    }

    #[test]
    fn a_clause_is_looked_at_and_no_further() {
        let text = "欠我的，三万";
        let at = Cursor::new(text).eat("欠我的,").unwrap();
        assert!(!at.is_after(&["欠"], 9));
        assert!(Cursor::new(text).eat("欠我的").unwrap().is_after(&["欠"], 3));
        assert!(!Cursor::new(text).eat("欠我的").unwrap().is_after(&["欠"], 2));
        assert!(Cursor::new(text).is_followed_by(&["我的"], 3));
        assert!(!Cursor::new(text).is_followed_by(&["三万"], 9));
    }
}
