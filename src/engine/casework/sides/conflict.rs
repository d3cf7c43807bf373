//! Conflict of interest: a room or a person that advised one side of a matter does not work for the other. The later case
//! is offered to another room, and nobody is told why.

use std::time::Duration;

use crate::domain::case::{Case, CaseState, EntryKind};
use crate::domain::directory::RoomKind;
use crate::domain::ids::{ConversationId, RoomCode};
use crate::domain::message::Outbound;
use crate::domain::party::Party;
use crate::domain::service::{Service, Topic};
use crate::domain::time::Timestamp;
use crate::engine::casework::audience::{self, Sought, Without};
use crate::engine::casework::{card, log, relay, street_of, tell, timers};
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

/// What was longer ago is another matter.
const SAME_MATTER: Duration = Duration::from_secs(365 * 24 * 3600);

/// The room for a new matter of this conversation: another one, if the room it is for already mediates with this person as
/// the other party. Danger goes where it is nearest, and a mediator works for both sides.
pub(in crate::engine) fn room_for(
    turn: &Turn<'_>,
    service: Service,
    topic: Option<&Topic>,
    room: &RoomCode,
) -> Result<RoomCode, Need> {
    if !turn.session.has_sides || matches!(service, Service::Emergency | Service::Mediation) {
        return Ok(room.clone());
    }
    for party in turn.world.facts.parties_at(&turn.here())? {
        let Some(case) = turn.world.facts.case(&party.case)? else { continue };
        if case.room == *room && is_same(turn.now, case, topic) {
            return another(turn, service, room);
        }
    }
    Ok(room.clone())
}

/// Whether whoever has this mediation, or its room, has advised the other party in the same matter: known by its
/// conversation or by the number that the mediator noted and the party gave of itself.
pub(super) fn advised(
    turn: &Turn<'_>,
    case: &Case,
    party: &Party,
    at: Option<&ConversationId>,
) -> Result<bool, Need> {
    let mut theirs: Vec<&Case> = Vec::new();
    if let Some(at) = at {
        theirs.extend(turn.world.facts.cases_of(at)?);
    }
    if let Some(phone) = &party.phone {
        theirs.extend(turn.world.facts.cases_by_phone(phone)?);
    }
    Ok(theirs.into_iter().any(|other| {
        let same_hands = other.room == case.room || (other.owner.is_some() && other.owner == case.owner);
        let advice = !matches!(other.service, Service::Mediation | Service::Emergency);
        other.id != case.id && same_hands && advice && is_same(turn.now, other, case.topic.as_ref())
    }))
}

/// Offers the mediation to another room. Whoever had it or was offered it sees no more of it.
pub(super) fn moved(turn: &mut Turn<'_>, case: &Case) -> Result<Case, Need> {
    let owner = relay::owner(turn, case)?;
    let mut case = Case { room: another(turn, case.service, &case.room)?, ..case.clone() };
    let without = Without::default();
    let sought = Sought { service: case.service, room: &case.room, without: &without };
    let audience = audience::first(turn, sought)?;
    (case.state, case.owner, case.reach) = (CaseState::Offered, None, audience.reach);
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
    let news = tell::resident_texts(turn, case.lang).case_given_back(&case.code);
    tell::resident(turn, &case, news);
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

/// The next room of the street with somebody of the fitting role, else the street's own.
fn another(turn: &Turn<'_>, service: Service, room: &RoomCode) -> Result<RoomCode, Need> {
    let street = street_of(turn, room);
    let rooms = turn.world.rules.directory.communities(&street);
    let all: Vec<RoomCode> =
        rooms.filter(|one| one.kind == RoomKind::Community).map(|one| one.code.clone()).collect();
    let at = all.iter().position(|one| one == room).map_or(0, |at| at + 1);
    for other in all.iter().cycle().skip(at).take(all.len()).filter(|other| *other != room) {
        let without = Without::default();
        let audience = audience::first(turn, Sought { service, room: other, without: &without })?;
        if audience.reach == crate::domain::case::Reach::Role {
            return Ok(other.clone());
        }
    }
    Ok(street)
}
