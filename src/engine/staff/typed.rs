//! What is typed instead of pressed: a case's code with the words of a button, perhaps followed by what the button would ask for,
//! and 接单 alone.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::relay::Words;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow, same_words};
use crate::engine::turn::Turn;

use super::{access, around, decide, lists, mediate, press, said};

/// Does it; `false` if the words are nothing of the sort.
pub(super) fn done(turn: &mut Turn<'_>, member: &Staff, text: &str) -> Result<bool, Need> {
    if same_words(&turn.staff_texts().button_claim(), text) {
        return claimed(turn, member);
    }
    let Some((code, wish)) = text.trim().split_once(char::is_whitespace) else { return Ok(false) };
    let Some(code) = CaseCode::parse(code) else { return Ok(false) };
    let code = access::code_of_case(turn, code)?;
    let Some(case) = turn.world.facts.code(&code)? else { return Ok(false) };
    let (label, words) = wish.trim().split_once([' ', '\u{3000}', ':', '：']).unwrap_or((wish, ""));
    let buttons = buttons(turn, member, case)?;
    let named = |label: &str| buttons.iter().find(|it| same_words(&it.label, label));
    if let Some(button) = named(wish) {
        press::pressed(turn, member, &button.data)?;
    } else if let Some(button) = named(label) {
        press::pressed(turn, member, &button.data)?;
        go_on(turn, member, words)?;
    } else if let Some(label) = elsewhere(turn).into_iter().find(|it| same_words(it, label)) {
        missing(turn, member, case, &label)?;
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// 接单 alone: the only case that waits is theirs; of several it is asked which.
fn claimed(turn: &mut Turn<'_>, member: &Staff) -> Result<bool, Need> {
    match lists::claimable(turn, member)?.as_slice() {
        [one] => decide::claim(turn, member, &one.code)?,
        _ => lists::waiting(turn, member)?,
    }
    Ok(true)
}

/// What the button asks for has been said already. Where it asks nothing, its answer stands.
fn go_on(turn: &mut Turn<'_>, member: &Staff, words: &str) -> Result<(), Need> {
    let words = words.trim();
    let is_answer = turn.session.flow != Flow::Idle || turn.session.labelled(words).is_some();
    if words.is_empty() || !is_answer {
        return Ok(());
    }
    turn.unsay();
    said::loose(turn, member, Words { text: words, ..Words::default() })
}

/// A button that the case does not have.
fn missing(turn: &mut Turn<'_>, member: &Staff, case: &Case, label: &str) -> Result<(), Need> {
    let Some(case) = access::seen(turn, member, &case.code)? else { return Ok(()) };
    let mut choices = decide::choices(turn, member, case);
    choices.push(Choice::new(turn.staff_texts().button_details(), &Action::Details(case.code.clone())));
    turn.offer(turn.staff_texts().no_such_button(&case.code, label), choices, 4);
    Ok(())
}

/// The buttons of a case; what is not offered now says why when it is pressed.
fn buttons(turn: &Turn<'_>, member: &Staff, case: &Case) -> Result<Vec<Choice>, Need> {
    let details = Choice::new(turn.staff_texts().button_details(), &Action::Details(case.code.clone()));
    let (_, around) = around::of_case(turn, member, case)?;
    let offered = decide::choices(turn, member, case).into_iter().chain(around).chain([details]);
    let others = decide::owner_choices(turn, case).into_iter().chain(decide::other_choices(turn, case));
    Ok(offered.chain(others).chain(mediate::buttons(turn, case)?).collect())
}

/// What only some cases have a button for.
fn elsewhere(turn: &Turn<'_>) -> [String; 13] {
    let (texts, around, work) = (turn.mediator_texts(), turn.around(), turn.work_texts());
    [
        texts.button_desk(),
        texts.button_time(),
        texts.button_name(),
        texts.button_more(),
        texts.button_performed(),
        texts.button_partly(),
        texts.button_applied(),
        around.button_progress(),
        around.button_sign(),
        around.button_ask_joint(),
        work.button_refer(),
        work.button_received(),
        turn.world.rules.texts.paper.button_papers(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::CaseState;
    use crate::domain::service::Service;
    use crate::engine::casework::sides::tests::{LI, consented, quiet};
    use crate::engine::testing::{ANNA, Street, draft};

    fn claimed() -> (Street, CaseCode) {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.write("李律师", "接单");
        assert_eq!(street.case().state, CaseState::Claimed, "the only card is meant");
        for who in ["李律师", ANNA] {
            street.heard(who);
        }
        (street, code)
    }

    #[test]
    fn what_the_button_would_ask_for_can_stand_behind_it() {
        let (mut street, code) = claimed();
        street.write("李律师", &format!("{code} 回复 请带上欠条"));
        assert_eq!(street.heard(ANNA), "李律师答复：\n请带上欠条");
        let read = street.heard("李律师");
        assert!(read.contains("已发给") && !read.contains("写完就会发出"), "{read}");
        street.write("李律师", &format!("{code} 备注：像是熟人"));
        assert!(
            street.heard("李律师").contains("只给同事看")
                || street.log.iter().any(|it| it.text == "像是熟人")
        );
        street.write("李律师", &format!("{code} 结案 已答复"));
        assert!(!street.case().is_open());
    }

    #[test]
    fn only_what_is_parted_from_the_label_is_taken_for_words() {
        let (mut street, code) = claimed();
        street.write("李律师", "菜单");
        street.heard("李律师");
        street.write("李律师", &format!("{code} 回复一下他吧"));
        assert!(street.heard("李律师").contains("这句话发给谁"));
        assert_eq!(street.heard(ANNA), "");
    }

    #[test]
    fn a_button_that_a_case_does_not_have_is_said_to_be_missing() {
        let (mut street, code) = claimed();
        for label in ["约时间", "进展 谈过一次", "已递交法援机构，等决定"] {
            street.write("李律师", &format!("{code} {label}"));
            let read = street.heard("李律师");
            assert!(read.contains("现在没有「"), "{label}: {read}");
        }
        assert_eq!(street.heard(ANNA), "");
    }

    #[test]
    fn a_time_for_a_meeting_can_be_typed_behind_the_code() {
        let mut street = consented();
        let code = street.case().code;
        street.write(LI, &format!("{code} 约时间"));
        assert!(street.heard(LI).contains("直接写"), "it is asked when");
        street.write(LI, "取消");
        quiet(&mut street);
        street.write(LI, &format!("{code} 约时间 3月10日上午9点半"));
        assert!(street.heard(ANNA).contains("3月10日"));
    }

    #[test]
    fn of_several_cards_it_is_asked_which() {
        let mut street = Street::staffed();
        street.open(draft(Service::Consultation));
        street.pass_minutes(1);
        street.open(draft(Service::Consultation));
        street.write("李律师", "接单");
        assert!(street.heard("李律师").contains("2 件待接单"));
        assert!(street.cases.values().all(|case| case.state == CaseState::Offered));
    }
}
