//! What holds for everything staff can press or write, in every state a case can be in.

mod buttons;
mod digits;
mod questions;
mod walks;

use crate::domain::code::CaseCode;
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::testing::{Street, draft};

/// Words of the resident that only whoever may see the case reads.
const SECRET: &str = "老板不给工资";

/// How a case stands.
const STATES: [&str; 7] = ["offered", "claimed", "answered", "referred", "closed", "filed", "mediated"];

/// A street with one case in this state, whose owner, once there is one, is 李律师 or, of a mediation, 王调解.
fn in_state(state: &str) -> (Street, CaseCode) {
    let service = match state {
        "referred" => Service::LegalAid,
        "mediated" => Service::Mediation,
        _ => Service::Consultation,
    };
    let mut street = Street::staffed();
    let code = street.open(draft(service)).code;
    let owner = if service == Service::Mediation { "王调解" } else { "李律师" };
    if state != "offered" {
        street.press(owner, &Action::Claim(code.clone()));
    }
    match state {
        "answered" => {
            street.press(owner, &Action::Answer(code.clone()));
            street.write(owner, "先去仲裁");
        }
        "referred" => street.press(owner, &Action::Refer(code.clone())),
        "closed" => street.press(owner, &Action::Deed(crate::engine::deed::Deed::Unanswered(code.clone()))),
        "filed" => {
            street.press(owner, &Action::Deed(crate::engine::deed::Deed::Unanswered(code.clone())));
            street.press(owner, &Action::File(code.clone()));
        }
        _ => {}
    }
    for who in ["李律师", "王调解", "周律师", "陈主任", "外人", crate::engine::testing::ANNA] {
        street.heard(who);
    }
    (street, code)
}
