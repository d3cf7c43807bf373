//! Everything wrong with a set of rule files, at once: what cannot be read, what does not do what its author says, and what
//! may not be meant so.
//!
//! Must not know how a message is matched, only what becomes of it.

mod classes;
mod dead;
mod near;
mod twins;

use chrono::NaiveDate;

use crate::domain::service::Service;
use crate::tomlfile::{Fault, Placed, TomlFile};

use super::catalogue::{Catalogue, PlaceName, Scratch};
use super::compile::{self, Origins};
use super::decide::CERTAIN;
use super::reading::{Fired, Reading, SURE};
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
    found.hints.extend(classes::hints(files));
    found.hints.extend(review::not_in_force(&sources, files, today));
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
        } else if let Some(answer_en) = &intent.answer_en {
            let what = format!("{} has an `answer_en` but no `answer`: add the answer in Chinese", self.name);
            self.fault(answer_en.at, what);
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
        let mut scratch = Scratch::default();
        for example in &self.intent.examples {
            let verdict = self.catalogue.judge(&example.value, &mut scratch);
            let reading = self.catalogue.tell(&verdict, &scratch);
            if reading.intent.as_deref() == Some(&self.name) && reading.score >= SURE {
                continue;
            }
            let mine = fired_for(&reading, &self.name);
            let is_stopped =
                !scratch.points.ranked.iter().any(|it| self.catalogue.intent_name(it.0) == Some(&self.name));
            let advice = advice(&reading, &self.name, is_stopped);
            let what = match &reading.intent {
                Some(thief) => format!(
                    "example `{}` is taken by {thief} ({}; {}), not by {} ({mine}): {advice}",
                    example.value,
                    reading.score,
                    fired_for(&reading, thief),
                    self.name,
                ),
                None => format!(
                    "example `{}` is read as {} without an intent ({}; {} {mine}): {advice}",
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

/// What would make an example this intent's.
fn advice(reading: &Reading, intent: &str, is_stopped: bool) -> &'static str {
    let thief = reading.intent.as_deref().is_some_and(|thief| rules_for(reading, thief).next().is_some());
    match rules_for(reading, intent).map(|fired| fired.weight).max() {
        None => "add a pattern for it",
        Some(_) if is_stopped => "its own `not` stops it: mend that",
        Some(CERTAIN..) if thief => "keep the other off with `not` or `!`",
        Some(CERTAIN..) => "teach the sentence (`intents learn`)",
        Some(_) if thief => "raise this one's points, or keep the other off with `not` or `!`",
        Some(_) => {
            "how it is put says otherwise: give its pattern 100 points, or teach the sentence (`intents learn`)"
        }
    }
}

fn rules_for<'a>(reading: &'a Reading, intent: &'a str) -> impl Iterator<Item = &'a Fired> {
    reading.matched.iter().filter(move |fired| fired.intent == intent)
}

/// What made an intent fire, as a reader of rules wants it.
fn fired_for(reading: &Reading, intent: &str) -> String {
    let fired = rules_for(reading, intent);
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
    use crate::intent::testing::{file, intent, lexicon, places, wording};

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
    fn the_worked_case_of_the_documents_is_sound() {
        let document = include_str!("../../docs/intents.md");
        let case = document.split("## A worked case").nth(1).unwrap();
        let case = case.split("```toml\n").nth(1).and_then(|case| case.split("```").next()).unwrap();
        let shipped = |name: &str, text: &str| TomlFile { name: name.into(), text: text.into() };
        let files = [
            shipped("laws.toml", include_str!("../../intents/laws.toml")),
            shipped("lexicon.toml", include_str!("../../intents/lexicon.toml")),
            shipped("tenancy.toml", case),
        ];
        assert_eq!(faults(&files), [""; 0]);
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
        names(&faults, &["`分手` is read as unclear", "t.i nothing fired", "add a pattern for it"]);
    }

    #[test]
    fn what_is_advised_would_help() {
        let table =
            "[service]\nconsultation = '-20 ^'\nsmalltalk = '-20 ^'\nmediation = '''\n120 说和\n-20 ^\n'''\n";
        let own = |pattern: &str, rest: &str| {
            intent("i", &[pattern], &format!("{COMPLETE}[\"灯笼\", \"灯笼说和\"]\n{rest}"))
        };
        let said = |own: &str, other: &str| {
            let text = format!("area = \"侵权\"\n{own}{}", intent("j", &[other], "service = \"mediation\""));
            faults(&[file("t", &text), wording(table)])
                .into_iter()
                .filter(|it| it.contains("example `灯笼说和`"))
                .collect()
        };
        let one: Vec<String> = said(&own("灯笼", ""), "调解");
        names(
            &one,
            &[
                "is taken by t.j (",
                "nothing fired",
                "t.i (fired 灯笼 = 60): how it is put says otherwise: give its pattern 100",
            ],
        );
        assert_eq!(said(&own("灯笼 = 100", ""), "调解"), [""; 0]);
        names(
            &said(&own("灯笼 = 100", ""), "说和 = 100"),
            &["is taken by t.j", ": keep the other off with `not`"],
        );
        names(&said(&own("灯笼", ""), "说和 = 80"), &["is taken by t.j", ": raise this one's points"]);
        names(
            &said(&own("灯笼", "not = [\"说和\"]"), "说和"),
            &["is taken by t.j", ": its own `not` stops it"],
        );
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
        let other = one(&intent("i", &["离婚"], "answer_en = \"well\"\ncounter = [\" \"]"));
        names(&other, &["t.i has an `answer_en` but no `answer`"]);
        names(&other, &["t.toml:11: a text of `counter` is empty"]);
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
