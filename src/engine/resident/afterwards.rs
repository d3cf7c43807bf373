//! What a resident says in the days after a case of theirs ended: words that go on with it ("还是没退", 「他没给钱」) go to whoever
//! ended it, and the resident reads that and the ways on, instead of an answer to something else.

use crate::domain::case::Case;
use crate::domain::follow_up::FollowUpAnswer;
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::casework::afterwards::{self, is_heard, was_agreed};
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Kept};
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::whose::{self, Thread};
use super::{act, menu, thread};

/// Who writes more than this tells a story of its own.
const SHORT: usize = 30;

/// Words that plainly go on with the case that ended last, without naming it. Who has other matters under way is asked. `true`
/// if they were taken.
pub(super) fn heard(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    if thread::steers(reading) || !turn.session.has_cases || !whose::near(turn)?.is_empty() {
        return Ok(false);
    }
    let cases = turn.world.facts.cases_of(&turn.here())?;
    let ended = cases.iter().filter(|case| is_heard(turn, case)).max_by_key(|case| case.closed_at);
    let Some(case) = ended.filter(|case| goes_on_with(turn, case, text, reading)) else { return Ok(false) };
    let open = whose::all(turn)?;
    if open.is_empty() {
        return passed(turn, case, text);
    }
    let among: Vec<Thread> = std::iter::once(Thread::Case(case.clone())).chain(open).collect();
    let question = turn.texts().which_case();
    whose::ask(turn, &among, question, Kept::words(text));
    Ok(true)
}

/// Words that are surely for this case: brought to its people, if it ended lately. `true` if they were.
pub(super) fn passed(turn: &mut Turn<'_>, case: &Case, text: &str) -> Result<bool, Need> {
    let says_something = text.chars().filter(|sign| sign.is_alphabetic()).count() > 1;
    if !is_heard(turn, case) || !says_something || !afterwards::said(turn, case, None, text.trim())? {
        return Ok(false);
    }
    let reading = turn.world.rules.catalogue.read(text);
    turn.session.matter = Some(act::matter(text, &reading));
    turn.session.thread = Some(case.id.clone());
    turn.about = Some(case.id.clone());
    let texts = turn.after();
    let mut said = texts.passed_after_end(&case.code);
    if was_agreed(case) {
        said = format!("{said}\n{}", turn.world.rules.texts.mediation(turn.session.lang).not_kept_ways());
    }
    let again = Action::Deed(Deed::FollowUp(case.code.clone(), FollowUpAnswer::Unsolved));
    let label =
        if case.service == Service::Emergency { texts.care_unsolved() } else { texts.call_back_unsolved() };
    let choices = vec![
        Choice::new(label, &again),
        Choice::new(turn.texts().ask_lawyer(), &Action::Ask),
        Choice::new(turn.texts().ask_other(), &Action::NewQuestion),
    ];
    menu::aside(turn, said, choices);
    Ok(true)
}

/// Whether words begin as somebody goes on who did not get what was to come of the case. After an agreement it does not matter
/// what the rules would answer; else what is surely of another field, or asks for the law, is something of its own.
fn goes_on_with(turn: &Turn<'_>, case: &Case, text: &str, reading: &Reading) -> bool {
    let is_other = reading.score >= SURE && reading.topic.is_some() && reading.topic != case.topic;
    if text.chars().count() > SHORT || (!was_agreed(case) && (is_other || reading.asks)) {
        return false;
    }
    let texts = turn.after();
    let (before, nouns, words) = (texts.after_end_before(), texts.after_end_sides(), texts.after_end_words());
    let named = nouns.split('|').filter(|noun| case.summary.contains(*noun));
    let fillers: Vec<&str> = before.split('|').chain(named).collect();
    let lower = text.to_lowercase();
    let bare = |rest: &'_ str| rest.trim_start_matches(|sign: char| !sign.is_alphanumeric()).len();
    let mut rest = lower.get(lower.len() - bare(&lower)..).unwrap_or_default();
    loop {
        if words.split('|').any(|word| rest.starts_with(word)) {
            return true;
        }
        let Some(shorter) = fillers.iter().find_map(|word| rest.strip_prefix(word)) else { return false };
        rest = shorter.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::case::CaseState;
    use crate::engine::action::Action;
    use crate::engine::casework::sides::tests::{BOB, LI, agreed, quiet};
    use crate::engine::deed::Deed;
    use crate::engine::testing::story::{says, taps, with_case};
    use crate::engine::testing::{ANNA, Street};

    const A_DAY: u64 = 24 * 60;

    /// Anna's case was answered and ended two days ago.
    fn ended() -> Street {
        let mut anna = with_case();
        let code = anna.case().code;
        anna.press("周律师", &Action::Claim(code.clone()));
        anna.press("周律师", &Action::Deed(Deed::Unanswered(code)));
        anna.pass_minutes(2 * A_DAY);
        says(&mut anna, "问别的");
        anna.heard("周律师");
        anna
    }

    #[test]
    fn what_goes_on_with_a_case_that_ended_lately_reaches_whoever_ended_it() {
        for words in ["还是没退", "但是他还没签字", "到现在都没给"] {
            let mut anna = ended();
            let read = says(&mut anna, words);
            assert!(read.contains("已转给") && read.contains("[1 没解决]"), "{words}: {read}");
            let heard = anna.heard("周律师");
            assert!(heard.contains(words) && heard.contains("办结后"), "{words}: {heard}");
            assert_eq!((anna.cases.len(), anna.case().state), (1, CaseState::Closed));
            taps(&mut anna, "没解决");
            assert!(anna.case().is_open());
        }
    }

    #[test]
    fn with_its_code_any_words_do_and_a_story_of_its_own_does_not() {
        let mut anna = ended();
        let code = anna.case().code;
        assert!(says(&mut anna, &format!("{code} 要带原件吗")).contains("已转给"));
        assert!(anna.heard("周律师").contains("要带原件吗"));
        let mut anna = ended();
        assert!(says(&mut anna, "老板拖欠工资怎么办").contains("先留好工资条"));
        assert_eq!(anna.heard("周律师"), "");
        let mut anna = ended();
        anna.pass_minutes(40 * A_DAY);
        anna.heard("周律师");
        says(&mut anna, "还是没退");
        assert_eq!(anna.heard("周律师"), "", "by then it is filed");
    }

    #[test]
    fn an_agreement_that_was_not_kept_is_the_mediators_and_either_side_reads_the_ways_on() {
        let mut street = agreed();
        street.session_mut(ANNA).has_cases = true;
        quiet(&mut street);
        street.write(ANNA, "他没给钱");
        let read = street.heard(ANNA);
        assert!(read.contains("已转给") && read.contains("起诉"), "{read}");
        let heard = street.heard(LI);
        assert!(heard.contains("申请人") && heard.contains("他没给钱"), "{heard}");
        street.write(BOB, "她没让我进门修");
        let read = street.heard(BOB);
        assert!(read.contains("转给调解员") && read.contains("起诉"), "{read}");
        let heard = street.heard(LI);
        assert!(heard.contains("对方") && heard.contains("她没让我进门修"), "{heard}");
        assert_eq!(street.heard(ANNA), "");
    }
}
