//! `fengqiao outbox`: messages that did not arrive, and sending one again.

use crate::config::load::Home;
use crate::domain::ids::OutboxId;
use crate::domain::outbox::OutboxStatus;
use crate::runtime::clock::Clock;

use super::{Failure, installed, say};

/// Which messages.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// waiting, sent, dead or uncertain; without it, dead and uncertain ones.
    #[arg(long, value_parser = status)]
    status: Option<OutboxStatus>,
    /// At most so many, newest first.
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// Send this one again.
    #[arg(long, value_name = "ID")]
    retry: Option<String>,
}

pub(super) async fn run(home: Home, arguments: Arguments) -> Result<(), Failure> {
    let installed = installed::open(&home, installed::load(&home)?).await?;
    if let Some(id) = arguments.retry {
        return retry(&installed, OutboxId::new(id)).await;
    }
    let undelivered = vec![OutboxStatus::Dead, OutboxStatus::Uncertain];
    let statuses = arguments.status.map_or(undelivered, |status| vec![status]);
    let limit = i64::from(arguments.limit);
    for status in statuses {
        let rows = installed.store.read(move |conn| Box::pin(conn.outbox_list(status, limit))).await?;
        for row in rows {
            let at = row.created_at.format("%Y-%m-%d %H:%M");
            let error = row.error.as_deref().unwrap_or("-");
            say(format!(
                "{}  {at}  {:9} {:8} tries {}  {error}",
                row.id,
                status.code(),
                row.channel.code(),
                row.attempts
            ))?;
        }
    }
    Ok(())
}

fn status(word: &str) -> Result<OutboxStatus, String> {
    let known = OutboxStatus::ALL.map(OutboxStatus::code);
    OutboxStatus::parse(word).ok_or_else(|| format!("give one of {}", known.join(", ")))
}

async fn retry(installed: &installed::Installed, id: OutboxId) -> Result<(), Failure> {
    let now = Clock::System.now();
    let again = id.clone();
    let known = installed
        .store
        .write(move |conn| {
            let again = again.clone();
            Box::pin(async move { conn.requeue(&again, now).await })
        })
        .await?;
    if !known {
        return Err(Failure::Input(format!(
            "there is no dead or uncertain message {id}; see `fengqiao outbox`"
        )));
    }
    say(format!("{id} will be sent again"))
}
