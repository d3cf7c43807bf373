//! The staff's side of the conversation: buttons, commands and words, and who may do what with them.
//!
//! What then happens to a case is `casework`'s.

mod access;
mod appointment;
mod conclude;
mod decide;
mod details;
mod enlist;
mod figures;
mod leave;
mod lists;
mod menu;
mod papers;
mod press;
mod roster;
mod said;
mod swap;

use crate::domain::message::Body;
use crate::domain::staff::Staff;

use super::casework::relay::Words;
use super::facts::Need;
use super::turn::Turn;
pub(super) use enlist::enlist;

/// What a member of staff did could not be taken in.
pub(super) fn unhandled(turn: &mut Turn<'_>) {
    let choices = menu::choices(turn);
    turn.offer(turn.staff_texts().unhandled(), choices, 2);
}

/// A member of staff did something.
pub(super) fn came(
    turn: &mut Turn<'_>,
    member: &Staff,
    body: &Body,
    reply_to: Option<&str>,
) -> Result<(), Need> {
    match body {
        Body::Press(data) => press::pressed(turn, member, data),
        Body::Start(_) => {
            menu::menu(turn, member);
            Ok(())
        }
        Body::Text(text) => said::text(turn, member, text, reply_to),
        Body::Phone(number) => {
            said::words(turn, member, Words { text: number, ..Words::default() }, reply_to)
        }
        Body::File { file, caption } => {
            let words = Words { text: caption, file: Some(file), ..Words::default() };
            said::words(turn, member, words, reply_to)
        }
        Body::Location { latitude, longitude } => {
            let words = Words { place: Some((*latitude, *longitude)), ..Words::default() };
            said::words(turn, member, words, reply_to)
        }
        Body::Edited { text, .. } => {
            let words = Words { text, corrects: true, ..Words::default() };
            said::words(turn, member, words, reply_to)
        }
        Body::Other(_) => {
            turn.reply(turn.staff_texts().no_use());
            Ok(())
        }
    }
}
