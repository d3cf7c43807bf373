//! What the stage without a database knows of the two sides of mediations.

use fengqiao::domain::case::Case;
use fengqiao::domain::mediation::Mediation;
use fengqiao::domain::party::{Called, Contact, Party, PartyInvite, Side};
use fengqiao::domain::time::Timestamp;
use fengqiao::engine::sides::{SideEffect, SideFacts, SideNeed};

/// Parties, their invitations, and the rest.
#[derive(Default)]
pub struct Sides {
    parties: Vec<Party>,
    invites: Vec<Invite>,
    mediations: Vec<Mediation>,
    contacts: Vec<Contact>,
}

struct Invite {
    code: String,
    party: fengqiao::domain::ids::PartyId,
    expires_at: Timestamp,
    used_at: Option<Timestamp>,
}

impl Sides {
    /// Looks a fact up; `replied` is the thread of the message that is asked about.
    pub fn look_up(
        &self,
        need: SideNeed,
        replied: impl Fn(&str) -> Option<Side>,
        cases: &[Case],
        facts: &mut SideFacts,
    ) {
        let those = |keep: &dyn Fn(&&Party) -> bool| -> Vec<Party> {
            self.parties.iter().filter(|party| keep(party)).cloned().collect()
        };
        let twice = match need {
            SideNeed::Of(case) => {
                let parties = those(&|party| party.case == case);
                facts.of.insert(case, parties).is_some()
            }
            SideNeed::At(at) => {
                let mut parties = those(&|party| party.conversation.as_ref() == Some(&at));
                parties.reverse();
                facts.at.insert(at, parties).is_some()
            }
            SideNeed::Code(code) => {
                let party = those(&|party| party.code == code).pop();
                facts.codes.insert(code, party).is_some()
            }
            SideNeed::Invite(code) => {
                let invite =
                    self.invites.iter().find(|invite| invite.code == code).map(|invite| PartyInvite {
                        party: those(&|party| party.id == invite.party).pop().expect("a known party"),
                        expires_at: invite.expires_at,
                        used_at: invite.used_at,
                    });
                facts.invites.insert(code, invite).is_some()
            }
            SideNeed::Replied(message) => {
                let side = replied(&message);
                facts.replied.insert(message, side).is_some()
            }
            SideNeed::Mediation(case) => {
                let mediation = self.mediations.iter().find(|known| known.case == case).cloned();
                facts.mediations.insert(case, mediation).is_some()
            }
            SideNeed::Contacts(case) => {
                let contacts = self.contacts.iter().filter(|contact| contact.case == case).cloned().collect();
                facts.contacts.insert(case, contacts).is_some()
            }
            SideNeed::Phone(phone) => {
                let told = |case: &&Case| {
                    self.contacts.iter().any(|contact| {
                        contact.case == case.id
                            && contact.side == Side::Applicant
                            && contact.phone.as_ref() == Some(&phone)
                    })
                };
                let found = cases.iter().rev().filter(told).cloned().collect();
                facts.phones.insert(phone, found).is_some()
            }
            SideNeed::Called(room) => {
                let parties = self.parties.iter().map(|party| (&party.case, &party.named));
                let contacts = self.contacts.iter().map(|contact| (&contact.case, &contact.words));
                let called = parties.chain(contacts).filter_map(|(id, words)| {
                    let case = cases.iter().find(|case| case.id == *id && case.room == room)?;
                    let (case, code) = (case.is_open().then(|| case.id.clone())?, case.code.clone());
                    Some(Called { case, code, words: words.clone() })
                });
                let called = called.collect();
                facts.called.insert(room, called).is_some()
            }
        };
        assert!(!twice, "asked twice");
    }

    /// Writes what a step decided.
    pub fn commit(&mut self, effect: SideEffect, now: Timestamp) {
        match effect {
            SideEffect::Add(party) => self.parties.push(Party { version: 1, ..party }),
            SideEffect::Save(party) => {
                let known =
                    self.parties.iter_mut().find(|known| known.id == party.id).expect("a known party");
                assert_eq!(known.version, party.version, "a party is changed from what it was");
                *known = Party { version: party.version + 1, ..party };
            }
            SideEffect::Invite { code, party, until } => {
                self.invites.retain(|invite| invite.party != party || invite.used_at.is_some());
                self.invites.push(Invite { code, party, expires_at: until, used_at: None });
            }
            SideEffect::UseInvite(code) => {
                let invite =
                    self.invites.iter_mut().find(|invite| invite.code == code).expect("a known code");
                invite.used_at = Some(now);
            }
            SideEffect::Keep(mediation) => {
                self.mediations.retain(|known| known.case != mediation.case);
                self.mediations.push(Mediation { version: mediation.version + 1, ..mediation });
            }
            SideEffect::Give(contact) => {
                self.forget(&contact);
                self.contacts.push(contact);
            }
            SideEffect::TakeBack(case, side) => {
                self.contacts.retain(|known| known.case != case || known.side != side);
            }
        }
    }

    fn forget(&mut self, contact: &Contact) {
        self.contacts.retain(|known| known.case != contact.case || known.side != contact.side);
    }
}
