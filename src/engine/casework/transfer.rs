//! A case goes to other hands: to a named colleague, or back to everyone.

use crate::domain::booking::Booking;
use crate::domain::case::{Case, CaseState, EntryKind, Speaker};
use crate::domain::message::Outbound;
use crate::domain::staff::{Staff, StaffStatus};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::audience;
use super::sides::conflict;
use super::{booking, card, log, open, sides, tell, timers};

/// Whether somebody works here and can be reached.
pub(in crate::engine) fn at_work(person: &Staff) -> bool {
    person.status == StaffStatus::Active && !person.conversations.is_empty()
}

/// Gives a case to a colleague; `before` is who had it until now.
pub(in crate::engine) fn give(
    turn: &mut Turn<'_>,
    giver: &Staff,
    case: &Case,
    to: &Staff,
    before: Option<&Staff>,
) -> Result<Case, Need> {
    let mut case = case.clone();
    case.state = case.taken();
    case.owner = Some(to.id.clone());
    case.claimed_at.get_or_insert(turn.now);
    turn.save(&case);
    timers::taken(turn, &case);
    let text = turn.staff_texts().log_given(&to.name);
    log::staff(turn, &case, giver, EntryKind::Transferred, &text, None);
    let to_come = |booking: &Booking| booking.staff != to.id && booking.starts > turn.now;
    if let Some(booking) = booking::active(turn, &case)?.filter(to_come) {
        booking::handed::handed_over(turn, &[booking], Some(to))?;
    }
    card::refresh(turn, &case, Some(to))?;
    card::deal(turn, &case, to, turn.world.facts.cards(&case.id)?)?;
    let news = turn.staff_texts().given_to_you(&giver.name, &case.code);
    tell::staff(turn, to, &case, &Outbound::text(news));
    if let Some(before) = before.filter(|before| before.id != giver.id && before.id != to.id) {
        let news = turn.staff_texts().given_away(&giver.name, &case.code, &to.name);
        tell::staff(turn, before, &case, &Outbound::text(news));
    }
    let role = tell::title(turn, case.lang, to);
    let room = tell::room_name(turn, &to.room);
    let news = tell::resident_texts(turn, case.lang).case_given(&case.code, &to.name, role, room);
    tell::resident(turn, &case, news);
    sides::in_hands_of(turn, &case, to)?;
    Ok(case)
}

/// A member of staff gives a case back to everyone in its room.
pub(in crate::engine) fn give_back(turn: &mut Turn<'_>, giver: &Staff, case: &Case) -> Result<Case, Need> {
    let mut case = case.clone();
    let text = turn.staff_texts().log_given_back();
    log::staff(turn, &case, giver, EntryKind::Transferred, &text, None);
    offer_again(turn, &mut case)?;
    turn.save(&case);
    Ok(case)
}

/// The owner is gone: the case is everybody's again. The caller saves it.
pub(super) fn release(turn: &mut Turn<'_>, case: &mut Case) -> Result<(), Need> {
    let text = turn.staff_texts().log_owner_gone();
    log::system(turn, case, EntryKind::Transferred, &text);
    offer_again(turn, case)
}

pub(super) fn offer_again(turn: &mut Turn<'_>, case: &mut Case) -> Result<(), Need> {
    let without = conflict::without(turn, &*case)?;
    let audience = audience::again(turn, audience::sought(case, &without))?;
    case.state = CaseState::Offered;
    case.owner = None;
    booking::change::left_alone(turn, case)?;
    case.reach = audience.reach;
    card::refresh(turn, case, None)?;
    for person in &audience.people {
        card::deal(turn, case, person, turn.world.facts.cards(&case.id)?)?;
    }
    if audience.people.is_empty() {
        open::nobody_there(turn, case)?;
    }
    timers::start_accept(turn, case);
    looking_for_another(turn, case)
}

/// Whoever has it next owes the resident an answer, also one who was answered before; all sides learn that somebody is looked
/// for.
pub(super) fn looking_for_another(turn: &mut Turn<'_>, case: &mut Case) -> Result<(), Need> {
    if !case.awaits_staff() || case.deadline <= turn.now {
        case.last_speaker = Speaker::Resident;
        case.deadline = turn.promise(&case.room, case.service, case.urgent);
        timers::restart_answer(turn, case);
    }
    let deadline = tell::when(turn, case.lang, case.deadline);
    let news = tell::resident_texts(turn, case.lang).case_given_back(&case.code, deadline);
    tell::resident(turn, case, news);
    sides::tell_parties(turn, case, |turn, party| sides::texts_of(turn, party).given_back(&party.code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::engine::action::Action;
    use crate::engine::testing::{ANNA, Street, draft};

    fn claimed() -> Street {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code));
        street.heard(ANNA);
        street
    }

    #[test]
    fn a_colleague_gets_the_case_with_its_card_and_everybody_knows() {
        let mut street = claimed();
        let (code, to) = (street.case().code, street.staff("王调解").id.clone());
        street.press("李律师", &Action::Give(code.clone()));
        assert_eq!(
            street.buttons("李律师", Purpose::Reply),
            ["1 王调解（人民调解员·谢正街）", "2 陈主任（街道负责人·谢家湾街道）", "3 放回待接单", "4 取消"]
        );
        street.write("李律师", "1");
        assert_eq!(street.case().owner, Some(to));
        assert!(street.heard("王调解").contains("李律师把事项"));
        assert_eq!(street.buttons("王调解", Purpose::Card), ["回复", "预约", "转给…", "结案", "详情"]);
        assert_eq!(street.buttons("李律师", Purpose::Card), ["详情"]);
        assert!(street.heard(ANNA).contains("王调解接手"));
    }

    #[test]
    fn giving_back_offers_it_to_the_whole_room_anew() {
        let mut street = claimed();
        street.heard("李律师");
        let code = street.case().code;
        street.press("李律师", &Action::GiveBack(code.clone()));
        assert_eq!(street.case().state, CaseState::Offered);
        assert_eq!(street.holders(), ["李律师", "王调解"]);
        assert_eq!(street.buttons("李律师", Purpose::Card), ["接单", "转给…", "详情"]);
        assert!(street.heard(ANNA).contains("不用再说一遍"));
        street.press("王调解", &Action::Claim(code));
        assert_eq!(street.case().owner, Some(street.staff("王调解").id.clone()));
    }

    #[test]
    fn whoever_was_answered_before_it_was_given_back_is_promised_an_answer_again() {
        let mut street = claimed();
        let code = street.case().code;
        street.answers("李律师", &code, "我看看");
        street.heard(ANNA);
        street.pass_minutes(24 * 60);
        street.press("李律师", &Action::GiveBack(code.clone()));
        assert!(street.heard(ANNA).contains("3月9日 周一 10:02** 前给您回话"));
        let case = street.case();
        assert!(case.awaits_staff() && case.deadline.format("%m-%d %H:%M") == "03-09 10:02");
        street.press("王调解", &Action::Claim(code));
        street.heard("王调解");
        street.pass_minutes(4 * 24 * 60);
        assert!(street.heard("王调解").contains("没有按时答复"));
        assert!(street.heard(ANNA).contains("没能按时答复您"));
    }

    #[test]
    fn the_street_may_take_over_and_give_to_any_room() {
        let mut street = claimed();
        let code = street.case().code;
        street.press("陈主任", &Action::Give(code.clone()));
        let buttons = street.buttons("陈主任", Purpose::Reply);
        assert!(buttons.iter().any(|label| label.contains("周律师")), "{buttons:?}");
        assert!(!buttons.iter().any(|label| label.contains("外人") || label.contains("李律师")));
        let (street_lead, neighbour) = (street.staff("陈主任").id.clone(), street.staff("周律师").id.clone());
        street.press("陈主任", &Action::GiveTo(code.clone(), street_lead));
        assert!(street.heard("李律师").contains("陈主任把您的事项"));
        street.press("陈主任", &Action::GiveTo(code.clone(), neighbour));
        street.write("陈主任", "1");
        assert_eq!(street.case().room.as_str(), crate::engine::testing::HOME);
        street.press("周律师", &Action::Answer(code));
        street.write("周律师", "我来帮您看");
        assert!(street.heard(ANNA).ends_with("周律师答复：\n我来帮您看"));
    }

    #[test]
    fn a_colleague_who_left_meanwhile_is_not_given_anything() {
        let mut street = claimed();
        let (code, gone) = (street.case().code, street.staff("王调解").id.clone());
        street.staff("王调解").status = StaffStatus::Revoked;
        street.press("李律师", &Action::GiveTo(code, gone));
        assert_eq!(street.case().owner, Some(street.staff("李律师").id.clone()));
        assert!(street.heard("李律师").contains("转给谁"));
    }
}
