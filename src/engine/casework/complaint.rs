//! A complaint about whoever has a case goes to the street's leading group, too: nobody judges it alone whom it is about.

use crate::domain::case::Case;
use crate::domain::message::Outbound;
use crate::engine::action::Action;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::tell::{self, button};
use super::{due, relay};

/// Tells the street what the resident says; whether anybody is there. Whoever has the case reads it as any other words.
pub(in crate::engine) fn to_street(turn: &mut Turn<'_>, case: &Case, words: &str) -> Result<bool, Need> {
    let owner = relay::owner(turn, case)?.map(|owner| owner.id);
    let details = button(turn.staff_texts().button_details(), &Action::Details(case.code.clone()));
    let news = Outbound::text(turn.around().complained(&case.code, words)).row(vec![details]);
    let mut people = due::supervisors(turn, case)?;
    people.retain(|person| Some(&person.id) != owner.as_ref());
    for person in &people {
        tell::staff(turn, person, case, &news);
    }
    Ok(!people.is_empty())
}
