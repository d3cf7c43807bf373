//! Everything a turn can ask for, as data. The runtime writes them in one transaction, in this order.

use crate::domain::attachment::Attachment;
use crate::domain::case::{Case, CaseEntry};
use crate::domain::continuation::Continuation;
use crate::domain::follow_up::FollowUp;
use crate::domain::ids::{CaseId, ConversationId, OutboxId, StaffId, UnmatchedId};
use crate::domain::joint::Joint;
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::paper::Paper;
use crate::domain::party::Side;
use crate::domain::record::Record;
use crate::domain::timer::{Timer, TimerKind};
use crate::domain::unmatched::Unmatched;

use super::agenda::Change;
use super::session::Session;
use super::sides::SideEffect;

/// The outcome of a step: the session as it is now, and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The session to store.
    pub session: Session,
    /// What to write, in order.
    pub effects: Vec<Effect>,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Send a message.
    Say(Say),
    /// Tell who said something once it has been seen, where a channel lets us know.
    Receipt(Receipt),
    /// Replace a message sent earlier: its text and buttons.
    Amend {
        /// The message of ours.
        message: OutboxId,
        /// Where it went.
        to: ConversationId,
        /// What it says from now on.
        outbound: Outbound,
    },
    /// Store a new case.
    Open(Case),
    /// Store a case changed; its `version` is the one that was read.
    Save(Case),
    /// Add a line to a case's log.
    Log(CaseEntry),
    /// Count something.
    Count(Record),
    /// Do something later.
    Set(Timer),
    /// Do not do it after all.
    Cancel {
        /// Whose timers.
        case: CaseId,
        /// Which of them.
        kind: TimerKind,
    },
    /// Keep a question about a closed case, as asked or as answered now.
    FollowUp(FollowUp),
    /// Keep a request to go on with a case elsewhere, as made or as settled now.
    Continue(Continuation),
    /// Keep a joint handling, new or changed; its `version` is the one that was read.
    Joint(Joint),
    /// Make this conversation the staff member's and use up the invitation.
    Enlist {
        /// The code that was sent.
        invite: String,
        /// Who is meant.
        staff: StaffId,
    },
    /// This conversation belongs to no staff member any more.
    Discharge,
    /// Nothing sent to this conversation will arrive, until its person writes again.
    Unreachable,
    /// Keep words nobody understood.
    Unmatched(Unmatched),
    /// Such words are now known to mean an intent.
    Meant {
        /// Which words.
        words: UnmatchedId,
        /// What their author chose.
        intent: String,
    },
    /// Write something about the two sides of a mediation.
    Side(SideEffect),
    /// Keep a file that we made, so that it can be sent to this conversation.
    Keep {
        /// What it is.
        file: Attachment,
        /// Whom it is for.
        to: ConversationId,
        /// What is in it.
        bytes: Vec<u8>,
    },
    /// Change rosters or appointments.
    Agenda(Change),
    /// Print a draft and keep it, so that it can be sent to this conversation.
    Print {
        /// The file it becomes.
        file: Attachment,
        /// Whom it is for: never a resident.
        to: ConversationId,
        /// What it says.
        paper: Paper,
    },
}

/// A message to send.
#[derive(Clone, Debug, PartialEq)]
pub struct Say {
    /// Its id, made in the turn so that later turns can amend it.
    pub id: OutboxId,
    /// To whom.
    pub to: ConversationId,
    /// What.
    pub outbound: Outbound,
    /// The case it is about; replying to it then means that case.
    pub case: Option<CaseId>,
    /// Why it is sent.
    pub purpose: Purpose,
    /// The thread of a mediation it belongs to; replying to it then goes on with that thread.
    pub side: Option<Side>,
}

/// What becomes of a confirmation once the words it confirms have been seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    /// The words as they were passed on: a message of the same step.
    pub carried: OutboxId,
    /// What whoever said them read thereupon: another message of the same step.
    pub confirmation: OutboxId,
    /// What that says from then on.
    pub seen: Outbound,
}
