//! `fengqiao orphans`: open cases without owner, next step or deadline, and those whose room the directory does not have. There
//! should be none; the gateway hands the former to the street within five minutes.

use crate::config::load::Home;
use crate::domain::directory::Directory;
use crate::domain::ids::RoomCode;
use crate::domain::orphan::Orphan;
use crate::runtime::homeless;
use crate::store::Store;

use super::{Failure, installed, say};

pub(super) async fn run(home: Home) -> Result<(), Failure> {
    let installed = installed::open(&home, installed::load(&home)?).await?;
    let (store, directory) = (&installed.store, &installed.loaded.rules.directory);
    let orphans = store.read(|conn| Box::pin(conn.orphans())).await?;
    let homeless = homeless::rooms(store, directory).await?;
    if orphans.is_empty() && homeless.is_empty() {
        return say("every open case has an owner or is offered, a next step and a deadline");
    }
    for orphan in orphans {
        say(format!(
            "{}  {}  lacks {}",
            orphan.code,
            name(directory, &orphan.room),
            lacking(&orphan).join(", ")
        ))?;
    }
    for (room, cases) in homeless {
        list(store, &room, cases).await?;
    }
    Ok(())
}

/// Lists the cases of a room that is not there.
async fn list(store: &Store, room: &RoomCode, count: i64) -> Result<(), Failure> {
    say(format!(
        "config/directory.toml has no room {room}, so nobody sees its {count} open case(s): put the code back"
    ))?;
    let wanted = room.clone();
    let cases = store.read(move |conn| {
        let wanted = wanted.clone();
        Box::pin(async move { conn.open_cases(Some(&wanted)).await })
    });
    for case in cases.await? {
        say(format!("{}  {room}  lacks a room", case.code))?;
    }
    Ok(())
}

fn name<'a>(directory: &'a Directory, room: &'a RoomCode) -> &'a str {
    directory.room(room).map_or(room.as_str(), |room| &room.name)
}

fn lacking(orphan: &Orphan) -> Vec<&'static str> {
    let lacks = orphan.lacks;
    let all = [(lacks.owner, "an owner"), (lacks.step, "a next step"), (lacks.deadline, "a deadline")];
    all.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| what).collect()
}
