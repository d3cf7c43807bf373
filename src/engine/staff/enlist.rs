//! Becoming staff by an invitation, and stopping to be.

use crate::domain::lang::Lang;
use crate::domain::staff::{Invite, Staff, StaffStatus};
use crate::engine::action::Action;
use crate::engine::casework::tell::{role_name, room_name, title};
use crate::engine::casework::{card, transfer};
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Session};
use crate::engine::turn::Turn;

use super::{lists, menu};

/// How many waiting cases a new member is dealt at once.
const DEALT: usize = 10;

/// Somebody sent an invitation's code.
pub(in crate::engine) fn enlist(turn: &mut Turn<'_>, code: &str) -> Result<(), Need> {
    let invite = turn.world.facts.invite(&code.to_owned())?.as_ref();
    if let Some(member) = &turn.world.staff {
        already(turn, member);
        return Ok(());
    }
    match invite {
        Some(invite) if usable(turn, invite) => welcome(turn, code, &invite.staff),
        _ => {
            turn.reply(refusal(turn, invite));
            Ok(())
        }
    }
}

/// Asks whether they really want to leave.
pub(super) fn ask_to_leave(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let texts = turn.staff_texts();
    let open = turn.world.facts.owned_by(&member.id)?.len();
    let choices = vec![
        Choice::new(texts.button_leave(), &Action::Leave),
        Choice::new(texts.button_cancel(), &Action::Cancel),
    ];
    turn.offer(texts.leave_really(open), choices, 2);
    Ok(())
}

/// This conversation is theirs no more; if it was their last, their cases are everybody's again.
pub(super) fn leave(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let here = turn.here();
    let known = turn.world.facts.staff(&member.id)?;
    let elsewhere = known.iter().flat_map(|known| &known.conversations).any(|to| *to != here);
    if !elsewhere {
        for case in turn.world.facts.owned_by(&member.id)? {
            transfer::give_back(turn, member, case)?;
        }
    }
    turn.session = Session::default();
    turn.push(Effect::Discharge);
    turn.reply(turn.staff_texts().left());
    Ok(())
}

fn already(turn: &mut Turn<'_>, member: &Staff) {
    let (role, room) = (title(turn, Lang::Zh, member), room_name(turn, &member.room));
    let text = turn.staff_texts().already_staff(&member.name, role, room);
    turn.offer(text, menu::choices(turn), 2);
}

fn usable(turn: &Turn<'_>, invite: &Invite) -> bool {
    invite.revoked_at.is_none()
        && invite.staff.status != StaffStatus::Revoked
        && invite.used_at.is_none()
        && turn.now < invite.expires_at
}

fn refusal(turn: &Turn<'_>, invite: Option<&Invite>) -> String {
    let texts = turn.staff_texts();
    match invite {
        None => texts.invite_wrong(),
        Some(invite) if invite.revoked_at.is_some() || invite.staff.status == StaffStatus::Revoked => {
            texts.invite_revoked()
        }
        Some(invite) if invite.used_at.is_some() => texts.invite_used(),
        Some(_) => texts.invite_expired(),
    }
}

fn welcome(turn: &mut Turn<'_>, code: &str, member: &Staff) -> Result<(), Need> {
    let waiting = lists::offered(turn, member)?;
    turn.session = Session::default();
    turn.push(Effect::Enlist { invite: code.to_owned(), staff: member.id.clone() });
    let (role, room) = (role_name(turn, Lang::Zh, member.role), room_name(turn, &member.room));
    let texts = turn.staff_texts();
    turn.offer(texts.enlisted(&member.name, role, room), menu::choices(turn), 2);
    let newcomer = Staff { conversations: vec![turn.here()], ..member.clone() };
    for case in waiting.iter().take(DEALT) {
        card::deal(turn, case, &newcomer, &[])?;
    }
    if let Some(more) = waiting.len().checked_sub(DEALT).filter(|more| *more > 0) {
        let show = Choice::new(texts.button_waiting(), &Action::Waiting);
        turn.offer(texts.more_waiting(more), vec![show], 1);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::CaseState;
    use crate::domain::message::Body;
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::domain::staff::Role;
    use crate::engine::testing::{HOME, Street, at, draft};

    /// A room whose lawyer is invited by `CODE` until the tenth.
    fn invited() -> Street {
        let mut street = Street::new();
        street.hire("李律师", Role::Lawyer, HOME);
        let lawyer = street.staff("李律师");
        lawyer.status = StaffStatus::Invited;
        lawyer.conversations.clear();
        let staff = lawyer.clone();
        let invite = Invite { staff, expires_at: at("2026-03-10 00:00"), used_at: None, revoked_at: None };
        street.invites.insert("CODE".into(), invite);
        street
    }

    #[test]
    fn a_code_makes_a_colleague_who_sees_what_waits() {
        let mut street = invited();
        let code = street.open(draft(Service::Consultation)).code;
        street.write("李", "/start CODE");
        let heard = street.heard("李");
        assert!(heard.starts_with("李律师，您好！您已登记为谢正街的律师"), "{heard}");
        assert!(heard.contains(&code.to_string()));
        assert_eq!(street.buttons("李", Purpose::Card), ["接单", "转给…", "详情"]);
        street.answer("李", Purpose::Card, Body::Text("你好".into()));
        street.press("李", &Action::Claim(code));
        assert_eq!(street.case().state, CaseState::Claimed);
    }

    #[test]
    fn more_than_ten_waiting_cases_are_listed_instead() {
        let mut street = invited();
        for _ in 0..12 {
            street.open(draft(Service::Consultation));
        }
        street.write("李", "/start CODE");
        assert_eq!(street.holders().len(), 10);
        assert!(street.heard("李").ends_with("还有 2 件在等，点「待接单」查看。"));
    }

    #[test]
    fn a_code_that_does_not_work_says_why_and_changes_nothing() {
        let wrong = |change: fn(&mut Invite)| {
            let mut street = invited();
            change(street.invites.get_mut("CODE").unwrap());
            street.write("某人", "/start CODE");
            assert_eq!(street.staff("李律师").status, StaffStatus::Invited);
            street.heard("某人")
        };
        assert!(wrong(|invite| invite.used_at = Some(at("2026-03-04 10:00"))).contains("已经用过"));
        assert!(wrong(|invite| invite.expires_at = at("2026-03-05 10:00")).contains("过期"));
        assert!(wrong(|invite| invite.revoked_at = Some(at("2026-03-04 10:00"))).contains("作废"));
        assert!(wrong(|invite| invite.staff.status = StaffStatus::Revoked).contains("作废"));
        let mut street = invited();
        street.write("某人", "/start  code");
        assert!(street.heard("某人").contains("不对"));
    }

    #[test]
    fn whoever_is_staff_already_is_told_who_they_are() {
        let mut street = invited();
        street.write("李", "/start CODE");
        street.heard("李");
        street.write("李", "/start CODE");
        assert!(street.heard("李").starts_with("您已经登记为谢正街的李律师"));
        street.write("别人", "/start CODE");
        assert!(street.heard("别人").contains("已经用过"));
    }

    #[test]
    fn leaving_takes_two_taps_and_leaves_no_case_behind() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code));
        street.heard("李律师");
        street.write("李律师", "/stop");
        assert!(street.heard("李律师").contains("还有 1 件未办结"));
        street.write("李律师", "取消");
        assert_eq!(street.staff("李律师").conversations.len(), 1);
        street.write("李律师", "退出");
        street.write("李律师", "1");
        assert!(street.heard("李律师").ends_with("请管理员发新的邀请码。"));
        assert!(street.staff("李律师").conversations.is_empty());
        assert_eq!(street.case().state, CaseState::Offered);
        assert!(street.holders().contains(&"王调解"));
        assert!(street.session("李律师").choices.is_empty());
    }

    #[test]
    fn leaving_one_conversation_of_two_keeps_the_cases() {
        let mut street = Street::staffed();
        let web = crate::domain::ids::ConversationId::new("李律师的网页");
        street.staff("李律师").conversations.push(web);
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code));
        street.press("李律师的网页", &Action::Leave);
        assert_eq!(street.case().state, CaseState::Claimed);
        assert_eq!(street.staff("李律师").conversations.len(), 1);
    }
}
