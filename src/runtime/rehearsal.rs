//! Rehearses a message on the real database and keeps nothing of it.

use std::sync::Arc;

use crate::domain::channel::Channel;
use crate::domain::ids::{ConversationId, RoomCode};
use crate::domain::time::Timestamp;
use crate::engine::route::{self, Route};
use crate::engine::rules::Rules;
use crate::engine::{Facts, World};
use crate::store::{Conn, Store, StoreError};

use super::facts;

/// More facts than any rehearsal asks for.
const MOST_FACTS: usize = 200;

/// What would become of `text` from a resident of `community` at `now`.
///
/// # Errors
/// The store's.
pub async fn rehearse(
    store: &Store,
    rules: Rules,
    text: &str,
    community: Option<RoomCode>,
    now: Timestamp,
) -> Result<Route, StoreError> {
    let (rules, text) = (Arc::new(rules), text.to_owned());
    store
        .read(move |conn| {
            let (rules, text, community) = (Arc::clone(&rules), text.clone(), community.clone());
            Box::pin(async move { with_facts(conn, rules, &text, community.as_ref(), now).await })
        })
        .await
}

async fn with_facts(
    conn: &mut Conn<'_>,
    rules: Arc<Rules>,
    text: &str,
    community: Option<&RoomCode>,
    now: Timestamp,
) -> Result<Route, StoreError> {
    let mut world = World {
        rules,
        conversation: ConversationId::new("rehearsal"),
        channel: Channel::Terminal,
        staff: None,
        seed: 1,
        secret: 0,
        facts: Facts::default(),
    };
    for _ in 0..MOST_FACTS {
        match route::rehearse(text, community, &world, now) {
            Ok(route) => return Ok(route),
            Err(need) => facts::look_up(conn, need, &world.conversation, &mut world.facts).await?,
        }
    }
    Err(StoreError::Driver("the rehearsal asks in circles".to_owned()))
}
