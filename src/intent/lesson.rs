//! A sentence that teaches: what is right for it, and whom it speaks for.
//!
//! Must not know how anything is learnt from it.

use serde::Deserialize;

use crate::domain::service::Service;

use super::area::Area;
use super::source::Sources;

/// A sentence and what is right for it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Lesson {
    /// As somebody wrote it.
    pub text: String,
    /// The services that are right, the best first.
    #[serde(default)]
    pub service: Vec<String>,
    /// The field of law, by its portal label.
    #[serde(default)]
    pub label: String,
    /// Other fields that are right too.
    #[serde(default)]
    pub also: Vec<String>,
    /// Which topic of the field, where it has several.
    #[serde(default)]
    pub topic: String,
    /// Which intent of the service.
    #[serde(default)]
    pub intent: String,
    /// What it is not, whatever else it is: services, topics and intents.
    #[serde(default)]
    pub not: Vec<String>,
    /// How much it counts beside others.
    #[serde(default = "one")]
    pub weight: f32,
}

const fn one() -> f32 {
    1.0
}

impl Lesson {
    /// What it names that nobody knows.
    pub(super) fn unknown(&self, sources: &Sources) -> Option<String> {
        let is_intent = |name: &String| {
            let (topic, id) = name.split_once('.').unwrap_or_default();
            let topic = sources.topics.iter().find(|it| it.key.value == topic);
            topic.is_some_and(|it| it.intents.iter().any(|intent| intent.id.value == id))
        };
        let is_service = |name: &String| Service::parse(name).is_some();
        let is_area = |name: &String| name.is_empty() || Area::known(name).is_some();
        let services = self.service.iter().find(|name| !is_service(name)).map(|name| (name, "service"));
        let areas = [&self.label].into_iter().chain(&self.also).find(|name| !is_area(name));
        let intent = [&self.intent].into_iter().find(|name| !name.is_empty() && !is_intent(name));
        let is_topic = |name: &String| sources.topics.iter().any(|it| it.key.value == *name);
        let topic = [&self.topic].into_iter().find(|name| !name.is_empty() && !is_topic(name));
        let not = self.not.iter().find(|name| !is_service(name) && !is_topic(name) && !is_intent(name));
        let (name, kind) = services
            .or(areas.map(|name| (name, "field of law")))
            .or(topic.map(|name| (name, "topic")))
            .or(intent.map(|name| (name, "intent")))
            .or(not.map(|name| (name, "service, no topic and no intent")))?;
        Some(format!("`{name}`, which `{}` is said to be, is no {kind}: mend its name", self.text))
    }

    /// Whether it speaks for a target or against it; none if it says nothing of it.
    pub(super) fn speaks_for(&self, kind: &str, target: &str) -> Option<bool> {
        let (best, others): (Option<&String>, &[String]) = match kind {
            "service" => (self.service.first(), &self.service),
            "area" => (Some(&self.label), &self.also),
            "topic" => (Some(&self.topic), &[]),
            _ => (Some(&self.intent), &[]),
        };
        if self.not.iter().any(|other| other == target) {
            return Some(false);
        }
        let best = best.filter(|it| !it.is_empty())?;
        if best == target {
            return Some(true);
        }
        (!others.iter().any(|other| other == target)).then_some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_right_service_is_not_spoken_against_and_a_wrong_one_is() {
        let both = Lesson { service: vec!["human".into(), "progress".into()], ..Lesson::default() };
        let told = |lesson: &Lesson, target| lesson.speaks_for("service", target);
        let targets = ["human", "progress", "cancel"];
        assert_eq!(targets.map(|target| told(&both, target)), [Some(true), None, Some(false)]);
        let not = Lesson { not: vec!["emergency".into()], ..Lesson::default() };
        assert_eq!(["emergency", "human"].map(|target| told(&not, target)), [Some(false), None]);
    }
}
