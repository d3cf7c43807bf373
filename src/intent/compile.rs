//! Rule files made into tables.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::domain::service::Service;
use crate::tomlfile::{Fault, Placed, TomlFile};

use super::answer::Stored;
use super::area::Area;
use super::build::Builder;
use super::catalogue::{Catalogue, Intent, PlaceName, TopicNames};
use super::classes::Classes;
use super::common::Common;
use super::deadlines::DeadlineSource;
use super::decide::{IntentFacts, TopicFacts};
use super::due::{self, Due};
use super::lexicon::Lexicon;
use super::literal::role;
use super::normalise::{Signs, normalise};
use super::pattern::{self, Pattern};
use super::polite::Polite;
use super::reading::Place;
use super::rules::{Owner, index};
use super::source::{IntentSource, Sources, TopicSource, WORDING};
use super::vocabulary::Vocabulary;
use super::wording::Wording;

/// What rules were made of, as their `origins` count; and the words in it.
#[derive(Debug, Default)]
pub struct Origins<'a> {
    /// The patterns.
    pub patterns: Vec<Origin<'a>>,
    /// The words, by the numbers that the patterns know them by.
    pub words: Vec<Arc<str>>,
}

impl Origins<'_> {
    /// A word.
    pub fn word(&self, number: u32) -> &str {
        self.words.get(index(number)).map_or("", |word| word)
    }
}

/// A pattern that was made a rule of, and where it stands.
#[derive(Debug)]
pub struct Origin<'a> {
    /// Its file.
    pub file: &'a TomlFile,
    /// Where in it.
    pub at: usize,
    /// As written.
    pub text: &'a str,
    /// Taken apart.
    pub pattern: Pattern,
    /// Whose it is.
    pub owner: Owner,
}

/// Makes a catalogue; faults go to `faults`, and what they spoil is left out. Whoever wants to know what its rules were made of
/// lends `origins`.
pub fn compile<'a>(
    sources: &'a Sources,
    files: &'a [TomlFile],
    places: &[PlaceName],
    origins: Option<&mut Origins<'a>>,
    faults: &mut Vec<Fault>,
) -> Catalogue {
    let mut work = Work {
        origins,
        builder: Builder::new(Vocabulary::new(&sources.lexicon.folding)),
        catalogue: Catalogue { version: digest(files), ..Catalogue::default() },
        shared: shared_words(&sources.lexicon, places),
        faults,
    };
    work.add_lexicon(&sources.lexicon);
    work.add_places(places, &sources.lexicon);
    work.add_topics(sources, files);
    for deadline in &sources.deadlines {
        if let Some(file) = files.get(deadline.file) {
            work.add_deadline(deadline, file, sources);
        }
    }
    let Work { builder, mut catalogue, origins, faults, .. } = work;
    if let Some(file) = files.iter().find(|file| file.name.ends_with(WORDING)) {
        let topic = |key: &str| (0..).zip(&catalogue.topics).find(|it| it.1.key == key).map(|it| it.0);
        let intent = |name: &str| catalogue.by_name.get(name).copied();
        catalogue.wording = Wording::read(file, topic, intent, faults);
    }
    if let Some(origins) = origins {
        origins.words = builder.vocabulary.texts();
    }
    match builder.finish(&common(sources)) {
        Ok(rules) => catalogue.rules = rules,
        Err(what) => faults.push(Fault { file: "intents".into(), line: 0, what }),
    }
    catalogue.usual_topics = usual_topics(&catalogue.intent_facts, &catalogue.topic_facts);
    catalogue.folding = sources.lexicon.folding.clone();
    catalogue.numbers = sources.numbers.clone();
    catalogue
}

/// The topic of each field of law that has most intents of it.
fn usual_topics(intents: &[IntentFacts], topics: &[TopicFacts]) -> Vec<Option<u16>> {
    let of_law = |intent: &&IntentFacts| {
        topics.get(usize::from(intent.topic)).is_some_and(|topic| topic.area.is_some())
    };
    let usual = |area: Area| {
        let mut times: BTreeMap<u16, usize> = BTreeMap::new();
        for intent in intents.iter().filter(of_law).filter(|it| it.area == Some(area)) {
            *times.entry(intent.topic).or_default() += 1;
        }
        times.into_iter().max_by_key(|&(topic, times)| (times, Reverse(topic))).map(|it| it.0)
    };
    Area::all().map(usual).collect()
}

/// What the examples of all intents say.
fn common(sources: &Sources) -> Common {
    let mut common = Common::default();
    let (mut signs, mut spare) = (Signs::default(), Signs::default());
    let intents = sources.topics.iter().flat_map(|topic| &topic.intents);
    for example in intents.flat_map(|intent| intent.examples.iter().chain(&intent.counter)) {
        signs.write(&example.value);
        sources.lexicon.folding.fold(&mut signs, &mut spare);
        common.read(signs.all());
    }
    common
}

struct Work<'a, 'lent> {
    builder: Builder<'a>,
    catalogue: Catalogue,
    origins: Option<&'lent mut Origins<'a>>,
    shared: BTreeMap<String, Vec<String>>,
    faults: &'lent mut Vec<Fault>,
}

impl<'a> Work<'a, '_> {
    fn add_lexicon(&mut self, lexicon: &Lexicon) {
        let roles = [
            (&lexicon.negate_next, role::NEGATES_NEXT),
            (&lexicon.negate_soon, role::NEGATES_SOON),
            (&lexicon.negation_ends, role::ENDS_NEGATION),
            (&lexicon.lookalikes, role::LOOKALIKE),
            (&lexicon.hearsay, role::HEARSAY),
            (&lexicon.questions, role::QUESTION),
        ];
        for (words, role) in roles {
            for word in words {
                self.builder.role(&normalise(word), role);
            }
        }
        let signs = |words: &[String]| words.iter().map(|word| normalise(word).chars().collect()).collect();
        self.catalogue.polite = Polite::new(signs(&lexicon.before), signs(&lexicon.after));
    }

    fn add_places(&mut self, places: &[PlaceName], lexicon: &Lexicon) {
        for (place, number) in places.iter().zip(0..) {
            let name = lexicon.folding.fold_text(&place.name);
            if !name.is_empty() {
                self.builder.place(&name, number);
            }
            self.catalogue.places.push(place.to.clone());
        }
    }

    fn add_topics(&mut self, sources: &'a Sources, files: &'a [TomlFile]) {
        let mut keys: HashMap<&str, &str> = HashMap::new();
        for topic in &sources.topics {
            let Some(file) = files.get(topic.file) else { continue };
            if let Some(other) = keys.insert(&topic.key.value, &file.name) {
                let what = format!("topic `{}` is in {other} too: give one another key", topic.key.value);
                self.faults.push(file.fault(topic.key.at, what));
            }
            self.add_topic(topic, file, sources);
        }
    }

    fn add_topic(&mut self, source: &'a TopicSource, file: &'a TomlFile, sources: &Sources) {
        let Ok(topic) = u16::try_from(self.catalogue.topics.len()) else { return };
        self.catalogue.topics.push(TopicNames {
            key: source.key.value.clone(),
            label: source.label.clone(),
            label_en: source.label_en.clone(),
        });
        let TopicSource { area, shared, public, .. } = *source;
        self.catalogue.topic_facts.push(TopicFacts { area, shared, public });
        let shared = std::mem::take(&mut self.shared);
        let mut classes = Classes::new(&source.words, &shared);
        for intent in &source.intents {
            self.add_intent(intent, topic, source, file, &mut classes, sources);
        }
        self.shared = shared;
    }

    fn add_intent(
        &mut self,
        source: &'a IntentSource,
        topic: u16,
        of: &TopicSource,
        file: &'a TomlFile,
        classes: &mut Classes<'_>,
        sources: &Sources,
    ) {
        let name = format!("{}.{}", of.key.value, source.id.value);
        let Ok(number) = u16::try_from(self.catalogue.intents.len()) else { return };
        if self.catalogue.by_name.insert(name.clone(), number).is_some() {
            let what = format!("intent `{name}` is there twice: give one another id");
            self.faults.push(file.fault(source.id.at, what));
        }
        let service = source.service.unwrap_or(Service::Consultation);
        self.catalogue.intent_facts.push(IntentFacts {
            topic,
            service,
            priority: source.priority,
            area: source.area.or(of.area),
            public: source.public || of.public,
        });
        for text in &source.patterns {
            self.add_pattern(text, classes, file, (Owner::Intent(number), POINTS, source.negatable));
        }
        for text in &source.not {
            self.add_pattern(text, classes, file, (Owner::Stop(number), 0, false));
        }
        let answer = self.answer(source, file, sources);
        self.catalogue.intents.push(Intent {
            name,
            label: source.label.clone(),
            label_en: source.label_en.clone(),
            hotlines: source.hotlines.iter().map(|key| key.value.clone()).collect(),
            answer,
        });
    }

    fn add_deadline(&mut self, source: &DeadlineSource, file: &TomlFile, sources: &Sources) {
        for name in source.names.iter().filter(|name| name.value != due::ALL) {
            let intent = self.catalogue.by_name.contains_key(&name.value);
            if !intent && !sources.topics.iter().any(|topic| topic.key.value == name.value) {
                let what = format!("`{}` is no topic and no intent: write topic or topic.intent", name.value);
                self.faults.push(file.fault(name.at, what));
            }
        }
        match sources.laws.cite(&source.law.value) {
            Ok(cited) => {
                self.catalogue.deadlines.extend(source.period.clone().map(|period| Due { period, cited }));
            }
            Err(what) => self.faults.push(file.fault(source.law.at, what)),
        }
    }

    fn add_pattern(
        &mut self,
        text: &'a Placed<String>,
        classes: &mut Classes<'_>,
        file: &'a TomlFile,
        (owner, points, negatable): (Owner, i32, bool),
    ) {
        let pattern = pattern::parse(&text.value, classes, &mut self.builder.vocabulary);
        let added = pattern.and_then(|pattern| {
            let points = pattern.points.unwrap_or(points);
            self.builder.add(&pattern, owner, points, negatable).map(|()| pattern)
        });
        match added {
            Ok(pattern) => {
                if let Some(origins) = &mut self.origins {
                    origins.patterns.push(Origin { file, at: text.at, text: &text.value, pattern, owner });
                }
            }
            Err(what) => self.faults.push(file.fault(text.at, format!("`{}`: {what}", text.value))),
        }
    }

    fn answer(&mut self, source: &IntentSource, file: &TomlFile, sources: &Sources) -> Option<Stored> {
        let text = source.answer.as_ref()?.value.trim().to_owned();
        for answer in [&source.answer, &source.answer_en].into_iter().flatten() {
            if let Some(unknown) = sources.numbers.unknown_in(&answer.value) {
                let what = format!("`{{{unknown}}}` is no number: add it to numbers.toml or mend its key");
                self.faults.push(file.fault(answer.at, what));
            }
        }
        let mut cites = Vec::new();
        for law in &source.law {
            match sources.laws.cite(&law.value) {
                Ok(cited) => cites.push(cited),
                Err(what) => self.faults.push(file.fault(law.at, what)),
            }
        }
        let text_en = source.answer_en.as_ref().map_or_else(String::new, |it| it.value.trim().to_owned());
        Some(Stored { text, text_en, cites, next: source.next.clone() })
    }
}

/// What a pattern is worth that does not say.
const POINTS: i32 = 60;

/// The lexicon's classes, and the places as `<here>` and `<elsewhere>`.
fn shared_words(lexicon: &Lexicon, places: &[PlaceName]) -> BTreeMap<String, Vec<String>> {
    let mut shared = lexicon.words.clone();
    let named = |ours: bool| {
        let wanted = places.iter().filter(move |it| matches!(it.to, Place::Ours(_)) == ours);
        let mut names: Vec<String> = wanted.map(|it| it.name.clone()).collect();
        // A class without a word could not be written down; nobody writes this one.
        names.push("\u{e000}".into());
        names
    };
    shared.insert("here".into(), named(true));
    shared.insert("elsewhere".into(), named(false));
    shared
}

fn digest(files: &[TomlFile]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.name.as_bytes());
        hash.update([0]);
        hash.update(file.text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
