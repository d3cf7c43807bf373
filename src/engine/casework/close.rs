//! A case ends: how, who is told, and what the resident can do next.

use crate::domain::case::{Case, CaseState, EntryKind, Outcome, Speaker};
use crate::domain::message::Outbound;
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{card, log, relay, tell, timers};

/// How a case of this service can end.
pub(in crate::engine) fn outcomes(service: Service) -> &'static [Outcome] {
    match service {
        Service::LegalAid => {
            &[Outcome::AidReferred, Outcome::Answered, Outcome::Withdrawn, Outcome::OtherRoute]
        }
        Service::Mediation => &[
            Outcome::MediatedOral,
            Outcome::MediatedWritten,
            Outcome::Unsuccessful,
            Outcome::Withdrawn,
            Outcome::OtherRoute,
        ],
        _ => &[Outcome::Answered, Outcome::OtherRoute, Outcome::Withdrawn],
    }
}

/// What staff call an outcome.
pub(in crate::engine) fn outcome_name(turn: &Turn<'_>, outcome: Outcome) -> String {
    let texts = turn.staff_texts();
    match outcome {
        Outcome::Answered => texts.outcome_answered(),
        Outcome::AidReferred => texts.outcome_aid_referred(),
        Outcome::MediatedOral => texts.outcome_mediated_oral(),
        Outcome::MediatedWritten => texts.outcome_mediated_written(),
        Outcome::Unsuccessful => texts.outcome_unsuccessful(),
        Outcome::Withdrawn => texts.outcome_withdrawn(),
        Outcome::OtherRoute => texts.outcome_other_route(),
    }
}

/// Staff end a case; the resident is told what it means and what comes next.
pub(in crate::engine) fn by_staff(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    outcome: Outcome,
) -> Result<(), Need> {
    let owner = relay::owner(turn, case)?;
    let case = ended(turn, case, outcome)?;
    log::staff(turn, &case, member, EntryKind::Closed, &outcome_name(turn, outcome), None);
    if let Some(owner) = owner.filter(|owner| owner.id != member.id) {
        let name = outcome_name(turn, outcome);
        let news = turn.staff_texts().closed_by_other(&member.name, &case.code, name);
        tell::staff(turn, &owner, &case, &Outbound::text(news));
    }
    let news = farewell(turn, &case, outcome);
    tell::resident(turn, &case, news);
    Ok(())
}

/// The resident takes the matter back. One that has ended stays as it ended.
pub(super) fn by_resident(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    if !case.is_open() {
        return Ok(());
    }
    let owner = relay::owner(turn, case)?;
    let mut case = ended(turn, case, Outcome::Withdrawn)?;
    case.last_speaker = Speaker::Resident;
    case.last_spoke_at = turn.now;
    turn.save(&case);
    let name = outcome_name(turn, Outcome::Withdrawn);
    log::resident(turn, &case, EntryKind::Closed, &name, None);
    if let Some(owner) = owner {
        let news = turn.staff_texts().withdrawn_by_resident(&case.code);
        tell::staff(turn, &owner, &case, &Outbound::text(news));
    }
    Ok(())
}

fn ended(turn: &mut Turn<'_>, case: &Case, outcome: Outcome) -> Result<Case, Need> {
    let mut case = case.clone();
    case.state = CaseState::Closed;
    case.outcome = Some(outcome);
    case.closed_at = Some(turn.now);
    turn.save(&case);
    timers::ended(turn, &case);
    card::refresh(turn, &case, None)?;
    Ok(case)
}

fn farewell(turn: &Turn<'_>, case: &Case, outcome: Outcome) -> String {
    let texts = tell::resident_texts(turn, case.lang);
    match outcome {
        Outcome::Answered => texts.case_closed_answered(&case.code),
        Outcome::AidReferred => texts.case_closed_aid_referred(&case.code),
        Outcome::MediatedOral => texts.case_closed_mediated_oral(&case.code),
        Outcome::MediatedWritten => texts.case_closed_mediated_written(&case.code),
        Outcome::Unsuccessful => texts.case_closed_unsuccessful(&case.code),
        Outcome::Withdrawn => texts.case_closed_withdrawn(&case.code),
        Outcome::OtherRoute => texts.case_closed_other_route(&case.code),
    }
}
