//! Whether residents can be served now: the database answers and the channels are connected; and what in the database
//! makes no sense, which stops nobody but is to be seen to.

use std::sync::Arc;

use futures::future::BoxFuture;

use crate::channels::telegram::{Status, Telegram};
use crate::http::{Check, Readiness};
use crate::store::Store;

/// So many rows are named; the log has them all.
const ROWS_NAMED: usize = 5;

/// The checks behind `/readyz`.
pub(super) struct StoreAndChannels {
    store: Arc<Store>,
    telegram: Option<Telegram>,
}

impl StoreAndChannels {
    pub(super) fn new(store: Arc<Store>, telegram: Option<Telegram>) -> Self {
        Self { store, telegram }
    }
}

impl Readiness for StoreAndChannels {
    fn checks(&self) -> BoxFuture<'_, Vec<Check>> {
        Box::pin(async move {
            let note = self.store.ping().await.err().map_or_else(String::new, |error| error.to_string());
            let database = Check { name: "database", ok: note.is_empty(), note };
            std::iter::once(database)
                .chain(rows(&self.store.unreadable()))
                .chain(self.telegram.as_ref().map(|bot| telegram(&bot.status())))
                .collect()
        })
    }
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
