//! Cases and their logs.

use crate::domain::case::{Case, CaseEntry};
use crate::domain::code::CaseCode;
use crate::domain::ids::{AttachmentId, CaseId, ConversationId, EntryId, PartyId, RoomCode, StaffId};
use crate::domain::service::{Service, Topic};
use crate::domain::time::Timestamp;

use super::cell::{At, moment};
use super::conn::{Conn, json, row, rows, run};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct CaseRow {
    id: String,
    code: String,
    conversation_id: String,
    lang: String,
    service: String,
    origin: String,
    behalf: Option<String>,
    contact: Option<String>,
    topic: Option<String>,
    room: String,
    state: String,
    reach: String,
    owner_id: Option<String>,
    summary: String,
    details: String,
    urgent: bool,
    deadline: i64,
    last_speaker: String,
    last_spoke_at: i64,
    outcome: Option<String>,
    opened_at: i64,
    claimed_at: Option<i64>,
    answered_at: Option<i64>,
    referred_at: Option<i64>,
    closed_at: Option<i64>,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: String,
    case_id: String,
    at: i64,
    spoken_by: String,
    staff_id: Option<String>,
    kind: String,
    words: String,
    attachment_id: Option<String>,
    side: Option<String>,
}

macro_rules! columns {
    () => {
        "id, code, conversation_id, lang, service, topic, room, state, reach, owner_id, summary, details, urgent, \
         deadline, last_speaker, last_spoke_at, outcome, opened_at, claimed_at, answered_at, referred_at, \
         closed_at, version, origin, behalf, contact"
    };
}

const CASE: &str = concat!("SELECT ", columns!(), " FROM cases WHERE id = $1");
const BY_CODE: &str = concat!("SELECT ", columns!(), " FROM cases WHERE code = $1");
const OF_CONVERSATION: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE conversation_id = $1 AND (state NOT IN ('closed', 'filed') OR id IN (
        SELECT id FROM cases WHERE conversation_id = $1 AND state IN ('closed', 'filed') ORDER BY id DESC LIMIT 10))
     ORDER BY id DESC"
);
const OPEN: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE state NOT IN ('closed', 'filed') ORDER BY id LIMIT 200"
);
const OPEN_IN_ROOM: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE state NOT IN ('closed', 'filed') AND room = $1 ORDER BY id LIMIT 200"
);

const OWNED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE state NOT IN ('closed', 'filed') AND owner_id = $1 ORDER BY id LIMIT 200"
);

const BY_PHONE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE id IN (SELECT case_id FROM contact WHERE phone = $1 AND side = 'applicant')
     ORDER BY id DESC LIMIT 20"
);

const INSERT: &str = concat!(
    "INSERT INTO cases (",
    columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
     $23, $24, $25, $26)"
);

/// What never changes is not written again: code, opening, origin.
const SAVE: &str = "
    UPDATE cases SET lang = $3, service = $4, topic = $5, room = $6, state = $7, reach = $8, owner_id = $9,
        summary = $10, details = $11, urgent = $12, deadline = $13, last_speaker = $14, last_spoke_at = $15,
        outcome = $16, claimed_at = $17, answered_at = $18, referred_at = $19, closed_at = $20, conversation_id = $21,
        behalf = $22, contact = $23, version = version + 1
    WHERE id = $1 AND version = $2";

const ADD_ENTRY: &str = "
    INSERT INTO case_entry (id, case_id, at, spoken_by, staff_id, kind, words, attachment_id, side)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const LOG: &str = "
    SELECT id, case_id, at, spoken_by, staff_id, kind, words, attachment_id, side FROM case_entry
    WHERE case_id = $1 ORDER BY id";

impl Conn<'_> {
    /// The case with this id.
    ///
    /// # Errors
    /// The database's.
    pub async fn case(&mut self, id: &CaseId) -> Result<Option<Case>, StoreError> {
        row!(self, CaseRow, CASE, id)?.map(CaseRow::read).transpose()
    }

    /// The case with this code.
    ///
    /// # Errors
    /// The database's.
    pub async fn case_by_code(&mut self, code: &CaseCode) -> Result<Option<Case>, StoreError> {
        row!(self, CaseRow, BY_CODE, code)?.map(CaseRow::read).transpose()
    }

    /// What a conversation opened, newest first: every open case and the last ten closed ones.
    ///
    /// # Errors
    /// The database's.
    pub async fn cases_of(&mut self, conversation: &ConversationId) -> Result<Vec<Case>, StoreError> {
        let found = rows!(self, CaseRow, OF_CONVERSATION, conversation)?;
        Ok(self.readable(found.into_iter().map(CaseRow::read)))
    }

    /// The open cases of one room, or of all, oldest first; at most 200.
    ///
    /// # Errors
    /// The database's.
    pub async fn open_cases(&mut self, room: Option<&RoomCode>) -> Result<Vec<Case>, StoreError> {
        let found = match room {
            Some(room) => rows!(self, CaseRow, OPEN_IN_ROOM, room)?,
            None => rows!(self, CaseRow, OPEN)?,
        };
        Ok(self.readable(found.into_iter().map(CaseRow::read)))
    }

    /// The open cases somebody has, oldest first; at most 200.
    ///
    /// # Errors
    /// The database's.
    pub async fn cases_owned_by(&mut self, staff: &StaffId) -> Result<Vec<Case>, StoreError> {
        let found = rows!(self, CaseRow, OWNED, staff)?;
        Ok(self.readable(found.into_iter().map(CaseRow::read)))
    }

    /// The cases of residents who told staff this number (digits), newest first; at most 20.
    ///
    /// # Errors
    /// The database's.
    pub async fn cases_by_phone(&mut self, phone: &str) -> Result<Vec<Case>, StoreError> {
        let found = rows!(self, CaseRow, BY_PHONE, phone)?;
        Ok(self.readable(found.into_iter().map(CaseRow::read)))
    }

    /// Stores a new case, as its first version.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if its code is taken; otherwise the database's.
    pub async fn insert_case(&mut self, case: &Case) -> Result<(), StoreError> {
        run!(
            self,
            INSERT,
            &case.id,
            &case.code,
            &case.conversation,
            case.lang,
            case.service,
            case.topic.as_ref(),
            &case.room,
            case.state,
            case.reach,
            case.owner.as_ref(),
            &case.summary,
            &json(&case.details),
            case.urgent,
            case.deadline,
            case.last_speaker,
            case.last_spoke_at,
            case.outcome,
            case.opened_at,
            case.claimed_at,
            case.answered_at,
            case.referred_at,
            case.closed_at,
            1_i64,
            case.origin,
            case.behalf.as_ref(),
            case.contact.as_ref(),
        )
        .map(drop)
    }

    /// Stores a case changed, as the version after the one that was read.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it has been written since; otherwise the database's.
    pub async fn save_case(&mut self, case: &Case) -> Result<(), StoreError> {
        let saved = run!(
            self,
            SAVE,
            &case.id,
            case.version,
            case.lang,
            case.service,
            case.topic.as_ref(),
            &case.room,
            case.state,
            case.reach,
            case.owner.as_ref(),
            &case.summary,
            &json(&case.details),
            case.urgent,
            case.deadline,
            case.last_speaker,
            case.last_spoke_at,
            case.outcome,
            case.claimed_at,
            case.answered_at,
            case.referred_at,
            case.closed_at,
            &case.conversation,
            case.behalf.as_ref(),
            case.contact.as_ref(),
        )?;
        if saved == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// Adds a line to a case's log.
    ///
    /// # Errors
    /// The database's.
    pub async fn add_entry(&mut self, entry: &CaseEntry) -> Result<(), StoreError> {
        run!(
            self,
            ADD_ENTRY,
            &entry.id,
            &entry.case,
            entry.at,
            entry.by,
            entry.staff.as_ref(),
            entry.kind,
            &entry.text,
            entry.attachment.as_ref(),
            entry.party.as_ref(),
        )
        .map(drop)
    }

    /// A case's log, oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn log(&mut self, case: &CaseId) -> Result<Vec<CaseEntry>, StoreError> {
        let found = rows!(self, EntryRow, LOG, case)?;
        Ok(self.readable(found.into_iter().map(EntryRow::read)))
    }
}

impl CaseRow {
    fn read(self) -> Result<Case, StoreError> {
        let at = At::new("cases", &self.id);
        Ok(Case {
            code: at.known("code", CaseCode::parse(&self.code))?,
            conversation: ConversationId::new(self.conversation_id),
            lang: at.word("lang", &self.lang)?,
            service: at.known("service", Service::parse(&self.service))?,
            origin: at.word("origin", &self.origin)?,
            behalf: self.behalf,
            contact: self.contact,
            topic: self.topic.map(Topic::new),
            room: RoomCode::new(self.room),
            state: at.word("state", &self.state)?,
            reach: at.word("reach", &self.reach)?,
            owner: self.owner_id.map(StaffId::new),
            summary: self.summary,
            details: at.json("details", &self.details)?,
            urgent: self.urgent,
            deadline: Timestamp::from_millis(self.deadline),
            last_speaker: at.word("last_speaker", &self.last_speaker)?,
            last_spoke_at: Timestamp::from_millis(self.last_spoke_at),
            outcome: at.maybe_word("outcome", self.outcome.as_deref())?,
            opened_at: Timestamp::from_millis(self.opened_at),
            claimed_at: moment(self.claimed_at),
            answered_at: moment(self.answered_at),
            referred_at: moment(self.referred_at),
            closed_at: moment(self.closed_at),
            version: self.version,
            id: CaseId::new(self.id),
        })
    }
}

impl EntryRow {
    fn read(self) -> Result<CaseEntry, StoreError> {
        let at = At::new("case_entry", &self.id);
        Ok(CaseEntry {
            case: CaseId::new(self.case_id),
            at: Timestamp::from_millis(self.at),
            by: at.word("spoken_by", &self.spoken_by)?,
            staff: self.staff_id.map(StaffId::new),
            kind: at.word("kind", &self.kind)?,
            text: self.words,
            attachment: self.attachment_id.map(AttachmentId::new),
            party: self.side.map(PartyId::new),
            id: EntryId::new(self.id),
        })
    }
}
