//! What the fired rules mean together: one service, one topic, one intent, and how sure that is.
//!
//! Must not know words, only which rules fired.

mod sums;
mod weigh;

use crate::domain::service::Service;

use super::effect::Effect;
use super::fire::Fire;
use super::reading::SURE;
use super::rules::{Owner, Rules, index};
use super::source::Priority;
use sums::Sums;
pub use weigh::{About, Put};

/// What an intent is, as far as deciding goes.
#[derive(Clone, Copy, Debug)]
pub struct IntentFacts {
    /// Its topic.
    pub topic: u16,
    /// What it wants.
    pub service: Service,
    /// Who goes first.
    pub priority: Priority,
    /// Its own area.
    pub area: Option<&'static str>,
}

/// What a topic is, as far as deciding goes.
#[derive(Clone, Copy, Debug)]
pub struct TopicFacts {
    /// Its area; none for what is not about law.
    pub area: Option<&'static str>,
    /// Whether many people may have one such matter together.
    pub shared: bool,
    /// Which of the fields that the wording knows its area is.
    pub field: Option<usize>,
}

/// The verdict on a message. Numbers are those of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What is wanted.
    pub service: Service,
    /// The field of law.
    pub topic: Option<u16>,
    /// The portal label.
    pub area: Option<&'static str>,
    /// The intent that won.
    pub intent: Option<u16>,
    /// 0 to 100.
    pub score: u8,
    /// The likeliest intents, best first.
    pub likely: [Option<u16>; 3],
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
    /// What evidence adds up to, by [`Effect::key`].
    sums: Sums,
    /// The intents that fired with their scores, best first.
    pub ranked: Vec<(u16, i32)>,
    /// The topics of law and their strengths, in no order.
    pub strengths: Vec<(u16, i32)>,
    /// What the wording says of each field of law, and whether a topic of it has got that.
    fields: Vec<(i32, bool)>,
    /// The services with what speaks for them.
    services: Vec<(Service, i32)>,
}

/// Each further pattern that fires adds this, up to the most.
const FURTHER: i32 = 5;
const MOST_FURTHER: i32 = 15;
/// An intent gains a quarter of its topic's evidence, up to the most.
const SHARE: i32 = 4;
const MOST_SHARE: i32 = 20;
/// Evidence in what is asked counts this much more when topics compete, in percent.
const ASKED: i32 = 50;
/// What fired in the question of a long message gains this.
const ASKED_INTENT: i32 = 8;
/// A service that only the story of a long message mentions is hardly wanted.
const NOT_ASKED: i32 = -25;
/// Danger on a screen or in a book stays below what the bot acts on.
const HEARSAY: i32 = 45;
/// From this strength a topic is worth a guess.
const GUESS: i32 = 10;

impl Points {
    /// Counts what fired. `long` says that the message has a story besides its question.
    pub fn count(&mut self, fire: &Fire, rules: &Rules, long: bool, intents: usize, topics: usize) {
        self.begin(long, intents, topics);
        for &class in fire.evidence() {
            if let Some(effects) = rules.effects(class) {
                self.sums.add(effects);
            }
        }
        for &class in fire.intents() {
            for &effect in rules.effects(class).unwrap_or_default() {
                self.act(effect, false);
            }
        }
        for &(rule, asked) in &fire.tried {
            let Some(effect) = rules.effect(rule) else { continue };
            if effect.act().is_some() {
                self.act(effect, asked);
            } else {
                self.sums.add_one(effect);
                self.add_asked(effect.asked().filter(|_| asked));
            }
        }
        for &class in fire.asked() {
            for &effect in rules.effects(class).unwrap_or_default() {
                self.add_asked(effect.asked());
                self.is_asked(effect);
            }
        }
    }

    fn add_asked(&mut self, effect: Option<Effect>) {
        if let Some(effect) = effect {
            self.sums.add_one(effect);
        }
    }

    /// Lets an intent fire, or stops it.
    fn act(&mut self, effect: Effect, asked: bool) {
        let Some((intent, stopped)) = effect.act() else { return };
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
        if let Some((intent, false)) = effect.act()
            && let Some(tally) = self.intents.get_mut(usize::from(intent))
        {
            tally.asked = true;
        }
    }

    /// Forgets the last message.
    fn begin(&mut self, long: bool, intents: usize, topics: usize) {
        self.long = long;
        self.message = self.message.wrapping_add(1);
        self.intents.resize(intents, Tally::default());
        self.touched.clear();
        self.sums.begin(intents.max(topics) * index(Effect::SUMS));
    }

    /// What the evidence for a topic adds up to.
    pub fn evidence(&self, topic: u16) -> i32 {
        self.sums.get(Effect::key(Owner::Topic(topic)))
    }

    /// Decides.
    pub fn decide(&mut self, about: &About<'_>) -> Verdict {
        let &About { intents, topics, hearsay, .. } = about;
        self.rank(intents, hearsay);
        self.weigh_topics(intents, topics);
        self.hear_fields(about);
        let lead = self.strengths.iter().copied().max_by_key(|&(topic, strength)| (strength, !topic));
        let rules = self.choose(intents, lead);
        let mut verdict = self.weigh(rules, lead.map(|it| it.0), about);
        if verdict.likely == [None; 3] {
            self.add_likely(&mut verdict);
        }
        let field = lead.filter(|&(_, strength)| strength >= GUESS).map(|(topic, _)| topic);
        let chosen = verdict.intent.and_then(|intent| intents.get(usize::from(intent)));
        let own = chosen.filter(|it| topics.get(usize::from(it.topic)).is_some_and(|it| it.area.is_some()));
        if is_about_law(verdict.service) {
            verdict.topic = own.map(|it| it.topic).or(field);
            let area = verdict.topic.and_then(|topic| topics.get(usize::from(topic))?.area);
            verdict.area = chosen.and_then(|it| it.area).or(area);
        }
        verdict
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
            let share = (self.evidence(facts.topic) / SHARE).clamp(0, MOST_SHARE);
            let asked = match facts.priority {
                _ if tally.asked => ASKED_INTENT,
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

    /// A topic is as strong as its evidence and its best intent together.
    fn weigh_topics(&mut self, intents: &[IntentFacts], topics: &[TopicFacts]) {
        self.strengths.clear();
        for &number in self.sums.touched() {
            if let Some(Owner::Topic(topic)) = Effect::owner(number) {
                let asked = self.sums.get(Effect::asked_sum(number)) * ASKED / 100;
                self.strengths.push((topic, self.sums.get(number) + asked));
            }
        }
        let topic_of = |intent: u16| intents.get(usize::from(intent)).map(|it| it.topic);
        for (place, &(intent, _)) in self.ranked.iter().enumerate() {
            let (Some(topic), Some(tally)) = (topic_of(intent), self.intents.get(usize::from(intent))) else {
                continue;
            };
            if self.ranked.iter().take(place).any(|it| topic_of(it.0) == Some(topic)) {
                continue;
            }
            match self.strengths.iter_mut().find(|it| it.0 == topic) {
                Some(strength) => strength.1 += tally.best,
                None => self.strengths.push((topic, tally.best)),
            }
        }
        let is_of_law = |topic: u16| topics.get(usize::from(topic)).is_some_and(|it| it.area.is_some());
        self.strengths.retain(|&(topic, strength)| strength > 0 && is_of_law(topic));
    }

    fn choose(&self, intents: &[IntentFacts], lead: Option<(u16, i32)>) -> Verdict {
        let sure = i32::from(SURE);
        let best = |wanted: &dyn Fn(&IntentFacts) -> bool| self.best(intents, wanted);
        for priority in [Priority::Danger, Priority::Command, Priority::Service] {
            if let Some((intent, score)) = best(&|it| it.priority == priority).filter(|it| it.1 >= sure) {
                return verdict(intents, intent, score);
            }
        }
        let question = self.question(lead.map(|it| it.0), intents);
        let chat = best(&|it| it.priority == Priority::Chat).filter(|it| it.1 >= sure);
        // Chat has to be surer than whatever speaks for a question of law.
        let law = best(&|it| it.priority == Priority::Topic).map_or(0, |it| it.1);
        match (question, chat) {
            (Some((_, score)), Some((intent, chat))) if chat > score.max(law) => {
                verdict(intents, intent, chat)
            }
            (Some((Some(intent), score)), _) => verdict(intents, intent, score),
            (Some((None, score)), _) => {
                Verdict { service: Service::Consultation, score: percent(score), ..nothing() }
            }
            (None, Some((intent, score))) => verdict(intents, intent, score),
            (None, None) => {
                let fired = self.ranked.first().map_or(0, |it| it.1);
                let strength = lead.map_or(0, |it| it.1);
                Verdict { score: percent(fired.max(strength).min(sure - 1)), ..nothing() }
            }
        }
    }

    /// The best intent of some.
    fn best(&self, intents: &[IntentFacts], wanted: &dyn Fn(&IntentFacts) -> bool) -> Option<(u16, i32)> {
        self.ranked.iter().copied().find(|&(intent, _)| intents.get(usize::from(intent)).is_some_and(wanted))
    }

    /// What a question of law is about, if it is sure: the intent, if there is one, and how sure that is.
    fn question(&self, lead: Option<u16>, intents: &[IntentFacts]) -> Option<(Option<u16>, i32)> {
        let sure = i32::from(SURE);
        let best = |wanted: &dyn Fn(&IntentFacts) -> bool| self.best(intents, wanted);
        let question = lead.and_then(|topic| {
            let intent = best(&|it| it.priority == Priority::Topic && it.topic == topic);
            let evidence = self.evidence(topic);
            let sure_intent = intent.filter(|it| it.1 >= sure).map(|(intent, score)| (Some(intent), score));
            sure_intent.or_else(|| (evidence >= sure).then_some((None, evidence)))
        });
        // The strongest topic may be strong in little things only; then the best intent of any other, of one with a field first.
        question.or_else(|| {
            let of_law = |topic: u16| self.strengths.iter().any(|it| it.0 == topic);
            let with_field = best(&|it| it.priority == Priority::Topic && of_law(it.topic));
            let without = || best(&|it| it.priority == Priority::Topic).filter(|it| it.1 >= sure);
            let intent = with_field.filter(|it| it.1 >= sure).or_else(without);
            intent.map(|(intent, score)| (Some(intent), score))
        })
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
    Verdict { service: Service::Unclear, topic: None, area: None, intent: None, score: 0, likely: [None; 3] }
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
    fn the_best_pattern_then_further_ones_then_evidence() {
        // 60, and a quarter of the evidence of 60.
        assert_eq!(read("离婚手续"), ("consultation", Some("marriage.by_agreement".into()), 75));
        // 5 more for the second pattern.
        assert_eq!(read("协议离婚手续"), ("consultation", Some("marriage.by_agreement".into()), 80));
    }

    #[test]
    fn a_sure_topic_without_an_intent_is_a_question_of_law() {
        let reading = village_catalogue().read("我要离婚");
        assert_eq!(reading.service, Service::Consultation);
        assert_eq!(reading.topic.unwrap().as_str(), "marriage");
        assert_eq!((reading.intent, reading.score), (None, 60));
    }

    #[test]
    fn below_fifty_it_is_unclear_but_a_field_is_guessed() {
        let reading = village_catalogue().read("我老公");
        assert_eq!((reading.service, reading.score), (Service::Unclear, 30));
        assert_eq!(reading.area.as_deref(), Some("婚姻家庭"));
        assert_eq!(read("天气真好"), ("unclear", None, 0));
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
    fn the_question_decides_between_equal_topics() {
        let story = "老板欠了我们很多钱，这件事情说来话长，我也不知道该从哪里说起，反正我现在心里很乱很乱。";
        let files = [
            file("a", "area = \"劳动纠纷\"\n[signals]\nstrong = [\"老板\"]\n"),
            file("b", "area = \"婚姻家庭\"\n[signals]\nstrong = [\"彩礼\"]\n"),
        ];
        let catalogue = catalogue(&files);
        assert_eq!(catalogue.read("老板和彩礼").area.as_deref(), Some("劳动纠纷"));
        assert_eq!(catalogue.read(&format!("{story}请问彩礼能退吗？")).area.as_deref(), Some("婚姻家庭"));
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
