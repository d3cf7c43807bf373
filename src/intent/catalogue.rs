//! The rules, ready to match and to answer.

use std::cell::RefCell;
use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::lang::Lang;
use crate::domain::service::{Service, Topic};
use crate::tomlfile::{Fault, TomlFile};

use super::answer::{Answer, Stored};
use super::compile;
use super::decide::{IntentFacts, Points, TopicFacts, Verdict};
use super::fire::{Core, Fire, Shot};
use super::normalise::Folding;
use super::reading::{Fired, Place, Reading};
use super::rules::{Owner, Rules, index, position};
use super::scan::Found;
use super::source::{Priority, Sources};

/// A name that people give a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceName {
    /// As they write it.
    pub name: String,
    /// What it means.
    pub to: Place,
}

/// The rules, ready to match.
#[derive(Debug, Default)]
pub struct Catalogue {
    pub(super) version: String,
    pub(super) rules: Rules,
    pub(super) folding: Folding,
    pub(super) intents: Vec<Intent>,
    pub(super) intent_facts: Vec<IntentFacts>,
    pub(super) topics: Vec<TopicNames>,
    pub(super) topic_facts: Vec<TopicFacts>,
    pub(super) places: Vec<Place>,
    pub(super) before: Vec<Vec<char>>,
    pub(super) after: Vec<Vec<char>>,
    pub(super) by_name: HashMap<String, u16>,
}

/// What an intent says to people.
#[derive(Debug, Default)]
pub(super) struct Intent {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) label_en: String,
    pub(super) hotlines: Vec<String>,
    pub(super) answer: Option<Stored>,
}

/// What a topic is called.
#[derive(Debug, Default)]
pub(super) struct TopicNames {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) label_en: String,
}

/// Memory lent from message to message.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub(super) found: Found,
    pub(super) fire: Fire,
    pub(super) points: Points,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Catalogue {
    /// Makes rule files ready; faults go to `faults`, and what they spoil is left out.
    pub fn load(files: &[TomlFile], places: &[PlaceName], faults: &mut Vec<Fault>) -> Self {
        let sources = Sources::read(files, faults);
        compile::compile(&sources, files, places, faults)
    }

    /// A digest of the rule files: what a record keeps to say which rules decided.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Understands a message.
    pub fn read(&self, text: &str) -> Reading {
        SCRATCH.with_borrow_mut(|scratch| {
            let verdict = self.judge(text, scratch);
            self.tell(&verdict, scratch)
        })
    }

    /// Understands a message without telling why, in the memory that is lent.
    pub fn judge(&self, text: &str, scratch: &mut Scratch) -> Verdict {
        let Scratch { found, fire, points } = scratch;
        found.read(text, &self.rules, &self.folding);
        fire.read(found, &self.rules, || self.core(found.signs.all()));
        points.count(&fire.shots, &self.rules, found.long, self.intent_facts.len(), self.topic_facts.len());
        points.decide(&self.intent_facts, &self.topic_facts, found.hearsay)
    }

    /// The short words for an intent, for a button.
    pub fn label(&self, intent: &str, lang: Lang) -> Option<&str> {
        let intent = self.intent(intent)?;
        Some(match lang {
            Lang::Zh => &intent.label,
            Lang::En => &intent.label_en,
        })
    }

    /// The answer of an intent as it stands that day, if rules may answer it.
    pub fn answer(&self, intent: &str, lang: Lang, today: NaiveDate) -> Option<Answer> {
        Some(self.intent(intent)?.answer.as_ref()?.give(lang, today))
    }

    /// The hotlines to show first with an intent, by their keys in the directory.
    pub fn hotlines(&self, intent: &str) -> &[String] {
        self.intent(intent).map_or(&[], |intent| &intent.hotlines)
    }

    /// What a person picks when they choose an intent from a button: what reading its label would have given.
    pub fn chosen(&self, intent: &str) -> Option<Reading> {
        let number = *self.by_name.get(intent)?;
        let facts = self.intent_facts.get(usize::from(number))?;
        let area = self.topic_facts.get(usize::from(facts.topic)).and_then(|topic| topic.area);
        let about_law = area.is_some();
        Some(Reading {
            service: facts.service,
            topic: self.topic(facts.topic).filter(|_| about_law),
            area: facts.area.or(area).map(ToOwned::to_owned),
            intent: Some(intent.to_owned()),
            score: 100,
            matched: Vec::new(),
            likely: vec![intent.to_owned()],
            place: None,
            asks: facts.service == Service::Consultation,
            english: false,
        })
    }

    /// The words for a topic; its key when the rules do not know it any more.
    pub fn topic_label(&self, topic: &Topic, lang: Lang) -> String {
        let known = self.topics.iter().find(|it| it.key == topic.as_str());
        let label = known.map(|it| match lang {
            Lang::Zh => &it.label,
            Lang::En => &it.label_en,
        });
        label.map_or_else(|| topic.as_str().to_owned(), ToOwned::to_owned)
    }

    /// How many intents, patterns and words there are.
    pub fn sizes(&self) -> (usize, usize, usize) {
        (self.intents.len(), self.rules.rule_count(), self.rules.literal_count())
    }

    /// Every word the automaton looks for.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.rules.words()
    }

    /// The name of an intent, by its number in a verdict.
    pub fn intent_name(&self, number: u16) -> Option<&str> {
        self.intents.get(usize::from(number)).map(|intent| intent.name.as_str())
    }

    /// The key of a topic, by its number in a verdict.
    pub fn topic_key(&self, number: u16) -> Option<&str> {
        self.topics.get(usize::from(number)).map(|topic| topic.key.as_str())
    }

    pub(super) fn tell(&self, verdict: &Verdict, scratch: &Scratch) -> Reading {
        let found = &scratch.found;
        let name = |number: u16| self.intent_name(number).map(ToOwned::to_owned);
        let told = |number: &u16| {
            self.intent_facts.get(usize::from(*number)).is_some_and(|it| it.priority != Priority::Command)
        };
        Reading {
            service: verdict.service,
            topic: verdict.topic.and_then(|number| self.topic(number)),
            area: verdict.area.map(ToOwned::to_owned),
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
            place: self.place(found),
            asks: found.asks,
            english: found.is_english(),
        }
    }

    /// The rules that fired for intents, strongest first.
    pub(super) fn fired(&self, scratch: &Scratch) -> Vec<Fired> {
        let mut all: Vec<Fired> = Vec::new();
        for shot in &scratch.fire.shots {
            let Some(rule) = self.rules.rule(shot.rule) else { continue };
            let Owner::Intent(intent) = rule.owner else { continue };
            let Some(intent) = self.intent_name(intent) else { continue };
            let words = self.shot_words(*shot, scratch);
            all.push(Fired { intent: intent.to_owned(), words, weight: rule.points });
        }
        all.sort_by(|one, other| (other.weight, &one.intent).cmp(&(one.weight, &other.intent)));
        all
    }

    /// The words a rule fired on.
    pub(super) fn shot_words(&self, shot: Shot, scratch: &Scratch) -> Vec<String> {
        let Some(rule) = self.rules.rule(shot.rule) else { return Vec::new() };
        let wanted = self.rules.links(rule).iter().filter(|link| !link.optional);
        let hits = wanted.filter_map(|&link| scratch.fire.latest(link, rule, &self.rules, &scratch.found));
        hits.filter_map(|hit| Some(self.rules.literal(hit.literal)?.text.to_string())).collect()
    }

    /// The first place that is not denied (杨坪的，不是杨家坪).
    fn place(&self, found: &Found) -> Option<Place> {
        let denied = |start: u32| found.hits.iter().any(|hit| hit.start == start && hit.negator().is_some());
        let named = found.places.iter().find(|place| !denied(place.0))?;
        self.places.get(index(named.2)).cloned()
    }

    fn intent(&self, name: &str) -> Option<&Intent> {
        self.intents.get(usize::from(*self.by_name.get(name)?))
    }

    fn topic(&self, number: u16) -> Option<Topic> {
        self.topic_key(number).map(Topic::new)
    }

    /// Where the message begins and ends without punctuation and polite words.
    fn core(&self, signs: &[char]) -> Core {
        let mut rest = signs;
        while let Some(less) = strip(
            rest,
            &self.before,
            |signs, word| signs.strip_prefix(word),
            |signs| signs.split_first().map(|(first, less)| (*first, less)),
        ) {
            rest = less;
        }
        let from = signs.len() - rest.len();
        while let Some(less) = strip(
            rest,
            &self.after,
            |signs, word| signs.strip_suffix(word),
            |signs| signs.split_last().map(|(last, less)| (*last, less)),
        ) {
            rest = less;
        }
        Core { from: position(from), to: position(from + rest.len()) }
    }
}

/// Takes one polite word or one mark off an end.
fn strip<'a>(
    signs: &'a [char],
    words: &[Vec<char>],
    word_off: impl Fn(&'a [char], &[char]) -> Option<&'a [char]>,
    sign_off: impl Fn(&'a [char]) -> Option<(char, &'a [char])>,
) -> Option<&'a [char]> {
    let (sign, less) = sign_off(signs)?;
    if !sign.is_alphanumeric() {
        return Some(less);
    }
    words.iter().find_map(|word| word_off(signs, word)).filter(|less| less.len() < signs.len())
}
