//! Writes what a step decided: each effect to its rows, in the order given.

use crate::domain::ids::{ConversationId, OutboxId};
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::time::Timestamp;
use crate::engine::Effect;
use crate::engine::effect::Say;
use crate::store::{Conn, NewOutbox, StoreError};

use super::invitations;

/// Telegram takes 4,096 UTF-16 units; some are left for what the encoding adds.
const LONGEST_MESSAGE: usize = 3_900;

/// Writes one effect of a turn in conversation `here`.
pub(super) async fn write(
    conn: &mut Conn<'_>,
    effect: &Effect,
    here: &ConversationId,
    now: Timestamp,
) -> Result<(), StoreError> {
    match effect {
        Effect::Say(say) => enqueue(conn, say, now).await,
        Effect::Amend { message, to, outbound } => amend(conn, message, to, outbound, now).await,
        Effect::Open(case) => conn.insert_case(case).await,
        Effect::Save(case) => conn.save_case(case).await,
        Effect::Log(entry) => conn.add_entry(entry).await,
        Effect::Count(record) => conn.count(record).await,
        Effect::Set(timer) => conn.set_timer(timer).await,
        Effect::Cancel { case, kind } => conn.cancel_timers(case, *kind).await,
        Effect::Enlist { invite, staff } => {
            conn.use_invite(&invitations::hash(invite), now).await?;
            conn.bind(here, staff, now).await
        }
        Effect::Discharge => conn.unbind(here).await,
        Effect::Unreachable => conn.set_unreachable(here).await,
    }
}

/// A long message becomes several rows; the parts after the first sort behind it and before the next message.
async fn enqueue(conn: &mut Conn<'_>, say: &Say, now: Timestamp) -> Result<(), StoreError> {
    for (part, outbound) in say.outbound.clone().pages(LONGEST_MESSAGE).into_iter().enumerate() {
        let id = match part {
            0 => say.id.clone(),
            _ => OutboxId::new(format!("{}-{part:02}", say.id)),
        };
        conn.enqueue(&NewOutbox {
            id,
            conversation: say.to.clone(),
            case: say.case.clone(),
            purpose: say.purpose,
            replaces: None,
            outbound,
            due: now,
        })
        .await?;
    }
    Ok(())
}

/// The last part of a message carries its buttons, so that is the one to replace.
async fn amend(
    conn: &mut Conn<'_>,
    message: &OutboxId,
    to: &ConversationId,
    outbound: &Outbound,
    now: Timestamp,
    id: OutboxId,
) -> Result<(), StoreError> {
    let Some(last) = conn.last_part(message).await? else { return Ok(()) };
    let Some(outbound) = outbound.clone().pages(LONGEST_MESSAGE).pop() else { return Ok(()) };
    let (conversation, replaces) = (to.clone(), Some(last));
    conn.enqueue(&NewOutbox { id, conversation, case: None, purpose: Purpose::Card, replaces, outbound, due: now }).await
}
