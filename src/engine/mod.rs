//! The engine: what happens next, decided from values alone.
//!
//! [`step`] is total and pure: a person's mistake is a reply, a fact it has not been given is a [`Need`] and the
//! caller calls again with it. Must not know how anything is stored, sent or timed.

pub mod action;
pub mod agenda;
pub mod appointment;
mod casework;
pub mod deed;
pub mod duty;
pub mod effect;
pub mod event;
pub mod facts;
pub mod mediating;
pub mod papers;
mod resident;
pub mod route;
pub mod rules;
pub mod session;
pub mod sides;
mod staff;
pub mod task;
#[cfg(test)]
mod tests;
pub mod texts;
mod turn;
pub mod unsent;
pub mod upkeep;
pub mod verb;
pub mod world;

use crate::domain::message::{Body, Inbound};
use crate::domain::time::Timestamp;
pub use effect::{Effect, Step};
pub use event::Event;
pub use facts::{Facts, Need};
pub use session::Session;
#[cfg(test)]
use tests as testing;
use turn::Turn;
pub use world::World;

/// What `event` leads to in the conversation whose session this is.
///
/// # Errors
/// A [`Need`]: a fact the caller has to look up, add to `world.facts` and call again with.
pub fn step(session: &Session, event: &Event, world: &World, now: Timestamp) -> Result<Step, Need> {
    let mut turn = Turn::new(session, world, now);
    match event {
        Event::Came(inbound) => came(&mut turn, inbound)?,
        Event::Unhandled => unhandled(&mut turn),
        Event::Due(timer) => casework::due(&mut turn, timer)?,
        Event::Orphaned { case, lacks } => casework::orphaned(&mut turn, case, *lacks)?,
        Event::Undelivered { case, loss, .. } => casework::undelivered(&mut turn, case.as_ref(), *loss)?,
    }
    casework::by_phone::redirect(&mut turn)?;
    Ok(turn.finish())
}

/// Invitations are for anybody; everything else depends on who the conversation belongs to.
fn came(turn: &mut Turn<'_>, inbound: &Inbound) -> Result<(), Need> {
    let body = commanded(&inbound.body);
    match (&body, &turn.world.staff) {
        (Body::Start(payload), _) if is_invite(payload) => staff::enlist(turn, payload),
        (_, Some(member)) => staff::came(turn, member, &body, inbound.reply_to.as_deref()),
        (_, None) => resident::came(turn, &body, inbound.reply_to.as_deref()),
    }
}

/// Looks nothing up: whatever could not be read before must not be in the way again.
fn unhandled(turn: &mut Turn<'_>) {
    match &turn.world.staff {
        Some(_) => staff::unhandled(turn),
        None => resident::unhandled(turn),
    }
}

/// `/start CODE` typed by hand is the same as the link that says it, on every channel; so is a one-time code alone.
fn commanded(body: &Body) -> Body {
    match body {
        Body::Text(text) => match text.trim().strip_prefix("/start") {
            Some(payload) if payload.is_empty() || payload.starts_with(char::is_whitespace) => {
                Body::Start(payload.trim().to_owned())
            }
            _ if resident::party::is_invitation(text) => Body::Start(format!("party_{}", text.trim())),
            _ => body.clone(),
        },
        _ => body.clone(),
    }
}

/// A room's poster says `room_CODE`, the other party's invitation to a mediation `party_CODE`, a page in English puts `lang_en_`
/// before those; any other payload is an invitation of staff.
fn is_invite(payload: &str) -> bool {
    !payload.is_empty() && !["room_", "party_", "lang_"].iter().any(|known| payload.starts_with(known))
}
