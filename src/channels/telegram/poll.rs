//! Long polling: fetch updates, hand them to the door, and confirm them only when all of them are kept.
//!
//! teloxide's own listener confirms a batch when it has received it, and a crash then loses what was not yet handled.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::{self, StreamExt};
use serde_json::json;
use serde_json::value::RawValue;
use tokio_util::sync::CancellationToken;

use super::super::error::DoorError;
use super::super::{Content, Door};
use super::Telegram;
use super::api::ApiError;
use super::backoff::Backoff;
use super::connect::KINDS;
use super::decode::{Decoded, decode};
use super::status::Status;

/// So many chats of one batch are handled side by side.
const CHATS_AT_ONCE: usize = 16;
/// How much longer than Telegram holds a poll open we wait for its answer.
const GRACE: Duration = Duration::from_secs(15);

/// How often the right to poll is renewed within its time.
const RENEWALS: u32 = 3;

/// What polling keeps between runs and between processes.
pub trait Memory: Send + Sync {
    /// Takes or renews the right to poll for `span` from now; false while another process has it.
    fn lease(&self, span: Duration) -> BoxFuture<'_, Result<bool, DoorError>>;

    /// Gives the right up, if we have it.
    fn release(&self) -> BoxFuture<'_, Result<(), DoorError>>;

    /// The offset kept last: the number of the first update that is not confirmed.
    fn load(&self) -> BoxFuture<'_, Result<Option<i64>, DoorError>>;

    /// Keeps the offset, whether it is higher or lower: Telegram may begin anew after an idle week.
    fn store(&self, offset: i64) -> BoxFuture<'_, Result<(), DoorError>>;
}

impl Telegram {
    /// Fetches updates until told to stop; whatever fails is tried again.
    pub async fn poll(&self, door: Arc<dyn Door>, memory: Arc<dyn Memory>, stop: CancellationToken) {
        if !self.connect(None, &stop).await {
            return;
        }
        let backoff = Backoff::new(self.waits().failed);
        let is_shut = AtomicBool::new(false);
        let mut poller =
            Poller { bot: self, door, memory, stop, backoff, offset: None, is_holder: false, is_shut };
        poller.run().await;
    }
}

struct Poller<'a> {
    bot: &'a Telegram,
    door: Arc<dyn Door>,
    memory: Arc<dyn Memory>,
    stop: CancellationToken,
    backoff: Backoff,
    offset: Option<i64>,
    /// Whether the last round had the right to poll.
    is_holder: bool,
    /// Whether it has been said that the door is shut.
    is_shut: AtomicBool,
}

/// Why a round brought nothing.
enum Setback {
    /// We are to stop.
    Stop,
    /// Another process polls.
    Standby,
    /// The database is away.
    Shut(DoorError),
    /// Telegram failed.
    Failed(ApiError),
    /// Updates came that have no numbers, so that none can be confirmed.
    Numberless,
}

impl Poller<'_> {
    async fn run(&mut self) {
        let stop = self.stop.clone();
        loop {
            let wait = match self.round().await {
                Ok(()) => continue,
                Err(Setback::Stop) => break,
                Err(setback) => self.after(&setback),
            };
            if stop.run_until_cancelled(tokio::time::sleep(wait)).await.is_none() {
                break;
            }
        }
        if self.is_holder
            && let Err(fault) = self.memory.release().await
        {
            tracing::warn!(%fault, "the right to poll was not given up; it lapses by itself");
        }
    }

    /// One poll, for as long as we have the right to it.
    async fn round(&mut self) -> Result<(), Setback> {
        self.take_lease().await?;
        let lost = lost(Arc::clone(&self.memory), self.bot.waits().lease);
        tokio::select! {
            biased;
            polled = self.fetch_and_keep() => polled,
            () = lost => {
                self.is_holder = false;
                Err(Setback::Standby)
            }
        }
    }

    /// Fetch, keep, confirm.
    async fn fetch_and_keep(&mut self) -> Result<(), Setback> {
        let stop = self.stop.clone();
        let updates =
            stop.run_until_cancelled(self.fetch()).await.ok_or(Setback::Stop)?.map_err(Setback::Failed)?;
        self.backoff.reset();
        self.bot.0.board.write(Status::Connected);
        if updates.is_empty() {
            return Ok(());
        }
        let batch: Vec<Decoded> = updates.iter().map(|raw| decode(raw.get())).collect();
        let last = batch.iter().filter_map(|decoded| decoded.update).max();
        if !self.keep(batch).await {
            return Err(Setback::Stop);
        }
        self.confirm(last.ok_or(Setback::Numberless)?).await;
        Ok(())
    }

    async fn take_lease(&mut self) -> Result<(), Setback> {
        let was_holder = std::mem::replace(&mut self.is_holder, false);
        let lease = self.memory.lease(self.bot.waits().lease);
        let stop = self.stop.clone();
        match stop.run_until_cancelled(lease).await.ok_or(Setback::Stop)? {
            Err(fault) => return Err(Setback::Shut(fault)),
            Ok(false) => return Err(Setback::Standby),
            Ok(true) if was_holder => {}
            Ok(true) => {
                self.offset = self.memory.load().await.map_err(Setback::Shut)?;
                self.bot.0.board.write(Status::Connected);
            }
        }
        self.is_holder = true;
        Ok(())
    }

    async fn fetch(&self) -> Result<Vec<Box<RawValue>>, ApiError> {
        // After a failure nothing is held open, so that it is known at once when all is well again.
        let is_well = self.bot.status() == Status::Connected;
        let hold = if is_well { self.bot.waits().poll } else { Duration::ZERO };
        let mut body = json!({ "timeout": hold.as_secs(), "allowed_updates": KINDS });
        if let (Some(fields), Some(offset)) = (body.as_object_mut(), self.offset) {
            fields.insert("offset".into(), offset.into());
        }
        self.bot.api().call_within(hold + GRACE, "GetUpdates", &body).await
    }

    /// Hands all of them to the door: those of one chat in their order, different chats side by side. False if told
    /// to stop before the end.
    async fn keep(&self, batch: Vec<Decoded>) -> bool {
        let chats = stream::iter(by_chat(batch)).map(|updates| self.keep_in_order(updates));
        let all = chats.buffer_unordered(CHATS_AT_ONCE).fold(true, async |all, kept| all && kept).await;
        if all {
            self.is_shut.store(false, Ordering::Relaxed);
        }
        all
    }

    async fn keep_in_order(&self, updates: Vec<Decoded>) -> bool {
        let mut backoff = Backoff::new(self.bot.waits().shut);
        for update in updates {
            while let Err(fault) = self.offer(&update).await {
                self.say_shut(&fault);
                if self.stop.run_until_cancelled(tokio::time::sleep(backoff.wait())).await.is_none() {
                    return false;
                }
            }
            if self.stop.is_cancelled() {
                return false;
            }
        }
        true
    }

    async fn offer(&self, update: &Decoded) -> Result<(), DoorError> {
        self.bot.take(self.door.as_ref(), update.arrival.clone(), update.press.clone()).await
    }

    /// From now on these are asked for no more, which is what confirms them.
    async fn confirm(&mut self, last: i64) {
        let offset = last.saturating_add(1);
        self.offset = Some(offset);
        if let Err(fault) = self.memory.store(offset).await {
            // They are kept, so at worst they come once more after a restart and do nothing.
            tracing::warn!(%fault, "the offset was not stored");
        }
    }

    fn after(&mut self, setback: &Setback) -> Duration {
        let waits = self.bot.waits();
        match setback {
            Setback::Stop => Duration::ZERO,
            Setback::Standby => {
                self.bot.0.board.write(Status::Standby);
                waits.standby
            }
            Setback::Shut(fault) => {
                self.say_shut(fault);
                self.backoff.wait().min(waits.shut)
            }
            Setback::Failed(fault) => self.bot.note(fault, &mut self.backoff),
            Setback::Numberless => {
                tracing::warn!("Telegram sent updates without numbers");
                self.backoff.wait()
            }
        }
    }

    fn say_shut(&self, fault: &DoorError) {
        if !self.is_shut.swap(true, Ordering::Relaxed) {
            tracing::warn!(%fault, "updates cannot be kept at the moment and stay with Telegram");
        }
    }
}

/// Renews the right to poll again and again; returns when another process has taken it, which it can only after we
/// could not for a whole lease. What is not confirmed by then comes to that process, and does nothing if it is kept.
async fn lost(memory: Arc<dyn Memory>, lease: Duration) {
    loop {
        tokio::time::sleep(lease / RENEWALS).await;
        if let Ok(false) = memory.lease(lease).await {
            return;
        }
    }
}

/// Each chat's updates in the order of their numbers; those of no chat of ours together.
fn by_chat(mut batch: Vec<Decoded>) -> Vec<Vec<Decoded>> {
    batch.sort_by_key(|decoded| decoded.update);
    let mut chats: BTreeMap<Option<String>, Vec<Decoded>> = BTreeMap::new();
    for decoded in batch {
        let chat = match &decoded.arrival.content {
            Content::Came { peer, .. } => Some(peer.clone()),
            Content::Unused(_) | Content::Unreadable(_) => None,
        };
        chats.entry(chat).or_default().push(decoded);
    }
    chats.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_keeps_its_order_whatever_the_batch_has() {
        let update = |id: i64, chat: i64| {
            decode(&format!(
                r#"{{"update_id":{id},"message":{{"message_id":{id},"from":{{"id":{chat}}},
                "chat":{{"id":{chat},"type":"private"}},"text":"x"}}}}"#
            ))
        };
        let chats = by_chat(vec![update(4, 1), update(2, 2), decode("{}"), update(3, 1), update(1, 2)]);
        let ids: Vec<Vec<Option<i64>>> =
            chats.iter().map(|chat| chat.iter().map(|decoded| decoded.update).collect()).collect();
        assert_eq!(ids, [vec![None], vec![Some(3), Some(4)], vec![Some(1), Some(2)]]);
    }
}
