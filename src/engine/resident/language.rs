//! Which language a resident is answered in.

use crate::domain::code::CaseCode;
use crate::domain::lang::Lang;
use crate::domain::service::Service;
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{menu, question, whose};

/// Fewer letters than these (`ok`, `wifi`) say nothing about the language somebody wants.
const LETTERS: usize = 5;

/// So many Chinese signs with no Latin letter beside them are written by nobody who writes English.
const SIGNS: usize = 2;

/// More signs than these are no name of a place alone, which is written in Chinese whatever language somebody speaks.
const NAME_SIGNS: usize = 8;

/// Goes with the language of what was written, unless it is too short to tell. A code and a link are of none, and nobody who
/// has written Chinese leaves it with a greeting.
pub(super) fn follow(turn: &mut Turn<'_>, text: &str, reading: &Reading) {
    let latin = letters(text);
    let han = text.chars().filter(|&sign| is_han(sign)).count();
    let plain = han >= LETTERS || (han >= SIGNS && latin == 0);
    let greets = reading.service == Service::Smalltalk && reading.score >= SURE;
    if reading.english && latin >= LETTERS {
        if !(greets && turn.session.writes_chinese) {
            turn.session.lang = Lang::En;
        }
    } else if !reading.english && plain && (reading.place.is_none() || han > NAME_SIGNS) {
        turn.session.lang = Lang::Zh;
        turn.session.writes_chinese = true;
    }
}

/// The language somebody is supposed to read, as long as nothing has been said to them yet.
pub(super) fn supposed(turn: &mut Turn<'_>, lang: Lang) {
    if !turn.session.greeted && !turn.session.writes_chinese {
        turn.session.lang = lang;
    }
}

/// How many Latin letters there are, outside codes and links.
fn letters(text: &str) -> usize {
    if CaseCode::is_mistyped(text) {
        return 0;
    }
    let is_link = |word: &&str| word.contains("://") || word.starts_with("www.");
    let words = whose::without_code(text).split_whitespace().filter(|word| !is_link(word));
    words.flat_map(str::chars).filter(char::is_ascii_alphabetic).count()
}

/// A language was chosen.
pub(super) fn chosen(turn: &mut Turn<'_>, lang: Lang) {
    turn.session.lang = lang;
    if !question::is_open(turn) {
        menu::offered(turn, turn.texts().language_changed());
    }
}

fn is_han(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use crate::domain::code::CaseCode;
    use crate::engine::testing::story::{says, street, taps};

    #[test]
    fn english_is_answered_in_english_and_chinese_switches_back() {
        let mut anna = street();
        let read = says(&mut anna, "How do I get a divorce?");
        assert!(read.contains("Go together") && read.contains("[4 Something else]"), "{read}");
        assert!(says(&mut anna, "民主村").contains("Noted: 民主村"));
        assert!(says(&mut anna, "中文").contains("以后用中文"));
        assert!(taps(&mut anna, "English").contains("English from now on"));
        let read = says(&mut anna, "老板拖欠工资怎么办");
        assert!(read.contains("先留好工资条"), "{read}");
    }

    #[test]
    fn a_short_latin_word_or_a_code_says_nothing_about_the_language() {
        let mut anna = street();
        says(&mut anna, "你好");
        assert!(says(&mut anna, &CaseCode::from_number(7).to_string()).contains("问本人"));
        assert!(says(&mut anna, "ok").contains("没太听明白"));
    }

    #[test]
    fn a_greeting_or_a_link_takes_nobody_out_of_chinese_and_two_signs_lead_back() {
        let mut anna = street();
        says(&mut anna, "协议离婚怎么办");
        assert!(says(&mut anna, "hello").contains("您好，我在"));
        let read = says(&mut anna, "https://example.org/divorce/agreement");
        assert!(read.chars().any(super::is_han), "{read}");
        assert!(says(&mut anna, "How do I get a divorce?").contains("Go together"), "a question does");
        assert!(says(&mut anna, "谢谢").chars().any(super::is_han));

        let mut ben = street();
        assert!(says(&mut ben, "hello").contains("[1 Ask"), "who has written nothing else is English");
        assert!(says(&mut ben, "你好").contains("您好，我在"));
    }

    #[test]
    fn a_code_in_front_of_chinese_words_is_no_english() {
        for number in 0..20 {
            let mut anna = street();
            let read = says(&mut anna, &format!("{} 三岁", CaseCode::from_number(number * 987_654_321)));
            assert!(read.chars().any(super::is_han), "{read}");
        }
    }

    #[test]
    fn the_language_changes_in_the_middle_of_a_form_and_nothing_is_lost() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        says(&mut anna, "楼上漏水");
        let read = says(&mut anna, "English");
        assert!(read.contains("(2/4)") && read.contains("[1 A neighbour]"), "{read}");
        assert!(says(&mut anna, "1").contains("(3/4)"));
    }
}
