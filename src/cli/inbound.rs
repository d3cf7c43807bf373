//! `fengqiao inbound`: messages that could not be handled, and handling one after all.

use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::sync::Notify;

use crate::channels::telegram;
use crate::channels::{Arrival, Content};
use crate::config::load::Home;
use crate::domain::channel::Channel;
use crate::domain::ids::InboundId;
use crate::domain::message::Inbound;
use crate::runtime::clock::Clock;
use crate::runtime::turn::Turns;
use crate::store::{Quarantined, StoreError};

use super::{Failure, installed, say};

/// Which messages.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// List what could not be handled, newest first: its id, when and where it came, and why.
    #[arg(long, required_unless_present = "retry")]
    quarantined: bool,
    /// At most so many.
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// Handle this one now, as if it had just come.
    #[arg(long, value_name = "ID")]
    retry: Option<String>,
}

pub(super) async fn run(home: Home, arguments: Arguments) -> Result<(), Failure> {
    let installed = installed::open(&home, installed::load(&home)?).await?;
    match arguments.retry {
        Some(id) => retry(installed, InboundId::new(id)).await,
        None => list(&installed, i64::from(arguments.limit)).await,
    }
}

async fn list(installed: &installed::Installed, limit: i64) -> Result<(), Failure> {
    let rows = installed.store.read(move |conn| Box::pin(conn.quarantined(limit))).await?;
    for row in rows {
        let at = row.received_at.format("%Y-%m-%d %H:%M");
        say(format!("{}  {at}  {:8} {}", row.id, row.channel.code(), row.note))?;
    }
    Ok(())
}

async fn retry(installed: installed::Installed, id: InboundId) -> Result<(), Failure> {
    let wanted = id.clone();
    let kept = installed.store.read(move |conn| {
        let wanted = wanted.clone();
        Box::pin(async move { conn.quarantined_one(&wanted).await })
    });
    let Some(kept) = kept.await? else {
        return Err(Failure::Input(format!(
            "there is no message {id} in quarantine; see `fengqiao inbound --quarantined`"
        )));
    };
    let arrival = again(&kept);
    if let Content::Unreadable(why) = &arrival.content {
        return Err(Failure::Input(format!("{id} still cannot be read: {why}")));
    }
    let rules = Arc::new(ArcSwap::from_pointee(installed.loaded.rules));
    let turns = Turns::new(Arc::new(installed.store), rules, Clock::System, Arc::new(Notify::new()));
    match turns.again(&id, arrival).await {
        Ok(()) => say(format!("{id} is handled; a running gateway sends the answer")),
        Err(error @ (StoreError::Corrupt { .. } | StoreError::Driver(_))) => {
            Err(Failure::Input(format!("{id} still cannot be handled: {error}")))
        }
        Err(error) => Err(error.into()),
    }
}

/// The message as it came. Telegram's is read anew, by what this version knows; the others' bodies were kept.
fn again(kept: &Quarantined) -> Arrival {
    let content = match (kept.channel, &kept.body, &kept.peer) {
        (Channel::Telegram, ..) => telegram::reread(&kept.raw),
        (_, Some(body), Some(peer)) => {
            let inbound = Inbound { body: body.clone(), message: None, reply_to: None };
            Content::Came { peer: peer.clone(), inbound, bytes: None }
        }
        _ => Content::Unreadable(kept.note.clone()),
    };
    let (external_id, raw) = (kept.external_id.clone(), kept.raw.clone());
    Arrival { channel: kept.channel, external_id, raw, content }
}
