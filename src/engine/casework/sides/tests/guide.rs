//! What is possible next in a mediation as it stands: leads random walks into its depths, which they would seldom find.

use crate::domain::booking::{Booking, BookingState, Truth};
use crate::domain::case::{Case, CaseState, EntryKind, Outcome};
use crate::domain::follow_up::FollowUpAnswer;
use crate::domain::ids::CaseId;
use crate::domain::mediation::Asked;
use crate::domain::message::Body;
use crate::domain::outbox::Purpose;
use crate::domain::party::{Party, PartyState, Side};
use crate::domain::staff::StaffStatus;
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::deed::Deed;
use crate::engine::mediating::Mediating;
use crate::engine::session::Flow;
use crate::engine::tests::{ANNA, Street};
use crate::engine::verb::Verb;

use super::{BOB, once};

/// Something that leads on.
#[derive(Clone, Debug)]
enum Step {
    Claim,
    Name,
    Invite,
    Side(Verb),
    Offer,
    Agree(&'static str, Timestamp),
    Truth(Booking),
    Conclude(Outcome),
    Write(&'static str),
    Pass(u64),
    Unsolved,
}

/// How far walks have come: in how many of them a mediation had its meeting fixed, an agreement, an end, and another beginning.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::engine) struct Reached {
    pub(in crate::engine) walks: usize,
    pub(in crate::engine) meeting: usize,
    pub(in crate::engine) agreement: usize,
    pub(in crate::engine) closing: usize,
    pub(in crate::engine) reopening: usize,
}

impl Reached {
    /// Counts a walk that is over. Its log tells, for nothing in it is ever taken back.
    pub(in crate::engine) fn count(&mut self, street: &Street, case: &CaseId) {
        let logged = |kind| street.log.iter().any(|entry| entry.case == *case && entry.kind == kind);
        let agreed = street.sides.mediations.get(case).is_some_and(|one| one.agreement.is_some());
        self.walks += 1;
        self.meeting += usize::from(street.books.bookings.iter().any(|one| one.case == *case && one.meeting));
        self.agreement += usize::from(agreed);
        self.closing += usize::from(logged(EntryKind::Closed));
        self.reopening += usize::from(logged(EntryKind::Reopened));
    }

    /// Most walks reach a meeting and an end, many an agreement, and some begin again.
    pub(in crate::engine) fn is_deep(self) {
        let at_least = |found: usize, percent: usize| found * 100 >= self.walks * percent;
        assert!(at_least(self.meeting, 50) && at_least(self.closing, 50), "{self:?}");
        assert!(at_least(self.agreement, 25) && at_least(self.reopening, 15), "{self:?}");
    }
}

/// Does one of the things that lead on in this mediation, likelier ones more often; nothing if there is none.
pub(in crate::engine) fn lead_on(street: &mut Street, id: &CaseId, number: usize) {
    let case = street.cases[id].clone();
    let steps = possible(street, &case);
    let all: usize = steps.iter().map(|(weight, _)| weight).sum();
    let mut left = number % all.max(1);
    let chosen = steps.into_iter().find(|(weight, _)| match left.checked_sub(*weight) {
        Some(rest) => {
            left = rest;
            false
        }
        None => true,
    });
    if let Some((_, step)) = chosen {
        take(street, &case, step);
    }
}

fn possible(street: &mut Street, case: &Case) -> Vec<(usize, Step)> {
    match case.state {
        CaseState::Offered => vec![(8, Step::Claim), (1, Step::Pass(60))],
        CaseState::Claimed | CaseState::Referred => {
            let party = street.sides.parties.iter().find(|party| party.case == case.id).cloned();
            with_sides(street, case, party)
        }
        CaseState::Closed => vec![(2, Step::Pass(8 * 24 * 60)), (3, Step::Unsolved)],
        CaseState::Filed => Vec::new(),
    }
}

fn with_sides(street: &mut Street, case: &Case, party: Option<Party>) -> Vec<(usize, Step)> {
    let Some(who) = owner(street, case) else { return vec![(1, Step::Pass(3 * 24 * 60))] };
    let flow = street.session(&who).flow;
    if matches!(flow, Flow::Mediating(Mediating::Who(_))) {
        return vec![(1, Step::Write("楼下老刘 13812345678"))];
    }
    if let Flow::Mediating(Mediating::Agreed(open)) = flow {
        if open.performed.is_some() {
            return vec![(8, Step::Write("确认")), (1, Step::Write("改"))];
        }
        let words = match (open.subject.is_some(), open.amount_told, open.effective_on.is_some()) {
            (false, ..) => "修好水管",
            (true, false, _) => "2000元",
            (true, true, false) => "今天",
            (true, true, true) => "下月15号",
        };
        return vec![(8, Step::Write(words)), (1, Step::Pass(60))];
    }
    let Some(party) = party else { return vec![(1, Step::Name)] };
    match (party.state, party.conversation.is_some()) {
        (PartyState::Named | PartyState::Invited, false) => {
            vec![(8, Step::Invite), (1, Step::Side(Verb::PhoneYes))]
        }
        (PartyState::Named | PartyState::Invited, true) => {
            vec![
                (8, Step::Side(Verb::Consent)),
                (1, Step::Side(Verb::RefuseSure)),
                (1, Step::Pass(5 * 24 * 60)),
            ]
        }
        (PartyState::Consented, _) => meeting(street, case, &party),
        (PartyState::Refused | PartyState::Left, _) => vec![(1, Step::Conclude(Outcome::Unsuccessful))],
    }
}

fn meeting(street: &Street, case: &Case, party: &Party) -> Vec<(usize, Step)> {
    let newest = street.books.bookings.iter().rfind(|one| one.case == case.id && one.meeting);
    match newest {
        Some(one) if one.state == BookingState::Booked => {
            return vec![(6, Step::Pass(4 * 24 * 60)), (1, Step::Offer)];
        }
        Some(one) if one.state == BookingState::Over => {
            let outcome = |outcome| (4, Step::Conclude(outcome));
            return vec![
                outcome(Outcome::MediatedWritten),
                outcome(Outcome::MediatedOral),
                (2, Step::Truth(one.clone())),
                (1, Step::Conclude(Outcome::Unsuccessful)),
                (1, Step::Offer),
            ];
        }
        _ => {}
    }
    let asked = street.sides.mediations.get(&case.id).and_then(|one| one.proposal(Asked::Meeting));
    let Some(asked) = asked else {
        return vec![(6, Step::Offer), (1, Step::Conclude(Outcome::MediatedOral))];
    };
    let sides = [(Side::Applicant, ANNA), (Side::Other(party.id.clone()), BOB)];
    let silent = sides.into_iter().filter(|(side, _)| !asked.yes.contains(side));
    let mut steps: Vec<_> = silent.map(|(_, who)| (6, Step::Agree(who, asked.at))).collect();
    steps.push((1, Step::Pass(2 * 24 * 60)));
    steps
}

/// Who has the case, if they still work here.
fn owner(street: &Street, case: &Case) -> Option<String> {
    let there = street.people.iter().find(|person| case.owner.as_ref() == Some(&person.id));
    there.filter(|person| person.status == StaffStatus::Active).map(|person| person.name.clone())
}

fn take(street: &mut Street, case: &Case, step: Step) {
    let (code, owner) = (case.code.clone(), owner(street, case));
    let party =
        street.sides.parties.iter().find(|party| party.case == case.id).map(|party| party.code.clone());
    match step {
        Step::Claim => {
            if let Some(who) = holder(street, case) {
                street.press(&who, &Action::Claim(code));
            }
            return;
        }
        Step::Side(verb @ (Verb::Consent | Verb::RefuseSure)) => {
            return street.press(BOB, &Action::Side(verb, party.unwrap()));
        }
        Step::Agree(who, at) => {
            let code = if who == BOB { party.unwrap() } else { code };
            return street.press(who, &Action::Appointment(Appointment::Agree(code, at)));
        }
        Step::Pass(minutes) => return street.pass_minutes(minutes),
        Step::Unsolved => {
            return street.press(ANNA, &Action::Deed(Deed::FollowUp(code, FollowUpAnswer::Unsolved)));
        }
        _ => {}
    }
    let Some(who) = owner else { return };
    match step {
        Step::Name => street.press(&who, &Action::Side(Verb::Name, code)),
        Step::Invite => {
            street.press(&who, &Action::Side(Verb::Link, party.unwrap()));
            let once = once(street);
            street.comes(BOB, Body::Start(format!("party_{once}")), None);
        }
        Step::Side(verb) => street.press(&who, &Action::Side(verb, party.unwrap())),
        Step::Offer => offer(street, &who, case),
        Step::Truth(booking) => {
            street.press(&who, &Action::Appointment(Appointment::Truth(booking.id, Truth::Attended)));
        }
        Step::Conclude(outcome) => street.press(&who, &Action::Outcome(code, outcome)),
        Step::Write(words) => street.write(&who, words),
        Step::Claim | Step::Agree(..) | Step::Pass(_) | Step::Unsolved => {}
    }
}

/// Somebody at work who holds a card of the case.
fn holder(street: &Street, case: &Case) -> Option<String> {
    let holds = |name: &str| {
        let cards = street.sent.iter().filter(|sent| sent.purpose == Purpose::Card);
        cards.filter(|sent| sent.to.as_str() == name).any(|sent| sent.case.as_ref() == Some(&case.id))
    };
    let there = street.people.iter().filter(|person| person.status == StaffStatus::Active);
    there.map(|person| &person.name).find(|name| holds(name)).cloned()
}

/// Half past nine, two days from now, in words: whoever has the case may be nowhere on the roster.
fn offer(street: &mut Street, who: &str, case: &Case) {
    let day = street.now.local_date() + chrono::Days::new(2);
    street.press(who, &Action::Side(Verb::Time, case.code.clone()));
    street.write(who, &day.format("%-m月%-d日上午9点半").to_string());
}
