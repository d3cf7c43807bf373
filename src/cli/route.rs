//! `fengqiao route TEXT`: what would become of a message, and who would get it when and why; nothing is sent or kept.

use serde_json::{Value, json};

use crate::config::load::Home;
use crate::domain::case::Reach;
use crate::domain::directory::Directory;
use crate::domain::ids::RoomCode;
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::engine::route::{Arises, Opened, Route, Rung, WhyRoom};
use crate::runtime::clock::Clock;
use crate::runtime::rehearsal;

use super::{Failure, installed, rooms, say};

/// Which message, from where.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What a resident might write.
    text: String,
    /// The community the resident has chosen: its code or name.
    #[arg(long, value_name = "CODE|NAME")]
    community: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(home: Home, arguments: Arguments) -> Result<(), Failure> {
    let loaded = installed::load(&home)?;
    let directory = loaded.rules.directory.clone();
    let community = match &arguments.community {
        Some(name) => Some(rooms::find_for("--community", &directory, name)?.code.clone()),
        None => None,
    };
    let installed = installed::open(&home, loaded).await?;
    let (store, rules) = (installed.store, installed.loaded.rules);
    let route = rehearsal::rehearse(&store, rules, &arguments.text, community, Clock::System.now()).await?;
    match arguments.json {
        true => say(as_json(&directory, &route)),
        false => say(as_text(&directory, &route).join("\n")),
    }
}

fn as_text(directory: &Directory, route: &Route) -> Vec<String> {
    let reading = &route.reading;
    let intent = reading.intent.as_deref().map_or_else(String::new, |intent| format!(", intent {intent}"));
    let mut lines = vec![
        format!("understood  {} ({}){intent}", reading.service.code(), reading.score),
        format!("case        {}", arises(route)),
    ];
    let Some(Opened { case, why, ladder }) = &route.opened else { return lines };
    lines.push(format!("service     {}{}", case.service.code(), if case.urgent { ", urgent" } else { "" }));
    lines.push(format!("room        {} {}: {}", case.room, name(directory, &case.room), reason(*why)));
    lines.push(format!("promise     {}", moment(case.deadline)));
    lines.extend(ladder.iter().flat_map(|rung| rung_lines(directory, rung)));
    lines
}

fn rung_lines(directory: &Directory, rung: &Rung) -> Vec<String> {
    let mut lines = vec![format!("{}  {}", moment(rung.at), circle(rung.reach))];
    lines.extend(rung.people.iter().map(|person| format!("    {}", shown(directory, person))));
    if rung.people.is_empty() {
        lines.push("    nobody can be reached: the street's leaders are told".to_owned());
    }
    lines
}

fn as_json(directory: &Directory, route: &Route) -> Value {
    let reading = &route.reading;
    let rung = |rung: &Rung| {
        let person = |person: &Staff| json!({"name": person.name, "role": person.role, "room": person.room});
        let people: Vec<Value> = rung.people.iter().map(person).collect();
        json!({"at": moment(rung.at), "reach": rung.reach, "why": circle(rung.reach), "people": people})
    };
    let opened = route.opened.as_ref().map(|Opened { case, why, ladder }| {
        json!({
            "service": case.service.code(),
            "urgent": case.urgent,
            "room": {"code": case.room, "name": name(directory, &case.room), "why": reason(*why)},
            "promise": moment(case.deadline),
            "ladder": ladder.iter().map(rung).collect::<Vec<_>>(),
        })
    });
    json!({
        "service": reading.service.code(),
        "score": reading.score,
        "topic": reading.topic,
        "intent": reading.intent,
        "case": arises(route),
        "opened": opened,
    })
}

fn arises(route: &Route) -> &'static str {
    match route.arises {
        Arises::AtOnce => "opened at once",
        Arises::AfterForm => "opened once the form's questions are answered",
        Arises::IfAsked if route.opened.is_none() => {
            "opened if the resident asks for the room's lawyer below the answer and says which community; give --community"
        }
        Arises::IfAsked => "opened if the resident asks for the room's lawyer below the answer",
        Arises::NeedsCommunity => "opened once the resident says which community; give --community",
        Arises::Never => "none: the bot answers by itself or asks back",
    }
}

fn reason(why: WhyRoom) -> &'static str {
    match why {
        WhyRoom::Chosen => "the resident's choice",
        WhyRoom::Words => "named in the words",
        WhyRoom::Default => "the street's, because nothing says which community",
    }
}

fn circle(reach: Reach) -> &'static str {
    match reach {
        Reach::Role => "the fitting role in the room",
        Reach::Room => "everyone in the room",
        Reach::Neighbour => "the fitting role in a neighbour room that stands in",
        Reach::Street => "the street's leading group",
    }
}

fn shown(directory: &Directory, person: &Staff) -> String {
    format!("{} · {} · {}", person.name, person.role.code(), name(directory, &person.room))
}

fn name(directory: &Directory, room: &RoomCode) -> String {
    directory.room(room).map_or_else(|| room.to_string(), |room| room.name.clone())
}

fn moment(at: Timestamp) -> String {
    at.format("%Y-%m-%d %a %H:%M")
}
