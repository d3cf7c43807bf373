//! A time is asked of all sides, and some say nothing: they are reminded once, and at last the time is given up.
//!
//! Nobody learns who did not answer but the mediator, who has to find another time then.

use std::time::Duration;

use crate::domain::case::{Case, EntryKind};
use crate::domain::lang::Lang;
use crate::domain::mediation::{Mediation, Proposal};
use crate::domain::party::Side;
use crate::domain::time::Timestamp;
use crate::engine::casework::booking::guests;
use crate::engine::casework::booking::{active, meeting, news};
use crate::engine::casework::hours::Hours;
use crate::engine::casework::{log, tell, timers};
use crate::engine::facts::Need;
use crate::engine::sides::SideEffect;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;

use super::consent::tell_owner;
use super::{agenda, alias, consented, parties, verb};

/// So long before a meeting people have to know whether it takes place.
const ON_THE_WAY: Duration = Duration::from_secs(3600);

/// What comes next for sides that say nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Silence {
    /// They are asked once more.
    Remind,
    /// The time is given up.
    GiveUp,
}

/// Until when a time can be agreed to: as long as an invitation waits for a word, but so that whoever comes knows by
/// daylight. A time asked for too late for that can be agreed to until it comes.
pub(super) fn runs_out(hours: &Hours<'_>, open: &Proposal) -> Timestamp {
    let in_time = hours.before_night(open.at.minus(ON_THE_WAY));
    let Some(asked) = open.asked_at else { return in_time };
    if in_time <= asked { open.at } else { in_time.min(agenda::answer_by(hours, asked)) }
}

/// What is due next, and when. There is no reminder where no daylight is left for one.
pub(super) fn next(hours: &Hours<'_>, open: &Proposal, now: Timestamp) -> (Timestamp, Silence) {
    let ends = runs_out(hours, open);
    let remind = open.asked_at.filter(|_| !open.reminded && now < ends);
    match remind.and_then(|asked| halfway(hours, asked, ends)) {
        Some(at) => (at, Silence::Remind),
        None => (ends, Silence::GiveUp),
    }
}

/// The middle of the time there is, out of the night.
fn halfway(hours: &Hours<'_>, asked: Timestamp, ends: Timestamp) -> Option<Timestamp> {
    let middle = asked.plus(ends.since(asked) / 2);
    [hours.awake(middle), hours.before_night(middle)].into_iter().find(|at| asked < *at && *at < ends)
}

/// It is due; the mediation is changed and kept.
pub(super) fn due(
    turn: &mut Turn<'_>,
    case: &Case,
    mediation: &mut Mediation,
    at: Timestamp,
    silence: Silence,
) -> Result<(), Need> {
    let open = mediation.proposals.iter_mut().find(|open| open.at == at && open.is_open());
    let Some(open) = open else { return Ok(()) };
    match silence {
        Silence::Remind => {
            open.reminded = true;
            let open = open.clone();
            remind(turn, case, &open)?;
        }
        Silence::GiveUp => {
            let open = open.clone();
            given_up(turn, case, mediation, at)?;
            told(turn, case, &open)?;
        }
    }
    turn.side(SideEffect::Keep(mediation.clone()));
    Ok(())
}

/// Whoever has not answered is asked once more; who takes part by telephone is for the mediator to ask.
fn remind(turn: &mut Turn<'_>, case: &Case, open: &Proposal) -> Result<(), Need> {
    let until = runs_out(&turn.hours(&case.room, case.service), open);
    for guest in guests::all(turn, case)?.iter().filter(|guest| !open.yes.contains(&guest.side)) {
        let (_, choices) = meeting::question(turn, guest, open.at);
        let (when, until) = (tell::when(turn, guest.lang, open.at), tell::when(turn, guest.lang, until));
        let text = turn.world.rules.texts.mediation(guest.lang).meeting_reminded(when, until);
        news::notice(turn, case, guest, text, &choices, None);
    }
    let phones: Vec<Side> = consented(turn, case)?
        .into_iter()
        .filter(|party| party.conversation.is_none())
        .map(|party| Side::Other(party.id.clone()))
        .filter(|side| !open.yes.contains(side))
        .collect();
    if phones.is_empty() {
        return Ok(());
    }
    let (names, when) = (names(turn, case, &phones)?, tell::when(turn, Lang::Zh, open.at));
    let text = turn.mediator_texts().meeting_ask_again(&case.code, names, when);
    tell_owner(turn, case, text, Vec::new())
}

/// A time is given up: the next step is the mediator's, who has until the next open day to find another. A meeting that
/// stands goes on standing. The caller keeps the mediation.
pub(super) fn given_up(
    turn: &mut Turn<'_>,
    case: &Case,
    mediation: &mut Mediation,
    at: Timestamp,
) -> Result<(), Need> {
    mediation.give_up(at, turn.now);
    if active(turn, case)?.is_none() && !case.awaits_staff() {
        let due = turn.hours(&case.room, case.service).again(turn.now);
        timers::put_off_answer(turn, case, due);
    }
    Ok(())
}

/// Everybody is told that the time was not agreed on, and only the mediator by whose silence.
fn told(turn: &mut Turn<'_>, case: &Case, open: &Proposal) -> Result<(), Need> {
    let stands = active(turn, case)?.filter(|booking| booking.meeting).map(|booking| booking.starts);
    for guest in guests::all(turn, case)? {
        let texts = turn.world.rules.texts.mediation(guest.lang);
        let when = tell::when(turn, guest.lang, open.at);
        let text = match stands {
            Some(stands) => texts.meeting_not_moved(when, tell::when(turn, guest.lang, stands)),
            None => texts.meeting_given_up(when),
        };
        news::notice(turn, case, &guest, text, &[], None);
    }
    let when = tell::when(turn, Lang::Zh, open.at);
    log::system(turn, case, EntryKind::Appointment, &turn.mediator_texts().log_given_up(&when));
    let (texts, names) = (turn.mediator_texts(), names(turn, case, &silent(turn, case, open)?)?);
    let then = match stands {
        Some(stands) => texts.meeting_stands(tell::when(turn, Lang::Zh, stands)),
        None => {
            let until = turn.hours(&case.room, case.service).again(turn.now);
            texts.meeting_find_another(tell::when(turn, Lang::Zh, until))
        }
    };
    let text = format!("{}\n{then}", texts.meeting_silent(&case.code, names, when));
    let again = verb(texts.button_time(), Verb::Time, &case.code);
    tell_owner(turn, case, text, vec![again])
}

/// Every side that has not said yes, however it is reached.
fn silent(turn: &Turn<'_>, case: &Case, open: &Proposal) -> Result<Vec<Side>, Need> {
    let others = consented(turn, case)?.into_iter().map(|party| Side::Other(party.id.clone()));
    Ok([Side::Applicant].into_iter().chain(others).filter(|side| !open.yes.contains(side)).collect())
}

/// What the mediator calls these sides.
fn names(turn: &Turn<'_>, case: &Case, sides: &[Side]) -> Result<String, Need> {
    let parties = parties(turn, case)?;
    let names: Vec<String> = sides.iter().map(|side| alias(turn, parties, side)).collect();
    Ok(names.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RoomCode;
    use crate::domain::mediation::Asked;
    use crate::domain::service::Service;
    use crate::engine::testing::{HOME, at, rules};

    fn open(asked: &str, meets: &str) -> Proposal {
        Proposal::new(Asked::Meeting, at(meets), Vec::new(), at(asked))
    }

    #[test]
    fn sides_have_three_workdays_and_are_reminded_halfway_by_daylight() {
        let rules = rules();
        let hours = Hours::new(&rules, &RoomCode::new(HOME), Service::Mediation);
        for (asked, meets, remind, ends) in [
            ("2026-03-02 10:00", "2026-03-20 09:00", Some("2026-03-04 08:00"), "2026-03-05 10:00"),
            ("2026-03-02 10:00", "2026-03-03 15:00", Some("2026-03-03 08:00"), "2026-03-03 14:00"),
            ("2026-03-05 16:00", "2026-03-06 09:00", Some("2026-03-05 20:00"), "2026-03-06 08:00"),
            ("2026-03-05 16:00", "2026-03-06 08:30", Some("2026-03-05 18:00"), "2026-03-05 20:00"),
            ("2026-03-06 10:00", "2026-03-06 12:00", Some("2026-03-06 10:30"), "2026-03-06 11:00"),
            ("2026-03-05 22:00", "2026-03-06 09:00", None, "2026-03-06 08:00"),
            ("2026-03-06 10:00", "2026-03-06 10:30", Some("2026-03-06 10:15"), "2026-03-06 10:30"),
        ] {
            let open = open(asked, meets);
            assert_eq!(runs_out(&hours, &open), at(ends), "{asked} {meets}");
            let (due, silence) = next(&hours, &open, at(asked));
            let expected = remind.map_or((at(ends), Silence::GiveUp), |remind| (at(remind), Silence::Remind));
            assert_eq!((due, silence), expected, "{asked} {meets}");
        }
    }

    #[test]
    fn nobody_is_reminded_of_a_time_that_has_run_out() {
        let rules = rules();
        let hours = Hours::new(&rules, &RoomCode::new(HOME), Service::Mediation);
        let open = open("2026-03-02 10:00", "2026-03-20 09:00");
        assert_eq!(next(&hours, &open, at("2026-03-06 10:00")), (at("2026-03-05 10:00"), Silence::GiveUp));
        let reminded = Proposal { reminded: true, ..open };
        assert_eq!(next(&hours, &reminded, at("2026-03-04 10:00")).1, Silence::GiveUp);
    }
}
