//! Where a case stands, with what surrounds it looked up, and what staff read about its next step.

use crate::domain::booking::{BookingState, Truth};
use crate::domain::case::{Case, CaseState};
use crate::domain::lang::Lang;
use crate::domain::standing::{Circumstances, Standing};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::close::outcome_name;
use super::tell::{date, moment};
use super::{follow_up, sides};

/// Where the case stands now.
pub(in crate::engine) fn of(turn: &Turn<'_>, case: &Case) -> Result<Standing, Need> {
    Ok(Standing::of(case, circumstances(turn, case)?))
}

/// What has to happen next with a case, as staff read it.
pub(in crate::engine) fn next_step(turn: &Turn<'_>, case: &Case) -> Result<String, Need> {
    let texts = turn.staff_texts();
    let at = |until| moment(Lang::Zh, until);
    Ok(match of(turn, case)? {
        Standing::Offered(_) => texts.next_claim(),
        Standing::Claimed(until) => texts.next_answer(at(until)),
        Standing::WaitingForResident(_) => texts.next_resident(),
        Standing::WaitingForOther(until) => turn.work_texts().next_other(at(until)),
        Standing::Booked(begins) => turn.work_texts().next_booked(at(begins)),
        Standing::InMediation(until) => {
            turn.work_texts().next_mediation(date(turn, Lang::Zh, until.local_date()))
        }
        Standing::AskingSides(until) => turn.work_texts().next_sides(at(until)),
        Standing::FindingTime(until) => turn.work_texts().next_time(at(until)),
        Standing::Referred(until) => turn.work_texts().next_institution(at(until)),
        Standing::Closed(outcome, None) => texts.next_nothing(outcome_name(turn, outcome)),
        Standing::Closed(outcome, Some(then)) => {
            turn.work_texts().next_call_back(outcome_name(turn, outcome), at(then))
        }
        Standing::Filed(outcome) => turn.work_texts().next_filed(outcome_name(turn, outcome)),
    })
}

/// What bookings, other parties and call-backs tell of the case. The one place where they come in.
fn circumstances(turn: &Turn<'_>, case: &Case) -> Result<Circumstances, Need> {
    let call_back = match case.state {
        CaseState::Closed => follow_up::next_question(turn, case)?,
        _ => None,
    };
    let booking = turn.world.facts.agenda.of(&case.id)?;
    // One whose time has passed is what the case waits for until somebody says what came of it.
    let stands = booking.filter(|booking| match booking.state {
        BookingState::Booked => true,
        BookingState::Over => booking.truth == Truth::Unknown,
        BookingState::Held | BookingState::Gone => false,
    });
    let other = sides::other_party(turn, case)?;
    let booked = stands.map(|booking| booking.starts);
    Ok(Circumstances { other, booked, call_back })
}
