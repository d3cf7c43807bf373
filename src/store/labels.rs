//! What the buttons said that people pressed: a press brings no more than the button's data.

use crate::domain::ids::ConversationId;
use crate::domain::message::{Button, Outbound};

use super::cell::At;
use super::conn::{Conn, rows};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct WordingRow {
    id: String,
    message: String,
    body: String,
}

const WORDINGS: &str = "
    SELECT id, COALESCE(replaces_id, id) AS message, body FROM outbox
    WHERE conversation_id = $1 AND status <> 'dead' ORDER BY id DESC LIMIT $2";

/// The buttons of a conversation's last messages, also of those taken away since; newest first.
#[derive(Clone, Debug, Default)]
pub struct Labels(Vec<Wording>);

/// The buttons of a message as it stood for a while.
#[derive(Clone, Debug)]
struct Wording {
    id: String,
    /// Which message this is, or that it amended.
    message: String,
    buttons: Vec<Button>,
}

impl Labels {
    /// What the button with this data said when it was pressed: in the message it was pressed in if that is known, as
    /// it stood then, else in the newest there was. The turn that a press began has often written the same data into
    /// the next question, so that whatever is newer than the press says nothing about it.
    pub fn pressed(&self, data: &str, press: &str, message: Option<&str>) -> Option<&str> {
        let label = |wording: &'_ &Wording| wording.buttons.iter().any(|button| button.data == data);
        let mut before = self.0.iter().filter(|wording| wording.id.as_str() < press).filter(label);
        let first = before.clone().next();
        let there = before.find(|wording| Some(wording.message.as_str()) == message);
        let buttons = &there.or(first)?.buttons;
        buttons.iter().find(|button| button.data == data).map(|button| button.label.as_str())
    }
}

impl Conn<'_> {
    /// The buttons of our last `limit` messages here.
    ///
    /// # Errors
    /// The database's.
    pub async fn labels(&mut self, conversation: &ConversationId, limit: i64) -> Result<Labels, StoreError> {
        let rows = rows!(self, WordingRow, WORDINGS, conversation, limit)?;
        let wordings = rows.into_iter().map(|row| {
            let said = At::new("outbox", &row.id).json::<Outbound>("body", &row.body)?;
            Ok(Wording { id: row.id, message: row.message, buttons: said.buttons.concat() })
        });
        Ok(Labels(self.readable(wordings)))
    }
}
