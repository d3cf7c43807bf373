//! What staff can do, as a menu, as a text and as words to type.

use crate::domain::lang::Lang;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::casework::tell::{role_name, room_name};
use crate::engine::deed::Deed;
use crate::engine::duty::Duty;
use crate::engine::session::{Choice, Flow};
use crate::engine::turn::Turn;

use super::{capacity, figures};

/// The menu.
pub(super) fn menu(turn: &mut Turn<'_>, member: &Staff) {
    let role = role_name(turn, Lang::Zh, member.role);
    let room = room_name(turn, &member.room);
    let text = turn.staff_texts().menu(&member.name, role, room);
    turn.offer(text, choices(turn), 2);
}

/// How everything is done.
pub(super) fn help(turn: &mut Turn<'_>) {
    turn.offer(turn.staff_texts().help(), choices(turn), 2);
}

/// The menu's choices.
pub(super) fn choices(turn: &Turn<'_>) -> Vec<Choice> {
    let (texts, desk) = (turn.staff_texts(), &turn.world.rules.texts.desk);
    vec![
        Choice::new(texts.button_mine(), &Action::Mine),
        Choice::new(texts.button_waiting(), &Action::Waiting),
        Choice::new(turn.around().button_enter(), &Action::Deed(Deed::Enter)),
        Choice::new(desk.button_list(), &Action::Appointment(Appointment::Mine)),
        Choice::new(desk.button_week(), &Action::Duty(Duty::Week)),
        Choice::new(texts.button_stats(), &Action::Stats),
        Choice::new(texts.button_help(), &Action::StaffHelp),
    ]
}

/// Where to go on: out of the question that is open, else to one's cases and the menu.
pub(super) fn ways_on(turn: &Turn<'_>) -> Vec<Choice> {
    let texts = turn.staff_texts();
    match turn.session.flow {
        Flow::Idle => vec![
            Choice::new(texts.button_mine(), &Action::Mine),
            Choice::new(texts.button_menu(), &Action::Menu),
        ],
        _ => vec![Choice::new(texts.button_cancel(), &Action::Cancel)],
    }
}

/// What a typed command does: the words on the buttons, or a channel's slash command.
pub(super) enum Command {
    /// What a button does too.
    Do(Action),
    /// Counts of days that cannot be had by words.
    OtherDays,
    /// This conversation is to be theirs no more; asked once more first.
    Leave,
}

/// The command that words are, if they are nothing else.
pub(super) fn command(turn: &Turn<'_>, words: &str) -> Option<Command> {
    let words = words.trim().trim_end_matches(['。', '！', '!', '.']).to_lowercase();
    let known = known(turn).into_iter().find(|(word, slash, _)| words == *word || words == *slash);
    let at_most = || capacity::named(&words).map(|most| Command::Do(Action::Duty(Duty::AtMost(most))));
    let figures = || figures::named(turn, &words).map(Command::Do);
    let others = || figures::names_days(turn, &words).then_some(Command::OtherDays);
    known.map(|(.., command)| command).or_else(at_most).or_else(figures).or_else(others)
}

/// Every word staff can type, the slash command that does the same, and what they do. The help names them all.
fn known(turn: &Turn<'_>) -> [(String, &'static str, Command); 16] {
    let (texts, desk) = (turn.staff_texts(), &turn.world.rules.texts.desk);
    let duty = |duty| Command::Do(Action::Duty(duty));
    [
        (texts.button_mine(), "/mine", Command::Do(Action::Mine)),
        (texts.button_waiting(), "/waiting", Command::Do(Action::Waiting)),
        (turn.around().button_enter(), "/enter", Command::Do(Action::Deed(Deed::Enter))),
        (turn.around().button_joints(), "/joint", Command::Do(Action::Deed(Deed::Joints))),
        (desk.button_list(), "/appointments", Command::Do(Action::Appointment(Appointment::Mine))),
        (desk.button_week(), "/duty", duty(Duty::Week)),
        (desk.button_leave(), "/leave", duty(Duty::Leave)),
        (desk.button_back(), "/end_leave", duty(Duty::Back)),
        (desk.button_swap(), "/swap", duty(Duty::Swap)),
        (desk.button_capacity(), "/capacity", duty(Duty::Capacity)),
        (texts.button_stats(), "/stats", Command::Do(Action::Stats)),
        (texts.button_help(), "/help", Command::Do(Action::StaffHelp)),
        (texts.button_menu(), "/menu", Command::Do(Action::Menu)),
        (turn.world.rules.texts.resident(Lang::Zh).back(), "/back", Command::Do(Action::Back)),
        (texts.button_cancel(), "/cancel", Command::Do(Action::Cancel)),
        (texts.button_leave(), "/stop", Command::Leave),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ConversationId;
    use crate::domain::staff::Role;
    use crate::engine::testing::{HOME, Street};

    /// The words and slash commands there are.
    fn words() -> Vec<(String, &'static str)> {
        let mut street = Street::staffed();
        let known = street.turn("李律师", |turn| Ok(known(turn).map(|(word, slash, _)| (word, slash))));
        known.into()
    }

    #[test]
    fn the_help_names_every_word_staff_can_type() {
        let mut street = Street::staffed();
        street.write("李律师", "帮助");
        let help = street.heard("李律师");
        let mut words: Vec<String> = words().into_iter().map(|(word, _)| word).collect();
        words.push(street.turn("李律师", |turn| Ok(turn.around().button_note())));
        for word in words.into_iter().filter(|word| word != "返回") {
            assert!(help.contains(&word), "the help does not name {word}:\n{help}");
        }
    }

    #[test]
    fn telegram_shows_a_command_for_every_word() {
        // The channel must not know the engine, so that its list is read as it is written.
        let list = include_str!("../../channels/telegram/commands.rs");
        for (word, slash) in words() {
            let name = slash.trim_start_matches('/');
            assert!(
                list.contains(&format!("(\"{name}\", ")) || word == "我的事项",
                "{word} has no command {slash}"
            );
        }
    }

    #[test]
    fn both_readmes_name_every_word() {
        for (name, text) in [
            ("README.md", include_str!("../../../README.md")),
            ("README.zh-CN.md", include_str!("../../../README.zh-CN.md")),
        ] {
            for (word, _) in words() {
                assert!(text.contains(&word), "{name} does not name {word}");
            }
        }
    }

    #[test]
    fn every_word_and_its_slash_command_do_the_same_and_leave_a_way_on() {
        for (word, slash) in words() {
            let said = |text: &str| {
                let mut street = Street::staffed();
                street.write("李律师", text);
                (street.heard("李律师"), street.session("李律师").choices)
            };
            let (read, choices) = said(&word);
            assert!(!read.contains("没有发给任何人") && !read.is_empty(), "{word}: {read}");
            assert!(!choices.is_empty(), "{word} is a dead end: {read}");
            assert_eq!(said(slash), (read.clone(), choices), "{word} and {slash}");
            assert_eq!(said(&format!(" {word}。 ")).0, read, "{word} with a full stop");
            assert_eq!(said(&slash.to_uppercase()).0, read, "{slash} in capitals");
        }
    }

    #[test]
    fn words_that_only_begin_like_a_command_are_none() {
        let mut street = Street::staffed();
        for words in ["统计一下", "请假条", "菜单 1", "/fly", "//mine", "mine"] {
            street.write("李律师", words);
            let read = street.heard("李律师");
            assert!(read.contains("没有发给任何人"), "{words}: {read}");
        }
    }

    #[test]
    fn residents_words_are_not_staffs() {
        let mut street = Street::staffed();
        street.write("路人", "/waiting");
        let read = street.heard("路人");
        assert!(!read.contains("待接单") && !read.is_empty(), "{read}");
        assert!(!street.session("路人").choices.is_empty(), "{read}");
    }

    #[test]
    fn who_works_here_no_more_is_a_resident_again() {
        let mut street = Street::staffed();
        street.staff("李律师").conversations = vec![ConversationId::new("elsewhere")];
        street.write("李律师", "待接单");
        assert!(!street.heard("李律师").contains("件待接单"));
        street.hire("新人", Role::Clerk, HOME);
        street.write("新人", "菜单");
        assert!(street.heard("新人").contains("新人"));
        street.press("新人", &Action::StaffHelp);
        assert!(street.heard("新人").contains("接单"));
    }
}
