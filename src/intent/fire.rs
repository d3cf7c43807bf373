//! Which rules fire on the words of a message.
//!
//! Must not know what the rules mean together; that is `decide`'s.

use std::cell::OnceCell;

use super::rules::{Link, Rule, Rules, index, position};
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
    /// Per concept: in which message it was last seen, and its latest word.
    heads: Vec<Head>,
    message: u32,
    nodes: Vec<Node>,
    present: Vec<u32>,
    /// The rules that fired, in no order.
    pub shots: Vec<Shot>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Head {
    message: u32,
    node: u32,
}

/// One word of a concept, and the one before it.
#[derive(Clone, Copy, Debug)]
struct Node {
    hit: u32,
    earlier: u32,
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
        let core = LazyCore { cell: OnceCell::new(), make: std::cell::Cell::new(Some(core)) };
        for at in 0..self.present.len() {
            let Some(&concept) = self.present.get(at) else { return };
            for &number in rules.watchers(concept) {
                let Some(rule) = rules.rule(number) else { continue };
                let Some(asked) = self.fires(rule, found, rules, &core) else { continue };
                let regexes = rules.regexes(rule);
                if regexes.iter().all(|regex| regex.is_match(text.get_or_init(|| found.signs.text()))) {
                    self.shots.push(Shot { rule: number, asked });
                }
            }
        }
    }

    /// The latest word that a link of a rule found.
    pub fn latest<'a>(&self, link: Link, rule: &Rule, rules: &Rules, found: &'a Found) -> Option<&'a Hit> {
        self.usable(link.concept, rule, rules, found).next()
    }

    fn mark(&mut self, found: &Found, rules: &Rules) {
        self.heads.resize(rules.concept_count(), Head::default());
        self.message = self.message.wrapping_add(1);
        if self.message == 0 {
            self.heads.fill(Head::default());
            self.message = 1;
        }
        self.nodes.clear();
        self.present.clear();
        for (number, hit) in found.hits.iter().enumerate().filter(|(_, hit)| !hit.gone) {
            let Some(literal) = rules.literal(hit.literal) else { continue };
            for &concept in rules.concepts(literal) {
                let Some(head) = self.heads.get_mut(index(concept)) else { continue };
                let seen = head.message == self.message;
                let earlier = if seen { head.node } else { NONE };
                *head = Head { message: self.message, node: position(self.nodes.len()) };
                self.nodes.push(Node { hit: position(number), earlier });
                if !seen {
                    self.present.push(concept);
                }
            }
        }
    }

    #[inline]
    fn is_present(&self, concept: u32) -> bool {
        self.heads.get(index(concept)).is_some_and(|head| head.message == self.message)
    }

    fn hits<'a>(&self, concept: u32, found: &'a Found) -> impl Iterator<Item = &'a Hit> {
        let head = self.heads.get(index(concept)).filter(|head| head.message == self.message);
        let mut node = head.map_or(NONE, |head| head.node);
        std::iter::from_fn(move || {
            let this = self.nodes.get(index(node))?;
            node = this.earlier;
            found.hits.get(index(this.hit))
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
        let evidence = matches!(rule.owner, super::rules::Owner::Topic(_));
        self.hits(concept, found).filter(move |hit| {
            if evidence {
                return !hit.covered;
            }
            let negated = rule.negatable && hit.negator.is_some();
            !negated || self.says_so_itself(rule, rules, found, hit)
        })
    }

    /// Whether the rule itself wants the word that negates: in `不给 .. 工资` 工资 is not meant to be denied.
    fn says_so_itself(&self, rule: &Rule, rules: &Rules, found: &Found, hit: &Hit) -> bool {
        let Some(negator) = hit.negator else { return true };
        let covers = |other: &Hit| other.start <= negator && negator < other.end;
        rules.links(rule).iter().any(|link| self.hits(link.concept, found).any(covers))
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
                if hit.asked {
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
    make: std::cell::Cell<Option<F>>,
}

impl<F: FnOnce() -> Core> LazyCore<F> {
    fn get(&self) -> Core {
        *self.cell.get_or_init(|| self.make.take().map_or(Core { from: 0, to: NONE }, |make| make()))
    }
}
