//! Random walks: whatever people, time and lost messages do to cases, none is left without somebody or something
//! that moves it on. The street in memory checks this after every turn.

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::domain::case::{Case, CaseState, Outcome};
use crate::domain::code::CaseCode;
use crate::domain::follow_up::FollowUpAnswer;
use crate::domain::ids::OutboxId;
use crate::domain::message::Body;
use crate::domain::outbox::{Loss, Purpose};
use crate::domain::service::Service;
use crate::domain::staff::StaffStatus;
use crate::engine::action::Action;
use crate::engine::casework::sides::tests::guide::{self, Reached};
use crate::engine::casework::{pass_on, withdraw};
use crate::engine::deed::{Consent, Deed};
use crate::engine::event::Event;
use crate::engine::testing::{ANNA, NEXT, Sent, Street, directory, draft};

const PEOPLE: [&str; 5] = ["李律师", "王调解", "周律师", "陈主任", "外人"];
const OUTCOMES: [Outcome; 4] =
    [Outcome::Answered, Outcome::MediatedOral, Outcome::Withdrawn, Outcome::AidGranted];
const SERVICES: [Service; 4] =
    [Service::Consultation, Service::Mediation, Service::Emergency, Service::LegalAid];

/// One thing that happens, by somebody, to one of the cases, with somebody or something else.
type Happening = (u8, usize, usize, usize);

fn happen(street: &mut Street, (what, who, which, other): Happening) {
    let who = PEOPLE[who % PEOPLE.len()];
    if what != 11 && street.staff(who).status != StaffStatus::Active {
        return;
    }
    let codes: Vec<CaseCode> = street.cases.values().map(|case| case.code.clone()).collect();
    let code = || codes[which % codes.len()].clone();
    match what {
        0 => drop(street.open(draft(SERVICES[other % SERVICES.len()]))),
        1 | 2 => street.press(who, &Action::Claim(code())),
        3 => {
            let to = street.staff(PEOPLE[other % PEOPLE.len()]).id.clone();
            street.press(who, &Action::GiveTo(code(), to.clone()));
            street.press(who, &Action::Deed(Deed::Hand(code(), to, 0)));
        }
        4 => street.press(who, &Action::GiveBack(code())),
        5 => street.press(who, &Action::Outcome(code(), OUTCOMES[other % OUTCOMES.len()])),
        6 => {
            street.press(who, &Action::Answer(code()));
            street.write(who, "好的");
        }
        7 => street.resident(|turn, case| pass_on(turn, case, "在吗", None)),
        8 => street.resident(withdraw),
        9 | 10 => street.pass_minutes([20, 200, 2000, 45_000][other % 4]),
        11 => street.staff(who).status = [StaffStatus::Revoked, StaffStatus::Active][other % 2],
        12 => {
            let case = street.cases.values().find(|case| case.code == code()).map(|case| case.id.clone());
            let loss = [Loss::Unreachable, Loss::Dead, Loss::Uncertain][other % 3];
            let lost = Event::Undelivered { message: OutboxId::new("lost"), case, loss };
            street.event([who, ANNA][other % 2], &lost);
        }
        13 => {
            let answers = FollowUpAnswer::ALL;
            let answer = answers[other % answers.len()].0;
            let who = [ANNA, who][other % 2];
            street.press(who, &Action::Deed(Deed::FollowUp(code(), answer)));
        }
        14 => {
            let (here, there) = [(ANNA, "别处"), ("别处", ANNA)][other % 2];
            street.write(there, &code().to_string());
            street.press(here, &Action::Deed(Deed::Consent(code(), Consent::All)));
            street.press(who, &Action::Deed(Deed::Identity(code(), other % 3 == 0)));
        }
        15 if street.holders().contains(&who) => {
            street.answer(who, Purpose::Card, Body::Text("请带材料".into()));
        }
        // What another street enters is for its own people to see to.
        17 if who != "外人" => {
            street.press(who, &Action::Deed(Deed::Enter));
            let community = if who == "陈主任" { Some("2") } else { None };
            let answers = ["1", ["1", "3"][other % 2], "他不讲理"].into_iter().chain(community);
            for answer in answers.chain([["没有留", "13800000000"][other / 2 % 2], "我来办"]) {
                street.write(who, answer);
            }
        }
        18 => {
            let leader = street.staff("陈主任").id.clone();
            street.press(who, &Action::Deed(Deed::JointAsk(code())));
            street.press("陈主任", &Action::Deed(Deed::JointLeader(code(), leader)));
            for _ in 0..other % 4 {
                street.press("陈主任", &Action::Deed(Deed::JointChoice(0)));
            }
            street.press(who, &Action::Deed(Deed::Sign(code())));
        }
        16 => street.press(who, &[Action::Refer, Action::Received, Action::File][other % 3](code())),
        _ => street.write(who, "待接单"),
    }
}

/// Most of what happens leads the mediation on, so that its meetings, agreements, ends and new beginnings are walked through too.
#[test]
fn no_case_is_ever_lost() {
    let config = ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() };
    let happenings = proptest::collection::vec((0_u8..70, 0_usize..5, 0_usize..4, 0_usize..120), 30..50);
    let reached = RefCell::new(Reached::default());
    let walked = TestRunner::new(config).run(&happenings, |happenings| {
        let mut street = Street::staffed_with(directory(&[NEXT]));
        for name in PEOPLE {
            street.on_duty(name, "周一至周日 9:00-10:00");
        }
        street.open(draft(Service::Consultation));
        let mediation = street.open(draft(Service::Mediation)).id;
        for happening in happenings {
            match happening {
                (20.., _, _, number) => guide::lead_on(&mut street, &mediation, number),
                _ => happen(&mut street, happening),
            }
        }
        reached.borrow_mut().count(&street, &mediation);
        // Given enough time and somebody in the street, every case that waits has been offered to them.
        street.hire("新来的", crate::domain::staff::Role::Clerk, crate::engine::testing::STREET);
        // The longest holiday is nine days.
        street.pass_minutes(14 * 24 * 60);
        let waiting = street.cases.values().filter(|case| case.state == CaseState::Offered);
        let told = |case: &Case| {
            let is_it = |sent: &&Sent| sent.to.as_str() == "新来的" && sent.case.as_ref() == Some(&case.id);
            street.sent.iter().any(|sent| is_it(&sent))
        };
        let forgotten: Vec<&Case> = waiting.filter(|case| !told(case)).collect();
        prop_assert!(forgotten.is_empty(), "{forgotten:?}");
        Ok(())
    });
    if let Err(failed) = walked {
        panic!("{failed}");
    }
    reached.take().is_deep();
}
