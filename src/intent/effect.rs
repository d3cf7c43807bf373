//! What comes of a rule when it fires, packed so that evidence is added up without asking whose it is.
//!
//! Must not know when a rule fires.

use super::rules::Owner;

/// What comes of a rule when it fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// For whom: of evidence that is the number of the sum that it adds to, of an act an intent.
    pub key: u32,
    /// What it adds.
    pub points: i32,
}

impl Effect {
    /// So many sums belong to one number of an intent or a topic.
    pub const SUMS: u32 = 2;
    const TOPIC: u32 = 0;
    const TOPIC_ASKED: u32 = 1;
    /// Marks what is no evidence.
    const ACT: u32 = 1 << 31;
    const STOP: u32 = 1 << 30;

    /// Of a rule.
    pub fn new(owner: Owner, points: i32) -> Self {
        Self { key: Self::key(owner), points }
    }

    /// The number of the sum of evidence for somebody.
    #[inline]
    pub fn key(owner: Owner) -> u32 {
        match owner {
            Owner::Topic(topic) => u32::from(topic) * Self::SUMS + Self::TOPIC,
            Owner::Intent(intent) => Self::ACT | u32::from(intent),
            Owner::Stop(intent) => Self::ACT | Self::STOP | u32::from(intent),
        }
    }

    /// For whom a sum is; none if it is what is asked of another.
    #[inline]
    pub fn owner(sum: u32) -> Option<Owner> {
        let number = u16::try_from(sum / Self::SUMS).ok()?;
        match sum % Self::SUMS {
            Self::TOPIC => Some(Owner::Topic(number)),
            _ => None,
        }
    }

    /// The intent that fires or is stopped, and whether it is stopped; none if it is evidence.
    #[inline]
    pub fn act(self) -> Option<(u16, bool)> {
        let [low, high, ..] = self.key.to_le_bytes();
        let act = (u16::from_le_bytes([low, high]), self.key & Self::STOP != 0);
        (self.key & Self::ACT != 0).then_some(act)
    }

    /// What it adds besides where it is asked: only evidence for a topic does.
    #[inline]
    pub fn asked(self) -> Option<Self> {
        let is_topic = self.act().is_none() && self.key % Self::SUMS == Self::TOPIC;
        is_topic.then_some(Self { key: Self::asked_sum(self.key), points: self.points })
    }

    /// The sum of what is asked of the evidence for a topic.
    #[inline]
    pub const fn asked_sum(topic: u32) -> u32 {
        topic - Self::TOPIC + Self::TOPIC_ASKED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_comes_back_and_no_two_share_a_sum() {
        let evidence = [Owner::Topic(7), Owner::Topic(8), Owner::Topic(u16::MAX)];
        for (number, &owner) in evidence.iter().enumerate() {
            let effect = Effect::new(owner, 5);
            assert_eq!((Effect::owner(effect.key), effect.act()), (Some(owner), None));
            let others = evidence.iter().skip(number + 1).map(|&it| Effect::key(it));
            let own = [Some(effect.key), effect.asked().map(|it| it.key)];
            assert!(others.clone().all(|other| !own.contains(&Some(other))), "{owner:?}");
            assert_eq!(effect.asked().is_some(), matches!(owner, Owner::Topic(_)));
        }
        assert_eq!(Effect::new(Owner::Intent(u16::MAX), 60).act(), Some((u16::MAX, false)));
        assert_eq!(Effect::new(Owner::Stop(3), 0).act(), Some((3, true)));
        assert_eq!(Effect::new(Owner::Stop(2), 0).asked(), None);
    }
}
