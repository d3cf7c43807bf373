//! When things are due: promises keep out of weekends, reminders out of the night.
//!
//! Knows no holidays but Saturday and Sunday. Danger keeps to none of it.

use std::time::Duration;

use chrono::{Datelike, Days, NaiveDateTime, Timelike, Weekday};

use crate::domain::service::Service;
use crate::domain::standing::Standing;
use crate::domain::time::Timestamp;
use crate::engine::rules::Policy;

/// How soon somebody has to have dealt with danger.
const DANGER_WITHIN: Duration = Duration::from_secs(3600);

/// How long after the last answer a case that nobody writes in is brought back to mind.
const FOLLOW_UP: Duration = Duration::from_secs(7 * 24 * 3600);

/// By when a resident is promised an answer to what they say now.
pub(in crate::engine) fn promise(policy: &Policy, service: Service, now: Timestamp) -> Timestamp {
    match service {
        Service::Emergency => now.plus(DANGER_WITHIN),
        _ => out_of_weekend(now.plus(policy.answer_within)),
    }
}

/// When an offer made now has waited long enough.
pub(super) fn accept_by(policy: &Policy, service: Service, now: Timestamp) -> Timestamp {
    let within = if service == Service::Emergency { policy.accept_within / 3 } else { policy.accept_within };
    awake(policy, service, now.plus(within))
}

/// The first moment from `at` on when staff may be disturbed.
pub(super) fn awake(policy: &Policy, service: Service, at: Timestamp) -> Timestamp {
    match service {
        Service::Emergency => at,
        _ => out_of_night(policy, at),
    }
}

/// Whether staff are not to be disturbed now.
pub(super) fn asleep(policy: &Policy, service: Service, now: Timestamp) -> bool {
    awake(policy, service, now) != now
}

/// The promise made instead of one that was not kept.
pub(super) fn again(policy: &Policy, service: Service, now: Timestamp) -> Timestamp {
    match service {
        Service::Emergency => promise(policy, service, now),
        _ => next_workday(now),
    }
}

/// When an answered case that stays silent is brought back to mind.
pub(super) fn follow_up(policy: &Policy, now: Timestamp) -> Timestamp {
    out_of_night(policy, out_of_weekend(now.plus(FOLLOW_UP)))
}

/// When the next word of a case that stands so is looked after.
pub(super) fn look_again(policy: &Policy, service: Service, standing: Standing) -> Timestamp {
    let until = standing.until().unwrap_or(Timestamp::from_millis(0));
    match standing {
        Standing::WaitingForResident(_) => out_of_night(policy, out_of_weekend(until)),
        _ => awake(policy, service, until),
    }
}

/// The same time of day on the next workday.
fn next_workday(now: Timestamp) -> Timestamp {
    out_of_weekend(now.plus(Duration::from_secs(24 * 3600)))
}

fn out_of_weekend(at: Timestamp) -> Timestamp {
    let days = match at.local().weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    at.plus(Duration::from_secs(days * 24 * 3600))
}

/// The end of the quiet hours if `at` lies in them.
fn out_of_night(policy: &Policy, at: Timestamp) -> Timestamp {
    let local = at.local();
    if !quiet(policy, local.hour()) {
        return at;
    }
    let past_midnight = local.hour() < policy.quiet_until_hour;
    let day = if past_midnight { Some(local.date()) } else { local.date().checked_add_days(Days::new(1)) };
    let end: Option<NaiveDateTime> = day.and_then(|day| day.and_hms_opt(policy.quiet_until_hour, 0, 0));
    end.map_or(at, Timestamp::from_local)
}

fn quiet(policy: &Policy, hour: u32) -> bool {
    let (from, until) = (policy.quiet_from_hour, policy.quiet_until_hour);
    if from <= until { (from..until).contains(&hour) } else { hour >= from || hour < until }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
    }

    fn shown(at: Timestamp) -> String {
        at.format("%Y-%m-%d %H:%M")
    }

    #[test]
    fn a_promise_made_on_friday_is_for_monday() {
        let policy = Policy::default();
        for (now, due) in [
            ("2026-03-05 10:00", "2026-03-06 10:00"),
            ("2026-03-06 10:00", "2026-03-09 10:00"),
            ("2026-03-07 10:00", "2026-03-09 10:00"),
            ("2026-03-08 23:59", "2026-03-09 23:59"),
        ] {
            assert_eq!(shown(promise(&policy, Service::Consultation, at(now))), due, "{now}");
            assert_eq!(shown(next_workday(at(now))), due, "{now}");
        }
        assert_eq!(shown(promise(&policy, Service::Emergency, at("2026-03-07 02:00"))), "2026-03-07 03:00");
    }

    #[test]
    fn nobody_is_woken_except_for_danger() {
        let policy = Policy::default();
        for (now, due) in [
            ("2026-03-05 10:00", "2026-03-05 10:30"),
            ("2026-03-05 20:29", "2026-03-05 20:59"),
            ("2026-03-05 20:30", "2026-03-06 08:00"),
            ("2026-03-05 23:45", "2026-03-06 08:00"),
            ("2026-03-06 07:29", "2026-03-06 08:00"),
            ("2026-03-06 07:31", "2026-03-06 08:01"),
        ] {
            assert_eq!(shown(accept_by(&policy, Service::Mediation, at(now))), due, "{now}");
        }
        let danger = accept_by(&policy, Service::Emergency, at("2026-03-05 23:45"));
        assert_eq!(shown(danger), "2026-03-05 23:55");
        assert_eq!(shown(awake(&policy, Service::Emergency, danger)), "2026-03-05 23:55");
        assert_eq!(shown(awake(&policy, Service::Human, danger)), "2026-03-06 08:00");
    }

    #[test]
    fn quiet_hours_may_lie_within_one_day_or_be_none() {
        let noon = Policy { quiet_from_hour: 12, quiet_until_hour: 14, ..Policy::default() };
        assert_eq!(shown(out_of_night(&noon, at("2026-03-05 12:10"))), "2026-03-05 14:00");
        assert_eq!(shown(out_of_night(&noon, at("2026-03-05 14:00"))), "2026-03-05 14:00");
        let none = Policy { quiet_from_hour: 8, quiet_until_hour: 8, ..Policy::default() };
        assert_eq!(shown(out_of_night(&none, at("2026-03-05 08:10"))), "2026-03-05 08:10");
    }

    #[test]
    fn a_silent_case_comes_back_after_a_week() {
        let policy = Policy::default();
        assert_eq!(shown(follow_up(&policy, at("2026-03-05 22:00"))), "2026-03-13 08:00");
    }
}
