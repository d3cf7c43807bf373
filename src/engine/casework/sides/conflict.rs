//! Conflict of interest: a room or a person that advised one side of a matter does not work for the other. The later case
//! is offered to another room, and nobody is told why.

use std::time::Duration;

use crate::domain::case::{Case, CaseState, EntryKind, Reach};
use crate::domain::directory::RoomKind;
use crate::domain::ids::{CaseId, ConversationId, RoomCode};
use crate::domain::message::Outbound;
use crate::domain::party::Party;
use crate::domain::service::{Service, Topic};
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::engine::casework::audience::{self, Sought, Without};
use crate::engine::casework::{booking, card, log, relay, street_of, tell, timers, transfer};
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

/// What was longer ago is another matter.
const SAME_MATTER: Duration = Duration::from_secs(365 * 24 * 3600);

/// A matter whose other side is looked for: a case, or one that is about to be opened.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Matter<'a> {
    /// `None` before it is opened.
    pub(in crate::engine) id: Option<&'a CaseId>,
    pub(in crate::engine) conversation: &'a ConversationId,
    pub(in crate::engine) service: Service,
    pub(in crate::engine) topic: Option<&'a Topic>,
}

impl<'a> From<&'a Case> for Matter<'a> {
    fn from(case: &'a Case) -> Self {
        let (id, conversation) = (Some(&case.id), &case.conversation);
        Self { id, conversation, service: case.service, topic: case.topic.as_ref() }
    }
}

/// Whom a matter must never be offered: whoever serves its other side. The street's own room is none of them, only its
/// people are: it sees to it that everything is in somebody's hands.
pub(in crate::engine) fn without<'a>(
    turn: &Turn<'_>,
    matter: impl Into<Matter<'a>>,
) -> Result<Without, Need> {
    let opposed = opposed(turn, matter.into())?;
    Ok(serving(turn, &opposed))
}

/// Whoever serves in these cases.
fn serving(turn: &Turn<'_>, cases: &[&Case]) -> Without {
    let mut without = Without::default();
    for case in cases {
        if case.room != street_of(turn, &case.room) {
            without.rooms.insert(case.room.clone());
        }
        without.people.extend(case.owner.clone());
    }
    without
}

/// The cases of the other side of a matter. Of somebody who asks for advice: the mediations they are the other party of,
/// and what their applicants were advised in. Of a mediation: what its other parties were advised in. A mediator works
/// for both sides, so that two mediations are no conflict; danger goes where it is nearest.
fn opposed<'world>(turn: &Turn<'world>, matter: Matter<'_>) -> Result<Vec<&'world Case>, Need> {
    let mut found: Vec<&Case> = Vec::new();
    match (matter.service, matter.id) {
        (Service::Emergency, _) | (Service::Mediation, None) => {}
        (Service::Mediation, Some(id)) => {
            for party in turn.world.facts.parties_of(id)? {
                found.extend(told_of(turn, party.conversation.as_ref(), party.phone.as_ref())?);
            }
        }
        _ if *matter.conversation == turn.here() && !turn.session.has_sides => {}
        _ => {
            for party in turn.world.facts.parties_at(matter.conversation)? {
                let Some(mediation) = turn.world.facts.case(&party.case)? else { continue };
                if is_same(turn.now, mediation, matter.topic) {
                    found.push(mediation);
                    found.extend(told_of(turn, Some(&mediation.conversation), None)?);
                }
            }
        }
    }
    found.retain(|case| is_same(turn.now, case, matter.topic) && matter.id != Some(&case.id));
    Ok(found)
}

/// What somebody was advised in: known by their conversation, or by a number that somebody noted and they gave of themselves.
fn told_of<'world>(
    turn: &Turn<'world>,
    at: Option<&ConversationId>,
    phone: Option<&String>,
) -> Result<Vec<&'world Case>, Need> {
    let mut theirs: Vec<&Case> = Vec::new();
    if let Some(at) = at {
        theirs.extend(turn.world.facts.cases_of(at)?);
    }
    if let Some(phone) = phone {
        theirs.extend(turn.world.facts.cases_by_phone(phone)?);
    }
    theirs.retain(|case| !matches!(case.service, Service::Mediation | Service::Emergency));
    Ok(theirs)
}

/// The room for a new matter of this conversation, or for one that turned out to be another room's: the next one, if it must
/// not be this.
pub(in crate::engine) fn room_for(
    turn: &Turn<'_>,
    service: Service,
    topic: Option<&Topic>,
    room: &RoomCode,
) -> Result<RoomCode, Need> {
    let here = turn.here();
    let without = without(turn, Matter { id: None, conversation: &here, service, topic })?;
    match without.rooms.contains(room) {
        true => another(turn, Sought { service, room, without: &without }),
        false => Ok(room.clone()),
    }
}

/// A party of a mediation has become known, by its conversation or its number. If whoever has the mediation, or its room,
/// has advised it in the same matter, the mediation goes to another room and is returned as it is then.
pub(super) fn avoided(
    turn: &mut Turn<'_>,
    case: &Case,
    party: &Party,
    at: Option<&ConversationId>,
) -> Result<Option<Case>, Need> {
    let mut advice = told_of(turn, at, party.phone.as_ref())?;
    advice.retain(|other| other.id != case.id && is_same(turn.now, other, case.topic.as_ref()));
    let advised = serving(turn, &advice);
    let owner = relay::owner(turn, case)?;
    let in_street = advice.iter().any(|other| other.room == case.room);
    let bars = |owner: &Staff| advised.bars(owner);
    if !in_street && !owner.as_ref().is_some_and(bars) {
        return Ok(None);
    }
    let mut without = without(turn, case)?;
    without.people.extend(advised.people);
    without.rooms.extend(advised.rooms);
    moved(turn, case, owner, &without).map(Some)
}

/// Offers the mediation to another room. Whoever had it or was offered it sees no more of it.
fn moved(turn: &mut Turn<'_>, case: &Case, owner: Option<Staff>, without: &Without) -> Result<Case, Need> {
    let room = another(turn, audience::sought(case, without))?;
    let mut case = Case { room, ..case.clone() };
    let audience = audience::first(turn, audience::sought(&case, without))?;
    (case.state, case.owner, case.reach) = (CaseState::Offered, None, audience.reach);
    booking::change::left_alone(turn, &case)?;
    let gone = card::gone(turn, &case);
    for held in turn.world.facts.cards(&case.id)? {
        let (message, to) = (held.message.clone(), held.conversation.clone());
        turn.push(Effect::Amend { message, to, outbound: gone.clone() });
    }
    for person in &audience.people {
        card::deal(turn, &case, person, &[])?;
    }
    let text = turn.mediator_texts().log_moved();
    log::system(turn, &case, EntryKind::Transferred, &text);
    timers::restart_accept(turn, &case);
    transfer::looking_for_another(turn, &mut case)?;
    if let Some(owner) = owner {
        let news = turn.mediator_texts().moved(&case.code);
        tell::staff(turn, &owner, &case, &Outbound::text(news));
    }
    turn.save(&case);
    Ok(case)
}

/// About the same field of law, as far as both are known, and not long ago.
fn is_same(now: Timestamp, case: &Case, topic: Option<&Topic>) -> bool {
    let same_field = match (&case.topic, topic) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    same_field && now.since(case.opened_at) < SAME_MATTER
}

/// The next room of the street with somebody of the fitting role who may have it, else the street's own.
fn another(turn: &Turn<'_>, sought: Sought<'_>) -> Result<RoomCode, Need> {
    let street = street_of(turn, sought.room);
    let rooms = turn.world.rules.directory.communities(&street);
    let all: Vec<RoomCode> =
        rooms.filter(|one| one.kind == RoomKind::Community).map(|one| one.code.clone()).collect();
    let at = all.iter().position(|one| one == sought.room).map_or(0, |at| at + 1);
    for other in all.iter().cycle().skip(at).take(all.len()).filter(|other| *other != sought.room) {
        let audience = audience::first(turn, Sought { room: other, ..sought })?;
        if audience.reach == Reach::Role && !sought.without.rooms.contains(other) {
            return Ok(other.clone());
        }
    }
    Ok(street)
}
