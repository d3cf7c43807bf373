//! One step while it is being taken: what it was given, and what it has decided so far.

use crate::domain::case::Case;
use crate::domain::ids::{CaseId, ConversationId, Mint, OutboxId};
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

    /// Stores a case changed. A step writes each case once: a second change goes into the first.
    pub(super) fn save(&mut self, case: &Case) {
        let written = self.effects.iter_mut().find_map(|effect| match effect {
            Effect::Open(written) | Effect::Save(written) if written.id == case.id => Some(written),
            _ => None,
        });
        match written {
            Some(written) => written.clone_from(case),
            None => self.push(Effect::Save(case.clone())),
        }
    }

    /// The conversations to which this step has sent a card of the case.
    pub(super) fn dealt(&self, case: &CaseId) -> Vec<ConversationId> {
        let cards = self.effects.iter().filter_map(|effect| match effect {
            Effect::Say(say) if say.purpose == Purpose::Card && say.case.as_ref() == Some(case) => {
                Some(&say.to)
            }
            _ => None,
        });
        cards.cloned().collect()
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
