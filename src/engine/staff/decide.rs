//! What staff decide about a case: take it, give it away, answer. Each is checked against what holds now.

use crate::domain::case::{Case, CaseState};
use crate::domain::code::CaseCode;
use crate::domain::ids::StaffId;
use crate::domain::lang::Lang;
use crate::domain::party::Side;
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::casework::relay::Words;
use crate::engine::casework::tell::{role_name, room_name};
use crate::engine::casework::{by_phone, card, claim, close, relay, transfer};
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow};
use crate::engine::turn::Turn;
use crate::engine::unsent::Mark;
use crate::engine::verb::Verb;

use super::access::{self, may_decide, owns};
use super::conclude;
use super::{hand_over, mediate, papers, reopening, unsent};

/// 接单: the first wins, anybody later is told who it was.
pub(super) fn claim(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    if case.state != CaseState::Offered {
        return tell_standing(turn, member, case);
    }
    let case = claim::claim(turn, member, case)?;
    let texts = turn.staff_texts();
    match unsent::kept_for(turn, code) {
        Some(words) => {
            let send =
                Choice::new(texts.button_send_to(code), &Action::SendTo(code.clone(), Mark::of(&words)));
            let cancel = Choice::new(texts.button_cancel(), &Action::Cancel);
            let told = by_phone::told(turn, &case);
            turn.offer(texts.claimed_with_words(code, told, words), vec![send, cancel], 2);
        }
        None => turn.offer(texts.claimed(code, by_phone::told(turn, &case)), owner_choices(turn, &case), 4),
    }
    Ok(())
}

/// 转给…: shows to whom.
pub(super) fn give(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    if !may_give(turn, member, case) {
        return tell_standing(turn, member, case);
    }
    ask_whom(turn, member, case, turn.staff_texts().give_to_whom(code))
}

/// Somebody was named who cannot have the case: who left meanwhile, or serves its other side. It is not said which.
pub(super) fn give_another(turn: &mut Turn<'_>, member: &Staff, case: &Case) -> Result<(), Need> {
    ask_whom(turn, member, case, turn.mediator_texts().cannot_take(&case.code))
}

fn ask_whom(turn: &mut Turn<'_>, member: &Staff, case: &Case, text: String) -> Result<(), Need> {
    let (code, texts) = (&case.code, turn.staff_texts());
    let mut choices: Vec<Choice> = Vec::new();
    for person in access::colleagues(turn, member, case)? {
        let (role, room) = (role_name(turn, Lang::Zh, person.role), room_name(turn, &person.room));
        let label = texts.button_colleague(&person.name, role, room);
        choices.push(Choice::new(label, &Action::GiveTo(code.clone(), person.id)));
    }
    if in_hand(case) {
        choices.push(Choice::new(texts.button_give_back(), &Action::GiveBack(code.clone())));
    }
    if choices.is_empty() {
        turn.reply(texts.nobody_to_give(code));
        return Ok(());
    }
    choices.push(Choice::new(texts.button_cancel(), &Action::Cancel));
    turn.offer(text, choices, 1);
    Ok(())
}

/// 转给 this colleague.
pub(super) fn give_to(
    turn: &mut Turn<'_>,
    member: &Staff,
    code: &CaseCode,
    staff: &StaffId,
) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    if !may_give(turn, member, case) {
        return tell_standing(turn, member, case);
    }
    let colleagues = access::colleagues(turn, member, case)?;
    let Some(colleague) = colleagues.iter().find(|person| person.id == *staff) else {
        return give_another(turn, member, case);
    };
    if colleague.id != member.id && hand_over::crosses_rooms(turn, case, colleague)? {
        hand_over::ask(turn, case, colleague);
        return Ok(());
    }
    let case = given(turn, member, case, colleague)?;
    let (texts, told) = (turn.staff_texts(), by_phone::told(turn, &case));
    if colleague.id == member.id {
        turn.offer(texts.claimed(code, told), owner_choices(turn, &case), 4);
    } else {
        turn.reply(texts.given(code, &colleague.name, told));
    }
    Ok(())
}

/// Gives the case to a colleague; whoever had it is told.
pub(super) fn given(turn: &mut Turn<'_>, member: &Staff, case: &Case, to: &Staff) -> Result<Case, Need> {
    let before = match &case.owner {
        Some(owner) => turn.world.facts.staff(owner)?.as_ref(),
        None => None,
    };
    transfer::give(turn, member, case, to, before)
}

/// 放回待接单.
pub(super) fn give_back(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    if !in_hand(case) || !may_decide(turn, member, case) {
        return tell_standing(turn, member, case);
    }
    transfer::give_back(turn, member, case)?;
    turn.reply(turn.staff_texts().given_back(code));
    Ok(())
}

/// 回复: the next words go to the resident.
pub(super) fn answer(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    let texts = turn.staff_texts();
    if !in_hand(case) || !owns(member, case) {
        return tell_standing(turn, member, case);
    }
    turn.session.flow = Flow::Replying(case.id.clone());
    let text = mediate::answering(turn, case)?;
    turn.thread = Some(Side::Applicant);
    turn.mention(text, vec![Choice::new(texts.button_cancel(), &Action::Cancel)]);
    Ok(())
}

/// The words kept while it was not clear whose they were.
pub(super) fn send_kept(
    turn: &mut Turn<'_>,
    member: &Staff,
    code: &CaseCode,
    mark: Mark,
) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    let texts = turn.staff_texts();
    if !in_hand(case) || !owns(member, case) {
        return tell_standing(turn, member, case);
    }
    match unsent::take(turn, mark) {
        Some(words) => {
            relay::from_staff(turn, member, case, Words { text: &words, ..Words::default() })?;
            mediate::confirm(turn, case, &Side::Applicant)?;
        }
        None => turn.reply(texts.nothing_kept()),
    }
    Ok(())
}

/// Says what holds now, with what the member can do about it.
pub(super) fn tell_standing(turn: &mut Turn<'_>, member: &Staff, case: &Case) -> Result<(), Need> {
    let texts = turn.staff_texts();
    let text = match (case.state, case.outcome, &case.owner) {
        (CaseState::Offered, ..) => texts.claim_first(&case.code),
        (CaseState::Closed | CaseState::Filed, Some(outcome), _) => {
            texts.has_ended(&case.code, close::outcome_name(turn, outcome))
        }
        (CaseState::Claimed | CaseState::Referred, _, Some(owner)) if *owner != member.id => {
            let owner = turn.world.facts.staff(owner)?.as_ref();
            texts.has_owner(&case.code, owner.map_or("", |owner| &owner.name))
        }
        _ => texts.is_yours(&case.code),
    };
    let mut choices = choices(turn, member, case);
    choices.push(Choice::new(texts.button_details(), &Action::Details(case.code.clone())));
    turn.offer(text, choices, 4);
    Ok(())
}

/// What the member can do about a case as it is now.
pub(super) fn choices(turn: &Turn<'_>, member: &Staff, case: &Case) -> Vec<Choice> {
    let texts = turn.staff_texts();
    let mut choices = Vec::new();
    if case.state == CaseState::Offered {
        choices.push(Choice::new(texts.button_claim(), &Action::Claim(case.code.clone())));
    }
    if in_hand(case) && owns(member, case) {
        choices.push(Choice::new(texts.button_answer(), &Action::Answer(case.code.clone())));
        let offer = Action::Appointment(Appointment::Choose(case.code.clone()));
        choices.push(Choice::new(turn.world.rules.texts.desk.button_offer(), &offer));
    }
    if may_give(turn, member, case) {
        choices.push(Choice::new(texts.button_give(), &Action::Give(case.code.clone())));
    }
    if case.service == Service::Mediation {
        let desk = Action::Side(Verb::Desk, case.code.clone());
        choices.push(Choice::new(turn.mediator_texts().button_desk(), &desk));
    }
    if case.is_open() && may_decide(turn, member, case) {
        choices.push(Choice::new(card::close_label(turn, case), &Action::Close(case.code.clone())));
    }
    choices.extend(papers::choice(turn, member, case));
    if conclude::may_file(turn, member, case) {
        choices.push(Choice::new(turn.work_texts().button_file(), &Action::File(case.code.clone())));
    }
    choices.extend(reopening::choice(turn, member, case));
    choices
}

/// An offered case may be given on by whoever sees it, a claimed one only by its owner or the street.
pub(super) fn may_give(turn: &Turn<'_>, member: &Staff, case: &Case) -> bool {
    match case.state {
        CaseState::Offered => true,
        CaseState::Claimed | CaseState::Referred => may_decide(turn, member, case),
        CaseState::Closed | CaseState::Filed => false,
    }
}

/// Whether somebody has the case and works on it.
fn in_hand(case: &Case) -> bool {
    case.is_open() && case.state != CaseState::Offered
}

/// What somebody may do about a case at some time or other, besides what its owner may now.
pub(super) fn other_choices(turn: &Turn<'_>, case: &Case) -> [Choice; 4] {
    let (texts, code) = (turn.staff_texts(), || case.code.clone());
    [
        Choice::new(texts.button_claim(), &Action::Claim(code())),
        Choice::new(texts.button_give_back(), &Action::GiveBack(code())),
        Choice::new(turn.work_texts().button_file(), &Action::File(code())),
        Choice::new(turn.around().button_reopen(), &Action::Deed(Deed::Reopen(code()))),
    ]
}

pub(super) fn owner_choices(turn: &Turn<'_>, case: &Case) -> Vec<Choice> {
    let texts = turn.staff_texts();
    let mut choices = vec![
        Choice::new(texts.button_answer(), &Action::Answer(case.code.clone())),
        Choice::new(
            turn.world.rules.texts.desk.button_offer(),
            &Action::Appointment(Appointment::Choose(case.code.clone())),
        ),
        Choice::new(texts.button_give(), &Action::Give(case.code.clone())),
        Choice::new(card::close_label(turn, case), &Action::Close(case.code.clone())),
        Choice::new(texts.button_details(), &Action::Details(case.code.clone())),
    ];
    if case.service == Service::Mediation {
        let desk = Action::Side(Verb::Desk, case.code.clone());
        choices.insert(1, Choice::new(turn.mediator_texts().button_desk(), &desk));
    }
    choices
}
