//! What words surely mean while a case is theirs. The learnt table alone takes nothing back, moves no appointment and
//! withholds nothing from staff: what it only guesses is passed on like any other words.

use crate::domain::service::Service;
use crate::engine::facts::Need;
use crate::engine::session::Kept;
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::whose::{self, Thread};
use super::{alarm, danger, question, room, visit};

/// Whether words hold one of those of a list.
pub(super) fn holds(list: &str, words: &str) -> bool {
    let words = words.to_lowercase();
    list.split(',').any(|known| !known.is_empty() && words.contains(known))
}

/// Whether a rule somebody wrote fired for what the words were taken for.
pub(super) fn is_written(turn: &Turn<'_>, reading: &Reading) -> bool {
    let catalogue = &turn.world.rules.catalogue;
    let of_same = |intent: &str| catalogue.chosen(intent).is_some_and(|it| it.service == reading.service);
    reading.matched.iter().any(|fired| of_same(&fired.intent))
}

/// The reading without what is only guessed.
pub(super) fn surely(turn: &Turn<'_>, text: &str, reading: &Reading) -> Result<Reading, Need> {
    let is_sure = reading.score < SURE
        || match reading.service {
            Service::Cancel => takes_back(turn, text, reading),
            Service::BookingChange => asks_for_time(turn, text, reading) || whose::all(turn)?.is_empty(),
            Service::Feedback => {
                let blames = holds(&turn.meant().complaint_words(), text);
                is_written(turn, reading) || blames || whose::current(turn)?.is_none()
            }
            Service::Privacy => is_about_data(turn, text, reading) || whose::current(turn)?.is_none(),
            _ => true,
        };
    let unclear = || Reading { service: Service::Unclear, intent: None, score: SURE - 1, ..reading.clone() };
    Ok(if is_sure { reading.clone() } else { unclear() })
}

/// Whether something is plainly to be taken back, by whoever writes.
pub(super) fn takes_back(turn: &Turn<'_>, text: &str, reading: &Reading) -> bool {
    let texts = turn.meant();
    is_written(turn, reading) || (holds(&texts.withdraw_words(), text) && !holds(&texts.others_words(), text))
}

/// Whether a time, or another one, is really asked for.
fn asks_for_time(turn: &Turn<'_>, text: &str, reading: &Reading) -> bool {
    let texts = turn.meant();
    let names_one = || is_written(turn, reading) || visit::named(turn, text, None).is_some();
    holds(&texts.time_words(), text) || (!holds(&texts.mention_words(), text) && names_one())
}

/// Whether somebody wants to know or to change what we keep of them.
fn is_about_data(turn: &Turn<'_>, text: &str, reading: &Reading) -> bool {
    let texts = turn.meant();
    is_written(turn, reading) || (holds(&texts.data_wishes(), text) && holds(&texts.data_things(), text))
}

/// Words that staff must read whatever they were taken for: a plea for silence, and what is said of an appointment without
/// wanting another time. `true` if they were passed on.
pub(super) fn for_staff(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    let to = if is_plea(turn, text) {
        if turn.session.alarm.is_some() {
            // Nobody is told yet; whoever is reads it first of all.
            alarm::heard(turn, text);
            let lead = turn.texts().danger_where();
            room::ask(turn, Some(lead));
            return Ok(true);
        }
        plea_to(turn, reading)?
    } else {
        mention_to(turn, text, reading)?
    };
    let Some(to) = to else { return Ok(false) };
    whose::pass(turn, &to, &[Kept::words(text)])?;
    question::again(turn)?;
    Ok(true)
}

/// Whether we are asked not to tell or call somebody.
fn is_plea(turn: &Turn<'_>, text: &str) -> bool {
    holds(&turn.meant().plea_words(), text)
}

/// Whose staff read a plea: those of the danger first of all.
fn plea_to(turn: &Turn<'_>, reading: &Reading) -> Result<Option<Thread>, Need> {
    if let Some(case) = danger::open_emergency(turn)? {
        return Ok(Some(Thread::Case(case)));
    }
    let is_law = reading.service == Service::Consultation && reading.score >= SURE && reading.asks;
    if question::is_open(turn) || is_law {
        return Ok(None);
    }
    only(turn)
}

/// Whose staff read what is said of an appointment.
fn mention_to(turn: &Turn<'_>, text: &str, reading: &Reading) -> Result<Option<Thread>, Need> {
    let speaks_of_it = reading.service == Service::BookingChange && reading.score >= SURE;
    if !speaks_of_it || question::is_open(turn) || asks_for_time(turn, text, reading) {
        return Ok(None);
    }
    Ok(match visit::coming(turn)? {
        Some(coming) => Some(coming.thread),
        None => whose::current(turn)?.filter(|current| current.is_open()),
    })
}

/// The matter the person is in, or the only one they have.
pub(super) fn only(turn: &Turn<'_>) -> Result<Option<Thread>, Need> {
    if let Some(current) = whose::current(turn)?.filter(Thread::is_open) {
        return Ok(Some(current));
    }
    Ok(<[Thread; 1]>::try_from(whose::all(turn)?).ok().map(|[one]| one))
}
