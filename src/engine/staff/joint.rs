//! 联调 as staff do it: asked for, decided by the street, led, reported on, signed, and listed apart.

use crate::domain::case::{Case, Outcome};
use crate::domain::code::CaseCode;
use crate::domain::ids::{CaseId, StaffId};
use crate::domain::joint::{Joint, JointState};
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::casework::joint::{self, Signed};
use crate::engine::casework::{by_phone, close, tell};
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow};
use crate::engine::task::{Joining, Task};
use crate::engine::turn::Turn;
use crate::intent::entities::{self, Value};

use super::access::{self, oversees};
use super::{days, decide, menu};

/// The days that can be chosen to settle it in.
const DAYS: [u64; 3] = [7, 15, 30];

/// 请求联调.
pub(super) fn ask(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    if !case.is_open() || joint::open(turn, case)?.is_some() {
        return decide::tell_standing(turn, member, case);
    }
    joint::ask(turn, member, case);
    turn.reply(turn.around().joint_asked(code));
    Ok(())
}

/// The street takes it up: who leads it?
pub(super) fn begin(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    if !oversees(turn, member, case) || joint::open(turn, case)?.is_none() {
        return decide::tell_standing(turn, member, case);
    }
    let street = crate::engine::casework::street_of(turn, &case.room);
    let choice = |person: &Staff| {
        let role = tell::role_name(turn, crate::domain::lang::Lang::Zh, person.role);
        let label = format!("{}（{role}）", person.name);
        Choice::new(label, &Action::Deed(Deed::JointLeader(code.clone(), person.id.clone())))
    };
    let mut choices: Vec<Choice> = turn.world.facts.staff_in(&street)?.iter().map(choice).collect();
    choices.push(Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel));
    let asks = turn.around().joint_leader(code);
    let text = match joint::open(turn, case)?.filter(|joint| joint.state == JointState::Running) {
        Some(running) => format!("{}\n{asks}", turn.around().joint_stands(code, joint::line(turn, running)?)),
        None => asks,
    };
    turn.offer(text, choices, 1);
    Ok(())
}

/// This person leads it: with which office?
pub(super) fn led_by(
    turn: &mut Turn<'_>,
    member: &Staff,
    code: &CaseCode,
    leader: &StaffId,
) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    if !oversees(turn, member, case) {
        return decide::tell_standing(turn, member, case);
    }
    let joining =
        Joining { case: case.id.clone(), leader: leader.clone(), office: None, partners: None, due: None };
    question(turn, joining);
    Ok(())
}

/// The nth choice of the question that is open.
pub(super) fn chosen(turn: &mut Turn<'_>, member: &Staff, flow: Flow, number: usize) -> Result<(), Need> {
    let Flow::Task(Task::Joining(mut joining)) = flow else {
        super::press::stale(turn, member);
        return Ok(());
    };
    if let Some(due) = joining.due {
        return match number {
            0 => begun(turn, member, joining, due, true),
            _ => kept(turn, member, &joining),
        };
    }
    if joining.office.is_none() {
        joining.office = offices(turn).into_iter().nth(number);
    } else if joining.partners.is_none() {
        joining.partners = Some(String::new());
    } else if let Some(days) = DAYS.get(number) {
        let due = turn.now.plus(std::time::Duration::from_secs(days * 24 * 3600));
        return begun(turn, member, joining, due, false);
    }
    question(turn, joining);
    Ok(())
}

/// Words in answer to the question that is open.
pub(super) fn words(
    turn: &mut Turn<'_>,
    member: &Staff,
    mut joining: Joining,
    text: &str,
) -> Result<(), Need> {
    let text = text.trim().to_owned();
    // A number that none of the choices has names no office.
    let is_name = !text.is_empty() && !turn.session.is_beyond(&text);
    if let Some(due) = joining.due {
        return begun(turn, member, joining, due, false);
    }
    if joining.office.is_none() {
        joining.office = Some(text).filter(|_| is_name);
    } else if joining.partners.is_none() {
        joining.partners = Some(text).filter(|_| is_name);
    } else if let Some(due) = by(turn, &text) {
        return begun(turn, member, joining, due, false);
    } else {
        turn.reply(turn.around().joint_until_unread());
    }
    question(turn, joining);
    Ok(())
}

/// The end of the working day that words name, if it is still to come; of several days the last.
fn by(turn: &Turn<'_>, text: &str) -> Option<Timestamp> {
    let found = entities::find(text, turn.now.local()).into_iter().find_map(|entity| match entity.value {
        Value::Moment(moment) if !moment.about => Some(moment),
        _ => None,
    })?;
    let due = Timestamp::from_local(days::last_to_come(turn, found)?.and_hms_opt(18, 0, 0)?);
    (due > turn.now).then_some(due)
}

/// The street decides against it.
pub(super) fn decline(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    let asked = joint::open(turn, case)?.filter(|joint| joint.state == JointState::Asked);
    match asked.filter(|_| oversees(turn, member, case)) {
        Some(asked) => {
            joint::decline(turn, member, case, asked);
            turn.reply(turn.around().joint_declined(code));
            Ok(())
        }
        None => decide::tell_standing(turn, member, case),
    }
}

/// 进展: asks for it.
pub(super) fn report(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    turn.session.flow = Flow::Task(Task::Reporting(case.id.clone()));
    let cancel = vec![Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel)];
    turn.mention(turn.around().progress_ask(code), cancel);
    Ok(())
}

/// The words of a report.
pub(super) fn reported(turn: &mut Turn<'_>, member: &Staff, case: &CaseId, text: &str) -> Result<(), Need> {
    turn.session.flow = Flow::Idle;
    let case = turn.world.facts.case(case)?.as_ref();
    let Some(case) = access::allowed(turn, member, case)? else { return Ok(()) };
    let Some(joint) = joint::open(turn, case)? else { return decide::tell_standing(turn, member, case) };
    joint::progress(turn, member, case, joint, text.trim())?;
    turn.reply(turn.around().progress_kept(&case.code));
    Ok(())
}

/// Signs for how it is to end; `true` if the case is to be closed now.
pub(super) fn may_close(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    outcome: Outcome,
) -> Result<bool, Need> {
    let text = match joint::sign(turn, member, case, outcome)? {
        Signed::Close => return Ok(true),
        Signed::Waits => turn.around().joint_signed(&case.code),
        Signed::Again => turn.around().joint_signed_before(&case.code),
    };
    turn.reply(text);
    Ok(false)
}

/// Signs for the outcome that another has signed for.
pub(super) fn sign(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    match proposed(turn, member, case)?.and_then(|joint| joint.outcome) {
        Some(outcome) if may_close(turn, member, case, outcome)? => {
            close::by_staff(turn, member, case, outcome, None)?;
            let name = close::outcome_name(turn, outcome);
            turn.reply(turn.staff_texts().closed(code, name, by_phone::told(turn, case)));
            Ok(())
        }
        Some(_) => Ok(()),
        None => decide::tell_standing(turn, member, case),
    }
}

/// Does not sign: it goes on.
pub(super) fn send_back(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    match proposed(turn, member, case)? {
        Some(joint) => {
            joint::send_back(turn, member, case, joint)?;
            turn.reply(turn.around().joint_goes_on(code));
            Ok(())
        }
        None => decide::tell_standing(turn, member, case),
    }
}

/// What is handled jointly, for those who lead it, own the case, or look after the street.
pub(super) fn list(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    let (mut lines, mut choices) = (Vec::new(), Vec::new());
    for joint in turn.world.facts.joints(&())? {
        let Some(case) = turn.world.facts.case(&joint.case)?.as_ref() else { continue };
        let leads = joint.leader.as_ref() == Some(&member.id);
        if leads || access::owns(member, case) || oversees(turn, member, case) {
            let service = turn.staff_texts().service(case.service);
            let room = tell::room_name(turn, &case.room);
            lines.push(turn.around().joint_list_line(&case.code, &service, room, joint::line(turn, joint)?));
            let label = turn.staff_texts().button_case(&case.code, service);
            choices.push(Choice::new(label, &Action::Details(case.code.clone())));
        }
    }
    match choices.is_empty() {
        true => turn.offer(turn.around().joint_list_none(), menu::choices(turn), 2),
        false => turn.offer(turn.around().joint_list(choices.len(), lines.join("\n")), choices, 1),
    }
    Ok(())
}

/// What details say and offer about it.
pub(super) fn of_case(
    turn: &Turn<'_>,
    member: &Staff,
    case: &Case,
) -> Result<(Vec<String>, Vec<Choice>), Need> {
    if !case.is_open() {
        return Ok((Vec::new(), Vec::new()));
    }
    let texts = turn.around();
    let choice =
        |label: String, deed: fn(_) -> Deed| Choice::new(label, &Action::Deed(deed(case.code.clone())));
    let Some(joint) = joint::open(turn, case)? else {
        return Ok((Vec::new(), vec![choice(texts.button_ask_joint(), Deed::JointAsk)]));
    };
    let mut choices = Vec::new();
    if joint.state == JointState::Running {
        choices.push(choice(texts.button_progress(), Deed::Progress));
    } else if oversees(turn, member, case) {
        choices.push(choice(texts.button_joint(), Deed::JointBegin));
        choices.push(choice(texts.button_no_joint(), Deed::JointDecline));
    }
    if proposed(turn, member, case)?.is_some() {
        choices.push(choice(texts.button_sign(), Deed::Sign));
        choices.push(choice(texts.button_send_back(), Deed::SendBack));
    }
    Ok((vec![joint::line(turn, joint)?], choices))
}

/// The joint handling that somebody has signed for and this member may sign for too.
fn proposed<'world>(turn: &Turn<'world>, member: &Staff, case: &Case) -> Result<Option<&'world Joint>, Need> {
    let joint = joint::open(turn, case)?.filter(|joint| joint.outcome.is_some());
    let leads = joint.is_some_and(|joint| joint.leader.as_ref() == Some(&member.id));
    Ok(joint.filter(|_| leads || access::may_decide(turn, member, case)))
}

/// What somebody else has set up stays as it is.
fn kept(turn: &mut Turn<'_>, member: &Staff, joining: &Joining) -> Result<(), Need> {
    turn.session.flow = Flow::Idle;
    let case = turn.world.facts.case(&joining.case)?.as_ref();
    let Some(case) = access::allowed(turn, member, case)? else { return Ok(()) };
    let Some(open) = joint::open(turn, case)? else { return decide::tell_standing(turn, member, case) };
    let line = joint::line(turn, open)?;
    turn.reply(turn.around().joint_stays(&case.code, line));
    Ok(())
}

/// Another has set it up meanwhile: here is what stands; shall this take its place?
fn ask_replace(turn: &mut Turn<'_>, case: &Case, running: &Joint, joining: Joining) -> Result<(), Need> {
    let texts = turn.around();
    let text =
        format!("{}\n{}", texts.joint_stands(&case.code, joint::line(turn, running)?), texts.joint_replace());
    let choice = |(number, label)| Choice::new(label, &Action::Deed(Deed::JointChoice(number)));
    let answers = [(0, texts.joint_replace_yes()), (1, texts.joint_replace_no())];
    turn.session.flow = Flow::Task(Task::Joining(joining));
    turn.offer(text, answers.into_iter().map(choice).collect(), 2);
    Ok(())
}

fn begun(
    turn: &mut Turn<'_>,
    member: &Staff,
    joining: Joining,
    due: Timestamp,
    replaces: bool,
) -> Result<(), Need> {
    let case = turn.world.facts.case(&joining.case)?.as_ref();
    let Some(case) = access::allowed(turn, member, case)? else { return Ok(()) };
    let leader = turn.world.facts.staff(&joining.leader)?.as_ref();
    let (Some(open), Some(leader)) = (joint::open(turn, case)?, leader) else {
        return decide::tell_standing(turn, member, case);
    };
    if open.state == JointState::Running && !replaces {
        return ask_replace(turn, case, open, Joining { due: Some(due), ..joining });
    }
    let (office, partners) = (joining.office.unwrap_or_default(), joining.partners.unwrap_or_default());
    let joint = Joint { office, partners, due: Some(due), ..open.clone() };
    joint::begin(turn, member, case, joint, leader)?;
    turn.session.flow = Flow::Idle;
    turn.reply(turn.around().joint_begun(&case.code, &leader.name, joint::day(due)));
    Ok(())
}

fn question(turn: &mut Turn<'_>, joining: Joining) {
    let texts = turn.around();
    let (text, labels) = match (&joining.office, &joining.partners) {
        (None, _) => (texts.joint_office(), offices(turn)),
        (Some(_), None) => (texts.joint_partners(), vec![texts.joint_no_partners()]),
        _ => (texts.joint_until(), DAYS.iter().map(|days| texts.joint_days(days)).collect()),
    };
    let choice = |(number, label)| Choice::new(label, &Action::Deed(Deed::JointChoice(number)));
    let cancel = vec![Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel)];
    turn.session.flow = Flow::Task(Task::Joining(joining));
    turn.ask(text, (0..).zip(labels).map(choice).collect(), 3, cancel);
}

fn offices(turn: &Turn<'_>) -> Vec<String> {
    turn.around().joint_offices().split(',').map(|office| office.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{CaseState, EntryKind};
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::domain::staff::Role;
    use crate::engine::casework::{Draft, withdraw};
    use crate::engine::testing::{ANNA, STREET, Street, draft};

    /// A crowd's case in the lawyer's hands, and a clerk beside the street's leader.
    fn crowd() -> (Street, CaseCode) {
        let mut street = Street::staffed();
        street.hire("小刘", Role::Clerk, STREET);
        let words = "我们十几个工友没拿到工资".to_owned();
        let code = street.open(Draft { summary: words, ..draft(Service::Consultation) }).code;
        street.press("李律师", &Action::Claim(code.clone()));
        for who in [ANNA, "李律师", "陈主任", "小刘"] {
            street.heard(who);
        }
        (street, code)
    }

    /// Led by the street's leader with the first office, no partners, within seven days.
    fn running() -> (Street, CaseCode) {
        let (mut street, code) = crowd();
        street.pass_minutes(1);
        street.press("小刘", &Action::Deed(Deed::JointBegin(code.clone())));
        for answer in ["1", "1", "没有", "1"] {
            street.write("小刘", answer);
        }
        (street, code)
    }

    #[test]
    fn what_another_has_set_up_meanwhile_is_shown_and_not_overwritten_unasked() {
        let (mut street, code) = crowd();
        for who in ["小刘", "陈主任"] {
            street.press(who, &Action::Deed(Deed::JointBegin(code.clone())));
            for answer in ["1", "1", "没有"] {
                street.write(who, answer);
            }
        }
        street.write("小刘", "1");
        street.heard(ANNA);
        street.heard("陈主任");
        street.write("陈主任", "3");
        let asked = street.heard("陈主任");
        assert!(asked.contains("已经定了") && asked.contains("3月12日"), "{asked}");
        assert_eq!(street.heard(ANNA), "", "nobody is promised anything yet");
        street.write("陈主任", "2");
        assert!(street.heard("陈主任").contains("照原来的办"));
        assert_eq!(street.joints.last().unwrap().due, Some(crate::engine::testing::at("2026-03-12 10:00")));
        street.press("陈主任", &Action::Deed(Deed::JointBegin(code)));
        assert!(street.heard("陈主任").contains("已经定了"));
        for answer in ["1", "1", "没有", "3", "1"] {
            street.write("陈主任", answer);
        }
        assert!(street.heard(ANNA).contains("4月4日"));
    }

    #[test]
    fn a_date_is_the_coming_one_and_one_that_is_over_is_refused_with_the_reason() {
        for (words, due) in [("3月31日", "2026-03-31"), ("1月15日", "2027-01-15"), ("3月1日", "2027-03-01")]
        {
            let (mut street, code) = crowd();
            street.press("陈主任", &Action::Deed(Deed::JointBegin(code)));
            for answer in ["1", "2", "没有", "2026年3月1日", "以后再说"] {
                street.write("陈主任", answer);
            }
            assert!(street.heard("陈主任").contains("没读出是哪天，或者那天已经过了"));
            street.write("陈主任", words);
            let until = street.joints[0].due.map(|due| due.local_date().to_string());
            assert_eq!(until.as_deref(), Some(due), "{words}");
        }
    }

    #[test]
    fn a_number_that_is_no_choice_is_no_office_and_no_partner() {
        let (mut street, code) = crowd();
        street.press("陈主任", &Action::Deed(Deed::JointBegin(code)));
        for answer in ["1", "9", "1", "2", "派出所", "1"] {
            street.write("陈主任", answer);
        }
        let joint = &street.joints[0];
        assert_eq!((joint.office.as_str(), joint.partners.as_str()), ("司法所", "派出所"));
    }

    #[test]
    fn a_joint_case_that_nobody_has_waits_where_the_room_looks() {
        let (mut street, code) = running();
        street.press("李律师", &Action::GiveBack(code.clone()));
        street.heard("王调解");
        street.write("王调解", "待接单");
        assert!(street.heard("王调解").contains(&code.to_string()));
    }

    #[test]
    fn a_crowd_is_suggested_to_the_street_which_names_leader_office_and_date() {
        let (mut street, code) = crowd();
        street.pass_minutes(1);
        assert!(street.heard("陈主任").contains("建议联调：人数多"));
        assert_eq!(street.buttons("小刘", Purpose::Notice), ["包案联调", "不用联调"]);
        street.press("李律师", &Action::Deed(Deed::JointBegin(code.clone())));
        assert_eq!(street.joints[0].state, JointState::Asked, "that is the street's to decide");
        let (mut street, _) = running();
        let joint = street.joints[0].clone();
        assert_eq!(
            (joint.state, joint.office.as_str(), joint.partners.as_str()),
            (JointState::Running, "司法所", "")
        );
        assert_eq!(joint.leader, Some(street.staff("陈主任").id.clone()));
        for who in ["陈主任", "李律师"] {
            assert!(street.heard(who).contains("包案领导：陈主任"), "{who}");
        }
        assert!(street.heard(ANNA).contains("由街道牵头"));
        street.write("小刘", "联调");
        let read = street.heard("小刘");
        assert!(read.contains("陈主任包案，司法所"), "{read}");
    }

    #[test]
    fn a_date_may_be_typed_and_one_that_is_past_is_asked_again() {
        for (typed, day) in [("3月20日", "2026-03-20"), ("下周五前", "2026-03-13"), ("月底", "2026-03-31")]
        {
            let (mut street, code) = crowd();
            street.press("小刘", &Action::Deed(Deed::JointBegin(code)));
            for answer in ["1", "1", "没有"] {
                street.write("小刘", answer);
            }
            assert!(street.heard("小刘").contains("直接写日期"));
            for unread in ["尽快", "2026年3月1日"] {
                street.write("小刘", unread);
                assert!(street.heard("小刘").contains("直接写日期"), "{unread}");
                assert_eq!(street.joints[0].state, JointState::Asked);
            }
            street.write("小刘", typed);
            let due = street.joints[0].due.unwrap();
            assert_eq!(
                (street.joints[0].state, due.local_date().to_string()),
                (JointState::Running, day.into())
            );
        }
    }

    #[test]
    fn it_ends_with_the_leaders_signature_and_anothers_only() {
        let (mut street, code) = running();
        let outcome = Action::Deed(crate::engine::deed::Deed::Unanswered(code.clone()));
        street.press("李律师", &outcome);
        street.press("李律师", &outcome);
        assert!(street.case().is_open() && street.heard("李律师").contains("签过了"));
        assert!(street.heard("陈主任").contains("请会签"));
        street.press("陈主任", &Action::Deed(Deed::SendBack(code.clone())));
        assert!(street.heard("李律师").contains("没有会签"));
        street.press("陈主任", &outcome);
        street.press("陈主任", &Action::Deed(Deed::Sign(code.clone())));
        assert!(street.case().is_open(), "one person never signs twice");
        street.press("小刘", &Action::Deed(Deed::Sign(code)));
        assert_eq!(
            (street.case().state, street.case().outcome),
            (CaseState::Closed, Some(Outcome::Answered))
        );
        assert_eq!(street.joints[0].state, JointState::Ended);
    }

    #[test]
    fn another_outcome_begins_the_signing_anew() {
        let (mut street, code) = running();
        street.press("李律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(code.clone())));
        street.press("陈主任", &Action::Outcome(code.clone(), Outcome::OtherRoute));
        assert!(street.case().is_open());
        street.press("李律师", &Action::Deed(Deed::Sign(code)));
        assert_eq!(street.case().outcome, Some(Outcome::OtherRoute));
    }

    #[test]
    fn progress_is_told_to_the_others_and_what_is_overdue_is_brought_up() {
        let (mut street, code) = running();
        street.press("李律师", &Action::Deed(Deed::Progress(code.clone())));
        street.heard("陈主任");
        street.write("李律师", "老板答应周五发一半");
        assert!(street.heard("陈主任").contains("老板答应周五发一半"));
        assert!(!street.heard(ANNA).contains("周五"));
        street.press("陈主任", &Action::Details(code));
        assert!(street.heard("陈主任").contains("进展：老板答应周五发一半"));
        street.pass_minutes(7 * 24 * 60);
        assert!(street.heard("陈主任").contains("过了期限"));
        street.pass_minutes(2 * 24 * 60);
        assert!(street.heard("陈主任").contains("过了期限"), "until it is settled");
    }

    #[test]
    fn anybody_may_ask_for_it_and_the_street_may_decide_against_it() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.pass_minutes(1);
        assert_eq!(street.joints, []);
        street.press("李律师", &Action::Deed(Deed::JointAsk(code.clone())));
        street.pass_minutes(1);
        assert!(street.heard("陈主任").contains("李律师请求联调"));
        street.press("陈主任", &Action::Deed(Deed::JointDecline(code.clone())));
        street.press("李律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(code)));
        assert_eq!(street.case().state, CaseState::Closed);
    }

    #[test]
    fn danger_several_rooms_and_lateness_are_suggested_too() {
        let mut street = Street::staffed();
        street.open(draft(Service::Emergency));
        assert_eq!(street.joints[0].reason, "有人身危险");
        street.resident(withdraw);
        assert_eq!(street.joints[0].state, JointState::Ended);

        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        for to in ["周律师", "陈主任"] {
            let to = street.staff(to).id.clone();
            street.press("陈主任", &Action::Deed(Deed::Hand(code.clone(), to, 0)));
        }
        assert_eq!(street.joints[0].reason, "几个工作室都经手过");

        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code));
        street.pass_minutes(6 * 24 * 60);
        assert_eq!(street.joints[0].reason, "一再超时");
    }

    #[test]
    fn it_is_listed_apart_from_ordinary_cases() {
        let (mut street, code) = running();
        street.heard("李律师");
        street.write("李律师", "我的事项");
        assert!(street.heard("李律师").starts_with("有 1 件联调事项"), "nothing else is in hand");
        street.open(draft(Service::Mediation));
        let second = street.case().code;
        street.press("李律师", &Action::Claim(second.clone()));
        street.heard("李律师");
        street.write("李律师", "我的事项");
        let read = street.heard("李律师");
        assert!(read.contains(&second.to_string()) && !read.contains(&code.to_string()), "{read}");
        street.write("李律师", "联调");
        assert!(street.heard("李律师").contains(&code.to_string()));
        street.write("王调解", "联调");
        assert!(street.heard("王调解").contains("没有联调事项"));
        assert!(street.log.iter().any(|entry| entry.kind == EntryKind::Joint));
    }
}
