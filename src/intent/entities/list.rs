//! Long lists of words, asked by the first sign, so that most of a list is never looked at.
//!
//! Must not know what the words mean.

use super::cursor::Cursor;

/// Words to be found at a place.
pub(super) trait Words {
    /// Behind the first of the words that stands here.
    fn behind<'t>(&self, at: Cursor<'t>) -> Option<Cursor<'t>>;
}

impl Words for [&str] {
    fn behind<'t>(&self, at: Cursor<'t>) -> Option<Cursor<'t>> {
        Some(at.eat_any(self)?.1)
    }
}

impl<const N: usize> Words for [&str; N] {
    fn behind<'t>(&self, at: Cursor<'t>) -> Option<Cursor<'t>> {
        self.as_slice().behind(at)
    }
}

impl Words for List<()> {
    fn behind<'t>(&self, at: Cursor<'t>) -> Option<Cursor<'t>> {
        Some(at.eat_one(self.at(at))?.1)
    }
}

/// A list of words with what each means; longer words stand before their beginnings.
pub(super) struct List<T> {
    /// Those that share a bucket stand together, in their order.
    words: Vec<(&'static str, T)>,
    /// Where each bucket ends.
    ends: [usize; BUCKETS],
}

/// First signs share so many buckets.
const BUCKETS: usize = 64;

impl List<()> {
    /// Takes words that mean nothing more.
    pub(super) fn of(words: &[&'static str]) -> Self {
        Self::new(words.iter().map(|word| (*word, ())).collect())
    }
}

impl<T: Copy> List<T> {
    /// Takes words.
    pub(super) fn new(mut words: Vec<(&'static str, T)>) -> Self {
        let bucket_of = |word: &str| word.chars().next().map(bucket);
        words.sort_by_key(|(word, _)| bucket_of(word));
        let end = |at: usize| words.partition_point(|(word, _)| bucket_of(word) <= Some(at));
        let ends = std::array::from_fn(end);
        Self { words, ends }
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &(&'static str, T)> {
        self.words.iter()
    }

    /// The words that may stand at a place.
    #[inline]
    pub(super) fn at(&self, at: Cursor<'_>) -> &[(&'static str, T)] {
        let Some(bucket) = at.sign().map(bucket) else { return &[] };
        let from = bucket.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let to = self.ends.get(bucket).copied().unwrap_or(0);
        self.words.get(from..to).unwrap_or_default()
    }
}

#[inline]
fn bucket(sign: char) -> usize {
    let code = u32::from(sign);
    usize::try_from((code ^ code >> 6) % 64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::spelling::Spelling;
    use super::*;

    #[test]
    fn a_word_is_found_as_by_going_through_the_list() {
        let words = [("老公公", 1), ("老公", 2), ("房东", 3), ("rmb", 4)];
        let list = List::new(words.to_vec());
        for text in ["老公公说", "老公说", "房东", "rmb", "东房", "老", "r", ""] {
            let spelling = Spelling::of(text);
            let at = spelling.begin();
            let found = |words: &[(&str, i32)]| at.eat_one(words).map(|(meant, behind)| (meant, behind.at()));
            assert_eq!(found(list.at(at)), found(&words), "{text}");
        }
    }
}
