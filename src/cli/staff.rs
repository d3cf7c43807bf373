//! `fengqiao staff invite | list | revoke`: who works here.

use clap::{Subcommand, ValueEnum};

use crate::config::Config;
use crate::config::load::Home;
use crate::domain::ids::{RoomCode, StaffId};
use crate::domain::staff::{Role, StaffStatus};
use crate::runtime::clock::Clock;
use crate::runtime::invitations::{self, NewMember};

use super::{Failure, bot, installed, rooms, say};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print a one-time code that makes whoever sends it a member of staff.
    Invite {
        /// A community's 12-digit code or name, or `street`.
        #[arg(long)]
        room: String,
        /// What they are there for.
        #[arg(long, value_enum)]
        role: RoleName,
        /// The name colleagues and residents see.
        #[arg(long)]
        name: String,
    },
    /// List everybody, with their ids.
    List,
    /// Take somebody's access away at once; their open cases stay with the room.
    Revoke {
        /// The id that `staff list` shows.
        id: String,
    },
}

/// Roles as the command line names them.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum RoleName {
    Mediator,
    Lawyer,
    Clerk,
    Leader,
    Admin,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Mediator => Self::Mediator,
            RoleName::Lawyer => Self::Lawyer,
            RoleName::Clerk => Self::Clerk,
            RoleName::Leader => Self::Leader,
            RoleName::Admin => Self::Admin,
        }
    }
}

pub(super) async fn run(home: Home, command: Command) -> Result<(), Failure> {
    let loaded = installed::load(&home)?;
    match command {
        Command::Invite { room, role, name } => {
            let room = rooms::find(&loaded.rules.directory, &room)?.code.clone();
            let member = NewMember { name: shown(&name)?, role: role.into(), room };
            invite(&installed::create(&home, loaded).await?, member).await
        }
        Command::List => list(&installed::open(&home, loaded).await?).await,
        Command::Revoke { id } => revoke(&installed::open(&home, loaded).await?, StaffId::new(id)).await,
    }
}

fn shown(name: &str) -> Result<String, Failure> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Failure::Input("--name must not be empty: residents and colleagues see it".to_owned()));
    }
    Ok(name.to_owned())
}

async fn invite(installed: &installed::Installed, member: NewMember) -> Result<(), Failure> {
    let config = &installed.loaded.config;
    let who = format!("{} ({}, {})", member.name, member.role.code(), room_name(installed, &member.room));
    let code = invitations::invite(&installed.store, &Clock::System, member, config.invite_valid).await?;
    say(&code)?;
    say(format!("\nFor {who}, once, within {} hours:", hours(config)))?;
    say(format!("  in any chat with the bot, send:  /start {code}"))?;
    say(format!("  or open:                         {}", invitations::web_link(config, &code)))?;
    match bot::invitation_link(config, &code).await {
        Some(link) => say(format!("  or in Telegram:                  {link}")),
        None if config.telegram.is_some() => {
            say("  (Telegram did not tell the bot's name, so there is no link; /start works all the same)")
        }
        None => Ok(()),
    }
}

fn hours(config: &Config) -> u64 {
    config.invite_valid.as_secs() / 3600
}

async fn list(installed: &installed::Installed) -> Result<(), Failure> {
    let everybody = installed.store.read(|conn| Box::pin(conn.staff_list())).await?;
    for staff in everybody {
        let room = room_name(installed, &staff.room);
        let status = match staff.status {
            StaffStatus::Invited => "invited",
            StaffStatus::Active => "active",
            StaffStatus::Revoked => "revoked",
        };
        say(format!("{}  {status:8} {:9} {room}  {}", staff.id, staff.role.code(), staff.name))?;
    }
    Ok(())
}

fn room_name<'a>(installed: &'a installed::Installed, code: &'a RoomCode) -> &'a str {
    installed.loaded.rules.directory.room(code).map_or(code.as_str(), |room| &room.name)
}

async fn revoke(installed: &installed::Installed, id: StaffId) -> Result<(), Failure> {
    let staff = invitations::revoke(&installed.store, &Clock::System, &id).await?;
    match staff {
        Some(staff) => say(format!("{} ({}) has no access any more", staff.name, staff.role.code())),
        None => Err(Failure::Input(format!("there is no member of staff {id}; see `fengqiao staff list`"))),
    }
}
