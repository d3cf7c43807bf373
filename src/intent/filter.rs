//! Says of most signs, and of most pairs of signs, that nothing begins or ends with them, by asking one bit.
//!
//! Must not know what it is asked for.

/// Signs, as one bit each; those whose code needs more than two bytes are rare and always taken to be there.
#[derive(Clone, Debug, Default)]
pub struct SignSet {
    bits: Vec<u64>,
}

impl SignSet {
    /// Adds a sign.
    pub fn add(&mut self, sign: char) {
        self.bits.resize((usize::from(u16::MAX) + 1) / 64, 0);
        let Ok(code) = u16::try_from(u32::from(sign)) else { return };
        if let Some(bits) = self.bits.get_mut(usize::from(code / 64)) {
            *bits |= 1 << (code % 64);
        }
    }

    /// Whether it may have been added.
    #[inline]
    pub fn may_have(&self, sign: char) -> bool {
        let Ok(code) = u16::try_from(u32::from(sign)) else { return true };
        self.bits.get(usize::from(code / 64)).is_some_and(|bits| bits >> (code % 64) & 1 != 0)
    }

    /// How much memory they take.
    pub fn bytes(&self) -> usize {
        size_of_val(self.bits.as_slice())
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

    /// How much memory it takes.
    pub fn bytes(&self) -> usize {
        size_of_val(self.bits.as_slice())
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
        assert!(signs.may_have('离') && !signs.may_have('婚') && signs.may_have('😭'));
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
