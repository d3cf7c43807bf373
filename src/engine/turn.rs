//! One step while it is being taken: what it was given, and what it has decided so far.

use chrono::NaiveDate;

use crate::domain::attachment::Attachment;
use crate::domain::case::Case;
use crate::domain::ids::{CaseId, ConversationId, Mint, OutboxId, RoomCode, StaffId};
use crate::domain::message::{Button, Outbound};
use crate::domain::outbox::Purpose;
use crate::domain::party::Side;
use crate::domain::roster::Leave;
use crate::domain::service::Service;
use crate::domain::time::Timestamp;

use super::agenda::Change;
use super::casework::hours::Hours;
use super::effect::{Effect, Receipt, Say, Step};
use super::session::{Choice, Session};
use super::sides::SideEffect;
use super::texts::{
    AfterTexts, AroundTexts, MeantTexts, MediatorTexts, ResidentTexts, StaffTexts, WorkTexts,
};
use super::world::World;

/// Number 0 is the event's own; what follows from it sorts behind it.
const FIRST_NUMBER: u16 = 1;

/// The working state of a step.
pub(super) struct Turn<'world> {
    pub(super) world: &'world World,
    pub(super) now: Timestamp,
    pub(super) session: Session,
    pub(super) mint: Mint,
    /// The case that what is said here from now on is about; replying to it then means that case.
    pub(super) about: Option<CaseId>,
    /// The thread of a mediation that what is said here from now on belongs to.
    pub(super) thread: Option<Side>,
    /// The file that goes with what is said here next.
    pub(super) enclosed: Option<Attachment>,
    /// The messages of this step that bring this person's words to others.
    pub(super) carried: Vec<OutboxId>,
    /// Whether all that was said here is that the person's words are on their way.
    is_confirmed: bool,
    effects: Vec<Effect>,
}

impl<'world> Turn<'world> {
    pub(super) fn new(session: &Session, world: &'world World, now: Timestamp) -> Self {
        let mint = Mint::new(now, world.seed).starting_at(FIRST_NUMBER);
        Self {
            world,
            now,
            session: session.clone(),
            mint,
            about: None,
            enclosed: None,
            carried: Vec::new(),
            is_confirmed: false,
            thread: None,
            effects: Vec::new(),
        }
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

    /// What whoever mediates reads.
    pub(super) fn mediator_texts(&self) -> &'world MediatorTexts {
        &self.world.rules.texts.mediator
    }

    /// What staff read around a case.
    pub(super) fn around(&self) -> &'world AroundTexts {
        &self.world.rules.texts.around
    }

    /// What the resident reads around a case, in their language.
    pub(super) fn after(&self) -> &'world AfterTexts {
        self.world.rules.texts.after(self.session.lang)
    }

    /// What residents mean while a case is theirs, in their language.
    pub(super) fn meant(&self) -> &'world MeantTexts {
        self.world.rules.texts.meant(self.session.lang)
    }

    /// What staff read about where cases stand.
    pub(super) fn work_texts(&self) -> &'world WorkTexts {
        &self.world.rules.texts.work
    }

    /// The clock of a room's cases of one service.
    pub(super) fn hours(&self, room: &RoomCode, service: Service) -> Hours<'world> {
        Hours::new(&self.world.rules, room, service)
    }

    /// By when an answer to what is said now is promised, in a matter that hurries or one that does not.
    pub(super) fn promise(&self, room: &RoomCode, service: Service, urgent: bool) -> Timestamp {
        self.hours(room, service).promise(self.now, urgent)
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

    /// Writes something about the sides of a mediation. A step writes each row once: a second change goes into the first.
    pub(super) fn side(&mut self, effect: SideEffect) {
        let written = self.effects.iter_mut().find_map(|written| match (written, &effect) {
            (Effect::Side(SideEffect::Add(known)), SideEffect::Save(party)) if known.id == party.id => {
                known.clone_from(party);
                Some(())
            }
            (Effect::Side(SideEffect::Save(known)), SideEffect::Save(party)) if known.id == party.id => {
                known.clone_from(party);
                Some(())
            }
            (Effect::Side(SideEffect::Keep(known)), SideEffect::Keep(kept)) if known.case == kept.case => {
                known.clone_from(kept);
                Some(())
            }
            _ => None,
        });
        if written.is_none() {
            self.push(Effect::Side(effect));
        }
    }

    /// A case as this step has written it so far.
    pub(super) fn written(&self, id: &CaseId) -> Option<Case> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Open(case) | Effect::Save(case) if case.id == *id => Some(case.clone()),
            _ => None,
        })
    }

    /// The leave that this step has written for somebody on a day.
    pub(super) fn leave_written(&self, staff: &StaffId, day: NaiveDate) -> Option<Leave> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Agenda(Change::PutLeave(leave))
                if leave.staff == *staff && leave.first <= day && day <= leave.last =>
            {
                Some(leave.clone())
            }
            _ => None,
        })
    }

    /// Takes out what was to be said where nobody can be written to.
    pub(super) fn at_counter(&mut self) -> Vec<Say> {
        let (counter, others) = std::mem::take(&mut self.effects)
            .into_iter()
            .partition::<Vec<_>, _>(|effect| matches!(effect, Effect::Say(say) if say.to.is_counter()));
        self.effects = others;
        let says = counter.into_iter().filter_map(|effect| match effect {
            Effect::Say(say) => Some(say),
            _ => None,
        });
        says.collect()
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
        self.ask(text, Vec::new(), 1, Vec::new());
    }

    /// Answers in this conversation with choices, numbered so that a digit picks one. `columns` to a row.
    pub(super) fn offer(&mut self, text: String, choices: Vec<Choice>, columns: usize) {
        self.ask(text, choices, columns, Vec::new());
    }

    /// Answers in this conversation with choices by the way. Words follow it, and of staff digits too.
    pub(super) fn mention(&mut self, text: String, choices: Vec<Choice>) {
        self.ask(text, Vec::new(), 1, choices);
    }

    /// Asks with numbered answers, `columns` to a row, and below them ways out. To a resident the numbers go on over those; of
    /// staff, who may be writing a figure, no digit picks them.
    pub(super) fn ask(&mut self, text: String, answers: Vec<Choice>, columns: usize, ways_out: Vec<Choice>) {
        let buttons = self.choose(answers, columns, ways_out);
        self.say_here(Outbound { text, buttons, ..Outbound::default() });
    }

    /// From now on these are the choices; gives their buttons.
    fn choose(&mut self, answers: Vec<Choice>, columns: usize, ways_out: Vec<Choice>) -> Vec<Vec<Button>> {
        let is_resident = self.world.staff.is_none();
        let mut buttons = rows(numbered(&answers, 1), columns);
        let others = if is_resident { numbered(&ways_out, 1 + answers.len()) } else { bare(&ways_out) };
        buttons.extend(rows(others, 2));
        self.session.answers = answers.len();
        self.session.choices = answers.into_iter().chain(ways_out).collect();
        self.session.numbered = if is_resident { self.session.choices.len() } else { self.session.answers };
        self.session.offered_at = Some(self.now);
        buttons
    }

    /// Answers in this conversation with choices beside a question that is asked again below: its answers have the numbers.
    pub(super) fn beside(&mut self, text: String, choices: Vec<Choice>) {
        (self.session.answers, self.session.numbered) = (0, 0);
        let buttons = rows(bare(&choices), 2);
        self.session.choices = choices;
        self.session.offered_at = Some(self.now);
        self.say_here(Outbound { text, buttons, ..Outbound::default() });
    }

    /// What was said here last confirms that the person's words are on their way; once they have been seen, it says
    /// `seen` instead.
    pub(super) fn confirms(&mut self, seen: &str) {
        self.is_confirmed = true;
        let here = self.here();
        let said = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Say(say) if say.to == here => Some((say.id.clone(), say.outbound.clone())),
            _ => None,
        });
        let Some((confirmation, said)) = said else { return };
        let seen = Outbound { text: seen.to_owned(), ..said };
        for carried in std::mem::take(&mut self.carried) {
            let (confirmation, seen) = (confirmation.clone(), seen.clone());
            self.push(Effect::Receipt(Receipt { carried, confirmation, seen }));
        }
    }

    /// Below an answer that leaves nothing to choose, these are offered, so that nobody is at a loss. Words on their way
    /// need none: whoever said them goes on talking.
    pub(super) fn ways_on(&mut self, choices: Vec<Choice>) {
        let leaves = self.effects.contains(&Effect::Discharge);
        if leaves || self.is_confirmed || !self.session.choices.is_empty() {
            return;
        }
        let Some(said) = self.last_reply().filter(|say| say.outbound.buttons.is_empty()) else { return };
        said.outbound.buttons = rows(numbered(&choices, 1), 2);
        (self.session.answers, self.session.numbered) = (choices.len(), choices.len());
        self.session.choices = choices;
        self.session.offered_at = Some(self.now);
    }

    /// Below what was said here last stand these choices again, of which so many are answers.
    pub(super) fn below(&mut self, mut choices: Vec<Choice>, answers: usize) {
        let ways_out = choices.split_off(answers.min(choices.len()));
        let buttons = self.choose(choices, 1, ways_out);
        if let Some(said) = self.last_reply() {
            said.outbound.buttons = buttons;
        }
    }

    /// Puts a line above what was said here last, and one more way out below it, numbered if all there are; whether there is anything
    /// that staff are not reading already.
    pub(super) fn warn(&mut self, line: &str, choice: Choice) -> bool {
        let (is_read, before) = (self.is_confirmed, self.session.choices.len());
        let all_numbered = self.session.numbered == before;
        let choice = [choice];
        let Some(said) = self.last_reply().filter(|_| !is_read) else { return false };
        said.outbound.text = format!("{line}\n\n{}", said.outbound.text);
        said.outbound.buttons.push(if all_numbered { numbered(&choice, before + 1) } else { bare(&choice) });
        self.session.choices.extend(choice);
        if all_numbered {
            self.session.numbered += 1;
        }
        true
    }

    /// What has been answered here so far is not said: the question was answered before it was asked.
    pub(super) fn unsay(&mut self) {
        let here = self.here();
        self.effects.retain(
            |effect| !matches!(effect, Effect::Say(say) if say.to == here && say.purpose == Purpose::Reply),
        );
    }

    /// What was said here last.
    fn last_reply(&mut self) -> Option<&mut Say> {
        let here = self.here();
        self.effects.iter_mut().rev().find_map(|effect| match effect {
            Effect::Say(say) if say.to == here && say.purpose == Purpose::Reply => Some(say),
            _ => None,
        })
    }

    /// Sends anything to anybody.
    pub(super) fn say(&mut self, say: Say) {
        self.push(Effect::Say(say));
    }

    pub(super) fn here(&self) -> ConversationId {
        self.world.conversation.clone()
    }

    fn say_here(&mut self, outbound: Outbound) {
        let file = self.enclosed.take();
        let say = Say {
            id: OutboxId::new(self.mint.text()),
            to: self.here(),
            outbound: Outbound { file, ..outbound },
            case: self.about.clone(),
            purpose: Purpose::Reply,
            side: self.thread.clone(),
        };
        self.say(say);
    }
}

fn numbered(choices: &[Choice], first: usize) -> Vec<Button> {
    let button = |(number, choice): (usize, &Choice)| Button {
        label: format!("{number} {}", choice.label),
        data: choice.data.clone(),
    };
    (first..).zip(choices).map(button).collect()
}

/// Choices that no digit picks.
fn bare(choices: &[Choice]) -> Vec<Button> {
    let button = |choice: &Choice| Button { label: choice.label.clone(), data: choice.data.clone() };
    choices.iter().map(button).collect()
}

fn rows(buttons: Vec<Button>, columns: usize) -> Vec<Vec<Button>> {
    buttons.chunks(columns.max(1)).map(<[Button]>::to_vec).collect()
}
