//! Finds words: for every sign, the words that end with it.
//!
//! The words stand in a trie, read backwards, in one open hash table. Beside the last sign stands one bit for each sign that may come
//! before it, so that the table is seldom asked in vain. Must not know what a word means.

use std::collections::HashMap;
use std::fmt;

use super::filter::{Mixing, mixed, slot};
use super::literal::Packed;
use super::rules::{index, position};

/// All words, ready to be found.
#[derive(Default)]
pub struct Words {
    /// Which of `lasts` a sign is, by its code; and those of signs whose code takes more than two bytes, in order.
    of_sign: Vec<u16>,
    rare: Vec<(char, u16)>,
    /// The signs that end words; the first stands for all others.
    lasts: Vec<Last>,
    nodes: Vec<Node>,
}

/// What ends with a sign.
#[derive(Clone, Copy, Debug, Default)]
pub struct Last {
    /// The word of this one sign.
    pub word: Option<Packed>,
    /// One bit per sign, by a hash, that may stand before it in a longer word.
    before: u64,
}

impl Last {
    /// Whether a longer word may end with this sign and the one before. Sometimes wrong, and then by saying yes.
    #[inline]
    pub fn may_follow(&self, before: char) -> bool {
        self.before & before_bit(before) != 0
    }
}

/// One sign of longer words, known by the signs behind it.
#[derive(Clone, Copy)]
struct Node {
    /// The node of the signs behind it, or the last sign when there is only that.
    behind: u32,
    sign: u32,
    /// The word that begins here.
    word: Option<Packed>,
    /// One bit per sign, by a hash, that may stand before it in a longer word.
    before: u32,
}

/// No sign: an empty slot.
const EMPTY: u32 = u32::MAX;
/// Marks a sign that stands behind, unlike a node.
const SIGN: u32 = 1 << 31;
/// Not a node yet.
const FREE: Node = Node { behind: EMPTY, sign: EMPTY, word: None, before: 0 };

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} KiB)", self.bytes() / 1024)
    }
}

impl Words {
    /// Takes words and what is to be said when one is found. A word of no sign is never found.
    pub fn new<'a>(words: impl Iterator<Item = (&'a str, Packed)> + Clone) -> Self {
        let mut all = Self::ending_with(words.clone().filter_map(|(word, _)| word.chars().next_back()));
        // As many as words that share no ending would take: a good part stays free.
        let most: usize = words.clone().map(|(word, _)| word.chars().count().saturating_sub(1)).sum();
        all.nodes = vec![FREE; most + most / 8 + 2];
        for (word, told) in words {
            all.add(word, told);
        }
        all
    }

    /// No words yet, but their last signs; those of many words stand together.
    fn ending_with(signs: impl Iterator<Item = char>) -> Self {
        let mut times: HashMap<char, u32, Mixing> = HashMap::default();
        signs.for_each(|sign| *times.entry(sign).or_default() += 1);
        let mut signs: Vec<(char, u32)> = times.into_iter().collect();
        signs.sort_unstable_by_key(|&(sign, times)| (std::cmp::Reverse(times), sign));
        let mut all = Self { of_sign: vec![0; usize::from(u16::MAX) + 1], ..Self::default() };
        for ((sign, _), number) in signs.into_iter().zip(1..=u16::MAX) {
            let code = usize::try_from(u32::from(sign)).unwrap_or(usize::MAX);
            match all.of_sign.get_mut(code) {
                Some(place) => *place = number,
                None => all.rare.push((sign, number)),
            }
            all.lasts.push(Last::default());
        }
        all.lasts.push(Last::default());
        all.rare.sort_unstable();
        all
    }

    /// How much memory they take.
    pub fn bytes(&self) -> usize {
        size_of_val(self.of_sign.as_slice())
            + size_of_val(self.lasts.as_slice())
            + size_of_val(self.nodes.as_slice())
    }

    /// What ends with a sign.
    #[inline]
    pub fn ending_in(&self, sign: char) -> Last {
        self.lasts.get(self.number(sign)).copied().unwrap_or_default()
    }

    #[inline]
    fn number(&self, sign: char) -> usize {
        let code = usize::try_from(u32::from(sign)).unwrap_or(usize::MAX);
        let rare = || Some(self.rare.get(self.rare.binary_search_by_key(&sign, |it| it.0).ok()?)?.1);
        usize::from(self.of_sign.get(code).copied().or_else(rare).unwrap_or(0))
    }

    /// Tells every word of two signs or more that ends where these signs end, and how many it has: the shorter first.
    #[inline]
    pub fn each_ending(&self, signs: &[char], mut tell: impl FnMut(Packed, u32)) {
        let mut rest = signs.iter().copied().rev();
        let Some(mut behind) = rest.next().map(behind) else { return };
        let (mut length, mut may_stand) = (1, u32::MAX);
        for sign in rest {
            if may_stand & sign_bit(sign) == 0 {
                return;
            }
            let Some((number, node)) = self.find(behind, sign) else { return };
            length += 1;
            if let Some(word) = node.word {
                tell(word, length);
            }
            may_stand = node.before;
            behind = number;
        }
    }

    fn add(&mut self, word: &str, told: Packed) {
        let mut rest = word.chars().rev();
        let Some(last) = rest.next() else { return };
        let number = self.number(last);
        let Some(ends) = self.lasts.get_mut(number).filter(|_| number > 0) else { return };
        let Some(before) = rest.next() else {
            ends.word = Some(told);
            return;
        };
        ends.before |= before_bit(before);
        let mut node = self.node(behind(last), before);
        for sign in rest {
            if let Some(slot) = self.nodes.get_mut(index(node)) {
                slot.before |= sign_bit(sign);
            }
            node = self.node(node, sign);
        }
        self.tell_at(node, told);
    }

    fn tell_at(&mut self, node: u32, told: Packed) {
        if let Some(slot) = self.nodes.get_mut(index(node)) {
            slot.word = Some(told);
        }
    }

    /// The node of a sign before others; made if there is none.
    fn node(&mut self, behind: u32, sign: char) -> u32 {
        if let Some((number, _)) = self.find(behind, sign) {
            return number;
        }
        let mut number = self.first_slot(behind, sign);
        while self.nodes.get(index(number)).is_some_and(|node| node.sign != EMPTY) {
            number = self.next_slot(number);
        }
        if let Some(slot) = self.nodes.get_mut(index(number)) {
            *slot = Node { behind, sign: u32::from(sign), ..FREE };
        }
        number
    }

    #[inline]
    fn find(&self, behind: u32, sign: char) -> Option<(u32, &Node)> {
        let mut number = self.first_slot(behind, sign);
        loop {
            let node = self.nodes.get(index(number))?;
            if node.sign == u32::from(sign) && node.behind == behind {
                return Some((number, node));
            }
            if node.sign == EMPTY {
                return None;
            }
            number = self.next_slot(number);
        }
    }

    #[inline]
    fn first_slot(&self, behind: u32, sign: char) -> u32 {
        position(slot(mixed(behind, sign), self.nodes.len()))
    }

    /// Never are all slots taken, so a free one always comes.
    #[inline]
    fn next_slot(&self, number: u32) -> u32 {
        if index(number) + 1 < self.nodes.len() { number + 1 } else { 0 }
    }
}

#[inline]
fn behind(last: char) -> u32 {
    SIGN | u32::from(last)
}

#[inline]
fn before_bit(sign: char) -> u64 {
    1 << (u32::from(sign).wrapping_mul(0x9e37_79b1) >> 26)
}

#[inline]
fn sign_bit(sign: char) -> u32 {
    1 << (u32::from(sign).wrapping_mul(0x9e37_79b1) >> 27)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::literal::Literal;
    use proptest::prelude::*;

    fn words(all: &[String]) -> Words {
        let literal = Literal::new("");
        let packed = all.iter().zip(0..).map(|(word, number)| (word.as_str(), Packed::new(number, &literal)));
        Words::new(packed)
    }

    /// The words found: which, and where each begins.
    fn found(words: &Words, text: &str) -> Vec<(u32, u32)> {
        let signs: Vec<char> = text.chars().collect();
        let mut all = Vec::new();
        let mut before = '\0';
        for (at, &sign) in signs.iter().enumerate() {
            let last = words.ending_in(sign);
            all.extend(last.word.map(|word| (word.number(), position(at))));
            if last.may_follow(before) {
                let tell = |word: Packed, length| all.push((word.number(), position(at) + 1 - length));
                words.each_ending(&signs[..=at], tell);
            }
            before = sign;
        }
        all
    }

    #[test]
    fn every_word_is_found_the_shorter_first() {
        let words = words(&["离婚".into(), "婚".into(), "要离婚".into(), "离".into(), "手续".into()]);
        assert_eq!(found(&words, "我要离婚"), [(3, 2), (1, 3), (0, 2), (2, 1)]);
        assert_eq!(found(&words, "手机"), []);
        assert_eq!(found(&words, ""), []);
        assert_eq!(found(&Words::new(std::iter::empty()), "离婚"), []);
    }

    #[test]
    fn an_empty_word_is_never_found() {
        assert_eq!(found(&words(&[String::new()]), "离婚"), []);
    }

    proptest! {
        #[test]
        fn the_same_is_found_as_by_looking_everywhere(
            mut all in proptest::collection::vec("[离婚手续a1𠮷]{1,5}", 0..12), text in "[离婚手续a1𠮷不]{0,40}"
        ) {
            all.sort();
            all.dedup();
            let mut here = found(&words(&all), &text);
            let signs: Vec<char> = text.chars().collect();
            let mut wanted = Vec::new();
            for (word, number) in all.iter().zip(0..) {
                let word: Vec<char> = word.chars().collect();
                let places = signs.windows(word.len()).zip(0..).filter(|(part, _)| *part == word);
                wanted.extend(places.map(|(_, start)| (number, start)));
            }
            here.sort_unstable();
            wanted.sort_unstable();
            prop_assert_eq!(here, wanted);
        }
    }
}
