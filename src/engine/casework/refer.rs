//! A case goes to the legal-aid institution and waits there for its decision (法律援助法 43): the room only helps,
//! hands on and asks; granting and refusing is the institution's alone. And a case that has ended is filed.

use crate::domain::case::{Case, CaseState, EntryKind, Speaker};
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{card, follow_up, log, relay, standing, tell, timers};

/// The application was handed on: from now on the institution's seven days run.
pub(in crate::engine) fn handed_on(turn: &mut Turn<'_>, member: &Staff, case: &Case) -> Result<(), Need> {
    let text = turn.work_texts().log_referred();
    let case = with_institution(turn, member, case, &text)?;
    let deadline = tell::when(turn, case.lang, deadline(turn, &case)?);
    let news = tell::resident_texts(turn, case.lang).case_referred(&case.code, deadline);
    tell::resident(turn, &case, news);
    Ok(())
}

/// The institution says that it has received the application: its seven days run from now.
pub(in crate::engine) fn received(turn: &mut Turn<'_>, member: &Staff, case: &Case) -> Result<(), Need> {
    let text = turn.work_texts().log_received();
    let case = with_institution(turn, member, case, &text)?;
    let deadline = tell::when(turn, case.lang, deadline(turn, &case)?);
    let news = tell::resident_texts(turn, case.lang).case_received(&case.code, deadline);
    tell::resident(turn, &case, news);
    Ok(())
}

/// Whether it is noted already that the institution has received what was handed on last: that runs its days anew once.
pub(in crate::engine) fn is_received(turn: &Turn<'_>, case: &Case) -> Result<bool, Need> {
    let log = turn.world.facts.log(&case.id)?;
    let since = log.iter().rev().take_while(|entry| entry.kind != EntryKind::Closed);
    Ok(since.filter(|entry| entry.kind == EntryKind::Referred).count() > 1)
}

/// Nothing more will come of a case that has ended.
pub(in crate::engine) fn file(turn: &mut Turn<'_>, member: &Staff, case: &Case) {
    let mut case = case.clone();
    case.state = CaseState::Filed;
    turn.save(&case);
    follow_up::stop(turn, &case);
    log::staff(turn, &case, member, EntryKind::Filed, "", None);
}

fn with_institution(turn: &mut Turn<'_>, member: &Staff, case: &Case, text: &str) -> Result<Case, Need> {
    let mut case = case.clone();
    case.state = CaseState::Referred;
    case.referred_at = Some(turn.now);
    case.last_speaker = Speaker::Staff;
    case.last_spoke_at = turn.now;
    case.answered_at.get_or_insert(turn.now);
    turn.save(&case);
    log::staff(turn, &case, member, EntryKind::Referred, text, None);
    let until = deadline(turn, &case)?;
    timers::put_off_answer(turn, &case, until);
    let owner = relay::owner(turn, &case)?;
    card::refresh(turn, &case, owner.as_ref())?;
    Ok(case)
}

fn deadline(turn: &Turn<'_>, case: &Case) -> Result<Timestamp, Need> {
    Ok(standing::of(turn, case)?.until().unwrap_or(case.deadline))
}

#[cfg(test)]
mod tests {
    use crate::domain::case::{CaseState, Outcome};
    use crate::domain::message::Body;
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::domain::staff::StaffStatus;
    use crate::engine::action::Action;
    use crate::engine::casework::pass_on;
    use crate::engine::testing::{ANNA, Street, draft};

    const DAY: u64 = 24 * 60;

    /// A legal-aid case that its lawyer has handed to the institution.
    fn referred() -> Street {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::LegalAid)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.press("李律师", &Action::Close(code));
        street.heard(ANNA);
        street.write("李律师", "1");
        street.heard("李律师");
        street
    }

    #[test]
    fn an_application_handed_on_stays_open_with_its_owner_and_the_resident_knows_the_days() {
        let mut street = referred();
        let case = street.case();
        assert_eq!((case.state, case.outcome), (CaseState::Referred, None));
        assert_eq!(case.owner, Some(street.staff("李律师").id.clone()));
        let told = street.heard(ANNA);
        assert!(told.contains("已递交法律援助机构") && told.contains("3月12日"), "{told}");
        assert_eq!(
            street.buttons("李律师", Purpose::Card),
            ["回复", "预约", "转给…", "法援机构答复…", "详情"]
        );
    }

    #[test]
    fn the_institutions_answer_ends_the_case_or_starts_its_days_anew() {
        let mut street = referred();
        street.pass_minutes(2 * DAY);
        let code = street.case().code;
        street.press("李律师", &Action::Close(code.clone()));
        assert_eq!(
            street.buttons("李律师", Purpose::Reply),
            ["1 已受理", "2 批准", "3 不予援助", "4 已转法援机构", "5 撤回", "6 转其他途径", "7 取消"]
        );
        street.heard(ANNA);
        street.write("李律师", "1");
        assert!(street.heard(ANNA).contains("3月14日"));
        street.press("李律师", &Action::Outcome(code, Outcome::AidGranted));
        assert_eq!(
            (street.case().state, street.case().outcome),
            (CaseState::Closed, Some(Outcome::AidGranted))
        );
        assert!(street.heard(ANNA).contains("3 日内会指派"));
    }

    #[test]
    fn a_refusal_by_the_institution_comes_with_the_way_on() {
        let mut street = referred();
        street.heard(ANNA);
        street.press("李律师", &Action::Outcome(street.case().code, Outcome::AidRefused));
        let told = street.heard(ANNA);
        assert!(told.contains("书面说明理由") && told.contains("异议") && told.contains("复议"), "{told}");
    }

    #[test]
    fn after_its_days_the_owner_is_told_to_ask_the_institution() {
        let mut street = referred();
        street.pass_minutes(7 * DAY - 1);
        assert_eq!(street.heard("李律师"), "");
        street.pass_minutes(1);
        let told = street.heard("李律师");
        assert!(told.contains("等法援机构决定"), "{told}");
        assert!(!street.heard(ANNA).contains("没能按时"), "the room kept its own promise");
    }

    #[test]
    fn a_resident_who_asks_meanwhile_is_answered_and_the_institutions_days_stay() {
        let mut street = referred();
        street.pass_minutes(DAY);
        street.resident(|turn, case| pass_on(turn, case, "批了吗", None));
        assert!(street.case().awaits_staff());
        street.answer("李律师", Purpose::Relay, Body::Text("还没有".into()));
        street.heard("李律师");
        street.pass_minutes(6 * DAY - 1);
        assert_eq!(street.heard("李律师"), "");
        street.pass_minutes(1);
        assert!(street.heard("李律师").contains("等法援机构决定"));
    }

    #[test]
    fn a_referred_case_goes_on_being_referred_in_other_hands() {
        let mut street = referred();
        let (code, to) = (street.case().code, street.staff("王调解").id.clone());
        street.press("李律师", &Action::GiveTo(code.clone(), to.clone()));
        assert_eq!((street.case().state, street.case().owner), (CaseState::Referred, Some(to)));
        street.staff("王调解").status = StaffStatus::Revoked;
        street.resident(|turn, case| pass_on(turn, case, "在吗", None));
        assert_eq!(street.case().state, CaseState::Offered);
        street.press("李律师", &Action::Claim(code));
        assert_eq!(street.case().state, CaseState::Referred);
    }

    #[test]
    fn only_a_legal_aid_case_in_ones_hands_is_handed_on() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::LegalAid)).code;
        for action in
            [Action::Refer(code.clone()), Action::Received(code.clone()), Action::File(code.clone())]
        {
            street.press("李律师", &action);
            assert!(street.heard("李律师").contains("请先接单"), "{action:?}");
        }
        street.press("李律师", &Action::Claim(code.clone()));
        street.press("王调解", &Action::Refer(code.clone()));
        assert_eq!(street.case().state, CaseState::Claimed);
        street.press("李律师", &Action::Received(code.clone()));
        assert_eq!(street.case().state, CaseState::Claimed);
        street.press("陈主任", &Action::Refer(code));
        assert_eq!(street.case().state, CaseState::Referred);

        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.press("李律师", &Action::Refer(code));
        assert_eq!(street.case().state, CaseState::Claimed);
    }

    #[test]
    fn what_has_ended_is_filed_and_stays_readable() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.press("李律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(code.clone())));
        street.press("李律师", &Action::Details(code.clone()));
        assert_eq!(street.buttons("李律师", Purpose::Reply), ["1 归档", "2 重新打开", "3 备注"]);
        street.write("李律师", "1");
        assert_eq!((street.case().state, street.case().outcome), (CaseState::Filed, Some(Outcome::Answered)));
        street.heard("李律师");
        street.press("李律师", &Action::Details(code.clone()));
        assert!(street.heard("李律师").contains("下一步：已归档：已答复"));
        street.press("李律师", &Action::File(code));
        assert!(street.heard("李律师").contains("已结案：已答复"));
    }
}
