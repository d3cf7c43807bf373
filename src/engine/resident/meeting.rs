//! What the sides of a mediation say to a time for their meeting: each by itself, as a resident.

use crate::domain::case::Case;
use crate::domain::mediation::Asked;
use crate::domain::party::Side;
use crate::domain::service::Service;
use crate::domain::time::Timestamp;
use crate::engine::appointment::Appointment;
use crate::engine::casework::booking::guests::{self, Guest};
use crate::engine::casework::booking::meeting::{self, By};
use crate::engine::casework::booking::news::{self, choice};
use crate::engine::casework::relay::Words;
use crate::engine::casework::sides::settle::{self, Answered, Question};
use crate::engine::casework::{self, sides, tell};
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::texts::MediationTexts;
use crate::engine::turn::Turn;

use super::{question, thread};

/// Whoever says yes or no to a time does not need more signs.
const SHORT: usize = 8;

/// The time that all sides are asked for, as long as this one has not answered.
pub(super) fn asked(
    turn: &Turn<'_>,
    case: &Case,
    guest: &Guest,
) -> Result<Option<(String, Vec<Choice>)>, Need> {
    if !guests::is_joint(turn, case)? {
        return Ok(None);
    }
    let mediation = sides::mediation(turn, case)?;
    let open = mediation.proposal(Asked::Meeting).filter(|open| !open.yes.contains(&guest.side));
    Ok(open.map(|open| {
        let (text, mut choices) = meeting::question(turn, guest, open.at);
        choices.push(choice(
            news::texts(turn, turn.session.lang).button_other(),
            Appointment::Choose(guest.code.clone()),
        ));
        (text, choices)
    }))
}

/// Short words may be meant for the time that is asked for (「行」, 「1」): it is asked once more, and now a digit or the word will do.
pub(super) fn asked_again(turn: &mut Turn<'_>, case: &Case, guest: &Guest, words: &str) -> Result<(), Need> {
    let is_short = (1..=SHORT).contains(&words.chars().count());
    if case.service != Service::Mediation || !is_short || question::is_open(turn) {
        return Ok(());
    }
    if let Some((text, choices)) = asked(turn, case, guest)? {
        turn.offer(text, choices, 1);
    }
    Ok(())
}

/// Whoever says why a time does not suit, or which would (「那天上夜班，改晚上行不行」), says it to the mediator, too. A few words that
/// only ask for another time need not reach them.
pub(super) fn reason(turn: &mut Turn<'_>, case: &Case, guest: &Guest, words: &str) -> Result<(), Need> {
    if words.chars().count() <= SHORT || !guests::is_joint(turn, case)? {
        return Ok(());
    }
    match &guest.side {
        Side::Applicant => casework::pass_on(turn, case, words, None)?,
        Side::Other(id) => {
            let party = sides::find(sides::parties(turn, case)?, id).cloned();
            let Some(party) = party else { return Ok(()) };
            let words = Words { text: words, ..Words::default() };
            sides::relay::from_party(turn, case, &party, words)?;
        }
    }
    said(turn, case, |texts| texts.passed_on());
    Ok(())
}

/// A side of a mediation would meet at this time. Whoever wants what is being asked anyway has said yes to it.
pub(super) fn wish(turn: &mut Turn<'_>, case: &Case, guest: &Guest, at: Timestamp) -> Result<(), Need> {
    if sides::mediation(turn, case)?.proposal(Asked::Meeting).is_some_and(|open| open.at == at) {
        return yes(turn, case, guest, at).map(drop);
    }
    meeting::propose(turn, case, at, By::Guest(guest))?;
    turn.about = Some(case.id.clone());
    let when = tell::when(turn, turn.session.lang, at);
    let text = turn.world.rules.texts.mediation(turn.session.lang).meeting_wished(when);
    thread::mentioned(turn, text);
    Ok(())
}

/// Yes to this time; `false` if it is not, or no more, what is asked.
pub(super) fn yes(turn: &mut Turn<'_>, case: &Case, guest: &Guest, at: Timestamp) -> Result<bool, Need> {
    let came = settle::yes(turn, case, &guest.side, Question::Meeting(at))?;
    if came == Answered::Noted {
        said(turn, case, |texts| texts.yes_noted());
    }
    Ok(came != Answered::NotAsked)
}

/// No to this time; `false` if it is not, or no more, what is asked.
pub(super) fn no(turn: &mut Turn<'_>, case: &Case, guest: &Guest, at: Timestamp) -> Result<bool, Need> {
    let came = settle::no(turn, case, &guest.side, Question::Meeting(at))?;
    if came != Answered::NotAsked {
        said(turn, case, |texts| texts.another_time());
    }
    Ok(came != Answered::NotAsked)
}

fn said(turn: &mut Turn<'_>, case: &Case, words: fn(&MediationTexts) -> String) {
    turn.about = Some(case.id.clone());
    let text = words(turn.world.rules.texts.mediation(turn.session.lang));
    thread::mentioned(turn, text);
}
