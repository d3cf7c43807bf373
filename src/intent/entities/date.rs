//! Days, months and years: 2023年3月5日, 去年三月, 下个月5号, 25号, 月底, 大后天, 三天后.

use chrono::{Datelike, Months, NaiveDate, NaiveDateTime};

use super::super::letters::ends_clause;
use super::cursor::Cursor;
use super::english;
use super::moment::{Grain, LeftOut, Moment, day, days, meant_year, month};
use super::number::{self, Here};
use super::{ago, holiday, week};

/// The date that begins here.
pub(super) fn read<'t>(here: &Here<'t>, now: NaiveDateTime) -> Option<(Moment, Cursor<'t>)> {
    let (at, today) = (here.at, now.date());
    // 上 may begin a number or a month: 上百天前, 上个月.
    if at.sign().is_some_and(|sign| number::may_begin(sign) && sign != '上') {
        return written(at)
            .or_else(|| english::date::read(here, now))
            .or_else(|| with_numbered_year(at, today))
            .or_else(|| ago::counted(here, now))
            .or_else(|| without_year(here, today))
            .or_else(|| day_of_month(here, today));
    }
    if english::is_letter(at) {
        return english::date::read(here, now);
    }
    by_name(at, today)
        .or_else(|| with_named_year(at, today))
        .or_else(|| of_month_word(at, today))
        .or_else(|| week::read(at, today))
        .or_else(|| ago::counted(here, now))
        .or_else(|| ago::lately(at, today))
        .or_else(|| without_year(here, today))
}

/// 今天, 大后天, 昨晚 (whose 晚 is left for the clock).
fn by_name(at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    const NAMES: &[(&str, i64)] = &[
        ("大前天", -3),
        ("大后天", 3),
        ("前天", -2),
        ("昨天", -1),
        ("昨日", -1),
        ("今天", 0),
        ("今日", 0),
        ("明天", 1),
        ("明日", 1),
        ("后天", 2),
    ];
    if let Some((_, behind)) = at.eat_any(&["明后天", "明后两天"]) {
        return Some((days(shifted(today, 1)?, shifted(today, 2)?, Grain::Day), behind));
    }
    const NIGHTS: &[(&str, i64)] = &[("前", -2), ("昨", -1), ("今", 0), ("明", 1)];
    if let Some((shift, behind)) = at.eat_one(NAMES) {
        let other = (at.is_after_sign("以之天今最先年") && at.is_at(&["前天", "后天"]))
            || behind.is_before_sign("性残");
        return (!other).then_some((day(shifted(today, shift)?), behind));
    }
    let (shift, behind) = at.eat_one(NIGHTS)?;
    let night = behind.is_before_sign("晚早夜")
        && !behind.is_at(&["早点", "晚点", "晚辈", "晚年", "早已", "早就", "早期", "晚期"]);
    let whole = behind.is_at(&["晚上", "早上", "夜里"]);
    let free = !at.is_after_sign("提以之目从");
    ((night || whole) && free).then_some((day(shifted(today, shift)?), behind))
}

/// 2023-03-05, 2023/3/5, 2023.3.5.
fn written(at: Cursor<'_>) -> Option<(Moment, Cursor<'_>)> {
    let (year, digits, behind) = number::run(at)?;
    if digits != 4 {
        return None;
    }
    let (mark, behind) = behind.eat_any(&["-", "/", "."])?;
    let (month, _, behind) = number::run(behind)?;
    let (day_, digits, behind) = number::run(behind.eat(["-", "/", "."].get(mark)?)?)?;
    let date = NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        u32::try_from(month).ok()?,
        u32::try_from(day_).ok()?,
    )?;
    (digits <= 2 && (1900..2100).contains(&year)).then_some((day(date), behind))
}

/// 去年, and what is said of it.
fn with_named_year(at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    const YEARS: &[(&str, i32)] =
        &[("大前年", -3), ("前年", -2), ("去年", -1), ("今年", 0), ("本年", 0), ("明年", 1), ("后年", 2)];
    let (shift, behind) = at.eat_one(YEARS).filter(|_| !at.is_after_sign("过以之年大几多日根"))?;
    // 从前年轻, not 从前年.
    let other = at.is_after_sign("从") && behind.is_before_sign("轻少纪幼");
    let year = today.year() + shift;
    let found = said_of_year(behind, year).or_else(|| same_day(behind, today, year));
    found.or_else(|| Some((whole_year(year)?, behind))).filter(|_| !other)
}

/// 去年今天, 去年的今天.
fn same_day(behind: Cursor<'_>, today: NaiveDate, year: i32) -> Option<(Moment, Cursor<'_>)> {
    let (_, behind) = behind.maybe("的").eat_any(&["今天", "今日"])?;
    Some((day(today.with_year(year)?), behind))
}

/// 2023年, and what is said of it.
fn with_numbered_year(at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    let (year, behind) = numbered_year(at, today)?;
    let whole = || Some((whole_year(year).filter(|_| !behind.is_before_sign("代级"))?, behind));
    said_of_year(behind, year).or_else(whole)
}

fn said_of_year(behind: Cursor<'_>, year: i32) -> Option<(Moment, Cursor<'_>)> {
    let behind = behind.past_spaces().maybe("的");
    part_of_year(behind, year).or_else(|| part_of_year(behind.eat("从")?, year))
}

/// A year from its first day to its last.
pub(super) fn whole_year(year: i32) -> Option<Moment> {
    let (first, last) = (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?);
    Some(days(first, last, Grain::Year))
}

/// 2023年, 二〇二三年; two digits only before a month: 23年3月.
fn numbered_year(at: Cursor<'_>, today: NaiveDate) -> Option<(i32, Cursor<'_>)> {
    let (value, behind) = match number::run(at) {
        Some((value, 2 | 4, behind)) => (value, behind),
        Some(_) => return None,
        None => number::chinese_year(at)?,
    };
    let behind = behind.past_spaces().eat("年")?;
    let year = i32::try_from(value).ok()?;
    if (1900..2100).contains(&year) {
        return Some((year, behind));
    }
    let near = today.year() % 100 + 10;
    // 09年 and 98年 are years by themselves; 14年 may be how long.
    let sure = at.sign() == Some('0') || (60..100).contains(&year);
    let sure = sure || numbered_month(&Here::new(behind.past_spaces())).is_some();
    (year < 100 && sure).then_some((if year <= near { 2000 + year } else { 1900 + year }, behind))
}

fn part_of_year(at: Cursor<'_>, year: i32) -> Option<(Moment, Cursor<'_>)> {
    const PARTS: &[(&str, (u32, u32))] = &[
        ("年初", (1, 2)),
        ("年底", (12, 12)),
        ("年末", (12, 12)),
        ("年中", (6, 7)),
        ("上半年", (1, 6)),
        ("下半年", (7, 12)),
        ("初", (1, 2)),
        ("底", (12, 12)),
        ("末", (12, 12)),
    ];
    if let Some((number, behind)) = numbered_month(&Here::new(at)) {
        return in_month(year, number, behind);
    }
    if let Some((feast, side, behind)) = holiday::read(at) {
        return Some((feast.in_year(year, side)?, behind));
    }
    let ((first, last), behind) = at.eat_one(PARTS)?;
    Some((days(month(year, first)?.0, month(year, last)?.1, Grain::Month), behind))
}

/// 3月, 十二月; 一月三千 and 三月嫂 are none.
fn numbered_month<'t>(here: &Here<'t>) -> Option<(u32, Cursor<'t>)> {
    let at = here.at;
    let (number, behind) = here.plain()?;
    let number = u32::try_from(number).ok().filter(|it| (1..=12).contains(it))?;
    let behind = behind.past_spaces().eat("月")?;
    let each = at.is_at(&["一月"]) && behind.sign().is_some_and(number::may_begin) && !is_day(behind);
    let other = at.is_at(&["两"]) || behind.is_before_sign("嫂子亮饼薪怀") || each;
    (!other && !is_of_moon(at, behind)).then_some((number, behind.maybe("份")))
}

/// 农历八月十五, 八月初五: the moon's months are not known, so nothing is read.
fn is_of_moon(at: Cursor<'_>, behind: Cursor<'_>) -> bool {
    const DAYS: &[&str] = &["初一", "初二", "初三", "初四", "初五", "初六", "初七", "初八", "初九", "初十"];
    let first = behind.is_at(&["初一直", "初一些", "初一定", "初一共", "初一样", "初一起", "初二手"]);
    at.is_after(&["农历", "阴历", "旧历"], 3) || (behind.is_at(DAYS) && !first)
}

fn is_day(at: Cursor<'_>) -> bool {
    numbered_day(&Here::new(at)).is_some()
}

/// 5号, 二十五日.
fn numbered_day<'t>(here: &Here<'t>) -> Option<(u32, Cursor<'t>)> {
    let (number, behind) = here.plain()?;
    let number = u32::try_from(number).ok().filter(|it| (1..=31).contains(it))?;
    let (_, behind) = behind.past_spaces().eat_any(&["号", "日"])?;
    (here.at.sign() != Some('两')).then_some((number, behind))
}

/// 12月20, 12月20前: a day without its word, where nothing else is counted.
fn bare_day(at: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let (number, _, behind) = number::run(at)?;
    let number = u32::try_from(number).ok().filter(|it| (1..=31).contains(it))?;
    let ends =
        behind.sign().is_none_or(|sign| ends_clause(sign) || " 前之到至-上下晚早中付还".contains(sign));
    (ends && !behind.is_at(&["."])).then_some((number, behind))
}

/// A day or part of a month, or the whole of it.
fn in_month(year: i32, number: u32, behind: Cursor<'_>) -> Option<(Moment, Cursor<'_>)> {
    const PARTS: &[(&str, (u32, u32))] = &[
        ("上旬", (1, 10)),
        ("中旬", (11, 20)),
        ("下旬", (21, 31)),
        ("初", (1, 5)),
        ("中", (11, 20)),
        ("底", (26, 31)),
        ("末", (26, 31)),
    ];
    let (first, last) = month(year, number)?;
    let next = behind.past_spaces();
    let next = next.eat("的").unwrap_or(next);
    if let Some((number, behind)) = numbered_day(&Here::new(next)).or_else(|| bare_day(next)) {
        return Some((day(first.with_day(number)?), behind));
    }
    if let Some(((from, to), behind)) =
        behind.eat_one(PARTS).filter(|(_, at)| !at.is_before_sign("有的间午介国薪"))
    {
        let to = last.with_day(to).unwrap_or(last);
        return Some((days(first.with_day(from)?, to, Grain::Month), behind));
    }
    Some((days(first, last, Grain::Month), behind))
}

/// 上个月, 下个月5号, 本月底; 月底 and 月初 alone.
fn of_month_word(at: Cursor<'_>, today: NaiveDate) -> Option<(Moment, Cursor<'_>)> {
    const WHICH: &[(&str, i32)] =
        &[("上上", -2), ("上", -1), ("这", 0), ("本", 0), ("当", 0), ("下下", 2), ("下", 1)];
    if let Some((shift, behind)) = at.eat_one(WHICH) {
        let behind = behind.maybe("个").eat("月")?;
        if at.is_after_sign("晚早网路") || behind.is_before_sign("亮饼嫂光") {
            return None;
        }
        let first = months_away(today.with_day(1)?, shift)?;
        return in_month(first.year(), first.month(), behind);
    }
    if at.is_at(&["月底", "月初", "月末"]) && !at.is_after_sign("个每岁正腊冬一二三四五六七八九十")
    {
        let (found, behind) = in_month(today.year(), today.month(), at.eat("月")?)?;
        return Some((coming(found, today)?, behind));
    }
    const OF_YEAR: &[(&str, (u32, u32))] = &[("年底", (12, 12)), ("年末", (12, 12)), ("年初", (1, 2))];
    let ((first, last), behind) = at.eat_one(OF_YEAR)?;
    let found = days(month(today.year(), first)?.0, month(today.year(), last)?.1, Grain::Month);
    (!at.is_after_sign("每")).then_some((Moment { left_out: LeftOut::Year, ..found }, behind))
}

/// A part of this month, or of the next once it is over.
fn coming(found: Moment, today: NaiveDate) -> Option<Moment> {
    let passed = found.to.date() <= today;
    let later = |at: NaiveDateTime| if passed { at.checked_add_months(Months::new(1)) } else { Some(at) };
    Some(Moment { from: later(found.from)?, to: later(found.to)?, left_out: LeftOut::Month, ..found })
}

/// 3月5日, 三月, 国庆: of the year that is meant.
fn without_year<'t>(here: &Here<'t>, today: NaiveDate) -> Option<(Moment, Cursor<'t>)> {
    let at = here.at;
    if at.is_after_sign("每第") {
        return None;
    }
    let dated = |(found, behind): (Moment, _)| (found.from.date(), (found, behind));
    if let Some((number, behind)) = numbered_month(here) {
        let (found, behind) = meant_year(today, |year| in_month(year, number, behind).map(dated))?;
        return Some((Moment { left_out: LeftOut::Year, ..found }, behind));
    }
    let (feast, side, behind) = holiday::read(at)?;
    let (found, behind) = meant_year(today, |year| Some(dated((feast.in_year(year, side)?, behind))))?;
    Some((Moment { left_out: feast.year_left_out(), ..found }, behind))
}

/// 9日 behind 3月5日: of the same month, or of the next.
pub(super) fn within_month<'t>(first: Moment, here: &Here<'t>) -> Option<(Moment, Cursor<'t>)> {
    let (number, behind) = numbered_day(here).filter(|_| first.grain == Grain::Day)?;
    let begin = first.from.date();
    let next = months_away(begin.with_day(1)?, 1)?.with_day(number);
    let date = begin.with_day(number).filter(|it| *it >= begin).or(next)?;
    Some((Moment { left_out: first.left_out, ..day(date) }, behind))
}

/// Behind the same day said once more: 下周三（12月2日）.
pub(super) fn past_brackets(at: Cursor<'_>) -> Cursor<'_> {
    // Only where it ends counts, so any year will do.
    let inside = at.eat("(").and_then(|at| without_year(&Here::new(at), NaiveDate::MIN));
    inside.and_then(|(_, behind)| behind.eat(")")).unwrap_or(at)
}

/// What stands before 25号 where it is a house, a table or a line.
const NOT_BEHIND: &str = ".号月第街路巷道弄村组栋幢楼苑园城区里账工编证型牌话座元每-站门室店厂";
/// The same of what stands behind it.
const NOT_BEFORE: &str = "楼桌房院线店门铺栋单厅病床机车柜口厂文库仓井地码馆路公墙电窗座人令信字球员鉴内称召航站村宿教技用常本元子选种商啊位箱柱坑家";
const NOT_BEFORE_WORDS: &[&str] = &["之内", "以内", "前妻", "期间内"];

/// 25号: the coming one. A house, a table, a line are none.
fn day_of_month<'t>(here: &Here<'t>, today: NaiveDate) -> Option<(Moment, Cursor<'t>)> {
    let (number, behind) = numbered_day(here)?;
    let chinese = here.at.sign().is_some_and(|it| !it.is_ascii_digit());
    let one_sign_day = behind.is_after_sign("日") && number <= 10 && chinese;
    let counts = behind.is_before_sign(NOT_BEFORE) || behind.is_at(NOT_BEFORE_WORDS);
    if here.at.is_after_sign(NOT_BEHIND) || counts || one_sign_day {
        return None;
    }
    Some((coming_day(today, number)?, behind))
}

/// The day of this month or of the next that has it, today included.
pub(super) fn coming_day(today: NaiveDate, number: u32) -> Option<Moment> {
    let this = today.with_day(number).filter(|it| *it >= today);
    let date = match this {
        Some(date) => date,
        None => (1..=2).find_map(|later| months_away(today.with_day(1)?, later)?.with_day(number))?,
    };
    Some(Moment { left_out: LeftOut::Month, ..day(date) })
}

/// Some days later, or before.
pub(super) fn shifted(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    date.checked_add_signed(chrono::TimeDelta::days(days))
}

/// The same day some months later, or before.
pub(super) fn months_away(date: NaiveDate, months: i32) -> Option<NaiveDate> {
    let away = Months::new(months.unsigned_abs());
    if months < 0 { date.checked_sub_months(away) } else { date.checked_add_months(away) }
}
