//! Whether residents can be served now: the database answers and the channels are connected; and what in the database
//! makes no sense, which stops nobody but is to be seen to.

use std::sync::Arc;

use arc_swap::ArcSwap;
use futures::future::BoxFuture;

use crate::channels::telegram::{Status, Telegram};
use crate::domain::ids::RoomCode;
use crate::engine::rules::Rules;
use crate::http::{Check, Readiness};
use crate::store::Store;

use super::clock::Clock;
use super::homeless;

/// So many rows are named; the log has them all.
const ROWS_NAMED: usize = 5;

/// The checks behind `/readyz`.
pub(super) struct StoreAndChannels {
    pub(super) store: Arc<Store>,
    pub(super) rules: Arc<ArcSwap<Rules>>,
    pub(super) clock: Clock,
    pub(super) telegram: Option<Telegram>,
}

impl Readiness for StoreAndChannels {
    fn checks(&self) -> BoxFuture<'_, Vec<Check>> {
        Box::pin(async move {
            let note = self.store.ping().await.err().map_or_else(String::new, |error| error.to_string());
            let database = Check { name: "database", ok: note.is_empty(), note };
            let homeless =
                homeless::rooms(&self.store, &self.rules.load().directory).await.unwrap_or_default();
            [database, self.calendar()]
                .into_iter()
                .chain(rooms(&homeless))
                .chain(rows(&self.store.unreadable()))
                .chain(self.telegram.as_ref().map(|bot| telegram(&bot.status())))
                .collect()
        })
    }
}

impl StoreAndChannels {
    /// A year that is missing keeps nobody from being served; it is told all the same.
    fn calendar(&self) -> Check {
        let missing = self.rules.load().calendar.missing(self.clock.now().local_date());
        let years: Vec<String> = missing.iter().map(ToString::to_string).collect();
        let note = match years.is_empty() {
            true => String::new(),
            false => format!("config/calendar.toml has no {}: counted Monday to Friday", years.join(", ")),
        };
        Check { name: "calendar", ok: true, note }
    }
}

/// Cases that nobody sees keep nobody else from being served.
fn rooms(homeless: &[(RoomCode, i64)]) -> Option<Check> {
    let note = format!(
        "config/directory.toml has no {}: their open cases are seen by nobody; see `fengqiao orphans`",
        homeless::listed(homeless)
    );
    (!homeless.is_empty()).then_some(Check { name: "rooms", ok: true, note })
}

/// Everything else goes on without these rows, so they are told and no reason to send residents elsewhere.
fn rows(unreadable: &[String]) -> Option<Check> {
    let named: Vec<&str> = unreadable.iter().take(ROWS_NAMED).map(String::as_str).collect();
    let note = format!("{} left out since the start: {}", unreadable.len(), named.join("; "));
    (!named.is_empty()).then_some(Check { name: "rows", ok: true, note })
}

fn telegram(status: &Status) -> Check {
    let note = match status {
        Status::Connected | Status::Standby => String::new(),
        Status::Starting => "connecting".to_owned(),
        Status::Refused(why) => format!("{why}; correct telegram.token and start again"),
        Status::Contested(why) => format!("{why}; stop the other program that uses this token"),
        Status::Unreachable(why) => format!("{why}; it is tried again"),
    };
    Check { name: "telegram", ok: status.is_well(), note }
}
