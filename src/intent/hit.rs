//! A word found in a message, and what is known of it there.
//!
//! Must not know which rule wants it.

use super::literal::Packed;

/// A word found in the message.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// Which word.
    pub literal: u32,
    /// Its first sign.
    pub start: u32,
    /// The sign after its last.
    pub end: u32,
    /// Where the word stands that negates it, plus one; 0 for none.
    negator: u32,
    roles: u8,
    state: u8,
}

/// It is part of a place's name or a look-alike, so no word of its own.
const GONE: u8 = 1;
/// It stands in the story, not in what the message asks.
const STORY: u8 = 1 << 1;

impl Hit {
    /// A word just found.
    #[inline]
    pub fn new(word: Packed, start: u32, end: u32) -> Self {
        Self { literal: word.number(), start, end, negator: 0, roles: word.roles(), state: 0 }
    }

    /// Whether it is part of a place's name or a look-alike, so no word of its own.
    #[inline]
    pub const fn is_gone(&self) -> bool {
        self.state & GONE != 0
    }

    /// Whether it stands in what the message asks.
    #[inline]
    pub const fn is_asked(&self) -> bool {
        self.state & STORY == 0
    }

    /// Where the word stands that negates it.
    #[inline]
    pub const fn negator(&self) -> Option<u32> {
        self.negator.checked_sub(1)
    }

    /// What it is for, as far as it is a word of its own.
    #[inline]
    pub const fn roles(&self) -> u8 {
        if self.is_gone() { 0 } else { self.roles }
    }

    /// Notes that it is no word of its own.
    #[inline]
    pub const fn hide(&mut self) {
        self.state |= GONE;
    }

    /// Notes that it belongs to the story.
    #[inline]
    pub const fn tell_as_story(&mut self) {
        self.state |= STORY;
    }

    /// Notes where the word stands that negates it, plus one; 0 for none.
    #[inline]
    pub const fn negate(&mut self, negator: u32) {
        self.negator = negator;
    }
}
