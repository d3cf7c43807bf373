//! The engine alone, with a memory in place of a database and no channel: stories play here without any waiting.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use fengqiao::domain::attachment::{Attachment, AttachmentKind};
use fengqiao::domain::case::{Case, CaseEntry, CaseState};
use fengqiao::domain::channel::Channel;
use fengqiao::domain::continuation::Continuation;
use fengqiao::domain::figures::Figures;
use fengqiao::domain::follow_up::FollowUp;
use fengqiao::domain::ids::{AttachmentId, ConversationId, OutboxId, RoomCode, StaffId};
use fengqiao::domain::joint::Joint;
use fengqiao::domain::message::{Body, Inbound, Outbound};
use fengqiao::domain::outbox::{Card, Purpose};
use fengqiao::domain::record::Record;
use fengqiao::domain::staff::{Role, Staff, StaffStatus};
use fengqiao::domain::time::Timestamp;
use fengqiao::domain::timer::Timer;
use fengqiao::engine::effect::Say;
use fengqiao::engine::rules::Rules;
use fengqiao::engine::{Effect, Event, Facts, Need, Session, World, step};
use futures::FutureExt;
use futures::future::BoxFuture;

use super::pure_books::Books;
use super::pure_sides::Sides;
use super::stage::{Act, Seen, Stage};

/// The engine and everything it has decided so far.
pub struct Pure {
    rules: Arc<Rules>,
    now: Timestamp,
    turns: u64,
    sessions: BTreeMap<ConversationId, Session>,
    staff: Vec<Staff>,
    cases: Vec<Case>,
    log: Vec<CaseEntry>,
    timers: Vec<Timer>,
    records: Vec<Record>,
    follow_ups: Vec<FollowUp>,
    continuations: Vec<Continuation>,
    joints: Vec<Joint>,
    messages: Vec<Message>,
    sides: Sides,
    books: Books,
}

struct Message {
    id: OutboxId,
    to: ConversationId,
    case: Option<fengqiao::domain::ids::CaseId>,
    purpose: Purpose,
    side: Option<fengqiao::domain::party::Side>,
    outbound: Outbound,
    at: Timestamp,
    /// The news of it: as first sent, and each time it changed.
    unseen: Vec<Seen>,
}

impl Pure {
    pub fn new(rules: Arc<Rules>, now: Timestamp) -> Self {
        Self {
            rules,
            now,
            turns: 0,
            sessions: BTreeMap::new(),
            staff: Vec::new(),
            cases: Vec::new(),
            log: Vec::new(),
            timers: Vec::new(),
            records: Vec::new(),
            follow_ups: Vec::new(),
            continuations: Vec::new(),
            joints: Vec::new(),
            messages: Vec::new(),
            sides: Sides::default(),
            books: Books::default(),
        }
    }

    fn turn(&mut self, here: &ConversationId, event: &Event) {
        self.turns += 1;
        let session = self.sessions.get(here).cloned().unwrap_or_default();
        let staff = self.staff.iter().find(|staff| staff.conversations.contains(here)).cloned();
        let staff = staff.map(|staff| Staff { conversations: Vec::new(), ..staff });
        let mut world = World {
            rules: Arc::clone(&self.rules),
            conversation: here.clone(),
            channel: Channel::Terminal,
            staff,
            seed: self.turns,
            secret: self.turns,
            facts: Facts::default(),
        };
        let step = loop {
            match step(&session, event, &world, self.now) {
                Ok(step) => break step,
                Err(need) => self.look_up(need, &mut world.facts),
            }
        };
        self.sessions.insert(here.clone(), step.session);
        for effect in step.effects {
            self.commit(here, effect);
        }
    }

    fn look_up(&self, need: Need, facts: &mut Facts) {
        match need {
            Need::Case(id) => {
                let case = self.cases.iter().find(|case| case.id == id).cloned();
                assert!(facts.cases.insert(id, case).is_none(), "asked twice");
            }
            Need::Code(code) => {
                let case = self.cases.iter().find(|case| case.code == code).cloned();
                assert!(facts.codes.insert(code, case).is_none(), "asked twice");
            }
            Need::CasesOf(conversation) => {
                let mine = |case: &&Case| case.conversation == conversation;
                let cases = self.cases.iter().rev().filter(mine).cloned().collect();
                assert!(facts.cases_of.insert(conversation, cases).is_none(), "asked twice");
            }
            Need::OpenIn(room) => {
                let there =
                    |case: &&Case| case.is_open() && room.as_ref().is_none_or(|room| case.room == *room);
                let cases = self.cases.iter().filter(there).cloned().collect();
                assert!(facts.open_in.insert(room, cases).is_none(), "asked twice");
            }
            Need::OwnedBy(staff) => {
                let theirs = |case: &&Case| case.is_open() && case.owner.as_ref() == Some(&staff);
                let cases = self.cases.iter().filter(theirs).cloned().collect();
                assert!(facts.owned_by.insert(staff, cases).is_none(), "asked twice");
            }
            Need::StaffIn(room) => {
                let there = |staff: &&Staff| staff.room == room && staff.status == StaffStatus::Active;
                let staff = self.staff.iter().filter(there).cloned().collect();
                assert!(facts.staff_in.insert(room, staff).is_none(), "asked twice");
            }
            Need::Staff(id) => {
                let staff = self.staff.iter().find(|staff| staff.id == id).cloned();
                assert!(facts.staff.insert(id, staff).is_none(), "asked twice");
            }
            Need::Cards(case) => {
                let card = |message: &&Message| {
                    message.purpose == Purpose::Card && message.case == Some(case.clone())
                };
                let cards = self.messages.iter().filter(card).map(|message| self.card(message)).collect();
                assert!(facts.cards.insert(case, cards).is_none(), "asked twice");
            }
            Need::Log(case) => {
                let log = self.log.iter().filter(|entry| entry.case == case).cloned().collect();
                assert!(facts.logs.insert(case, log).is_none(), "asked twice");
            }
            Need::FollowUps(case) => {
                let asked = |follow_up: &&FollowUp| follow_up.case == case;
                let asked = self.follow_ups.iter().filter(asked).cloned().collect();
                assert!(facts.follow_ups.insert(case, asked).is_none(), "asked twice");
            }
            Need::Continuations(case) => {
                let made = |made: &&Continuation| made.case == case;
                let made = self.continuations.iter().filter(made).cloned().collect();
                assert!(facts.continuations.insert(case, made).is_none(), "asked twice");
            }
            Need::Joint(case) => {
                let joint = self.joints.iter().rfind(|joint| joint.case == case).cloned();
                assert!(facts.joint.insert(case, joint).is_none(), "asked twice");
            }
            Need::Joints(all) => {
                let open = self.joints.iter().filter(|joint| joint.is_open()).cloned().collect();
                assert!(facts.joints.insert(all, open).is_none(), "asked twice");
            }
            Need::Reached(conversation) => {
                let reached = !conversation.is_counter();
                assert!(facts.reached.insert(conversation, reached).is_none(), "asked twice");
            }
            Need::Replied(id) => {
                let message = self.messages.iter().find(|message| message.id.as_str() == id);
                let case = message.and_then(|message| message.case.clone());
                assert!(facts.replied.insert(id, case).is_none(), "asked twice");
            }
            // Nothing that plays here has ids of its own for what it says.
            Need::Earlier(id) => assert!(facts.earlier.insert(id, None).is_none(), "asked twice"),
            Need::Invite(code) => {
                assert!(facts.invites.insert(code, None).is_none(), "asked twice");
            }
            Need::Agenda(inquiry) => self.books.look_up(inquiry, &self.staff, &mut facts.agenda),
            Need::Figures(room, first, last) => {
                let figures = Figures { open: 0, ..Figures::default() };
                assert!(facts.figures.insert((room, first, last), figures).is_none(), "asked twice");
            }
            Need::Side(need) => {
                let side = |id: &str| {
                    let message = self.messages.iter().find(|message| message.id.as_str() == id);
                    message.and_then(|message| message.side.clone())
                };
                self.sides.look_up(need, side, &self.cases, &mut facts.sides);
            }
        }
    }

    fn card(&self, message: &Message) -> Card {
        let owner = self.staff.iter().find(|staff| staff.conversations.contains(&message.to));
        Card {
            message: message.id.clone(),
            conversation: message.to.clone(),
            staff: owner.map(|staff| staff.id.clone()),
            at: message.at,
        }
    }

    fn commit(&mut self, here: &ConversationId, effect: Effect) {
        match effect {
            Effect::Say(say) => self.send(say),
            Effect::Amend { message, to, outbound } => {
                let sent = self.messages.iter_mut().find(|sent| sent.id == message && sent.to == to);
                let sent = sent.expect("only what was sent can be amended");
                sent.unseen.push(Seen::of(&outbound, true));
                sent.outbound = outbound;
            }
            Effect::Open(case) => {
                assert!(self.cases.iter().all(|known| known.id != case.id && known.code != case.code));
                self.cases.push(Case { version: 1, ..case });
            }
            Effect::Save(case) => {
                let known =
                    self.cases.iter_mut().find(|known| known.id == case.id).expect("only known cases change");
                assert_eq!(known.version, case.version, "a case is changed from what it was");
                *known = Case { version: case.version + 1, ..case };
            }
            Effect::Log(entry) => self.log.push(entry),
            Effect::Count(record) => self.records.push(record),
            Effect::Set(timer) => self.timers.push(timer),
            Effect::Cancel { case, kind } => {
                self.timers.retain(|timer| timer.case != case || timer.kind != kind)
            }
            Effect::FollowUp(follow_up) => {
                self.follow_ups.retain(|known| known.id != follow_up.id);
                self.follow_ups.push(follow_up);
            }
            Effect::Joint(joint) => {
                let known = self.joints.iter().find(|known| known.id == joint.id);
                assert_eq!(known.map_or(0, |known| known.version), joint.version);
                self.joints.retain(|known| known.id != joint.id);
                self.joints.push(Joint { version: joint.version + 1, ..joint });
            }
            Effect::Continue(made) => {
                self.continuations.retain(|known| known.id != made.id);
                self.continuations.push(made);
            }
            Effect::Enlist { .. } => panic!("no story uses an invitation here"),
            Effect::Discharge => {
                self.staff
                    .iter_mut()
                    .for_each(|staff| staff.conversations.retain(|conversation| conversation != here));
            }
            Effect::Side(effect) => self.sides.commit(effect, self.now),
            Effect::Agenda(change) => self.books.write(change),
            Effect::Print { to, .. } => {
                assert!(
                    self.staff.iter().any(|staff| staff.conversations.contains(&to)),
                    "drafts go to staff"
                );
            }
            Effect::Unreachable
            | Effect::Unmatched(_)
            | Effect::Meant { .. }
            | Effect::Keep { .. }
            | Effect::Receipt(_) => {}
        }
    }

    fn send(&mut self, say: Say) {
        assert!(say.outbound.buttons.iter().flatten().all(|button| button.data.len() <= 64), "{say:?}");
        self.messages.push(Message {
            id: say.id,
            to: say.to,
            case: say.case,
            purpose: say.purpose,
            side: say.side,
            unseen: vec![Seen::of(&say.outbound, false)],
            outbound: say.outbound,
            at: self.now,
        });
    }

    fn inbound(&self, here: &ConversationId, act: Act) -> Inbound {
        let seen = self.messages.iter().rev().filter(|message| message.to == *here);
        let mut reply_to = None;
        let body = match act {
            Act::Says(text) => Body::Text(text),
            Act::Presses(label) => {
                let mut buttons = seen.flat_map(|message| message.outbound.buttons.iter().flatten());
                let button = buttons.find(|button| button.label.contains(&label));
                Body::Press(button.unwrap_or_else(|| panic!("there is no button {label}")).data.clone())
            }
            Act::Replies { to, text } => {
                let mut seen = seen.filter(|message| message.outbound.text.contains(&to));
                let message = seen.next().unwrap_or_else(|| panic!("there is no message with {to}"));
                reply_to = Some(message.id.as_str().to_owned());
                Body::Text(text)
            }
            Act::SendsPhoto { caption } => Body::File { file: photo(self.turns), caption },
            Act::SendsPlace { latitude, longitude } => Body::Location { latitude, longitude },
            Act::Opens(payload) => Body::Start(payload),
        };
        Inbound { body, message: None, reply_to }
    }

    fn fire_until(&mut self, end: Timestamp) {
        while let Some(at) =
            self.timers.iter().enumerate().min_by_key(|(_, timer)| timer.due).map(|(at, _)| at)
        {
            if self.timers[at].due > end {
                break;
            }
            let timer = self.timers.remove(at);
            self.now = self.now.max(timer.due);
            let case = self.cases.iter().find(|case| case.id == timer.case).expect("timers belong to cases");
            let here = case.conversation.clone();
            self.turn(&here, &Event::Due(timer));
        }
        self.now = end;
    }

    /// Every open case is somebody's or offered, and something will happen to it by itself.
    fn check(&self) {
        for case in self.cases.iter().filter(|case| case.is_open()) {
            assert_eq!(case.owner.is_some(), case.state != CaseState::Offered, "{case:?}");
            assert!(self.timers.iter().any(|timer| timer.case == case.id), "nothing will happen to {case:?}");
        }
        assert!(self.cases.iter().all(|case| case.is_open() == case.outcome.is_none()));
    }
}

fn here(name: &str) -> ConversationId {
    ConversationId::new(name)
}

fn photo(number: u64) -> Attachment {
    Attachment {
        id: AttachmentId::new(format!("photo{number}")),
        kind: AttachmentKind::Photo,
        name: Some("photo.png".into()),
        mime: Some("image/png".into()),
        telegram_file: None,
    }
}

impl Stage for Pure {
    fn resident<'a>(&'a mut self, _: &'a str) -> BoxFuture<'a, ()> {
        async {}.boxed()
    }

    fn staff<'a>(&'a mut self, name: &'a str, role: Role, room: &'a str) -> BoxFuture<'a, ()> {
        let room = self
            .rules
            .directory
            .rooms()
            .find(|known| known.name == room || room == "street")
            .expect("a room");
        self.staff.push(Staff {
            id: StaffId::new(format!("staff-{name}")),
            name: name.to_owned(),
            role,
            room: RoomCode::new(room.code.as_str()),
            status: StaffStatus::Active,
            conversations: vec![here(name)],
        });
        async {}.boxed()
    }

    fn act<'a>(&'a mut self, name: &'a str, act: Act) -> BoxFuture<'a, ()> {
        let inbound = self.inbound(&here(name), act);
        self.turn(&here(name), &Event::Came(inbound));
        self.check();
        async {}.boxed()
    }

    fn news<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Vec<Seen>> {
        let mine = self.messages.iter_mut().filter(|message| message.to == here(name));
        let (mut fresh, mut changed) = (Vec::new(), Vec::new());
        for seen in mine.flat_map(|message| std::mem::take(&mut message.unseen)) {
            if seen.updated { changed.push(seen) } else { fresh.push(seen) }
        }
        fresh.extend(changed);
        async { fresh }.boxed()
    }

    fn wait(&mut self, span: Duration) -> BoxFuture<'_, ()> {
        self.fire_until(self.now.plus(span));
        self.check();
        async {}.boxed()
    }
}
