//! A message as the rules see it: plain signs, no needless repeats or spaces, dialect and slips folded into plain Mandarin.
//!
//! Must not know any rule: what is folded comes in as a [`Folding`].

use std::collections::HashMap;

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
    signs: Vec<char>,
    /// Before which signs the writer left a space between Chinese: to many a comma.
    breaks: Vec<usize>,
    space: bool,
    run: usize,
}

impl Signs {
    /// Forgets the last message and takes this one.
    pub fn write(&mut self, text: &str) {
        self.clear();
        // Most signs take three bytes.
        self.signs.reserve(text.len() / 2);
        let letters = Letters::table();
        let mut last = ' ';
        for sign in text.chars() {
            match letters.plain(sign) {
                Plain::One(plain) if plain != ' ' && plain != last && !self.space => {
                    self.run = 1;
                    self.signs.push(plain);
                    last = plain;
                    continue;
                }
                Plain::One(plain) => self.put(plain),
                Plain::Gone => continue,
                Plain::Several => spelled_out(sign).chars().for_each(|plain| self.put(plain)),
            }
            last = self.signs.last().copied().unwrap_or(' ');
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
        self.breaks.binary_search(&at).is_ok()
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

/// Words that stand for others: dialect, and slips that can mean only one thing. The longest wins.
#[derive(Clone, Debug, Default)]
pub struct Folding {
    by_first: HashMap<char, Vec<Fold>>,
    /// One bit per first two signs, by a hash: whether a fold may begin so. Most messages are done after asking it.
    begins: Vec<u64>,
}

/// The bits of a folding that has any.
type Begins = [u64; BEGINNINGS / 64];

#[derive(Clone, Debug)]
struct Fold {
    from: Vec<char>,
    to: Vec<char>,
}

impl Folding {
    /// Takes pairs of what people write and what is meant.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut folding = Self { by_first: HashMap::new(), begins: vec![0; BEGINNINGS / 64] };
        let mut signs = Signs::default();
        for (from, to) in pairs {
            signs.write(from);
            let from = signs.signs.clone();
            signs.write(to);
            if let Some(&first) = from.first() {
                folding.mark(first, from.get(1).copied());
                folding.by_first.entry(first).or_default().push(Fold { from, to: signs.signs.clone() });
            }
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
        let Some(first) = self.next_fold(&signs.signs) else { return };
        spare.clear();
        let (mut at, mut skip, mut breaks) = (0, first, signs.breaks.iter().peekable());
        while at < signs.signs.len() {
            let fold = signs.signs.get(at + skip..).and_then(|rest| self.find(rest));
            let copied = if fold.is_some() { skip } else { skip + 1 };
            let plain = signs.signs.get(at..signs.signs.len().min(at + copied)).unwrap_or_default();
            let taken = plain.len() + fold.map_or(0, |fold| fold.from.len());
            while let Some(&&place) = breaks.peek().filter(|place| ***place < at + taken) {
                breaks.next();
                // A break within what is folded stays before what it becomes.
                spare.breaks.push(spare.signs.len() + (place - at).min(plain.len()));
            }
            spare.signs.extend_from_slice(plain);
            spare.signs.extend_from_slice(fold.map_or(&[], |fold| &fold.to));
            at += taken;
            let rest = signs.signs.get(at..).unwrap_or_default();
            skip = self.next_fold(rest).unwrap_or(rest.len());
        }
        spare.breaks.dedup();
        std::mem::swap(signs, spare);
    }

    /// Where the next fold may begin.
    fn next_fold(&self, signs: &[char]) -> Option<usize> {
        let begins: &Begins = self.begins.as_slice().try_into().ok()?;
        let (&last, before) = signs.split_last()?;
        let pairs = signs.windows(2).position(|pair| match pair {
            &[one, next] => has(begins, slot(one, next)) | has(begins, slot(one, ANY)),
            _ => false,
        });
        pairs.or_else(|| has(begins, slot(last, ANY)).then_some(before.len()))
    }

    fn mark(&mut self, one: char, next: Option<char>) {
        let slot = slot(one, next.unwrap_or(ANY));
        if let Some(bits) = self.begins.get_mut(slot / 64) {
            *bits |= 1 << (slot % 64);
        }
    }

    fn find(&self, rest: &[char]) -> Option<&Fold> {
        let folds = self.by_first.get(rest.first()?)?;
        folds.iter().find(|fold| rest.starts_with(&fold.from))
    }
}

/// How many bits tell where a fold may begin.
const BEGINNINGS: usize = 1 << 15;

/// Stands for the second sign of a fold of one sign.
const ANY: char = '\0';

#[inline]
fn has(begins: &Begins, slot: usize) -> bool {
    begins.get(slot / 64).is_some_and(|bits| bits >> (slot % 64) & 1 != 0)
}

#[inline]
fn slot(one: char, next: char) -> usize {
    let mixed = u32::from(one).wrapping_mul(0x9e37_79b1) ^ u32::from(next).wrapping_mul(0x85eb_ca6b);
    usize::try_from(mixed >> 17).unwrap_or(0)
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
        assert_eq!(folding.fold_text("我遭"), "我被");
        assert_eq!(folding.fold_text("遭"), "被");
        assert_eq!(folding.fold_text("打人"), "打人");
    }

    #[test]
    fn breaks_move_with_what_is_folded() {
        let folding = Folding::new([("啷个办", "怎么办"), ("咋", "怎么")]);
        let (mut signs, mut spare) = (Signs::default(), Signs::default());
        signs.write("咋说 钱没得了 啷个办 嘛");
        folding.fold(&mut signs, &mut spare);
        assert_eq!(signs.text(), "怎么说钱没得了怎么办嘛");
        let breaks: Vec<usize> = (0..11).filter(|&at| signs.breaks_before(at)).collect();
        assert_eq!(breaks, [3, 7, 10]);
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
