//! 值班: a room's week and who is there now, and when one is there oneself every week.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveTime};

use crate::domain::booking::Booking;
use crate::domain::ids::{DutyId, RoomCode};
use crate::domain::lang::Lang;
use crate::domain::roster::{self, AtWork, Duty as Hour, DutyDay, Hours, Roster};
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::agenda::Change;
use crate::engine::casework::tell;
use crate::engine::duty::Duty;
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Desk, Flow};
use crate::engine::texts::DeskTexts;
use crate::engine::turn::Turn;

use super::{capacity, leave, swap};

/// Days that a week has.
const WEEK: u64 = 7;
/// So many days can be written in one line.
const MOST_DAYS: usize = 31;

/// A button about the roster was pressed. `before` is what the member had been asked for.
pub(super) fn pressed(turn: &mut Turn<'_>, member: &Staff, action: &Duty, before: &Flow) -> Result<(), Need> {
    match action {
        Duty::Week | Duty::Today => week(turn, member),
        Duty::Hours => {
            turn.session.flow = Flow::Desk(Desk::Hours);
            turn.mention(desk(turn).hours_ask(), vec![cancel(turn)]);
            Ok(())
        }
        Duty::Capacity => capacity::ask(turn, member),
        Duty::AtMost(most) => capacity::set(turn, member, *most),
        Duty::Leave => {
            leave::ask(turn);
            Ok(())
        }
        Duty::WholeDays(first, last) => leave::whole(turn, member, (*first, *last)),
        Duty::StandIn(staff) => leave::stand_in(turn, member, before, Some(staff)),
        Duty::NoStandIn => leave::stand_in(turn, member, before, None),
        Duty::Back => leave::back(turn, member),
        Duty::Swap => swap::which(turn, member),
        Duty::SwapDay(day) => swap::who(turn, member, *day),
        Duty::SwapTo(day, staff) => swap::asked(turn, member, *day, staff),
        Duty::Take(swap) => swap::taken(turn, member, swap),
        Duty::Decline(swap) => swap::declined(turn, member, swap),
    }
}

/// The week of the member's room and who is there now.
fn week(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let today = turn.now.local_date();
    let roster = turn.world.facts.agenda.roster(&member.room, today)?;
    let choice = |label, duty| Choice::new(label, &Action::Duty(duty));
    let mut choices = vec![
        choice(desk(turn).button_leave(), Duty::Leave),
        choice(desk(turn).button_swap(), Duty::Swap),
        choice(desk(turn).button_hours(), Duty::Hours),
        choice(desk(turn).button_capacity(), Duty::Capacity),
    ];
    if roster.leave(&member.id, today).is_some() || leave::coming(roster, &member.id, today).next().is_some()
    {
        choices.push(choice(desk(turn).button_back(), Duty::Back));
    }
    if roster.duties.is_empty() {
        turn.offer(desk(turn).week_none(), choices, 2);
        return Ok(());
    }
    let now = now(turn, roster)?;
    let mut lines = Vec::new();
    for day in (0..WEEK).filter_map(|ahead| today.checked_add_days(Days::new(ahead))) {
        lines.push(line(turn, roster, &member.room, day)?);
    }
    let room = tell::room_name(turn, &member.room);
    turn.offer(desk(turn).week(room, now, lines.join("\n")), choices, 2);
    Ok(())
}

fn now(turn: &Turn<'_>, roster: &Roster) -> Result<String, Need> {
    let (day, time) = (turn.now.local_date(), turn.now.local().time());
    let mut present = roster.at_work(&turn.world.rules.calendar, day);
    present.retain(|one| one.hours.iter().any(|hours| hours.from <= time && time < hours.until));
    match present.is_empty() {
        true => Ok(desk(turn).week_nobody_now()),
        false => people(turn, &present),
    }
}

fn line(turn: &Turn<'_>, roster: &Roster, room: &RoomCode, day: NaiveDate) -> Result<String, Need> {
    let present = roster.at_work(&turn.world.rules.calendar, day);
    let people = match present.is_empty() {
        false => people(turn, &present)?,
        true if roster.is_vacant(&turn.world.rules.calendar, day, turn.world.rules.is_open(room, day)) => {
            desk(turn).week_vacant()
        }
        true => desk(turn).week_off(),
    };
    Ok(desk(turn).week_day(tell::day(&turn.world.rules.texts, Lang::Zh, day), people))
}

fn people(turn: &Turn<'_>, present: &[AtWork]) -> Result<String, Need> {
    let mut names = Vec::new();
    for one in present {
        if let Some(person) = turn.world.facts.staff(&one.staff)? {
            names.push(desk(turn).week_person(&person.name, tell::hours(&one.hours)));
        }
    }
    Ok(names.join("，"))
}

/// Words for when the member is there every week, or on one day instead: lines of days and hours. A line for a day leaves the
/// week as it is.
pub(super) fn said(turn: &mut Turn<'_>, member: &Staff, text: &str) -> Result<(), Need> {
    if text.trim() == desk(turn).hours_none() {
        let every_week = BTreeSet::from([None]);
        let text = with_stranded(turn, member, desk(turn).hours_cleared(), &every_week, &[])?;
        plan(turn, member, &every_week, Vec::new());
        turn.session.flow = Flow::Idle;
        turn.reply(text);
        return Ok(());
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let read: Option<Vec<Vec<(DutyDay, Hours)>>> = lines.iter().map(|line| read(turn, line)).collect();
    let Some(read) = read.filter(|read| !read.is_empty()) else {
        turn.mention(desk(turn).hours_unread(), vec![cancel(turn)]);
        return Ok(());
    };
    let read = read.concat();
    let replaced: BTreeSet<Option<NaiveDate>> = read.iter().map(|(day, _)| dated(*day)).collect();
    let duty = |(day, hours)| Hour {
        id: DutyId::new(turn.mint.text()),
        staff: member.id.clone(),
        room: member.room.clone(),
        day,
        hours,
    };
    let duties: Vec<Hour> = read.into_iter().map(duty).collect();
    let text = with_stranded(turn, member, desk(turn).hours_set(lines.join("\n")), &replaced, &duties)?;
    plan(turn, member, &replaced, duties);
    turn.session.flow = Flow::Idle;
    let week = vec![Choice::new(desk(turn).button_week(), &Action::Duty(Duty::Week))];
    turn.offer(text, week, 1);
    Ok(())
}

/// These hours take the place of those of the days named; `None` is every week.
fn plan(turn: &mut Turn<'_>, member: &Staff, replaced: &BTreeSet<Option<NaiveDate>>, duties: Vec<Hour>) {
    for &day in replaced {
        let (staff, room) = (member.id.clone(), member.room.clone());
        turn.push(Effect::Agenda(Change::DropDuties { staff, room, day }));
    }
    for duty in duties {
        turn.push(Effect::Agenda(Change::PutDuty(duty)));
    }
}

/// The text, and below it the member's appointments that were within their hours and are not any more: they hold, and
/// whoever cannot come has to say so.
fn with_stranded(
    turn: &Turn<'_>,
    member: &Staff,
    text: String,
    replaced: &BTreeSet<Option<NaiveDate>>,
    duties: &[Hour],
) -> Result<String, Need> {
    let before = turn.world.facts.agenda.roster(&member.room, turn.now.local_date())?;
    let mut after = before.clone();
    after.duties.retain(|duty| duty.staff != member.id || !replaced.contains(&dated(duty.day)));
    after.duties.extend_from_slice(duties);
    let within = |roster: &Roster, booking: &Booking| {
        let (day, time) = (booking.starts.local_date(), booking.starts.local().time());
        let planned = roster.planned(&turn.world.rules.calendar, &member.id, day);
        planned.iter().any(|hours| hours.from <= time && time < hours.until)
    };
    let theirs = turn.world.facts.agenda.list(&member.id)?.iter();
    let left = theirs.filter(|booking| booking.is_active() && booking.starts > turn.now);
    let stranded: Vec<String> = left
        .filter(|booking| within(before, booking) && !within(&after, booking))
        .map(|booking| tell::moment(Lang::Zh, booking.starts))
        .collect();
    Ok(match stranded.is_empty() {
        true => text,
        false => format!("{text}\n{}", desk(turn).hours_stranded(stranded.join("、"))),
    })
}

/// 周一至周五 9:00-12:00、14:00-17:00; 3月7日 9:00-12:00; 3月7日 休.
fn read(turn: &Turn<'_>, line: &str) -> Option<Vec<(DutyDay, Hours)>> {
    let (days, hours) = line.trim().split_once(char::is_whitespace)?;
    let days: Vec<DutyDay> = match roster::weekdays(days) {
        Some(days) => days.into_iter().map(DutyDay::Weekly).collect(),
        None => {
            let (first, last) = leave::days(turn, days)?;
            first.iter_days().take_while(|day| *day <= last).take(MOST_DAYS).map(DutyDay::On).collect()
        }
    };
    let away = hours.trim() == desk(turn).hours_off() && days.iter().all(|day| dated(*day).is_some());
    let stretches = if away { vec![(NaiveTime::MIN, NaiveTime::MIN)] } else { roster::hours(hours)? };
    let each = days.into_iter().flat_map(|day| {
        let of_day = |&(from, until): &(_, _)| (day, Hours { from, until, seats: 1 });
        stretches.iter().map(of_day).collect::<Vec<_>>()
    });
    Some(each.collect())
}

/// The day itself, of hours that are not every week's.
fn dated(day: DutyDay) -> Option<NaiveDate> {
    match day {
        DutyDay::On(day) => Some(day),
        DutyDay::Weekly(_) => None,
    }
}

fn cancel(turn: &Turn<'_>) -> Choice {
    Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel)
}

/// What staff read about rosters.
pub(super) fn desk<'world>(turn: &Turn<'world>) -> &'world DeskTexts {
    &turn.world.rules.texts.desk
}

#[cfg(test)]
mod tests {
    use crate::engine::action::Action;
    use crate::engine::duty::Duty;
    use crate::engine::testing::Street;

    #[test]
    fn hours_are_written_as_people_write_them_and_the_week_shows_them() {
        let mut street = Street::staffed();
        street.write("李律师", "值班");
        assert!(street.heard("李律师").contains("还没有排班"));
        street.press("李律师", &Action::Duty(Duty::Hours));
        street.heard("李律师");
        street.write("李律师", "下午都在");
        assert!(street.heard("李律师").contains("没看懂"));
        street.write("李律师", "周四至周五 9:00-12:00、14:00-17:00\n周一 9点到11点半");
        assert!(street.heard("李律师").starts_with("记好了"));
        assert_eq!(street.books.duties.len(), 5);
        street.write("李律师", "值班");
        let week = street.heard("李律师");
        for part in [
            "现在：李律师 9:00–12:00、14:00–17:00",
            "3月5日 周四 李律师 9:00–12:00、14:00–17:00",
            "3月7日 周六 —",
            "3月9日 周一 李律师 9:00–11:30",
        ] {
            assert!(week.contains(part), "{part} is not in {week}");
        }
        street.press("李律师", &Action::Duty(Duty::Hours));
        street.write("李律师", "不排");
        assert_eq!(street.books.duties, []);
    }

    #[test]
    fn a_day_of_its_own_replaces_the_weeks_hours_on_it_alone() {
        let mut street = Street::staffed();
        street.on_duty("李律师", "周四至周五 9:00-12:00");
        street.press("李律师", &Action::Duty(Duty::Hours));
        street.write("李律师", "3月6日 休\n3月7日 10:00-11:00\n下周四 14:00-15:00");
        assert!(street.heard("李律师").contains("记好了"));
        street.write("李律师", "值班");
        let week = street.heard("李律师");
        for part in ["3月5日 周四 李律师 9:00–12:00", "3月6日 周五 —", "3月7日 周六 李律师 10:00–11:00"]
        {
            assert!(week.contains(part), "{part} is not in {week}");
        }
        assert_eq!(street.books.duties.len(), 5);
        // Said anew, the day has these hours and no others.
        street.press("李律师", &Action::Duty(Duty::Hours));
        street.write("李律师", "3月7日 9:00-10:00");
        assert_eq!(street.books.duties.len(), 5);
        street.press("李律师", &Action::Duty(Duty::Hours));
        street.heard("李律师");
        for words in ["周四 休", "改天 9:00-10:00", "3月7日 上午"] {
            street.write("李律师", words);
            assert!(street.heard("李律师").contains("没看懂"), "{words}");
        }
    }
}
