//! What the fired rules mean together: one service, one topic, one intent, and how sure that is.
//!
//! Must not know words, only which rules fired.

mod fields;
mod question;
mod weigh;

use crate::domain::service::Service;

use super::area::Area;
use super::fire::Fire;
use super::reading::SURE;
use super::rules::{Effect, Owner, Rules};
use super::source::Priority;
use fields::Fields;
pub use weigh::{About, CERTAIN, Put, Talk};

/// What an intent is, as far as deciding goes.
#[derive(Clone, Copy, Debug)]
pub struct IntentFacts {
    /// Its topic.
    pub topic: u16,
    /// What it wants.
    pub service: Service,
    /// Who goes first.
    pub priority: Priority,
    /// Its field of law: its own, else its topic's.
    pub area: Option<Area>,
    /// Whether the other side is the state.
    pub public: bool,
}

/// What a topic is, as far as deciding goes.
#[derive(Clone, Copy, Debug)]
pub struct TopicFacts {
    /// Its area; none for what is not about law.
    pub area: Option<Area>,
    /// Whether many people may have one such matter together.
    pub shared: bool,
    /// Whether the other side is the state.
    pub public: bool,
}

/// The verdict on a message. Numbers are those of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What is wanted.
    pub service: Service,
    /// The topic of law.
    pub topic: Option<u16>,
    /// The portal label.
    pub area: Option<Area>,
    /// The intent that won.
    pub intent: Option<u16>,
    /// 0 to 100.
    pub score: u8,
    /// The likeliest intents, best first.
    pub likely: [Option<u16>; 3],
    /// The danger that may be meant though something else is likelier.
    pub danger: Option<u16>,
}

/// An intent's points in one message.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    message: u32,
    best: i32,
    fired: i32,
    asked: bool,
    stopped: bool,
}

/// The points of one message; lent from message to message.
#[derive(Clone, Debug, Default)]
pub struct Points {
    message: u32,
    long: bool,
    intents: Vec<Tally>,
    touched: Vec<u16>,
    /// The intents that fired with their scores, best first.
    pub ranked: Vec<(u16, i32)>,
    /// What speaks for each field of law.
    pub fields: Fields,
    /// The services with what speaks for them.
    services: Vec<(Service, i32)>,
}

/// Each further pattern that fires adds this, up to the most.
const FURTHER: i32 = 5;
const MOST_FURTHER: i32 = 15;
/// What fired in the question of a long message gains this.
const ASKED: i32 = 8;
/// A service that only the story of a long message mentions is hardly wanted.
const NOT_ASKED: i32 = -25;
/// Danger on a screen or in a book stays below what the bot acts on.
const HEARSAY: i32 = 45;
/// From this strength a field of law counts as told.
pub const TELLING: i32 = 40;

impl Points {
    /// Counts what fired. `long` says that the message has a story besides its question.
    pub fn count(&mut self, fire: &Fire, rules: &Rules, long: bool, intents: usize) {
        self.begin(long, intents);
        for &class in fire.fired() {
            for &effect in rules.effects(class).unwrap_or_default() {
                self.act(effect, false);
            }
        }
        for &(rule, asked) in &fire.tried {
            if let Some(effect) = rules.effect(rule) {
                self.act(effect, asked);
            }
        }
        for &class in fire.asked() {
            for &effect in rules.effects(class).unwrap_or_default() {
                self.is_asked(effect);
            }
        }
    }

    /// Lets an intent fire, or stops it.
    fn act(&mut self, effect: Effect, asked: bool) {
        let (intent, stopped) = match effect.owner {
            Owner::Intent(intent) => (intent, false),
            Owner::Stop(intent) => (intent, true),
        };
        let Some(tally) = self.intents.get_mut(usize::from(intent)) else { return };
        if tally.message != self.message {
            *tally = Tally { message: self.message, ..Tally::default() };
            self.touched.push(intent);
        }
        tally.stopped |= stopped;
        tally.asked |= asked && !stopped;
        tally.fired += i32::from(!stopped);
        tally.best = tally.best.max(effect.points);
    }

    /// Notes that what fired did so in what is asked.
    fn is_asked(&mut self, effect: Effect) {
        if let Owner::Intent(intent) = effect.owner
            && let Some(tally) = self.intents.get_mut(usize::from(intent))
        {
            tally.asked = true;
        }
    }

    /// Forgets the last message.
    fn begin(&mut self, long: bool, intents: usize) {
        self.long = long;
        self.message = self.message.wrapping_add(1);
        self.intents.resize(intents, Tally::default());
        self.touched.clear();
    }

    /// Decides.
    pub fn decide(&mut self, about: &About<'_>) -> Verdict {
        let &About { intents, topics, .. } = about;
        self.fields.hear(about.put);
        if let Some(area) = about.piece_of.and_then(|talk| talk.area) {
            self.fields.favour(area);
        }
        self.rank(intents, about.hearsay);
        let area = |intent: u16| intents.get(usize::from(intent)).and_then(|it| it.area);
        self.fields.weigh(self.ranked.iter().map(|&(intent, score)| (area(intent), score)));
        let rules = self.choose(intents);
        let mut verdict = self.weigh(rules, about);
        if verdict.likely == [None; 3] {
            self.add_likely(&mut verdict);
        }
        verdict.danger = self.danger_besides(&verdict, about);
        if is_about_law(verdict.service) {
            let chosen = verdict.intent.and_then(|intent| intents.get(usize::from(intent)));
            let own = chosen.filter(|it| it.area.is_some());
            verdict.area = own.map_or_else(|| self.field(verdict.service), |it| it.area);
            let is_of_law = |topic: &u16| topics.get(usize::from(*topic)).is_some_and(|it| it.area.is_some());
            let topic = own.map(|it| it.topic).filter(is_of_law);
            verdict.topic = topic.or_else(|| self.topic(verdict.area?, about));
        }
        if verdict.service == Service::Consultation {
            self.name_question(&mut verdict, about);
        }
        verdict
    }

    /// The field of law that leads; of a service that has one by chance only, if the words really tell it.
    fn field(&self, service: Service) -> Option<Area> {
        let (area, strength) = self.fields.lead()?;
        let is_told = match service {
            Service::Unclear => strength >= TELLING,
            // Whoever asks for a person uses the words of the general field.
            Service::Human | Service::OutOfArea => strength >= TELLING && !area.is_general(),
            _ => true,
        };
        is_told.then_some(area)
    }

    /// The topic of a field of law: that of its best intent that fired, else the one that the wording speaks for, else the usual one.
    fn topic(&self, area: Area, about: &About<'_>) -> Option<u16> {
        let of_law = |intent: u16| {
            let facts = about.intents.get(usize::from(intent)).filter(|it| it.area == Some(area))?;
            let topic = about.topics.get(usize::from(facts.topic))?;
            topic.area.map(|_| facts.topic)
        };
        let fired = self.ranked.iter().find_map(|&(intent, _)| of_law(intent));
        let put = || {
            let topics = about.put.wording.topics.points(about.put.heard);
            let is_of =
                |topic: u16| about.topics.get(usize::from(topic)).is_some_and(|it| it.area == Some(area));
            topics
                .filter(|&(&topic, points)| points > 0 && is_of(topic))
                .max_by_key(|it| it.1)
                .map(|it| *it.0)
        };
        fired.or_else(put).or_else(|| about.usual_topics.get(area.number()).copied().flatten())
    }

    fn rank(&mut self, intents: &[IntentFacts], hearsay: bool) {
        self.ranked.clear();
        for &intent in &self.touched {
            let tally = self.intents.get(usize::from(intent)).copied().unwrap_or_default();
            let Some(facts) = intents.get(usize::from(intent)) else { continue };
            if tally.stopped || tally.fired == 0 {
                continue;
            }
            let further = ((tally.fired - 1) * FURTHER).min(MOST_FURTHER);
            let share = self.fields.share(facts.area);
            let asked = match facts.priority {
                _ if tally.asked => ASKED,
                Priority::Service if self.long => NOT_ASKED,
                _ => 0,
            };
            let mut score = tally.best + further + share + asked;
            if hearsay && facts.priority == Priority::Danger {
                score = score.min(HEARSAY);
            }
            self.ranked.push((intent, score));
        }
        self.sort(intents);
    }

    /// The earlier of two equals was written first.
    fn sort(&mut self, intents: &[IntentFacts]) {
        let rank = |intent: u16| intents.get(usize::from(intent)).map(|it| it.priority);
        self.ranked.sort_unstable_by_key(|&(intent, score)| {
            (std::cmp::Reverse(score), std::cmp::Reverse(rank(intent)), intent)
        });
    }

    fn choose(&self, intents: &[IntentFacts]) -> Verdict {
        let sure = i32::from(SURE);
        let best = |wanted: &dyn Fn(&IntentFacts) -> bool| self.best(intents, wanted);
        for priority in [Priority::Danger, Priority::Command, Priority::Service] {
            if let Some((intent, score)) = best(&|it| it.priority == priority).filter(|it| it.1 >= sure) {
                return verdict(intents, intent, score);
            }
        }
        let question = self.question(intents);
        let chat = best(&|it| it.priority == Priority::Chat).filter(|it| it.1 >= sure);
        match (question, chat) {
            // Chat has to be surer than a question of law.
            (Some((_, score)), Some((intent, chat))) if chat > score => verdict(intents, intent, chat),
            (Some((Some(intent), score)), _) => verdict(intents, intent, score),
            (Some((None, score)), _) => {
                Verdict { service: Service::Consultation, score: percent(score), ..nothing() }
            }
            (None, Some((intent, score))) => verdict(intents, intent, score),
            (None, None) => {
                let fired = self.ranked.first().map_or(0, |it| it.1);
                Verdict { score: percent(fired.min(sure - 1)), ..nothing() }
            }
        }
    }

    /// The best intent of some.
    fn best(&self, intents: &[IntentFacts], wanted: &dyn Fn(&IntentFacts) -> bool) -> Option<(u16, i32)> {
        self.ranked.iter().copied().find(|&(intent, _)| intents.get(usize::from(intent)).is_some_and(wanted))
    }

    fn add_likely(&self, verdict: &mut Verdict) {
        for (place, &(intent, _)) in verdict.likely.iter_mut().zip(&self.ranked) {
            *place = Some(intent);
        }
    }
}

/// The services that can be about law; for the others a field of law is chance.
const fn is_about_law(service: Service) -> bool {
    matches!(
        service,
        Service::Consultation
            | Service::LegalAid
            | Service::Mediation
            | Service::Emergency
            | Service::Collective
            | Service::Human
            | Service::OutOfArea
            | Service::Unclear
    )
}

const fn nothing() -> Verdict {
    Verdict {
        service: Service::Unclear,
        topic: None,
        area: None,
        intent: None,
        score: 0,
        likely: [None; 3],
        danger: None,
    }
}

fn verdict(intents: &[IntentFacts], intent: u16, score: i32) -> Verdict {
    let service = intents.get(usize::from(intent)).map_or(Service::Unclear, |it| it.service);
    Verdict { service, intent: Some(intent), score: percent(score), ..nothing() }
}

fn percent(score: i32) -> u8 {
    u8::try_from(score.clamp(0, 100)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::testing::{catalogue, file, intent, village_catalogue};

    fn read(text: &str) -> (&'static str, Option<String>, u8) {
        let reading = village_catalogue().read(text);
        (reading.service.code(), reading.intent, reading.score)
    }

    #[test]
    fn the_best_pattern_then_further_ones_then_how_it_is_put() {
        // 60, and a tenth of what the wording says above the least.
        assert_eq!(read("离婚手续"), ("consultation", Some("marriage.by_agreement".into()), 74));
        // 5 more for the second pattern.
        assert_eq!(read("协议离婚手续"), ("consultation", Some("marriage.by_agreement".into()), 78));
    }

    #[test]
    fn where_another_field_leads_nothing_is_answered() {
        assert_eq!(read("拖欠工资").1.as_deref(), Some("labour.unpaid"));
        let reading = village_catalogue().read("老公离婚，彩礼，拖欠工资");
        assert_eq!((reading.service, reading.intent), (Service::Consultation, None));
        assert_eq!(reading.topic.unwrap().as_str(), "marriage");
    }

    #[test]
    fn below_fifty_it_is_unclear_but_a_field_that_is_told_is_kept() {
        let reading = village_catalogue().read("离婚，彩礼");
        assert_eq!((reading.service, reading.score), (Service::Unclear, 0));
        assert_eq!(reading.area.as_deref(), Some("婚姻家庭"));
        for text in ["我老公", "天气真好"] {
            assert_eq!(village_catalogue().read(text).area, None, "{text}");
        }
    }

    #[test]
    fn what_is_about_no_law_has_no_field_but_one_that_is_told() {
        let table = "[service]\nhuman = '99 真人'\n[area]\n'建设工程' = '3 ^'\n'综合咨询' = '90 律师'\n'劳动纠纷' = '90 工资'\n";
        let human = file("word", &intent("human", &["真人 = 100"], "service = \"human\""));
        let catalogue = catalogue(&[human, crate::intent::testing::wording(table)]);
        let area = |text: &str| {
            let reading = catalogue.read(text);
            assert_eq!(reading.service, Service::Human);
            reading.area
        };
        assert_eq!(area("真人"), None);
        assert_eq!(area("律师，真人"), None);
        assert_eq!(area("工资，真人").as_deref(), Some("劳动纠纷"));
    }

    #[test]
    fn danger_goes_first_then_commands_then_services_then_law() {
        assert_eq!(read("老公打我，我要离婚手续").0, "emergency");
        assert_eq!(read("离婚手续请调解").0, "mediation");
        assert_eq!(read("取消").1.unwrap(), "command.cancel");
        assert_eq!(read("谢谢").0, "smalltalk");
    }

    #[test]
    fn a_service_keeps_the_field_of_law() {
        let reading = village_catalogue().read("老公要离婚，想调解");
        assert_eq!(reading.service, Service::Mediation);
        assert_eq!(reading.topic.unwrap().as_str(), "marriage");
        let thanks = village_catalogue().read("谢谢");
        assert_eq!((thanks.topic, thanks.area), (None, None));
    }

    #[test]
    fn the_stronger_topic_leads_and_the_other_is_likely() {
        let text = "老板拖欠工资，彩礼要退";
        let reading = village_catalogue().read(text);
        assert_eq!(reading.intent.as_deref(), Some("labour.unpaid"));
        assert_eq!(reading.likely, ["labour.unpaid", "marriage.bride_price"]);
    }

    #[test]
    fn the_question_decides_between_equals() {
        let story = "老板欠了我们很多钱，这件事情说来话长，我也不知道该从哪里说起，反正我现在心里很乱很乱。";
        let topic = |key: &str, area: &str, word: &str| {
            file(key, &format!("area = \"{area}\"\n{}", intent("i", &[word], "")))
        };
        let catalogue = catalogue(&[topic("a", "劳动纠纷", "老板"), topic("b", "消费权益", "押金")]);
        assert_eq!(catalogue.read("老板和押金").area.as_deref(), Some("劳动纠纷"));
        assert_eq!(catalogue.read(&format!("{story}请问押金能退吗？")).area.as_deref(), Some("消费权益"));
    }

    #[test]
    fn an_intent_may_have_its_own_area_and_priority() {
        let files = [file(
            "danger",
            &[
                intent("hit", &["打我"], "service = \"emergency\"\narea = \"人身损害\""),
                intent("calm", &["打我吗 = 100"], "priority = \"chat\""),
            ]
            .concat(),
        )];
        let reading = catalogue(&files).read("他打我吗");
        assert_eq!(reading.area.as_deref(), Some("人身损害"));
        assert_eq!(reading.intent.as_deref(), Some("danger.hit"));
    }
}
