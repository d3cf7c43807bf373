//! When things are due: promises keep to the hours in which a room is open, reminders out of the night as well.
//!
//! Must not know which case it is for. Danger keeps to none of it.

use std::time::Duration;

use chrono::{Days, NaiveDateTime, Timelike};

use crate::domain::ids::RoomCode;
use crate::domain::opening::Opening;
use crate::domain::service::Service;
use crate::domain::standing::Standing;
use crate::domain::time::Timestamp;
use crate::engine::rules::{Policy, Rules};

/// How soon somebody has to have dealt with danger.
const DANGER_WITHIN: Duration = Duration::from_secs(3600);

/// How long after the last answer a case that nobody writes in is brought back to mind.
const FOLLOW_UP: Duration = Duration::from_secs(7 * 24 * 3600);

/// Nobody is disturbed for something that can wait in the last hour before the night.
const LAST_HOUR: Duration = Duration::from_secs(3600);

const DAY_SECONDS: u64 = 24 * 3600;

/// The clock of a room's cases of one service.
pub(in crate::engine) struct Hours<'a> {
    policy: &'a Policy,
    opening: Opening<'a>,
    danger: bool,
}

impl<'a> Hours<'a> {
    pub(in crate::engine) fn new(rules: &'a Rules, room: &RoomCode, service: Service) -> Self {
        let danger = service == Service::Emergency;
        Self { policy: &rules.policy, opening: rules.opening(room), danger }
    }

    /// By when a resident is promised an answer to what they say now, in a matter that hurries or one that does not: every full
    /// day of the policy's time is an open day, the rest are open hours.
    pub(in crate::engine) fn promise(&self, now: Timestamp, urgent: bool) -> Timestamp {
        if self.danger {
            return now.plus(DANGER_WITHIN);
        }
        let within = if urgent { self.policy.urgent_within } else { self.policy.answer_within }.as_secs();
        let due = self.opening.days_later(self.opening.next(now), within / DAY_SECONDS);
        match within % DAY_SECONDS {
            0 => due,
            rest => self.opening.plus(due, Duration::from_secs(rest)),
        }
    }

    /// When an offer made now has waited long enough, with the room open.
    pub(in crate::engine) fn accept_by(&self, now: Timestamp) -> Timestamp {
        match self.danger {
            true => now.plus(self.policy.accept_within / 3),
            false => self.awake(self.opening.plus(now, self.policy.accept_within)),
        }
    }

    /// The first moment from `at` on when staff may be disturbed.
    pub(super) fn awake(&self, at: Timestamp) -> Timestamp {
        if self.danger { at } else { out_of_night(self.policy, at) }
    }

    /// The last moment up to `at` when people may be disturbed, an hour before the night at the latest.
    pub(super) fn before_night(&self, at: Timestamp) -> Timestamp {
        if !self.asleep(at) {
            return at;
        }
        let local = at.local();
        let past_midnight = local.hour() < self.policy.quiet_until_hour;
        let day = if past_midnight { local.date().pred_opt() } else { Some(local.date()) };
        let night = day.and_then(|day| day.and_hms_opt(self.policy.quiet_from_hour, 0, 0));
        night.map_or(at, |night| Timestamp::from_local(night).minus(LAST_HOUR))
    }

    /// Whether staff are not to be disturbed now.
    pub(super) fn asleep(&self, now: Timestamp) -> bool {
        self.awake(now) != now
    }

    /// The promise made instead of one that was not kept.
    pub(super) fn again(&self, now: Timestamp) -> Timestamp {
        if self.danger { self.promise(now, true) } else { self.opening.days_later(self.opening.next(now), 1) }
    }

    /// The promise made in danger instead of one that was not kept `slips` times before: within the hour again, and once it is plain
    /// that nobody comes so soon, within the day.
    pub(super) fn again_in_danger(&self, now: Timestamp, slips: usize) -> Timestamp {
        match slips {
            0 | 1 => self.again(now),
            _ => out_of_night(self.policy, now.plus(Duration::from_secs(DAY_SECONDS))),
        }
    }

    /// When an answered case that stays silent is brought back to mind.
    pub(super) fn follow_up(&self, now: Timestamp) -> Timestamp {
        self.open(now.plus(FOLLOW_UP))
    }

    /// When the next word of a case that stands so is looked after.
    pub(super) fn look_again(&self, standing: Standing) -> Timestamp {
        let until = standing.until().unwrap_or(Timestamp::from_millis(0));
        match standing {
            Standing::Offered(_) | Standing::Claimed(_) => self.awake(until),
            _ => self.open(until),
        }
    }

    /// The first moment from `at` on when the room is open and not asleep.
    fn open(&self, at: Timestamp) -> Timestamp {
        out_of_night(self.policy, self.opening.next(at))
    }
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
    use crate::engine::testing::{HOME, at, rules};

    fn shown(at: Timestamp) -> String {
        at.format("%Y-%m-%d %H:%M")
    }

    fn consultation(rules: &Rules) -> Hours<'_> {
        Hours::new(rules, &RoomCode::new(HOME), Service::Consultation)
    }

    #[test]
    fn a_promise_is_for_the_next_day_on_which_the_room_is_open() {
        let rules = rules();
        for (now, due) in [
            ("2026-03-05 10:00", "2026-03-06 10:00"),
            ("2026-03-06 10:00", "2026-03-09 10:00"),
            ("2026-03-07 10:00", "2026-03-10 09:00"), // begins to count on Monday
            ("2026-03-05 13:00", "2026-03-06 14:00"),
            ("2026-03-05 20:00", "2026-03-09 09:00"),
            ("2026-02-27 16:00", "2026-02-28 16:00"), // the Saturday is made up
            ("2026-02-28 16:00", "2026-03-02 16:00"),
            ("2026-02-14 16:00", "2026-02-24 16:00"), // behind the Spring Festival
        ] {
            assert_eq!(shown(consultation(&rules).promise(at(now), false)), due, "{now}");
            assert_eq!(shown(consultation(&rules).again(at(now))), due, "{now}");
        }
        let danger = Hours::new(&rules, &RoomCode::new(HOME), Service::Emergency);
        assert_eq!(shown(danger.promise(at("2026-03-07 02:00"), true)), "2026-03-07 03:00");
    }

    #[test]
    fn a_promise_of_hours_counts_those_in_which_the_room_is_open() {
        let mut rules = rules();
        rules.policy.answer_within = Duration::from_secs(26 * 3600);
        assert_eq!(shown(consultation(&rules).promise(at("2026-03-05 11:00"), false)), "2026-03-06 15:00");
        rules.policy.answer_within = Duration::from_secs(4 * 3600);
        assert_eq!(shown(consultation(&rules).promise(at("2026-03-06 16:00"), false)), "2026-03-09 11:00");
    }

    #[test]
    fn what_hurries_is_promised_within_hours_that_the_room_is_open() {
        let rules = rules();
        for (now, due) in [
            ("2026-03-05 09:00", "2026-03-05 15:00"),
            ("2026-03-05 20:00", "2026-03-06 15:00"),
            ("2026-03-06 16:00", "2026-03-09 11:00"),
        ] {
            assert_eq!(shown(consultation(&rules).promise(at(now), true)), due, "{now}");
        }
    }

    #[test]
    fn nobody_is_asked_while_the_room_is_closed_except_for_danger() {
        let rules = rules();
        for (now, due) in [
            ("2026-03-05 10:00", "2026-03-05 10:30"),
            ("2026-03-05 11:45", "2026-03-05 14:15"),
            ("2026-03-05 17:40", "2026-03-06 09:10"),
            ("2026-03-06 23:45", "2026-03-09 09:30"),
        ] {
            assert_eq!(shown(consultation(&rules).accept_by(at(now))), due, "{now}");
        }
        let danger = Hours::new(&rules, &RoomCode::new(HOME), Service::Emergency);
        let due = danger.accept_by(at("2026-03-05 23:45"));
        assert_eq!(shown(due), "2026-03-05 23:55");
        assert!(!danger.asleep(due) && consultation(&rules).asleep(due));
        assert_eq!(shown(consultation(&rules).awake(due)), "2026-03-06 08:00");
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
        let rules = rules();
        assert_eq!(shown(consultation(&rules).follow_up(at("2026-03-05 22:00"))), "2026-03-13 09:00");
        let silent = Standing::WaitingForResident(at("2026-03-14 10:00"));
        assert_eq!(shown(consultation(&rules).look_again(silent)), "2026-03-16 09:00");
        let answer = Standing::Claimed(at("2026-03-13 10:00"));
        assert_eq!(shown(consultation(&rules).look_again(answer)), "2026-03-13 10:00");
    }
}
