//! How long: 三个月, 两年多, 一年半, 半小时, 7天; in English words, english/count.rs.

use std::sync::LazyLock;

use chrono::{Days, Months, NaiveDateTime, TimeDelta};

use super::cursor::Cursor;
use super::english::count;
use super::list::List;
use super::number::{self, Here};
use super::spelling::Spelling;
use super::{Read, Value};

/// A length of time as people say it: months stay months, for a month has no fixed length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Months; a year is twelve.
    pub months: u32,
    /// Days; a week is seven.
    pub days: u32,
    /// Minutes.
    pub minutes: u32,
    /// Whether it was said to be about so long; then it is the least that is meant.
    pub about: bool,
    /// How much longer it may then be: months, days.
    pub more: (u32, u32),
}

impl Span {
    /// The span that a text is and nothing else: 6个月.
    pub fn of(text: &str) -> Option<Self> {
        let spelling = Spelling::of(text.trim());
        let (span, behind) = parse(&Here::new(spelling.begin()))?;
        behind.sign().is_none().then_some(span)
    }

    /// The longest that may be meant.
    #[must_use]
    pub fn longest(self) -> Self {
        let (months, days) = self.more;
        Self { months: self.months.saturating_add(months), days: self.days.saturating_add(days), ..self }
    }

    /// So much longer in its unit.
    pub(super) fn or_more(self, unit: Self, times: u32) -> Self {
        let more = (unit.months.saturating_mul(times), unit.days.saturating_mul(times));
        Self { about: true, more, ..self }
    }

    /// The moment so long before.
    pub fn before(self, moment: NaiveDateTime) -> Option<NaiveDateTime> {
        moment
            .checked_sub_months(Months::new(self.months))?
            .checked_sub_days(Days::new(self.days.into()))?
            .checked_sub_signed(TimeDelta::minutes(self.minutes.into()))
    }

    /// The moment so long after.
    pub fn after(self, moment: NaiveDateTime) -> Option<NaiveDateTime> {
        moment
            .checked_add_months(Months::new(self.months))?
            .checked_add_days(Days::new(self.days.into()))?
            .checked_add_signed(TimeDelta::minutes(self.minutes.into()))
    }

    /// Whether it is told in a smaller unit, so that it goes on with the other: 一年零三个月, 十一个月二十天.
    const fn is_finer_than(self, other: Self) -> bool {
        let months =
            self.months > 0 && self.months < 12 && other.months >= 12 && other.months.is_multiple_of(12);
        let days = self.months == 0 && self.days > 0 && other.months > 0 && other.days == 0;
        (months || days) && other.minutes == 0 && self.minutes == 0
    }

    fn plus(self, more: Self) -> Self {
        Self {
            months: self.months.saturating_add(more.months),
            days: self.days.saturating_add(more.days),
            minutes: self.minutes.saturating_add(more.minutes),
            about: self.about || more.about,
            more: (self.more.0.saturating_add(more.more.0), self.more.1.saturating_add(more.more.1)),
        }
    }

    pub(super) fn times(self, halves: u32) -> Option<Self> {
        let half = |whole: u32| whole.checked_mul(halves)?.checked_div(2);
        let odd_month = if halves % 2 == 1 && self.months % 2 == 1 { 15 } else { 0 };
        Some(Self {
            months: half(self.months)?,
            days: half(self.days)?.checked_add(odd_month)?,
            minutes: half(self.minutes)?,
            about: self.about,
            more: self.more,
        })
    }
}

pub(super) const fn months(months: u32) -> Span {
    Span { months, days: 0, minutes: 0, about: false, more: (0, 0) }
}

pub(super) const fn days(days: u32) -> Span {
    Span { months: 0, days, minutes: 0, about: false, more: (0, 0) }
}

/// Five of them make a week; a holiday makes it longer.
pub(super) const WORKDAY: Span = Span { months: 0, days: 1, minutes: 0, about: true, more: (0, 7) };

pub(super) const fn minutes(minutes: u32) -> Span {
    Span { months: 0, days: 0, minutes, about: false, more: (0, 0) }
}

/// Units, longer words before their beginnings.
static UNITS: LazyLock<List<Span>> = LazyLock::new(|| {
    List::new(vec![
        ("年", months(12)),
        ("个月", months(1)),
        ("个多月", Span { months: 1, days: 0, minutes: 0, about: true, more: (1, 0) }),
        ("个星期", days(7)),
        ("个礼拜", days(7)),
        ("星期", days(7)),
        ("礼拜", days(7)),
        ("周", days(7)),
        ("个工作日", WORKDAY),
        ("工作日", WORKDAY),
        ("天", days(1)),
        ("日", days(1)),
        ("个小时", minutes(60)),
        ("小时", minutes(60)),
        ("个钟头", minutes(60)),
        ("分钟", minutes(1)),
    ])
});

/// The span that begins here.
pub(super) fn read<'t>(here: &Here<'t>) -> Read<'t> {
    let (span, behind) = parse(here)?;
    let every = behind.is_at(&["一次", "一度", "两头", "到晚", "之计"]);
    // 14年 may be a year, too.
    let year = number::run(here.at).is_some_and(|(_, digits, behind)| digits == 2 && behind.is_at(&["年"]));
    (!every).then_some((Value::Span(span), span.about || year, behind))
}

/// The span that begins here and the place behind it, for what goes on: 三天后.
pub(super) fn parse<'t>(here: &Here<'t>) -> Option<(Span, Cursor<'t>)> {
    let at = here.at;
    if at.is_after_sign("第每有") && !at.is_after(&["还有", "都有", "只有"], 2) {
        return None;
    }
    let (mut span, mut behind) = part(here)?;
    while let Some((more, further)) =
        part(&Here::new(count::past_and(behind.maybe("零")))).filter(|(more, _)| more.is_finer_than(span))
    {
        (span, behind) = (span.plus(more), further);
    }
    Some((span, behind))
}

fn part<'t>(here: &Here<'t>) -> Option<(Span, Cursor<'t>)> {
    chinese(here).or_else(|| count::read(here))
}

fn chinese<'t>(here: &Here<'t>) -> Option<(Span, Cursor<'t>)> {
    if let Some(behind) = here.at.eat("大半").or_else(|| here.at.eat("半")) {
        let (unit, behind) = behind.eat_one(UNITS.at(behind)).filter(|(unit, _)| *unit != days(1))?;
        let other = behind.is_before_sign("夜级代");
        return if other { None } else { Some((unit.times(1)?, behind)) };
    }
    let (number, behind) = here.number?;
    let spaced = behind.past_spaces();
    if let Some((unit, behind)) = half_inside(spaced) {
        return Some((whole(number, unit)?.plus(unit.times(1)?), behind));
    }
    let (unit, behind) = spaced.eat_one(UNITS.at(spaced))?;
    if is_other(number, unit, behind) {
        return None;
    }
    let span = whole(number, unit)?;
    match behind.eat_any(&["半", "多", "有余", "左右", "来"]) {
        Some((0, behind)) => Some((span.plus(unit.times(1)?), behind)),
        Some((4, _)) | None => Some((span, behind)),
        Some((_, behind)) => Some((span.or_more(unit, 1), behind)),
    }
}

/// 三个半月, 两个半小时.
fn half_inside(at: Cursor<'_>) -> Option<(Span, Cursor<'_>)> {
    let at = at.eat("个半")?;
    at.eat_one(&[
        ("月", months(1)),
        ("星期", days(7)),
        ("礼拜", days(7)),
        ("小时", minutes(60)),
        ("钟头", minutes(60)),
    ])
}

fn whole(number: number::Number, unit: Span) -> Option<Span> {
    let halves = u32::try_from(number.hundredths().checked_div(50)?).ok()?;
    let span = unit.times(halves)?;
    if unit == WORKDAY {
        return Some(Span { days: span.days / 5 * 7 + span.days % 5, ..span });
    }
    Some(if number.rough { span.or_more(unit, spread(number)) } else { span })
}

/// How much more a rough number may be: 十多 up to 20, 几 up to nine, 三五 a few.
const fn spread(number: number::Number) -> u32 {
    match number.hundredths() / 100 {
        value if value > 0 && value % 100 == 0 => 100,
        value if value > 0 && value % 10 == 0 => 10,
        _ if number.vague => 6,
        _ => 3,
    }
}

/// 3年级, 2023年, 80年代, 三周岁, 一天天: no span.
fn is_other(number: number::Number, unit: Span, behind: Cursor<'_>) -> bool {
    let value = number.hundredths() / 100;
    let calendar = unit == months(12) && (value >= 150 || behind.is_before_sign("级代货轮检审度"));
    let age = unit == days(7) && behind.is_before_sign("岁围边一二三四五六日到末");
    let single = unit == days(1) && behind.is_before_sign("天常用本元语报记");
    calendar || age || single || value > 100_000
}
