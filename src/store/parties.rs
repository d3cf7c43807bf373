//! The other parties of mediations, their one-time invitations, and what residents have told staff of themselves.

use crate::domain::code::CaseCode;
use crate::domain::ids::{CaseId, ConversationId, PartyId, RoomCode, StaffId};
use crate::domain::party::{Called, Contact, Party, PartyInvite, Side};
use crate::domain::time::Timestamp;

use super::cell::{At, moment};
use super::conn::{Conn, json, row, rows, run};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct PartyRow {
    id: String,
    code: String,
    case_id: String,
    place: i64,
    conversation_id: Option<String>,
    lang: String,
    named: String,
    phone: Option<String>,
    state: String,
    invited_at: Option<i64>,
    joined_at: Option<i64>,
    answered_at: Option<i64>,
    noted_by: Option<String>,
    promised: Option<i64>,
    spoken_at: Option<i64>,
    reminded: i64,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct InviteRow {
    party_id: String,
    expires_at: i64,
    used_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct SideRow {
    side: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ContactRow {
    case_id: String,
    side: String,
    words: String,
    phone: Option<String>,
    given_at: i64,
    shown: String,
}

#[derive(sqlx::FromRow)]
struct CalledRow {
    case_id: String,
    code: String,
    words: String,
}

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, code, case_id, place, conversation_id, lang, named, phone, state, invited_at, joined_at, \
             answered_at, noted_by, promised, reminded, version, spoken_at FROM party WHERE ",
            $condition
        )
    };
}

const ONE: &str = select!("id = $1");
const BY_CODE: &str = select!("code = $1");
const OF_CASE: &str = select!("case_id = $1 ORDER BY place");
const AT: &str = select!("conversation_id = $1 ORDER BY id DESC LIMIT 50");

const INSERT: &str = "
    INSERT INTO party (id, code, case_id, place, conversation_id, lang, named, phone, state, invited_at, joined_at,
        answered_at, noted_by, promised, reminded, spoken_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)";
const SAVE: &str = "
    UPDATE party SET conversation_id = $3, lang = $4, named = $5, phone = $6, state = $7, invited_at = $8,
        joined_at = $9, answered_at = $10, noted_by = $11, promised = $12, reminded = $13, spoken_at = $14,
        version = version + 1
    WHERE id = $1 AND version = $2";

const ADD_INVITE: &str = "
    INSERT INTO party_invite (code_hash, party_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
/// Of somebody's unused codes only the newest counts.
const RETIRE: &str = "DELETE FROM party_invite WHERE party_id = $1 AND used_at IS NULL";
const INVITE: &str = "SELECT party_id, expires_at, used_at FROM party_invite WHERE code_hash = $1";
const USE_INVITE: &str = "UPDATE party_invite SET used_at = $2 WHERE code_hash = $1 AND used_at IS NULL";

/// An amendment belongs to the thread of the message it amends.
macro_rules! side {
    ($condition:literal) => {
        concat!(
            "SELECT COALESCE(o.side, t.side) AS side FROM outbox o LEFT JOIN outbox t ON t.id = o.replaces_id
             WHERE o.conversation_id = $1 AND ",
            $condition,
            " ORDER BY o.id DESC LIMIT 1"
        )
    };
}

const SIDE: &str = side!("o.external_id = $2");
const SIDE_OURS: &str = side!("o.id = $2");
const SIDE_PART: &str =
    side!("o.external_id LIKE '%,%' AND ',' || o.external_id || ',' LIKE '%,' || $2 || ',%' ESCAPE '!'");

const CONTACTS: &str = "
    SELECT case_id, side, words, phone, given_at, shown FROM contact WHERE case_id = $1 ORDER BY side";
/// Everybody's words of names in the open cases of a room.
const CALLED: &str = "
    SELECT case_id, code, words FROM (
        SELECT cases.id AS case_id, cases.code, party.named AS words FROM party JOIN cases ON cases.id = party.case_id
        WHERE cases.room = $1 AND cases.state IN ('offered', 'claimed', 'referred')
        UNION ALL
        SELECT cases.id, cases.code, contact.words FROM contact JOIN cases ON cases.id = contact.case_id
        WHERE cases.room = $1 AND cases.state IN ('offered', 'claimed', 'referred')
    ) AS called ORDER BY case_id DESC, words LIMIT 200";
const GIVE: &str = "
    INSERT INTO contact (case_id, side, words, phone, given_at, shown) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (case_id, side) DO UPDATE SET words = excluded.words, phone = excluded.phone,
        given_at = excluded.given_at, shown = excluded.shown";
const TAKE_BACK: &str = "DELETE FROM contact WHERE case_id = $1 AND side = $2";

impl Conn<'_> {
    /// The other parties of a case, in their order.
    ///
    /// # Errors
    /// The database's.
    pub async fn parties_of(&mut self, case: &CaseId) -> Result<Vec<Party>, StoreError> {
        rows!(self, PartyRow, OF_CASE, case)?.into_iter().map(PartyRow::read).collect()
    }

    /// What a conversation's person is the other party of, newest first; at most 50.
    ///
    /// # Errors
    /// The database's.
    pub async fn parties_at(&mut self, conversation: &ConversationId) -> Result<Vec<Party>, StoreError> {
        rows!(self, PartyRow, AT, conversation)?.into_iter().map(PartyRow::read).collect()
    }

    /// The other party with this code.
    ///
    /// # Errors
    /// The database's.
    pub async fn party_by_code(&mut self, code: &CaseCode) -> Result<Option<Party>, StoreError> {
        row!(self, PartyRow, BY_CODE, code)?.map(PartyRow::read).transpose()
    }

    /// Stores a new party, as its first version.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if its code or its place in the case is taken; otherwise the database's.
    pub async fn insert_party(&mut self, party: &Party) -> Result<(), StoreError> {
        run!(
            self,
            INSERT,
            &party.id,
            &party.code,
            &party.case,
            party.number,
            party.conversation.as_ref(),
            party.lang,
            &party.named,
            party.phone.as_ref(),
            party.state,
            party.invited_at,
            party.joined_at,
            party.answered_at,
            party.noted_by.as_ref(),
            party.promised,
            party.reminded,
            party.spoken_at,
        )
        .map(drop)
    }

    /// Stores a party changed, as the version after the one that was read.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it has been written since; otherwise the database's.
    pub async fn save_party(&mut self, party: &Party) -> Result<(), StoreError> {
        let saved = run!(
            self,
            SAVE,
            &party.id,
            party.version,
            party.conversation.as_ref(),
            party.lang,
            &party.named,
            party.phone.as_ref(),
            party.state,
            party.invited_at,
            party.joined_at,
            party.answered_at,
            party.noted_by.as_ref(),
            party.promised,
            party.reminded,
            party.spoken_at,
        )?;
        if saved == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// Stores the hash of a one-time code; earlier codes of the party that were not used count no more.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the code is taken; otherwise the database's.
    pub async fn invite_party(
        &mut self,
        code_hash: &str,
        party: &PartyId,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        run!(self, RETIRE, party)?;
        run!(self, ADD_INVITE, code_hash, party, now, expires_at).map(drop)
    }

    /// The invitation whose code has this hash.
    ///
    /// # Errors
    /// The database's.
    pub async fn party_invite(&mut self, code_hash: &str) -> Result<Option<PartyInvite>, StoreError> {
        let Some(found) = row!(self, InviteRow, INVITE, code_hash)? else { return Ok(None) };
        let party = row!(self, PartyRow, ONE, &found.party_id)?.map(PartyRow::read).transpose()?;
        let party = At::new("party_invite", code_hash).known("party_id", party)?;
        let (expires_at, used_at) = (Timestamp::from_millis(found.expires_at), moment(found.used_at));
        Ok(Some(PartyInvite { party, expires_at, used_at }))
    }

    /// Uses a one-time code up.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it has been used or is not there; otherwise the database's.
    pub async fn use_party_invite(&mut self, code_hash: &str, now: Timestamp) -> Result<(), StoreError> {
        let used = run!(self, USE_INVITE, code_hash, now)?;
        if used == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// The thread that our message with this id of the channel belongs to, be it whole, amended or one part of several.
    ///
    /// # Errors
    /// The database's.
    pub async fn side_of(
        &mut self,
        conversation: &ConversationId,
        external_id: &str,
    ) -> Result<Option<Side>, StoreError> {
        let mut found = row!(self, SideRow, SIDE, conversation, external_id)?;
        if found.is_none() {
            found = row!(self, SideRow, SIDE_PART, conversation, &super::cards::literally(external_id))?;
        }
        if found.is_none() {
            found = row!(self, SideRow, SIDE_OURS, conversation, external_id)?;
        }
        Ok(found.and_then(|row| row.side).map(|side| Side::parse(&side)))
    }

    /// What the sides of a case have told staff of themselves and not taken back.
    ///
    /// # Errors
    /// The database's.
    pub async fn contacts(&mut self, case: &CaseId) -> Result<Vec<Contact>, StoreError> {
        rows!(self, ContactRow, CONTACTS, case)?.into_iter().map(ContactRow::read).collect()
    }

    /// What people in the open cases of a room are called, newest case first; at most 200.
    ///
    /// # Errors
    /// The database's.
    pub async fn called_in(&mut self, room: &RoomCode) -> Result<Vec<Called>, StoreError> {
        rows!(self, CalledRow, CALLED, room)?.into_iter().map(CalledRow::read).collect()
    }

    /// Keeps what a side tells staff of itself, in place of what it told before.
    ///
    /// # Errors
    /// The database's.
    pub async fn give_contact(&mut self, contact: &Contact) -> Result<(), StoreError> {
        let (side, shown) = (contact.side.as_str(), json(&contact.shown));
        let phone = contact.phone.as_ref();
        run!(self, GIVE, &contact.case, side, &contact.words, phone, contact.given_at, &shown).map(drop)
    }

    /// Forgets it.
    ///
    /// # Errors
    /// The database's.
    pub async fn take_contact_back(&mut self, case: &CaseId, side: &Side) -> Result<(), StoreError> {
        run!(self, TAKE_BACK, case, side.as_str()).map(drop)
    }
}

impl PartyRow {
    fn read(self) -> Result<Party, StoreError> {
        let at = At::new("party", &self.id);
        Ok(Party {
            code: at.known("code", CaseCode::parse(&self.code))?,
            case: CaseId::new(self.case_id),
            number: self.place,
            conversation: self.conversation_id.map(ConversationId::new),
            lang: at.word("lang", &self.lang)?,
            named: self.named,
            phone: self.phone,
            state: at.word("state", &self.state)?,
            invited_at: moment(self.invited_at),
            joined_at: moment(self.joined_at),
            answered_at: moment(self.answered_at),
            noted_by: self.noted_by.map(StaffId::new),
            promised: moment(self.promised),
            spoken_at: moment(self.spoken_at),
            reminded: self.reminded,
            version: self.version,
            id: PartyId::new(self.id),
        })
    }
}

impl CalledRow {
    fn read(self) -> Result<Called, StoreError> {
        let code = At::new("cases", &self.case_id).known("code", CaseCode::parse(&self.code))?;
        Ok(Called { case: CaseId::new(self.case_id), code, words: self.words })
    }
}

impl ContactRow {
    fn read(self) -> Result<Contact, StoreError> {
        let shown = At::new("contact", &self.case_id).json("shown", &self.shown)?;
        Ok(Contact {
            case: CaseId::new(self.case_id),
            side: Side::parse(&self.side),
            words: self.words,
            phone: self.phone,
            given_at: Timestamp::from_millis(self.given_at),
            shown,
        })
    }
}
