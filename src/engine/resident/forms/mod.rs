//! Forms: a few questions, one at a time, each with options to tap; the answers are kept as given.
//!
//! A form is data ([`Form`]); this runs any of them. Staff read labels and options in Chinese, whatever the
//! resident's language. Must not know how a case is opened.

mod aid;
mod mediation;

use chrono::NaiveDateTime;

use crate::domain::lang::Lang;
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Filled, Flow, Given, Matter, is_number, same_words};
use crate::engine::texts::FormTexts;
use crate::engine::turn::Turn;
use crate::intent::Reading;

use super::{act, commands, open, press, telling, wording};

/// A service's questions.
struct Form {
    /// What it is about, said once.
    intro: fn(&FormTexts) -> String,
    /// What the answer to the first question tells for the second.
    known: fn(&str, NaiveDateTime) -> Option<Given>,
    /// The questions; the first asks what it is all about and is not asked of somebody who has said it.
    fields: &'static [Field],
}

/// One question.
struct Field {
    /// What staff read before the answer.
    label: fn(&FormTexts) -> String,
    /// What the resident is asked.
    question: fn(&FormTexts) -> String,
    /// What can be tapped.
    options: &'static [fn(&FormTexts) -> String],
    /// Whether words of their own are an answer.
    own_words: bool,
    /// Whether it may be left open.
    optional: bool,
}

/// The form of a service.
fn form(service: Service) -> Option<&'static Form> {
    match service {
        Service::LegalAid => Some(&aid::FORM),
        Service::Mediation => Some(&mediation::FORM),
        _ => None,
    }
}

/// Begins a form. What was said already is its first answer.
pub(super) fn start(turn: &mut Turn<'_>, service: Service) -> Result<(), Need> {
    let Some(form) = form(service) else { return press::stale(turn) };
    turn.session.thread = None;
    turn.session.misses = 0;
    let texts = texts(turn);
    let mut filled = Filled { form: service, answers: Vec::new() };
    let mut lead = (form.intro)(texts);
    match &turn.session.matter {
        Some(matter) if matter.service == Service::Consultation => {
            lead = format!("{lead}\n{}", texts.form_known(wording::quoted(&matter.text)));
            filled.answers.push(Given::Words(matter.text.clone()));
            turn.session.pending = None;
            if let Some(told) = tell_second(turn, form, &mut filled) {
                lead = format!("{lead}\n{told}");
            }
        }
        _ => telling::to_pending(turn),
    }
    turn.session.flow = Flow::Form(filled.clone());
    ask(turn, &filled, Some(lead));
    Ok(())
}

/// Asks the first question without an answer.
pub(super) fn ask(turn: &mut Turn<'_>, filled: &Filled, lead: Option<String>) {
    let Some((form, field)) = current(filled) else { return };
    let texts = texts(turn);
    let at = filled.answers.len();
    let question = texts.form_step(at + 1, form.fields.len(), (field.question)(texts));
    let text = lead.map_or_else(|| question.clone(), |lead| format!("{lead}\n\n{question}"));
    let option = |(number, option): (usize, &fn(&FormTexts) -> String)| {
        Choice::new(option(texts), &Action::Option { form: filled.form, step: at, number })
    };
    let options: Vec<Choice> = (0..).zip(field.options).map(option).collect();
    let ways_out = ways_out(turn, field);
    let columns = if options.iter().all(|option| width(&option.label) <= 16) { 2 } else { 1 };
    turn.ask(text, options, columns, ways_out);
}

/// Words while a form is open.
pub(super) fn words(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<(), Need> {
    let Flow::Form(filled) = turn.session.flow.clone() else { return Ok(()) };
    let said_something = text.chars().any(char::is_alphanumeric);
    match current(&filled) {
        Some((_, field)) if field.own_words && is_number(text) => {
            let texts = texts(turn);
            let lead = if field.options.is_empty() { texts.form_write() } else { texts.form_write_or_pick() };
            ask(turn, &filled, Some(lead));
            Ok(())
        }
        Some((form, _)) if filled.answers.is_empty() && answers_second(turn, form, text) => {
            put_by(turn, text);
            let lead = texts(turn).form_more(wording::quoted(text));
            ask(turn, &filled, Some(lead));
            Ok(())
        }
        Some((_, field)) if field.own_words && said_something => {
            let matter = Matter { service: Service::Consultation, ..act::matter(text, reading) };
            let mut words = matter.text.clone();
            if filled.answers.is_empty() {
                words = told(turn, matter);
            }
            given(turn, filled, Given::Words(words))
        }
        _ => {
            let pick = texts(turn).form_pick();
            let lead = noted(turn, text).map_or_else(|| pick.clone(), |noted| format!("{noted}\n{pick}"));
            ask(turn, &filled, Some(lead));
            Ok(())
        }
    }
}

/// Words that are none of the options, and too many to be a slip, go to what it is all about: nothing said is lost.
fn noted(turn: &mut Turn<'_>, text: &str) -> Option<String> {
    const SIGNS: usize = 4;
    if text.chars().filter(|sign| sign.is_alphanumeric()).count() < SIGNS {
        return None;
    }
    let texts = texts(turn);
    let Flow::Form(filled) = &mut turn.session.flow else { return None };
    let field = form(filled.form)?.fields.first()?;
    let first = filled.answers.first_mut()?;
    let told = written(texts, field, first)?;
    *first = Given::Words(format!("{told}\n{text}"));
    if let Some(matter) = &mut turn.session.matter {
        matter.text = format!("{}\n{text}", matter.text);
    }
    Some(texts.form_noted(wording::quoted(text)))
}

/// An option was tapped; one of another question no longer counts.
pub(super) fn option(turn: &mut Turn<'_>, service: Service, step: usize, number: usize) -> Result<(), Need> {
    let Flow::Form(filled) = turn.session.flow.clone() else { return press::stale(turn) };
    let option = current(&filled).and_then(|(_, field)| field.options.get(number));
    let Some(option) = option.filter(|_| filled.form == service && filled.answers.len() == step) else {
        return press::stale(turn);
    };
    if filled.answers.is_empty() {
        let text = option(staff_texts(turn));
        told(turn, Matter { text, service: Service::Consultation, topic: None, intent: None });
    }
    given(turn, filled, Given::Option(number))
}

/// A bare no while a form is open: the option that says so; `false` if there is none.
pub(super) fn refused(turn: &mut Turn<'_>) -> Result<bool, Need> {
    let Flow::Form(filled) = turn.session.flow.clone() else { return Ok(false) };
    let step = filled.answers.len();
    let number = match filled.form {
        Service::LegalAid => aid::no(step),
        Service::Mediation => mediation::no(step),
        _ => None,
    };
    let Some(number) = number.filter(|_| turn.session.thread.is_none()) else { return Ok(false) };
    option(turn, filled.form, step, number)?;
    Ok(true)
}

/// The question is left open, where it may be.
pub(super) fn skipped(turn: &mut Turn<'_>) -> Result<(), Need> {
    match turn.session.flow.clone() {
        Flow::Form(filled) if current(&filled).is_some_and(|(_, field)| field.optional) => {
            given(turn, filled, Given::Skipped)
        }
        _ => press::stale(turn),
    }
}

/// One question back; before the first, out of the form.
pub(super) fn back(turn: &mut Turn<'_>, mut filled: Filled) -> Result<(), Need> {
    if filled.answers.pop().is_none() {
        return commands::cancel(turn);
    }
    if filled.answers.is_empty() {
        turn.session.matter = None;
    }
    turn.session.thread = None;
    turn.session.flow = Flow::Form(filled.clone());
    ask(turn, &filled, None);
    Ok(())
}

/// The answers as staff read them, label and answer.
pub(super) fn details(turn: &Turn<'_>, filled: &Filled) -> Vec<(String, String)> {
    let texts = staff_texts(turn);
    let fields = form(filled.form).map_or(&[][..], |form| form.fields);
    let answered = fields.iter().zip(&filled.answers);
    let lines =
        answered.filter_map(|(field, given)| Some(((field.label)(texts), written(texts, field, given)?)));
    lines.collect()
}

/// Whether the answers say that it cannot wait.
pub(super) fn is_urgent(filled: &Filled) -> bool {
    match filled.form {
        Service::LegalAid => aid::is_urgent(&filled.answers),
        Service::Mediation => mediation::is_urgent(&filled.answers),
        _ => false,
    }
}

/// What a service's case is said to lead to, below the notice that it was opened.
pub(super) fn epilogue(turn: &Turn<'_>, service: Service) -> Option<String> {
    (service == Service::Mediation).then(|| texts(turn).mediation_next())
}

/// Whether the open question asks for a story, in which anything may come up.
pub(super) fn is_story(turn: &Turn<'_>) -> bool {
    match &turn.session.flow {
        Flow::Form(filled) => filled.answers.is_empty(),
        _ => false,
    }
}

/// A question instead of an answer: kept with what it is all about, for whoever takes it, and ours is asked again.
pub(super) fn put_off(turn: &mut Turn<'_>, text: &str) {
    if noted(turn, text).is_none() {
        put_by(turn, text);
    }
    let Flow::Form(filled) = turn.session.flow.clone() else { return };
    let lead = texts(turn).form_asked(wording::quoted(text));
    ask(turn, &filled, Some(lead));
}

/// Keeps words until it is told what it is all about.
fn put_by(turn: &mut Turn<'_>, text: &str) {
    let before = turn.session.pending.take();
    turn.session.pending =
        Some(before.map_or(text.trim().to_owned(), |before| telling::with(&before, text.trim())));
}

/// Whether words are what the second question offers: they tell nothing yet of what happened.
fn answers_second(turn: &Turn<'_>, form: &Form, text: &str) -> bool {
    let texts = texts(turn);
    let options = form.fields.get(1).map_or(&[][..], |field| field.options);
    options.iter().any(|option| same_words(&option(texts), text))
}

/// What it is all about, after what was said when the form was asked for; all of it.
fn told(turn: &mut Turn<'_>, mut matter: Matter) -> String {
    if let Some(before) = turn.session.pending.take() {
        matter.text = telling::with(&before, &matter.text);
    }
    let text = matter.text.clone();
    turn.session.matter = Some(matter);
    text
}

fn given(turn: &mut Turn<'_>, mut filled: Filled, answer: Given) -> Result<(), Need> {
    turn.session.thread = None;
    filled.answers.push(answer);
    let told = form(filled.form).and_then(|form| tell_second(turn, form, &mut filled));
    if current(&filled).is_some() {
        turn.session.flow = Flow::Form(filled.clone());
        ask(turn, &filled, told);
        return Ok(());
    }
    if filled.form == Service::LegalAid {
        let list = aid::papers(texts(turn), &filled.answers);
        turn.reply(list);
    }
    open::wanted(turn, filled.form, Some(filled))
}

/// Answers the second question where the first answer has told it, and says so.
fn tell_second(turn: &Turn<'_>, form: &Form, filled: &mut Filled) -> Option<String> {
    let [Given::Words(words)] = filled.answers.as_slice() else { return None };
    let given = (form.known)(words, turn.now.local())?;
    let (texts, field) = (texts(turn), form.fields.get(1)?);
    let told = texts.form_told((field.label)(texts), written(texts, field, &given)?);
    filled.answers.push(given);
    Some(told)
}

fn current(filled: &Filled) -> Option<(&'static Form, &'static Field)> {
    let form = form(filled.form)?;
    Some((form, form.fields.get(filled.answers.len())?))
}

fn written(texts: &FormTexts, field: &Field, given: &Given) -> Option<String> {
    match given {
        Given::Option(number) => field.options.get(*number).map(|option| option(texts)),
        Given::Words(words) => Some(words.clone()),
        Given::Skipped => None,
    }
}

/// How wide a label is in columns of a terminal: a Chinese sign takes two.
fn width(label: &str) -> usize {
    label.chars().map(|sign| if sign.is_ascii() { 1 } else { 2 }).sum()
}

/// Ways out of a question. While a case came in between, words go there, so going on has a button of its own.
fn ways_out(turn: &Turn<'_>, field: &Field) -> Vec<Choice> {
    let texts = turn.texts();
    let skip = field.optional.then(|| Choice::new(texts.skip(), &Action::Skip));
    let resume = turn.session.thread.is_some().then(|| Choice::new(texts.resume(), &Action::Resume));
    let first = matches!(&turn.session.flow, Flow::Form(filled) if filled.answers.is_empty());
    let behalf = first.then(|| Choice::new(turn.after().behalf_button(), &Action::Deed(Deed::Behalf)));
    let others = [Choice::new(texts.back(), &Action::Back), Choice::new(texts.cancel(), &Action::Cancel)];
    resume.into_iter().chain(skip).chain(others).chain(behalf).collect()
}

fn texts<'world>(turn: &Turn<'world>) -> &'world FormTexts {
    turn.world.rules.texts.form(turn.session.lang)
}

fn staff_texts<'world>(turn: &Turn<'world>) -> &'world FormTexts {
    turn.world.rules.texts.form(Lang::Zh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::story::{says, street, taps};

    fn pairs(details: &[(String, String)]) -> Vec<(&str, &str)> {
        details.iter().map(|(label, answer)| (label.as_str(), answer.as_str())).collect()
    }

    #[test]
    fn a_number_that_is_no_choice_is_no_answer() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        let read = says(&mut anna, "8");
        assert!(read.starts_with("只有一个数字") && read.contains("（1/4）"), "{read}");
        says(&mut anna, "楼上漏水");
        for words in ["12", "十二", "123", "8个"] {
            let read = says(&mut anna, words);
            assert!(read.starts_with("没有这个号") && read.contains("（2/4）"), "{read}");
        }
        assert!(says(&mut anna, "8栋的邻居").contains("（3/4）"));
        let mut anna = street();
        says(&mut anna, "申请法律援助");
        assert!(says(&mut anna, "12").contains("（1/5）"));
    }

    #[test]
    fn ways_out_of_a_question_have_the_next_numbers() {
        let mut anna = street();
        let read = says(&mut anna, "申请调解");
        assert!(read.contains("[1 返回][2 取消]\n[3 替别人办]"), "{read}");
        says(&mut anna, "楼上漏水");
        let read = says(&mut anna, "按三");
        assert!(read.contains("（3/4）") && read.contains("[4 返回][5 取消]"), "{read}");
        assert!(says(&mut anna, "4").contains("（2/4）"));
    }

    #[test]
    fn legal_aid_ends_in_papers_place_clock_and_a_case() {
        let mut anna = street();
        says(&mut anna, "老板拖欠工资怎么办");
        let read = taps(&mut anna, "申请法律援助");
        assert!(read.contains("您说的「老板拖欠工资怎么办」已经记上") && read.contains("（2/5）"), "{read}");
        says(&mut anna, "4");
        says(&mut anna, "2");
        says(&mut anna, "1");
        let read = taps(&mut anna, "只有身份证");
        for words in
            ["申请表", "身份证明", "免予核查", "九龙坡区法律援助机构", "7 日", "3 日", "加急", "哪个社区"]
        {
            assert!(read.contains(words), "{words}: {read}");
        }
        assert!(says(&mut anna, "民主村").contains("法律援助"));
        let case = anna.case();
        assert_eq!((case.service, case.urgent), (Service::LegalAid, true));
        assert_eq!(case.topic.as_ref().map(|topic| topic.as_str()), Some("labour"));
        assert_eq!(
            pairs(&case.details),
            [
                ("什么事", "老板拖欠工资怎么办"),
                ("困难或免核查情形", "进城务工，讨工资或工伤赔偿"),
                ("有没有机关在办", "劳动仲裁在办"),
                ("急不急", "有，7天之内"),
                ("手头材料", "只有身份证"),
            ]
        );
    }

    #[test]
    fn whatever_is_answered_nobody_is_refused() {
        for group in 1..=7 {
            let mut anna = street();
            says(&mut anna, "申请法律援助");
            says(&mut anna, "我儿子的学费");
            says(&mut anna, &group.to_string());
            says(&mut anna, "5");
            says(&mut anna, "4");
            let read = taps(&mut anna, "跳过");
            assert!(read.contains("由法援机构审查") && !read.contains("不符合"), "{read}");
            says(&mut anna, "民主村");
            assert_eq!(anna.case().details.len(), 4);
        }
    }

    #[test]
    fn mediation_asks_what_who_how_urgent_and_when() {
        let mut anna = street();
        let read = says(&mut anna, "申请调解");
        assert!(
            read.contains("不收费") && read.contains("自愿") && read.contains("对方也可以不同意"),
            "{read}"
        );
        says(&mut anna, "楼上漏水，想让他修好");
        says(&mut anna, "楼上新搬来的");
        says(&mut anna, "很急，怕今天就闹起来");
        says(&mut anna, "下周二下午");
        assert!(says(&mut anna, "民主村").contains("先问对方愿不愿意"));
        let case = anna.case();
        assert_eq!((case.service, case.urgent), (Service::Mediation, true));
        assert_eq!(case.summary, "楼上漏水，想让他修好");
        assert_eq!(
            pairs(&case.details),
            [
                ("发生了什么", "楼上漏水，想让他修好"),
                ("对方是谁", "楼上新搬来的"),
                ("急不急", "很急，怕今天就闹起来"),
                ("什么时候方便", "下周二下午"),
            ]
        );
        assert!(anna.holders().contains(&"王调解"));
    }

    #[test]
    fn the_other_side_told_in_the_story_is_not_asked_and_can_be_put_right() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        let read = says(&mut anna, "房东不退押金");
        assert!(read.starts_with("对方是谁：房东。不对请说「返回」。") && read.contains("（3/4）"), "{read}");
        assert!(says(&mut anna, "返回").contains("（2/4）"));
        assert!(says(&mut anna, "二房东").contains("（3/4）"));
        says(&mut anna, "3");
        says(&mut anna, "4");
        says(&mut anna, "民主村");
        assert_eq!(pairs(&anna.case().details)[1], ("对方是谁", "二房东"));
    }

    #[test]
    fn where_the_story_leaves_a_doubt_the_other_side_is_asked() {
        for story in
            ["房东和邻居吵起来了", "我是房东，他不搬走", "楼上漏水", "搬家公司弄坏了柜子", "他不讲理"]
        {
            let mut anna = street();
            says(&mut anna, "申请调解");
            assert!(says(&mut anna, story).contains("（2/4）"), "{story}");
        }
        for (story, side) in
            [("我是房东，租客不交租", "租客"), ("物业不修电梯", "物业"), ("我老公不管娃", "老公")]
        {
            let mut anna = street();
            says(&mut anna, "申请调解");
            assert!(says(&mut anna, story).contains(&format!("：{side}。")), "{story}");
        }
    }

    #[test]
    fn staff_read_chinese_whatever_the_resident_taps() {
        let mut anna = street();
        says(&mut anna, "My boss: unpaid wages, divorce");
        taps(&mut anna, "Ask for mediation");
        taps(&mut anna, "Employer");
        taps(&mut anna, "Not urgent");
        taps(&mut anna, "Any time");
        says(&mut anna, "民主村");
        let details = anna.case().details;
        assert_eq!(
            pairs(&details)[1..],
            [("对方是谁", "老板、单位"), ("急不急", "不急"), ("什么时候方便", "都可以")]
        );
    }

    #[test]
    fn a_question_in_between_is_answered_and_the_form_goes_on() {
        let mut anna = street();
        says(&mut anna, "申请法律援助");
        says(&mut anna, "我儿子的学费");
        for (words, answer) in [
            ("协议离婚怎么办", "双方一起去登记"),
            ("你好", "您好，我在。"),
            ("法律援助要多久？", "7 日内决定。"),
            ("明天天气好吗", "天气我看不到。"),
            ("删除我的信息", "经办"),
        ] {
            let read = says(&mut anna, words);
            assert!(read.starts_with(answer) || read.contains(answer), "{read}");
            assert!(read.contains("（2/5）") && read.matches("[1 ").count() == 1, "{read}");
        }
        assert!(says(&mut anna, "1").contains("（3/5）"));
    }

    #[test]
    fn the_name_of_a_service_is_no_answer() {
        let mut anna = street();
        says(&mut anna, "申请法律援助");
        for answered in ["（1/5）", "（2/5）"] {
            for words in ["申请法律援助", "申请调解", "人民调解", "问法律问题", "问别的"]
            {
                let read = says(&mut anna, words);
                assert!(read.starts_with("法律援助还没填完") && read.contains(answered), "{words}: {read}");
            }
            says(&mut anna, "我儿子的学费");
        }
    }

    #[test]
    fn what_answers_the_next_question_is_no_story() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        let read = says(&mut anna, "邻居");
        assert!(read.starts_with("「邻居」记上了。") && read.contains("（1/4）"), "{read}");
        let read = says(&mut anna, "半夜拖椅子");
        assert!(read.contains("对方是谁：邻居。") && read.contains("（3/4）"), "{read}");
    }

    #[test]
    fn a_question_that_nothing_answers_is_kept_and_ours_asked_again() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        says(&mut anna, "楼上漏水");
        let read = says(&mut anna, "加班费怎么算？");
        assert!(read.contains("（2/4）"), "{read}");
        assert!(says(&mut anna, "邻居").contains("（3/4）"));
    }

    #[test]
    fn a_story_may_ask_and_mention_anything() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        assert!(says(&mut anna, "协议离婚谈不拢怎么办").contains("（2/4）"));
    }

    #[test]
    fn words_that_are_no_option_are_asked_again_kindly() {
        let mut anna = street();
        says(&mut anna, "申请法律援助");
        says(&mut anna, "我儿子的学费");
        says(&mut anna, "1");
        for words in ["我想想", "9", "", "😀"] {
            let read = says(&mut anna, words);
            assert!(read.contains("请从下面选一个") && read.contains("（3/5）"), "{words}: {read}");
        }
    }

    #[test]
    fn words_at_a_question_with_options_are_kept_with_the_story() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        says(&mut anna, "楼上半夜拖椅子");
        says(&mut anna, "邻居");
        let read = says(&mut anna, "说过三次他都不听");
        assert!(read.starts_with("「说过三次他都不听」也记上了。") && read.contains("（3/4）"), "{read}");
        says(&mut anna, "不急");
        says(&mut anna, "都可以");
        says(&mut anna, "民主村");
        assert_eq!(anna.case().summary, "楼上半夜拖椅子\n说过三次他都不听");
        assert_eq!(pairs(&anna.case().details)[0], ("发生了什么", "楼上半夜拖椅子\n说过三次他都不听"));
    }

    #[test]
    fn what_was_said_with_the_wish_is_kept_with_the_story() {
        let mut anna = street();
        says(&mut anna, "楼上漏水他不认账，想请人调解");
        assert!(says(&mut anna, "就是三楼那家").contains("（2/4）"));
        says(&mut anna, "邻居");
        says(&mut anna, "不急");
        says(&mut anna, "都可以");
        says(&mut anna, "民主村");
        assert_eq!(anna.case().summary, "楼上漏水他不认账，想请人调解\n就是三楼那家");
    }
}
