//! Numbers noted for one message, each once, and forgotten at the cost of those that were.
//!
//! Must not know what the numbers mean.

use super::rules::index;

/// Numbers below a limit.
#[derive(Clone, Debug, Default)]
pub struct Noted {
    /// For each number whether it was noted.
    is_noted: Vec<bool>,
    /// Those that were, in their order; what stands behind `count` means nothing.
    list: Vec<u32>,
    count: usize,
}

impl Noted {
    /// Forgets all, and gets ready for numbers below `limit`.
    pub fn begin(&mut self, limit: usize) {
        for &number in self.list.get(..self.count).unwrap_or_default() {
            if let Some(is_noted) = self.is_noted.get_mut(index(number)) {
                *is_noted = false;
            }
        }
        self.count = 0;
        if self.is_noted.len() < limit {
            self.is_noted.resize(limit, false);
            self.list.resize(limit + 1, 0);
        }
    }

    /// Notes a number; whether it was not noted before. That cannot be guessed, so nothing branches on it.
    #[inline]
    pub fn note(&mut self, number: u32) -> bool {
        let (Some(is_noted), Some(place)) =
            (self.is_noted.get_mut(index(number)), self.list.get_mut(self.count))
        else {
            return false;
        };
        let is_new = !std::mem::replace(is_noted, true);
        *place = number;
        self.count += usize::from(is_new);
        is_new
    }

    /// Whether a number was noted.
    #[inline]
    pub fn has(&self, number: u32) -> bool {
        self.is_noted.get(index(number)).copied().unwrap_or(false)
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
            messages in proptest::collection::vec((1..200_usize, proptest::collection::vec(0..200_u32, 0..40)), 1..6)
        ) {
            let mut noted = Noted::default();
            for (limit, numbers) in messages {
                noted.begin(limit);
                let mut set = BTreeSet::new();
                for number in numbers.into_iter().filter(|&number| index(number) < limit) {
                    prop_assert_eq!(noted.has(number), set.contains(&number));
                    prop_assert_eq!(noted.note(number), set.insert(number));
                }
                prop_assert_eq!(noted.all().iter().copied().collect::<BTreeSet<_>>(), set.clone());
                prop_assert_eq!(noted.all().len(), set.len());
            }
        }
    }
}
