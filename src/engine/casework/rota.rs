//! Who of a room can be given work now: not those who are away (whoever stands in for them is), and those who have
//! enough only when nobody else is there. Waiting work goes to whoever becomes free, oldest first.

use chrono::NaiveDate;

use crate::domain::case::{Case, CaseState};
use crate::domain::ids::{RoomCode, StaffId};
use crate::domain::staff::Staff;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::sides::conflict;
use super::{card, transfer};

/// Who works for somebody of a room on a day: they, or whoever stands in; `None` if that is nobody.
pub(in crate::engine) fn working(
    turn: &Turn<'_>,
    room: &RoomCode,
    staff: &StaffId,
    day: NaiveDate,
) -> Result<Option<StaffId>, Need> {
    let today = turn.now.local_date();
    let roster = turn.world.facts.agenda.roster(room, today)?;
    let working = match turn.leave_written(staff, day) {
        Some(leave) => {
            let mut roster = roster.clone();
            roster.leaves.insert(0, leave);
            roster.working(staff, day)
        }
        None => roster.working(staff, day),
    };
    let Some(working) = working else { return Ok(None) };
    if working == *staff {
        return Ok(Some(working));
    }
    let Some(stand_in) = turn.world.facts.staff(&working)? else { return Ok(None) };
    let away = turn.world.facts.agenda.roster(&stand_in.room, today)?.leave(&working, day).is_some();
    Ok((transfer::at_work(stand_in) && !away).then_some(working))
}

/// These people, less who is away, with their stand-ins; those who have enough only if all have.
pub(super) fn available(turn: &Turn<'_>, people: &[Staff]) -> Result<Vec<Staff>, Need> {
    let today = turn.now.local_date();
    let mut there: Vec<Staff> = Vec::new();
    for person in people {
        let working = working(turn, &person.room, &person.id, today)?;
        let present = match working {
            Some(id) if id == person.id => Some(person.clone()),
            Some(id) => turn.world.facts.staff(&id)?.clone(),
            None => None,
        };
        there.extend(present.filter(|present| there.iter().all(|known| known.id != present.id)));
    }
    let mut free = Vec::new();
    for person in &there {
        if room_for_more(turn, person)?.is_none_or(|more| more > 0) {
            free.push(person.clone());
        }
    }
    Ok(if free.is_empty() { there } else { free })
}

/// Who is there for those of these people that have hours today: they, or whoever stands in.
pub(super) fn on_duty(turn: &Turn<'_>, people: &[Staff]) -> Result<Vec<StaffId>, Need> {
    let today = turn.now.local_date();
    let mut there = Vec::new();
    for person in people {
        let roster = turn.world.facts.agenda.roster(&person.room, today)?;
        if !roster.planned(&turn.world.rules.calendar, &person.id, today).is_empty() {
            there.extend(working(turn, &person.room, &person.id, today)?);
        }
    }
    Ok(there)
}

/// Deals the longest waiting cases of their room to a member who has become free by `given_up` cases.
pub(in crate::engine) fn drain(turn: &mut Turn<'_>, member: &Staff, given_up: usize) -> Result<(), Need> {
    let Some(more) = room_for_more(turn, member)? else { return Ok(()) };
    if more > 0 {
        // They were offered everything all along.
        return Ok(());
    }
    deal(turn, member, more.saturating_add_unsigned(given_up))
}

/// Deals the longest waiting cases of their room to a member who is back.
pub(in crate::engine) fn welcome_back(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let more = room_for_more(turn, member)?.unwrap_or(isize::MAX);
    deal(turn, member, more)
}

/// Deals the longest waiting cases of their room to a member who can have so many from now on.
pub(in crate::engine) fn can_have(
    turn: &mut Turn<'_>,
    member: &Staff,
    most: Option<i64>,
) -> Result<(), Need> {
    let open = turn.world.facts.owned_by(&member.id)?.len();
    let most = most.map_or(isize::MAX, |most| isize::try_from(most).unwrap_or(isize::MAX));
    deal(turn, member, most.saturating_sub_unsigned(open))
}

fn deal(turn: &mut Turn<'_>, member: &Staff, more: isize) -> Result<(), Need> {
    let Some(reached) = turn.world.facts.staff(&member.id)?.as_ref() else { return Ok(()) };
    let waiting = turn.world.facts.open_in(&Some(member.room.clone()))?;
    let waiting: Vec<&Case> = waiting.iter().filter(|case| case.state == CaseState::Offered).collect();
    let mut dealt: isize = 0;
    for case in waiting {
        let held = turn.world.facts.cards(&case.id)?;
        let may_have = !card::holds(held, member) && !conflict::without(turn, case)?.bars(member);
        if dealt < more && may_have {
            card::deal(turn, case, reached, held)?;
            dealt += 1;
        }
    }
    Ok(())
}

/// How many more cases somebody can have; `None` is any number, and it is negative for who has too many.
fn room_for_more(turn: &Turn<'_>, person: &Staff) -> Result<Option<isize>, Need> {
    let roster = turn.world.facts.agenda.roster(&person.room, turn.now.local_date())?;
    let Some(most) = roster.most_open(&person.id) else { return Ok(None) };
    let open = turn.world.facts.owned_by(&person.id)?.len();
    let (most, open) = (isize::try_from(most).unwrap_or(isize::MAX), isize::try_from(open).unwrap_or(0));
    Ok(Some(most.saturating_sub(open)))
}

#[cfg(test)]
mod tests {
    use crate::domain::outbox::Purpose;
    use crate::domain::roster::{Leave, Post};
    use crate::domain::service::Service;
    use crate::domain::staff::Role;
    use crate::engine::action::Action;
    use crate::engine::duty::Duty;
    use crate::engine::testing::{HOME, NEXT, Street, draft};

    fn away(street: &mut Street, name: &str, stand_in: Option<&str>) {
        let staff = street.staff(name).id.clone();
        let stand_in = stand_in.map(|name| street.staff(name).id.clone());
        let (first, last) = ("2026-03-05".parse().unwrap(), "2026-03-06".parse().unwrap());
        let id = crate::domain::ids::LeaveId::new(name);
        street.books.leaves.push(Leave { id, staff, first, last, stand_in });
    }

    fn limit(street: &mut Street, name: &str, most: i64) {
        let staff = street.staff(name).id.clone();
        street.books.posts.push(Post { staff, most_open: Some(most), stand_in: None });
    }

    #[test]
    fn whoever_is_away_is_not_offered_cases_and_their_stand_in_is() {
        let mut street = Street::staffed();
        away(&mut street, "李律师", Some("周律师"));
        street.open(draft(Service::Consultation));
        assert_eq!(street.holders(), ["周律师"]);
        street.pass_minutes(3 * 24 * 60);
        street.open(draft(Service::Consultation));
        assert_eq!(street.holders().last(), Some(&"李律师"), "back again");
    }

    #[test]
    fn without_a_stand_in_it_is_the_next_rolls_turn() {
        let mut street = Street::staffed();
        away(&mut street, "李律师", None);
        street.open(draft(Service::Consultation));
        assert_eq!(street.holders(), ["王调解"]);
        away(&mut street, "王调解", Some("李律师"));
        street.open(draft(Service::Consultation));
        assert_eq!(street.holders(), ["王调解", "陈主任"], "a stand-in who is away stands in for nobody");
    }

    #[test]
    fn whoever_has_enough_is_asked_only_when_nobody_else_is_there() {
        let mut street = Street::staffed();
        limit(&mut street, "李律师", 1);
        street.hire("孙律师", Role::Lawyer, HOME);
        let first = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(first));
        street.open(draft(Service::Consultation));
        let dealt = |street: &Street| street.holders().iter().filter(|who| **who == "李律师").count();
        assert_eq!((dealt(&street), street.holders().len()), (1, 3));
        street.staff("孙律师").conversations.clear();
        street.open(draft(Service::Consultation));
        assert_eq!(dealt(&street), 2, "nobody else is there");
    }

    #[test]
    fn who_becomes_free_is_dealt_what_has_waited_longest() {
        let mut street = Street::staffed();
        street.hire("孙律师", Role::Lawyer, HOME);
        limit(&mut street, "李律师", 1);
        let first = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(first.clone()));
        let waiting = [street.open(draft(Service::Consultation)), street.open(draft(Service::Consultation))];
        street.heard("李律师");
        street.press("李律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(first)));
        let heard = street.heard("李律师");
        assert!(heard.contains(&waiting[0].code.to_string()), "{heard}");
        assert!(!heard.contains(&waiting[1].code.to_string()), "{heard}");
        assert_eq!(street.last("李律师", Purpose::Card).case, Some(waiting[0].id.clone()));
    }

    #[test]
    fn who_comes_back_early_is_dealt_all_that_waits() {
        let mut street = Street::staffed();
        away(&mut street, "李律师", Some("周律师"));
        let case = street.open(draft(Service::Consultation));
        street.press("李律师", &Action::Duty(Duty::Back));
        assert_eq!(street.last("李律师", Purpose::Card).case, Some(case.id));
        assert!(street.heard("李律师").contains("已销假"));
        assert_eq!(NEXT.len(), HOME.len());
    }
}
