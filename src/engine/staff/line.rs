//! The line to one resident that staff have open: the words that come next go there, until somebody else has spoken.
//!
//! What other residents say comes in turns of their own, so it is looked up when the member says something.

use crate::domain::case::{Case, Speaker};
use crate::domain::ids::CaseId;
use crate::domain::party::{Party, Side};
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::engine::casework::sides;
use crate::engine::facts::Need;
use crate::engine::mediating::Mediating;
use crate::engine::session::Flow;
use crate::engine::turn::Turn;

/// Closes a line on which it is no longer certain whom words are for: another thread has spoken since the last word on it, or
/// these words answer one.
pub(super) fn settle(turn: &mut Turn<'_>, member: &Staff, about: Option<&Case>) -> Result<(), Need> {
    let facts = &turn.world.facts;
    let open = match &turn.session.flow {
        Flow::Replying(case) => Some((case.clone(), Side::Applicant)),
        Flow::Mediating(Mediating::Writing(code)) => {
            facts.party(code)?.as_ref().map(|party| (party.case.clone(), Side::Other(party.id.clone())))
        }
        _ => None,
    };
    let Some((case, side)) = open else { return Ok(()) };
    if about.is_some_and(|about| about.id != case) || is_crossed(turn, member, (&case, &side))? {
        turn.session.flow = Flow::Idle;
    }
    Ok(())
}

/// Whether another resident whose case the member has said something since the member was last answered here.
fn is_crossed(turn: &Turn<'_>, member: &Staff, (case, side): (&CaseId, &Side)) -> Result<bool, Need> {
    let Some(since) = turn.session.offered_at else { return Ok(false) };
    for mine in turn.world.facts.owned_by(&member.id)? {
        let is_open = |one: &Side| mine.id == *case && *one == *side;
        let spoke = mine.last_speaker == Speaker::Resident && mine.last_spoke_at > since;
        if spoke && !is_open(&Side::Applicant) {
            return Ok(true);
        }
        for party in sides::parties(turn, mine)? {
            if !is_open(&Side::Other(party.id.clone())) && party_spoke(turn, mine, party, since)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Whether a party whose words wait for an answer has said some of them since.
fn party_spoke(turn: &Turn<'_>, case: &Case, party: &Party, since: Timestamp) -> Result<bool, Need> {
    if party.promised.is_none() {
        return Ok(false);
    }
    let mut log = turn.world.facts.log(&case.id)?.iter().rev();
    Ok(log.any(|entry| {
        entry.at > since && entry.by == Speaker::Resident && entry.party.as_ref() == Some(&party.id)
    }))
}

#[cfg(test)]
mod tests {
    use crate::domain::message::Body;
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::engine::action::Action;
    use crate::engine::casework::sides::tests::{BOB, LI, consented, party_press};
    use crate::engine::casework::{self, pass_on};
    use crate::engine::testing::{ANNA, Street, draft};
    use crate::engine::verb::Verb;

    /// Anna's case and Bob's, both in the lawyer's hands, with the line to Anna open.
    fn writing_to_anna() -> Street {
        let mut street = Street::staffed();
        let anna = street.open(draft(Service::Consultation)).code;
        street.pass_minutes(1);
        let bob = street.turn(BOB, |turn| casework::open(turn, draft(Service::Consultation))).code;
        street.press("李律师", &Action::Claim(bob));
        street.press("李律师", &Action::Claim(anna.clone()));
        street.press("李律师", &Action::Answer(anna));
        for who in ["李律师", ANNA, BOB] {
            street.heard(who);
        }
        street.pass_minutes(1);
        street
    }

    fn bob_says(street: &mut Street, words: &str) {
        let bob = street.cases.values().find(|case| case.conversation.as_str() == BOB).unwrap().clone();
        street.turn(BOB, |turn| pass_on(turn, &bob, words, None));
        street.pass_minutes(1);
    }

    #[test]
    fn once_somebody_else_has_spoken_it_is_asked_for_whom_words_are() {
        let mut street = writing_to_anna();
        street.write("李律师", "您好");
        street.pass_minutes(1);
        assert!(street.heard(ANNA).ends_with("您好"));
        bob_says(&mut street, "那我呢");
        street.heard("李律师");
        street.write("李律师", "您也别急");
        assert_eq!((street.heard(ANNA), street.heard(BOB)), (String::new(), String::new()));
        assert!(street.heard("李律师").contains("这句话发给谁"));
        street.write("李律师", "1");
        assert!(street.heard(BOB).ends_with("您也别急"), "the newest case stands first");
        street.write("李律师", "备注 急");
        street.write("李律师", "还有一句");
        assert_eq!(street.heard(ANNA), "");
    }

    #[test]
    fn what_the_resident_of_the_line_says_leaves_it_open() {
        let mut street = writing_to_anna();
        let anna = street.cases.values().find(|case| case.conversation.as_str() == ANNA).unwrap().clone();
        street.turn(ANNA, |turn| pass_on(turn, &anna, "在吗", None));
        street.pass_minutes(1);
        for words in ["在", "请说"] {
            street.write("李律师", words);
            assert!(street.heard(ANNA).ends_with(words));
        }
    }

    #[test]
    fn whoever_answers_another_message_in_between_is_asked_too() {
        let mut street = writing_to_anna();
        bob_says(&mut street, "那我呢");
        street.answer("李律师", Purpose::Relay, Body::Text("马上".into()));
        assert!(street.heard(BOB).ends_with("马上"));
        street.heard("李律师");
        street.write("李律师", "就好");
        assert!(street.heard("李律师").contains("这句话发给谁"));
        assert_eq!(street.heard(ANNA), "");
    }

    #[test]
    fn in_a_mediation_the_other_side_closes_the_line_as_well() {
        for speaks in [BOB, ANNA] {
            let mut street = consented();
            let code = street.case().code;
            match speaks {
                BOB => street.press(LI, &Action::Answer(code)),
                _ => party_press(&mut street, LI, Verb::Write),
            }
            street.pass_minutes(1);
            street.write(speaks, "我有话说");
            street.pass_minutes(1);
            for who in [LI, BOB, ANNA] {
                street.heard(who);
            }
            street.write(LI, "我知道了");
            assert_eq!((street.heard(ANNA), street.heard(BOB)), (String::new(), String::new()));
            assert!(street.heard(LI).contains("这句话发给谁"));
        }
    }
}
