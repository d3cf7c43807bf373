//! 调解过程 and 调解结果 of a record, as far as the case's log tells them.
//!
//! All sides sign a record, so that it holds only what all of them know: when it was taken up, who took part since when,
//! meetings, and the end. What a side told the mediator by itself was promised to stay there, and notes are for staff.

use crate::domain::case::{CaseEntry, EntryKind, Outcome};
use crate::domain::party::{Party, PartyState};
use crate::domain::time::Timestamp;

use super::blocks::{Blocks, ticked};

/// What happened, a line each, earliest first.
pub(super) fn told(blocks: &Blocks<'_>) -> String {
    let of_log = blocks.matter.log.iter().filter_map(|entry| Some((entry.at, line(blocks, entry)?)));
    let of_parties = blocks.matter.parties.iter().filter_map(|party| consent(blocks, party));
    let mut lines: Vec<(Timestamp, String)> = of_log.chain(of_parties).collect();
    lines.sort_by_key(|(at, _)| *at);
    let lines = lines.into_iter().map(|(at, what)| format!("{} {what}", at.format("%Y-%m-%d %H:%M")));
    lines.collect::<Vec<_>>().join("\n")
}

fn line(blocks: &Blocks<'_>, entry: &CaseEntry) -> Option<String> {
    match entry.kind {
        EntryKind::Opened => Some(blocks.texts.course_opened()),
        EntryKind::Meeting => Some(entry.text.clone()),
        EntryKind::Reopened => Some(blocks.texts.course_reopened()),
        EntryKind::Closed => Some(blocks.texts.course_closed(&entry.text)),
        EntryKind::Said
        | EntryKind::Corrected
        | EntryKind::Claimed
        | EntryKind::Transferred
        | EntryKind::Widened
        | EntryKind::Orphaned
        | EntryKind::Late
        | EntryKind::Referred
        | EntryKind::Filed
        | EntryKind::FollowedUp
        | EntryKind::Moved
        | EntryKind::HandedOver
        | EntryKind::Joint
        | EntryKind::Progress
        | EntryKind::Note
        | EntryKind::Undelivered
        | EntryKind::Appointment => None,
    }
}

/// When a party that takes part said so.
fn consent(blocks: &Blocks<'_>, party: &Party) -> Option<(Timestamp, String)> {
    let at = party.answered_at.filter(|_| party.state == PartyState::Consented)?;
    let number = if blocks.matter.parties.len() > 1 { party.number.to_string() } else { String::new() };
    Some((at, blocks.texts.course_consented(number)))
}

/// The result, ticked once the case has ended.
pub(super) fn result(blocks: &Blocks<'_>) -> String {
    let boxes = blocks.texts.results();
    match blocks.matter.case.outcome {
        Some(Outcome::MediatedOral | Outcome::MediatedWritten) => {
            ticked(&boxes, &blocks.texts.result_success())
        }
        Some(Outcome::Unsuccessful | Outcome::Refused) => ticked(&boxes, &blocks.texts.result_ended()),
        _ => boxes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{Case, Speaker};
    use crate::domain::ids::{EntryId, PartyId};
    use crate::domain::lang::Lang;
    use crate::domain::service::Service;
    use crate::engine::papers::Matter;
    use crate::engine::testing::{Street, at, draft, rules};

    fn entry(case: &Case, when: &str, kind: EntryKind, text: &str) -> CaseEntry {
        CaseEntry {
            id: EntryId::new(when),
            case: case.id.clone(),
            at: at(when),
            by: Speaker::System,
            staff: None,
            kind,
            text: text.into(),
            attachment: None,
            party: None,
        }
    }

    fn party(case: &Case, number: i64, state: PartyState) -> Party {
        Party {
            id: PartyId::new(number.to_string()),
            code: case.code.clone(),
            case: case.id.clone(),
            number,
            conversation: None,
            lang: Lang::Zh,
            named: "老刘".into(),
            phone: None,
            state,
            invited_at: None,
            joined_at: None,
            answered_at: Some(at("2026-03-05 11:00")),
            noted_by: None,
            promised: None,
            reminded: 0,
            spoken_at: None,
            version: 1,
        }
    }

    fn with<T>(case: &Case, parties: &[Party], log: &[CaseEntry], look: impl Fn(&Blocks<'_>) -> T) -> T {
        let rules = rules();
        let matter =
            Matter { rules: &rules, case, mediator: "", parties, mediation: None, booking: None, log };
        look(&Blocks { matter, texts: &rules.texts.paper })
    }

    #[test]
    fn a_record_tells_what_all_sides_know_and_nothing_that_one_of_them_said_or_staff_noted() {
        let case = Street::staffed().open(draft(Service::Mediation));
        let log = [
            entry(&case, "2026-03-05 10:00", EntryKind::Opened, "楼上漏水"),
            entry(&case, "2026-03-05 10:30", EntryKind::Said, "他上次打过我"),
            entry(&case, "2026-03-05 10:40", EntryKind::Note, "情绪激动"),
            entry(&case, "2026-03-05 10:50", EntryKind::Appointment, "约 3月6日，等确认"),
            entry(&case, "2026-03-05 12:00", EntryKind::Meeting, "双方约好 3月6日 见面"),
            entry(&case, "2026-03-06 12:00", EntryKind::Closed, "调解成功·口头"),
        ];
        let told = with(&case, &[party(&case, 1, PartyState::Consented)], &log, told);
        assert_eq!(
            told,
            "2026-03-05 10:00 登记受理。\n\
             2026-03-05 11:00 对方当事人同意参加调解。\n\
             2026-03-05 12:00 双方约好 3月6日 见面\n\
             2026-03-06 12:00 结案：调解成功·口头。"
        );
        let two = [party(&case, 1, PartyState::Refused), party(&case, 2, PartyState::Consented)];
        let told = with(&case, &two, &[], super::told);
        assert_eq!(told, "2026-03-05 11:00 对方当事人2同意参加调解。");
    }

    #[test]
    fn the_result_is_ticked_by_the_outcome() {
        let open = Street::staffed().open(draft(Service::Mediation));
        for (outcome, ticked) in [
            (None, "□调解成功　□终止，原因："),
            (Some(Outcome::Withdrawn), "□调解成功　□终止，原因："),
            (Some(Outcome::MediatedOral), "☑调解成功　□终止，原因："),
            (Some(Outcome::Unsuccessful), "□调解成功　☑终止，原因："),
        ] {
            let case = Case { outcome, ..open.clone() };
            assert_eq!(with(&case, &[], &[], result), ticked, "{outcome:?}");
        }
    }
}
