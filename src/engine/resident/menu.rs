//! The menu and what stands beside it: help and the numbers to call.

use crate::domain::directory::Hotline;
use crate::domain::lang::Lang;
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::session::{Choice, Flow, same_words};
use crate::engine::turn::Turn;

use super::question;

/// The menu was asked for: whatever was going on is left, and plain words begin something new.
pub(super) fn shown(turn: &mut Turn<'_>) {
    turn.session.flow = Flow::Idle;
    turn.session.thread = None;
    turn.session.side = None;
    turn.session.matter = None;
    turn.session.pending = None;
    turn.session.rated = None;
    offered(turn, turn.texts().menu());
}

/// Says something, with the menu below it; in the middle of a question it is only said.
pub(super) fn offered(turn: &mut Turn<'_>, text: String) {
    let choices = choices(turn);
    aside(turn, text, choices);
}

/// Says something with numbered ways on; in the middle of a question it is only said, as its answers are numbered.
pub(super) fn aside(turn: &mut Turn<'_>, text: String, choices: Vec<Choice>) {
    if question::is_open(turn) {
        turn.reply(text);
    } else {
        turn.offer(text, choices, 2);
    }
}

/// Says something with choices by the way; in the middle of a question, whose answers are numbered, they are not.
pub(super) fn mentioned(turn: &mut Turn<'_>, text: String, choices: Vec<Choice>) {
    if question::is_open(turn) { turn.beside(text, choices) } else { turn.mention(text, choices) }
}

/// Says something that plain words follow, with a person and the menu by the way.
pub(super) fn ways_out(turn: &mut Turn<'_>, text: String) {
    let texts = turn.texts();
    let choices =
        vec![Choice::new(texts.menu_human(), &Action::Human), Choice::new(texts.back(), &Action::Menu)];
    mentioned(turn, text, choices);
}

/// How to talk to the bot.
pub(super) fn help(turn: &mut Turn<'_>) {
    offered(turn, turn.texts().help());
}

/// Every number to call.
pub(super) fn hotlines(turn: &mut Turn<'_>) {
    let mut all: Vec<&Hotline> = turn.world.rules.directory.hotlines.values().collect();
    all.sort_by_key(|hotline| (hotline.number.len(), &hotline.number));
    let lines: Vec<String> = all.into_iter().map(|hotline| line(turn, hotline)).collect();
    offered(turn, turn.texts().hotlines(lines.join("\n")));
}

/// A number and what it is for.
pub(super) fn line(turn: &Turn<'_>, hotline: &Hotline) -> String {
    let what = match turn.session.lang {
        Lang::Zh => &hotline.zh,
        Lang::En => &hotline.en,
    };
    turn.texts().hotline(&hotline.number, what)
}

/// The number of a hotline by its key; the public legal service line if the directory does not have it.
pub(super) fn number<'world>(turn: &Turn<'world>, key: &str) -> &'world str {
    let hotlines = &turn.world.rules.directory.hotlines;
    hotlines.get(key).or_else(|| hotlines.get("legal")).map_or("12348", |hotline| hotline.number.as_str())
}

/// Whether words are what a button of the menu says.
pub(super) fn names(turn: &Turn<'_>, words: &str) -> bool {
    choices(turn).iter().any(|choice| same_words(&choice.label, words))
}

/// What a button of ours does that words are the label of, in sight or not, or the service that they name and nothing else.
pub(super) fn named(turn: &Turn<'_>, words: &str) -> Option<Action> {
    let texts = turn.texts();
    let others = [
        Choice::new(texts.service_legal_aid(), &Action::Service(Service::LegalAid)),
        Choice::new(texts.service_mediation(), &Action::Service(Service::Mediation)),
        Choice::new(texts.ask_lawyer(), &Action::Ask),
        Choice::new(texts.ask_other(), &Action::NewQuestion),
    ];
    let mut all = choices(turn).into_iter().chain(others);
    all.find(|choice| same_words(&choice.label, words)).and_then(|choice| Action::parse(&choice.data))
}

fn choices(turn: &Turn<'_>) -> Vec<Choice> {
    let texts = turn.texts();
    let other = match turn.session.lang {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    };
    vec![
        Choice::new(texts.menu_ask(), &Action::Service(Service::Consultation)),
        Choice::new(texts.menu_aid(), &Action::Service(Service::LegalAid)),
        Choice::new(texts.menu_mediation(), &Action::Service(Service::Mediation)),
        Choice::new(texts.menu_human(), &Action::Human),
        Choice::new(texts.menu_cases(), &Action::MyCases),
        Choice::new(texts.menu_language(), &Action::Lang(other)),
    ]
}
