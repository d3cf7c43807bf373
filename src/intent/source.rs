//! Rule files as their authors wrote them, each text with its place.
//!
//! Must not know what a pattern means.

use std::collections::BTreeMap;

use crate::domain::service::Service;
use crate::tomlfile::{Fault, Placed, Section, TomlFile};

use super::area::Area;
use super::deadlines::{self, DeadlineSource};
use super::laws::LawTable;
use super::lexicon::Lexicon;
use super::numbers::NumberTable;
use super::operators;

/// All rule files.
#[derive(Debug, Default)]
pub struct Sources {
    /// What is shared.
    pub lexicon: Lexicon,
    /// What may be cited.
    pub laws: LawTable,
    /// What changes every year.
    pub numbers: NumberTable,
    /// Periods that run out.
    pub deadlines: Vec<DeadlineSource>,
    /// One per topic file, in the order of the files.
    pub topics: Vec<TopicSource>,
}

/// A topic file.
#[derive(Debug, Default)]
pub struct TopicSource {
    /// Which file, counted from 0.
    pub file: usize,
    /// The key stored in cases.
    pub key: Placed<String>,
    /// What people read.
    pub label: String,
    /// The same in English.
    pub label_en: String,
    /// The field of law; none for what is not about law.
    pub area: Option<Area>,
    /// Whether many people may have one such matter together.
    pub shared: bool,
    /// Whether the other side is the state, so that there is nothing to mediate.
    pub public: bool,
    /// Word classes of the file.
    pub words: BTreeMap<String, Vec<String>>,
    /// The intents.
    pub intents: Vec<IntentSource>,
}

/// An intent as written.
#[derive(Debug, Default)]
pub struct IntentSource {
    /// Where its table begins.
    pub at: usize,
    /// Its name within the topic.
    pub id: Placed<String>,
    /// What it wants.
    pub service: Option<Service>,
    /// Who goes first.
    pub priority: Priority,
    /// Whether a negated word does not count.
    pub negatable: bool,
    /// Instead of the topic's.
    pub area: Option<Area>,
    /// Whether the other side is the state, though it is not for the topic.
    pub public: bool,
    /// For a button.
    pub label: String,
    /// The same in English.
    pub label_en: String,
    /// Any one fires it.
    pub patterns: Vec<Placed<String>>,
    /// Any one of these words stops it.
    pub not: Vec<Placed<String>>,
    /// What is answered.
    pub answer: Option<Placed<String>>,
    /// The same in English.
    pub answer_en: Option<Placed<String>>,
    /// What the answer rests on.
    pub law: Vec<Placed<String>>,
    /// What is offered besides.
    pub next: Vec<Service>,
    /// The hotlines to show first, by their keys in the directory.
    pub hotlines: Vec<Placed<String>>,
    /// Must win.
    pub examples: Vec<Placed<String>>,
    /// Must not be this.
    pub counter: Vec<Placed<String>>,
}

/// Who goes first when several intents fire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Greetings, chat, what is not ours.
    Chat,
    /// Questions of law.
    #[default]
    Topic,
    /// Somebody asks for a service by name.
    Service,
    /// A word to the bot itself.
    Command,
    /// Danger to somebody.
    Danger,
}

/// The file that `wording` reads.
pub const WORDING: &str = "wording.toml";

impl Sources {
    /// Reads every file; faults go to `faults`.
    pub fn read(files: &[TomlFile], faults: &mut Vec<Fault>) -> Self {
        let mut sources = Self::default();
        for (number, file) in files.iter().enumerate() {
            match file.name.rsplit(['/', '\\']).next() {
                Some("lexicon.toml") => sources.lexicon = Lexicon::read(file, faults),
                Some("deadlines.toml") => sources.deadlines = deadlines::read(number, file, faults),
                Some("numbers.toml") => sources.numbers = NumberTable::read(file, faults),
                Some("laws.toml") => sources.laws = LawTable::read(file, faults),
                Some(WORDING) => {}
                _ => sources.topics.push(TopicSource::read(number, file, faults)),
            }
        }
        sources
    }
}

impl TopicSource {
    fn read(number: usize, file: &TomlFile, faults: &mut Vec<Fault>) -> Self {
        file.read(faults, |top| {
            let area = read_area(top);
            let key = top.required_filled_text("topic").unwrap_or_default();
            let (label, label_en) = read_labels(top);
            let shared = top.boolean("shared").is_some_and(|it| it.value);
            let public = top.boolean("public").is_some_and(|it| it.value);
            let words = top.table("words", read_classes).unwrap_or_default();
            let intents = top.tables("intent", |intent| IntentSource::read(intent, &key.value));
            Self { file: number, key, label, label_en, area, shared, public, words, intents }
        })
    }
}

impl IntentSource {
    fn read(section: &mut Section<'_, '_>, topic: &str) -> Self {
        let service = read_service(section);
        let priority = read_priority(section, topic, service);
        let (label, label_en) = read_labels(section);
        Self {
            at: section.at(),
            id: section.required_filled_text("id").unwrap_or_default(),
            service,
            priority,
            negatable: section.boolean("negatable").map_or(priority != Priority::Danger, |it| it.value),
            area: read_area(section),
            public: section.boolean("public").is_some_and(|it| it.value),
            label,
            label_en,
            patterns: section.texts("patterns"),
            not: section.texts("not"),
            answer: section.filled_text("answer"),
            answer_en: section.filled_text("answer_en"),
            law: section.texts("law"),
            next: read_next(section),
            hotlines: section.texts("hotlines"),
            examples: read_sentences(section, "examples"),
            counter: read_sentences(section, "counter"),
        }
    }
}

/// Every key is a class, its value the words.
pub fn read_classes(section: &mut Section<'_, '_>) -> BTreeMap<String, Vec<String>> {
    let names = section.keys();
    names
        .into_iter()
        .map(|name| {
            let words = section.texts(&name.value);
            for word in &words {
                if word.value.trim().is_empty() {
                    section.fault(word.at, format!("a word of `{}` is empty: take it out", name.value));
                } else if let Some(what) = operators::in_word(&word.value) {
                    section.fault(word.at, what);
                }
            }
            (name.value, words.into_iter().map(|word| word.value).collect())
        })
        .collect()
}

/// Texts that somebody may write.
fn read_sentences(section: &mut Section<'_, '_>, key: &str) -> Vec<Placed<String>> {
    let mut all = section.texts(key);
    for blank in all.iter().filter(|it| it.value.trim().is_empty()) {
        section.fault(blank.at, format!("a text of `{key}` is empty: take it out"));
    }
    all.retain(|it| !it.value.trim().is_empty());
    all
}

fn read_labels(section: &mut Section<'_, '_>) -> (String, String) {
    let label = section.required_filled_text("label").unwrap_or_default();
    let label_en = section.required_filled_text("label_en").unwrap_or_default();
    (label.value, label_en.value)
}

fn read_area(section: &mut Section<'_, '_>) -> Option<Area> {
    let given = section.text("area")?;
    if given.value.is_empty() {
        return None;
    }
    let known = Area::known(&given.value);
    if known.is_none() {
        let all: Vec<&str> = Area::all().map(Area::label).collect();
        section.fault(given.at, format!("`{}` is no area; known are {}", given.value, all.join(" ")));
    }
    known
}

fn read_service(section: &mut Section<'_, '_>) -> Option<Service> {
    let Some(given) = section.text("service") else { return Some(Service::Consultation) };
    let service = Service::parse(&given.value);
    if service.is_none() {
        section.fault(given.at, unknown_service(&given.value));
    }
    service
}

fn read_next(section: &mut Section<'_, '_>) -> Vec<Service> {
    let mut all = Vec::new();
    for given in section.texts("next") {
        match Service::parse(&given.value) {
            Some(service) => all.push(service),
            None => section.fault(given.at, unknown_service(&given.value)),
        }
    }
    all
}

fn unknown_service(given: &str) -> String {
    let known: Vec<&str> = Service::ALL.iter().map(|service| service.code()).collect();
    format!("`{given}` is no service; known are {}", known.join(" "))
}

fn read_priority(section: &mut Section<'_, '_>, topic: &str, service: Option<Service>) -> Priority {
    let usual = match service {
        Some(Service::Emergency) => Priority::Danger,
        _ if topic == "command" => Priority::Command,
        Some(Service::Consultation) => Priority::Topic,
        Some(Service::Smalltalk | Service::OutOfScope) => Priority::Chat,
        _ => Priority::Service,
    };
    let Some(given) = section.text("priority") else { return usual };
    match given.value.as_str() {
        "danger" => Priority::Danger,
        "command" => Priority::Command,
        "service" => Priority::Service,
        "topic" => Priority::Topic,
        "chat" => Priority::Chat,
        other => {
            section.fault(
                given.at,
                format!("`{other}` is no priority; known are danger command service topic chat"),
            );
            usual
        }
    }
}
