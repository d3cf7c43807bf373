//! Which rules fire on the words of a message.
//!
//! Must not know what the rules mean together; that is `decide`'s.

use super::calls::Member;
use super::hit::Hit;
use super::marks::{Marks, Spots};
use super::noted::Noted;
use super::rules::{Rules, Waiting};
use super::scan::Found;
use super::search::{Core, LazyCore, Message, Spotted};

/// The rules that fired on one message; lent from message to message.
#[derive(Clone, Debug, Default)]
pub struct Fire {
    /// Which words are there.
    pub marks: Marks,
    /// The classes whose rules fired because a word called them.
    fired: Noted,
    /// In a message with a story, those of them that were called in what it asks.
    asked: Noted,
    /// The classes whose rules have to be tried.
    waiting: Noted,
    /// Of the rules that had to be tried, those that fired, each with whether it did in what is asked.
    pub tried: Vec<(u32, bool)>,
    /// What is called by a word that something before it negates, and that word.
    doubtful: Vec<(Member, usize)>,
    /// The links of the rule that is being tried.
    spotted: Vec<Spotted>,
}

impl Fire {
    /// Finds the rules that fire.
    pub fn read(&mut self, found: &Found, rules: &Rules, core: impl FnOnce() -> Core) {
        self.begin(found.hits.len(), rules);
        let buckets = self.marks.each_bucket();
        for ((number, hit), bucket) in found.hits.iter().enumerate().zip(buckets) {
            if !hit.is_gone() {
                self.take(hit, (number, bucket), rules);
            }
        }
        if found.long {
            self.note_asked(found, rules);
        }
        self.settle_doubts(found, rules);
        self.try_waiting(found, rules, &LazyCore::new(core));
    }

    /// All rules that fired, in no order.
    pub fn all<'a>(&'a self, rules: &'a Rules) -> impl Iterator<Item = u32> {
        let classes = self.fired().iter().map(|&class| rules.class(class));
        self.tried.iter().map(|&(rule, _)| rule).chain(classes.flat_map(|(from, to)| from..to))
    }

    /// The classes whose rules fired because a word called them.
    pub fn fired(&self) -> &[u32] {
        self.fired.all()
    }

    /// In a message with a story, those of them that were called in what it asks.
    pub fn asked(&self) -> &[u32] {
        self.asked.all()
    }

    /// The message that was read last.
    pub fn message<'a>(&'a self, found: &'a Found, rules: &'a Rules) -> Message<'a> {
        Message { marks: &self.marks, hits: &found.hits, rules }
    }

    /// Forgets the last message.
    fn begin(&mut self, hits: usize, rules: &Rules) {
        self.marks.begin(hits, rules);
        for noted in [&mut self.fired, &mut self.asked, &mut self.waiting] {
            noted.begin(rules.class_count());
        }
        self.tried.clear();
        self.doubtful.clear();
    }

    /// Takes a word: calls its classes.
    #[inline]
    fn take(&mut self, hit: &Hit, (number, bucket): (usize, Spots), rules: &Rules) {
        let Some((asked_for, members)) = rules.called_by(hit.literal) else { return };
        self.marks.mark(hit.literal, bucket, asked_for);
        for &member in members {
            if member.is_called(hit) {
                self.call(member);
            } else if member.is_negatable() {
                self.doubtful.push((member, number));
            }
        }
    }

    #[inline]
    fn call(&mut self, member: Member) {
        let noted = if member.is_to_try() { &mut self.waiting } else { &mut self.fired };
        noted.note(member.class());
    }

    /// Notes which classes are called in what is asked.
    fn note_asked(&mut self, found: &Found, rules: &Rules) {
        for hit in found.hits.iter().filter(|hit| hit.is_asked() && !hit.is_gone()) {
            let Some((_, members)) = rules.called_by(hit.literal) else { continue };
            for member in members.iter().filter(|it| !it.is_to_try() && it.is_called(hit)) {
                self.asked.note(member.class());
            }
        }
    }

    /// A negated word counts for rules that name the negation too.
    fn settle_doubts(&mut self, found: &Found, rules: &Rules) {
        for (member, hit) in std::mem::take(&mut self.doubtful) {
            let (rule, hit) = (rules.rule(rules.class(member.class()).0), found.hits.get(hit));
            let (Some(rule), Some(hit)) = (rule, hit) else { continue };
            if self.message(found, rules).says_so_itself(rule, hit) {
                self.call(member);
                if found.long && hit.is_asked() {
                    self.asked.note(member.class());
                }
            }
        }
    }

    /// Tries the rules that wait for a class that is there.
    fn try_waiting<F: FnOnce() -> Core>(&mut self, found: &Found, rules: &Rules, core: &LazyCore<F>) {
        let Self { marks, waiting, tried, spotted, .. } = self;
        let message = Message { marks, hits: &found.hits, rules };
        let mut matches = Matches { text: None, known: Vec::new() };
        for &class in waiting.all() {
            for waiting in rules.waiting(class).unwrap_or_default() {
                if !may_fire(waiting, found.line, marks, rules) {
                    continue;
                }
                let Some(rule) = rules.rule(waiting.rule) else { continue };
                let Some(is_asked) = message.fires(rule, core, spotted) else { continue };
                if rules.regexes(rule).iter().all(|&regex| matches.has(regex, found, rules)) {
                    tried.push((waiting.rule, found.long && is_asked));
                }
            }
        }
    }
}

/// Which regexes match the message; several rules may want the same.
struct Matches {
    text: Option<String>,
    known: Vec<(u32, bool)>,
}

impl Matches {
    fn has(&mut self, regex: u32, found: &Found, rules: &Rules) -> bool {
        if let Some(&(_, matches)) = self.known.iter().find(|it| it.0 == regex) {
            return matches;
        }
        let text = self.text.get_or_insert_with(|| found.signs.text());
        let matches = rules.regex(regex).is_some_and(|regex| regex.is_match(text));
        self.known.push((regex, matches));
        matches
    }
}

/// Whether the message has the length for a rule, and the concepts that are easily asked for.
#[inline]
fn may_fire(waiting: &Waiting, line: u16, marks: &Marks, rules: &Rules) -> bool {
    let there = waiting.asked_for & !marks.asked_for == 0;
    let beside = || rules.parts(waiting.rest).is_some_and(|parts| parts.iter().any(|&part| marks.has(part)));
    (there & (waiting.length.0 <= line) & (line <= waiting.length.1))
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
    fn a_very_long_message_is_the_same_to_a_rule() {
        let filler = "离婚手续".repeat(400);
        assert!(fires("离婚 .. 手续", &filler));
        assert!(!fires("手续 ..0 不给", &format!("{filler}了不给")));
        assert!(fires("手续 ..1 不给", &format!("{filler}了不给")));
        assert!(!fires("离婚 + 工资", &filler));
    }
}
