//! Dates that stand in a clause of their own beside the one that tells the event: 被辞退了，去年三月的事.
//!
//! Must not know what kind of date it is, nor which period runs from it.

use crate::intent::letters::{ends_clause, ends_sentence, is_word};

use super::said;

/// What may stand around such a date and tells of nothing else.
const FILLERS: &str = "是在就于从到的事情了那天时候左右大概差不多前后发生当已经快都有这初底份吧嘛哈啊呢哦噻";
/// One of these beside a length of time tells that it is how long ago: 被辞退了，快一年了.
const SINCE: [char; 4] = ['了', '已', '快', '都'];

/// The same in English.
const FILLER_WORDS: &[&str] = &[
    "in",
    "on",
    "at",
    "about",
    "around",
    "since",
    "the",
    "of",
    "end",
    "beginning",
    "early",
    "late",
    "it",
    "this",
    "that",
    "was",
    "happened",
    "just",
    "back",
    "almost",
    "nearly",
    "over",
    "has",
    "s",
    "been",
    "already",
    "now",
    "for",
    "day",
];
const SINCE_WORDS: &[&str] = &["been", "already", "now"];

/// The clauses beside one that has nothing but a date.
pub(super) struct Apart<'t> {
    text: &'t str,
    /// Where that clause begins and ends.
    clause: (usize, usize),
    /// Whether it tells that so much time has passed.
    pub since: bool,
}

impl<'t> Apart<'t> {
    /// None if anything else stands in the clause of what begins and ends at these bytes.
    pub(super) fn of(text: &'t str, (start, end): (usize, usize)) -> Option<Self> {
        let clause = (begin(text, start), self::end(text, end));
        let (before, behind) = (text.get(clause.0..start)?, text.get(end..clause.1)?);
        let signs = || before.chars().chain(behind.chars());
        let words = || {
            let latin = [before, behind].into_iter().flat_map(|part| part.split(|sign| !is_word(sign)));
            latin.filter(|word| !word.is_empty()).map(str::to_lowercase)
        };
        let is_filler =
            |sign| is_word(sign) || is_blank(sign) || "'’".contains(sign) || FILLERS.contains(sign);
        let tells_nothing =
            signs().all(is_filler) && words().all(|word| FILLER_WORDS.contains(&word.as_str()));
        let since = signs().any(|sign| SINCE.contains(&sign))
            || words().any(|word| SINCE_WORDS.contains(&word.as_str()));
        tells_nothing.then_some(Self { text, clause, since })
    }

    /// Whether the clause before it has one of these words.
    pub(super) fn is_behind(&self, words: &[String]) -> bool {
        let before = self.text.get(..self.clause.0).unwrap_or_default();
        let end = before.trim_end_matches(is_mark).len();
        has(self.text.get(begin(self.text, end)..end), words)
    }

    /// Whether the clause behind it has one; no sentence may end between them.
    pub(super) fn is_before(&self, words: &[String]) -> bool {
        let behind = self.text.get(self.clause.1..).unwrap_or_default();
        let next = behind.trim_start_matches(is_mark);
        let from = self.text.len() - next.len();
        let between = behind.strip_suffix(next).unwrap_or_default();
        // A point ends an English sentence; behind Chinese it may be a comma.
        let point = between.starts_with('.') && next.starts_with(is_word);
        !point && !between.chars().any(is_end) && has(self.text.get(from..end(self.text, from)), words)
    }
}

fn has(clause: Option<&str>, words: &[String]) -> bool {
    said::has(&said::plain(clause.unwrap_or_default()), words)
}

/// Where the clause begins that goes on here.
fn begin(text: &str, here: usize) -> usize {
    let mut before = text.get(..here).unwrap_or_default().char_indices();
    let mark = before.rfind(|(at, sign)| breaks(text, *at, *sign));
    mark.map_or(0, |(at, sign)| at + sign.len_utf8())
}

/// Where the clause ends that goes on here.
fn end(text: &str, here: usize) -> usize {
    let mut behind = text.get(here..).unwrap_or_default().char_indices();
    let mark = behind.find(|(at, sign)| breaks(text, here + at, *sign));
    mark.map_or(text.len(), |(at, _)| here + at)
}

/// Whether a sign ends a clause. A space does, as a comma of many, but not between Latin words.
fn breaks(text: &str, at: usize, sign: char) -> bool {
    if !is_blank(sign) {
        return is_mark(sign);
    }
    let before = text.get(..at).and_then(|it| it.trim_end_matches(is_blank).chars().next_back());
    let behind = text.get(at..).and_then(|it| it.trim_start_matches(is_blank).chars().next());
    let both = before.is_some_and(is_word) && behind.is_some_and(is_word);
    let letter = [before, behind].into_iter().flatten().any(|sign| is_word(sign) && !sign.is_ascii_digit());
    !(both && letter)
}

fn is_blank(sign: char) -> bool {
    sign.is_whitespace() && sign != '\n'
}

fn is_mark(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '，' | '：' | '（' | '）') || is_end(sign) || ends_clause(sign)
}

fn is_end(sign: char) -> bool {
    matches!(sign, '。' | '；' | '！' | '？') || ends_sentence(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which side of 去年三月 the word stands on.
    fn side(text: &str) -> Option<(bool, bool)> {
        let start = text.find("去年三月").unwrap();
        let apart = Apart::of(text, (start, start + "去年三月".len()))?;
        let words = ["辞退".to_owned()];
        Some((apart.is_behind(&words), apart.is_before(&words)))
    }

    #[test]
    fn what_stands_alone_belongs_to_the_clause_beside_it() {
        for text in [
            "被辞退了，去年三月的事",
            "被辞退了 就是去年三月",
            "被辞退，去年三月，没得说法",
            "被辞退了。去年三月",
        ] {
            assert_eq!(side(text), Some((true, false)), "{text}");
        }
        assert_eq!(side("去年三月，老板把我辞退了"), Some((false, true)));
        assert_eq!(side("去年三月，我结婚，被辞退"), Some((false, false)));
        assert_eq!(side("就去年三月。后来辞退"), Some((false, false)));
        assert_eq!(side("去年三月"), Some((false, false)));
    }

    #[test]
    fn spaces_between_latin_words_end_no_clause() {
        let side = |text: &str| {
            let start = text.find("March 2025").unwrap();
            let apart = Apart::of(text, (start, start + "March 2025".len()))?;
            let words = ["fired".to_owned()];
            Some((apart.is_behind(&words), apart.is_before(&words), apart.since))
        };
        assert_eq!(side("In March 2025, my boss fired me"), Some((false, true, false)));
        assert_eq!(side("My boss fired me. It was in March 2025."), Some((true, false, false)));
        assert_eq!(side("I was fired, in March 2025 already"), Some((true, false, true)));
        assert_eq!(side("It was in March 2025. Then fired"), Some((false, false, false)));
        assert_eq!(side("I was fired, I joined in March 2025"), None);
        assert_eq!(side("My visa is valid until March 2025, fired"), None);
    }

    #[test]
    fn what_tells_of_something_else_does_not() {
        for text in ["被辞退，去年三月入职", "被辞退，我去年三月生了娃", "去年三月辞退", "工资去年三月，辞退"]
        {
            assert_eq!(side(text), None, "{text}");
        }
    }
}
