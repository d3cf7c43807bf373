//! `fengqiao chat`: the same bot, in this terminal.
//!
//! It works on the same database as `serve`, so that a resident in one terminal and staff in another, or on the
//! web page, talk to each other; what is typed counts and opens cases like anybody else's.

use std::collections::BTreeMap;
use std::io::stdout;
use std::sync::Arc;

use clap::ValueEnum;
use tokio::io::{BufReader, stdin};
use tokio_util::sync::CancellationToken;

use crate::channels::Sender;
use crate::channels::terminal::Terminal;
use crate::config::load::Home;
use crate::domain::channel::Channel;
use crate::domain::ids::RoomCode;
use crate::domain::message::Body;
use crate::domain::staff::Role;
use crate::runtime::app::{Gateway, Parts};
use crate::runtime::clock::{self, Clock};
use crate::runtime::invitations::{self, NewMember};
use crate::runtime::reload::Watched;
use crate::runtime::terminals::{self, Presence};

use super::{Failure, installed, rooms};

/// Who talks, and where.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The resident's community, or the room staff work in: a 12-digit code, a name, or `street`.
    #[arg(long, required_if_eq("side", "staff"))]
    room: Option<String>,
    /// Which side to take.
    #[arg(long = "as", value_enum, default_value = "resident")]
    side: Side,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Side {
    Resident,
    Staff,
}

pub(super) async fn run(home: Home, arguments: Arguments) -> Result<(), Failure> {
    let loaded = installed::load(&home)?;
    let room =
        arguments.room.as_deref().map(|name| rooms::find(&loaded.rules.directory, name)).transpose()?;
    let room = room.map(|room| (room.code.clone(), room.name.clone()));
    let installed::Installed { loaded, store } = installed::create(&home, loaded).await?;
    let peer = clock::secret();
    let terminal = Arc::new(Terminal::new(stdout()));
    let sender: Arc<dyn Sender> = terminal.clone();
    let gateway = Gateway::new(Parts {
        store,
        rules: loaded.rules,
        clock: Clock::System,
        telegram: None,
        senders: BTreeMap::from([(Channel::Terminal, sender)]),
        terminal: Some(peer.clone()),
        retention: loaded.config.retention,
        watched: Some(Watched { home, config: loaded.config, edition: loaded.edition }),
    });
    let presence = Presence::begin(Arc::clone(gateway.store()), Clock::System, &peer).await;
    let first = first_words(&gateway, arguments.side, room).await?;
    let talked = talk(&gateway, &terminal, (&peer, &presence), first).await;
    let left = terminals::leave(gateway.store(), &Clock::System, gateway.door().as_ref(), &peer).await;
    gateway.store().close().await;
    talked.and(left.map_err(Failure::from))
}

/// What the terminal does before its person can: a resident scans a room's poster, staff use an invitation.
async fn first_words(
    gateway: &Gateway,
    side: Side,
    room: Option<(RoomCode, String)>,
) -> Result<String, Failure> {
    Ok(match (side, room) {
        (Side::Staff, Some((room, name))) => {
            let member = NewMember { name: format!("{name}终端"), role: Role::Mediator, room };
            let valid = std::time::Duration::from_secs(60);
            invitations::invite(gateway.store(), &Clock::System, member, valid).await?
        }
        (_, Some((room, _))) => format!("room_{room}"),
        (_, None) => String::new(),
    })
}

async fn talk(
    gateway: &Gateway,
    terminal: &Terminal<std::io::Stdout>,
    (peer, presence): (&str, &Presence),
    first: String,
) -> Result<(), Failure> {
    let end = CancellationToken::new();
    let door = gateway.door();
    let talking = async {
        terminals::come(door.as_ref(), peer, "start", Body::Start(first)).await?;
        let talked = terminal.talk(door.as_ref(), peer, BufReader::new(stdin()), &end).await;
        end.cancel();
        talked.map_err(|error| Failure::Input(format!("the terminal: {error}")))
    };
    let stopping = async {
        if tokio::signal::ctrl_c().await.is_ok() {
            end.cancel();
        }
    };
    let (talked, ()) = tokio::join!(talking, async {
        tokio::select! {
            () = gateway.run(end.clone()) => {}
            () = stopping => {}
            () = presence.last() => {}
        }
    });
    talked
}
