//! Photos, files, voice notes, places, numbers, corrections and stickers: passed on in a case, else said what to do.

use crate::domain::attachment::Attachment;
use crate::domain::case::Case;
use crate::engine::casework;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{danger, greeting, language, menu, open, question, thread, words};

/// A file came, perhaps with words below it.
pub(super) fn file(
    turn: &mut Turn<'_>,
    file: &Attachment,
    caption: &str,
    reply_to: Option<&str>,
) -> Result<(), Need> {
    let reading = turn.world.rules.catalogue.read(caption);
    if danger::is_meant(&reading) {
        language::follow(turn, caption, &reading);
        return danger::met(turn, caption, Some(file), &reading);
    }
    if let Some(case) = thread::of_thing(turn, reply_to)? {
        thread::passed(turn, &case, caption, Some(file))?;
        return question::again(turn);
    }
    greeting::in_passing(turn);
    if question::is_open(turn) {
        turn.reply(turn.texts().file_later());
    } else if caption.trim().is_empty() {
        menu::offered(turn, turn.texts().file_first());
        return Ok(());
    } else {
        turn.reply(turn.texts().file_first());
    }
    if caption.trim().is_empty() { question::again(turn) } else { words::came(turn, caption, None) }
}

/// A place was shared.
pub(super) fn location(
    turn: &mut Turn<'_>,
    latitude: f64,
    longitude: f64,
    reply_to: Option<&str>,
) -> Result<(), Need> {
    let without = turn.texts().location_first();
    given(turn, without, reply_to, |turn, case| casework::pass_on_place(turn, case, (latitude, longitude)))
}

/// A phone number was shared, by the person's own act.
pub(super) fn phone(turn: &mut Turn<'_>, number: &str, reply_to: Option<&str>) -> Result<(), Need> {
    let words = open::texts_of_staff(turn).phone(number);
    let without = turn.texts().phone_first();
    given(turn, without, reply_to, |turn, case| casework::pass_on(turn, case, &words, None))
}

/// An earlier message was corrected: a case is told; with nothing going on it is as good as a new one.
pub(super) fn edited(turn: &mut Turn<'_>, text: &str) -> Result<(), Need> {
    let reading = turn.world.rules.catalogue.read(text);
    if danger::is_meant(&reading) {
        return danger::met(turn, text, None, &reading);
    }
    if let Some(case) = thread::current(turn)? {
        casework::correct(turn, &case, text)?;
        thread::confirmed(turn, &case);
        return question::again(turn);
    }
    if question::is_open(turn) {
        turn.reply(turn.texts().edited_here());
        return question::again(turn);
    }
    words::came(turn, text, None)
}

/// A sticker or the like.
pub(super) fn other(turn: &mut Turn<'_>) -> Result<(), Need> {
    greeting::in_passing(turn);
    menu::offered(turn, turn.texts().wordless());
    question::again(turn)
}

/// Something to pass on; without a case it is said that nothing was kept.
fn given(
    turn: &mut Turn<'_>,
    without: String,
    reply_to: Option<&str>,
    pass_on: impl Fn(&mut Turn<'_>, &Case) -> Result<(), Need>,
) -> Result<(), Need> {
    if let Some(case) = thread::of_thing(turn, reply_to)? {
        pass_on(turn, &case)?;
        thread::confirmed(turn, &case);
    } else {
        greeting::in_passing(turn);
        menu::offered(turn, without);
    }
    question::again(turn)
}
