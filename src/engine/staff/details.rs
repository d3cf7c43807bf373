//! 详情: everything about a case and all that happened to it.

use crate::domain::case::{CaseEntry, EntryKind, Speaker};
use crate::domain::code::CaseCode;
use crate::domain::ids::StaffId;
use crate::domain::lang::Lang;
use crate::domain::party::{Party, Side};
use crate::domain::staff::Staff;
use crate::engine::casework::standing::next_step;
use crate::engine::casework::tell::moment;
use crate::engine::casework::{card, sides};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::decide::choices;
use super::{access, around};

/// Shows the case with the whole of its log.
pub(super) fn details(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    let texts = turn.staff_texts();
    let owner = match &case.owner {
        Some(owner) => name(turn, owner)?,
        None => texts.details_no_owner(),
    };
    let (mut log, parties) = (Vec::new(), sides::parties(turn, case)?);
    for entry in turn.world.facts.log(&case.id)? {
        log.push(line(turn, parties, entry)?);
    }
    let card = card::text(turn, case, &case.summary)?;
    let mut next = next_step(turn, case)?;
    if let Some(agreement) = sides::agreement::of_case(turn, case)? {
        next = format!("{next}\n{agreement}");
    }
    let mut text = texts.details(card, owner, next, log.join("\n"));
    let (notes, more) = around::of_case(turn, member, case)?;
    for note in notes {
        text = format!("{text}\n{note}");
    }
    turn.offer(text, choices(turn, member, case).into_iter().chain(more).collect(), 4);
    Ok(())
}

fn line(turn: &Turn<'_>, parties: &[Party], entry: &CaseEntry) -> Result<String, Need> {
    let texts = turn.staff_texts();
    let side = entry.party.clone().map_or(Side::Applicant, Side::Other);
    let who = match (entry.by, &entry.staff) {
        (Speaker::Resident, _) if parties.is_empty() => texts.details_resident(),
        (Speaker::Resident, _) => sides::alias(turn, parties, &side),
        (Speaker::Staff, Some(staff)) if entry.party.is_some() => {
            turn.mediator_texts().details_to(name(turn, staff)?, sides::alias(turn, parties, &side))
        }
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
        EntryKind::Filed => turn.work_texts().details_filed(),
        EntryKind::Progress => turn.around().details_progress(words),
        EntryKind::Note => turn.around().details_note(words),
        EntryKind::Reopened => turn.around().details_reopened(words),
        EntryKind::FollowedUp
        | EntryKind::Moved
        | EntryKind::HandedOver
        | EntryKind::Joint
        | EntryKind::Said
        | EntryKind::Transferred
        | EntryKind::Widened
        | EntryKind::Orphaned
        | EntryKind::Referred
        | EntryKind::Undelivered
        | EntryKind::Appointment
        | EntryKind::Meeting => words,
    };
    Ok(texts.details_line(moment(Lang::Zh, entry.at), who, what))
}

/// The name of somebody who works here, or did.
fn name(turn: &Turn<'_>, staff: &StaffId) -> Result<String, Need> {
    Ok(turn.world.facts.staff(staff)?.as_ref().map(|person| person.name.clone()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::domain::case::Outcome;
    use crate::domain::message::Body;
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::engine::action::Action;
    use crate::engine::casework::pass_on;
    use crate::engine::casework::relay::{self, Words};
    use crate::engine::testing::{Street, draft};

    #[test]
    fn details_tell_the_whole_story_and_what_comes_next() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::LegalAid)).code;
        let details = Action::Details(code.clone());
        street.heard("李律师");
        street.press("李律师", &details);
        let heard = street.heard("李律师");
        assert!(heard.contains("承办：还没有人\n下一步：等人接单"), "{heard}");
        assert_eq!(street.buttons("李律师", Purpose::Reply), ["1 接单", "2 转给…", "3 请求联调", "4 备注"]);

        street.press("李律师", &Action::Claim(code.clone()));
        street.pass_minutes(5);
        street.resident(|turn, case| pass_on(turn, case, "欠两个月", None));
        street.resident(|turn, case| {
            let words = Words { text: "欠三个月", corrects: true, ..Words::default() };
            relay::from_resident(turn, case, words)
        });
        street.answer("李律师", Purpose::Relay, Body::Text("请带欠条来".into()));
        street.heard("李律师");
        street.press("李律师", &details);
        let heard = street.heard("李律师");
        assert!(
            heard.ends_with(
                "承办：李律师\n下一步：等居民回话，办完可结案\n\n\
                 3月5日 10:00 居民：提出：老板不给工资\n\
                 3月5日 10:00 李律师：接单\n\
                 3月5日 10:05 居民：欠两个月\n\
                 3月5日 10:05 居民：更正：欠三个月\n\
                 3月5日 10:05 李律师：请带欠条来"
            ),
            "{heard}"
        );
        assert!(heard.contains("手上有：欠条"));
        street.press("王调解", &details);
        assert_eq!(street.buttons("王调解", Purpose::Reply), ["1 请求联调", "2 备注"]);
        street.press("陈主任", &details);
        assert_eq!(street.buttons("陈主任", Purpose::Reply), ["1 转给…", "2 结案", "3 请求联调", "4 备注"]);

        street.press("李律师", &Action::Refer(code.clone()));
        street.press("李律师", &Action::Outcome(code, Outcome::AidReferred));
        street.press("李律师", &details);
        let heard = street.heard("李律师");
        assert!(
            heard.ends_with("李律师：已递交法援机构\n3月5日 10:05 李律师：结案：已转法援机构"),
            "{heard}"
        );
    }

    #[test]
    fn replying_to_details_answers_the_resident() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.press("李律师", &Action::Details(code));
        street.answer("李律师", Purpose::Reply, Body::Text("看过了".into()));
        assert!(street.heard(crate::engine::testing::ANNA).ends_with("看过了"));
    }
}
