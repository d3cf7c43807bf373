//! Whether the words a rule wants are there: anywhere, or in order.
//!
//! Must not know what rules mean together.

use std::cell::{Cell, OnceCell};

use super::hit::Hit;
use super::marks::Marks;
use super::rules::{Concept, Link, Owner, Rule, Rules};

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

impl<'a> Message<'a> {
    /// Whether a rule's words are all there, in order; and whether one of its chains stands in what is asked.
    pub fn fires<F: FnOnce() -> Core>(self, rule: &Rule, core: &LazyCore<F>) -> Option<bool> {
        let links = self.rules.links(rule);
        if rule.anywhere {
            return self.fires_anywhere(rule, links);
        }
        if !links.iter().all(|link| link.optional || self.marks.has(link.concept, self.rules)) {
            return None;
        }
        if self.rules.without(rule).iter().any(|&concept| self.marks.has(concept, self.rules)) {
            return None;
        }
        let mut search = Search { message: self, rule, steps: 0 };
        let mut asked = false;
        let mut from = 0;
        while from < links.len() {
            let rest = links.get(from + 1..).unwrap_or_default();
            let more = rest.iter().take_while(|link| link.gap.is_some()).count();
            let chain = links.get(from..=from + more).unwrap_or_default();
            let first = rule.begins && from == 0;
            from += more + 1;
            let last = rule.ends && from >= links.len();
            let begins_by = if first { core.get().from } else { NONE };
            let ends_from = if last { core.get().to } else { 0 };
            asked |= search.chain(chain, begins_by, ends_from)?;
        }
        Some(asked)
    }

    /// The latest word that counts for a link of a rule.
    pub fn latest(self, link: Link, rule: &Rule) -> Option<&'a Hit> {
        self.usable(link.concept, rule).next()
    }

    /// The same for a rule that only wants words, wherever they stand.
    fn fires_anywhere(self, rule: &Rule, links: &[Link]) -> Option<bool> {
        let mut asked = false;
        for link in links {
            asked |= match self.marks.spots(link.concept, self.rules) {
                Some(spots) if is_evidence(rule) => {
                    there(spots.all & !spots.covered)?;
                    spots.asked & !spots.covered != 0
                }
                Some(spots) if spots.negated == 0 || !rule.negatable => {
                    there(spots.all)?;
                    spots.asked != 0
                }
                _ => {
                    let mut hits = self.usable(link.concept, rule);
                    hits.next()?.is_asked() || hits.any(Hit::is_asked)
                }
            };
        }
        Some(asked)
    }

    fn found(self, concept: Concept) -> impl Iterator<Item = &'a Hit> {
        self.marks.hits(concept, self.rules, self.hits)
    }

    /// The words of a concept that count for a rule, the latest first.
    fn usable(self, concept: Concept, rule: &Rule) -> impl Iterator<Item = &'a Hit> {
        self.found(concept).filter(move |hit| {
            if is_evidence(rule) {
                return !hit.is_covered();
            }
            let negated = rule.negatable && hit.negator().is_some();
            !negated || self.says_so_itself(rule, hit)
        })
    }

    /// Which word is the first that the rule was tried for.
    pub fn tried_at(self, rule: &Rule) -> Option<usize> {
        let wanted = |hit: &Hit| !hit.is_gone() && self.rules.holds(rule.rarest, hit.literal);
        self.hits.iter().position(wanted)
    }

    /// Whether the rule itself wants the word that negates: in `不给 .. 工资` 工资 is not meant to be denied.
    pub fn says_so_itself(self, rule: &Rule, hit: &Hit) -> bool {
        let Some(negator) = hit.negator() else { return true };
        let covers = |other: &Hit| other.start <= negator && negator < other.end;
        self.rules.links(rule).iter().any(|link| self.found(link.concept).any(covers))
    }
}

fn is_evidence(rule: &Rule) -> bool {
    matches!(rule.owner, Owner::Topic(_))
}

fn there(spots: u64) -> Option<()> {
    (spots != 0).then_some(())
}

/// Looks for the words of one chain, from its last word backwards.
struct Search<'a> {
    message: Message<'a>,
    rule: &'a Rule,
    steps: u32,
}

impl Search<'_> {
    /// Looks back from the end of the chain.
    fn chain(&mut self, chain: &[Link], begins_by: u32, ends_from: u32) -> Option<bool> {
        let (last, before) = chain.split_last()?;
        let mut story = None;
        for hit in self.message.usable(last.concept, self.rule) {
            if hit.end >= ends_from && self.before(before, hit, last.gap, begins_by) {
                if hit.is_asked() {
                    return Some(true);
                }
                story = Some(false);
            }
        }
        if story.is_none() && last.optional { self.chain(before, begins_by, ends_from) } else { story }
    }

    fn before(&mut self, chain: &[Link], next: &Hit, gap: Option<u32>, begins_by: u32) -> bool {
        let Some((link, before)) = chain.split_last() else { return next.start <= begins_by };
        let reach = gap.unwrap_or(0);
        for hit in self.message.usable(link.concept, self.rule) {
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
