//! `fengqiao outbox`: messages that did not arrive, and sending one again.

use crate::config::load::Home;
use crate::domain::ids::OutboxId;
use crate::domain::outbox::OutboxStatus;
use crate::runtime::clock::Clock;

use super::{Failure, installed};

/// Which messages.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// waiting, sent, dead or uncertain; without it, dead and uncertain ones.
    #[arg(long)]
    status: Option<String>,
    /// At most so many, newest first.
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// Send this one again.
    #[arg(long, value_name = "ID")]
    retry: Option<String>,
}

pub(super) async fn run(home: Home, arguments: Arguments) -> Result<(), Failure> {
    let installed = installed::open(&home).await?;
    if let Some(id) = arguments.retry {
        return retry(&installed, OutboxId::new(id)).await;
    }
    let statuses = statuses(arguments.status.as_deref())?;
    let limit = i64::from(arguments.limit);
    for status in statuses {
        let rows = installed.store.read(move |conn| Box::pin(conn.outbox_list(status, limit))).await?;
        for row in rows {
            let at = row.created_at.format("%Y-%m-%d %H:%M");
            let error = row.error.as_deref().unwrap_or("-");
            println!(
                "{}  {at}  {:9} {:8} tries {}  {error}",
                row.id,
                status.code(),
                row.channel.code(),
                row.attempts
            );
        }
    }
    Ok(())
}

fn statuses(given: Option<&str>) -> Result<Vec<OutboxStatus>, Failure> {
    let Some(word) = given else { return Ok(vec![OutboxStatus::Dead, OutboxStatus::Uncertain]) };
    OutboxStatus::parse(word)
        .map(|status| vec![status])
        .ok_or_else(|| Failure::Input(format!("--status {word}: give one of waiting, sent, dead, uncertain")))
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
    println!("{id} will be sent again");
    Ok(())
}
