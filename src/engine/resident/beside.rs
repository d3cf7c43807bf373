//! Another matter after an alarm: answered at once where the rules can. It is asked once where other words belong; whatever
//! may be about the danger goes to its staff without waiting, and what was kept is answered or taken to the lawyer.

use crate::domain::case::Case;
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Kept};
use crate::engine::turn::Turn;
use crate::intent::area::Area;
use crate::intent::{Reading, SURE};

use super::whose::{self, Thread};
use super::{act, law, menu, thread};

/// More signs than these tell a story.
const SHORT: usize = 24;

/// What rules on fees, hours and how our services work begin with.
const OURS: &str = "services.";

/// Words that are surely about something else than the danger the person is in.
pub(super) fn danger(turn: &mut Turn<'_>, text: &str, reading: &Reading, case: &Case) -> Result<(), Need> {
    if reading.asks && is_answered(turn, reading, case) {
        law::answer(turn, text, reading);
        return Ok(());
    }
    if turn.session.where_asked.as_ref() == Some(&case.id) {
        turn.session.thread = None;
        return act::on(turn, text, reading);
    }
    turn.session.where_asked = Some(case.id.clone());
    let (one, question) = ([Thread::Case(case.clone())], turn.texts().where_to());
    whose::ask(turn, &one, question, Kept::words(text));
    Ok(())
}

/// Whether words are surely about something else than a case. One field of law may have several topics, and how a service works
/// is asked anywhere.
pub(super) fn is_another(turn: &Turn<'_>, reading: &Reading, case: &Case) -> bool {
    let is_how = reading.service != Service::Consultation && law::has_answer(turn, reading);
    thread::is_other(reading, case) && !is_of_its_area(turn, reading, case) && !is_how
}

fn is_of_its_area(turn: &Turn<'_>, reading: &Reading, case: &Case) -> bool {
    let area = reading.area.as_ref().filter(|area| Area::known(area).is_some_and(|area| !area.is_general()));
    let told = || turn.world.rules.catalogue.read(&case.summary);
    case.service != Service::Emergency && area.is_some_and(|area| told().area.as_ref() == Some(area))
}

/// A short question in a case that the rules can answer: staff have it, and below that stands the answer, so that nobody waits over
/// a weekend for what we know. In danger the people are asked, not the rules.
pub(super) fn answered(turn: &mut Turn<'_>, text: &str, reading: &Reading, case: &Case) {
    let is_short = text.trim().chars().count() <= SHORT;
    if case.service == Service::Emergency || !is_short || reading.score < SURE || !law::answers(turn, reading)
    {
        return;
    }
    let of_us = reading.intent.as_deref().is_some_and(|intent| intent.starts_with(OURS));
    let of_case =
        reading.topic.is_some() && (reading.topic == case.topic || is_of_its_area(turn, reading, case));
    if of_us || (reading.asks && of_case) {
        let (choices, answers) = (turn.session.choices.clone(), turn.session.answers);
        law::mention(turn, reading, &act::matter(text, reading));
        turn.below(choices, answers);
    }
}

/// Words while it is being asked, with danger among the answers. `true` if they were answered, passed on or kept.
pub(super) fn asked(
    turn: &mut Turn<'_>,
    asked: &[Thread],
    text: &str,
    reading: &Reading,
) -> Result<bool, Need> {
    let danger = asked.iter().find_map(|one| match one {
        Thread::Case(case) if case.service == Service::Emergency => Some(case),
        _ => None,
    });
    let Some(case) = danger else { return Ok(false) };
    let (choices, answers) = (turn.session.choices.clone(), turn.session.answers);
    if is_answered(turn, reading, case) {
        if !reading.asks {
            // What is not put as a question may be about the danger as well.
            thread::passed(turn, case, text, None)?;
        }
        law::mention(turn, reading, &act::matter(text, reading));
    } else if is_another(turn, reading, case) {
        whose::keep(turn, Kept::words(text));
        let text = turn.meant().kept_too();
        turn.reply(text);
    } else if text.trim().chars().count() > 1 {
        thread::passed(turn, case, text, None)?;
    } else {
        let text = turn.texts().digit_not_sent(text.trim());
        turn.reply(text);
    }
    // The question stays open, without being asked again.
    turn.below(choices, answers);
    Ok(true)
}

/// Whether it is a matter of law of another field than the danger that the rules answer.
fn is_answered(turn: &Turn<'_>, reading: &Reading, case: &Case) -> bool {
    let is_law = reading.service == Service::Consultation && reading.score >= SURE && reading.topic.is_some();
    let told = || turn.world.rules.catalogue.read(&case.summary).topic;
    is_law && law::answers(turn, reading) && reading.topic != told()
}

/// All that was kept is something new: what the rules answer is answered, the rest is taken for what it is together, else to the
/// lawyer. Nothing is dropped.
pub(super) fn kept(turn: &mut Turn<'_>, words: &[String]) -> Result<(), Need> {
    let read = |words: &str| turn.world.rules.catalogue.read(words);
    let (answered, rest): (Vec<&String>, Vec<&String>) =
        words.iter().partition(|words| words_answered(turn, &read(words)));
    let rest: Vec<&str> = rest.into_iter().map(String::as_str).collect();
    let (last, before) = match (rest.is_empty(), answered.split_last()) {
        (true, Some((last, before))) => (last.as_str().to_owned(), before),
        _ => (rest.join("\n"), answered.as_slice()),
    };
    for words in before {
        let reading = turn.world.rules.catalogue.read(words);
        law::mention(turn, &reading, &act::matter(words, &reading));
    }
    let reading = turn.world.rules.catalogue.read(&last);
    if rest.len() < 2 || reading.score >= SURE {
        return act::on(turn, &last, &reading);
    }
    turn.session.matter = Some(act::matter(&last, &reading));
    let texts = turn.texts();
    let choices = vec![
        Choice::new(texts.ask_lawyer(), &Action::Ask),
        Choice::new(texts.menu_human(), &Action::Human),
        Choice::new(texts.ask_other(), &Action::NewQuestion),
    ];
    menu::aside(turn, turn.meant().kept_rest(rest.join("；")), choices);
    Ok(())
}

fn words_answered(turn: &Turn<'_>, reading: &Reading) -> bool {
    reading.score >= SURE && law::answers(turn, reading)
}
