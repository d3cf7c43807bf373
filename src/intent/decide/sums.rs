//! What the evidence of one message adds up to.
//!
//! Must not know for whom a sum is; that tells its number.

use crate::intent::effect::Effect;
use crate::intent::rules::index;

/// Sums by their numbers; lent from message to message.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    sums: Vec<i32>,
    /// Those that this message adds to, in their order; what stands behind `count` means nothing.
    touched: Vec<u32>,
    count: usize,
}

/// What a sum that was added to holds besides: it is never 0.
const BEGUN: i32 = 1 << 24;

impl Sums {
    /// Forgets the last message, and gets ready for numbers below `limit`.
    pub fn begin(&mut self, limit: usize) {
        for &number in self.touched.get(..self.count).unwrap_or_default() {
            if let Some(sum) = self.sums.get_mut(index(number)) {
                *sum = 0;
            }
        }
        self.count = 0;
        if self.sums.len() < limit {
            self.sums.resize(limit, 0);
            self.touched.resize(limit + 1, 0);
        }
    }

    /// Adds evidence.
    #[inline]
    pub fn add(&mut self, effects: &[Effect]) {
        let (sums, touched, mut count) = (self.sums.as_mut_slice(), self.touched.as_mut_slice(), self.count);
        for &effect in effects {
            count = add(effect, sums, touched, count);
        }
        self.count = count;
    }

    /// Adds a piece of evidence.
    #[inline]
    pub fn add_one(&mut self, effect: Effect) {
        self.count = add(effect, &mut self.sums, &mut self.touched, self.count);
    }

    /// A sum.
    #[inline]
    pub fn get(&self, number: u32) -> i32 {
        self.sums.get(index(number)).filter(|&&sum| sum != 0).map_or(0, |sum| sum - BEGUN)
    }

    /// The numbers of all that this message adds to.
    #[inline]
    pub fn touched(&self) -> &[u32] {
        self.touched.get(..self.count).unwrap_or_default()
    }
}

/// Adds to a sum; gives how many are touched now. Whether this one was before cannot be guessed, so nothing branches on it.
#[inline]
fn add(Effect { key, points }: Effect, sums: &mut [i32], touched: &mut [u32], count: usize) -> usize {
    let (Some(sum), Some(place)) = (sums.get_mut(index(key)), touched.get_mut(count)) else { return count };
    let is_new = *sum == 0;
    *sum += points + i32::from(is_new) * BEGUN;
    *place = key;
    count + usize::from(is_new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn each_message_adds_up_by_itself_and_nothing_is_lost_where_a_sum_comes_back_to_nothing() {
        let mut sums = Sums::default();
        for message in [&[(3, 5), (1, 2), (3, -5), (3, 4)][..], &[(1, 7)], &[], &[(0, -1), (3, 1), (0, 1)]] {
            sums.begin(4);
            let effects: Vec<Effect> = message.iter().map(|&(key, points)| Effect { key, points }).collect();
            effects.chunks(2).for_each(|some| sums.add(some));
            let mut wanted: BTreeMap<u32, i32> = BTreeMap::new();
            message.iter().for_each(|&(key, points)| *wanted.entry(key).or_default() += points);
            let mut touched = sums.touched().to_vec();
            touched.sort_unstable();
            assert_eq!(touched, wanted.keys().copied().collect::<Vec<_>>());
            assert!((0..4).all(|key| sums.get(key) == wanted.get(&key).copied().unwrap_or(0)));
        }
    }
}
