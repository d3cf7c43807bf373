//! Feasts people count by, and days of the moon's first month: 国庆后, 春节前, 去年中秋, 正月初八, 除夕.
//!
//! Those of the moon's calendar stand in a table; of a year that is not in it nothing is said.

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, TimeDelta};

use super::cursor::Cursor;
use super::list::List;
use super::moment::{Grain, LeftOut, Moment, days};
use super::number::Here;

/// A feast.
#[derive(Clone, Copy, Debug)]
pub(super) struct Feast {
    when: When,
    /// How many days it lasts.
    lasts: u64,
    /// Whether the word means it only with more behind it: 十一 is a number too.
    needs_more: bool,
}

#[derive(Clone, Copy, Debug)]
enum When {
    /// A month and day.
    Fixed(u32, u32),
    /// A column of [`MOON`], and days after it.
    Moon(usize, i64),
}

const fn fixed(month: u32, day: u32, lasts: u64) -> Feast {
    Feast { when: When::Fixed(month, day), lasts, needs_more: false }
}

const fn moon(column: usize, after: i64, lasts: u64) -> Feast {
    Feast { when: When::Moon(column, after), lasts, needs_more: false }
}

static FEASTS: LazyLock<List<Feast>> = LazyLock::new(|| {
    List::new(vec![
        ("元旦", fixed(1, 1, 1)),
        ("妇女节", fixed(3, 8, 1)),
        ("清明", Feast { when: When::Fixed(4, 4), lasts: 3, needs_more: false }),
        ("劳动节", fixed(5, 1, 5)),
        ("五一", Feast { when: When::Fixed(5, 1), lasts: 5, needs_more: true }),
        ("儿童节", fixed(6, 1, 1)),
        ("六一", Feast { when: When::Fixed(6, 1), lasts: 1, needs_more: true }),
        ("国庆", fixed(10, 1, 7)),
        ("双十一", fixed(11, 11, 1)),
        ("十一", Feast { when: When::Fixed(10, 1), lasts: 7, needs_more: true }),
        ("圣诞", fixed(12, 25, 1)),
        ("除夕", moon(0, -1, 1)),
        ("大年三十", moon(0, -1, 1)),
        ("大年夜", moon(0, -1, 1)),
        ("春节", moon(0, 0, 7)),
        ("过年", moon(0, 0, 7)),
        ("元宵", moon(0, 14, 1)),
        ("端午", moon(1, 0, 1)),
        ("中秋", moon(2, 0, 1)),
    ])
});

/// First day of the first month, fifth of the fifth, fifteenth of the eighth.
const MOON: &[(i32, [(u32, u32); 3])] = &[
    (2022, [(2, 1), (6, 3), (9, 10)]),
    (2023, [(1, 22), (6, 22), (9, 29)]),
    (2024, [(2, 10), (6, 10), (9, 17)]),
    (2025, [(1, 29), (5, 31), (10, 6)]),
    (2026, [(2, 17), (6, 19), (9, 25)]),
    (2027, [(2, 6), (6, 9), (9, 15)]),
    (2028, [(1, 26), (5, 28), (10, 3)]),
    (2029, [(2, 13), (6, 16), (9, 22)]),
    (2030, [(2, 3), (6, 5), (9, 12)]),
    (2031, [(1, 23), (6, 24), (10, 1)]),
    (2032, [(2, 11), (6, 12), (9, 19)]),
];

/// So many days before or after a feast are meant by 前 and 后.
const AROUND: u64 = 7;

/// What is said of a feast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The feast itself.
    On,
    /// Before it.
    Before,
    /// After it.
    After,
}

/// The feast that begins here, which side of it, and the place behind.
pub(super) fn read(at: Cursor<'_>) -> Option<(Feast, Side, Cursor<'_>)> {
    let (feast, named) = first_month(at).or_else(|| at.eat_one(FEASTS.at(at)))?;
    if at.is_after_sign("李王张刘陈杨黄吴周赵孙第零一二三四五六七八九十") {
        return None;
    }
    let (_, more) =
        named.eat_any(&["节", "假期", "长假", "放假", "期间", "那天", "当天"]).unwrap_or((0, named));
    const SIDES: &[(&str, Side)] = &[
        ("以前", Side::Before),
        ("之前", Side::Before),
        ("前", Side::Before),
        ("以后", Side::After),
        ("之后", Side::After),
        ("过后", Side::After),
        ("后", Side::After),
    ];
    let (side, behind) = more.eat_one(SIDES).unwrap_or((Side::On, more));
    let other = named.is_before_sign("路村街上市粮");
    (!other && (!feast.needs_more || behind.at() > named.at())).then_some((feast, side, behind))
}

/// 大年初三, 正月初八, 正月十五, 正月 alone.
fn first_month(at: Cursor<'_>) -> Option<(Feast, Cursor<'_>)> {
    if let Some((_, behind)) = at.eat_any(&["大年初", "正月初"]) {
        return first_month_day(behind, 10);
    }
    let behind = at.eat("正月")?;
    first_month_day(behind, 30).or_else(|| Some((moon(0, 0, 29), behind.maybe("间"))))
}

fn first_month_day(at: Cursor<'_>, last: i64) -> Option<(Feast, Cursor<'_>)> {
    let (number, behind) = Here::new(at).plain()?;
    (1..=last).contains(&number).then(|| (moon(0, number - 1, 1), behind))
}

impl Feast {
    /// Its year was left out; those of the moon's calendar are on another day each year.
    pub(super) const fn year_left_out(self) -> LeftOut {
        match self.when {
            When::Fixed(..) => LeftOut::Year,
            When::Moon(column, _) => LeftOut::MoonYear(column),
        }
    }

    /// What it means in a year.
    pub(super) fn in_year(self, year: i32, side: Side) -> Option<Moment> {
        let first = self.first(year)?;
        let last = first.checked_add_days(Days::new(self.lasts - 1))?;
        let moment = match side {
            Side::On => days(first, last, Grain::Day),
            Side::Before => days(first.checked_sub_days(Days::new(AROUND))?, first.pred_opt()?, Grain::Week),
            Side::After => days(last.succ_opt()?, last.checked_add_days(Days::new(AROUND))?, Grain::Week),
        };
        Some(Moment { about: side != Side::On, ..moment })
    }

    fn first(self, year: i32) -> Option<NaiveDate> {
        match self.when {
            When::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            When::Moon(column, after) => moon_day(column, year)?.checked_add_signed(TimeDelta::days(after)),
        }
    }
}

/// The day of a column of [`MOON`] in a year.
fn moon_day(column: usize, year: i32) -> Option<NaiveDate> {
    let (_, feasts) = MOON.iter().find(|(known, _)| *known == year)?;
    let (month, day) = *feasts.get(column)?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// How long before a feast by the moon, or a day around it, the same one of the year before was.
pub(super) fn moon_year_before(column: usize, date: NaiveDate) -> Option<TimeDelta> {
    Some(moon_day(column, date.year())? - moon_day(column, date.year() - 1)?)
}
