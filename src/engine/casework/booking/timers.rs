//! The clocks of an appointment. Each belongs to one version of it; whatever changes sets them anew.

use chrono::{Days, NaiveTime};

use crate::domain::booking::{Booking, BookingState};
use crate::domain::case::Case;
use crate::domain::ids::TimerId;
use crate::domain::time::Timestamp;
use crate::domain::timer::{Timer, TimerKind};
use crate::engine::effect::Effect;
use crate::engine::rules::Policy;
use crate::engine::turn::Turn;

const KINDS: [TimerKind; 4] =
    [TimerKind::HoldUntil, TimerKind::RemindEve, TimerKind::RemindSoon, TimerKind::AfterBooking];

/// Sets the clocks that an appointment has to have as it is now, and no others.
pub(super) fn follow(turn: &mut Turn<'_>, case: &Case, booking: &Booking) {
    for kind in KINDS {
        turn.push(Effect::Cancel { case: case.id.clone(), kind });
    }
    let policy = &turn.world.rules.policy;
    let all = match booking.state {
        BookingState::Held => vec![(TimerKind::HoldUntil, booking.held_until)],
        BookingState::Booked => vec![
            (TimerKind::RemindEve, eve(policy, booking.starts)),
            (TimerKind::RemindSoon, soon(policy, booking.starts)),
            (TimerKind::AfterBooking, Some(booking.ends)),
        ],
        BookingState::Over | BookingState::Gone => Vec::new(),
    };
    for (kind, due) in all {
        let Some(due) = due.filter(|due| *due > turn.now) else { continue };
        let id = TimerId::new(turn.mint.text());
        let (case, booking) = (case.id.clone(), Some(booking.version));
        turn.push(Effect::Set(Timer { id, kind, case, due, booking }));
    }
}

/// The evening before.
pub(super) fn eve(policy: &Policy, starts: Timestamp) -> Option<Timestamp> {
    let hour = NaiveTime::from_hms_opt(policy.booking.remind_eve_hour, 0, 0)?;
    let day = starts.local_date().checked_sub_days(Days::new(1))?;
    Some(Timestamp::from_local(day.and_time(hour)))
}

/// Shortly before, but not while people sleep; `None` if that leaves nothing to be reminded of.
pub(super) fn soon(policy: &Policy, starts: Timestamp) -> Option<Timestamp> {
    let morning = NaiveTime::from_hms_opt(policy.quiet_until_hour, 0, 0)?;
    let morning = Timestamp::from_local(starts.local_date().and_time(morning));
    let due = starts.minus(policy.booking.remind_before).max(morning);
    (due < starts).then_some(due)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::at;

    #[test]
    fn reminders_come_the_evening_before_and_two_hours_before_but_not_at_night() {
        let policy = Policy::default();
        for (starts, evening, before) in [
            ("2026-03-05 15:00", "2026-03-04 19:00", Some("2026-03-05 13:00")),
            ("2026-03-01 09:00", "2026-02-28 19:00", Some("2026-03-01 08:00")),
            ("2026-03-05 08:00", "2026-03-04 19:00", None),
        ] {
            assert_eq!(eve(&policy, at(starts)), Some(at(evening)), "{starts}");
            assert_eq!(soon(&policy, at(starts)), before.map(at), "{starts}");
        }
    }
}
