//! Danger: the numbers to call at once and first, then people are told. No question stands in the way.

use crate::domain::attachment::Attachment;
use crate::domain::case::Case;
use crate::domain::ids::RoomCode;
use crate::domain::record::RecordKind;
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::casework::{self, Draft, relay, transfer};
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow, Matter};
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{act, ahead, alarm, greeting, law, menu, open, question, room, wording};

/// The hotlines for danger of which the rules say nothing more.
const ALWAYS: [&str; 2] = ["police", "ambulance"];

/// Whether the words say that somebody is in danger.
pub(super) fn is_meant(reading: &Reading) -> bool {
    reading.service == Service::Emergency && reading.score >= SURE
}

/// Somebody is in danger: numbers first, then the room and the street are told, or told again.
pub(super) fn met(
    turn: &mut Turn<'_>,
    text: &str,
    file: Option<&Attachment>,
    reading: &Reading,
) -> Result<(), Need> {
    room::overheard(turn, reading);
    let words = numbers(turn, reading.intent.as_deref())?;
    turn.reply(words);
    greeting::in_passing(turn);
    let matter = Matter { topic: None, ..act::matter(text, reading) };
    let place = room::known(turn).or_else(|| room::only_street(turn).map(|street| street.code.clone()));
    match (open_emergency(turn)?, place) {
        (Some(case), _) => {
            // What waits for an answer to where it belongs waits no longer.
            for one in std::mem::take(&mut turn.session.kept) {
                let case = turn.written(&case.id).unwrap_or_else(|| case.clone());
                relay::from_resident(turn, &case, one.as_words())?;
            }
            told_again(turn, &case, file, &matter)?;
        }
        (None, Some(code)) => told(turn, &code, file, &matter)?,
        (None, None) => {
            alarm::raised(turn, &matter, file);
            return Ok(());
        }
    }
    kept(turn)
}

/// Somebody may be in danger though something else was answered: above that stands the number to call, and below it one press that
/// tells us.
pub(super) fn offered(turn: &mut Turn<'_>, text: &str, reading: &Reading) {
    turn.session.feared = None;
    let Some(intent) = reading.danger.clone().filter(|intent| intent.len() <= Action::INTENT_BYTES) else {
        return;
    };
    let texts = turn.texts();
    let hint = texts.danger_hint(menu::number(turn, "police"));
    if turn.warn(&hint, Choice::new(texts.danger_now(), &Action::Intent(intent))) {
        turn.session.feared = Some(text.trim().to_owned());
        // Pressing it says nothing about other words that were asked back.
        turn.session.asked_back = None;
    }
}

/// The question that danger came in between of is asked again.
pub(super) fn kept(turn: &mut Turn<'_>) -> Result<(), Need> {
    if question::is_open(turn) {
        turn.reply(turn.texts().danger_kept());
        return question::again(turn);
    }
    Ok(())
}

fn told_again(
    turn: &mut Turn<'_>,
    case: &Case,
    file: Option<&Attachment>,
    matter: &Matter,
) -> Result<(), Need> {
    casework::pass_on(turn, case, &matter.text, file)?;
    listening(turn, case);
    law::count(turn, RecordKind::Danger, matter);
    let text = match is_heard(turn, case)? {
        true => turn.texts().danger_passed(&case.code),
        false => unheard(turn, case),
    };
    further(turn, text);
    Ok(())
}

/// Whoever is there is told.
pub(super) fn told(
    turn: &mut Turn<'_>,
    code: &RoomCode,
    file: Option<&Attachment>,
    matter: &Matter,
) -> Result<(), Need> {
    let (summary, rest) = open::summarised(&matter.text);
    let more = (!rest.is_empty()).then(|| (open::texts_of_staff(turn).summary_more(), rest));
    let draft = Draft {
        service: Service::Emergency,
        topic: None,
        room: code.clone(),
        summary,
        details: more.into_iter().collect(),
        urgent: true,
        behalf: turn.session.behalf.clone(),
    };
    let case = casework::open(turn, draft)?;
    if file.is_some() {
        casework::pass_on(turn, &case, "", file)?;
    }
    ahead::bring(turn, &case)?;
    listening(turn, &case);
    law::count(turn, RecordKind::Danger, matter);
    let text = whom_we_told(turn, &case)?;
    further(turn, text);
    Ok(())
}

/// Whom we told, of the room where it is and the street, which hears of all danger: only who was really sent it.
fn whom_we_told(turn: &Turn<'_>, case: &Case) -> Result<String, Need> {
    let (texts, dealt) = (turn.texts(), turn.dealt(&case.id));
    let street = casework::street_of(turn, &case.room);
    let is_told = |room: &RoomCode| -> Result<bool, Need> {
        let mut people = turn.world.facts.staff_in(room)?.iter();
        Ok(people.any(|person| person.conversations.iter().any(|one| dealt.contains(one))))
    };
    let (who, street_name) = (wording::who(turn, case), wording::room(turn, &street));
    Ok(match (is_told(&case.room)?, is_told(&street)?) {
        (true, true) if street != case.room => texts.danger_opened_there(&case.code, who, street_name),
        (true, _) => texts.danger_opened(&case.code, who),
        (false, true) => texts.danger_opened(&case.code, street_name),
        (false, false) => turn.meant().danger_nobody(&case.code, police(turn), legal(turn)),
    })
}

/// Whether anybody works where a danger is looked after; whoever has it does.
pub(super) fn is_heard(turn: &Turn<'_>, case: &Case) -> Result<bool, Need> {
    let street = casework::street_of(turn, &case.room);
    for room in [&case.room, &street] {
        if turn.world.facts.staff_in(room)?.iter().any(transfer::at_work) {
            return Ok(true);
        }
    }
    Ok(case.owner.is_some())
}

/// What is said of words that reached a danger in which nobody reads them yet.
pub(super) fn unheard(turn: &Turn<'_>, case: &Case) -> String {
    turn.meant().danger_nobody_still(&case.code, police(turn), legal(turn))
}

fn police<'world>(turn: &Turn<'world>) -> &'world str {
    menu::number(turn, "police")
}

fn legal<'world>(turn: &Turn<'world>) -> &'world str {
    menu::number(turn, "legal")
}

/// From now on plain words go to the emergency; a question that was open keeps its answers.
fn listening(turn: &mut Turn<'_>, case: &Case) {
    turn.about = Some(case.id.clone());
    turn.session.thread = Some(case.id.clone());
    turn.session.has_cases = true;
    turn.session.misses = 0;
    if turn.session.flow == Flow::AskedBack {
        turn.session.flow = Flow::Idle;
    }
}

/// Says it, and what may be added.
fn further(turn: &mut Turn<'_>, text: String) {
    let texts = turn.texts();
    let place = room::known(turn).is_none().then(|| Choice::new(texts.danger_room(), &Action::NotMine));
    let others = [
        Choice::new(texts.menu_hotlines(), &Action::Hotlines),
        Choice::new(texts.menu_cases(), &Action::MyCases),
    ];
    let choices = place.into_iter().chain(others).collect();
    if question::is_open(turn) { turn.reply(text) } else { turn.mention(text, choices) }
}

/// The numbers, each with what it is for, and calm words.
fn numbers(turn: &Turn<'_>, intent: Option<&str>) -> Result<String, Need> {
    let catalogue = &turn.world.rules.catalogue;
    let hotlines = &turn.world.rules.directory.hotlines;
    let known = |keys: &[String]| -> Vec<String> {
        keys.iter().filter_map(|key| hotlines.get(key)).map(|hotline| menu::line(turn, hotline)).collect()
    };
    let mut lines = known(intent.map_or(&[], |intent| catalogue.hotlines(intent)));
    if lines.is_empty() {
        lines = known(&ALWAYS.map(str::to_owned));
    }
    let calm = intent
        .and_then(|intent| catalogue.answer(intent, turn.session.lang, turn.now.local_date()))
        .map_or_else(|| turn.texts().danger_calm(), |answer| answer.text.trim().to_owned());
    Ok(turn.texts().danger(lines.join("\n"), format!("{calm}{}", asked(turn)?)))
}

/// Where they are is asked for as long as it is not known and somebody works there who could be told; among several streets that
/// is a question of its own, which comes next.
fn asked(turn: &Turn<'_>) -> Result<String, Need> {
    let Some(street) = room::only_street(turn).filter(|_| room::known(turn).is_none()) else {
        return Ok(String::new());
    };
    let communities = turn.world.rules.directory.communities(&street.code);
    for code in std::iter::once(&street.code).chain(communities.map(|room| &room.code)) {
        if turn.world.facts.staff_in(code)?.iter().any(transfer::at_work) {
            return Ok(format!("\n{}", turn.texts().danger_ask()));
        }
    }
    Ok(String::new())
}

/// The danger that is being looked after.
pub(super) fn open_emergency(turn: &Turn<'_>) -> Result<Option<Case>, Need> {
    if !turn.session.has_cases {
        return Ok(None);
    }
    let cases = turn.world.facts.cases_of(&turn.here())?;
    Ok(cases.iter().find(|case| case.is_open() && case.service == Service::Emergency).cloned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message::Body;
    use crate::engine::testing::story::{does, says, street, taps};
    use crate::engine::testing::{self, ANNA};

    #[test]
    fn the_numbers_come_first_then_the_street_is_told() {
        let mut anna = street();
        let read = says(&mut anna, "我老公在打我");
        assert!(read.starts_with("**请马上拨打：**\n**110** 报警\n**120** 急救\n先离开。"), "{read}");
        let (case, parts) = (anna.case(), read.split("\n---\n").count());
        assert_eq!((case.service, case.urgent, parts), (Service::Emergency, true, 3));
        assert_eq!(case.room.as_str(), testing::STREET);
        assert!(read.contains("已经通知谢家湾街道") && read.contains(&case.code.to_string()), "{read}");
        assert_eq!(anna.records.last().unwrap().kind, RecordKind::Danger);
        assert!(anna.holders().contains(&"陈主任"));
    }

    #[test]
    fn a_community_that_is_known_is_not_asked_for_and_it_is_said_whom_we_told() {
        let read = says(&mut street(), "我老公在打我");
        assert!(read.contains("告诉我您在哪个社区") && !read.contains("也通知了"), "{read}");
        let mut anna = street();
        says(&mut anna, "转人工");
        says(&mut anna, "民主村");
        for words in ["我老公在打我", "他又打我了"] {
            let read = says(&mut anna, words);
            assert!(!read.contains("哪个社区") && !read.contains("告诉我的社区"), "{read}");
        }
        let mut anna = street();
        let read = says(&mut anna, "我老公在打我，我在民主村");
        assert!(!read.contains("哪个社区"), "told in the same breath: {read}");
        let told = "已经通知民主村社区公共法律服务工作室的工作人员，也通知了谢家湾街道";
        assert!(read.contains(told), "{read}");
    }

    #[test]
    fn other_danger_has_other_numbers() {
        let mut anna = street();
        let read = says(&mut anna, "不想活了");
        assert!(
            read.starts_with("**请马上拨打：**\n**12356** 心理援助热线\n**110** 报警\n别一个人待着。"),
            "{read}"
        );
    }

    #[test]
    fn english_is_met_in_english() {
        let read = says(&mut street(), "My husband is hitting me");
        assert!(read.starts_with("**Call now:**\n**110** police"), "{read}");
    }

    #[test]
    fn danger_again_goes_to_the_same_case_with_the_numbers_again() {
        let mut anna = street();
        says(&mut anna, "我老公在打我");
        let read = says(&mut anna, "他又打我了");
        assert!(read.starts_with("**请马上拨打：**"), "{read}");
        assert_eq!((anna.cases.len(), anna.log.last().unwrap().text.as_str()), (1, "他又打我了"));
        says(&mut anna, "我躲在厨房");
        assert_eq!(anna.log.last().unwrap().text, "我躲在厨房");
    }

    #[test]
    fn a_form_waits_while_there_is_danger_and_nothing_is_lost() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        says(&mut anna, "楼上漏水");
        let read = says(&mut anna, "他在打我");
        assert!(read.starts_with("**请马上拨打：**") && read.contains("（2/4）"), "{read}");
        let read = says(&mut anna, "他还有刀");
        assert!(read.starts_with("✓ 已转给") && read.contains("（2/4）"), "{read}");
        assert_eq!(anna.log.last().unwrap().text, "他还有刀");
        assert!(says(&mut anna, "1").contains("（3/4）"));
        says(&mut anna, "2");
        says(&mut anna, "4");
        anna.pass_minutes(1);
        says(&mut anna, "民主村");
        let case = anna.case();
        assert_eq!(
            (case.service, case.details.len(), case.summary.as_str()),
            (Service::Mediation, 4, "楼上漏水")
        );
    }

    #[test]
    fn going_on_with_a_story_after_danger_has_a_button() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        says(&mut anna, "他在打我");
        assert!(taps(&mut anna, "接着填").contains("（1/4）"));
        assert!(says(&mut anna, "楼上漏水").contains("（2/4）"));
    }

    #[test]
    fn danger_comes_before_an_answer_that_is_no_option_and_after_an_exact_one() {
        let mut anna = street();
        says(&mut anna, "申请法律援助");
        assert!(taps(&mut anna, "家暴、虐待、遗弃").contains("（2/5）"));
        assert!(says(&mut anna, "不想活了").starts_with("**请马上拨打：**"));
    }

    #[test]
    fn afterwards_the_community_can_be_told() {
        let mut anna = street();
        says(&mut anna, "我老公在打我");
        taps(&mut anna, "告诉我的社区");
        assert!(says(&mut anna, "他在砸东西").starts_with("✓ 已转给"));
        let read = says(&mut anna, "民主村后门，二楼");
        assert!(read.contains("记下了：民主村"), "{read}");
        let texts: Vec<&str> = anna.log.iter().map(|entry| entry.text.as_str()).collect();
        assert!(
            texts.ends_with(&["他在砸东西", "民主村后门，二楼", "（居民更正社区：民主村）"]),
            "{texts:?}"
        );
    }

    #[test]
    fn a_photo_with_words_of_danger_reaches_the_case() {
        let mut anna = street();
        let read = does(
            &mut anna,
            Body::File { file: crate::engine::testing::story::photo(), caption: "他在打我".into() },
        );
        assert!(read.starts_with("**请马上拨打：**"), "{read}");
        assert!(anna.log.iter().any(|entry| entry.attachment.is_some()));
        assert_eq!(anna.session(ANNA).thread, Some(anna.case().id));
    }
}
