//! Danger: the numbers to call at once and first, then people are told. No question stands in the way.

use crate::domain::attachment::Attachment;
use crate::domain::case::Case;
use crate::domain::record::RecordKind;
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::casework::{self, Draft};
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow, Matter};
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{act, greeting, law, menu, open, question, room, wording};

/// The hotlines for danger of which the rules say nothing more.
const ALWAYS: [&str; 2] = ["police", "ambulance"];

/// Whether the words say that somebody is in danger.
pub(super) fn is_meant(reading: &Reading) -> bool {
    reading.service == Service::Emergency && reading.score >= SURE
}

/// Somebody is in danger: numbers first, then the room and the street are told, or told again.
pub(super) fn met(
    turn: &mut Turn<'_>,
    text: &str,
    file: Option<&Attachment>,
    reading: &Reading,
) -> Result<(), Need> {
    let words = numbers(turn, reading.intent.as_deref());
    turn.reply(words);
    greeting::in_passing(turn);
    room::overheard(turn, reading);
    let matter = Matter { topic: None, ..act::matter(text, reading) };
    match open_emergency(turn)? {
        Some(case) => told_again(turn, &case, file, &matter)?,
        None => told(turn, file, &matter)?,
    }
    if question::is_open(turn) {
        turn.reply(turn.texts().danger_kept());
        return question::again(turn);
    }
    Ok(())
}

fn told_again(
    turn: &mut Turn<'_>,
    case: &Case,
    file: Option<&Attachment>,
    matter: &Matter,
) -> Result<(), Need> {
    casework::pass_on(turn, case, &matter.text, file)?;
    listening(turn, case);
    law::count(turn, RecordKind::Danger, matter);
    let text = turn.texts().danger_passed(&case.code);
    further(turn, text);
    Ok(())
}

fn told(turn: &mut Turn<'_>, file: Option<&Attachment>, matter: &Matter) -> Result<(), Need> {
    let Some(code) = room::known(turn).or_else(|| room::of_street(turn)) else {
        law::count(turn, RecordKind::Danger, matter);
        return Ok(());
    };
    let (summary, rest) = open::summarised(&matter.text);
    let more = (!rest.is_empty()).then(|| (open::texts_of_staff(turn).summary_more(), rest));
    let draft = Draft {
        service: Service::Emergency,
        topic: None,
        room: code,
        summary,
        details: more.into_iter().collect(),
        urgent: true,
    };
    let case = casework::open(turn, draft)?;
    if file.is_some() {
        casework::pass_on(turn, &case, "", file)?;
    }
    listening(turn, &case);
    law::count(turn, RecordKind::Danger, matter);
    let text = turn.texts().danger_opened(&case.code, wording::who(turn, &case));
    further(turn, text);
    Ok(())
}

/// From now on plain words go to the emergency; a question that was open keeps its answers.
fn listening(turn: &mut Turn<'_>, case: &Case) {
    turn.about = Some(case.id.clone());
    turn.session.thread = Some(case.id.clone());
    turn.session.has_cases = true;
    turn.session.misses = 0;
    if turn.session.flow == Flow::AskedBack {
        turn.session.flow = Flow::Idle;
    }
}

/// Says it, and what may be added: no digit picks it, for digits may be part of what is told next.
fn further(turn: &mut Turn<'_>, text: String) {
    let texts = turn.texts();
    let place = room::known(turn).is_none().then(|| Choice::new(texts.danger_room(), &Action::NotMine));
    let others = [
        Choice::new(texts.menu_hotlines(), &Action::Hotlines),
        Choice::new(texts.menu_cases(), &Action::MyCases),
    ];
    let choices = place.into_iter().chain(others).collect();
    if question::is_open(turn) { turn.reply(text) } else { turn.mention(text, choices) }
}

/// The numbers, each with what it is for, and calm words.
fn numbers(turn: &Turn<'_>, intent: Option<&str>) -> String {
    let catalogue = &turn.world.rules.catalogue;
    let hotlines = &turn.world.rules.directory.hotlines;
    let known = |keys: &[String]| -> Vec<String> {
        keys.iter().filter_map(|key| hotlines.get(key)).map(|hotline| menu::line(turn, hotline)).collect()
    };
    let mut lines = known(intent.map_or(&[], |intent| catalogue.hotlines(intent)));
    if lines.is_empty() {
        lines = known(&ALWAYS.map(str::to_owned));
    }
    let calm = intent
        .and_then(|intent| catalogue.answer(intent, turn.session.lang, turn.now.local_date()))
        .map_or_else(|| turn.texts().danger_calm(), |answer| answer.text.trim().to_owned());
    turn.texts().danger(lines.join("\n"), calm)
}

fn open_emergency(turn: &Turn<'_>) -> Result<Option<Case>, Need> {
    if !turn.session.has_cases {
        return Ok(None);
    }
    let cases = turn.world.facts.cases_of(&turn.here())?;
    Ok(cases.iter().find(|case| case.is_open() && case.service == Service::Emergency).cloned())
}
