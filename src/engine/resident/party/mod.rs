//! A resident who is the other party of a mediation: invited, asked, heard. They never see the case's own code, nor
//! anything of the applicant.

mod contact;
mod words;

use crate::domain::case::Case;
use crate::domain::code::{CaseCode, read_one_time};
use crate::domain::mediation::{Asked, Proposal};
use crate::domain::party::{Party, PartyState, Side};
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::casework::booking::guests::Guest;
use crate::engine::casework::booking::{self, meeting};
use crate::engine::casework::sides::settle::{self, Answered};
use crate::engine::casework::sides::{self, consent};
use crate::engine::casework::tell::{moment, room_name, title, when};
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow};
use crate::engine::texts::MediationTexts;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;

use super::{cases, menu, press, question, thread};
pub(super) use contact::{
    asked as contact_asked, button as contact_button, given as contact_given, typed as contact_typed,
};
pub(super) use words::{asks_for_law, bring, called, continued, current, rebooked, replied};

/// The invitation was opened: who asks, what mediation is, and the choice. A code makes one conversation the party's.
pub(super) fn invited(turn: &mut Turn<'_>, code: &str) -> Result<(), Need> {
    let invite = match read_one_time(code) {
        Some(code) => turn.world.facts.party_invite(&code)?.clone().map(|invite| (code, invite)),
        None => None,
    };
    let Some((code, invite)) = invite else {
        menu::offered(turn, texts(turn).invite_wrong());
        return Ok(());
    };
    let Some(case) = turn.world.facts.case(&invite.party.case)?.clone() else { return Ok(()) };
    let party = invite.party;
    if party.conversation.as_ref() == Some(&turn.here()) {
        return shown(turn, &case, &party);
    }
    let here = turn.here();
    let taken =
        turn.world.facts.parties_of(&case.id)?.iter().any(|one| one.conversation.as_ref() == Some(&here));
    if case.conversation == here || taken {
        menu::offered(turn, texts(turn).invite_yours());
    } else if invite.used_at.is_some() || !party.is_undecided() {
        menu::offered(turn, texts(turn).invite_used());
    } else if turn.now >= invite.expires_at || !case.is_open() {
        menu::offered(turn, texts(turn).invite_expired());
    } else {
        turn.session.greeted = true;
        let (case, party) = consent::joined(turn, &case, &party, &code)?;
        return shown(turn, &case, &party);
    }
    Ok(())
}

/// Whether this is a one-time code and nothing else.
pub(in crate::engine) fn is_invitation(text: &str) -> bool {
    read_one_time(text.trim()).is_some()
}

/// What is asked of the party, or how it stands.
pub(super) fn shown(turn: &mut Turn<'_>, case: &Case, party: &Party) -> Result<(), Need> {
    enter(turn, case, party);
    let texts = texts(turn);
    let (text, choices) = match party.state {
        PartyState::Named | PartyState::Invited if case.is_open() => {
            let who = mediator(turn, case)?;
            (texts.asked(who, &party.code), deciding(texts, party))
        }
        PartyState::Consented if case.is_open() => {
            let mut text = texts.taking_part(&party.code);
            let mut choices = Vec::new();
            if let Some(booking) = booking::active(turn, case)?.filter(|booking| booking.meeting) {
                text = format!("{text}\n{}", texts.meets(when(turn, turn.session.lang, booking.starts)));
                let label = turn.world.rules.texts.booking(turn.session.lang).button_mine();
                let show = Appointment::Show(party.code.clone());
                choices.push(Choice::new(label, &Action::Appointment(show)));
            }
            if let Some(guest) = Guest::party(party) {
                for (question, answers) in open_questions(turn, case, &guest)? {
                    text = format!("{text}\n{question}");
                    choices.extend(answers);
                }
            }
            choices.push(choice(texts.button_leave(), Verb::Refuse, &party.code));
            (text, choices)
        }
        _ => (sides::how_it_ended(turn, case, party)?, Vec::new()),
    };
    offer(turn, text, choices);
    Ok(())
}

/// The mediator by room, role and name; the room alone while nobody has the case.
fn mediator(turn: &Turn<'_>, case: &Case) -> Result<String, Need> {
    let owner: Option<&Staff> = match &case.owner {
        Some(owner) => turn.world.facts.staff(owner)?.as_ref(),
        None => None,
    };
    let room = room_name(turn, owner.map_or(&case.room, |owner| &owner.room));
    Ok(match owner {
        Some(owner) => texts(turn).mediator(room, title(turn, turn.session.lang, owner), &owner.name),
        None => texts(turn).room(room),
    })
}

fn deciding(texts: &MediationTexts, party: &Party) -> Vec<Choice> {
    vec![
        choice(texts.button_consent(), Verb::Consent, &party.code),
        choice(texts.button_refuse(), Verb::Refuse, &party.code),
        choice(texts.button_ask(), Verb::Ask, &party.code),
    ]
}

/// A button of a mediation was pressed.
pub(super) fn act(turn: &mut Turn<'_>, verb: Verb, code: &CaseCode) -> Result<(), Need> {
    match verb {
        Verb::MoreYes | Verb::MoreNo | Verb::Applied | Verb::Unwanted => answered(turn, verb, code),
        Verb::Consent | Verb::Refuse | Verb::RefuseSure | Verb::Ask | Verb::Look => decided(turn, verb, code),
        Verb::Disclose | Verb::Hide => contact::act(turn, verb, code),
        _ => {
            menu::offered(turn, turn.texts().staff_only());
            Ok(())
        }
    }
}

/// What only the other party decides.
fn decided(turn: &mut Turn<'_>, verb: Verb, code: &CaseCode) -> Result<(), Need> {
    let Some((case, party)) = mine(turn, code)? else { return press::stale(turn) };
    let open = case.is_open() && party.is_in();
    match verb {
        Verb::Consent if open && party.is_undecided() => {
            enter(turn, &case, &party);
            consent::consent(turn, &case, &party, None)?;
            let mut text = texts(turn).thanks(&party.code);
            if let Some(booking) = booking::active(turn, &case)?.filter(|booking| booking.meeting) {
                let when = when(turn, turn.session.lang, booking.starts);
                text = format!("{text}\n{}", texts(turn).meets(when));
            }
            thread::mentioned(turn, text);
            Ok(())
        }
        Verb::Refuse if open => {
            enter(turn, &case, &party);
            let texts = texts(turn);
            let sure = vec![
                choice(texts.button_refuse_sure(), Verb::RefuseSure, &party.code),
                choice(texts.button_not_yet(), Verb::Look, &party.code),
            ];
            let text = match party.state {
                PartyState::Consented => texts.leave_sure(&party.code),
                _ => texts.refuse_sure(&party.code),
            };
            offer(turn, text, sure);
            Ok(())
        }
        Verb::RefuseSure if open => {
            consent::refuse(turn, &case, &party, None)?;
            turn.session.side = None;
            let text = texts(turn).refused(&party.code);
            menu::offered(turn, text);
            Ok(())
        }
        Verb::Ask if open => {
            enter(turn, &case, &party);
            let text = texts(turn).ask_now();
            say(turn, text);
            Ok(())
        }
        _ => shown(turn, &case, &party),
    }
}

/// What either side answers: another month, judicial confirmation.
fn answered(turn: &mut Turn<'_>, verb: Verb, code: &CaseCode) -> Result<(), Need> {
    let Some((case, side)) = side(turn, code)? else { return press::stale(turn) };
    turn.about = Some(case.id.clone());
    turn.thread = Some(side.clone());
    let quieted = |known| if known { Answered::Noted } else { Answered::NotAsked };
    let came = match verb {
        Verb::MoreYes => settle::yes(turn, &case, &side, settle::Question::Month)?,
        Verb::MoreNo => settle::no(turn, &case, &side, settle::Question::Month)?,
        Verb::Applied => quieted(sides::agreement::quieted(turn, &case, &side, true)?),
        _ => quieted(sides::agreement::quieted(turn, &case, &side, false)?),
    };
    turn.thread = Some(side);
    let texts = texts(turn);
    let text = match (came, verb) {
        (Answered::Settled | Answered::Taken, _) => return Ok(()),
        (Answered::NotAsked, _) => texts.not_asked(),
        (Answered::Noted, Verb::MoreNo) => texts.no_month(),
        (Answered::Noted, Verb::Applied | Verb::Unwanted) => texts.no_more_reminders(),
        (Answered::Noted, _) => texts.yes_noted(),
    };
    say(turn, text);
    Ok(())
}

/// What a side is asked and has not answered, as choices.
pub(super) fn open_questions(
    turn: &Turn<'_>,
    case: &Case,
    guest: &Guest,
) -> Result<Vec<(String, Vec<Choice>)>, Need> {
    if case.service != Service::Mediation {
        return Ok(Vec::new());
    }
    let (texts, lang) = (texts(turn), turn.session.lang);
    let mediation = sides::mediation(turn, case)?;
    let unanswered = |proposal: &&Proposal| proposal.is_open() && !proposal.yes.contains(&guest.side);
    let open = mediation.proposals.iter().filter(unanswered);
    let code = &guest.code;
    let question = |proposal: &Proposal| match proposal.asked {
        Asked::Meeting => meeting::question(turn, guest, proposal.at),
        Asked::Extension => (
            texts.month_asked(code, moment(lang, proposal.at)),
            vec![
                choice(texts.button_more_yes(), Verb::MoreYes, code),
                choice(texts.button_more_no(), Verb::MoreNo, code),
            ],
        ),
    };
    Ok(open.map(question).collect())
}

/// The case and the side of this conversation that a code means: the applicant's is the case's, a party's its own.
fn side(turn: &Turn<'_>, code: &CaseCode) -> Result<Option<(Case, Side)>, Need> {
    if let Some((case, party)) = mine(turn, code)? {
        return Ok(Some((case, Side::Other(party.id))));
    }
    Ok(cases::mine(turn, code)?.map(|case| (case, Side::Applicant)))
}

/// The mediation whose other party this conversation is, by the party's code.
pub(super) fn mine(turn: &Turn<'_>, code: &CaseCode) -> Result<Option<(Case, Party)>, Need> {
    if !turn.session.has_sides {
        return Ok(None);
    }
    let all = turn.world.facts.parties_at(&turn.here())?;
    let Some(party) = all.iter().find(|party| party.code == *code) else { return Ok(None) };
    let case = turn.world.facts.case(&party.case)?.clone();
    Ok(case.map(|case| (case, party.clone())))
}

/// The open mediations whose other party this person is.
pub(super) fn open(turn: &Turn<'_>) -> Result<Vec<(Case, Party)>, Need> {
    let mut found = Vec::new();
    if turn.session.has_sides {
        for party in turn.world.facts.parties_at(&turn.here())?.iter().filter(|party| party.is_in()) {
            let case = turn.world.facts.case(&party.case)?.clone().filter(Case::is_open);
            found.extend(case.map(|case| (case, party.clone())));
        }
    }
    Ok(found)
}

/// The mediations whose other party this person is, as buttons.
pub(super) fn choices(turn: &Turn<'_>) -> Result<Vec<Choice>, Need> {
    if !turn.session.has_sides {
        return Ok(Vec::new());
    }
    let all = turn.world.facts.parties_at(&turn.here())?;
    let texts = texts(turn);
    let label = |party: &Party| choice(texts.button_look(&party.code), Verb::Look, &party.code);
    Ok(all.iter().filter(|party| party.is_in()).map(label).collect())
}

/// The mediations they take part in, as buttons to their appointments.
pub(super) fn appointments(turn: &Turn<'_>) -> Result<Vec<Choice>, Need> {
    if !turn.session.has_sides {
        return Ok(Vec::new());
    }
    let mut choices = Vec::new();
    for party in turn.world.facts.parties_at(&turn.here())? {
        let case = turn.world.facts.case(&party.case)?;
        if party.state == PartyState::Consented && case.as_ref().is_some_and(Case::is_open) {
            let show = Appointment::Show(party.code.clone());
            choices.push(Choice::new(texts(turn).button_look(&party.code), &Action::Appointment(show)));
        }
    }
    Ok(choices)
}

/// From now on plain words belong to this mediation, and what is said here to its thread.
pub(super) fn enter(turn: &mut Turn<'_>, case: &Case, party: &Party) {
    turn.about = Some(case.id.clone());
    turn.thread = Some(Side::Other(party.id.clone()));
    turn.session.thread = None;
    turn.session.side = Some(party.code.clone());
    turn.session.has_sides = true;
    turn.session.misses = 0;
    if !question::is_open(turn) {
        turn.session.flow = Flow::Idle;
    }
}

/// Says it with choices, numbered unless a question is open whose answers are.
fn offer(turn: &mut Turn<'_>, text: String, choices: Vec<Choice>) {
    let out = Choice::new(turn.texts().ask_other(), &Action::NewQuestion);
    if question::is_open(turn) {
        turn.beside(text, choices);
    } else {
        turn.ask(text, choices, 1, vec![out]);
    }
}

/// Says it; plain words follow.
fn say(turn: &mut Turn<'_>, text: String) {
    let out = Choice::new(turn.texts().ask_other(), &Action::NewQuestion);
    menu::mentioned(turn, text, vec![out]);
}

fn texts<'world>(turn: &Turn<'world>) -> &'world MediationTexts {
    turn.world.rules.texts.mediation(turn.session.lang)
}

fn choice(label: String, verb: Verb, code: &CaseCode) -> Choice {
    Choice::new(label, &Action::Side(verb, code.clone()))
}
