//! 重新打开: a case that should not have been closed, by a wrong tap or too early, goes on.
//!
//! Not one that its resident took back: that is theirs to say.

use std::time::Duration;

use crate::domain::case::{Case, Outcome, Speaker};
use crate::domain::code::CaseCode;
use crate::domain::lang::Lang;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::{by_phone, close, reopen, tell};
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::{access, decide};

/// So long after its end, and the day on which its resident is asked for the last time; what comes later is a new matter.
const WITHIN: Duration = Duration::from_secs(31 * 24 * 3600);

/// The button, where the member may press it.
pub(super) fn choice(turn: &Turn<'_>, member: &Staff, case: &Case) -> Option<Choice> {
    let deed = Action::Deed(Deed::Reopen(case.code.clone()));
    may(turn, member, case).then(|| Choice::new(turn.around().button_reopen(), &deed))
}

/// Asks once more: the resident reads at once that it goes on.
pub(super) fn ask(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = open_to(turn, member, code)? else { return Ok(()) };
    let outcome = case.outcome.map_or_else(String::new, |outcome| close::outcome_name(turn, outcome));
    let texts = turn.around();
    let choices = vec![
        Choice::new(texts.button_reopen(), &Action::Deed(Deed::Reopened(code.clone()))),
        Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel),
    ];
    turn.offer(texts.reopen_sure(code, outcome), choices, 2);
    Ok(())
}

/// Opens it again.
pub(super) fn sure(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = open_to(turn, member, code)? else { return Ok(()) };
    let case = reopen::corrected(turn, member, case)?;
    let deadline = tell::moment(Lang::Zh, case.deadline);
    let text = turn.around().reopened_here(code, by_phone::told(turn, &case), deadline);
    let mut choices = decide::choices(turn, member, &case);
    choices.push(Choice::new(turn.staff_texts().button_details(), &Action::Details(code.clone())));
    turn.offer(text, choices, 4);
    Ok(())
}

/// The case, if it is the member's to open again. If not, they have been told how it stands.
fn open_to<'world>(
    turn: &mut Turn<'world>,
    member: &Staff,
    code: &CaseCode,
) -> Result<Option<&'world Case>, Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(None) };
    if !may(turn, member, case) {
        decide::tell_standing(turn, member, case)?;
        return Ok(None);
    }
    Ok(Some(case))
}

/// Whether it has ended lately, by staff, and is the member's to decide about.
fn may(turn: &Turn<'_>, member: &Staff, case: &Case) -> bool {
    let lately = case.closed_at.is_some_and(|at| turn.now <= at.plus(WITHIN));
    let taken_back = case.outcome == Some(Outcome::Withdrawn) && case.last_speaker == Speaker::Resident;
    !case.is_open() && lately && !taken_back && access::may_decide(turn, member, case)
}

#[cfg(test)]
mod tests {
    use crate::domain::case::{CaseState, Outcome};
    use crate::domain::code::CaseCode;
    use crate::domain::service::Service;
    use crate::engine::action::Action;
    use crate::engine::casework::withdraw;
    use crate::engine::testing::{ANNA, Street, draft};

    fn closed(service: Service, outcome: Outcome) -> (Street, CaseCode) {
        let mut street = Street::staffed();
        let code = street.open(draft(service)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        if service == Service::LegalAid {
            street.press("李律师", &Action::Refer(code.clone()));
        }
        street.press("李律师", &Action::Outcome(code.clone(), outcome));
        for who in ["李律师", ANNA] {
            street.heard(who);
        }
        (street, code)
    }

    #[test]
    fn a_refusal_by_a_wrong_tap_is_taken_back_in_plain_words_and_waits_for_the_institution_again() {
        let (mut street, code) = closed(Service::LegalAid, Outcome::AidRefused);
        let referred_at = street.case().referred_at;
        street.press("李律师", &Action::Details(code));
        street.write("李律师", "重新打开");
        assert!(street.heard("李律师").contains("不予援助"));
        assert_eq!(street.heard(ANNA), "", "it is asked once more");
        street.write("李律师", "重新打开");
        let read = street.heard(ANNA);
        assert!(read.contains("不作数") && read.contains("没有同意"), "{read}");
        let case = street.case();
        assert_eq!((case.state, case.outcome, case.closed_at), (CaseState::Referred, None, None));
        assert_eq!(case.referred_at, referred_at);
        assert!(street.heard("李律师").contains("已告诉居民"));
    }

    #[test]
    fn the_code_with_the_word_does_what_the_button_does() {
        let (mut street, code) = closed(Service::Consultation, Outcome::OtherRoute);
        street.write("李律师", &format!("{code} 重新打开"));
        street.write("李律师", "1");
        assert_eq!(street.case().state, CaseState::Claimed);
        assert!(street.heard(ANNA).contains("不作数"));
        street.write("李律师", &format!("{code} 重新打开"));
        assert!(street.heard("李律师").contains("由您办理"), "it is open");
    }

    #[test]
    fn not_after_a_month_nor_by_others_nor_what_the_resident_took_back() {
        let (mut street, code) = closed(Service::Consultation, Outcome::OtherRoute);
        street.write("王调解", &format!("{code} 重新打开"));
        assert!(!street.case().is_open());
        assert!(street.heard("王调解").contains("已结案"));
        street.pass_minutes(32 * 24 * 60);
        street.write("李律师", &format!("{code} 重新打开"));
        assert!(!street.case().is_open());
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.resident(withdraw);
        street.write("李律师", &format!("{code} 重新打开"));
        assert!(street.heard("李律师").contains("已结案"));
    }
}
