//! A case (事项): one matter of one resident with one service, and the log of what happened to it.

use serde::{Deserialize, Serialize};

use super::code::CaseCode;
use super::ids::{AttachmentId, CaseId, ConversationId, EntryId, PartyId, RoomCode, StaffId};
use super::lang::Lang;
use super::origin::Origin;
use super::service::{Service, Topic};
use super::time::Timestamp;

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Offered to staff, nobody's yet.
    Offered,
    /// One person's.
    Claimed,
    /// One person's, and with the legal-aid institution for its decision.
    Referred,
    /// Ended with an outcome.
    Closed,
    /// Ended, and nothing more will come of it: no call-back, no reopening.
    Filed,
}

/// How far the offer of an unclaimed case has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The people of the fitting role in the room.
    Role,
    /// Everyone in the room.
    Room,
    /// The fitting people of a neighbour room that stands in as well.
    Neighbour,
    /// The street's room as well.
    Street,
}

/// How a case ended, as the official tables count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 已答复.
    Answered,
    /// 已转法援机构, and no more was heard of it.
    AidReferred,
    /// 法援机构批准.
    AidGranted,
    /// 法援机构不予援助.
    AidRefused,
    /// 调解成功, agreed by word of mouth (人民调解法 30).
    MediatedOral,
    /// 调解成功, agreed in writing (人民调解法 29).
    MediatedWritten,
    /// 不成功.
    Unsuccessful,
    /// 撤回.
    Withdrawn,
    /// 转其他途径.
    OtherRoute,
    /// 对方拒绝: another party expressly refused or ended the mediation (人民调解法 17, 23).
    Refused,
}

/// Whose words came last; whose turn it is follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The resident.
    Resident,
    /// Staff.
    Staff,
    /// The gateway itself.
    System,
}

/// One matter. A whole row: the engine returns it changed and the store writes it if `version` still holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// What people call it by.
    pub code: CaseCode,
    /// The resident's conversation; one at the counter if they do not write to the bot.
    pub conversation: ConversationId,
    /// The language the resident is answered in.
    pub lang: Lang,
    /// What it is.
    pub service: Service,
    /// Where it was brought in.
    pub origin: Origin,
    /// On whose behalf: how that person is related to who writes (母亲); `None` if it is their own.
    pub behalf: Option<String>,
    /// How to reach a resident who does not write to the bot, as they told staff.
    pub contact: Option<String>,
    /// The field of law, where the words told it.
    pub topic: Option<Topic>,
    /// The home room, whose statistics it counts in; it never changes when others help.
    pub room: RoomCode,
    /// Where it stands.
    pub state: CaseState,
    /// How far the offer has gone.
    pub reach: Reach,
    /// Who has it; set exactly while `Claimed` or `Referred` and kept when it ends.
    pub owner: Option<StaffId>,
    /// What the resident said first, as staff read it.
    pub summary: String,
    /// The answers of the form that opened it: label and answer, in order.
    pub details: Vec<(String, String)>,
    /// Whether it goes before the others.
    pub urgent: bool,
    /// When the resident was promised an answer.
    pub deadline: Timestamp,
    /// Whose words came last.
    pub last_speaker: Speaker,
    /// When they came.
    pub last_spoke_at: Timestamp,
    /// How it ended; set exactly when `Closed` or `Filed`.
    pub outcome: Option<Outcome>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When somebody took it first.
    pub claimed_at: Option<Timestamp>,
    /// When staff first answered the resident.
    pub answered_at: Option<Timestamp>,
    /// When the application was handed to the legal-aid institution, or that said it had received it.
    pub referred_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// How often it has been written; 0 before it is first stored.
    pub version: i64,
}

impl Case {
    /// Whether somebody still has to do something about it.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, CaseState::Closed | CaseState::Filed)
    }

    /// What the case becomes in somebody's hands: one that the institution has stays with it.
    pub fn taken(&self) -> CaseState {
        if self.referred_at.is_some() { CaseState::Referred } else { CaseState::Claimed }
    }

    /// Whether the next word is staff's: they have not answered, or the resident has said more since.
    pub fn awaits_staff(&self) -> bool {
        self.is_open() && (self.answered_at.is_none() || self.last_speaker == Speaker::Resident)
    }
}

/// What a line of the log tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// The case was opened.
    Opened,
    /// Somebody said something to the other side.
    Said,
    /// Somebody corrected an earlier message.
    Corrected,
    /// Staff took it.
    Claimed,
    /// It went to other hands.
    Transferred,
    /// Nobody took it in time; the offer widened.
    Widened,
    /// The check found it without owner, next step or deadline, and handed it to the street.
    Orphaned,
    /// The promised time passed without an answer.
    Late,
    /// It was handed to the legal-aid institution, or that has received it.
    Referred,
    /// It ended.
    Closed,
    /// It was filed.
    Filed,
    /// The resident said how it was done or whether it is solved.
    FollowedUp,
    /// It was not solved: it is open again.
    Reopened,
    /// It goes on in another conversation, or somebody asked for that.
    Moved,
    /// Why it went to another room.
    HandedOver,
    /// 联调: asked for, begun, signed.
    Joint,
    /// 进展 of a joint handling.
    Progress,
    /// 备注: a note for staff, never sent.
    Note,
    /// A message could not be brought to the other side.
    Undelivered,
    /// Something about its appointment.
    Appointment,
    /// A meeting of all sides: what all of them know of it.
    Meeting,
}

/// One line of a case's log; only ever added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseEntry {
    /// Its id.
    pub id: EntryId,
    /// The case.
    pub case: CaseId,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: Speaker,
    /// The member of staff, if staff did it.
    pub staff: Option<StaffId>,
    /// What happened.
    pub kind: EntryKind,
    /// The words, or what to know about it.
    pub text: String,
    /// The file that came with it.
    pub attachment: Option<AttachmentId>,
    /// The other party whose thread it belongs to; `None` is the applicant's, or everybody's.
    pub party: Option<PartyId>,
}
