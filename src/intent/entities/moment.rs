//! Dates and times: a day, perhaps with a part of it or the clock.
//!
//! The policy where words leave something out: a weekday is the coming one, today included; a day of the month is the coming
//! one; a month or a feast is the one within three months of now, failing that this year's; a time of day is the coming one, and
//! one to seven without a part of day is in the afternoon. What was left out is said, so that a story can be read backwards.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::cursor::Cursor;
use super::number::{self, Here};
use super::{Read, Value, clock, date, english, holiday};

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
    /// The year of a feast by the moon, and which of its columns that is: each year it is on another day.
    MoonYear(usize),
    /// The month.
    Month,
    /// The week.
    Week,
    /// The day.
    Day,
    /// Which of the weeks to come: next Friday.
    WeekAhead,
}

impl Moment {
    /// The last day that belongs to it.
    pub fn last_day(self) -> Option<NaiveDate> {
        let whole = self.to.time() == NaiveTime::MIN && self.to > self.from;
        if whole { self.to.date().pred_opt() } else { Some(self.to.date()) }
    }

    /// The same words as somebody means them who tells what has happened: not after today.
    #[must_use]
    pub fn in_the_past(self, today: NaiveDate) -> Option<Self> {
        if self.from.date() <= today {
            return Some(self);
        }
        let back = |moment: NaiveDateTime| match self.left_out {
            LeftOut::Nothing | LeftOut::WeekAhead => None,
            LeftOut::Year => moment.checked_sub_months(Months::new(12)),
            LeftOut::MoonYear(column) => {
                moment.checked_sub_signed(holiday::moon_year_before(column, self.from.date())?)
            }
            LeftOut::Month => moment.checked_sub_months(Months::new(1)),
            LeftOut::Week => moment.checked_sub_days(Days::new(7)),
            LeftOut::Day => moment.checked_sub_days(Days::new(1)),
        };
        Some(Self { from: back(self.from)?, to: back(self.to)?, ..self })
    }
}

impl Moment {
    /// The same words behind a moment that they go on from: what they leave out is such that they come next.
    fn following(self, first: Self) -> Self {
        // Friday is this week's, but not behind a Wednesday that is over.
        let is_weekday = self.left_out == LeftOut::Nothing && first.left_out == LeftOut::Week;
        let this = if is_weekday { Self { left_out: LeftOut::Week, ..self } } else { self };
        let next = (-MOST_STEPS..=MOST_STEPS)
            .filter_map(|steps| this.shifted(steps))
            .find(|it| it.from >= first.from);
        next.map_or(self, |next| Self { left_out: first.left_out, ..next })
    }

    /// The same words of another year, month or week, where that was left out.
    fn shifted(self, steps: i64) -> Option<Self> {
        let months = |moment: NaiveDateTime, months: i64| {
            let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
            if months < 0 { moment.checked_sub_months(count) } else { moment.checked_add_months(count) }
        };
        let step = |moment: NaiveDateTime| match self.left_out {
            LeftOut::Year => months(moment, steps * 12),
            LeftOut::Month => months(moment, steps),
            LeftOut::Week => moment.checked_add_signed(TimeDelta::weeks(steps)),
            LeftOut::Nothing | LeftOut::MoonYear(_) | LeftOut::Day | LeftOut::WeekAhead => None,
        };
        Some(Self { from: step(self.from)?, to: step(self.to)?, ..self })
    }
}

/// Nobody names two moments together that are further apart.
const MOST_STEPS: i64 = 60;

/// The moment that begins here.
pub(super) fn read<'t>(here: &Here<'t>, now: NaiveDateTime) -> Read<'t> {
    match date::read(here, now) {
        Some((day, behind)) => Some(with_time(day, behind)),
        None => time_alone(here, now),
    }
}

/// The second of two moments that are named together, where it begins and what is read: 5月到8月, 3月5日-9日, 下午2点到4点. What
/// it leaves out is that of the first.
pub(super) fn until<'t>(
    first: Value,
    behind: Cursor<'t>,
    now: NaiveDateTime,
) -> Option<(Cursor<'t>, (Value, bool, Cursor<'t>))> {
    let Value::Moment(first) = first else { return None };
    let marked = behind.past_spaces().eat_any(&["——", "到", "至", "-", "~", "—"]).map(|(_, at)| at);
    let here = Here::new(marked.or_else(|| english::past_to(behind))?.past_spaces());
    let (second, behind) = if first.grain == Grain::Minute {
        time_until(first, &here)?
    } else {
        date::within_month(first, &here).or_else(|| date::read(&here, now))?
    };
    Some((here.at, with_time(second.following(first), behind)))
}

fn time_until<'t>(first: Moment, here: &Here<'t>) -> Option<(Moment, Cursor<'t>)> {
    let (time, behind) = clock::read(here, true)?;
    let day = day(first.from.date());
    let same_half = on(day, time)?;
    let later = clock::Time { from: time.from + HALF_DAY, to: time.to + HALF_DAY, ..time };
    let second = if same_half.from > first.from { same_half } else { on(day, later)? };
    Some((Moment { left_out: first.left_out, ..second }, behind))
}

/// In minutes.
const HALF_DAY: i64 = 12 * 60;

/// A day, and what is said of the time on it.
fn with_time<'t>(day: Moment, behind: Cursor<'t>) -> (Value, bool, Cursor<'t>) {
    let ambiguous = day.left_out != LeftOut::Nothing || day.about;
    let alone = (Value::Moment(day), ambiguous, behind);
    if day.grain != Grain::Day {
        return alone;
    }
    let next = date::past_brackets(behind).past_spaces();
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
    let is_word = english::is_letter(at);
    if is_word && !english::begins(at) {
        return None;
    }
    let surely = clock::read(here, false).filter(|(time, _)| time.grain == Grain::Minute);
    let Some((time, behind)) = surely else {
        // At 3 and noon are times only with a day.
        let (time, behind) = clock::read(here, true).filter(|_| is_word)?;
        return with_day(time, behind, now);
    };
    if let Some(read) = with_day(time, behind, now) {
        return Some(read);
    }
    let today = on(day(now.date()), time)?;
    let moment = if today.from < now { on(day(now.date().succ_opt()?), time)? } else { today };
    Some((Value::Moment(Moment { left_out: LeftOut::Day, ..moment }), true, behind))
}

/// A clock time whose day comes behind it: 下午三点，下周二; 三点半明天下午.
fn with_day<'t>(time: clock::Time, behind: Cursor<'t>, now: NaiveDateTime) -> Read<'t> {
    let next = behind.past_spaces();
    let next = next.eat_any(&[",", "的"]).map_or(next, |(_, next)| next.past_spaces());
    let here = Here::new(english::past_on(next));
    let (day, behind) = date::read(&here, now).filter(|(day, _)| day.grain == Grain::Day)?;
    let (time, behind) = clock::in_part(time, behind).unwrap_or((time, behind));
    let ambiguous = day.left_out != LeftOut::Nothing || day.about || time.guessed;
    Some((Value::Moment(on(day, time)?), ambiguous, behind))
}

fn on(day: Moment, time: clock::Time) -> Option<Moment> {
    let at = |minutes: i64| day.from.checked_add_signed(TimeDelta::minutes(minutes));
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
