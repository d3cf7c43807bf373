//! A case that the check of the database found without owner, next step or deadline (C8): it goes to the street's
//! leading group, and its clocks run again. Nothing of ours should ever make one; whatever did, nobody is forgotten.

use crate::domain::case::{Case, CaseState, EntryKind, Reach};
use crate::domain::message::Outbound;
use crate::domain::orphan::Lacks;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{booking, card, due, log, open, relay, tell, timers, transfer};

/// Hands the case over. One that somebody has who works here stays theirs, and the street looks after it.
pub(super) fn found(turn: &mut Turn<'_>, case: &Case, lacks: Lacks) -> Result<(), Need> {
    let text = lacking(turn, lacks);
    log::system(turn, case, EntryKind::Orphaned, &turn.work_texts().log_orphaned(&text));
    let mut case = case.clone();
    let owner = relay::owner(turn, &case)?;
    let hours = turn.hours(&case.room, case.service);
    if case.awaits_staff() && case.deadline <= turn.now {
        case.deadline = hours.again(turn.now);
        let deadline = tell::when(turn, case.lang, case.deadline);
        let news = tell::resident_texts(turn, case.lang).case_late(&case.code, deadline);
        tell::resident(turn, &case, news);
    }
    if owner.is_none() {
        to_street(turn, &mut case)?;
    }
    turn.save(&case);
    timers::ended(turn, &case);
    if case.state == CaseState::Offered {
        timers::start_accept(turn, &case);
    }
    timers::answered(turn, &case)?;
    tell_street(turn, &case, &text)
}

/// Whoever had it is not there: it is offered as far as the street, and the resident knows that somebody is looked for.
fn to_street(turn: &mut Turn<'_>, case: &mut Case) -> Result<(), Need> {
    let had_owner = case.owner.take().is_some() || case.state != CaseState::Offered;
    booking::change::left_alone(turn, case)?;
    case.state = CaseState::Offered;
    if had_owner {
        transfer::looking_for_another(turn, case)?;
    }
    case.reach = Reach::Street;
    card::refresh(turn, case, None)?;
    let held = turn.world.facts.cards(&case.id)?;
    let people = due::supervisors(turn, case)?;
    for person in &people {
        card::deal(turn, case, person, held)?;
    }
    if people.is_empty() { open::nobody_there(turn, case) } else { Ok(()) }
}

fn tell_street(turn: &mut Turn<'_>, case: &Case, lacks: &str) -> Result<(), Need> {
    let buttons = match case.state {
        CaseState::Offered => card::offer_buttons(turn, case),
        _ => card::takeover_buttons(turn, case),
    };
    let news = Outbound::text(turn.work_texts().orphaned(&case.code, lacks)).row(buttons);
    for person in due::supervisors(turn, case)? {
        tell::staff(turn, &person, case, &news);
    }
    Ok(())
}

fn lacking(turn: &Turn<'_>, lacks: Lacks) -> String {
    let texts = turn.work_texts();
    let all = [
        (lacks.owner, texts.lacks_owner()),
        (lacks.step, texts.lacks_step()),
        (lacks.deadline, texts.lacks_deadline()),
    ];
    all.into_iter().filter(|(lacks, _)| *lacks).map(|(_, text)| text).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service::Service;
    use crate::domain::staff::StaffStatus;
    use crate::domain::time::Timestamp;
    use crate::engine::action::Action;
    use crate::engine::event::Event;
    use crate::engine::testing::{ANNA, Street, draft};

    fn check(street: &mut Street, lacks: Lacks) {
        let case = street.case().id;
        street.event(ANNA, &Event::Orphaned { case, lacks });
    }

    #[test]
    fn a_case_whose_owner_is_gone_is_offered_to_the_street() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.staff("李律师").status = StaffStatus::Revoked;
        street.heard(ANNA);
        check(&mut street, Lacks { owner: true, ..Lacks::default() });
        let case = street.case();
        assert_eq!((case.state, case.owner, case.reach), (CaseState::Offered, None, Reach::Street));
        assert!(street.holders().contains(&"陈主任"));
        let told = street.heard("陈主任");
        assert!(told.contains(&format!("系统检查发现事项 {code} 没有承办人")), "{told}");
        assert!(street.heard(ANNA).contains("另请一位"));
        assert_eq!(street.log.last().map(|entry| entry.kind), Some(EntryKind::Orphaned));
        street.press("陈主任", &Action::Claim(code));
        assert_eq!(street.case().owner, Some(street.staff("陈主任").id.clone()));
    }

    #[test]
    fn a_case_that_lost_its_clocks_stays_with_its_owner_and_gets_them_back() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code));
        street.heard(ANNA);
        street.timers.clear();
        check(&mut street, Lacks { step: true, ..Lacks::default() });
        assert_eq!(street.case().owner, Some(street.staff("李律师").id.clone()));
        assert_eq!(street.timers.len(), 1);
        assert!(street.heard("陈主任").contains("没有下一步安排"));
        assert_eq!(street.heard(ANNA), "");
        street.pass_minutes(24 * 60);
        assert!(street.heard("李律师").contains("没有按时答复"));
    }

    #[test]
    fn a_case_without_a_deadline_is_promised_one() {
        let mut street = Street::staffed();
        let id = street.open(draft(Service::Consultation)).id;
        street.timers.clear();
        street.cases.get_mut(&id).unwrap().deadline = Timestamp::from_millis(0);
        check(&mut street, Lacks { step: true, deadline: true, ..Lacks::default() });
        assert!(street.heard(ANNA).contains("3月6日 周五 10:00"));
        assert_eq!(street.timers.len(), 2);
        assert!(street.heard("陈主任").contains("没有下一步安排、没有期限"));
    }

    #[test]
    fn what_has_ended_meanwhile_is_left_alone() {
        let mut street = Street::staffed();
        street.open(draft(Service::Consultation));
        street.resident(crate::engine::casework::withdraw);
        let log = street.log.len();
        check(&mut street, Lacks { owner: true, ..Lacks::default() });
        assert_eq!(street.log.len(), log);
    }
}
