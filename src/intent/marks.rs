//! Which words are in one message, ready to be asked for by concept.
//!
//! Must not know what rules want of them.

use super::hit::Hit;
use super::rules::{Concept, Part, Rules, index};

/// Some buckets of hits, one bit each.
pub type Spots = u128;

/// The words of one message; lent from message to message.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// One bit per concept that many rules ask for: whether a word of it is there.
    pub asked_for: u64,
    /// One bit per word: whether it is there.
    there: Vec<u64>,
    /// For the words that are there, the buckets of hits that found each.
    buckets: Vec<Spots>,
    /// How many hits share a bucket: one, but for very long messages.
    per_bucket: usize,
    /// Which of `there` have to be forgotten.
    marked: Vec<u32>,
}

impl Marks {
    /// Forgets the last message and gets ready for one with so many words.
    pub fn begin(&mut self, hits: usize, rules: &Rules) {
        self.asked_for = 0;
        for at in self.marked.drain(..) {
            if let Some(there) = self.there.get_mut(index(at)) {
                *there = 0;
            }
        }
        self.marked.reserve(hits);
        self.there.resize(rules.literal_count().div_ceil(64), 0);
        self.buckets.resize(rules.literal_count(), 0);
        self.per_bucket = hits.div_ceil(index(Spots::BITS)).max(1);
    }

    /// The bucket of each hit, one after the other.
    pub fn each_bucket(&self) -> impl Iterator<Item = Spots> + use<> {
        let (mut bit, mut left, size) = (1, self.per_bucket, self.per_bucket);
        std::iter::from_fn(move || {
            let bucket = bit;
            left -= 1;
            if left == 0 {
                (bit, left) = (bit << 1, size);
            }
            Some(bucket)
        })
    }

    /// Takes a word that stands in a bucket.
    #[inline]
    pub fn mark(&mut self, word: u32, bucket: Spots, asked_for: u64) {
        self.asked_for |= asked_for;
        let kind: u64 = 1 << (word % 64);
        let Some(there) = self.there.get_mut(index(word / 64)) else { return };
        let Some(buckets) = self.buckets.get_mut(index(word)) else { return };
        let first = *there & kind == 0;
        *there |= kind;
        *buckets = if first { bucket } else { *buckets | bucket };
        self.marked.push(word / 64);
    }

    /// Whether a word of a part of a concept is there.
    #[inline]
    pub fn has(&self, part: Part) -> bool {
        self.there.get(index(part.at)).is_some_and(|there| there & part.bits != 0)
    }

    /// Where the words of a concept stand: one bit per bucket.
    #[inline]
    pub fn spots(&self, concept: Concept, rules: &Rules) -> Spots {
        let (mut all, there) = (0, self.there.as_slice());
        let Some(parts) = rules.parts(concept) else { return 0 };
        for part in parts {
            let mut words = there.get(index(part.at)).map_or(0, |there| there & part.bits);
            while words != 0 {
                let word = part.at * 64 + words.trailing_zeros();
                words &= words - 1;
                all |= self.buckets.get(index(word)).copied().unwrap_or(0);
            }
        }
        all
    }

    /// The first hit that any of these spots can mean.
    pub fn first_of(&self, spots: Spots) -> usize {
        index(spots.trailing_zeros()) * self.per_bucket
    }

    /// The words at these spots that are of a concept, the latest first.
    #[inline]
    pub fn hits<'a>(&self, spots: Spots, concept: Concept, rules: &'a Rules, hits: &'a [Hit]) -> Latest<'a> {
        Latest { spots, per_bucket: self.per_bucket, from: 0, left: 0, more: MOST_HITS, concept, rules, hits }
    }
}

/// So many words of a concept are looked at, the latest first; nobody means more.
const MOST_HITS: u32 = 16;

/// The words of one concept, the latest first.
pub struct Latest<'a> {
    spots: Spots,
    per_bucket: usize,
    /// In a bucket of several hits, where it begins and how many are left.
    from: usize,
    left: usize,
    more: u32,
    concept: Concept,
    rules: &'a Rules,
    hits: &'a [Hit],
}

impl<'a> Iterator for Latest<'a> {
    type Item = &'a Hit;

    #[inline]
    fn next(&mut self) -> Option<&'a Hit> {
        self.more = self.more.checked_sub(1)?;
        if self.per_bucket > 1 {
            return self.next_of_many();
        }
        let spot = self.spots.checked_ilog2()?;
        self.spots ^= 1 << spot;
        self.hits.get(index(spot))
    }
}

impl<'a> Latest<'a> {
    /// Where hits share buckets, each has to be looked at.
    fn next_of_many(&mut self) -> Option<&'a Hit> {
        loop {
            if self.left == 0 {
                let bucket = self.spots.checked_ilog2()?;
                self.spots ^= 1 << bucket;
                (self.from, self.left) = (index(bucket) * self.per_bucket, self.per_bucket);
            }
            self.left -= 1;
            let hit = self.hits.get(self.from + self.left);
            if hit.is_some_and(|hit| !hit.is_gone() && self.rules.holds(self.concept, hit.literal)) {
                return hit;
            }
        }
    }
}
