//! Whether residents can be served now: the database answers and the channels are connected.

use std::sync::Arc;

use futures::future::BoxFuture;

use crate::channels::telegram::{Status, Telegram};
use crate::http::{Check, Readiness};
use crate::store::Store;

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
                .chain(self.telegram.as_ref().map(|bot| telegram(&bot.status())))
                .collect()
        })
    }
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
