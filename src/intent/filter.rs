//! Says of most signs, and of most pairs of signs, that nothing begins or ends with them, by asking one bit.
//!
//! Must not know what it is asked for.

use std::hash::{BuildHasherDefault, Hasher};

/// Signs, as one bit each by the end of their code: what was added is always there, and no other Chinese character.
#[derive(Clone, Debug, Default)]
pub struct SignSet {
    bits: Vec<u64>,
}

/// Chinese characters have fewer codes.
const SIGN_BITS: u32 = 1 << 15;

impl SignSet {
    /// Adds a sign.
    pub fn add(&mut self, sign: char) {
        self.bits.resize(usize::try_from(SIGN_BITS / 64).unwrap_or(0), 0);
        let (at, bit) = Self::place(sign);
        if let Some(bits) = self.bits.get_mut(at) {
            *bits |= bit;
        }
    }

    /// Whether it may have been added.
    #[inline]
    pub fn may_have(&self, sign: char) -> bool {
        let (at, bit) = Self::place(sign);
        self.bits.get(at).is_some_and(|bits| bits & bit != 0)
    }

    #[inline]
    fn place(sign: char) -> (usize, u64) {
        let code = u32::from(sign) % SIGN_BITS;
        (usize::try_from(code / 64).unwrap_or(0), 1 << (code % 64))
    }
}

/// Pairs of signs, as one bit each by a hash: what was added is always there, other things seldom.
#[derive(Clone, Debug)]
pub struct PairFilter {
    bits: Vec<u64>,
}

impl Default for PairFilter {
    fn default() -> Self {
        Self::new(0)
    }
}

/// So many bits for every entry keep wrong answers rare.
const BITS_PER_ENTRY: usize = 16;
const LEAST_BITS: usize = 1 << 10;

impl PairFilter {
    /// An empty one, for about so many entries.
    pub fn new(entries: usize) -> Self {
        Self { bits: vec![0; (entries * BITS_PER_ENTRY).max(LEAST_BITS).div_ceil(64)] }
    }

    /// Adds a pair of signs.
    pub fn add(&mut self, one: char, next: char) {
        let slot = slot(mixed(one.into(), next), self.bits.len() * 64);
        if let Some(bits) = self.bits.get_mut(slot / 64) {
            *bits |= 1 << (slot % 64);
        }
    }

    /// Whether it may have been added.
    #[inline]
    pub fn may_have(&self, one: char, next: char) -> bool {
        let slot = slot(mixed(one.into(), next), self.bits.len() * 64);
        self.bits.get(slot / 64).is_some_and(|bits| bits >> (slot % 64) & 1 != 0)
    }
}

/// Mixes two numbers so that the upper bits tell all.
#[inline]
pub fn mixed(one: u32, next: char) -> u64 {
    (u64::from(one) << 32 | u64::from(next)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A place in a table of so many slots, by the upper bits.
#[inline]
pub fn slot(mixed: u64, slots: usize) -> usize {
    let share = (mixed >> 32) * u64::try_from(slots).unwrap_or(0);
    usize::try_from(share >> 32).unwrap_or(0)
}

/// Hashes numbers and texts that come from rule files, which nobody writes to harm us: quicker than the usual way.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mixer(u64);

/// Makes [`Mixer`]s.
pub type Mixing = BuildHasherDefault<Mixer>;

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        let (chunks, rest) = bytes.as_chunks();
        chunks.iter().for_each(|chunk| self.write_u64(u64::from_le_bytes(*chunk)));
        rest.iter().for_each(|byte| self.write_u8(*byte));
    }

    fn write_u8(&mut self, one: u8) {
        self.write_u64(one.into());
    }

    fn write_u32(&mut self, one: u32) {
        self.write_u64(one.into());
    }

    fn write_u64(&mut self, one: u64) {
        self.0 = (self.0.rotate_left(5) ^ one).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_added_is_there(all in proptest::collection::vec(any::<(char, char)>(), 0..200)) {
            let mut filter = PairFilter::new(all.len());
            all.iter().for_each(|&(one, next)| filter.add(one, next));
            prop_assert!(all.iter().all(|&(one, next)| filter.may_have(one, next)));
        }
    }

    #[test]
    fn signs_are_told_apart() {
        let mut signs = SignSet::default();
        assert!(!signs.may_have('离'));
        signs.add('离');
        assert!(signs.may_have('离') && !signs.may_have('婚') && !signs.may_have('😭'));
    }

    #[test]
    fn what_was_not_is_seldom_there() {
        let mut filter = PairFilter::new(1000);
        let han = |number: u32| char::from_u32(0x4e00 + number).unwrap();
        (0..1000).for_each(|number| filter.add(han(number), han(number * 3)));
        let wrong = (0..10_000).filter(|&number| filter.may_have(han(number + 1000), han(number % 700)));
        assert!(wrong.count() < 1000);
    }
}
