//! 对方…: how it stands with the two sides, and what can be done.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::lang::Lang;
use crate::domain::mediation::{Asked, Confirmation, Mediation, Performed};
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::party::{Party, PartyState, Side};
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::casework::booking;
use crate::engine::casework::sides::{self, consent};
use crate::engine::casework::tell::{self, room_name, title};
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;

use super::super::access;
use super::works_on;

/// Shows the sides of a case, with what its mediator can do.
pub(super) fn show(turn: &mut Turn<'_>, member: &Staff, case: &Case) -> Result<(), Need> {
    let parties = sides::parties(turn, case)?;
    let mediation = sides::mediation(turn, case)?;
    let texts = turn.mediator_texts();
    let mut lines = vec![texts.desk(&case.code)];
    lines.extend(parties.iter().map(|party| line(turn, parties, party)));
    if parties.is_empty() {
        lines.push(texts.desk_nobody());
    }
    lines.extend(meeting(turn, case, &mediation)?);
    lines.extend(mediation.ends_at.map(|at| texts.desk_month(tell::date(turn, Lang::Zh, at.local_date()))));
    lines.extend(mediation.agreement.as_ref().map(|agreement| sides::agreement::line(turn, agreement)));
    let mut choices = Vec::new();
    if works_on(member, case) {
        choices = self::choices(turn, case, parties, &mediation);
    }
    if access::may_decide(turn, member, case) {
        choices.extend(afterwards(turn, case, &mediation));
    }
    if !turn.world.facts.contacts(&case.id)?.is_empty() {
        choices.push(choice(texts.button_contact(), Verb::Contact, &case.code));
    }
    choices.push(Choice::new(turn.staff_texts().button_details(), &Action::Details(case.code.clone())));
    turn.offer(lines.join("\n"), choices, 2);
    Ok(())
}

/// What stands below the sides of a case for whoever works on it.
pub(super) fn buttons(turn: &Turn<'_>, case: &Case) -> Result<Vec<Choice>, Need> {
    let mediation = sides::mediation(turn, case)?;
    let mut buttons = choices(turn, case, sides::parties(turn, case)?, &mediation);
    buttons.extend(afterwards(turn, case, &mediation));
    Ok(buttons)
}

/// When the sides meet, and which time they are being asked for.
fn meeting(turn: &Turn<'_>, case: &Case, mediation: &Mediation) -> Result<Vec<String>, Need> {
    let texts = turn.mediator_texts();
    let stands = booking::active(turn, case)?.filter(|booking| booking.meeting);
    let asked = mediation.proposal(Asked::Meeting).filter(|_| case.is_open());
    let lines = [
        stands.map(|booking| texts.desk_meets(tell::when(turn, Lang::Zh, booking.starts))),
        asked.map(|proposal| texts.desk_asked(tell::when(turn, Lang::Zh, proposal.at))),
    ];
    Ok(lines.into_iter().flatten().collect())
}

/// A party in one line: what staff call it, what the mediator wrote down, and how far it has come.
fn line(turn: &Turn<'_>, parties: &[Party], party: &Party) -> String {
    let texts = turn.mediator_texts();
    let state = match (party.state, party.joined_at) {
        (PartyState::Named, _) => texts.state_named(),
        (PartyState::Invited, None) => texts.state_invited(),
        (PartyState::Invited, Some(_)) => texts.state_reading(),
        (PartyState::Consented, _) if party.conversation.is_none() => texts.state_consented_phone(),
        (PartyState::Consented, _) => texts.state_consented(),
        (PartyState::Refused, _) => texts.state_refused(),
        (PartyState::Left, _) => texts.state_left(),
    };
    let alias = sides::alias(turn, parties, &Side::Other(party.id.clone()));
    texts.desk_party(alias, &party.named, state)
}

fn choices(turn: &Turn<'_>, case: &Case, parties: &[Party], mediation: &Mediation) -> Vec<Choice> {
    let texts = turn.mediator_texts();
    let mut choices = Vec::new();
    for party in parties.iter().filter(|party| party.is_in()) {
        choices.extend(of_party(turn, parties, party, mediation));
    }
    choices.extend(of_applicant(turn, case, parties, mediation));
    choices.push(choice(texts.button_name(), Verb::Name, &case.code));
    if parties.iter().any(|party| party.state == PartyState::Consented) {
        choices.push(choice(texts.button_time(), Verb::Time, &case.code));
    }
    if mediation.ends_at.is_some() {
        choices.push(choice(texts.button_more(), Verb::More, &case.code));
    }
    choices
}

/// What is noted of an agreement later.
fn afterwards(turn: &Turn<'_>, case: &Case, mediation: &Mediation) -> Vec<Choice> {
    let (texts, code) = (turn.mediator_texts(), &case.code);
    let Some(agreement) = &mediation.agreement else { return Vec::new() };
    let mut choices = Vec::new();
    if agreement.performed != Performed::Yes {
        choices.push(choice(texts.button_performed(), Verb::Performed, code));
        choices.push(choice(texts.button_partly(), Verb::Partly, code));
    }
    if agreement.confirmation == Confirmation::Open {
        choices.push(choice(texts.button_applied(), Verb::Applied, code));
        choices.push(choice(texts.button_unwanted(), Verb::Unwanted, code));
    }
    choices
}

/// What an applicant who does not write to the bot answers by phone.
fn of_applicant(turn: &Turn<'_>, case: &Case, parties: &[Party], mediation: &Mediation) -> Vec<Choice> {
    match case.conversation.is_counter() {
        true => by_phone(turn, parties, (&Side::Applicant, &case.code), mediation),
        false => Vec::new(),
    }
}

/// The yes of a side on the telephone to what is being asked.
fn by_phone(
    turn: &Turn<'_>,
    parties: &[Party],
    (side, code): (&Side, &CaseCode),
    mediation: &Mediation,
) -> Vec<Choice> {
    let texts = turn.mediator_texts();
    let alias = sides::alias(turn, parties, side);
    let asked = |asked| mediation.proposal(asked).filter(|one| !one.yes.contains(side));
    let mut choices = Vec::new();
    if let Some(proposal) = asked(Asked::Meeting) {
        let agree = Appointment::AgreeFor(code.clone(), proposal.at);
        choices.push(Choice::new(texts.button_time_yes_for(&alias), &Action::Appointment(agree)));
    }
    if asked(Asked::Extension).is_some() {
        choices.push(choice(texts.button_more_yes_for(&alias), Verb::MoreYesFor, code));
    }
    choices
}

/// What can be done with one party as it is now.
fn of_party(turn: &Turn<'_>, parties: &[Party], party: &Party, mediation: &Mediation) -> Vec<Choice> {
    let texts = turn.mediator_texts();
    let (alias, code) = (sides::alias(turn, parties, &Side::Other(party.id.clone())), &party.code);
    let mut choices = Vec::new();
    if party.conversation.is_some() {
        choices.push(choice(texts.button_write(&alias), Verb::Write, code));
    }
    if party.is_undecided() {
        if party.conversation.is_none() {
            choices.push(choice(texts.button_link(&alias), Verb::Link, code));
        }
        choices.push(choice(texts.button_phone_yes(&alias), Verb::PhoneYes, code));
    }
    if party.state == PartyState::Consented && party.conversation.is_none() {
        choices.extend(by_phone(turn, parties, (&Side::Other(party.id.clone()), code), mediation));
    }
    choices.push(choice(texts.button_phone_no(&alias), Verb::PhoneNo, code));
    choices
}

/// A new one-time invitation, in a message of its own that can be passed on as it is.
pub(super) fn link(turn: &mut Turn<'_>, member: &Staff, case: &Case, party: &Party) -> Result<(), Need> {
    let code = consent::invite(turn, member, case, party)?;
    let alias = sides::alias(turn, sides::parties(turn, case)?, &Side::Other(party.id.clone()));
    turn.reply(turn.mediator_texts().link_made(&case.code, alias));
    let texts = turn.world.rules.texts.mediation(Lang::Zh);
    let (room, role) = (room_name(turn, &member.room), title(turn, Lang::Zh, member));
    let policy = &turn.world.rules.policy;
    let page = format!("{}/p/{code}", policy.public_url);
    let mut text = texts.invitation(room, role, &member.name, page);
    if policy.telegram {
        text = format!("{text}\n{}", texts.invitation_bot(code));
    }
    let here = turn.here();
    tell::send(turn, &here, case, Purpose::Notice, Outbound::text(text));
    Ok(())
}

/// How to ask a party that has just been written down.
pub(super) fn offer_ways(turn: &mut Turn<'_>, alias: String, party: &Party) {
    let texts = turn.mediator_texts();
    let code = &party.code;
    let choices = vec![
        choice(texts.button_link(&alias), Verb::Link, code),
        choice(texts.button_phone_yes(&alias), Verb::PhoneYes, code),
        choice(texts.button_phone_no(&alias), Verb::PhoneNo, code),
        Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel),
    ];
    turn.offer(texts.named(alias, &party.named), choices, 1);
}

/// A refusal ends the mediation: asks whether it was one.
pub(super) fn ask_refusal(turn: &mut Turn<'_>, case: &Case, party: &Party) -> Result<(), Need> {
    let alias = sides::alias(turn, sides::parties(turn, case)?, &Side::Other(party.id.clone()));
    let texts = turn.mediator_texts();
    let choices = vec![
        choice(texts.button_phone_no_sure(), Verb::PhoneNoSure, &party.code),
        Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel),
    ];
    turn.offer(texts.refusal_sure(&case.code, alias), choices, 1);
    Ok(())
}

/// Says something, and offers to find a time.
pub(super) fn offer_time(turn: &mut Turn<'_>, case: &Case, text: String) {
    let texts = turn.mediator_texts();
    let choices = vec![
        choice(texts.button_time(), Verb::Time, &case.code),
        choice(texts.button_desk(), Verb::Desk, &case.code),
    ];
    turn.offer(text, choices, 2);
}

/// A choice that does what the verb says.
pub(super) fn choice(label: String, verb: Verb, code: &CaseCode) -> Choice {
    Choice::new(label, &Action::Side(verb, code.clone()))
}
