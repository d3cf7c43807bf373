//! Numbers noted for one message, each once, and forgotten at no cost that grows with how many there may be.
//!
//! Must not know what the numbers mean.

use super::rules::index;

/// Numbers below a limit.
#[derive(Clone, Debug, Default)]
pub struct Noted {
    /// For each number the message that noted it last, counted from 1.
    noted_by: Vec<u8>,
    message: u8,
    /// The numbers of this message, in their order; what stands behind `count` means nothing.
    list: Vec<u32>,
    count: usize,
}

impl Noted {
    /// Forgets all, and gets ready for numbers below `limit`.
    pub fn begin(&mut self, limit: usize) {
        self.count = 0;
        self.message = self.message.checked_add(1).unwrap_or_else(|| {
            self.noted_by.fill(0);
            1
        });
        if self.noted_by.len() < limit {
            self.noted_by.resize(limit, 0);
            self.list.resize(limit + 1, 0);
        }
    }

    /// Notes a number; whether it was not noted before. That cannot be guessed, so nothing branches on it.
    #[inline]
    pub fn note(&mut self, number: u32) -> bool {
        let (Some(noted_by), Some(place)) =
            (self.noted_by.get_mut(index(number)), self.list.get_mut(self.count))
        else {
            return false;
        };
        let is_new = *noted_by != self.message;
        *noted_by = self.message;
        *place = number;
        self.count += usize::from(is_new);
        is_new
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
            messages in proptest::collection::vec((1..20_usize, proptest::collection::vec(0..20_u32, 0..8)), 1..600)
        ) {
            let mut noted = Noted::default();
            for (limit, numbers) in messages {
                noted.begin(limit);
                let mut set = BTreeSet::new();
                for number in numbers.into_iter().filter(|&number| index(number) < limit) {
                    prop_assert_eq!(noted.note(number), set.insert(number));
                }
                prop_assert_eq!(noted.all().iter().copied().collect::<BTreeSet<_>>(), set.clone());
                prop_assert_eq!(noted.all().len(), set.len());
            }
        }
    }
}
