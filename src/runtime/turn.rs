//! One event, one transaction: kept, decided, written, committed.
//!
//! The only write path of the gateway. Killing the process at any point leaves either nothing or the whole turn.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use arc_swap::ArcSwap;
use futures::future::BoxFuture;
use tokio::sync::Notify;

use crate::channels::error::DoorError;
use crate::channels::{Arrival, Content, Door};
use crate::domain::channel::Channel;
use crate::domain::ids::{CaseId, InboundId, Mint, OutboxId};
use crate::domain::outbox::Loss;
use crate::domain::time::Timestamp;
use crate::domain::timer::Timer;
use crate::engine::rules::Rules;
use crate::engine::{self, Event, Facts, Need, Session, Step, World};
use crate::store::{Claimed, Conn, Entered, Store, StoreError};

use super::clock::{self, Clock};
use super::commit::Commit;
use super::{facts, killpoint};

/// Runs again on a fresh world when somebody else changed what the turn read.
const MOST_ATTEMPTS: usize = 5;
/// More facts than any step needs; beyond it the engine asks in circles.
const MOST_FACTS: usize = 200;

/// Takes events through turns.
pub struct Turns {
    store: Arc<Store>,
    rules: Arc<ArcSwap<Rules>>,
    clock: Clock,
    committed: Arc<Notify>,
    count: AtomicU32,
}

/// What a turn is about, so that it can be run again.
#[derive(Clone, Debug)]
enum Cause {
    Came(Arrival),
    Unhandled(Arrival, String),
    Again(InboundId, Arrival),
    Due(Timer),
    Orphaned(CaseId),
    Lost { row: Claimed, loss: Loss, error: String },
    Seen { peer: String, message: OutboxId },
}

impl Turns {
    /// Turns over `store` by `rules`; `committed` is rung after each commit.
    pub fn new(store: Arc<Store>, rules: Arc<ArcSwap<Rules>>, clock: Clock, committed: Arc<Notify>) -> Self {
        Self { store, rules, clock, committed, count: AtomicU32::new(0) }
    }

    /// A timer of a case is due. A timer that has fired already does nothing.
    ///
    /// # Errors
    /// The store's; the timer stays and fires again.
    pub async fn due(&self, timer: Timer) -> Result<(), StoreError> {
        self.run(Cause::Due(timer)).await
    }

    /// Handles an arrival that lies in quarantine, as if it had just come. One that is not there any more does nothing.
    ///
    /// # Errors
    /// The store's; the arrival stays in quarantine.
    pub async fn again(&self, id: &InboundId, arrival: Arrival) -> Result<(), StoreError> {
        self.run(Cause::Again(id.clone(), arrival)).await
    }

    /// A check found an open case without owner, next step or deadline. One that lacks nothing any more is left alone.
    ///
    /// # Errors
    /// The store's; the case is found again.
    pub async fn orphaned(&self, case: &CaseId) -> Result<(), StoreError> {
        self.run(Cause::Orphaned(case.clone())).await
    }

    /// The person of this conversation on the web page sees a message of ours: whoever's words it brought is told, once.
    /// What is not theirs changes nothing.
    ///
    /// # Errors
    /// The store's; the page tells it again.
    pub async fn seen(&self, peer: &str, message: &OutboxId) -> Result<(), StoreError> {
        self.run(Cause::Seen { peer: peer.to_owned(), message: message.clone() }).await
    }

    /// A message of ours is lost: notes it and tells whoever has to know, once. If that cannot be found out, it is only
    /// noted, so that the next message does not wait behind it.
    ///
    /// # Errors
    /// The store's; the message stays leased and is looked at again.
    pub async fn lost(&self, row: &Claimed, loss: Loss, error: &str) -> Result<(), StoreError> {
        match self.run(Cause::Lost { row: row.clone(), loss, error: error.to_owned() }).await {
            Err(fault @ (StoreError::Corrupt { .. } | StoreError::Driver(_))) => {
                tracing::error!(outbox.id = %row.id, outbox.error = %fault, "nobody could be told of a lost message");
                let (id, error, now) = (row.id.clone(), format!("{error}; {fault}"), self.clock.now());
                self.store
                    .write(move |conn| {
                        let (id, error) = (id.clone(), error.clone());
                        Box::pin(async move { give_up(conn, &id, loss, &error, now).await.map(drop) })
                    })
                    .await
            }
            told => told,
        }
    }
}

impl Door for Turns {
    fn come(&self, arrival: Arrival) -> BoxFuture<'_, Result<(), DoorError>> {
        Box::pin(async move {
            match self.run(Cause::Came(arrival.clone())).await {
                Ok(()) => Ok(()),
                Err(error @ (StoreError::Unavailable(_) | StoreError::Conflict)) => {
                    Err(DoorError::Unavailable(error.to_string()))
                }
                Err(error) => self.quarantine(arrival, &error).await,
            }
        })
    }
}

impl Turns {
    async fn run(&self, cause: Cause) -> Result<(), StoreError> {
        let mut result = self.attempt(cause.clone()).await;
        for _ in 1..MOST_ATTEMPTS {
            if !matches!(result, Err(StoreError::Conflict)) {
                break;
            }
            result = self.attempt(cause.clone()).await;
        }
        if result.is_ok() {
            killpoint::pass("turn.committed");
            self.committed.notify_one();
        }
        result
    }

    /// Later ones are higher, so that turns of one millisecond keep their order; half of it cannot be guessed.
    fn seed(&self) -> u64 {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        (u64::from(count) << 32) | (clock::seed() >> 32)
    }

    async fn attempt(&self, cause: Cause) -> Result<(), StoreError> {
        let attempt =
            Attempt { cause, rules: self.rules.load_full(), now: self.clock.now(), seed: self.seed() };
        let attempt = Arc::new(attempt);
        self.store
            .write(move |conn| {
                let attempt = Arc::clone(&attempt);
                Box::pin(async move { attempt.run(conn).await })
            })
            .await
    }

    /// What no turn can take in is kept apart, so that the next message does not wait behind it; its person and whoever
    /// runs the system are told, if that can be done.
    async fn quarantine(&self, arrival: Arrival, error: &StoreError) -> Result<(), DoorError> {
        tracing::error!(
            inbound.channel = arrival.channel.code(),
            inbound.external_id = %arrival.external_id,
            inbound.error = %error,
            "a message could not be handled and was put into quarantine"
        );
        let told = self.run(Cause::Unhandled(arrival.clone(), error.to_string())).await;
        let kept = match told {
            Err(StoreError::Corrupt { .. } | StoreError::Driver(_)) => {
                let content = Content::Unreadable(error.to_string());
                self.run(Cause::Came(Arrival { content, ..arrival })).await
            }
            told => told,
        };
        kept.map_err(|error| DoorError::Unavailable(error.to_string()))
    }
}

/// One try at a turn: everything it needs besides the database.
pub(super) struct Attempt {
    cause: Cause,
    pub(super) rules: Arc<Rules>,
    pub(super) now: Timestamp,
    pub(super) seed: u64,
}

impl Attempt {
    async fn run(&self, conn: &mut Conn<'_>) -> Result<(), StoreError> {
        match &self.cause {
            Cause::Came(arrival) => self.came(conn, arrival).await,
            Cause::Unhandled(arrival, note) => self.unhandled(conn, arrival, note).await,
            Cause::Again(id, arrival) => self.again(conn, id, arrival).await,
            Cause::Due(timer) => self.due(conn, timer).await,
            Cause::Orphaned(case) => self.orphaned(conn, case).await,
            Cause::Lost { row, loss, error } => self.lost(conn, row, *loss, error).await,
            Cause::Seen { peer, message } => self.seen(conn, peer, message).await,
        }
    }

    async fn due(&self, conn: &mut Conn<'_>, timer: &Timer) -> Result<(), StoreError> {
        if !conn.fire(&timer.id).await? {
            return Ok(());
        }
        let Some(case) = conn.case(&timer.case).await? else { return Ok(()) };
        let Some(entered) = conn.enter_by_id(&case.conversation).await? else { return Ok(()) };
        self.step(conn, entered, Event::Due(timer.clone())).await
    }

    async fn orphaned(&self, conn: &mut Conn<'_>, case: &CaseId) -> Result<(), StoreError> {
        let Some(found) = conn.case(case).await? else { return Ok(()) };
        let Some(entered) = conn.enter_by_id(&found.conversation).await? else { return Ok(()) };
        match conn.orphan(case).await? {
            Some(orphan) => {
                let event = Event::Orphaned { case: case.clone(), lacks: orphan.lacks };
                self.step(conn, entered, event).await
            }
            None => Ok(()),
        }
    }

    async fn lost(
        &self,
        conn: &mut Conn<'_>,
        row: &Claimed,
        loss: Loss,
        error: &str,
    ) -> Result<(), StoreError> {
        if !give_up(conn, &row.id, loss, error, self.now).await? {
            return Ok(());
        }
        if loss == Loss::Unreachable {
            // What waits behind it would be refused as well, and everyone concerned told once more.
            conn.dead_behind(&row.conversation, row.case.as_ref(), error, self.now).await?;
        }
        let Some(entered) = conn.enter_by_id(&row.conversation).await? else { return Ok(()) };
        let event = Event::Undelivered { message: row.id.clone(), case: row.case.clone(), loss };
        self.step(conn, entered, event).await
    }

    /// Whoever said the words reads it where it was confirmed to them. Nobody's session changes.
    async fn seen(&self, conn: &mut Conn<'_>, peer: &str, message: &OutboxId) -> Result<(), StoreError> {
        let Some(reader) = conn.conversation(Channel::Web, peer).await? else { return Ok(()) };
        let Some(seen) = conn.see(message, &reader.id, self.now).await? else { return Ok(()) };
        let mut commit = Commit::new(conn, &reader.id, self.now, Mint::new(self.now, self.seed));
        commit.amend(&seen.confirmation, &seen.to, &seen.body).await
    }

    /// Decides what the event leads to and writes it.
    pub(super) async fn step(
        &self,
        conn: &mut Conn<'_>,
        entered: Entered,
        event: Event,
    ) -> Result<(), StoreError> {
        let now = self.now.max(entered.seen_at);
        let session = Session::from_json(&entered.session);
        let mut world = World {
            rules: Arc::clone(&self.rules),
            conversation: entered.id,
            channel: entered.channel,
            staff: entered.staff,
            seed: self.seed,
            secret: clock::seed(),
            facts: Facts::default(),
        };
        let step = self.decide(conn, &session, &event, &mut world, now).await?;
        killpoint::pass("turn.decided");
        let mut commit = Commit::new(conn, &world.conversation, self.now, Mint::new(now, self.seed));
        for effect in &step.effects {
            commit.write(effect).await?;
            killpoint::pass("turn.effect");
        }
        conn.leave(&world.conversation, &step.session.to_json()).await?;
        killpoint::pass("turn.left");
        Ok(())
    }

    /// Steps until every fact the step asks for has been looked up.
    async fn decide(
        &self,
        conn: &mut Conn<'_>,
        session: &Session,
        event: &Event,
        world: &mut World,
        now: Timestamp,
    ) -> Result<Step, StoreError> {
        let mut last: Option<Need> = None;
        for _ in 0..MOST_FACTS {
            match engine::step(session, event, world, now) {
                Ok(step) => return Ok(step),
                Err(need) if last.as_ref() == Some(&need) => break,
                Err(need) => {
                    last = Some(need.clone());
                    facts::look_up(conn, need, &world.conversation, &mut world.facts).await?;
                }
            }
        }
        Err(StoreError::Driver(format!("the engine asks in circles: {last:?}")))
    }
}

/// Notes a message as lost; `false` if it had been settled before.
async fn give_up(
    conn: &mut Conn<'_>,
    id: &OutboxId,
    loss: Loss,
    error: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    match loss {
        Loss::Uncertain => conn.uncertain(id, error, now).await,
        Loss::Dead | Loss::Unreachable => conn.dead(id, error, now).await,
    }
}
