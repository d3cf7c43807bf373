//! What the web page shows, read from where turns write it.

use std::collections::BTreeMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use futures::future::BoxFuture;

use crate::channels::error::DoorError;
use crate::channels::web::{self, Invitation, Line, Pages, StoredFile};
use crate::channels::{AttachmentSource, Sender};
use crate::domain::attachment::Attachment;
use crate::domain::case::Case;
use crate::domain::channel::Channel;
use crate::domain::code::read_one_time;
use crate::domain::ids::{AttachmentId, ConversationId, OutboxId, RoomCode};
use crate::domain::message::{Body, Outbound};
use crate::domain::party::PartyInvite;
use crate::domain::time::Timestamp;
use crate::engine::rules::Rules;
use crate::store::{self, Conn, Labels, Said, Store, StoreError};

use super::clock::Clock;
use super::invitations;
use super::turn::Turns;

/// How many lines back the label of a pressed button, or a file, is looked for.
const LOOK_BACK: i64 = 400;

/// What is shown of a press whose button is long gone.
const UNKNOWN: &str = "✓";

/// The pages' window on the database. Files that came over another channel are fetched from there.
pub(super) struct StorePages {
    store: Arc<Store>,
    turns: Arc<Turns>,
    rules: Arc<ArcSwap<Rules>>,
    clock: Clock,
    senders: BTreeMap<Channel, Arc<dyn Sender>>,
}

impl StorePages {
    pub(super) fn new(
        store: Arc<Store>,
        turns: Arc<Turns>,
        rules: Arc<ArcSwap<Rules>>,
        clock: Clock,
        senders: BTreeMap<Channel, Arc<dyn Sender>>,
    ) -> Self {
        Self { store, turns, rules, clock, senders }
    }

    fn room_name(&self, code: &RoomCode) -> String {
        let rules = self.rules.load();
        rules.directory.room(code).map_or_else(|| code.to_string(), |room| room.name.clone())
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

    fn is_staff<'a>(&'a self, peer: &'a str) -> BoxFuture<'a, Result<bool, DoorError>> {
        let peer = peer.to_owned();
        Box::pin(async move {
            let read = self.store.read(move |conn| {
                let peer = peer.clone();
                Box::pin(async move { conn.conversation(Channel::Web, &peer).await })
            });
            let found = read.await.map_err(unavailable)?;
            Ok(found.is_some_and(|entered| entered.staff.is_some()))
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

    fn seen<'a>(&'a self, peer: &'a str, line: &'a str) -> BoxFuture<'a, Result<(), DoorError>> {
        let message = OutboxId::new(line);
        Box::pin(async move { self.turns.seen(peer, &message).await.map_err(unavailable) })
    }

    fn invitation<'a>(&'a self, code: &'a str) -> BoxFuture<'a, Result<Option<Invitation>, DoorError>> {
        let Some(code) = read_one_time(code) else { return Box::pin(std::future::ready(Ok(None))) };
        let (hash, now) = (invitations::hash(&code), self.clock.now());
        Box::pin(async move {
            let read = self.store.read(move |conn| {
                let hash = hash.clone();
                Box::pin(async move { invited(conn, &hash, now).await })
            });
            let found = read.await.map_err(unavailable)?;
            Ok(found.map(|(room, mediator)| Invitation { room: self.room_name(&room), mediator }))
        })
    }
}

/// The room that asks, and the mediator; `None` unless the invitation can still be used.
async fn invited(
    conn: &mut Conn<'_>,
    hash: &str,
    now: Timestamp,
) -> Result<Option<(RoomCode, Option<String>)>, StoreError> {
    let invite = conn.party_invite(hash).await?;
    let usable = |invite: &PartyInvite| {
        invite.used_at.is_none() && now < invite.expires_at && invite.party.is_undecided()
    };
    let Some(invite) = invite.filter(usable) else { return Ok(None) };
    let Some(case) = conn.case(&invite.party.case).await?.filter(Case::is_open) else { return Ok(None) };
    let owner = match &case.owner {
        Some(owner) => conn.staff(owner).await?,
        None => None,
    };
    let room = owner.as_ref().map_or(case.room, |owner| owner.room.clone());
    Ok(Some((room, owner.map(|owner| owner.name))))
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

/// What the buttons say, if any was pressed in these lines.
async fn labels(
    conn: &mut Conn<'_>,
    here: &ConversationId,
    told: &[store::Line],
) -> Result<Labels, StoreError> {
    if !told.iter().any(|line| matches!(line.said, Said::Person(Body::Press(_)))) {
        return Ok(Labels::default());
    }
    conn.labels(here, LOOK_BACK).await
}

fn shown(line: store::Line, labels: &Labels) -> Option<Line> {
    let (mine, said) = match line.said {
        Said::Gateway(outbound) => (false, outbound),
        Said::Person(Body::Press(data)) => {
            let message = line.raw.as_deref().and_then(web::answered);
            let label = labels.pressed(&data, &line.id, message.as_deref());
            (true, Outbound::text(label.unwrap_or(UNKNOWN)))
        }
        Said::Person(body) => (true, words(body)?),
    };
    let changed = changed(&line.change).unwrap_or(line.at);
    let (id, version, case, awaited) = (line.id, line.change, line.case, line.awaited);
    Some(Line { id, version, at: line.at, changed, mine, said, case, awaited })
}

/// A person's own words as the page shows them; an opening by link says nothing.
fn words(body: Body) -> Option<Outbound> {
    Some(match body {
        Body::Text(text) | Body::Edited { text, .. } => Outbound::text(text),
        Body::File { file, caption } => Outbound { file: Some(file), ..Outbound::text(caption) },
        Body::Location { latitude, longitude } => {
            Outbound { place: Some((latitude, longitude)), ..Outbound::default() }
        }
        Body::Phone(number) => Outbound::text(number),
        Body::Press(_) | Body::Start(_) | Body::Other(_) => return None,
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
