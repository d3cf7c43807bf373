//! What patterns say and how it is put, weighed against each other.
//!
//! Must not know words, nor runs.

use std::cmp::Reverse;

use super::{IntentFacts, Points, TopicFacts, Verdict, nothing, percent, verdict};
use crate::domain::service::Service;
use crate::intent::area::Area;
use crate::intent::reading::SURE;
use crate::intent::source::Priority;
use crate::intent::wording::{Heard, Wording};

/// How a message is put: the table, and which of its runs are there.
#[derive(Clone, Copy, Debug)]
pub struct Put<'a> {
    /// The table.
    pub wording: &'a Wording,
    /// The runs.
    pub heard: &'a Heard,
}

/// What was talked about before.
#[derive(Clone, Copy, Debug)]
pub struct Talk {
    /// Its field of law, once one is told.
    pub area: Option<Area>,
}

/// What is known of a message and of the rules besides what fired.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The intents, by their numbers.
    pub intents: &'a [IntentFacts],
    /// The topics, by theirs.
    pub topics: &'a [TopicFacts],
    /// Whether it tells of others or of a screen.
    pub hearsay: bool,
    /// The talk it is a piece of, if it says little by itself.
    pub piece_of: Option<Talk>,
    /// The topics that fields of law have where nothing tells it, by the numbers of the fields.
    pub usual_topics: &'a [Option<u16>],
    /// How it is put.
    pub put: Put<'a>,
}

/// A pattern with so many points decides by itself.
pub const CERTAIN: i32 = 100;

/// A service with fewer points is not asked back with.
const MAY_BE: i32 = -60;
/// Danger with fewer points is offered neither with an answer nor when asking back: one real question of law in sixty has as many, and three of five dangers that
/// were taken for something else.
const MAY_BE_DANGER: i32 = -30;

/// Danger with so many points goes first, however much speaks for something else: people tell of it beside what they ask.
const DANGER_FIRST: i32 = 20;

/// In a piece of a talk danger that no pattern tells needs so many: 我妈不在了, 他在外面有人了. Of pieces by somebody who had seen no rule
/// eight of nine that tell of danger have as many, and none of 300 others has.
const DANGER_IN_PIECE: i32 = 60;

/// How sure it is that somebody wants the best service if that has no points; each point is half a percent.
const LIKELY: i32 = 70;
/// The same of danger, which is rather acted on than asked back.
const LIKELY_DANGER: i32 = 75;

/// What a point of a pattern is worth beside one of the wording, in percent: one of danger or of a word to the bot is surer than one
/// that asks for a service by name, and that is surer than one that only knows a field of law.
const URGENT: i32 = 200;
const NAMED: i32 = 100;
const TOLD: i32 = 50;

impl Points {
    /// Which service it is, all things considered.
    pub(super) fn weigh(&mut self, rules: Verdict, about: &About<'_>) -> Verdict {
        self.score_services(&rules, about);
        if let Some(certain) = self.certain(&rules, about.intents) {
            return certain;
        }
        let is_heard_only = about.piece_of.is_some() && rules.service != Service::Emergency;
        let least = if is_heard_only { DANGER_IN_PIECE } else { i32::MIN };
        let Some(&(service, points)) = self.best_service(least) else { return rules };
        let mut verdict = if service == rules.service {
            rules
        } else {
            let intent = self.intent_for(service, about);
            Verdict { service, intent, ..nothing() }
        };
        if service != Service::Unclear {
            let likely = if service == Service::Emergency { LIKELY_DANGER } else { LIKELY };
            verdict.score = verdict.score.max(percent(likely + points / 2));
        }
        let is_hearsay = about.hearsay && service == Service::Emergency;
        if service == Service::Unclear || is_hearsay || verdict.score < SURE {
            let score = verdict.score.min(SURE - 1);
            return Verdict { score, likely: self.likeliest(about), ..nothing() };
        }
        verdict
    }

    /// What a pattern is certain of, whatever else is said and whichever field of law leads; of several what goes first, then what has
    /// most points. Danger that a pattern tells goes before it, unless how it is put denies danger; and so does danger that is as
    /// certain by how it is put, but not before a whole message of chat: 今晚.
    fn certain(&self, rules: &Verdict, intents: &[IntentFacts]) -> Option<Verdict> {
        // Law and chat go by points.
        let priority =
            |intent: u16| intents.get(usize::from(intent)).map(|it| it.priority.max(Priority::Topic));
        let all = self.ranked.iter().rev().filter(|it| it.1 >= SURE.into() && self.is_certain(it.0));
        let &(intent, score) = all.max_by_key(|it| priority(it.0))?;
        let certain = verdict(intents, intent, score);
        let is_denied = self.services.iter().any(|it| it.0 == Service::Emergency && it.1 < DANGER_FIRST);
        let is_chat = intents.get(usize::from(intent)).is_some_and(|it| it.priority == Priority::Chat);
        let is_told = rules.service == Service::Emergency && !is_denied;
        let goes_first = is_told || (!is_chat && self.danger(CERTAIN).is_some());
        (!goes_first || certain.service == Service::Emergency).then_some(certain)
    }

    /// The service that most speaks for, but danger goes first as soon as it is likely; with fewer than the least points it is none.
    fn best_service(&self, least: i32) -> Option<&(Service, i32)> {
        let may_be = |it: &&(Service, i32)| it.0 != Service::Emergency || it.1 >= least;
        let likeliest = || self.services.iter().rev().filter(may_be).max_by_key(|it| it.1);
        self.danger(DANGER_FIRST.max(least)).or_else(likeliest)
    }

    /// The danger that is offered besides what is answered: it may be meant, though something else is likelier. Not beside chat that a
    /// pattern is certain of: 今晚, 好的.
    pub(super) fn danger_besides(&self, verdict: &Verdict, about: &About<'_>) -> Option<u16> {
        let is_answered = !matches!(verdict.service, Service::Emergency | Service::Unclear);
        let is_chat =
            |it: &u16| about.intents.get(usize::from(*it)).is_some_and(|it| it.priority == Priority::Chat);
        let is_surely_chat = verdict.intent.filter(is_chat).is_some_and(|it| self.is_certain(it));
        self.danger(MAY_BE_DANGER).filter(|_| is_answered && !is_surely_chat)?;
        self.intent_for(Service::Emergency, about)
    }

    /// Danger, if it has at least so many points.
    fn danger(&self, points: i32) -> Option<&(Service, i32)> {
        self.services.iter().find(|it| it.0 == Service::Emergency && it.1 >= points)
    }

    /// Whether a pattern of an intent that fired decides by itself.
    pub fn is_certain(&self, intent: u16) -> bool {
        self.intents.get(usize::from(intent)).is_some_and(|it| it.best >= CERTAIN)
    }

    /// What a crowd asks that nobody called one by name: the question of law it has.
    pub fn asked_by_crowd(&self, verdict: &Verdict, intents: &[IntentFacts]) -> Option<u16> {
        let is_named = |&(intent, _): &(u16, i32)| {
            intents.get(usize::from(intent)).is_some_and(|it| it.service == Service::Collective)
        };
        if verdict.service != Service::Collective || self.ranked.iter().any(is_named) {
            return verdict.intent;
        }
        self.question(intents).and_then(|it| it.0).or(verdict.intent)
    }

    /// The services, best first.
    pub fn ranked_services(&self) -> Vec<(Service, i32)> {
        let mut services = self.services.clone();
        services.sort_by_key(|it| Reverse(it.1));
        services
    }

    fn score_services(&mut self, rules: &Verdict, about: &About<'_>) {
        let known = known(rules, about.intents);
        let scored = |(&service, points): (&Service, i32)| {
            (service, if service == rules.service { points + known } else { points })
        };
        self.services.clear();
        self.services.extend(about.put.wording.services.points(about.put.heard).map(scored));
    }

    /// What to ask back with: the intents of the services that may well be meant, but for small talk. One alone is no choice, so the
    /// next likeliest stands beside it; danger does not for that alone.
    fn likeliest(&self, about: &About<'_>) -> [Option<u16>; 3] {
        let is_talk =
            |service| matches!(service, Service::Smalltalk | Service::OutOfScope | Service::Unclear);
        let services = self.ranked_services();
        let mut likeliest = services.iter().filter(|it| !is_talk(it.0)).filter_map(|&(service, points)| {
            let is_danger = service == Service::Emergency;
            let may_be = points >= if is_danger { MAY_BE_DANGER } else { MAY_BE };
            let intent = self.intent_for(service, about)?;
            (may_be || !is_danger).then_some((intent, may_be))
        });
        let Some((first, true)) = likeliest.next() else { return [None; 3] };
        let second = likeliest.next().map(|it| it.0);
        [Some(first), second, likeliest.next().filter(|it| it.1).map(|it| it.0)]
    }

    /// The intent of a service: what a pattern names, else what the wording speaks for most, else the first there is; of a
    /// question of law only what patterns are sure of.
    fn intent_for(&self, service: Service, about: &About<'_>) -> Option<u16> {
        let About { intents, put, .. } = about;
        if service == Service::Consultation {
            return self.question(intents)?.0;
        }
        let is_of = |intent: u16| intents.get(usize::from(intent)).is_some_and(|it| it.service == service);
        let fired = self.ranked.iter().map(|it| it.0).find(|&it| is_of(it));
        let heard = || put.wording.intents.points(put.heard).filter(|it| is_of(*it.0)).max_by_key(|it| it.1);
        let is_usual = |it: &IntentFacts| it.service == service && it.priority != Priority::Command;
        let first = || (0..).zip(*intents).find(|it| is_usual(it.1)).map(|it| it.0);
        fired.or_else(|| heard().map(|it| *it.0)).or_else(first)
    }
}

/// What the verdict of the patterns is worth.
fn known(rules: &Verdict, intents: &[IntentFacts]) -> i32 {
    let priority = rules.intent.and_then(|it| intents.get(usize::from(it))).map(|it| it.priority);
    let worth = match priority {
        Some(Priority::Danger | Priority::Command) => URGENT,
        Some(Priority::Service) => NAMED,
        _ => TOLD,
    };
    i32::from(rules.score) * worth / 100
}

#[cfg(test)]
mod tests {
    use crate::domain::service::Service;
    use crate::intent::reading::{Reading, SURE};
    use crate::intent::testing::{catalogue, file, intent, village, wording};

    const TABLE: &str = "
[service]
mediation = '''
99 说和
-20 ^
'''
emergency = '''
120 提刀
90 烧
-20 ^
'''
unclear = '''
99 梯子
-20 ^
'''
consultation = '-20 ^'
[intent]
'danger.fire' = '80 烧'
";

    /// The village, more kinds of danger, an intent that is certain, and a table.
    fn read_with(table: &str, text: &str) -> Reading {
        let emergency = "service = \"emergency\"";
        let danger = [intent("armed", &["砍我"], emergency), intent("fire", &["着火"], emergency)].concat();
        let certain = file("fair", &intent("lanterns", &["灯笼节 = 100"], ""));
        let mut files = village();
        files.extend([file("danger", &danger), certain, wording(table)]);
        catalogue(&files).read(text)
    }

    fn read(text: &str) -> (Service, Option<String>, bool) {
        let reading = read_with(TABLE, text);
        (reading.service, reading.intent, reading.score >= SURE)
    }

    #[test]
    fn how_it_is_put_tells_what_no_pattern_knows() {
        assert_eq!(read("找人说和"), (Service::Mediation, Some("services.mediation".into()), true));
        assert_eq!(read("屋里在烧"), (Service::Emergency, Some("danger.fire".into()), true));
    }

    #[test]
    fn which_intent_of_a_service_it_is_says_a_pattern_first() {
        assert_eq!(read("屋里在烧，他砍我").1.as_deref(), Some("danger.armed"));
    }

    #[test]
    fn a_pattern_of_a_service_outweighs_little_and_one_of_a_hundred_points_everything() {
        assert_eq!(read("取消").0, Service::Cancel);
        assert_eq!(read("灯笼节说和").1.as_deref(), Some("fair.lanterns"));
    }

    #[test]
    fn danger_that_is_as_certain_goes_before_a_pattern_of_a_hundred_points() {
        assert_eq!(read("灯笼节提刀").1.as_deref(), Some("fair.lanterns"));
        assert_eq!(read("灯笼节提刀，在烧").0, Service::Emergency);
    }

    #[test]
    fn what_is_certain_needs_no_field_that_leads_and_only_danger_goes_before_it() {
        let vase =
            |pattern: &str| file("shop", &format!("area = \"消费权益\"\n{}", intent("vase", &[pattern], "")));
        let services = TABLE.split("[intent]").next().unwrap();
        let table = format!("[area]\n\"债权债务\" = '120 钱'\n\"消费权益\" = '-90 钱'\n{services}");
        let read = |pattern: &str, text: &str| {
            let mut files = village();
            files.extend([vase(pattern), wording(&table)]);
            let reading = catalogue(&files).read(text);
            (reading.intent.unwrap_or_default(), reading.area.unwrap_or_default(), reading.danger)
        };
        let law = ("shop.vase".to_owned(), "消费权益".to_owned());
        for text in ["青花瓶丢了", "青花瓶的钱", "青花瓶要调解"] {
            let (intent, area, _) = read("青花瓶 = 100", text);
            assert_eq!((intent, area), law, "{text}");
        }
        assert_ne!(read("青花瓶 = 90", "青花瓶的钱").0, law.0, "another field leads");
        // Danger that only the wording tells is offered, danger of a pattern goes first.
        let (intent, _, danger) = read("青花瓶 = 100", "青花瓶碎了，他提刀");
        assert_eq!((intent.as_str(), danger.as_deref()), ("shop.vase", Some("services.violence")));
        assert_eq!(read("青花瓶 = 100", "青花瓶碎了，他打我，提刀").0, "services.violence");
    }

    #[test]
    fn in_a_piece_of_a_talk_danger_that_no_pattern_tells_has_to_be_surer() {
        let mut files = village();
        let emergency = "service = \"emergency\"";
        files.extend([file("danger", &intent("fire", &["着火"], emergency)), wording(TABLE)]);
        let catalogue = catalogue(&files);
        let further = |text: &str| {
            let Reading { service, likely, .. } = catalogue.read_further(text, None);
            (service, likely.first().cloned())
        };
        assert_eq!(catalogue.read("屋里在烧").service, Service::Emergency);
        assert_eq!(further("屋里在烧"), (Service::Unclear, Some("danger.fire".to_owned())));
        assert_eq!(further("烧").0, Service::Emergency, "it is surer");
        assert_eq!(further("屋里着火").0, Service::Emergency, "a pattern tells it");
        let long = "今天晚上我在楼下看见我们屋里在烧，在提刀";
        assert_eq!(further(long).0, catalogue.read(long).service, "it is a message by itself");
    }

    #[test]
    fn a_question_of_law_keeps_its_intent() {
        assert_eq!(read("老板拖欠工资").1.as_deref(), Some("labour.unpaid"));
    }

    #[test]
    fn what_is_unclear_or_only_told_of_others_is_asked_back() {
        assert_eq!(read("梯子在那边"), (Service::Unclear, None, false));
        let reading = read_with(TABLE, "电影里他提刀");
        assert_eq!(reading.service, Service::Unclear);
        assert_eq!(reading.likely[0], "danger.fire", "the only danger that the table knows by name");
    }

    #[test]
    fn one_meaning_alone_is_never_asked_back_and_danger_only_where_it_may_be_meant() {
        let mut files = village();
        files.push(file("aid", &intent("ask", &["请不起"], "service = \"legal_aid\"")));
        let table = |emergency: i8| {
            let units = format!("'{emergency} 说和'\nlegal_aid = '-90 说和'\nunclear = '99 说和'\n");
            format!("[service]\nmediation = '40 说和'\nemergency = {units}")
        };
        let likely = |emergency: i8| {
            let mut files = files.clone();
            files.push(wording(&table(emergency)));
            catalogue(&files).read("找人说和").likely
        };
        assert_eq!(likely(-60), ["services.mediation", "aid.ask"]);
        assert_eq!(likely(-10), ["services.mediation", "services.violence"]);
    }

    #[test]
    fn danger_that_may_be_meant_besides_is_told_as_long_as_something_else_is_acted_on() {
        let table = |units: u8| {
            format!(
                "[service]\nconsultation = '5 ^'\nunclear = '-20 ^'\nemergency = '''\n{units} 冒\n-20 ^\n'''\n"
            )
        };
        let besides = |units: u8, text: &str| {
            let reading = read_with(&table(units), text);
            (reading.service, reading.danger)
        };
        let offered = Some("services.violence".to_owned());
        assert_eq!(besides(60, "老板拖欠工资在冒"), (Service::Consultation, offered));
        assert_eq!(besides(10, "老板拖欠工资在冒"), (Service::Consultation, None));
        assert_eq!(besides(60, "老板打我，在冒").1, None, "danger is acted on");
    }

    #[test]
    fn fields_of_law_gain_what_the_wording_says_of_them() {
        let table = |units: u8| format!("[area]\n\"劳动纠纷\" = '{units} 老家'\n\"婚姻家庭\" = '60 老公'\n");
        assert_eq!(read_with(&table(20), "老家老公").area.as_deref(), Some("婚姻家庭"));
        assert_eq!(read_with(&table(100), "老家老公").area.as_deref(), Some("劳动纠纷"));
    }
}
