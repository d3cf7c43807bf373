//! Words between a resident and whoever has the case. Neither sees more of the other than this passes on.

use std::collections::BTreeSet;

use crate::domain::attachment::Attachment;
use crate::domain::case::{Case, CaseState, EntryKind, Speaker};
use crate::domain::ids::ConversationId;
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::tell::{self, button};
use super::{card, hours, log, timers, transfer};

/// What one side says to the other.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::engine) struct Words<'a> {
    pub(in crate::engine) text: &'a str,
    pub(in crate::engine) file: Option<&'a Attachment>,
    pub(in crate::engine) place: Option<(f64, f64)>,
    /// Whether they correct something said before.
    pub(in crate::engine) corrects: bool,
}

impl Words<'_> {
    fn kind(self) -> EntryKind {
        if self.corrects { EntryKind::Corrected } else { EntryKind::Said }
    }

    /// What the log keeps: a place as its degrees.
    fn logged(self) -> String {
        let place = self.place.map(|(latitude, longitude)| format!("{latitude:.5}, {longitude:.5}"));
        [self.text.to_owned(), place.unwrap_or_default()].join(" ").trim().to_owned()
    }

    fn outbound(self, text: String) -> Outbound {
        Outbound { text, file: self.file.cloned(), place: self.place, ..Outbound::default() }
    }
}

/// Brings the resident's words to the owner, or to everyone the case is offered to.
pub(super) fn from_resident(turn: &mut Turn<'_>, case: &Case, words: Words<'_>) -> Result<(), Need> {
    let mut case = case.clone();
    log::resident(turn, &case, words.kind(), &words.logged(), words.file);
    let answered = case.is_open() && !case.awaits_staff();
    case.last_speaker = Speaker::Resident;
    case.last_spoke_at = turn.now;
    if answered {
        case.deadline = hours::promise(&turn.world.rules.policy, case.service, turn.now);
        timers::restart_answer(turn, &case);
    }
    match (case.state, owner(turn, &case)?) {
        (CaseState::Offered, _) => to_holders(turn, &case, words)?,
        (_, Some(owner)) => to_owner(turn, &case, &owner, words),
        (CaseState::Claimed, None) => {
            transfer::release(turn, &mut case)?;
            to_holders(turn, &case, words)?;
        }
        (CaseState::Closed, None) => {}
    }
    turn.save(&case);
    Ok(())
}

/// Brings the owner's words to the resident.
pub(in crate::engine) fn from_staff(turn: &mut Turn<'_>, member: &Staff, case: &Case, words: Words<'_>) {
    let texts = tell::resident_texts(turn, case.lang);
    let role = tell::role_name(turn, case.lang, member.role);
    let text = match words.corrects {
        true => texts.case_correction(&member.name, role, words.text),
        false => texts.case_answer(&member.name, role, words.text),
    };
    tell::send(turn, &case.conversation, case, Purpose::Relay, words.outbound(text));
    log::staff(turn, case, member, words.kind(), &words.logged(), words.file);
    let mut case = case.clone();
    case.last_speaker = Speaker::Staff;
    case.last_spoke_at = turn.now;
    case.answered_at.get_or_insert(turn.now);
    timers::answered(turn, &case);
    turn.save(&case);
}

/// The owner of a case, as long as they work here and can be reached.
pub(super) fn owner(turn: &Turn<'_>, case: &Case) -> Result<Option<Staff>, Need> {
    let Some(id) = &case.owner else { return Ok(None) };
    let owner = turn.world.facts.staff(id)?;
    Ok(owner.as_ref().filter(|owner| transfer::at_work(owner)).cloned())
}

fn to_owner(turn: &mut Turn<'_>, case: &Case, owner: &Staff, words: Words<'_>) {
    let buttons = vec![
        button(turn.staff_texts().button_answer(), &Action::Answer(case.code.clone())),
        button(turn.staff_texts().button_details(), &Action::Details(case.code.clone())),
    ];
    let outbound = words.outbound(heading(turn, case, words)).row(buttons);
    for to in &owner.conversations {
        tell::send(turn, to, case, Purpose::Relay, outbound.clone());
    }
}

/// Everyone who holds a card, and everyone dealt one in this very turn.
fn to_holders(turn: &mut Turn<'_>, case: &Case, words: Words<'_>) -> Result<(), Need> {
    let cards = turn.world.facts.cards(&case.id)?;
    let held = cards.iter().filter(|card| card.staff.is_some()).map(|card| card.conversation.clone());
    let holders: BTreeSet<ConversationId> = held.chain(turn.dealt(&case.id)).collect();
    let outbound = words.outbound(heading(turn, case, words)).row(card::offer_buttons(turn, case));
    for to in &holders {
        tell::send(turn, to, case, Purpose::Notice, outbound.clone());
    }
    Ok(())
}

fn heading(turn: &Turn<'_>, case: &Case, words: Words<'_>) -> String {
    let texts = turn.staff_texts();
    match (words.corrects, words.file, words.text.is_empty()) {
        (true, ..) => texts.resident_corrected(&case.code, words.text),
        (false, Some(_), true) => texts.resident_sent_file(&case.code),
        _ => texts.resident_said(&case.code, words.text),
    }
}
