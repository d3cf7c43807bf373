//! What staff can do, as a menu, as a text and as words to type.

use crate::domain::lang::Lang;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::casework::tell::{role_name, room_name};
use crate::engine::deed::Deed;
use crate::engine::duty::Duty;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::capacity;

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

/// What a typed command does: the words on the buttons, or a channel's slash command.
pub(super) enum Command {
    /// What a button does too.
    Do(Action),
    /// This conversation is to be theirs no more; asked once more first.
    Leave,
}

/// The command that words are, if they are nothing else.
pub(super) fn command(turn: &Turn<'_>, words: &str) -> Option<Command> {
    let (texts, desk) = (turn.staff_texts(), &turn.world.rules.texts.desk);
    let duty = |duty| Command::Do(Action::Duty(duty));
    let words = words.trim().trim_end_matches(['。', '！', '!', '.']).to_lowercase();
    let known = [
        (texts.button_mine(), "/mine", Command::Do(Action::Mine)),
        (texts.button_waiting(), "/waiting", Command::Do(Action::Waiting)),
        (turn.around().button_enter(), "/enter", Command::Do(Action::Deed(Deed::Enter))),
        (turn.around().button_joints(), "/joint", Command::Do(Action::Deed(Deed::Joints))),
        (desk.button_list(), "/appointments", Command::Do(Action::Appointment(Appointment::Mine))),
        (desk.button_week(), "/duty", duty(Duty::Week)),
        (desk.button_leave(), "/leave", duty(Duty::Leave)),
        (desk.button_swap(), "/swap", duty(Duty::Swap)),
        (desk.button_capacity(), "/capacity", duty(Duty::Capacity)),
        (desk.button_back(), "/back", duty(Duty::Back)),
        (texts.button_stats(), "/stats", Command::Do(Action::Stats)),
        (texts.button_help(), "/help", Command::Do(Action::StaffHelp)),
        (texts.button_menu(), "/menu", Command::Do(Action::Menu)),
        (texts.button_cancel(), "/cancel", Command::Do(Action::Cancel)),
        (texts.button_leave(), "/stop", Command::Leave),
    ];
    let known = known.into_iter().find(|(word, slash, _)| words == *word || words == *slash);
    let at_most = || capacity::named(&words).map(|most| duty(Duty::AtMost(most)));
    known.map(|(.., command)| command).or_else(at_most)
}
