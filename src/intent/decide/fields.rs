//! What speaks for each field of law: how a message is put, and the best pattern of its intents.
//!
//! Must not know words, runs or patterns.

use std::cmp::Reverse;

use crate::intent::area::Area;

use super::Put;

/// What speaks for each field, by its number; lent from message to message.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// What the wording says, in points.
    put: [i32; Area::COUNT],
    /// That and the best pattern together.
    strengths: [i32; Area::COUNT],
    /// The field that most speaks for, and how much that is.
    lead: Option<(Area, i32)>,
}

/// What a point of a pattern is worth here, in percent of one of the wording.
const PATTERN: i32 = 60;
/// A pattern gains a tenth of what the wording says for its field above [`ANOTHER`], up to the most.
const SHARE: i32 = 10;
const MOST_SHARE: i32 = 20;
/// Where the wording is sure that it is another field.
const ANOTHER: i32 = -100;
/// Where nothing is known of a field.
const UNKNOWN: i32 = i32::MIN;

impl Default for Fields {
    fn default() -> Self {
        Self { put: [UNKNOWN; Area::COUNT], strengths: [UNKNOWN; Area::COUNT], lead: None }
    }
}

impl Fields {
    /// Forgets the last message, and takes what the wording says of this one.
    pub fn hear(&mut self, put: Put<'_>) {
        *self = Self::default();
        for (&area, points) in put.wording.areas.points(put.heard) {
            if let Some(place) = self.put.get_mut(area.number()) {
                *place = points;
            }
        }
    }

    /// Takes the patterns that fired, each with its field, if it has one: then it is known who leads.
    pub fn weigh(&mut self, fired: impl Iterator<Item = (Option<Area>, i32)>) {
        let mut patterns = [0; Area::COUNT];
        for (area, points) in fired {
            if let Some(best) = area.and_then(|area| patterns.get_mut(area.number())) {
                *best = points.max(*best);
            }
        }
        for ((strength, &put), pattern) in self.strengths.iter_mut().zip(&self.put).zip(patterns) {
            *strength = match (put, pattern) {
                (UNKNOWN, 0) => UNKNOWN,
                (UNKNOWN, pattern) => pattern * PATTERN / 100,
                (put, pattern) => put + pattern * PATTERN / 100,
            };
        }
        self.lead = self.known().max_by_key(|&(area, strength)| (strength, Reverse(area)));
    }

    /// What an intent of a field gains by how the message is put.
    pub fn share(&self, area: Option<Area>) -> i32 {
        let put = area.and_then(|area| self.put.get(area.number()).copied());
        put.map_or(0, |put| (put.max(ANOTHER) - ANOTHER).min(SHARE * MOST_SHARE) / SHARE)
    }

    /// What speaks for a field; none if nothing is known of it.
    pub fn strength(&self, area: Area) -> Option<i32> {
        self.strengths.get(area.number()).copied().filter(|&strength| strength != UNKNOWN)
    }

    /// The field that most speaks for, and how much that is; of equals the first.
    pub const fn lead(&self) -> Option<(Area, i32)> {
        self.lead
    }

    /// All of which something is known, in no order.
    pub fn known(&self) -> impl Iterator<Item = (Area, i32)> {
        let all = Area::all().zip(self.strengths);
        all.filter(|&(_, strength)| strength != UNKNOWN)
    }
}
