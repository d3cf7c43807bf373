//! What a word calls when it is found: classes of rules, and how.
//!
//! Must not know a rule's words.

use super::hit::Hit;
use super::rules::{Owner, Rule, index};

/// What a word calls: which concepts it belongs to that many rules ask for, one bit each; and where its classes begin, which is
/// where those of the word before end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Call {
    /// The concepts.
    pub asked_for: u64,
    pub(super) classes: u32,
}

/// Rules that the same concept calls, and alike: they stand one behind the other, and so do those that wait for it. The first, and the
/// one after the last.
pub type Class = (u32, u32);

/// How a word calls a class, which it does once however many of its words are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Calling {
    /// It is a signal of a topic, unless longer evidence contains it.
    Signal,
    /// It lets an intent fire, unless it is negated.
    Wish,
    /// It lets an intent fire, or stops it, even if it is negated.
    Surely,
    /// Rules that want more are to be tried.
    Try,
}

impl Calling {
    /// Of a rule that fires on one word.
    pub const fn of(rule: &Rule) -> Self {
        match rule.owner {
            Owner::Topic(_) => Self::Signal,
            Owner::Intent(_) | Owner::Stop(_) if rule.negatable => Self::Wish,
            Owner::Intent(_) | Owner::Stop(_) => Self::Surely,
        }
    }
}

/// One of the classes that a word calls; in one number with how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member(u32);

impl Member {
    const COVERED: u32 = 1;
    const NEGATED: u32 = 2;
    const BITS: u32 = 4;

    /// Packs the number of a class with how it is called.
    pub const fn new(class: u32, calling: Calling) -> Self {
        let how = match calling {
            Calling::Signal => Self::COVERED,
            Calling::Wish => 4 | Self::NEGATED,
            Calling::Surely => 4,
            Calling::Try => 8,
        };
        Self(class << Self::BITS | how)
    }

    /// Which class.
    #[inline]
    pub const fn class(self) -> u32 {
        self.0 >> Self::BITS
    }

    /// What is called: 0 for evidence, 1 for intents, 2 for rules that are to be tried.
    #[inline]
    pub fn kind(self) -> usize {
        index(self.0 / 4 % 4)
    }

    /// Whether it matters that it is called in what the message asks.
    #[inline]
    pub const fn may_be_asked(self) -> bool {
        self.0 & (4 | Self::COVERED) != 0
    }

    /// Whether nothing of the word's state keeps it from calling the class.
    #[inline]
    pub fn is_called(self, hit: &Hit) -> bool {
        let covered = u32::from(hit.is_covered()) * Self::COVERED;
        let negated = u32::from(hit.negator().is_some()) * Self::NEGATED;
        self.0 & (covered | negated) == 0
    }

    /// Whether a negated word does not call it.
    #[inline]
    pub const fn is_negatable(self) -> bool {
        self.0 & Self::NEGATED != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::literal::{Literal, Packed};

    #[test]
    fn what_is_known_of_a_word_keeps_it_from_calling_some_classes_only() {
        let plain = Hit::new(Packed::new(0, &Literal::new("工资")), 0, 2);
        let (mut covered, mut negated) = (plain, plain);
        covered.contain(true, false);
        negated.negate(1);
        let calls = |hit: &Hit| {
            [Calling::Signal, Calling::Wish, Calling::Surely, Calling::Try]
                .map(|calling| Member::new(3, calling).is_called(hit))
        };
        assert_eq!(calls(&plain), [true; 4]);
        assert_eq!(calls(&covered), [false, true, true, true]);
        assert_eq!(calls(&negated), [true, false, true, true]);
        let wish = Member::new(3, Calling::Wish);
        assert_eq!((wish.class(), wish.kind(), wish.is_negatable(), wish.may_be_asked()), (3, 1, true, true));
        assert!(!Member::new(3, Calling::Try).may_be_asked());
    }
}
