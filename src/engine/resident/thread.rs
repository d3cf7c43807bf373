//! Which case plain words belong to, and how they get there.

use crate::domain::attachment::Attachment;
use crate::domain::case::{Case, Speaker};
use crate::domain::record::RecordKind;
use crate::domain::service::Service;
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::casework;
use crate::engine::casework::booking::guests::Guest;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow, Kept};
use crate::engine::turn::Turn;
use crate::intent::area::Area;
use crate::intent::entities::{self, Party, Value};
use crate::intent::{Reading, SURE};

use super::whose::{self, Thread};
use super::{
    act, afterwards, ahead, appointment, beside, danger, earlier, law, meeting, menu, party, question, room,
    visit,
};

/// The score from which words without a question are taken for a new matter while a case is open.
const PLAIN: u8 = 80;

/// A reply to a message about a case goes to that case; `true` if it did.
pub(super) fn replied(turn: &mut Turn<'_>, text: &str, reply_to: Option<&str>) -> Result<bool, Need> {
    let Some(case) = of_message(turn, reply_to)? else { return Ok(false) };
    if case.is_open() {
        passed(turn, &case, text, None)?;
    } else {
        whose::ended(turn, &case, Kept::words(text))?;
    }
    Ok(true)
}

/// Words that go on with a case: the one the person is in, or the one in which staff spoke last. `true` if they did,
/// or if we asked where they belong.
pub(super) fn continued(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    if steers(reading) {
        return Ok(false);
    }
    let before = in_thread(turn)?;
    if let Some(case) = before.as_ref().filter(|case| !case.is_open()) {
        turn.session.thread = None;
        if reading.score < SURE && text.chars().any(char::is_alphanumeric) {
            let others = whose::near(turn)?;
            if others.is_empty() {
                ended(turn, case, text)?;
            } else {
                whose::ask_after_end(turn, case, &others, Kept::words(text));
            }
            return Ok(true);
        }
    }
    match candidates(turn)?.as_slice() {
        [] => return Ok(false),
        [case]
            if turn.session.thread.is_some()
                && (beside::is_another(turn, reading, case) || begins_anew(turn, text, reading, case)) =>
        {
            if case.service == Service::Emergency {
                return beside::danger(turn, text, reading, case).map(|()| true);
            }
            let (one, question) = ([Thread::Case(case.clone())], turn.texts().where_to());
            whose::ask(turn, &one, question, Kept::words(text));
        }
        cases if cases.iter().all(|case| beside::is_another(turn, reading, case)) => return Ok(false),
        [case] if is_stray(turn, text, case)? => stray(turn, text),
        [case] => {
            let case = room::placed(turn, case, reading)?;
            passed(turn, &case, text, None)?;
            beside::answered(turn, text, reading, &case);
        }
        several => ask_which(turn, several, text),
    }
    Ok(true)
}

/// Whether words are one digit that none of the choices in sight has, with nobody waiting for an answer: it was meant for choices
/// that are gone.
fn is_stray(turn: &Turn<'_>, text: &str, case: &Case) -> Result<bool, Need> {
    let mut signs = text.trim().chars();
    let digit = signs.next().is_some_and(char::is_numeric) && signs.next().is_none();
    let asked = case.last_speaker == Speaker::Staff;
    Ok(digit && !asked && party::open_questions(turn, case, &Guest::resident(case))?.is_empty())
}

/// It was not passed on; here is what can be chosen.
fn stray(turn: &mut Turn<'_>, digit: &str) {
    let texts = turn.texts();
    let choices = vec![
        Choice::new(texts.ask_other(), &Action::NewQuestion),
        Choice::new(texts.menu_cases(), &Action::MyCases),
    ];
    turn.offer(texts.digit_not_sent(digit.trim()), choices, 2);
}

/// The open case the person's words go to now.
pub(super) fn current(turn: &Turn<'_>) -> Result<Option<Case>, Need> {
    Ok(in_thread(turn)?.filter(Case::is_open))
}

/// The case that came in between while a question is open. Somebody who only puts their community right is not
/// talking to a case, unless there is danger.
pub(super) fn held(turn: &Turn<'_>) -> Result<Option<Case>, Need> {
    let correcting = matches!(turn.session.flow, Flow::Room { wanted: None, .. });
    Ok(current(turn)?.filter(|case| !correcting || case.service == Service::Emergency))
}

/// The one case that praise or a complaint can mean.
pub(super) fn open_one(turn: &Turn<'_>) -> Result<Option<Case>, Need> {
    if let Some(case) = current(turn)? {
        return Ok(Some(case));
    }
    let open = open_cases(turn)?;
    Ok(<[Case; 1]>::try_from(open).ok().map(|[case]| case))
}

/// Whether staff have said something since then that waits for an answer.
pub(super) fn spoken_since(turn: &Turn<'_>, then: Option<Timestamp>) -> Result<bool, Need> {
    let spoken = spoken(turn)?;
    Ok(spoken.iter().any(|case| then.is_none_or(|then| case.last_spoke_at > then)))
}

/// Brings words to the case's staff and says so in a line.
pub(super) fn passed(
    turn: &mut Turn<'_>,
    case: &Case,
    words: &str,
    file: Option<&Attachment>,
) -> Result<(), Need> {
    casework::pass_on(turn, case, words, file)?;
    confirmed(turn, case)?;
    meeting::asked_again(turn, case, &Guest::resident(case), words)
}

/// Says in a line that something went to the case; what comes next goes there too.
pub(super) fn confirmed(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    turn.about = Some(case.id.clone());
    turn.session.thread = Some(case.id.clone());
    turn.session.misses = 0;
    let is_heard = case.service != Service::Emergency || danger::is_heard(turn, case)?;
    let text = if is_heard { turn.texts().passed_on(&case.code) } else { danger::unheard(turn, case) };
    if question::is_open(turn) {
        turn.reply(text);
    } else {
        turn.session.flow = Flow::Idle;
        mentioned(turn, text);
    }
    turn.confirms(&turn.texts().seen(&case.code));
    Ok(())
}

/// Says it, with the ways on from inside a case.
pub(super) fn mentioned(turn: &mut Turn<'_>, text: String) {
    let texts = turn.texts();
    let choices = vec![
        Choice::new(texts.ask_other(), &Action::NewQuestion),
        Choice::new(texts.menu_cases(), &Action::MyCases),
    ];
    menu::mentioned(turn, text, choices);
}

/// "My words are about something else": those kept are answered by themselves, others are asked for.
pub(super) fn fresh(turn: &mut Turn<'_>) -> Result<(), Need> {
    turn.session.thread = None;
    turn.session.side = None;
    turn.session.rated = None;
    turn.session.flow = Flow::Idle;
    turn.session.misses = 0;
    turn.session.matter = None;
    let kept = std::mem::take(&mut turn.session.kept);
    let words = Kept::each(&kept);
    let things = things(turn, kept);
    match words.is_empty() {
        false => {
            if let Some(said) = things {
                turn.reply(said);
            }
            return beside::kept(turn, &words);
        }
        true => match things {
            Some(said) => menu::offered(turn, said),
            None => {
                let text = turn.texts().prompt();
                menu::ways_out(turn, text);
            }
        },
    }
    Ok(())
}

/// The files among what was kept wait for the new matter, places do not; what is said of them.
fn things(turn: &mut Turn<'_>, kept: Vec<Kept>) -> Option<String> {
    let mut said = None;
    for one in kept {
        said = match one {
            Kept::File(file, _) => Some(ahead::keep(turn, &file)),
            Kept::Place(..) => said.or_else(|| Some(turn.texts().location_first())),
            Kept::Words(..) => said,
        };
    }
    said
}

/// Another time is wanted: there are places to choose from, or whoever has the case arranges it.
pub(super) fn rebook(turn: &mut Turn<'_>, text: &str) -> Result<(), Need> {
    let coming = visit::coming(turn)?.and_then(|coming| match coming.thread {
        Thread::Case(case) => Some(case),
        Thread::Side(..) => None,
    });
    let has_one = coming.is_some();
    let open = coming.map_or_else(|| open_cases(turn), |case| Ok(vec![case]))?;
    match open.as_slice() {
        [] => menu::offered(turn, turn.texts().booking_none()),
        [case] if appointment::wanted(turn, case, text)? => {}
        [case] if has_one => {
            casework::pass_on(turn, case, text, None)?;
            turn.about = Some(case.id.clone());
            let text = turn.texts().booking(&case.code);
            mentioned(turn, text);
            turn.confirms(&turn.texts().seen(&case.code));
        }
        // There is nothing to move and nothing to offer: staff read it, and nothing is promised.
        [case] => passed(turn, case, text, None)?,
        several => ask_which(turn, several, text),
    }
    Ok(())
}

fn ask_which(turn: &mut Turn<'_>, cases: &[Case], words: &str) {
    let among: Vec<Thread> = cases.iter().cloned().map(Thread::Case).collect();
    let question = turn.texts().which_case();
    whose::ask(turn, &among, question, Kept::words(words));
}

/// Praise or complaint: to the staff of the open case, if there is one.
pub(super) fn feedback(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<(), Need> {
    match open_one(turn)? {
        Some(case) => {
            casework::pass_on(turn, &case, text, None)?;
            turn.about = Some(case.id.clone());
            let text = turn.texts().feedback_passed(&case.code);
            mentioned(turn, text);
            turn.confirms(&turn.texts().seen(&case.code));
        }
        None => {
            law::count(turn, RecordKind::Feedback, &act::matter(text, reading));
            menu::offered(turn, turn.texts().feedback());
        }
    }
    Ok(())
}

/// The case is closed: whoever ended it lately hears the words; else a new one can be opened with them.
pub(super) fn ended(turn: &mut Turn<'_>, case: &Case, text: &str) -> Result<(), Need> {
    if afterwards::passed(turn, case, text)? {
        return Ok(());
    }
    let reading = turn.world.rules.catalogue.read(text);
    turn.session.matter = Some(act::matter(text, &reading));
    turn.about = Some(case.id.clone());
    let texts = turn.texts();
    let choices = vec![
        Choice::new(texts.ask_lawyer(), &Action::Ask),
        Choice::new(texts.menu_human(), &Action::Human),
        Choice::new(texts.ask_other(), &Action::NewQuestion),
    ];
    menu::aside(turn, texts.case_ended(&case.code), choices);
    Ok(())
}

/// What is surely meant for the bot even inside a case.
pub(super) fn steers(reading: &Reading) -> bool {
    let to_bot = matches!(
        reading.service,
        Service::Progress | Service::Privacy | Service::Cancel | Service::BookingChange | Service::Feedback
    );
    to_bot && reading.score >= SURE
}

/// A sure question of law, or an application, about something else than this case.
pub(super) fn is_other(reading: &Reading, case: &Case) -> bool {
    reading.score >= SURE
        && match reading.service {
            Service::Consultation => reading.asks && reading.topic.is_some() && reading.topic != case.topic,
            Service::LegalAid | Service::Mediation | Service::Collective => reading.service != case.service,
            _ => false,
        }
}

/// A matter told without a question, surely of another field of law than the case. Whoever answers staff, names the same
/// other side again or begins as one goes on with a story is still in the case.
fn begins_anew(turn: &Turn<'_>, text: &str, reading: &Reading, case: &Case) -> bool {
    let is_matter = reading.service == Service::Consultation
        && reading.score >= PLAIN
        && reading.topic.is_some()
        && reading.intent.is_some();
    if !is_matter || case.topic.is_none() || reading.topic == case.topic {
        return false;
    }
    let general = |area: &String| Area::known(area).is_none_or(Area::is_general);
    let told = turn.world.rules.catalogue.read(&case.summary);
    let elsewhere = reading.area != told.area && !reading.area.as_ref().is_none_or(general);
    let before = parties(turn, &case.summary);
    let same_side = parties(turn, text).iter().any(|party| before.contains(party));
    elsewhere && case.last_speaker != Speaker::Staff && !goes_on(turn, text) && !same_side
}

/// Whether words begin as somebody goes on with a story: with who was named before, or with what comes then.
pub(super) fn goes_on(turn: &Turn<'_>, text: &str) -> bool {
    let (words, begun) = (turn.texts().goes_on_words(), text.trim().to_lowercase());
    words.split(',').any(|word| begun.starts_with(word))
}

/// The other sides that words name.
fn parties(turn: &Turn<'_>, text: &str) -> Vec<Party> {
    let found = entities::find(text, turn.now.local()).into_iter();
    found
        .filter_map(|entity| match entity.value {
            Value::Party(party) => Some(party),
            _ => None,
        })
        .collect()
}

/// The cases plain words can belong to: the one the person is in, else those in which staff spoke last.
fn candidates(turn: &Turn<'_>) -> Result<Vec<Case>, Need> {
    match current(turn)? {
        Some(case) => Ok(vec![case]),
        None => spoken(turn),
    }
}

fn spoken(turn: &Turn<'_>) -> Result<Vec<Case>, Need> {
    let open = open_cases(turn)?;
    Ok(open.into_iter().filter(|case| case.last_speaker == Speaker::Staff).collect())
}

pub(super) fn open_cases(turn: &Turn<'_>) -> Result<Vec<Case>, Need> {
    if !turn.session.has_cases {
        return Ok(Vec::new());
    }
    let cases = turn.world.facts.cases_of(&turn.here())?;
    Ok(cases.iter().filter(|case| case.is_open()).cloned().collect())
}

fn in_thread(turn: &Turn<'_>) -> Result<Option<Case>, Need> {
    match &turn.session.thread {
        Some(id) => turn.world.facts.case(id).cloned(),
        None => Ok(None),
    }
}

pub(super) fn of_message(turn: &Turn<'_>, reply_to: Option<&str>) -> Result<Option<Case>, Need> {
    let Some(message) = reply_to else { return Ok(None) };
    let Some(id) = turn.world.facts.replied(&message.to_owned())?.clone() else {
        let own = earlier::answered(turn, reply_to)?;
        return Ok(own.and_then(|own| match own {
            Thread::Case(case) => Some(case),
            Thread::Side(..) => None,
        }));
    };
    let case = turn.world.facts.case(&id)?.clone();
    Ok(case.filter(|case| case.conversation == turn.here()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::CaseCode;
    use crate::domain::message::Body;
    use crate::domain::outbox::Purpose;
    use crate::engine::testing::story::{self, does, says, street, taps};
    use crate::engine::testing::{ANNA, Street};

    /// Anna asked about a divorce; the lawyer has the case.
    fn with_case() -> (Street, CaseCode) {
        let mut anna = story::with_case();
        let code = anna.case().code;
        anna.press("周律师", &Action::Claim(code.clone()));
        (anna, code)
    }

    #[test]
    fn plain_words_go_to_the_case_and_a_line_says_so() {
        let (mut anna, code) = with_case();
        for words in ["我们有个娃儿", "协议离婚要多久", "谢谢", "👍", "2万"] {
            says(&mut anna, "还有"); // the choices of the notice are no longer the last ones
            let read = says(&mut anna, words);
            assert!(
                read.starts_with(&format!("✓ 已转给事项 {code}")) && read.contains("[1 问别的]"),
                "{read}"
            );
            assert_eq!(anna.log.last().unwrap().text, words);
        }
        assert!(anna.last("周律师", Purpose::Relay).outbound.text.contains('2'));
    }

    #[test]
    fn a_digit_that_nothing_offered_is_not_sent_to_staff() {
        let (mut anna, code) = with_case();
        says(&mut anna, "我们有个娃儿");
        let read = says(&mut anna, "3");
        assert!(read.starts_with("「3」没有转过去") && read.contains("[1 问别的][2 我的事项]"), "{read}");
        assert_eq!(anna.log.last().unwrap().text, "我们有个娃儿");
        assert!(says(&mut anna, "2").contains(&format!("{code} 法律咨询")), "the ways on are numbered");
    }

    #[test]
    fn ways_on_below_a_case_are_numbered_for_as_long_as_they_are_in_sight() {
        let (mut anna, code) = with_case();
        says(&mut anna, "我们有个娃儿");
        assert!(says(&mut anna, "按2").contains(&format!("{code} 法律咨询")));
        taps(&mut anna, &format!("{code} 法律咨询"));
        taps(&mut anna, "补充");
        for words in ["两个", "2号"] {
            says(&mut anna, words);
            assert_eq!(anna.log.last().unwrap().text, words, "that many, not that one");
        }
        anna.pass_minutes(11);
        assert!(says(&mut anna, "1").starts_with("「1」没有转过去"));
        assert!(says(&mut anna, "1").contains("请直接说是什么事"));
    }

    #[test]
    fn a_digit_answers_staff_who_have_just_asked() {
        let (mut anna, code) = with_case();
        anna.answers("周律师", &code, "1 上午还是 2 下午？");
        says(&mut anna, "2");
        assert_eq!(anna.log.last().unwrap().text, "2");
        let read = says(&mut anna, "我的事项");
        assert!(read.contains("[2 问别的]"), "{read}");
        assert!(says(&mut anna, "2").contains("请直接说是什么事"));
    }

    #[test]
    fn a_question_of_another_topic_is_asked_where_it_belongs() {
        let (mut anna, code) = with_case();
        let read = says(&mut anna, "老板拖欠工资怎么办");
        assert!(read.contains(&format!("[1 补充到 {code} 法律咨询]\n[2 新问题]")), "{read}");
        assert!(says(&mut anna, "2").contains("先留好工资条"));
        assert_eq!(anna.session(ANNA).thread, None);

        taps(&mut anna, "我的事项");
        taps(&mut anna, &format!("{code} 法律咨询"));
        taps(&mut anna, "补充");
        says(&mut anna, "老板拖欠工资怎么办");
        says(&mut anna, "1");
        assert_eq!(anna.log.last().unwrap().text, "老板拖欠工资怎么办");
    }

    #[test]
    fn a_new_matter_told_without_a_question_is_asked_about_and_more_of_the_same_is_not() {
        let (mut anna, code) = with_case();
        for words in ["他还拖欠工资", "我们有个娃儿", "协议离婚他反悔了", "他又说有加班费"]
        {
            let read = says(&mut anna, words);
            assert!(read.starts_with(&format!("✓ 已转给事项 {code}")), "{words}: {read}");
        }
        let read = says(&mut anna, "老板拖欠工资三个月");
        assert!(read.contains(&format!("[1 补充到 {code} 法律咨询]\n[2 新问题]")), "{read}");
        assert_eq!(anna.log.last().unwrap().text, "他又说有加班费", "nothing went anywhere yet");
        assert!(says(&mut anna, "2").contains("先留好工资条"), "the words are kept");

        anna.answers("周律师", &code, "你们的钱怎么算的？");
        taps(&mut anna, "我的事项");
        taps(&mut anna, &format!("{code} 法律咨询"));
        taps(&mut anna, "补充");
        assert!(says(&mut anna, "老板拖欠工资三个月").starts_with("✓ 已转给"), "it answers staff");
    }

    #[test]
    fn a_case_of_no_field_takes_whatever_is_told() {
        let mut anna = street();
        says(&mut anna, "转人工");
        says(&mut anna, "民主村");
        assert!(says(&mut anna, "老板拖欠工资三个月").starts_with("✓ 已转给"));
    }

    #[test]
    fn words_without_a_thread_go_where_staff_spoke_last() {
        let (mut anna, code) = with_case();
        taps(&mut anna, "问别的");
        assert!(says(&mut anna, "好嘛").contains("没太听明白"));
        anna.answers("周律师", &code, "下午来得行不？");
        assert!(says(&mut anna, "好嘛").starts_with("✓ 已转给"));
        taps(&mut anna, "问别的");
        anna.answers("周律师", &code, "几点？");
        assert!(says(&mut anna, "协议离婚怎么办").starts_with("✓ 已转给"), "the same topic goes on");
    }

    #[test]
    fn with_staff_of_two_cases_waiting_it_is_asked_which() {
        let (mut anna, first) = with_case();
        taps(&mut anna, "问别的");
        says(&mut anna, "老板拖欠工资怎么办");
        taps(&mut anna, "请工作室律师看看");
        let second = anna.case().code;
        anna.press("周律师", &Action::Claim(second.clone()));
        taps(&mut anna, "问别的");
        anna.answers("周律师", &first, "离婚的事？");
        anna.answers("周律师", &second, "工资的事？");
        let read = says(&mut anna, "好嘛");
        assert!(read.contains("是说哪一件事") && read.contains("[3 新问题]"), "{read}");
        taps(&mut anna, &format!("补充到 {first} 法律咨询"));
        let case = anna.log.last().unwrap().case.clone();
        assert_eq!((anna.cases[&case].code.clone(), anna.log.last().unwrap().text.as_str()), (first, "好嘛"));
    }

    #[test]
    fn a_reply_to_a_message_goes_to_its_case_from_anywhere() {
        let (mut anna, code) = with_case();
        anna.answers("周律师", &code, "带上结婚证");
        taps(&mut anna, "问别的");
        says(&mut anna, "申请调解");
        says(&mut anna, "楼上漏水");
        anna.heard(ANNA);
        anna.answer(ANNA, Purpose::Relay, Body::Text("结婚证掉了".into()));
        let read = anna.heard(ANNA);
        assert!(read.starts_with("✓ 已转给") && read.contains("（2/4）"), "{read}");
        assert_eq!(anna.log.last().unwrap().text, "结婚证掉了");
        assert!(says(&mut anna, "邻居").contains("（3/4）"));
    }

    #[test]
    fn a_closed_case_offers_a_new_one_with_the_same_words() {
        let (mut anna, code) = with_case();
        anna.press("周律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(code.clone())));
        let read = says(&mut anna, "可是他又反悔了");
        assert!(read.contains(&format!("已转给事项 {code} 的经办人")), "{read}");
        taps(&mut anna, "请工作室律师看看");
        assert_eq!((anna.cases.len(), anna.case().summary.as_str()), (2, "可是他又反悔了"));
    }

    #[test]
    fn another_time_and_praise_go_to_the_open_case() {
        let (mut anna, code) = with_case();
        let read = says(&mut anna, "我想改时间");
        assert!(read.starts_with(&format!("✓ 已转给事项 {code}")), "there is none to change: {read}");
        assert!(says(&mut anna, "你们服务真好").contains(&code.to_string()));
        let texts: Vec<&str> = anna.log.iter().map(|entry| entry.text.as_str()).collect();
        assert!(texts.ends_with(&["我想改时间", "你们服务真好"]), "{texts:?}");
        let mut nobody = street();
        assert!(says(&mut nobody, "我想改时间").contains("没有您在办的事项"));
        assert!(says(&mut nobody, "你们服务真好").contains("谢谢您告诉我们"));
        assert!(does(&mut nobody, Body::Press("thread:".into())).contains("过时"));
    }
}
