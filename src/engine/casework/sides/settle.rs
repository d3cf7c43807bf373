//! What all sides have to agree on: when to meet, and whether to go on for another month. Each is asked by itself and
//! learns only what came of it.

use crate::domain::case::{Case, EntryKind};
use crate::domain::code::CaseCode;
use crate::domain::lang::Lang;
use crate::domain::mediation::{Asked, Mediation, Proposal};
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::party::{Party, Side};
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::engine::casework::booking::{guests, meeting, news};
use crate::engine::casework::{log, relay, tell};
use crate::engine::facts::Need;
use crate::engine::sides::SideEffect;
use crate::engine::texts::MediationTexts;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;

use super::consent::tell_owner;
use super::{agenda, alias, consented, kept, mediation, silence, texts_of, texts_of_applicant, verb};

/// Puts a question to the sides that takes the place of an open one of its sort; the caller asks them. From staff it `answers` what
/// the parties have said before.
pub(in crate::engine) fn open(
    turn: &mut Turn<'_>,
    case: &Case,
    proposal: Proposal,
    answers: bool,
) -> Result<(), Need> {
    let mut mediation = mediation(turn, case)?;
    mediation.propose(proposal);
    match answers {
        true => kept_answered(turn, case, &mediation),
        false => kept(turn, case, &mediation),
    }
}

/// Keeps the mediation; no party waits for an answer any more, nor hears that it is late.
fn kept_answered(turn: &mut Turn<'_>, case: &Case, mediation: &Mediation) -> Result<(), Need> {
    let mut parties = super::parties(turn, case)?.to_vec();
    for party in parties.iter_mut().filter(|party| party.promised.is_some()) {
        party.promised = None;
        turn.side(SideEffect::Save(party.clone()));
    }
    turn.side(SideEffect::Keep(mediation.clone()));
    agenda::arm(turn, case, mediation, &parties);
    Ok(())
}

/// Staff take back the time that the sides are asked for: they learn it, and another is to be found. `false` if it is not asked.
pub(in crate::engine) fn taken_back(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    at: Timestamp,
) -> Result<bool, Need> {
    let mut mediation = mediation(turn, case)?;
    if !mediation.proposals.iter().any(|proposal| Question::Meeting(at).is(proposal)) {
        return Ok(false);
    }
    silence::given_up(turn, case, &mut mediation, at)?;
    for guest in guests::all(turn, case)? {
        let texts = turn.world.rules.texts.mediation(guest.lang);
        let text = texts.meeting_taken_back(tell::when(turn, guest.lang, at));
        news::notice(turn, case, &guest, text, &[], None);
    }
    let line = turn.mediator_texts().log_taken_back(tell::when(turn, Lang::Zh, at));
    log::staff(turn, case, member, EntryKind::Appointment, &line, None);
    kept(turn, case, &mediation)?;
    Ok(true)
}

/// Asks every side for another month; the caller keeps the question.
pub(super) fn ask_for_month(turn: &mut Turn<'_>, case: &Case, until: Timestamp) -> Result<(), Need> {
    let day = until.local_date();
    let asks = tell::date(turn, case.lang, day);
    let applicant = month_asked(texts_of_applicant(turn, case), asks, &case.code);
    tell::send(turn, &case.conversation, case, Purpose::Notice, applicant);
    for party in consented(turn, case)? {
        let asks = month_asked(texts_of(turn, party), tell::date(turn, party.lang, day), &party.code);
        super::tell(turn, case, party, Purpose::Notice, asks);
    }
    Ok(())
}

fn month_asked(texts: &MediationTexts, until: String, code: &CaseCode) -> Outbound {
    Outbound::text(texts.month_asked(code, until)).row(vec![
        verb(texts.button_more_yes(), Verb::MoreYes, code),
        verb(texts.button_more_no(), Verb::MoreNo, code),
    ])
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
    /// Everybody has said yes to a time that somebody else has by now; they have been told, and shown others.
    Taken,
}

/// What a side answers: a time for the meeting, or another month. An answer to another time than is asked for is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Question {
    Meeting(Timestamp),
    Month,
}

impl Question {
    fn is(self, proposal: &Proposal) -> bool {
        let is_it = match self {
            Self::Meeting(at) => proposal.asked == Asked::Meeting && proposal.at == at,
            Self::Month => proposal.asked == Asked::Extension,
        };
        is_it && proposal.is_open()
    }
}

/// A side says yes.
pub(in crate::engine) fn yes(
    turn: &mut Turn<'_>,
    case: &Case,
    side: &Side,
    question: Question,
) -> Result<Answered, Need> {
    let mut mediation = mediation(turn, case)?;
    let Some(proposal) = mediation.proposals.iter_mut().find(|proposal| question.is(proposal)) else {
        return Ok(Answered::NotAsked);
    };
    if !proposal.yes.contains(side) {
        proposal.yes.push(side.clone());
    }
    let proposal = proposal.clone();
    let parties = consented(turn, case)?;
    let everyone = parties.iter().map(|party| Side::Other(party.id.clone())).chain([Side::Applicant]);
    let all = everyone.into_iter().all(|side| proposal.yes.contains(&side));
    let came = match all {
        false => Answered::Noted,
        true => settled(turn, case, &mut mediation, &proposal)?,
    };
    match (came, question) {
        (Answered::Settled, Question::Meeting(_)) => kept_answered(turn, case, &mediation)?,
        _ => kept(turn, case, &mediation)?,
    }
    Ok(came)
}

/// A side says no: the mediator looks for another way; the other side learns nothing but that it is still open.
pub(in crate::engine) fn no(
    turn: &mut Turn<'_>,
    case: &Case,
    side: &Side,
    question: Question,
) -> Result<Answered, Need> {
    let mut mediation = mediation(turn, case)?;
    if !mediation.proposals.iter().any(|proposal| question.is(proposal)) {
        return Ok(Answered::NotAsked);
    }
    match question {
        Question::Meeting(at) => silence::given_up(turn, case, &mut mediation, at)?,
        Question::Month => mediation.proposals.retain(|proposal| !question.is(proposal)),
    }
    let name = alias(turn, super::parties(turn, case)?, side);
    let texts = turn.mediator_texts();
    let (news, again) = match question {
        Question::Meeting(_) => {
            (texts.time_no(&case.code, name), verb(texts.button_time(), Verb::Time, &case.code))
        }
        Question::Month => {
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
    proposal: &Proposal,
) -> Result<Answered, Need> {
    mediation.proposals.retain(|open| open.asked != proposal.asked);
    match proposal.asked {
        Asked::Meeting => Ok(match meeting::agreed(turn, case, proposal.at)? {
            true => Answered::Settled,
            false => Answered::Taken,
        }),
        Asked::Extension => {
            extended(turn, case, mediation, proposal.at)?;
            Ok(Answered::Settled)
        }
    }
}

fn extended(
    turn: &mut Turn<'_>,
    case: &Case,
    mediation: &mut Mediation,
    until: Timestamp,
) -> Result<(), Need> {
    mediation.ends_at = Some(until);
    agenda::forget_month(mediation);
    let day = until.local_date();
    let applicant = tell::date(turn, case.lang, day);
    let applicant = texts_of_applicant(turn, case).month_extended(&case.code, applicant);
    tell::resident(turn, case, applicant);
    for party in consented(turn, case)? {
        let until = tell::date(turn, party.lang, day);
        let text = texts_of(turn, party).month_extended(&party.code, until);
        super::tell(turn, case, party, Purpose::Notice, Outbound::text(text));
    }
    let news = turn.mediator_texts().month_extended(&case.code, tell::date(turn, Lang::Zh, day));
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
    open(turn, case, Proposal::new(Asked::Extension, until, Vec::new(), turn.now), true)?;
    ask_for_month(turn, case, until)?;
    relay::answered(turn, case)?;
    Ok(Some(until))
}
