//! What a step may look up, and how it says that something has not been looked up yet.

use std::collections::BTreeMap;

use crate::domain::case::{Case, CaseEntry};
use crate::domain::code::CaseCode;
use crate::domain::continuation::Continuation;
use crate::domain::earlier::Earlier;
use crate::domain::figures::Figures;
use crate::domain::follow_up::FollowUp;
use crate::domain::ids::{CaseId, ConversationId, RoomCode, StaffId};
use crate::domain::joint::Joint;
use crate::domain::outbox::Card;
use crate::domain::staff::{Invite, Staff};

use super::agenda::{Agenda, Inquiry};
use super::sides::{SideFacts, SideNeed};

/// A fact that a step asked for and was not given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The case with this id.
    Case(CaseId),
    /// The case with this code.
    Code(CaseCode),
    /// The cases a conversation opened, newest first: every open one and the last ten closed ones.
    CasesOf(ConversationId),
    /// The open cases a room's staff may see: of one room, or of all rooms (`None`); oldest first, at most 200.
    OpenIn(Option<RoomCode>),
    /// The open cases a member of staff has, wherever they are from; oldest first, at most 200.
    OwnedBy(StaffId),
    /// The active staff of a room, in the order they joined.
    StaffIn(RoomCode),
    /// A member of staff.
    Staff(StaffId),
    /// The cards of a case that staff hold.
    Cards(CaseId),
    /// A case's log, oldest first.
    Log(CaseId),
    /// What was asked about a closed case and answered, in the order it was asked.
    FollowUps(CaseId),
    /// The requests to go on with a case elsewhere, in the order they were made.
    Continuations(CaseId),
    /// The last joint handling of a case.
    Joint(CaseId),
    /// Everything handled jointly or asked to be, oldest first.
    Joints(()),
    /// Whether messages arrive in a conversation, as far as is known.
    Reached(ConversationId),
    /// What the message of ours with this id of the channel, in this conversation, was about.
    Replied(String),
    /// What was said in this conversation in the message of theirs with this id of the channel.
    Earlier(String),
    /// The invitation with this code.
    Invite(String),
    /// The figures of the days from first to last (local, both included), of one room or of all.
    Figures(Option<RoomCode>, chrono::NaiveDate, chrono::NaiveDate),
    /// About the two sides of a mediation.
    Side(SideNeed),
    /// Something about rosters and appointments.
    Agenda(Inquiry),
}

/// Facts looked up so far. `Some(None)`-like answers are facts too: it was looked up and is not there.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// By [`Need::Case`].
    pub cases: BTreeMap<CaseId, Option<Case>>,
    /// By [`Need::Code`].
    pub codes: BTreeMap<CaseCode, Option<Case>>,
    /// By [`Need::CasesOf`].
    pub cases_of: BTreeMap<ConversationId, Vec<Case>>,
    /// By [`Need::OpenIn`].
    pub open_in: BTreeMap<Option<RoomCode>, Vec<Case>>,
    /// By [`Need::OwnedBy`].
    pub owned_by: BTreeMap<StaffId, Vec<Case>>,
    /// By [`Need::StaffIn`].
    pub staff_in: BTreeMap<RoomCode, Vec<Staff>>,
    /// By [`Need::Staff`].
    pub staff: BTreeMap<StaffId, Option<Staff>>,
    /// By [`Need::Cards`].
    pub cards: BTreeMap<CaseId, Vec<Card>>,
    /// By [`Need::Log`].
    pub logs: BTreeMap<CaseId, Vec<CaseEntry>>,
    /// By [`Need::FollowUps`].
    pub follow_ups: BTreeMap<CaseId, Vec<FollowUp>>,
    /// By [`Need::Continuations`].
    pub continuations: BTreeMap<CaseId, Vec<Continuation>>,
    /// By [`Need::Joint`].
    pub joint: BTreeMap<CaseId, Option<Joint>>,
    /// By [`Need::Joints`].
    pub joints: BTreeMap<(), Vec<Joint>>,
    /// By [`Need::Reached`].
    pub reached: BTreeMap<ConversationId, bool>,
    /// By [`Need::Replied`].
    pub replied: BTreeMap<String, Option<CaseId>>,
    /// By [`Need::Earlier`].
    pub earlier: BTreeMap<String, Option<Earlier>>,
    /// By [`Need::Invite`].
    pub invites: BTreeMap<String, Option<Invite>>,
    /// By [`Need::Figures`].
    pub figures: BTreeMap<(Option<RoomCode>, chrono::NaiveDate, chrono::NaiveDate), Figures>,
    /// By [`Need::Side`].
    pub sides: SideFacts,
    /// By [`Need::Agenda`].
    pub agenda: Agenda,
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
                    self.$field.get(key).ok_or_else(|| Need::$need(key.clone()))
                }
            )*
        }
    };
}

getters! {
    /// The case with this id.
    case(cases: CaseId => Case) -> Option<Case>;
    /// The case with this code.
    code(codes: CaseCode => Code) -> Option<Case>;
    /// The cases a conversation opened.
    cases_of(cases_of: ConversationId => CasesOf) -> Vec<Case>;
    /// The open cases of one room, or of all.
    open_in(open_in: Option<RoomCode> => OpenIn) -> Vec<Case>;
    /// The open cases a member of staff has.
    owned_by(owned_by: StaffId => OwnedBy) -> Vec<Case>;
    /// The active staff of a room.
    staff_in(staff_in: RoomCode => StaffIn) -> Vec<Staff>;
    /// A member of staff.
    staff(staff: StaffId => Staff) -> Option<Staff>;
    /// The cards of a case.
    cards(cards: CaseId => Cards) -> Vec<Card>;
    /// A case's log.
    log(logs: CaseId => Log) -> Vec<CaseEntry>;
    /// What was asked about a closed case.
    follow_ups(follow_ups: CaseId => FollowUps) -> Vec<FollowUp>;
    /// The requests to go on with a case elsewhere.
    continuations(continuations: CaseId => Continuations) -> Vec<Continuation>;
    /// The last joint handling of a case.
    joint(joint: CaseId => Joint) -> Option<Joint>;
    /// Everything handled jointly or asked to be.
    joints(joints: () => Joints) -> Vec<Joint>;
    /// Whether messages arrive in a conversation.
    reached(reached: ConversationId => Reached) -> bool;
    /// The case a message of ours was about.
    replied(replied: String => Replied) -> Option<CaseId>;
    /// What was said in a message of theirs.
    earlier(earlier: String => Earlier) -> Option<Earlier>;
    /// The invitation with this code.
    invite(invites: String => Invite) -> Option<Invite>;
}

impl Facts {
    /// The figures of a room, or of all, for some days.
    ///
    /// # Errors
    /// The need, if they have not been looked up.
    pub fn figures(
        &self,
        room: Option<RoomCode>,
        first: chrono::NaiveDate,
        last: chrono::NaiveDate,
    ) -> Result<Figures, Need> {
        let key = (room, first, last);
        self.figures.get(&key).copied().ok_or(Need::Figures(key.0, key.1, key.2))
    }
}
