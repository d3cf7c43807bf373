//! 详情: everything about a case and all that happened to it.

use crate::domain::case::{Case, CaseEntry, CaseState, EntryKind, Speaker};
use crate::domain::code::CaseCode;
use crate::domain::ids::StaffId;
use crate::domain::lang::Lang;
use crate::domain::message::{Button, Outbound};
use crate::domain::outbox::Purpose;
use crate::domain::staff::Staff;
use crate::engine::casework::card;
use crate::engine::casework::tell::{self, moment};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::access::{self, may_decide, owns};
use super::lists::next_step;

/// Shows the case with the whole of its log.
pub(super) fn details(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    let texts = turn.staff_texts();
    let owner = match &case.owner {
        Some(owner) => name(turn, owner)?,
        None => texts.details_no_owner(),
    };
    let mut log = Vec::new();
    for entry in turn.world.facts.log(&case.id)? {
        log.push(line(turn, entry)?);
    }
    let card = card::text(turn, case, &case.summary);
    let text = texts.details(card, owner, next_step(turn, case), log.join("\n"));
    let outbound = match buttons(turn, member, case) {
        row if row.is_empty() => Outbound::text(text),
        row => Outbound::text(text).row(row),
    };
    let here = turn.here();
    tell::send(turn, &here, case, Purpose::Reply, outbound);
    Ok(())
}

fn buttons(turn: &Turn<'_>, member: &Staff, case: &Case) -> Vec<Button> {
    match case.state {
        CaseState::Offered => card::offer_buttons(turn, case),
        CaseState::Claimed if owns(member, case) => card::owner_buttons(turn, case),
        CaseState::Claimed if may_decide(turn, member, case) => card::takeover_buttons(turn, case),
        _ => Vec::new(),
    }
}

fn line(turn: &Turn<'_>, entry: &CaseEntry) -> Result<String, Need> {
    let texts = turn.staff_texts();
    let who = match (entry.by, &entry.staff) {
        (Speaker::Resident, _) => texts.details_resident(),
        (Speaker::Staff, Some(staff)) => name(turn, staff)?,
        _ => texts.details_system(),
    };
    let words = match &entry.attachment {
        Some(_) => format!("{}{}", entry.text, texts.details_file()),
        None => entry.text.clone(),
    };
    let what = match entry.kind {
        EntryKind::Opened => texts.details_opened(words),
        EntryKind::Corrected => texts.details_corrected(words),
        EntryKind::Claimed => texts.details_claimed(),
        EntryKind::Late => texts.details_late(words),
        EntryKind::Closed => texts.details_closed(words),
        EntryKind::Said | EntryKind::Transferred | EntryKind::Widened | EntryKind::Undelivered => words,
    };
    Ok(texts.details_line(moment(Lang::Zh, entry.at), who, what))
}

/// The name of somebody who works here, or did.
fn name(turn: &Turn<'_>, staff: &StaffId) -> Result<String, Need> {
    Ok(turn.world.facts.staff(staff)?.as_ref().map(|person| person.name.clone()).unwrap_or_default())
}
