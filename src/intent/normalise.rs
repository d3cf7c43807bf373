//! A message as the rules see it: plain signs, no needless repeats or spaces.
//!
//! Must not know any rule, nor what stands for what; that is `folding`'s.

use std::str::Chars;

use super::letters::{Letters, Plain, is_han, is_word, spelled_out};

/// The normalised form of a text, without folding.
pub fn normalise(text: &str) -> String {
    let mut signs = Signs::default();
    signs.write(text);
    signs.text()
}

/// A normalised message: its signs, and which of them begins a new clause after a space.
#[derive(Clone, Debug, Default)]
pub struct Signs {
    pub(super) signs: Vec<char>,
    /// Before which signs the writer left a space between Chinese: to many a comma.
    pub(super) breaks: Vec<usize>,
    space: bool,
    run: usize,
}

impl Signs {
    /// Forgets the last message and takes this one.
    pub fn write(&mut self, text: &str) {
        self.clear();
        // Most signs take three bytes.
        self.signs.reserve(text.len() / 2);
        let (letters, mut rest) = (Letters::table(), text.chars());
        while let Some(sign) = self.write_plain(letters, &mut rest) {
            match letters.plain(sign) {
                Plain::One(plain) => self.put(plain),
                Plain::Gone => {}
                Plain::Several => spelled_out(sign).chars().for_each(|plain| self.put(plain)),
            }
        }
    }

    /// Takes signs as long as there is nothing to decide about any; gives the first that is a space, stands behind one, repeats the
    /// sign before it or is no single sign.
    #[inline]
    fn write_plain(&mut self, letters: Letters, rest: &mut Chars<'_>) -> Option<char> {
        if self.space {
            return rest.next();
        }
        let mut last = self.signs.last().copied().unwrap_or(' ');
        for sign in rest {
            let Some(plain) = letters.one(sign).filter(|&plain| plain != last) else { return Some(sign) };
            self.signs.push(plain);
            last = plain;
            self.run = 1;
        }
        None
    }

    /// The signs.
    #[inline]
    pub fn all(&self) -> &[char] {
        &self.signs
    }

    /// The sign at a position.
    #[inline]
    pub fn at(&self, at: usize) -> Option<char> {
        self.signs.get(at).copied()
    }

    /// Whether a space stood before the sign at a position and separated Chinese from Chinese.
    #[inline]
    pub fn breaks_before(&self, at: usize) -> bool {
        self.breaks.binary_search(&at).is_ok()
    }

    /// As one text.
    pub fn text(&self) -> String {
        // Most signs take three bytes.
        let mut text = String::with_capacity(self.signs.len() * 3);
        text.extend(&self.signs);
        text
    }

    /// Part of it as a text.
    pub fn part(&self, start: usize, end: usize) -> String {
        self.signs.get(start..end).unwrap_or_default().iter().collect()
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.signs.clear();
        self.breaks.clear();
        self.space = false;
        self.run = 0;
    }

    /// Takes one sign, be it a space, what follows one, or one more of the same.
    fn put(&mut self, sign: char) {
        if sign == ' ' {
            self.space = !self.signs.is_empty();
            return;
        }
        let last = self.signs.last().copied();
        if std::mem::take(&mut self.space) {
            if last.is_some_and(is_word) && is_word(sign) {
                self.signs.push(' ');
                self.run = 0;
            } else if last.is_some_and(is_han) && is_han(sign) {
                self.breaks.push(self.signs.len());
            }
        }
        self.run = if last == Some(sign) && self.run > 0 { self.run + 1 } else { 1 };
        if self.run == 1 || !self.squeezes(sign) {
            self.signs.push(sign);
        }
    }

    /// Whether one more of the same sign is to be left out: a third character, a third letter (and then the second goes too),
    /// any second mark or emoji; never a digit.
    fn squeezes(&mut self, sign: char) -> bool {
        if sign.is_ascii_digit() {
            return false;
        }
        if sign.is_ascii_alphabetic() {
            if self.run == 3 {
                self.signs.pop();
            }
            return self.run >= 3;
        }
        if sign.is_alphanumeric() { self.run >= 3 } else { true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signs_become_plain() {
        let cases = [
            ("  我想　離婚 ，怎麼辦？？？", "我想离婚,怎么办?"),
            ("离 婚", "离婚"),
            ("Legal   Aid PLEASE", "legal aid please"),
            ("啊啊啊啊好气", "啊啊好气"),
            ("helpppp 10000块", "help 10000块"),
            ("😭😭😭救命", "😭救命"),
            ("谢谢", "谢谢"),
            ("打 110", "打110"),
            ("", ""),
        ];
        for (text, plain) in cases {
            assert_eq!(normalise(text), plain);
        }
    }

    #[test]
    fn a_space_between_chinese_is_kept_as_a_break() {
        let mut signs = Signs::default();
        signs.write("不要调解 我要离婚");
        assert_eq!(signs.text(), "不要调解我要离婚");
        assert!(signs.breaks_before(4) && !signs.breaks_before(3));
    }

    proptest! {
        #[test]
        fn twice_is_once(text in any::<String>()) {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn twice_is_once_for_what_people_type(text in "[a-cA-C啊離谢 \n!?，。😭１1①]{0,24}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
