//! 登记: a visit, a call or words in a WeChat group, entered in at most six answers.

use crate::domain::code::CaseCode;
use crate::domain::directory::RoomKind;
use crate::domain::origin::Origin;
use crate::domain::service::Service;
use crate::domain::staff::{Role, Staff};
use crate::engine::action::Action;
use crate::engine::casework::entry::{self, Entered, Then};
use crate::engine::casework::relay::{self, Words};
use crate::engine::casework::sides;
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow};
use crate::engine::task::{Entry, Task};
use crate::engine::turn::Turn;

use super::{access, menu};

/// What can be entered.
const SERVICES: [Service; 5] =
    [Service::Consultation, Service::LegalAid, Service::Mediation, Service::Emergency, Service::Collective];

/// The questions, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Origin,
    Service,
    Sure,
    Words,
    Room,
    Contact,
    Done,
}

/// Begins an entry.
pub(super) fn begin(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    ask(turn, member, Entry::default())
}

/// The nth choice of the question that is open; a button of another question no longer counts.
pub(super) fn chosen(
    turn: &mut Turn<'_>,
    member: &Staff,
    flow: Flow,
    (step, number): (usize, usize),
) -> Result<(), Need> {
    let Flow::Task(Task::Entering(mut entry)) = flow else {
        super::press::stale(turn, member);
        return Ok(());
    };
    let open = next(turn, member, &entry);
    if number_of(open) != step {
        return ask(turn, member, entry);
    }
    match open {
        Step::Origin => entry.origin = Origin::ENTERED.get(number).copied(),
        Step::Service => entry.service = SERVICES.get(number).copied(),
        Step::Sure if number == 0 => entry.sure = true,
        Step::Sure => entry.service = None,
        Step::Room => entry.room = access::rooms(turn, member).get(number).cloned(),
        Step::Contact => entry.contact = Some(String::new()),
        Step::Done => {
            let ways = ways(member, &entry);
            return entered(turn, member, entry, ways.get(number).copied().unwrap_or(Then::Mine));
        }
        Step::Words => {}
    }
    goes_on(turn, member, entry)
}

/// Words while the entry is open.
pub(super) fn words(turn: &mut Turn<'_>, member: &Staff, mut entry: Entry, text: &str) -> Result<(), Need> {
    let text = text.trim();
    match next(turn, member, &entry) {
        Step::Words if !text.is_empty() => entry.words = Some(text.to_owned()),
        Step::Contact if !text.is_empty() => match CaseCode::parse(text) {
            Some(code) => return added(turn, member, entry, &code),
            None => entry.contact = Some(text.to_owned()),
        },
        Step::Words | Step::Contact => {}
        Step::Origin | Step::Service | Step::Sure | Step::Room | Step::Done => {
            let none_of_them = turn.around().entry_none_of_them();
            turn.reply(none_of_them);
        }
    }
    goes_on(turn, member, entry)
}

/// One question back: the last answer is asked for again, the others are kept.
pub(super) fn back(turn: &mut Turn<'_>, member: &Staff, mut entry: Entry) -> Result<(), Need> {
    if entry.contact.take().is_none() && entry.room.take().is_none() && entry.words.take().is_none() {
        entry.sure = false;
        if entry.service.take().is_none() && entry.origin.take().is_none() {
            menu::menu(turn, member);
            return Ok(());
        }
    }
    ask(turn, member, entry)
}

/// What can become of it. Whoever does not answer or mediate themselves can have the room offered it; only a question of law can
/// have been answered on the spot; danger and crowds are in hand at once.
fn ways(member: &Staff, entry: &Entry) -> Vec<Then> {
    let is_desk = !matches!(member.role, Role::Lawyer | Role::Mediator);
    match entry.service {
        Some(Service::Consultation) if is_desk => vec![Then::Offered, Then::Mine, Then::Answered],
        Some(Service::Consultation) => vec![Then::Mine, Then::Answered],
        Some(Service::LegalAid | Service::Mediation) if is_desk => vec![Then::Offered, Then::Mine],
        _ => vec![Then::Mine],
    }
}

/// Where there is but one way it is taken.
fn goes_on(turn: &mut Turn<'_>, member: &Staff, entry: Entry) -> Result<(), Need> {
    let complete = next(turn, member, &entry) == Step::Done;
    match ways(member, &entry).as_slice() {
        [only] if complete => entered(turn, member, entry, *only),
        _ => ask(turn, member, entry),
    }
}

fn ask(turn: &mut Turn<'_>, member: &Staff, entry: Entry) -> Result<(), Need> {
    let texts = turn.around();
    let step = next(turn, member, &entry);
    let (text, labels): (String, Vec<String>) = match step {
        Step::Origin => (
            texts.entry_origin(),
            Origin::ENTERED.iter().map(|origin| entry::origin_name(turn, *origin)).collect(),
        ),
        Step::Service => (
            texts.entry_service(),
            SERVICES.iter().map(|service| turn.staff_texts().service(*service)).collect(),
        ),
        Step::Sure => (texts.entry_sure(), vec![texts.entry_sure_yes(), texts.entry_sure_no()]),
        Step::Words => (texts.entry_words(), Vec::new()),
        Step::Room => (
            texts.entry_room(),
            access::rooms(turn, member).iter().map(|room| super::tell_room(turn, room)).collect(),
        ),
        Step::Contact => (texts.entry_contact(), vec![texts.entry_no_contact()]),
        Step::Done => (texts.entry_done(), labels(turn, member, &entry)),
    };
    let deed = |number| Action::Deed(Deed::Entered(number_of(step), number));
    let answers = (0..).zip(labels).map(|(number, label)| Choice::new(label, &deed(number))).collect();
    let cancel = vec![Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel)];
    turn.session.flow = Flow::Task(Task::Entering(entry));
    match step {
        // A phone number may be as short as a digit's choice: only the label picks "none".
        Step::Contact => turn.mention(text, [answers, cancel].concat()),
        _ => turn.ask(text, answers, 3, cancel),
    }
    Ok(())
}

fn labels(turn: &Turn<'_>, member: &Staff, entry: &Entry) -> Vec<String> {
    let texts = turn.around();
    let label = |then| match then {
        Then::Mine => texts.entry_mine(),
        Then::Offered => texts.entry_offered(),
        Then::Answered => texts.entry_answered(),
    };
    ways(member, entry).into_iter().map(label).collect()
}

fn entered(turn: &mut Turn<'_>, member: &Staff, entry: Entry, then: Then) -> Result<(), Need> {
    let (Some(origin), Some(service), Some(words)) = (entry.origin, entry.service, entry.words) else {
        return begin(turn, member);
    };
    let room = entry.room.unwrap_or_else(|| member.room.clone());
    let contact = entry.contact.filter(|contact| !contact.is_empty());
    let case = entry::enter(turn, member, Entered { origin, service, words, room, contact, then })?;
    turn.session.flow = Flow::Idle;
    turn.about = Some(case.id.clone());
    let name = turn.staff_texts().service(service);
    if then == Then::Answered {
        turn.offer(turn.around().entered_answered(name, &case.code), menu::choices(turn), 2);
        return Ok(());
    }
    let deadline = crate::engine::casework::tell::moment(crate::domain::lang::Lang::Zh, case.deadline);
    if then == Then::Offered {
        let text =
            turn.around().entered_offered(name, &case.code, super::tell_room(turn, &case.room), deadline);
        turn.offer(text, menu::choices(turn), 2);
        return Ok(());
    }
    let text = turn.around().entered(name, &case.code, deadline);
    turn.offer(text, super::decide::owner_choices(turn, &case), 4);
    Ok(())
}

/// The resident has a code: what they said goes to that case instead of a new one.
fn added(turn: &mut Turn<'_>, member: &Staff, entry: Entry, code: &CaseCode) -> Result<(), Need> {
    let (of_case, party) = (access::code_of_case(turn, code.clone())?, turn.world.facts.party(code)?);
    let case = turn.world.facts.code(&of_case)?.as_ref();
    let Some(case) = access::allowed(turn, member, case)? else { return ask(turn, member, entry) };
    let origin = entry::origin_name(turn, entry.origin.unwrap_or(Origin::Visit));
    let words = turn.around().log_entered(origin, entry.words.unwrap_or_default());
    turn.session.flow = Flow::Idle;
    let words = Words { text: &words, ..Words::default() };
    match party {
        Some(party) => sides::relay::from_party(turn, case, party, words)?,
        None => relay::from_resident(turn, case, words)?,
    }
    let details = Choice::new(turn.staff_texts().button_details(), &Action::Details(of_case));
    turn.offer(turn.around().entered_into(&case.code), vec![details], 1);
    Ok(())
}

fn next(turn: &Turn<'_>, member: &Staff, entry: &Entry) -> Step {
    let of_street =
        turn.world.rules.directory.room(&member.room).is_some_and(|room| room.kind == RoomKind::Street);
    match entry {
        Entry { origin: None, .. } => Step::Origin,
        Entry { service: None, .. } => Step::Service,
        Entry { service: Some(Service::Emergency), sure: false, .. } => Step::Sure,
        Entry { words: None, .. } => Step::Words,
        Entry { room: None, .. } if of_street => Step::Room,
        Entry { contact: None, .. } => Step::Contact,
        _ => Step::Done,
    }
}

const fn number_of(step: Step) -> usize {
    match step {
        Step::Origin => 0,
        Step::Service => 1,
        Step::Words => 2,
        Step::Room => 3,
        Step::Contact => 4,
        Step::Done => 5,
        Step::Sure => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{CaseState, Outcome};
    use crate::domain::follow_up::FollowUpAnswer;
    use crate::domain::message::Body;
    use crate::domain::outbox::Purpose;
    use crate::engine::casework::pass_on;
    use crate::engine::casework::sides::tests::{LI, consented};
    use crate::engine::testing::{ANNA, NEXT, Street, draft};

    const A_DAY: u64 = 24 * 60;

    fn answers(street: &mut Street, who: &str, all: &[&str]) -> String {
        street.heard(who);
        for words in all {
            street.write(who, words);
        }
        street.heard(who)
    }

    /// The lawyer has entered a visit of somebody with a phone.
    fn visited() -> Street {
        let mut street = Street::staffed();
        answers(&mut street, "李律师", &["登记", "1", "1", "老板不给工资", "13800000000", "我来办"]);
        street
    }

    #[test]
    fn a_visit_is_a_case_of_ones_own_in_six_answers() {
        let mut street = visited();
        let case = street.case();
        assert_eq!(
            (case.origin, case.service, case.state),
            (Origin::Visit, Service::Consultation, CaseState::Claimed)
        );
        assert_eq!(case.contact.as_deref(), Some("13800000000"));
        assert!(case.conversation.is_counter() && case.owner == Some(street.staff("李律师").id.clone()));
        assert_eq!(street.holders(), ["李律师"]);
        let card = street.last("李律师", Purpose::Card).outbound.text.clone();
        assert!(card.contains("来访") && card.contains("13800000000"), "{card}");
    }

    #[test]
    fn the_street_is_asked_for_the_community_and_a_mediation_is_never_answered_on_the_spot() {
        let mut street = Street::staffed();
        let read = answers(&mut street, "陈主任", &["登记", "来电", "人民调解", "楼上漏水"]);
        assert!(read.contains("哪个社区"), "{read}");
        answers(&mut street, "陈主任", &["民主村", "没有留", "我来办"]);
        let case = street.case();
        assert_eq!((case.origin, case.room.as_str(), case.contact), (Origin::Phone, NEXT, None));
    }

    #[test]
    fn what_was_answered_on_the_spot_is_entered_as_ended() {
        let mut street = Street::staffed();
        let read = answers(&mut street, "王调解", &["登记", "3", "1", "婚前财产怎么算", "没有留", "2"]);
        assert!(read.contains("当场答复"), "{read}");
        let case = street.case();
        assert_eq!(
            (case.origin, case.state, case.outcome),
            (Origin::Group, CaseState::Filed, Some(Outcome::Answered))
        );
        street.pass_minutes(40 * A_DAY);
        assert_eq!((street.heard("王调解").as_str(), street.follow_ups.len()), ("", 0));
    }

    #[test]
    fn with_a_code_it_goes_to_the_case_that_is_there() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.heard("李律师");
        let read = answers(&mut street, "王调解", &["登记", "1", "1", "他说钱给了一半", &code.to_string()]);
        assert!(read.contains(&format!("已补到事项 {code}")), "{read}");
        assert!(street.heard("李律师").contains("（来访）他说钱给了一半"));
        assert_eq!((street.cases.len(), street.heard(ANNA).contains("一半")), (1, false));
        let read = answers(&mut street, "周律师", &["登记", "1", "1", "x", &code.to_string()]);
        assert!(read.contains("不归您的工作室") && read.contains("怎么联系"), "{read}");
    }

    #[test]
    fn the_other_partys_code_finds_the_mediation_and_their_thread() {
        let mut street = consented();
        let (code, party) = (street.case().code, street.sides.parties[0].code.clone());
        for who in [LI, "李律师", "周律师"] {
            street.heard(who);
        }
        street.write("李律师", party.as_str());
        let read = street.heard("李律师");
        assert!(read.contains(&code.to_string()) && read.contains("承办：王调解"), "{read}");
        street.write("周律师", party.as_str());
        assert!(street.heard("周律师").contains("不归您的工作室"));
        let read = answers(&mut street, "李律师", &["登记", "1", "3", "他说只肯给一半", party.as_str()]);
        assert!(read.contains(&format!("已补到事项 {code}")), "{read}");
        assert!(street.heard(LI).contains("对方说：\n（来访）他说只肯给一半"));
        assert!(!street.heard(ANNA).contains("一半"));
    }

    #[test]
    fn danger_and_crowds_that_are_entered_reach_the_room_and_the_street_at_once() {
        for (service, sure) in [("4", vec!["1"]), ("5", vec![])] {
            let mut street = Street::staffed();
            let all = [vec!["登记", "2", service], sure, vec!["有人堵门", "没有留"]].concat();
            answers(&mut street, "王调解", &all);
            let case = street.case();
            assert_eq!(case.owner, Some(street.staff("王调解").id.clone()));
            for who in ["李律师", "陈主任"] {
                let heard = street.heard(who);
                assert!(
                    heard.contains("王调解刚登记了一件急事") && heard.contains("有人堵门"),
                    "{who}: {heard}"
                );
                assert_eq!(street.buttons(who, Purpose::Notice), ["详情"]);
            }
            assert_eq!(street.heard("周律师"), "");
            street.pass_minutes(1);
            assert!(street.heard("陈主任").contains("建议联调"), "{service}");
        }
    }

    #[test]
    fn danger_is_asked_about_once_before_it_wakes_anybody() {
        let mut street = Street::staffed();
        let read = answers(&mut street, "王调解", &["登记", "2", "4"]);
        assert!(read.contains("马上通知"), "{read}");
        let read = answers(&mut street, "王调解", &["2"]);
        assert!(read.contains("什么事项"), "{read}");
        answers(&mut street, "王调解", &["3", "楼上漏水", "没有留"]);
        assert_eq!((street.case().service, street.heard("陈主任").as_str()), (Service::Mediation, ""));
    }

    #[test]
    fn what_the_street_enters_is_offered_to_the_room_unless_they_take_it_themselves() {
        let mut street = Street::staffed();
        let read = answers(&mut street, "陈主任", &["登记", "1", "3", "楼上漏水", "谢正街", "没有留", "1"]);
        assert!(read.contains("已请谢正街") && street.heard("王调解").contains("楼上漏水"), "{read}");
        assert_eq!((street.case().state, street.case().owner), (CaseState::Offered, None));
        let code = street.case().code;
        street.press("王调解", &Action::Claim(code));
        assert_eq!(street.case().owner, Some(street.staff("王调解").id.clone()));
    }

    #[test]
    fn back_goes_one_question_back_and_keeps_the_other_answers() {
        let mut street = Street::staffed();
        let read = answers(&mut street, "李律师", &["登记", "2", "3", "楼上漏水", "返回"]);
        assert!(read.contains("说了什么"), "{read}");
        answers(&mut street, "李律师", &["楼下漏水", "没有留"]);
        assert_eq!((street.case().origin, street.case().summary.as_str()), (Origin::Phone, "楼下漏水"));
    }

    #[test]
    fn a_crowd_in_the_words_that_are_entered_is_suggested_to_the_street() {
        let mut street = Street::staffed();
        answers(&mut street, "李律师", &["登记", "1", "1", "我们十几个工友没拿到工资", "没有留", "1"]);
        assert_eq!(street.heard("王调解"), "");
        street.pass_minutes(1);
        assert!(street.heard("陈主任").contains("建议联调：人数多"));
        let mut street = Street::staffed();
        answers(&mut street, "李律师", &["登记", "1", "1", "老板不给工资", "没有留", "1"]);
        street.pass_minutes(1);
        assert_eq!(street.heard("陈主任"), "");
    }

    #[test]
    fn what_is_for_the_resident_is_told_to_the_owner_to_be_passed_on() {
        let mut street = visited();
        let code = street.case().code;
        street.heard("李律师");
        street.answer("李律师", Purpose::Card, Body::Text("请带欠条来".into()));
        let read = street.heard("李律师");
        assert!(read.contains("打电话或当面") && !read.contains("✓ 已发给"), "{read}");
        assert_eq!(street.log.last().map(|entry| entry.text.as_str()), Some("请带欠条来"));
        street.press("李律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(code)));
        let read = street.heard("李律师");
        assert!(read.contains("请电话或当面转告居民") && read.contains("13800000000"), "{read}");
        assert!(street.log.iter().any(|entry| entry.text.contains("待转告")));
        assert!(street.sent.iter().all(|sent| !sent.to.is_counter()), "nothing goes nowhere");
    }

    #[test]
    fn a_slipped_promise_and_the_call_back_are_the_owners_to_tell() {
        let mut street = visited();
        street.heard("李律师");
        street.pass_minutes(A_DAY);
        assert!(street.heard("李律师").contains("请电话或当面转告居民"));
        let code = street.case().code;
        street.press("李律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(code.clone())));
        street.heard("李律师");
        street.pass_minutes(7 * A_DAY + 60);
        let read = street.heard("李律师");
        assert!(read.contains("请打电话回访") && read.contains("13800000000"), "{read}");
        assert_eq!(street.buttons("李律师", Purpose::Notice), ["解决了", "没解决", "有新情况", "没联系上"]);
        street.press("李律师", &Action::Details(code.clone()));
        street.write("李律师", "没解决");
        assert_eq!(street.case().state, CaseState::Claimed);
        let asked = street.follow_ups.last().unwrap().clone();
        assert_eq!(
            (asked.answer, asked.staff),
            (Some(FollowUpAnswer::Unsolved), Some(street.staff("李律师").id.clone()))
        );
    }

    #[test]
    fn a_case_from_the_counter_goes_on_in_a_chat_once_staff_have_checked_who_it_is() {
        let mut street = visited();
        let code = street.case().code;
        street.write("网页上的人", &code.to_string());
        assert!(street.heard("李律师").contains("核对本人"));
        street.press("李律师", &Action::Deed(Deed::Identity(code, true)));
        street.pass_minutes(1);
        street.heard("网页上的人");
        street.resident(|turn, case| pass_on(turn, case, "在吗", None));
        street.answer("李律师", Purpose::Card, Body::Text("在".into()));
        assert!(street.heard("网页上的人").contains("在"));
    }

    #[test]
    fn words_where_one_has_to_choose_are_told_so_and_nothing_is_lost() {
        let mut street = Street::staffed();
        let read = answers(&mut street, "李律师", &["登记", "1", "老板不给工资"]);
        assert!(read.contains("不在选项里") && read.ends_with("什么事项？"), "{read}");
        let read = answers(&mut street, "李律师", &["1", "老板不给工资", "没有留", "2"]);
        assert!(read.contains("当场答复"), "{read}");
    }

    #[test]
    fn it_can_be_left_and_an_old_button_asks_again() {
        let mut street = Street::staffed();
        answers(&mut street, "李律师", &["登记", "1"]);
        let read = answers(&mut street, "李律师", &["取消"]);
        assert!(read.contains("没有改动"), "{read}");
        street.press("李律师", &Action::Deed(Deed::Entered(0, 1)));
        assert!(street.heard("李律师").contains("用不上了"));
        answers(&mut street, "李律师", &["登记", "1"]);
        street.press("李律师", &Action::Deed(Deed::Entered(0, 1)));
        assert!(street.heard("李律师").contains("什么事项"));
        assert!(street.cases.is_empty());
    }
}
