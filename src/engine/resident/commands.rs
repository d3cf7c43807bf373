//! Words that steer: menu, help, cancel, back, a person; from anywhere.

use crate::domain::lang::Lang;
use crate::engine::action::Action;
use crate::engine::facts::Need;
use crate::engine::session::{Flow, same_words};
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{cases, forms, menu, thread};

/// The commands by the name of the rule that understands them; the same names after a slash are commands too.
const COMMANDS: [(&str, Action); 9] = [
    ("menu", Action::Menu),
    ("help", Action::Help),
    ("cancel", Action::Cancel),
    ("back", Action::Back),
    ("human", Action::Human),
    ("my_cases", Action::MyCases),
    ("english", Action::Lang(Lang::En)),
    ("chinese", Action::Lang(Lang::Zh)),
    ("hotlines", Action::Hotlines),
];

/// The command that a whole message is.
pub(super) fn meant(turn: &Turn<'_>, text: &str, reading: &Reading) -> Option<Action> {
    named(text, reading).or_else(|| labelled(turn, text))
}

/// By the rules, or after a slash.
fn named(text: &str, reading: &Reading) -> Option<Action> {
    let slash = text.trim().strip_prefix('/').map(str::to_ascii_lowercase);
    let rule = || reading.intent.as_deref().filter(|_| reading.score >= SURE)?.strip_prefix("command.");
    let name = slash.as_deref().or_else(rule)?;
    COMMANDS.iter().find(|(known, _)| *known == name).map(|(_, action)| action.clone())
}

/// By what our buttons say, whether or not one is in sight.
fn labelled(turn: &Turn<'_>, text: &str) -> Option<Action> {
    let texts = turn.texts();
    let labels = [
        (texts.menu_human(), Action::Human),
        (texts.menu_cases(), Action::MyCases),
        (texts.menu_hotlines(), Action::Hotlines),
        (texts.back(), Action::Back),
        (texts.cancel(), Action::Cancel),
    ];
    labels.into_iter().find(|(label, _)| same_words(label, text)).map(|(_, action)| action)
}

/// Leaves what is going on; with nothing going on, asks whether the open case is meant.
pub(super) fn cancel(turn: &mut Turn<'_>) -> Result<(), Need> {
    let left = std::mem::take(&mut turn.session.flow);
    turn.session.pending = None;
    match left {
        Flow::Room { .. } | Flow::Form(_) => {
            turn.session.matter = None;
            menu::offered(turn, turn.texts().cancelled());
        }
        Flow::AskedBack => menu::offered(turn, turn.texts().cancelled()),
        Flow::Idle | Flow::Replying(_) => match thread::open_one(turn)? {
            Some(case) => cases::ask_to_withdraw(turn, &case),
            None => menu::offered(turn, turn.texts().nothing_to_cancel()),
        },
    }
    Ok(())
}

/// One step back.
pub(super) fn back(turn: &mut Turn<'_>) -> Result<(), Need> {
    match turn.session.flow.clone() {
        Flow::Form(filled) | Flow::Room { filled: Some(filled), .. } => forms::back(turn, filled),
        Flow::Room { filled: None, .. } => cancel(turn),
        Flow::Idle | Flow::AskedBack | Flow::Replying(_) => {
            menu::shown(turn);
            Ok(())
        }
    }
}
