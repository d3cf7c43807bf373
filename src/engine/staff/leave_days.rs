//! The days of a leave, as staff write them: days of the week, a day and how many from then on, or dates. A leave is whole days in
//! one piece: what is less, or lies apart, is told apart from what cannot be read.

use chrono::{Datelike, Days, NaiveDate};

use crate::engine::turn::Turn;

use super::leave;

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// From the first to the last.
    Whole(NaiveDate, NaiveDate),
    /// Part of these days only.
    Part(NaiveDate, NaiveDate),
    /// Days with others between them.
    Apart,
    /// Nothing.
    Unread,
}

/// Signs by which one says that it is a part of a day.
const PARTS: [&str; 11] = ["上午", "下午", "中午", "早上", "晚上", "半天", "点", ":", "：", "时", "小时"];
/// Words for the week, all of which mean the same.
const WEEKS: [&str; 2] = ["星期", "礼拜"];
/// What may stand around days of the week and says nothing about them.
const AROUND: [&str; 10] = ["我", "想", "要", "请假", "请", "休息", "休", "假", "从", "整天"];
const JOINS: [&str; 8] = ["、", "，", ",", "和", "跟", "及", "还有", " "];
const SPANS: [&str; 7] = ["到", "至", "-", "—", "–", "~", "～"];
const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
const DIGITS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
/// Longer is no leave that is told in days.
const MOST_DAYS: u64 = 60;

/// The days that words name.
pub(super) fn read(turn: &Turn<'_>, text: &str) -> Told {
    let text = WEEKS.iter().fold(text.trim().to_owned(), |text, week| text.replace(week, "周"));
    let is_part = PARTS.iter().any(|part| text.contains(part));
    if let Some(days) = weekdays(turn.now.local_date(), &text) {
        return pieced(&days);
    }
    let Some((first, last)) = leave::days(turn, &text) else { return Told::Unread };
    match counted(&text).and_then(|days| first.checked_add_days(Days::new(days.saturating_sub(1)))) {
        Some(until) if first == last => Told::Whole(first, until),
        _ if is_part => Told::Part(first, last),
        _ => Told::Whole(first, last),
    }
}

/// One piece of days, or several.
fn pieced(days: &[NaiveDate]) -> Told {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Told::Unread };
    let is_one = days.windows(2).all(|pair| match pair {
        [one, next] => one.succ_opt() == Some(*next),
        _ => true,
    });
    if is_one { Told::Whole(*first, *last) } else { Told::Apart }
}

/// How many days words tell: 三天, 5天; not 今天, nor in how many.
fn counted(text: &str) -> Option<u64> {
    let (before, behind) = text
        .split_once('天')
        .filter(|(before, _)| !before.ends_with(['今', '明', '后', '前']))
        .or_else(|| {
            let (at, _) = text.match_indices('天').nth(1)?;
            Some((text.get(..at)?, text.get(at + '天'.len_utf8()..)?))
        })?;
    if behind.starts_with(['后', '内', '前', '以', '之']) {
        return None;
    }
    let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
    let number = match digits {
        0 => {
            let place = DIGITS.iter().position(|digit| before.ends_with(digit));
            place.map(|place| place + 1).or_else(|| before.ends_with('两').then_some(2))?.try_into().ok()?
        }
        _ => before.get(before.len() - digits..)?.parse().ok()?,
    };
    (1..=MOST_DAYS).contains(&number).then_some(number)
}

/// Days of the week and nothing else: 下周一到周三, 周四周五, 周一三五. One without its week is the next to come, or the next behind
/// the one before it.
fn weekdays(today: NaiveDate, text: &str) -> Option<Vec<NaiveDate>> {
    let mut days: Vec<NaiveDate> = Vec::new();
    let (mut rest, mut week, mut span) = (text, None, false);
    while !rest.is_empty() {
        if let Some((weeks, shorter)) = week_at(rest) {
            (week, rest) = (Some(weeks), shorter);
        } else if let Some((number, shorter)) = week.and_then(|_| weekday_at(rest)) {
            let day = day_of(today, week.flatten(), number, days.last().copied())?;
            match days.last().copied().filter(|_| span) {
                Some(before) => days.extend(before.iter_days().skip(1).take_while(|one| *one <= day)),
                None => days.push(day),
            }
            (week, span, rest) = (Some(None), false, shorter);
        } else if let Some(shorter) = SPANS.iter().find_map(|sign| rest.strip_prefix(sign)) {
            (span, rest) = (true, shorter);
        } else {
            rest = JOINS.iter().chain(&AROUND).find_map(|sign| rest.strip_prefix(sign))?;
        }
    }
    (!days.is_empty() && !span).then_some(days)
}

/// A word for a week at the beginning: how many weeks from this one, if it says.
fn week_at(rest: &str) -> Option<(Option<u64>, &str)> {
    let named = [("下下周", Some(2)), ("下周", Some(1)), ("这周", Some(0)), ("本周", Some(0)), ("周", None)];
    named.into_iter().find_map(|(word, weeks)| Some((weeks, rest.strip_prefix(word)?)))
}

/// A day of the week at the beginning, from Monday, 0.
fn weekday_at(rest: &str) -> Option<(u64, &str)> {
    let named = (0..).zip(WEEKDAYS).chain([(6, "天"), (6, "末")]);
    named.into_iter().find_map(|(number, word)| Some((number, rest.strip_prefix(word)?)))
}

fn day_of(today: NaiveDate, weeks: Option<u64>, number: u64, before: Option<NaiveDate>) -> Option<NaiveDate> {
    let monday = today.week(chrono::Weekday::Mon).first_day();
    match weeks {
        Some(weeks) => monday.checked_add_days(Days::new(weeks * 7 + number)),
        None => {
            let from = before.and_then(|before| before.succ_opt()).unwrap_or(today);
            from.iter_days().take(7).find(|day| u64::from(day.weekday().num_days_from_monday()) == number)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{Street, at};

    fn told(now: &str, words: &str) -> Told {
        let mut street = Street::staffed();
        street.now = at(now);
        street.turn("李律师", |turn| Ok(read(turn, words)))
    }

    fn whole(first: &str, last: &str) -> Told {
        Told::Whole(first.parse().unwrap(), last.parse().unwrap())
    }

    #[test]
    fn days_of_the_week_are_read_on_every_day_of_it() {
        for now in ["2026-03-02 09:00", "2026-03-05 10:00", "2026-03-08 20:00"] {
            assert_eq!(told(now, "下周一到周三"), whole("2026-03-09", "2026-03-11"), "{now}");
        }
        let now = "2026-03-02 09:00";
        assert_eq!(told(now, "周四周五"), whole("2026-03-05", "2026-03-06"));
        assert_eq!(told(now, "这周四、五请假"), whole("2026-03-05", "2026-03-06"));
        assert_eq!(told(now, "星期一"), whole("2026-03-02", "2026-03-02"));
        assert_eq!(told(now, "周五到下周二"), whole("2026-03-06", "2026-03-10"));
        for apart in ["周一三五", "周一和周四"] {
            assert_eq!(told(now, apart), Told::Apart, "{apart}");
        }
    }

    #[test]
    fn a_day_and_how_many_are_counted_and_parts_of_a_day_are_told_apart() {
        let now = "2026-03-02 09:00";
        for words in ["从明天起三天", "明天开始请3天", "明天起请三天假"] {
            assert_eq!(told(now, words), whole("2026-03-03", "2026-03-05"), "{words}");
        }
        assert_eq!(told(now, "明天"), whole("2026-03-03", "2026-03-03"));
        let part = Told::Part("2026-03-03".parse().unwrap(), "2026-03-03".parse().unwrap());
        assert_eq!(told(now, "明天上午"), part);
        assert_eq!(told(now, "过几天再说嘛"), Told::Unread);
    }
}
