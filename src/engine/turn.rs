//! One step while it is being taken: what it was given, and what it has decided so far.

use crate::domain::ids::{ConversationId, Mint, OutboxId};
use crate::domain::message::{Button, Outbound};
use crate::domain::outbox::Purpose;
use crate::domain::time::Timestamp;

use super::effect::{Effect, Say, Step};
use super::session::{Choice, Session};
use super::world::World;

/// The working state of a step.
pub(super) struct Turn<'world> {
    pub(super) world: &'world World,
    pub(super) now: Timestamp,
    pub(super) session: Session,
    pub(super) mint: Mint,
    effects: Vec<Effect>,
}

impl<'world> Turn<'world> {
    pub(super) fn new(session: &Session, world: &'world World, now: Timestamp) -> Self {
        Self { world, now, session: session.clone(), mint: Mint::new(now, world.seed), effects: Vec::new() }
    }

    pub(super) fn finish(self) -> Step {
        Step { session: self.session, effects: self.effects }
    }

    pub(super) fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Answers in this conversation, with nothing to choose from.
    pub(super) fn reply(&mut self, text: String) {
        self.session.choices.clear();
        self.say_here(Outbound::text(text));
    }

    /// Answers in this conversation with choices, numbered so that a digit picks one. `columns` to a row.
    pub(super) fn offer(&mut self, text: String, choices: Vec<Choice>, columns: usize) {
        let buttons: Vec<Button> = (1..)
            .zip(&choices)
            .map(|(number, choice): (usize, _)| Button {
                label: format!("{number} {}", choice.label),
                data: choice.data.clone(),
            })
            .collect();
        let rows = buttons.chunks(columns.max(1)).map(<[Button]>::to_vec).collect();
        self.session.choices = choices;
        self.say_here(Outbound { text, buttons: rows, ..Outbound::default() });
    }

    /// Sends anything to anybody.
    pub(super) fn say(&mut self, say: Say) {
        self.push(Effect::Say(say));
    }

    fn say_here(&mut self, outbound: Outbound) {
        let say = Say {
            id: OutboxId::new(self.mint.text()),
            to: self.here(),
            outbound,
            case: None,
            purpose: Purpose::Reply,
        };
        self.say(say);
    }

    pub(super) fn here(&self) -> ConversationId {
        self.world.conversation.clone()
    }
}
