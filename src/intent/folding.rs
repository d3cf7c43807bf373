//! Dialect and slips folded into plain Mandarin before any rule is asked.
//!
//! Must not know any rule.

use std::collections::BTreeMap;

use super::filter::{PairFilter, SignSet};
use super::normalise::Signs;

/// Words that stand for others: dialect, and slips that can mean only one thing. The longest wins.
#[derive(Clone, Debug, Default)]
pub struct Folding {
    /// By their first sign, in its order.
    by_first: Vec<(char, Vec<Fold>)>,
    /// The first sign of any, and the first two: most messages are done after asking.
    firsts: SignSet,
    begins: PairFilter,
}

#[derive(Clone, Debug)]
struct Fold {
    from: Vec<char>,
    to: Vec<char>,
}

impl Folding {
    /// Takes pairs of what people write and what is meant.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut by_first: BTreeMap<char, Vec<Fold>> = BTreeMap::new();
        let mut folding = Self { begins: PairFilter::new(PAIRS), ..Self::default() };
        let mut signs = Signs::default();
        for (from, to) in pairs {
            signs.write(from);
            let from = signs.all().to_vec();
            signs.write(to);
            if let Some(&first) = from.first() {
                folding.mark(first, from.get(1).copied());
                by_first.entry(first).or_default().push(Fold { from, to: signs.all().to_vec() });
            }
        }
        for folds in by_first.values_mut() {
            folds.sort_by_key(|fold| std::cmp::Reverse(fold.from.len()));
        }
        folding.by_first = by_first.into_iter().collect();
        folding
    }

    /// Folds a text that is a part of a rule.
    pub fn fold_text(&self, text: &str) -> String {
        let (mut signs, mut spare) = (Signs::default(), Signs::default());
        signs.write(text);
        self.fold(&mut signs, &mut spare);
        signs.text()
    }

    /// Folds in place; `spare` lends its memory.
    pub fn fold(&self, signs: &mut Signs, spare: &mut Signs) {
        let mut next = self.next_fold(signs.all());
        if next.is_none() {
            return;
        }
        spare.clear();
        let (mut done, mut breaks) = (0, signs.breaks.iter().peekable());
        while let Some(rest) = signs.signs.get(done..).filter(|rest| !rest.is_empty()) {
            let (skip, from, to) =
                next.map_or((rest.len(), 0, &[][..]), |(skip, fold)| (skip, fold.from.len(), &fold.to));
            while let Some(place) = breaks.next_if(|place| **place < done + skip + from) {
                // A break within what is folded stays before what it becomes.
                spare.breaks.push(spare.signs.len() + (place - done).min(skip));
            }
            spare.signs.extend_from_slice(rest.get(..skip).unwrap_or_default());
            spare.signs.extend_from_slice(to);
            done += skip + from;
            next = self.next_fold(signs.signs.get(done..).unwrap_or_default());
        }
        spare.breaks.dedup();
        std::mem::swap(signs, spare);
    }

    /// The next fold, and how many signs stand before it.
    #[inline]
    fn next_fold(&self, signs: &[char]) -> Option<(usize, &Fold)> {
        let mut from = 0;
        loop {
            let rest = signs.get(from..)?;
            let at = from + rest.iter().position(|&sign| self.firsts.may_have(sign))?;
            if let Some(fold) =
                signs.get(at..).filter(|rest| self.may_begin(rest)).and_then(|it| self.find(it))
            {
                return Some((at, fold));
            }
            from = at + 1;
        }
    }

    #[inline]
    fn may_begin(&self, signs: &[char]) -> bool {
        let (Some(&sign), next) = (signs.first(), signs.get(1).copied().unwrap_or(ANY)) else { return false };
        self.begins.may_have(sign, ANY) || self.begins.may_have(sign, next)
    }

    fn mark(&mut self, one: char, next: Option<char>) {
        self.firsts.add(one);
        self.begins.add(one, next.unwrap_or(ANY));
    }

    fn find(&self, rest: &[char]) -> Option<&Fold> {
        let first = rest.first()?;
        let place = self.by_first.binary_search_by_key(first, |(first, _)| *first).ok()?;
        let (_, folds) = self.by_first.get(place)?;
        folds.iter().find(|fold| rest.starts_with(&fold.from))
    }
}

/// Room in the filter: the lexicon has some hundred folds.
const PAIRS: usize = 1024;

/// Stands for the second sign where there is none, or where any will do.
const ANY: char = '\0';

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_longest_fold_wins_and_a_word_may_stand_for_itself() {
        let folding = Folding::new([("啷个", "怎么"), ("啷个办", "怎么办"), ("遭", "被"), ("遭遇", "遭遇")]);
        assert_eq!(folding.fold_text("啷个办嘛"), "怎么办嘛");
        assert_eq!(folding.fold_text("遭打了啷个说"), "被打了怎么说");
        assert_eq!(folding.fold_text("我的遭遇"), "我的遭遇");
        assert_eq!(folding.fold_text("我遭"), "我被");
        assert_eq!(folding.fold_text("遭"), "被");
        assert_eq!(folding.fold_text("打人"), "打人");
    }

    #[test]
    fn breaks_move_with_what_is_folded() {
        let folding = Folding::new([("啷个办", "怎么办"), ("咋", "怎么")]);
        let (mut signs, mut spare) = (Signs::default(), Signs::default());
        signs.write("咋说 钱没得了 啷个办 嘛");
        folding.fold(&mut signs, &mut spare);
        assert_eq!(signs.text(), "怎么说钱没得了怎么办嘛");
        let breaks: Vec<usize> = (0..11).filter(|&at| signs.breaks_before(at)).collect();
        assert_eq!(breaks, [3, 7, 10]);
    }

    proptest! {
        #[test]
        fn what_means_itself_changes_nothing(text in "[啷个办遭打 a，]{0,24}") {
            let folding = Folding::new([("啷个", "啷个"), ("遭", "遭"), ("打 a", "打a")]);
            prop_assert_eq!(folding.fold_text(&text), crate::intent::normalise(&text));
        }
    }
}
