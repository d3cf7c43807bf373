//! What comes in, within its turn: kept once, handled or put apart, taken up again.

use std::time::Duration;

use crate::channels::{Arrival, Content};
use crate::domain::channel::Channel;
use crate::domain::ids::{ConversationId, InboundId, Mint};
use crate::domain::message::Body;
use crate::domain::time::Timestamp;
use crate::engine::{Event, upkeep};
use crate::store::{Conn, Entered, InboundStatus, NewInbound, StoreError};

use super::turn::Attempt;
use super::{administrators, killpoint};

/// What administrators are told of quarantine under, and how long before they are told again.
const QUARANTINE: (&str, Duration) = ("inbound.quarantined", Duration::from_secs(3600));

impl Attempt {
    /// Something came in: kept, and handled if it is a person's.
    pub(super) async fn came(&self, conn: &mut Conn<'_>, arrival: &Arrival) -> Result<(), StoreError> {
        let (peer, inbound, bytes) = match &arrival.content {
            Content::Came { peer, inbound, bytes } => (peer, inbound, bytes),
            Content::Unused(note) => return self.put_by(conn, arrival, InboundStatus::Unused, note).await,
            Content::Unreadable(note) => {
                return self.put_by(conn, arrival, InboundStatus::Quarantined, note).await;
            }
        };
        let entered = self.enter(conn, arrival.channel, peer).await?;
        killpoint::pass("turn.entered");
        let kept = NewInbound {
            conversation: Some(entered.id.clone()),
            body: Some(inbound.body.clone()),
            message: inbound.message.clone(),
            ..self.inbound(arrival, InboundStatus::Handled, entered.seen_at)
        };
        if !conn.keep_inbound(&kept).await? {
            return Ok(());
        }
        killpoint::pass("turn.kept");
        self.keep_file(conn, &inbound.body, &entered, bytes.as_deref()).await?;
        self.step(conn, entered, Event::Came(inbound.clone())).await
    }

    /// What came cannot be handled: kept apart, with an answer to its person.
    pub(super) async fn unhandled(
        &self,
        conn: &mut Conn<'_>,
        arrival: &Arrival,
        note: &str,
    ) -> Result<(), StoreError> {
        let Content::Came { peer, inbound, bytes } = &arrival.content else {
            return self.put_by(conn, arrival, InboundStatus::Quarantined, note).await;
        };
        let entered = self.enter(conn, arrival.channel, peer).await?;
        let kept = NewInbound {
            conversation: Some(entered.id.clone()),
            body: Some(inbound.body.clone()),
            note: Some(note.to_owned()),
            message: inbound.message.clone(),
            ..self.inbound(arrival, InboundStatus::Quarantined, entered.seen_at)
        };
        if !conn.keep_inbound(&kept).await? {
            return Ok(());
        }
        self.keep_file(conn, &inbound.body, &entered, bytes.as_deref()).await?;
        self.tell_administrators(conn).await?;
        self.step(conn, entered, Event::Unhandled).await
    }

    /// What lies apart is handled after all.
    pub(super) async fn again(
        &self,
        conn: &mut Conn<'_>,
        id: &InboundId,
        arrival: &Arrival,
    ) -> Result<(), StoreError> {
        let Content::Came { peer, inbound, .. } = &arrival.content else {
            return conn.take_up(id, InboundStatus::Unused, None, None).await.map(drop);
        };
        let entered = self.enter(conn, arrival.channel, peer).await?;
        let body = Some(&inbound.body);
        if !conn.take_up(id, InboundStatus::Handled, Some(&entered.id), body).await? {
            return Ok(());
        }
        self.keep_file(conn, &inbound.body, &entered, None).await?;
        self.step(conn, entered, Event::Came(inbound.clone())).await
    }

    async fn enter(&self, conn: &mut Conn<'_>, channel: Channel, peer: &str) -> Result<Entered, StoreError> {
        let fresh = ConversationId::new(self.id(self.now));
        conn.enter(channel, peer, self.now, &fresh).await
    }

    /// Keeps the file that came, unless it was kept when its message was put into quarantine.
    async fn keep_file(
        &self,
        conn: &mut Conn<'_>,
        body: &Body,
        entered: &Entered,
        bytes: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        let Body::File { file, .. } = body else { return Ok(()) };
        if conn.attachment(&file.id).await?.is_some() {
            return Ok(());
        }
        conn.keep_attachment(file, &entered.id, bytes, self.now).await
    }

    /// That something lies in quarantine is said once and not again for a while: it seldom comes alone.
    async fn tell_administrators(&self, conn: &mut Conn<'_>) -> Result<(), StoreError> {
        let words = upkeep::quarantined(&self.rules.texts.staff);
        administrators::tell_once(conn, QUARANTINE, &words, self.now, self.seed).await
    }

    async fn put_by(
        &self,
        conn: &mut Conn<'_>,
        arrival: &Arrival,
        status: InboundStatus,
        note: &str,
    ) -> Result<(), StoreError> {
        let kept = NewInbound { note: Some(note.to_owned()), ..self.inbound(arrival, status, self.now) };
        if conn.keep_inbound(&kept).await? && status == InboundStatus::Quarantined {
            self.tell_administrators(conn).await?;
        }
        Ok(())
    }

    fn inbound(&self, arrival: &Arrival, status: InboundStatus, at: Timestamp) -> NewInbound {
        NewInbound {
            id: InboundId::new(self.id(at)),
            channel: arrival.channel,
            external_id: arrival.external_id.clone(),
            conversation: None,
            received_at: at,
            status,
            raw: arrival.raw.clone(),
            body: None,
            note: None,
            message: None,
        }
    }

    /// The same for both ids it is used for: they live in different tables. It sorts before all that the step makes.
    fn id(&self, at: Timestamp) -> String {
        Mint::new(at, self.seed).text()
    }
}
