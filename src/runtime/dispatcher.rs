//! Sends what turns decided: in order within a conversation, several conversations side by side.
//!
//! Delivery is at least once, except for words passed between people: a send whose answer never came is sent
//! again only where a repeat does no harm. Must not know any channel's format or limits.

use std::collections::{BTreeMap, HashSet};
use std::convert::Infallible;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::channels::error::SendError;
use crate::channels::{Delivery, Sender};
use crate::domain::channel::Channel;
use crate::domain::ids::OutboxId;
use crate::domain::outbox::Loss;
use crate::store::{Claimed, Over, Store, StoreError};

use super::clock::{self, Clock};
use super::killpoint;
use super::sole::{LEASE, RENEW, Sole};
use super::turn::Turns;

/// Sends under way at once; each conversation has at most one of them.
const AT_ONCE: usize = 64;
/// After this long a send's answer is no longer waited for.
const SEND_TIMEOUT: Duration = Duration::from_secs(90);
/// While the database is away, what became of a send is remembered and noted later: waits of this length, and so many.
/// Forgotten, it would be sent again or be taken for uncertain.
const NOTE_WAIT: Duration = Duration::from_secs(1);
const NOTE_AGAIN: u32 = 600;
/// How often to look for rows that another process wrote or that have become due.
const LOOK_AGAIN: Duration = Duration::from_millis(300);
/// Tries before a message is given up.
const MOST_TRIES: i64 = 8;
/// The first wait after a failure; it doubles with each further one.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// The longest wait between tries.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// How long to wait when the channel itself is not set up.
const SET_UP_WAIT: Duration = Duration::from_secs(60);

/// The outbox's sender.
pub struct Dispatcher {
    store: Arc<Store>,
    turns: Arc<Turns>,
    senders: BTreeMap<Channel, Arc<dyn Sender>>,
    /// The channels that only one process sends over.
    alone: BTreeMap<Channel, Sole>,
    terminal: Option<String>,
    /// Until then nothing counts as abandoned, in milliseconds.
    trusting: AtomicI64,
    /// What this process is sending, until it is noted what became of it.
    under_way: Mutex<HashSet<OutboxId>>,
    clock: Clock,
    wake: Arc<Notify>,
}

/// What became of one try.
enum Fate {
    Sent(String),
    Again { after: Duration, error: String },
    Lost { loss: Loss, error: String },
}

impl Dispatcher {
    /// Sends over `senders`, on the terminal to `terminal` only; what others send waits for them. `wake` is rung
    /// after each commit.
    pub fn new(
        store: Arc<Store>,
        turns: Arc<Turns>,
        senders: BTreeMap<Channel, Arc<dyn Sender>>,
        terminal: Option<String>,
        clock: Clock,
        wake: Arc<Notify>,
    ) -> Self {
        let sole = |channel: Channel| Sole::new(Arc::clone(&store), clock.clone(), lease_name(channel));
        let alone = senders.iter().filter(|(_, sender)| sender.is_alone());
        let alone = alone.map(|(channel, _)| (*channel, sole(*channel))).collect();
        let (trusting, under_way) = (AtomicI64::new(i64::MIN), Mutex::default());
        Self { store, turns, senders, alone, terminal, trusting, under_way, clock, wake }
    }

    /// Runs until `shutdown`, then lets the sends under way end.
    pub async fn run(self: Arc<Self>, shutdown: CancellationToken) {
        let mut under_way = JoinSet::new();
        while !shutdown.is_cancelled() {
            let claimed = self.claim(AT_ONCE.saturating_sub(under_way.len())).await;
            for row in claimed {
                under_way.spawn(Arc::clone(&self).deliver(row));
            }
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = self.wake.notified() => {}
                Some(_) = under_way.join_next(), if !under_way.is_empty() => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
            while under_way.try_join_next().is_some() {}
        }
        under_way.join_all().await;
        for sole in self.alone.values() {
            sole.give_back().await;
        }
    }

    /// Sends everything that is due, until nothing is; for tests and the end of a terminal chat.
    pub async fn drain(self: &Arc<Self>) {
        loop {
            let claimed = self.claim(AT_ONCE).await;
            if claimed.is_empty() {
                return;
            }
            let sends: JoinSet<()> = claimed.into_iter().map(|row| Arc::clone(self).deliver(row)).collect();
            sends.join_all().await;
        }
    }

    async fn claim(&self, most: usize) -> Vec<Claimed> {
        let (over, now) = (self.over().await, self.clock.now());
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let claimed = self.store.write(move |conn| {
            let over = over.clone();
            Box::pin(async move { conn.claim(now, now.plus(LEASE), most, &over).await })
        });
        let claimed = claimed.await;
        let answered = self.clock.now();
        if claimed.is_err() || answered >= now.plus(RENEW) {
            self.trusting.store(answered.plus(LEASE).millis(), Ordering::Relaxed);
        }
        let mut claimed = claimed.unwrap_or_else(|error| {
            tracing::warn!(outbox.error = %error, "the outbox could not be read; it will be tried again");
            Vec::new()
        });
        // Its lease may have run out while the database was away, or while this process was frozen; it is on its way all the same.
        claimed.retain(|row| self.under_way().insert(row.id.clone()));
        claimed
    }

    fn under_way(&self) -> MutexGuard<'_, HashSet<OutboxId>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What this process sends now. After the database was away, everybody who lives gets a lease's time to say what
    /// became of their sends.
    async fn over(&self) -> Over {
        let mut channels = Vec::with_capacity(self.senders.len());
        for channel in self.senders.keys() {
            let is_ours = match self.alone.get(channel) {
                Some(sole) => sole.is_ours().await,
                None => true,
            };
            channels.extend(is_ours.then_some(*channel));
        }
        let abandoned = self.clock.now().millis() >= self.trusting.load(Ordering::Relaxed);
        Over { channels, terminal: self.terminal.clone(), abandoned }
    }

    async fn deliver(self: Arc<Self>, row: Claimed) {
        let fate = self.attempt(&row).await;
        let mut noted = self.note(&row, &fate).await;
        for _ in 0..NOTE_AGAIN {
            if !matches!(noted, Err(StoreError::Unavailable(_) | StoreError::Conflict)) {
                break;
            }
            tokio::time::sleep(NOTE_WAIT).await;
            noted = self.note(&row, &fate).await;
        }
        self.under_way().remove(&row.id);
        killpoint::pass("send.noted");
        if let Err(error) = noted {
            tracing::warn!(outbox.id = %row.id, outbox.error = %error, "what became of a message could not be noted");
        }
    }

    async fn note(&self, row: &Claimed, fate: &Fate) -> Result<(), StoreError> {
        match fate {
            Fate::Sent(external_id) => self.note_sent(row, external_id).await,
            Fate::Again { after, error } => self.note_again(row, *after, error).await,
            Fate::Lost { loss, error } => self.turns.lost(row, *loss, error).await,
        }
    }

    async fn attempt(&self, row: &Claimed) -> Fate {
        if row.interrupted && !row.purpose.repeatable() {
            return lost(Loss::Uncertain, "the process ended while it was being sent");
        }
        if row.replaces.as_ref().is_some_and(|target| target.external_id.is_none()) {
            return lost(Loss::Dead, "the message it corrects was never delivered");
        }
        let Some(sender) = self.senders.get(&row.channel) else {
            return Fate::Again { after: SET_UP_WAIT, error: "the channel is off".to_owned() };
        };
        let delivery = match self.delivery(row).await {
            Ok(delivery) => delivery,
            Err(error) => return Fate::Again { after: FIRST_WAIT, error: error.to_string() },
        };
        killpoint::pass("send.claimed");
        let sent = tokio::select! {
            biased;
            sent = tokio::time::timeout(SEND_TIMEOUT, sender.send(&delivery)) => sent,
            never = self.hold(&row.id) => match never {},
        };
        killpoint::pass("send.sent");
        let sent = sent.unwrap_or_else(|_| Err(SendError::Uncertain("no answer in time".to_owned())));
        metrics::counter!("fengqiao_sends_total", "channel" => row.channel.code(), "ok" => sent.is_ok().to_string())
            .increment(1);
        sent.map_or_else(|error| judge(row, error), Fate::Sent)
    }

    /// Keeps a message that is on its way from others, for as long as it is.
    async fn hold(&self, id: &OutboxId) -> Infallible {
        loop {
            tokio::time::sleep(RENEW).await;
            let (id, until) = (id.clone(), self.clock.now().plus(LEASE));
            let held = self.store.write(move |conn| {
                let id = id.clone();
                Box::pin(async move { conn.hold(&id, until).await })
            });
            if let Err(fault) = held.await {
                tracing::debug!(outbox.error = %fault, "a message on its way could not be held; it is tried again");
            }
        }
    }

    async fn delivery(&self, row: &Claimed) -> Result<Delivery, StoreError> {
        let bytes = match &row.body.file {
            Some(file) => {
                let id = file.id.clone();
                let kept = self
                    .store
                    .read(move |conn| {
                        let id = id.clone();
                        Box::pin(async move { conn.attachment(&id).await })
                    })
                    .await?;
                kept.and_then(|(_, _, bytes)| bytes)
            }
            None => None,
        };
        Ok(Delivery {
            id: row.id.clone(),
            peer: row.peer.clone(),
            outbound: row.body.clone(),
            replaces: row.replaces.as_ref().and_then(|target| target.external_id.clone()),
            bytes,
        })
    }

    async fn note_sent(&self, row: &Claimed, external_id: &str) -> Result<(), StoreError> {
        let (id, external_id, now) = (row.id.clone(), external_id.to_owned(), self.clock.now());
        self.store
            .write(move |conn| {
                let (id, external_id) = (id.clone(), external_id.clone());
                Box::pin(async move { conn.sent(&id, &external_id, now).await.map(drop) })
            })
            .await
    }

    async fn note_again(&self, row: &Claimed, after: Duration, error: &str) -> Result<(), StoreError> {
        let (id, error, due) = (row.id.clone(), error.to_owned(), self.clock.now().plus(after));
        self.store
            .write(move |conn| {
                let (id, error) = (id.clone(), error.clone());
                Box::pin(async move { conn.postpone(&id, due, Some(&error)).await.map(drop) })
            })
            .await
    }
}

/// What the lease on sending over a channel is called in the database.
fn lease_name(channel: Channel) -> String {
    format!("{}.sender", channel.code())
}

/// What to do after a failed try.
fn judge(row: &Claimed, error: SendError) -> Fate {
    let text = error.to_string();
    match error {
        SendError::RetryAfter(after) => Fate::Again { after, error: text },
        SendError::Misconfigured(_) => Fate::Again { after: SET_UP_WAIT, error: text },
        SendError::Blocked => lost(Loss::Unreachable, &text),
        SendError::Rejected(_) => lost(Loss::Dead, &text),
        SendError::Uncertain(_) if !row.purpose.repeatable() => lost(Loss::Uncertain, &text),
        SendError::Uncertain(_) | SendError::Transient(_) if row.attempts >= MOST_TRIES => {
            lost(Loss::Dead, &text)
        }
        SendError::Uncertain(_) | SendError::Transient(_) => {
            Fate::Again { after: wait(row.attempts), error: text }
        }
    }
}

fn lost(loss: Loss, error: &str) -> Fate {
    Fate::Lost { loss, error: error.to_owned() }
}

/// Doubling waits, each between half and the whole of its length, so that many failures do not come back at once.
fn wait(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(16);
    let whole = FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT);
    let half = whole / 2;
    let spread = u64::try_from(half.as_millis()).unwrap_or(u64::MAX).max(1);
    half + Duration::from_millis(clock::seed() % spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_stay_below_the_cap() {
        for attempts in 1..40 {
            let least = FIRST_WAIT.saturating_mul(1 << (attempts - 1).min(16)).min(LONGEST_WAIT) / 2;
            let waited = wait(i64::from(attempts));
            assert!(waited >= least && waited <= LONGEST_WAIT, "{attempts}: {waited:?}");
        }
    }
}
