//! `fengqiao orphans`: open cases without owner, next step or deadline. There should be none; the gateway hands those
//! there are to the street within five minutes.

use crate::config::load::Home;
use crate::domain::orphan::Orphan;

use super::{Failure, installed, say};

pub(super) async fn run(home: Home) -> Result<(), Failure> {
    let installed = installed::open(&home, installed::load(&home)?).await?;
    let orphans = installed.store.read(|conn| Box::pin(conn.orphans())).await?;
    if orphans.is_empty() {
        return say("every open case has an owner or is offered, a next step and a deadline");
    }
    for orphan in orphans {
        let room = installed.loaded.rules.directory.room(&orphan.room);
        let room = room.map_or(orphan.room.as_str(), |room| &room.name);
        say(format!("{}  {room}  lacks {}", orphan.code, lacking(&orphan).join(", ")))?;
    }
    Ok(())
}

fn lacking(orphan: &Orphan) -> Vec<&'static str> {
    let lacks = orphan.lacks;
    let all = [(lacks.owner, "an owner"), (lacks.step, "a next step"), (lacks.deadline, "a deadline")];
    all.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| what).collect()
}
