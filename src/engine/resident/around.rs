//! What a resident does around a case besides talking in it: says how it went.

use crate::domain::case::{Case, CaseState};
use crate::domain::code::CaseCode;
use crate::domain::follow_up::FollowUpAnswer;
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::casework::{continuation, follow_up};
use crate::engine::deed::{Consent, Deed};
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{behalf, cases, greeting, menu, party, thread, wording};

/// So many codes of others' cases may be named within the time they are remembered.
const MOST_CODES: usize = 5;
const REMEMBERED: std::time::Duration = std::time::Duration::from_secs(3600);

/// How long after rating a case plain words are added to that.
const REMARK_WITHIN: std::time::Duration = std::time::Duration::from_secs(3600);

/// Does what the button says.
pub(super) fn did(turn: &mut Turn<'_>, deed: &Deed) -> Result<(), Need> {
    match deed {
        Deed::FollowUp(code, answer) => said(turn, code, *answer),
        Deed::Consent(code, consent) => agreed(turn, code, *consent),
        Deed::Behalf => {
            behalf::ask(turn);
            Ok(())
        }
        Deed::BehalfOf(number) => {
            behalf::chosen(turn, *number);
            Ok(())
        }
        _ => {
            menu::offered(turn, turn.texts().staff_only());
            Ok(())
        }
    }
}

/// A code was typed: one's own case, or the mediation it stands for with its other party, is shown; for any other, whether there is one or not, its person is asked whether
/// it may go on here.
pub(super) fn named(turn: &mut Turn<'_>, code: &CaseCode) -> Result<(), Need> {
    if cases::mine(turn, code)?.is_some() {
        return cases::detail(turn, code);
    }
    if let Some((case, party)) = party::mine(turn, code)? {
        return party::shown(turn, &case, &party);
    }
    greeting::in_passing(turn);
    let now = turn.now;
    turn.session.codes_named.retain(|at| now.since(*at) < REMEMBERED);
    if turn.session.codes_named.len() >= MOST_CODES {
        let text = turn.after().code_too_often(menu::number(turn, "legal"));
        menu::offered(turn, text);
        return Ok(());
    }
    turn.session.codes_named.push(now);
    if let Some(case) = turn.world.facts.code(code)?.as_ref() {
        continuation::ask(turn, case)?;
    }
    // Said also when nothing comes of it; and if something does, what is said here then is looked for in its case.
    turn.session.has_cases = true;
    let text = turn.after().code_named(code);
    menu::offered(turn, text);
    Ok(())
}

/// Words after a rating that mean nothing else are added to it; `true` if they were.
pub(super) fn remarked(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    let Some((id, at)) = turn.session.rated.take() else { return Ok(false) };
    let other = reading.score >= SURE && reading.service != Service::Feedback;
    if other || turn.now.since(at) > REMARK_WITHIN || !text.chars().any(char::is_alphanumeric) {
        return Ok(false);
    }
    let Some(case) = turn.world.facts.case(&id)?.clone().filter(|case| !case.is_open()) else {
        return Ok(false);
    };
    follow_up::remarked(turn, &case, text.trim())?;
    let text = turn.after().rating_words();
    menu::offered(turn, text);
    Ok(true)
}

/// Whether the case may go on where its code was named.
fn agreed(turn: &mut Turn<'_>, code: &CaseCode, consent: Consent) -> Result<(), Need> {
    let Some(case) = cases::mine(turn, code)? else {
        cases::unknown(turn);
        return Ok(());
    };
    turn.about = Some(case.id.clone());
    let request = continuation::pending(turn, &case)?.cloned();
    let text = match (request, consent) {
        (None, _) => turn.after().nothing_to_agree(),
        (Some(request), Consent::No) => {
            continuation::refused(turn, &case, &request, None);
            turn.after().refused(code)
        }
        (Some(request), yes) => {
            let number = continuation::agreed(turn, &case, &request, yes == Consent::All)?;
            turn.session.thread = None;
            turn.after().consented(code, number)
        }
    };
    menu::offered(turn, text);
    Ok(())
}

fn said(turn: &mut Turn<'_>, code: &CaseCode, answer: FollowUpAnswer) -> Result<(), Need> {
    let Some(case) = cases::mine(turn, code)? else {
        cases::unknown(turn);
        return Ok(());
    };
    if case.is_open() || (answer == FollowUpAnswer::Unreached) {
        return cases::detail(turn, code);
    }
    turn.about = Some(case.id.clone());
    match follow_up::answered(turn, &case, answer, None)? {
        Some(open) => reopened(turn, &open, answer),
        None if answer.rates() => rated(turn, &case, answer),
        None => {
            let care = case.service == Service::Emergency;
            let text = if care { turn.after().solved_care() } else { turn.after().solved() };
            menu::offered(turn, text);
        }
    }
    Ok(())
}

fn rated(turn: &mut Turn<'_>, case: &Case, answer: FollowUpAnswer) {
    turn.session.rated = Some((case.id.clone(), turn.now));
    let texts = turn.after();
    let (text, label) = match answer {
        FollowUpAnswer::Satisfied => (None, texts.rating_good()),
        FollowUpAnswer::Fair => (None, texts.rating_fair()),
        _ => (Some(texts.rating_sorry()), String::new()),
    };
    let text = text.unwrap_or_else(|| texts.rating_thanks(label));
    let again = Action::Deed(Deed::FollowUp(case.code.clone(), FollowUpAnswer::Unsolved));
    let choices = vec![
        Choice::new(texts.call_back_unsolved(), &again),
        Choice::new(turn.texts().ask_other(), &Action::NewQuestion),
    ];
    menu::aside(turn, text, choices);
}

/// It is open again: who goes on with it and by when, and what may be added now.
fn reopened(turn: &mut Turn<'_>, case: &Case, answer: FollowUpAnswer) {
    turn.session.thread = Some(case.id.clone());
    turn.session.has_cases = true;
    turn.session.rated = None;
    let (texts, deadline) = (turn.after(), wording::moment(turn, case.deadline));
    let head = match case.state {
        CaseState::Offered => texts.reopened_offered(&case.code, deadline),
        _ => texts.reopened(&case.code, wording::who(turn, case), deadline),
    };
    let tail = match answer {
        FollowUpAnswer::News => texts.reopened_news(),
        _ => texts.reopened_unsolved(),
    };
    thread::mentioned(turn, format!("{head}\n{tail}"));
}
