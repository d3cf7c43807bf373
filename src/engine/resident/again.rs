//! Somebody wants back what they have just taken back: it is registered anew with the same words.

use std::time::Duration;

use crate::domain::case::{Case, Outcome};
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Matter};
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{follow, question, telling, thread};

/// For so long after a case was withdrawn a change of mind is about that.
const LATELY: Duration = Duration::from_secs(24 * 3600);

/// Offers to register again what was withdrawn lately, if that is what words say. `false` if not.
pub(super) fn wanted(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    let told = telling::is_told(turn) || (reading.score >= SURE && telling::is_named(reading));
    if told || question::is_open(turn) || !turn.session.has_cases || !says_so(turn, text) {
        return Ok(false);
    }
    if thread::current(turn)?.is_some() {
        return Ok(false);
    }
    let Some(case) = withdrawn(turn)? else { return Ok(false) };
    offer(turn, &case, reading);
    Ok(true)
}

fn says_so(turn: &Turn<'_>, text: &str) -> bool {
    follow::has_one(text, &turn.texts().again_words())
}

/// The case that was withdrawn last, if that was lately and nothing was registered since.
fn withdrawn(turn: &Turn<'_>) -> Result<Option<Case>, Need> {
    let cases = turn.world.facts.cases_of(&turn.here())?;
    let last = cases.iter().max_by_key(|case| case.closed_at.max(Some(case.opened_at)));
    let lately = |case: &&Case| {
        let since = case.closed_at.map(|at| turn.now.since(at));
        case.outcome == Some(Outcome::Withdrawn) && since.is_some_and(|since| since < LATELY)
    };
    Ok(last.filter(lately).cloned())
}

fn offer(turn: &mut Turn<'_>, case: &Case, reading: &Reading) {
    let matter = Matter {
        text: case.summary.clone(),
        service: Service::Consultation,
        topic: case.topic.clone(),
        intent: None,
    };
    turn.session.matter = None;
    telling::keep(turn, matter, reading);
    turn.session.misses = 0;
    let action = match case.service {
        Service::LegalAid | Service::Mediation => Action::Service(case.service),
        Service::Consultation => Action::Ask,
        _ => Action::Human,
    };
    let texts = turn.texts();
    let choices =
        vec![Choice::new(texts.again_yes(), &action), Choice::new(texts.ask_other(), &Action::NewQuestion)];
    turn.offer(texts.again(&case.code), choices, 2);
}

#[cfg(test)]
mod tests {
    use crate::engine::testing::story::{says, street, taps, with_case};

    #[test]
    fn what_was_withdrawn_by_mistake_is_registered_again_with_the_same_words() {
        for words in ["我又想要了", "还是要办", "点错了"] {
            let mut anna = with_case();
            let code = anna.case().code;
            says(&mut anna, "取消");
            taps(&mut anna, "确定撤回");
            let read = says(&mut anna, words);
            assert!(read.contains(&format!("{code} 刚才撤回了")), "{words}: {read}");
            taps(&mut anna, "重新登记");
            let again = anna.cases.values().find(|case| case.code != code).unwrap();
            assert_eq!((again.summary.as_str(), anna.cases.len()), ("协议离婚怎么办", 2));
            assert!(again.is_open());
        }
    }

    #[test]
    fn with_nothing_withdrawn_lately_there_is_nothing_to_register_again() {
        let mut anna = street();
        assert!(!says(&mut anna, "我又想要了").contains("重新登记"));
        let mut anna = with_case();
        says(&mut anna, "取消");
        taps(&mut anna, "确定撤回");
        anna.pass_minutes(25 * 60);
        assert!(!says(&mut anna, "我又想要了").contains("重新登记"));
    }
}
