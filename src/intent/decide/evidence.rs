//! Evidence that adds up: no piece of it need be enough alone.
//!
//! Must not know words, only what each is worth.

use super::{HEARSAY, IntentFacts, Points};
use crate::intent::reading::SURE;
use crate::intent::source::Priority;

/// What a question of law explains as well counts less as evidence, by so much of that question's strength, in percent.
const RIVAL: i32 = 40;

impl Points {
    /// Evidence that is sure by itself is as good as a pattern.
    pub(super) fn rank_evidence(&mut self, intents: &[IntentFacts], hearsay: bool) {
        let evidence = std::mem::take(&mut self.evidence);
        for (intent, points) in evidence.sums() {
            let Some(facts) = intents.get(usize::from(intent)) else { continue };
            let mut score = points - self.rival(facts.topic, intents) * RIVAL / 100;
            if hearsay && facts.priority == Priority::Danger {
                score = score.min(HEARSAY);
            }
            if score >= i32::from(SURE) && !self.is_stopped(intent) {
                self.raise(intent, score);
            }
        }
        self.evidence = evidence;
        self.sort(intents);
    }

    /// The strength of the best other explanation.
    fn rival(&self, topic: u16, intents: &[IntentFacts]) -> i32 {
        let is_other = |intent: u16| intents.get(usize::from(intent)).is_some_and(|it| it.topic != topic);
        let topics = self.strengths.iter().filter(|it| it.0 != topic).map(|it| it.1);
        topics.chain(self.ranked.iter().filter(|it| is_other(it.0)).map(|it| it.1)).max().unwrap_or(0)
    }

    fn is_stopped(&self, intent: u16) -> bool {
        let tally = self.intents.get(usize::from(intent));
        tally.is_some_and(|tally| tally.message == self.message && tally.stopped)
    }

    fn raise(&mut self, intent: u16, score: i32) {
        match self.ranked.iter_mut().find(|it| it.0 == intent) {
            Some(fired) => fired.1 = fired.1.max(score),
            None => self.ranked.push((intent, score)),
        }
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

    /// For each topic the intent with the most evidence, and all the evidence there is for any of them.
    pub fn sums(&self) -> impl Iterator<Item = (u16, i32)> {
        self.own.iter().filter(|own| own.2 > 0 && self.is_strongest(own)).map(|&(topic, intent, _)| {
            let own = self.own.iter().filter(|it| it.0 == topic).map(|it| it.2);
            let context = self.context.iter().filter(|it| it.0 == topic).map(|it| it.1);
            (intent, own.chain(context).sum())
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
    use crate::intent::testing::{catalogue, file, intent};

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
        // The pattern, and the evidence as one more.
        assert_eq!(catalogue.read("他要砍我，有刀，我在发抖").score, 65);
        let explained = catalogue.explain("他有刀");
        assert_eq!(explained.evidence[0].intent, "danger.armed");
    }
}
