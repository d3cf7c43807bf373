//! 我的事项 and 待接单.

use crate::domain::case::{Case, CaseState};
use crate::domain::lang::Lang;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::card;
use crate::engine::casework::close::outcome_name;
use crate::engine::casework::tell::{moment, room_name, service_name};
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::{access, menu};

/// How many cases a list shows at once.
const SHOWN: usize = 20;

/// The member's own open cases, oldest first.
pub(super) fn mine(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let cases: Vec<&Case> = turn.world.facts.owned_by(&member.id)?.iter().collect();
    match cases.len() {
        0 => turn.mention(turn.staff_texts().mine_none(), menu::choices(turn)),
        number => list(turn, turn.staff_texts().mine(number), &cases, mine_line, mine_choice),
    }
    Ok(())
}

/// The cases nobody has taken that the member may take, oldest first.
pub(super) fn waiting(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let cases = offered(turn, member)?;
    match cases.len() {
        0 => turn.mention(turn.staff_texts().waiting_none(), menu::choices(turn)),
        number => list(turn, turn.staff_texts().waiting(number), &cases, waiting_line, waiting_choice),
    }
    Ok(())
}

/// The offered cases of every room the member sees, oldest first.
pub(super) fn offered<'world>(turn: &Turn<'world>, member: &Staff) -> Result<Vec<&'world Case>, Need> {
    let mut cases = Vec::new();
    for room in access::rooms(turn, member) {
        let open = turn.world.facts.open_in(&Some(room))?;
        cases.extend(open.iter().filter(|case| case.state == CaseState::Offered));
    }
    cases.sort_by_key(|case| case.opened_at);
    Ok(cases)
}

/// What has to happen next with a case.
pub(super) fn next_step(turn: &Turn<'_>, case: &Case) -> String {
    let texts = turn.staff_texts();
    match (case.state, case.outcome) {
        (CaseState::Offered, _) => texts.next_claim(),
        (CaseState::Closed, Some(outcome)) => texts.next_nothing(outcome_name(turn, outcome)),
        _ if case.awaits_staff() => texts.next_answer(moment(Lang::Zh, case.deadline)),
        _ => texts.next_resident(),
    }
}

fn list(
    turn: &mut Turn<'_>,
    heading: String,
    cases: &[&Case],
    line: fn(&Turn<'_>, &Case) -> String,
    choice: fn(&Turn<'_>, &Case) -> Choice,
) {
    let mut lines = vec![heading];
    lines.extend(cases.iter().take(SHOWN).map(|case| line(turn, case)));
    if let Some(more) = cases.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        lines.push(turn.staff_texts().and_more(more));
    }
    let choices = cases.iter().take(SHOWN).map(|case| choice(turn, case)).collect();
    turn.offer(lines.join("\n"), choices, 1);
}

fn mine_line(turn: &Turn<'_>, case: &Case) -> String {
    let (service, room) = (service_name(turn, case.service), room_name(turn, &case.room));
    turn.staff_texts().mine_line(&case.code, service, room, next_step(turn, case))
}

fn mine_choice(turn: &Turn<'_>, case: &Case) -> Choice {
    let label = turn.staff_texts().button_case(&case.code, service_name(turn, case.service));
    Choice::new(label, &Action::Details(case.code.clone()))
}

fn waiting_line(turn: &Turn<'_>, case: &Case) -> String {
    let texts = turn.staff_texts();
    let urgent = if case.urgent { texts.card_urgent() } else { String::new() };
    let (service, room) = (service_name(turn, case.service), room_name(turn, &case.room));
    texts.waiting_line(urgent, &case.code, service, room, card::age(turn, case.opened_at))
}

fn waiting_choice(turn: &Turn<'_>, case: &Case) -> Choice {
    let label = turn.staff_texts().button_claim_case(&case.code, service_name(turn, case.service));
    Choice::new(label, &Action::Claim(case.code.clone()))
}
