//! Who is offered a case: community → room → role, then everyone in the room, then a neighbour room that stands in,
//! then the street's leading group.
//!
//! Must not know what they are sent. People who can be reached nowhere count as absent; [`present`] and
//! [`free`] are the places that say who counts.

use std::collections::BTreeSet;

use crate::domain::case::{Case, CaseState, Reach};
use crate::domain::ids::{RoomCode, StaffId};
use crate::domain::service::Service;
use crate::domain::staff::{Role, Staff};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::rota;

/// The people an offer goes to, and how far that is.
#[derive(Debug)]
pub(in crate::engine) struct Audience {
    pub(in crate::engine) reach: Reach,
    pub(in crate::engine) people: Vec<Staff>,
}

/// Whom a case must not be offered: they already serve its other party, as persons or as a room. Why somebody is left
/// out is nobody's to know, so nothing is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::engine) struct Without {
    pub(in crate::engine) people: BTreeSet<StaffId>,
    pub(in crate::engine) rooms: BTreeSet<RoomCode>,
}

impl Without {
    /// Whether it must not be offered to this person.
    pub(in crate::engine) fn bars(&self, person: &Staff) -> bool {
        self.people.contains(&person.id) || self.rooms.contains(&person.room)
    }
}

/// For what somebody is looked for.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Sought<'a> {
    pub(in crate::engine) service: Service,
    pub(in crate::engine) room: &'a RoomCode,
    pub(in crate::engine) without: &'a Without,
}

/// Who is offered a new case of this service in this room.
pub(in crate::engine) fn first(turn: &Turn<'_>, sought: Sought<'_>) -> Result<Audience, Need> {
    up_to(turn, sought, first_reach(sought.service))
}

/// Who is offered a case that was given back: everyone in the room, whatever their role.
pub(super) fn again(turn: &Turn<'_>, sought: Sought<'_>) -> Result<Audience, Need> {
    up_to(turn, sought, first_reach(sought.service).max(Reach::Room))
}

/// The next circle beyond `reach` that adds somebody who has not been asked, with those it adds; `None` if none does.
pub(in crate::engine) fn next(
    turn: &Turn<'_>,
    sought: Sought<'_>,
    mut reach: Reach,
    is_asked: impl Fn(&Staff) -> bool,
) -> Result<Option<Audience>, Need> {
    while reach < Reach::Street {
        let mut audience = wider(turn, sought, reach)?;
        reach = audience.reach;
        audience.people.retain(|person| !is_asked(person));
        if !audience.people.is_empty() {
            return Ok(Some(audience));
        }
    }
    Ok(None)
}

/// What is looked for when somebody is looked for a case.
pub(super) fn sought<'a>(case: &'a Case, without: &'a Without) -> Sought<'a> {
    Sought { service: case.service, room: &case.room, without }
}

/// Leaders and administrators anywhere in the street: told when nobody else is there.
pub(super) fn overseers(turn: &Turn<'_>, room: &RoomCode) -> Result<Vec<Staff>, Need> {
    let (street, nobody) = (street_of(turn, room), Without::default());
    let mut people = present(turn, &street, &nobody)?;
    for community in turn.world.rules.directory.communities(&street) {
        people.extend(present(turn, &community.code, &nobody)?);
    }
    people.retain(|person| matches!(person.role, Role::Leader | Role::Admin));
    Ok(people)
}

/// The street's leading group: the staff of the street's room that can be reached.
pub(super) fn street_people(turn: &Turn<'_>, room: &RoomCode, without: &Without) -> Result<Vec<Staff>, Need> {
    present(turn, &street_of(turn, room), without)
}

/// The street a room belongs to; a room nobody knows stands for itself.
pub(in crate::engine) fn street_of(turn: &Turn<'_>, room: &RoomCode) -> RoomCode {
    turn.world.rules.directory.room(room).map_or_else(|| room.clone(), |room| room.street.clone())
}

/// Whether somebody works where a case can be seen: in its room, in its street's, or, as long as it is offered, in a room
/// that stands in for it.
pub(super) fn is_near(turn: &Turn<'_>, case: &Case, person: &Staff) -> bool {
    let home = turn.world.rules.directory.room(&case.room);
    let stands_in = home.is_some_and(|home| home.stand_in.contains(&person.room));
    person.room == case.room
        || person.room == street_of(turn, &case.room)
        || (stands_in && case.state == CaseState::Offered)
}

/// Danger and crowds concern the street at once.
fn first_reach(service: Service) -> Reach {
    match service {
        Service::Emergency | Service::Collective => Reach::Street,
        _ => Reach::Role,
    }
}

/// Everyone within the circle beyond `reach`.
fn wider(turn: &Turn<'_>, sought: Sought<'_>, reach: Reach) -> Result<Audience, Need> {
    let next = match reach {
        Reach::Role => Reach::Room,
        Reach::Room => Reach::Neighbour,
        Reach::Neighbour | Reach::Street => Reach::Street,
    };
    up_to(turn, sought, next)
}

/// The first circle from `reach` outwards with somebody in it, and everyone within it.
fn up_to(turn: &Turn<'_>, sought: Sought<'_>, reach: Reach) -> Result<Audience, Need> {
    let in_room = present(turn, sought.room, sought.without)?;
    if reach == Reach::Role {
        let fitting = fitting(turn, sought, &in_room)?;
        if !fitting.is_empty() {
            return Ok(Audience { reach, people: fitting });
        }
    }
    let in_room = rota::available(turn, &in_room)?;
    let in_room = free(turn, &in_room, sought.without)?;
    if reach <= Reach::Room && !in_room.is_empty() {
        return Ok(Audience { reach: Reach::Room, people: in_room });
    }
    let neighbours = if reach <= Reach::Neighbour { neighbours(turn, sought)? } else { Vec::new() };
    let (reach, more) = match neighbours.is_empty() {
        true => {
            let street = present(turn, &street_of(turn, sought.room), sought.without)?;
            (Reach::Street, free(turn, &street, sought.without)?)
        }
        false => (Reach::Neighbour, neighbours),
    };
    let mut people = in_room;
    people.extend(more);
    let mut seen: BTreeSet<StaffId> = BTreeSet::new();
    people.retain(|person| seen.insert(person.id.clone()));
    Ok(Audience { reach, people })
}

/// The fitting people of the first room in the stand-in table that has some.
fn neighbours(turn: &Turn<'_>, sought: Sought<'_>) -> Result<Vec<Staff>, Need> {
    let Some(home) = turn.world.rules.directory.room(sought.room) else { return Ok(Vec::new()) };
    for neighbour in &home.stand_in {
        let fitting = fitting(turn, sought, &present(turn, neighbour, sought.without)?)?;
        if !fitting.is_empty() {
            return Ok(fitting);
        }
    }
    Ok(Vec::new())
}

/// Those of the first role, in the service's order of preference, that somebody has who can be given work; of these whoever
/// is on duty today, if anybody is.
fn fitting(turn: &Turn<'_>, sought: Sought<'_>, people: &[Staff]) -> Result<Vec<Staff>, Need> {
    let preference = match sought.service {
        Service::Mediation => [Role::Mediator, Role::Lawyer],
        _ => [Role::Lawyer, Role::Mediator],
    };
    for role in preference {
        let of_role: Vec<Staff> = people.iter().filter(|person| person.role == role).cloned().collect();
        let there = free(turn, &of_role, sought.without)?;
        if !there.is_empty() {
            let on_duty = rota::on_duty(turn, &of_role)?;
            let today: Vec<Staff> =
                there.iter().filter(|person| on_duty.contains(&person.id)).cloned().collect();
            return Ok(if today.is_empty() { there } else { today });
        }
    }
    Ok(Vec::new())
}

/// These people or whoever stands in for them, less whom the case must not be offered.
fn free(turn: &Turn<'_>, people: &[Staff], without: &Without) -> Result<Vec<Staff>, Need> {
    let mut free = rota::available(turn, people)?;
    free.retain(|person| !without.bars(person));
    Ok(free)
}

/// The people of a room that can be reached, in the order they joined.
fn present(turn: &Turn<'_>, room: &RoomCode, without: &Without) -> Result<Vec<Staff>, Need> {
    if without.rooms.contains(room) {
        return Ok(Vec::new());
    }
    let staff = turn.world.facts.staff_in(room)?.iter();
    let there = staff.filter(|person| !person.conversations.is_empty());
    Ok(there.filter(|person| !without.people.contains(&person.id)).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{HOME, NEXT, STREET, Street, directory};

    fn names(street: &mut Street, without: &Without, steps: usize) -> (Vec<String>, Reach) {
        let home = RoomCode::new(HOME);
        street.turn("街道", |turn| {
            let sought = Sought { service: Service::Consultation, room: &home, without };
            let mut audience = first(turn, sought)?;
            for _ in 0..steps {
                audience = wider(turn, sought, audience.reach)?;
            }
            Ok((audience.people.iter().map(|person| person.name.clone()).collect(), audience.reach))
        })
    }

    /// A staffed street in which the next community stands in for the home community.
    fn standing_in() -> Street {
        let mut street = Street::staffed_with(directory(&[NEXT]));
        street.hire("吴调解", Role::Mediator, NEXT);
        street
    }

    #[test]
    fn the_ladder_goes_from_the_role_over_the_room_and_the_neighbour_to_the_street() {
        let mut street = standing_in();
        for (steps, people, reach) in [
            (0, vec!["李律师"], Reach::Role),
            (1, vec!["李律师", "王调解"], Reach::Room),
            (2, vec!["李律师", "王调解", "周律师"], Reach::Neighbour),
            (3, vec!["李律师", "王调解", "陈主任"], Reach::Street),
            (4, vec!["李律师", "王调解", "陈主任"], Reach::Street),
        ] {
            let (found, how_far) = names(&mut street, &Without::default(), steps);
            assert_eq!((found.iter().map(String::as_str).collect::<Vec<_>>(), how_far), (people, reach));
        }
    }

    #[test]
    fn without_a_table_the_neighbour_is_skipped_and_an_empty_room_asks_them_first() {
        let (found, reach) = names(&mut Street::staffed(), &Without::default(), 2);
        assert_eq!((found.len(), reach), (3, Reach::Street));
        let mut street = standing_in();
        for name in ["李律师", "王调解"] {
            street.staff(name).conversations.clear();
        }
        let (found, reach) = names(&mut street, &Without::default(), 0);
        assert_eq!((found, reach), (vec!["周律师".to_owned()], Reach::Neighbour));
    }

    #[test]
    fn of_several_who_fit_whoever_is_on_duty_today_is_asked_first() {
        let mut street = standing_in();
        street.hire("赵律师", Role::Lawyer, HOME);
        let asked = |street: &mut Street, steps| names(street, &Without::default(), steps).0;
        assert_eq!(asked(&mut street, 0), ["李律师", "赵律师"], "without a roster everybody is");
        // It is Thursday.
        street.on_duty("赵律师", "周四 9:00-12:00");
        street.on_duty("李律师", "周五 9:00-12:00");
        assert_eq!(asked(&mut street, 0), ["赵律师"]);
        assert_eq!(asked(&mut street, 1), ["李律师", "王调解", "赵律师"], "half an hour later the room is");
        street.now = crate::engine::testing::at("2026-03-06 10:00");
        assert_eq!(asked(&mut street, 0), ["李律师"]);
        street.now = crate::engine::testing::at("2026-03-07 10:00");
        assert_eq!(asked(&mut street, 0), ["李律师", "赵律师"], "nobody is on a Saturday");
    }

    #[test]
    fn who_serves_the_other_party_is_left_out_as_a_person_or_as_a_room() {
        let mut street = standing_in();
        let person = Without { people: [StaffId::new("id of 李律师")].into(), ..Without::default() };
        assert_eq!(names(&mut street, &person, 0), (vec!["王调解".to_owned()], Reach::Role));
        let room = Without { rooms: [RoomCode::new(HOME)].into(), ..Without::default() };
        assert_eq!(names(&mut street, &room, 0), (vec!["周律师".to_owned()], Reach::Neighbour));
        let both = Without { rooms: [RoomCode::new(HOME), RoomCode::new(NEXT)].into(), ..Without::default() };
        assert_eq!(names(&mut street, &both, 0), (vec!["陈主任".to_owned()], Reach::Street));
        let all = Without { rooms: [HOME, NEXT, STREET].map(RoomCode::new).into(), ..Without::default() };
        assert_eq!(names(&mut street, &all, 0).0, Vec::<String>::new());
    }
}
