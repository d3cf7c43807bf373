//! Whether the words a rule wants are there: anywhere, or in order.
//!
//! Must not know what rules mean together.

use std::cell::{Cell, OnceCell};

use super::hit::Hit;
use super::marks::{Marks, Spots};
use super::rules::{Link, Rule, Rules};

/// Where the message proper begins and ends, polite words aside.
#[derive(Clone, Copy, Debug)]
pub struct Core {
    /// Its first sign.
    pub from: u32,
    /// The sign after its last.
    pub to: u32,
}

const NONE: u32 = u32::MAX;

/// So many steps one rule may take over its chains.
const MOST_STEPS: u32 = 300;

/// One message, for the rules to be tried on.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// Which words are there.
    pub marks: &'a Marks,
    /// Its words.
    pub hits: &'a [Hit],
    /// All rules.
    pub rules: &'a Rules,
}

/// A link of a rule and where its words stand in the message.
pub type Spotted = (Link, Spots);

impl<'a> Message<'a> {
    /// Whether a rule's words are all there, in order; and whether one of its chains stands in what is asked. `spotted` lends memory.
    pub fn fires<F: FnOnce() -> Core>(
        self,
        rule: &Rule,
        core: &LazyCore<F>,
        spotted: &mut Vec<Spotted>,
    ) -> Option<bool> {
        spotted.clear();
        for &link in self.rules.links(rule) {
            let spots = self.marks.spots(link.concept, self.rules);
            there(spots != 0 || link.optional)?;
            spotted.push((link, spots));
        }
        if rule.anywhere {
            return self.fires_anywhere(rule, spotted);
        }
        there(self.rules.without(rule).iter().all(|&concept| self.marks.spots(concept, self.rules) == 0))?;
        let mut search = Search { message: self, rule, steps: 0 };
        let mut asked = false;
        let mut from = 0;
        while from < spotted.len() {
            let rest = spotted.get(from + 1..).unwrap_or_default();
            let more = rest.iter().take_while(|(link, _)| link.gap.is_some()).count();
            let chain = spotted.get(from..=from + more).unwrap_or_default();
            let first = rule.begins && from == 0;
            from += more + 1;
            let last = rule.ends && from >= spotted.len();
            let begins_by = if first { core.get().from } else { NONE };
            let ends_from = if last { core.get().to } else { 0 };
            asked |= search.chain(chain, begins_by, ends_from)?;
        }
        Some(asked)
    }

    /// The same for a rule that only wants words, wherever they stand.
    fn fires_anywhere(self, rule: &Rule, spotted: &[Spotted]) -> Option<bool> {
        let mut asked = false;
        for &link in spotted {
            let mut hits = self.usable(link, rule);
            asked |= hits.next()?.is_asked() || hits.any(Hit::is_asked);
        }
        Some(asked)
    }

    /// The latest word that counts for a link of a rule.
    pub fn latest(self, link: Link, rule: &Rule) -> Option<&'a Hit> {
        self.usable((link, self.marks.spots(link.concept, self.rules)), rule).next()
    }

    /// The words of a link that count for a rule, the latest first.
    #[inline]
    fn usable(self, (link, spots): Spotted, rule: &Rule) -> impl Iterator<Item = &'a Hit> {
        let hits = self.marks.hits(spots, link.concept, self.rules, self.hits);
        hits.filter(move |hit| {
            let negated = rule.negatable && hit.negator().is_some();
            !negated || self.says_so_itself(rule, hit)
        })
    }

    /// Which word is the first that the rule was tried for.
    pub fn tried_at(self, rule: &Rule) -> Option<usize> {
        let from = self.marks.first_of(self.marks.spots(rule.rarest, self.rules));
        let wanted = |hit: &Hit| !hit.is_gone() && self.rules.holds(rule.rarest, hit.literal);
        self.hits.get(from..)?.iter().position(wanted).map(|behind| from + behind)
    }

    /// Whether the rule itself wants the word that negates: in `不给 .. 工资` 工资 is not meant to be denied.
    pub fn says_so_itself(self, rule: &Rule, hit: &Hit) -> bool {
        let Some(negator) = hit.negator() else { return true };
        let covers = |other: &Hit| other.start <= negator && negator < other.end;
        self.rules.links(rule).iter().any(|link| {
            let spots = self.marks.spots(link.concept, self.rules);
            self.marks.hits(spots, link.concept, self.rules, self.hits).any(covers)
        })
    }
}

fn there(holds: bool) -> Option<()> {
    holds.then_some(())
}

/// Looks for the words of one chain, from its last word backwards.
struct Search<'a> {
    message: Message<'a>,
    rule: &'a Rule,
    steps: u32,
}

impl Search<'_> {
    /// Looks back from the end of the chain.
    fn chain(&mut self, chain: &[Spotted], begins_by: u32, ends_from: u32) -> Option<bool> {
        let (last, before) = chain.split_last()?;
        let mut story = None;
        for hit in self.message.usable(*last, self.rule) {
            if hit.end >= ends_from && self.before(before, hit, last.0.gap, begins_by) {
                if hit.is_asked() {
                    return Some(true);
                }
                story = Some(false);
            }
        }
        if story.is_none() && last.0.optional { self.chain(before, begins_by, ends_from) } else { story }
    }

    fn before(&mut self, chain: &[Spotted], next: &Hit, gap: Option<u32>, begins_by: u32) -> bool {
        let Some((spotted, before)) = chain.split_last() else { return next.start <= begins_by };
        let (link, reach) = (spotted.0, gap.unwrap_or(0));
        for hit in self.message.usable(*spotted, self.rule) {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return false;
            }
            let near = hit.end <= next.start && next.start - hit.end <= reach;
            if near && self.before(before, hit, link.gap, begins_by) {
                return true;
            }
        }
        // The wider of the two gaps is left where a step is left out.
        link.optional && self.before(before, next, gap.max(link.gap), begins_by)
    }
}

/// The core is needed by few rules and computed once.
pub struct LazyCore<F> {
    cell: OnceCell<Core>,
    make: Cell<Option<F>>,
}

impl<F: FnOnce() -> Core> LazyCore<F> {
    /// To be computed so when it is needed.
    pub const fn new(make: F) -> Self {
        Self { cell: OnceCell::new(), make: Cell::new(Some(make)) }
    }

    fn get(&self) -> Core {
        *self.cell.get_or_init(|| self.make.take().map_or(Core { from: 0, to: NONE }, |make| make()))
    }
}
