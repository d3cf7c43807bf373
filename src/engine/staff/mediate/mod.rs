//! What staff do in a mediation: invite the other party, write to either side, find a time, write the agreement down.

mod agreement;
mod desk;
mod meeting;
mod questions;
mod write;

use crate::domain::case::{Case, CaseState};
use crate::domain::code::CaseCode;
use crate::domain::follow_up::FollowUpAnswer;
use crate::domain::mediation::{Confirmation, Performed};
use crate::domain::party::{Party, Side};
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::sides::settle::{self, Question};
use crate::engine::casework::sides::{self, consent, contact};
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::mediating::Mediating;
use crate::engine::session::{Choice, Flow};
use crate::engine::turn::Turn;
use crate::engine::unsent::Mark;
use crate::engine::verb::Verb;

use super::{access, decide, press};
pub(super) use agreement::{back, begin};
pub(super) use meeting::{agreed_for, ask_all, taken_back};
pub(super) use questions::{skipped, typed};
pub(super) use write::{Addressee, addressee, answering, ask_side, confirm, loose_choices, to_party};

/// The buttons of a mediation: those under 对方… as it stands, and those that say, pressed too early, what is missing.
pub(super) fn buttons(turn: &Turn<'_>, case: &Case) -> Result<Vec<Choice>, Need> {
    if case.service != Service::Mediation {
        return Ok(Vec::new());
    }
    let (texts, code) = (turn.mediator_texts(), &case.code);
    let mut buttons = desk::buttons(turn, case)?;
    buttons.extend([
        desk::choice(texts.button_time(), Verb::Time, code),
        desk::choice(texts.button_name(), Verb::Name, code),
        desk::choice(texts.button_more(), Verb::More, code),
    ]);
    Ok(buttons)
}

/// Does what a button of a mediation says; `open` is the question that was open when it was pressed.
pub(super) fn act(
    turn: &mut Turn<'_>,
    member: &Staff,
    verb: Verb,
    code: &CaseCode,
    open: &Flow,
) -> Result<(), Need> {
    match verb {
        Verb::Link | Verb::PhoneYes | Verb::PhoneNo | Verb::PhoneNoSure => {
            about_party(turn, member, verb, code)
        }
        Verb::Write => about_party(turn, member, verb, code),
        Verb::MoreYesFor => meeting::said_yes(turn, member, code, Question::Month),
        Verb::Performed if matches!(open, Flow::Mediating(Mediating::Agreed(_))) => {
            agreement::performed_at_once(turn, member, open)
        }
        Verb::AgreedSure | Verb::AgreedAnew => agreement::decided(turn, member, verb, open),
        Verb::Desk | Verb::Name | Verb::Time | Verb::More | Verb::Contact => {
            about_case(turn, member, verb, code)
        }
        Verb::Performed | Verb::Partly | Verb::NotPerformed | Verb::Applied | Verb::Unwanted => {
            afterwards(turn, member, verb, code)
        }
        Verb::MoreYes
        | Verb::MoreNo
        | Verb::Consent
        | Verb::Refuse
        | Verb::RefuseSure
        | Verb::Ask
        | Verb::Look
        | Verb::Disclose
        | Verb::Hide => {
            press::stale(turn, member);
            Ok(())
        }
    }
}

fn about_case(turn: &mut Turn<'_>, member: &Staff, verb: Verb, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    if verb == Verb::Desk {
        return desk::show(turn, member, case);
    }
    if verb == Verb::Contact {
        return contacts(turn, member, case);
    }
    if !works_on(member, case) {
        return decide::tell_standing(turn, member, case);
    }
    match verb {
        Verb::Name => questions::ask_who(turn, case),
        Verb::Time => meeting::ask_when(turn, case)?,
        _ => match settle::another_month(turn, case)? {
            Some(_) => turn.reply(turn.mediator_texts().month_asked(code)),
            None => return desk::show(turn, member, case),
        },
    }
    Ok(())
}

fn contacts(turn: &mut Turn<'_>, member: &Staff, case: &Case) -> Result<(), Need> {
    if !access::may_decide(turn, member, case) {
        return decide::tell_standing(turn, member, case);
    }
    if !contact::look(turn, member, case)? {
        turn.reply(turn.mediator_texts().no_contact(&case.code));
    }
    Ok(())
}

/// The words kept while it was not clear whose they were go to the party with this code.
pub(super) fn send_kept(
    turn: &mut Turn<'_>,
    member: &Staff,
    code: &CaseCode,
    mark: Mark,
) -> Result<(), Need> {
    let Some(party) = turn.world.facts.party(code)? else {
        press::stale(turn, member);
        return Ok(());
    };
    let case = turn.world.facts.case(&party.case)?.as_ref();
    let Some(case) = access::allowed(turn, member, case)? else { return Ok(()) };
    match works_on(member, case) {
        true if party.conversation.is_some() && party.is_in() => {
            write::send_kept(turn, member, case, party, mark)
        }
        true => desk::show(turn, member, case),
        false => decide::tell_standing(turn, member, case),
    }
}

fn about_party(turn: &mut Turn<'_>, member: &Staff, verb: Verb, code: &CaseCode) -> Result<(), Need> {
    let Some(party) = turn.world.facts.party(code)? else {
        press::stale(turn, member);
        return Ok(());
    };
    let case = turn.world.facts.case(&party.case)?.as_ref();
    let Some(case) = access::allowed(turn, member, case)? else { return Ok(()) };
    if !works_on(member, case) {
        return decide::tell_standing(turn, member, case);
    }
    match verb {
        Verb::Link if party.is_undecided() => desk::link(turn, member, case, party),
        Verb::PhoneYes if party.is_undecided() => phone_yes(turn, member, case, party),
        Verb::PhoneNo if party.is_in() => desk::ask_refusal(turn, case, party),
        Verb::PhoneNoSure if party.is_in() => phone_no(turn, member, case, party),
        Verb::Write if party.conversation.is_some() && party.is_in() => {
            turn.session.flow = Flow::Mediating(Mediating::Writing(party.code.clone()));
            write::asked(turn, case, party)
        }
        _ => desk::show(turn, member, case),
    }
}

fn phone_yes(turn: &mut Turn<'_>, member: &Staff, case: &Case, party: &Party) -> Result<(), Need> {
    consent::consent(turn, case, party, Some(member))?;
    let name = sides::alias(turn, sides::parties(turn, case)?, &Side::Other(party.id.clone()));
    let text = turn.mediator_texts().noted_yes(&case.code, name);
    desk::offer_time(turn, case, text);
    Ok(())
}

fn phone_no(turn: &mut Turn<'_>, member: &Staff, case: &Case, party: &Party) -> Result<(), Need> {
    consent::refuse(turn, case, party, Some(member))?;
    let name = sides::alias(turn, sides::parties(turn, case)?, &Side::Other(party.id.clone()));
    turn.reply(turn.mediator_texts().noted_no(&case.code, name));
    Ok(())
}

/// After the end: performance, and judicial confirmation.
fn afterwards(turn: &mut Turn<'_>, member: &Staff, verb: Verb, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    if !access::may_decide(turn, member, case) {
        return decide::tell_standing(turn, member, case);
    }
    let noted = match verb {
        Verb::Performed => sides::agreement::performed(turn, member, case, Performed::Yes)?,
        Verb::Partly => sides::agreement::performed(turn, member, case, Performed::Partly)?,
        Verb::NotPerformed => sides::agreement::performed(turn, member, case, Performed::No)?,
        Verb::Applied => sides::agreement::confirmation(turn, member, case, Confirmation::Applied)?,
        _ => sides::agreement::confirmation(turn, member, case, Confirmation::Unwanted)?,
    };
    match noted {
        true if verb == Verb::NotPerformed => {
            let again = Action::Deed(Deed::FollowUp(code.clone(), FollowUpAnswer::Unsolved));
            let choices = vec![
                Choice::new(turn.around().button_reopen(), &again),
                Choice::new(turn.staff_texts().button_details(), &Action::Details(code.clone())),
            ];
            turn.offer(turn.mediator_texts().noted_not_performed(code), choices, 2);
        }
        true => turn.reply(turn.mediator_texts().noted(code)),
        false => return decide::tell_standing(turn, member, case),
    }
    Ok(())
}

/// Whether the case is the member's and open.
fn works_on(member: &Staff, case: &Case) -> bool {
    case.state == CaseState::Claimed && access::owns(member, case)
}
