//! Evidence that adds up: no piece of it need be enough alone.
//!
//! Must not know words, only what each is worth.

use super::{HEARSAY, IntentFacts, Points};
use crate::intent::effect::Effect;
use crate::intent::reading::SURE;
use crate::intent::rules::{Owner, index};
use crate::intent::source::Priority;

/// What another topic explains as well is less of an evidence: so much of its certainty is taken off, in percent.
const RIVAL: i32 = 56;
/// No topic is surer than that.
const CERTAIN: i32 = 100;

/// All evidence for a service, from the intents of one topic.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish {
    /// The intent with the most evidence, of equals the first in the file; and how much it has. None if none has any.
    intent: Option<u16>,
    most: i32,
    /// What all its intents have together.
    all: i32,
}

impl Wish {
    fn add(&mut self, intent: u16, points: i32) {
        self.all += points;
        let is_first = points == self.most && self.intent.is_some_and(|it| intent < it);
        if points > self.most || is_first {
            (self.intent, self.most) = (Some(intent), points);
        }
    }
}

impl Points {
    /// Evidence that is sure by itself is as good as a pattern, where no pattern that goes first is sure.
    pub(super) fn rank_evidence(&mut self, intents: &[IntentFacts], hearsay: bool) {
        self.gather_wishes(intents);
        let wish_of = |intent: u16| intents.get(usize::from(intent)).map(|it| it.wish);
        let mut sure = std::mem::take(&mut self.sure);
        for &number in self.wished.all() {
            let Some(wish) = self.wishes.get(index(number)) else { continue };
            let Some(best) = wish.intent else { continue };
            let Some(facts) = intents.get(usize::from(best)) else { continue };
            let is_danger = facts.priority == Priority::Danger;
            let rival = if is_danger { self.rival(facts.topic, intents) * RIVAL / 100 } else { 0 };
            let score = wish.all + self.evidence_for(Owner::Context(facts.topic)) - rival;
            let mut patterns = self.ranked.iter().filter(|it| it.1 >= SURE.into());
            let known = patterns.clone().any(|&it| goes_first(it, facts, score, intents));
            if !known && score >= SURE.into() && !self.is_stopped(best) {
                // What a pattern names is the better answer to the same wish.
                let named = patterns.find(|it| wish_of(it.0) == Some(facts.wish));
                let intent = named.map_or(best, |it| it.0);
                sure.push((intent, if is_danger && hearsay { HEARSAY } else { score }));
            }
        }
        self.ranked.retain(|it| sure.iter().all(|sure| sure.0 != it.0));
        self.ranked.append(&mut sure);
        self.sure = sure;
        self.sort(intents);
    }

    fn gather_wishes(&mut self, intents: &[IntentFacts]) {
        self.wishes.resize(intents.len(), Wish::default());
        self.wished.begin(intents.len());
        for &number in self.sums.touched() {
            let Some(Owner::Evidence(intent)) = Effect::owner(number) else { continue };
            let Some(facts) = intents.get(usize::from(intent)) else { continue };
            let Some(wish) = self.wishes.get_mut(usize::from(facts.wish)) else { continue };
            if self.wished.note(facts.wish.into()) {
                *wish = Wish::default();
            }
            wish.add(intent, self.sums.get(number));
        }
    }

    /// How sure another topic is of the message, 100 at most.
    fn rival(&self, topic: u16, intents: &[IntentFacts]) -> i32 {
        let is_other = |intent: u16| intents.get(usize::from(intent)).is_some_and(|it| it.topic != topic);
        let topics = self.strengths.iter().filter(|it| it.0 != topic).map(|it| self.evidence(it.0));
        let rivals = topics.chain(self.ranked.iter().filter(|it| is_other(it.0)).map(|it| it.1));
        rivals.max().unwrap_or(0).clamp(0, CERTAIN)
    }

    fn is_stopped(&self, intent: u16) -> bool {
        let tally = self.intents.get(usize::from(intent));
        tally.is_some_and(|tally| tally.message == self.message && tally.stopped)
    }
}

/// Whether a sure pattern leaves nothing to say to evidence of that score: for danger one of the same topic, for a service one
/// of any service or command, for the rest one that scores as much for the same.
fn goes_first(pattern: (u16, i32), facts: &IntentFacts, score: i32, intents: &[IntentFacts]) -> bool {
    let Some(other) = intents.get(usize::from(pattern.0)) else { return false };
    match facts.priority {
        Priority::Danger => other.topic == facts.topic,
        Priority::Command | Priority::Service => other.priority >= Priority::Service,
        Priority::Topic | Priority::Chat => other.wish == facts.wish && pattern.1 >= score,
    }
}

#[cfg(test)]
mod tests {
    use crate::intent::reading::SURE;
    use crate::intent::testing::{catalogue, file, intent, village_catalogue};

    const PIECES: &str = "service = \"emergency\"\nevidence = [\"(刀|斧头)\", \"发抖 = 35\", \"做菜 = -50\"]";

    fn service(context: &str, text: &str) -> &'static str {
        let files = [file("danger", &format!("{context}\n{}", intent("armed", &["砍我"], PIECES)))];
        catalogue(&files).read(text).service.code()
    }

    #[test]
    fn pieces_fire_together_and_not_alone() {
        assert_eq!(service("", "他有刀，我在发抖"), "emergency");
        assert_eq!(service("", "他有刀"), "unclear");
        assert_eq!(service("", "我在发抖"), "unclear");
        assert_eq!(service("", "他砍我"), "emergency");
    }

    #[test]
    fn a_class_counts_once_and_some_evidence_takes_away() {
        assert_eq!(service("", "刀，斧头，刀，斧头"), "unclear");
        assert_eq!(service("", "我做菜拿刀，冷得发抖"), "unclear");
    }

    #[test]
    fn what_a_file_says_counts_for_each_of_its_intents_but_not_alone() {
        let context = "evidence = [\"快来人 = 30\", \"救我 = 30\", \"梦里 = -60\"]";
        assert_eq!(service(context, "快来人，他有刀"), "emergency");
        assert_eq!(service(context, "快来人，救我"), "unclear");
        assert_eq!(service(context, "梦里他有刀，吓得人发抖"), "unclear");
    }

    #[test]
    fn the_sum_is_the_score() {
        let files = [file("danger", &intent("armed", &["砍我"], PIECES))];
        let catalogue = catalogue(&files);
        assert_eq!(catalogue.read("他有刀，我在发抖").score, 55);
        let explained = catalogue.explain("他有刀");
        assert_eq!(explained.evidence[0].intent, "danger.armed");
    }

    #[test]
    fn what_another_topic_is_sure_of_is_taken_off() {
        let danger = file("danger", &intent("armed", &["砍我"], PIECES));
        let shop = file("shop", "area = \"消费权益\"\n[signals]\nstrong = [\"退货\"]\nweak = [\"店里\"]\n");
        let catalogue = catalogue(&[danger, shop]);
        assert_eq!(catalogue.read("他有刀，我在发抖").service.code(), "emergency");
        let reading = catalogue.read("买的刀要退货，冷得发抖");
        assert_eq!((reading.service.code(), reading.score), ("consultation", 60));
    }

    #[test]
    fn a_pattern_that_is_sure_goes_first() {
        let other = intent("hurt", &["流血 = 90"], "service = \"emergency\"");
        let files = [file("danger", &[intent("armed", &["砍我"], PIECES), other].concat())];
        let reading = catalogue(&files).read("他有刀，我在发抖，流血");
        assert_eq!(reading.intent.as_deref(), Some("danger.hurt"));
    }

    #[test]
    fn danger_on_a_screen_is_only_offered() {
        let reading = village_catalogue().read("电影里老公打我");
        assert_eq!(reading.service.code(), "unclear");
        assert_eq!(reading.likely[0], "services.violence");
        assert!(reading.score < SURE);
        let files = [file("danger", &intent("armed", &["砍我"], PIECES))];
        let reading = catalogue(&files).read("看电影，他有刀，吓得我发抖");
        assert_eq!((reading.service.code(), reading.likely[0].as_str()), ("unclear", "danger.armed"));
    }

    #[test]
    fn what_stops_an_intent_stops_its_evidence() {
        let stopped = format!("{PIECES}\nnot = [\"刀削面\"]");
        let files = [file("danger", &intent("armed", &["砍我"], &stopped))];
        assert_eq!(catalogue(&files).read("刀削面，我在发抖").service.code(), "unclear");
    }

    const WAITING: &str =
        "service = \"progress\"\nevidence = [\"(等了|好久) = 70\", \"申请 = 25\", \"不急 = -50\"]";
    const STOPPING: &str = "service = \"cancel\"\nevidence = [\"(算了|累了) = 35\", \"申请 = 25\"]";

    fn services(text: &str) -> &'static str {
        let file = file(
            "services",
            &[intent("stop", &["取消"], STOPPING), intent("news", &["进度"], WAITING)].concat(),
        );
        catalogue(&[file]).read(text).service.code()
    }

    #[test]
    fn pieces_add_up_for_one_service_only() {
        assert_eq!(services("申请累了"), "cancel");
        assert_eq!(services("累了，等了，不急"), "unclear");
    }

    #[test]
    fn a_service_asked_for_by_a_pattern_goes_before_what_only_evidence_says() {
        assert_eq!(services("申请等了"), "progress");
        assert_eq!(services("取消，申请等了"), "cancel");
    }

    #[test]
    fn the_intent_that_a_pattern_names_answers_with_the_points_of_the_evidence() {
        let about = "service = \"smalltalk\"\nevidence = [\"你 = 40\", \"开心 = 40\"]";
        let greeting = intent("greeting", &["早安"], "service = \"smalltalk\"");
        let files = [file("chat", &[greeting, intent("about", &["机器"], about)].concat())];
        let reading = catalogue(&files).read("早安，你开心");
        assert_eq!((reading.intent.as_deref(), reading.score), (Some("chat.greeting"), 80));
    }

    #[test]
    fn chat_has_to_be_surer_than_any_question_of_law() {
        let chat = intent("chat", &["追剧"], "service = \"out_of_scope\"\nevidence = [\"电影 = 70\"]");
        let asking = intent("asking", &["合法"], "evidence = [\"被扣 = 80\"]");
        let shop = file("shop", "area = \"消费权益\"\n[signals]\nstrong = [\"退货\"]\n");
        let catalogue = catalogue(&[shop, file("chat", &chat), file("asking", &asking)]);
        assert_eq!(catalogue.read("电影退货").service.code(), "out_of_scope");
        assert_eq!(catalogue.read("电影退货，被扣").service.code(), "consultation");
    }
}
