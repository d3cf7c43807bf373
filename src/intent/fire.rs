//! Which rules fire on the words of a message.
//!
//! Must not know what the rules mean together; that is `decide`'s.

use std::cell::OnceCell;

use super::hit::Hit;
use super::marks::Marks;
use super::rules::{Rules, Waiting, index, position};
use super::scan::Found;
use super::search::{Core, LazyCore, Message, Spotted};

/// A rule that fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shot {
    /// Which.
    pub rule: u32,
    /// Whether it fired on what the message asks, not only on its story.
    pub asked: bool,
}

/// The rules that fired on one message; lent from message to message.
#[derive(Clone, Debug, Default)]
pub struct Fire {
    /// Which words are there.
    pub marks: Marks,
    /// One bit per group of rules: whether a word called it.
    called: Vec<u64>,
    /// The groups that were called.
    groups: Vec<u32>,
    /// Per rule that fires on a word alone: its place among the shots, plus one; 0 while it has not fired.
    fired: Vec<u32>,
    /// Rules that want a word alone, and the hits that something before them negates.
    doubtful: Vec<(u32, usize)>,
    /// The links of the rule that is being tried.
    spotted: Vec<Spotted>,
    /// The rules that fired, in no order; the next list aside.
    pub shots: Vec<Shot>,
    /// One bit per concept that is evidence by itself: whether a word of it is there.
    weighed: Vec<u64>,
    /// Those that are.
    pub pieces: Vec<u32>,
}

impl Fire {
    /// Finds the rules that fire.
    pub fn read(&mut self, found: &Found, rules: &Rules, core: impl FnOnce() -> Core) {
        self.begin(found.hits.len(), rules);
        for (number, hit) in found.hits.iter().enumerate() {
            if !hit.is_gone() {
                self.take(hit, number, rules);
            }
        }
        self.settle_doubts(found, rules);
        self.try_waiting(found, rules, &LazyCore::new(core));
    }

    /// All rules that fired, in no order.
    pub fn all<'a>(&'a self, rules: &'a Rules) -> impl Iterator<Item = Shot> {
        let pieces = self.pieces.iter().flat_map(|&number| rules.pieces(number));
        self.shots.iter().copied().chain(pieces.map(|rule| Shot { rule, asked: false }))
    }

    /// The message that was read last.
    pub fn message<'a>(&'a self, found: &'a Found, rules: &'a Rules) -> Message<'a> {
        Message { marks: &self.marks, hits: &found.hits, rules }
    }

    /// Forgets the last message.
    fn begin(&mut self, hits: usize, rules: &Rules) {
        self.marks.begin(hits, rules);
        for shot in &self.shots {
            if let Some(fired) = self.fired.get_mut(index(shot.rule)) {
                *fired = 0;
            }
        }
        self.fired.resize(rules.rule_count(), 0);
        self.shots.clear();
        self.doubtful.clear();
        self.groups.clear();
        self.called.clear();
        self.called.resize(rules.group_count().div_ceil(64), 0);
        self.pieces.clear();
        self.weighed.clear();
        self.weighed.resize(rules.piece_count().div_ceil(64), 0);
    }

    /// Takes a word: fires the rules that want it alone, and notes those that want more.
    #[inline]
    fn take(&mut self, hit: &Hit, number: usize, rules: &Rules) {
        let called = rules.called_by(hit.literal);
        self.marks.mark(hit, number, called.asked_for);
        for direct in called.direct {
            if direct.is_negatable() && hit.negator().is_some() {
                self.doubtful.push((direct.rule(), number));
            } else if !(direct.is_evidence() && hit.is_covered()) {
                self.fire(direct.rule(), hit);
            }
        }
        for &piece in called.pieces {
            if is_first(&mut self.weighed, piece) {
                self.pieces.push(piece);
            }
        }
        for &group in called.groups {
            if is_first(&mut self.called, group) {
                self.groups.push(group);
            }
        }
    }

    /// Notes that a rule fires, once. Whether it did before cannot be guessed, so nothing branches on it.
    #[inline]
    fn fire(&mut self, rule: u32, hit: &Hit) {
        let Some(fired) = self.fired.get_mut(index(rule)) else { return };
        let count = self.shots.len();
        let place = if *fired == 0 { count } else { index(*fired - 1) };
        self.shots.push(Shot { rule, asked: false });
        if let Some(shot) = self.shots.get_mut(place) {
            shot.asked |= hit.is_asked();
        }
        *fired = position(place + 1);
        self.shots.truncate(count + usize::from(place == count));
    }

    /// A negated word counts for a rule that names the negation too.
    fn settle_doubts(&mut self, found: &Found, rules: &Rules) {
        for (number, hit) in std::mem::take(&mut self.doubtful) {
            let (Some(rule), Some(hit)) = (rules.rule(number), found.hits.get(hit)) else { continue };
            if self.message(found, rules).says_so_itself(rule, hit) {
                self.fire(number, hit);
            }
        }
    }

    /// Tries the rules that wait for a word that is there.
    fn try_waiting<F: FnOnce() -> Core>(&mut self, found: &Found, rules: &Rules, core: &LazyCore<F>) {
        let Self { marks, groups, spotted, shots, .. } = self;
        let (message, text) = (Message { marks, hits: &found.hits, rules }, OnceCell::new());
        let waiting = groups.iter().flat_map(|&group| rules.group(group));
        for waiting in waiting.filter(|waiting| may_fire(waiting, found.line, marks, rules)) {
            if waiting.settled {
                shots.push(Shot { rule: waiting.rule, asked: false });
                continue;
            }
            let Some(rule) = rules.rule(waiting.rule) else { continue };
            let Some(asked) = message.fires(rule, core, spotted) else { continue };
            let regexes = rules.regexes(rule);
            if regexes.iter().all(|regex| regex.is_match(text.get_or_init(|| found.signs.text()))) {
                shots.push(Shot { rule: waiting.rule, asked });
            }
        }
    }
}

/// Notes a number that was perhaps noted before; whether it was not.
#[inline]
fn is_first(noted: &mut [u64], number: u32) -> bool {
    let Some(bits) = noted.get_mut(index(number / 64)) else { return false };
    let before = *bits;
    *bits |= 1 << (number % 64);
    before != *bits
}

/// Whether the message has the length for a rule, and the concepts that are easily asked for.
#[inline]
fn may_fire(waiting: &Waiting, line: u16, marks: &Marks, rules: &Rules) -> bool {
    let beside = || rules.parts(waiting.rest).iter().any(|&part| marks.has(part));
    waiting.asked_for & !marks.asked_for == 0
        && (waiting.length.0..=waiting.length.1).contains(&line)
        && (waiting.beside.bits == 0 || marks.has(waiting.beside) || beside())
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
    fn a_message_of_the_wrong_length_fires_nothing_that_asks_for_one() {
        assert!(fires("分居 + /^.{1,4}$/", "分居了") && fires("分居 + /^.{3,}$/", "分居了"));
        assert!(!fires("分居 + /^.{1,4}$/", "分居很久了") && !fires("分居 + /^.{4,}$/", "分居了"));
        assert!(!fires("分居 + /^.{1,9}$/", "分居了\n真的"));
        assert!(fires("分居", "分居了\n真的"));
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
