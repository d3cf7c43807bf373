//! Tells those who run the system something once, however many processes find it out.

use crate::domain::ids::{ConversationId, Mint, OutboxId};
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::staff::{Role, StaffStatus};
use crate::domain::time::Timestamp;
use crate::engine::Effect;
use crate::engine::effect::Say;
use crate::store::{Conn, StoreError};

use super::commit::Commit;

/// All processes on one database are the same holder of what has been told.
const ANY: &str = "any";

/// What may have been told before.
#[derive(Clone, Debug)]
pub(super) struct News {
    /// What kind of news it is; the database remembers the last of each kind.
    pub(super) kind: &'static str,
    /// Stands for what it says; the same again is not told.
    pub(super) key: String,
    /// A message to every conversation of every active administrator; `None`: nothing is wrong, and nothing is said.
    pub(super) words: Option<Outbound>,
}

impl News {
    /// Writes the messages, unless the last news of this kind were the same. Says whether they were new.
    pub(super) async fn tell(
        &self,
        conn: &mut Conn<'_>,
        now: Timestamp,
        seed: u64,
    ) -> Result<bool, StoreError> {
        let told = conn.take_lease(self.kind, ANY, now, now).await?;
        if told.as_deref() == Some(&self.key) {
            return Ok(false);
        }
        conn.set_state(self.kind, ANY, &self.key).await?;
        let Some(words) = &self.words else { return Ok(true) };
        let staff = conn.staff_list().await?;
        let admins = staff
            .into_iter()
            .filter(|staff| staff.role == Role::Admin && staff.status == StaffStatus::Active);
        let mut mint = Mint::new(now, seed);
        for conversation in admins.flat_map(|admin| admin.conversations) {
            let say = said(words, conversation.clone(), OutboxId::new(mint.text()));
            Commit::new(conn, &conversation, now, Mint::new(now, seed)).write(&Effect::Say(say)).await?;
        }
        Ok(true)
    }
}

fn said(words: &Outbound, to: ConversationId, id: OutboxId) -> Say {
    Say { id, to, outbound: words.clone(), case: None, purpose: Purpose::Notice }
}
