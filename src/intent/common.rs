//! How common words are, as far as the examples of the rules show.
//!
//! Must not know what a word means.

use std::collections::HashMap;

use super::filter::Mixing;

/// How often signs, and pairs of signs, stand in texts.
#[derive(Debug, Default)]
pub struct Common {
    signs: HashMap<char, u32, Mixing>,
    pairs: HashMap<(char, char), u32, Mixing>,
}

impl Common {
    /// Takes a text, normalised and folded.
    pub fn read(&mut self, signs: &[char]) {
        for &sign in signs {
            *self.signs.entry(sign).or_default() += 1;
        }
        for (&one, &other) in signs.iter().zip(signs.iter().skip(1)) {
            *self.pairs.entry((one, other)).or_default() += 1;
        }
    }

    /// How common a word is, as a share: seldom less than its rarest pair of signs. What stands in no example may be said all the same, the
    /// sooner the shorter it is.
    pub fn word(&self, word: &str) -> u32 {
        let signs = || word.chars();
        let pairs = signs().zip(signs().skip(1)).map(|pair| self.pairs.get(&pair));
        let times = match signs().count() {
            1 => signs().next().and_then(|sign| self.signs.get(&sign)).copied(),
            _ => pairs.min().flatten().copied(),
        };
        let unseen = match signs().count() {
            0 | 1 => 200,
            2 => 20,
            3 => 4,
            _ => 1,
        };
        unseen + times.unwrap_or(0) * SEEN
    }
}

/// How much more it tells that a word was seen once.
const SEEN: u32 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_often_is_common() {
        let mut common = Common::default();
        for text in ["我要离婚", "怎么离婚", "离婚手续"] {
            common.read(&text.chars().collect::<Vec<_>>());
        }
        let words = ["续费用", "手续", "离婚", "离"].map(|word| common.word(word));
        assert!(words.is_sorted() && words[0] < words[3], "{words:?}");
    }
}
