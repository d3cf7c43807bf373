//! `fengqiao serve`: the gateway, until it is told to stop.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::SocketAddr;

use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::config::load::Home;
use crate::config::{Config, TelegramMode};
use crate::domain::staff::{Role, StaffStatus};
use crate::engine::rules::Rules;
use crate::runtime::app::{Gateway, Parts};
use crate::runtime::clock::Clock;
use crate::runtime::invitations::{self, NewMember};
use crate::runtime::reload::Watched;
use crate::store::Store;

use super::{Failure, bot, installed, say};

/// What the first administrator is called.
const FIRST_ADMIN: &str = "管理员";

/// Starts, says what is served where, and runs until SIGTERM or Ctrl-C.
pub(super) async fn run(home: Home) -> Result<(), Failure> {
    let mut loaded = installed::load(&home)?;
    let telegram = bot::of(&loaded.config)?;
    let listener = listen(&loaded.config).await?;
    loaded.config.http = loaded.config.http.listening(address(&listener)?);
    let installed::Installed { loaded, store } = installed::create(&home, loaded).await?;
    let metrics = PrometheusBuilder::new()
        .install_recorder()
        .map_err(|error| Failure::Bug(anyhow::Error::new(error).context("metrics did not start")))?;
    announce(&loaded.config, &loaded.rules, &store).await?;
    let gateway = Gateway::new(Parts {
        store,
        rules: loaded.rules,
        clock: Clock::System,
        telegram,
        senders: BTreeMap::new(),
        terminal: None,
        retention: loaded.config.retention,
        watched: Some(Watched { home, config: loaded.config.clone(), edition: loaded.edition }),
    });
    let shutdown = CancellationToken::new();
    let router = gateway.router(&loaded.config.http, metrics, &shutdown);
    tokio::spawn(stop_on_signal(shutdown.clone()));
    gateway.serve(listener, router, shutdown).await.map_err(|error| Failure::Bug(error.into()))?;
    say("stopped")
}

async fn listen(config: &Config) -> Result<TcpListener, Failure> {
    let address = config.http.listen;
    TcpListener::bind(address).await.map_err(|error| {
        let way_out = match error.kind() {
            ErrorKind::AddrInUse => {
                "another program uses it; stop that one or choose another with http.listen"
            }
            ErrorKind::PermissionDenied => "this user may not; choose a port above 1023 with http.listen",
            _ => "choose another with http.listen",
        };
        Failure::Input(format!("cannot listen on {address}: {error}; {way_out}"))
    })
}

fn address(listener: &TcpListener) -> Result<SocketAddr, Failure> {
    listener.local_addr().map_err(|error| Failure::Bug(error.into()))
}

/// Says what is served where; prints the first administrator's link as long as there is none.
async fn announce(config: &Config, rules: &Rules, store: &Store) -> Result<(), Failure> {
    let address = config.http.listen;
    let communities = rules.directory.rooms().count() - rules.directory.streets().count();
    say(format!("Fengqiao serves {communities} communities"))?;
    say(format!("  residents   http://{address}/"))?;
    say(format!("  health      http://{address}/healthz  /readyz  /metrics"))?;
    say(format!("  telegram    {}", telegram_line(config)))?;
    if !store.read(|conn| Box::pin(conn.has_admin())).await? {
        let code = invite_admin(rules, store, config).await?;
        say(format!("  first admin {} (once)", invitations::web_link(config, &code)))?;
        say(format!("              or send the bot: /start {code}"))?;
    }
    say("Invite staff: fengqiao staff invite --room NAME --role mediator|lawyer|clerk|leader --name NAME")?;
    say("Ctrl-C stops it.")
}

fn telegram_line(config: &Config) -> &'static str {
    match config.telegram.as_ref().map(|telegram| &telegram.mode) {
        None => "off (set FENGQIAO_TELEGRAM__TOKEN)",
        Some(TelegramMode::Polling) => "polling",
        Some(TelegramMode::Webhook(_)) => "webhook at /telegram/webhook",
    }
}

/// Invites the first administrator; links of earlier starts that nobody used work no more.
async fn invite_admin(rules: &Rules, store: &Store, config: &Config) -> Result<String, Failure> {
    let street = rules.directory.streets().next();
    let room = street.ok_or_else(|| Failure::Input("the directory has no street".to_owned()))?.code.clone();
    let member = NewMember { name: FIRST_ADMIN.to_owned(), role: Role::Admin, room };
    for staff in store.read(|conn| Box::pin(conn.staff_list())).await? {
        let is_unused = staff.status == StaffStatus::Invited && staff.role == Role::Admin;
        if is_unused && staff.name == FIRST_ADMIN {
            invitations::revoke(store, &Clock::System, &staff.id).await?;
        }
    }
    Ok(invitations::invite(store, &Clock::System, member, config.invite_valid).await?)
}

async fn stop_on_signal(shutdown: CancellationToken) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            shutdown.cancel();
            return;
        }
    }
    // Without signals the process can only be killed, which it survives.
    if tokio::signal::ctrl_c().await.is_ok() {
        shutdown.cancel();
    }
}
