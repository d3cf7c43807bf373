//! Which language a resident is answered in.

use crate::domain::lang::Lang;
use crate::engine::turn::Turn;
use crate::intent::Reading;

use super::{menu, question, whose};

/// Fewer letters than these (`ok`, `wifi`) say nothing about the language somebody wants.
const LETTERS: usize = 5;

/// Goes with the language of what was written, unless it is too short to tell, or a case's code. A code in front of the
/// words is none of them.
pub(super) fn follow(turn: &mut Turn<'_>, text: &str, reading: &Reading) {
    let latin = whose::without_code(text).chars().filter(char::is_ascii_alphabetic).count();
    let named = reading.place.is_some();
    if reading.english && latin >= LETTERS {
        turn.session.lang = Lang::En;
    } else if !reading.english && text.chars().filter(|&sign| is_han(sign)).count() >= LETTERS && !named {
        turn.session.lang = Lang::Zh;
    }
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
