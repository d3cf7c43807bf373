//! What a step is given: the rules, the conversation, and the facts looked up so far.

use std::sync::Arc;

use crate::domain::channel::Channel;
use crate::domain::ids::ConversationId;
use crate::domain::staff::Staff;

use super::facts::Facts;
use super::rules::Rules;

/// Everything a step may look at, as a value.
#[derive(Clone, Debug)]
pub struct World {
    /// What the bot understands, says and knows; shared by all turns until reloaded.
    pub rules: Arc<Rules>,
    /// The conversation the event happened in.
    pub conversation: ConversationId,
    /// The channel it lives on.
    pub channel: Channel,
    /// The active member of staff it belongs to; `None` is a resident. Their `conversations` are not filled in.
    pub staff: Option<Staff>,
    /// Where this turn's ids and codes come from; a new one for every attempt.
    pub seed: u64,
    /// What nobody can guess, nor work out from an id as they can the seed: for one-time codes.
    pub secret: u64,
    /// What has been looked up.
    pub facts: Facts,
}
