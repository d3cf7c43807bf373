//! Dates that stand in a clause of their own beside the one that tells the event: 被辞退了，去年三月的事.
//!
//! Must not know what kind of date it is, nor which period runs from it.

use crate::intent::letters::{ends_clause, ends_sentence};
use crate::intent::normalise::normalise;

/// What may stand around such a date and tells of nothing else.
const FILLERS: &str = "是在就于从到的事情了那天时候左右大概差不多前后发生当已经快都有这初底份吧嘛哈啊呢哦噻";
/// One of these beside a length of time tells that it is how long ago: 被辞退了，快一年了.
const SINCE: [char; 4] = ['了', '已', '快', '都'];

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
        let before = text.get(..start)?.rsplit(breaks).next()?;
        let behind = text.get(end..)?.split(breaks).next()?;
        let signs = || before.chars().chain(behind.chars());
        let since = signs().any(|sign| SINCE.contains(&sign));
        let clause = (start - before.len(), end + behind.len());
        signs().all(|sign| FILLERS.contains(sign)).then_some(Self { text, clause, since })
    }

    /// Whether the clause before it has one of these words.
    pub(super) fn is_behind(&self, words: &[String]) -> bool {
        let before = self.text.get(..self.clause.0).unwrap_or_default().trim_end_matches(breaks);
        has(before.rsplit(breaks).next(), words)
    }

    /// Whether the clause behind it has one; no sentence may end between them.
    pub(super) fn is_before(&self, words: &[String]) -> bool {
        let behind = self.text.get(self.clause.1..).unwrap_or_default();
        let next = behind.trim_start_matches(breaks);
        let between = behind.strip_suffix(next).unwrap_or_default();
        !between.chars().any(is_end) && has(next.split(breaks).next(), words)
    }
}

fn has(clause: Option<&str>, words: &[String]) -> bool {
    let clause = normalise(clause.unwrap_or_default());
    words.iter().any(|word| clause.contains(word))
}

fn breaks(sign: char) -> bool {
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
    fn what_tells_of_something_else_does_not() {
        for text in ["被辞退，去年三月入职", "被辞退，我去年三月生了娃", "去年三月辞退", "工资去年三月，辞退"]
        {
            assert_eq!(side(text), None, "{text}");
        }
    }
}
