//! The resident's community turned out to be another: the case counts there, and the people there are asked.

use crate::domain::case::{Case, CaseState};
use crate::domain::ids::RoomCode;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::audience;
use super::sides::conflict;
use super::{card, relay};

/// Makes `room` the home of an open case. Whoever has it keeps it; an offer goes to the new room's people as well.
pub(super) fn relocate(turn: &mut Turn<'_>, case: &Case, room: &RoomCode) -> Result<Case, Need> {
    let mut case = case.clone();
    let held = turn.world.facts.cards(&case.id)?;
    case.room = room.clone();
    let owner = relay::owner(turn, &case)?;
    card::refresh(turn, &case, owner.as_ref())?;
    if case.state == CaseState::Offered {
        let without = conflict::without(turn, &case)?;
        let audience = audience::first(turn, audience::sought(&case, &without))?;
        for person in &audience.people {
            card::deal(turn, &case, person, held)?;
        }
        case.reach = audience.reach;
    }
    turn.save(&case);
    Ok(case)
}

#[cfg(test)]
mod tests {
    use crate::domain::ids::RoomCode;
    use crate::domain::service::Service;
    use crate::domain::staff::Role;
    use crate::engine::action::Action;
    use crate::engine::casework::relocate;
    use crate::engine::testing::{NEXT, Street, draft};

    fn moved(street: &mut Street) {
        street.resident(|turn, case| relocate(turn, case, &RoomCode::new(NEXT)).map(drop));
    }

    #[test]
    fn an_offer_goes_to_the_new_room_and_counts_there() {
        let mut street = Street::staffed();
        street.hire("周律师", Role::Lawyer, NEXT);
        street.open(draft(Service::Consultation));
        moved(&mut street);
        assert_eq!(street.case().room, RoomCode::new(NEXT));
        assert!(street.holders().contains(&"周律师"));
    }

    #[test]
    fn whoever_has_it_keeps_it() {
        let mut street = Street::staffed();
        street.hire("周律师", Role::Lawyer, NEXT);
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code));
        let owner = street.case().owner;
        moved(&mut street);
        assert_eq!((street.case().room, street.case().owner), (RoomCode::new(NEXT), owner));
        assert!(!street.holders().contains(&"周律师"));
    }
}
