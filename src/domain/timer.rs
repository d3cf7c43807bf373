//! Things to do later: set in one turn, fired as the event of another.

use serde::{Deserialize, Serialize};

use super::ids::{CaseId, TimerId};
use super::time::Timestamp;

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerKind {
    /// Nobody may have claimed the case yet: widen the offer.
    AcceptBy,
    /// The promised time of an answer.
    AnswerBy,
    /// Something in a mediation's agenda is due: a missing answer, a legal clock, a day of performance.
    Mediation,
    /// The case has just ended: ask how it was done.
    Rate,
    /// It ended a while ago: ask whether it is solved, or file it.
    CallBack,
    /// Somebody wants to go on with the case elsewhere: ask in its conversation, or go on there.
    Continue,
    /// The case is to be handled jointly: bring it to mind.
    Joint,
    /// A place is no longer kept for the appointment.
    HoldUntil,
    /// The evening before the appointment.
    RemindEve,
    /// Shortly before the appointment.
    RemindSoon,
    /// The appointment has ended.
    AfterBooking,
}

/// A timer of a case. It fires at least once after `due`; firing consumes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// Its id.
    pub id: TimerId,
    /// What for.
    pub kind: TimerKind,
    /// Whose.
    pub case: CaseId,
    /// When.
    pub due: Timestamp,
    /// The version of the appointment it belongs to; a later one makes it stale.
    pub booking: Option<i64>,
}
