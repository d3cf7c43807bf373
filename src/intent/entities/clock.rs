//! The time of day: 上午, 下午三点半, 14:30, 晚上八点.
//!
//! Must not know the day.

use std::sync::LazyLock;

use super::cursor::Cursor;
use super::english;
use super::list::List;
use super::moment::Grain;
use super::number::{self, Here};

/// A time of day, in minutes after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    /// Its beginning.
    pub(super) from: i64,
    /// Its end.
    pub(super) to: i64,
    /// A part of the day or a minute.
    pub(super) grain: Grain,
    /// Whether morning or afternoon had to be guessed.
    pub(super) guessed: bool,
}

/// Parts of the day: their word, and from which hour to which.
static PARTS: LazyLock<List<(i64, i64)>> = LazyLock::new(|| {
    List::new(vec![
        ("凌晨", (0, 6)),
        ("清晨", (5, 8)),
        ("清早", (5, 8)),
        ("早上", (6, 10)),
        ("早晨", (6, 10)),
        ("上午", (8, 12)),
        ("中午", (11, 14)),
        ("下午", (12, 18)),
        ("傍晚", (17, 20)),
        ("晚上", (18, 24)),
        ("夜里", (21, 24)),
        ("夜晚", (18, 24)),
        ("深夜", (22, 24)),
        ("半夜", (22, 24)),
        ("一早", (6, 10)),
        ("大清早", (5, 8)),
        ("大早上", (6, 10)),
        ("早", (6, 10)),
        ("晚", (18, 24)),
    ])
});

/// Words behind 点 that make it no time: 三点意见, 一点问题.
static NO_TIME: LazyLock<List<()>> = LazyLock::new(|| {
    List::of(&[
        "问题", "意见", "建议", "要求", "理由", "原因", "说明", "疑", "事", "钱", "意思", "都", "也", "没",
        "不", "儿", "小", "东西", "希望", "心", "用", "伤", "责任", "线索", "证据", "内容", "情况", "办法",
        "好处", "利息", "诉求", "看法", "体会", "水", "多余", "关系", "法律", "了解", "赔偿", "补偿", "经验",
        "道理", "印象", "信心", "时间", "异议", "疑问", "想法", "请求",
    ])
});

/// The time that begins here. Behind a day a part of it may stand alone, and a bare hour is surely one.
pub(super) fn read<'t>(here: &Here<'t>, behind_day: bool) -> Option<(Time, Cursor<'t>)> {
    if let Some(read) = english::clock::read(here.at, behind_day) {
        return Some(read);
    }
    let part = here
        .at
        .eat_one(PARTS.at(here.at))
        .filter(|(_, behind)| !behind.is_before_sign("年点期饭餐高班市自了就") || behind_day);
    let Some(((from, to), behind)) = part else {
        let (hour, minute, colon, behind) = hour(here, behind_day)?;
        return Some((exact(hour, minute, None, colon), behind));
    };
    match hour(&Here::new(behind.past_spaces()), true) {
        Some((hour, minute, _, behind)) => Some((exact(hour, minute, Some((from, to)), false), behind)),
        None => {
            Some((Time { from: from * 60, to: to * 60, grain: Grain::PartOfDay, guessed: false }, behind))
        }
    }
}

/// A time whose part of the day comes behind it, with the day: 3点，明天下午.
pub(super) fn in_part<'t>(time: Time, behind: Cursor<'t>) -> Option<(Time, Cursor<'t>)> {
    let part = behind.eat_one(PARTS.at(behind));
    let ((from, to), behind) = part.or_else(|| english::clock::part(behind.past_spaces()))?;
    let (hour, minute) = (time.from / 60, time.from % 60);
    let hour = if time.guessed && hour > 12 { hour - 12 } else { hour };
    Some((exact(hour, minute, Some((from, to)), false), behind))
}

/// The hour, the minute, whether it was written with a colon, and the place behind.
fn hour<'t>(here: &Here<'t>, sure: bool) -> Option<(i64, i64, bool, Cursor<'t>)> {
    let at = here.at;
    if let Some((hour, minute, behind)) = with_colon(at) {
        return Some((hour, minute, true, behind));
    }
    if let Some((_, behind)) = at.eat_any(&["零点", "0点", "零时", "0时"]).filter(|_| sure) {
        return Some((0, 0, true, behind));
    }
    let (hour, behind) = here.plain().filter(|(hour, _)| (0..=24).contains(hour))?;
    let behind = behind.past_spaces();
    if let Some(behind) = behind.eat("时") {
        let with_minute = minute(behind).filter(|(_, behind)| behind.is_after_sign("分整半"));
        let alone = (0, behind);
        let other = behind.is_before_sign("候间段常不刻代期效");
        let (minute, behind) = with_minute.or(if sure && !other { Some(alone) } else { None })?;
        return Some((hour, minute, false, behind));
    }
    let behind = behind.eat("点")?;
    let (minute, further) = minute(behind).unwrap_or((0, behind));
    let spelled = further.at() > behind.at();
    if !spelled && (behind.is_at(&*NO_TIME) || behind.sign().is_some_and(number::may_begin)) {
        return None;
    }
    let bare_one = !spelled
        && (at.is_at(&["一点", "两点", "1点", "2点"])
            || at.is_after_sign("有快早晚好多大慢差少轻重这那几第之"));
    (sure || !bare_one).then_some((hour, minute, false, further))
}

fn with_colon(at: Cursor<'_>) -> Option<(i64, i64, Cursor<'_>)> {
    let (hour, digits, behind) = number::run(at)?;
    let (minute, more, behind) = number::run(behind.eat(":")?)?;
    (digits <= 2 && more == 2 && hour < 24 && minute < 60).then_some((hour, minute, behind))
}

/// 半, 一刻, 钟, 整, 三十分, 二十.
fn minute(at: Cursor<'_>) -> Option<(i64, Cursor<'_>)> {
    const WORDS: &[(&str, i64)] = &[("半", 30), ("一刻", 15), ("三刻", 45), ("钟", 0), ("整", 0)];
    if let Some(found) = at.eat_one(WORDS) {
        return Some(found);
    }
    let (minute, behind) = Here::new(at).plain().filter(|(minute, _)| (0..60).contains(minute))?;
    match behind.eat("分") {
        Some(behind) => Some((minute, behind)),
        None => (minute >= 10 && !behind.sign().is_some_and(char::is_alphabetic)).then_some((minute, behind)),
    }
}

/// With the part of day, or guessed from the hour.
pub(super) fn exact(hour: i64, minute: i64, part: Option<(i64, i64)>, colon: bool) -> Time {
    let late = hour < 12;
    let (hour, guessed) = match part {
        Some((0, _)) => (hour % 12, false),
        Some((11, _)) if hour < 4 => (hour + 12, false),
        // After midnight the night goes on, and may as well be that before the day.
        Some((from, _)) if from >= 18 && hour < 5 => (hour + 24, true),
        Some((from, _)) if from >= 12 && late => (hour + 12, false),
        // Twelve at night ends the day.
        Some((from, _)) if from >= 18 && hour == 12 => (24, false),
        Some(_) => (hour, false),
        None if colon || hour > 12 => (hour, false),
        None if (1..8).contains(&hour) => (hour + 12, true),
        None => (hour, true),
    };
    let from = hour * 60 + minute;
    Time { from, to: from, grain: Grain::Minute, guessed }
}
