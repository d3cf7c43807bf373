//! 我的事项, 待接单, and what has not ended of the cases behind a count.

use chrono::NaiveDate;

use crate::domain::case::{Case, CaseState};
use crate::domain::joint::JointState;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::standing::next_step;
use crate::engine::casework::tell::room_name;
use crate::engine::casework::{card, relay};
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::{access, joint, menu};

/// How many cases a list shows at once.
const SHOWN: usize = 20;

/// The member's own open cases, oldest first; of those that are handled jointly, or that the member leads, when there are no others.
pub(super) fn mine(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let owned = turn.world.facts.owned_by(&member.id)?;
    let cases = ordinary(turn, owned.iter().collect())?;
    let joints = turn.world.facts.joints(&())?;
    let leads = joints.iter().any(|joint| joint.leader.as_ref() == Some(&member.id));
    if cases.is_empty() && (leads || !owned.is_empty()) {
        return joint::list(turn, member);
    }
    match cases.len() {
        0 => {
            turn.offer(turn.staff_texts().mine_none(), menu::choices(turn), 2);
            Ok(())
        }
        number => list(turn, turn.staff_texts().mine(number), &cases, mine_line, mine_choice),
    }
}

/// The cases nobody has taken that the member may take, oldest first; also those that are handled jointly, for somebody has to
/// have them too.
pub(super) fn waiting(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let cases = claimable(turn, member)?;
    match cases.len() {
        0 => {
            turn.offer(turn.staff_texts().waiting_none(), menu::choices(turn), 2);
            Ok(())
        }
        number => list(turn, turn.staff_texts().waiting(number), &cases, waiting_line, waiting_choice),
    }
}

/// The cases that the member can take now.
pub(super) fn claimable<'world>(turn: &Turn<'world>, member: &Staff) -> Result<Vec<&'world Case>, Need> {
    allowed(turn, member, offered(turn, member)?)
}

/// The open cases that were opened on these days, both included, in the rooms the member sees; those due first come first.
pub(super) fn still_open(
    turn: &mut Turn<'_>,
    member: &Staff,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<(), Need> {
    let mut cases = Vec::new();
    for room in access::rooms(turn, member) {
        let open = turn.world.facts.open_in(&Some(room))?;
        cases.extend(open.iter().filter(|case| (first..=last).contains(&case.opened_at.local_date())));
    }
    cases.sort_by_key(|case| case.deadline);
    let cases = allowed(turn, member, cases)?;
    match cases.len() {
        0 => {
            turn.offer(turn.staff_texts().open_none(), menu::choices(turn), 2);
            Ok(())
        }
        number => list(turn, turn.staff_texts().open(number), &cases, open_line, mine_choice),
    }
}

/// The offered cases of every room the member sees, oldest first.
pub(super) fn offered<'world>(turn: &Turn<'world>, member: &Staff) -> Result<Vec<&'world Case>, Need> {
    let mut cases = Vec::new();
    for room in access::rooms(turn, member) {
        let open = turn.world.facts.open_in(&Some(room))?;
        cases.extend(open.iter().filter(|case| case.state == CaseState::Offered));
    }
    for room in access::stood_in_for(turn, member) {
        for case in turn.world.facts.open_in(&Some(room))? {
            if access::stands_in(turn, member, case)? {
                cases.push(case);
            }
        }
    }
    cases.sort_by_key(|case| case.opened_at);
    Ok(cases)
}

/// Without those whose other side the member serves. Only as many are looked at as a list shows, for it may be long.
fn allowed<'world>(
    turn: &Turn<'world>,
    member: &Staff,
    cases: Vec<&'world Case>,
) -> Result<Vec<&'world Case>, Need> {
    let mut theirs = Vec::new();
    for case in cases {
        if theirs.len() >= SHOWN || !access::stands_aside(turn, member, case)? {
            theirs.push(case);
        }
    }
    Ok(theirs)
}

/// Without those that are handled jointly, which have a list of their own.
fn ordinary<'world>(turn: &Turn<'_>, mut cases: Vec<&'world Case>) -> Result<Vec<&'world Case>, Need> {
    let joints = turn.world.facts.joints(&())?;
    let running =
        |case: &&Case| joints.iter().any(|joint| joint.case == case.id && joint.state == JointState::Running);
    cases.retain(|case| !running(case));
    Ok(cases)
}

fn list(
    turn: &mut Turn<'_>,
    heading: String,
    cases: &[&Case],
    line: fn(&Turn<'_>, &Case) -> Result<String, Need>,
    choice: fn(&Turn<'_>, &Case) -> Choice,
) -> Result<(), Need> {
    let mut lines = vec![heading];
    for case in cases.iter().take(SHOWN) {
        lines.push(line(turn, case)?);
    }
    if let Some(more) = cases.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        lines.push(turn.staff_texts().and_more(more));
    }
    let choices = cases.iter().take(SHOWN).map(|case| choice(turn, case)).collect();
    turn.offer(lines.join("\n"), choices, 1);
    Ok(())
}

fn mine_line(turn: &Turn<'_>, case: &Case) -> Result<String, Need> {
    let (service, room) = (turn.staff_texts().service(case.service), room_name(turn, &case.room));
    Ok(turn.staff_texts().mine_line(&case.code, service, room, next_step(turn, case)?))
}

fn mine_choice(turn: &Turn<'_>, case: &Case) -> Choice {
    let label = turn.staff_texts().button_case(&case.code, turn.staff_texts().service(case.service));
    Choice::new(label, &Action::Details(case.code.clone()))
}

/// The same with who has the case.
fn open_line(turn: &Turn<'_>, case: &Case) -> Result<String, Need> {
    let Some(owner) = relay::owner(turn, case)? else { return mine_line(turn, case) };
    let (service, room) = (turn.staff_texts().service(case.service), room_name(turn, &case.room));
    let next = next_step(turn, case)?;
    Ok(turn.staff_texts().open_line(&case.code, service, room, &owner.name, next))
}

fn waiting_line(turn: &Turn<'_>, case: &Case) -> Result<String, Need> {
    let texts = turn.staff_texts();
    let urgent = if case.urgent { texts.card_urgent() } else { String::new() };
    let (service, room) = (turn.staff_texts().service(case.service), room_name(turn, &case.room));
    Ok(texts.waiting_line(urgent, &case.code, service, room, card::age(turn, case.opened_at)))
}

fn waiting_choice(turn: &Turn<'_>, case: &Case) -> Choice {
    let label = turn.staff_texts().button_claim_case(&case.code, turn.staff_texts().service(case.service));
    Choice::new(label, &Action::Claim(case.code.clone()))
}

#[cfg(test)]
mod tests {
    use crate::domain::ids::RoomCode;
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::engine::action::Action;
    use crate::engine::casework::Draft;
    use crate::engine::testing::{ELSEWHERE, NEXT, Street, draft};
    use crate::engine::turn::Turn;

    #[test]
    fn what_waits_is_listed_oldest_first_and_only_what_one_may_take() {
        let mut street = Street::staffed();
        let first = street.open(draft(Service::Consultation)).code;
        street.pass_minutes(5);
        let next = street.open(Draft { room: RoomCode::new(NEXT), ..draft(Service::Mediation) }).code;
        street.pass_minutes(5);
        let danger = street.open(draft(Service::Emergency)).code;
        street.open(Draft { room: RoomCode::new(ELSEWHERE), ..draft(Service::Consultation) });
        street.heard("李律师");
        street.write("李律师", "待接单");
        assert_eq!(
            street.heard("李律师"),
            format!(
                "有 2 件待接单：\n{first} 法律咨询 · 谢正街 · 10 分钟前\n【紧急】{danger} 紧急情况 · 谢正街 · 刚刚"
            )
        );
        street.write("陈主任", "待接单");
        let labels = street.buttons("陈主任", Purpose::Reply);
        assert_eq!(
            labels,
            [
                format!("1 接单 {first} 法律咨询"),
                format!("2 接单 {next} 人民调解"),
                format!("3 接单 {danger} 紧急情况")
            ]
        );
        street.write("陈主任", "2");
        street.heard("陈主任");
        street.write("陈主任", "我的事项");
        let heard = street.heard("陈主任");
        assert_eq!(heard, format!("您有 1 件在办：\n{next} 人民调解 · 民主村 · 3月6日 10:05 前答复居民"));
    }

    #[test]
    fn a_long_list_is_cut_and_says_so() {
        let mut street = Street::staffed();
        for _ in 0..23 {
            street.open(draft(Service::Consultation));
        }
        street.heard("李律师");
        street.write("李律师", "待接单");
        assert!(street.heard("李律师").ends_with("……还有 3 件，办完这些再看。"));
        assert_eq!(street.buttons("李律师", Purpose::Reply).len(), 20);
    }

    #[test]
    fn of_a_very_long_list_only_what_is_shown_is_looked_into() {
        let mut street = Street::staffed();
        for number in 0..120 {
            let open =
                |turn: &mut Turn<'_>| crate::engine::casework::open(turn, draft(Service::Consultation));
            street.turn(&format!("居民{number}"), open);
        }
        street.heard("李律师");
        street.write("李律师", "待接单");
        assert!(
            street.heard("李律师").starts_with("有 120 件待接单"),
            "no more than a hundred facts are looked up"
        );
    }

    #[test]
    fn what_was_given_from_another_room_is_among_ones_own() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        let neighbour = street.staff("周律师").id.clone();
        street.press("陈主任", &Action::GiveTo(code.clone(), neighbour));
        street.write("陈主任", "1");
        street.heard("周律师");
        street.write("周律师", "我的事项");
        assert!(street.heard("周律师").contains(&code.to_string()));
        street.write("周律师", "待接单");
        assert_eq!(street.heard("周律师"), "现在没有待接单的事项。");
    }
}
