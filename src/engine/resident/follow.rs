//! Words that go on with a matter in the middle of being told, and that the rules cannot answer: they are kept with it, and the
//! room's lawyer is offered, who reads all of it. A new question is answered by itself; danger is not looked for here.

use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::session::{Choice, Flow};
use crate::engine::turn::Turn;
use crate::intent::entities::{self, Value};
use crate::intent::{Reading, SURE};

use super::{act, deadline, law, menu, question, telling, unclear};

/// Fewer signs than these tell no matter of their own by how they are put alone.
const SHORT: usize = 12;
/// So few are hardly meant for us rather than for the matter.
const BRIEF: usize = 20;
/// Chat that is answered however it was understood.
const POLITE: [&str; 2] = ["chat.thanks", "chat.bye"];
/// More people than these are a crowd.
const FEW: u32 = 2;

/// What is said of words that go on with a matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Going {
    /// The answer given last holds for them, too.
    Above,
    /// A person has to look at it, who may see to this service as well.
    Person(Option<Service>),
}

/// Keeps words that go on with what is being told, and says who answers them. `false` if they are none.
pub(super) fn up(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> bool {
    if question::is_open(turn) || !telling::is_told(turn) || names_place(text, reading) {
        return false;
    }
    let Some(going) = going(turn, text, reading) else { return false };
    let mut matter = act::matter(text, reading);
    if reading.score < SURE || reading.service == Service::Unclear {
        matter.service = Service::Unclear;
        unclear::noted(turn, text, reading, &matter);
    }
    turn.session.misses = 0;
    telling::keep(turn, matter, reading);
    said(turn, going);
    true
}

fn going(turn: &Turn<'_>, text: &str, reading: &Reading) -> Option<Going> {
    let person = |fits: bool| fits.then_some(Going::Person(None));
    if reading.score < SURE || reading.service == Service::Unclear {
        return person(!unclear::may_be_danger(turn, reading));
    }
    let (named, signs) = (telling::is_named(reading), signs(text));
    match reading.service {
        Service::Consultation => of_law(turn, text, reading),
        Service::LegalAid | Service::Mediation => {
            let by_chance = !named && signs < BRIEF && !law::has_answer(turn, reading);
            by_chance.then_some(Going::Person(Some(reading.service)))
        }
        Service::OutOfScope => person(signs < BRIEF && (!named || names_matter(turn, reading))),
        Service::Smalltalk => person(!named && signs < BRIEF && !is_chat(turn, text, reading)),
        Service::Human => person(!is_clear_wish(turn, text, reading)),
        Service::Collective => person(!named && signs < SHORT && !is_crowd(turn, text)),
        Service::Cancel => person(!named && signs < BRIEF),
        _ => None,
    }
}

/// A question of law goes on with the matter where the answer would be the last one again, where there is none, or where only how
/// it is put speaks for another field.
fn of_law(turn: &Turn<'_>, text: &str, reading: &Reading) -> Option<Going> {
    let before = turn.session.matter.as_ref()?;
    let now = act::matter(text, reading);
    let has_answer = law::answer_of(turn, reading).is_some_and(|answer| answer.reliable);
    let given = turn.session.talk.answered.as_ref();
    let repeats = given
        .is_some_and(|(lang, intent)| *lang == turn.session.lang && Some(intent) == reading.intent.as_ref());
    if repeats && has_answer {
        return deadline::of(turn, &now).is_empty().then_some(Going::Above);
    }
    let elsewhere = telling::field(reading) != before.topic.as_ref().map(|topic| topic.as_str());
    let by_chance = elsewhere && signs(text) < SHORT && !telling::is_named(reading);
    let unanswered = !has_answer && !telling::begins_anew(turn, &now, reading, before);
    (by_chance || unanswered).then_some(Going::Person(None))
}

/// Whether a person is surely wanted, rather than only written of: 「在办公室」 sounds like it.
pub(super) fn is_clear_wish(turn: &Turn<'_>, text: &str, reading: &Reading) -> bool {
    telling::is_named(reading) || has_one(text, &turn.texts().person_words())
}

/// Chat that is meant for us: thanks, or what we are.
pub(super) fn is_chat(turn: &Turn<'_>, text: &str, reading: &Reading) -> bool {
    let polite = reading.intent.as_deref().is_some_and(|intent| POLITE.contains(&intent));
    polite || has_one(text, &turn.texts().about_us_words())
}

/// Whether one of some words, parted by commas, stands in a text.
pub(super) fn has_one(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    words.split(',').any(|word| text.contains(word.trim()))
}

/// How many signs there are to read.
pub(super) fn signs(text: &str) -> usize {
    text.chars().filter(|sign| sign.is_alphanumeric()).count()
}

/// A place alone is noted, or told to be elsewhere's.
fn names_place(text: &str, reading: &Reading) -> bool {
    reading.place.is_some() && signs(text) <= SHORT
}

/// Whether a pattern of the matter's own field fired.
fn names_matter(turn: &Turn<'_>, reading: &Reading) -> bool {
    let own = turn.session.matter.as_ref().and_then(|matter| matter.topic.as_ref());
    let own = own.map(|topic| topic.as_str());
    own.is_some() && reading.matched.iter().any(|fired| telling::topic_of(&fired.intent) == own)
}

fn is_crowd(turn: &Turn<'_>, text: &str) -> bool {
    let found = entities::find(text, turn.now.local());
    found.iter().any(|it| matches!(&it.value, Value::People(people) if people.count > FEW))
}

/// Never the same words twice in a row.
fn said(turn: &mut Turn<'_>, going: Going) {
    let texts = turn.texts();
    let talk = &mut turn.session.talk;
    let is_above = going == Going::Above && !talk.above;
    talk.above = is_above;
    let text = if is_above {
        texts.stay_above()
    } else {
        let stayed = talk.stayed;
        talk.stayed = stayed.saturating_add(1);
        match stayed {
            0 => texts.stay_first(),
            odd if odd % 2 == 1 => texts.stay_again(menu::number(turn, "legal")),
            _ => texts.stay_more(),
        }
    };
    let service = match going {
        Going::Person(Some(Service::LegalAid)) => Some((texts.menu_aid(), Service::LegalAid)),
        Going::Person(Some(Service::Mediation)) => Some((texts.menu_mediation(), Service::Mediation)),
        _ => None,
    };
    let service = service.map(|(label, service)| Choice::new(label, &Action::Service(service)));
    let mut choices = vec![Choice::new(texts.ask_lawyer(), &Action::Ask)];
    choices.extend(service);
    choices.push(Choice::new(texts.ask_other(), &Action::NewQuestion));
    turn.session.flow = Flow::Idle;
    turn.offer(text, choices, 2);
}

#[cfg(test)]
mod tests {
    use crate::domain::record::RecordKind;
    use crate::engine::testing::story::{says, street, taps};

    #[test]
    fn what_nobody_understood_in_a_matter_is_kept_with_it_and_never_said_to_be_so_twice_alike() {
        let mut anna = street();
        says(&mut anna, "老板拖欠工资怎么办");
        let mut last = String::new();
        for words in ["1500块", "那要带啥子", "你说的12333打不通", "没得孩子"] {
            let read = says(&mut anna, words);
            assert!(!read.contains("没听明白") && !read.contains("没明白"), "{words}: {read}");
            assert!(read.contains("[1 请工作室律师看看][2 问别的]") && read != last, "{words}: {read}");
            last = read;
        }
        assert_eq!(anna.records.iter().filter(|record| record.kind == RecordKind::Unclear).count(), 4);
        assert_eq!(anna.unmatched.len(), 4, "who writes rules reads them all the same");
        taps(&mut anna, "请工作室律师看看");
        says(&mut anna, "民主村");
        assert!(anna.case().summary.ends_with("那要带啥子\n你说的12333打不通\n没得孩子"));
    }

    #[test]
    fn greetings_thanks_menus_danger_and_a_person_stay_as_they_are() {
        for (words, answer) in [
            ("你好", "您好，我在。"),
            ("谢谢", "您好，我在"),
            ("菜单", "[1 问法律问题]"),
            ("取消", "没有要取消的"),
            ("我老公在打我", "请马上拨打"),
            ("好像着火", "请马上拨打 110"),
            ("转人工", "哪个社区"),
            ("民主村", "记下了：民主村"),
            ("明天天气好吗", "天气我看不到。"),
        ] {
            let mut anna = street();
            says(&mut anna, "老板拖欠工资怎么办");
            let read = says(&mut anna, words);
            assert!(read.contains(answer), "{words}: {read}");
        }
    }

    #[test]
    fn the_answer_above_is_not_said_again_unless_a_period_is_told() {
        let mut anna = street();
        says(&mut anna, "老板拖欠工资怎么办");
        let read = says(&mut anna, "他就是拖欠工资嘛");
        assert!(read.starts_with("法律上一般怎么定，上面已经说了。"), "{read}");
        assert!(!says(&mut anna, "还是拖欠工资").contains("上面已经说了"), "not twice in a row");
        let read = says(&mut anna, "从去年国庆起拖欠工资");
        assert!(read.contains("先留好工资条。") && read.contains("申请劳动仲裁"), "{read}");
        assert!(says(&mut anna, "协议离婚怎么办").contains("双方一起去登记"), "another question is answered");
    }

    #[test]
    fn with_nothing_told_it_is_asked_back_as_before() {
        let mut anna = street();
        assert!(says(&mut anna, "1500块").contains("没太听明白"));
        assert!(says(&mut anna, "那要带啥子").contains("没明白"));
    }
}
