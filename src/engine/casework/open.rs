//! A new case: made, promised and offered.

use crate::domain::case::{Case, CaseState, EntryKind, Reach, Speaker};
use crate::domain::code::CaseCode;
use crate::domain::ids::CaseId;
use crate::domain::message::Outbound;
use crate::domain::service::Service;
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{Draft, audience, card, hours, log, tell, timers};

/// Opens a case for this conversation and offers it to the fitting people.
pub(super) fn open(turn: &mut Turn<'_>, draft: Draft) -> Result<Case, Need> {
    let audience = audience::first(turn, draft.service, &draft.room)?;
    let case = made(turn, draft, audience.reach);
    turn.push(Effect::Open(case.clone()));
    log::resident(turn, &case, EntryKind::Opened, &case.summary, None);
    for person in &audience.people {
        card::deal(turn, &case, person, &[]);
    }
    if audience.people.is_empty() {
        nobody_there(turn, &case)?;
    }
    timers::start_accept(turn, &case);
    timers::start_answer(turn, &case);
    Ok(case)
}

/// Tells whoever leads the street that a case has nobody to take it.
pub(super) fn nobody_there(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let room = tell::room_name(turn, &case.room);
    let text = turn.staff_texts().nobody_there(&case.code, tell::service_name(turn, case.service), room);
    for person in audience::overseers(turn, &case.room)? {
        tell::staff(turn, &person, case, &Outbound::text(text.clone()));
    }
    Ok(())
}

fn made(turn: &mut Turn<'_>, draft: Draft, reach: Reach) -> Case {
    Case {
        id: CaseId::new(turn.mint.text()),
        code: CaseCode::from_number(turn.mint.number()),
        conversation: turn.here(),
        lang: turn.session.lang,
        service: draft.service,
        topic: draft.topic,
        room: draft.room,
        state: CaseState::Offered,
        reach,
        owner: None,
        summary: draft.summary,
        details: draft.details,
        urgent: draft.urgent || draft.service == Service::Emergency,
        deadline: hours::promise(&turn.world.rules.policy, draft.service, turn.now),
        last_speaker: Speaker::Resident,
        last_spoke_at: turn.now,
        outcome: None,
        opened_at: turn.now,
        claimed_at: None,
        answered_at: None,
        closed_at: None,
        version: 0,
    }
}
