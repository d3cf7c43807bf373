//! One step while it is being taken: what it was given, and what it has decided so far.

use crate::domain::case::Case;
use crate::domain::ids::{CaseId, ConversationId, Mint, OutboxId};
use crate::domain::message::{Button, Outbound};
use crate::domain::outbox::Purpose;
use crate::domain::time::Timestamp;

use super::effect::{Effect, Say, Step};
use super::session::{Choice, Session};
use super::texts::{ResidentTexts, StaffTexts};
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

    /// What staff read.
    pub(super) fn staff_texts(&self) -> &'world StaffTexts {
        &self.world.rules.texts.staff
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

    /// What the resident reads, in their language.
    pub(super) fn texts(&self) -> &'world ResidentTexts {
        self.world.rules.texts.resident(self.session.lang)
    }

    /// Answers in this conversation, with nothing to choose from.
    pub(super) fn reply(&mut self, text: String) {
        self.remember(Vec::new(), false);
        self.say_here(Outbound::text(text));
    }

    /// Answers in this conversation with choices, numbered so that a digit picks one. `columns` to a row.
    pub(super) fn offer(&mut self, text: String, choices: Vec<Choice>, columns: usize) {
        let label = |(number, choice): (usize, &Choice)| format!("{number} {}", choice.label);
        let outbound = with_buttons(text, &choices, columns, label);
        self.remember(choices, true);
        self.say_here(outbound);
    }

    /// Answers in this conversation with choices by the way, which no digit picks: digits stay part of what the
    /// person is telling somebody.
    pub(super) fn mention(&mut self, text: String, choices: Vec<Choice>) {
        let outbound = with_buttons(text, &choices, 2, |(_, choice)| choice.label.clone());
        self.remember(choices, false);
        self.say_here(outbound);
    }

    /// Sends anything to anybody.
    pub(super) fn say(&mut self, say: Say) {
        self.push(Effect::Say(say));
    }

    pub(super) fn here(&self) -> ConversationId {
        self.world.conversation.clone()
    }

    fn remember(&mut self, choices: Vec<Choice>, numbered: bool) {
        self.session.choices = choices;
        self.session.numbered = numbered;
        self.session.offered_at = Some(self.now);
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

fn with_buttons(
    text: String,
    choices: &[Choice],
    columns: usize,
    label: impl Fn((usize, &Choice)) -> String,
) -> Outbound {
    let buttons: Vec<Button> = (1..)
        .zip(choices)
        .map(|(number, choice)| Button { label: label((number, choice)), data: choice.data.clone() })
        .collect();
    let rows = buttons.chunks(columns.max(1)).map(<[Button]>::to_vec).collect();
    Outbound { text, buttons: rows, ..Outbound::default() }
}
