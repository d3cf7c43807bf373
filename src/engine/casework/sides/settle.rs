//! What all sides have to agree on: when to meet, and whether to go on for another month. Each is asked by itself and
//! learns only what came of it.

use crate::domain::case::Case;
use crate::domain::mediation::{Asked, Mediation};
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::party::{Party, Side};
use crate::domain::time::Timestamp;
use crate::engine::casework::{relay, tell};
use crate::engine::facts::Need;
use crate::engine::texts::MediationTexts;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;

use super::consent::tell_owner;
use super::{agenda, alias, consented, kept, mediation, texts_of, texts_of_applicant, verb};

/// Staff ask every side anew; the applicant has their word by it.
pub(in crate::engine) fn propose(
    turn: &mut Turn<'_>,
    case: &Case,
    asked: Asked,
    at: Timestamp,
) -> Result<(), Need> {
    let mut mediation = mediation(turn, case)?;
    mediation.propose(asked, at);
    ask(turn, case, asked, at)?;
    relay::answered(turn, case)?;
    kept(turn, case, &mediation)
}

/// Asks every side; the caller keeps the question.
pub(super) fn ask(turn: &mut Turn<'_>, case: &Case, asked: Asked, at: Timestamp) -> Result<(), Need> {
    let applicant = question(texts_of_applicant(turn, case), asked, tell::moment(case.lang, at), &case.code);
    tell::send(turn, &case.conversation, case, Purpose::Notice, applicant);
    for party in consented(turn, case)? {
        let asks = question(texts_of(turn, party), asked, tell::moment(party.lang, at), &party.code);
        super::tell(turn, case, party, Purpose::Notice, asks);
    }
    Ok(())
}

fn question(
    texts: &MediationTexts,
    asked: Asked,
    at: String,
    code: &crate::domain::code::CaseCode,
) -> Outbound {
    match asked {
        Asked::Meeting => Outbound::text(texts.meeting_asked(code, at)).row(vec![
            verb(texts.button_time_yes(), Verb::TimeYes, code),
            verb(texts.button_time_no(), Verb::TimeNo, code),
        ]),
        Asked::Extension => Outbound::text(texts.month_asked(code, at)).row(vec![
            verb(texts.button_more_yes(), Verb::MoreYes, code),
            verb(texts.button_more_no(), Verb::MoreNo, code),
        ]),
    }
}

/// What came of a side's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Answered {
    /// Nothing of the sort is asked any more.
    NotAsked,
    /// It is noted; others have not answered.
    Noted,
    /// Everybody has said yes, and has been told.
    Settled,
}

/// A side says yes.
pub(in crate::engine) fn yes(
    turn: &mut Turn<'_>,
    case: &Case,
    side: &Side,
    asked: Asked,
) -> Result<Answered, Need> {
    let mut mediation = mediation(turn, case)?;
    let Some(proposal) = mediation.proposals.iter_mut().find(|proposal| proposal.asked == asked) else {
        return Ok(Answered::NotAsked);
    };
    if !proposal.yes.contains(side) {
        proposal.yes.push(side.clone());
    }
    let proposal = proposal.clone();
    let parties = consented(turn, case)?;
    let everyone = parties.iter().map(|party| Side::Other(party.id.clone())).chain([Side::Applicant]);
    let all = everyone.into_iter().all(|side| proposal.yes.contains(&side));
    if all {
        settled(turn, case, &mut mediation, asked, proposal.at)?;
    }
    kept(turn, case, &mediation)?;
    Ok(if all { Answered::Settled } else { Answered::Noted })
}

/// A side says no: the mediator looks for another way; the other side learns nothing but that it is still open.
pub(in crate::engine) fn no(
    turn: &mut Turn<'_>,
    case: &Case,
    side: &Side,
    asked: Asked,
) -> Result<Answered, Need> {
    let mut mediation = mediation(turn, case)?;
    if mediation.proposal(asked).is_none() {
        return Ok(Answered::NotAsked);
    }
    mediation.proposals.retain(|proposal| proposal.asked != asked);
    let name = alias(turn, super::parties(turn, case)?, side);
    let texts = turn.mediator_texts();
    let (news, again) = match asked {
        Asked::Meeting => {
            (texts.time_no(&case.code, name), verb(texts.button_time(), Verb::Time, &case.code))
        }
        Asked::Extension => {
            (texts.more_no(&case.code, name), verb(texts.button_more(), Verb::More, &case.code))
        }
    };
    tell_owner(turn, case, news, vec![again])?;
    kept(turn, case, &mediation)?;
    Ok(Answered::Noted)
}

/// All have said yes.
fn settled(
    turn: &mut Turn<'_>,
    case: &Case,
    mediation: &mut Mediation,
    asked: Asked,
    at: Timestamp,
) -> Result<(), Need> {
    mediation.proposals.retain(|proposal| proposal.asked != asked);
    let news: fn(&MediationTexts, String, String) -> String = match asked {
        Asked::Meeting => |texts, code, at| texts.meeting_fixed(code, at),
        Asked::Extension => |texts, code, at| texts.month_extended(code, at),
    };
    match asked {
        Asked::Meeting => mediation.meets_at = Some(at),
        Asked::Extension => {
            mediation.ends_at = Some(at);
            agenda::forget_month(mediation);
        }
    }
    let applicant = news(texts_of_applicant(turn, case), case.code.to_string(), tell::moment(case.lang, at));
    tell::resident(turn, case, applicant);
    for party in consented(turn, case)? {
        let text = news(texts_of(turn, party), party.code.to_string(), tell::moment(party.lang, at));
        super::tell(turn, case, party, Purpose::Notice, Outbound::text(text));
    }
    let texts = turn.mediator_texts();
    let at = tell::moment(crate::domain::lang::Lang::Zh, at);
    let news = match asked {
        Asked::Meeting => texts.meeting_fixed(&case.code, at),
        Asked::Extension => texts.month_extended(&case.code, at),
    };
    tell_owner(turn, case, news, Vec::new())
}

/// Who of the parties takes part without a conversation, so that the mediator answers for them.
pub(in crate::engine) fn by_phone<'a>(parties: &[&'a Party]) -> Vec<&'a Party> {
    parties.iter().filter(|party| party.conversation.is_none()).copied().collect()
}

/// Asks every side for another month; `None` if the month has not begun.
pub(in crate::engine) fn another_month(turn: &mut Turn<'_>, case: &Case) -> Result<Option<Timestamp>, Need> {
    let mediation = mediation(turn, case)?;
    let Some(ends_at) = mediation.ends_at else { return Ok(None) };
    let until = agenda::a_month_after(ends_at.max(turn.now));
    propose(turn, case, Asked::Extension, until)?;
    Ok(Some(until))
}
