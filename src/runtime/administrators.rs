//! Words to whoever runs the system, on every conversation that reaches them; once, however many processes find it out.

use std::time::Duration;

use crate::domain::ids::{Mint, OutboxId};
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::staff::{Role, StaffStatus};
use crate::domain::time::Timestamp;
use crate::engine::Effect;
use crate::engine::effect::Say;
use crate::store::{Conn, StoreError};

use super::commit::Commit;

/// Ids of these messages are higher than any that a step makes, and lower than those of amendments.
const FIRST_NUMBER: u16 = 0x4000;
/// All processes on one database are the same holder of what they remember together.
const ANY: &str = "any";

/// What may have been told before.
#[derive(Clone, Debug)]
pub(super) struct News {
    /// What kind of news it is; the database remembers the last of each kind.
    pub(super) kind: &'static str,
    /// Stands for what it says; the same again is not told.
    pub(super) key: String,
    /// What administrators read; `None`: nothing is wrong, and nothing is said.
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
        if let Some(words) = &self.words {
            tell(conn, words, now, seed).await?;
        }
        Ok(true)
    }
}

/// Tells every active administrator.
async fn tell(conn: &mut Conn<'_>, words: &Outbound, now: Timestamp, seed: u64) -> Result<(), StoreError> {
    let staff = conn.staff_list().await?;
    let admins =
        staff.into_iter().filter(|staff| staff.role == Role::Admin && staff.status == StaffStatus::Active);
    let mut mint = Mint::new(now, seed).starting_at(FIRST_NUMBER);
    for to in admins.flat_map(|admin| admin.conversations) {
        let (id, outbound) = (OutboxId::new(mint.text()), words.clone());
        let say = Say { id, to: to.clone(), outbound, case: None, purpose: Purpose::Notice, side: None };
        Commit::new(conn, &to, now, Mint::new(now, seed)).write(&Effect::Say(say)).await?;
    }
    Ok(())
}

/// Tells them unless they were told of `matter` within `span`, by whichever process.
pub(super) async fn tell_once(
    conn: &mut Conn<'_>,
    (matter, span): (&str, Duration),
    words: &Outbound,
    now: Timestamp,
    seed: u64,
) -> Result<(), StoreError> {
    let told = conn.take_lease(matter, ANY, now, now).await?.and_then(|told| told.parse().ok());
    if told.is_some_and(|told| now < Timestamp::from_millis(told).plus(span)) {
        return Ok(());
    }
    conn.set_state(matter, ANY, &now.millis().to_string()).await?;
    tell(conn, words, now, seed).await
}
