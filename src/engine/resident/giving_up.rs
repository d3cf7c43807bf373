//! Somebody does not want to go on, in words: with a form, or with a mediation whose other party they are.

use crate::domain::service::Service;
use crate::engine::facts::Need;
use crate::engine::session::{Flow, same_words};
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;
use crate::intent::entities::{self, Value};
use crate::intent::{Reading, SURE};

use super::{cases, commands, meant, menu, open, party, question, telling, thread, visit};

/// More signs than these tell something.
const SHORT: usize = 16;

/// Whether words say that their writer does not want to go on. What somebody else does not want any more is part of a story.
pub(super) fn is_meant(turn: &Turn<'_>, words: &str, reading: &Reading) -> bool {
    let texts = turn.texts();
    if texts.give_up_words().split(',').any(|known| same_words(known, words)) {
        return true;
    }
    let of_others = thread::goes_on(turn, words)
        || entities::find(words, turn.now.local())
            .iter()
            .any(|entity| matches!(entity.value, Value::Party(_)));
    let is_cancel = reading.service == Service::Cancel && reading.score >= SURE;
    is_cancel && !of_others && meant::takes_back(turn, words, reading)
}

/// A change of mind while a form is open: it is left, for nothing or for the lawyer. `true` if it was.
pub(super) fn of_form(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    if wants_lawyer(turn, text) {
        return to_lawyer(turn).map(|()| true);
    }
    let given_up = is_meant(turn, text, reading);
    if given_up {
        commands::cancel(turn)?;
    }
    Ok(given_up)
}

/// Whether the lawyer is wanted instead, and nothing is told besides.
fn wants_lawyer(turn: &Turn<'_>, text: &str) -> bool {
    let wishes = turn.texts().lawyer_words();
    let is_wish = |part: &str| wishes.split(',').any(|wish| same_words(wish, part));
    let parts = || text.split(|sign: char| !sign.is_alphanumeric() && !sign.is_whitespace());
    let others: Vec<&str> = parts().filter(|part| !part.trim().is_empty() && !is_wish(part)).collect();
    let gives_up = |part: &&str| is_meant(turn, part, &turn.world.rules.catalogue.read(part));
    text.chars().count() <= 2 * SHORT && parts().any(is_wish) && others.iter().all(gives_up)
}

/// On to the lawyer, with what was said so far.
fn to_lawyer(turn: &mut Turn<'_>) -> Result<(), Need> {
    let filled = match std::mem::take(&mut turn.session.flow) {
        Flow::Form(filled) => Some(filled),
        Flow::Room { filled, .. } => filled,
        _ => None,
    };
    telling::from_pending(turn);
    match turn.session.matter {
        Some(_) => open::wanted(turn, Service::Consultation, filled),
        None => open::ask_lawyer(turn),
    }
}

/// "I do not want to go on" from the other party of a mediation: asked back, as by the button. `true` if it was.
pub(super) fn of_side(
    turn: &mut Turn<'_>,
    text: &str,
    reading: &Reading,
    reply_to: Option<&str>,
) -> Result<bool, Need> {
    if !turn.session.has_sides || text.chars().count() > SHORT || !is_meant(turn, text, reading) {
        return Ok(false);
    }
    let found = match party::replied(turn, reply_to)? {
        Some(found) => Some(found),
        None if reply_to.is_some() || question::is_open(turn) => None,
        None => party::current(turn)?,
    };
    let Some((_, party)) = found.filter(|(case, party)| case.is_open() && party.is_in()) else {
        return Ok(false);
    };
    party::act(turn, Verb::Refuse, &party.code)?;
    question::again(turn)?;
    Ok(true)
}

/// "Never mind" with nothing to leave here: an appointment that is to come goes before the case it is of.
pub(super) fn of_anything(turn: &mut Turn<'_>) -> Result<(), Need> {
    match visit::coming(turn)? {
        Some(coming) => visit::ask(turn, &coming),
        None => of_matter(turn),
    }
}

/// Whether words can only mean the case, outside of any question.
pub(super) fn names_matter(turn: &Turn<'_>, words: &str) -> bool {
    !question::is_open(turn) && meant::holds(&turn.meant().case_words(), words)
}

/// The mediation or the case is meant that the person is in, or the only one they have.
pub(super) fn of_matter(turn: &mut Turn<'_>) -> Result<(), Need> {
    let side = party::current(turn)?.filter(|(case, party)| case.is_open() && party.is_in());
    if let Some((_, party)) = side {
        return party::act(turn, Verb::Refuse, &party.code);
    }
    if let Some(case) = thread::current(turn)? {
        cases::ask_to_withdraw(turn, &case);
        return Ok(());
    }
    match (thread::open_cases(turn)?.as_slice(), party::open(turn)?.as_slice()) {
        ([], []) => menu::offered(turn, turn.texts().nothing_to_cancel()),
        ([case], []) => cases::ask_to_withdraw(turn, case),
        ([], [(_, party)]) => return party::act(turn, Verb::Refuse, &party.code),
        _ => return cases::list(turn),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::domain::party::PartyState;
    use crate::domain::service::Service;
    use crate::engine::casework::sides::tests::{BOB, consented, joined};
    use crate::engine::testing::Street;
    use crate::engine::testing::story::{says, street, taps};

    /// What Bob, the other party, reads after he wrote something.
    fn bob(street: &mut Street, words: &str) -> String {
        street.heard(BOB);
        street.write(BOB, words);
        street.heard(BOB)
    }

    #[test]
    fn the_other_party_leaves_in_words_once_they_are_sure() {
        for words in ["不想继续", "我不想继续了", "取消"] {
            let mut street = consented();
            let before = street.log.len();
            let read = bob(&mut street, words);
            assert!(read.contains("就结束了") && read.contains("确定吗"), "{words}: {read}");
            assert_eq!(street.log.len(), before, "the mediator need not see the question");
            assert_eq!(street.sides.parties[0].state, PartyState::Consented);
            bob(&mut street, "1");
            assert_eq!(street.sides.parties[0].state, PartyState::Left);
        }
    }

    #[test]
    fn so_does_who_has_not_decided_and_who_names_the_code() {
        let mut street = joined();
        assert!(bob(&mut street, "不想继续").contains("确定吗"));
        let mut street = consented();
        let code = street.sides.parties[0].code.clone();
        bob(&mut street, "问别的");
        let read = bob(&mut street, &format!("{code} 不想继续了"));
        assert!(read.contains("确定吗"), "{read}");
        bob(&mut street, "问别的");
        assert!(bob(&mut street, "取消").contains("确定吗"), "there is nothing else to leave");
    }

    #[test]
    fn a_story_of_who_does_not_want_any_more_is_passed_on() {
        let mut street = consented();
        assert!(!bob(&mut street, "他不想继续了").contains("确定吗"));
        assert_eq!(street.log.last().unwrap().text, "他不想继续了");
    }

    #[test]
    fn a_change_of_mind_leaves_a_form_at_any_question() {
        for answers in [&[][..], &["楼上漏水"][..], &["楼上漏水", "邻居"][..]] {
            for words in ["我不想继续了", "不想调解了", "不做了"] {
                let mut anna = street();
                says(&mut anna, "申请调解");
                answers.iter().for_each(|answer| drop(says(&mut anna, answer)));
                let read = says(&mut anna, words);
                assert!(
                    read.contains("什么都没有提交") && read.contains("[1 问法律问题]"),
                    "{words}: {read}"
                );
            }
        }
    }

    #[test]
    fn what_others_do_not_want_is_an_answer() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        for words in ["老板说不想继续了", "他不想继续了"] {
            assert!(!says(&mut anna, words).contains("没有提交"), "{words}");
            says(&mut anna, "返回");
        }
    }

    #[test]
    fn the_lawyer_is_had_from_a_form_with_what_was_said() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        says(&mut anna, "楼上漏水");
        assert!(says(&mut anna, "不想继续了，我想问律师").contains("哪个社区"));
        says(&mut anna, "民主村");
        let case = anna.case();
        assert_eq!((case.service, case.summary.as_str()), (Service::Consultation, "楼上漏水"));
        taps(&mut anna, "问别的");
        says(&mut anna, "申请调解");
        assert!(says(&mut anna, "我想问律师").contains("先用一两句话说说"));
    }
}
