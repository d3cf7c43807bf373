//! 转交: a case goes to another room with the reason asked and kept. The resident is told who has it now, not why.

use std::collections::BTreeSet;

use crate::domain::case::{Case, EntryKind};
use crate::domain::code::CaseCode;
use crate::domain::ids::{CaseId, RoomCode, StaffId};
use crate::domain::message::Outbound;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::{by_phone, joint, log, tell};
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow};
use crate::engine::task::Task;
use crate::engine::turn::Turn;

use super::{access, decide};

/// So many rooms are several.
const MANY_ROOMS: usize = 3;

/// Whether giving the case to this colleague takes it to another room.
pub(super) fn crosses_rooms(turn: &Turn<'_>, case: &Case, to: &Staff) -> Result<bool, Need> {
    Ok(room_of(turn, case)? != to.room)
}

/// Asks why.
pub(super) fn ask(turn: &mut Turn<'_>, case: &Case, to: &Staff) {
    turn.session.flow = Flow::Task(Task::Handing(case.id.clone(), to.id.clone()));
    let text = turn.around().hand_why(&case.code, &to.name, tell::room_name(turn, &to.room));
    let deed = |number| Action::Deed(Deed::Hand(case.code.clone(), to.id.clone(), number));
    let answers = (0..).zip(reasons(turn)).map(|(number, reason)| Choice::new(reason, &deed(number)));
    let cancel = vec![Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel)];
    turn.ask(text, answers.collect(), 2, cancel);
}

/// One of the reasons was chosen.
pub(super) fn chosen(
    turn: &mut Turn<'_>,
    member: &Staff,
    code: &CaseCode,
    to: &StaffId,
    number: usize,
) -> Result<(), Need> {
    let Some(reason) = reasons(turn).into_iter().nth(number) else {
        return decide::give_to(turn, member, code, to);
    };
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    hand(turn, member, case, to, &reason)
}

/// The reason was written.
pub(super) fn words(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &CaseId,
    to: &StaffId,
    text: &str,
) -> Result<(), Need> {
    let case = turn.world.facts.case(case)?.as_ref();
    let Some(case) = access::allowed(turn, member, case)? else { return Ok(()) };
    if text.trim().is_empty() || turn.session.is_beyond(text) {
        return decide::give_to(turn, member, &case.code, to);
    }
    turn.session.flow = Flow::Idle;
    hand(turn, member, case, to, text.trim())
}

fn hand(turn: &mut Turn<'_>, member: &Staff, case: &Case, to: &StaffId, reason: &str) -> Result<(), Need> {
    if !decide::may_give(turn, member, case) {
        return decide::tell_standing(turn, member, case);
    }
    let colleagues = access::colleagues(turn, member, case)?;
    let Some(to) = colleagues.iter().find(|person| person.id == *to) else {
        return decide::give_another(turn, member, case);
    };
    let rooms = rooms_so_far(turn, case, to)?;
    let case = decide::given(turn, member, case, to)?;
    let text = turn.around().log_hand_why(reason);
    log::staff(turn, &case, member, EntryKind::HandedOver, &text, None);
    if rooms.len() >= MANY_ROOMS {
        joint::suggest(turn, &case, turn.around().joint_rooms())?;
    }
    let news = Outbound::text(turn.around().handed_why(&case.code, reason));
    tell::staff(turn, to, &case, &news);
    turn.reply(turn.staff_texts().given(&case.code, &to.name, by_phone::told(turn, &case)));
    Ok(())
}

/// The rooms that have had the case by the time it is this colleague's: its home, and those of everybody who had it. The street's
/// staff who only hand it on have not had it.
fn rooms_so_far(turn: &Turn<'_>, case: &Case, to: &Staff) -> Result<BTreeSet<RoomCode>, Need> {
    let mut rooms = BTreeSet::from([case.room.clone(), room_of(turn, case)?, to.room.clone()]);
    for entry in turn.world.facts.log(&case.id)? {
        let Some(id) = &entry.staff else { continue };
        let Some(person) = turn.world.facts.staff(id)?.as_ref() else { continue };
        let had_it = match entry.kind {
            EntryKind::Claimed => true,
            EntryKind::HandedOver => !access::oversees(turn, person, case),
            _ => false,
        };
        if had_it {
            rooms.insert(person.room.clone());
        }
    }
    Ok(rooms)
}

/// Where the case is now: with its owner's room, else at home.
fn room_of(turn: &Turn<'_>, case: &Case) -> Result<RoomCode, Need> {
    let owner = match &case.owner {
        Some(owner) => turn.world.facts.staff(owner)?.as_ref(),
        None => None,
    };
    Ok(owner.map_or_else(|| case.room.clone(), |owner| owner.room.clone()))
}

fn reasons(turn: &Turn<'_>) -> Vec<String> {
    let reasons = turn.around().hand_reasons();
    reasons.split(',').map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message::Body;
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::engine::testing::{ANNA, Street, draft};

    fn claimed() -> (Street, CaseCode) {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        for who in [ANNA, "李律师"] {
            street.heard(who);
        }
        (street, code)
    }

    #[test]
    fn to_another_room_the_reason_is_asked_kept_and_not_told_to_the_resident() {
        let (mut street, code) = claimed();
        let to = street.staff("陈主任").id.clone();
        street.press("李律师", &Action::GiveTo(code.clone(), to.clone()));
        assert_eq!(street.case().owner, Some(street.staff("李律师").id.clone()), "not before the reason");
        assert!(street.heard("李律师").contains("为什么"));
        street.write("李律师", "4");
        assert_eq!(street.case().owner, Some(to));
        assert!(street.heard("陈主任").contains("转交原因：需要回避"));
        let told = street.heard(ANNA);
        assert!(told.contains("陈主任接手") && !told.contains("回避"), "{told}");
        street.press("陈主任", &Action::Details(code));
        assert!(street.heard("陈主任").contains("李律师：转交原因：需要回避"));
    }

    #[test]
    fn a_reason_in_words_is_kept_and_within_a_room_none_is_asked() {
        let (mut street, code) = claimed();
        let (street_lead, mediator) = (street.staff("陈主任").id.clone(), street.staff("王调解").id.clone());
        street.press("李律师", &Action::GiveTo(code.clone(), street_lead));
        street.write("李律师", "居民要求街道出面");
        assert!(street.log.last().unwrap().text.contains("居民要求街道出面"));
        street.press("陈主任", &Action::GiveTo(code.clone(), mediator.clone()));
        street.write("陈主任", "取消");
        assert_ne!(street.case().owner, Some(mediator.clone()));
        street.press("陈主任", &Action::Deed(Deed::Hand(code.clone(), mediator.clone(), 4)));
        assert_eq!(street.case().owner, Some(mediator));
        let lawyer = street.staff("李律师").id.clone();
        street.press("王调解", &Action::GiveTo(code, lawyer.clone()));
        assert_eq!(street.case().owner, Some(lawyer));
    }

    /// The street's leader gives the case on to somebody in another room.
    fn hand(street: &mut Street, code: &CaseCode, to: &str) {
        let to = street.staff(to).id.clone();
        street.press("陈主任", &Action::Deed(Deed::Hand(code.clone(), to, 0)));
    }

    #[test]
    fn joint_handling_is_suggested_once_three_rooms_have_had_it() {
        let (mut street, code) = claimed();
        for to in ["周律师", "王调解", "周律师"] {
            hand(&mut street, &code, to);
            assert!(street.joints.is_empty(), "two rooms have had it: {to}");
        }
        hand(&mut street, &code, "陈主任");
        assert!(street.joints[0].reason.contains("几个工作室都经手过"));
    }

    #[test]
    fn a_note_is_for_staff_alone() {
        let (mut street, code) = claimed();
        street.press("李律师", &Action::Deed(Deed::Note(code.clone())));
        street.write("李律师", "情绪激动，打电话别在晚上");
        street.answer("李律师", Purpose::Card, Body::Text("备注：对方是亲戚".into()));
        street.answer("李律师", Purpose::Card, Body::Text("备注".into()));
        street.write("李律师", "第三条");
        assert_eq!(street.heard(ANNA), "");
        street.heard("王调解");
        street.press("王调解", &Action::Details(code.clone()));
        let read = street.heard("王调解");
        for note in ["3月5日 10:00 李律师：备注（内部）：情绪激动，打电话别在晚上", "对方是亲戚", "第三条"]
        {
            assert!(read.contains(note), "{note}: {read}");
        }
        street.press(ANNA, &Action::CaseDetail(code.clone()));
        assert!(!street.heard(ANNA).contains("情绪"));
        street.press("周律师", &Action::Deed(Deed::Note(code)));
        assert!(street.heard("周律师").contains("不归您的工作室"));
    }
}
