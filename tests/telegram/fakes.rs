//! A door that keeps what comes, and a memory shared by processes that are none.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fengqiao::channels::error::DoorError;
use fengqiao::channels::telegram::Memory;
use fengqiao::channels::{Arrival, Content, Door};
use fengqiao::domain::message::{Body, Inbound};
use futures::FutureExt;
use futures::future::{BoxFuture, ready};

use crate::support::bot_api::PATIENCE;

/// Keeps arrivals, each once; can be shut, and slow for one person.
#[derive(Default)]
pub struct FakeDoor {
    kept: Mutex<Vec<Arrival>>,
    known: Mutex<BTreeSet<String>>,
    shut: AtomicBool,
    slow: Mutex<Option<(String, Duration)>>,
    /// How often something came, kept or not.
    pub knocks: AtomicUsize,
}

impl FakeDoor {
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    pub fn shuts(&self, shut: bool) {
        self.shut.store(shut, Ordering::SeqCst);
    }

    /// Everything of this person takes so long from now on.
    pub fn slows(&self, peer: &str, by: Duration) {
        *self.slow.lock().unwrap() = Some((peer.to_owned(), by));
    }

    pub fn kept(&self) -> Vec<Arrival> {
        self.kept.lock().unwrap().clone()
    }

    /// The inbound messages kept so far, each with its person.
    pub fn inbound(&self) -> Vec<(String, Inbound)> {
        let came = |arrival: Arrival| match arrival.content {
            Content::Came { peer, inbound, .. } => Some((peer, inbound)),
            Content::Unused(_) | Content::Unreadable(_) => None,
        };
        self.kept().into_iter().filter_map(came).collect()
    }

    /// The words kept so far.
    pub fn words(&self) -> Vec<String> {
        let words = |(_, inbound): (String, Inbound)| match inbound.body {
            Body::Text(words) => Some(words),
            _ => None,
        };
        self.inbound().into_iter().filter_map(words).collect()
    }

    async fn keep(&self, arrival: Arrival) -> Result<(), DoorError> {
        self.knocks.fetch_add(1, Ordering::SeqCst);
        if self.shut.load(Ordering::SeqCst) {
            return Err(DoorError::Unavailable("shut".into()));
        }
        let slow = self.slow.lock().unwrap().clone();
        if let (Some((slow, by)), Content::Came { peer, .. }) = (slow, &arrival.content)
            && slow == *peer
        {
            tokio::time::sleep(by).await;
        }
        if self.known.lock().unwrap().insert(arrival.external_id.clone()) {
            self.kept.lock().unwrap().push(arrival);
        }
        Ok(())
    }
}

impl Door for FakeDoor {
    fn come(&self, arrival: Arrival) -> BoxFuture<'_, Result<(), DoorError>> {
        self.keep(arrival).boxed()
    }
}

/// What several processes keep in common.
#[derive(Default)]
pub struct Desk {
    pub offset: Mutex<Option<i64>>,
    holder: Mutex<Option<(String, Instant)>>,
}

impl Desk {
    /// Somebody has it from now on for half a second, whoever had it before.
    pub fn is_taken_by(&self, name: &str) {
        let until = Instant::now() + Duration::from_millis(500);
        *self.holder.lock().unwrap() = Some((name.to_owned(), until));
    }
}

/// One process's way to the desk.
pub struct FakeMemory {
    desk: Arc<Desk>,
    name: String,
}

impl FakeMemory {
    pub fn of(desk: &Arc<Desk>, name: &str) -> Arc<Self> {
        Arc::new(Self { desk: desk.clone(), name: name.to_owned() })
    }

    pub fn new() -> Arc<Self> {
        Self::of(&Arc::default(), "only")
    }

    fn take(&self, span: Duration) -> bool {
        let mut holder = self.desk.holder.lock().unwrap();
        let is_free =
            holder.as_ref().is_none_or(|(name, until)| *name == self.name || *until < Instant::now());
        if is_free {
            *holder = Some((self.name.clone(), Instant::now() + span));
        }
        is_free
    }
}

impl Memory for FakeMemory {
    fn lease(&self, span: Duration) -> BoxFuture<'_, Result<bool, DoorError>> {
        ready(Ok(self.take(span))).boxed()
    }

    fn release(&self) -> BoxFuture<'_, Result<(), DoorError>> {
        *self.desk.holder.lock().unwrap() = None;
        ready(Ok(())).boxed()
    }

    fn load(&self) -> BoxFuture<'_, Result<Option<i64>, DoorError>> {
        ready(Ok(*self.desk.offset.lock().unwrap())).boxed()
    }

    fn store(&self, offset: i64) -> BoxFuture<'_, Result<(), DoorError>> {
        *self.desk.offset.lock().unwrap() = Some(offset);
        ready(Ok(())).boxed()
    }
}

/// Looks again and again until it holds.
pub async fn waits_until(what: &str, met: impl Fn() -> bool) {
    let looks = async {
        while !met() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, looks).await.is_ok(), "in vain: {what}");
}
