//! 统计: the counts of some days, of one's room or of the whole street.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::domain::figures::Figures;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::tell::room_name;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::access;

/// Asks for which days.
pub(super) fn ask(turn: &mut Turn<'_>) {
    let texts = turn.staff_texts();
    let today = turn.now.local_date();
    let month = today.with_day(1).unwrap_or(today);
    let year = month.with_month(1).unwrap_or(month);
    let last_month = month.checked_sub_months(Months::new(1)).unwrap_or(month);
    let last_year = year.checked_sub_months(Months::new(12)).unwrap_or(year);
    let choices = vec![
        Choice::new(texts.stats_this_month(), &Action::Figures(month, today)),
        Choice::new(texts.stats_last_month(), &Action::Figures(last_month, day_before(month))),
        Choice::new(texts.stats_this_year(), &Action::Figures(year, today)),
        Choice::new(texts.stats_last_year(), &Action::Figures(last_year, day_before(year))),
    ];
    turn.offer(texts.stats_when(), choices, 2);
}

/// Shows the counts of the days from first to last.
pub(super) fn show(
    turn: &mut Turn<'_>,
    member: &Staff,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<(), Need> {
    let texts = turn.staff_texts();
    let rooms = access::rooms(turn, member);
    let scope = if rooms.len() > 1 { texts.stats_all() } else { room_name(turn, &member.room) };
    let sum = counted(turn, member, first, last)?;
    let text = texts.stats(
        scope,
        first,
        last,
        sum.self_answers,
        sum.consultations,
        sum.legal_aid,
        sum.aid_referred,
        sum.mediations,
        sum.mediations_agreed,
        sum.others,
        sum.open,
    );
    turn.reply(text);
    Ok(())
}

/// A room's people count their room. Where there is one street, its people count everything, also what came from
/// nobody knows which community; among several streets each counts its own rooms.
fn counted(turn: &Turn<'_>, member: &Staff, first: NaiveDate, last: NaiveDate) -> Result<Figures, Need> {
    let rooms = access::rooms(turn, member);
    let only_street = rooms.len() > 1 && turn.world.rules.directory.streets().count() == 1;
    if only_street {
        return turn.world.facts.figures(None, first, last);
    }
    let mut sum = Figures::default();
    for room in rooms {
        sum = plus(sum, turn.world.facts.figures(Some(room), first, last)?);
    }
    Ok(sum)
}

fn plus(one: Figures, other: Figures) -> Figures {
    Figures {
        self_answers: one.self_answers + other.self_answers,
        consultations: one.consultations + other.consultations,
        legal_aid: one.legal_aid + other.legal_aid,
        aid_referred: one.aid_referred + other.aid_referred,
        mediations: one.mediations + other.mediations,
        mediations_agreed: one.mediations_agreed + other.mediations_agreed,
        others: one.others + other.others,
        open: one.open + other.open,
    }
}

fn day_before(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(1)).unwrap_or(day)
}
