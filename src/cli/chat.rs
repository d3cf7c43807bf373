//! `fengqiao chat`: the same bot, in this terminal.
//!
//! It works on the same database as `serve`, so that a resident in one terminal and staff in another, or on the
//! web page, talk to each other.

use std::collections::BTreeMap;
use std::io::stdout;
use std::sync::Arc;

use clap::ValueEnum;
use tokio::io::{BufReader, stdin};
use tokio_util::sync::CancellationToken;

use crate::channels::terminal::Terminal;
use crate::channels::{Arrival, Content, Door, Sender};
use crate::config::load::Home;
use crate::domain::channel::Channel;
use crate::domain::ids::RoomCode;
use crate::domain::message::{Body, Inbound};
use crate::domain::staff::Role;
use crate::runtime::app::{Gateway, Parts};
use crate::runtime::clock::{self, Clock};
use crate::runtime::invitations::{self, NewMember};
use crate::runtime::reload::Watched;

use super::{Failure, installed, rooms};

/// Who talks, and where.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The resident's community, or the room staff work in: a 12-digit code, a name, or `street`.
    #[arg(long)]
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
    let installed::Installed { loaded, store } = installed::open(&home).await?;
    let room =
        arguments.room.as_deref().map(|name| rooms::find(&loaded.rules.directory, name)).transpose()?;
    let room = room.map(|room| (room.code.clone(), room.name.clone()));
    if arguments.side == Side::Staff && room.is_none() {
        return Err(Failure::Input("--as staff needs --room: say where they work".to_owned()));
    }
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
        watched: Some(Watched { home, config: loaded.config, edition: loaded.edition }),
    });
    let first = first_words(&gateway, arguments.side, room).await?;
    talk(&gateway, &terminal, &peer, first).await
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
    peer: &str,
    first: String,
) -> Result<(), Failure> {
    let end = CancellationToken::new();
    let door = gateway.door();
    let talking = async {
        open(door.as_ref(), peer, first).await?;
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
        }
    });
    gateway.store().close().await;
    talked
}

async fn open(door: &dyn Door, peer: &str, payload: String) -> Result<(), Failure> {
    let arrival = Arrival {
        channel: Channel::Terminal,
        external_id: format!("{peer}:start"),
        raw: String::new(),
        content: Content::Came {
            peer: peer.to_owned(),
            inbound: Inbound { body: Body::Start(payload), reply_to: None },
            bytes: None,
        },
    };
    door.come(arrival).await.map_err(|error| Failure::Input(error.to_string()))
}
