//! Somebody takes a case. The first wins: the store refuses a second write of the same version, and the loser's
//! step runs again on a case that is taken.

use crate::domain::case::{Case, EntryKind};
use crate::domain::staff::Staff;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{card, log, sides, tell, timers};

/// An offered case becomes the member's; all cards change and the resident learns who it is.
pub(in crate::engine) fn claim(turn: &mut Turn<'_>, member: &Staff, case: &Case) -> Result<Case, Need> {
    let mut case = case.clone();
    case.state = case.taken();
    case.owner = Some(member.id.clone());
    case.claimed_at.get_or_insert(turn.now);
    turn.save(&case);
    timers::taken(turn, &case);
    log::staff(turn, &case, member, EntryKind::Claimed, "", None);
    card::refresh(turn, &case, Some(member))?;
    if let Some(member) = turn.world.facts.staff(&member.id)? {
        card::deal(turn, &case, member, turn.world.facts.cards(&case.id)?)?;
    }
    let role = tell::title(turn, case.lang, member);
    let room = tell::room_name(turn, &member.room);
    let news = tell::resident_texts(turn, case.lang).case_claimed(&case.code, &member.name, role, room);
    tell::resident(turn, &case, news);
    sides::in_hands_of(turn, &case, member)?;
    Ok(case)
}

#[cfg(test)]
mod tests {
    use crate::domain::case::CaseState;
    use crate::domain::lang::Lang;
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::engine::action::Action;
    use crate::engine::testing::{ANNA, Street, draft};

    #[test]
    fn the_first_to_claim_wins_and_every_card_and_the_resident_know() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Emergency)).code;
        street.press("王调解", &Action::Claim(code.clone()));
        street.press("李律师", &Action::Claim(code.clone()));

        let case = street.case();
        assert_eq!((case.state, case.owner), (CaseState::Claimed, Some(street.staff("王调解").id.clone())));
        assert!(street.last("李律师", Purpose::Reply).outbound.text.contains("已由王调解接单"));
        assert!(street.last("李律师", Purpose::Card).outbound.text.ends_with("已由王调解接单"));
        assert!(!street.last("李律师", Purpose::Card).outbound.text.contains("工资"));
        assert_eq!(street.buttons("李律师", Purpose::Card), ["详情"]);
        assert_eq!(street.buttons("陈主任", Purpose::Card), ["详情"]);
        assert_eq!(street.buttons("王调解", Purpose::Card), ["回复", "预约", "转给…", "结案", "详情"]);
        let told = street.heard(ANNA);
        assert!(told.contains(&code.to_string()) && told.contains("谢正街的人民调解员王调解接手"), "{told}");
    }

    #[test]
    fn a_resident_who_reads_english_is_told_in_english() {
        let mut street = Street::staffed();
        let case = street.turn(ANNA, |turn| {
            turn.session.lang = Lang::En;
            crate::engine::casework::open(turn, draft(Service::Consultation))
        });
        street.press("李律师", &Action::Claim(case.code));
        assert!(street.heard(ANNA).contains("now with 李律师, lawyer at 谢正街"));
    }

    #[test]
    fn somebody_with_no_card_gets_one_when_they_claim() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("王调解", &Action::Claim(code));
        assert_eq!(street.holders(), ["李律师", "王调解"]);
        assert_eq!(street.buttons("王调解", Purpose::Card), ["回复", "预约", "转给…", "结案", "详情"]);
    }

    #[test]
    fn claiming_twice_is_friendly() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.press("李律师", &Action::Claim(code.clone()));
        assert!(street.heard("李律师").ends_with(&format!("事项 {code} 由您办理。")));
        assert_eq!(street.log.len(), 2);
    }
}
