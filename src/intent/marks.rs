//! Which concepts the words of one message belong to.
//!
//! Must not know what rules want of them.

use super::hit::Hit;
use super::rules::{Concept, Rules, index};

/// The concepts of one message; lent from message to message.
#[derive(Clone, Debug)]
pub struct Marks {
    /// Per concept: the buckets of hits that found it.
    of_concept: Vec<u64>,
    /// The concepts that were found, in their order.
    pub found: Vec<u32>,
    /// Which common words are there, and the buckets of each that is.
    common: u64,
    of_common: [u64; 64],
    /// How many hits share a bucket: one, but for very long messages.
    per_bucket: usize,
    /// The buckets with words that longer evidence covers, that are negated, that stand in what is asked.
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

impl Default for Marks {
    fn default() -> Self {
        Self {
            of_concept: Vec::new(),
            found: Vec::new(),
            common: 0,
            of_common: [0; 64],
            per_bucket: 1,
            covered: 0,
            negated: 0,
            asked: 0,
        }
    }
}

impl Marks {
    /// Forgets the last message and takes the words of this one.
    pub fn read(&mut self, hits: &[Hit], rules: &Rules) {
        self.clear(rules);
        self.per_bucket = hits.len().div_ceil(index(u64::BITS)).max(1);
        for (bucket, hits) in hits.chunks(self.per_bucket).enumerate() {
            let bit = 1 << bucket;
            for hit in hits.iter().filter(|hit| !hit.is_gone()) {
                self.mark(hit, bit, rules);
            }
        }
    }

    /// Whether a word of a concept is there.
    #[inline]
    pub fn has(&self, concept: Concept) -> bool {
        concept.common & self.common != 0
            || self.of_concept.get(index(concept.number)).is_some_and(|it| *it != 0)
    }

    /// Where the words of a concept stand; not for messages so long, or words so many, that hits have to be looked at one by one.
    #[inline]
    pub fn spots(&self, concept: Concept) -> Option<Spots> {
        let all = self.buckets(concept);
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
        let (mut buckets, per_bucket) = (self.buckets(concept), self.per_bucket);
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

    fn clear(&mut self, rules: &Rules) {
        for &concept in &self.found {
            if let Some(buckets) = self.of_concept.get_mut(index(concept)) {
                *buckets = 0;
            }
        }
        self.found.clear();
        self.of_concept.resize(rules.concept_count(), 0);
        (self.common, self.covered, self.negated, self.asked) = (0, 0, 0, 0);
    }

    #[inline]
    fn mark(&mut self, hit: &Hit, bit: u64, rules: &Rules) {
        let when = |holds: bool| if holds { bit } else { 0 };
        self.covered |= when(hit.is_covered());
        self.negated |= when(hit.negator().is_some());
        self.asked |= when(hit.is_asked());
        let belongs = rules.belongs(hit.literal);
        if let Some(common) = belongs.common {
            let first = self.common >> common & 1 == 0;
            self.common |= 1 << common;
            if let Some(buckets) = self.of_common.get_mut(usize::from(common)) {
                *buckets = if first { bit } else { *buckets | bit };
            }
        }
        for &concept in rules.concepts(belongs) {
            let Some(buckets) = self.of_concept.get_mut(index(concept)) else { continue };
            if *buckets == 0 {
                self.found.push(concept);
            }
            *buckets |= bit;
        }
    }

    #[inline]
    fn buckets(&self, concept: Concept) -> u64 {
        let mut all = self.of_concept.get(index(concept.number)).copied().unwrap_or(0);
        let mut common = concept.common & self.common;
        while let Some(bit) = common.checked_ilog2() {
            common ^= 1 << bit;
            all |= self.of_common.get(index(bit)).copied().unwrap_or(0);
        }
        all
    }
}
