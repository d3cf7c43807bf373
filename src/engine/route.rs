//! What would become of a message, without it being sent: understood as what, opened in which room, offered to whom and
//! when. A rehearsal: the very steps a resident's message takes, on a session of its own, and nothing is kept.

use crate::domain::case::{Case, Reach};
use crate::domain::ids::RoomCode;
use crate::domain::message::{Body, Inbound};
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::intent::{Place, Reading};

use super::action::Action;
use super::casework::audience::{self, Sought};
use super::casework::sides::conflict;
use super::effect::{Effect, Step};
use super::event::Event;
use super::facts::Need;
use super::session::{Flow, Session};
use super::turn::Turn;
use super::world::World;

/// A form has fewer questions.
const MOST_STEPS: usize = 16;

/// What would become of a message.
#[derive(Clone, Debug)]
pub struct Route {
    /// What the bot understands.
    pub reading: Reading,
    /// How a case comes of it.
    pub arises: Arises,
    /// The case, if one does and it is known where.
    pub opened: Option<Opened>,
}

/// How a case comes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arises {
    /// By itself.
    AtOnce,
    /// Once the questions of a form are answered.
    AfterForm,
    /// If the resident presses 请工作室律师看看 below the answer.
    IfAsked,
    /// Only once the resident has said which community they live in.
    NeedsCommunity,
    /// Not: the bot answers by itself, or asks back what is meant.
    Never,
}

/// A case as it would be opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The case.
    pub case: Case,
    /// Why it is that room's.
    pub why: WhyRoom,
    /// Who is asked when, if nobody takes it.
    pub ladder: Vec<Rung>,
}

/// Why a case is a room's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyRoom {
    /// The resident chose it, now or before.
    Chosen,
    /// Their words name it.
    Words,
    /// Nothing says where they live: the street's.
    Default,
}

/// Who is asked at a time, besides those asked before.
#[derive(Clone, Debug)]
pub struct Rung {
    /// When.
    pub at: Timestamp,
    /// How far the offer has gone then.
    pub reach: Reach,
    /// Whom, in the order in which they are asked; nobody: there is nobody to ask, and the street's leaders are told.
    pub people: Vec<Staff>,
}

/// Rehearses `text` from a resident who has chosen `community`, or none.
///
/// # Errors
/// A [`Need`]: a fact the caller has to look up, add to `world.facts` and call again with.
pub fn rehearse(
    text: &str,
    community: Option<&RoomCode>,
    world: &World,
    now: Timestamp,
) -> Result<Route, Need> {
    let reading = world.rules.catalogue.read(text);
    let mut session = Session::default();
    session.greeted = true;
    session.room = community.cloned();
    let mut event = said(text);
    let mut arises = Arises::AtOnce;
    for _ in 0..MOST_STEPS {
        let step = super::step(&session, &event, world, now)?;
        if let Some(case) = opened(&step) {
            let why = why(case, community, &reading);
            let ladder = ladder(&session, world, case, now)?;
            return Ok(Route { reading, arises, opened: Some(Opened { case: case.clone(), why, ladder }) });
        }
        session = step.session;
        (arises, event) = match next(&session, text) {
            Next::Does(how, event) => (how, event),
            // Who has read an answer has been served: the community is asked for only if that is not enough.
            Next::Stops(Arises::NeedsCommunity) if arises == Arises::IfAsked => {
                return Ok(Route { reading, arises, opened: None });
            }
            Next::Stops(how) => return Ok(Route { reading, arises: how, opened: None }),
        };
    }
    Ok(Route { reading, arises: Arises::Never, opened: None })
}

/// What the resident would have to do for a case to come of it.
enum Next {
    Does(Arises, Event),
    Stops(Arises),
}

fn next(session: &Session, text: &str) -> Next {
    let first = session.choices.first().filter(|_| session.answers > 0);
    let ask = Action::Ask.encode();
    match &session.flow {
        Flow::Form(_) => {
            Next::Does(Arises::AfterForm, first.map_or_else(|| said(text), |choice| pressed(&choice.data)))
        }
        Flow::Room { .. } => Next::Stops(Arises::NeedsCommunity),
        _ if session.choices.iter().any(|choice| choice.data == ask) => {
            Next::Does(Arises::IfAsked, pressed(&ask))
        }
        _ => Next::Stops(Arises::Never),
    }
}

fn said(text: &str) -> Event {
    Event::Came(Inbound { body: Body::Text(text.to_owned()), message: None, reply_to: None })
}

fn pressed(data: &str) -> Event {
    Event::Came(Inbound { body: Body::Press(data.to_owned()), message: None, reply_to: None })
}

fn opened(step: &Step) -> Option<&Case> {
    step.effects.iter().find_map(|effect| match effect {
        Effect::Open(case) => Some(case),
        _ => None,
    })
}

fn why(case: &Case, community: Option<&RoomCode>, reading: &Reading) -> WhyRoom {
    match &reading.place {
        _ if community == Some(&case.room) => WhyRoom::Chosen,
        Some(Place::Ours(rooms)) if rooms.contains(&case.room) => WhyRoom::Words,
        _ => WhyRoom::Default,
    }
}

/// Everybody who is asked, circle by circle, as the timers of the case would ask them.
fn ladder(session: &Session, world: &World, case: &Case, now: Timestamp) -> Result<Vec<Rung>, Need> {
    let turn = Turn::new(session, world, now);
    let without = conflict::without(&turn, case)?;
    let sought = Sought { service: case.service, room: &case.room, without: &without };
    let hours = turn.hours(&case.room, case.service);
    let first = audience::first(&turn, sought)?;
    let mut rungs = vec![Rung { at: now, reach: first.reach, people: first.people }];
    let mut at = now;
    while let Some(last) = rungs.last() {
        at = hours.accept_by(at);
        let asked: Vec<Staff> = rungs.iter().flat_map(|rung| rung.people.clone()).collect();
        let is_asked = |person: &Staff| asked.iter().any(|known| known.id == person.id);
        let Some(wider) = audience::next(&turn, sought, last.reach, is_asked)? else { break };
        rungs.push(Rung { at, reach: wider.reach, people: wider.people });
    }
    Ok(rungs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::story::{code, street};
    use crate::engine::testing::{Street, at};

    fn route(street: &mut Street, text: &str, community: Option<&str>) -> Route {
        let community = community.map(RoomCode::new);
        street.look(|world, now| rehearse(text, community.as_ref(), world, now))
    }

    /// Each rung as its time and whom it asks.
    fn ladder(route: &Route) -> Vec<(String, Reach, Vec<&str>)> {
        let rungs = route.opened.iter().flat_map(|opened| &opened.ladder);
        rungs
            .map(|rung| {
                let names = rung.people.iter().map(|person| person.name.as_str()).collect();
                (rung.at.format("%m-%d %H:%M"), rung.reach, names)
            })
            .collect()
    }

    #[test]
    fn what_is_rehearsed_is_what_happens() {
        let mut anna = street();
        anna.now = at("2026-03-06 17:45");
        let foreseen = route(&mut anna, "几十个人被欠薪", Some(&code(3)));
        assert!(anna.cases.is_empty() && anna.sent.is_empty(), "nothing is kept");
        assert_eq!(foreseen.arises, Arises::AtOnce);
        let opened = foreseen.opened.as_ref().unwrap();
        assert_eq!((opened.case.room.as_str(), opened.why), (code(3).as_str(), WhyRoom::Chosen));

        let foreseen = route(&mut anna, "民主村几十个人被欠薪", None);
        assert_eq!(foreseen.opened.as_ref().map(|opened| opened.why), Some(WhyRoom::Words));
        let foreseen = route(&mut anna, "转人工", Some(&code(3)));
        assert_eq!(
            ladder(&foreseen),
            [
                ("03-06 17:45".to_owned(), Reach::Role, vec!["周律师"]),
                ("03-09 09:15".to_owned(), Reach::Room, vec!["王调解"]),
                ("03-09 09:45".to_owned(), Reach::Street, vec!["陈主任"]),
            ]
        );
        crate::engine::testing::story::says(&mut anna, "转人工");
        crate::engine::testing::story::says(&mut anna, "民主村");
        anna.pass(at("2026-03-09 09:45").since(anna.now));
        assert_eq!(anna.holders(), ["周律师", "王调解", "陈主任"]);
        let promised = foreseen.opened.map(|opened| opened.case.deadline);
        assert_eq!(promised, Some(anna.case().deadline));
    }

    #[test]
    fn how_a_case_comes_of_it_is_told() {
        let mut anna = street();
        for (text, community, arises, service) in [
            ("协议离婚怎么办", Some(code(3)), Arises::IfAsked, Some("consultation")),
            ("我要申请法律援助", Some(code(3)), Arises::AfterForm, Some("legal_aid")),
            ("协议离婚怎么办", None, Arises::IfAsked, None),
            ("转人工", None, Arises::NeedsCommunity, None),
            ("明天天气好吗", Some(code(3)), Arises::Never, None),
            ("他在打我", None, Arises::AtOnce, Some("emergency")),
        ] {
            let found = route(&mut anna, text, community.as_deref());
            let opened = found.opened.as_ref().map(|opened| opened.case.service.code());
            assert_eq!((found.arises, opened), (arises, service), "{text}");
        }
        let danger = route(&mut anna, "他在打我", None);
        assert_eq!(danger.opened.map(|opened| opened.why), Some(WhyRoom::Default));
    }

    #[test]
    fn with_nobody_there_the_ladder_is_empty_and_ends() {
        let mut anna = street();
        anna.people.clear();
        let found = route(&mut anna, "民主村几十个人被欠薪", None);
        assert_eq!(ladder(&found), [("03-05 10:00".to_owned(), Reach::Street, vec![])]);
    }
}
