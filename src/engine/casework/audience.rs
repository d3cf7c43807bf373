//! Who is offered a case: community → room → role, then everyone in the room, then the street.
//!
//! Must not know what they are sent. People who can be reached nowhere count as absent.

use std::collections::BTreeSet;

use crate::domain::case::{Case, Reach};
use crate::domain::ids::{RoomCode, StaffId};
use crate::domain::service::Service;
use crate::domain::staff::{Role, Staff};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::rota;

/// The people an offer goes to, and how far that is.
pub(super) struct Audience {
    pub(super) reach: Reach,
    pub(super) people: Vec<Staff>,
}

/// Who is offered a new case of this service in this room.
pub(super) fn first(turn: &Turn<'_>, service: Service, room: &RoomCode) -> Result<Audience, Need> {
    if matches!(service, Service::Emergency | Service::Collective) {
        return up_to(turn, service, room, Reach::Street);
    }
    up_to(turn, service, room, Reach::Role)
}

/// Who is offered a case that was given back: everyone in the room, whatever their role.
pub(super) fn again(turn: &Turn<'_>, case: &Case) -> Result<Audience, Need> {
    let first = first(turn, case.service, &case.room)?;
    match first.reach {
        Reach::Role => up_to(turn, case.service, &case.room, Reach::Room),
        Reach::Room | Reach::Street => Ok(first),
    }
}

/// Who is offered a case that nobody took in time.
pub(super) fn wider(turn: &Turn<'_>, case: &Case) -> Result<Audience, Need> {
    let reach = match case.reach {
        Reach::Role => Reach::Room,
        Reach::Room | Reach::Street => Reach::Street,
    };
    up_to(turn, case.service, &case.room, reach)
}

/// Leaders and administrators anywhere in the street: told when nobody else is there.
pub(super) fn overseers(turn: &Turn<'_>, room: &RoomCode) -> Result<Vec<Staff>, Need> {
    let street = street_of(turn, room);
    let mut people = present(turn, &street)?;
    for community in turn.world.rules.directory.communities(&street) {
        people.extend(present(turn, &community.code)?);
    }
    people.retain(|person| matches!(person.role, Role::Leader | Role::Admin));
    Ok(people)
}

/// The staff of the street's room that can be reached.
pub(super) fn street_people(turn: &Turn<'_>, room: &RoomCode) -> Result<Vec<Staff>, Need> {
    present(turn, &street_of(turn, room))
}

/// The street a room belongs to; a room nobody knows stands for itself.
pub(in crate::engine) fn street_of(turn: &Turn<'_>, room: &RoomCode) -> RoomCode {
    turn.world.rules.directory.room(room).map_or_else(|| room.clone(), |room| room.street.clone())
}

/// The first circle from `reach` outwards with somebody in it, and everyone within it.
fn up_to(turn: &Turn<'_>, service: Service, room: &RoomCode, reach: Reach) -> Result<Audience, Need> {
    let in_room = present(turn, room)?;
    if reach == Reach::Role {
        let fitting = fitting(turn, service, &in_room)?;
        if !fitting.is_empty() {
            return Ok(Audience { reach, people: fitting });
        }
    }
    let in_room = rota::available(turn, &in_room)?;
    if reach <= Reach::Room && !in_room.is_empty() {
        return Ok(Audience { reach: Reach::Room, people: in_room });
    }
    let mut people = in_room;
    people.extend(rota::available(turn, &street_people(turn, room)?)?);
    let mut seen: BTreeSet<StaffId> = BTreeSet::new();
    people.retain(|person| seen.insert(person.id.clone()));
    Ok(Audience { reach: Reach::Street, people })
}

/// Those of the first role, in the service's order of preference, that somebody has who can be given work.
fn fitting(turn: &Turn<'_>, service: Service, people: &[Staff]) -> Result<Vec<Staff>, Need> {
    let preference = match service {
        Service::Mediation => [Role::Mediator, Role::Lawyer],
        _ => [Role::Lawyer, Role::Mediator],
    };
    for role in preference {
        let of_role: Vec<Staff> = people.iter().filter(|person| person.role == role).cloned().collect();
        let there = rota::available(turn, &of_role)?;
        if !there.is_empty() {
            return Ok(there);
        }
    }
    Ok(Vec::new())
}

fn present(turn: &Turn<'_>, room: &RoomCode) -> Result<Vec<Staff>, Need> {
    let staff = turn.world.facts.staff_in(room)?;
    Ok(staff.iter().filter(|person| !person.conversations.is_empty()).cloned().collect())
}
