//! Who may see and decide what: a room's people their own room's cases, the street's people those of every room of
//! their street, and everybody what was given into their hands.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::directory::RoomKind;
use crate::domain::ids::RoomCode;
use crate::domain::staff::Staff;
use crate::engine::casework::{street_of, transfer};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

/// The case with this code if the member may see it. If not, they have been told so.
pub(super) fn seen<'world>(
    turn: &mut Turn<'world>,
    member: &Staff,
    code: &CaseCode,
) -> Result<Option<&'world Case>, Need> {
    let case = turn.world.facts.code(code)?.as_ref();
    Ok(allowed(turn, member, case))
}

/// The case if the member may see it. If not, they have been told so.
pub(super) fn allowed<'world>(
    turn: &mut Turn<'world>,
    member: &Staff,
    case: Option<&'world Case>,
) -> Option<&'world Case> {
    let Some(case) = case else {
        turn.reply(turn.staff_texts().no_such_case());
        return None;
    };
    if !may_see(turn, member, case) {
        turn.reply(turn.staff_texts().not_your_room());
        return None;
    }
    turn.about = Some(case.id.clone());
    Some(case)
}

/// Whether the member may close the case or take it out of its owner's hands.
pub(super) fn may_decide(turn: &Turn<'_>, member: &Staff, case: &Case) -> bool {
    owns(member, case) || oversees(turn, member, case)
}

/// Whether the case is the member's own.
pub(super) fn owns(member: &Staff, case: &Case) -> bool {
    case.owner.as_ref() == Some(&member.id)
}

/// Whether the case lies in the street of a member of the street's staff.
pub(super) fn oversees(turn: &Turn<'_>, member: &Staff, case: &Case) -> bool {
    is_street(turn, &member.room) && street_of(turn, &case.room) == member.room
}

/// The rooms whose cases the member sees.
pub(super) fn rooms(turn: &Turn<'_>, member: &Staff) -> Vec<RoomCode> {
    let mut rooms = vec![member.room.clone()];
    if is_street(turn, &member.room) {
        let communities = turn.world.rules.directory.communities(&member.room);
        rooms.extend(communities.map(|room| room.code.clone()));
    }
    rooms
}

/// The people the member may give the case to: its room, the street, and all rooms for the street's staff.
pub(super) fn colleagues(turn: &Turn<'_>, member: &Staff, case: &Case) -> Result<Vec<Staff>, Need> {
    let mut rooms = vec![case.room.clone(), street_of(turn, &case.room)];
    if oversees(turn, member, case) {
        rooms.extend(self::rooms(turn, member));
    }
    let mut people: Vec<Staff> = Vec::new();
    for room in rooms {
        for person in turn.world.facts.staff_in(&room)? {
            if transfer::at_work(person) && !people.iter().any(|known| known.id == person.id) {
                people.push(person.clone());
            }
        }
    }
    people.retain(|person| !owns(person, case));
    Ok(people)
}

fn may_see(turn: &Turn<'_>, member: &Staff, case: &Case) -> bool {
    case.room == member.room || owns(member, case) || oversees(turn, member, case)
}

fn is_street(turn: &Turn<'_>, room: &RoomCode) -> bool {
    turn.world.rules.directory.room(room).is_some_and(|room| room.kind == RoomKind::Street)
}
