//! Which of the choices that were offered somebody's words pick, however they are typed.
//!
//! Must not know what a choice does.

use unicode_normalization::UnicodeNormalization;

use super::{Choice, Session};

impl Session {
    /// The choice that words pick by its label.
    pub fn labelled(&self, words: &str) -> Option<&Choice> {
        let words = folded(words);
        let mut numbered = (1..).zip(&self.choices);
        let found = numbered.find(|(number, choice): &(usize, _)| {
            let label = folded(&choice.label);
            !label.is_empty() && (label == words || format!("{number}{label}") == words)
        });
        found.map(|(_, choice)| choice)
    }

    /// Whether words are a number of one or two digits that none of the numbered choices has.
    pub fn is_beyond(&self, words: &str) -> bool {
        self.numbered > 0
            && number(words).is_some_and(|number| number < 100)
            && self.numbered(words).is_none()
    }

    /// The choice that words pick by its number: `2`, `２`, `二`, `第2个`, `2.`, `按2`. How many there are of something (`2个`)
    /// may be part of what is being told, and leads nowhere else.
    pub fn numbered(&self, words: &str) -> Option<&Choice> {
        let most = if counts(words) { self.answers } else { self.numbered };
        let number = number(words).filter(|&number| number <= most)?;
        self.choices.get(number.checked_sub(1)?)
    }
}

/// Whether two texts say the same, however they are typed.
pub(in crate::engine) fn same_words(one: &str, other: &str) -> bool {
    let one = folded(one);
    !one.is_empty() && one == folded(other)
}

/// Words without what people leave out or add when they type a label: width, case, spaces and punctuation.
fn folded(words: &str) -> String {
    words.nfkc().flat_map(char::to_lowercase).filter(|sign| sign.is_alphanumeric()).collect()
}

/// Whether words are a number and nothing else.
pub(in crate::engine) fn is_number(words: &str) -> bool {
    number(words).is_some()
}

/// Before a number: that it is a choice.
const CHOOSING: [char; 8] = ['第', '选', '按', '点', '我', '要', '回', '复'];
const CHOOSING_ENGLISH: [&str; 5] = ["option", "number", "press", "choose", "choice"];
/// Behind a number: what it counts.
const COUNTED: [char; 4] = ['个', '号', '项', '条'];

/// Whether words say how many there are of something, rather than which.
fn counts(words: &str) -> bool {
    let words = folded(words);
    words.ends_with(COUNTED) && !words.starts_with(CHOOSING)
}

/// The number that words are, if they are nothing else.
pub(super) fn number(words: &str) -> Option<usize> {
    let words = folded(words);
    let english = CHOOSING_ENGLISH.iter().find_map(|verb| words.strip_prefix(verb));
    let bare = english.unwrap_or(&words).trim_start_matches(CHOOSING);
    let bare = bare.trim_end_matches('吧').trim_end_matches(COUNTED);
    if bare.len() > 6 {
        return None;
    }
    bare.parse().ok().or_else(|| chinese_number(bare))
}

/// 一 to 九十九.
fn chinese_number(words: &str) -> Option<usize> {
    let digit = |text: &str| -> Option<usize> {
        let mut signs = text.chars();
        let sign = signs.next()?;
        let at = "零一二三四五六七八九".chars().position(|known| known == sign);
        at.filter(|_| signs.next().is_none()).or((text == "两").then_some(2))
    };
    match words.split_once('十') {
        None => digit(words),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
    }
}
