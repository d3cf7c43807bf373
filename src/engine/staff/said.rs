//! Staff wrote something or sent a file: a command, or words for a resident.
//!
//! Words reach a resident only if it is certain which: by the message they answer, by the button pressed before, or by asking.

use crate::domain::case::{Case, CaseState};
use crate::domain::code::CaseCode;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::relay::{self, Words};
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow};
use crate::engine::turn::Turn;

use super::{access, decide, details, enlist, menu, press};

/// How many of one's cases are offered to choose from.
const CHOICES: usize = 10;

/// Words were typed: for whom they answer, else a choice, a command, a case's code, or words for a resident.
pub(super) fn text(
    turn: &mut Turn<'_>,
    member: &Staff,
    text: &str,
    reply_to: Option<&str>,
) -> Result<(), Need> {
    let words = Words { text, ..Words::default() };
    if let Some(case) = answered(turn, reply_to)? {
        return to_case(turn, member, case, words);
    }
    let chosen = turn.session.numbered(text).or_else(|| turn.session.labelled(text));
    if let Some(choice) = chosen.cloned() {
        return press::pressed(turn, member, &choice.data);
    }
    match menu::command(turn, text) {
        Some(menu::Command::Do(action)) => return press::act(turn, member, &action),
        Some(menu::Command::Leave) => return enlist::ask_to_leave(turn, member),
        None => {}
    }
    match CaseCode::parse(text.trim()) {
        Some(code) => details::details(turn, member, &code),
        None => unanswered(turn, member, words),
    }
}

/// Anything else that can be passed on came.
pub(super) fn words(
    turn: &mut Turn<'_>,
    member: &Staff,
    words: Words<'_>,
    reply_to: Option<&str>,
) -> Result<(), Need> {
    match answered(turn, reply_to)? {
        Some(case) => to_case(turn, member, case, words),
        None => unanswered(turn, member, words),
    }
}

/// The case of the message that was answered.
fn answered<'world>(turn: &Turn<'world>, reply_to: Option<&str>) -> Result<Option<&'world Case>, Need> {
    let Some(message) = reply_to else { return Ok(None) };
    let Some(case) = turn.world.facts.replied(&message.to_owned())? else { return Ok(None) };
    Ok(turn.world.facts.case(case)?.as_ref())
}

/// Words that answer no message. A correction says nothing about which case it is for, so it is asked.
fn unanswered(turn: &mut Turn<'_>, member: &Staff, words: Words<'_>) -> Result<(), Need> {
    match turn.session.flow.clone() {
        Flow::Replying(case) if !words.corrects => {
            let case = turn.world.facts.case(&case)?.as_ref();
            match access::allowed(turn, member, case) {
                Some(case) => to_case(turn, member, case, words),
                None => Ok(()),
            }
        }
        _ => unplaced(turn, member, words),
    }
}

fn to_case(turn: &mut Turn<'_>, member: &Staff, case: &Case, words: Words<'_>) -> Result<(), Need> {
    if access::allowed(turn, member, turn.world.facts.case(&case.id)?.as_ref()).is_none() {
        return Ok(());
    }
    let texts = turn.staff_texts();
    if case.state == CaseState::Offered {
        let kept = words.file.is_none() && words.place.is_none();
        turn.session.pending = kept.then(|| words.text.to_owned());
        let text = if kept { texts.claim_first_kept() } else { texts.claim_first(&case.code) };
        turn.mention(text, vec![Choice::new(texts.button_claim(), &Action::Claim(case.code.clone()))]);
        return Ok(());
    }
    if !access::owns(member, case) || !case.is_open() {
        return decide::tell_standing(turn, member, case);
    }
    relay::from_staff(turn, member, case, words);
    turn.session.pending = None;
    turn.reply(texts.sent(&case.code));
    Ok(())
}

/// Nobody knows for whom: offers the member's own cases to choose from, and keeps the words meanwhile.
fn unplaced(turn: &mut Turn<'_>, member: &Staff, words: Words<'_>) -> Result<(), Need> {
    let texts = turn.staff_texts();
    let mine = turn.world.facts.owned_by(&member.id)?;
    let empty = words.text.trim().is_empty() && words.file.is_none() && words.place.is_none();
    if mine.is_empty() || empty {
        turn.mention(texts.not_understood(), menu::choices(turn));
        return Ok(());
    }
    let loose = words.file.is_some() || words.place.is_some();
    let choice = |case: &Case| match loose {
        true => Choice::new(texts.button_send_to(&case.code), &Action::Answer(case.code.clone())),
        false => Choice::new(texts.button_send_to(&case.code), &Action::SendTo(case.code.clone())),
    };
    let mut choices: Vec<Choice> = mine.iter().rev().take(CHOICES).map(choice).collect();
    choices.push(Choice::new(texts.button_cancel(), &Action::Cancel));
    turn.session.pending = (!loose).then(|| words.text.to_owned());
    let text = match (loose, words.corrects) {
        (true, _) => texts.file_to_whom(),
        (false, true) => texts.correction_of_what(words.text),
        (false, false) => texts.to_whom(words.text),
    };
    turn.offer(text, choices, 1);
    Ok(())
}
