//! Words that steer: menu, help, cancel, back, a person; from anywhere.

use crate::domain::lang::Lang;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::duty::Duty;
use crate::engine::facts::Need;
use crate::engine::session::{Flow, same_words};
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{forms, giving_up, menu};

/// The commands by the name of the rule that understands them; the same names after a slash are commands too.
const COMMANDS: [(&str, Action); 12] = [
    ("menu", Action::Menu),
    ("help", Action::Help),
    ("cancel", Action::Cancel),
    ("back", Action::Back),
    ("human", Action::Human),
    ("my_cases", Action::MyCases),
    ("english", Action::Lang(Lang::En)),
    ("chinese", Action::Lang(Lang::Zh)),
    ("hotlines", Action::Hotlines),
    ("appointments", Action::Appointment(Appointment::Mine)),
    ("on_duty", Action::Duty(Duty::Today)),
    ("duty", Action::Duty(Duty::Today)),
];

/// The command that a whole message is.
pub(super) fn meant(turn: &Turn<'_>, text: &str, reading: &Reading) -> Option<Action> {
    named(text, reading).or_else(|| labelled(turn, text))
}

/// By the rules, or after a slash.
fn named(text: &str, reading: &Reading) -> Option<Action> {
    let slash = text.trim().strip_prefix('/').map(str::to_ascii_lowercase);
    let rule = || reading.intent.as_deref().filter(|_| reading.score >= SURE)?.strip_prefix("command.");
    let name = slash.as_deref().or_else(rule)?;
    COMMANDS.iter().find(|(known, _)| *known == name).map(|(_, action)| action.clone())
}

/// By what our buttons say, whether or not one is in sight.
fn labelled(turn: &Turn<'_>, text: &str) -> Option<Action> {
    let texts = turn.texts();
    let booking = turn.world.rules.texts.booking(turn.session.lang);
    let appointments = || Action::Appointment(Appointment::Mine);
    let labels = [
        (booking.button_book(), appointments()),
        (booking.button_change(), appointments()),
        (booking.button_call_off(), appointments()),
        (texts.menu_human(), Action::Human),
        (texts.menu_cases(), Action::MyCases),
        (texts.menu_hotlines(), Action::Hotlines),
        (texts.back(), Action::Back),
        (texts.cancel(), Action::Cancel),
    ];
    labels.into_iter().find(|(label, _)| same_words(label, text)).map(|(_, action)| action)
}

/// Leaves what is going on; with nothing going on, asks whether the open case is meant.
pub(super) fn cancel(turn: &mut Turn<'_>) -> Result<(), Need> {
    let left = std::mem::take(&mut turn.session.flow);
    turn.session.pending = None;
    turn.session.matter = None;
    match left {
        Flow::Room { .. } | Flow::Form(_) => {
            turn.session.ahead.clear();
            menu::offered(turn, turn.texts().cancelled());
        }
        Flow::AskedBack => menu::offered(turn, turn.texts().cancelled()),
        Flow::Idle | Flow::Replying(_) | Flow::Desk(_) | Flow::Mediating(_) | Flow::Task(_) => {
            return giving_up::of_anything(turn);
        }
    }
    Ok(())
}

/// One step back.
pub(super) fn back(turn: &mut Turn<'_>) -> Result<(), Need> {
    match turn.session.flow.clone() {
        Flow::Form(filled) | Flow::Room { filled: Some(filled), .. } => forms::back(turn, filled),
        Flow::Room { filled: None, .. } => cancel(turn),
        Flow::Idle
        | Flow::AskedBack
        | Flow::Replying(_)
        | Flow::Desk(_)
        | Flow::Mediating(_)
        | Flow::Task(_) => {
            menu::shown(turn);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::case::Outcome;
    use crate::domain::service::Service;
    use crate::engine::testing::story::{says, street, taps};

    #[test]
    fn cancel_leaves_a_form_and_says_that_nothing_was_sent() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        says(&mut anna, "楼上漏水");
        let read = says(&mut anna, "取消");
        assert!(read.contains("什么都没有提交") && read.contains("[1 问法律问题]"), "{read}");
        assert!(says(&mut anna, "取消").contains("没有要取消的"));
        assert!(anna.cases.is_empty());
    }

    #[test]
    fn back_goes_one_question_back_and_at_last_out() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        says(&mut anna, "楼上漏水");
        says(&mut anna, "邻居");
        assert!(says(&mut anna, "返回").contains("（2/4）"));
        assert!(says(&mut anna, "返回").contains("（1/4）"));
        assert!(says(&mut anna, "返回").contains("什么都没有提交"));
    }

    #[test]
    fn back_from_the_community_goes_into_the_form_again() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        says(&mut anna, "楼上漏水");
        says(&mut anna, "邻居");
        says(&mut anna, "不急");
        assert!(says(&mut anna, "都可以").contains("哪个社区"));
        assert!(says(&mut anna, "返回").contains("（4/4）"));
        says(&mut anna, "周末");
        says(&mut anna, "民主村");
        assert_eq!(anna.case().details.last().unwrap().1, "周末");
    }

    #[test]
    fn a_person_is_had_from_the_middle_of_a_form_with_all_that_was_said() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        says(&mut anna, "楼上漏水");
        says(&mut anna, "邻居");
        assert!(says(&mut anna, "转人工").contains("哪个社区"));
        says(&mut anna, "民主村");
        let case = anna.case();
        assert_eq!((case.service, case.summary.as_str()), (Service::Human, "楼上漏水"));
        assert_eq!(
            case.details,
            [("发生了什么".into(), "楼上漏水".into()), ("对方是谁".into(), "邻居".into())]
        );
        says(&mut anna, "转人工");
        assert_eq!(anna.cases.len(), 1);
    }

    #[test]
    fn help_and_my_cases_leave_the_question_as_it_was() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        says(&mut anna, "楼上漏水");
        for words in ["帮助", "我的事项", "/help", "常用电话", "热线"] {
            let read = says(&mut anna, words);
            assert!(read.contains("\n---\n（2/4）") && read.matches("[1 ").count() == 1, "{words}: {read}");
        }
        let read = says(&mut anna, "菜单");
        assert!(read.starts_with("人民调解还没填完") && read.contains("（2/4）"), "{read}");
    }

    #[test]
    fn cancel_with_a_case_open_asks_whether_to_take_it_back() {
        let mut anna = street();
        says(&mut anna, "转人工");
        says(&mut anna, "民主村");
        assert!(says(&mut anna, "取消").contains("要撤回事项"));
        taps(&mut anna, "确定撤回");
        assert_eq!(anna.case().outcome, Some(Outcome::Withdrawn));
    }
}
