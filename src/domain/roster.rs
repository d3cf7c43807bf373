//! 接待安排表: who receives residents where and when, who is away, and who stands in.
//!
//! Days and hours are those of Shanghai. Must not know cases or appointments.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::ids::{DutyId, LeaveId, RoomCode, StaffId, SwapId};

/// Hours of one person in one room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Their id.
    pub id: DutyId,
    /// Whose.
    pub staff: StaffId,
    /// Where.
    pub room: RoomCode,
    /// On which day.
    pub day: DutyDay,
    /// From when to when.
    pub hours: Hours,
}

/// The day of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyDay {
    /// Every week.
    Weekly(Weekday),
    /// That day only; a person's hours of one day replace those of the week.
    On(NaiveDate),
}

/// A stretch of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// Its beginning.
    pub from: NaiveTime,
    /// Its end; the same as its beginning says that nobody is there.
    pub until: NaiveTime,
    /// How many people can be received at the same time.
    pub seats: i64,
}

/// What holds for a person besides hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Who.
    pub staff: StaffId,
    /// How many open cases they can have; `None` is any number.
    pub most_open: Option<i64>,
    /// Who stands in when a leave names nobody.
    pub stand_in: Option<StaffId>,
}

/// Days somebody is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    /// Its id.
    pub id: LeaveId,
    /// Who.
    pub staff: StaffId,
    /// The first day.
    pub first: NaiveDate,
    /// The last day, included.
    pub last: NaiveDate,
    /// Who stands in.
    pub stand_in: Option<StaffId>,
}

/// A day of one person's, offered to a colleague.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swap {
    /// Its id.
    pub id: SwapId,
    /// Whose day it is.
    pub giver: StaffId,
    /// Who is asked to take it.
    pub taker: StaffId,
    /// Where.
    pub room: RoomCode,
    /// Which day.
    pub day: NaiveDate,
    /// What they said.
    pub state: SwapState,
}

/// What became of an offered day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SwapState {
    /// Not answered yet.
    Offered,
    /// Taken.
    Accepted,
    /// Refused.
    Declined,
}

/// The roster of one room from some day on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// Hours in this room.
    pub duties: Vec<Duty>,
    /// Leaves of the room's people that have not ended.
    pub leaves: Vec<Leave>,
    /// What else holds for them.
    pub posts: Vec<Post>,
}

/// Somebody at work on a day, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtWork {
    /// Who is there.
    pub staff: StaffId,
    /// When, in order.
    pub hours: Vec<Hours>,
}

impl Roster {
    /// The hours planned for somebody on a day, in order, whether or not they are away. The hours of every week do not
    /// hold on a holiday, and a make-up day has only hours of its own.
    pub fn planned(&self, calendar: &Calendar, staff: &StaffId, day: NaiveDate) -> Vec<Hours> {
        let theirs = |duty: &&Duty| duty.staff == *staff;
        let of = |wanted: DutyDay| {
            let found = self.duties.iter().filter(theirs).filter(move |duty| duty.day == wanted);
            found.map(|duty| duty.hours).collect::<Vec<_>>()
        };
        let dated = of(DutyDay::On(day));
        let mut hours = match dated.is_empty() {
            false => dated,
            true if calendar.is_holiday(day) => Vec::new(),
            true => of(DutyDay::Weekly(day.weekday())),
        };
        hours.retain(|hours| hours.from < hours.until);
        hours.sort();
        hours
    }

    /// Somebody's leave on a day.
    pub fn leave(&self, staff: &StaffId, day: NaiveDate) -> Option<&Leave> {
        self.leaves.iter().find(|leave| leave.staff == *staff && leave.first <= day && day <= leave.last)
    }

    /// Who works for somebody on a day: they themselves, or who stands in; `None` if that is nobody.
    pub fn working(&self, staff: &StaffId, day: NaiveDate) -> Option<StaffId> {
        let Some(leave) = self.leave(staff, day) else { return Some(staff.clone()) };
        let stand_in = leave.stand_in.clone().or_else(|| self.post(staff)?.stand_in.clone())?;
        (stand_in != *staff && self.leave(&stand_in, day).is_none()).then_some(stand_in)
    }

    /// How many open cases somebody can have.
    pub fn most_open(&self, staff: &StaffId) -> Option<i64> {
        self.post(staff)?.most_open
    }

    /// Everybody who is there on a day with their hours, stand-ins for those who are away; earliest first.
    pub fn at_work(&self, calendar: &Calendar, day: NaiveDate) -> Vec<AtWork> {
        let mut all: Vec<AtWork> = Vec::new();
        for planned in self.people() {
            let Some(staff) = self.working(&planned, day) else { continue };
            let hours = self.planned(calendar, &planned, day);
            match all.iter_mut().find(|known| known.staff == staff) {
                Some(known) => known.hours.extend(hours),
                None if hours.is_empty() => {}
                None => all.push(AtWork { staff, hours }),
            }
        }
        for present in &mut all {
            present.hours.sort();
            present.hours.dedup();
        }
        all.sort_by(|one, other| one.hours.cmp(&other.hours));
        all
    }

    /// Whether the room should have somebody on a day, because hours are planned or because it is `open`, and has nobody.
    /// A room without any roster is not looked after by one.
    pub fn is_vacant(&self, calendar: &Calendar, day: NaiveDate, open: bool) -> bool {
        let planned = || self.people().iter().any(|staff| !self.planned(calendar, staff, day).is_empty());
        !self.duties.is_empty() && self.at_work(calendar, day).is_empty() && (open || planned())
    }

    /// Everybody with hours here, in the order of the roster.
    pub fn people(&self) -> Vec<StaffId> {
        let mut people: Vec<StaffId> = Vec::new();
        for duty in &self.duties {
            if !people.contains(&duty.staff) {
                people.push(duty.staff.clone());
            }
        }
        people
    }

    fn post(&self, staff: &StaffId) -> Option<&Post> {
        self.posts.iter().find(|post| post.staff == *staff)
    }
}

/// Days of the week as people write them, one or a stretch: 周一, 星期三, 周一至周五, Mon.
pub fn weekdays(text: &str) -> Option<Vec<Weekday>> {
    let text = text.trim();
    match text {
        "每天" => return Some(WEEK.to_vec()),
        "工作日" => return WEEK.get(..5).map(<[Weekday]>::to_vec),
        _ => {}
    }
    let parted = ['至', '到', '-', '－', '—', '~'].into_iter().find_map(|sign| text.split_once(sign));
    let Some((first, last)) = parted else { return weekday(text).map(|day| vec![day]) };
    let (first, last) = (weekday(first)?.num_days_from_monday(), weekday(last)?.num_days_from_monday());
    let inside = |day: &&Weekday| (first..=last).contains(&day.num_days_from_monday());
    (first <= last).then(|| WEEK.iter().filter(inside).copied().collect())
}

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

fn weekday(text: &str) -> Option<Weekday> {
    let text = text.trim();
    let bare = ["星期", "礼拜", "周"].into_iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let signs = ["一1", "二2", "三3", "四4", "五5", "六6", "日天7"];
    let mut letters = bare.chars();
    let number = match (letters.next(), letters.next()) {
        (Some(sign), None) => signs.iter().position(|signs| signs.contains(sign)),
        _ => None,
    };
    number.and_then(|number| WEEK.get(number).copied()).or_else(|| bare.parse().ok())
}

/// Hours as people write them, one stretch or several: 9:00-12:00, 9点到12点、14:00-17:00. `None` if any is none.
pub fn hours(text: &str) -> Option<Vec<(NaiveTime, NaiveTime)>> {
    let parts = text.split(['、', '，', ',', ';', '；', ' ', '和']).filter(|part| !part.trim().is_empty());
    let stretch = |part: &str| {
        let (from, until) =
            ['-', '－', '—', '~', '至', '到'].into_iter().find_map(|sign| part.split_once(sign))?;
        let (from, until) = (time(from)?, time(until)?);
        (from < until).then_some((from, until))
    };
    let all: Vec<(NaiveTime, NaiveTime)> = parts.map(stretch).collect::<Option<_>>()?;
    (!all.is_empty()).then_some(all)
}

/// 9:00, 09：30, 9点, 9点半.
fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    let (hour, minute) = match text.split_once([':', '：', '点', '时']) {
        Some((hour, "")) => (hour, 0),
        Some((hour, "半")) => (hour, 30),
        Some((hour, minute)) => (hour, minute.trim_end_matches('分').parse().ok()?),
        None => (text, 0),
    };
    NaiveTime::from_hms_opt(hour.trim().parse().ok()?, minute, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Year;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(from: u32, until: u32) -> Hours {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        Hours { from: time(from), until: time(until), seats: 1 }
    }

    fn duty(staff: &str, day: DutyDay, hours: Hours) -> Duty {
        let staff = StaffId::new(staff);
        Duty { id: DutyId::new("d"), staff, room: RoomCode::new("r"), day, hours }
    }

    fn leave(staff: &str, first: &str, last: &str, stand_in: Option<&str>) -> Leave {
        let (first, last) = (day(first), day(last));
        let stand_in = stand_in.map(StaffId::new);
        Leave { id: LeaveId::new("l"), staff: StaffId::new(staff), first, last, stand_in }
    }

    /// Monday mornings of a lawyer and a mediator.
    fn roster() -> Roster {
        let monday = DutyDay::Weekly(Weekday::Mon);
        let duties = vec![duty("律师", monday, at(9, 12)), duty("调解员", monday, at(14, 17))];
        Roster { duties, ..Roster::default() }
    }

    #[test]
    fn the_hours_of_a_day_replace_those_of_the_week() {
        let mut roster = roster();
        let (who, monday) = (StaffId::new("律师"), day("2026-03-02"));
        assert_eq!(roster.planned(&Calendar::default(), &who, monday), [at(9, 12)]);
        assert_eq!(roster.planned(&Calendar::default(), &who, day("2026-03-03")), []);
        roster.duties.push(duty("律师", DutyDay::On(monday), at(14, 15)));
        roster.duties.push(duty("律师", DutyDay::On(monday), at(10, 11)));
        assert_eq!(roster.planned(&Calendar::default(), &who, monday), [at(10, 11), at(14, 15)]);
        assert_eq!(roster.planned(&Calendar::default(), &who, day("2026-03-09")), [at(9, 12)]);
        roster.duties.push(duty("律师", DutyDay::On(day("2026-03-09")), at(9, 9)));
        assert_eq!(roster.planned(&Calendar::default(), &who, day("2026-03-09")), [], "not there");
    }

    #[test]
    fn on_a_holiday_only_that_days_own_hours_hold() {
        let mut roster = roster();
        let (who, monday) = (StaffId::new("律师"), day("2026-10-05"));
        let year = Year { holidays: [monday].into(), makeup_workdays: [].into(), source: String::new() };
        let calendar = Calendar::new([(2026, year)].into());
        assert_eq!(roster.planned(&calendar, &who, monday), []);
        assert!(!roster.is_vacant(&calendar, monday, false) && roster.is_vacant(&calendar, monday, true));
        assert!(!Roster::default().is_vacant(&calendar, monday, true), "without a roster nobody is missed");
        roster.duties.push(duty("律师", DutyDay::On(monday), at(9, 10)));
        assert_eq!(roster.planned(&calendar, &who, monday), [at(9, 10)]);
    }

    #[test]
    fn whoever_is_away_is_stood_in_for_unless_that_one_is_away_too() {
        let mut roster = roster();
        let (who, monday) = (StaffId::new("律师"), day("2026-03-02"));
        roster.leaves.push(leave("律师", "2026-03-01", "2026-03-02", Some("调解员")));
        assert_eq!(roster.working(&who, monday), Some(StaffId::new("调解员")));
        let there = roster.at_work(&Calendar::default(), monday);
        assert_eq!(there.len(), 1);
        assert_eq!(there[0].hours, [at(9, 12), at(14, 17)]);
        assert_eq!(roster.working(&who, day("2026-03-09")), Some(who.clone()));
        roster.leaves.push(leave("调解员", "2026-03-02", "2026-03-02", None));
        assert_eq!(roster.working(&who, monday), None);
        assert!(
            roster.is_vacant(&Calendar::default(), monday, false)
                && !roster.is_vacant(&Calendar::default(), day("2026-03-03"), false)
        );
        assert!(!roster.is_vacant(&Calendar::default(), day("2026-03-09"), false));
    }

    #[test]
    fn a_persons_usual_stand_in_does_where_the_leave_names_nobody() {
        let mut roster = roster();
        let stand_in = Some(StaffId::new("调解员"));
        roster.posts.push(Post { staff: StaffId::new("律师"), most_open: Some(3), stand_in });
        roster.leaves.push(leave("律师", "2026-03-02", "2026-03-02", None));
        let who = StaffId::new("律师");
        assert_eq!(roster.working(&who, day("2026-03-02")), Some(StaffId::new("调解员")));
        assert_eq!((roster.most_open(&who), roster.most_open(&StaffId::new("调解员"))), (Some(3), None));
    }

    #[test]
    fn days_and_hours_are_read_as_people_write_them() {
        use Weekday::{Fri, Mon, Sun, Thu, Tue, Wed};
        for (text, days) in [
            ("周一", vec![Mon]),
            ("星期天", vec![Sun]),
            ("礼拜二", vec![Tue]),
            ("Mon", vec![Mon]),
            ("3", vec![Wed]),
            ("周一至周三", vec![Mon, Tue, Wed]),
            ("周四-五", vec![Thu, Fri]),
            ("工作日", vec![Mon, Tue, Wed, Thu, Fri]),
        ] {
            assert_eq!(weekdays(text), Some(days), "{text}");
        }
        for text in ["", "周八", "周五至周一", "周", "一二"] {
            assert_eq!(weekdays(text), None, "{text}");
        }
        let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        assert_eq!(hours("9:00-12:00"), Some(vec![(time(9, 0), time(12, 0))]));
        assert_eq!(hours("9点到11点半、14：00—17:00").map(|all| all.len()), Some(2));
        assert_eq!(hours("9点到11点半").unwrap()[0].1, time(11, 30));
        for text in ["", "9:00", "12:00-9:00", "9:00-25:00", "上午", "9:00-12:00 下午"] {
            assert_eq!(hours(text), None, "{text}");
        }
    }
}
