//! A message as the rules see it: plain signs, no needless repeats or spaces, dialect and slips folded into plain Mandarin.
//!
//! Must not know any rule: what is folded comes in as a [`Folding`].

use std::collections::HashMap;

use super::letters::{self, Plain, is_han, is_word};

/// The normalised form of a text, without folding.
pub fn normalise(text: &str) -> String {
    let mut signs = Signs::default();
    signs.write(text);
    signs.text()
}

/// A normalised message: its signs, and which of them begins a new clause after a space.
#[derive(Clone, Debug, Default)]
pub struct Signs {
    signs: Vec<char>,
    /// Whether the writer left a space before the sign: to many a comma.
    breaks: Vec<bool>,
    space: bool,
    run: usize,
}

impl Signs {
    /// Forgets the last message and takes this one.
    pub fn write(&mut self, text: &str) {
        self.clear();
        for sign in text.chars() {
            match letters::plain(sign) {
                Plain::One(plain) => self.put(plain),
                Plain::Gone => {}
                Plain::Several => letters::spelled_out(sign).chars().for_each(|plain| self.put(plain)),
            }
        }
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
        self.breaks.get(at).copied().unwrap_or(false)
    }

    /// As one text.
    pub fn text(&self) -> String {
        self.signs.iter().collect()
    }

    /// Part of it as a text.
    pub fn part(&self, start: usize, end: usize) -> String {
        self.signs.get(start..end).unwrap_or_default().iter().collect()
    }

    fn clear(&mut self) {
        self.signs.clear();
        self.breaks.clear();
        self.space = false;
        self.run = 0;
    }

    #[inline]
    fn put(&mut self, sign: char) {
        if sign == ' ' {
            self.space = !self.signs.is_empty();
            return;
        }
        let last = self.signs.last().copied();
        let mut breaks = false;
        if self.space {
            self.space = false;
            if last.is_some_and(is_word) && is_word(sign) {
                self.push(' ', false);
                self.run = 0;
            } else {
                breaks = last.is_some_and(is_han) && is_han(sign);
            }
        }
        self.run = if last == Some(sign) && self.run > 0 { self.run + 1 } else { 1 };
        if self.run == 1 || !self.squeezes(sign) {
            self.push(sign, breaks);
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
                self.breaks.pop();
            }
            return self.run >= 3;
        }
        if sign.is_alphanumeric() { self.run >= 3 } else { true }
    }

    #[inline]
    fn push(&mut self, sign: char, breaks: bool) {
        self.signs.push(sign);
        self.breaks.push(breaks);
    }
}

/// Words that stand for others: dialect, and slips that can mean only one thing. The longest wins.
#[derive(Clone, Debug, Default)]
pub struct Folding {
    by_first: HashMap<char, Vec<Fold>>,
    /// One bit per sign of the common plane: whether a fold begins with it.
    begins: Vec<u64>,
}

#[derive(Clone, Debug)]
struct Fold {
    from: Vec<char>,
    to: Vec<char>,
}

impl Folding {
    /// Takes pairs of what people write and what is meant.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut folding = Self { by_first: HashMap::new(), begins: vec![0; 1024] };
        let mut signs = Signs::default();
        for (from, to) in pairs {
            signs.write(from);
            let from = signs.signs.clone();
            signs.write(to);
            let Some(&first) = from.first() else { continue };
            let (word, bit) = slot(first);
            if let Some(bits) = folding.begins.get_mut(word) {
                *bits |= bit;
            }
            folding.by_first.entry(first).or_default().push(Fold { from, to: signs.signs.clone() });
        }
        for folds in folding.by_first.values_mut() {
            folds.sort_by_key(|fold| std::cmp::Reverse(fold.from.len()));
        }
        folding
    }

    /// Folds a text that is a part of a rule.
    pub fn fold_text(&self, text: &str) -> String {
        let (mut signs, mut spare) = (Signs::default(), Signs::default());
        signs.write(text);
        self.fold(&mut signs, &mut spare);
        signs.text()
    }

    /// Folds in place; `spare` lends its memory.
    pub fn fold(&self, signs: &mut Signs, spare: &mut Signs) {
        if !signs.signs.iter().any(|&sign| self.may_begin(sign)) {
            return;
        }
        spare.clear();
        let mut at = 0;
        while let Some(&sign) = signs.signs.get(at) {
            let breaks = signs.breaks_before(at);
            match self.find(signs.signs.get(at..).unwrap_or_default()) {
                Some(fold) => {
                    let mut first = breaks;
                    for &sign in &fold.to {
                        spare.push(sign, std::mem::take(&mut first));
                    }
                    at += fold.from.len();
                }
                None => {
                    spare.push(sign, breaks);
                    at += 1;
                }
            }
        }
        std::mem::swap(signs, spare);
    }

    #[inline]
    fn may_begin(&self, sign: char) -> bool {
        let (word, bit) = slot(sign);
        self.begins.get(word).is_some_and(|bits| bits & bit != 0)
    }

    fn find(&self, rest: &[char]) -> Option<&Fold> {
        let first = *rest.first()?;
        if !self.may_begin(first) {
            return None;
        }
        let folds = self.by_first.get(&first)?;
        folds.iter().find(|fold| rest.starts_with(&fold.from))
    }
}

#[inline]
fn slot(sign: char) -> (usize, u64) {
    let code = u32::from(sign);
    (usize::try_from(code >> 6).unwrap_or(usize::MAX), 1 << (code & 63))
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

    #[test]
    fn the_longest_fold_wins_and_a_word_may_stand_for_itself() {
        let folding = Folding::new([("啷个", "怎么"), ("啷个办", "怎么办"), ("遭", "被"), ("遭遇", "遭遇")]);
        assert_eq!(folding.fold_text("啷个办嘛"), "怎么办嘛");
        assert_eq!(folding.fold_text("遭打了啷个说"), "被打了怎么说");
        assert_eq!(folding.fold_text("我的遭遇"), "我的遭遇");
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
