//! Terminals: somebody can be reached there as long as the program runs in which they type, and staff made for one go with it.
//!
//! A program that is killed takes no leave. Its lease runs out, and whoever keeps house next takes leave for it.

use std::sync::Arc;
use std::time::Duration;

use crate::channels::{Arrival, Content, Door};
use crate::domain::channel::Channel;
use crate::domain::message::{Body, Inbound};
use crate::engine::action::Action;
use crate::store::{Store, StoreError};

use super::clock::Clock;
use super::invitations;
use super::sole::Sole;

/// How often a terminal says that it is there; the lease is renewed when it is time to.
const BEAT: Duration = Duration::from_secs(1);

/// A terminal at which somebody is.
pub struct Presence(Sole);

impl Presence {
    /// From now on somebody is at the terminal `peer`.
    pub async fn begin(store: Arc<Store>, clock: Clock, peer: &str) -> Self {
        let sole = Sole::new(store, clock, lease(peer));
        sole.is_ours().await;
        Self(sole)
    }

    /// Stays there until it is dropped.
    pub async fn last(&self) {
        loop {
            tokio::time::sleep(BEAT).await;
            self.0.is_ours().await;
        }
    }
}

fn lease(peer: &str) -> String {
    format!("terminal.{peer}")
}

/// Brings what a terminal does by itself, once.
///
/// # Errors
/// The store's.
pub async fn come(door: &dyn Door, peer: &str, once: &str, body: Body) -> Result<(), StoreError> {
    let inbound = Inbound { body, message: None, reply_to: None };
    let arrival = Arrival {
        channel: Channel::Terminal,
        external_id: format!("{peer}:{once}"),
        raw: String::new(),
        content: Content::Came { peer: peer.to_owned(), inbound, bytes: None },
    };
    door.come(arrival).await.map_err(|error| StoreError::Unavailable(error.to_string()))
}

/// Nobody can be reached at a terminal any more: a member of staff who was there goes, and their cases are offered to the room
/// again.
///
/// # Errors
/// The store's.
pub async fn leave(store: &Store, clock: &Clock, door: &dyn Door, peer: &str) -> Result<(), StoreError> {
    let here = peer.to_owned();
    let entered = store.read(move |conn| {
        let here = here.clone();
        Box::pin(async move { conn.conversation(Channel::Terminal, &here).await })
    });
    if let Some(staff) = entered.await?.and_then(|entered| entered.staff) {
        come(door, peer, "leave", Body::Press(Action::Leave.encode())).await?;
        invitations::revoke(store, clock, &staff.id).await?;
    }
    let name = lease(peer);
    let forgotten = store.write(move |conn| {
        let name = name.clone();
        Box::pin(async move { conn.forget_state(&name).await })
    });
    forgotten.await
}

/// Takes leave for staff who could be reached at terminals only, and whose terminals are gone.
///
/// # Errors
/// The store's.
pub(super) async fn clear(store: &Arc<Store>, clock: &Clock, door: &dyn Door) -> Result<(), StoreError> {
    for peer in store.read(|conn| Box::pin(conn.terminals_of_staff())).await? {
        let gone = Sole::new(Arc::clone(store), clock.clone(), lease(&peer));
        if gone.is_ours().await {
            tracing::warn!("a terminal of staff ended without leave; its cases are offered again");
            leave(store, clock, door, &peer).await?;
        }
    }
    Ok(())
}
