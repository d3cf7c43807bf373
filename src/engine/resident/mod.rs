//! The resident's side of the conversation.
//!
//! Everything a resident does is answered, and every answer leaves a way on. Must not know who on the staff does
//! what: a matter is handed to `casework`.

mod act;
mod afterwards;
mod again;
mod ahead;
mod alarm;
mod appointment;
mod around;
mod bare;
mod behalf;
mod beside;
mod cases;
mod codes;
mod commands;
mod complaint;
mod danger;
mod data;
mod deadline;
mod earlier;
mod elsewhere;
mod figure;
mod follow;
mod forms;
mod giving_up;
mod greeting;
mod language;
mod law;
mod meant;
mod meeting;
mod menu;
mod nearby;
mod open;
pub(super) mod party;
mod pinyin;
mod press;
mod question;
mod room;
mod telling;
#[cfg(test)]
mod tests;
mod things;
mod thread;
mod today;
mod told;
mod unclear;
mod visit;
mod whose;
mod wished;
mod wording;
mod words;

use crate::domain::message::Body;

use super::facts::Need;
#[cfg(test)]
use super::tests::story;
use super::turn::Turn;
pub(super) use alarm::Alarm;
pub(super) use telling::Talk;

/// What a resident did could not be taken in: they hear that it is kept, and whom to call if it cannot wait.
pub(super) fn unhandled(turn: &mut Turn<'_>) {
    let text = turn.texts().unhandled(menu::number(turn, "police"), menu::number(turn, "legal"));
    menu::ways_out(turn, text);
}

/// A resident did something.
pub(super) fn came(turn: &mut Turn<'_>, body: &Body, reply_to: Option<&str>) -> Result<(), Need> {
    whose::forget(turn);
    did(turn, body, reply_to)?;
    if question::is_open(turn) && turn.session.choices.is_empty() {
        // Whatever was said last left nothing to press: the question that is open is asked again.
        question::again(turn)?;
    }
    alarm::settled(turn)
}

fn did(turn: &mut Turn<'_>, body: &Body, reply_to: Option<&str>) -> Result<(), Need> {
    match body {
        Body::Text(text) => words::came(turn, text, reply_to),
        Body::Press(data) => press::came(turn, data),
        Body::Start(payload) => greeting::started(turn, payload),
        Body::File { file, caption } => things::file(turn, file, caption, reply_to),
        Body::Location { latitude, longitude } => things::location(turn, *latitude, *longitude, reply_to),
        Body::Phone(number) => things::phone(turn, number, reply_to),
        Body::Edited { message, text } => things::edited(turn, message, text, reply_to),
        Body::Other(_) => things::other(turn),
    }
}
