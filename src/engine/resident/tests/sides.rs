//! Both sides of a mediation and strangers press everything a mediation has: each does only what is theirs.

use crate::domain::code::CaseCode;
use crate::domain::message::Body;
use crate::domain::party::{PartyState, Side};
use crate::engine::action::Action;
use crate::engine::casework::sides::tests::{BOB, LI, agreed, consented, joined, named, quiet};
use crate::engine::session::Session;
use crate::engine::testing::{ANNA, Street};
use crate::engine::verb::Verb;

/// Mediations by how far they have come.
fn states() -> Vec<(&'static str, Street)> {
    let refused = {
        let mut street = joined();
        let code = party(&street);
        street.press(BOB, &Action::Side(Verb::RefuseSure, code));
        street
    };
    let meeting = {
        let mut street = consented();
        let code = street.case().code;
        street.press(LI, &Action::Side(Verb::Time, code));
        street.write(LI, "周六上午10点");
        street
    };
    let mut states = vec![
        ("named", named()),
        ("joined", joined()),
        ("consented", consented()),
        ("asked for a time", meeting),
        ("refused", refused),
        ("agreed", agreed()),
    ];
    for (_, street) in &mut states {
        quiet(street);
    }
    states
}

fn party(street: &Street) -> CaseCode {
    street.sides.parties[0].code.clone()
}

/// Every button of a mediation, with the case's code and with the party's.
fn buttons(street: &Street) -> Vec<Action> {
    let (case, party) = (street.case().code, party(street));
    Verb::all()
        .flat_map(|verb| [Action::Side(verb, case.clone()), Action::Side(verb, party.clone())])
        .collect()
}

#[test]
fn everybody_is_answered_and_finds_a_way_on() {
    for (state, before) in states() {
        for who in [ANNA, BOB, LI, "李律师", "陈主任", "周律师", "小偷"] {
            for action in buttons(&before) {
                let mut street = before.clone();
                street.press(who, &action);
                let read = street.heard(who);
                assert!(!read.trim().is_empty(), "{state}: {who} {action:?}");
                assert!(
                    !street.session(who).choices.is_empty(),
                    "{state}: a dead end for {who}: {action:?}: {read}"
                );
            }
        }
    }
}

#[test]
fn a_stranger_with_both_codes_does_nothing() {
    for (state, before) in states() {
        for who in ["小偷", "周律师", "外人"] {
            for action in buttons(&before) {
                let mut street = before.clone();
                street.press(who, &action);
                assert_eq!(street.sides.parties, before.sides.parties, "{state}: {who} {action:?}");
                assert_eq!(street.case(), before.case(), "{state}: {who} {action:?}");
                for side in [ANNA, BOB] {
                    assert_eq!(street.heard(side), "", "{state}: {side} hears of {who}: {action:?}");
                }
                let read = street.heard(who);
                assert!(
                    !read.contains("老刘") && !read.contains("老板不给工资"),
                    "{state}: {action:?}: {read}"
                );
            }
        }
    }
}

#[test]
fn the_applicant_cannot_consent_or_refuse_for_the_other_side_nor_read_of_it() {
    for (state, before) in states() {
        for action in buttons(&before) {
            let mut street = before.clone();
            street.press(ANNA, &action);
            let state_of = |street: &Street| -> Vec<PartyState> {
                street.sides.parties.iter().map(|party| party.state).collect()
            };
            assert_eq!(state_of(&street), state_of(&before), "{state}: {action:?}");
            let read = street.heard(ANNA);
            let code = party(&before).to_string();
            for private in ["老刘", "13812345678", BOB, code.as_str()] {
                assert!(!read.contains(private), "{state}: {private} by {action:?}: {read}");
            }
        }
    }
}

#[test]
fn the_other_side_never_reads_of_the_applicant() {
    for (state, before) in states() {
        for action in buttons(&before) {
            let mut street = before.clone();
            street.press(BOB, &action);
            let read = street.heard(BOB);
            let code = before.case().code.to_string();
            for private in [ANNA, "老板不给工资", "老刘", code.as_str()] {
                assert!(!read.contains(private), "{state}: {private} by {action:?}: {read}");
            }
        }
    }
}

#[test]
fn what_is_pressed_twice_is_done_once() {
    for (state, before) in states() {
        for who in [ANNA, BOB] {
            for action in buttons(&before) {
                let mut street = before.clone();
                street.press(who, &action);
                let once = (street.sides.parties.clone(), street.case(), street.log.len());
                quiet(&mut street);
                street.press(who, &action);
                let twice = (street.sides.parties.clone(), street.case(), street.log.len());
                assert_eq!(twice, once, "{state}: {who} {action:?}");
                // A side may think again about judicial confirmation, and which of the two it said first is not kept.
                if matches!(action, Action::Side(Verb::Applied | Verb::Unwanted, _)) {
                    continue;
                }
                assert_eq!(street.heard(LI), "", "{state}: the mediator is told twice: {who} {action:?}");
            }
        }
    }
}

#[test]
fn the_sides_choose_by_number_as_by_button() {
    for (state, before) in states() {
        for who in [BOB, LI] {
            for action in buttons(&before) {
                let mut street = before.clone();
                street.press(who, &action);
                let session = street.session(who);
                for (number, choice) in (1..).zip(&session.choices).take(session.numbered) {
                    let pressed = after(&street, who, Body::Press(choice.data.clone()));
                    let typed = after(&street, who, Body::Text(number.to_string()));
                    assert_eq!(typed, pressed, "{state}: {who} {action:?}: {number} {}", choice.label);
                }
            }
        }
    }
}

#[test]
fn who_wants_another_time_answers_under_their_own_code_and_the_reason_reaches_the_mediator() {
    for (who, words) in
        [(BOB, "换个时间"), (BOB, "那天我上夜班，改晚上可以不"), (ANNA, "那天我上夜班，改晚上可以不")]
    {
        let mut street = consented();
        street.on_duty(LI, "周五 9:00-11:00");
        quiet(&mut street);
        let case = street.case();
        let before = street.sent.len();
        street.turn(who, |turn| match who {
            BOB => crate::engine::resident::party::rebooked(turn, words).map(drop),
            _ => crate::engine::resident::appointment::wanted(turn, &case, words).map(drop),
        });
        let own = |side: &Option<Side>| match side {
            Some(Side::Other(_)) => who == BOB,
            _ => who == ANNA,
        };
        let answers: Vec<_> =
            street.sent.iter().skip(before).filter(|sent| sent.to.as_str() == who).collect();
        assert!(
            !answers.is_empty() && answers.iter().all(|sent| own(&sent.side)),
            "{who} {words}: {answers:?}"
        );
        let read = street.heard(who);
        assert!(read.contains("您想约哪个时间"), "{who} {words}: {read}");
        assert_eq!(read.contains("✓ 已转给调解员"), words != "换个时间", "{who} {words}: {read}");
        assert_eq!(street.heard(LI).contains("夜班"), words != "换个时间", "{who} {words}");
    }
}

fn after(before: &Street, who: &str, body: Body) -> (Vec<(String, String)>, Session) {
    let (mut street, seen) = (before.clone(), before.sent.len());
    street.comes(who, body, None);
    let read = street.sent.iter().skip(seen).map(|sent| (sent.to.to_string(), sent.outbound.text.clone()));
    (read.collect(), street.session(who))
}

#[test]
fn words_at_any_moment_reach_the_mediator_alone_or_nobody() {
    for (state, before) in states() {
        for (who, other) in [(ANNA, BOB), (BOB, ANNA)] {
            for words in ["我说两句", "1", "谢谢", "？", "我同意", "不同意"] {
                let mut street = before.clone();
                street.write(who, words);
                assert!(!street.heard(who).is_empty(), "{state}: {who} {words}");
                assert_eq!(
                    street.heard(other).matches("我说两句").count(),
                    0,
                    "{state}: {other} hears {who}"
                );
                assert!(!street.session(who).choices.is_empty(), "{state}: {who} {words}");
            }
        }
    }
}
