//! Which rules fire on the words of a message.
//!
//! Must not know what the rules mean together; that is `decide`'s.

use std::cell::{Cell, OnceCell};

use super::rules::{Link, Owner, Rule, Rules, index};
use super::scan::{Found, Hit};

/// A rule that fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shot {
    /// Which.
    pub rule: u32,
    /// Whether it fired on what the message asks, not only on its story.
    pub asked: bool,
}

/// The concepts of one message and the rules that fired; lent from message to message.
#[derive(Clone, Debug, Default)]
pub struct Fire {
    /// Per concept: in its upper bits the message it was last seen in, in its lower ones the buckets of hits that found it.
    heads: Vec<u64>,
    message: u64,
    /// How many hits share a bucket: one, but for very long messages.
    per_bucket: usize,
    /// The concepts found that rules wait for.
    waited_for: Vec<u32>,
    /// The rules that fired, in no order.
    pub shots: Vec<Shot>,
}

/// Where the message proper begins and ends, polite words aside.
#[derive(Clone, Copy, Debug)]
pub struct Core {
    /// Its first sign.
    pub from: u32,
    /// The sign after its last.
    pub to: u32,
}

const NONE: u32 = u32::MAX;

/// Buckets of hits per concept; the bits above them say which message.
const BUCKETS: u32 = 48;

/// So many words of a concept are looked at, the latest first; nobody means more.
const MOST_HITS: usize = 48;

/// So many steps one rule may take over its chains.
const MOST_STEPS: u32 = 2_000;

impl Fire {
    /// Finds the rules that fire.
    pub fn read(&mut self, found: &Found, rules: &Rules, core: impl FnOnce() -> Core) {
        self.mark(found, rules);
        self.shots.clear();
        let text = OnceCell::new();
        let core = LazyCore { cell: OnceCell::new(), make: Cell::new(Some(core)) };
        let mut shots = std::mem::take(&mut self.shots);
        for &concept in &self.waited_for {
            for &number in rules.watchers(concept) {
                let Some(rule) = rules.rule(number) else { continue };
                let Some(asked) = self.fires(rule, found, rules, &core) else { continue };
                let regexes = rules.regexes(rule);
                if regexes.iter().all(|regex| regex.is_match(text.get_or_init(|| found.signs.text()))) {
                    shots.push(Shot { rule: number, asked });
                }
            }
        }
        self.shots = shots;
    }

    /// The latest word that a link of a rule found.
    pub fn latest<'a>(&self, link: Link, rule: &Rule, rules: &Rules, found: &'a Found) -> Option<&'a Hit> {
        self.usable(link.concept, rule, rules, found).next()
    }

    fn mark(&mut self, found: &Found, rules: &Rules) {
        self.heads.resize(rules.concept_count(), 0);
        self.message += 1;
        if self.message >> (u64::BITS - BUCKETS) != 0 {
            self.heads.fill(0);
            self.message = 1;
        }
        let fresh = self.message << BUCKETS;
        self.per_bucket = found.hits.len() / index(BUCKETS) + 1;
        self.waited_for.clear();
        for (bucket, hits) in found.hits.chunks(self.per_bucket).enumerate() {
            let bit = 1 << bucket;
            for hit in hits.iter().filter(|hit| !hit.is_gone()) {
                for &concept in rules.concepts(hit.literal) {
                    let Some(head) = self.heads.get_mut(index(concept)) else { continue };
                    if *head >> BUCKETS == self.message {
                        *head |= bit;
                        continue;
                    }
                    *head = fresh | bit;
                    if rules.is_waited_for(concept) {
                        self.waited_for.push(concept);
                    }
                }
            }
        }
    }

    #[inline]
    fn buckets(&self, concept: u32) -> u64 {
        let head = self.heads.get(index(concept)).copied().unwrap_or(0);
        if head >> BUCKETS == self.message { head & ((1 << BUCKETS) - 1) } else { 0 }
    }

    #[inline]
    fn is_present(&self, concept: u32) -> bool {
        self.heads.get(index(concept)).is_some_and(|head| head >> BUCKETS == self.message)
    }

    /// The words of a concept, the latest first.
    fn hits<'a>(&self, concept: u32, rules: &Rules, found: &'a Found) -> impl Iterator<Item = &'a Hit> {
        let (mut buckets, per_bucket) = (self.buckets(concept), self.per_bucket);
        let chunks = std::iter::from_fn(move || {
            let bucket = buckets.checked_ilog2()?;
            buckets ^= 1 << bucket;
            let from = index(bucket) * per_bucket;
            found.hits.get(from..found.hits.len().min(from + per_bucket))
        });
        let hits = chunks.flat_map(|hits| hits.iter().rev());
        hits.filter(move |hit| {
            per_bucket == 1 || (!hit.is_gone() && rules.concepts(hit.literal).contains(&concept))
        })
        .take(MOST_HITS)
    }

    fn usable<'a>(
        &self,
        concept: u32,
        rule: &Rule,
        rules: &Rules,
        found: &'a Found,
    ) -> impl Iterator<Item = &'a Hit> {
        let evidence = matches!(rule.owner, Owner::Topic(_));
        self.hits(concept, rules, found).filter(move |hit| {
            if evidence {
                return !hit.is_covered();
            }
            let negated = rule.negatable && hit.negator().is_some();
            !negated || self.says_so_itself(rule, rules, found, hit)
        })
    }

    /// Whether the rule itself wants the word that negates: in `不给 .. 工资` 工资 is not meant to be denied.
    fn says_so_itself(&self, rule: &Rule, rules: &Rules, found: &Found, hit: &Hit) -> bool {
        let Some(negator) = hit.negator() else { return true };
        let covers = |other: &Hit| other.start <= negator && negator < other.end;
        rules.links(rule).iter().any(|link| self.hits(link.concept, rules, found).any(covers))
    }

    /// Whether a rule's words are all there, in order; and whether one of its chains stands in what is asked.
    fn fires<F: FnOnce() -> Core>(
        &self,
        rule: &Rule,
        found: &Found,
        rules: &Rules,
        core: &LazyCore<F>,
    ) -> Option<bool> {
        let links = rules.links(rule);
        if !links.iter().all(|link| link.optional || self.is_present(link.concept)) {
            return None;
        }
        if rules.without(rule).iter().any(|&concept| self.is_present(concept)) {
            return None;
        }
        if rule.anywhere {
            return self.fires_anywhere(rule, found, rules);
        }
        let mut search = Search { fire: self, rule, rules, found, steps: 0 };
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
}

impl Fire {
    /// The same for a rule that only wants words, wherever they stand.
    fn fires_anywhere(&self, rule: &Rule, found: &Found, rules: &Rules) -> Option<bool> {
        let mut asked = false;
        for link in rules.links(rule) {
            let mut hits = self.usable(link.concept, rule, rules, found);
            asked |= hits.next()?.is_asked() || hits.any(Hit::is_asked);
        }
        Some(asked)
    }
}

/// Looks for the words of one chain, from its last word backwards.
struct Search<'a> {
    fire: &'a Fire,
    rule: &'a Rule,
    rules: &'a Rules,
    found: &'a Found,
    steps: u32,
}

impl Search<'_> {
    /// Looks back from the end of the chain.
    fn chain(&mut self, chain: &[Link], begins_by: u32, ends_from: u32) -> Option<bool> {
        let (last, before) = chain.split_last()?;
        let mut story = None;
        for hit in self.fire.usable(last.concept, self.rule, self.rules, self.found) {
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
        for hit in self.fire.usable(link.concept, self.rule, self.rules, self.found) {
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
struct LazyCore<F> {
    cell: OnceCell<Core>,
    make: Cell<Option<F>>,
}

impl<F: FnOnce() -> Core> LazyCore<F> {
    fn get(&self) -> Core {
        *self.cell.get_or_init(|| self.make.take().map_or(Core { from: 0, to: NONE }, |make| make()))
    }
}
