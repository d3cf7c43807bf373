//! Understanding: a message in, a [`Reading`] out.
//!
//! Pure: rules come in as texts, nothing is read from disk and nobody is answered here.
//!
//! A message goes through `normalise` and `folding` (plain signs, dialect folded), `scan` (the words in it, found by `words`, freed by
//! `turns` of places and of what is negated), `fire` (the rules whose words are all there, in the order that `search` looks for),
//! `wording` (how it is put, run by run of its `tokens`) and `decide` (what all that means together). Rule files go through `source`
//! and `pattern`, which knows words by their numbers in the `vocabulary`; `build` gathers them and `tables` puts them in order for
//! `rules`. What `wording` knows comes from `learn`.
//! Why it is built so tell `docs/decisions/0010-how-the-matcher-is-built.md`, `0027-rules-are-called-by-what-is-rare.md`,
//! `0040-words-call-classes.md`, `0041-how-it-is-put.md`, `0043-fields-of-law-are-learnt.md` and `0047-questions-are-learnt.md`.

mod answer;
pub mod area;
mod build;
mod calls;
mod catalogue;
pub mod check;
mod classes;
mod common;
mod compile;
mod deadlines;
mod decide;
mod due;
pub mod entities;
mod eval;
mod explain;
mod filter;
mod fire;
mod folding;
mod hit;
pub mod hotlines;
pub mod laws;
mod learn;
pub mod ledger;
mod lesson;
mod letters;
mod lexicon;
mod literal;
mod marks;
mod normalise;
mod noted;
pub mod numbers;
mod operators;
mod pairs;
mod pattern;
mod polite;
mod questions;
pub mod reading;
mod redact;
pub mod review;
mod row;
mod rows;
mod rules;
mod runs;
mod scan;
mod search;
mod silenced;
mod source;
pub mod suggest;
mod tables;
#[cfg(test)]
mod testing;
mod tokens;
mod turns;
mod vocabulary;
mod ways;
pub mod whole;
mod wording;
mod words;

pub use answer::{Answer, Citation};
pub use catalogue::{Catalogue, PlaceName, Scratch};
pub use due::{Deadline, Kind, Standing};
pub use eval::{Evaluation, evaluate};
pub use explain::Explanation;
pub use learn::learn;
pub use lesson::Lesson;
pub use normalise::normalise;
pub use reading::{Fired, Place, Reading, SURE};
pub use redact::redact;
pub use row::Row;
