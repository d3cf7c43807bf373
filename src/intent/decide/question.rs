//! Which question of law is asked, of those that may have an answer.
//!
//! Must not know words, nor runs, nor what the answers say.

use super::{About, IntentFacts, Points, Verdict};
use crate::intent::reading::SURE;
use crate::intent::source::Priority;

/// A question whose field leads gains so many points, and so many the one that patterns name.
const OF_LEAD: i32 = 20;
const NAMED: i32 = 20;
/// With fewer points none is asked that has an answer: the room's lawyer reads the words.
const LEAST: i32 = -25;

impl Points {
    /// What a question of law is about, if patterns are sure that it is one: the intent, unless another field leads, whose question it
    /// would not answer; and how sure that is.
    pub(super) fn question(&self, intents: &[IntentFacts]) -> Option<(Option<u16>, i32)> {
        let lead = self.fields.lead().map(|it| it.0);
        let best = |wanted: &dyn Fn(&IntentFacts) -> bool| {
            let found = self.best(intents, &|it| it.priority == Priority::Topic && wanted(it));
            found.filter(|it| it.1 >= i32::from(SURE))
        };
        let of_lead = best(&|it| it.area.is_some() && it.area == lead);
        let fitting = of_lead.or_else(|| best(&|it| it.area.is_none()));
        let other = || best(&|_| true).map(|(_, score)| (None, score));
        fitting.map(|(intent, score)| (Some(intent), score)).or_else(other)
    }

    /// Gives a question of law the intent that how it is put speaks for most, or none; what nobody has learnt to hear, and what a
    /// pattern is certain of, stays as patterns say. The field stays: it was told by more than one question.
    pub(super) fn name_question(&self, verdict: &mut Verdict, about: &About<'_>) {
        let wording = about.put.wording;
        if verdict.intent.is_some_and(|it| self.is_certain(it) || !wording.knows_question(it)) {
            return;
        }
        let facts = |intent: u16| about.intents.get(usize::from(intent));
        let weighed = wording.questions(about.put.heard).map(|(intent, points)| {
            let is_of_lead = facts(intent).is_some_and(|it| it.area.is_some() && it.area == verdict.area);
            let is_named = verdict.intent == Some(intent);
            (intent, points + i32::from(is_of_lead) * OF_LEAD + i32::from(is_named) * NAMED)
        });
        let Some((intent, points)) = weighed.max_by_key(|it| it.1) else { return };
        verdict.intent = (points >= LEAST).then_some(intent);
        let of_field =
            verdict.intent.and_then(facts).filter(|it| it.area.is_some() && it.area == verdict.area);
        verdict.topic = of_field.map(|it| it.topic).or(verdict.topic);
    }
}
