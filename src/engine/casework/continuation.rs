//! A case goes on in another conversation: somebody names its code there, and whoever it belongs to agrees.
//!
//! Nothing of the case is said where the code was named before that. The question is asked by a timer, in a turn of
//! the conversation that holds the case, so that a digit answers it; where nobody is reached there, staff check who
//! it is. However it ends, the request is kept.

use std::time::Duration;

use crate::domain::case::{Case, CaseState, EntryKind};
use crate::domain::continuation::{Continuation, Settled};
use crate::domain::ids::{ContinuationId, ConversationId, TimerId};
use crate::domain::message::Outbound;
use crate::domain::staff::Staff;
use crate::domain::timer::{Timer, TimerKind};
use crate::engine::action::Action;
use crate::engine::deed::{Consent, Deed};
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::{due, log, relay, sides, tell};

/// A case's person is asked so often within a day; who goes on naming its code is not heard.
const MOST_A_DAY: usize = 3;
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Somebody named the case's code in this conversation, which is not the case's. The caller answers them the same
/// whatever comes of it.
pub(in crate::engine) fn ask(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let here = turn.here();
    if sides::parties(turn, case)?.iter().any(|party| party.conversation.as_ref() == Some(&here)) {
        // The other side of a mediation has a thread of its own; the applicant's is never theirs.
        return Ok(());
    }
    let made = turn.world.facts.continuations(&case.id)?;
    let lately = made.iter().filter(|made| turn.now.since(made.asked_at) < DAY).count();
    if lately >= MOST_A_DAY || made.iter().any(|made| made.is_pending(turn.now)) {
        return Ok(());
    }
    for old in made.iter().filter(|made| made.settled.is_none()) {
        settle(turn, old, Settled::Lapsed, None);
    }
    let id = ContinuationId::new(turn.mint.text());
    let request = Continuation {
        id,
        case: case.id.clone(),
        to: here,
        asked_at: turn.now,
        settled_at: None,
        settled: None,
        staff: None,
    };
    turn.push(Effect::Continue(request));
    let text = turn.around().log_code_named();
    log::system(turn, case, EntryKind::Moved, &text);
    match turn.world.facts.reached(&case.conversation)? {
        true => start(turn, case),
        false => ask_staff(turn, case)?,
    }
    Ok(())
}

/// The request that waits for an answer.
pub(in crate::engine) fn pending<'world>(
    turn: &Turn<'world>,
    case: &Case,
) -> Result<Option<&'world Continuation>, Need> {
    let made = turn.world.facts.continuations(&case.id)?;
    Ok(made.iter().find(|made| made.is_pending(turn.now)))
}

/// In the case's conversation: asks whether it may go on elsewhere, or goes on with it after it has come here.
pub(super) fn here(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    if turn.here() != case.conversation {
        return Ok(());
    }
    if pending(turn, case)?.is_some() {
        return ask_here(turn, case);
    }
    let made = turn.world.facts.continuations(&case.id)?;
    let agreed = |made: &Continuation| matches!(made.settled, Some(Settled::Agreed | Settled::Confirmed));
    if made.iter().rev().find(|made| agreed(made)).is_some_and(|made| made.to == case.conversation) {
        arrived(turn, case);
    }
    Ok(())
}

/// The conversation that holds the case agreed: it goes on elsewhere, with all its other cases if `all`. Returns how
/// many went.
pub(in crate::engine) fn agreed(
    turn: &mut Turn<'_>,
    case: &Case,
    request: &Continuation,
    all: bool,
) -> Result<usize, Need> {
    settle(turn, request, Settled::Agreed, None);
    let text = turn.around().log_moved_agreed();
    let mut moving = vec![case.clone()];
    if all {
        let others = turn.world.facts.cases_of(&turn.here())?.iter();
        moving.extend(others.filter(|other| other.id != case.id && other.state != CaseState::Filed).cloned());
    }
    for case in &moving {
        log::resident(turn, case, EntryKind::Moved, &text, None);
        put(turn, case, &request.to);
    }
    start(turn, case);
    Ok(moving.len())
}

/// A member of staff has checked who it is: the case goes on there, and its old conversation is told.
pub(in crate::engine) fn confirmed(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    request: &Continuation,
) -> Result<(), Need> {
    settle(turn, request, Settled::Confirmed, Some(member));
    let text = turn.around().log_moved_confirmed();
    log::staff(turn, case, member, EntryKind::Moved, &text, None);
    if *turn.world.facts.reached(&case.conversation)? {
        let news = turn.world.rules.texts.after(case.lang).moved_by_staff(&case.code);
        tell::resident(turn, case, news);
    }
    put(turn, case, &request.to);
    start(turn, case);
    Ok(())
}

/// It was somebody else.
pub(in crate::engine) fn refused(
    turn: &mut Turn<'_>,
    case: &Case,
    request: &Continuation,
    member: Option<&Staff>,
) {
    settle(turn, request, Settled::Refused, member);
    let text = turn.around().log_moved_refused();
    match member {
        Some(member) => log::staff(turn, case, member, EntryKind::Moved, &text, None),
        None => log::resident(turn, case, EntryKind::Moved, &text, None),
    }
}

fn settle(turn: &mut Turn<'_>, request: &Continuation, how: Settled, member: Option<&Staff>) {
    let settled = Continuation {
        settled_at: Some(turn.now),
        settled: Some(how),
        staff: member.map(|member| member.id.clone()),
        ..request.clone()
    };
    turn.push(Effect::Continue(settled));
}

fn put(turn: &mut Turn<'_>, case: &Case, to: &ConversationId) {
    turn.save(&Case { conversation: to.clone(), ..case.clone() });
}

fn ask_here(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    turn.about = Some(case.id.clone());
    let others = turn.world.facts.cases_of(&turn.here())?;
    let others = others.iter().any(|other| other.id != case.id && other.state != CaseState::Filed);
    let texts = turn.after();
    let text = texts.consent_ask(&case.code);
    let answers = [
        (true, texts.consent_yes(), Consent::Yes),
        (others, texts.consent_all(), Consent::All),
        (true, texts.consent_no(), Consent::No),
    ];
    let choice =
        |(_, label, consent)| Choice::new(label, &Action::Deed(Deed::Consent(case.code.clone(), consent)));
    turn.offer(text, answers.into_iter().filter(|(shown, ..)| *shown).map(choice).collect(), 1);
    Ok(())
}

/// The case has come to this conversation: from now on words said here belong to it.
fn arrived(turn: &mut Turn<'_>, case: &Case) {
    turn.about = Some(case.id.clone());
    turn.session.thread = Some(case.id.clone());
    turn.session.has_cases = true;
    let text = turn.after().arrived(&case.code);
    let choices = vec![
        Choice::new(turn.texts().menu_cases(), &Action::MyCases),
        Choice::new(turn.after().show_case(), &Action::CaseDetail(case.code.clone())),
    ];
    turn.offer(text, choices, 2);
}

/// Nobody is reached where the case is: staff check who it is.
fn ask_staff(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let texts = turn.around();
    let deed = |yes| Action::Deed(Deed::Identity(case.code.clone(), yes));
    let text = texts.identity_ask(&case.code);
    let news = Outbound::text(text).row(vec![
        tell::button(texts.identity_yes(), &deed(true)),
        tell::button(texts.identity_no(), &deed(false)),
    ]);
    let people = match relay::owner(turn, case)? {
        Some(owner) => vec![owner],
        None => due::supervisors(turn, case)?,
    };
    for person in people {
        tell::staff(turn, &person, case, &news);
    }
    Ok(())
}

fn start(turn: &mut Turn<'_>, case: &Case) {
    turn.push(Effect::Cancel { case: case.id.clone(), kind: TimerKind::Continue });
    let timer = Timer {
        id: TimerId::new(turn.mint.text()),
        kind: TimerKind::Continue,
        case: case.id.clone(),
        due: turn.now,
        booking: None,
    };
    turn.push(Effect::Set(timer));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::CaseCode;
    use crate::domain::ids::OutboxId;
    use crate::domain::outbox::{Loss, Purpose};
    use crate::domain::service::Service;
    use crate::engine::event::Event;
    use crate::engine::testing::{ANNA, Street, draft};

    const WEB: &str = "网页上的人";

    /// Anna's case is with the lawyer; its code.
    fn claimed() -> (Street, CaseCode) {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        for who in [ANNA, "李律师"] {
            street.heard(who);
        }
        (street, code)
    }

    fn names(street: &mut Street, who: &str, code: &CaseCode) -> String {
        street.heard(who);
        street.write(who, &code.to_string());
        street.heard(who)
    }

    fn unreachable(street: &mut Street, who: &str) {
        let lost = Event::Undelivered { message: OutboxId::new("lost"), case: None, loss: Loss::Unreachable };
        street.event(who, &lost);
    }

    #[test]
    fn with_consent_the_case_goes_on_where_its_code_was_named() {
        let (mut street, code) = claimed();
        let read = names(&mut street, WEB, &code);
        assert!(read.contains("问本人") && !read.contains("工资") && !read.contains("李律师"), "{read}");
        street.pass_minutes(1);
        assert!(street.heard(ANNA).contains("是您本人吗"));
        assert_eq!(street.buttons(ANNA, Purpose::Reply), ["1 是我，同意", "2 不是我"]);
        assert_eq!(street.heard(WEB), "", "nothing before consent");
        street.write(ANNA, "1");
        assert!(street.heard(ANNA).contains("接到那边了"));
        street.pass_minutes(1);
        assert!(street.heard(WEB).contains("接到这里了"));
        street.write(WEB, "我换手机了");
        assert!(street.heard("李律师").contains("我换手机了"));
        street.press("李律师", &Action::Answer(code.clone()));
        street.write("李律师", "知道了");
        assert!(street.heard(WEB).contains("知道了") && street.heard(ANNA).is_empty());
        street.press(ANNA, &Action::CaseDetail(code));
        assert!(street.heard(ANNA).contains("查不到这个编号"));
        assert_eq!(street.continuations[0].settled, Some(Settled::Agreed));
    }

    #[test]
    fn all_cases_go_only_if_that_is_said() {
        let (mut street, code) = claimed();
        let second = street.open(draft(Service::Mediation)).id;
        names(&mut street, WEB, &code);
        street.pass_minutes(1);
        assert_eq!(street.buttons(ANNA, Purpose::Reply).len(), 3);
        street.write(ANNA, "2");
        assert!(street.heard(ANNA).contains("共 2 件"));
        assert_eq!(street.cases[&second].conversation.as_str(), WEB);
    }

    #[test]
    fn a_refusal_gives_nothing_away() {
        let (mut street, code) = claimed();
        names(&mut street, WEB, &code);
        street.pass_minutes(1);
        street.write(ANNA, "不是我");
        street.pass_minutes(5);
        assert_eq!(street.heard(WEB), "");
        assert_eq!(street.case().conversation.as_str(), ANNA);
        street.press(ANNA, &Action::Deed(Deed::Consent(code, Consent::Yes)));
        assert!(street.heard(ANNA).contains("没有人在等您同意"));
    }

    #[test]
    fn an_answer_is_the_same_whether_there_is_such_a_case() {
        let (mut street, code) = claimed();
        let other = CaseCode::from_number(77);
        let known = names(&mut street, WEB, &code);
        assert_eq!(names(&mut street, "别人", &other), known.replace(&code.to_string(), &other.to_string()));
        let tried: Vec<String> = (0..5).map(|_| names(&mut street, "别人", &other)).collect();
        assert!(tried[3].contains("问本人") && tried[4].contains("一小时"), "{tried:?}");
        street.pass_minutes(61);
        assert!(names(&mut street, "别人", &other).contains("问本人"));
    }

    #[test]
    fn one_request_at_a_time_and_three_a_day() {
        let (mut street, code) = claimed();
        for (number, guesser) in ["甲", "乙"].into_iter().enumerate() {
            names(&mut street, guesser, &code);
            street.pass_minutes(1);
            assert_eq!(street.heard(ANNA).is_empty(), number > 0, "{guesser}");
        }
        for _ in 0..4 {
            street.press(ANNA, &Action::Deed(Deed::Consent(code.clone(), Consent::No)));
            names(&mut street, "丙", &code);
        }
        assert_eq!(street.continuations.len(), MOST_A_DAY);
        for guesser in ["丁", "戊"] {
            street.pass_minutes(25 * 60);
            names(&mut street, guesser, &code);
        }
        let settled: Vec<Option<Settled>> = street.continuations.iter().map(|made| made.settled).collect();
        assert_eq!(settled.iter().filter(|settled| settled.is_none()).count(), 1, "{settled:?}");
        assert!(settled.contains(&Some(Settled::Lapsed)), "{settled:?}");
    }

    #[test]
    fn where_nobody_is_reached_staff_check_who_it_is() {
        let (mut street, code) = claimed();
        unreachable(&mut street, ANNA);
        street.heard("李律师");
        names(&mut street, WEB, &code);
        assert!(street.heard("李律师").contains("核对本人"));
        assert_eq!(street.buttons("李律师", Purpose::Notice), ["已核对本人，接过去", "不是本人"]);
        street.write("李律师", &code.to_string());
        assert!(street.heard("李律师").contains("等着接过去"));
        let deed = |yes| Action::Deed(Deed::Identity(code.clone(), yes));
        street.press("周律师", &deed(true));
        assert_eq!(street.case().conversation.as_str(), ANNA, "another room has no say");
        street.write("李律师", "已核对本人，接过去");
        street.pass_minutes(1);
        assert!(street.heard(WEB).contains("接到这里了"));
        let request = street.continuations[0].clone();
        assert_eq!(
            (request.settled, request.staff),
            (Some(Settled::Confirmed), Some(street.staff("李律师").id.clone()))
        );
        assert!(street.log.last().unwrap().text.contains("核对本人后"));
        street.press("李律师", &deed(false));
        assert!(street.heard("李律师").contains("没有人等着接"));
    }

    #[test]
    fn who_is_silent_is_told_when_staff_have_decided() {
        let (mut street, code) = claimed();
        names(&mut street, WEB, &code);
        street.pass_minutes(1);
        street.heard(ANNA);
        street.press("李律师", &Action::Deed(Deed::Identity(code.clone(), false)));
        assert_eq!(
            (street.continuations[0].settled, street.heard(ANNA)),
            (Some(Settled::Refused), String::new())
        );
        names(&mut street, WEB, &code);
        street.press("李律师", &Action::Deed(Deed::Identity(code, true)));
        assert!(street.heard(ANNA).contains("由工作人员核对后"));
        assert_eq!(street.case().conversation.as_str(), WEB);
        street.pass_minutes(1);
        assert!(street.heard(WEB).contains("接到这里了"));
    }
}
