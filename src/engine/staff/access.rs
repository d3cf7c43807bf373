//! Who may see and decide what: a room's people their own room's cases, the street's people those of every room of
//! their street, everybody what was given into their hands, and stand-ins what they were offered.

use crate::domain::case::{Case, CaseState};
use crate::domain::code::CaseCode;
use crate::domain::directory::RoomKind;
use crate::domain::ids::RoomCode;
use crate::domain::staff::Staff;
use crate::engine::casework::sides::conflict;
use crate::engine::casework::{card, street_of, transfer};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

/// The case with this code if the member may see it. If not, they have been told so.
pub(super) fn seen<'world>(
    turn: &mut Turn<'world>,
    member: &Staff,
    code: &CaseCode,
) -> Result<Option<&'world Case>, Need> {
    let case = turn.world.facts.code(code)?.as_ref();
    allowed(turn, member, case)
}

/// The case if the member may see it. If not, they have been told so.
pub(super) fn allowed<'world>(
    turn: &mut Turn<'world>,
    member: &Staff,
    case: Option<&'world Case>,
) -> Result<Option<&'world Case>, Need> {
    let Some(case) = case else {
        turn.reply(turn.staff_texts().no_such_case());
        return Ok(None);
    };
    if !may_see(turn, member, case)? {
        turn.reply(turn.staff_texts().not_your_room());
        return Ok(None);
    }
    if stands_aside(turn, member, case)? {
        card::taken_from(turn, case, member)?;
        turn.reply(turn.mediator_texts().elsewhere(&case.code));
        return Ok(None);
    }
    turn.about = Some(case.id.clone());
    Ok(Some(case))
}

/// The code of the case that a code names: the other party's names the mediation as well.
pub(super) fn code_of_case(turn: &Turn<'_>, code: CaseCode) -> Result<CaseCode, Need> {
    if turn.world.facts.code(&code)?.is_some() {
        return Ok(code);
    }
    let Some(party) = turn.world.facts.party(&code)? else { return Ok(code) };
    let case = turn.world.facts.case(&party.case)?.as_ref();
    Ok(case.map_or(code, |case| case.code.clone()))
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

/// The people the member may give the case to: its room, the street, and all rooms for the street's staff; not who serves the
/// other side, of which nothing is said.
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
    let without = conflict::without(turn, case)?;
    people.retain(|person| !owns(person, case) && !without.bars(person));
    Ok(people)
}

/// Whether the member serves the other side of an open case that they do not have, and so has no business with it. They
/// are not told why.
pub(super) fn stands_aside(turn: &Turn<'_>, member: &Staff, case: &Case) -> Result<bool, Need> {
    Ok(case.is_open() && !owns(member, case) && conflict::without(turn, case)?.bars(member))
}

/// Whether the case is offered to the member although it is another room's: their room stands in for it, and they
/// were dealt a card.
pub(super) fn stands_in(turn: &Turn<'_>, member: &Staff, case: &Case) -> Result<bool, Need> {
    let home = turn.world.rules.directory.room(&case.room);
    if case.state != CaseState::Offered || !home.is_some_and(|home| home.stand_in.contains(&member.room)) {
        return Ok(false);
    }
    Ok(card::holds(turn.world.facts.cards(&case.id)?, member))
}

/// The rooms that the member's room stands in for.
pub(super) fn stood_in_for(turn: &Turn<'_>, member: &Staff) -> Vec<RoomCode> {
    let rooms = turn.world.rules.directory.rooms();
    rooms.filter(|room| room.stand_in.contains(&member.room)).map(|room| room.code.clone()).collect()
}

fn may_see(turn: &Turn<'_>, member: &Staff, case: &Case) -> Result<bool, Need> {
    let own = case.room == member.room || owns(member, case) || oversees(turn, member, case);
    Ok(own || stands_in(turn, member, case)?)
}

fn is_street(turn: &Turn<'_>, room: &RoomCode) -> bool {
    turn.world.rules.directory.room(room).is_some_and(|room| room.kind == RoomKind::Street)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Outcome;
    use crate::domain::message::Body;
    use crate::domain::service::Service;
    use crate::domain::staff::Role;
    use crate::engine::action::Action;
    use crate::engine::testing::{ANNA, NEXT, Street, directory, draft};
    use crate::engine::unsent::Mark;

    /// Everything anybody can press about a case.
    fn presses(code: &CaseCode, to: &Staff) -> Vec<Action> {
        let code = || code.clone();
        vec![
            Action::Claim(code()),
            Action::Give(code()),
            Action::GiveTo(code(), to.id.clone()),
            Action::GiveBack(code()),
            Action::Answer(code()),
            Action::SendTo(code(), Mark::of("")),
            Action::Close(code()),
            Action::Outcome(code(), Outcome::Answered),
            Action::Refer(code()),
            Action::Received(code()),
            Action::File(code()),
            Action::Details(code()),
        ]
    }

    #[test]
    fn another_rooms_case_is_neither_seen_nor_touched() {
        for claimed in [false, true] {
            let mut street = Street::staffed();
            let code = street.open(draft(Service::Consultation)).code;
            if claimed {
                street.press("李律师", &Action::Claim(code.clone()));
            }
            let before = (street.case(), street.log.clone());
            for stranger in ["周律师", "外人"] {
                let to = street.staff(stranger).clone();
                for action in presses(&code, &to) {
                    street.press(stranger, &action);
                    assert_eq!(street.heard(stranger), "这件事不归您的工作室。", "{action:?}");
                }
                street.write(stranger, code.as_str());
                assert_eq!(street.heard(stranger), "这件事不归您的工作室。");
            }
            assert_eq!((street.case(), street.log.clone()), before);
        }
    }

    #[test]
    fn a_stand_in_sees_what_they_were_offered_as_long_as_it_is_offered() {
        let mut street = Street::staffed_with(directory(&[NEXT]));
        street.hire("吴调解", Role::Mediator, NEXT);
        let code = street.open(draft(Service::Consultation)).code;
        let details = Action::Details(code.clone());
        street.press("周律师", &details);
        assert_eq!(street.heard("周律师"), "这件事不归您的工作室。", "before it is offered to them");
        street.pass_minutes(60);
        street.heard("周律师");
        street.press("周律师", &details);
        assert!(street.heard("周律师").contains("老板不给工资"));
        street.write("周律师", "待接单");
        assert!(street.heard("周律师").contains(&code.to_string()));
        for action in [details.clone(), Action::Claim(code.clone())] {
            street.press("吴调解", &action);
            assert_eq!(
                street.heard("吴调解"),
                "这件事不归您的工作室。",
                "their colleague was asked, they were not"
            );
        }
        street.write("吴调解", "待接单");
        assert_eq!(street.heard("吴调解"), "现在没有待接单的事项。");
        street.press("李律师", &Action::Claim(code));
        street.heard("周律师");
        street.press("周律师", &details);
        assert_eq!(street.heard("周律师"), "这件事不归您的工作室。", "once somebody has it");
    }

    #[test]
    fn a_message_passed_on_by_mistake_opens_no_way_in() {
        let mut street = Street::staffed();
        let case = street.open(draft(Service::Consultation));
        street.heard(ANNA);
        street.turn("外人", |turn| {
            let here = turn.here();
            let outbound = crate::domain::message::Outbound::text("误发");
            let purpose = crate::domain::outbox::Purpose::Notice;
            crate::engine::casework::tell::send(turn, &here, &case, purpose, outbound);
            Ok(())
        });
        street.answer("外人", crate::domain::outbox::Purpose::Notice, Body::Text("喂".into()));
        assert!(street.heard("外人").ends_with("这件事不归您的工作室。"));
        assert_eq!(street.heard(ANNA), "");
    }

    #[test]
    fn a_code_nobody_has_is_said_to_be_unknown() {
        let mut street = Street::staffed();
        street.press("李律师", &Action::Details(CaseCode::from_number(5)));
        assert_eq!(street.heard("李律师"), "没有找到这件事，请核对编号。");
    }

    #[test]
    fn the_street_sees_every_room_of_its_own() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("陈主任", &Action::Details(code.clone()));
        assert!(street.heard("陈主任").contains("老板不给工资"));
        street.press("陈主任", &Action::Claim(code));
        assert_eq!(street.case().owner, Some(street.staff("陈主任").id.clone()));
    }
}
