//! A street in memory, for tests that read as stories: it answers every need, keeps what a step decides as the store
//! would, and lets time pass. People are called by their names, and so are their conversations.

mod books;
mod facts;
mod orphans;
mod sides;
pub(super) mod story;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDateTime;

use super::action::Action;
use super::casework::{self, Draft};
use super::effect::{Effect, Receipt, Step};
use super::event::Event;
use super::facts::{Facts, Need};
use super::rules::{Policy, Rules};
use super::session::Session;
use super::texts::Texts;
use super::turn::Turn;
use super::world::World;
use crate::domain::calendar::{Calendar, Year};
use crate::domain::case::{Case, CaseEntry, EntryKind};
use crate::domain::channel::Channel;
use crate::domain::code::CaseCode;
use crate::domain::continuation::Continuation;
use crate::domain::directory::{Directory, Room, RoomKind};
use crate::domain::earlier::{Earlier, EarlierLine};
use crate::domain::figures::Figures;
use crate::domain::follow_up::FollowUp;
use crate::domain::ids::{CaseId, ConversationId, OutboxId, RoomCode, StaffId};
use crate::domain::joint::Joint;
use crate::domain::message::{Body, Button, Inbound, Outbound};
use crate::domain::outbox::Purpose;
use crate::domain::party::Side;
use crate::domain::record::Record;
use crate::domain::service::Service;
use crate::domain::staff::{Invite, Role, Staff, StaffStatus};
use crate::domain::time::Timestamp;
use crate::domain::timer::Timer;
use crate::domain::unmatched::Unmatched;
use crate::intent::Catalogue;
use crate::tomlfile::TomlFile;
use books::Books;

/// The street's own room and two of its communities', and a community of another street.
pub(super) const STREET: &str = "500107003";
pub(super) const HOME: &str = "500107003007";
pub(super) const NEXT: &str = "500107003003";
pub(super) const ELSEWHERE: &str = "500107001001";

/// The resident of most stories.
pub(super) const ANNA: &str = "安娜";

/// A message of ours as it looks now.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) id: OutboxId,
    pub(super) to: ConversationId,
    pub(super) outbound: Outbound,
    pub(super) case: Option<CaseId>,
    pub(super) purpose: Purpose,
    pub(super) side: Option<Side>,
    at: Timestamp,
    heard: bool,
}

/// Everything the gateway knows.
#[derive(Clone, Debug)]
pub(super) struct Street {
    pub(super) now: Timestamp,
    pub(super) people: Vec<Staff>,
    pub(super) invites: BTreeMap<String, Invite>,
    pub(super) cases: BTreeMap<CaseId, Case>,
    pub(super) log: Vec<CaseEntry>,
    pub(super) sent: Vec<Sent>,
    pub(super) receipts: Vec<Receipt>,
    pub(super) timers: Vec<Timer>,
    pub(super) figures: Figures,
    pub(super) records: Vec<Record>,
    pub(super) unmatched: Vec<Unmatched>,
    pub(super) sides: sides::Sides,
    pub(super) follow_ups: Vec<FollowUp>,
    pub(super) continuations: Vec<Continuation>,
    pub(super) joints: Vec<Joint>,
    pub(super) books: Books,
    /// Files we made, by their names.
    pub(super) files: Vec<(String, String)>,
    rules: Arc<Rules>,
    sessions: BTreeMap<ConversationId, Session>,
    unreachable: BTreeSet<ConversationId>,
    /// Messages of theirs that have ids of the channel.
    said: BTreeMap<(ConversationId, String), Earlier>,
    turns: u64,
}

/// A moment of Shanghai.
pub(super) fn at(text: &str) -> Timestamp {
    Timestamp::from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

/// What a resident of the home community wants.
pub(super) fn draft(service: Service) -> Draft {
    Draft {
        service,
        topic: None,
        room: RoomCode::new(HOME),
        summary: "老板不给工资".into(),
        details: vec![("手上有".into(), "欠条".into())],
        urgent: false,
        behalf: None,
    }
}

impl Street {
    /// A Thursday morning with nobody at work.
    pub(super) fn new() -> Self {
        Self {
            now: at("2026-03-05 10:00"),
            people: Vec::new(),
            invites: BTreeMap::new(),
            cases: BTreeMap::new(),
            log: Vec::new(),
            sent: Vec::new(),
            receipts: Vec::new(),
            timers: Vec::new(),
            figures: Figures::default(),
            records: Vec::new(),
            unmatched: Vec::new(),
            sides: sides::Sides::default(),
            follow_ups: Vec::new(),
            continuations: Vec::new(),
            joints: Vec::new(),
            books: Books::default(),
            files: Vec::new(),
            rules: Arc::new(rules()),
            sessions: BTreeMap::new(),
            unreachable: BTreeSet::new(),
            said: BTreeMap::new(),
            turns: 0,
        }
    }

    /// People can write to a bot on Telegram from now on.
    pub(super) fn opens_a_bot(&mut self) {
        Arc::get_mut(&mut self.rules).unwrap().policy.telegram = true;
    }

    /// A street with rules of its own.
    pub(super) fn of(rules: Rules) -> Self {
        Self { rules: Arc::new(rules), ..Self::new() }
    }

    /// A room with a lawyer and a mediator, a neighbour room's lawyer, the street's leader, and another street's.
    pub(super) fn staffed() -> Self {
        Self::staffed_with(directory(&[]))
    }

    /// The same people in rooms that stand in for each other.
    pub(super) fn staffed_with(directory: Directory) -> Self {
        let mut street = Self::of(Rules { directory, ..rules() });
        street.hire("李律师", Role::Lawyer, HOME);
        street.hire("王调解", Role::Mediator, HOME);
        street.hire("周律师", Role::Lawyer, NEXT);
        street.hire("陈主任", Role::Leader, STREET);
        street.hire("外人", Role::Leader, ELSEWHERE);
        street
    }

    /// Somebody who works here, reachable on one conversation.
    pub(super) fn hire(&mut self, name: &str, role: Role, room: &str) {
        let status = StaffStatus::Active;
        let (id, room) = (StaffId::new(format!("id of {name}")), RoomCode::new(room));
        let conversations = vec![ConversationId::new(name)];
        self.people.push(Staff { id, name: name.into(), role, room, status, conversations });
    }

    /// The member of staff with this name.
    pub(super) fn staff(&mut self, name: &str) -> &mut Staff {
        self.people.iter_mut().find(|person| person.name == name).unwrap()
    }

    /// Anna asks for something.
    pub(super) fn open(&mut self, draft: Draft) -> Case {
        let id = self.turn(ANNA, |turn| casework::open(turn, draft.clone())).id;
        self.cases[&id].clone()
    }

    /// Anna does something about her case.
    pub(super) fn resident(&mut self, act: impl Fn(&mut Turn<'_>, &Case) -> Result<(), Need>) {
        let case = self.case();
        self.turn(ANNA, |turn| act(turn, &case));
    }

    /// The only case, or the newest.
    pub(super) fn case(&self) -> Case {
        self.cases.values().next_back().unwrap().clone()
    }

    pub(super) fn press(&mut self, who: &str, action: &Action) {
        self.comes(who, Body::Press(action.encode()), None);
    }

    pub(super) fn write(&mut self, who: &str, text: &str) {
        self.comes(who, Body::Text(text.into()), None);
    }

    /// Answers the last message of this purpose.
    pub(super) fn answer(&mut self, who: &str, purpose: Purpose, body: Body) {
        let message = self.last(who, purpose).id.to_string();
        self.comes(who, body, Some(message));
    }

    pub(super) fn comes(&mut self, who: &str, body: Body, reply_to: Option<String>) {
        self.unreachable.remove(&ConversationId::new(who));
        let event = Event::Came(Inbound { body, message: None, reply_to });
        self.event(who, &event);
    }

    /// Says something in a message that has an id of the channel, so that it can be corrected.
    pub(super) fn says(&mut self, who: &str, message: &str, text: &str) {
        let (at, logged) = (self.now, self.log.len());
        self.write(who, text);
        let line = self.log[logged..].iter().find(|entry| {
            matches!(entry.kind, EntryKind::Said | EntryKind::Corrected | EntryKind::Note | EntryKind::Opened)
        });
        let line = line.map(|entry| EarlierLine {
            case: entry.case.clone(),
            party: entry.party.clone(),
            kind: entry.kind,
        });
        let key = (ConversationId::new(who), message.to_owned());
        self.said.insert(key, Earlier { words: text.to_owned(), at, line });
    }

    /// Answers the resident of a case, with time before and after.
    pub(super) fn answers(&mut self, who: &str, code: &CaseCode, words: &str) {
        self.press(who, &Action::Answer(code.clone()));
        self.pass_minutes(1);
        self.write(who, words);
        self.pass_minutes(1);
    }

    /// Corrects such a message.
    pub(super) fn corrects(&mut self, who: &str, message: &str, text: &str) {
        self.comes(who, Body::Edited { message: message.into(), text: text.into() }, None);
    }

    pub(super) fn event(&mut self, who: &str, event: &Event) {
        let here = ConversationId::new(who);
        let session = self.sessions.entry(here.clone()).or_default().clone();
        let step = self.supplied(&here, |world, now| super::step(&session, event, world, now));
        self.commit(&here, step);
    }

    /// Lets time pass; timers fire when they are due.
    pub(super) fn pass(&mut self, span: Duration) {
        let until = self.now.plus(span);
        while let Some(next) = (0..self.timers.len())
            .filter(|&n| self.timers[n].due <= until)
            .min_by_key(|&n| self.timers[n].due)
        {
            let timer = self.timers.remove(next);
            self.now = self.now.max(timer.due);
            let resident = self.cases[&timer.case].conversation.to_string();
            self.event(&resident, &Event::Due(timer));
        }
        self.now = until;
    }

    pub(super) fn pass_minutes(&mut self, minutes: u64) {
        self.pass(Duration::from_secs(minutes * 60));
    }

    /// What they have been told since they were last asked.
    pub(super) fn heard(&mut self, who: &str) -> String {
        let here = ConversationId::new(who);
        let news = self.sent.iter_mut().filter(|sent| sent.to == here && !sent.heard);
        let texts: Vec<String> = news
            .map(|sent| {
                sent.heard = true;
                sent.outbound.text.clone()
            })
            .collect();
        texts.join("\n---\n")
    }

    /// The last message of this purpose to somebody.
    pub(super) fn last(&self, who: &str, purpose: Purpose) -> &Sent {
        let here = ConversationId::new(who);
        self.sent.iter().rev().find(|sent| sent.to == here && sent.purpose == purpose).unwrap()
    }

    /// The labels of the buttons below somebody's last message of this purpose.
    pub(super) fn buttons(&self, who: &str, purpose: Purpose) -> Vec<String> {
        let rows = &self.last(who, purpose).outbound.buttons;
        rows.iter().flatten().map(|button: &Button| button.label.clone()).collect()
    }

    /// Who holds a card.
    pub(super) fn holders(&self) -> Vec<&str> {
        let cards = self.sent.iter().filter(|sent| sent.purpose == Purpose::Card);
        cards.map(|sent| sent.to.as_str()).collect()
    }

    pub(super) fn session(&self, who: &str) -> Session {
        self.sessions.get(&ConversationId::new(who)).cloned().unwrap_or_default()
    }

    /// The session of somebody, to be put where a story begins.
    pub(super) fn session_mut(&mut self, who: &str) -> &mut Session {
        self.sessions.entry(ConversationId::new(who)).or_default()
    }

    /// One turn that is only part of a step.
    pub(super) fn turn<T>(&mut self, who: &str, act: impl Fn(&mut Turn<'_>) -> Result<T, Need>) -> T {
        let here = ConversationId::new(who);
        let session = self.sessions.entry(here.clone()).or_default().clone();
        let (done, step) = self.supplied(&here, |world, now| {
            let mut turn = Turn::new(&session, world, now);
            let done = act(&mut turn)?;
            Ok((done, turn.finish()))
        });
        self.commit(&here, step);
        done
    }

    /// What can be found out without anything happening.
    pub(super) fn look<T>(&mut self, act: impl Fn(&World, Timestamp) -> Result<T, Need>) -> T {
        self.supplied(&ConversationId::new("nobody"), act)
    }

    /// Calls again with every fact that is asked for.
    fn supplied<T>(
        &mut self,
        here: &ConversationId,
        act: impl Fn(&World, Timestamp) -> Result<T, Need>,
    ) -> T {
        self.turns += 1;
        let staff = self
            .people
            .iter()
            .find(|person| person.status == StaffStatus::Active && person.conversations.contains(here));
        let mut world = World {
            rules: self.rules.clone(),
            conversation: here.clone(),
            channel: Channel::Terminal,
            staff: staff.map(|member| Staff { conversations: Vec::new(), ..member.clone() }),
            seed: self.turns,
            secret: self.turns,
            facts: Facts::default(),
        };
        for _ in 0..100 {
            match act(&world, self.now) {
                Ok(done) => return done,
                Err(need) => self.supply(need, here, &mut world.facts),
            }
        }
        panic!("the same fact is asked for again and again");
    }

    fn commit(&mut self, here: &ConversationId, step: Step) {
        self.sessions.insert(here.clone(), Session::from_json(&step.session.to_json()));
        for effect in step.effects {
            self.keep(here, effect);
        }
        self.check();
    }

    fn keep(&mut self, here: &ConversationId, effect: Effect) {
        match effect {
            Effect::Say(say) => {
                buttons_fit(&say.outbound);
                let (id, to, case) = (say.id, say.to, say.case);
                let (outbound, purpose, side) = (say.outbound, say.purpose, say.side);
                self.sent.push(Sent { id, to, outbound, case, purpose, side, at: self.now, heard: false });
            }
            Effect::Receipt(receipt) => self.receipts.push(receipt),
            Effect::Amend { message, to, outbound } => {
                buttons_fit(&outbound);
                let sent = self.sent.iter_mut().find(|sent| sent.id == message && sent.to == to).unwrap();
                sent.outbound = outbound;
            }
            Effect::Open(case) => {
                assert_eq!(case.version, 0);
                let known = self.cases.insert(case.id.clone(), Case { version: 1, ..case });
                assert!(known.is_none());
            }
            Effect::Save(case) => {
                let known = self.cases.get_mut(&case.id).unwrap();
                assert_eq!(known.version, case.version, "a case is saved as it was read, once in a step");
                *known = Case { version: case.version + 1, ..case };
            }
            Effect::Log(entry) => self.log.push(entry),
            Effect::Count(record) => self.records.push(record),
            Effect::Set(timer) => self.timers.push(timer),
            Effect::Cancel { case, kind } => {
                self.timers.retain(|timer| timer.case != case || timer.kind != kind);
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
            Effect::Enlist { invite, staff } => {
                self.invites.get_mut(&invite).unwrap().used_at = Some(self.now);
                let person = self.people.iter_mut().find(|person| person.id == staff).unwrap();
                person.status = StaffStatus::Active;
                person.conversations.insert(0, here.clone());
            }
            Effect::Unmatched(words) => self.unmatched.push(words),
            Effect::Meant { words, intent } => {
                let kept = self.unmatched.iter_mut().find(|kept| kept.id == words).unwrap();
                kept.chosen = Some(intent);
            }
            Effect::Side(effect) => self.sides.keep(effect, self.now),
            Effect::Keep { file, to, bytes } => {
                assert!(!to.as_str().is_empty());
                self.files.push((file.name.unwrap_or_default(), String::from_utf8(bytes).unwrap()));
            }
            Effect::Print { file, to, paper } => {
                assert!(
                    self.people.iter().any(|person| person.conversations.contains(&to)),
                    "drafts go to staff"
                );
                self.files.push((file.name.unwrap_or_default(), format!("{paper:?}")));
            }
            Effect::Agenda(change) => self.write_into_books(change),
            Effect::Unreachable => drop(self.unreachable.insert(here.clone())),
            Effect::Discharge => {
                for person in &mut self.people {
                    person.conversations.retain(|conversation| conversation != here);
                }
            }
        }
    }
}

fn buttons_fit(outbound: &Outbound) {
    for button in outbound.buttons.iter().flatten() {
        assert!(button.data.len() <= 64 && !button.label.is_empty(), "{button:?}");
        assert!(Action::parse(&button.data).is_some(), "{button:?}");
    }
}

/// The real texts, five rooms, and nothing understood.
pub(super) fn rules() -> Rules {
    let file = |name: &str, text: &str| TomlFile { name: name.into(), text: text.into() };
    let zh = file("zh.toml", include_str!("../../../config/texts/zh.toml"));
    let en = file("en.toml", include_str!("../../../config/texts/en.toml"));
    let mut faults = Vec::new();
    let texts = Texts::read(&zh, &en, &mut faults);
    assert_eq!(faults, Vec::new());
    let directory = directory(&[]);
    Rules { directory, calendar: spring(), catalogue: Catalogue::default(), texts, policy: Policy::default() }
}

/// Two streets with three communities; `stand_in` are the rooms that stand in for the home community's.
pub(super) fn directory(stand_in: &[&str]) -> Directory {
    let stand_in = stand_in.iter().map(|code| RoomCode::new(*code)).collect();
    let rooms = [
        room(STREET, "谢家湾街道", STREET),
        Room { stand_in, ..room(HOME, "谢正街", STREET) },
        room(NEXT, "民主村", STREET),
        room("500107001", "杨家坪街道", "500107001"),
        room(ELSEWHERE, "杨家坪正街", "500107001"),
    ];
    Directory::new(rooms, BTreeMap::new(), Vec::new())
}

/// Around the Spring Festival and the first of May of 2026.
fn spring() -> Calendar {
    let days = |days: &[&str]| days.iter().map(|day| format!("2026-{day}").parse().unwrap()).collect();
    let year = Year {
        holidays: days(&["02-16", "02-17", "02-18", "02-19", "02-20", "02-23", "05-01", "05-04", "05-05"]),
        makeup_workdays: days(&["02-14", "02-28", "05-09"]),
        source: "State Council notice of 2025-11-04".into(),
    };
    Calendar::new([(2026, year)].into())
}

fn room(code: &str, name: &str, street: &str) -> Room {
    let kind = if code == street { RoomKind::Street } else { RoomKind::Community };
    Room::named(RoomCode::new(code), name, kind, RoomCode::new(street))
}
