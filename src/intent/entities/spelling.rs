//! A text as the rules see it, sign by sign, with where each sign stands in the text as written.
//!
//! Must not know what is looked for.

use super::super::letters::{Letters, Plain};
use super::super::rules::{index, position};
use super::cursor::Cursor;

/// A text spelled out: its visible signs in plain form.
#[derive(Clone, Debug)]
pub(super) struct Spelling {
    signs: Vec<Sign>,
}

/// A visible sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sign {
    /// Its plain form.
    pub(super) plain: char,
    /// Its first byte, and the byte behind its last.
    pub(super) bytes: (u32, u32),
}

impl Spelling {
    /// Spells out a text.
    pub(super) fn of(text: &str) -> Self {
        let letters = Letters::table();
        // Most signs take three bytes.
        let mut signs = Vec::with_capacity(text.len() / 2);
        let (mut rest, mut from) = (text.chars(), 0);
        while let Some(sign) = rest.next() {
            let to = position(text.len() - rest.as_str().len());
            if let Some(plain) = plain(letters, sign) {
                signs.push(Sign { plain, bytes: (from, to) });
            }
            from = to;
        }
        Self { signs }
    }

    /// Before the first sign.
    pub(super) fn begin(&self) -> Cursor<'_> {
        Cursor::new(&self.signs, 0)
    }

    /// Before the first sign that begins at a byte or behind it.
    pub(super) fn at_byte(&self, byte: usize) -> Cursor<'_> {
        Cursor::new(&self.signs, self.signs.partition_point(|sign| index(sign.bytes.0) < byte))
    }
}

/// A sign as the rules see it; none if it is invisible.
#[inline]
fn plain(letters: Letters, sign: char) -> Option<char> {
    if let Some(plain) = letters.one(sign) {
        return Some(plain);
    }
    match letters.plain(sign) {
        Plain::One(plain) => Some(plain),
        Plain::Gone => None,
        Plain::Several => Some(sign),
    }
}
