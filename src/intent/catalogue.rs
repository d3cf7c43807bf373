//! The rules, ready to match and to answer.

mod telling;

use std::cell::RefCell;
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::lang::Lang;
use crate::domain::service::{Service, Topic};
use crate::tomlfile::{Fault, TomlFile};

use super::answer::{Answer, Stored};
use super::area::Area;
use super::compile;
use super::decide::{About, IntentFacts, Points, Put, Talk, TopicFacts, Verdict};
use super::due::{Deadline, Due};
use super::entities;
use super::fire::Fire;
use super::folding::Folding;
use super::numbers::NumberTable;
use super::polite::Polite;
use super::reading::{Place, Reading};
use super::rules::Rules;
use super::scan::Found;
use super::source::Sources;
use super::wording::{Heard, Wording};

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
    /// The topics that fields of law have where nothing tells it, by the numbers of the fields.
    pub(super) usual_topics: Vec<Option<u16>>,
    pub(super) places: Vec<Place>,
    pub(super) polite: Polite,
    pub(super) by_name: HashMap<String, u16>,
    pub(super) deadlines: Vec<Due>,
    pub(super) numbers: NumberTable,
    pub(super) wording: Wording,
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
    pub(super) heard: Heard,
}

/// So many signs are no message by themselves in a talk.
const PIECE: usize = 15;

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Catalogue {
    /// Makes rule files ready; faults go to `faults`, and what they spoil is left out.
    pub fn load(files: &[TomlFile], places: &[PlaceName], faults: &mut Vec<Fault>) -> Self {
        let sources = Sources::read(files, faults);
        compile::compile(&sources, files, places, None, faults)
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

    /// Understands a message that goes on with a talk about a topic, if it has one yet. A short message is a piece of what was said
    /// before: rather of the same field of law, and danger that only its sound tells has to be surer, or else is offered.
    pub fn read_further(&self, text: &str, topic: Option<&Topic>) -> Reading {
        let key = topic.map(Topic::as_str);
        let known =
            self.topics.iter().zip(&self.topic_facts).find(|(names, _)| Some(names.key.as_str()) == key);
        let talk = Talk { area: known.and_then(|(_, facts)| facts.area) };
        SCRATCH.with_borrow_mut(|scratch| {
            let verdict = self.judged(text, scratch, Some(talk));
            self.tell(&verdict, scratch)
        })
    }

    /// Understands a message without telling why, in the memory that is lent.
    pub fn judge(&self, text: &str, scratch: &mut Scratch) -> Verdict {
        self.judged(text, scratch, None)
    }

    fn judged(&self, text: &str, scratch: &mut Scratch, talk: Option<Talk>) -> Verdict {
        let Scratch { found, fire, points, heard } = scratch;
        found.read(text, &self.rules, &self.folding);
        fire.read(found, &self.rules, || self.polite.core(found.signs.all()));
        points.count(fire, &self.rules, found.long, self.intent_facts.len());
        self.wording.hear(found.signs.all(), heard);
        let verdict = points.decide(&About {
            intents: &self.intent_facts,
            topics: &self.topic_facts,
            hearsay: found.hearsay,
            piece_of: talk.filter(|_| found.signs.all().len() <= PIECE),
            usual_topics: &self.usual_topics,
            put: Put { wording: &self.wording, heard },
        });
        self.for_a_crowd(verdict, text, points)
    }

    /// A question of law becomes a matter of many where a message tells of a crowd and the topic is one that crowds have.
    fn for_a_crowd(&self, verdict: Verdict, text: &str, points: &Points) -> Verdict {
        let topic = verdict.topic.and_then(|topic| self.topic_facts.get(usize::from(topic)));
        let shared = topic.is_some_and(|topic| topic.shared);
        if shared && is_question(verdict.service) && entities::crowd(text) {
            let intent = points.asked_by_crowd(&verdict, &self.intent_facts);
            return Verdict { service: Service::Collective, intent, ..verdict };
        }
        verdict
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
        Some(self.intent(intent)?.answer.as_ref()?.give(lang, today, &self.numbers))
    }

    /// The periods that run, or ran, from a date or a length of time that a message tells, where the rules know one for its
    /// intent or topic; the soonest to end first. Nothing is said that rests on what nobody has verified.
    pub fn deadlines(
        &self,
        text: &str,
        (intent, topic): (Option<&str>, Option<&Topic>),
        now: NaiveDateTime,
    ) -> Vec<Deadline<'_>> {
        let fits = |due: &&Due| due.is_of(intent, topic.map(Topic::as_str)) && due.cited.holds(now.date());
        let mut fitting = self.deadlines.iter().filter(fits).peekable();
        if fitting.peek().is_none() {
            return Vec::new();
        }
        let entities = entities::find(text, now);
        let mut all: Vec<Deadline<'_>> =
            fitting.filter_map(|due| due.counted(text, &entities, now.date())).collect();
        all.sort_by_key(|deadline| deadline.until);
        all
    }

    /// Whether the other side of a matter is the state, so that there is nothing to mediate: by its intent, its topic, or all topics of its field.
    pub fn is_public(&self, reading: &Reading) -> bool {
        let intent = reading.intent.as_ref().and_then(|name| self.by_name.get(name)).copied();
        let by_intent =
            intent.and_then(|it| self.intent_facts.get(usize::from(it))).is_some_and(|it| it.public);
        let topics = || self.topics.iter().zip(&self.topic_facts);
        let is_of = |key: &Topic| topics().any(|(topic, facts)| topic.key == key.as_str() && facts.public);
        let area = reading.area.as_deref().and_then(Area::known);
        let mut of_area = self.topic_facts.iter().filter(|it| area.is_some() && it.area == area).peekable();
        let by_area = of_area.peek().is_some() && of_area.all(|it| it.public);
        by_intent || reading.topic.as_ref().is_some_and(is_of) || by_area
    }

    /// Whether an intent is a question of law with an answer.
    pub(super) fn is_answered(&self, intent: &str) -> bool {
        let number = self.by_name.get(intent).copied().map(usize::from);
        let is_question = |it: &IntentFacts| it.service == Service::Consultation;
        number.and_then(|it| self.intent_facts.get(it)).is_some_and(is_question)
            && self.intent(intent).is_some_and(|it| it.answer.is_some())
    }

    /// The hotlines to show first with an intent, by their keys in the directory.
    pub fn hotlines(&self, intent: &str) -> &[String] {
        self.intent(intent).map_or(&[], |intent| &intent.hotlines)
    }

    /// What a person picks when they choose an intent from a button: what reading its label would have given.
    pub fn chosen(&self, intent: &str) -> Option<Reading> {
        let number = *self.by_name.get(intent)?;
        let facts = self.intent_facts.get(usize::from(number))?;
        let topic = self.topic_facts.get(usize::from(facts.topic));
        let about_law = topic.is_some_and(|topic| topic.area.is_some());
        Some(Reading {
            service: facts.service,
            topic: self.topic(facts.topic).filter(|_| about_law),
            area: facts.area.map(|area| area.label().to_owned()),
            intent: Some(intent.to_owned()),
            score: 100,
            matched: Vec::new(),
            likely: vec![intent.to_owned()],
            also: Vec::new(),
            danger: None,
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

    /// Every word that is looked for.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.rules.texts()
    }

    /// The name of an intent, by its number in a verdict.
    pub fn intent_name(&self, number: u16) -> Option<&str> {
        self.intents.get(usize::from(number)).map(|intent| intent.name.as_str())
    }

    /// The key of a topic, by its number in a verdict.
    pub fn topic_key(&self, number: u16) -> Option<&str> {
        self.topics.get(usize::from(number)).map(|topic| topic.key.as_str())
    }

    fn intent(&self, name: &str) -> Option<&Intent> {
        self.intents.get(usize::from(*self.by_name.get(name)?))
    }

    fn topic(&self, number: u16) -> Option<Topic> {
        self.topic_key(number).map(Topic::new)
    }
}

const fn is_question(service: Service) -> bool {
    matches!(service, Service::Consultation | Service::Collective)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::testing::{catalogue, file, intent, load, village, village_catalogue};
    use proptest::prelude::*;

    #[test]
    fn the_place_is_reported_the_denied_one_is_not() {
        let catalogue = village_catalogue();
        let place = |text: &str| catalogue.read(text).place;
        let ours = |code: &str| Some(Place::Ours(vec![crate::domain::ids::RoomCode::new(code)]));
        assert_eq!(place("劳动三村漏水"), ours("001"));
        assert_eq!(place("我不是杨家坪的，是杨坪的"), ours("014"));
        assert_eq!(place("我住杨家坪"), Some(Place::Elsewhere("杨家坪街道".into())));
        assert_eq!(place("漏水"), None);
        assert_eq!(catalogue.read("我住在杨家坪").service, Service::OutOfArea);
    }

    #[test]
    fn a_crowd_makes_a_question_of_law_a_matter_of_many_where_the_topic_allows() {
        let topic = |key: &str, shared: &str| {
            file(key, &format!("area = \"劳动纠纷\"\n{shared}{}", intent("i", &["拖欠工资"], "")))
        };
        let shared = catalogue(&[topic("work", "shared = true\n")]);
        let many = shared.read("我们二十多个工友被拖欠工资");
        assert_eq!((many.service, many.intent.as_deref()), (Service::Collective, Some("work.i")));
        assert_eq!(many.topic, Some(Topic::new("work")));
        assert_eq!(shared.read("我们两个被拖欠工资").service, Service::Consultation);
        assert_eq!(shared.read("我们二十多个工友").service, Service::Unclear);
        let single = catalogue(&[topic("work", "")]);
        assert_eq!(single.read("我们二十多个工友被拖欠工资").service, Service::Consultation);
    }

    #[test]
    fn what_is_between_somebody_and_the_state_is_told_by_intent_topic_or_field() {
        let topic = |key: &str, area: &str, top: &str, rest: &str| {
            file(key, &format!("area = \"{area}\"\n{top}{}", intent("i", &[key], rest)))
        };
        let rules = catalogue(&[
            topic("拘留", "刑事辩护", "public = true\n", ""),
            topic("养老金", "劳动纠纷", "", "public = true"),
            topic("工资", "劳动纠纷", "", ""),
        ]);
        let is_public = |text: &str| rules.is_public(&rules.read(text));
        assert_eq!(["拘留", "养老金", "工资", "你好"].map(is_public), [true, true, false, false]);
        let area = |area: &str| Reading { area: Some(area.into()), ..rules.read("") };
        assert!(rules.is_public(&area("刑事辩护")) && !rules.is_public(&area("劳动纠纷")));
        assert!(!rules.is_public(&area("侵权")), "nobody has written a rule of that field");
    }

    #[test]
    fn what_a_question_asks_about_besides_is_found_where_the_rules_can_answer_it() {
        let topic = |key: &str, words: &str, rest: &str| {
            let answer = "answer = \"好\"\nanswer_en = \"well\"\n";
            file(key, &format!("area = \"侵权\"\n{}", intent("i", &[words], &format!("{answer}{rest}"))))
        };
        let quiet = file("quiet", &format!("area = \"侵权\"\n{}", intent("i", &["彩礼"], "")));
        let service = topic("service", "调解", "service = \"mediation\"");
        let weak = topic("weak", "车位 = 60", "");
        let catalogue = catalogue(&[
            topic("work", "工资 = 80", ""),
            topic("rent", "押金 = 70", ""),
            quiet,
            service,
            weak,
        ]);
        let also = |text: &str| catalogue.read(text).also;
        assert_eq!(also("问工资和押金"), ["rent.i"]);
        assert_eq!(also("问工资、彩礼和车位"), [""; 0]);
        assert_eq!(also("问工资"), [""; 0]);
        assert_eq!(also("想调解，还有押金"), [""; 0], "whoever wants a service is asked for more there");
    }

    #[test]
    fn labels_answers_and_choices() {
        let laws = TomlFile {
            name: "laws.toml".into(),
            text: "[[law]]\nname = \"民法典\"\narticles = \"*\"\nmark = \"V2\"\nverified = \"2026-11-22\"\nreview_by = \"2027-11-22\""
                .into(),
        };
        let rest = "answer = \"先商量。\"\nanswer_en = \"Talk first.\"\nlaw = [\"民法典 1076\"]\nnext = [\"mediation\"]\nhotlines = [\"police\"]";
        let marriage =
            file("marriage", &format!("area = \"婚姻家庭\"\n{}", intent("split", &["离婚"], rest)));
        let catalogue = catalogue(&[laws, marriage]);
        let day = |text: &str| text.parse().unwrap();
        let answer = catalogue.answer("marriage.split", Lang::Zh, day("2026-11-23")).unwrap();
        assert_eq!((answer.text.as_str(), answer.reliable), ("先商量。", true));
        assert_eq!((answer.cites[0].articles.as_str(), answer.next), ("1076", vec![Service::Mediation]));
        let late = catalogue.answer("marriage.split", Lang::En, day("2027-11-23")).unwrap();
        assert_eq!((late.text.as_str(), late.reliable), ("Talk first.", false));
        assert_eq!(catalogue.label("marriage.split", Lang::Zh), Some("split"));
        assert_eq!(catalogue.topic_label(&Topic::new("marriage"), Lang::En), "marriage");
        assert_eq!(catalogue.topic_label(&Topic::new("gone"), Lang::En), "gone");
        assert_eq!(catalogue.hotlines("marriage.split"), ["police"]);
        let chosen = catalogue.chosen("marriage.split").unwrap();
        assert_eq!((chosen.score, chosen.area.as_deref()), (100, Some("婚姻家庭")));
        assert_eq!(chosen.topic, Some(Topic::new("marriage")));
        assert!(catalogue.chosen("marriage.gone").is_none());
    }

    #[test]
    fn the_version_tells_sets_apart() {
        let (one, _) = load(&village());
        let (same, _) = load(&village());
        let (other, _) = load(&[]);
        assert_eq!(one.version(), same.version());
        assert_ne!(one.version(), other.version());
        assert_eq!(other.read("离婚").service, Service::Unclear);
    }

    #[test]
    fn dialect_is_understood_in_message_and_rule() {
        let lexicon = crate::intent::testing::lexicon("[dialect]\n\"莫得\" = \"没有\"\n\"啷个\" = \"怎么\"");
        let topic = file("t", &format!("area = \"侵权\"\n{}", intent("i", &["啷个 .. 证据"], "")));
        let catalogue = catalogue(&[lexicon, topic]);
        assert_eq!(catalogue.read("怎么找证据").intent.as_deref(), Some("t.i"));
        assert_eq!(catalogue.read("啷個找證據").intent.as_deref(), Some("t.i"));
    }

    #[test]
    fn memory_lent_from_message_to_message_changes_nothing() {
        let catalogue = village_catalogue();
        let texts = ["老公打我", "离婚手续", "", "我住杨家坪", "谢谢", "不要调解"];
        let mut scratch = Scratch::default();
        let lent: Vec<Verdict> = texts.iter().map(|text| catalogue.judge(text, &mut scratch)).collect();
        let fresh: Vec<Verdict> =
            texts.iter().map(|text| catalogue.judge(text, &mut Scratch::default())).collect();
        assert_eq!(lent, fresh);
    }

    proptest! {
        #[test]
        fn any_message_gets_a_reading(text in any::<String>()) {
            let reading = village_catalogue().read(&text);
            prop_assert!(reading.score <= 100 && reading.likely.len() <= 3);
        }

        #[test]
        fn rule_words_in_any_order_get_a_reading(
            words in proptest::collection::vec("离婚|手续|不要|调解|打我|工资|拖欠|杨家坪|劳动三村|，|。|？| |吗|电影", 0..60)
        ) {
            let catalogue = village_catalogue();
            let text = words.concat();
            let once = catalogue.read(&text);
            prop_assert_eq!(catalogue.read(&text), once);
        }

        #[test]
        fn any_rule_file_is_loaded_or_refused(
            pattern in "[<>()|+!^$=./\\\\?a离婚 0-9]{0,24}", key in "[a-z\"=\\[\\]\n]{0,12}"
        ) {
            let text = format!("area = \"侵权\"\n[[intent]]\nid = \"i\"\npatterns = ['{pattern}']\n{key}");
            let (catalogue, _) = load(&[file("t", &text)]);
            prop_assert!(catalogue.read("离婚aaa").score <= 100);
        }
    }
}
