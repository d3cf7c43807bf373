//! The words of a message: found in one pass, then freed of places, look-alikes and what is negated.
//!
//! Must not know which rule wants which word.

use super::folding::Folding;
use super::hit::Hit;
use super::letters::{ends_clause, ends_sentence, is_han};
use super::literal::{Edge, Packed, edge, role};
use super::normalise::Signs;
use super::rules::{Rules, index, position};
use super::turns::{Asking, Turns, hide_contained};

/// What one message left behind; lent from message to message, so that nothing is allocated anew.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The message as the rules see it.
    pub signs: Signs,
    spare: Signs,
    /// The words, by their ends, longer ones first.
    pub hits: Vec<Hit>,
    /// Which roles any word has.
    roles: u8,
    turns: Turns,
    /// The chosen places: start, end, place.
    pub places: Vec<(u32, u32, u32)>,
    /// Whether it asks.
    pub asks: bool,
    /// Whether it tells of others or of a screen.
    pub hearsay: bool,
    /// Whether it is long enough to have a story besides its question.
    pub long: bool,
    /// How many signs it has in its only line; the greatest number if it has several lines.
    pub line: u16,
}

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
        let signs = self.signs.all();
        self.line = if signs.contains(&'\n') { u16::MAX } else { length(signs.len()) };
        self.find_words(rules);
        if self.roles & role::PLACE != 0 {
            self.turns.cut_places(&mut self.hits, &self.signs, rules, &mut self.places);
        }
        let telling = role::LOOKALIKE | role::QUESTION | role::HEARSAY;
        let asking =
            if self.roles & telling != 0 { hide_contained(&mut self.hits) } else { Asking::default() };
        if self.roles & (role::NEGATES_NEXT | role::NEGATES_SOON) != 0 {
            self.turns.negate(&mut self.hits, &self.signs);
        }
        self.hearsay = asking.hearsay;
        self.mark_what_is_asked(asking.last_question);
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
        self.places.clear();
        self.hits.clear();
        let (Self { signs, hits, .. }, mut roles, mut before) = (&mut *self, 0, '\0');
        let all = signs.all();
        for (&sign, end) in all.iter().zip(1_u32..) {
            let last = rules.words.ending_in(sign);
            if last.may_follow(before) {
                let (first, up_to_here) = (hits.len(), all.get(..index(end)).unwrap_or_default());
                rules.words.each_ending(up_to_here, |word, length| {
                    roles |= take(hits, Hit::new(word, end - length, end), word, signs, rules);
                });
                longer_first(hits.get_mut(first..).unwrap_or_default());
            }
            if let Some(word) = last.word {
                roles |= take(hits, Hit::new(word, end - 1, end), word, signs, rules);
            }
            before = sign;
        }
        self.roles = roles;
    }

    /// In a long message, what is asked is its last question with the clauses before it, or else how it ends.
    fn mark_what_is_asked(&mut self, last_question: Option<usize>) {
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
                hit.tell_as_story();
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

/// Nobody sends, and nobody reads, so many signs.
fn length(signs: usize) -> u16 {
    u16::try_from(signs).unwrap_or(u16::MAX - 1)
}

/// Takes a word if it does not run on; gives its roles.
#[inline]
fn take(hits: &mut Vec<Hit>, hit: Hit, word: Packed, signs: &Signs, rules: &Rules) -> u8 {
    if word.is_edged() && runs_on(signs, rules, word, index(hit.start), index(hit.end)) {
        return 0;
    }
    hits.push(hit);
    word.roles()
}

/// Turns round the words that end together; there are seldom more than two.
#[inline]
fn longer_first(hits: &mut [Hit]) {
    match hits {
        [] | [_] => {}
        [one, other] => std::mem::swap(one, other),
        more => more.reverse(),
    }
}

/// Whether a Latin word or a number is only part of a longer one; longer endings are forgiven (divorce, divorced).
fn runs_on(signs: &Signs, rules: &Rules, word: Packed, start: usize, end: usize) -> bool {
    let Some(literal) = rules.literal(word.number()) else { return false };
    let (first, last) = literal.edges;
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
        let own = |hit: &&Hit| catalogue.rules.is_wanted(hit.literal);
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
