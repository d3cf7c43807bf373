//! A time for all sides: the mediator offers a place of theirs, and notes what was said on the telephone.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::lang::Lang;
use crate::domain::party::{Party, PartyState, Side};
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::engine::casework::booking::meeting::{self, By};
use crate::engine::casework::sides::settle::{self, Answered, Question};
use crate::engine::casework::{sides, tell};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::super::{access, appointment, decide, press};
use super::works_on;

/// Asks when the sides could meet; with nobody on the other side there is nothing to fix.
pub(super) fn ask_when(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    if sides::consented(turn, case)?.is_empty() {
        turn.reply(turn.mediator_texts().not_yet(&case.code));
        return Ok(());
    }
    appointment::choose(turn, case)
}

/// Asks all sides for a time.
pub(in crate::engine::staff) fn ask_all(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    at: Timestamp,
) -> Result<(), Need> {
    meeting::propose(turn, case, at, By::Staff(member))?;
    let text = turn.mediator_texts().time_asked(&case.code, tell::when(turn, Lang::Zh, at));
    let by_phone = meeting::by_phone(turn, case)?;
    turn.reply(format!("{text}{by_phone}"));
    Ok(())
}

/// The party with this code said on the telephone that this time suits.
pub(in crate::engine::staff) fn agreed_for(
    turn: &mut Turn<'_>,
    member: &Staff,
    code: &CaseCode,
    at: Timestamp,
) -> Result<(), Need> {
    let Some(party) = turn.world.facts.party(code)? else {
        press::stale(turn, member);
        return Ok(());
    };
    let case = turn.world.facts.case(&party.case)?.as_ref();
    match access::allowed(turn, member, case)? {
        Some(case) if works_on(member, case) => yes_for(turn, case, party, Question::Meeting(at)),
        Some(case) => decide::tell_standing(turn, member, case),
        None => Ok(()),
    }
}

/// What a party without a conversation said on the telephone. A time that is gone is answered with others.
pub(super) fn yes_for(
    turn: &mut Turn<'_>,
    case: &Case,
    party: &Party,
    question: Question,
) -> Result<(), Need> {
    let side = Side::Other(party.id.clone());
    let came = match party.state {
        PartyState::Consented => settle::yes(turn, case, &side, question)?,
        _ => Answered::NotAsked,
    };
    let texts = turn.mediator_texts();
    match (came, question) {
        (Answered::NotAsked, _) => turn.reply(texts.nothing_asked(&case.code)),
        (Answered::Taken, Question::Meeting(at)) => {
            turn.reply(texts.meeting_lost(&case.code, tell::when(turn, Lang::Zh, at)));
            appointment::choose(turn, case)?;
        }
        (Answered::Settled, Question::Meeting(at)) => {
            turn.reply(texts.meeting_fixed(&case.code, tell::when(turn, Lang::Zh, at)));
        }
        _ => turn.reply(texts.noted(&case.code)),
    }
    Ok(())
}
