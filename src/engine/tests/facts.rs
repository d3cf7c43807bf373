//! How the street in memory answers what a step asks for.

use super::{Sent, Street};
use crate::domain::case::Case;
use crate::domain::ids::{CaseId, ConversationId};
use crate::domain::outbox::{Card, Purpose};
use crate::domain::staff::{Staff, StaffStatus};
use crate::engine::facts::{Facts, Need};

impl Street {
    /// Adds the fact that was asked for in a step of the conversation `here`.
    pub(super) fn supply(&self, need: Need, here: &ConversationId, facts: &mut Facts) {
        let open = |keep: &dyn Fn(&Case) -> bool| -> Vec<Case> {
            self.cases.values().filter(|case| case.is_open() && keep(case)).cloned().collect()
        };
        match need {
            Need::Case(id) => drop(facts.cases.insert(id.clone(), self.cases.get(&id).cloned())),
            Need::Code(code) => {
                let case = self.cases.values().find(|case| case.code == code).cloned();
                facts.codes.insert(code, case);
            }
            Need::CasesOf(who) => {
                let cases = self.cases.values().rev().filter(|case| case.conversation == who).cloned();
                facts.cases_of.insert(who.clone(), cases.collect());
            }
            Need::OpenIn(room) => {
                let cases = open(&|case| room.as_ref().is_none_or(|room| case.room == *room));
                facts.open_in.insert(room, cases);
            }
            Need::OwnedBy(id) => {
                let cases = open(&|case| case.owner.as_ref() == Some(&id));
                facts.owned_by.insert(id, cases);
            }
            Need::StaffIn(room) => {
                let people = self.people.iter().filter(|person| person.room == room);
                let active = people
                    .filter(|person| person.status == StaffStatus::Active)
                    .map(|person| self.reachable(person));
                facts.staff_in.insert(room.clone(), active.collect());
            }
            Need::Staff(id) => {
                let person = self.people.iter().find(|person| person.id == id);
                let person = person.map(|person| self.reachable(person));
                facts.staff.insert(id, person);
            }
            Need::Cards(case) => drop(facts.cards.insert(case.clone(), self.cards(&case))),
            Need::Log(case) => {
                let log = self.log.iter().filter(|entry| entry.case == case).cloned().collect();
                facts.logs.insert(case, log);
            }
            Need::FollowUps(case) => {
                let asked = self.follow_ups.iter().filter(|asked| asked.case == case).cloned().collect();
                facts.follow_ups.insert(case, asked);
            }
            Need::Continuations(case) => {
                let made = self.continuations.iter().filter(|made| made.case == case).cloned().collect();
                facts.continuations.insert(case, made);
            }
            Need::Joint(case) => {
                let joint = self.joints.iter().rfind(|joint| joint.case == case).cloned();
                facts.joint.insert(case, joint);
            }
            Need::Joints(all) => {
                let open = self.joints.iter().filter(|joint| joint.is_open()).cloned().collect();
                facts.joints.insert(all, open);
            }
            Need::Reached(who) => {
                let gone = who.is_counter() || self.unreachable.contains(&who);
                facts.reached.insert(who, !gone);
            }
            Need::Replied(message) => {
                let sent = self.sent.iter().find(|sent| sent.id.as_str() == message && sent.to == *here);
                facts.replied.insert(message.clone(), sent.and_then(|sent| sent.case.clone()));
            }
            Need::Earlier(message) => {
                let key = (here.clone(), message.clone());
                facts.earlier.insert(message, self.said.get(&key).cloned());
            }
            Need::Invite(code) => drop(facts.invites.insert(code.clone(), self.invites.get(&code).cloned())),
            Need::Agenda(inquiry) => self.look_into_books(inquiry, &mut facts.agenda),
            Need::Figures(room, first, last) => {
                facts.figures.insert((room, first, last), self.figures);
            }
            Need::Side(need) => self.sides.supply(need, here, (&self.sent, &self.cases), &mut facts.sides),
        }
    }

    /// A member of staff as facts show them: with the conversations that reach them.
    fn reachable(&self, person: &Staff) -> Staff {
        let mut person = person.clone();
        person.conversations.retain(|to| !self.unreachable.contains(to));
        person
    }

    fn cards(&self, case: &CaseId) -> Vec<Card> {
        let cards =
            self.sent.iter().filter(|sent| sent.purpose == Purpose::Card && sent.case.as_ref() == Some(case));
        let staff = |to: &ConversationId| {
            self.people
                .iter()
                .find(|person| person.conversations.contains(to))
                .map(|person| person.id.clone())
        };
        let card = |sent: &Sent| Card {
            message: sent.id.clone(),
            conversation: sent.to.clone(),
            staff: staff(&sent.to),
            at: sent.at,
        };
        cards.map(card).collect()
    }
}
