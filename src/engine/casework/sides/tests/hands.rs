//! The other party learns what the applicant does when a mediation changes hands or is opened again.

use crate::domain::case::Outcome;
use crate::domain::follow_up::FollowUpAnswer;
use crate::engine::action::Action;
use crate::engine::deed::Deed;
use crate::engine::testing::{ANNA, Street};
use crate::engine::verb::Verb;

use super::{BOB, LI, consented, party_press, quiet};

const A_DAY: u64 = 24 * 60;

fn both(street: &mut Street) -> [String; 2] {
    [ANNA, BOB].map(|who| street.heard(who))
}

#[test]
fn another_mediator_is_told_to_both_sides() {
    let mut street = consented();
    quiet(&mut street);
    let (code, party) = (street.case().code, street.sides.parties[0].code.to_string());
    street.press(LI, &Action::GiveBack(code.clone()));
    for told in both(&mut street) {
        assert!(told.contains("正在另请一位"), "{told}");
    }
    street.press("李律师", &Action::Claim(code.clone()));
    for told in both(&mut street) {
        assert!(told.contains("李律师"), "{told}");
    }
    let mediator = street.staff(LI).id.clone();
    street.press("李律师", &Action::GiveTo(code.clone(), mediator));
    let [_, told] = both(&mut street);
    assert!(told.contains(&party) && told.contains(LI) && !told.contains(&code.to_string()), "{told}");
}

#[test]
fn who_is_out_of_it_hears_nothing() {
    let mut street = consented();
    party_press(&mut street, BOB, Verb::RefuseSure);
    quiet(&mut street);
    let code = street.case().code;
    street.press(ANNA, &Action::Deed(Deed::FollowUp(code, FollowUpAnswer::Unsolved)));
    assert!(street.case().is_open());
    assert_eq!(street.heard(BOB), "");
}

#[test]
fn opened_again_both_sides_know_and_old_words_are_not_late_at_once() {
    let mut street = consented();
    street.write(BOB, "他说的不对");
    let code = street.case().code;
    street.press(LI, &Action::Outcome(code.clone(), Outcome::Unsuccessful));
    street.pass_minutes(40 * A_DAY);
    quiet(&mut street);
    street.press(ANNA, &Action::Deed(Deed::FollowUp(code, FollowUpAnswer::Unsolved)));
    for told in both(&mut street) {
        assert!(told.contains("重新打开"), "{told}");
    }
    street.pass_minutes(30);
    for told in both(&mut street) {
        assert_eq!(told, "", "nothing of it is late, and the month begins anew");
    }
    let promised = street.sides.parties[0].promised;
    assert_eq!(promised, Some(street.case().deadline));
}
