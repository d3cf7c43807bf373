//! `fengqiao roster import | show`: who is in which room when.

use std::path::PathBuf;

use chrono::{Days, NaiveDate};
use clap::Subcommand;

use crate::config::load::Home;
use crate::domain::calendar::Calendar;
use crate::domain::directory::Room;
use crate::domain::ids::{DutyId, LeaveId, Mint, StaffId};
use crate::domain::roster::{AtWork, Duty, Leave, Post, Roster};
use crate::domain::staff::{Staff, StaffStatus};
use crate::runtime::clock::{self, Clock};
use crate::store::{Conn, StoreError};
use crate::tomlfile::{Fault, utf8};

use super::roster_file::{self, Day, Plan, Who};
use super::{Failure, installed, rooms, say};

/// How many days `show` shows.
const SHOWN: u64 = 7;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Replace the rosters of the rooms in a file: weekly hours, days, leaves, stand-ins and how much people can have.
    Import {
        /// A CSV or TOML file, as docs/casework.md describes it.
        file: PathBuf,
    },
    /// Show a room's next seven days.
    Show {
        /// A community's 12-digit code or name, or `street`.
        #[arg(long)]
        room: String,
    },
}

pub(super) async fn run(home: Home, command: Command) -> Result<(), Failure> {
    let loaded = installed::load(&home)?;
    match command {
        Command::Import { file } => {
            let bytes = std::fs::read(&file)
                .map_err(|error| Failure::Input(format!("{} cannot be read: {error}", file.display())))?;
            let name = file.display().to_string();
            let text = utf8(&name, bytes).map_err(|fault| Failure::Faults(vec![fault]))?;
            let mut faults = Vec::new();
            let plan = roster_file::read(&name, &text, &loaded.rules.directory, &mut faults);
            if plan.is_empty() && faults.is_empty() {
                faults.push(Fault { file: name.clone(), line: 0, what: "nobody is in it".to_owned() });
            }
            let installed = installed::open(&home, loaded).await?;
            let staff = installed.store.read(|conn| Box::pin(conn.staff_list())).await?;
            let written = matched(&plan, &staff, &name, &mut faults);
            installed::sound(faults)?;
            import(&installed, plan, written).await
        }
        Command::Show { room } => {
            let room = rooms::find(&loaded.rules.directory, &room)?.clone();
            show(&installed::open(&home, loaded).await?, &room).await
        }
    }
}

/// What is to be written, with people instead of names.
#[derive(Clone, Debug, Default)]
struct Written {
    duties: Vec<Duty>,
    posts: Vec<Post>,
    leaves: Vec<Leave>,
}

/// Finds everybody the file names; who is not there, or there twice, is a fault at their line.
fn matched(plan: &Plan, staff: &[Staff], file: &str, faults: &mut Vec<Fault>) -> Written {
    let now = Clock::System.now();
    let mut mint = Mint::new(now, clock::seed());
    let mut find = |who: &Who| {
        let found = person(who, staff);
        if let Err(what) = &found {
            faults.push(Fault { file: file.to_owned(), line: who.line, what: what.clone() });
        }
        found.ok()
    };
    let mut written = Written::default();
    for line in &plan.duties {
        let Some(staff) = find(&line.who) else { continue };
        for &hours in &line.hours {
            let (staff, room) = (staff.clone(), line.who.room.clone());
            let day = match line.day {
                Day::Weekly(day) => crate::domain::roster::DutyDay::Weekly(day),
                Day::On(day) => crate::domain::roster::DutyDay::On(day),
            };
            written.duties.push(Duty { id: DutyId::new(mint.text()), staff, room, day, hours });
        }
    }
    for line in &plan.people {
        let staff = find(&line.who);
        let stand_in = line.stand_in.as_ref().map(&mut find);
        if let (Some(staff), None | Some(Some(_))) = (staff, &stand_in) {
            let stand_in = stand_in.flatten();
            written.posts.push(Post { staff, most_open: line.most_open, stand_in });
        }
    }
    for line in &plan.leaves {
        let staff = find(&line.who);
        let stand_in = line.stand_in.as_ref().map(&mut find);
        if let (Some(staff), None | Some(Some(_))) = (staff, &stand_in) {
            let (id, stand_in) = (LeaveId::new(mint.text()), stand_in.flatten());
            written.leaves.push(Leave { id, staff, first: line.first, last: line.last, stand_in });
        }
    }
    written
}

/// The one member of staff with this name: of the room, else anywhere, for a lawyer may serve several rooms.
fn person(who: &Who, staff: &[Staff]) -> Result<StaffId, String> {
    let named: Vec<&Staff> = staff
        .iter()
        .filter(|person| person.status != StaffStatus::Revoked)
        .filter(|person| person.name == who.name || person.id.as_str() == who.name)
        .collect();
    let here: Vec<&Staff> = named.iter().copied().filter(|person| person.room == who.room).collect();
    match (here.as_slice(), named.as_slice()) {
        ([one], _) | ([], [one]) => Ok(one.id.clone()),
        ([], []) => Err(format!(
            "{} is not among the staff; invite them first, or see `fengqiao staff list`",
            who.name
        )),
        _ => Err(format!(
            "several people are called {}; write the id that `fengqiao staff list` shows",
            who.name
        )),
    }
}

async fn import(installed: &installed::Installed, plan: Plan, written: Written) -> Result<(), Failure> {
    let today = Clock::System.now().local_date();
    let (rooms, counted) = (plan.rooms(), written.clone());
    let numbers = (rooms.len(), written.duties.len(), written.leaves.len());
    installed
        .store
        .write(move |conn| {
            let (rooms, written) = (rooms.clone(), counted.clone());
            Box::pin(async move { replace(conn, &rooms, &written, today).await })
        })
        .await?;
    let (rooms, duties, leaves) = numbers;
    say(format!("{rooms} room(s): {duties} stretches of hours, {leaves} leave(s)"))
}

async fn replace(
    conn: &mut Conn<'_>,
    rooms: &[crate::domain::ids::RoomCode],
    written: &Written,
    today: NaiveDate,
) -> Result<(), StoreError> {
    for room in rooms {
        conn.clear_roster(room, today).await?;
    }
    for duty in &written.duties {
        conn.put_duty(duty).await?;
    }
    for post in &written.posts {
        conn.put_post(post).await?;
    }
    for leave in &written.leaves {
        conn.put_leave(leave).await?;
    }
    Ok(())
}

async fn show(installed: &installed::Installed, room: &Room) -> Result<(), Failure> {
    let today = Clock::System.now().local_date();
    let code = room.code.clone();
    let read = installed.store.read(move |conn| {
        let code = code.clone();
        Box::pin(async move { Ok((conn.roster(&code, today).await?, conn.staff_list().await?)) })
    });
    let (roster, staff) = read.await?;
    say(format!("{} {}", room.code, room.name))?;
    let rules = &installed.loaded.rules;
    for day in (0..SHOWN).filter_map(|ahead| today.checked_add_days(Days::new(ahead))) {
        let open = rules.is_open(&room.code, day);
        say(line(&roster, &staff, &rules.calendar, day, open))?;
    }
    Ok(())
}

fn line(roster: &Roster, staff: &[Staff], calendar: &Calendar, day: NaiveDate, open: bool) -> String {
    let name = |id: &StaffId| {
        let known = staff.iter().find(|person| person.id == *id);
        known.map_or_else(|| id.to_string(), |person| person.name.clone())
    };
    let one = |present: &AtWork| {
        let hours = present.hours.iter().map(|hours| {
            let seats = if hours.seats > 1 { format!(" x{}", hours.seats) } else { String::new() };
            format!("{}-{}{seats}", hours.from.format("%H:%M"), hours.until.format("%H:%M"))
        });
        format!("{} {}", name(&present.staff), hours.collect::<Vec<_>>().join(" "))
    };
    let present = roster.at_work(calendar, day);
    let people = match present.is_empty() {
        false => present.iter().map(one).collect::<Vec<_>>().join("; "),
        true if roster.is_vacant(calendar, day, open) => "VACANT: nobody is there".to_owned(),
        true => "-".to_owned(),
    };
    let away: Vec<String> = roster
        .people()
        .iter()
        .filter(|id| roster.leave(id, day).is_some() && !roster.planned(calendar, id, day).is_empty())
        .map(name)
        .collect();
    let away = if away.is_empty() { String::new() } else { format!("  (away: {})", away.join(", ")) };
    format!("{}  {people}{away}", day.format("%Y-%m-%d %a"))
}
