//! What a word calls when it is found: classes of rules, and how.
//!
//! Must not know a rule's words.

use super::hit::Hit;
use super::rules::Rule;

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
        if rule.negatable { Self::Wish } else { Self::Surely }
    }
}

/// One of the classes that a word calls; in one number with how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member(u32);

impl Member {
    /// A negated word does not call it.
    const NEGATED: u32 = 1;
    /// Its rules want more.
    const TRY: u32 = 2;
    const BITS: u32 = 2;

    /// Packs the number of a class with how it is called.
    pub const fn new(class: u32, calling: Calling) -> Self {
        let how = match calling {
            Calling::Wish => Self::NEGATED,
            Calling::Surely => 0,
            Calling::Try => Self::TRY,
        };
        Self(class << Self::BITS | how)
    }

    /// Which class.
    #[inline]
    pub const fn class(self) -> u32 {
        self.0 >> Self::BITS
    }

    /// Whether its rules are to be tried, for they want more than the word.
    #[inline]
    pub const fn is_to_try(self) -> bool {
        self.0 & Self::TRY != 0
    }

    /// Whether nothing of the word's state keeps it from calling the class.
    #[inline]
    pub fn is_called(self, hit: &Hit) -> bool {
        !(self.is_negatable() && hit.negator().is_some())
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
    fn a_negated_word_keeps_some_classes_only_from_being_called() {
        let plain = Hit::new(Packed::new(0, &Literal::new("工资")), 0, 2);
        let mut negated = plain;
        negated.negate(1);
        let all = [Calling::Wish, Calling::Surely, Calling::Try].map(|calling| Member::new(3, calling));
        assert_eq!(all.map(|member| member.is_called(&plain)), [true; 3]);
        assert_eq!(all.map(|member| member.is_called(&negated)), [false, true, true]);
        assert_eq!(all.map(Member::is_negatable), [true, false, false]);
        assert_eq!(all.map(Member::is_to_try), [false, false, true]);
        assert_eq!(all.map(Member::class), [3; 3]);
    }
}
