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
const MOST_HITS: usize = 16;

/// So many steps one rule may take over its chains.
const MOST_STEPS: u32 = 300;

impl Fire {
    /// Finds the rules that fire.
    pub fn read(&mut self, found: &Found, rules: &Rules, core: impl FnOnce() -> Core) {
        self.mark(found, rules);
        self.shots.clear();
        let text = OnceCell::new();
        let core = LazyCore { cell: OnceCell::new(), make: Cell::new(Some(core)) };
        let mut shots = std::mem::take(&mut self.shots);
        for &concept in &self.waited_for {
            let (first, waiting) = rules.waiting_for(concept);
            for (rule, number) in waiting.iter().zip(first..) {
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
                    let seen = *head >> BUCKETS == self.message;
                    *head = if seen { *head } else { fresh } | bit;
                    if !seen && rules.is_waited_for(concept) {
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
        let (mut from, mut left) = (0, 0);
        let hits = std::iter::from_fn(move || {
            loop {
                if left == 0 {
                    let bucket = buckets.checked_ilog2()?;
                    buckets ^= 1 << bucket;
                    (from, left) = (index(bucket) * per_bucket, per_bucket);
                }
                left -= 1;
                if let Some(hit) = found.hits.get(from + left) {
                    return Some(hit);
                }
            }
        });
        let own = move |hit: &&Hit| !hit.is_gone() && rules.concepts(hit.literal).contains(&concept);
        hits.filter(move |hit| per_bucket == 1 || own(hit)).take(MOST_HITS)
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

#[cfg(test)]
mod tests {
    use crate::intent::Scratch;
    use crate::intent::testing::{catalogue, file, intent};

    /// Whether an intent with these patterns, and these further lines, fires.
    fn fires_with(patterns: &[&str], rest: &str, text: &str) -> bool {
        let files = [file("t", &format!("area = \"侵权\"\n{}", intent("i", patterns, rest)))];
        let catalogue = catalogue(&files);
        let mut scratch = Scratch::default();
        catalogue.judge(text, &mut scratch);
        !scratch.points.ranked.is_empty()
    }

    fn fires(pattern: &str, text: &str) -> bool {
        fires_with(&[pattern], "", text)
    }

    #[test]
    fn words_anywhere() {
        assert!(fires("离婚 + 孩子", "孩子归谁，我们离婚了"));
        assert!(!fires("离婚 + 孩子", "我们离婚了"));
        assert!(fires("(离婚|分手)", "分手了"));
    }

    #[test]
    fn words_in_order_within_a_gap() {
        assert!(fires("不给 .. 工资", "老板不给我们工资"));
        assert!(!fires("不给 .. 工资", "工资不给"));
        assert!(!fires("不给 ..2 工资", "不给我们大家工资"));
        assert!(fires("不给 ..2 工资", "不给我们大家工资，不给我工资"));
        assert!(fires("a .. b .. c", "a b c"));
        assert!(!fires("a .. b .. c", "a c b"));
    }

    #[test]
    fn what_may_be_left_out() {
        let many = "(一|二|三|四|五|六|七|八|九|十)?(一|二|三|四|五|六|七|八|九|十)?(个|位)?月工资";
        assert!(fires(many, "三月工资") && fires(many, "十二个月工资") && fires(many, "月工资"));
        assert!(!fires(&format!("^{many}$"), "老三个月工资"));
        assert!(fires(&format!("^{many}$"), "三个月工资"));
    }

    #[test]
    fn what_must_not_be_there() {
        assert!(fires("离婚 + !起诉", "离婚"));
        assert!(!fires("离婚 + !起诉", "起诉离婚"));
        assert!(!fires_with(&["离婚"], "not = [\"婚庆 + 定金\"]", "离婚后婚庆不退定金"));
        assert!(fires_with(&["离婚"], "not = [\"婚庆 + 定金\"]", "离婚后婚庆"));
    }

    #[test]
    fn the_whole_message_but_for_polite_words() {
        for text in ["取消", "请取消一下！", "我想取消", "取消吧，谢谢"] {
            assert!(fires("^取消$", text), "{text}");
        }
        assert!(!fires("^取消$", "取消合同"));
        assert!(fires("^取消", "取消合同") && !fires("取消$", "取消合同"));
        assert!(fires("^你好$", "你好") && fires("^谢谢$", "谢谢！"));
    }

    #[test]
    fn a_regex_beside_a_word() {
        assert!(fires("分居 + /\\d+年/", "分居3年了"));
        assert!(!fires("分居 + /\\d+年/", "分居很久了"));
    }

    #[test]
    fn a_negated_word_counts_only_where_the_rule_denies_it_itself() {
        assert!(!fires("调解", "不要调解"));
        assert!(fires("调解", "不要调解，算了，还是调解"));
        assert!(fires("不要 .. 调解", "不要调解"));
        assert!(fires("不给 + 工资", "不给工资"));
        assert!(fires_with(&["活了"], "negatable = false", "不想活了"));
        assert!(fires_with(&["活了"], "service = \"emergency\"", "不想活了"));
    }

    #[test]
    fn evidence_is_not_negated_but_covered() {
        let files = [
            file("labour", "area = \"劳动纠纷\"\n[signals]\nstrong = [\"劳动合同\"]\n"),
            file("contract", "area = \"合同纠纷\"\n[signals]\nstrong = [\"合同\"]\n"),
        ];
        let catalogue = catalogue(&files);
        assert_eq!(catalogue.read("没签劳动合同").area.as_deref(), Some("劳动纠纷"));
        assert_eq!(catalogue.explain("没签劳动合同").topics.len(), 1);
        assert_eq!(catalogue.explain("劳动合同不是买卖合同").topics.len(), 2);
    }

    #[test]
    fn a_very_long_message_is_the_same_to_a_rule() {
        let filler = "离婚手续".repeat(400);
        assert!(fires("离婚 .. 手续", &filler));
        assert!(!fires("手续 ..0 不给", &format!("{filler}了不给")));
        assert!(fires("手续 ..1 不给", &format!("{filler}了不给")));
        assert!(!fires("离婚 + 工资", &filler));
    }
}
