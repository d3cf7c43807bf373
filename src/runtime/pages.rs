//! What the web page shows, read from where turns write it.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::BoxFuture;

use crate::channels::error::DoorError;
use crate::channels::web::{Line, Pages, StoredFile};
use crate::channels::{AttachmentSource, Sender};
use crate::domain::attachment::Attachment;
use crate::domain::channel::Channel;
use crate::domain::ids::{AttachmentId, ConversationId};
use crate::domain::message::{Body, Outbound};
use crate::domain::time::Timestamp;
use crate::store::{self, Conn, Said, Store, StoreError};

/// How many lines back the label of a pressed button, or a file, is looked for.
const LOOK_BACK: i64 = 400;

/// The pages' window on the database. Files that came over another channel are fetched from there.
pub(super) struct StorePages {
    store: Arc<Store>,
    senders: BTreeMap<Channel, Arc<dyn Sender>>,
}

impl StorePages {
    pub(super) fn new(store: Arc<Store>, senders: BTreeMap<Channel, Arc<dyn Sender>>) -> Self {
        Self { store, senders }
    }

    async fn bytes(&self, file: &Attachment, kept: Option<Vec<u8>>) -> Option<Vec<u8>> {
        if kept.is_some() {
            return kept;
        }
        let telegram_file = file.telegram_file.clone()?;
        let source = AttachmentSource { id: file.id.clone(), telegram_file };
        self.senders.get(&Channel::Telegram)?.fetch(&source).await
    }
}

impl Pages for StorePages {
    fn lines<'a>(
        &'a self,
        peer: &'a str,
        since: Timestamp,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Line>, DoorError>> {
        let (peer, limit) = (peer.to_owned(), i64::try_from(limit).unwrap_or(LOOK_BACK));
        Box::pin(async move {
            let read = self.store.read(move |conn| {
                let peer = peer.clone();
                Box::pin(async move { lines(conn, &peer, since, limit).await })
            });
            read.await.map_err(unavailable)
        })
    }

    fn file<'a>(
        &'a self,
        peer: &'a str,
        id: &'a AttachmentId,
    ) -> BoxFuture<'a, Result<Option<StoredFile>, DoorError>> {
        let (peer, id) = (peer.to_owned(), id.clone());
        Box::pin(async move {
            let read = self.store.read(move |conn| {
                let (peer, id) = (peer.clone(), id.clone());
                Box::pin(async move { file(conn, &peer, &id).await })
            });
            let Some((file, kept)) = read.await.map_err(unavailable)? else { return Ok(None) };
            Ok(self.bytes(&file, kept).await.map(|bytes| StoredFile { file, bytes }))
        })
    }
}

async fn lines(
    conn: &mut Conn<'_>,
    peer: &str,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let Some(here) = conn.conversation(Channel::Web, peer).await?.map(|entered| entered.id) else {
        return Ok(Vec::new());
    };
    let told = match since.millis() {
        ..=0 => conn.history(&here, None, limit).await?,
        millis => conn.changes_since(&here, &format!("{millis:012x}"), limit).await?,
    };
    let labels = labels(conn, &here, &told).await?;
    Ok(told.into_iter().filter_map(|line| shown(line, &labels)).collect())
}

/// What the buttons said that were pressed in these lines, by their data.
async fn labels(
    conn: &mut Conn<'_>,
    here: &ConversationId,
    told: &[store::Line],
) -> Result<BTreeMap<String, String>, StoreError> {
    if !told.iter().any(|line| matches!(line.said, Said::Person(Body::Press(_)))) {
        return Ok(BTreeMap::new());
    }
    conn.labels(here, LOOK_BACK).await
}

fn shown(line: store::Line, labels: &BTreeMap<String, String>) -> Option<Line> {
    let (mine, said) = match line.said {
        Said::Gateway(outbound) => (false, outbound),
        Said::Person(body) => (true, words(body, labels)?),
    };
    let changed = changed(&line.change).unwrap_or(line.at);
    Some(Line { id: line.id, version: line.change, at: line.at, changed, mine, said, case: line.case })
}

/// A person's own words as the page shows them; an opening by link says nothing.
fn words(body: Body, labels: &BTreeMap<String, String>) -> Option<Outbound> {
    Some(match body {
        Body::Text(text) | Body::Edited { text, .. } => Outbound::text(text),
        Body::Press(data) => Outbound::text(labels.get(&data).cloned().unwrap_or_else(|| "✓".to_owned())),
        Body::File { file, caption } => Outbound { file: Some(file), ..Outbound::text(caption) },
        Body::Location { latitude, longitude } => {
            Outbound { place: Some((latitude, longitude)), ..Outbound::default() }
        }
        Body::Phone(number) => Outbound::text(number),
        Body::Start(_) | Body::Other(_) => return None,
    })
}

/// Ids begin with the moment they were made.
fn changed(id: &str) -> Option<Timestamp> {
    i64::from_str_radix(id.get(..12)?, 16).ok().map(Timestamp::from_millis)
}

/// The file, if a line of this conversation has it.
async fn file(
    conn: &mut Conn<'_>,
    peer: &str,
    id: &AttachmentId,
) -> Result<Option<(Attachment, Option<Vec<u8>>)>, StoreError> {
    let Some(here) = conn.conversation(Channel::Web, peer).await? else { return Ok(None) };
    let history = conn.history(&here.id, None, LOOK_BACK).await?;
    let has_it = history.iter().any(|line| match &line.said {
        Said::Person(Body::File { file, .. }) => file.id == *id,
        Said::Gateway(outbound) => outbound.file.as_ref().is_some_and(|file| file.id == *id),
        Said::Person(_) => false,
    });
    if !has_it {
        return Ok(None);
    }
    Ok(conn.attachment(id).await?.map(|(file, _, bytes)| (file, bytes)))
}

fn unavailable(error: StoreError) -> DoorError {
    DoorError::Unavailable(error.to_string())
}
