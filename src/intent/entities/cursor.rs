//! A place in a text that is spelled out.
//!
//! Must not know what is looked for.

use std::str::Chars;

use super::super::letters::ends_clause;
use super::super::rules::index;
use super::list::Words;
use super::spelling::Sign;

/// A place in a text. Copied freely; nothing is allocated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    signs: &'t [Sign],
    at: usize,
}

impl<'t> Cursor<'t> {
    /// Before a sign, by its number.
    pub(super) const fn new(signs: &'t [Sign], at: usize) -> Self {
        Self { signs, at }
    }

    /// How many signs stand before it.
    #[inline]
    pub(super) const fn at(self) -> usize {
        self.at
    }

    /// The first byte of the sign here.
    pub(super) fn first_byte(self) -> usize {
        self.signs.get(self.at).map_or_else(|| self.byte_behind(), |sign| index(sign.bytes.0))
    }

    /// The byte behind the sign just before.
    pub(super) fn byte_behind(self) -> usize {
        self.step_back()
            .and_then(|(_, before)| before.signs.get(before.at))
            .map_or(0, |sign| index(sign.bytes.1))
    }

    /// The sign here and the place behind it.
    #[inline]
    pub(super) fn step(self) -> Option<(char, Self)> {
        Some((self.sign()?, Self { at: self.at + 1, ..self }))
    }

    /// The sign here.
    #[inline]
    pub(super) fn sign(self) -> Option<char> {
        self.signs.get(self.at).map(|sign| sign.plain)
    }

    /// The sign just before, with the place it stands at.
    #[inline]
    pub(super) fn step_back(self) -> Option<(char, Self)> {
        let before = Self { at: self.at.checked_sub(1)?, ..self };
        Some((before.sign()?, before))
    }

    /// The sign just before.
    #[inline]
    pub(super) fn before(self) -> Option<char> {
        self.step_back().map(|(sign, _)| sign)
    }

    /// The places from here on where such a sign stands.
    #[inline]
    pub(super) fn places(self, is_such: impl Fn(char) -> bool) -> impl Iterator<Item = Self> {
        let rest = self.signs.get(self.at..).unwrap_or_default().iter().enumerate();
        let such = rest.filter(move |(_, sign)| is_such(sign.plain));
        such.map(move |(further, _)| Self { at: self.at + further, ..self })
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
        self.sign().is_some_and(|sign| signs.chars().any(|it| it == sign))
    }

    /// Whether one of these signs stands just before.
    pub(super) fn is_after_sign(self, signs: &str) -> bool {
        self.before().is_some_and(|sign| signs.chars().any(|it| it == sign))
    }

    /// Whether a digit, a Latin letter or what belongs to a number stands just before.
    pub(super) fn is_inside_number(self) -> bool {
        self.before()
            .is_some_and(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '@' | '#'))
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

#[cfg(test)]
mod tests {
    use super::super::spelling::Spelling;

    #[test]
    fn places_are_those_of_the_text_as_written() {
        let spelling = Spelling::of("欠２萬\u{200b}元");
        let at = spelling.begin().eat("欠2万").unwrap();
        assert_eq!((at.byte_behind(), at.first_byte()), (9, 12));
        assert_eq!((at.before(), at.sign()), (Some('万'), Some('元')));
    }

    #[test]
    fn invisible_signs_are_passed_over() {
        let spelling = Spelling::of("3\u{200b}月");
        let at = spelling.begin().eat("3月").unwrap();
        assert_eq!((at.step().map(|it| it.0), at.before()), (None, Some('月')));
    }

    #[test]
    fn a_clause_is_looked_at_and_no_further() {
        let spelling = Spelling::of("欠我的，三万");
        let at = spelling.begin().eat("欠我的,").unwrap();
        assert!(!at.is_after(&["欠"], 9));
        assert!(spelling.begin().eat("欠我的").unwrap().is_after(&["欠"], 3));
        assert!(!spelling.begin().eat("欠我的").unwrap().is_after(&["欠"], 2));
        assert!(spelling.begin().is_followed_by(&["我的"], 3));
        assert!(!spelling.begin().is_followed_by(&["三万"], 9));
    }
}
