//! Days counted from now: 三天后, 半年前, 前几天, 过两天, two years ago.

use chrono::{Days, NaiveDate, NaiveDateTime};

use super::cursor::Cursor;
use super::english::count;
use super::moment::{Grain, Moment, day, days};
use super::number::{self, Here};
use super::span::{self, Span};

/// 三天后, 半年前, 一周内.
pub(super) fn counted<'t>(here: &Here<'t>, now: NaiveDateTime) -> Option<(Moment, Cursor<'t>)> {
    const SIDES: &[(&str, i8)] = &[
        ("以前", -1),
        ("之前", -1),
        ("前", -1),
        ("以后", 1),
        ("之后", 1),
        ("过后", 1),
        ("后", 1),
        ("以内", 0),
        ("之内", 0),
        ("内", 0),
    ];
    let (span, behind) = span::parse(here)?;
    let side = behind.eat_one(SIDES).or_else(|| Some((-1, count::ago(behind)?)));
    let (side, behind) = side.or_else(|| Some((1, count::from_now(behind)?)))?;
    let other = match side {
        -1 => "妻夫男女任台面提期程列言",
        0 => "部容衣科地",
        _ => "悔勤台果面代妈爸期",
    };
    if behind.is_before_sign(other) {
        return None;
    }
    if side == 0 {
        return Some((from_now_on(span, now)?, behind));
    }
    let about = span.about;
    let there = if side < 0 { span.before(now)? } else { span.after(now)? };
    if span.minutes > 0 {
        let found = Moment { from: there, to: there, grain: Grain::Minute, ..day(now.date()) };
        return Some((Moment { about, ..found }, behind));
    }
    let furthest = if side < 0 { span.longest().before(now)? } else { span.longest().after(now)? };
    let (one, other) = (there.date(), furthest.date());
    Some((Moment { about, ..days(one.min(other), one.max(other), Grain::Day) }, behind))
}

/// From now to the end of a length of time.
pub(super) fn from_now_on(span: Span, now: NaiveDateTime) -> Option<Moment> {
    Some(Moment { from: now, to: span.after(now)?, about: span.about, ..day(now.date()) })
}

/// 前几天, 前段时间, 过几天, 过两天.
pub(super) fn lately(at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    const LONGER: &[(&str, u64)] =
        &[("前些天", 10), ("前段时间", 60), ("前阵子", 60), ("前不久", 60), ("前些日子", 60)];
    let about = |first, last| Moment { about: true, ..days(first, last, Grain::Week) };
    if let Some((before, behind)) = at.eat_one(LONGER) {
        return Some((about(today.checked_sub_days(Days::new(before))?, today.pred_opt()?), behind));
    }
    let (past, behind) = at.eat_one(&[("前", true), ("过", false)])?;
    let (number, behind) = number::parse(behind)?;
    let behind = behind.eat("天")?;
    let count = u64::try_from(number.whole()?).ok().filter(|&count| count <= 30)?;
    let few = Days::new(if number.vague { 7 } else { count });
    if past {
        return Some((about(today.checked_sub_days(few)?, today.pred_opt()?), behind));
    }
    let there = today.checked_add_days(Days::new(count))?;
    let found = if number.vague { about(there, today.checked_add_days(few)?) } else { day(there) };
    Some((Moment { about: true, ..found }, behind)).filter(|_| !at.is_after_sign("不没超经通用"))
}
