//! What the other party of a mediation says: brought to the mediator, under an alias.

use crate::domain::case::Case;
use crate::domain::party::{Party, PartyState, Side};
use crate::engine::casework::afterwards;
use crate::engine::casework::booking::guests::Guest;
use crate::engine::casework::sides::{self, relay};
use crate::engine::facts::Need;
use crate::engine::session::Kept;
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::super::whose::Thread;
use super::super::{appointment, earlier, meeting, question, thread};
use super::{deciding, enter, mine, offer, say, shown, texts};

/// Words that go on with a mediation as its other party: they answer one of its messages, or are in its thread. `true` if
/// they did.
pub(in crate::engine::resident) fn continued(
    turn: &mut Turn<'_>,
    text: &str,
    reading: &Reading,
    reply_to: Option<&str>,
) -> Result<bool, Need> {
    let found = match replied(turn, reply_to)? {
        Some(found) => Some(found),
        None if question::is_open(turn) || thread::steers(reading) || asks_for_law(reading) => None,
        None => current(turn)?,
    };
    let Some((case, party)) = found else { return Ok(false) };
    bring(turn, &case, &party, &[Kept::words(text)])?;
    Ok(true)
}

/// Whether the person is in such a mediation and asks for a person: then the mediator is meant.
pub(in crate::engine::resident) fn called(turn: &mut Turn<'_>) -> Result<bool, Need> {
    if question::is_open(turn) {
        return Ok(false);
    }
    let Some((case, party)) = current(turn)? else { return Ok(false) };
    let words = turn.world.rules.texts.resident(crate::domain::lang::Lang::Zh).menu_human();
    bring(turn, &case, &party, &[Kept::words(&words)])?;
    Ok(true)
}

/// Another time is wished for by the other party of a mediation that they are in now: there are places to choose from, or the
/// mediator arranges it. `true` if they are in one.
pub(in crate::engine::resident) fn rebooked(turn: &mut Turn<'_>, text: &str) -> Result<bool, Need> {
    let Some((case, party)) = current(turn)? else { return Ok(false) };
    let takes_part = case.is_open() && party.state == PartyState::Consented;
    let guest = Guest::party(&party).filter(|_| takes_part);
    // What is said here belongs to their thread, and to no other code than theirs.
    enter(turn, &case, &party);
    match guest {
        Some(guest) if appointment::wanted_by(turn, &case, &guest, text)? => {}
        _ => bring(turn, &case, &party, &[Kept::words(text)])?,
    }
    Ok(true)
}

/// Brings it to the mediator and says so; whoever has not decided finds the choice below.
pub(in crate::engine::resident) fn bring(
    turn: &mut Turn<'_>,
    case: &Case,
    party: &Party,
    kept: &[Kept],
) -> Result<(), Need> {
    if !case.is_open() || !party.is_in() {
        return after_end(turn, case, party, kept);
    }
    for one in kept {
        relay::from_party(turn, case, party, one.as_words())?;
    }
    enter(turn, case, party);
    let text = texts(turn).passed_on();
    if question::is_open(turn) {
        turn.reply(text);
    } else if party.state == PartyState::Consented {
        say(turn, text);
    } else {
        let choices = deciding(texts(turn), party);
        offer(turn, text, choices);
    }
    turn.confirms(&texts(turn).seen());
    match (Guest::party(party), kept) {
        (Some(guest), [one]) if party.state == PartyState::Consented => {
            meeting::asked_again(turn, case, &guest, one.as_words().text)
        }
        _ => Ok(()),
    }
}

/// The mediation is over, for everybody or for this party: how it ended is shown, and the words of who took part in it go to the
/// mediator in the days after.
fn after_end(turn: &mut Turn<'_>, case: &Case, party: &Party, kept: &[Kept]) -> Result<(), Need> {
    let words = Kept::said(kept).filter(|_| party.state == PartyState::Consented);
    match words.filter(|_| afterwards::is_heard(turn, case)) {
        Some(words) if afterwards::said(turn, case, Some(party), words.trim())? => {
            enter(turn, case, party);
            let mut said =
                format!("{}\n{}", texts(turn).passed_on(), sides::how_it_ended(turn, case, party)?);
            if afterwards::was_agreed(case) {
                said = format!("{said}\n{}", texts(turn).not_kept_ways());
            }
            offer(turn, said, Vec::new());
            Ok(())
        }
        _ => shown(turn, case, party),
    }
}

/// The mediation whose message to its other party was answered.
pub(in crate::engine::resident) fn replied(
    turn: &Turn<'_>,
    reply_to: Option<&str>,
) -> Result<Option<(Case, Party)>, Need> {
    let Some(message) = reply_to.filter(|_| turn.session.has_sides) else { return Ok(None) };
    let Some(Side::Other(id)) = turn.world.facts.replied_side(&message.to_owned())?.clone() else {
        return Ok(earlier::answered(turn, reply_to)?.and_then(|own| match own {
            Thread::Side(case, party) => Some((case, party)),
            Thread::Case(_) => None,
        }));
    };
    let all = turn.world.facts.parties_at(&turn.here())?;
    match all.iter().find(|party| party.id == id) {
        Some(party) => mine(turn, &party.code),
        None => Ok(None),
    }
}

/// The mediation the person is in now.
pub(in crate::engine::resident) fn current(turn: &Turn<'_>) -> Result<Option<(Case, Party)>, Need> {
    match turn.session.side.as_ref().filter(|_| turn.session.thread.is_none()) {
        Some(code) => mine(turn, code),
        None => Ok(None),
    }
}

/// A sure question of law is answered by the rules; the mediator need not see it.
pub(in crate::engine::resident) fn asks_for_law(reading: &Reading) -> bool {
    reading.score >= SURE && reading.asks && reading.topic.is_some()
}
