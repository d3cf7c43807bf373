//! 留我的电话给经办人: a resident tells the staff of a case who they are, and takes it back.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::party::Side;
use crate::engine::action::Action;
use crate::engine::casework::sides::contact;
use crate::engine::facts::Need;
use crate::engine::mediating::Mediating;
use crate::engine::session::{Choice, Flow};
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;
use crate::intent::Reading;

use super::super::{meant, menu, press, question};
use super::{choice, side, texts};

/// How much is kept.
const SIGNS: usize = 200;

/// A telephone number has so many digits at least.
const NUMBER: usize = 7;

/// Asks what staff may know, or takes it back.
pub(super) fn act(turn: &mut Turn<'_>, verb: Verb, code: &CaseCode) -> Result<(), Need> {
    let Some((case, side)) = side(turn, code)? else { return press::stale(turn) };
    if verb == Verb::Hide {
        let gone = contact::take_back(turn, &case, &side)?;
        let texts = texts(turn);
        let text = if gone { texts.hidden() } else { texts.nothing_shown() };
        menu::offered(turn, text);
        return Ok(());
    }
    turn.session.flow = Flow::Mediating(Mediating::Contact(code.clone()));
    let text = texts(turn).disclose();
    turn.mention(text, vec![Choice::new(turn.texts().cancel(), &Action::Cancel)]);
    Ok(())
}

/// The button that begins it, or takes it back.
pub(in crate::engine::resident) fn button(turn: &Turn<'_>, case: &Case) -> Result<Choice, Need> {
    let texts = texts(turn);
    Ok(match contact::of(turn, case, &Side::Applicant)? {
        None => choice(texts.button_disclose(), Verb::Disclose, &case.code),
        Some(_) => choice(texts.button_hide(), Verb::Hide, &case.code),
    })
}

/// What the buttons say, typed in words of one's own while a matter is open: a number told with it is kept at once. `true` if
/// it was.
pub(in crate::engine::resident) fn asked(
    turn: &mut Turn<'_>,
    text: &str,
    reading: &Reading,
) -> Result<bool, Need> {
    let (list, words) = (turn.meant(), text.trim().to_lowercase());
    let takes_back = meant::holds(&list.contact_back_words(), &words);
    let leaves = list.contact_words().split(',').any(|known| words.starts_with(known));
    if reading.asks || question::is_open(turn) || !(takes_back || leaves) {
        return Ok(false);
    }
    let Some(thread) = meant::only(turn)? else { return Ok(false) };
    let code = thread.code().clone();
    let digits = words.chars().filter(char::is_ascii_digit).count();
    match (takes_back, digits >= NUMBER) {
        (true, _) => act(turn, Verb::Hide, &code)?,
        (false, true) => given(turn, &code, text)?,
        (false, false) => act(turn, Verb::Disclose, &code)?,
    }
    Ok(true)
}

/// Words while it is asked for: kept and shown; `true` if it was.
pub(in crate::engine::resident) fn typed(turn: &mut Turn<'_>, text: &str) -> Result<bool, Need> {
    let Flow::Mediating(Mediating::Contact(code)) = turn.session.flow.clone() else { return Ok(false) };
    given(turn, &code, text)?;
    Ok(true)
}

/// Keeps what was told and shows it to staff.
pub(in crate::engine::resident) fn given(
    turn: &mut Turn<'_>,
    code: &CaseCode,
    words: &str,
) -> Result<(), Need> {
    turn.session.flow = Flow::Idle;
    let Some((case, side)) = side(turn, code)? else { return press::stale(turn) };
    let words: String = words.trim().chars().take(SIGNS).collect();
    if words.is_empty() {
        return act(turn, Verb::Disclose, code);
    }
    contact::give(turn, &case, &side, &words)?;
    let texts = texts(turn);
    let choices = vec![choice(texts.button_hide(), Verb::Hide, code)];
    menu::mentioned(turn, texts.disclosed(), choices);
    Ok(())
}
