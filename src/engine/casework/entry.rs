//! 登记: what came to the counter, by phone or in a group, in the same ledger as what came to the bot.
//!
//! The resident has no conversation, so the case gets one at the counter ([`ConversationId::at_counter`]): whatever
//! is said to it is told to staff, who pass it on ([`super::by_phone`]). It may go on in a real one later.

use crate::domain::case::{Case, CaseState, EntryKind, Outcome, Reach, Speaker};
use crate::domain::code::CaseCode;
use crate::domain::ids::{CaseId, ConversationId, RoomCode};
use crate::domain::lang::Lang;
use crate::domain::message::Outbound;
use crate::domain::origin::Origin;
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::audience;
use super::close::outcome_name;
use super::sides::conflict;
use super::{card, joint, log, open, tell, timers};

/// What a member of staff enters for somebody.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Entered {
    pub(in crate::engine) origin: Origin,
    pub(in crate::engine) service: Service,
    pub(in crate::engine) words: String,
    pub(in crate::engine) room: RoomCode,
    pub(in crate::engine) contact: Option<String>,
    pub(in crate::engine) then: Then,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Then {
    /// Whoever entered it has it in hand.
    Mine,
    /// It is offered to the fitting people of the room, like any case.
    Offered,
    /// It was answered on the spot: it is entered as ended, and nobody is called back.
    Answered,
}

/// Enters a case that the member has in hand, that the room is offered, or that was answered on the spot.
pub(in crate::engine) fn enter(turn: &mut Turn<'_>, member: &Staff, entered: Entered) -> Result<Case, Need> {
    let then = entered.then;
    let mut case = made(turn, member, entered);
    let without = conflict::without(turn, &case)?;
    let audience = audience::first(turn, audience::sought(&case, &without))?;
    if then == Then::Offered {
        case.reach = audience.reach;
    }
    turn.push(Effect::Open(case.clone()));
    let text = turn.around().log_entered(origin_name(turn, case.origin), &case.summary);
    log::staff(turn, &case, member, EntryKind::Opened, &text, None);
    if then == Then::Answered {
        let outcome = outcome_name(turn, Outcome::Answered);
        log::staff(turn, &case, member, EntryKind::Closed, &outcome, None);
        return Ok(case);
    }
    timers::start_answer(turn, &case);
    if then == Then::Offered {
        open::offered(turn, &case, &audience.people)?;
        joint::consider(turn, &case)?;
        return Ok(case);
    }
    log::staff(turn, &case, member, EntryKind::Claimed, "", None);
    if let Some(member) = turn.world.facts.staff(&member.id)? {
        card::deal(turn, &case, member, &[])?;
    }
    alarm(turn, member, &case, &audience.people)?;
    joint::consider(turn, &case)?;
    Ok(case)
}

/// Danger and crowds: the room and the street read of them at once, as of those that come to the bot, although somebody has
/// them in hand.
fn alarm(turn: &mut Turn<'_>, member: &Staff, case: &Case, people: &[Staff]) -> Result<(), Need> {
    if !matches!(case.service, Service::Emergency | Service::Collective) {
        return Ok(());
    }
    let card = card::text(turn, case, &case.summary)?;
    let text = turn.around().entered_alarm(&member.name, card);
    let details = tell::button(turn.staff_texts().button_details(), &Action::Details(case.code.clone()));
    let news = Outbound::text(text).row(vec![details]);
    for person in people.iter().filter(|person| person.id != member.id) {
        tell::staff(turn, person, case, &news);
    }
    Ok(())
}

/// What staff call a way in.
pub(in crate::engine) fn origin_name(turn: &Turn<'_>, origin: Origin) -> String {
    let texts = turn.around();
    match origin {
        Origin::Bot => texts.origin_bot(),
        Origin::Visit => texts.origin_visit(),
        Origin::Phone => texts.origin_phone(),
        Origin::Group => texts.origin_group(),
        Origin::Referral => texts.origin_referral(),
        Origin::Found => texts.origin_found(),
    }
}

fn made(turn: &mut Turn<'_>, member: &Staff, entered: Entered) -> Case {
    let id = CaseId::new(turn.mint.text());
    let urgent = matches!(entered.service, Service::Emergency | Service::Collective);
    let deadline = turn.promise(&entered.room, entered.service, urgent);
    let (answered, mine) = (entered.then == Then::Answered, entered.then == Then::Mine);
    let ended = answered.then_some(turn.now);
    Case {
        code: CaseCode::from_number(turn.mint.number()),
        conversation: ConversationId::at_counter(&id),
        lang: Lang::Zh,
        service: entered.service,
        origin: entered.origin,
        behalf: None,
        contact: entered.contact,
        topic: turn.world.rules.catalogue.read(&entered.words).topic,
        room: entered.room,
        state: match entered.then {
            Then::Mine => CaseState::Claimed,
            Then::Offered => CaseState::Offered,
            Then::Answered => CaseState::Filed,
        },
        reach: Reach::Role,
        owner: (mine || answered).then(|| member.id.clone()),
        summary: entered.words,
        details: Vec::new(),
        urgent,
        deadline,
        last_speaker: if answered { Speaker::Staff } else { Speaker::Resident },
        last_spoke_at: turn.now,
        outcome: answered.then_some(Outcome::Answered),
        opened_at: turn.now,
        claimed_at: (mine || answered).then_some(turn.now),
        answered_at: ended,
        referred_at: None,
        closed_at: ended,
        version: 0,
        id,
    }
}
