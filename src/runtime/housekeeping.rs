//! What has to be looked after now and then: old words to be forgotten, a calendar that ends, rosters with gaps, cases
//! that nobody has, staff whose terminal is gone.
//!
//! Each is looked at in its own time; what could not be done is tried again the next time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::sync::Notify;

use crate::config::Retention;
use crate::domain::orphan::Orphan;
use crate::domain::time::Timestamp;
use crate::engine::rules::Rules;
use crate::engine::upkeep;
use crate::store::Store;

use super::administrators::News;
use super::clock::{self, Clock};
use super::homeless;
use super::terminals;
use super::turn::Turns;
use super::vacancies::Vacancies;

/// How often to look for what has been kept long enough, and at the calendar; both are counted in days.
const HOURLY: Duration = Duration::from_secs(3600);
/// How often to look for cases that nobody has.
const OFTEN: Duration = Duration::from_secs(5 * 60);
/// What the processes on one database remember together: the years that are missing, as last told.
const YEARS_TOLD: &str = "calendar.missing";
/// The same of rooms.
const ROOMS_TOLD: &str = "rooms.missing";

/// The house and what is kept in it.
pub(super) struct House {
    pub(super) store: Arc<Store>,
    pub(super) turns: Arc<Turns>,
    pub(super) rules: Arc<ArcSwap<Rules>>,
    pub(super) clock: Clock,
    pub(super) committed: Arc<Notify>,
    pub(super) retention: Retention,
    pub(super) vacancies: Vacancies,
    pub(super) hourly: Due,
    pub(super) often: Due,
}

/// When something is next to be done.
pub(super) struct Due(AtomicI64);

impl Due {
    /// At once.
    pub(super) fn now() -> Self {
        Self(AtomicI64::new(i64::MIN))
    }

    /// Whether it is time; if so, it is again after `every`.
    fn has_come(&self, now: Timestamp, every: Duration) -> bool {
        let due = now.millis() >= self.0.load(Ordering::Relaxed);
        if due {
            self.0.store(now.plus(every).millis(), Ordering::Relaxed);
        }
        due
    }
}

impl House {
    /// Does what is due now.
    pub(super) async fn keep(&self, now: Timestamp) {
        if self.hourly.has_come(now, HOURLY) {
            self.forget(now).await;
            self.look_at_the_calendar(now).await;
            self.look_at_the_rosters(now).await;
        }
        if self.often.has_come(now, OFTEN) {
            self.look_at_terminals().await;
            self.look_for_orphans().await;
            self.look_for_rooms(now).await;
        }
    }

    async fn forget(&self, now: Timestamp) {
        let before = now.minus(self.retention.unmatched);
        match self.store.write(move |conn| Box::pin(conn.forget_unmatched(before))).await {
            Ok(0) => {}
            Ok(rows) => {
                tracing::info!(unmatched.forgotten = rows, "old words nobody understood are forgotten")
            }
            Err(error) => {
                tracing::warn!(unmatched.error = %error, "old words could not be forgotten; it is tried again")
            }
        }
    }

    /// Tells of years that are not loaded, once; the log tells it anew every hour.
    async fn look_at_the_calendar(&self, now: Timestamp) {
        let rules = self.rules.load();
        let missing = rules.calendar.missing(now.local_date());
        for year in &missing {
            tracing::warn!(
                calendar.year = year,
                "config/calendar.toml has no such year: its days are counted Monday to Friday"
            );
        }
        let years: Vec<String> = missing.iter().map(ToString::to_string).collect();
        let words = (!years.is_empty()).then(|| upkeep::years_missing(&rules.texts.work, &years));
        self.tell(News { kind: YEARS_TOLD, key: years.join(" "), words }, now).await;
    }

    async fn tell(&self, news: News, now: Timestamp) {
        let (kind, seed) = (news.kind, clock::seed());
        let told = self.store.write(move |conn| {
            let news = news.clone();
            Box::pin(async move { news.tell(conn, now, seed).await })
        });
        match told.await {
            Ok(new) if new => self.committed.notify_one(),
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(news.kind = kind, news.error = %error, "administrators could not be told yet");
            }
        }
    }

    /// Tells of rooms that have open cases and stand in the directory no more, once; the log tells it anew every time.
    async fn look_for_rooms(&self, now: Timestamp) {
        let rules = self.rules.load_full();
        let rooms = match homeless::rooms(&self.store, &rules.directory).await {
            Ok(rooms) => homeless::listed(&rooms),
            Err(error) => {
                tracing::warn!(orphan.error = %error, "the rooms of open cases could not be looked up; it is tried again");
                return;
            }
        };
        if !rooms.is_empty() {
            tracing::error!(
                orphan.rooms = rooms,
                "config/directory.toml has no such rooms, and they have open cases"
            );
        }
        let words = (!rooms.is_empty()).then(|| upkeep::rooms_missing(&rules.texts.work, &rooms));
        self.tell(News { kind: ROOMS_TOLD, key: rooms, words }, now).await;
    }

    async fn look_at_the_rosters(&self, now: Timestamp) {
        match self.vacancies.look(now).await {
            Ok(()) => self.committed.notify_one(),
            Err(error) => {
                tracing::warn!(roster.error = %error, "rosters could not be looked through; it is tried again");
            }
        }
    }

    async fn look_at_terminals(&self) {
        let cleared = terminals::clear(&self.store, &self.clock, self.turns.as_ref()).await;
        cleared.unwrap_or_else(|error| {
            tracing::warn!(staff.error = %error, "terminals that are gone could not be looked for; it is tried again");
        });
    }

    /// Hands every open case without owner, next step or deadline to the street.
    async fn look_for_orphans(&self) {
        let found = self.store.read(|conn| Box::pin(conn.orphans())).await;
        let orphans = found.unwrap_or_else(|error| {
            tracing::warn!(orphan.error = %error, "cases that nobody has could not be looked for; it is tried again");
            Vec::new()
        });
        metrics::gauge!("fengqiao_orphans").set(u32::try_from(orphans.len()).unwrap_or(u32::MAX));
        for Orphan { case, lacks, .. } in orphans {
            tracing::error!(
                case.id = %case,
                orphan.owner = lacks.owner,
                orphan.step = lacks.step,
                orphan.deadline = lacks.deadline,
                "an open case lacks owner, next step or deadline; it goes to the street"
            );
            metrics::counter!("fengqiao_orphans_handed_over_total").increment(1);
            if let Err(error) = self.turns.orphaned(&case).await {
                tracing::warn!(case.id = %case, orphan.error = %error, "it could not be handed over; it is tried again");
            }
        }
    }
}
