//! Words between the mediator and another party. The applicant's words go the way of every case.

use crate::domain::case::{Case, CaseState, EntryKind, Speaker};
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::party::{Party, Side};
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::relay::{Incoming, Words, bring, owner, spoken};
use crate::engine::casework::{log, tell, transfer};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;

use super::{alias, parties, saved, texts_of, verb};

/// Brings a party's words to whoever has the case, under the party's alias.
pub(in crate::engine) fn from_party(
    turn: &mut Turn<'_>,
    case: &Case,
    party: &Party,
    words: Words<'_>,
) -> Result<(), Need> {
    let side = Side::Other(party.id.clone());
    let name = alias(turn, parties(turn, case)?, &side);
    log::party(turn, case, &party.id, (Speaker::Resident, None), words.kind(), &words.logged(), words.file);
    let incoming = Incoming {
        heading: heading(turn, case, &name, words),
        answer: Action::Side(Verb::Write, party.code.clone()),
        side: Some(side),
    };
    match (case.state, owner(turn, case)?) {
        (CaseState::Closed, None) => return Ok(()),
        (CaseState::Claimed, None) => {
            let mut case = case.clone();
            transfer::release(turn, &mut case)?;
            turn.save(&case);
            bring(turn, &case, None, &incoming, words)?;
        }
        (_, owner) => bring(turn, case, owner.as_ref(), &incoming, words)?,
    }
    if case.is_open() {
        let promise = turn.promise(&case.room, case.service, case.urgent);
        let promised = party.promised.or(Some(promise));
        saved(turn, case, &Party { promised, spoken_at: None, ..party.clone() })?;
    }
    Ok(())
}

/// Brings the mediator's words to a party; one that has not decided finds the buttons to do so below them.
pub(in crate::engine) fn to_party(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    party: &Party,
    words: Words<'_>,
) -> Result<(), Need> {
    let Some(to) = &party.conversation else { return Ok(()) };
    let text = spoken(turn, member, (to, party.lang), &party.code, words)?;
    let mut outbound = words.outbound(text);
    if party.is_undecided() {
        outbound = outbound.row(decision(turn, party));
    }
    let carried = super::tell(turn, case, party, Purpose::Relay, outbound);
    turn.carried.extend(carried);
    let by = (Speaker::Staff, Some(member));
    log::party(turn, case, &party.id, by, words.kind(), &words.logged(), words.file);
    saved(turn, case, &Party { promised: None, spoken_at: Some(turn.now), ..party.clone() })
}

/// Consent and refusal, by the way.
fn decision(turn: &Turn<'_>, party: &Party) -> Vec<crate::domain::message::Button> {
    let texts = texts_of(turn, party);
    vec![
        verb(texts.button_consent(), Verb::Consent, &party.code),
        verb(texts.button_refuse(), Verb::Refuse, &party.code),
    ]
}

/// What staff read above the words of a side: which case, and who speaks.
pub(in crate::engine) fn heading(turn: &Turn<'_>, case: &Case, name: &str, words: Words<'_>) -> String {
    let texts = turn.mediator_texts();
    match (words.corrects, words.file, words.text.is_empty()) {
        (true, ..) => texts.side_corrected(&case.code, name, words.text),
        (false, Some(_), true) => texts.side_sent(&case.code, name),
        _ if words.place.is_some() => texts.side_sent(&case.code, name),
        _ => texts.side_said(&case.code, name, words.text),
    }
}

/// Something that may or may not have arrived, or will never: the mediator learns which side it was for.
pub(in crate::engine) fn lost(
    turn: &mut Turn<'_>,
    case: &Case,
    party: &Party,
    certain: bool,
) -> Result<(), Need> {
    let name = alias(turn, parties(turn, case)?, &Side::Other(party.id.clone()));
    let texts = turn.mediator_texts();
    let news = match certain {
        true => texts.side_gone(&case.code, &name),
        false => texts.side_uncertain(&case.code, &name),
    };
    log::party(turn, case, &party.id, (Speaker::System, None), EntryKind::Undelivered, &news, None);
    if let Some(owner) = owner(turn, case)? {
        let write = tell::button(texts.button_write(&name), &Action::Side(Verb::Write, party.code.clone()));
        tell::staff(turn, &owner, case, &Outbound::text(news).row(vec![write]));
    }
    Ok(())
}
