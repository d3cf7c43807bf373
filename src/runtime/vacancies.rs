//! Tells whoever leads a street, once, of days on which a room has hours and nobody who keeps them.

use std::sync::Arc;

use arc_swap::ArcSwap;
use chrono::{Days, NaiveDate, Timelike};

use crate::domain::directory::Room;
use crate::domain::ids::{ConversationId, Mint, OutboxId, RoomCode};
use crate::domain::outbox::Purpose;
use crate::domain::staff::{Role, Staff};
use crate::domain::time::Timestamp;
use crate::engine::effect::Say;
use crate::engine::rules::{Policy, Rules};
use crate::engine::{Effect, upkeep};
use crate::store::{Conn, Store, StoreError};

use super::clock;
use super::commit::Commit;

/// So many days ahead, today included.
const AHEAD: u64 = 7;

/// Looks through the rosters of all rooms.
pub(super) struct Vacancies {
    store: Arc<Store>,
    rules: Arc<ArcSwap<Rules>>,
}

impl Vacancies {
    pub(super) fn new(store: Arc<Store>, rules: Arc<ArcSwap<Rules>>) -> Self {
        Self { store, rules }
    }

    /// Tells of what has not been told; nobody is told at night.
    ///
    /// # Errors
    /// The store's; what could not be told is found again at the next look.
    pub(super) async fn look(&self, now: Timestamp) -> Result<(), StoreError> {
        let rules = self.rules.load_full();
        if is_night(&rules.policy, now) {
            return Ok(());
        }
        let streets: Vec<RoomCode> = rules.directory.streets().map(|street| street.code.clone()).collect();
        for street in streets {
            let (rules, seed) = (Arc::clone(&rules), clock::seed());
            let told = self.store.write(move |conn| {
                let (rules, street) = (Arc::clone(&rules), street.clone());
                Box::pin(async move { tell(conn, &rules, &street, now, seed).await })
            });
            told.await?;
        }
        Ok(())
    }
}

async fn tell(
    conn: &mut Conn<'_>,
    rules: &Rules,
    street: &RoomCode,
    now: Timestamp,
    seed: u64,
) -> Result<(), StoreError> {
    let leaders = leaders(conn.staff_in(street).await?);
    if leaders.is_empty() {
        return Ok(());
    }
    let mut fresh: Vec<(&Room, NaiveDate)> = Vec::new();
    let rooms = rules.directory.room(street).into_iter().chain(rules.directory.communities(street));
    for room in rooms {
        let roster = conn.roster(&room.code, now.local_date()).await?;
        for day in
            days(now).filter(|day| roster.is_vacant(&rules.calendar, *day, rules.is_open(&room.code, *day)))
        {
            if conn.tell_vacancy(&room.code, day, now).await? {
                fresh.push((room, day));
            }
        }
    }
    if fresh.is_empty() {
        return Ok(());
    }
    let outbound = upkeep::vacancies(&rules.texts, &fresh);
    let mut mint = Mint::new(now, seed);
    for to in leaders {
        let id = OutboxId::new(mint.text());
        let (outbound, purpose) = (outbound.clone(), Purpose::Notice);
        let say = Say { id, to: to.clone(), outbound, case: None, purpose, side: None };
        Commit::new(conn, &to, now, Mint::new(now, seed)).write(&Effect::Say(say)).await?;
    }
    Ok(())
}

/// Where the street's leaders are reached; if it has none, its administrators.
fn leaders(staff: Vec<Staff>) -> Vec<ConversationId> {
    let of = |role: Role| -> Vec<ConversationId> {
        let people = staff.iter().filter(|person| person.role == role);
        people.flat_map(|person| person.conversations.clone()).collect()
    };
    let leaders = of(Role::Leader);
    if leaders.is_empty() { of(Role::Admin) } else { leaders }
}

fn days(now: Timestamp) -> impl Iterator<Item = NaiveDate> {
    let today = now.local_date();
    (0..AHEAD).filter_map(move |ahead| today.checked_add_days(Days::new(ahead)))
}

fn is_night(policy: &Policy, now: Timestamp) -> bool {
    let hour = now.local().hour();
    hour >= policy.quiet_from_hour || hour < policy.quiet_until_hour
}
