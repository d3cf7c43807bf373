//! Finds words: for every sign, the words that end with it.
//!
//! The words stand in a trie, read backwards, in one open hash table. Two neighbouring signs nearly always tell that no word ends
//! here, so a bit asked per pair settles most of a message. Must not know what a word means.

use std::fmt;

use super::filter::{PairFilter, SignSet, mixed, slot};
use super::rules::{Packed, index, position};

/// All words, ready to be found.
#[derive(Default)]
pub struct Words {
    /// The words of one sign.
    singles: Vec<(u32, Option<Packed>)>,
    /// The signs that are a word or end one, and the pairs of signs that end a longer word.
    lasts: SignSet,
    ends: PairFilter,
    nodes: Vec<Node>,
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
        let texts = words.clone().map(|(word, _)| word);
        let singles = texts.clone().filter(|word| word.chars().nth(1).is_none()).count();
        let mut all = Self {
            singles: vec![(EMPTY, None); (singles * 3).max(2)],
            lasts: SignSet::default(),
            ends: PairFilter::new(texts.clone().count()),
            nodes: vec![FREE; (node_count(texts) * 3 / 2).max(2)],
        };
        for (word, told) in words {
            all.add(word, told);
        }
        all
    }

    /// How much memory they take.
    pub fn bytes(&self) -> usize {
        size_of_val(self.singles.as_slice())
            + self.lasts.bytes()
            + self.ends.bytes()
            + size_of_val(self.nodes.as_slice())
    }

    /// Whether a word may end with a sign. Wrong only for rare signs, and then by saying yes.
    #[inline]
    pub fn may_end_with(&self, last: char) -> bool {
        self.lasts.may_have(last)
    }

    /// The word of one sign.
    #[inline]
    pub fn single(&self, sign: char) -> Option<Packed> {
        let mut slot = slot(mixed(0, sign), self.singles.len());
        loop {
            let &(there, word) = self.singles.get(slot)?;
            if there == u32::from(sign) || there == EMPTY {
                return word;
            }
            slot = if slot + 1 < self.singles.len() { slot + 1 } else { 0 };
        }
    }

    /// Whether a longer word may end with two signs. Seldom wrong, and then only by saying yes.
    #[inline]
    pub fn may_end(&self, before: char, last: char) -> bool {
        self.ends.may_have(before, last)
    }

    /// Every longer word that ends where these signs end, and how many signs it has: the shorter first.
    #[inline]
    pub fn ending<'a>(&'a self, signs: &'a [char]) -> impl Iterator<Item = (Packed, u32)> {
        let mut rest = signs.iter().copied().rev();
        let (last, before) = (rest.next(), rest.next());
        let mut next = last.zip(before).and_then(|(last, before)| self.find(behind(last), before));
        let mut length = 1;
        std::iter::from_fn(move || {
            while let Some((number, node)) = next {
                length += 1;
                let before = rest.next().filter(|&sign| node.before & sign_bit(sign) != 0);
                next = before.and_then(|sign| self.find(number, sign));
                if let Some(word) = node.word {
                    return Some((word, length));
                }
            }
            None
        })
    }

    fn add(&mut self, word: &str, told: Packed) {
        let mut rest = word.chars().rev();
        let Some(last) = rest.next() else { return };
        self.lasts.add(last);
        let Some(before) = rest.next() else { return self.add_single(last, told) };
        self.ends.add(before, last);
        let mut node = self.node(behind(last), before);
        for sign in rest {
            if let Some(slot) = self.nodes.get_mut(index(node)) {
                slot.before |= sign_bit(sign);
            }
            node = self.node(node, sign);
        }
        self.tell_at(node, told);
    }

    fn add_single(&mut self, sign: char, told: Packed) {
        let first = slot(mixed(0, sign), self.singles.len());
        let (before, from) = self.singles.split_at_mut(first);
        let free = |(there, _): &&mut (u32, Option<Packed>)| *there == EMPTY || *there == u32::from(sign);
        if let Some(slot) = from.iter_mut().chain(before).find(free) {
            *slot = (u32::from(sign), Some(told));
        }
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

    /// At most two thirds of the slots are taken, so a free one always comes.
    #[inline]
    fn next_slot(&self, number: u32) -> u32 {
        if index(number) + 1 < self.nodes.len() { number + 1 } else { 0 }
    }
}

/// How many nodes words take: one for each ending of two signs and more that they have.
fn node_count<'a>(words: impl Iterator<Item = &'a str>) -> usize {
    let mut backwards: Vec<Vec<char>> = words.map(|word| word.chars().rev().collect()).collect();
    backwards.sort_unstable();
    let (mut count, mut before): (usize, &[char]) = (0, &[]);
    for word in &backwards {
        let shared = word.iter().zip(before).take_while(|(one, other)| one == other).count();
        count += word.len().saturating_sub(shared.max(1));
        before = word;
    }
    count
}

#[inline]
fn behind(last: char) -> u32 {
    SIGN | u32::from(last)
}

#[inline]
fn sign_bit(sign: char) -> u32 {
    1 << (u32::from(sign).wrapping_mul(0x9e37_79b1) >> 27)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::rules::Literal;
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
            all.extend(words.single(sign).map(|word| (word.number(), position(at))));
            if words.may_end(before, sign) {
                let longer = words.ending(&signs[..=at]);
                all.extend(longer.map(|(word, length)| (word.number(), position(at) + 1 - length)));
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
