//! What speaks for each field of law: how a message is put, and the best pattern of its intents.
//!
//! Must not know words, runs or patterns.

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
/// What a field gains that was talked about before.
const TALKED_OF: i32 = 120;
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

    /// A field was talked about before.
    pub fn favour(&mut self, area: Area) {
        if let Some(put) = self.put.get_mut(area.number()).filter(|put| **put != UNKNOWN) {
            *put += TALKED_OF;
        }
    }

    /// Takes the patterns that fired, each with its field, if it has one: then it is known who leads.
    pub fn weigh(&mut self, fired: impl Iterator<Item = (Option<Area>, i32)>) {
        self.strengths = self.put;
        for (area, points) in fired.filter(|it| it.1 > 0) {
            let Some(at) = area.map(Area::number) else { continue };
            if let (Some(strength), Some(&put)) = (self.strengths.get_mut(at), self.put.get(at)) {
                let put = if put == UNKNOWN { 0 } else { put };
                *strength = (*strength).max(put + points * PATTERN / 100);
            }
        }
        self.lead = None;
        let mut most = UNKNOWN;
        for (area, strength) in Area::all().zip(self.strengths) {
            if strength > most {
                (self.lead, most) = (Some((area, strength)), strength);
            }
        }
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
