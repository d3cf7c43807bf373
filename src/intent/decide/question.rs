//! Which question of law is asked, of those that may have an answer.
//!
//! Must not know words, nor runs, nor what the answers say.

use super::{About, IntentFacts, Points, Verdict};
use crate::intent::reading::SURE;
use crate::intent::source::Priority;

/// A question whose field leads gains so many points, and so many the one that patterns name.
const OF_LEAD: i32 = 20;
const NAMED: i32 = 20;
/// With fewer points none is asked that has an answer: the room's lawyer reads the words.
const LEAST: i32 = -25;

impl Points {
    /// What a question of law is about, if patterns are sure that it is one: the intent, unless another field leads, whose question it
    /// would not answer; and how sure that is.
    pub(super) fn question(&self, intents: &[IntentFacts]) -> Option<(Option<u16>, i32)> {
        let lead = self.fields.lead().map(|it| it.0);
        let best = |wanted: &dyn Fn(&IntentFacts) -> bool| {
            let found = self.best(intents, &|it| it.priority == Priority::Topic && wanted(it));
            found.filter(|it| it.1 >= i32::from(SURE))
        };
        let of_lead = best(&|it| it.area.is_some() && it.area == lead);
        let fitting = of_lead.or_else(|| best(&|it| it.area.is_none()));
        let other = || best(&|_| true).map(|(_, score)| (None, score));
        fitting.map(|(intent, score)| (Some(intent), score)).or_else(other)
    }

    /// Whether a `not` of an intent fired.
    fn is_stopped(&self, intent: u16) -> bool {
        let tally = self.intents.get(usize::from(intent));
        tally.is_some_and(|it| it.stopped && it.message == self.message)
    }

    /// Gives a question of law the intent that how it is put speaks for most, or none; what nobody has learnt to hear, and what a
    /// pattern is certain of, stays as patterns say. The field stays: it was told by more than one question.
    pub(super) fn name_question(&self, verdict: &mut Verdict, about: &About<'_>) {
        let wording = about.put.wording;
        if verdict.intent.is_some_and(|it| self.is_certain(it) || !wording.knows_question(it)) {
            return;
        }
        let facts = |intent: u16| about.intents.get(usize::from(intent));
        // Most are so far off that nothing could bring them near.
        let may_be = |it: &(u16, i32)| it.1 >= LEAST - OF_LEAD - NAMED && !self.is_stopped(it.0);
        let heard = wording.questions(about.put.heard).filter(may_be);
        // A piece of a talk that goes on with its field asks nothing of another.
        let goes_on = about.piece_of.is_some_and(|talk| talk.area.is_some() && talk.area == verdict.area);
        let weighed = heard.filter_map(|(intent, points)| {
            let is_of_lead = facts(intent).is_some_and(|it| it.area.is_some() && it.area == verdict.area);
            let is_named = verdict.intent == Some(intent);
            let weighed = points + i32::from(is_of_lead) * OF_LEAD + i32::from(is_named) * NAMED;
            (is_of_lead || is_named || !goes_on).then_some((intent, weighed))
        });
        let best = weighed.max_by_key(|it| it.1).filter(|it| it.1 >= LEAST);
        verdict.intent = best.map(|it| it.0);
        let of_field =
            verdict.intent.and_then(facts).filter(|it| it.area.is_some() && it.area == verdict.area);
        verdict.topic = of_field.map(|it| it.topic).or(verdict.topic);
    }
}

#[cfg(test)]
mod tests {
    use crate::intent::Catalogue;
    use crate::intent::testing::{catalogue, file, intent, wording};

    /// Two questions of a field that leads and one of another, all heard by the table, and one that only patterns know.
    fn rules() -> Catalogue {
        let table = "[service]\nconsultation = '20 ^'\n[area]\n'劳动纠纷' = '90 老板'\n'侵权' = '9 ^'\n\
                     [question]\n'labour.wages' = '''60 钱\n-20 ^'''\n'labour.leave' = '''60 假\n-20 ^'''\n'tort.dog' = '''90 狗\n-20 ^'''\n";
        let labour = [
            intent("wages", &["工资"], "not = [\"钱包\"]"),
            intent("leave", &["年假", "一定放假 = 100"], ""),
            intent("badge", &["工牌"], ""),
        ];
        catalogue(&[
            file("labour", &format!("area = \"劳动纠纷\"\n{}", labour.concat())),
            file("tort", &format!("area = \"侵权\"\n{}", intent("dog", &["咬"], ""))),
            wording(table),
        ])
    }

    fn asked(text: &str) -> Option<String> {
        rules().read(text).intent
    }

    #[test]
    fn what_no_pattern_knows_is_told_by_how_it_is_put() {
        assert_eq!(asked("老板，钱").as_deref(), Some("labour.wages"));
        assert_eq!(asked("老板，工资，假").as_deref(), Some("labour.leave"), "the pattern names another");
        assert_eq!(asked("老板不好"), None);
        assert_eq!(asked("老板，钱包"), None, "`not` keeps it off, however it is put");
    }

    #[test]
    fn a_pattern_alone_is_not_enough_where_how_it_is_put_denies_it() {
        assert_eq!(asked("老板说工资卡要换银行"), None);
        assert_eq!(asked("老板，工牌").as_deref(), Some("labour.badge"), "nobody has learnt to hear that");
        assert_eq!(asked("老板一定放假，钱").as_deref(), Some("labour.leave"), "it is certain");
    }

    #[test]
    fn a_piece_of_a_talk_goes_on_with_its_field() {
        let rules = rules();
        let topic = rules.read("老板，钱").topic;
        let further = |text: &str| {
            let reading = rules.read_further(text, topic.as_ref());
            (reading.area.unwrap_or_default(), reading.intent)
        };
        assert_eq!(rules.read("狗").intent.as_deref(), Some("tort.dog"));
        assert_eq!(further("狗"), ("劳动纠纷".to_owned(), None));
        assert_eq!(further("钱").1.as_deref(), Some("labour.wages"));
        let long = "狗，我家隔壁养的那一只，天天都在楼下叫";
        assert_eq!(further(long).1.as_deref(), Some("tort.dog"), "it is a message by itself");
    }

    #[test]
    fn an_answer_of_another_field_leaves_the_field_as_it_was() {
        let reading = rules().read("老板的狗狗，老板");
        assert_eq!(reading.intent.as_deref(), Some("tort.dog"));
        assert_eq!(reading.area.as_deref(), Some("劳动纠纷"));
    }
}
