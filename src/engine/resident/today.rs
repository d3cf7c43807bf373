//! 今天哪个接待: who is there today, from the roster and nothing else.

use crate::domain::directory::RoomKind;
use crate::domain::ids::RoomCode;
use crate::domain::roster::AtWork;
use crate::engine::casework::booking::news;
use crate::engine::casework::tell;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{menu, wording};

/// Who is there today: in the resident's room, or, while that is not known, in every room that has a roster.
pub(super) fn asked(turn: &mut Turn<'_>) -> Result<(), Need> {
    let rooms: Vec<RoomCode> = match &turn.session.room {
        Some(room) => vec![room.clone()],
        None => {
            let rooms = turn.world.rules.directory.rooms();
            rooms.filter(|room| room.kind == RoomKind::Community).map(|room| room.code.clone()).collect()
        }
    };
    let mut told = Vec::new();
    for room in &rooms {
        told.extend(of(turn, room)?);
    }
    let texts = news::texts(turn, turn.session.lang);
    if told.is_empty() {
        let place = match &turn.session.room {
            Some(room) => wording::place(turn, room),
            None => wording::street(turn),
        };
        told.push(texts.today_unknown(place));
    }
    menu::offered(turn, told.join("\n"));
    Ok(())
}

/// Who is there today in one room; `None` if it has no roster.
fn of(turn: &Turn<'_>, room: &RoomCode) -> Result<Option<String>, Need> {
    let today = turn.now.local_date();
    let roster = turn.world.facts.agenda.roster(room, today)?;
    if roster.duties.is_empty() {
        return Ok(None);
    }
    let texts = news::texts(turn, turn.session.lang);
    let mut lines = Vec::new();
    for present in roster.at_work(&turn.world.rules.calendar, today) {
        lines.extend(line(turn, &present)?);
    }
    let place = wording::place(turn, room);
    Ok(Some(match lines.is_empty() {
        true => texts.today_nobody(place),
        false => texts.today(place, lines.join("\n")),
    }))
}

fn line(turn: &Turn<'_>, present: &AtWork) -> Result<Option<String>, Need> {
    let person = turn.world.facts.staff(&present.staff)?.as_ref();
    let texts = news::texts(turn, turn.session.lang);
    Ok(person.map(|person| {
        let role = tell::role_name(turn, turn.session.lang, person.role);
        texts.today_line(&person.name, role, tell::hours(&present.hours))
    }))
}
