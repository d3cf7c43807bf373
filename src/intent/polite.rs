//! Polite words and marks round what a message really says: `^` and `$` overlook them.
//!
//! Must not know any rule.

use super::rules::position;
use super::search::Core;

/// The words, as signs.
#[derive(Clone, Debug, Default)]
pub struct Polite {
    /// What stands before: 请问, 我想.
    pub before: Vec<Vec<char>>,
    /// What stands behind: 吧, 谢谢.
    pub after: Vec<Vec<char>>,
}

impl Polite {
    /// Where a message begins and ends without punctuation and polite words.
    pub fn core(&self, signs: &[char]) -> Core {
        let mut rest = signs;
        while let Some((&first, marked)) = rest.split_first() {
            let polite = || strip(&self.before, |it| it.first() == Some(&first), |it| rest.strip_prefix(it));
            let less = if first.is_alphanumeric() { polite() } else { Some(marked) };
            let Some(less) = less else { break };
            rest = less;
        }
        let from = signs.len() - rest.len();
        while let Some((&last, marked)) = rest.split_last() {
            let polite = || strip(&self.after, |it| it.last() == Some(&last), |it| rest.strip_suffix(it));
            let less = if last.is_alphanumeric() { polite() } else { Some(marked) };
            let Some(less) = less else { break };
            rest = less;
        }
        Core { from: position(from), to: position(from + rest.len()) }
    }
}

/// What is left of a message without the first of the words that stands at an end of it; one sign settles most.
fn strip<'a>(
    words: &[Vec<char>],
    may_be: impl Fn(&[char]) -> bool,
    take_off: impl Fn(&[char]) -> Option<&'a [char]>,
) -> Option<&'a [char]> {
    words.iter().filter(|word| may_be(word)).find_map(|word| take_off(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polite_words_and_marks_are_taken_off_both_ends() {
        let words = |all: &[&str]| all.iter().map(|word| word.chars().collect()).collect();
        let polite = Polite { before: words(&["请问", "我想", ""]), after: words(&["吧", "谢谢"]) };
        let core = |text: &str| {
            let core = polite.core(&text.chars().collect::<Vec<_>>());
            (core.from, core.to)
        };
        assert_eq!(core("请问，我想取消吧，谢谢!"), (5, 7));
        assert_eq!(core("取消我想"), (0, 4));
        assert_eq!((core("谢谢"), core("!"), core("")), ((0, 0), (1, 1), (0, 0)));
    }
}
