//! Days that staff name for something to come: one without its year that is over this year is the next.

use chrono::{Months, NaiveDate};

use crate::engine::turn::Turn;
use crate::intent::entities::{LeftOut, Moment};

/// Whether a day, named without its year, is over, so that the same day of the year after is meant.
pub(super) fn is_of_next_year(turn: &Turn<'_>, told: Moment, day: NaiveDate) -> bool {
    day < turn.now.local_date() && matches!(told.left_out, LeftOut::Year | LeftOut::MoonYear(_))
}

/// The last day that words name for something to come.
pub(super) fn last_to_come(turn: &Turn<'_>, told: Moment) -> Option<NaiveDate> {
    let last = told.last_day()?;
    match is_of_next_year(turn, told, last) {
        true => last.checked_add_months(Months::new(12)),
        false => Some(last),
    }
}
