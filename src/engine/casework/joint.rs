//! 联调: suggested to the street when many are concerned, there is danger, several rooms have had it or it is late
//! again; led by one person with an office, partners and a date; closed by two signatures.
//!
//! A suggestion changes nothing about the case. [`TimerKind::Joint`] brings an open one to mind: first to the street
//! that has to decide, then to everyone in it once its date has passed.

use std::time::Duration;

use crate::domain::case::{Case, EntryKind, Outcome};
use crate::domain::ids::{JointId, TimerId};
use crate::domain::joint::{Joint, JointState};
use crate::domain::lang::Lang;
use crate::domain::message::Outbound;
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::domain::time::Timestamp;
use crate::domain::timer::{Timer, TimerKind};
use crate::engine::action::Action;
use crate::engine::deed::Deed;
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;
use crate::intent::entities::{self, Value};

use super::close::outcome_name;
use super::{due, log, relay, tell};

/// How long the street has to decide, and how often what is overdue is brought up.
const AGAIN: Duration = Duration::from_secs(24 * 3600);

/// What came of wanting to close a case.
pub(in crate::engine) enum Signed {
    /// It is not handled jointly, or this was the second signature: close it.
    Close,
    /// The first signature is kept; the other side is asked.
    Waits,
    /// The same person has signed already; it takes another.
    Again,
}

/// Suggests it to the street if the case calls for it: danger, a crowd.
pub(super) fn consider(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let texts = turn.around();
    let least = turn.world.rules.policy.joint_people;
    match case.service {
        Service::Emergency => suggest(turn, case, texts.joint_danger()),
        Service::Collective => suggest(turn, case, texts.joint_people()),
        _ if people(turn, case) >= least => suggest(turn, case, texts.joint_people()),
        _ => Ok(()),
    }
}

/// Suggests it to the street for this reason, once as long as it is open or was decided against.
pub(in crate::engine) fn suggest(turn: &mut Turn<'_>, case: &Case, reason: String) -> Result<(), Need> {
    if turn.written(&case.id).is_none_or(|written| written.version > 0)
        && turn.world.facts.joint(&case.id)?.is_some()
    {
        return Ok(());
    }
    asked(turn, case, reason);
    Ok(())
}

/// 请求联调 by hand.
pub(in crate::engine) fn ask(turn: &mut Turn<'_>, member: &Staff, case: &Case) {
    let reason = turn.around().joint_by_hand(&member.name);
    asked(turn, case, reason);
}

/// The open joint handling of a case.
pub(in crate::engine) fn open<'world>(
    turn: &Turn<'world>,
    case: &Case,
) -> Result<Option<&'world Joint>, Need> {
    Ok(turn.world.facts.joint(&case.id)?.as_ref().filter(|joint| joint.is_open()))
}

/// The street decides against it.
pub(in crate::engine) fn decline(turn: &mut Turn<'_>, member: &Staff, case: &Case, joint: &Joint) {
    turn.push(Effect::Joint(Joint { state: JointState::Declined, ..joint.clone() }));
    stop(turn, case);
    let text = turn.around().log_joint_declined();
    log::staff(turn, case, member, EntryKind::Joint, &text, None);
}

/// The street begins it, or names another leader, office or date.
pub(in crate::engine) fn begin(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    joint: Joint,
    leader: &Staff,
) -> Result<(), Need> {
    let until = joint.due.unwrap_or(turn.now);
    let joint = Joint { state: JointState::Running, leader: Some(leader.id.clone()), ..joint };
    let partners =
        if joint.partners.is_empty() { turn.around().joint_no_partners() } else { joint.partners.clone() };
    let text = turn.around().log_joint(&leader.name, &joint.office, partners, day(until));
    turn.push(Effect::Joint(joint.clone()));
    log::staff(turn, case, member, EntryKind::Joint, &text, None);
    set(turn, case, until);
    let news = Outbound::text(turn.around().joint_begins(&case.code, &text)).row(details(turn, case));
    tell_all(turn, case, &joint, Some(member), &news)?;
    let news = turn.world.rules.texts.after(case.lang).joint(&case.code, tell::moment(case.lang, until));
    tell::resident(turn, case, news);
    Ok(())
}

/// 进展: kept, and told to the others in it.
pub(in crate::engine) fn progress(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    joint: &Joint,
    words: &str,
) -> Result<(), Need> {
    log::staff(turn, case, member, EntryKind::Progress, words, None);
    let news = Outbound::text(turn.around().joint_progress(&case.code, &member.name, words));
    tell_all(turn, case, joint, Some(member), &news)
}

/// The member wants the case closed with this outcome. While it is handled jointly that takes the leader's signature
/// and another's.
pub(in crate::engine) fn sign(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    outcome: Outcome,
) -> Result<Signed, Need> {
    let Some(joint) = open(turn, case)?.filter(|joint| joint.state == JointState::Running) else {
        return Ok(Signed::Close);
    };
    let mut joint = joint.clone();
    if joint.outcome.is_some_and(|proposed| proposed != outcome) {
        (joint.leader_signed, joint.other_signed) = (false, None);
    }
    joint.outcome = Some(outcome);
    match joint.leader.as_ref() == Some(&member.id) {
        true if joint.leader_signed => return Ok(Signed::Again),
        true => joint.leader_signed = true,
        false if joint.other_signed.is_some() => return Ok(Signed::Again),
        false => joint.other_signed = Some(member.id.clone()),
    }
    let text = turn.around().log_joint_signed(outcome_name(turn, outcome));
    log::staff(turn, case, member, EntryKind::Joint, &text, None);
    if joint.leader_signed && joint.other_signed.is_some() {
        return Ok(Signed::Close);
    }
    turn.push(Effect::Joint(joint.clone()));
    let name = outcome_name(turn, outcome);
    let deed = |deed: fn(_) -> Deed| Action::Deed(deed(case.code.clone()));
    let news = Outbound::text(turn.around().joint_sign(&case.code, &member.name, name)).row(vec![
        tell::button(turn.around().button_sign(), &deed(Deed::Sign)),
        tell::button(turn.around().button_send_back(), &deed(Deed::SendBack)),
    ]);
    tell_all(turn, case, &joint, Some(member), &news)?;
    Ok(Signed::Waits)
}

/// The signatures so far do not count any more: it goes on.
pub(in crate::engine) fn send_back(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    joint: &Joint,
) -> Result<(), Need> {
    let joint = Joint { outcome: None, leader_signed: false, other_signed: None, ..joint.clone() };
    turn.push(Effect::Joint(joint.clone()));
    let text = turn.around().log_joint_sent_back();
    log::staff(turn, case, member, EntryKind::Joint, &text, None);
    let news =
        Outbound::text(turn.around().joint_sent_back(&case.code, &member.name)).row(details(turn, case));
    tell_all(turn, case, &joint, Some(member), &news)
}

/// The case has ended, however: nothing is handled jointly any more.
pub(super) fn end(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    if let Some(joint) = open(turn, case)? {
        turn.push(Effect::Joint(Joint { state: JointState::Ended, ..joint.clone() }));
        stop(turn, case);
    }
    Ok(())
}

/// It is time to bring it to mind.
pub(super) fn remind(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let Some(joint) = open(turn, case)?.cloned() else { return Ok(()) };
    match joint.state {
        JointState::Asked => {
            let deed = |deed: fn(_) -> Deed| Action::Deed(deed(case.code.clone()));
            let news = Outbound::text(turn.around().joint_suggested(&case.code, &joint.reason)).row(vec![
                tell::button(turn.around().button_joint(), &deed(Deed::JointBegin)),
                tell::button(turn.around().button_no_joint(), &deed(Deed::JointDecline)),
            ]);
            for person in due::supervisors(turn, case)? {
                tell::staff(turn, &person, case, &news);
            }
        }
        _ => {
            let until = joint.due.unwrap_or(turn.now);
            if turn.now < until {
                set(turn, case, until);
                return Ok(());
            }
            let news =
                Outbound::text(turn.around().joint_overdue(&case.code, day(until))).row(details(turn, case));
            tell_all(turn, case, &joint, None, &news)?;
        }
    }
    set(turn, case, turn.now.plus(AGAIN));
    Ok(())
}

/// A day as staff read it.
pub(in crate::engine) fn day(at: Timestamp) -> String {
    at.format("%-m月%-d日")
}

fn asked(turn: &mut Turn<'_>, case: &Case, reason: String) {
    let text = turn.around().log_joint_asked(&reason);
    let joint = Joint {
        id: JointId::new(turn.mint.text()),
        case: case.id.clone(),
        state: JointState::Asked,
        reason,
        asked_at: turn.now,
        leader: None,
        office: String::new(),
        partners: String::new(),
        due: None,
        outcome: None,
        leader_signed: false,
        other_signed: None,
        version: 0,
    };
    turn.push(Effect::Joint(joint));
    log::system(turn, case, EntryKind::Joint, &text);
    set(turn, case, turn.now);
}

/// The leader, the owner and the street's staff, but not whoever did it.
fn tell_all(
    turn: &mut Turn<'_>,
    case: &Case,
    joint: &Joint,
    but: Option<&Staff>,
    news: &Outbound,
) -> Result<(), Need> {
    let mut people: Vec<Staff> = due::supervisors(turn, case)?;
    people.extend(relay::owner(turn, case)?);
    if let Some(leader) = &joint.leader {
        people.extend(turn.world.facts.staff(leader)?.clone());
    }
    let mut told = Vec::new();
    for person in people {
        if but.is_some_and(|but| but.id == person.id) || told.contains(&person.id) {
            continue;
        }
        tell::staff(turn, &person, case, news);
        told.push(person.id);
    }
    Ok(())
}

fn details(turn: &Turn<'_>, case: &Case) -> Vec<crate::domain::message::Button> {
    vec![tell::button(turn.staff_texts().button_details(), &Action::Details(case.code.clone()))]
}

/// How many people the resident's words say are concerned.
fn people(turn: &Turn<'_>, case: &Case) -> u32 {
    let found = entities::find(&case.summary, turn.now.local());
    let counts = found.iter().filter_map(|entity| match &entity.value {
        Value::People(people) if people.ours => Some(people.count),
        _ => None,
    });
    counts.max().unwrap_or(0)
}

fn set(turn: &mut Turn<'_>, case: &Case, due: Timestamp) {
    stop(turn, case);
    let due = turn.hours(&case.room, case.service).awake(due);
    let timer = Timer {
        id: TimerId::new(turn.mint.text()),
        kind: TimerKind::Joint,
        case: case.id.clone(),
        due,
        booking: None,
    };
    turn.push(Effect::Set(timer));
}

fn stop(turn: &mut Turn<'_>, case: &Case) {
    turn.push(Effect::Cancel { case: case.id.clone(), kind: TimerKind::Joint });
}

/// Who leads it, with which office and until when, for details and lists.
pub(in crate::engine) fn line(turn: &Turn<'_>, joint: &Joint) -> Result<String, Need> {
    let texts = turn.around();
    if joint.state == JointState::Asked {
        return Ok(texts.joint_asked_line(&joint.reason));
    }
    let leader = match &joint.leader {
        Some(leader) => turn.world.facts.staff(leader)?.as_ref().map(|leader| leader.name.clone()),
        None => None,
    };
    let until = joint.due.map(|due| tell::moment(Lang::Zh, due)).unwrap_or_default();
    Ok(texts.joint_line(leader.unwrap_or_default(), &joint.office, until))
}
