//! The resident's side of the conversation.
//!
//! Everything a resident does is answered, and every answer leaves a way on. Must not know who on the staff does
//! what: a matter is handed to `casework`.

mod act;
mod cases;
mod commands;
mod danger;
mod elsewhere;
mod forms;
mod greeting;
mod language;
mod law;
mod menu;
mod open;
mod press;
mod question;
mod room;
#[cfg(test)]
mod story;
mod things;
mod thread;
mod unclear;
mod wording;
mod words;

use crate::domain::message::Body;

use super::facts::Need;
use super::turn::Turn;

/// A resident did something.
pub(super) fn came(turn: &mut Turn<'_>, body: &Body, reply_to: Option<&str>) -> Result<(), Need> {
    match body {
        Body::Text(text) => words::came(turn, text, reply_to),
        Body::Press(data) => press::came(turn, data),
        Body::Start(payload) => greeting::started(turn, payload),
        Body::File { file, caption } => things::file(turn, file, caption, reply_to),
        Body::Location { latitude, longitude } => things::location(turn, *latitude, *longitude, reply_to),
        Body::Phone(number) => things::phone(turn, number, reply_to),
        Body::Edited { text, .. } => things::edited(turn, text),
        Body::Other(_) => things::other(turn),
    }
}
