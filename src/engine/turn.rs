//! One step while it is being taken: what it was given, and what it has decided so far.

use crate::domain::ids::{CaseId, ConversationId, Mint, OutboxId};
use crate::domain::message::{Button, Outbound};
use crate::domain::outbox::Purpose;
use crate::domain::time::Timestamp;

use super::effect::{Effect, Say, Step};
use super::session::{Choice, Session};
use super::texts::ResidentTexts;
use super::world::World;

/// The working state of a step.
pub(super) struct Turn<'world> {
    pub(super) world: &'world World,
    pub(super) now: Timestamp,
    pub(super) session: Session,
    pub(super) mint: Mint,
    /// The case that what is said here from now on is about; replying to it then means that case.
    pub(super) about: Option<CaseId>,
    effects: Vec<Effect>,
}

impl<'world> Turn<'world> {
    pub(super) fn new(session: &Session, world: &'world World, now: Timestamp) -> Self {
        let mint = Mint::new(now, world.seed);
        Self { world, now, session: session.clone(), mint, about: None, effects: Vec::new() }
    }

    pub(super) fn finish(self) -> Step {
        Step { session: self.session, effects: self.effects }
    }

    pub(super) fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// What the resident reads, in their language.
    pub(super) fn texts(&self) -> &'world ResidentTexts {
        self.world.rules.texts.resident(self.session.lang)
    }

    /// Answers in this conversation, with nothing to choose from.
    pub(super) fn reply(&mut self, text: String) {
        self.ask(text, Vec::new(), 1, Vec::new());
    }

    /// Answers in this conversation with choices, numbered so that a digit picks one. `columns` to a row.
    pub(super) fn offer(&mut self, text: String, choices: Vec<Choice>, columns: usize) {
        self.ask(text, choices, columns, Vec::new());
    }

    /// Answers in this conversation with choices by the way, which no digit picks: digits stay part of what the
    /// person is telling somebody.
    pub(super) fn mention(&mut self, text: String, choices: Vec<Choice>) {
        self.ask(text, Vec::new(), 1, choices);
    }

    /// Asks with numbered answers, `columns` to a row, and below them ways out that no digit picks.
    pub(super) fn ask(&mut self, text: String, answers: Vec<Choice>, columns: usize, ways_out: Vec<Choice>) {
        let numbered = (1..).zip(&answers).map(|(number, answer): (usize, _)| Button {
            label: format!("{number} {}", answer.label),
            data: answer.data.clone(),
        });
        let bare =
            ways_out.iter().map(|choice| Button { label: choice.label.clone(), data: choice.data.clone() });
        let mut buttons = rows(numbered.collect(), columns);
        buttons.extend(rows(bare.collect(), 2));
        self.session.numbered = answers.len();
        self.session.choices = answers.into_iter().chain(ways_out).collect();
        self.session.offered_at = Some(self.now);
        self.say_here(Outbound { text, buttons, ..Outbound::default() });
    }

    /// Sends anything to anybody.
    pub(super) fn say(&mut self, say: Say) {
        self.push(Effect::Say(say));
    }

    pub(super) fn here(&self) -> ConversationId {
        self.world.conversation.clone()
    }

    fn say_here(&mut self, outbound: Outbound) {
        let say = Say {
            id: OutboxId::new(self.mint.text()),
            to: self.here(),
            outbound,
            case: self.about.clone(),
            purpose: Purpose::Reply,
        };
        self.say(say);
    }
}

fn rows(buttons: Vec<Button>, columns: usize) -> Vec<Vec<Button>> {
    buttons.chunks(columns.max(1)).map(<[Button]>::to_vec).collect()
}
