//! What is known of pairs of numbers, to be asked for very often: a row of places for each first number, the rows laid into each other so
//! that few places stay empty.
//!
//! Must not know what the numbers mean.

/// A table of pairs.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    /// Where the row of each first number begins.
    rows: Vec<u32>,
    places: Vec<Place>,
}

/// What is known of a pair.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// Whose row the place is in; 0 for nobody's.
    one: u16,
    known: u16,
}

/// After so many rows that do not fit there, a stretch of places counts as full.
const PATIENCE: usize = 16;

impl Pairs {
    /// Takes pairs of numbers above 0, each once, with what is known of it.
    pub fn new(mut all: Vec<(u16, u16, u16)>) -> Self {
        all.sort_unstable();
        let mut rows: Vec<&[(u16, u16, u16)]> = all.chunk_by(|one, next| one.0 == next.0).collect();
        // The longest first, while there is room for them.
        rows.sort_by_key(|row| std::cmp::Reverse(row.len()));
        let mut pairs = Self::default();
        let mut full_to = 0;
        for row in rows {
            let from = pairs.room_for(row, &mut full_to);
            pairs.lay(row, from);
        }
        pairs
    }

    /// What is known of a pair, 0 if nothing is.
    #[inline]
    pub fn get(&self, one: u16, other: u16) -> u16 {
        let from = self.rows.get(usize::from(one)).map_or(0, |&from| at(from));
        let place = self.places.get(from + usize::from(other)).copied().unwrap_or_default();
        if place.one == one { place.known } else { 0 }
    }

    /// Where a row may begin so that all its places are free.
    fn room_for(&self, row: &[(u16, u16, u16)], full_to: &mut usize) -> usize {
        let Some(first) = row.first().map(|it| usize::from(it.1)) else { return 0 };
        let is_free = |place: usize| self.places.get(place).is_none_or(|it| it.one == 0);
        let mut tried = 0;
        for place in ((*full_to).max(first)..).filter(|&place| is_free(place)) {
            let from = place - first;
            if row.iter().all(|it| is_free(from + usize::from(it.1))) {
                return from;
            }
            tried += 1;
            if tried == PATIENCE {
                *full_to = place;
            }
        }
        0
    }

    fn lay(&mut self, row: &[(u16, u16, u16)], from: usize) {
        for &(one, other, known) in row {
            let (one_at, place) = (usize::from(one), from + usize::from(other));
            self.rows.resize(self.rows.len().max(one_at + 1), 0);
            self.places.resize(self.places.len().max(place + 1), Place::default());
            if let (Some(row), Some(free)) = (self.rows.get_mut(one_at), self.places.get_mut(place)) {
                *row = u32::try_from(from).unwrap_or(u32::MAX);
                *free = Place { one, known };
            }
        }
    }
}

#[inline]
fn at(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn what_was_told_of_a_pair_is_known(all in prop::collection::vec((1..40_u16, 1..40_u16, 1..=u16::MAX), 0..900)) {
            let known: HashMap<_, _> = all.into_iter().map(|(one, other, known)| ((one, other), known)).collect();
            let pairs = Pairs::new(known.iter().map(|(&(one, other), &known)| (one, other, known)).collect());
            for (one, other) in (0..41).flat_map(|one| (0..41).map(move |other| (one, other))) {
                prop_assert_eq!(pairs.get(one, other), known.get(&(one, other)).copied().unwrap_or(0));
            }
        }
    }
}
