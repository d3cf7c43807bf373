//! What a message says and does not count: patterns that a `not` or a `!` kept from firing.
//!
//! Only for people who write rules; deciding goes without it.

use std::fmt;

use serde::Serialize;

use super::catalogue::{Catalogue, Scratch};
use super::reading::Fired;
use super::rules::{Concept, Owner, Rule};
use super::search::LazyCore;

/// What stops a whole intent, as rules write it.
const NOT: &str = "not";

/// An intent that did not fire, or not by one of its patterns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Silenced {
    /// The intent, `topic.name`.
    pub intent: String,
    /// The words it would have fired on.
    pub words: Vec<String>,
    /// `not` for a whole intent, `!` for one pattern.
    pub how: &'static str,
    /// The words that kept it from firing.
    pub by: Vec<String>,
}

impl Catalogue {
    /// What would have fired in a message that was just read.
    pub(super) fn silenced(&self, scratch: &Scratch) -> Vec<Silenced> {
        let mut all = self.stopped(scratch);
        all.extend(
            (0..).map_while(|number| self.rules.rule(number)).filter_map(|it| self.kept_off(it, scratch)),
        );
        all.sort_by(|one, other| (&one.intent, &one.by).cmp(&(&other.intent, &other.by)));
        all.dedup();
        all
    }

    /// Intents with a pattern that fired, and with a `not` that fired too.
    fn stopped(&self, scratch: &Scratch) -> Vec<Silenced> {
        let fired = self.fired(scratch);
        let stop = |number: u32| {
            let rule = self.rules.rule(number)?;
            let Owner::Stop(intent) = rule.owner else { return None };
            let Fired { intent, words, .. } =
                fired.iter().find(|it| self.intent_name(intent) == Some(&it.intent))?.clone();
            Some(Silenced { intent, words, how: NOT, by: self.shot_words(rule, scratch) })
        };
        self.shots(scratch).into_iter().filter_map(stop).collect()
    }

    /// A pattern that has all its words, and one that must not be there.
    fn kept_off(&self, rule: &Rule, scratch: &Scratch) -> Option<Silenced> {
        let Owner::Intent(intent) = rule.owner else { return None };
        let by = self.excluded(rule, scratch);
        let (least, most) = rule.length;
        if by.is_empty() || !(least..=most).contains(&scratch.found.line) {
            return None;
        }
        let freed = Rule { without: (0, 0), ..rule.clone() };
        let message = scratch.fire.message(&scratch.found, &self.rules);
        let core = LazyCore::new(|| self.polite.core(scratch.found.signs.all()));
        message.fires(&freed, &core, &mut Vec::new())?;
        let text = scratch.found.signs.text();
        let mut regexes = self.rules.regexes(rule).iter().filter_map(|&number| self.rules.regex(number));
        let words = self.shot_words(&freed, scratch);
        let intent = self.intent_name(intent)?.to_owned();
        regexes.all(|regex| regex.is_match(&text)).then_some(Silenced { intent, words, how: "!", by })
    }

    /// The words of a message that a pattern must not find.
    fn excluded(&self, rule: &Rule, scratch: &Scratch) -> Vec<String> {
        let message = scratch.fire.message(&scratch.found, &self.rules);
        let hit = |&concept: &Concept| {
            let spots = message.marks.spots(concept, &self.rules);
            message.marks.hits(spots, concept, &self.rules, message.hits).next()
        };
        let hits = self.rules.without(rule).iter().filter_map(hit);
        hits.filter_map(|hit| Some(self.rules.literal(hit.literal)?.text.to_string())).collect()
    }
}

impl fmt::Display for Silenced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { intent, words, how, by } = self;
        // Any one excluded word is enough, a `not` wants all of its own.
        let by =
            if *how == NOT { format!("{NOT} {}", by.join(" + ")) } else { format!("!{}", by.join(" !")) };
        write!(f, "{intent} on {} by {by}", words.join(" + "))
    }
}

#[cfg(test)]
mod tests {
    use crate::intent::testing::{catalogue, file, intent};

    fn told(text: &str) -> Vec<String> {
        let rules = [
            intent(
                "deposit",
                &["押金 .. 不退", "不退 + 押金 + !健身", "押金 + /^.{1,3}$/ + !健身"],
                "not = [\"养老院 + 押金\"]",
            ),
            intent("card", &["办卡"], "not = [\"养老院\"]"),
        ];
        let explanation = catalogue(&[file("t", &rules.concat())]).explain(text);
        let shown = explanation.to_string();
        let silenced = explanation.silenced.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert!(silenced.iter().all(|it| shown.contains(&format!("silenced  {it}\n"))), "{shown}");
        silenced
    }

    #[test]
    fn it_tells_what_a_not_and_an_exclusion_kept_from_firing() {
        assert_eq!(told("养老院房东押金不退"), ["t.deposit on 押金 + 不退 by not 养老院 + 押金"]);
        assert_eq!(told("健身房押金不退"), ["t.deposit on 不退 + 押金 by !健身"]);
    }

    #[test]
    fn what_would_not_have_fired_anyhow_was_not_silenced() {
        assert_eq!(told("押金不退"), [""; 0]);
        assert_eq!(told("养老院"), [""; 0]);
        assert_eq!(told("健身房不退"), [""; 0]);
    }
}
