//! Evidence that adds up: no piece of it need be enough alone.
//!
//! Must not know words, only what each is worth.

use super::{HEARSAY, IntentFacts, Points};
use crate::intent::reading::SURE;

/// What another topic explains as well is less of an evidence: so much of its certainty is taken off, in percent.
const RIVAL: i32 = 65;
/// No topic is surer than that.
const CERTAIN: i32 = 100;

impl Points {
    /// Where no pattern is sure of an intent of the topic, evidence that is sure by itself is as good.
    pub(super) fn rank_evidence(&mut self, intents: &[IntentFacts], hearsay: bool) {
        let topic_of = |intent: u16| intents.get(usize::from(intent)).map(|it| it.topic);
        let evidence = std::mem::take(&mut self.evidence);
        for (topic, intent, points) in evidence.sums() {
            let known = self.ranked.iter().any(|it| it.1 >= SURE.into() && topic_of(it.0) == Some(topic));
            let score = points - self.rival(topic, intents) * RIVAL / 100;
            if !known && score >= SURE.into() && !self.is_stopped(intent) {
                self.ranked.retain(|it| it.0 != intent);
                self.ranked.push((intent, if hearsay { HEARSAY } else { score }));
            }
        }
        self.evidence = evidence;
        self.sort(intents);
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

/// The evidence of one message; lent from message to message.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// By intent: its topic, and the sum.
    own: Vec<(u16, u16, i32)>,
    /// By topic: what counts whichever of its intents is meant.
    context: Vec<(u16, i32)>,
}

impl Evidence {
    /// Forgets the message before.
    pub fn clear(&mut self) {
        self.own.clear();
        self.context.clear();
    }

    /// A piece of evidence for an intent.
    pub fn add(&mut self, topic: u16, intent: u16, points: i32) {
        match self.own.iter_mut().find(|it| it.1 == intent) {
            Some(sum) => sum.2 += points,
            None => self.own.push((topic, intent, points)),
        }
    }

    /// What speaks for, or against, a topic whichever of its intents is meant.
    pub fn add_context(&mut self, topic: u16, points: i32) {
        match self.context.iter_mut().find(|it| it.0 == topic) {
            Some(sum) => sum.1 += points,
            None => self.context.push((topic, points)),
        }
    }

    /// Each topic with its intent that has the most evidence, and all the evidence there is for any of them.
    pub fn sums(&self) -> impl Iterator<Item = (u16, u16, i32)> {
        self.own.iter().filter(|own| own.2 > 0 && self.is_strongest(own)).map(|&(topic, intent, _)| {
            let own = self.own.iter().filter(|it| it.0 == topic).map(|it| it.2);
            let context = self.context.iter().filter(|it| it.0 == topic).map(|it| it.1);
            (topic, intent, own.chain(context).sum())
        })
    }

    /// Of two equals the first in the file.
    fn is_strongest(&self, &(topic, intent, points): &(u16, u16, i32)) -> bool {
        let rivals = self.own.iter().filter(|it| it.0 == topic && it.1 != intent);
        rivals.into_iter().all(|it| (it.2, intent) < (points, it.1))
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
}
