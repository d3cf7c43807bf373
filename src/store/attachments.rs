//! Photos and files: what they are, and their bytes where we have them.

use crate::domain::attachment::Attachment;
use crate::domain::ids::{AttachmentId, ConversationId};
use crate::domain::time::Timestamp;

use super::cell::At;
use super::conn::{Conn, row, run};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct AttachmentRow {
    id: String,
    conversation_id: String,
    kind: String,
    name: Option<String>,
    mime: Option<String>,
    telegram_file: Option<String>,
    bytes: Option<Vec<u8>>,
}

const KEEP: &str = "
    INSERT INTO attachment (id, conversation_id, kind, name, mime, telegram_file, bytes, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const ATTACHMENT: &str = "
    SELECT id, conversation_id, kind, name, mime, telegram_file, bytes FROM attachment WHERE id = $1";

impl Conn<'_> {
    /// Keeps a file that came in a conversation.
    ///
    /// # Errors
    /// The database's.
    pub async fn keep_attachment(
        &mut self,
        file: &Attachment,
        conversation: &ConversationId,
        bytes: Option<&[u8]>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        run!(
            self,
            KEEP,
            &file.id,
            conversation,
            file.kind,
            file.name.as_ref(),
            file.mime.as_ref(),
            file.telegram_file.as_ref(),
            bytes,
            now,
        )
        .map(drop)
    }

    /// A file, the conversation it came in, and its bytes if we have them.
    ///
    /// # Errors
    /// The database's.
    pub async fn attachment(
        &mut self,
        id: &AttachmentId,
    ) -> Result<Option<(Attachment, ConversationId, Option<Vec<u8>>)>, StoreError> {
        let Some(row) = row!(self, AttachmentRow, ATTACHMENT, id)? else { return Ok(None) };
        let kind = At::new("attachment", &row.id).word("kind", &row.kind)?;
        let file = Attachment {
            id: AttachmentId::new(row.id),
            kind,
            name: row.name,
            mime: row.mime,
            telegram_file: row.telegram_file,
        };
        Ok(Some((file, ConversationId::new(row.conversation_id), row.bytes)))
    }
}
