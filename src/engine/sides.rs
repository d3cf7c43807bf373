//! What a step may look up about the two sides of a mediation, and what it may ask to have written about them.

use std::collections::BTreeMap;

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::ids::{CaseId, ConversationId, PartyId, RoomCode};
use crate::domain::mediation::Mediation;
use crate::domain::party::{Called, Contact, Party, PartyInvite, Side};
use crate::domain::time::Timestamp;

use super::facts::{Facts, Need};

/// A fact about sides that a step asked for and was not given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SideNeed {
    /// The other parties of a case, in their order.
    Of(CaseId),
    /// What a conversation's person is the other party of, newest first; at most 50.
    At(ConversationId),
    /// The other party with this code.
    Code(CaseCode),
    /// The invitation with this one-time code.
    Invite(String),
    /// The thread of the message of ours with this id of the channel, in this conversation.
    Replied(String),
    /// What a mediation has besides its case.
    Mediation(CaseId),
    /// What the sides of a case have told staff of themselves.
    Contacts(CaseId),
    /// The cases of residents who told staff this number (digits), newest first; at most 20.
    Phone(String),
    /// What people in the open cases of a room are called; at most 200.
    Called(RoomCode),
}

/// Facts about sides looked up so far.
#[derive(Clone, Debug, Default)]
pub struct SideFacts {
    /// By [`SideNeed::Of`].
    pub of: BTreeMap<CaseId, Vec<Party>>,
    /// By [`SideNeed::At`].
    pub at: BTreeMap<ConversationId, Vec<Party>>,
    /// By [`SideNeed::Code`].
    pub codes: BTreeMap<CaseCode, Option<Party>>,
    /// By [`SideNeed::Invite`].
    pub invites: BTreeMap<String, Option<PartyInvite>>,
    /// By [`SideNeed::Replied`].
    pub replied: BTreeMap<String, Option<Side>>,
    /// By [`SideNeed::Mediation`].
    pub mediations: BTreeMap<CaseId, Option<Mediation>>,
    /// By [`SideNeed::Contacts`].
    pub contacts: BTreeMap<CaseId, Vec<Contact>>,
    /// By [`SideNeed::Phone`].
    pub phones: BTreeMap<String, Vec<Case>>,
    /// By [`SideNeed::Called`].
    pub called: BTreeMap<RoomCode, Vec<Called>>,
}

/// One getter: the fact, or the need for it.
macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident($field:ident: $key:ty => $need:ident) -> $value:ty;)*) => {
        impl Facts {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// The need, if it has not been looked up.
                pub fn $name(&self, key: &$key) -> Result<&$value, Need> {
                    self.sides.$field.get(key).ok_or_else(|| Need::Side(SideNeed::$need(key.clone())))
                }
            )*
        }
    };
}

getters! {
    /// The other parties of a case, in their order.
    parties_of(of: CaseId => Of) -> Vec<Party>;
    /// What a conversation's person is the other party of, newest first.
    parties_at(at: ConversationId => At) -> Vec<Party>;
    /// The other party with this code.
    party(codes: CaseCode => Code) -> Option<Party>;
    /// The invitation with this one-time code.
    party_invite(invites: String => Invite) -> Option<PartyInvite>;
    /// The thread of the message with this id of the channel.
    replied_side(replied: String => Replied) -> Option<Side>;
    /// What a mediation has besides its case.
    mediation(mediations: CaseId => Mediation) -> Option<Mediation>;
    /// What the sides of a case have told staff of themselves.
    contacts(contacts: CaseId => Contacts) -> Vec<Contact>;
    /// The cases of residents who told staff this number.
    cases_by_phone(phones: String => Phone) -> Vec<Case>;
    /// What people in the open cases of a room are called.
    called_in(called: RoomCode => Called) -> Vec<Called>;
}

/// One thing to write about sides.
#[derive(Clone, Debug, PartialEq)]
pub enum SideEffect {
    /// Store a new party.
    Add(Party),
    /// Store a party changed; its `version` is the one that was read.
    Save(Party),
    /// Make this one-time code, in place of those of the party that were not used.
    Invite {
        /// The code.
        code: String,
        /// Whom it is for.
        party: PartyId,
        /// Until when it can be used.
        until: Timestamp,
    },
    /// Use this one-time code up.
    UseInvite(String),
    /// Store what a mediation has besides its case; its `version` is the one that was read.
    Keep(Mediation),
    /// Keep what a side tells staff of itself.
    Give(Contact),
    /// Forget what a side told staff of itself.
    TakeBack(CaseId, Side),
}
