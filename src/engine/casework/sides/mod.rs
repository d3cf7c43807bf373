//! The two sides of a mediation: each has a thread of its own with the mediator, and neither sees anything of the other.
//!
//! Whatever goes to a side goes through [`tell`] or through the relay; nothing of the other side is ever at hand there.

pub(in crate::engine) mod agenda;
pub(in crate::engine) mod agreement;
pub(in crate::engine) mod conflict;
pub(in crate::engine) mod consent;
pub(in crate::engine) mod contact;
mod namesake;
pub(in crate::engine) mod relay;
pub(in crate::engine) mod settle;
mod silence;
pub(in crate::engine) mod terms;
#[cfg(test)]
pub(in crate::engine) mod tests;

use crate::domain::case::{Case, Outcome};
use crate::domain::ids::{OutboxId, PartyId};
use crate::domain::mediation::{Agreement, Asked, Mediation};
use crate::domain::message::{Button, Outbound};
use crate::domain::outbox::Purpose;
use crate::domain::party::{Party, PartyState, Side};
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::domain::standing::OtherParty;
use crate::engine::action::Action;
use crate::engine::facts::Need;
use crate::engine::sides::SideEffect;
use crate::engine::texts::MediationTexts;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;

use super::tell::{button, send};

/// The other parties of a case, in their order; only a mediation has any.
pub(in crate::engine) fn parties<'world>(turn: &Turn<'world>, case: &Case) -> Result<&'world [Party], Need> {
    if case.service != Service::Mediation {
        return Ok(&[]);
    }
    turn.world.facts.parties_of(&case.id).map(Vec::as_slice)
}

/// The parties that take part: with the applicant, all who have to agree.
pub(in crate::engine) fn consented<'world>(
    turn: &Turn<'world>,
    case: &Case,
) -> Result<Vec<&'world Party>, Need> {
    let all = parties(turn, case)?;
    Ok(all.iter().filter(|party| party.state == PartyState::Consented).collect())
}

/// What a mediation has besides its case, empty if nothing has happened in it.
pub(in crate::engine) fn mediation(turn: &Turn<'_>, case: &Case) -> Result<Mediation, Need> {
    let found = turn.world.facts.mediation(&case.id)?.clone();
    Ok(found.unwrap_or_else(|| Mediation::new(case.id.clone())))
}

/// The party as the step that changes it has it, with everyone else of the case.
fn with(parties: &[Party], changed: &Party) -> Vec<Party> {
    let change = |party: &Party| if party.id == changed.id { changed.clone() } else { party.clone() };
    parties.iter().map(change).collect()
}

/// Stores a party changed, and sets the mediation's clock by it.
fn saved(turn: &mut Turn<'_>, case: &Case, party: &Party) -> Result<(), Need> {
    turn.side(SideEffect::Save(party.clone()));
    let (mediation, parties) = (mediation(turn, case)?, with(parties(turn, case)?, party));
    agenda::arm(turn, case, &mediation, &parties);
    Ok(())
}

/// Stores what a mediation has besides its case, and sets its clock by it.
fn kept(turn: &mut Turn<'_>, case: &Case, mediation: &Mediation) -> Result<(), Need> {
    turn.side(SideEffect::Keep(mediation.clone()));
    let parties = parties(turn, case)?;
    agenda::arm(turn, case, mediation, parties);
    Ok(())
}

/// Where the other party stands, as the case's standing depends on it.
pub(super) fn other_party(turn: &Turn<'_>, case: &Case) -> Result<Option<OtherParty>, Need> {
    let parties = parties(turn, case)?;
    if parties.iter().any(|party| party.state == PartyState::Consented) {
        return Ok(taking_part(turn, case, &mediation(turn, case)?));
    }
    let asked = parties.iter().filter(|party| party.state == PartyState::Invited);
    let hours = turn.hours(&case.room, case.service);
    let until = asked.filter_map(|party| Some(agenda::answer_by(&hours, party.invited_at?)));
    Ok(until.max().map(OtherParty::Asked))
}

/// What a mediation waits for whose other party takes part: a time for the meeting, or its end.
fn taking_part(turn: &Turn<'_>, case: &Case, mediation: &Mediation) -> Option<OtherParty> {
    let hours = turn.hours(&case.room, case.service);
    let asked = mediation.proposal(Asked::Meeting).map(|open| silence::runs_out(&hours, open));
    let given_up = mediation.given_up_at().map(|at| OtherParty::NoTime(hours.again(at)));
    let ends = mediation.ends_at.map(OtherParty::TakesPart);
    asked.map(OtherParty::AskedWhen).or(given_up).or(ends)
}

/// What staff call a side of a case.
pub(in crate::engine) fn alias(turn: &Turn<'_>, parties: &[Party], side: &Side) -> String {
    let texts = turn.mediator_texts();
    let Side::Other(id) = side else { return texts.applicant() };
    let number = parties.iter().find(|party| party.id == *id).map_or(1, |party| party.number);
    match parties.len() {
        0 | 1 => texts.other(),
        _ => texts.other_of_several(chinese(number)),
    }
}

/// 一 to 十, as parties are numbered; more have digits.
fn chinese(number: i64) -> String {
    let signs = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let at = usize::try_from(number.saturating_sub(1)).ok();
    at.and_then(|at| signs.get(at)).map_or_else(|| number.to_string(), |sign| (*sign).to_owned())
}

/// What a party reads.
pub(in crate::engine) fn texts_of<'world>(turn: &Turn<'world>, party: &Party) -> &'world MediationTexts {
    turn.world.rules.texts.mediation(party.lang)
}

/// What the applicant reads.
pub(in crate::engine) fn texts_of_applicant<'world>(
    turn: &Turn<'world>,
    case: &Case,
) -> &'world MediationTexts {
    turn.world.rules.texts.mediation(case.lang)
}

/// Sends something to a party that can be reached; answering it goes on with its thread. Returns the message.
pub(in crate::engine) fn tell(
    turn: &mut Turn<'_>,
    case: &Case,
    party: &Party,
    purpose: Purpose,
    outbound: Outbound,
) -> Option<OutboxId> {
    let to = party.conversation.as_ref()?;
    let before = turn.thread.replace(Side::Other(party.id.clone()));
    let message = send(turn, to, case, purpose, outbound);
    turn.thread = before;
    Some(message)
}

/// A button of a side: the applicant's by the case's code, a party's by its own.
pub(in crate::engine) fn verb(label: String, verb: Verb, code: &crate::domain::code::CaseCode) -> Button {
    button(label, &Action::Side(verb, code.clone()))
}

/// News for every other party that may still take part, each under its own code.
pub(super) fn tell_parties(
    turn: &mut Turn<'_>,
    case: &Case,
    news: impl Fn(&Turn<'_>, &Party) -> String,
) -> Result<(), Need> {
    for party in parties(turn, case)?.iter().filter(|party| party.is_in()) {
        let text = news(turn, party);
        tell(turn, case, party, Purpose::Notice, Outbound::text(text));
    }
    Ok(())
}

/// The case has come into other hands: the other parties learn whose.
pub(super) fn in_hands_of(turn: &mut Turn<'_>, case: &Case, member: &Staff) -> Result<(), Need> {
    let room = super::tell::room_name(turn, &member.room);
    tell_parties(turn, case, |turn, party| {
        let role = super::tell::title(turn, party.lang, member);
        texts_of(turn, party).given(&party.code, &member.name, role, &room)
    })
}

/// The case is open again: the other parties learn it. What they said before it ended is promised an answer anew, and a month
/// that is over begins anew.
pub(super) fn reopened(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let mut all = parties(turn, case)?.to_vec();
    if all.is_empty() {
        return Ok(());
    }
    tell_parties(turn, case, |turn, party| texts_of(turn, party).reopened(&party.code))?;
    for party in all.iter_mut().filter(|party| party.promised.is_some()) {
        party.promised = Some(case.deadline).filter(|_| party.is_in());
        turn.side(SideEffect::Save(party.clone()));
    }
    let mut mediation = mediation(turn, case)?;
    if mediation.ends_at.is_some_and(|ends_at| ends_at <= turn.now) {
        mediation.ends_at = Some(agenda::a_month_after(turn.now));
        agenda::forget_month(&mut mediation);
        turn.side(SideEffect::Keep(mediation.clone()));
    }
    agenda::arm(turn, case, &mediation, &all);
    Ok(())
}

/// The case has ended: parties that may still take part learn it, each in words that tell nothing of the other side.
pub(super) fn ended(
    turn: &mut Turn<'_>,
    case: &Case,
    outcome: Outcome,
    agreement: Option<&Agreement>,
) -> Result<(), Need> {
    let all = parties(turn, case)?;
    if all.is_empty() {
        return Ok(());
    }
    let here = turn.here();
    let elsewhere = |party: &&Party| party.is_in() && party.conversation.as_ref() != Some(&here);
    for party in all.iter().filter(elsewhere) {
        let text = farewell(turn, party, outcome, agreement);
        let ways = vec![
            verb(texts_of(turn, party).button_look(&party.code), Verb::Look, &party.code),
            button(turn.world.rules.texts.resident(party.lang).ask_other(), &Action::NewQuestion),
        ];
        tell(turn, case, party, Purpose::Notice, Outbound::text(text).row(ways));
    }
    let mediation = mediation(turn, case)?;
    agenda::arm(turn, case, &mediation, all);
    Ok(())
}

/// How a mediation ended, as a party reads it that looks at it again. Who did not take part reads that it is over.
pub(in crate::engine) fn how_it_ended(turn: &Turn<'_>, case: &Case, party: &Party) -> Result<String, Need> {
    let outcome = case.outcome.filter(|_| party.state == PartyState::Consented);
    Ok(match outcome {
        Some(outcome) => farewell(turn, party, outcome, terms::agreement(turn, case)?.as_ref()),
        None => texts_of(turn, party).ended(&party.code),
    })
}

fn farewell(turn: &Turn<'_>, party: &Party, outcome: Outcome, agreement: Option<&Agreement>) -> String {
    let texts = super::tell::resident_texts(turn, party.lang);
    let agreed = |text| terms::below(turn, party.lang, text, agreement);
    match outcome {
        // Who was asked and never answered is none of those who agreed.
        Outcome::MediatedOral | Outcome::MediatedWritten if party.state != PartyState::Consented => {
            texts_of(turn, party).ended(&party.code)
        }
        Outcome::MediatedOral => agreed(texts.case_closed_mediated_oral(&party.code)),
        Outcome::MediatedWritten => agreed(texts.case_closed_mediated_written(&party.code)),
        Outcome::Unsuccessful => texts.case_closed_unsuccessful(&party.code),
        Outcome::Answered
        | Outcome::AidReferred
        | Outcome::AidGranted
        | Outcome::AidRefused
        | Outcome::Withdrawn
        | Outcome::OtherRoute
        | Outcome::Refused => texts_of(turn, party).ended(&party.code),
    }
}

/// The party with this id among those of a case.
pub(in crate::engine) fn find<'a>(parties: &'a [Party], id: &PartyId) -> Option<&'a Party> {
    parties.iter().find(|party| party.id == *id)
}
