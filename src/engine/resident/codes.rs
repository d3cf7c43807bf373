//! Codes of cases in what people write: mistyped, in the middle of a sentence, or not at hand on a new telephone.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::service::Service;
use crate::engine::facts::Need;
use crate::engine::session::Kept;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;
use crate::intent::{Reading, SURE};

use super::whose::{self, Thread};
use super::{around, cases, greeting, menu, party, question, thread};

/// So many signs beside a code say no more than that it is one (「我的编号是」).
const BESIDE: usize = 7;
/// More signs than these tell more than that somebody has another telephone.
const SHORT: usize = 20;

/// What a code in the words, or one that they lack, leads to; `false` if there is none.
pub(super) fn told(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    let in_case =
        question::is_open(turn) || thread::current(turn)?.is_some() || party::current(turn)?.is_some();
    if CaseCode::is_mistyped(text) && (text.contains('-') || !in_case) {
        greeting::in_passing(turn);
        menu::offered(turn, turn.after().code_mistyped());
        question::again(turn)?;
        return Ok(true);
    }
    if question::is_open(turn) {
        return Ok(false);
    }
    match within(text) {
        Some(code) => inside(turn, &code, text, reading),
        None => moved(turn, text, reading),
    }
}

/// The first code in a sentence. A word of eight letters is none.
fn within(text: &str) -> Option<CaseCode> {
    let runs = text.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-');
    let plain = |run: &&str| run.contains('-') || run.chars().any(|sign| sign.is_ascii_digit());
    runs.filter(plain).find_map(CaseCode::parse)
}

/// A code in a sentence: one's own matter is shown, left, or told what the sentence says; for any other it is as if the code were typed alone.
fn inside(turn: &mut Turn<'_>, code: &CaseCode, text: &str, reading: &Reading) -> Result<bool, Need> {
    let wish = (reading.score >= SURE).then_some(reading.service);
    if let Some(case) = cases::mine(turn, code)? {
        return own(turn, case, text, wish);
    }
    if let Some((case, party)) = party::mine(turn, code)? {
        match wish {
            Some(Service::Progress) => party::shown(turn, &case, &party)?,
            Some(Service::Cancel) => party::act(turn, Verb::Refuse, code)?,
            _ if whose::behind_code(text).is_some() => return Ok(false),
            _ if says_no_more(text) => party::shown(turn, &case, &party)?,
            _ => whose::pass(turn, &Thread::Side(case, party), &[Kept::words(text)])?,
        }
        return Ok(true);
    }
    let about_it = matches!(
        wish,
        None | Some(Service::Progress | Service::Human | Service::Smalltalk | Service::OutOfScope)
    );
    if about_it {
        around::named(turn, code)?;
    }
    Ok(about_it)
}

fn own(turn: &mut Turn<'_>, case: Case, text: &str, wish: Option<Service>) -> Result<bool, Need> {
    match wish {
        Some(Service::Progress) => cases::detail(turn, &case.code)?,
        _ if whose::behind_code(text).is_some() => return Ok(false),
        Some(Service::Cancel) => cases::withdraw(turn, &case.code)?,
        _ if says_no_more(text) => cases::detail(turn, &case.code)?,
        _ if case.is_open() => whose::pass(turn, &Thread::Case(case), &[Kept::words(text)])?,
        _ => whose::ended(turn, &case, Kept::words(text))?,
    }
    Ok(true)
}

/// Whether there is hardly anything beside the code.
fn says_no_more(text: &str) -> bool {
    text.chars().filter(|sign| sign.is_alphanumeric() && !sign.is_ascii()).count() <= BESIDE
}

/// "I have another telephone": the code brings the case here.
fn moved(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    let words = turn.after().moved_words();
    let says_so = words.split(',').any(|word| text.to_lowercase().contains(word));
    let of_law = reading.score >= SURE && reading.topic.is_some();
    if !says_so || of_law || text.chars().count() > SHORT || !whose::all(turn)?.is_empty() {
        return Ok(false);
    }
    greeting::in_passing(turn);
    let text = turn.after().moved(menu::number(turn, "legal"));
    menu::offered(turn, text);
    Ok(true)
}

#[cfg(test)]
mod tests {
    use crate::domain::code::CaseCode;
    use crate::domain::lang::Lang;
    use crate::engine::testing::ANNA;
    use crate::engine::testing::story::{says, street, taps, with_case};

    #[test]
    fn a_mistyped_code_is_told_to_be_one_and_changes_no_language() {
        let right = CaseCode::from_number(123_456_789).to_string();
        let last = if right.ends_with('2') { '3' } else { '2' };
        let wrong = format!("{}{last}", right.chars().take(8).collect::<String>());
        for typed in [wrong.clone(), wrong.to_lowercase(), wrong.replace('-', "")] {
            let mut anna = street();
            let read = says(&mut anna, &typed);
            assert!(read.contains("编号不对") && read.contains("[1 问法律问题]"), "{typed}: {read}");
            assert_eq!(anna.session(ANNA).lang, Lang::Zh, "{typed}");
        }
        let mut anna = street();
        says(&mut anna, "How do I get a divorce?");
        assert!(says(&mut anna, &wrong).contains("not quite right"));
    }

    #[test]
    fn a_code_in_a_sentence_shows_ones_own_case() {
        let mut anna = with_case();
        let code = anna.case().code;
        taps(&mut anna, "问别的");
        for words in ["我的编号X现在办得怎么样", "我的编号是X", "X办得怎么样了"] {
            let read = says(&mut anna, &words.replace('X', &code.to_string()));
            assert!(read.contains("现在：等工作人员接手"), "{words}: {read}");
        }
        let read = says(&mut anna, &format!("就是编号{code}那件事，娃儿三岁了"));
        assert!(read.starts_with("✓ 已转给"), "{read}");
    }

    #[test]
    fn on_another_device_a_code_in_a_sentence_asks_its_person() {
        let mut anna = with_case();
        let code = anna.case().code;
        for words in [format!("我的编号{code}现在办得怎么样"), format!("我换手机了，编号是 {code}")]
        {
            anna.write("别处", &words);
            let read = anna.heard("别处");
            assert!(read.contains("问本人") && !read.contains("离婚"), "{read}");
        }
        anna.write("别处", &format!("老板拖欠工资怎么办，编号{code}"));
        assert!(anna.heard("别处").contains("先留好工资条"), "a question of law is answered");
    }

    #[test]
    fn who_has_another_telephone_is_asked_for_the_code() {
        for words in ["我换手机了", "换了手机怎么办"] {
            let mut anna = street();
            assert!(says(&mut anna, words).contains("把事项编号发过来"), "{words}");
        }
        let mut anna = with_case();
        assert!(says(&mut anna, "我换手机了").starts_with("✓ 已转给"), "their case is here");
    }
}
