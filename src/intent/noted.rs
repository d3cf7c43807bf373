//! Numbers noted for one message, each once, and forgotten at no cost that grows with how many there may be.
//!
//! Must not know what the numbers mean.

use super::rules::index;

/// Numbers below a limit.
#[derive(Clone, Debug, Default)]
pub struct Noted {
    /// One bit per number: whether it is noted. They are asked all the time and lie close together.
    bits: Vec<u64>,
    /// The numbers, in their order; what stands behind `count` means nothing.
    list: Vec<u32>,
    count: usize,
}

impl Noted {
    /// Forgets all, and gets ready for numbers below `limit`.
    pub fn begin(&mut self, limit: usize) {
        for &number in self.list.get(..self.count).unwrap_or_default() {
            if let Some(bits) = self.bits.get_mut(index(number / 64)) {
                *bits = 0;
            }
        }
        self.count = 0;
        if self.list.len() <= limit {
            self.bits.resize(limit.div_ceil(64), 0);
            self.list.resize(limit + 1, 0);
        }
    }

    /// Notes a number if it was not noted before. That cannot be guessed, so nothing branches on it.
    #[inline]
    pub fn note(&mut self, number: u32) {
        let (Some(bits), Some(place)) =
            (self.bits.get_mut(index(number / 64)), self.list.get_mut(self.count))
        else {
            return;
        };
        let is_new = *bits >> (number % 64) & 1 == 0;
        *bits |= 1 << (number % 64);
        *place = number;
        self.count += usize::from(is_new);
    }

    /// All numbers, in the order in which they were noted.
    #[inline]
    pub fn all(&self) -> &[u32] {
        self.list.get(..self.count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn the_same_as_a_set_message_after_message(
            messages in proptest::collection::vec((1..200_usize, proptest::collection::vec(0..200_u32, 0..40)), 1..600)
        ) {
            let mut noted = Noted::default();
            for (limit, numbers) in messages {
                noted.begin(limit);
                let mut set = BTreeSet::new();
                for number in numbers.into_iter().filter(|&number| index(number) < limit) {
                    noted.note(number);
                    set.insert(number);
                    prop_assert_eq!(noted.all().len(), set.len());
                }
                prop_assert_eq!(noted.all().iter().copied().collect::<BTreeSet<_>>(), set);
            }
        }
    }
}
