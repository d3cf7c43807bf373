//! Whether words stand in a text: Latin ones whole, so that "due" is not found in "during".
//!
//! Must not know what the words are for.

use crate::intent::letters::is_word;
use crate::intent::normalise::normalise;

/// A text as the words are looked for in it.
pub(super) fn plain(text: &str) -> String {
    normalise(text).replace('’', "'")
}

/// Whether one of these words stands in a text that is plain.
pub(super) fn has(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.match_indices(word.as_str()).any(|(at, word)| is_whole(text, at, word)))
}

fn is_whole(text: &str, at: usize, word: &str) -> bool {
    let before = text.get(..at).and_then(|it| it.chars().next_back());
    let behind = text.get(at + word.len()..).and_then(|it| it.chars().next());
    let joins = |one: Option<char>, next: Option<char>| one.is_some_and(is_word) && next.is_some_and(is_word);
    !joins(before, word.chars().next()) && !joins(word.chars().next_back(), behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_words_are_whole() {
        for (text, word, is_there) in [
            ("it was due", "due", true),
            ("during", "due", false),
            ("He hasn’t  PAID", "hasn't paid", true),
            ("misfired", "fired", false),
            ("我fired了", "fired", true),
            ("被辞退了", "辞退", true),
        ] {
            assert_eq!(has(&plain(text), &[word.to_owned()]), is_there, "{text}");
        }
    }
}
