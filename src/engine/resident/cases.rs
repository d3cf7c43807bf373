//! My cases: listed, looked at, taken back.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::engine::action::Action;
use crate::engine::casework;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::{menu, wording};

/// How many cases are listed; older ones are found by their code.
const LISTED: usize = 8;

/// All my cases with state and next step, open ones first.
pub(super) fn list(turn: &mut Turn<'_>) -> Result<(), Need> {
    let mut cases: Vec<Case> = turn.world.facts.cases_of(&turn.here())?.clone();
    if cases.is_empty() {
        menu::offered(turn, turn.texts().no_cases());
        return Ok(());
    }
    turn.session.has_cases = true;
    cases.sort_by_key(|case| !case.is_open());
    let listed: Vec<&Case> = cases.iter().take(LISTED).collect();
    let mut lines: Vec<String> = listed.iter().map(|case| line(turn, case)).collect();
    if cases.len() > LISTED {
        lines.push(turn.texts().cases_more(cases.len() - LISTED));
    }
    let mut choices: Vec<Choice> = listed
        .iter()
        .map(|case| {
            let label = turn.texts().case_button(&case.code, wording::service(turn, case.service));
            Choice::new(label, &Action::CaseDetail(case.code.clone()))
        })
        .collect();
    choices.push(Choice::new(turn.texts().ask_other(), &Action::NewQuestion));
    let text = turn.texts().cases(lines.join("\n"));
    menu::aside(turn, text, choices);
    Ok(())
}

/// The code that a whole message is, if it is one of this person's cases or looks like nothing else.
pub(super) fn named(turn: &Turn<'_>, text: &str) -> Result<Option<CaseCode>, Need> {
    let Some(code) = CaseCode::parse(text.trim()) else { return Ok(None) };
    let plainly = text.contains('-') || text.chars().any(|sign| sign.is_ascii_digit());
    let own = mine(turn, &code)?.is_some();
    Ok((own || plainly).then_some(code))
}

/// One case in full: where it stands and what comes next.
pub(super) fn detail(turn: &mut Turn<'_>, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = mine(turn, code)? else {
        unknown(turn);
        return Ok(());
    };
    turn.about = Some(case.id.clone());
    let texts = turn.texts();
    let text = texts.case_detail(
        &case.code,
        wording::service(turn, case.service),
        wording::quoted(&case.summary),
        wording::state(turn, &case),
        wording::next_step(turn, &case),
    );
    let mut choices = Vec::new();
    if case.is_open() {
        choices.push(Choice::new(texts.add(), &Action::Thread(case.code.clone())));
        choices.push(Choice::new(texts.withdraw(), &Action::Withdraw(case.code.clone())));
    } else {
        choices.push(Choice::new(texts.ask_other(), &Action::NewQuestion));
    }
    choices.push(Choice::new(texts.back(), &Action::MyCases));
    menu::aside(turn, text, choices);
    Ok(())
}

/// Take this case back?
pub(super) fn withdraw(turn: &mut Turn<'_>, code: &CaseCode) -> Result<(), Need> {
    match mine(turn, code)? {
        Some(case) if case.is_open() => ask_to_withdraw(turn, &case),
        Some(_) => return detail(turn, code),
        None => unknown(turn),
    }
    Ok(())
}

/// Asks before a case is taken back.
pub(super) fn ask_to_withdraw(turn: &mut Turn<'_>, case: &Case) {
    let texts = turn.texts();
    let choices = vec![
        Choice::new(texts.withdraw_yes(), &Action::ConfirmWithdraw(case.code.clone())),
        Choice::new(texts.withdraw_no(), &Action::CaseDetail(case.code.clone())),
    ];
    let text = texts.withdraw_sure(&case.code, wording::service(turn, case.service));
    turn.offer(text, choices, 2);
}

/// It is taken back.
pub(super) fn withdrawn(turn: &mut Turn<'_>, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = mine(turn, code)? else {
        unknown(turn);
        return Ok(());
    };
    if !case.is_open() {
        return detail(turn, code);
    }
    casework::withdraw(turn, &case)?;
    if turn.session.thread.as_ref() == Some(&case.id) {
        turn.session.thread = None;
    }
    menu::offered(turn, turn.texts().withdrawn(&case.code));
    Ok(())
}

/// The case, if this conversation opened it: nobody else's is shown or even confirmed.
pub(super) fn mine(turn: &Turn<'_>, code: &CaseCode) -> Result<Option<Case>, Need> {
    let found = turn.world.facts.code(code)?.clone();
    Ok(found.filter(|case| case.conversation == turn.here()))
}

/// No case of this person has that code.
pub(super) fn unknown(turn: &mut Turn<'_>) {
    menu::offered(turn, turn.texts().case_unknown());
}

fn line(turn: &Turn<'_>, case: &Case) -> String {
    let mut state = wording::state(turn, case);
    if case.is_open() {
        state = format!("{state}\n   {}", wording::next_step(turn, case));
    }
    turn.texts().case_line(&case.code, wording::service(turn, case.service), state)
}
