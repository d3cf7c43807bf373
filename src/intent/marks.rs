//! Which words are in one message, ready to be asked for by concept.
//!
//! Must not know what rules want of them.

use super::hit::Hit;
use super::rules::{Concept, Rules, index};

/// The words of one message; lent from message to message.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// One bit per word: whether it is there.
    there: Vec<u64>,
    /// For the words that are there, the buckets of hits that found each.
    buckets: Vec<u64>,
    /// How many hits share a bucket: one, but for very long messages.
    per_bucket: usize,
    /// The hits that longer evidence covers, that are negated, that stand in what is asked.
    covered: u64,
    negated: u64,
    asked: u64,
}

/// Where words of a concept stand, one bit per hit.
#[derive(Clone, Copy, Debug)]
pub struct Spots {
    /// Where any stands.
    pub all: u64,
    /// Where longer evidence covers it.
    pub covered: u64,
    /// Where it is negated.
    pub negated: u64,
    /// Where it is asked.
    pub asked: u64,
}

/// So many words of a concept are looked at, the latest first; nobody means more.
const MOST_HITS: u32 = 16;

impl Marks {
    /// Forgets the last message and gets ready for one with so many words.
    pub fn begin(&mut self, hits: usize, rules: &Rules) {
        self.there.clear();
        self.there.resize(rules.literal_count().div_ceil(64), 0);
        self.buckets.resize(rules.literal_count(), 0);
        self.per_bucket = hits.div_ceil(index(u64::BITS)).max(1);
        (self.covered, self.negated, self.asked) = (0, 0, 0);
    }

    /// Takes a word, which is the `number`-th.
    #[inline]
    pub fn mark(&mut self, hit: &Hit, number: usize) {
        let bucket = if self.per_bucket == 1 { number } else { number / self.per_bucket };
        let bit = 1 << bucket;
        let when = |holds: bool| if holds { bit } else { 0 };
        self.covered |= when(hit.is_covered());
        self.negated |= when(hit.negator().is_some());
        self.asked |= when(hit.is_asked());
        let Some(there) = self.there.get_mut(index(hit.literal / 64)) else { return };
        let Some(buckets) = self.buckets.get_mut(index(hit.literal)) else { return };
        let first = *there >> (hit.literal % 64) & 1 == 0;
        *there |= 1 << (hit.literal % 64);
        *buckets = if first { bit } else { *buckets | bit };
    }

    /// Whether a word of a concept is there.
    #[inline]
    pub fn has(&self, concept: Concept, rules: &Rules) -> bool {
        rules
            .parts(concept)
            .iter()
            .any(|part| self.there.get(index(part.at)).is_some_and(|it| it & part.bits != 0))
    }

    /// Where the words of a concept stand; not for messages so long, or words so many, that hits have to be looked at one by one.
    #[inline]
    pub fn spots(&self, concept: Concept, rules: &Rules) -> Option<Spots> {
        let all = self.buckets(concept, rules);
        let exact = self.per_bucket == 1 && all.count_ones() <= MOST_HITS;
        exact.then_some(Spots {
            all,
            covered: all & self.covered,
            negated: all & self.negated,
            asked: all & self.asked,
        })
    }

    /// The words of a concept, the latest first.
    pub fn hits<'a>(
        &self,
        concept: Concept,
        rules: &Rules,
        hits: &'a [Hit],
    ) -> impl Iterator<Item = &'a Hit> {
        let (mut buckets, per_bucket) = (self.buckets(concept, rules), self.per_bucket);
        let (mut from, mut left) = (0, 0);
        let found = std::iter::from_fn(move || {
            loop {
                if left == 0 {
                    let bucket = buckets.checked_ilog2()?;
                    buckets ^= 1 << bucket;
                    (from, left) = (index(bucket) * per_bucket, per_bucket);
                }
                left -= 1;
                if let Some(hit) = hits.get(from + left) {
                    return Some(hit);
                }
            }
        });
        let own = move |hit: &&Hit| !hit.is_gone() && rules.holds(concept, hit.literal);
        found.filter(move |hit| per_bucket == 1 || own(hit)).take(index(MOST_HITS))
    }

    #[inline]
    fn buckets(&self, concept: Concept, rules: &Rules) -> u64 {
        let mut all = 0;
        for part in rules.parts(concept) {
            let mut words = self.there.get(index(part.at)).map_or(0, |there| there & part.bits);
            while let Some(bit) = words.checked_ilog2() {
                words ^= 1 << bit;
                all |= self.buckets.get(index(part.at * 64 + bit)).copied().unwrap_or(0);
            }
        }
        all
    }
}
