//! The two sides of a mediation between the engine and the store: what is looked up, and what is written.

use crate::domain::ids::ConversationId;
use crate::domain::time::Timestamp;
use crate::engine::sides::{SideEffect, SideFacts, SideNeed};
use crate::store::{Conn, StoreError};

use super::invitations;

/// Looks `need` up and adds it to `facts`; `here` is the conversation of the turn.
pub(super) async fn look_up(
    conn: &mut Conn<'_>,
    need: SideNeed,
    here: &ConversationId,
    facts: &mut SideFacts,
) -> Result<(), StoreError> {
    match need {
        SideNeed::Of(case) => {
            let parties = conn.parties_of(&case).await?;
            facts.of.insert(case, parties);
        }
        SideNeed::At(conversation) => {
            let parties = conn.parties_at(&conversation).await?;
            facts.at.insert(conversation, parties);
        }
        SideNeed::Code(code) => {
            let party = conn.party_by_code(&code).await?;
            facts.codes.insert(code, party);
        }
        SideNeed::Invite(code) => {
            let invite = conn.party_invite(&invitations::hash(&code)).await?;
            facts.invites.insert(code, invite);
        }
        SideNeed::Replied(message) => {
            let side = conn.side_of(here, &message).await?;
            facts.replied.insert(message, side);
        }
        SideNeed::Mediation(case) => {
            let mediation = conn.mediation(&case).await?;
            facts.mediations.insert(case, mediation);
        }
        SideNeed::Contacts(case) => {
            let contacts = conn.contacts(&case).await?;
            facts.contacts.insert(case, contacts);
        }
        SideNeed::Phone(phone) => {
            let cases = conn.cases_by_phone(&phone).await?;
            facts.phones.insert(phone, cases);
        }
        SideNeed::Called(room) => {
            let called = conn.called_in(&room).await?;
            facts.called.insert(room, called);
        }
    }
    Ok(())
}

/// Writes one effect.
pub(super) async fn write(
    conn: &mut Conn<'_>,
    effect: &SideEffect,
    now: Timestamp,
) -> Result<(), StoreError> {
    match effect {
        SideEffect::Add(party) => conn.insert_party(party).await,
        SideEffect::Save(party) => conn.save_party(party).await,
        SideEffect::Invite { code, party, until } => {
            conn.invite_party(&invitations::hash(code), party, now, *until).await
        }
        SideEffect::UseInvite(code) => conn.use_party_invite(&invitations::hash(code), now).await,
        SideEffect::Keep(mediation) => conn.keep_mediation(mediation).await,
        SideEffect::Give(contact) => conn.give_contact(contact).await,
        SideEffect::TakeBack(case, side) => conn.take_contact_back(case, side).await,
    }
}
