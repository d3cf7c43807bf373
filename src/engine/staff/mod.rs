//! The staff's side of the conversation: buttons, commands and words, and who may do what with them.
//!
//! What then happens to a case is `casework`'s.

mod access;
mod appointment;
mod around;
mod capacity;
mod conclude;
mod days;
mod decide;
mod details;
mod enlist;
mod entering;
mod figures;
mod hand_over;
mod joint;
mod leave;
mod leave_days;
mod line;
mod lists;
mod mediate;
mod menu;
mod notes;
mod papers;
mod press;
mod reopening;
mod roster;
mod said;
mod swap;
#[cfg(test)]
mod tests;
mod typed;
mod unsent;

use crate::domain::case::Case;
use crate::domain::ids::RoomCode;
use crate::domain::message::Body;
use crate::domain::staff::Staff;

use super::casework::by_phone;
use super::casework::relay::Words;
use super::facts::Need;
use super::turn::Turn;
pub(super) use enlist::enlist;

/// What a member of staff did could not be taken in.
pub(super) fn unhandled(turn: &mut Turn<'_>) {
    let choices = menu::choices(turn);
    turn.offer(turn.staff_texts().unhandled(), choices, 2);
}

/// A member of staff did something. Whatever it is, it leaves a way on.
pub(super) fn came(
    turn: &mut Turn<'_>,
    member: &Staff,
    body: &Body,
    reply_to: Option<&str>,
) -> Result<(), Need> {
    did(turn, member, body, reply_to)?;
    let ways = menu::ways_on(turn);
    turn.ways_on(ways);
    unsent::remind(turn);
    Ok(())
}

fn did(turn: &mut Turn<'_>, member: &Staff, body: &Body, reply_to: Option<&str>) -> Result<(), Need> {
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
        Body::Edited { message, text } => said::corrected(turn, member, message, text, reply_to),
        Body::Other(_) => {
            turn.reply(turn.staff_texts().no_use());
            Ok(())
        }
    }
}

/// Says that words went to a case's resident; one who does not write to the bot has to be told by a person.
fn sent(turn: &Turn<'_>, case: &Case) -> String {
    match case.conversation.is_counter() {
        true => turn.around().kept_to_tell(&case.code, by_phone::contact(turn, case)),
        false => turn.staff_texts().sent(&case.code),
    }
}

/// A room as staff choose it.
fn tell_room(turn: &Turn<'_>, room: &RoomCode) -> String {
    super::casework::tell::room_name(turn, room)
}
