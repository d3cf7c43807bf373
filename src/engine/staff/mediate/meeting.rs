//! A time for all sides: the mediator offers a place of theirs, and notes what was said on the telephone.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::lang::Lang;
use crate::domain::party::{Party, PartyState, Side};
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::casework::booking::meeting::{self, By};
use crate::engine::casework::sides::settle::{self, Answered, Question};
use crate::engine::casework::{sides, tell};
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::super::{access, appointment, decide};
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
    let take_back = turn.mediator_texts().button_take_back();
    let take_back =
        Choice::new(take_back, &Action::Appointment(Appointment::TakeBack(case.code.clone(), at)));
    turn.mention(format!("{text}{by_phone}"), vec![take_back]);
    Ok(())
}

/// The time that the sides are being asked for is taken back; `false` if it is not asked any more.
pub(in crate::engine::staff) fn taken_back(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    at: Timestamp,
) -> Result<bool, Need> {
    if !settle::taken_back(turn, member, case, at)? {
        return Ok(false);
    }
    let texts = turn.mediator_texts();
    let text = texts.time_taken_back(&case.code, tell::when(turn, Lang::Zh, at));
    super::desk::offer_time(turn, case, text);
    Ok(true)
}

/// The party with this code said on the telephone that this time suits.
pub(in crate::engine::staff) fn agreed_for(
    turn: &mut Turn<'_>,
    member: &Staff,
    code: &CaseCode,
    at: Timestamp,
) -> Result<(), Need> {
    said_yes(turn, member, code, Question::Meeting(at))
}

/// Whoever has this code said yes on the telephone: another party, or an applicant who does not write to the bot.
pub(super) fn said_yes(
    turn: &mut Turn<'_>,
    member: &Staff,
    code: &CaseCode,
    question: Question,
) -> Result<(), Need> {
    let party = turn.world.facts.party(code)?.as_ref();
    let case = match party {
        Some(party) => turn.world.facts.case(&party.case)?.as_ref(),
        None => turn.world.facts.code(code)?.as_ref(),
    };
    match access::allowed(turn, member, case)? {
        Some(case) if !works_on(member, case) => decide::tell_standing(turn, member, case),
        Some(case) => match party {
            Some(party) => yes_for(turn, case, Some(party), question),
            None if case.conversation.is_counter() => yes_for(turn, case, None, question),
            None => super::desk::show(turn, member, case),
        },
        None => Ok(()),
    }
}

/// What a party, or without one the applicant, said on the telephone. A time that is gone is answered with others.
fn yes_for(turn: &mut Turn<'_>, case: &Case, party: Option<&Party>, question: Question) -> Result<(), Need> {
    let side = party.map_or(Side::Applicant, |party| Side::Other(party.id.clone()));
    let came = match party {
        Some(party) if party.state != PartyState::Consented => Answered::NotAsked,
        _ => settle::yes(turn, case, &side, question)?,
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
