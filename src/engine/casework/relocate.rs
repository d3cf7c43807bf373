//! The resident's community turned out to be another: the case counts there, and the people there are asked.

use crate::domain::case::{Case, CaseState};
use crate::domain::ids::RoomCode;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::audience;
use super::sides::conflict;
use super::{card, relay};

/// Makes `room` the home of an open case. Whoever has it keeps it; an offer goes to the new room's people, and the
/// old room's have their cards taken back.
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
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::domain::staff::Role;
    use crate::engine::action::Action;
    use crate::engine::casework::{pass_on, relocate};
    use crate::engine::testing::{HOME, NEXT, Street, draft};

    fn moved(street: &mut Street) {
        moved_to(street, NEXT);
    }

    fn moved_to(street: &mut Street, room: &str) {
        street.resident(|turn, case| relocate(turn, case, &RoomCode::new(room)).map(drop));
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
    fn the_old_room_hears_no_more_of_it() {
        let mut street = Street::staffed();
        street.hire("周律师", Role::Lawyer, NEXT);
        street.open(draft(Service::Emergency));
        moved(&mut street);
        for who in ["李律师", "王调解", "陈主任", "周律师"] {
            street.heard(who);
        }
        street.resident(|turn, case| pass_on(turn, case, "他又来了", None));
        for who in ["李律师", "王调解"] {
            assert_eq!(street.heard(who), "");
            let card = &street.last(who, Purpose::Card).outbound;
            assert!(card.text.ends_with("这件事现在不归您办理") && card.buttons.is_empty(), "{}", card.text);
        }
        for who in ["陈主任", "周律师"] {
            assert!(street.heard(who).contains("他又来了"), "{who}");
            assert_eq!(street.buttons(who, Purpose::Card), ["接单", "转给…", "详情"]);
        }
        moved_to(&mut street, HOME);
        assert_eq!(street.buttons("李律师", Purpose::Card), ["接单", "转给…", "详情"], "it is theirs again");
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
