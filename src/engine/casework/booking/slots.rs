//! The places a case can have: cut from the roster's hours, less what is taken.
//!
//! Places lie on one grid, counted in slots from midnight, so that two of one person never overlap without being the
//! same place: that is what the database can check.

use chrono::{Days, NaiveDate, NaiveTime, Timelike};

use crate::domain::booking::Booking;
use crate::domain::case::Case;
use crate::domain::ids::StaffId;
use crate::domain::roster::Hours;
use crate::domain::service::Service;
use crate::domain::staff::{Role, Staff};
use crate::domain::time::Timestamp;
use crate::engine::casework::rota;
use crate::engine::casework::sides::conflict;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::guests;

/// Nobody can be there sooner.
const NOTICE: std::time::Duration = std::time::Duration::from_secs(30 * 60);

/// How many places one is offered instead of one that is gone.
pub(in crate::engine) const NEXT: usize = 3;

/// A free place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Slot {
    pub(in crate::engine) staff: StaffId,
    pub(in crate::engine) starts: Timestamp,
    pub(in crate::engine) ends: Timestamp,
    pub(in crate::engine) seat: i64,
}

/// The first free places of a case, soonest first; only those that begin in `within`, if that is given.
pub(in crate::engine) fn free(
    turn: &Turn<'_>,
    case: &Case,
    most: usize,
    within: Option<(Timestamp, Timestamp)>,
) -> Result<Vec<Slot>, Need> {
    let today = turn.now.local_date();
    let hosts = hosts(turn, case)?;
    let mut found = Vec::new();
    for ahead in 0..=turn.world.rules.policy.booking.days_ahead {
        let Some(day) = today.checked_add_days(Days::new(ahead)) else { break };
        if within.is_some_and(|(from, until)| day < from.local_date() || day > until.local_date()) {
            continue;
        }
        let mut of_day = on(turn, case, &hosts, day)?;
        of_day.retain(|slot| within.is_none_or(|(from, until)| from <= slot.starts && slot.starts < until));
        found.extend(of_day);
        if found.len() >= most {
            break;
        }
    }
    found.truncate(most);
    Ok(found)
}

/// The place at this time with this person, if it is one the case can have and free.
pub(in crate::engine) fn exactly(
    turn: &Turn<'_>,
    case: &Case,
    staff: &StaffId,
    starts: Timestamp,
) -> Result<Option<Slot>, Need> {
    let within = Some((starts, Timestamp::from_millis(starts.millis().saturating_add(1))));
    let found = free(turn, case, usize::MAX, within)?;
    Ok(found.into_iter().find(|slot| slot.staff == *staff))
}

/// A place at a time of a member's own choosing, inside their hours or not: `None` if it is past, off the grid or taken.
pub(in crate::engine) fn own(
    turn: &Turn<'_>,
    case: &Case,
    staff: &StaffId,
    starts: Timestamp,
) -> Result<Option<Slot>, Need> {
    let local = starts.local();
    if starts <= turn.now || !local.num_seconds_from_midnight().is_multiple_of(slot_seconds(turn)) {
        return Ok(None);
    }
    let roster = turn.world.facts.agenda.roster(&case.room, turn.now.local_date())?;
    let inside = |hours: &&Hours| hours.from <= local.time() && local.time() < hours.until;
    let seats = roster
        .planned(&turn.world.rules.calendar, staff, local.date())
        .iter()
        .find(inside)
        .map_or(1, |hours| hours.seats);
    let taken = turn.world.facts.agenda.taken(staff, turn.now.local_date())?;
    Ok(place(turn, taken, staff, starts, seats))
}

/// Whose places a case can have: its owner's; while nobody has it, those of the fitting people of its room. The sides of a
/// mediation meet with whoever has it, so that while nobody has they have to wait.
pub(in crate::engine) fn hosts(turn: &Turn<'_>, case: &Case) -> Result<Vec<StaffId>, Need> {
    if let Some(owner) = &case.owner {
        return Ok(vec![owner.clone()]);
    }
    if guests::is_joint(turn, case)? {
        return Ok(Vec::new());
    }
    let preference = match case.service {
        Service::Mediation => [Role::Mediator, Role::Lawyer],
        _ => [Role::Lawyer, Role::Mediator],
    };
    let people = turn.world.facts.staff_in(&case.room)?;
    let of = |role: Role| -> Vec<StaffId> {
        let fitting = people.iter().filter(|person: &&Staff| person.role == role);
        fitting.map(|person| person.id.clone()).collect()
    };
    Ok(preference.into_iter().map(of).find(|people| !people.is_empty()).unwrap_or_default())
}

/// The free places of one day.
fn on(turn: &Turn<'_>, case: &Case, hosts: &[StaffId], day: NaiveDate) -> Result<Vec<Slot>, Need> {
    let today = turn.now.local_date();
    let roster = turn.world.facts.agenda.roster(&case.room, today)?;
    let mut found: Vec<Slot> = Vec::new();
    for host in hosts {
        let planned = roster.planned(&turn.world.rules.calendar, host, day);
        if planned.is_empty() {
            continue;
        }
        let Some(staff) = rota::working(turn, &case.room, host, day)? else { continue };
        if case.owner.as_ref() != Some(&staff) && stands_aside(turn, case, &staff)? {
            continue;
        }
        let taken = turn.world.facts.agenda.taken(&staff, today)?;
        for hours in planned {
            let starts = starts(turn, day, hours).into_iter();
            let starts = starts.filter(|starts| *starts >= turn.now.plus(NOTICE));
            found.extend(starts.filter_map(|starts| place(turn, taken, &staff, starts, hours.seats)));
        }
    }
    found.sort_by_key(|slot| slot.starts);
    found.dedup_by(|one, other| one.starts == other.starts && one.staff == other.staff);
    Ok(found)
}

/// Whether somebody must not have this case: they serve its other side.
fn stands_aside(turn: &Turn<'_>, case: &Case, staff: &StaffId) -> Result<bool, Need> {
    let without = conflict::without(turn, case)?;
    Ok(turn.world.facts.staff(staff)?.as_ref().is_none_or(|person| without.bars(person)))
}

/// When places begin that lie wholly inside these hours.
fn starts(turn: &Turn<'_>, day: NaiveDate, hours: Hours) -> Vec<Timestamp> {
    let slot = slot_seconds(turn);
    let (from, until) = (hours.from.num_seconds_from_midnight(), hours.until.num_seconds_from_midnight());
    let first = from.div_ceil(slot);
    let last = until / slot;
    let time = |number: u32| NaiveTime::from_num_seconds_from_midnight_opt(number * slot, 0);
    (first..last).filter_map(time).map(|time| Timestamp::from_local(day.and_time(time))).collect()
}

/// The first seat at this time that nobody has.
fn place(turn: &Turn<'_>, taken: &[Booking], staff: &StaffId, starts: Timestamp, seats: i64) -> Option<Slot> {
    let ends = starts.plus(turn.world.rules.policy.booking.slot);
    let overlaps = |booking: &&Booking| booking.starts < ends && starts < booking.ends;
    let is_free = |seat: &i64| !taken.iter().filter(overlaps).any(|booking: &Booking| booking.seat == *seat);
    let seat = (0..seats.max(1)).find(is_free)?;
    Some(Slot { staff: staff.clone(), starts, ends, seat })
}

fn slot_seconds(turn: &Turn<'_>) -> u32 {
    u32::try_from(turn.world.rules.policy.booking.slot.as_secs()).unwrap_or(1800).max(60)
}
