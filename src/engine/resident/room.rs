//! Which community: asked once, by button or by name, and put right at any time.

use crate::domain::case::Case;
use crate::domain::directory::{Room, RoomKind};
use crate::domain::ids::RoomCode;
use crate::engine::action::Action;
use crate::engine::casework;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow};
use crate::engine::turn::Turn;
use crate::intent::{Place, Reading};

use super::{alarm, elsewhere, follow, menu, open, pinyin, press, question, thread, wording};

/// More communities than these, or places of one name, are not listed but asked for by name. A street and all its
/// communities are fewer.
const LISTED: usize = 20;
/// Who writes more says more than that they do not know where they live.
const SHORT: usize = 20;

/// Whether the directory has it.
pub(super) fn is_ours(turn: &Turn<'_>, code: &RoomCode) -> bool {
    turn.world.rules.directory.room(code).is_some()
}

/// The resident's room, if told and still in the directory.
pub(super) fn known(turn: &Turn<'_>) -> Option<RoomCode> {
    turn.session.room.clone().filter(|code| is_ours(turn, code))
}

/// Notes a community that was named by the way; `Some` if it is one of ours, and only one.
pub(super) fn overheard(turn: &mut Turn<'_>, reading: &Reading) -> Option<RoomCode> {
    let Some(Place::Ours(rooms)) = &reading.place else { return None };
    let [code] = rooms.as_slice() else { return None };
    if known(turn).is_none() {
        turn.session.room = Some(code.clone());
    }
    Some(code.clone())
}

/// A case that only the street has so far goes to the community named in what is said about it.
pub(super) fn placed(turn: &mut Turn<'_>, case: &Case, reading: &Reading) -> Result<Case, Need> {
    let kind = turn.world.rules.directory.room(&case.room).map(|room| room.kind);
    match overheard(turn, reading).filter(|code| kind == Some(RoomKind::Street) && *code != case.room) {
        Some(code) => casework::relocate(turn, case, &code),
        None => Ok(case.clone()),
    }
}

/// Asks for the community: all of them as buttons, or by name where they are too many. In danger the street is enough.
pub(super) fn ask(turn: &mut Turn<'_>, lead: Option<String>) {
    let (in_danger, rooms) = (turn.session.alarm.is_some(), listed(turn));
    let texts = turn.texts();
    let question = match (in_danger, rooms.is_empty()) {
        (true, true) => texts.danger_place_by_name(),
        (true, false) => texts.danger_place(),
        (false, true) => texts.which_room_by_name(),
        (false, false) => texts.which_room(),
    };
    let text = led(lead, question);
    if rooms.is_empty() {
        let choices = ways_out(turn);
        turn.mention(text, choices);
    } else {
        list(turn, text, &rooms);
    }
}

/// The rooms to choose from: all communities, in danger else all streets; none where they are too many to read.
fn listed<'world>(turn: &Turn<'world>) -> Vec<&'world Room> {
    let of_kind = |kind| turn.world.rules.directory.rooms().filter(move |room| room.kind == kind);
    let few = |kind| Some(of_kind(kind).collect::<Vec<_>>()).filter(|rooms| rooms.len() <= LISTED);
    let streets = || few(RoomKind::Street).filter(|_| turn.session.alarm.is_some());
    few(RoomKind::Community).or_else(streets).unwrap_or_default()
}

/// Words while the community is asked for.
pub(super) fn words(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<(), Need> {
    let found = match &reading.place {
        Some(Place::Ours(rooms)) => rooms.clone(),
        Some(Place::Elsewhere(_)) => {
            elsewhere::told(turn, reading);
            return question::again(turn);
        }
        None if is_unsure(turn, text) => {
            only_street(turn).map(|street| street.code.clone()).into_iter().collect()
        }
        None => search(turn, text),
    };
    match found.as_slice() {
        [code] => {
            alarm::heard(turn, text);
            with_more(turn, text)?;
            named(turn, code)
        }
        [] => {
            alarm::heard(turn, text);
            let lead = match listed(turn).is_empty() {
                true => turn.texts().room_unknown_by_name(),
                false => turn.texts().room_unknown(),
            };
            ask(turn, Some(lead));
            Ok(())
        }
        several => {
            let directory = &turn.world.rules.directory;
            let rooms: Vec<&Room> = several.iter().filter_map(|code| directory.room(code)).collect();
            list(turn, turn.texts().which_of_rooms(), &rooms);
            Ok(())
        }
    }
}

/// In danger people say where they are and more in one breath: the open case hears all of it.
fn with_more(turn: &mut Turn<'_>, text: &str) -> Result<(), Need> {
    let Some(case) = thread::held(turn)? else { return Ok(()) };
    casework::pass_on(turn, &case, text, None)
}

/// A community was chosen or named.
pub(super) fn named(turn: &mut Turn<'_>, code: &RoomCode) -> Result<(), Need> {
    if !is_ours(turn, code) {
        return press::stale(turn);
    }
    if alarm::placed(turn, code)? {
        return Ok(());
    }
    match std::mem::take(&mut turn.session.flow) {
        Flow::Room { wanted: Some(service), filled } => {
            turn.session.room = Some(code.clone());
            open::opened(turn, code, service, filled)
        }
        Flow::Room { wanted: None, .. } => {
            turn.session.room = Some(code.clone());
            corrected(turn, code)
        }
        flow => {
            turn.session.flow = flow;
            now(turn);
            Ok(())
        }
    }
}

/// The community was named with nothing waiting for it.
pub(super) fn noted(turn: &mut Turn<'_>, code: &RoomCode) -> Result<(), Need> {
    turn.session.room = Some(code.clone());
    turn.session.flow = Flow::Idle;
    corrected(turn, code)
}

/// None of ours is theirs.
pub(super) fn elsewhere(turn: &mut Turn<'_>) {
    turn.session.flow = Flow::Idle;
    turn.session.room = None;
    elsewhere::chosen(turn);
}

/// The community we have is wrong.
pub(super) fn not_mine(turn: &mut Turn<'_>) {
    turn.session.room = None;
    match turn.session.flow {
        Flow::Form(_) => turn.reply(turn.texts().room_forgotten()),
        Flow::Room { .. } => {}
        Flow::Idle
        | Flow::AskedBack
        | Flow::Replying(_)
        | Flow::Desk(_)
        | Flow::Mediating(_)
        | Flow::Task(_) => {
            turn.session.flow = Flow::Room { wanted: None, filled: None };
            ask(turn, None);
        }
    }
}

/// Where the room is and how to reach it, as far as anybody has told.
pub(super) fn whereabouts(turn: &Turn<'_>, code: &RoomCode) -> Vec<String> {
    let Some(room) = turn.world.rules.directory.room(code) else { return Vec::new() };
    let texts = turn.texts();
    [
        (!room.address.is_empty()).then(|| texts.room_address(&room.address)),
        (!room.phone.is_empty()).then(|| texts.room_phone(&room.phone)),
        (!room.hours.is_empty()).then(|| texts.room_hours(&room.hours)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The community is known now: an open case is told, and what was said before can go on.
fn corrected(turn: &mut Turn<'_>, code: &RoomCode) -> Result<(), Need> {
    let name = wording::place(turn, code);
    if let Some(case) = thread::current(turn)?.filter(|case| case.room != *code) {
        let case = casework::relocate(turn, &case, code)?;
        let words = open::texts_of_staff(turn).room_correction(&name);
        casework::pass_on(turn, &case, &words, None)?;
        turn.about = Some(case.id.clone());
        let text = turn.texts().room_passed(name, &case.code);
        thread::mentioned(turn, text);
    } else if turn.session.matter.is_some() {
        let texts = turn.texts();
        let choices = vec![
            Choice::new(texts.ask_lawyer(), &Action::Ask),
            Choice::new(texts.ask_other(), &Action::NewQuestion),
        ];
        turn.offer(texts.room_noted(name), choices, 2);
    } else {
        let text = turn.texts().room_noted(name);
        menu::offered(turn, text);
    }
    Ok(())
}

/// A community's button with nothing waiting for it: what we have, and how to change it.
fn now(turn: &mut Turn<'_>) {
    let texts = turn.texts();
    let text = match known(turn) {
        Some(code) => texts.room_now(wording::place(turn, &code)),
        None => texts.stale(),
    };
    let choices = vec![
        Choice::new(texts.room_change(), &Action::NotMine),
        Choice::new(texts.ask_other(), &Action::NewQuestion),
    ];
    menu::aside(turn, text, choices);
}

/// Offers these rooms and the ways out.
pub(super) fn list(turn: &mut Turn<'_>, text: String, rooms: &[&Room]) {
    let choice = |room: &&Room| Choice::new(wording::named(turn, room), &Action::Room(room.code.clone()));
    let choices = rooms.iter().map(choice).collect();
    let ways_out = ways_out(turn);
    turn.ask(text, choices, 2, ways_out);
}

/// Not sure, elsewhere, never mind.
fn ways_out(turn: &Turn<'_>) -> Vec<Choice> {
    let texts = turn.texts();
    let unsure =
        only_street(turn).map(|street| Choice::new(texts.room_unsure(), &Action::Room(street.code.clone())));
    let held =
        turn.session.thread.is_some() && matches!(turn.session.flow, Flow::Room { wanted: Some(_), .. });
    let resume = held.then(|| Choice::new(texts.resume(), &Action::Resume));
    let others = [
        Choice::new(texts.room_elsewhere(), &Action::Elsewhere),
        Choice::new(texts.back(), &Action::Back),
        Choice::new(texts.cancel(), &Action::Cancel),
    ];
    resume.into_iter().chain(unsure).chain(others).collect()
}

/// Rooms whose name or other name has the words in it, or is in the words; in Latin letters, too.
fn search(turn: &Turn<'_>, text: &str) -> Vec<RoomCode> {
    let words: String = text.chars().filter(|sign| sign.is_alphanumeric()).collect();
    if words.chars().count() < 2 {
        return Vec::new();
    }
    let spelt = pinyin::spelt(text, &turn.texts().place_words());
    let fits = |name: &String| !name.is_empty() && (words.contains(name.as_str()) || name.contains(&words));
    let rooms = turn.world.rules.directory.rooms();
    let found: Vec<RoomCode> = rooms
        .filter(|room| {
            fits(&room.name) || room.aliases.iter().any(fits) || pinyin::is_meant(&spelt, &room.pinyin)
        })
        .map(|room| room.code.clone())
        .collect();
    if found.len() > LISTED { Vec::new() } else { found }
}

/// Whether somebody says that they do not know their community.
pub(super) fn is_not_known(turn: &Turn<'_>, text: &str) -> bool {
    is_unsure(turn, text) && follow::has_one(text, &turn.texts().room_words()) && follow::signs(text) <= SHORT
}

/// They need not know it: the street arranges it, or a road or an estate they name.
pub(super) fn ask_unsure(turn: &mut Turn<'_>) {
    turn.session.flow = Flow::Room { wanted: None, filled: None };
    let lead = turn.texts().room_unsure_lead();
    ask(turn, Some(lead));
}

/// Whether the words say that they do not know.
fn is_unsure(turn: &Turn<'_>, text: &str) -> bool {
    let words = turn.texts().room_unsure_words();
    let text = text.to_lowercase();
    only_street(turn).is_some() && words.split(',').any(|words| text.contains(words.trim()))
}

/// The street, if there is but one.
pub(super) fn only_street<'world>(turn: &Turn<'world>) -> Option<&'world Room> {
    let mut streets = turn.world.rules.directory.streets();
    streets.next().filter(|_| streets.next().is_none())
}

fn led(lead: Option<String>, question: String) -> String {
    lead.map_or_else(|| question.clone(), |lead| format!("{lead}\n{question}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::directory::{Directory, RoomKind};
    use crate::engine::rules::Rules;
    use crate::engine::testing::story::{code, says, street, taps};
    use crate::engine::testing::{self, ANNA, Street};

    #[test]
    fn fourteen_communities_are_listed_once_and_the_choice_is_kept() {
        let mut anna = street();
        let read = says(&mut anna, "转人工");
        assert!(
            read.contains("[13 华润·凌江][14 杨坪]\n[15 说不清，请街道安排][16 都不是，我在别处]"),
            "{read}"
        );
        assert!(says(&mut anna, "第十四个").contains("杨坪社区"));
        taps(&mut anna, "问别的");
        assert!(says(&mut anna, "几十个人被欠薪").contains("杨坪社区"), "asked only once");
        assert_eq!(anna.case().room, RoomCode::new(code(14)));
    }

    #[test]
    fn names_and_other_names_are_understood() {
        for (words, room) in [("我在谢家湾正街", 7), ("华润凌江", 13), ("凌江", 13), ("民主村社区", 3)]
        {
            let mut anna = street();
            says(&mut anna, "转人工");
            says(&mut anna, words);
            assert_eq!(anna.case().room, RoomCode::new(code(room)), "{words}");
        }
    }

    #[test]
    fn a_name_in_latin_letters_is_understood_and_shown_in_english() {
        let mut anna = street();
        assert!(says(&mut anna, "转人工").contains("[14 杨坪]"));
        says(&mut anna, "yang ping");
        assert_eq!(anna.case().room, RoomCode::new(code(14)));

        let mut ben = street();
        says(&mut ben, "How do I get a divorce?");
        assert!(taps(&mut ben, "Ask the room's lawyer").contains("[14 杨坪 Yangping]"));
        assert!(says(&mut ben, "Friday afternoon").contains("did not find"), "no place and no case");
        let read = says(&mut ben, "I live in Yangping");
        assert!(read.contains("legal-service room of 杨坪 Yangping"), "{read}");
    }

    #[test]
    fn another_street_is_named_and_no_dead_end() {
        let mut anna = street();
        says(&mut anna, "转人工");
        let read = says(&mut anna, "杨家坪");
        assert!(read.contains("这里属于杨家坪街道") && read.contains("12348"), "{read}");
        assert!(read.contains("[1 劳动一村]"), "{read}");
        let read = taps(&mut anna, "都不是，我在别处");
        assert!(read.contains("12348") && read.contains("[1 重新选社区][2 问别的]"), "{read}");
        assert!(anna.cases.is_empty());
        let read = says(&mut anna, "我住在沙坪坝");
        assert!(read.contains("不归谢家湾街道管") && read.contains("[1 重新选社区]"), "{read}");
    }

    #[test]
    fn unknown_names_are_asked_again_and_the_unsure_go_to_the_street() {
        let mut anna = street();
        says(&mut anna, "转人工");
        let read = says(&mut anna, "月亮湾");
        assert!(read.starts_with("没找到这个社区") && read.contains("[1 劳动一村]"), "{read}");
        let read = says(&mut anna, "劳动");
        assert!(read.contains("是哪一个") && read.contains("[1 劳动一村][2 劳动三村]"), "{read}");
        says(&mut anna, "我也不晓得");
        assert_eq!(anna.case().room, RoomCode::new(testing::STREET));
    }

    #[test]
    fn who_does_not_know_their_community_is_shown_the_way() {
        let mut anna = street();
        let read = says(&mut anna, "我不晓得我住哪个社区");
        assert!(read.contains("没关系") && read.contains("说不清，请街道安排]"), "{read}");
        assert!(taps(&mut anna, "说不清，请街道安排").contains("记下了：谢家湾街道"));
        let mut anna = street();
        says(&mut anna, "转人工");
        says(&mut anna, "我不晓得我住哪个社区");
        assert_eq!(anna.case().room, RoomCode::new(testing::STREET));
    }

    #[test]
    fn a_wrong_community_is_put_right_and_the_open_case_told() {
        let mut anna = street();
        says(&mut anna, "转人工");
        says(&mut anna, "大公馆");
        assert!(taps(&mut anna, "不是我的社区").contains("哪个社区"));
        let read = taps(&mut anna, "民主村");
        assert!(read.contains("记下了：民主村") && read.contains("经办人"), "{read}");
        assert_eq!(anna.log.last().unwrap().text, "（居民更正社区：民主村）");
        assert_eq!(anna.session(ANNA).room, Some(RoomCode::new(code(3))));
        assert_eq!(anna.case().room, RoomCode::new(code(3)), "the home room was the wrong one");
    }

    #[test]
    fn while_the_community_is_put_right_words_are_its_name_and_not_for_the_case() {
        let mut anna = street();
        says(&mut anna, "转人工");
        says(&mut anna, "大公馆");
        taps(&mut anna, "不是我的社区");
        assert!(says(&mut anna, "月亮湾").starts_with("没找到这个社区"));
        assert!(says(&mut anna, "我住在民主村的").contains("记下了：民主村"));
        let texts: Vec<&str> = anna.log.iter().map(|entry| entry.text.as_str()).collect();
        assert!(!texts.contains(&"月亮湾") && texts.ends_with(&["（居民更正社区：民主村）"]), "{texts:?}");
    }

    #[test]
    fn a_community_named_by_the_way_is_not_asked_for() {
        let mut anna = street();
        says(&mut anna, "我在民主村，老板拖欠工资怎么办");
        assert!(taps(&mut anna, "请工作室律师看看").contains("民主村社区"));
        let mut anna = street();
        let read = says(&mut anna, "民主村");
        assert!(read.contains("记下了：民主村") && read.contains("[1 问法律问题]"), "{read}");
        assert!(says(&mut anna, "杨家坪").contains("这里属于杨家坪街道"));
    }

    #[test]
    fn an_old_community_button_says_what_holds_now() {
        let mut anna = street();
        says(&mut anna, "转人工");
        says(&mut anna, "民主村");
        let read = taps(&mut anna, "劳动一村");
        assert!(read.contains("您现在登记的是：民主村") && read.contains("[1 不是我的社区]"), "{read}");
    }

    #[test]
    fn a_city_asks_for_the_name_and_shows_what_it_may_be() {
        let room = |code: String, name: String, kind, street: &str| Room {
            address: "某路 1 号".into(),
            ..Room::named(RoomCode::new(code), name, kind, RoomCode::new(street))
        };
        let rooms = (100..130).flat_map(|n| {
            let street = format!("500{n}001");
            let community = (1..=3).map({
                let street = street.clone();
                move |m| room(format!("{street}00{m}"), format!("{n}街{m}村"), RoomKind::Community, &street)
            });
            let own = room(street.clone(), format!("{n}街道"), RoomKind::Street, &street);
            community.chain([own]).collect::<Vec<_>>()
        });
        let directory = Directory::new(rooms, std::collections::BTreeMap::new(), Vec::new());
        let mut anna = Street::of(Rules { directory, ..testing::rules() });
        taps_human(&mut anna);
        let read = anna.heard(ANNA);
        assert!(read.contains("请打社区的名字"), "{read}");
        assert!(
            !anna
                .buttons(ANNA, crate::domain::outbox::Purpose::Reply)
                .iter()
                .any(|label| label.contains('村'))
        );
        let read = says(&mut anna, "105街");
        assert!(read.contains("[2 105街1村][3 105街2村]") || read.contains("105街3村"), "{read}");
        let read = says(&mut anna, "105街2村");
        assert!(read.contains("105街2村社区") && read.contains("地址：某路 1 号"), "{read}");
    }

    fn taps_human(anna: &mut Street) {
        anna.press(ANNA, &Action::Human);
    }
}
