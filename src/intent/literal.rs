//! A word of the rules: what it is for, and what is told of it when it is found.
//!
//! Must not know which rule wants it.

use std::num::NonZeroU32;
use std::sync::Arc;

use super::letters::is_word;
use super::rules::position;

/// What a word is for, besides the rules it stands in; one bit each.
pub mod role {
    /// Negates the next sign.
    pub const NEGATES_NEXT: u8 = 1;
    /// Negates the next few.
    pub const NEGATES_SOON: u8 = 1 << 1;
    /// Ends a negation.
    pub const ENDS_NEGATION: u8 = 1 << 2;
    /// Hides shorter words in it.
    pub const LOOKALIKE: u8 = 1 << 3;
    /// It happened to others.
    pub const HEARSAY: u8 = 1 << 4;
    /// Asks.
    pub const QUESTION: u8 = 1 << 5;
    /// Is a place.
    pub const PLACE: u8 = 1 << 6;
}

/// What is told of a word when it is found, in one number: which word, what it is for, and whether its edges have to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed(NonZeroU32);

impl Packed {
    const EDGED: u32 = 1 << 8;
    const NUMBER: u32 = 9;

    /// Packs a word's number with what its literal says.
    pub fn new(number: u32, literal: &Literal) -> Self {
        let edged = if literal.edges == (None, None) { 0 } else { Self::EDGED };
        let packed = (number + 1) << Self::NUMBER | edged | u32::from(literal.roles);
        Self(NonZeroU32::new(packed).unwrap_or(NonZeroU32::MIN))
    }

    /// Which word.
    #[inline]
    pub const fn number(self) -> u32 {
        (self.0.get() >> Self::NUMBER) - 1
    }

    /// What it is for.
    #[inline]
    pub const fn roles(self) -> u8 {
        let [roles, ..] = self.0.get().to_le_bytes();
        roles
    }

    /// Whether it must not run on beyond its edges.
    #[inline]
    pub const fn is_edged(self) -> bool {
        self.0.get() & Self::EDGED != 0
    }
}

/// Longer words are refused.
pub const MOST_SIGNS: usize = 63;

/// More words than this cannot be numbered.
pub const MOST_WORDS: usize = (1 << 22) - 1;

/// A word the automaton finds.
#[derive(Clone, Debug)]
pub struct Literal {
    /// The word.
    pub text: Arc<str>,
    /// Its signs.
    pub length: u32,
    /// What it is for.
    pub roles: u8,
    /// Which place it names.
    pub place: u32,
    /// Whether it begins, and ends, with a Latin letter or a digit.
    pub edges: (Option<Edge>, Option<Edge>),
}

impl Literal {
    /// A word that is for nothing yet.
    pub fn new(text: &str) -> Self {
        Self {
            text: text.into(),
            length: position(text.chars().count()),
            roles: 0,
            place: 0,
            edges: (text.chars().next().and_then(edge), text.chars().last().and_then(edge)),
        }
    }
}

/// What a word of another script begins or ends with: it must not run on beyond it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// A letter.
    Letter,
    /// A digit.
    Digit,
}

/// Which edge a sign makes; none for Chinese, which runs on without spaces.
pub fn edge(sign: char) -> Option<Edge> {
    match sign {
        _ if !is_word(sign) => None,
        _ if sign.is_numeric() => Some(Edge::Digit),
        _ => Some(Edge::Letter),
    }
}
