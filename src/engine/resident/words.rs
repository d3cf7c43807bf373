//! Words of a resident: what is looked for in them, in which order.
//!
//! Danger comes first, then whatever was offered, then commands; only then the question that is open, the case
//! that is open, and last what the words mean by themselves. What may be danger is offered with the answer to those.

use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;
use crate::intent::Reading;

use super::{
    act, afterwards, around, behalf, cases, codes, commands, danger, earlier, giving_up, greeting, language,
    menu, party, press, question, room, thread, whose,
};

/// A resident wrote something.
pub(super) fn came(turn: &mut Turn<'_>, text: &str, reply_to: Option<&str>) -> Result<(), Need> {
    let reading = turn.world.rules.catalogue.read(whose::without_code(text));
    if let Some(choice) = turn.session.labelled(text).cloned() {
        return press::came(turn, &choice.data);
    }
    language::follow(turn, text, &reading);
    if danger::is_meant(&reading) {
        return danger::met(turn, text, None, &reading);
    }
    if let Some(choice) = by_number(turn, text)? {
        return press::came(turn, &choice.data);
    }
    if let Some(code) = cases::named(turn, text)? {
        return around::named(turn, &code);
    }
    if reply_to.is_none() && codes::told(turn, text, &reading)? {
        return Ok(());
    }
    if whose::addressed(turn, text)? {
        return question::again(turn);
    }
    if reply_to.is_none() && earlier::taken_back(turn, text, &reading)? {
        return Ok(());
    }
    if greeting::first(turn, text, &reading) {
        return Ok(());
    }
    if behalf::heard(turn, text) {
        return question::again(turn);
    }
    if let Some(action) = commands::meant(turn, text, &reading) {
        return press::acted(turn, &action);
    }
    if party::contact_typed(turn, text)? {
        return Ok(());
    }
    placed(turn, text, &reading, reply_to)?;
    danger::offered(turn, text, &reading);
    Ok(())
}

/// The words go to the question or the case they belong to.
fn placed(turn: &mut Turn<'_>, text: &str, reading: &Reading, reply_to: Option<&str>) -> Result<(), Need> {
    if around::complained(turn, text, reading, reply_to)? {
        return Ok(());
    }
    if giving_up::of_side(turn, text, reading, reply_to)? {
        return Ok(());
    }
    if reply_to.is_none() && whose::placed(turn, text, reading)? {
        return Ok(());
    }
    if party::continued(turn, text, reading, reply_to)? {
        return question::again(turn);
    }
    room::overheard(turn, reading);
    if thread::replied(turn, text, reply_to)? {
        return question::again(turn);
    }
    if question::is_open(turn) {
        return question::answered(turn, text, reading);
    }
    if around::remarked(turn, text, reading)?
        || (reply_to.is_none() && afterwards::heard(turn, text, reading)?)
    {
        return Ok(());
    }
    if thread::continued(turn, text, reading)? {
        return Ok(());
    }
    if !text.chars().any(char::is_alphanumeric) {
        menu::offered(turn, turn.texts().wordless());
        return Ok(());
    }
    act::on(turn, text, reading)
}

/// The choice a digit picks, unless staff have said something since it was offered: then the digit answers them.
fn by_number(turn: &Turn<'_>, text: &str) -> Result<Option<Choice>, Need> {
    let Some(choice) = turn.session.numbered(text) else { return Ok(None) };
    let answers_staff = !question::is_open(turn) && thread::spoken_since(turn, turn.session.offered_at)?;
    Ok((!answers_staff).then(|| choice.clone()))
}
