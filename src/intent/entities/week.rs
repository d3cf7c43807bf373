//! Weeks and their days: 下周二, 这个星期五, 礼拜天, 上周末. A week begins on Monday.

use chrono::{Datelike, Days, NaiveDate};

use super::cursor::Cursor;
use super::moment::{Grain, LeftOut, Moment, day, days};

/// Which week, counted from this one.
const WHICH: &[(&str, i64)] = &[("上上", -2), ("上", -1), ("这", 0), ("本", 0), ("下下", 2), ("下", 1)];

const WEEK: &[&str] = &["周", "星期", "礼拜"];

/// What makes 周一 no Monday: 一周一次, 周一岁.
const NO_DAY: &str = "次趟回岁般福围";

/// The week or weekday that begins here.
pub(super) fn read(at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    if let Some((which, behind)) = at.eat_one(WHICH) {
        let (_, behind) = behind.maybe("个").eat_any(WEEK)?;
        let monday = shifted(monday(today)?, which * 7)?;
        if let Some((number, behind)) = weekday(behind) {
            return Some((of_week(monday, number)?, behind));
        }
        let other = at.is_after_sign("网线路乡楼以晚") || behind.is_before_sign("围边转到折刊岁长");
        return (!other).then_some((days(monday, shifted(monday, 6)?, Grain::Week), behind));
    }
    if at.is_after_sign("每一二三四五六七八九十两几多半双0123456789单") {
        return None;
    }
    let (_, behind) = at.eat_any(WEEK)?;
    let (number, behind) = weekday(behind)?;
    Some((coming(today, number)?, behind))
}

/// A day of the week that comes next, today included.
pub(super) fn coming(today: NaiveDate, number: i64) -> Option<Moment> {
    let monday = monday(today)?;
    let this = of_week(monday, number)?;
    let passed = this.to.date() <= today;
    let moment = if passed { of_week(shifted(monday, 7)?, number)? } else { this };
    // A day still to come this week is what everybody means; on others the week before may be meant.
    let left_out = if passed || this.from.date() == today { LeftOut::Week } else { LeftOut::Nothing };
    Some(Moment { left_out, ..moment })
}

/// Monday is 0; 末 is 7.
fn weekday(at: Cursor<'_>) -> Option<(i64, Cursor<'_>)> {
    const DAYS: &[(&str, i64)] = &[
        ("一", 0),
        ("二", 1),
        ("三", 2),
        ("四", 3),
        ("五", 4),
        ("六", 5),
        ("日", 6),
        ("天", 6),
        ("末", 7),
        ("1", 0),
        ("2", 1),
        ("3", 2),
        ("4", 3),
        ("5", 4),
        ("6", 5),
        ("7", 6),
    ];
    at.eat_one(DAYS)
        .filter(|(_, behind)| !behind.is_before_sign(NO_DAY) && !behind.is_before_sign("0123456789"))
}

/// A day of the week that begins on this Monday.
pub(super) fn of_week(monday: NaiveDate, number: i64) -> Option<Moment> {
    match number {
        7 => Some(days(shifted(monday, 5)?, shifted(monday, 6)?, Grain::Day)),
        number => Some(day(shifted(monday, number)?)),
    }
}

/// The Monday of its week.
pub(super) fn monday(date: NaiveDate) -> Option<NaiveDate> {
    date.checked_sub_days(Days::new(date.weekday().num_days_from_monday().into()))
}

fn shifted(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    date.checked_add_signed(chrono::TimeDelta::days(days))
}
