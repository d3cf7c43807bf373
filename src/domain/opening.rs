//! When a room is open: its weekly hours, on the days that are worked on. All times are local (Asia/Shanghai).
//!
//! The arithmetic of promises: moments that are open, the next of them, and counting on from there. Must not know
//! what is promised, nor what time it is.

use std::time::Duration;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::calendar::Calendar;
use super::time::Timestamp;

/// How far ahead an open moment is looked for: a room may open once a week, and hours add up slowly then.
const FARTHEST_DAYS: u64 = 400;

const NAMES: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// Weekly hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week {
    /// From Monday; the spans of a day in order and apart.
    days: [Vec<Span>; 7],
}

/// Open from a time of day until another, which is no longer open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first minute.
    pub from: NaiveTime,
    /// The end.
    pub until: NaiveTime,
}

impl Week {
    /// Reads lines such as `mon-fri 09:00-12:00` or `wed,sat 14:00-17:30`.
    ///
    /// # Errors
    /// What is wrong with the first line that cannot be read, or that no line opens anything.
    pub fn parse<'a>(lines: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let mut week = Self::default();
        for line in lines {
            let (days, span) = read_line(line)
                .ok_or_else(|| format!("`{line}` must be days and times such as \"mon-fri 09:00-12:00\""))?;
            for (name, hours) in NAMES.iter().zip(&mut week.days) {
                if days.contains(&name.1) {
                    hours.push(span);
                    hours.sort_unstable();
                }
            }
        }
        let apart =
            |hours: &Vec<Span>| hours.windows(2).all(|two| matches!(two, [a, b] if a.until <= b.from));
        match week.days.iter().all(apart) {
            _ if week.days.iter().all(Vec::is_empty) => Err("opens on no day".to_owned()),
            true => Ok(week),
            false => Err("opens twice at the same time".to_owned()),
        }
    }

    fn of(&self, weekday: Weekday) -> &[Span] {
        let days = NAMES.iter().zip(&self.days);
        days.into_iter().find(|(name, _)| name.1 == weekday).map_or(&[], |(_, spans)| spans)
    }

    /// The hours of a make-up day on which the room has none of its own: those of its first working day.
    fn working(&self) -> &[Span] {
        self.days.iter().find(|spans| !spans.is_empty()).map_or(&[], Vec::as_slice)
    }
}

/// A room's hours on the calendar's days.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    /// Which days are worked on.
    pub calendar: &'a Calendar,
    /// The hours of a week.
    pub week: &'a Week,
}

impl Opening<'_> {
    /// When the room is open on a day. A holiday is closed whatever the week says; a make-up day has the week's own
    /// hours of that weekday or, where there are none, those of its first working day.
    pub fn spans(&self, day: NaiveDate) -> &[Span] {
        let own = self.week.of(day.weekday());
        match self.calendar.is_makeup(day) {
            true if own.is_empty() => self.week.working(),
            true => own,
            false if self.calendar.is_holiday(day) => &[],
            false => own,
        }
    }

    /// Whether the room is open at a moment.
    pub fn is_open(&self, at: Timestamp) -> bool {
        let local = at.local();
        self.spans(local.date()).iter().any(|span| span.from <= local.time() && local.time() < span.until)
    }

    /// The first open moment from `at` on; `at` itself if none comes.
    pub fn next(&self, at: Timestamp) -> Timestamp {
        self.spans_from(at).next().map_or(at, |(from, _)| from)
    }

    /// When so much time has passed in which the room was open. An end at closing time is no longer an open moment,
    /// but is not outside its hours either.
    pub fn plus(&self, at: Timestamp, span: Duration) -> Timestamp {
        let mut left = span;
        let mut last = at;
        for (from, until) in self.spans_from(at) {
            let open = until.since(from);
            if left <= open {
                return from.plus(left);
            }
            left -= open;
            last = until;
        }
        last.plus(left)
    }

    /// The same time of day so many open days later, or the first open moment after it.
    pub fn days_later(&self, at: Timestamp, days: u64) -> Timestamp {
        let local = at.local();
        let mut left = days;
        let mut day = local.date();
        for next in days_after(day).take(usize::try_from(FARTHEST_DAYS + 7 * days).unwrap_or(usize::MAX)) {
            if left == 0 {
                break;
            }
            day = next;
            left -= u64::from(!self.spans(day).is_empty());
        }
        let later = Timestamp::from_local(day.and_time(local.time()));
        if self.closes_at(later) { later } else { self.next(later) }
    }

    /// Whether the room closes at this very moment.
    fn closes_at(&self, at: Timestamp) -> bool {
        let local = at.local();
        self.spans(local.date()).iter().any(|span| span.until == local.time())
    }

    /// What is open from `at` on, bit by bit, for as far as is looked ahead.
    fn spans_from(&self, at: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let today = at.local().date();
        let days =
            std::iter::once(today).chain(days_after(today)).take(usize::try_from(FARTHEST_DAYS).unwrap_or(0));
        days.flat_map(move |day| {
            self.spans(day).iter().map(move |span| (moment(day, span.from), moment(day, span.until)))
        })
        .filter(move |(_, until)| *until > at)
        .map(move |(from, until)| (from.max(at), until))
    }
}

fn moment(day: NaiveDate, time: NaiveTime) -> Timestamp {
    Timestamp::from_local(NaiveDateTime::new(day, time))
}

fn days_after(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(day), |day| day.checked_add_days(Days::new(1))).skip(1)
}

fn read_line(line: &str) -> Option<(Vec<Weekday>, Span)> {
    let (days, times) = line.trim().split_once(char::is_whitespace)?;
    let (from, until) = times.trim().split_once('-')?;
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    let span = Span { from: time(from)?, until: time(until)? };
    let days = days.split(',').map(read_days).collect::<Option<Vec<_>>>()?.concat();
    (span.from < span.until).then_some((days, span))
}

/// `wed` or `mon-fri`.
fn read_days(text: &str) -> Option<Vec<Weekday>> {
    let place = |name: &str| NAMES.iter().position(|(known, _)| *known == name);
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let days = NAMES.get(place(first)?..=place(last)?)?;
    Some(days.iter().map(|(_, day)| *day).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::Year;

    fn at(text: &str) -> Timestamp {
        Timestamp::from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
    }

    fn shown(at: Timestamp) -> String {
        at.format("%Y-%m-%d %H:%M")
    }

    fn days(text: &str) -> std::collections::BTreeSet<NaiveDate> {
        text.split(' ').map(|day| format!("2026-{day}").parse().unwrap()).collect()
    }

    /// 2026 as the State Council announced it; that the shipped file says so is tested where it is read.
    fn year() -> Calendar {
        let year = Year {
            holidays: days(
                "01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06 05-01 05-02 \
                 05-03 05-04 05-05 06-19 06-20 06-21 09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07",
            ),
            makeup_workdays: days("01-04 02-14 02-28 05-09 09-20 10-10"),
            source: "State Council notice of 2025-11-04".into(),
        };
        Calendar::new([(2026, year)].into())
    }

    fn office() -> Week {
        Week::parse(["mon-fri 09:00-12:00", "mon-fri 14:00-18:00"]).unwrap()
    }

    #[test]
    fn weeks_are_read_as_people_write_them() {
        let week = Week::parse(["mon-fri 14:00-18:00", "mon,wed,sat 09:00-12:00"]).unwrap();
        let lengths = [2, 1, 2, 1, 1, 1, 0];
        assert_eq!(week.days.iter().map(Vec::len).collect::<Vec<_>>(), lengths);
        assert!(week.of(Weekday::Mon)[0] < week.of(Weekday::Mon)[1]);
        for (lines, wrong) in [
            (vec!["monday 09:00-12:00"], "`monday 09:00-12:00` must be days and times"),
            (vec!["mon 12:00-09:00"], "must be days and times"),
            (vec!["fri-mon 09:00-12:00"], "must be days and times"),
            (vec!["mon 09:00"], "must be days and times"),
            (vec!["mon 09:00-12:00", "mon 11:00-13:00"], "twice at the same time"),
            (vec![], "opens on no day"),
        ] {
            let refused = Week::parse(lines.iter().copied()).unwrap_err();
            assert!(refused.contains(wrong), "{lines:?}: {refused}");
        }
    }

    #[test]
    fn a_holiday_is_closed_and_a_makeup_day_is_like_any_working_day() {
        let (calendar, week) = (year(), office());
        let opening = Opening { calendar: &calendar, week: &week };
        for (now, next) in [
            ("2026-02-13 10:00", "2026-02-13 10:00"),
            ("2026-02-13 12:00", "2026-02-13 14:00"),
            ("2026-02-13 18:00", "2026-02-14 09:00"), // Saturday, made up
            ("2026-02-14 18:00", "2026-02-24 09:00"), // behind the Spring Festival
            ("2026-02-27 18:00", "2026-02-28 09:00"), // Saturday, made up
            ("2026-02-28 19:00", "2026-03-02 09:00"), // Sunday off
            ("2026-04-30 20:00", "2026-05-06 09:00"),
            ("2026-05-08 18:30", "2026-05-09 09:00"),
        ] {
            assert_eq!(shown(opening.next(at(now))), next, "{now}");
        }
    }

    #[test]
    fn a_room_open_on_saturdays_keeps_its_own_hours_when_they_are_made_up() {
        let calendar = year();
        let week = Week::parse(["mon-fri 09:00-17:00", "sat 09:00-11:00"]).unwrap();
        let opening = Opening { calendar: &calendar, week: &week };
        assert_eq!(opening.spans("2026-02-28".parse().unwrap()).len(), 1);
        assert!(!opening.is_open(at("2026-02-28 11:30")));
        assert!(opening.is_open(at("2026-03-07 10:00")) && !opening.is_open(at("2026-02-21 10:00")));
    }

    #[test]
    fn hours_count_on_over_lunch_nights_and_holidays() {
        let (calendar, week) = (year(), office());
        let opening = Opening { calendar: &calendar, week: &week };
        let hours = |count: u64| Duration::from_secs(count * 3600);
        for (now, count, then) in [
            ("2026-03-05 10:00", 2, "2026-03-05 12:00"),
            ("2026-03-05 10:00", 3, "2026-03-05 15:00"),
            ("2026-03-05 20:00", 1, "2026-03-06 10:00"),
            ("2026-03-06 17:00", 2, "2026-03-09 10:00"),
            ("2026-02-14 17:00", 2, "2026-02-24 10:00"),
            ("2026-02-27 17:00", 2, "2026-02-28 10:00"),
            ("2026-03-05 10:00", 0, "2026-03-05 10:00"),
        ] {
            assert_eq!(shown(opening.plus(at(now), hours(count))), then, "{now} + {count}");
        }
    }

    #[test]
    fn days_count_open_days_at_the_same_time() {
        let (calendar, week) = (year(), office());
        let opening = Opening { calendar: &calendar, week: &week };
        for (now, count, then) in [
            ("2026-03-05 10:00", 1, "2026-03-06 10:00"),
            ("2026-03-06 10:00", 1, "2026-03-09 10:00"),
            ("2026-02-27 10:00", 1, "2026-02-28 10:00"), // the made-up Saturday
            ("2026-02-28 10:00", 1, "2026-03-02 10:00"),
            ("2026-02-13 10:00", 2, "2026-02-24 10:00"),
            ("2026-03-05 12:00", 1, "2026-03-06 12:00"), // until the door closes
        ] {
            assert_eq!(shown(opening.days_later(at(now), count)), then, "{now} + {count} days");
        }
    }

    #[test]
    fn a_room_that_never_opens_ends_no_search_in_a_panic() {
        let (calendar, week) = (year(), Week::default());
        let opening = Opening { calendar: &calendar, week: &week };
        let now = at("2026-03-05 10:00");
        assert_eq!(opening.next(now), now);
        assert_eq!(opening.plus(now, Duration::from_secs(60)), now.plus(Duration::from_secs(60)));
        assert_eq!(opening.days_later(now, 2).local().time(), now.local().time());
    }

    /// Weeks of rooms as they may be.
    fn weeks() -> impl Strategy<Value = Week> {
        prop::sample::select(vec![
            vec!["mon-fri 09:00-12:00", "mon-fri 14:00-18:00"],
            vec!["mon-fri 09:00-17:00"],
            vec!["wed 14:00-17:30"],
            vec!["mon-sun 08:30-11:30"],
            vec!["tue,thu 09:00-12:00", "sat 13:00-20:00"],
        ])
        .prop_map(|lines| Week::parse(lines).unwrap())
    }

    proptest! {
        #[test]
        fn nothing_ends_outside_the_hours(
            week in weeks(), minute in 0_u64..525_600, hours in 0_u64..40, days in 0_u64..12,
        ) {
            let calendar = year();
            let opening = Opening { calendar: &calendar, week: &week };
            let now = at("2026-01-01 00:00").plus(Duration::from_secs(minute * 60));
            let next = opening.next(now);
            prop_assert!(next >= now && opening.is_open(next));
            prop_assert!(!calendar.is_holiday(next.local_date()), "{}", shown(next));
            for later in [opening.plus(next, Duration::from_secs(hours * 3600)), opening.days_later(next, days)] {
                prop_assert!(later >= next);
                prop_assert!(!calendar.is_holiday(later.local_date()), "{}", shown(later));
                prop_assert!(opening.is_open(later) || opening.closes_at(later), "{}", shown(later));
            }
        }

        #[test]
        fn who_asks_later_is_not_promised_sooner(
            week in weeks(), minute in 0_u64..400_000, wait in 0_u64..30_000, hours in 0_u64..40, days in 0_u64..12,
        ) {
            let calendar = year();
            let opening = Opening { calendar: &calendar, week: &week };
            let early = at("2026-01-01 00:00").plus(Duration::from_secs(minute * 60));
            let late = early.plus(Duration::from_secs(wait * 60));
            let span = Duration::from_secs(hours * 3600);
            prop_assert!(opening.next(early) <= opening.next(late));
            prop_assert!(opening.plus(early, span) <= opening.plus(late, span));
            let (early, late) = (opening.next(early), opening.next(late));
            prop_assert!(opening.days_later(early, days) <= opening.days_later(late, days));
        }
    }
}
