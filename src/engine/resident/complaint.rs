//! A complaint about the staff of an open case: its people read it, and so does the street.

use crate::domain::service::Service;
use crate::engine::casework::{self, complaint};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{meant, question, thread, wording};

/// Words that complain about staff while a case is open; `true` if they were passed on.
pub(super) fn heard(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    if question::is_open(turn) || !is_meant(turn, text, reading) {
        return Ok(false);
    }
    let Some(case) = thread::open_one(turn)? else { return Ok(false) };
    casework::pass_on(turn, &case, text, None)?;
    turn.about = Some(case.id.clone());
    let said = if complaint::to_street(turn, &case, text)? {
        let street = wording::room(turn, &casework::street_of(turn, &case.room));
        turn.meant().complaint_passed(&case.code, street)
    } else {
        turn.texts().feedback_passed(&case.code)
    };
    thread::mentioned(turn, said);
    turn.confirms(&turn.texts().seen(&case.code));
    Ok(true)
}

/// To complain about somebody else is a matter of law; a word of blame may be about anybody.
fn is_meant(turn: &Turn<'_>, text: &str, reading: &Reading) -> bool {
    let texts = turn.meant();
    let is_feedback = reading.service == Service::Feedback && reading.score >= SURE;
    match is_feedback {
        true => meant::holds(&texts.complaint_words(), text),
        false => meant::holds(&texts.staff_words(), text),
    }
}
