//! A verdict in words: what whoever acts on a message, or writes rules, is told of it.
//!
//! Must not know how it was reached.

use crate::intent::decide::{TELLING, Verdict};
use crate::intent::reading::{Fired, Place, Reading};
use crate::intent::rules::{Owner, Rule, index};
use crate::intent::scan::Found;
use crate::intent::source::Priority;

use super::{Catalogue, Scratch, is_question};

/// An intent with fewer points is no other matter of a message that has one already.
const BESIDES: i32 = 70;

impl Catalogue {
    /// Whether the words really tell the topic: a wish for a service alone is of no field of law.
    fn is_told(&self, topic: u16, verdict: &Verdict, scratch: &Scratch) -> bool {
        let intent = verdict.intent.and_then(|number| self.intent_facts.get(usize::from(number)));
        let area = verdict.area.filter(|area| !area.is_general());
        let strength = area.and_then(|area| scratch.points.fields.strength(area));
        intent.is_some_and(|intent| intent.topic == topic) || strength.is_some_and(|it| it >= TELLING)
    }

    /// A verdict on the message that was just read, with why, for whoever acts on it.
    pub(in crate::intent) fn tell(&self, verdict: &Verdict, scratch: &Scratch) -> Reading {
        let found = &scratch.found;
        let name = |number: u16| self.intent_name(number).map(ToOwned::to_owned);
        let told = |number: &u16| {
            self.intent_facts.get(usize::from(*number)).is_some_and(|it| it.priority != Priority::Command)
        };
        Reading {
            service: verdict.service,
            topic: verdict
                .topic
                .filter(|&it| self.is_told(it, verdict, scratch))
                .and_then(|it| self.topic(it)),
            area: verdict.area.map(|area| area.label().to_owned()),
            intent: verdict.intent.and_then(name),
            score: verdict.score,
            matched: self.fired(scratch),
            likely: verdict
                .likely
                .iter()
                .flatten()
                .filter(|it| told(it))
                .filter_map(|&it| name(it))
                .collect(),
            also: self.also(verdict, scratch),
            danger: verdict.danger.and_then(name),
            place: self.place(found),
            asks: found.asks,
            english: found.is_english(),
        }
    }

    /// What a question asks about besides, as far as the rules are sure of it and can answer it.
    pub(in crate::intent) fn also(&self, verdict: &Verdict, scratch: &Scratch) -> Vec<String> {
        let points = &scratch.points;
        let Some(lead) = verdict.topic.filter(|_| is_question(verdict.service)) else { return Vec::new() };
        let mut topics = vec![lead];
        let mut also = Vec::new();
        for &(number, _) in points.ranked.iter().filter(|it| it.1 >= BESIDES) {
            let Some(facts) = self.intent_facts.get(usize::from(number)) else { continue };
            let Some(intent) = self.intents.get(usize::from(number)) else { continue };
            let asks_law = facts.priority == Priority::Topic && intent.answer.is_some();
            if asks_law && !topics.contains(&facts.topic) {
                topics.push(facts.topic);
                also.push(intent.name.clone());
            }
        }
        also
    }

    /// The rules that fired for intents, strongest first.
    pub(in crate::intent) fn fired(&self, scratch: &Scratch) -> Vec<Fired> {
        let mut all: Vec<Fired> = Vec::new();
        for number in self.shots(scratch) {
            let Some(rule) = self.rules.rule(number) else { continue };
            let Owner::Intent(intent) = rule.owner else { continue };
            let Some(intent) = self.intent_name(intent) else { continue };
            let words = self.shot_words(rule, scratch);
            all.push(Fired { intent: intent.to_owned(), words, weight: rule.points });
        }
        all.sort_by(|one, other| (other.weight, &one.intent).cmp(&(one.weight, &other.intent)));
        all
    }

    /// The rules that fired, in the order in which the message says it.
    pub(in crate::intent) fn shots(&self, scratch: &Scratch) -> Vec<u32> {
        let message = scratch.fire.message(&scratch.found, &self.rules);
        let mut all: Vec<u32> = scratch.fire.all(&self.rules).collect();
        all.sort_by_cached_key(|&number| {
            let rule = self.rules.rule(number);
            (rule.and_then(|it| message.tried_at(it)), rule.map(|it| it.rarest.from), number)
        });
        all
    }

    /// The words a rule fired on.
    pub(in crate::intent) fn shot_words(&self, rule: &Rule, scratch: &Scratch) -> Vec<String> {
        let wanted = self.rules.links(rule).iter().filter(|link| !link.optional);
        let message = scratch.fire.message(&scratch.found, &self.rules);
        let hits = wanted.filter_map(|&link| message.latest(link, rule));
        hits.filter_map(|hit| Some(self.rules.literal(hit.literal)?.text.to_string())).collect()
    }

    /// The first place that is not denied (杨坪的，不是杨家坪).
    fn place(&self, found: &Found) -> Option<Place> {
        let denied = |start: u32| found.hits.iter().any(|hit| hit.start == start && hit.negator().is_some());
        let named = found.places.iter().find(|place| !denied(place.0))?;
        self.places.get(index(named.2)).cloned()
    }
}
