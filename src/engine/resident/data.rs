//! A wish to see, correct or delete what we keep of somebody: a request of its own with a promise, whatever else is open, so
//! that its person finds it under their cases.

use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;
use crate::intent::Reading;

use super::{act, menu, open, press, question};

/// What becomes of what somebody tells us. A wish about it is one press away from the room, which grants it.
pub(super) fn told(turn: &mut Turn<'_>, text: &str, reading: &Reading) {
    if !question::is_open(turn) {
        turn.session.matter = Some(act::matter(text, reading));
    }
    let texts = turn.texts();
    let choices = vec![
        Choice::new(texts.privacy_ask(), &Action::Service(Service::Privacy)),
        Choice::new(texts.menu_cases(), &Action::MyCases),
        Choice::new(texts.ask_other(), &Action::NewQuestion),
    ];
    menu::aside(turn, texts.privacy(), choices);
}

/// The room is to see to it. The case that is open stays as it is; what follows belongs to the request.
pub(super) fn asked(turn: &mut Turn<'_>) -> Result<(), Need> {
    let wish = turn.session.matter.clone().filter(|matter| matter.service == Service::Privacy);
    if wish.is_none() {
        // It is registered already, or was left.
        return press::stale(turn);
    }
    turn.session.thread = None;
    turn.session.side = None;
    open::wanted(turn, Service::Human, None)
}
