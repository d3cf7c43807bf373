//! What happens to a case, whoever makes it happen: opened, offered, claimed, widened, closed.
//!
//! Whether somebody may do it is asked before (by `staff` and `resident`); here it is done.

pub(super) mod afterwards;
pub(super) mod audience;
pub(super) mod booking;
pub(super) mod by_phone;
pub(super) mod card;
pub(super) mod claim;
pub(super) mod close;
pub(super) mod complaint;
pub(super) mod continuation;
mod due;
pub(super) mod entry;
pub(super) mod follow_up;
pub(super) mod hours;
pub(super) mod joint;
pub(super) mod log;
mod open;
mod orphan;
pub(super) mod refer;
pub(super) mod relay;
mod relocate;
pub(super) mod reopen;
pub(super) mod rota;
pub(super) mod sides;
pub(super) mod standing;
pub(super) mod tell;
#[cfg(test)]
mod tests;
mod timers;
pub(super) mod transfer;
mod undelivered;

use crate::domain::attachment::Attachment;
use crate::domain::case::Case;
use crate::domain::ids::{CaseId, RoomCode};
use crate::domain::orphan::Lacks;
use crate::domain::outbox::Loss;
use crate::domain::service::{Service, Topic};
use crate::domain::timer::Timer;

use super::effect::Effect;
use super::facts::Need;
use super::turn::Turn;
pub(super) use audience::street_of;
use relay::Words;
pub(super) use sides::agreement::yuan;

/// What a resident wants to have taken up.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) service: Service,
    pub(super) topic: Option<Topic>,
    pub(super) room: RoomCode,
    pub(super) summary: String,
    pub(super) details: Vec<(String, String)>,
    pub(super) urgent: bool,
    /// For whom, if it is not the resident's own: how they are related.
    pub(super) behalf: Option<String>,
}

/// Opens a case for this conversation and offers it to the fitting people; the caller tells the resident.
pub(super) fn open(turn: &mut Turn<'_>, draft: Draft) -> Result<Case, Need> {
    open::open(turn, draft)
}

/// Brings the resident's words (and file) to whoever has the case, and notes them in its log.
pub(super) fn pass_on(
    turn: &mut Turn<'_>,
    case: &Case,
    words: &str,
    file: Option<&Attachment>,
) -> Result<(), Need> {
    relay::from_resident(turn, case, Words { text: words, file, ..Words::default() })
}

/// Brings a place the resident shared to whoever has the case.
pub(super) fn pass_on_place(turn: &mut Turn<'_>, case: &Case, place: (f64, f64)) -> Result<(), Need> {
    relay::from_resident(turn, case, Words { place: Some(place), ..Words::default() })
}

/// The resident's community turned out to be another one.
pub(super) fn relocate(turn: &mut Turn<'_>, case: &Case, room: &RoomCode) -> Result<Case, Need> {
    let room = sides::conflict::room_for(turn, case.service, case.topic.as_ref(), room)?;
    relocate::relocate(turn, case, &room)
}

/// The resident takes the matter back: closed as withdrawn, staff told; the caller tells the resident.
pub(super) fn withdraw(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    close::by_resident(turn, case)
}

/// A timer of a case is due; the turn's conversation is the resident's.
pub(super) fn due(turn: &mut Turn<'_>, timer: &Timer) -> Result<(), Need> {
    match turn.world.facts.case(&timer.case)? {
        Some(case) => due::due(turn, case, timer),
        None => Ok(()),
    }
}

/// A check found this open case without owner, next step or deadline; the turn's conversation is the resident's.
pub(super) fn orphaned(turn: &mut Turn<'_>, case: &CaseId, lacks: Lacks) -> Result<(), Need> {
    match turn.world.facts.case(case)? {
        Some(case) if case.is_open() => orphan::found(turn, case, lacks),
        _ => Ok(()),
    }
}

/// A message to this conversation will never arrive.
pub(super) fn undelivered(turn: &mut Turn<'_>, case: Option<&CaseId>, loss: Loss) -> Result<(), Need> {
    if loss == Loss::Unreachable {
        turn.push(Effect::Unreachable);
    }
    let Some(case) = case else { return Ok(()) };
    match turn.world.facts.case(case)? {
        Some(case) if loss == Loss::Uncertain => undelivered::uncertain(turn, case),
        Some(case) => undelivered::undelivered(turn, case),
        None => Ok(()),
    }
}
