//! A button was pressed, or the same was typed.

use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::facts::Need;
use crate::engine::mediating::Mediating;
use crate::engine::session::Flow;
use crate::engine::task::Task;
use crate::engine::turn::Turn;

use super::{
    appointment, around, conclude, decide, details, enlist, entering, figures, lists, mediate, menu, papers,
    roster, unsent,
};

/// Does what the button says; one that says nothing any more is explained.
pub(super) fn pressed(turn: &mut Turn<'_>, member: &Staff, data: &str) -> Result<(), Need> {
    match Action::parse(data) {
        Some(action) => act(turn, member, &action),
        None => {
            stale(turn, member);
            Ok(())
        }
    }
}

/// Whatever is done ends writing to one resident.
pub(super) fn act(turn: &mut Turn<'_>, member: &Staff, action: &Action) -> Result<(), Need> {
    let before = std::mem::take(&mut turn.session.flow);
    match action {
        Action::Claim(code) => decide::claim(turn, member, code)?,
        Action::Give(code) => decide::give(turn, member, code)?,
        Action::GiveTo(code, staff) => decide::give_to(turn, member, code, staff)?,
        Action::GiveBack(code) => decide::give_back(turn, member, code)?,
        Action::Answer(code) => decide::answer(turn, member, code)?,
        Action::SendTo(code, mark) => decide::send_kept(turn, member, code, *mark)?,
        Action::SendToParty(code, mark) => mediate::send_kept(turn, member, code, *mark)?,
        Action::Unsent(mark) => unsent::ask(turn, member, *mark)?,
        Action::Close(code) => conclude::close(turn, member, code)?,
        Action::Outcome(code, outcome) => conclude::close_as(turn, member, code, *outcome)?,
        Action::Refer(code) => conclude::refer(turn, member, code)?,
        Action::Received(code) => conclude::received(turn, member, code)?,
        Action::File(code) => conclude::file(turn, member, code)?,
        Action::Details(code) => details::details(turn, member, code)?,
        Action::Papers(code) => papers::which(turn, member, code)?,
        Action::Paper(code, form) => papers::paper(turn, member, code, *form)?,
        Action::Mine => lists::mine(turn, member)?,
        Action::Waiting => lists::waiting(turn, member)?,
        Action::Stats => figures::ask(turn),
        Action::Figures(first, last) => figures::show(turn, member, *first, *last)?,
        Action::StillOpen(first, last) => lists::still_open(turn, member, (*first, *last))?,
        Action::Leave => enlist::leave(turn, member)?,
        Action::Side(verb, code) => mediate::act(turn, member, *verb, code, &before)?,
        Action::Skip => match before {
            Flow::Mediating(question) => mediate::skipped(turn, member, question)?,
            _ => stale(turn, member),
        },
        Action::Deed(deed) => around::did(turn, member, deed, before)?,
        Action::Duty(duty) => roster::pressed(turn, member, duty, &before)?,
        Action::Appointment(action) if appointment::pressed(turn, member, action)? => {}
        Action::Back => match before {
            Flow::Task(Task::Entering(entry)) => entering::back(turn, member, entry)?,
            Flow::Mediating(Mediating::Agreed(agreeing)) => mediate::back(turn, member, agreeing)?,
            _ => menu::menu(turn, member),
        },
        Action::Menu => menu::menu(turn, member),
        Action::Help | Action::StaffHelp => menu::help(turn),
        Action::Cancel => cancelled(turn),
        _ => stale(turn, member),
    }
    Ok(())
}

/// Never mind: words for which it is asked where they go are not kept. What has gone out already is asked about.
fn cancelled(turn: &mut Turn<'_>) {
    unsent::forget_shown(turn);
    if !appointment::ask_to_take_back(turn) {
        turn.reply(turn.staff_texts().cancelled());
    }
}

pub(super) fn stale(turn: &mut Turn<'_>, member: &Staff) {
    turn.reply(turn.staff_texts().stale_button());
    menu::menu(turn, member);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::domain::message::Body;
    use crate::engine::testing::Street;

    #[test]
    fn a_button_that_says_nothing_any_more_is_explained() {
        let mut street = Street::staffed();
        for data in ["", "claim:XXXX", "gone:1", &Action::Lang(Lang::En).encode()] {
            street.comes("李律师", Body::Press(data.into()), None);
            let heard = street.heard("李律师");
            assert!(heard.contains("现在用不上了") && heard.contains("要看什么"), "{data}: {heard}");
        }
    }
}
