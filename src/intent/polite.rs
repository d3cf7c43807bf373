//! Polite words and marks round what a message really says: `^` and `$` overlook them.
//!
//! Must not know any rule.

use super::filter::SignSet;
use super::rules::position;
use super::search::Core;

/// The words, as signs.
#[derive(Clone, Debug, Default)]
pub struct Polite {
    /// What stands before: 请问, 我想; and the first signs of these.
    before: Vec<Vec<char>>,
    firsts: SignSet,
    /// What stands behind: 吧, 谢谢; and the last signs of these.
    after: Vec<Vec<char>>,
    lasts: SignSet,
}

impl Polite {
    /// Takes what stands before and behind.
    pub fn new(before: Vec<Vec<char>>, after: Vec<Vec<char>>) -> Self {
        let (mut firsts, mut lasts) = (SignSet::default(), SignSet::default());
        before.iter().filter_map(|word| word.first()).for_each(|&sign| firsts.add(sign));
        after.iter().filter_map(|word| word.last()).for_each(|&sign| lasts.add(sign));
        Self { before, firsts, after, lasts }
    }

    /// Where a message begins and ends without punctuation and polite words.
    pub fn core(&self, signs: &[char]) -> Core {
        let mut rest = signs;
        while let Some((&first, marked)) = rest.split_first() {
            if first.is_alphanumeric() && !self.firsts.may_have(first) {
                break;
            }
            let polite = || strip(&self.before, |it| it.first() == Some(&first), |it| rest.strip_prefix(it));
            let less = if first.is_alphanumeric() { polite() } else { Some(marked) };
            let Some(less) = less else { break };
            rest = less;
        }
        let from = signs.len() - rest.len();
        while let Some((&last, marked)) = rest.split_last() {
            if last.is_alphanumeric() && !self.lasts.may_have(last) {
                break;
            }
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
        let polite = Polite::new(words(&["请问", "我想", ""]), words(&["吧", "谢谢"]));
        let core = |text: &str| {
            let core = polite.core(&text.chars().collect::<Vec<_>>());
            (core.from, core.to)
        };
        assert_eq!(core("请问，我想取消吧，谢谢!"), (5, 7));
        assert_eq!(core("取消我想"), (0, 4));
        assert_eq!((core("谢谢"), core("!"), core("")), ((0, 0), (1, 1), (0, 0)));
    }
}
