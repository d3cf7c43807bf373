//! An alarm for a figure of speech: somebody who says so with no danger in it is met calmly and goes on with their matter.
//! Staff read what was said and keep the case: whether nobody is in danger is for them to say.

use std::time::Duration;

use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::casework;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{act, alarm, danger, meant, menu, question};

/// So long after the last words of an alarm it can be put right.
const LATELY: Duration = Duration::from_secs(3600);

/// Whether these words put an alarm right; then they were answered.
pub(super) fn was_meant(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    let danger = danger::open_emergency(turn)?.filter(|case| turn.now.since(case.last_spoke_at) < LATELY);
    if (danger.is_none() && turn.session.alarm.is_none()) || !is_said(turn, text, reading) {
        return Ok(false);
    }
    let police = menu::number(turn, "police");
    let (calm, mut choices) = match danger {
        Some(case) => {
            casework::pass_on(turn, &case, text, None)?;
            turn.about = Some(case.id.clone());
            let told = turn.world.rules.catalogue.read(&case.summary).intent;
            let again = told.filter(|intent| intent.len() <= Action::INTENT_BYTES).map(Action::Intent);
            let again = again.map(|action| Choice::new(turn.texts().danger_now(), &action));
            (turn.meant().figure_calm(&case.code, police), again.into_iter().collect::<Vec<_>>())
        }
        None => {
            alarm::taken_back(turn);
            (turn.meant().figure_calm_untold(police), Vec::new())
        }
    };
    turn.session.thread = None;
    turn.session.misses = 0;
    choices.push(Choice::new(turn.texts().menu_human(), &Action::Human));
    choices.push(Choice::new(turn.texts().menu_hotlines(), &Action::Hotlines));
    goes_on(turn, (text, reading), calm, choices)?;
    Ok(true)
}

/// What comes next: the question that was open, the matter that was told in the same breath, or whatever they say.
fn goes_on(
    turn: &mut Turn<'_>,
    (text, reading): (&str, &Reading),
    calm: String,
    choices: Vec<Choice>,
) -> Result<(), Need> {
    if question::is_open(turn) {
        turn.reply(calm);
        return question::again(turn);
    }
    if tells_matter(reading) {
        turn.reply(calm);
        return act::on(turn, text, reading);
    }
    turn.mention(calm, choices);
    Ok(())
}

/// Whether words say that danger was not meant, of themselves and with no danger that a rule knows.
fn is_said(turn: &Turn<'_>, text: &str, reading: &Reading) -> bool {
    let (texts, words) = (turn.meant(), text.trim().to_lowercase());
    let fears = danger::is_meant(reading);
    // Whoever speaks for somebody else, or names a danger that is known, is not taken at their word.
    if (fears && meant::is_written(turn, reading)) || meant::holds(&texts.others_words(), text) {
        return false;
    }
    let begins = texts.figure_begins().split(',').any(|begin| words.starts_with(begin));
    // "No, I mean ..." may go on with the danger as well.
    let corrects = begins && meant::holds(&texts.figure_means(), text) && (fears || tells_matter(reading));
    corrects || meant::holds(&texts.figure_words(), text)
}

fn tells_matter(reading: &Reading) -> bool {
    reading.service == Service::Consultation && reading.score >= SURE && reading.intent.is_some()
}
