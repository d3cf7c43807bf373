//! Dates and times: a day, perhaps with a part of it or the clock.
//!
//! The policy where words leave something out: a weekday is the coming one, today included; a day of the month is the coming
//! one; a month or a feast is the one within three months of now, failing that this year's; a time of day is the coming one, and
//! one to seven without a part of day is in the afternoon. What was left out is said, so that a story can be read backwards.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime};

use super::cursor::Cursor;
use super::number::{self, Here};
use super::{Read, Value, clock, date};

/// A date or time, as the stretch of time that it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Its beginning.
    pub from: NaiveDateTime,
    /// Its end, which does not belong to it.
    pub to: NaiveDateTime,
    /// How exactly it was said.
    pub grain: Grain,
    /// What was left out.
    pub left_out: LeftOut,
    /// Whether it was said to be about then: 几天前, 国庆后.
    pub about: bool,
}

/// How exactly a moment was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// 去年.
    Year,
    /// 三月; also its beginning, middle and end.
    Month,
    /// 下周.
    Week,
    /// 25号.
    Day,
    /// 明天上午.
    PartOfDay,
    /// 明天上午十点.
    Minute,
}

/// What was left out, so that another year, month, week or day may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// Nothing.
    Nothing,
    /// The year.
    Year,
    /// The month.
    Month,
    /// The week.
    Week,
    /// The day.
    Day,
}

impl Moment {
    /// The same words as somebody means them who tells what has happened: not after today.
    #[must_use]
    pub fn in_the_past(self, today: NaiveDate) -> Option<Self> {
        if self.from.date() <= today {
            return Some(self);
        }
        let back = |moment: NaiveDateTime| match self.left_out {
            LeftOut::Nothing => None,
            LeftOut::Year => moment.checked_sub_months(Months::new(12)),
            LeftOut::Month => moment.checked_sub_months(Months::new(1)),
            LeftOut::Week => moment.checked_sub_days(Days::new(7)),
            LeftOut::Day => moment.checked_sub_days(Days::new(1)),
        };
        Some(Self { from: back(self.from)?, to: back(self.to)?, ..self })
    }
}

/// The moment that begins here.
pub(super) fn read<'t>(here: &Here<'t>, now: NaiveDateTime) -> Read<'t> {
    match date::read(here, now) {
        Some((day, behind)) => Some(with_time(day, behind)),
        None => time_alone(here, now),
    }
}

/// A day, and what is said of the time on it.
fn with_time<'t>(day: Moment, behind: Cursor<'t>) -> (Value, bool, Cursor<'t>) {
    let ambiguous = day.left_out != LeftOut::Nothing || day.about;
    let alone = (Value::Moment(day), ambiguous, behind);
    if day.grain != Grain::Day {
        return alone;
    }
    let next = behind.past_spaces();
    let next = next.eat_any(&["的", ","]).map_or(next, |(_, next)| next.past_spaces());
    let Some((time, behind)) = clock::read(&Here::new(next), true) else { return alone };
    let Some(moment) = on(day, time) else { return alone };
    (Value::Moment(moment), ambiguous || time.guessed, behind)
}

/// A clock time without a day is the coming one; a part of the day alone is none: 晚上吵 is a habit.
fn time_alone<'t>(here: &Here<'t>, now: NaiveDateTime) -> Read<'t> {
    let at = here.at;
    if number::may_begin(at.sign()?) && at.is_inside_number() {
        return None;
    }
    let (time, behind) = clock::read(here, false).filter(|(time, _)| time.grain == Grain::Minute)?;
    let today = on(day(now.date()), time)?;
    let moment = if today.from < now { on(day(now.date().succ_opt()?), time)? } else { today };
    Some((Value::Moment(Moment { left_out: LeftOut::Day, ..moment }), true, behind))
}

fn on(day: Moment, time: clock::Time) -> Option<Moment> {
    let at = |minutes: i64| day.from.checked_add_signed(chrono::TimeDelta::minutes(minutes));
    Some(Moment { from: at(time.from)?, to: at(time.to)?, grain: time.grain, ..day })
}

/// A whole day.
pub(super) fn day(date: NaiveDate) -> Moment {
    days(date, date, Grain::Day)
}

/// From one day to another, both included.
pub(super) fn days(first: NaiveDate, last: NaiveDate, grain: Grain) -> Moment {
    let end = last.succ_opt().unwrap_or(last);
    Moment {
        from: first.and_time(NaiveTime::MIN),
        to: end.and_time(NaiveTime::MIN),
        grain,
        left_out: LeftOut::Nothing,
        about: false,
    }
}

/// The first and last day of a month.
pub(super) fn month(year: i32, month: u32) -> Option<(NaiveDate, NaiveDate)> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    Some((first, first.checked_add_months(Months::new(1))?.pred_opt()?))
}

/// The year that is meant where none is said, by what each year would make of it.
pub(super) fn meant_year<T>(today: NaiveDate, make: impl Fn(i32) -> Option<(NaiveDate, T)>) -> Option<T> {
    let near = |year: i32| {
        let (date, made) = make(year)?;
        ((date - today).num_days().abs() <= NEAR_DAYS).then_some(made)
    };
    let year = today.year();
    let nearest = near(year).or_else(|| near(year + 1)).or_else(|| near(year - 1));
    nearest.or_else(|| make(year).map(|(_, made)| made))
}

/// Three months.
const NEAR_DAYS: i64 = 92;
