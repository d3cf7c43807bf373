//! `fengqiao stats`: what was done between two days.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::ValueEnum;

use crate::config::load::Home;
use crate::domain::directory::{Directory, Room, RoomKind};
use crate::domain::ids::RoomCode;
use crate::stats::{Format, Question, Table};
use crate::store::Dimension;

use super::{Failure, installed, rooms, say};

/// What to count and how to print it.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The first day, YYYY-MM-DD, in Shanghai's time.
    #[arg(long)]
    from: NaiveDate,
    /// The last day, included.
    #[arg(long)]
    to: NaiveDate,
    /// Only this room: a 12-digit code, a name, or `street`; a street counts with all its communities.
    #[arg(long)]
    room: Option<String>,
    /// Of a street, only its own room.
    #[arg(long, requires = "room")]
    own: bool,
    /// What to break the numbers down by.
    #[arg(long, value_enum)]
    by: Option<By>,
    /// How to write it.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Write to this file instead.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    Room,
    Service,
    Topic,
    Origin,
    Month,
}

impl From<By> for Dimension {
    fn from(by: By) -> Self {
        match by {
            By::Room => Self::Room,
            By::Service => Self::Service,
            By::Topic => Self::Topic,
            By::Origin => Self::Origin,
            By::Month => Self::Month,
        }
    }
}

pub(super) async fn run(home: Home, arguments: Arguments) -> Result<(), Failure> {
    let Arguments { from, to, .. } = arguments;
    if from > to {
        return Err(Failure::Input(format!("--from {from} is after --to {to}: give the earlier day first")));
    }
    let loaded = installed::load(&home)?;
    let room = arguments.room.map(|name| rooms::find(&loaded.rules.directory, &name)).transpose()?;
    let rooms = room.and_then(|room| counted(&loaded.rules.directory, room, arguments.own));
    let room = room.map(|room| room.code.clone());
    let installed = installed::open(&home, loaded).await?;
    let question = Question { from, to, room, rooms, by: arguments.by.map(Dimension::from) };
    let table = Table::count(&installed.store, &installed.loaded.rules, question).await?;
    let text = table.write(arguments.format).map_err(Failure::Bug)?;
    match arguments.output {
        Some(file) => std::fs::write(&file, text)
            .map_err(|error| Failure::Input(format!("{} cannot be written: {error}", file.display()))),
        None => say(text.trim_end()),
    }
}

/// The rooms that are meant. The only street is everything, also what came from nobody knows which community.
fn counted(directory: &Directory, room: &Room, own: bool) -> Option<Vec<RoomCode>> {
    if own || room.kind == RoomKind::Community {
        return Some(vec![room.code.clone()]);
    }
    if directory.streets().count() == 1 {
        return None;
    }
    let all = std::iter::once(room).chain(directory.communities(&room.code));
    Some(all.map(|room| room.code.clone()).collect())
}
