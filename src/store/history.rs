//! What was said in a conversation, both sides, as a page that shows it needs it.

use crate::domain::code::CaseCode;
use crate::domain::ids::ConversationId;
use crate::domain::message::{Body, Outbound};
use crate::domain::time::Timestamp;

use super::cell::At;
use super::conn::{Conn, rows};
use super::error::StoreError;

/// Two turns at once may commit in the other order than their ids; looking back this far finds the late one.
const OVERLAP_MILLIS: i64 = 10_000;

/// After every id in any database's order, for ids have only hexadecimal digits.
const END: &str = "g";

/// One line of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The id of the message, ours or theirs.
    pub id: String,
    /// The id of what made it say what it says now: its latest amendment, or itself.
    pub change: String,
    /// When it was first said.
    pub at: Timestamp,
    /// By whom, and what.
    pub said: Said,
    /// The case it is about, on messages of ours; another party of a mediation knows it by a code of their own.
    pub case: Option<CaseCode>,
    /// Whether somebody waits to hear that this message of ours has been seen.
    pub awaited: bool,
    /// A press verbatim, as its channel keeps it: it may tell in which message the button stood.
    pub raw: Option<String>,
}

/// Who said what.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// The person.
    Person(Body),
    /// The gateway.
    Gateway(Outbound),
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: String,
    change: String,
    at: i64,
    body: String,
    code: Option<String>,
    awaited: bool,
    raw: Option<String>,
}

const PERSON: &str = "
    SELECT id, id AS change, received_at AS at, body, CAST(NULL AS TEXT) AS code, FALSE AS awaited,
        CASE WHEN body LIKE '{\"press\":%' THEN raw END AS raw
    FROM inbound
    WHERE conversation_id = $1 AND status <> 'unused' AND body IS NOT NULL AND id > $2 AND id < $3
    ORDER BY id DESC LIMIT $4";

/// A message of ours, as its latest amendment has it.
macro_rules! gateway {
    ($condition:literal) => {
        concat!(
            "SELECT o.id, COALESCE(a.id, o.id) AS change, o.created_at AS at, COALESCE(a.body, o.body) AS body,
                COALESCE(p.code, (
                    SELECT MIN(q.code) FROM party q
                    WHERE q.case_id = o.case_id AND q.conversation_id = o.conversation_id
                        AND c.conversation_id <> o.conversation_id), c.code) AS code,
                EXISTS (SELECT 1 FROM receipt r WHERE r.message_id = o.id AND r.seen_at IS NULL) AS awaited,
                CAST(NULL AS TEXT) AS raw
             FROM outbox o LEFT JOIN cases c ON c.id = o.case_id
             LEFT JOIN party p ON p.id = o.side AND p.conversation_id = o.conversation_id
             LEFT JOIN outbox a ON a.id = (
                SELECT l.id FROM outbox l WHERE l.replaces_id = o.id AND l.status <> 'dead'
                ORDER BY l.id DESC LIMIT 1)
             WHERE o.conversation_id = $1 AND o.replaces_id IS NULL AND o.status <> 'dead' AND ",
            $condition,
            " ORDER BY o.id DESC LIMIT $4"
        )
    };
}

const GATEWAY: &str = gateway!("o.id > $2 AND o.id < $3");
const GATEWAY_CHANGED: &str = gateway!(
    "o.id IN (SELECT COALESCE(m.replaces_id, m.id) FROM outbox m
              WHERE m.conversation_id = $1 AND m.id > $2 AND m.id < $3)"
);

impl Conn<'_> {
    /// The last lines of a conversation, or those before line `before`; oldest first, at most `limit`.
    ///
    /// # Errors
    /// The database's.
    pub async fn history(
        &mut self,
        conversation: &ConversationId,
        before: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Line>, StoreError> {
        let before = before.unwrap_or(END);
        let person = rows!(self, LineRow, PERSON, conversation, "", before, limit)?;
        let gateway = rows!(self, LineRow, GATEWAY, conversation, "", before, limit)?;
        let mut lines = self.readable(read(person, gateway));
        lines.sort_by(|a, b| a.id.cmp(&b.id));
        let surplus = lines.len().saturating_sub(usize::try_from(limit).unwrap_or(0));
        Ok(lines.split_off(surplus))
    }

    /// The lines that are new or amended since the change `after`, in the order of their changes; at most `limit`
    /// of each side. Those of the last ten seconds before `after` come again, so that none is ever missed: whoever
    /// shows them replaces a line by its id.
    ///
    /// # Errors
    /// The database's.
    pub async fn changes_since(
        &mut self,
        conversation: &ConversationId,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Line>, StoreError> {
        let after = earlier(after);
        let person = rows!(self, LineRow, PERSON, conversation, &after, END, limit)?;
        let gateway = rows!(self, LineRow, GATEWAY_CHANGED, conversation, &after, END, limit)?;
        let mut lines = self.readable(read(person, gateway));
        lines.sort_by(|a, b| a.change.cmp(&b.change));
        Ok(lines)
    }
}

/// An id made that much before this one. Ids begin with twelve hexadecimal digits of milliseconds; anything else is
/// before everything.
fn earlier(id: &str) -> String {
    let millis = id.get(..12).and_then(|digits| i64::from_str_radix(digits, 16).ok()).unwrap_or(0);
    format!("{:012x}", millis.saturating_sub(OVERLAP_MILLIS).max(0))
}

fn read(person: Vec<LineRow>, gateway: Vec<LineRow>) -> impl Iterator<Item = Result<Line, StoreError>> {
    let person = person.into_iter().map(|row| {
        let said = Said::Person(At::new("inbound", &row.id).json("body", &row.body)?);
        row.line(said)
    });
    let gateway = gateway.into_iter().map(|row| {
        let said = Said::Gateway(At::new("outbox", &row.id).json("body", &row.body)?);
        row.line(said)
    });
    person.chain(gateway)
}

impl LineRow {
    fn line(self, said: Said) -> Result<Line, StoreError> {
        let at = At::new("cases", &self.id);
        let case = self.code.map(|code| at.known("code", CaseCode::parse(&code))).transpose()?;
        let (id, change, at) = (self.id, self.change, Timestamp::from_millis(self.at));
        Ok(Line { id, change, at, said, case, awaited: self.awaited, raw: self.raw })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Mint;

    #[test]
    fn earlier_is_ten_seconds_back_and_never_fails() {
        let id = |millis| Mint::new(Timestamp::from_millis(millis), 1).text();
        assert!(earlier(&id(20_000)) <= id(10_000));
        assert!(earlier(&id(20_000)) > id(9_999));
        assert_eq!(earlier(&id(5)), "000000000000");
        assert_eq!(earlier("短"), "000000000000");
    }
}
