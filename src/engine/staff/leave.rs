//! 请假: from when to when, and who stands in. What was agreed for those days goes to the stand-in where it can.

use chrono::{Days, Months, NaiveDate};

use crate::domain::booking::Booking;
use crate::domain::ids::{LeaveId, StaffId};
use crate::domain::lang::Lang;
use crate::domain::roster::{Leave, Roster};
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::agenda::Change;
use crate::engine::casework::booking::handed::{self, Handed};
use crate::engine::casework::{rota, tell, transfer};
use crate::engine::duty::Duty;
use crate::engine::effect::{Effect, Say};
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Desk, Flow};
use crate::engine::turn::Turn;
use crate::intent::entities::{self, Grain, Moment, Value};

use super::days;
use super::leave_days::{self, Told};
use super::roster::desk;

/// Asks from when to when.
pub(super) fn ask(turn: &mut Turn<'_>) {
    turn.session.flow = Flow::Desk(Desk::LeaveDays);
    let cancel = Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel);
    turn.mention(desk(turn).leave_ask(example(turn)), vec![cancel]);
}

/// Days that can be written today.
fn example(turn: &Turn<'_>) -> String {
    let day = |ahead| turn.now.local_date().checked_add_days(Days::new(ahead)).unwrap_or_default();
    desk(turn).leave_example(tell::date(turn, Lang::Zh, day(1)), tell::date(turn, Lang::Zh, day(4)))
}

/// Words for the days: asks who stands in.
pub(super) fn said(turn: &mut Turn<'_>, member: &Staff, text: &str) -> Result<(), Need> {
    let (first, last, is_part) = match leave_days::read(turn, text) {
        Told::Whole(first, last) => (first, last, false),
        Told::Part(first, last) => (first, last, true),
        Told::Apart => {
            again(turn, desk(turn).leave_apart(example(turn)));
            return Ok(());
        }
        Told::Unread => {
            again(turn, desk(turn).leave_unread(example(turn)));
            return Ok(());
        }
    };
    if last < turn.now.local_date() {
        turn.reply(desk(turn).leave_past());
        ask(turn);
        return Ok(());
    }
    if is_part {
        let whole = Choice::new(desk(turn).leave_whole(), &Action::Duty(Duty::WholeDays(first, last)));
        let cancel = Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel);
        turn.ask(desk(turn).leave_part(shown(turn, first, last)), vec![whole], 1, vec![cancel]);
        return Ok(());
    }
    ask_who(turn, member, (first, last))
}

fn again(turn: &mut Turn<'_>, text: String) {
    let cancel = Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel);
    turn.mention(text, vec![cancel]);
}

/// The whole of days of which only a part was named: who stands in?
pub(super) fn whole(
    turn: &mut Turn<'_>,
    member: &Staff,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<(), Need> {
    if last < turn.now.local_date() || first > last {
        turn.reply(desk(turn).leave_past());
        ask(turn);
        return Ok(());
    }
    ask_who(turn, member, (first, last))
}

/// Words for who stands in: a colleague's name, else it is asked again.
pub(super) fn named(
    turn: &mut Turn<'_>,
    member: &Staff,
    days: (NaiveDate, NaiveDate),
    text: &str,
) -> Result<(), Need> {
    let found = colleagues(turn, member)?.into_iter().find(|person| person.name == text.trim());
    match found {
        Some(person) => {
            let before = std::mem::take(&mut turn.session.flow);
            stand_in(turn, member, &before, Some(&person.id))
        }
        None => ask_who(turn, member, days),
    }
}

fn ask_who(turn: &mut Turn<'_>, member: &Staff, (first, last): (NaiveDate, NaiveDate)) -> Result<(), Need> {
    let mut choices = Vec::new();
    for person in colleagues(turn, member)? {
        let role = tell::role_name(turn, Lang::Zh, person.role);
        let label =
            turn.staff_texts().button_colleague(&person.name, role, tell::room_name(turn, &person.room));
        choices.push(Choice::new(label, &Action::Duty(Duty::StandIn(person.id))));
    }
    choices.push(Choice::new(desk(turn).leave_nobody(), &Action::Duty(Duty::NoStandIn)));
    choices.push(Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel));
    turn.session.flow = Flow::Desk(Desk::StandIn(first, last));
    let text = desk(turn).leave_who(shown(turn, first, last));
    turn.offer(text, choices, 1);
    Ok(())
}

/// Who stands in was chosen: the leave begins on its day.
pub(super) fn stand_in(
    turn: &mut Turn<'_>,
    member: &Staff,
    before: &Flow,
    who: Option<&StaffId>,
) -> Result<(), Need> {
    let Flow::Desk(Desk::StandIn(first, last)) = *before else {
        turn.reply(desk(turn).leave_word());
        return Ok(());
    };
    let colleagues = colleagues(turn, member)?;
    let who = who.and_then(|who| colleagues.into_iter().find(|person| person.id == *who));
    let (id, staff) = (LeaveId::new(turn.mint.text()), member.id.clone());
    let stand_in = who.as_ref().map(|person| person.id.clone());
    turn.push(Effect::Agenda(Change::PutLeave(Leave { id, staff, first, last, stand_in })));
    let handed = appointments(turn, member, first, last, who.as_ref())?;
    let days = shown(turn, first, last);
    let mut text = match &who {
        Some(person) => desk(turn).leave_taken(&days, &person.name),
        None => desk(turn).leave_taken_alone(&days),
    };
    let theirs = match &handed {
        Some(handed) => handed::lines(turn, &handed.to_come)?,
        None => Vec::new(),
    };
    if let Some(handed) = handed {
        text = format!("{text}\n{}", desk(turn).leave_bookings(handed.moved, handed.off));
    }
    if let Some(person) = &who {
        let mut told = desk(turn).stand_in_told(&member.name, days);
        if !theirs.is_empty() {
            told = format!("{told}\n{}", desk(turn).stand_in_bookings(theirs.join("\n")));
        }
        tell(turn, person, told, &[]);
    }
    let week = Choice::new(desk(turn).button_week(), &Action::Duty(Duty::Week));
    turn.offer(text, vec![week], 1);
    Ok(())
}

/// 销假: today's leave ended yesterday, and what waits is dealt; without one, those to come are taken back.
pub(super) fn back(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let today = turn.now.local_date();
    let roster = turn.world.facts.agenda.roster(&member.room, today)?;
    let Some(leave) = roster.leave(&member.id, today).cloned() else {
        return call_off(turn, member, roster);
    };
    end_before(turn, leave, today);
    rota::welcome_back(turn, member)?;
    turn.reply(desk(turn).back());
    Ok(())
}

/// Takes back every leave that has not begun; whoever would have stood in learns it.
fn call_off(turn: &mut Turn<'_>, member: &Staff, roster: &Roster) -> Result<(), Need> {
    let mut coming: Vec<Leave> = coming(roster, &member.id, turn.now.local_date()).cloned().collect();
    coming.sort_by_key(|leave| leave.first);
    if coming.is_empty() {
        turn.reply(desk(turn).back_not_away());
        return Ok(());
    }
    let mut all = Vec::new();
    for leave in coming {
        let days = shown(turn, leave.first, leave.last);
        if let Some(stand_in) = &leave.stand_in
            && let Some(person) = turn.world.facts.staff(stand_in)?
        {
            tell(turn, person, desk(turn).stand_in_not_needed(&member.name, &days), &[]);
        }
        let first = leave.first;
        end_before(turn, leave, first);
        all.push(days);
    }
    turn.reply(desk(turn).back_called_off(all.join("、")));
    Ok(())
}

/// The leaves of somebody that begin after a day and were not taken back.
pub(super) fn coming<'roster>(
    roster: &'roster Roster,
    staff: &StaffId,
    today: NaiveDate,
) -> impl Iterator<Item = &'roster Leave> {
    roster
        .leaves
        .iter()
        .filter(move |leave| leave.staff == *staff && leave.first > today && leave.first <= leave.last)
}

/// A leave is over on the day before; one that has not begun by then covers no day any more.
fn end_before(turn: &mut Turn<'_>, leave: Leave, day: NaiveDate) {
    if let Some(last) = day.checked_sub_days(Days::new(1)) {
        turn.push(Effect::Agenda(Change::PutLeave(Leave { last, ..leave })));
    }
}

/// Tells somebody who is not here.
pub(super) fn tell(turn: &mut Turn<'_>, person: &Staff, text: String, choices: &[Choice]) {
    let here = turn.here();
    for to in person.conversations.iter().filter(|to| **to != here) {
        let buttons = choices.iter().map(|choice| crate::domain::message::Button {
            label: choice.label.clone(),
            data: choice.data.clone(),
        });
        let outbound = crate::domain::message::Outbound::text(text.clone());
        let outbound = if choices.is_empty() { outbound } else { outbound.row(buttons.collect()) };
        let id = crate::domain::ids::OutboxId::new(turn.mint.text());
        let purpose = crate::domain::outbox::Purpose::Notice;
        turn.say(Say { id, to: to.clone(), outbound, case: None, purpose, side: None });
    }
}

/// What becomes of the member's appointments in these days: `None` if there are none.
fn appointments(
    turn: &mut Turn<'_>,
    member: &Staff,
    first: NaiveDate,
    last: NaiveDate,
    to: Option<&Staff>,
) -> Result<Option<Handed>, Need> {
    let inside = |booking: &&Booking| {
        let day = booking.starts.local_date();
        booking.is_active() && first <= day && day <= last && booking.starts > turn.now
    };
    let theirs: Vec<Booking> =
        turn.world.facts.agenda.list(&member.id)?.iter().filter(inside).cloned().collect();
    if theirs.is_empty() {
        return Ok(None);
    }
    handed::handed_over(turn, &theirs, to).map(Some)
}

/// The room's and the street's people who are at work, without the member.
pub(super) fn colleagues(turn: &Turn<'_>, member: &Staff) -> Result<Vec<Staff>, Need> {
    let mut people: Vec<Staff> = Vec::new();
    for room in [member.room.clone(), crate::engine::casework::street_of(turn, &member.room)] {
        for person in turn.world.facts.staff_in(&room)? {
            if transfer::at_work(person) && people.iter().all(|known| known.id != person.id) {
                people.push(person.clone());
            }
        }
    }
    people.retain(|person| person.id != member.id);
    Ok(people)
}

/// The days that words name: from the first moment in them to the last.
pub(super) fn days(turn: &Turn<'_>, text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let moments =
        entities::find(text, turn.now.local()).into_iter().filter_map(|entity| match entity.value {
            Value::Moment(moment) if !moment.about => Some(moment),
            _ => None,
        });
    let moments: Vec<Moment> = moments.collect();
    let first = moments.first()?.from.date();
    let end = moments.last()?;
    let last = match end.grain {
        Grain::PartOfDay | Grain::Minute => end.from.date(),
        Grain::Day | Grain::Week | Grain::Month | Grain::Year => end.to.date().pred_opt()?,
    };
    // Nobody asks for leave that is over: a month without a year is then of the year after.
    let is_over = days::is_of_next_year(turn, *end, last);
    let later = |day: NaiveDate| if is_over { day.checked_add_months(Months::new(12)) } else { Some(day) };
    let (first, last) = (later(first)?, later(last)?);
    (first <= last).then_some((first, last))
}

fn shown(turn: &Turn<'_>, first: NaiveDate, last: NaiveDate) -> String {
    let day = |day| tell::day(&turn.world.rules.texts, Lang::Zh, day);
    match first == last {
        true => day(first),
        false => desk(turn).leave_days(day(first), day(last)),
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::action::Action;
    use crate::engine::duty::Duty;
    use crate::engine::testing::Street;

    #[test]
    fn days_are_said_as_people_say_them_and_a_stand_in_is_named() {
        for (words, first, last) in [
            ("明天", "2026-03-06", "2026-03-06"),
            ("3月9日到3月11日", "2026-03-09", "2026-03-11"),
            ("下周一到下周三", "2026-03-09", "2026-03-11"),
            ("下周", "2026-03-09", "2026-03-15"),
            ("3月9日-11日", "2026-03-09", "2026-03-11"),
            ("周三到周五", "2026-03-11", "2026-03-13"),
            ("10月9日到10月12日", "2026-10-09", "2026-10-12"),
            ("1月5日到1月9日", "2027-01-05", "2027-01-09"),
            ("周四周五", "2026-03-05", "2026-03-06"),
            ("从明天起三天", "2026-03-06", "2026-03-08"),
        ] {
            let mut street = Street::staffed();
            street.write("李律师", "请假");
            street.write("李律师", words);
            let asked = street.heard("李律师");
            assert!(asked.contains("谁顶班"), "{words}: {asked}");
            street.write("李律师", "1");
            let heard = street.heard("李律师");
            assert!(heard.contains("王调解顶班"), "{words}: {heard}");
            assert!(street.heard("王调解").contains("由您顶班"));
            let leave = &street.books.leaves[0];
            assert_eq!(
                (leave.first.to_string(), leave.last.to_string()),
                (first.into(), last.into()),
                "{words}"
            );
        }
    }

    #[test]
    fn half_a_day_and_days_apart_are_told_so() {
        let mut street = Street::staffed();
        street.write("李律师", "请假");
        street.write("李律师", "周一三五");
        assert!(street.heard("李律师").contains("连着的几天"));
        street.write("李律师", "明天下午2点到4点");
        let asked = street.heard("李律师");
        assert!(asked.contains("记不了半天") && asked.contains("3月6日 周五"), "{asked}");
        street.write("李律师", "1");
        assert!(street.heard("李律师").contains("谁顶班"));
        street.write("李律师", "请假");
        street.write("李律师", "明天上午");
        street.write("李律师", "下周一");
        assert!(street.heard("李律师").contains("3月9日 周一 请假，谁顶班"));
    }

    #[test]
    fn a_leave_that_has_not_begun_can_be_taken_back() {
        let mut street = Street::staffed();
        for days in ["3月9日到3月11日", "3月20日"] {
            for words in ["请假", days, "1"] {
                street.write("李律师", words);
            }
        }
        street.write("李律师", "值班");
        for who in ["李律师", "王调解"] {
            street.heard(who);
        }
        street.write("李律师", "销假");
        let heard = street.heard("李律师");
        assert!(heard.contains("3月9日 周一 至 3月11日 周三、3月20日 周五"), "{heard}");
        assert!(street.heard("王调解").contains("不用您顶班"));
        assert!(street.books.leaves.iter().all(|leave| leave.last < leave.first));
        street.write("李律师", "销假");
        assert!(street.heard("李律师").contains("没有在请假"));
    }

    #[test]
    fn the_leave_that_runs_ends_before_those_to_come_are_taken_back() {
        let mut street = Street::staffed();
        for days in ["今天到明天", "3月20日"] {
            for words in ["请假", days, "没有人顶"] {
                street.write("李律师", words);
            }
        }
        street.heard("李律师");
        street.write("李律师", "销假");
        assert!(street.heard("李律师").contains("欢迎回来"));
        street.write("李律师", "销假");
        assert!(street.heard("李律师").contains("3月20日"));
    }

    #[test]
    fn what_is_no_day_or_past_is_asked_again() {
        let mut street = Street::staffed();
        street.write("李律师", "请假");
        street.write("李律师", "过几天再说嘛");
        assert!(street.heard("李律师").contains("没看懂"));
        street.write("李律师", "2026年3月1日");
        assert!(street.heard("李律师").contains("已经过了"));
        street.write("李律师", "取消");
        street.press("李律师", &Action::Duty(Duty::NoStandIn));
        assert!(street.heard("李律师").contains("请先点「请假」"));
        street.press("李律师", &Action::Duty(Duty::Back));
        assert!(street.heard("李律师").contains("没有在请假"));
        assert_eq!(street.books.leaves, []);
    }
}
