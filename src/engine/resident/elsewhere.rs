//! Places that are not ours: which street they belong to, and where to call.

use crate::engine::action::Action;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;
use crate::intent::{Place, Reading};

use super::{menu, wording};

/// Whether the message names such a place.
pub(super) fn is_named(reading: &Reading) -> bool {
    matches!(reading.place, Some(Place::Elsewhere(_)))
}

/// Says where the place named belongs, and what can be done all the same.
pub(super) fn told(turn: &mut Turn<'_>, reading: &Reading) {
    let (street, legal) = (wording::street(turn), menu::number(turn, "legal"));
    let text = match &reading.place {
        Some(Place::Elsewhere(place)) => turn.texts().belongs_elsewhere(place, street, legal),
        _ => turn.texts().live_elsewhere(street, legal),
    };
    menu::aside(turn, text, ways_on(turn));
}

/// The person lives elsewhere.
pub(super) fn chosen(turn: &mut Turn<'_>) {
    let text = turn.texts().live_elsewhere(wording::street(turn), menu::number(turn, "legal"));
    let choices = ways_on(turn);
    turn.offer(text, choices, 2);
}

fn ways_on(turn: &Turn<'_>) -> Vec<Choice> {
    let texts = turn.texts();
    vec![
        Choice::new(texts.room_again(), &Action::NotMine),
        Choice::new(texts.ask_other(), &Action::NewQuestion),
        Choice::new(texts.menu_human(), &Action::Human),
    ]
}
