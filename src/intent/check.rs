//! Everything wrong with a set of rule files, at once: what cannot be read, what does not do what its author says, and what
//! may not be meant so.
//!
//! Must not know how a message is matched, only what becomes of it.

mod dead;
mod near;
mod twins;

use chrono::NaiveDate;

use crate::domain::service::Service;
use crate::tomlfile::{Fault, Placed, TomlFile};

use super::catalogue::{Catalogue, PlaceName};
use super::compile::{self, Origins};
use super::reading::{Reading, SURE};
use super::review;
use super::source::{IntentSource, Sources};

/// What a look at a set of rule files brings to light, each in the order of files and lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The set does not do what it says: it is refused.
    pub faults: Vec<Fault>,
    /// What is past its review. Answers that rest on it are not given, everything else works.
    pub overdue: Vec<Fault>,
    /// What may be meant so: told and no more.
    pub hints: Vec<Fault>,
}

/// All there is to say of the rule files on a day.
pub fn check(files: &[TomlFile], places: &[PlaceName], today: NaiveDate) -> Findings {
    let mut found = Findings::default();
    let sources = Sources::read(files, &mut found.faults);
    let mut origins = Origins::default();
    let catalogue = compile::compile(&sources, files, places, Some(&mut origins), &mut found.faults);
    for topic in &sources.topics {
        let Some(file) = files.get(topic.file) else { continue };
        for intent in &topic.intents {
            let name = format!("{}.{}", topic.key.value, intent.id.value);
            let mut checked =
                Checked { catalogue: &catalogue, name, intent, file, faults: &mut found.faults };
            checked.completeness();
            checked.examples();
            checked.counters();
        }
    }
    found.faults.extend(dead::patterns(&catalogue, &origins, &sources));
    found.hints.extend(near::examples(&catalogue, &sources, files));
    found.hints.extend(twins::patterns(&catalogue, &origins));
    found.hints.extend(twins::classes(files));
    found.overdue.extend(review::overdue(&sources, files, today));
    for list in [&mut found.faults, &mut found.overdue, &mut found.hints] {
        list.sort();
        list.dedup();
    }
    found
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::testing::{file, intent, lexicon, places};

    const COMPLETE: &str = "counter = [\"今天天气\"]\nexamples = ";

    fn faults(files: &[TomlFile]) -> Vec<String> {
        let today = "2026-11-23".parse().unwrap();
        check(files, &places(), today).faults.iter().map(ToString::to_string).collect()
    }

    fn one(rest: &str) -> Vec<String> {
        faults(&[file("t", &format!("area = \"侵权\"\n{rest}"))])
    }

    #[track_caller]
    fn names(faults: &[String], wanted: &[&str]) {
        let found = faults.iter().any(|fault| wanted.iter().all(|part| fault.contains(part)));
        assert!(found, "{wanted:?} in {faults:#?}");
    }

    #[test]
    fn a_sound_set_has_no_fault() {
        let sound = intent("i", &["离婚"], &format!("{COMPLETE}[\"离婚\", \"要离婚\", \"想离婚\"]"));
        assert_eq!(one(&sound), [""; 0]);
    }

    #[test]
    fn a_stolen_example_names_thief_and_rules() {
        let weak = intent("weak", &["离婚 = 60"], &format!("{COMPLETE}[\"离婚手续\", \"离婚\", \"要离婚\"]"));
        let thief = intent("thief", &["手续 = 80"], &format!("{COMPLETE}[\"手续\", \"手续吗\", \"问手续\"]"));
        let faults = one(&format!("{weak}{thief}"));
        assert_eq!(faults.len(), 1, "{faults:#?}");
        names(
            &faults,
            &["t.toml:", "`离婚手续` is taken by t.thief", "手续 = 80", "t.weak (fired 离婚 = 60)"],
        );
    }

    #[test]
    fn an_example_nobody_understands_is_named() {
        let faults = one(&intent("i", &["离婚"], &format!("{COMPLETE}[\"离婚\", \"要离婚\", \"分手\"]")));
        names(&faults, &["`分手` is read as unclear", "t.i nothing fired"]);
    }

    #[test]
    fn a_counter_example_that_is_taken_is_named() {
        let rest = "examples = [\"离婚\", \"要离婚\", \"想离婚\"]\ncounter = [\"离婚证丢了\"]";
        names(
            &one(&intent("i", &["离婚"], rest)),
            &["counter-example `离婚证丢了` is taken by t.i", "离婚 = 60"],
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        let faults = one("[[intent]]\nid = \"i\"\nlabel = \"x\"\nanswer = \"好\"\n");
        for wanted in
            ["no pattern", "`answer_en`", "`law`", "`examples`", "`counter`", "`label_en` is missing"]
        {
            names(&faults, &["t.toml:", wanted]);
        }
    }

    #[test]
    fn what_nobody_knows_is_named_with_its_line() {
        let rest = "service = \"divorce\"\npriority = \"high\"\nnext = [\"court\"]\nanswer = \"好\"\nlaw = [\"婚姻法 1\"]";
        let faults = faults(&[file("t", &format!("area = \"法律\"\n{}", intent("i", &["<nobody>"], rest)))]);
        for wanted in [
            "t.toml:4: `法律` is no area",
            "`divorce` is no service",
            "`high` is no priority",
            "`court` is no service",
            "t.toml:9: `<nobody>`: `<nobody>` is no word class",
            "`婚姻法` is not in laws.toml",
        ] {
            names(&faults, &[wanted]);
        }
    }

    #[test]
    fn rules_that_cannot_match_are_refused() {
        let long = "很长".repeat(35);
        for (pattern, wanted) in [
            ("/\\d+/", "no word that must be there"),
            ("离婚 + /(/", "the regex cannot be read"),
            (long.as_str(), "longer than 63 signs"),
        ] {
            names(&one(&intent("i", &[pattern], "")), &["t.toml:9", wanted]);
        }
    }

    #[test]
    fn twice_the_same_is_named() {
        let twice = intent("i", &["离婚"], "").repeat(2);
        names(&one(&twice), &["intent `t.i` is there twice"]);
        let files = [file("t", ""), TomlFile { name: "other.toml".into(), ..file("t", "") }];
        names(&faults(&files), &["other.toml:1: topic `t` is in t.toml too"]);
    }

    #[test]
    fn a_law_past_its_review_is_named() {
        let laws = "[[law]]\nname = \"民法典\"\nmark = \"V2\"\nverified = \"2026-01-01\"\nreview_by = \"2026-11-22\"";
        let laws = TomlFile { name: "laws.toml".into(), text: laws.into() };
        let found = check(&[laws], &places(), "2026-11-23".parse().unwrap());
        assert_eq!(found.faults, []);
        let overdue: Vec<String> = found.overdue.iter().map(ToString::to_string).collect();
        names(&overdue, &["laws.toml:1: 民法典 was to be looked at again by 2026-11-22"]);
        let wrong = lexicon("[turns]\nanger = [\"气\"]\n");
        names(&faults(&[wrong]), &["lexicon.toml:", "`anger` is not known"]);
    }

    #[test]
    fn the_examples_of_a_set_can_be_had() {
        let files = [file("t", &intent("i", &["离婚"], "examples = [\"离婚\", \"要离婚\"]"))];
        assert_eq!(examples(&files).len(), 2);
    }
}
