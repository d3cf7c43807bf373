//! Another party is written down, invited, and takes part or does not. The answer is theirs alone (人民调解法 17, 23).

use std::time::Duration;

use crate::domain::case::{Case, EntryKind, Speaker};
use crate::domain::code::{CaseCode, one_time};
use crate::domain::ids::PartyId;
use crate::domain::lang::Lang;
use crate::domain::message::Outbound;
use crate::domain::party::{Party, PartyState, Side};
use crate::domain::staff::Staff;
use crate::engine::casework::{booking, close, due, log, relay, tell};
use crate::engine::facts::Need;
use crate::engine::sides::SideEffect;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;

use super::{
    agenda, alias, conflict, kept, mediation, namesake, parties, saved, texts_of_applicant, verb, with,
};

/// How long an invitation can be used; the mediator makes another with one press.
const VALID: Duration = Duration::from_secs(14 * 24 * 3600);

/// Writes another party down, in the mediator's words for them. `None` if the room has advised them in the same matter:
/// then the mediation has gone to another one.
pub(in crate::engine) fn name(
    turn: &mut Turn<'_>,
    case: &Case,
    named: &str,
    phone: Option<String>,
) -> Result<Option<Party>, Need> {
    let number = parties(turn, case)?.iter().map(|party| party.number).max().unwrap_or(0) + 1;
    let party = Party {
        id: PartyId::new(turn.mint.text()),
        code: CaseCode::from_number(turn.mint.number()),
        case: case.id.clone(),
        number,
        conversation: None,
        lang: Lang::default(),
        named: named.to_owned(),
        phone,
        state: PartyState::Named,
        invited_at: None,
        joined_at: None,
        answered_at: None,
        noted_by: None,
        promised: None,
        spoken_at: None,
        reminded: 0,
        version: 0,
    };
    turn.side(SideEffect::Add(party.clone()));
    if conflict::avoided(turn, case, &party, None)?.is_some() {
        return Ok(None);
    }
    let told = case.details.iter().map(|(_, words)| words.as_str());
    let words: Vec<&str> = told.chain([named]).collect();
    namesake::hint(turn, case, &words)?;
    Ok(Some(party))
}

/// Makes a one-time code for a party that has not opened one yet, to be passed on by the mediator.
pub(in crate::engine) fn invite(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    party: &Party,
) -> Result<String, Need> {
    let code = one_time(turn.world.secret);
    if party.invited_at.is_none() {
        let until = agenda::answer_by(&turn.hours(&case.room, case.service), turn.now);
        let until = tell::when(turn, case.lang, until);
        let text = texts_of_applicant(turn, case).asking(&case.code, until);
        tell::resident_with_ways_on(turn, case, text);
        relay::answered(turn, case)?;
    }
    let until = turn.now.plus(VALID);
    turn.side(SideEffect::Invite { code: code.clone(), party: party.id.clone(), until });
    let invited = Party {
        state: PartyState::Invited,
        invited_at: party.invited_at.or(Some(turn.now)),
        ..party.clone()
    };
    saved(turn, case, &invited)?;
    noted(turn, case, party, Some(member), turn.mediator_texts().log_invited());
    Ok(code)
}

/// Somebody opened the invitation: the conversation is the party's from now on. If the room has advised them in the same
/// matter, the mediation goes to another one; the case is returned as it is then.
pub(in crate::engine) fn joined(
    turn: &mut Turn<'_>,
    case: &Case,
    party: &Party,
    code: &str,
) -> Result<(Case, Party), Need> {
    turn.side(SideEffect::UseInvite(code.to_owned()));
    let here = turn.here();
    let joined = Party {
        conversation: Some(here.clone()),
        lang: turn.session.lang,
        joined_at: Some(turn.now),
        ..party.clone()
    };
    saved(turn, case, &joined)?;
    noted(turn, case, &joined, None, turn.mediator_texts().log_joined());
    if let Some(moved) = conflict::avoided(turn, case, &joined, Some(&here))? {
        return Ok((moved, joined));
    }
    let name = name_of(turn, case, party)?;
    tell_owner(turn, case, turn.mediator_texts().joined(&case.code, name), Vec::new())?;
    Ok((case.clone(), joined))
}

/// The party takes part; `noted_by` is who was told so on the telephone. The first consent starts the month.
pub(in crate::engine) fn consent(
    turn: &mut Turn<'_>,
    case: &Case,
    party: &Party,
    noted_by: Option<&Staff>,
) -> Result<(), Need> {
    let decided = decided(turn, party, PartyState::Consented, noted_by);
    turn.side(SideEffect::Save(decided.clone()));
    let mut mediation = mediation(turn, case)?;
    let first = mediation.began_at.is_none();
    if first {
        mediation.began_at = Some(turn.now);
        mediation.ends_at = Some(agenda::a_month_after(turn.now));
        turn.side(SideEffect::Keep(mediation.clone()));
    }
    let everyone = with(parties(turn, case)?, &decided);
    agenda::arm(turn, case, &mediation, &everyone);
    let texts = turn.mediator_texts();
    let line = if noted_by.is_some() { texts.log_consented_phone() } else { texts.log_consented() };
    noted(turn, case, party, noted_by, line);
    if noted_by.is_some() {
        relay::answered(turn, case)?;
    }
    if first {
        let texts = texts_of_applicant(turn, case);
        let until = agenda::a_month_after(turn.now).local_date();
        let news = texts.can_begin(&case.code, tell::date(turn, case.lang, until));
        tell::resident_with_ways_on(turn, case, news);
    }
    if noted_by.is_none() {
        let (texts, name) = (turn.mediator_texts(), name_of(turn, case, party)?);
        let buttons = vec![verb(texts.button_time(), Verb::Time, &case.code)];
        tell_owner(turn, case, texts.consented(&case.code, name), buttons)?;
    }
    Ok(())
}

/// The party does not take part, or no more. With nobody left on the other side the mediation ends: the applicant is
/// told that it cannot go on and which other ways there are (人民调解法 26), and nothing else.
pub(in crate::engine) fn refuse(
    turn: &mut Turn<'_>,
    case: &Case,
    party: &Party,
    noted_by: Option<&Staff>,
) -> Result<(), Need> {
    let took_part = party.state == PartyState::Consented;
    let state = if took_part { PartyState::Left } else { PartyState::Refused };
    let gone = decided(turn, party, state, noted_by);
    let name = name_of(turn, case, party)?;
    let texts = turn.mediator_texts();
    let (line, news) = match took_part {
        true => (texts.log_left(), texts.left(&case.code, name)),
        false if noted_by.is_some() => (texts.log_refused_phone(), texts.refused(&case.code, name)),
        false => (texts.log_refused(), texts.refused(&case.code, name)),
    };
    noted(turn, case, party, noted_by, line);
    saved(turn, case, &gone)?;
    let others = parties(turn, case)?.iter().any(|other| other.id != party.id && other.is_in());
    let mut buttons = Vec::new();
    if others && took_part {
        booking::meeting::left(turn, case, party)?;
        forget_questions(turn, case)?;
        buttons.push(verb(turn.mediator_texts().button_time(), Verb::Time, &case.code));
    }
    if noted_by.is_none() {
        tell_owner(turn, case, news, buttons)?;
    }
    if !others && case.is_open() {
        close::refused(turn, case)?;
    }
    Ok(())
}

/// Somebody has left: what all were being asked is asked anew, of those who are left.
fn forget_questions(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let mut mediation = mediation(turn, case)?;
    if !mediation.proposals.is_empty() {
        mediation.proposals.clear();
        kept(turn, case, &mediation)?;
    }
    Ok(())
}

fn decided(turn: &Turn<'_>, party: &Party, state: PartyState, noted_by: Option<&Staff>) -> Party {
    Party {
        state,
        invited_at: party.invited_at.or(Some(turn.now)),
        answered_at: Some(turn.now),
        noted_by: noted_by.map(|member| member.id.clone()),
        promised: None,
        ..party.clone()
    }
}

/// What staff call the party.
fn name_of(turn: &Turn<'_>, case: &Case, party: &Party) -> Result<String, Need> {
    Ok(alias(turn, parties(turn, case)?, &Side::Other(party.id.clone())))
}

/// A line in the party's thread: by staff who noted it, else by the party.
fn noted(turn: &mut Turn<'_>, case: &Case, party: &Party, by: Option<&Staff>, text: String) {
    let speaker = if by.is_some() { Speaker::Staff } else { Speaker::Resident };
    log::party(turn, case, &party.id, (speaker, by), EntryKind::Said, &text, None);
}

/// Tells whoever has the case; the street's people if nobody has.
pub(in crate::engine::casework) fn tell_owner(
    turn: &mut Turn<'_>,
    case: &Case,
    text: String,
    mut buttons: Vec<crate::domain::message::Button>,
) -> Result<(), Need> {
    buttons.push(verb(turn.mediator_texts().button_desk(), Verb::Desk, &case.code));
    let outbound = Outbound::text(text).row(buttons);
    match relay::owner(turn, case)? {
        Some(owner) => tell::staff(turn, &owner, case, &outbound),
        None => {
            for person in due::supervisors(turn, case)? {
                tell::staff(turn, &person, case, &outbound);
            }
        }
    }
    Ok(())
}
