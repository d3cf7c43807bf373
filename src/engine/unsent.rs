//! Words of staff that nobody has been sent yet, because it was not certain for whom they are.
//!
//! Every button that sends some carries their mark, so that an old one never sends others than it stood under. Must not know who
//! may send what.

use serde::{Deserialize, Serialize};

use crate::domain::code::CaseCode;
use crate::domain::time::Timestamp;

/// What tells some words from others, short enough for a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(u32);

impl Mark {
    /// The mark of these words: FNV-1a, which stays the same from one version of the program to the next.
    pub fn of(words: &str) -> Self {
        let hash = words
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Self(hash)
    }

    /// What a button carries.
    pub(super) fn encode(self) -> String {
        format!("{:08x}", self.0)
    }

    /// What a button carried.
    pub(super) fn parse(text: &str) -> Option<Self> {
        u32::from_str_radix(text, 16).ok().map(Self)
    }
}

/// Such words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    /// What was written.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// The case they answer that nobody had taken.
    pub case: Option<CaseCode>,
    /// Whether it was said that they are still here.
    pub told: bool,
}

impl Unsent {
    /// Their mark.
    pub fn mark(&self) -> Mark {
        Mark::of(&self.words)
    }
}
