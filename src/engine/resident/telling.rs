//! What somebody tells before there is a case: every word of it since the matter began, in order, so that whoever takes it
//! reads all of it and nobody has to say it again. Must not know what is answered.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::lang::Lang;
use crate::domain::service::Service;
use crate::domain::time::Timestamp;
use crate::engine::session::Matter;
use crate::engine::turn::Turn;
use crate::intent::Reading;
use crate::intent::area::Area;

use super::{act, question, thread};

/// After so long a silence something new is told, as with files that came ahead.
const SILENCE: Duration = Duration::from_secs(24 * 3600);

/// More signs than these are not carried along: what lies between the first words and the last ones goes.
const MOST_SIGNS: usize = 8000;

/// How the talk about the matter goes, before there is a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// When something was told last.
    #[serde(default)]
    said_at: Option<Timestamp>,
    /// The rule whose answer was given last, and in which language.
    #[serde(default)]
    pub answered: Option<(Lang, String)>,
    /// How often they went on with words that only a person can answer.
    #[serde(default)]
    pub stayed: u8,
    /// Whether they were just told that the answer above holds.
    #[serde(default)]
    pub above: bool,
}

/// Words as they are meant where they are said: a few of them are a piece of what is being told.
pub(super) fn read(turn: &Turn<'_>, text: &str) -> Reading {
    let catalogue = &turn.world.rules.catalogue;
    match turn.session.matter.as_ref().filter(|_| is_told(turn)) {
        Some(matter) => catalogue.read_further(text, matter.topic.as_ref()),
        None if question::is_open(turn) || turn.session.thread.is_some() => {
            catalogue.read_further(text, None)
        }
        None => catalogue.read(text),
    }
}

/// Keeps what is said now with what was told of the same matter; a new one begins anew.
pub(super) fn keep(turn: &mut Turn<'_>, matter: Matter, reading: &Reading) {
    let before =
        turn.session.matter.take().filter(|before| {
            is_live(turn) && is_told_in(before) && !begins_anew(turn, &matter, reading, before)
        });
    if before.is_none() {
        turn.session.talk = Talk::default();
    }
    turn.session.talk.said_at = Some(turn.now);
    turn.session.matter = Some(match before {
        Some(before) => joined(before, matter),
        None => matter,
    });
}

/// Whether they are in the middle of telling a matter of law.
pub(super) fn is_told(turn: &Turn<'_>) -> bool {
    let matter = turn.session.matter.as_ref();
    matter.is_some_and(|matter| matter.service == Service::Consultation) && is_live(turn)
}

/// Words said when a form was asked for are the matter where none was told since.
pub(super) fn from_pending(turn: &mut Turn<'_>) {
    if let (None, Some(words)) = (&turn.session.matter, turn.session.pending.take()) {
        let reading = turn.world.rules.catalogue.read(&words);
        turn.session.matter = Some(act::matter(&words, &reading));
    }
}

/// Words that nobody has understood so far begin the story that a form asks for.
pub(super) fn to_pending(turn: &mut Turn<'_>) {
    let before = turn.session.matter.take().filter(|before| {
        is_live(turn) && matches!(before.service, Service::Unclear | Service::BookingChange | Service::Human)
    });
    if let Some(before) = before {
        let pending = turn.session.pending.take();
        turn.session.pending = Some(pending.map_or(before.text.clone(), |said| with(&before.text, &said)));
    }
}

/// Whether a story has these words in it, by themselves.
pub(super) fn has(story: &str, words: &str) -> bool {
    format!("\n{}\n", story.trim()).contains(&format!("\n{}\n", words.trim()))
}

/// A story with words added, unless they stand in it already.
pub(super) fn with(story: &str, words: &str) -> String {
    if has(story, words) {
        story.to_owned()
    } else if has(words, story) {
        words.to_owned()
    } else {
        shortened(&format!("{story}\n{words}"))
    }
}

/// Whether a pattern fired for the field that a message is taken for, rather than how it is put alone.
pub(super) fn is_named(reading: &Reading) -> bool {
    let field = field(reading);
    field.is_some() && reading.matched.iter().any(|fired| topic_of(&fired.intent) == field)
}

/// The topic a message is taken for: that of its rule, else the field of law.
pub(super) fn field(reading: &Reading) -> Option<&str> {
    let own = reading.intent.as_deref().and_then(topic_of);
    own.or_else(|| reading.topic.as_ref().map(|topic| topic.as_str()))
}

/// The topic of a rule by its name.
pub(super) fn topic_of(intent: &str) -> Option<&str> {
    intent.split_once('.').map(|(topic, _)| topic)
}

/// Whether words are surely of another field of law than what was told before.
pub(super) fn begins_anew(turn: &Turn<'_>, now: &Matter, reading: &Reading, before: &Matter) -> bool {
    let are_law = now.service == Service::Consultation && before.service == Service::Consultation;
    let differ = now.topic.is_some() && before.topic.is_some() && now.topic != before.topic;
    if !are_law || !differ || !is_named(reading) || thread::goes_on(turn, &now.text) {
        return false;
    }
    let general = |area: &String| Area::known(area).is_none_or(Area::is_general);
    let first = before.text.lines().next().unwrap_or_default();
    let told = turn.world.rules.catalogue.read(first);
    reading.area.as_ref().is_some_and(|area| !general(area)) && reading.area != told.area
}

fn is_live(turn: &Turn<'_>) -> bool {
    turn.session.talk.said_at.is_none_or(|at| turn.now.since(at) < SILENCE)
}

/// Whether it tells something, rather than asking about a service or about us.
const fn is_told_in(matter: &Matter) -> bool {
    matches!(
        matter.service,
        Service::Consultation
            | Service::Unclear
            | Service::BookingChange
            | Service::Human
            | Service::Collective
    )
}

/// The field is that of the first words that had one.
fn joined(before: Matter, now: Matter) -> Matter {
    let text = with(&before.text, &now.text);
    if before.service != Service::Consultation {
        let (topic, intent) = (now.topic.or(before.topic), now.intent.or(before.intent));
        return Matter { text, service: now.service, topic, intent };
    }
    let law = (now.service == Service::Consultation).then_some((now.topic, now.intent));
    let (topic, intent) = law.unwrap_or_default();
    Matter { text, service: before.service, topic: before.topic.or(topic), intent: before.intent.or(intent) }
}

fn shortened(story: &str) -> String {
    let mut over = story.chars().count().saturating_sub(MOST_SIGNS);
    let mut lines: Vec<&str> = story.lines().collect();
    while over > 0 && lines.len() > 2 {
        over = over.saturating_sub(lines.remove(1).chars().count() + 1);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service::Service;
    use crate::engine::testing::story::{says, street, taps};

    fn topic(case: &crate::domain::case::Case) -> Option<&str> {
        case.topic.as_ref().map(|topic| topic.as_str())
    }

    #[test]
    fn all_that_was_said_of_a_matter_goes_on_the_card() {
        for way in ["请工作室律师看看", "转人工"] {
            let mut anna = street();
            for words in ["老板拖欠工资怎么办", "一共2万4", "加班费怎么算", "他不接电话"]
            {
                says(&mut anna, words);
            }
            says(&mut anna, way);
            says(&mut anna, "民主村");
            let case = anna.case();
            assert_eq!(case.summary, "老板拖欠工资怎么办\n一共2万4\n加班费怎么算\n他不接电话", "{way}");
            assert_eq!(topic(&case), Some("labour"));
            assert!(anna.heard("周律师").contains("一共2万4"), "{way}");
        }
    }

    #[test]
    fn a_form_begins_with_the_whole_story() {
        for (wish, answers) in [("申请调解", 3), ("申请法律援助", 4)] {
            let mut anna = street();
            says(&mut anna, "老板拖欠工资怎么办");
            says(&mut anna, "他说没得钱");
            let read = says(&mut anna, wish);
            assert!(read.contains("您说的「老板拖欠工资怎么办 他说没得钱」已经记上"), "{read}");
            (0..answers).for_each(|_| drop(says(&mut anna, "1")));
            says(&mut anna, "民主村");
            let case = anna.case();
            assert_eq!(case.summary, "老板拖欠工资怎么办\n他说没得钱");
            assert_eq!(case.details.first().unwrap().1, case.summary, "{wish}");
            assert_eq!(topic(&case), Some("labour"));
        }
    }

    #[test]
    fn what_nobody_understood_begins_the_story_of_a_form() {
        let mut anna = street();
        says(&mut anna, "阿巴阿巴");
        says(&mut anna, "申请调解");
        let read = says(&mut anna, "楼上漏水");
        assert!(read.contains("（2/4）"), "{read}");
        for words in ["邻居", "不急", "都可以", "民主村"] {
            says(&mut anna, words);
        }
        assert_eq!(anna.case().summary, "阿巴阿巴\n楼上漏水");
    }

    #[test]
    fn a_new_matter_and_a_menu_begin_anew_and_so_does_a_day_of_silence() {
        for between in [None, Some("菜单"), Some("取消")] {
            let mut anna = street();
            says(&mut anna, "协议离婚怎么办");
            match between {
                Some(words) => drop(says(&mut anna, words)),
                None => anna.pass_minutes(25 * 60),
            }
            says(&mut anna, "加班费怎么算");
            taps(&mut anna, "请工作室律师看看");
            says(&mut anna, "民主村");
            assert_eq!(anna.case().summary, "加班费怎么算");
        }
        let mut anna = street();
        says(&mut anna, "协议离婚怎么办");
        says(&mut anna, "老板拖欠工资怎么办");
        taps(&mut anna, "请工作室律师看看");
        says(&mut anna, "民主村");
        assert_eq!((topic(&anna.case()), anna.case().service), (Some("labour"), Service::Consultation));
        assert_eq!(anna.case().summary, "老板拖欠工资怎么办");
    }

    #[test]
    fn a_very_long_story_keeps_its_beginning_and_its_end() {
        let line = "天".repeat(MOST_SIGNS / 3);
        let story = (0..5)
            .fold("老板拖欠工资".to_owned(), |story, number| with(&story, &format!("{number}{line}")));
        assert!(story.starts_with("老板拖欠工资\n") && story.contains(&format!("4{line}")));
        assert!(story.chars().count() <= MOST_SIGNS);
        assert_eq!(with(&story, "老板拖欠工资"), story, "said twice is told once");
    }
}
