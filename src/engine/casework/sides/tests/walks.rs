//! Random walks of both sides, the mediator and others: whatever anybody does, no message to one side, or to another
//! room, ever contains the other side's words, name, number or code.

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::guide::{self, Reached};
use super::{BOB, LI, code_of, consented, joined, once, party_press};
use crate::domain::attachment::{Attachment, AttachmentKind};
use crate::domain::booking::BookingState;
use crate::domain::case::Outcome;
use crate::domain::ids::{AttachmentId, CaseId, ConversationId};
use crate::domain::mediation::Asked;
use crate::domain::message::Body;
use crate::domain::outbox::Purpose;
use crate::domain::party::Side;
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::tests::{ANNA, Sent, Street};
use crate::engine::verb::Verb;

/// What each side says of itself; no other message contains any of it.
const ANNAS: &str = "甲甲的话";
const BOBS: &str = "乙乙的话";
const STAFF: [&str; 4] = [LI, "李律师", "陈主任", "周律师"];

fn file(of: &str) -> Attachment {
    Attachment {
        id: AttachmentId::new(of),
        kind: AttachmentKind::Photo,
        name: Some(of.into()),
        mime: None,
        telegram_file: None,
    }
}

/// One thing that a side does.
fn side_does(street: &mut Street, who: &str, words: &str, (what, which): (usize, usize)) {
    match what % 9 {
        0 | 1 => street.write(who, words),
        2 => street.comes(who, Body::File { file: file(words), caption: words.into() }, None),
        3 => street.comes(who, Body::Location { latitude: 29.0, longitude: 106.0 }, None),
        4 => street.comes(who, Body::Edited { message: "7".into(), text: words.into() }, None),
        5 => street.comes(who, Body::Phone(words.into()), None),
        6 => {
            let last = street.sent.iter().rev().find(|sent| sent.to == ConversationId::new(who));
            let reply = last.map(|sent| sent.id.to_string());
            street.comes(who, Body::Text(words.into()), reply);
        }
        7 => says_yes(street, who),
        _ => any_button(street, who, which),
    }
}

/// Yes to the time that is being asked for, if one is.
fn says_yes(street: &mut Street, who: &str) {
    let case = street.cases.values().next().unwrap().id.clone();
    let asked = street.sides.mediations.get(&case).and_then(|mediation| mediation.proposal(Asked::Meeting));
    if let Some(at) = asked.map(|proposal| proposal.at) {
        let code = code_of(street, who);
        street.press(who, &Action::Appointment(Appointment::Agree(code, at)));
    }
}

/// Any of the buttons that somebody has ever been shown.
fn any_button(street: &mut Street, who: &str, which: usize) {
    let here = ConversationId::new(who);
    let mine = street.sent.iter().filter(|sent| sent.to == here);
    let all: Vec<String> = mine
        .flat_map(|sent| sent.outbound.buttons.iter().flatten())
        .map(|button| button.data.clone())
        .collect();
    if let Some(data) = all.get(which % all.len().max(1)) {
        street.comes(who, Body::Press(data.clone()), None);
    }
}

/// One thing that staff do. Their own words are their own: they pass nothing on but what they say.
fn staff_does(street: &mut Street, who: &str, (what, which): (usize, usize)) {
    let verbs: Vec<Verb> = Verb::all().collect();
    let code = street.cases.values().next().unwrap().code.clone();
    match what % 11 {
        0 => street.press(who, &Action::Side(verbs[which % verbs.len()], code)),
        1 => party_press(street, who, verbs[which % verbs.len()]),
        2 => {
            let here = ConversationId::new(who);
            let last =
                street.sent.iter().rev().find(|sent| sent.to == here && sent.purpose != Purpose::Reply);
            let reply = last.map(|sent| sent.id.to_string());
            street.comes(who, Body::Text("调解员说".into()), reply);
        }
        3 => street.write(who, ["周六上午10点", "2000元", "昨天", "3月20日", "楼下的"][which % 5]),
        4 => street.press(who, &Action::Details(code)),
        5 => street.press(who, &Action::Claim(code)),
        6 => street.press(who, &Action::GiveBack(code)),
        7 if which == 3 => street.press(who, &Action::Outcome(code, Outcome::MediatedWritten)),
        8 => street.write(who, "1"),
        9 => offers_a_time(street, who),
        _ => any_button(street, who, which),
    }
}

/// Half past nine of the next day, whether there is such a place or not.
fn offers_a_time(street: &mut Street, who: &str) {
    let (code, staff) = (street.cases.values().next().unwrap().code.clone(), street.staff(LI).id.clone());
    let when = street.now.local_date().succ_opt().unwrap().and_hms_opt(9, 30, 0).unwrap();
    let slot = Timestamp::from_local(when);
    street.press(who, &Action::Appointment(Appointment::Pick(code, staff, slot)));
}

/// Everything that was ever sent to somebody: texts, file names and what buttons carry. Whoever tells a matter of their own
/// to another room tells it themselves: what staff were sent of those is left out.
fn everything_to(street: &Street, who: &str, mediation: &CaseId) -> String {
    let here = ConversationId::new(who);
    let theirs =
        |sent: &&Sent| STAFF.contains(&who) && sent.case.as_ref().is_some_and(|case| case != mediation);
    let mine = street.sent.iter().filter(|sent| sent.to == here && !theirs(sent));
    let parts = mine.map(|sent| {
        let buttons: Vec<String> =
            sent.outbound.buttons.iter().flatten().map(|one| format!("{} {}", one.label, one.data)).collect();
        let file = sent.outbound.file.as_ref().map(|file| format!("{} {:?}", file.id, file.name));
        format!("{} {:?} {}", sent.outbound.text, file, buttons.join(" "))
    });
    parts.collect::<Vec<_>>().join("\n")
}

/// Who does something, what, and with what: twelve sorts of people and time, and as many that lead the mediation on.
type Doing = (usize, usize, usize);

fn does(street: &mut Street, mediation: &CaseId, (who, what, which): Doing) {
    match who {
        0 | 1 => side_does(street, ANNA, ANNAS, (what, which)),
        2 | 3 => side_does(street, BOB, BOBS, (what, which)),
        4 | 5 => staff_does(street, LI, (what, which)),
        6 => staff_does(street, STAFF[which % STAFF.len()], (what, which)),
        7 => street.pass_minutes([60, 2_000, 20_000][which % 3]),
        _ => guide::lead_on(street, mediation, which),
    }
}

/// No message to one side, or to another room, contains anything of the other; and whatever stands as a meeting both
/// have in their calendars as it stands.
fn nothing_leaked(street: &Street, mediation: &CaseId, once: &str) -> Result<(), TestCaseError> {
    for meeting in street.books.bookings.iter().filter(|one| one.meeting && one.state == BookingState::Booked)
    {
        let starts = meeting.starts.format("%H:%M");
        for who in [ANNA, BOB] {
            let here = ConversationId::new(who);
            let mut entries =
                street.sent.iter().filter(|sent| sent.to == here && sent.outbound.file.is_some());
            let calendar = entries.rfind(|sent| sent.purpose != Purpose::Relay);
            prop_assert!(
                calendar.is_some_and(|sent| sent.outbound.text.contains(&starts)),
                "{who} {meeting:?}"
            );
        }
    }
    let hidden_from = |who: &str, hidden: &[&str]| -> Result<(), TestCaseError> {
        let read = everything_to(street, who, mediation);
        for word in hidden {
            prop_assert!(!read.contains(word), "{who} reads {word}:\n{read}");
        }
        Ok(())
    };
    // What a side can answer is shown with the code of its thread.
    let bob = ConversationId::new(BOB);
    let crossed = |sent: &&Sent| match &sent.side {
        Some(Side::Other(_)) => sent.to == ConversationId::new(ANNA),
        _ => sent.to == bob && sent.case.as_ref() == Some(mediation),
    };
    prop_assert!(!street.sent.iter().any(|sent| crossed(&sent)), "{:?}", street.sent.iter().find(crossed));
    let (party, case) = (street.sides.parties[0].clone(), street.cases[mediation].clone());
    let (named, code, own) = (party.named.as_str(), case.code.to_string(), party.code.to_string());
    hidden_from(ANNA, &[BOBS, BOB, named, "13812345678", &own, party.code.as_str(), once])?;
    hidden_from(BOB, &[ANNAS, ANNA, "老板不给工资", named, &code, case.code.as_str()])?;
    let next_door = street.people.iter().find(|person| person.name == "周律师").map(|person| &person.id);
    if case.owner.as_ref() != next_door {
        hidden_from("周律师", &[ANNAS, BOBS, ANNA, BOB, named, once])?;
    }
    Ok(())
}

/// Most walks are led to a meeting, an agreement and the end, with whatever anybody may do in between.
#[test]
fn neither_side_nor_another_room_ever_sees_the_other() {
    let config = ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() };
    let deeds = prop::collection::vec((0_usize..20, 0_usize..100, 0_usize..100), 15..45);
    let reached = RefCell::new(Reached::default());
    let walked = TestRunner::new(config).run(&(any::<bool>(), deeds), |(takes_part, deeds)| {
        let mut street = if takes_part { consented() } else { joined() };
        street.on_duty(LI, "周一至周日 9:00-10:00");
        let (once, mediation) = (once(&street), street.case().id);
        for doing in deeds {
            does(&mut street, &mediation, doing);
        }
        reached.borrow_mut().count(&street, &mediation);
        nothing_leaked(&street, &mediation, &once)
    });
    if let Err(failed) = walked {
        panic!("{failed}");
    }
    reached.take().is_deep();
}
