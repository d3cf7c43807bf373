//! First contact: who this is and what it keeps, said once.

use crate::domain::ids::RoomCode;
use crate::domain::service::Service;
use crate::engine::facts::Need;
use crate::engine::session::Flow;
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{menu, question, room, wording};

/// The bot was opened by a link, a room's poster or `/start`.
pub(super) fn started(turn: &mut Turn<'_>, payload: &str) -> Result<(), Need> {
    let posted = payload.strip_prefix("room_").map(RoomCode::new).filter(|code| room::is_ours(turn, code));
    let asked_for_room = matches!(turn.session.flow, Flow::Room { .. });
    if let Some(code) = posted.clone().filter(|_| asked_for_room) {
        return room::named(turn, &code);
    }
    if let Some(code) = &posted {
        turn.session.room = Some(code.clone());
    }
    if question::is_open(turn) {
        return question::again(turn);
    }
    let text = match posted {
        Some(code) => turn.texts().menu_room(wording::place(turn, &code)),
        None if turn.session.greeted => turn.texts().menu(),
        None => turn.texts().welcome_menu(),
    };
    let text = if turn.session.greeted { text } else { format!("{}\n{text}", welcome(turn)) };
    menu::offered(turn, text);
    Ok(())
}

/// A first message in words: with nothing in it to answer, the whole welcome and `true`; else a short one.
pub(super) fn first(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> bool {
    if turn.session.greeted {
        return false;
    }
    let chat = reading.service == Service::Smalltalk && reading.score >= SURE;
    let says_something = text.chars().any(char::is_alphanumeric) && !chat;
    if says_something {
        in_passing(turn);
        return false;
    }
    let text = format!("{}\n{}", welcome(turn), turn.texts().welcome_menu());
    menu::offered(turn, text);
    true
}

/// A short greeting before the answer to somebody who has not been greeted yet.
pub(super) fn in_passing(turn: &mut Turn<'_>) {
    if !turn.session.greeted {
        turn.session.greeted = true;
        let text = turn.texts().hello(wording::street(turn));
        turn.reply(text);
    }
}

fn welcome(turn: &mut Turn<'_>) -> String {
    turn.session.greeted = true;
    turn.texts().welcome(wording::street(turn))
}

#[cfg(test)]
mod tests {
    use crate::engine::resident::story::{says, street};

    #[test]
    fn first_contact() {
        let mut anna = street();
        let read = says(&mut anna, "你好");
        assert!(read.starts_with("您好，这里是谢家湾街道公共法律服务。"), "{read}");
    }
}
