//! The words of a message: found in one pass, then freed of places, look-alikes and what is negated.
//!
//! Must not know which rule wants which word.

use super::letters::{ends_clause, ends_sentence, is_han};
use super::normalise::{Folding, Signs};
use super::rules::{Edge, Literal, Rules, edge, index, position, role};

/// A word found in the message.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// Which word.
    pub literal: u32,
    /// Its first sign.
    pub start: u32,
    /// The sign after its last.
    pub end: u32,
    /// Where the word stands that negates it, plus one; 0 for none.
    negator: u32,
    /// What is known of it.
    flags: u8,
}

/// The word has roles besides standing in rules.
const SPECIAL: u8 = 1;
/// The word is evidence.
const SIGNAL: u8 = 1 << 1;
/// Longer evidence contains it.
const COVERED: u8 = 1 << 2;
/// It is part of a place's name or a look-alike, so no word of its own.
const GONE: u8 = 1 << 3;
/// It stands in the story, not in what the message asks.
const STORY: u8 = 1 << 4;

impl Hit {
    /// Whether it is part of a place's name or a look-alike, so no word of its own.
    #[inline]
    pub const fn is_gone(&self) -> bool {
        self.flags & GONE != 0
    }

    /// Whether longer evidence contains it.
    #[inline]
    pub const fn is_covered(&self) -> bool {
        self.flags & COVERED != 0
    }

    /// Whether it stands in what the message asks.
    #[inline]
    pub const fn is_asked(&self) -> bool {
        self.flags & STORY == 0
    }

    /// Where the word stands that negates it.
    #[inline]
    pub const fn negator(&self) -> Option<u32> {
        self.negator.checked_sub(1)
    }

    fn roles(&self, rules: &Rules) -> u16 {
        if self.flags & (SPECIAL | GONE) != SPECIAL {
            return 0;
        }
        rules.literal(self.literal).map_or(0, |literal| literal.roles)
    }
}

/// What one message left behind; lent from message to message, so that nothing is allocated anew.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The message as the rules see it.
    pub signs: Signs,
    spare: Signs,
    /// The words, by their ends, longer ones first.
    pub hits: Vec<Hit>,
    /// Which roles any word has.
    roles: u16,
    /// Per sign: the start of a negator that reaches it, plus one.
    negated: Vec<u32>,
    /// Per sign: whether a place's name covers it, by the number of the place plus one.
    cut: Vec<u32>,
    /// The chosen places: start, end, place.
    pub places: Vec<(u32, u32, u32)>,
    /// Whether it asks.
    pub asks: bool,
    /// Whether it tells of others or of a screen.
    pub hearsay: bool,
    /// Whether it is long enough to have a story besides its question.
    pub long: bool,
}

/// How far `不` and `不要` reach.
const NEXT: usize = 1;
const SOON: usize = 5;

/// A message of so many signs has a question and a story.
const LONG: usize = 45;
/// The least that counts as what is asked.
const ASKED: usize = 14;

/// Longer messages are read from their beginning and, mostly, their end.
const MOST_BYTES: usize = 6_000;
const HEAD_BYTES: usize = 1_500;

impl Found {
    /// Reads a message.
    pub fn read(&mut self, text: &str, rules: &Rules, folding: &Folding) {
        self.write(text);
        folding.fold(&mut self.signs, &mut self.spare);
        self.find_words(rules);
        if self.roles & role::PLACE != 0 {
            self.cut_places(rules);
        }
        self.hide_contained(rules);
        if self.roles & (role::NEGATES_NEXT | role::NEGATES_SOON) != 0 {
            self.negate(rules);
        }
        self.mark_what_is_asked(rules);
    }

    fn write(&mut self, text: &str) {
        if text.len() <= MOST_BYTES {
            return self.signs.write(text);
        }
        let head = text.floor_char_boundary(HEAD_BYTES);
        let tail = text.ceil_char_boundary(text.len() - (MOST_BYTES - HEAD_BYTES));
        let (head, tail) = (text.get(..head).unwrap_or_default(), text.get(tail..).unwrap_or_default());
        self.signs.write(&format!("{head}\n{tail}"));
    }

    fn find_words(&mut self, rules: &Rules) {
        self.hits.clear();
        self.places.clear();
        self.roles = 0;
        let Some(automaton) = &rules.automaton else { return };
        let mut stepper = automaton.find_overlapping_stepper();
        for (&sign, end) in self.signs.all().iter().zip(1_u32..) {
            stepper.consume(sign);
            for found in stepper.matches() {
                let word = found.value();
                let (number, start) = (word.number(), end - word.length());
                let mut flags = if word.is_signal() { SIGNAL } else { 0 };
                if word.is_special() {
                    let Some(literal) = rules.literal(number) else { continue };
                    if runs_on(&self.signs, literal, index(start), index(end)) {
                        continue;
                    }
                    self.roles |= literal.roles;
                    flags |= SPECIAL;
                }
                self.hits.push(Hit { literal: number, start, end, negator: 0, flags });
            }
        }
    }

    /// The longest place that begins first is cut, then the next; words that only partly lie outside go with it.
    fn cut_places(&mut self, rules: &Rules) {
        for hit in &self.hits {
            if hit.roles(rules) & role::PLACE != 0
                && let Some(literal) = rules.literal(hit.literal)
            {
                self.places.push((hit.start, hit.end, literal.place));
            }
        }
        self.places.sort_unstable_by_key(|&(start, end, _)| (start, std::cmp::Reverse(end)));
        let mut free_from = 0;
        self.places.retain(|&(start, end, _)| {
            let free = start >= free_from;
            if free {
                free_from = end;
            }
            free
        });
        self.cut.clear();
        self.cut.resize(self.signs.all().len(), 0);
        for (&(start, end, _), number) in self.places.iter().zip(1..) {
            self.cut.get_mut(index(start)..index(end)).unwrap_or_default().fill(number);
        }
        for hit in &mut self.hits {
            for edge in [hit.start, hit.end - 1] {
                let number = self.cut.get(index(edge)).and_then(|number| number.checked_sub(1));
                let Some(&(start, end, _)) = number.and_then(|it| self.places.get(index(it))) else {
                    continue;
                };
                if hit.start > start || hit.end < end {
                    hit.flags |= GONE;
                }
            }
        }
    }

    /// What a look-alike contains is gone; evidence within longer evidence is covered. Going backwards, whatever ends later and
    /// begins no later contains the word; of those that end with it, the longer stand before it.
    fn hide_contained(&mut self, rules: &Rules) {
        let lookalikes = self.roles & role::LOOKALIKE != 0;
        let (mut hidden_from, mut covered_from) = (u32::MAX, u32::MAX);
        let mut rest = self.hits.as_mut_slice();
        while let Some((hit, before)) = rest.split_last_mut() {
            let beside = before.iter().rev().take_while(|other| other.end == hit.end);
            let (mut covered, mut hidden) = (covered_from <= hit.start, hidden_from <= hit.start);
            for longer in beside {
                covered |= longer.flags & (SIGNAL | GONE) == SIGNAL;
                hidden |= lookalikes && longer.roles(rules) & role::LOOKALIKE != 0;
            }
            if covered {
                hit.flags |= COVERED;
            }
            if hidden {
                hit.flags |= GONE;
            }
            if lookalikes && hit.roles(rules) & role::LOOKALIKE != 0 {
                hidden_from = hidden_from.min(hit.start);
            }
            if hit.flags & (SIGNAL | GONE) == SIGNAL {
                covered_from = covered_from.min(hit.start);
            }
            rest = before;
        }
    }

    fn negate(&mut self, rules: &Rules) {
        self.negated.clear();
        self.negated.resize(self.signs.all().len(), 0);
        let mut any = false;
        for hit in &self.hits {
            let reach = match hit.roles(rules) {
                roles if roles & role::NEGATES_SOON != 0 => SOON,
                roles if roles & role::NEGATES_NEXT != 0 => NEXT,
                _ => continue,
            };
            if !self.is_a_choice(hit) {
                reach_on(&mut self.negated, &self.signs, hit, reach);
                any = true;
            }
        }
        if !any {
            return;
        }
        // A word such as 怎么 ends what was negated before it.
        for hit in self.hits.iter().filter(|hit| hit.roles(rules) & role::ENDS_NEGATION != 0) {
            let from = index(hit.start);
            let Some(&by) = self.negated.get(from).filter(|&&by| by > 0) else { continue };
            let tail = self.negated.get_mut(from..).unwrap_or_default().iter_mut();
            tail.take_while(|it| **it == by).for_each(|it| *it = 0);
        }
        for hit in &mut self.hits {
            hit.negator = self.negated.get(index(hit.start)).copied().unwrap_or(0);
        }
    }

    /// 要不要, 是不是, 有没有: a choice negates nothing; nor does 不是…吗.
    fn is_a_choice(&self, hit: &Hit) -> bool {
        let start = index(hit.start);
        let before = start.checked_sub(1).and_then(|at| self.signs.at(at));
        let after = self.signs.at(start + 1);
        if before.is_some() && before == after {
            return true;
        }
        if self.signs.at(start) != Some('不') || after != Some('是') {
            return false;
        }
        let rest = self.signs.all().get(index(hit.end)..).unwrap_or_default();
        let clause = rest.iter().take_while(|&&sign| !ends_clause(sign));
        clause.last().is_some_and(|&sign| matches!(sign, '吗' | '么'))
    }

    /// In a long message, what is asked is its last question with the clauses before it, or else how it ends.
    fn mark_what_is_asked(&mut self, rules: &Rules) {
        let mut last_question = None;
        self.hearsay = false;
        if self.roles & (role::QUESTION | role::HEARSAY) != 0 {
            for hit in &self.hits {
                let roles = hit.roles(rules);
                if roles & role::QUESTION != 0 {
                    last_question = Some(index(hit.start));
                }
                self.hearsay |= roles & role::HEARSAY != 0;
            }
        }
        self.asks = last_question.is_some();
        let signs = self.signs.all();
        self.long = signs.len() >= LONG;
        if !self.long {
            return;
        }
        let at = last_question.unwrap_or(signs.len().saturating_sub(2));
        let after = signs.get(at..).unwrap_or_default().iter().position(|&sign| ends_sentence(sign));
        let to = after.map_or(signs.len(), |after| at + after + 1);
        let before = signs.get(..to.saturating_sub(ASKED).min(at)).unwrap_or_default();
        let from = before.iter().rposition(|&sign| ends_clause(sign)).map_or(0, |at| at + 1);
        let (from, to) = (position(from), position(to));
        for hit in &mut self.hits {
            if hit.start < from || hit.end > to {
                hit.flags |= STORY;
            }
        }
    }

    /// Whether most letters are Latin: one Chinese character says about as much as three letters.
    pub fn is_english(&self) -> bool {
        let signs = self.signs.all();
        let latin = signs.iter().filter(|sign| sign.is_ascii_lowercase()).count();
        latin > 3 * signs.iter().filter(|&&sign| is_han(sign)).count()
    }
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

/// Whether a Latin word or a number is only part of a longer one; longer endings are forgiven (divorce, divorced).
#[inline]
fn runs_on(signs: &Signs, literal: &Literal, start: usize, end: usize) -> bool {
    let (first, last) = literal.edges;
    if first.is_none() && last.is_none() {
        return false;
    }
    let before = start.checked_sub(1).and_then(|at| signs.at(at)).and_then(edge);
    let after = signs.at(end).and_then(edge);
    let forgiven = last == Some(Edge::Letter) && literal.length >= 5;
    (first.is_some() && before == first) || (last.is_some() && after == last && !forgiven)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::testing::{catalogue, file, intent, village_catalogue};
    use proptest::prelude::*;

    /// The words of a message: each with what is noted of it.
    fn words(rules: &[&str], text: &str) -> Vec<String> {
        let files = [file("t", &format!("area = \"侵权\"\n{}", intent("i", rules, "")))];
        let catalogue = catalogue(&files);
        let mut found = Found::default();
        found.read(text, &catalogue.rules, &catalogue.folding);
        let own = |hit: &&Hit| !catalogue.rules.concepts(hit.literal).is_empty();
        let shown = |hit: &Hit| {
            let text = &catalogue.rules.literal(hit.literal).unwrap().text;
            let negated = if hit.negator().is_some() { "-" } else { "" };
            let gone = if hit.is_gone() { "×" } else { "" };
            let story = if hit.is_asked() { "" } else { "…" };
            format!("{negated}{gone}{story}{text}")
        };
        found.hits.iter().filter(own).map(shown).collect()
    }

    #[test]
    fn words_are_found_wherever_they_stand() {
        assert_eq!(words(&["离婚", "婚"], "我要離婚"), ["离婚", "婚"]);
        assert_eq!(words(&["离婚"], ""), [""; 0]);
    }

    #[test]
    fn places_are_cut_out_the_longest_first() {
        assert_eq!(words(&["劳动"], "劳动三村的房子漏水"), ["×劳动"]);
        assert_eq!(words(&["劳动"], "劳动合同"), ["劳动"]);
        assert_eq!(words(&["杨家"], "我住杨家坪"), ["×杨家"]);
        assert_eq!(words(&["三村的"], "劳动三村的房子"), ["×三村的"]);
    }

    #[test]
    fn lookalikes_hide_what_they_contain() {
        assert_eq!(words(&["打"], "打官司"), ["×打"]);
        assert_eq!(words(&["打", "打官司的人"], "打官司的人"), ["×打", "打官司的人"]);
        assert_eq!(words(&["打"], "他打我"), ["打"]);
    }

    #[test]
    fn negation_reaches_up_to_a_break() {
        assert_eq!(words(&["调解"], "不要调解"), ["-调解"]);
        assert_eq!(words(&["调解"], "我不是想来申请调解"), ["-调解"]);
        assert_eq!(words(&["调解"], "不要，调解"), ["调解"]);
        assert_eq!(words(&["调解"], "都不要 调解"), ["调解"]);
        assert_eq!(words(&["调解"], "不行就调解"), ["调解"]);
        assert_eq!(words(&["离婚"], "没离婚"), ["-离婚"]);
        assert_eq!(words(&["离婚"], "没有钱了怎么离婚"), ["离婚"]);
    }

    #[test]
    fn choices_and_lookalikes_negate_nothing() {
        assert_eq!(words(&["调解"], "要不要调解"), ["调解"]);
        assert_eq!(words(&["家暴"], "这不是家暴吗"), ["家暴"]);
        assert_eq!(words(&["家暴"], "这不是家暴"), ["-家暴"]);
        assert_eq!(words(&["打我"], "他不但打我"), ["打我"]);
    }

    #[test]
    fn latin_words_and_numbers_are_found_whole() {
        assert_eq!(words(&["110"], "1100元"), [""; 0]);
        assert_eq!(words(&["110"], "打110"), ["110"]);
        assert_eq!(words(&["will"], "he is willing"), [""; 0]);
        assert_eq!(words(&["divorce"], "I am divorced"), ["divorce"]);
    }

    #[test]
    fn a_long_message_is_asked_at_its_last_question() {
        let story = "我和老公结婚十年了，他在外面欠了很多赌债，天天有人来家里要钱。我们已经分开住了。";
        let found = words(&["老公", "离婚"], &format!("{story}请问我起诉离婚要什么材料？谢谢您了。"));
        assert_eq!(found, ["…老公", "离婚"]);
        assert_eq!(words(&["老公"], "我老公不回家怎么办"), ["老公"]);
    }

    #[test]
    fn what_a_message_is() {
        let catalogue = village_catalogue();
        let mut found = Found::default();
        let mut read = |text: &str| {
            found.read(text, &catalogue.rules, &catalogue.folding);
            (found.asks, found.hearsay, found.is_english())
        };
        assert_eq!(read("离婚要什么手续"), (true, false, false));
        assert_eq!(read("电影里他打我"), (false, true, false));
        assert_eq!(read("I want a divorce"), (false, false, true));
    }

    proptest! {
        #[test]
        fn any_message_is_read(text in any::<String>()) {
            let catalogue = village_catalogue();
            let mut found = Found::default();
            found.read(&text, &catalogue.rules, &catalogue.folding);
            let length = position(found.signs.all().len());
            prop_assert!(found.hits.iter().all(|hit| hit.start < hit.end && hit.end <= length));
        }
    }
}
