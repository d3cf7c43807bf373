//! Buttons, pressed or typed: what each does for a resident.

use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::deed::Deed;
use crate::engine::duty::Duty;
use crate::engine::facts::Need;
use crate::engine::session::Flow;
use crate::engine::turn::Turn;

use super::{
    appointment, around, cases, commands, data, forms, greeting, language, menu, open, party, question, room,
    thread, today, unclear, whose,
};

/// A button was pressed; what it carries may be old or not ours.
pub(super) fn came(turn: &mut Turn<'_>, data: &str) -> Result<(), Need> {
    greeting::in_passing(turn);
    match Action::parse(data) {
        Some(action) => acted(turn, &action),
        None => stale(turn),
    }
}

/// Does what a button or a command says.
pub(super) fn acted(turn: &mut Turn<'_>, action: &Action) -> Result<(), Need> {
    if matches!(turn.session.flow, Flow::Room { wanted: None, .. }) && leaves(action) {
        turn.session.flow = Flow::Idle;
    }
    if question::is_open(turn) { in_question(turn, action) } else { freely(turn, action) }
}

/// With a question open: its answers and the ways out work; a look at something else is followed by the question.
fn in_question(turn: &mut Turn<'_>, action: &Action) -> Result<(), Need> {
    match action {
        _ if leaves(action) => turn.reply(turn.texts().busy(question::name(turn))),
        Action::Thread(code) => whose::chosen(turn, code)?,
        _ => {
            let before = turn.session.flow.clone();
            freely(turn, action)?;
            if turn.session.flow != before || answers(action) {
                return Ok(());
            }
        }
    }
    question::again(turn)
}

/// Whether the action begins something else.
fn leaves(action: &Action) -> bool {
    matches!(
        action,
        Action::Menu | Action::Service(_) | Action::Ask | Action::NewQuestion | Action::NoneOfThese
    )
}

/// Whether the action itself leads to what is asked next.
fn answers(action: &Action) -> bool {
    matches!(
        action,
        Action::Option { .. }
            | Action::Intent(_)
            | Action::Room(_)
            | Action::Elsewhere
            | Action::Skip
            | Action::Back
            | Action::Resume
            | Action::Cancel
            | Action::Human
            | Action::Deed(Deed::Behalf)
    )
}

/// Something to begin or to look at, whatever else is going on.
fn freely(turn: &mut Turn<'_>, action: &Action) -> Result<(), Need> {
    match action {
        Action::Menu => menu::shown(turn),
        Action::Help => menu::help(turn),
        Action::Hotlines => menu::hotlines(turn),
        Action::Lang(lang) => language::chosen(turn, *lang),
        Action::Service(service) => return wanted(turn, *service),
        Action::Intent(intent) => return unclear::meant(turn, intent),
        Action::NoneOfThese => unclear::offer_person(turn),
        Action::Ask => return open::ask_lawyer(turn),
        Action::NewQuestion => return thread::fresh(turn),
        Action::Human if party::called(turn)? => {}
        Action::Human => return open::human(turn, None),
        Action::Duty(Duty::Today) => return today::asked(turn),
        _ => return answering(turn, action),
    }
    Ok(())
}

/// An answer to a question of ours, or a way out of it.
fn answering(turn: &mut Turn<'_>, action: &Action) -> Result<(), Need> {
    match action {
        Action::Room(code) => room::named(turn, code),
        Action::Elsewhere => {
            room::elsewhere(turn);
            Ok(())
        }
        Action::NotMine => {
            room::not_mine(turn);
            Ok(())
        }
        Action::Option { form, step, number } => forms::option(turn, *form, *step, *number),
        Action::Skip => forms::skipped(turn),
        Action::Resume => question::resumed(turn),
        Action::Back => commands::back(turn),
        Action::Cancel => commands::cancel(turn),
        _ => in_matter(turn, action),
    }
}

/// Something in a matter of theirs. Whatever is none of it is for staff; a test holds every button against that.
fn in_matter(turn: &mut Turn<'_>, action: &Action) -> Result<(), Need> {
    match action {
        Action::MyCases => cases::list(turn),
        Action::CaseDetail(code) => cases::detail(turn, code),
        Action::Thread(code) => whose::chosen(turn, code),
        Action::Withdraw(code) => cases::withdraw(turn, code),
        Action::ConfirmWithdraw(code) => cases::withdrawn(turn, code),
        Action::Appointment(action) => appointment::pressed(turn, action),
        Action::Side(verb, code) => party::act(turn, *verb, code),
        Action::Deed(deed) => around::did(turn, deed),
        _ => {
            staff_only(turn);
            Ok(())
        }
    }
}

/// A service chosen from the menu or below an answer.
fn wanted(turn: &mut Turn<'_>, service: Service) -> Result<(), Need> {
    match service {
        Service::LegalAid | Service::Mediation => {
            turn.session.pending = None;
            forms::start(turn, service)
        }
        Service::Human | Service::Collective => open::human(turn, None),
        Service::Privacy => data::asked(turn),
        _ => {
            turn.session.flow = Flow::Idle;
            turn.session.thread = None;
            turn.session.side = None;
            let text = turn.texts().prompt();
            menu::ways_out(turn, text);
            Ok(())
        }
    }
}

/// The button no longer means anything: say so, and what holds now.
pub(super) fn stale(turn: &mut Turn<'_>) -> Result<(), Need> {
    if question::is_open(turn) {
        turn.reply(turn.texts().stale());
        return question::again(turn);
    }
    menu::offered(turn, turn.texts().stale_menu());
    Ok(())
}

fn staff_only(turn: &mut Turn<'_>) {
    menu::offered(turn, turn.texts().staff_only());
}

#[cfg(test)]
mod tests {
    use crate::domain::message::Body;
    use crate::engine::action::Action;
    use crate::engine::testing::story::{does, says, street, taps};

    #[test]
    fn staffs_buttons_are_for_staff() {
        let mut anna = street();
        for action in [Action::Mine, Action::Waiting, Action::Stats, Action::StaffHelp, Action::Leave] {
            let read = does(&mut anna, Body::Press(action.encode()));
            assert!(read.contains("给工作人员用的") && read.contains("[1 问法律问题]"), "{read}");
        }
    }

    #[test]
    fn an_old_answer_repeats_the_question_that_is_open() {
        let mut anna = street();
        says(&mut anna, "申请法律援助");
        taps(&mut anna, "讨工资、劳动关系");
        let read = taps(&mut anna, "讨工资、劳动关系");
        assert!(read.starts_with("这个按钮已经过时了") && read.contains("（2/5）"), "{read}");
        says(&mut anna, "取消");
        assert!(taps(&mut anna, "讨工资、劳动关系").contains("[1 问法律问题]"));
        assert!(does(&mut anna, Body::Press(Action::Skip.encode())).contains("过时"));
        assert!(does(&mut anna, Body::Press(Action::Resume.encode())).contains("过时"));
    }

    #[test]
    fn putting_the_community_right_is_no_form_to_finish() {
        let mut anna = street();
        says(&mut anna, "你好");
        does(&mut anna, Body::Press(Action::NotMine.encode()));
        assert!(says(&mut anna, "菜单").contains("[1 问法律问题]"));
    }

    #[test]
    fn another_services_button_does_not_lose_a_form() {
        let mut anna = street();
        says(&mut anna, "申请法律援助");
        taps(&mut anna, "讨工资、劳动关系");
        let read = does(&mut anna, Body::Press("service:mediation".into()));
        assert!(read.starts_with("法律援助还没填完") && read.contains("（2/5）"), "{read}");
    }
}
