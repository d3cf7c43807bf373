//! What a resident does around a case besides talking in it: says how it went.

use crate::domain::case::{Case, CaseState};
use crate::domain::code::CaseCode;
use crate::domain::follow_up::{FollowUp, FollowUpAnswer};
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::casework::{continuation, follow_up};
use crate::engine::deed::{Consent, Deed};
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{behalf, cases, greeting, menu, party, question, thread, wording};

/// So many codes of others' cases may be named within the time they are remembered.
const MOST_CODES: usize = 5;
const REMEMBERED: std::time::Duration = std::time::Duration::from_secs(3600);

/// How long after rating a case plain words are added to that.
const REMARK_WITHIN: std::time::Duration = std::time::Duration::from_secs(3600);

/// Does what the button says.
pub(super) fn did(turn: &mut Turn<'_>, deed: &Deed) -> Result<(), Need> {
    match deed {
        Deed::FollowUp(code, answer) => said(turn, code, *answer),
        Deed::Consent(code, consent) => agreed(turn, code, *consent),
        Deed::Behalf => {
            behalf::ask(turn);
            Ok(())
        }
        Deed::BehalfOf(number) => {
            behalf::chosen(turn, *number);
            Ok(())
        }
        _ => {
            menu::offered(turn, turn.texts().staff_only());
            Ok(())
        }
    }
}

/// A code was typed: one's own case, or the mediation it stands for with its other party, is shown; for any other, whether there is one or not, its person is asked whether
/// it may go on here.
pub(super) fn named(turn: &mut Turn<'_>, code: &CaseCode) -> Result<(), Need> {
    if cases::mine(turn, code)?.is_some() {
        return cases::detail(turn, code);
    }
    if let Some((case, party)) = party::mine(turn, code)? {
        return party::shown(turn, &case, &party);
    }
    greeting::in_passing(turn);
    let now = turn.now;
    turn.session.codes_named.retain(|at| now.since(*at) < REMEMBERED);
    if turn.session.codes_named.len() >= MOST_CODES {
        let text = turn.after().code_too_often(menu::number(turn, "legal"));
        menu::offered(turn, text);
        return Ok(());
    }
    turn.session.codes_named.push(now);
    if let Some(case) = turn.world.facts.code(code)?.as_ref() {
        continuation::ask(turn, case)?;
    }
    // Said also when nothing comes of it; and if something does, what is said here then is looked for in its case.
    turn.session.has_cases = true;
    let text = turn.after().code_named(code);
    menu::offered(turn, text);
    Ok(())
}

/// Who has just said that a case was not done well was asked what: the words that follow say that, whatever they are
/// about, unless they are meant for the bot or answer another message. `true` if they were passed on.
pub(super) fn complained(
    turn: &mut Turn<'_>,
    text: &str,
    reading: &Reading,
    reply_to: Option<&str>,
) -> Result<bool, Need> {
    let Some((case, rating)) = rated_lately(turn, text)? else { return Ok(false) };
    let answers_another =
        reply_to.is_some() && thread::of_message(turn, reply_to)?.is_none_or(|about| about.id != case.id);
    let to_bot = thread::steers(reading) && reading.service != Service::Feedback;
    if !is_unhappy(&rating) || !rating.words.is_empty() || to_bot || answers_another {
        return Ok(false);
    }
    if menu::names(turn, text) || question::is_open(turn) {
        return Ok(false);
    }
    passed(turn, &case, &rating, text)
}

/// Words after a rating that mean nothing else are added to it; `true` if they were.
pub(super) fn remarked(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    let lately = rated_lately(turn, text)?;
    turn.session.rated = None;
    let other = reading.score >= SURE && reading.service != Service::Feedback;
    match lately.filter(|_| !other) {
        Some((case, rating)) => passed(turn, &case, &rating, text),
        None => Ok(false),
    }
}

/// The case these words may be about the rating of, and that rating.
fn rated_lately(turn: &Turn<'_>, text: &str) -> Result<Option<(Case, FollowUp)>, Need> {
    let Some((id, at)) = &turn.session.rated else { return Ok(None) };
    if turn.now.since(*at) > REMARK_WITHIN || !text.chars().any(char::is_alphanumeric) {
        return Ok(None);
    }
    let Some(case) = turn.world.facts.case(id)?.clone().filter(|case| !case.is_open()) else {
        return Ok(None);
    };
    let rating = follow_up::rating(turn, &case)?.cloned();
    Ok(rating.map(|rating| (case, rating)))
}

/// The words go to whoever has the case, and the resident learns that and what comes next.
fn passed(turn: &mut Turn<'_>, case: &Case, rating: &FollowUp, text: &str) -> Result<bool, Need> {
    let is_read = follow_up::remarked(turn, case, rating, text.trim())?;
    turn.about = Some(case.id.clone());
    let texts = turn.after();
    let mut said = if is_read { texts.rating_passed(&case.code) } else { texts.rating_words() };
    if rating.answer == Some(FollowUpAnswer::Satisfied) {
        turn.session.rated = None;
        menu::offered(turn, said);
        return Ok(true);
    }
    said = format!("{said}\n{}", texts.rating_next());
    if let Some(then) = follow_up::next_question(turn, case)? {
        let texts = turn.world.rules.texts.case(turn.session.lang);
        said = format!("{said}\n{}", texts.next_call_back(wording::moment(turn, then)));
    }
    // Who complains may need more than one message for it.
    turn.session.rated = is_unhappy(rating).then(|| (case.id.clone(), turn.now));
    let choices = after_rating(turn, case);
    menu::aside(turn, said, choices);
    Ok(true)
}

fn is_unhappy(rating: &FollowUp) -> bool {
    rating.answer == Some(FollowUpAnswer::Dissatisfied)
}

/// It is not solved, or something else.
fn after_rating(turn: &Turn<'_>, case: &Case) -> Vec<Choice> {
    let again = Action::Deed(Deed::FollowUp(case.code.clone(), FollowUpAnswer::Unsolved));
    vec![
        Choice::new(turn.after().call_back_unsolved(), &again),
        Choice::new(turn.texts().ask_other(), &Action::NewQuestion),
    ]
}

/// Whether the case may go on where its code was named.
fn agreed(turn: &mut Turn<'_>, code: &CaseCode, consent: Consent) -> Result<(), Need> {
    let Some(case) = cases::mine(turn, code)? else {
        cases::unknown(turn);
        return Ok(());
    };
    turn.about = Some(case.id.clone());
    let request = continuation::pending(turn, &case)?.cloned();
    let text = match (request, consent) {
        (None, _) => turn.after().nothing_to_agree(),
        (Some(request), Consent::No) => {
            continuation::refused(turn, &case, &request, None);
            turn.after().refused(code)
        }
        (Some(request), yes) => {
            let number = continuation::agreed(turn, &case, &request, yes == Consent::All)?;
            turn.session.thread = None;
            turn.after().consented(code, number)
        }
    };
    menu::offered(turn, text);
    Ok(())
}

fn said(turn: &mut Turn<'_>, code: &CaseCode, answer: FollowUpAnswer) -> Result<(), Need> {
    let Some(case) = cases::mine(turn, code)? else {
        cases::unknown(turn);
        return Ok(());
    };
    if case.is_open() || (answer == FollowUpAnswer::Unreached) {
        return cases::detail(turn, code);
    }
    turn.about = Some(case.id.clone());
    match follow_up::answered(turn, &case, answer, None)? {
        Some(open) => reopened(turn, &open, answer),
        None if answer.rates() => rated(turn, &case, answer),
        None => {
            let care = case.service == Service::Emergency;
            let text = if care { turn.after().solved_care() } else { turn.after().solved() };
            menu::offered(turn, text);
        }
    }
    Ok(())
}

fn rated(turn: &mut Turn<'_>, case: &Case, answer: FollowUpAnswer) {
    turn.session.rated = Some((case.id.clone(), turn.now));
    let texts = turn.after();
    let (text, label) = match answer {
        FollowUpAnswer::Satisfied => (None, texts.rating_good()),
        FollowUpAnswer::Fair => (None, texts.rating_fair()),
        _ => (Some(texts.rating_sorry()), String::new()),
    };
    let text = text.unwrap_or_else(|| texts.rating_thanks(label));
    let choices = after_rating(turn, case);
    menu::aside(turn, text, choices);
}

/// It is open again: who goes on with it and by when, and what may be added now.
fn reopened(turn: &mut Turn<'_>, case: &Case, answer: FollowUpAnswer) {
    turn.session.thread = Some(case.id.clone());
    turn.session.has_cases = true;
    turn.session.rated = None;
    let (texts, deadline) = (turn.after(), wording::moment(turn, case.deadline));
    let head = match case.state {
        CaseState::Offered => texts.reopened_offered(&case.code, deadline),
        _ => texts.reopened(&case.code, wording::who(turn, case), deadline),
    };
    let tail = match answer {
        FollowUpAnswer::News => texts.reopened_news(),
        _ => texts.reopened_unsolved(),
    };
    thread::mentioned(turn, format!("{head}\n{tail}"));
}

#[cfg(test)]
mod tests {
    use crate::engine::action::Action;
    use crate::engine::testing::story::{says, street, taps};
    use crate::engine::testing::{ANNA, Street};

    /// Anna's case was closed ten minutes ago, and she is not content.
    fn bad() -> Street {
        let mut anna = street();
        says(&mut anna, "协议离婚怎么办");
        taps(&mut anna, "请工作室律师看看");
        says(&mut anna, "民主村");
        let code = anna.case().code;
        anna.press("周律师", &Action::Claim(code.clone()));
        anna.press("周律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(code)));
        anna.pass_minutes(10);
        anna.heard(ANNA);
        anna.heard("周律师");
        assert!(says(&mut anna, "不满意").contains("哪里没办好，请直接写"));
        anna
    }

    #[test]
    fn what_was_not_done_well_goes_to_the_case_whatever_it_is_about() {
        for words in ["钱还没到账", "老板拖欠工资怎么办", "律师没说清楚"] {
            let mut anna = bad();
            let read = says(&mut anna, words);
            assert!(read.contains("您的话已转给") && read.contains("[1 没解决][2 问别的]"), "{read}");
            assert!(anna.heard("周律师").contains(words), "{words}");
            assert_eq!((anna.follow_ups[0].words.as_str(), anna.cases.len()), (words, 1));
        }
    }

    #[test]
    fn danger_a_command_and_a_new_question_are_no_part_of_a_bad_mark() {
        for (words, answer) in [
            ("我老公在打我", "请马上拨打"),
            ("菜单", "[1 问法律问题]"),
            ("我的事项", "已办结"),
            ("申请调解", "（1/4）"),
            ("问别的", "请直接说是什么事"),
        ] {
            let mut anna = bad();
            let read = says(&mut anna, words);
            assert!(read.contains(answer), "{words}: {read}");
            assert_eq!(anna.follow_ups[0].words, "", "{words}");
        }
        let mut anna = bad();
        says(&mut anna, "问别的");
        assert!(says(&mut anna, "老板拖欠工资怎么办").contains("先留好工资条"));
        assert_eq!(anna.follow_ups[0].words, "");
    }
}
