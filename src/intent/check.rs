//! Everything wrong with a set of rule files, at once: what cannot be read, and what does not do what its author says.

use chrono::NaiveDate;

use crate::domain::service::Service;
use crate::tomlfile::{Fault, Placed, TomlFile};

use super::catalogue::{Catalogue, PlaceName};
use super::compile;
use super::reading::{Reading, SURE};
use super::source::{IntentSource, Sources};

/// All faults of the rule files on a day, in the order of files and lines.
pub fn check(files: &[TomlFile], places: &[PlaceName], today: NaiveDate) -> Vec<Fault> {
    let mut faults = Vec::new();
    let sources = Sources::read(files, &mut faults);
    let catalogue = compile::compile(&sources, files, places, &mut faults);
    for topic in &sources.topics {
        let Some(file) = files.get(topic.file) else { continue };
        for intent in &topic.intents {
            let name = format!("{}.{}", topic.key.value, intent.id.value);
            let mut checked = Checked { catalogue: &catalogue, name, intent, file, faults: &mut faults };
            checked.completeness();
            checked.examples();
            checked.counters();
        }
    }
    if let Some(file) = files.iter().find(|file| file.name.ends_with("laws.toml")) {
        for (at, law, day) in sources.laws.due(today) {
            let what = format!("{law} was to be looked at again by {day}: verify it and set `review_by`");
            faults.push(file.fault(at, what));
        }
    }
    faults.sort();
    faults.dedup();
    faults
}

struct Checked<'a> {
    catalogue: &'a Catalogue,
    name: String,
    intent: &'a IntentSource,
    file: &'a TomlFile,
    faults: &'a mut Vec<Fault>,
}

/// How many sentences of its own an intent is tried with.
const EXAMPLES: usize = 3;

impl Checked<'_> {
    fn completeness(&mut self) {
        let intent = self.intent;
        if intent.patterns.is_empty() {
            self.fault(intent.at, format!("{} has no pattern: it can never fire", self.name));
        }
        if let Some(answer) = &intent.answer {
            if intent.answer_en.is_none() {
                self.fault(answer.at, format!("{} has no `answer_en`: add the answer in English", self.name));
            }
            if intent.law.is_empty() && intent.service == Some(Service::Consultation) {
                let what = format!("the answer of {} rests on no `law`: cite what it says", self.name);
                self.fault(answer.at, what);
            }
        }
        if intent.examples.len() < EXAMPLES {
            let what = format!("{} needs at least {EXAMPLES} `examples` that it must win", self.name);
            self.fault(intent.at, what);
        }
        if intent.counter.is_empty() {
            let what = format!("{} needs at least one `counter` example that it must not take", self.name);
            self.fault(intent.at, what);
        }
    }

    fn examples(&mut self) {
        for example in &self.intent.examples {
            let reading = self.catalogue.read(&example.value);
            if reading.intent.as_deref() == Some(&self.name) && reading.score >= SURE {
                continue;
            }
            let mine = fired_for(&reading, &self.name);
            let what = match &reading.intent {
                Some(thief) => format!(
                    "example `{}` is taken by {thief} ({}; {}), not by {} ({mine}): raise this one's points, or keep the \
                     other off with `not` or `!`",
                    example.value,
                    reading.score,
                    fired_for(&reading, thief),
                    self.name,
                ),
                None => format!(
                    "example `{}` is read as {} without an intent ({}; {} {mine}): add a pattern for it",
                    example.value,
                    reading.service.code(),
                    reading.score,
                    self.name,
                ),
            };
            self.fault(example.at, what);
        }
    }

    fn counters(&mut self) {
        for counter in &self.intent.counter {
            let reading = self.catalogue.read(&counter.value);
            if reading.intent.as_deref() == Some(&self.name) {
                let what = format!(
                    "counter-example `{}` is taken by {} ({}; {}): keep it off with `not` or `!`",
                    counter.value,
                    self.name,
                    reading.score,
                    fired_for(&reading, &self.name),
                );
                self.fault(counter.at, what);
            }
        }
    }

    fn fault(&mut self, at: usize, what: String) {
        self.faults.push(self.file.fault(at, what));
    }
}

/// What made an intent fire, as a reader of rules wants it.
fn fired_for(reading: &Reading, intent: &str) -> String {
    let fired = reading.matched.iter().filter(|fired| fired.intent == intent);
    let all: Vec<String> = fired.map(|it| format!("{} = {}", it.words.join(" + "), it.weight)).collect();
    if all.is_empty() { "nothing fired".into() } else { format!("fired {}", all.join(", ")) }
}

/// The examples of all rule files, for trying and measuring.
pub fn examples(files: &[TomlFile]) -> Vec<Placed<String>> {
    let sources = Sources::read(files, &mut Vec::new());
    let intents = sources.topics.into_iter().flat_map(|topic| topic.intents);
    intents.flat_map(|intent| intent.examples).collect()
}
