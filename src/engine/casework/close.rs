//! A case ends: how, who is told, and what the resident can do next.

use crate::domain::case::{Case, CaseState, EntryKind, Outcome, Speaker};
use crate::domain::mediation::Agreement;
use crate::domain::message::Outbound;
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{booking, card, follow_up, joint, log, relay, rota, sides, tell, timers};

/// How the case can end as it is now. What the institution has is ended by its answer, or by none.
pub(in crate::engine) fn outcomes(case: &Case) -> &'static [Outcome] {
    match case.service {
        Service::LegalAid if case.state == CaseState::Referred => &[
            Outcome::AidGranted,
            Outcome::AidRefused,
            Outcome::AidReferred,
            Outcome::Withdrawn,
            Outcome::OtherRoute,
        ],
        Service::LegalAid => &[Outcome::Answered, Outcome::Withdrawn, Outcome::OtherRoute],
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
        Outcome::AidGranted => turn.work_texts().outcome_aid_granted(),
        Outcome::AidRefused => turn.work_texts().outcome_aid_refused(),
        Outcome::MediatedOral => texts.outcome_mediated_oral(),
        Outcome::MediatedWritten => texts.outcome_mediated_written(),
        Outcome::Unsuccessful => texts.outcome_unsuccessful(),
        Outcome::Withdrawn => texts.outcome_withdrawn(),
        Outcome::OtherRoute => texts.outcome_other_route(),
        Outcome::Refused => turn.mediator_texts().outcome_refused(),
    }
}

/// Staff end a case, a mediation perhaps with what was agreed; everybody in it is told what that means and what comes next.
pub(in crate::engine) fn by_staff(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    outcome: Outcome,
    agreement: Option<&Agreement>,
) -> Result<Case, Need> {
    let owner = relay::owner(turn, case)?;
    let case = ended(turn, case, outcome, Speaker::Staff, agreement)?;
    log::staff(turn, &case, member, EntryKind::Closed, &outcome_name(turn, outcome), None);
    if let Some(owner) = &owner {
        rota::drain(turn, owner, 1)?;
    }
    if let Some(owner) = owner.filter(|owner| owner.id != member.id) {
        let name = outcome_name(turn, outcome);
        let news = turn.staff_texts().closed_by_other(&member.name, &case.code, name);
        tell::staff(turn, &owner, &case, &Outbound::text(news));
    }
    Ok(case)
}

/// Nobody is left on the other side of a mediation: it ends, and the applicant learns no more than that and what else
/// there is.
pub(super) fn refused(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let case = ended(turn, case, Outcome::Refused, Speaker::System, None)?;
    log::system(turn, &case, EntryKind::Closed, &outcome_name(turn, Outcome::Refused));
    Ok(())
}

/// The resident takes the matter back. One that has ended stays as it ended.
pub(super) fn by_resident(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    if !case.is_open() {
        return Ok(());
    }
    let owner = relay::owner(turn, case)?;
    let mut case = ended(turn, case, Outcome::Withdrawn, Speaker::Resident, None)?;
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

fn ended(
    turn: &mut Turn<'_>,
    case: &Case,
    outcome: Outcome,
    by: Speaker,
    agreement: Option<&Agreement>,
) -> Result<Case, Need> {
    let mut case = case.clone();
    case.state = CaseState::Closed;
    case.outcome = Some(outcome);
    case.closed_at = Some(turn.now);
    turn.save(&case);
    timers::ended(turn, &case);
    // The end is told first: it is why an appointment is off. Whoever takes it back is answered by their own side.
    if by != Speaker::Resident {
        let news = farewell(turn, &case, outcome, agreement);
        tell::resident_with_ways_on(turn, &case, news);
    }
    sides::ended(turn, &case, outcome, agreement)?;
    booking::change::with_case(turn, &case, by)?;
    follow_up::start(turn, &case);
    joint::end(turn, &case)?;
    card::refresh(turn, &case, None)?;
    Ok(case)
}

fn farewell(turn: &Turn<'_>, case: &Case, outcome: Outcome, agreement: Option<&Agreement>) -> String {
    let texts = tell::resident_texts(turn, case.lang);
    let text = match outcome {
        Outcome::Answered => texts.case_closed_answered(&case.code),
        Outcome::AidReferred => texts.case_closed_aid_referred(&case.code),
        Outcome::AidGranted => texts.case_closed_aid_granted(&case.code),
        Outcome::AidRefused => texts.case_closed_aid_refused(&case.code),
        Outcome::MediatedOral => texts.case_closed_mediated_oral(&case.code),
        Outcome::MediatedWritten => texts.case_closed_mediated_written(&case.code),
        Outcome::Unsuccessful => texts.case_closed_unsuccessful(&case.code),
        Outcome::Withdrawn => texts.case_closed_withdrawn(&case.code),
        Outcome::OtherRoute => texts.case_closed_other_route(&case.code),
        Outcome::Refused => sides::texts_of_applicant(turn, case).cannot_go_on(&case.code),
    };
    sides::terms::below(turn, case.lang, text, agreement)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outbox::Purpose;
    use crate::domain::timer::{Timer, TimerKind};
    use crate::engine::action::Action;
    use crate::engine::casework::withdraw;
    use crate::engine::testing::{ANNA, Street, draft};

    /// A case of this service in its taker's hands, and who that is.
    fn claimed(service: Service) -> (Street, &'static str) {
        let mut street = Street::staffed();
        let code = street.open(draft(service)).code;
        let owner = if service == Service::Mediation { "王调解" } else { "李律师" };
        street.press(owner, &Action::Claim(code));
        street.heard(ANNA);
        street.heard(owner);
        (street, owner)
    }

    /// What was agreed, told with as few words as there can be.
    fn agreed(street: &mut Street, owner: &str) {
        if street.case().is_open() {
            street.write(owner, "三天内付清");
            for _ in 0..3 {
                street.press(owner, &Action::Skip);
            }
            let code = street.case().code;
            street.press(owner, &Action::Side(crate::engine::verb::Verb::AgreedSure, code));
        }
    }

    #[test]
    fn two_taps_end_a_case_with_the_outcomes_of_its_service() {
        for (service, labels) in [
            (Service::Consultation, vec!["1 已答复", "2 转其他途径", "3 撤回", "4 取消"]),
            (
                Service::LegalAid,
                vec!["1 已递交法援机构，等决定", "2 已答复", "3 撤回", "4 转其他途径", "5 取消"],
            ),
            (
                Service::Mediation,
                vec!["1 调解成功·口头", "2 调解成功·书面", "3 不成功", "4 撤回", "5 转其他途径", "6 取消"],
            ),
        ] {
            let (mut street, owner) = claimed(service);
            street.press(owner, &Action::Close(street.case().code));
            assert_eq!(street.buttons(owner, Purpose::Reply), labels);
            if service == Service::LegalAid {
                street.write(owner, "2");
            } else {
                street.write(owner, "1");
            }
            if service != Service::Mediation {
                assert!(street.heard(owner).contains("还没有给居民回过话"));
                street.write(owner, "2");
            }
            agreed(&mut street, owner);
            let case = street.case();
            assert_eq!(case.outcome, Some(outcomes(&case)[0]));
            assert!(street.last(owner, Purpose::Card).outbound.text.contains("已结案"));
            assert!(street.heard(ANNA).contains(&case.code.to_string()));
            let after = |timer: &Timer| {
                matches!(timer.kind, TimerKind::Rate | TimerKind::CallBack | TimerKind::Mediation)
            };
            assert!(street.timers.iter().all(after), "{:?}", street.timers);
        }
    }

    #[test]
    fn the_resident_learns_what_an_outcome_means_and_what_comes_next() {
        for (service, outcome, part) in [
            (Service::Consultation, Outcome::Answered, "已经答复"),
            (Service::Mediation, Outcome::MediatedOral, "口头协议从说好时起生效"),
            (Service::Mediation, Outcome::MediatedWritten, "30 日内，双方可以一起向法院申请司法确认"),
            (Service::Mediation, Outcome::Unsuccessful, "仲裁、请行政机关处理，或者向法院起诉"),
            (Service::Mediation, Outcome::Withdrawn, "已经撤回"),
            (Service::LegalAid, Outcome::OtherRoute, "别的途径"),
        ] {
            let (mut street, owner) = claimed(service);
            let code = street.case().code;
            if outcome == Outcome::Answered {
                street.press(owner, &Action::Answer(code.clone()));
                street.write(owner, "押金该退");
            }
            street.press(owner, &Action::Outcome(code, outcome));
            agreed(&mut street, owner);
            assert_eq!(street.case().outcome, Some(outcome));
            assert!(street.heard(ANNA).contains(part), "{outcome:?}");
        }
    }

    #[test]
    fn an_agreement_with_nobody_on_record_is_asked_about_first() {
        let (mut street, owner) = claimed(Service::Mediation);
        let code = street.case().code;
        street.press(owner, &Action::Outcome(code.clone(), Outcome::MediatedWritten));
        assert!(street.heard(owner).contains("还没记下哪一方同意了调解"));
        assert_eq!(street.buttons(owner, Purpose::Reply), ["1 对方…", "2 取消"]);
        street.write(owner, "1");
        assert!(street.heard(owner).contains("还没有记下对方是谁"));
        street.press(owner, &Action::Outcome(code, Outcome::MediatedWritten));
        agreed(&mut street, owner);
        assert_eq!(street.case().outcome, Some(Outcome::MediatedWritten));
    }

    #[test]
    fn an_outcome_of_another_service_asks_again() {
        let (mut street, owner) = claimed(Service::Consultation);
        street.press(owner, &Action::Outcome(street.case().code, Outcome::MediatedWritten));
        assert!(street.case().is_open());
        assert!(street.heard(owner).contains("怎样结案"));
    }

    #[test]
    fn only_the_owner_and_the_street_close() {
        let (mut street, _) = claimed(Service::Consultation);
        let code = street.case().code;
        street.press("王调解", &Action::Deed(crate::engine::deed::Deed::Unanswered(code.clone())));
        assert!(street.case().is_open());
        assert!(street.heard("王调解").contains("已由李律师接单"));
        street.press("陈主任", &Action::Deed(crate::engine::deed::Deed::Unanswered(code.clone())));
        assert_eq!(street.case().owner, Some(street.staff("李律师").id.clone()));
        assert!(street.heard("李律师").contains("陈主任把您的事项"));
        street.press("李律师", &Action::Outcome(code, Outcome::Withdrawn));
        assert_eq!(street.case().outcome, Some(Outcome::Answered));
    }

    #[test]
    fn a_resident_takes_the_case_back_once() {
        let (mut street, owner) = claimed(Service::Consultation);
        street.resident(withdraw);
        street.resident(withdraw);
        assert_eq!(street.case().outcome, Some(Outcome::Withdrawn));
        assert_eq!(street.heard(owner).matches("自己撤回").count(), 1);
        assert_eq!(street.heard(ANNA), "", "the resident's own side answers");

        let mut street = Street::staffed();
        street.open(draft(Service::Consultation));
        street.resident(withdraw);
        assert_eq!(street.buttons("李律师", Purpose::Card), ["详情"]);
        assert!(street.last("李律师", Purpose::Card).outbound.text.ends_with("已结案：撤回"));
    }
}
