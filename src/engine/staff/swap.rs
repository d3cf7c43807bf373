//! 换班: a day is offered to a colleague, who takes it or not. Until then it stays whose it was.

use chrono::{Days, NaiveDate};

use crate::domain::booking::Booking;
use crate::domain::ids::{DutyId, RoomCode, StaffId, SwapId};
use crate::domain::lang::Lang;
use crate::domain::roster::{Duty as Hour, DutyDay, Hours, Swap, SwapState};
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::agenda::Change;
use crate::engine::casework::booking::handed;
use crate::engine::casework::tell;
use crate::engine::duty::Duty;
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::leave;
use super::roster::desk;

/// How many days ahead a day can be given away.
const AHEAD: u64 = 14;

/// Asks which day.
pub(super) fn which(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let today = turn.now.local_date();
    let mut choices = Vec::new();
    for day in (0..AHEAD).filter_map(|ahead| today.checked_add_days(Days::new(ahead))) {
        let hours = hours(turn, member, day)?;
        if !hours.is_empty() {
            let label =
                format!("{} {}", tell::day(&turn.world.rules.texts, Lang::Zh, day), tell::hours(&hours));
            choices.push(Choice::new(label, &Action::Duty(Duty::SwapDay(day))));
        }
    }
    if choices.is_empty() {
        turn.reply(desk(turn).swap_none());
        return Ok(());
    }
    choices.push(Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel));
    turn.offer(desk(turn).swap_which(), choices, 1);
    Ok(())
}

/// Asks to whom.
pub(super) fn who(turn: &mut Turn<'_>, member: &Staff, day: NaiveDate) -> Result<(), Need> {
    if hours(turn, member, day)?.is_empty() {
        return which(turn, member);
    }
    let colleagues = leave::colleagues(turn, member)?;
    if colleagues.is_empty() {
        turn.reply(desk(turn).swap_nobody());
        return Ok(());
    }
    let choice =
        |person: &Staff| Choice::new(&person.name, &Action::Duty(Duty::SwapTo(day, person.id.clone())));
    let mut choices: Vec<Choice> = colleagues.iter().map(choice).collect();
    choices.push(Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel));
    turn.offer(desk(turn).swap_who(tell::day(&turn.world.rules.texts, Lang::Zh, day)), choices, 2);
    Ok(())
}

/// Offers the day to a colleague.
pub(super) fn asked(turn: &mut Turn<'_>, member: &Staff, day: NaiveDate, to: &StaffId) -> Result<(), Need> {
    let planned = hours(turn, member, day)?;
    let colleagues = leave::colleagues(turn, member)?;
    let Some(colleague) = colleagues.iter().find(|person| person.id == *to).filter(|_| !planned.is_empty())
    else {
        return which(turn, member);
    };
    let swap = Swap {
        id: SwapId::new(turn.mint.text()),
        giver: member.id.clone(),
        taker: colleague.id.clone(),
        room: member.room.clone(),
        day,
        state: SwapState::Offered,
    };
    let choices = [
        Choice::new(desk(turn).swap_take(), &Action::Duty(Duty::Take(swap.id.clone()))),
        Choice::new(desk(turn).swap_decline(), &Action::Duty(Duty::Decline(swap.id.clone()))),
    ];
    let shown = tell::day(&turn.world.rules.texts, Lang::Zh, day);
    let text = desk(turn).swap_offer(&member.name, &shown, tell::hours(&planned));
    leave::tell(turn, colleague, text, &choices);
    turn.push(Effect::Agenda(Change::OfferSwap(swap)));
    turn.reply(desk(turn).swap_asked(shown, &colleague.name));
    Ok(())
}

/// The colleague takes the day: the roster of that day changes, and the day's appointments go along.
pub(super) fn taken(turn: &mut Turn<'_>, member: &Staff, id: &SwapId) -> Result<(), Need> {
    let Some((swap, giver)) = open(turn, member, id)? else { return Ok(()) };
    let planned = hours(turn, &giver, swap.day)?;
    if planned.is_empty() {
        turn.reply(desk(turn).swap_gone());
        return Ok(());
    }
    let own = turn.world.facts.agenda.roster(&swap.room, turn.now.local_date())?.planned(
        &turn.world.rules.calendar,
        &member.id,
        swap.day,
    );
    let nobody = planned.first().map(|hours| Hours { until: hours.from, ..*hours });
    put(turn, &swap, &giver.id, nobody.into_iter().collect());
    put(turn, &swap, &member.id, own.into_iter().chain(planned).collect());
    let of_day = |booking: &&Booking| {
        booking.is_active() && booking.starts.local_date() == swap.day && booking.starts > turn.now
    };
    let theirs: Vec<Booking> =
        turn.world.facts.agenda.list(&giver.id)?.iter().filter(of_day).cloned().collect();
    let handed = handed::handed_over(turn, &theirs, Some(member))?;
    let lines = handed::lines(turn, &handed.to_come)?;
    turn.push(Effect::Agenda(Change::SettleSwap(Swap { state: SwapState::Accepted, ..swap.clone() })));
    let day = tell::day(&turn.world.rules.texts, Lang::Zh, swap.day);
    leave::tell(turn, &giver, desk(turn).swap_taken_told(&member.name, &day), &[]);
    let mut text = desk(turn).swap_taken(day);
    if !lines.is_empty() {
        text = format!("{text}\n{}", desk(turn).stand_in_bookings(lines.join("\n")));
    }
    turn.reply(text);
    Ok(())
}

/// The colleague does not.
pub(super) fn declined(turn: &mut Turn<'_>, member: &Staff, id: &SwapId) -> Result<(), Need> {
    let Some((swap, giver)) = open(turn, member, id)? else { return Ok(()) };
    turn.push(Effect::Agenda(Change::SettleSwap(Swap { state: SwapState::Declined, ..swap.clone() })));
    let day = tell::day(&turn.world.rules.texts, Lang::Zh, swap.day);
    leave::tell(turn, &giver, desk(turn).swap_declined_told(&member.name, &day), &[]);
    turn.reply(desk(turn).swap_declined(day));
    Ok(())
}

/// The offer, if it is this member's to answer and still open, and who made it.
fn open(turn: &mut Turn<'_>, member: &Staff, id: &SwapId) -> Result<Option<(Swap, Staff)>, Need> {
    let swap = turn.world.facts.agenda.swap(id)?.cloned();
    let swap = swap.filter(|swap| {
        swap.taker == member.id && swap.state == SwapState::Offered && swap.day >= turn.now.local_date()
    });
    let giver = match &swap {
        Some(swap) => turn.world.facts.staff(&swap.giver)?.clone(),
        None => None,
    };
    let found = swap.zip(giver);
    if found.is_none() {
        turn.reply(desk(turn).swap_gone());
    }
    Ok(found)
}

/// Hours somebody has on a day in their room and is not away from.
fn hours(turn: &Turn<'_>, member: &Staff, day: NaiveDate) -> Result<Vec<Hours>, Need> {
    let roster = turn.world.facts.agenda.roster(&member.room, turn.now.local_date())?;
    let away = roster.leave(&member.id, day).is_some();
    Ok(if away { Vec::new() } else { roster.planned(&turn.world.rules.calendar, &member.id, day) })
}

/// Makes these the hours of somebody on the day of a swap.
fn put(turn: &mut Turn<'_>, swap: &Swap, staff: &StaffId, mut all: Vec<Hours>) {
    all.sort();
    all.dedup();
    let (room, day): (RoomCode, _) = (swap.room.clone(), Some(swap.day));
    turn.push(Effect::Agenda(Change::DropDuties { staff: staff.clone(), room, day }));
    for hours in all {
        let (id, room, day) = (DutyId::new(turn.mint.text()), swap.room.clone(), DutyDay::On(swap.day));
        turn.push(Effect::Agenda(Change::PutDuty(Hour { id, staff: staff.clone(), room, day, hours })));
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::action::Action;
    use crate::engine::duty::Duty;
    use crate::engine::testing::Street;

    /// A lawyer who is there on Fridays and offers the next one to the mediator.
    fn offered() -> Street {
        let mut street = Street::staffed();
        street.on_duty("李律师", "周五 9:00-12:00");
        street.write("李律师", "换班");
        assert!(street.heard("李律师").contains("换哪天的班"));
        street.write("李律师", "1");
        street.write("李律师", "1");
        assert!(street.heard("李律师").contains("已问王调解"));
        street
    }

    fn answer(street: &mut Street, take: bool) {
        let id = street.books.swaps[0].id.clone();
        street.press("王调解", &Action::Duty(if take { Duty::Take(id) } else { Duty::Decline(id) }));
    }

    #[test]
    fn a_day_goes_to_the_colleague_who_takes_it() {
        let mut street = offered();
        assert!(street.heard("王调解").contains("李律师想请您顶 3月6日 周五 9:00–12:00 的班"));
        answer(&mut street, true);
        assert!(street.heard("李律师").contains("王调解答应顶"));
        street.write("李律师", "值班");
        let week = street.heard("李律师");
        assert!(week.contains("3月6日 周五 王调解 9:00–12:00"), "{week}");
        street.heard("王调解");
        answer(&mut street, false);
        assert!(street.heard("王调解").contains("已经定了"));
    }

    #[test]
    fn a_day_that_is_declined_stays_whose_it_was_and_nobody_else_can_take_it() {
        let mut street = offered();
        let id = street.books.swaps[0].id.clone();
        street.press("陈主任", &Action::Duty(Duty::Take(id)));
        assert!(street.heard("陈主任").contains("已经定了"));
        answer(&mut street, false);
        assert!(street.heard("李律师").contains("还是您的班"));
        street.write("李律师", "值班");
        assert!(street.heard("李律师").contains("3月6日 周五 李律师"));
    }

    #[test]
    fn who_has_no_days_has_none_to_give() {
        let mut street = Street::staffed();
        street.write("王调解", "换班");
        assert!(street.heard("王调解").contains("没有班可换"));
    }
}
