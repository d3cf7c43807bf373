//! Words of a resident: what is looked for in them, in which order.
//!
//! Danger comes first, then whatever was offered, then commands; only then the question that is open, the case
//! that is open, and last what the words mean by themselves. What may be danger is offered with the answer to those.

use std::time::Duration;

use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;
use crate::intent::Reading;

use super::{
    act, afterwards, again, around, bare, behalf, cases, codes, commands, complaint, danger, earlier, figure,
    follow, forms, giving_up, greeting, language, meant, menu, party, press, question, room, telling, thread,
    visit, whose, wished,
};

/// How long choices by the way stay in sight.
const IN_SIGHT: Duration = Duration::from_secs(10 * 60);

/// A resident wrote something.
pub(super) fn came(turn: &mut Turn<'_>, text: &str, reply_to: Option<&str>) -> Result<(), Need> {
    let is_no = bare::is_no(turn, text);
    let mut reading = telling::read(turn, whose::without_code(text));
    if is_no || bare::is_time(turn, text, &reading) {
        reading = turn.world.rules.catalogue.read("");
    }
    if let Some(choice) = turn.session.labelled(text).cloned() {
        return press::came(turn, &choice.data);
    }
    if bare::language(turn, text).is_none() {
        language::follow(turn, text, &reading);
    }
    if figure::was_meant(turn, text, &reading)? {
        return Ok(());
    }
    if danger::is_meant(&reading) {
        return danger::met(turn, text, None, &reading);
    }
    if answered(turn, text, is_no)? || named(turn, text, &reading, reply_to)? {
        return Ok(());
    }
    if greeting::first(turn, text, &reading) {
        return Ok(());
    }
    steered(turn, text, &reading, reply_to)
}

/// Words that pick a choice by its number, or are a bare yes or no to what was asked. `true` if they were.
fn answered(turn: &mut Turn<'_>, text: &str, is_no: bool) -> Result<bool, Need> {
    let choice = match by_number(turn, text)? {
        Some(choice) => Some(choice),
        None => bare::agreed(turn, text)?,
    };
    if let Some(choice) = choice {
        press::came(turn, &choice.data)?;
        return Ok(true);
    }
    Ok(is_no && forms::refused(turn)?)
}

/// Words that say which case they are for, or take back what was said before. `true` if they did.
fn named(turn: &mut Turn<'_>, text: &str, reading: &Reading, reply_to: Option<&str>) -> Result<bool, Need> {
    if let Some(code) = cases::named(turn, text)? {
        around::named(turn, &code)?;
        return Ok(true);
    }
    if reply_to.is_none() && codes::told(turn, text, reading)? {
        return Ok(true);
    }
    if whose::addressed(turn, text)? {
        question::again(turn)?;
        return Ok(true);
    }
    Ok(reply_to.is_none() && earlier::taken_back(turn, text, reading)?)
}

/// Words that are meant for the bot do what they say; all others go where they belong.
fn steered(turn: &mut Turn<'_>, text: &str, reading: &Reading, reply_to: Option<&str>) -> Result<(), Need> {
    if behalf::heard(turn, text) {
        return question::again(turn);
    }
    if reply_to.is_none() && visit::called_off(turn, text)? {
        return Ok(());
    }
    if let Some(action) = commands::meant(turn, text, reading) {
        let of_time = action == Action::Appointment(Appointment::Mine) && telling::is_told(turn);
        if of_time && wished::time(turn, text, reading)? {
            return Ok(());
        }
        return press::acted(turn, &action);
    }
    if party::contact_asked(turn, text, reading)? || party::contact_typed(turn, text)? {
        return Ok(());
    }
    if reply_to.is_none() && meant::for_staff(turn, text, reading)? {
        return Ok(());
    }
    placed(turn, text, &meant::surely(turn, text, reading)?, reply_to)?;
    danger::offered(turn, text, reading);
    Ok(())
}

/// The words go to the question or the case they belong to.
fn placed(turn: &mut Turn<'_>, text: &str, reading: &Reading, reply_to: Option<&str>) -> Result<(), Need> {
    if around::complained(turn, text, reading, reply_to)? {
        return Ok(());
    }
    if reply_to.is_none() && complaint::heard(turn, text, reading)? {
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
    if again::wanted(turn, text, reading)? || around::remarked(turn, text, reading)? {
        return Ok(());
    }
    if reply_to.is_none() && afterwards::heard(turn, text, reading)? {
        return Ok(());
    }
    if thread::continued(turn, text, reading)? {
        return Ok(());
    }
    if !text.chars().any(char::is_alphanumeric) {
        menu::offered(turn, turn.texts().wordless());
        return Ok(());
    }
    if room::is_not_known(turn, text) {
        room::ask_unsure(turn);
        return Ok(());
    }
    if follow::up(turn, text, reading) {
        return Ok(());
    }
    act::on(turn, text, reading)
}

/// The choice a digit picks, unless staff have said something since it was offered: then the digit answers them. What stood by
/// the way below words for a case is soon out of sight: by then the digit may mean news of the case.
fn by_number(turn: &Turn<'_>, text: &str) -> Result<Option<Choice>, Need> {
    let (session, open) = (&turn.session, question::is_open(turn));
    let Some(choice) = session.numbered(text) else { return Ok(None) };
    let by_the_way = session.answers == 0 && session.thread.is_some();
    let is_old = by_the_way && session.offered_at.is_none_or(|at| turn.now.since(at) > IN_SIGHT);
    let is_meant = open || !(is_old || thread::spoken_since(turn, session.offered_at)?);
    Ok(is_meant.then(|| choice.clone()))
}
