//! Words nobody understood, kept so that somebody can write a rule for them. They belong to no conversation.

use super::ids::UnmatchedId;
use super::time::Timestamp;

/// A message that was asked back, or met with the offer of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// Its id.
    pub id: UnmatchedId,
    /// When.
    pub at: Timestamp,
    /// What was said, without what tells who said it.
    pub words: String,
    /// The intents it was likeliest to mean, best first.
    pub likely: Vec<String>,
    /// The one its author then chose: what the words mean.
    pub chosen: Option<String>,
    /// The version of the rule set that did not understand it.
    pub rules: String,
}
