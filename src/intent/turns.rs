//! What turns the meaning of words found in a message: places and look-alikes they are part of, negation.
//!
//! Must not know which rule wants which word.

use super::hit::Hit;
use super::letters::ends_clause;
use super::literal::role;
use super::normalise::Signs;
use super::rules::{Rules, index};

/// How far `不` and `不要` reach.
const NEXT: usize = 1;
const SOON: usize = 5;

/// The memory this takes; lent from message to message.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    /// Per sign: the start of a negator that reaches it, plus one.
    negated: Vec<u32>,
    /// Per sign: whether a place's name covers it, by the number of the place plus one.
    cut: Vec<u32>,
}

impl Turns {
    /// The longest place that begins first is cut, then the next; words that only partly lie outside go with it. Gives start, end
    /// and place of each.
    pub fn cut_places(
        &mut self,
        hits: &mut [Hit],
        signs: &Signs,
        rules: &Rules,
        places: &mut Vec<(u32, u32, u32)>,
    ) {
        let named = hits.iter().filter(|hit| hit.roles() & role::PLACE != 0);
        places.extend(named.filter_map(|hit| Some((hit.start, hit.end, rules.literal(hit.literal)?.place))));
        places.sort_unstable_by_key(|&(start, end, _)| (start, std::cmp::Reverse(end)));
        let mut free_from = 0;
        places.retain(|&(start, end, _)| {
            let free = start >= free_from;
            if free {
                free_from = end;
            }
            free
        });
        self.cut.clear();
        self.cut.resize(signs.all().len(), 0);
        for (&(start, end, _), number) in places.iter().zip(1..) {
            self.cut.get_mut(index(start)..index(end)).unwrap_or_default().fill(number);
        }
        for hit in hits {
            for edge in [hit.start, hit.end - 1] {
                let number = self.cut.get(index(edge)).and_then(|number| number.checked_sub(1));
                let Some(&(start, end, _)) = number.and_then(|it| places.get(index(it))) else { continue };
                if hit.start > start || hit.end < end {
                    hit.hide();
                }
            }
        }
    }

    /// Notes which words are negated; `roles` are those of any word.
    pub fn negate(&mut self, hits: &mut [Hit], signs: &Signs) {
        self.negated.clear();
        for hit in hits.iter() {
            let reach = match hit.roles() {
                roles if roles & role::NEGATES_SOON != 0 => SOON,
                roles if roles & role::NEGATES_NEXT != 0 => NEXT,
                _ => continue,
            };
            if !is_a_choice(hit, signs) {
                self.negated.resize(signs.all().len(), 0);
                reach_on(&mut self.negated, signs, hit, reach);
            }
        }
        if self.negated.is_empty() {
            return;
        }
        // A word such as 怎么 ends what was negated before it.
        for hit in hits.iter().filter(|hit| hit.roles() & role::ENDS_NEGATION != 0) {
            let from = index(hit.start);
            let Some(&by) = self.negated.get(from).filter(|&&by| by > 0) else { continue };
            let tail = self.negated.get_mut(from..).unwrap_or_default().iter_mut();
            tail.take_while(|it| **it == by).for_each(|it| *it = 0);
        }
        for hit in hits {
            hit.negate(self.negated.get(index(hit.start)).copied().unwrap_or(0));
        }
    }
}

/// What the words say of the whole message.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asking {
    /// Where the last word stands that asks.
    pub last_question: Option<usize>,
    /// Whether it tells of others or of a screen.
    pub hearsay: bool,
}

/// What a look-alike contains is gone. Going backwards, whatever ends later and begins no
/// later contains a word; of those that end with it, the longer stand before it.
pub fn hide_contained(hits: &mut [Hit]) -> Asking {
    let mut asking = Asking::default();
    let mut hidden_from = u32::MAX;
    let mut rest = hits;
    while let Some((hit, before)) = rest.split_last_mut() {
        let longer = before.iter().rev().take_while(|longer| longer.end == hit.end);
        let beside = longer.fold(0, |roles, longer| roles | longer.roles());
        if hidden_from <= hit.start || beside & role::LOOKALIKE != 0 {
            hit.hide();
        }
        let roles = hit.roles();
        if roles & role::LOOKALIKE != 0 {
            hidden_from = hidden_from.min(hit.start);
        }
        if roles & role::QUESTION != 0 {
            asking.last_question = asking.last_question.or(Some(index(hit.start)));
        }
        asking.hearsay |= roles & role::HEARSAY != 0;
        rest = before;
    }
    asking
}

/// 要不要, 是不是, 有没有: a choice negates nothing; nor does 不是…吗.
fn is_a_choice(hit: &Hit, signs: &Signs) -> bool {
    let start = index(hit.start);
    let before = start.checked_sub(1).and_then(|at| signs.at(at));
    let after = signs.at(start + 1);
    if before.is_some() && before == after {
        return true;
    }
    if signs.at(start) != Some('不') || after != Some('是') {
        return false;
    }
    let rest = signs.all().get(index(hit.end)..).unwrap_or_default();
    let clause = rest.iter().take_while(|&&sign| !ends_clause(sign));
    clause.last().is_some_and(|&sign| matches!(sign, '吗' | '么'))
}

fn reach_on(negated: &mut [u32], signs: &Signs, hit: &Hit, reach: usize) {
    let from = index(hit.end);
    for at in from..=from + reach {
        let stops = signs.at(at).is_none_or(ends_clause) || signs.breaks_before(at);
        match negated.get_mut(at) {
            Some(place) if !stops => *place = hit.start + 1,
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::testing::{catalogue, file, intent};
    use crate::intent::{Catalogue, reading::SURE};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    /// One rule that can be negated, and one of danger that cannot.
    static RULES: LazyLock<Catalogue> = LazyLock::new(|| {
        let wish = file("wish", &intent("wish", &["调解"], "service = \"mediation\""));
        let danger = file("danger", &intent("danger", &["砍我"], "service = \"emergency\""));
        catalogue(&[wish, danger])
    });

    fn fires(text: &str) -> bool {
        RULES.read(text).score >= SURE
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn a_word_is_negated_within_reach_and_no_further(before in "[甲乙]{0,6}", length in 0..9_usize) {
            let between: String = "丙丁戊己庚辛壬癸子".chars().take(length).collect();
            let near = length <= SOON;
            let text = format!("{before}不要{between}调解");
            prop_assert_eq!(fires(&text), !near);
            let next = length <= NEXT;
            let text = format!("{before}不{between}调解");
            prop_assert_eq!(fires(&text), !next);
        }

        #[test]
        fn a_break_ends_it(between in "[甲乙丙丁]{0,2}", sign in "[，。！？；、 \n]", more in "[甲乙丙丁]{0,2}") {
            let text = format!("不要{between}{sign}{more}调解");
            prop_assert!(fires(&text));
        }

        #[test]
        fn what_is_said_once_plainly_is_meant(one in "[甲乙丙丁]{0,3}", other in "[甲乙丙丁]{0,3}") {
            let text = format!("不要{one}调解。{other}调解");
            prop_assert!(fires(&text));
            let text = format!("{one}调解。不要{other}调解");
            prop_assert!(fires(&text));
        }

        #[test]
        fn danger_is_never_denied(before in "(不|不要|没有|不是|别|莫)?[甲乙丙丁]{0,3}") {
            let text = format!("{before}砍我");
            prop_assert!(fires(&text));
        }
    }
}
