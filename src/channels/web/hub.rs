//! Wakes the open pages of a conversation when something in it changes.
//!
//! Carries no message: a page that is woken reads its lines again, so a wake-up too many does no harm and one too few is
//! made up for by the next look.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::future::BoxFuture;
use tokio::sync::watch;

use crate::channels::error::SendError;
use crate::channels::{AttachmentSource, Delivery, Sender};

/// Open pages of one conversation at a time; more than a person's devices have tabs.
const PAGES_PER_PEER: usize = 8;
/// Open pages in all, so that memory stays bounded; the others ask again every few seconds instead.
const PAGES: usize = 4096;

/// The open pages by conversation. Cheap to clone: all clones are one hub.
#[derive(Clone, Debug, Default)]
pub struct Hub {
    open: Arc<Mutex<HashMap<String, watch::Sender<()>>>>,
}

impl Hub {
    /// Wakes every open page of the conversation.
    pub fn wake(&self, peer: &str) {
        if let Some(pages) = self.open().get(peer) {
            pages.send_replace(());
        }
    }

    /// Counts one more page as open until the value is dropped; `None` if there are too many already.
    pub fn open_page(&self, peer: &str) -> Option<OpenPage> {
        let mut open = self.open();
        if open.values().map(watch::Sender::receiver_count).sum::<usize>() >= PAGES {
            return None;
        }
        let pages = open.entry(peer.to_owned()).or_default();
        (pages.receiver_count() < PAGES_PER_PEER).then(|| OpenPage {
            hub: self.clone(),
            peer: peer.to_owned(),
            woken: pages.subscribe(),
        })
    }

    fn open(&self) -> MutexGuard<'_, HashMap<String, watch::Sender<()>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One open page.
#[derive(Debug)]
pub struct OpenPage {
    hub: Hub,
    peer: String,
    woken: watch::Receiver<()>,
}

impl OpenPage {
    /// Returns when the page has been woken since the last call, at once if it was in between.
    pub async fn woken(&mut self) {
        if self.woken.changed().await.is_err() {
            std::future::pending().await
        }
    }
}

impl Drop for OpenPage {
    fn drop(&mut self) {
        let mut open = self.hub.open();
        if open.get(&self.peer).is_some_and(|pages| pages.receiver_count() <= 1) {
            open.remove(&self.peer);
        }
    }
}

/// The channel's sending side: what is committed is on the page already, so that sending is waking.
#[derive(Clone, Debug)]
pub struct WebSender {
    hub: Hub,
}

impl WebSender {
    /// Wakes the pages of this hub.
    pub fn new(hub: Hub) -> Self {
        Self { hub }
    }
}

impl Sender for WebSender {
    /// The channel's id of a message is our own.
    fn send<'a>(&'a self, delivery: &'a Delivery) -> BoxFuture<'a, Result<String, SendError>> {
        self.hub.wake(&delivery.peer);
        let id = delivery.replaces.clone().unwrap_or_else(|| delivery.id.to_string());
        Box::pin(std::future::ready(Ok(id)))
    }

    /// Files of the web chat are in the store from the start.
    fn fetch<'a>(&'a self, _file: &'a AttachmentSource) -> BoxFuture<'a, Option<Vec<u8>>> {
        Box::pin(std::future::ready(None))
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;
    use crate::domain::ids::OutboxId;
    use crate::domain::message::Outbound;

    #[tokio::test]
    async fn only_the_pages_of_the_conversation_are_woken() {
        let hub = Hub::default();
        let (mut hers, mut his) = (hub.open_page("her").unwrap(), hub.open_page("him").unwrap());
        hub.wake("her");
        hers.woken().await;
        assert!(hers.woken().now_or_never().is_none());
        assert!(his.woken().now_or_never().is_none());
    }

    #[tokio::test]
    async fn a_closed_page_leaves_nothing_behind() {
        let hub = Hub::default();
        let pages: Vec<_> = (0..PAGES_PER_PEER).map(|_| hub.open_page("her").unwrap()).collect();
        assert!(hub.open_page("her").is_none());
        drop(pages);
        assert!(hub.open().is_empty());
        assert!(hub.open_page("her").is_some());
    }

    #[tokio::test]
    async fn sending_wakes_the_page_and_keeps_our_id() {
        let hub = Hub::default();
        let mut page = hub.open_page("her").unwrap();
        let mut delivery = Delivery {
            id: OutboxId::new("b"),
            peer: "her".into(),
            outbound: Outbound::text("好"),
            replaces: None,
            bytes: None,
        };
        let sender = WebSender::new(hub);
        assert_eq!(sender.send(&delivery).await, Ok("b".into()));
        page.woken().await;
        delivery.replaces = Some("a".into());
        assert_eq!(sender.send(&delivery).await, Ok("a".into()));
    }
}
