//! What is known of pairs of numbers, in a table that is asked very often: every pair that is there has a place of its own, so that one
//! comparison settles it.
//!
//! Pairs are put into small groups by a hash; each group has a twist that sends its pairs to places that are free. Must not know what the
//! numbers mean.

use std::hint::select_unpredictable;

use super::rules::index;

/// A table of pairs.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// The twists of the groups; as many as a power of two.
    twists: Vec<u16>,
    /// As many as a power of two.
    places: Vec<Place>,
}

/// A place for one pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    pair: u32,
    /// What is known of it; 0 where there is none.
    known: u16,
}

/// So many pairs are in a group, on the average at most.
const GROUP: usize = 4;

impl Pairs {
    /// Takes pairs, each once, with what is known of it, which is not 0.
    pub fn new(all: impl Iterator<Item = ((u16, u16), u16)>) -> Self {
        let all: Vec<Place> =
            all.map(|((one, other), known)| Place { pair: pair(one, other), known }).collect();
        let mut groups = vec![Vec::new(); (all.len() / GROUP + 1).next_power_of_two()];
        let count = groups.len();
        for &place in &all {
            if let Some(group) = groups.get_mut(hashed(place.pair, GROUPING, count)) {
                group.push(place);
            }
        }
        let mut groups: Vec<(usize, Vec<Place>)> = groups.into_iter().enumerate().collect();
        // The largest first, while there is room for them.
        groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
        // A fifth stays free, so that a twist is soon found; if ever it is not, there is too little room.
        let least = (all.len() * 5 / 4 + 1).next_power_of_two();
        let sizes = std::iter::successors(Some(least), |size| size.checked_mul(2));
        sizes.filter_map(|size| Self::placed(&groups, size)).next().unwrap_or_default()
    }

    /// With all groups placed, if there is room.
    fn placed(groups: &[(usize, Vec<Place>)], size: usize) -> Option<Self> {
        let mut pairs = Self { twists: vec![0; groups.len()], places: vec![Place::default(); size] };
        for (number, group) in groups {
            let twist = (0..=u16::MAX).find(|&twist| pairs.put(group, twist))?;
            *pairs.twists.get_mut(*number)? = twist;
        }
        Some(pairs)
    }

    /// Puts a group where a twist sends it; whether all places were free.
    fn put(&mut self, group: &[Place], twist: u16) -> bool {
        let fitting =
            group.iter().take_while(|&&new| self.swap(new.pair, twist, Place::default(), new)).count();
        if fitting < group.len() {
            let placed = group.get(..fitting).unwrap_or_default();
            placed.iter().for_each(|&old| _ = self.swap(old.pair, twist, old, Place::default()));
        }
        fitting == group.len()
    }

    /// Puts something where a twist sends a pair, if something else is there now.
    fn swap(&mut self, pair: u32, twist: u16, now: Place, new: Place) -> bool {
        let at = hashed(pair, twisted(twist), self.places.len());
        let place = self.places.get_mut(at).filter(|place| **place == now);
        place.map(|place| *place = new).is_some()
    }

    /// What is known of a pair, 0 if nothing is.
    #[inline]
    pub fn get(&self, one: u16, other: u16) -> u16 {
        let pair = pair(one, other);
        let twist = self.twists.get(hashed(pair, GROUPING, self.twists.len())).copied().unwrap_or(0);
        let place =
            self.places.get(hashed(pair, twisted(twist), self.places.len())).copied().unwrap_or_default();
        // Every second pair is there, so nothing can be guessed.
        select_unpredictable(place.pair == pair, place.known, 0)
    }
}

impl Default for Pairs {
    fn default() -> Self {
        Self { twists: vec![0], places: vec![Place::default()] }
    }
}

#[inline]
fn pair(one: u16, other: u16) -> u32 {
    u32::from(one) << 16 | u32::from(other)
}

const GROUPING: u32 = 0x9e37_79b1;

/// Each twist hashes in another way.
#[inline]
fn twisted(twist: u16) -> u32 {
    (u32::from(twist) << 1 | 1).wrapping_mul(0x85eb_ca6b)
}

/// Which of so many, a power of two, a pair is sent to: the upper bits of a product tell all of it.
#[inline]
fn hashed(pair: u32, by: u32, count: usize) -> usize {
    index(pair.wrapping_mul(by)) >> (u32::BITS - count.trailing_zeros())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn what_was_told_of_a_pair_is_known(
            all in prop::collection::hash_map((0..40_u16, 0..40_u16), 1..=u16::MAX, 0..900),
        ) {
            let known: HashMap<(u16, u16), u16> = all;
            let pairs = Pairs::new(known.clone().into_iter());
            for both in (0..40).flat_map(|one| (0..40).map(move |other| (one, other))) {
                prop_assert_eq!(pairs.get(both.0, both.1), known.get(&both).copied().unwrap_or(0));
            }
        }
    }
}
