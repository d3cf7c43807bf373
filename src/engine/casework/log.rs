//! Lines of a case's log.

use crate::domain::attachment::Attachment;
use crate::domain::case::{Case, CaseEntry, EntryKind, Speaker};
use crate::domain::ids::{EntryId, PartyId};
use crate::domain::staff::Staff;
use crate::engine::effect::Effect;
use crate::engine::turn::Turn;

/// The resident did it.
pub(super) fn resident(
    turn: &mut Turn<'_>,
    case: &Case,
    kind: EntryKind,
    text: &str,
    file: Option<&Attachment>,
) {
    add(turn, case, None, (Speaker::Resident, None), kind, (text, file));
}

/// A member of staff did it.
pub(in crate::engine) fn staff(
    turn: &mut Turn<'_>,
    case: &Case,
    member: &Staff,
    kind: EntryKind,
    text: &str,
    file: Option<&Attachment>,
) {
    add(turn, case, None, (Speaker::Staff, Some(member)), kind, (text, file));
}

/// It happened by itself.
pub(super) fn system(turn: &mut Turn<'_>, case: &Case, kind: EntryKind, text: &str) {
    add(turn, case, None, (Speaker::System, None), kind, (text, None));
}

/// It belongs to the thread of another party of a mediation.
pub(super) fn party(
    turn: &mut Turn<'_>,
    case: &Case,
    party: &PartyId,
    by: (Speaker, Option<&Staff>),
    kind: EntryKind,
    text: &str,
    file: Option<&Attachment>,
) {
    add(turn, case, Some(party), by, kind, (text, file));
}

fn add(
    turn: &mut Turn<'_>,
    case: &Case,
    party: Option<&PartyId>,
    (by, member): (Speaker, Option<&Staff>),
    kind: EntryKind,
    (text, file): (&str, Option<&Attachment>),
) {
    let entry = CaseEntry {
        id: EntryId::new(turn.mint.text()),
        case: case.id.clone(),
        at: turn.now,
        by,
        staff: member.map(|member| member.id.clone()),
        kind,
        text: text.to_owned(),
        attachment: file.map(|file| file.id.clone()),
        party: party.cloned(),
    };
    turn.push(Effect::Log(entry));
}
