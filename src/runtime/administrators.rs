//! Words to whoever runs the system, on every conversation that reaches them.

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
pub(super) const ANY: &str = "any";

/// Tells every active administrator.
pub(super) async fn tell(
    conn: &mut Conn<'_>,
    words: &Outbound,
    now: Timestamp,
    seed: u64,
) -> Result<(), StoreError> {
    let staff = conn.staff_list().await?;
    let admins =
        staff.into_iter().filter(|staff| staff.role == Role::Admin && staff.status == StaffStatus::Active);
    let mut mint = Mint::new(now, seed).starting_at(FIRST_NUMBER);
    for to in admins.flat_map(|admin| admin.conversations) {
        let (id, outbound) = (OutboxId::new(mint.text()), words.clone());
        let say = Say { id, to: to.clone(), outbound, case: None, purpose: Purpose::Notice };
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
