//! A sentence that teaches: what is right for it, and whom it speaks for.
//!
//! Must not know how anything is learnt from it.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::domain::service::Service;
use crate::tomlfile::Fault;

use super::area::Area;
use super::source::Sources;

/// A sentence and what is right for it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Lesson {
    /// As somebody wrote it.
    pub text: String,
    /// The services that are right, the best first.
    #[serde(default, deserialize_with = "some")]
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
    /// The question of law that it asks, [`Lesson::NO_QUESTION`] if none that has an answer; told apart from `intent` by the rules.
    #[serde(skip)]
    pub question: String,
    /// The file it stands in, and the line; for faults.
    #[serde(skip)]
    pub place: (String, usize),
}

const fn one() -> f32 {
    1.0
}

/// Nobody writes an empty list on purpose.
fn some<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let names = Vec::deserialize(from)?;
    if names.is_empty() {
        Err(D::Error::custom("`service` is empty: name one, or leave it out"))
    } else {
        Ok(names)
    }
}

/// No sentence counts more than so many.
const MOST_WEIGHT: f32 = 100.0;

impl Lesson {
    /// What a row may have; all else in it is for others.
    pub const KEYS: [&str; 8] = ["text", "service", "label", "also", "topic", "intent", "not", "weight"];

    /// What stands as `intent` where a question of law is none that has an answer.
    pub const NO_QUESTION: &str = "none";

    /// Tells whether its intent is a question of law: these stand apart.
    pub(super) fn tell_question(&mut self, sources: &Sources) {
        let is_question = |name: &str| {
            let (topic, id) = name.split_once('.').unwrap_or_default();
            let topic = sources.topics.iter().find(|it| it.key.value == topic);
            let intent = topic.and_then(|it| it.intents.iter().find(|intent| intent.id.value == id));
            intent.is_some_and(|it| it.service.is_none_or(|service| service == Service::Consultation))
        };
        if self.intent == Self::NO_QUESTION || is_question(&self.intent) {
            self.question = std::mem::take(&mut self.intent);
        }
    }

    /// What keeps it from teaching anything.
    pub(super) fn faults(&self, sources: &Sources) -> Vec<Fault> {
        let (file, line) = &self.place;
        let all = [self.unknown(sources), self.senseless()].into_iter().flatten();
        all.map(|what| Fault { file: file.clone(), line: *line, what }).collect()
    }

    /// What it says that cannot be meant.
    fn senseless(&self) -> Option<String> {
        let text = &self.text;
        let said = [&self.label, &self.topic, &self.intent, &self.question]
            .into_iter()
            .filter(|name| !name.is_empty());
        let said: Vec<&String> = said.chain(&self.service).collect();
        let both = self.not.iter().find(|name| said.contains(name));
        if text.trim().is_empty() {
            Some("`text` is empty: write what somebody said".into())
        } else if self.label.is_empty() && !self.also.is_empty() {
            Some("`also` is beside no `label`: name the best field of law as `label`".into())
        } else if said.is_empty() && self.not.is_empty() {
            Some(format!("nothing is said of `{text}`: add `service`, `label`, `topic`, `intent` or `not`"))
        } else if let Some(name) = both {
            Some(format!("`{text}` is said to be `{name}` and not to be it: take one of them out"))
        } else if self.weight > 0.0 && self.weight <= MOST_WEIGHT {
            None
        } else {
            Some(format!(
                "a `weight` of {} counts nothing: it is above 0 and at most {MOST_WEIGHT}",
                self.weight
            ))
        }
    }

    /// What it names that nobody knows.
    fn unknown(&self, sources: &Sources) -> Option<String> {
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
            "question" => (Some(&self.question), &[]),
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
    fn what_cannot_be_meant_is_told_with_its_place() {
        let told = |row: &str| {
            let lesson: Lesson = serde_json::from_str(row).unwrap();
            let lesson = Lesson { place: ("misheard.jsonl".into(), 7), ..lesson };
            let faults = lesson.faults(&Sources::read(&[], &mut Vec::new()));
            faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        for (row, says) in [
            (r#"{"text": "走"}"#, "misheard.jsonl:7: nothing is said of `走`"),
            (r#"{"text": " ", "service": ["human"]}"#, "misheard.jsonl:7: `text` is empty"),
            (r#"{"text": "走", "also": ["侵权"]}"#, "`also` is beside no `label`"),
            (
                r#"{"text": "走", "service": ["human"], "not": ["human"]}"#,
                "is said to be `human` and not to be it",
            ),
            (r#"{"text": "走", "service": ["human"], "weight": -5}"#, "a `weight` of -5 counts nothing"),
            (r#"{"text": "走", "service": ["human"], "weight": 1e300}"#, "counts nothing"),
            (
                r#"{"text": "走", "service": ["humn"]}"#,
                "misheard.jsonl:7: `humn`, which `走` is said to be, is no service",
            ),
        ] {
            assert!(told(row).contains(says), "{row}: {}", told(row));
        }
        assert_eq!(told(r#"{"text": "走", "not": ["human"], "weight": 0.5}"#), "");
        let empty = serde_json::from_str::<Lesson>(r#"{"text": "走", "service": []}"#).unwrap_err();
        assert!(empty.to_string().contains("`service` is empty"), "{empty}");
    }

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
