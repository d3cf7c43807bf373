//! What the street in memory knows of the two sides of mediations.

use std::collections::BTreeMap;

use super::Sent;
use crate::domain::case::Case;
use crate::domain::ids::{CaseId, ConversationId, PartyId};
use crate::domain::mediation::Mediation;
use crate::domain::party::{Called, Contact, Party, PartyInvite, Side};
use crate::domain::time::Timestamp;
use crate::engine::sides::{SideEffect, SideFacts, SideNeed};

/// Parties, invitations by code, and the rest.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Sides {
    pub(in crate::engine) parties: Vec<Party>,
    invites: BTreeMap<String, (PartyId, Timestamp, Option<Timestamp>)>,
    pub(in crate::engine) mediations: BTreeMap<CaseId, Mediation>,
    pub(in crate::engine) contacts: Vec<Contact>,
}

impl Sides {
    pub(super) fn supply(
        &self,
        need: SideNeed,
        here: &ConversationId,
        (sent, cases): (&[Sent], &BTreeMap<CaseId, Case>),
        facts: &mut SideFacts,
    ) {
        let those = |keep: &dyn Fn(&Party) -> bool| -> Vec<Party> {
            self.parties.iter().filter(|party| keep(party)).cloned().collect()
        };
        match need {
            SideNeed::Of(case) => {
                let parties = those(&|party| party.case == case);
                facts.of.insert(case, parties);
            }
            SideNeed::At(at) => {
                let mut parties = those(&|party| party.conversation.as_ref() == Some(&at));
                parties.reverse();
                facts.at.insert(at, parties);
            }
            SideNeed::Code(code) => {
                let party = those(&|party| party.code == code).pop();
                facts.codes.insert(code, party);
            }
            SideNeed::Invite(code) => {
                let invite = self.invites.get(&code).map(|(id, expires_at, used_at)| PartyInvite {
                    party: those(&|party| party.id == *id).pop().unwrap(),
                    expires_at: *expires_at,
                    used_at: *used_at,
                });
                facts.invites.insert(code, invite);
            }
            SideNeed::Replied(message) => {
                let sent = sent.iter().find(|sent| sent.id.as_str() == message && sent.to == *here);
                facts.replied.insert(message.clone(), sent.and_then(|sent| sent.side.clone()));
            }
            SideNeed::Mediation(case) => {
                let mediation = self.mediations.get(&case).cloned();
                facts.mediations.insert(case, mediation);
            }
            SideNeed::Contacts(case) => {
                let contacts = self.contacts.iter().filter(|contact| contact.case == case).cloned().collect();
                facts.contacts.insert(case, contacts);
            }
            SideNeed::Phone(phone) => {
                let given = |contact: &&Contact| {
                    contact.phone.as_ref() == Some(&phone) && contact.side == Side::Applicant
                };
                let found = self.contacts.iter().filter(given).map(|contact| cases[&contact.case].clone());
                let found = found.collect();
                facts.phones.insert(phone, found);
            }
            SideNeed::Called(room) => {
                let open =
                    |case: &CaseId| Some(&cases[case]).filter(|case| case.room == room && case.is_open());
                let parties = self.parties.iter().map(|party| (&party.case, &party.named));
                let contacts = self.contacts.iter().map(|contact| (&contact.case, &contact.words));
                let called = parties.chain(contacts).filter_map(|(case, words)| {
                    let case = open(case)?;
                    Some(Called { case: case.id.clone(), code: case.code.clone(), words: words.clone() })
                });
                let called = called.collect();
                facts.called.insert(room, called);
            }
        }
    }

    pub(super) fn keep(&mut self, effect: SideEffect, now: Timestamp) {
        match effect {
            SideEffect::Add(party) => {
                assert_eq!(party.version, 0);
                self.parties.push(Party { version: 1, ..party });
            }
            SideEffect::Save(party) => {
                let known = self.parties.iter_mut().find(|known| known.id == party.id).unwrap();
                assert_eq!(known.version, party.version, "a party is saved as it was read, once in a step");
                *known = Party { version: party.version + 1, ..party };
            }
            SideEffect::Invite { code, party, until } => {
                self.invites.retain(|_, (id, _, used_at)| *id != party || used_at.is_some());
                self.invites.insert(code, (party, until, None));
            }
            SideEffect::UseInvite(code) => {
                let (_, _, used_at) = self.invites.get_mut(&code).unwrap();
                assert_eq!(used_at.replace(now), None);
            }
            SideEffect::Keep(mediation) => {
                let version = self.mediations.get(&mediation.case).map_or(0, |known| known.version);
                assert_eq!(version, mediation.version, "a mediation is kept as it was read, once in a step");
                let kept = Mediation { version: version + 1, ..mediation };
                self.mediations.insert(kept.case.clone(), kept);
            }
            SideEffect::Give(contact) => {
                self.contacts.retain(|known| (&known.case, &known.side) != (&contact.case, &contact.side));
                self.contacts.push(contact);
            }
            SideEffect::TakeBack(case, side) => {
                self.contacts.retain(|known| (&known.case, &known.side) != (&case, &side));
            }
        }
    }
}
