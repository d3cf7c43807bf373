//! A new case: made, promised and offered.

use crate::domain::case::{Case, CaseState, EntryKind, Reach, Speaker};
use crate::domain::code::CaseCode;
use crate::domain::ids::CaseId;
use crate::domain::message::Outbound;
use crate::domain::origin::Origin;
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::audience::{self, Sought};
use super::sides::conflict::{self, Matter};
use super::{Draft, card, joint, log, tell, timers};

/// Opens a case for this conversation and offers it to the fitting people.
pub(super) fn open(turn: &mut Turn<'_>, draft: Draft) -> Result<Case, Need> {
    let (service, topic, here) = (draft.service, draft.topic.as_ref(), turn.here());
    let without = conflict::without(turn, Matter { id: None, conversation: &here, service, topic })?;
    let sought = Sought { service: draft.service, room: &draft.room, without: &without };
    let audience = audience::first(turn, sought)?;
    let case = made(turn, draft, audience.reach);
    turn.push(Effect::Open(case.clone()));
    log::resident(turn, &case, EntryKind::Opened, &case.summary, None);
    offered(turn, &case, &audience.people)?;
    joint::consider(turn, &case)?;
    timers::start_answer(turn, &case);
    Ok(case)
}

/// The people who are asked first have its card, and so long to take it.
pub(super) fn offered(turn: &mut Turn<'_>, case: &Case, people: &[Staff]) -> Result<(), Need> {
    for person in people {
        card::deal(turn, case, person, &[])?;
    }
    if people.is_empty() {
        nobody_there(turn, case)?;
    }
    timers::start_accept(turn, case);
    Ok(())
}

/// Tells whoever leads the street that a case has nobody to take it.
pub(super) fn nobody_there(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let room = tell::room_name(turn, &case.room);
    let text = turn.staff_texts().nobody_there(&case.code, turn.staff_texts().service(case.service), room);
    for person in audience::overseers(turn, &case.room)? {
        tell::staff(turn, &person, case, &Outbound::text(text.clone()));
    }
    Ok(())
}

fn made(turn: &mut Turn<'_>, draft: Draft, reach: Reach) -> Case {
    let urgent = draft.urgent || draft.service == Service::Emergency;
    let deadline = turn.promise(&draft.room, draft.service, urgent);
    Case {
        id: CaseId::new(turn.mint.text()),
        code: CaseCode::from_number(turn.mint.number()),
        conversation: turn.here(),
        lang: turn.session.lang,
        service: draft.service,
        origin: Origin::Bot,
        behalf: draft.behalf,
        contact: None,
        topic: draft.topic,
        room: draft.room,
        state: CaseState::Offered,
        reach,
        owner: None,
        summary: draft.summary,
        details: draft.details,
        urgent,
        deadline,
        last_speaker: Speaker::Resident,
        last_spoke_at: turn.now,
        outcome: None,
        opened_at: turn.now,
        claimed_at: None,
        answered_at: None,
        referred_at: None,
        closed_at: None,
        version: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outbox::Purpose;
    use crate::domain::staff::Role;
    use crate::engine::testing::{ANNA, HOME, NEXT, STREET, Street, at, draft};

    #[test]
    fn a_case_goes_to_the_fitting_role_of_its_room() {
        for (service, holders) in [
            (Service::Consultation, vec!["李律师"]),
            (Service::LegalAid, vec!["李律师"]),
            (Service::Human, vec!["李律师"]),
            (Service::Mediation, vec!["王调解"]),
            (Service::Emergency, vec!["李律师", "王调解", "陈主任"]),
            (Service::Collective, vec!["李律师", "王调解", "陈主任"]),
        ] {
            let mut street = Street::staffed();
            let case = street.open(draft(service));
            assert_eq!(street.holders(), holders, "{service:?}");
            assert_eq!(case.urgent, service == Service::Emergency);
        }
    }

    #[test]
    fn who_is_missing_is_stood_in_for() {
        for (gone, service, holders, reach) in [
            (vec!["李律师"], Service::Consultation, vec!["王调解"], Reach::Role),
            (vec!["王调解"], Service::Mediation, vec!["李律师"], Reach::Role),
            (vec!["李律师", "王调解"], Service::Consultation, vec!["陈主任"], Reach::Street),
        ] {
            let mut street = Street::staffed();
            for name in gone {
                street.staff(name).conversations.clear();
            }
            let case = street.open(draft(service));
            assert_eq!((street.holders(), case.reach), (holders, reach));
        }
    }

    #[test]
    fn a_room_with_neither_lawyer_nor_mediator_is_asked_as_a_whole() {
        let mut street = Street::new();
        street.hire("小刘", Role::Clerk, HOME);
        street.hire("陈主任", Role::Leader, STREET);
        assert_eq!(street.open(draft(Service::Mediation)).reach, Reach::Room);
        assert_eq!(street.holders(), ["小刘"]);
    }

    #[test]
    fn with_nobody_anywhere_a_leader_elsewhere_in_the_street_is_told_and_the_case_waits() {
        let mut street = Street::new();
        street.hire("赵书记", Role::Leader, NEXT);
        street.hire("周律师", Role::Lawyer, NEXT);
        let case = street.open(draft(Service::Consultation));
        assert_eq!(case.state, CaseState::Offered);
        assert!(street.heard("赵书记").contains(&case.code.to_string()));
        assert_eq!(street.heard("周律师"), "");
    }

    #[test]
    fn a_card_says_everything_and_offers_three_buttons() {
        let mut street = Street::staffed();
        let case = street.open(Draft { urgent: true, ..draft(Service::Consultation) });
        let card = street.heard("李律师");
        for part in [
            "【紧急】**法律咨询** · 谢正街",
            &format!("编号 {}", case.code),
            "老板不给工资",
            "手上有：欠条",
            "刚刚提出，请在 3月5日 16:00 前答复",
        ] {
            assert!(card.contains(part), "{part} is not in: {card}");
        }
        assert_eq!(street.buttons("李律师", Purpose::Card), ["接单", "转给…", "详情"]);
    }

    #[test]
    fn the_promise_depends_on_the_day_and_the_danger() {
        for (now, service, deadline) in [
            ("2026-03-06 16:00", Service::Consultation, "2026-03-09 16:00"),
            ("2026-03-06 16:00", Service::Emergency, "2026-03-06 17:00"),
        ] {
            let mut street = Street::staffed();
            street.now = at(now);
            assert_eq!(street.open(draft(service)).deadline, at(deadline));
        }
    }

    #[test]
    fn a_long_story_reaches_staff_whole() {
        let mut street = Street::staffed();
        let story = "他不还钱。".repeat(2000);
        street.open(Draft { summary: story.clone(), ..draft(Service::Consultation) });
        assert!(street.last("李律师", Purpose::Card).outbound.text.contains(&story));
    }

    #[test]
    fn what_is_said_in_the_opening_turn_is_written_with_it() {
        let mut street = Street::staffed();
        street.turn(ANNA, |turn| {
            let case = open(turn, draft(Service::Consultation))?;
            crate::engine::casework::pass_on(turn, &case, "欠了三个月", None)
        });
        assert_eq!(street.case().version, 1);
        assert_eq!(street.log.len(), 2);
        assert!(street.heard("李律师").contains("欠了三个月"));
    }
}
