//! The other party of a mediation is called like somebody in another open case of the room. That may be the same person, and
//! then a conflict of interest, or another of the same name: only people can tell, so the street's are told. Never a name:
//! what people are called is shown to the staff of their own case alone.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::message::Outbound;
use crate::engine::action::Action;
use crate::engine::casework::sides::conflict;
use crate::engine::casework::{audience, tell};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

/// What follows a name, and is none of it.
const TITLES: [&str; 12] =
    ["先生", "女士", "小姐", "老师", "师傅", "阿姨", "叔叔", "大爷", "大哥", "大姐", "婆婆", "律师"];

/// What says who somebody is to the other, not what they are called.
const RELATIONS: [&str; 14] = [
    "邻居", "家里", "房东", "租客", "物业", "老板", "单位", "公司", "商家", "其他", "楼上", "楼下", "对门",
    "隔壁",
];

/// Tells the street of other open cases of the room with somebody called so.
pub(super) fn hint(turn: &mut Turn<'_>, case: &Case, words: &[&str]) -> Result<(), Need> {
    let wanted: Vec<&str> = words.iter().flat_map(|words| names(words)).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let called = turn.world.facts.called_in(&case.room)?;
    let alike = called
        .iter()
        .filter(|one| one.case != case.id && names(&one.words).iter().any(|name| wanted.contains(name)));
    let mut codes: Vec<&CaseCode> = alike.map(|one| &one.code).collect();
    codes.dedup();
    if codes.is_empty() {
        return Ok(());
    }
    let others: Vec<String> = codes.iter().map(ToString::to_string).collect();
    let text = turn.mediator_texts().namesake(&case.code, others.join("、"));
    let details = turn.staff_texts().button_details();
    let codes = [&case.code].into_iter().chain(codes);
    let buttons =
        codes.take(4).map(|code| tell::button(format!("{details} {code}"), &Action::Details(code.clone())));
    let outbound = Outbound::text(text).row(buttons.collect());
    for person in audience::street_people(turn, &case.room, &conflict::without(turn, case)?)? {
        tell::staff(turn, &person, case, &outbound);
    }
    Ok(())
}

/// What in these words may be somebody's full name: two to four Han signs by themselves, less a title.
fn names(words: &str) -> Vec<&str> {
    let is_han = |sign: char| ('\u{4e00}'..='\u{9fff}').contains(&sign);
    let runs = words.split(|sign| !is_han(sign));
    let bare = runs.map(|run| TITLES.iter().find_map(|title| run.strip_suffix(title)).unwrap_or(run));
    let named = bare.filter(|name| (2..=4).contains(&name.chars().count()));
    named.filter(|name| !RELATIONS.iter().any(|relation| name.contains(relation))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service::Service;
    use crate::engine::casework::Draft;
    use crate::engine::casework::sides::tests::{BOB, LI, case_press, consented};
    use crate::engine::testing::{ANNA, HOME, NEXT, Street, draft};
    use crate::engine::verb::Verb;

    #[test]
    fn a_name_stands_by_itself_and_without_its_title() {
        for (words, found) in [
            ("王小明 13812345678", vec!["王小明"]),
            ("3-2 王小明先生", vec!["王小明"]),
            ("王先生", vec![]),
            ("楼下老刘", vec![]),
            ("邻居", vec![]),
            ("楼上漏水的那一家", vec![]),
            ("Bob", vec![]),
        ] {
            assert_eq!(names(words), found, "{words}");
        }
    }

    /// 王小明 tells the lawyer of a room who he is; then Anna's mediation has somebody of that name.
    fn of_the_same_name(room: &str, named: &str) -> Street {
        let mut street = Street::staffed();
        let wanted = Draft { room: crate::domain::ids::RoomCode::new(room), ..draft(Service::Consultation) };
        street.turn("小明", |turn| {
            (turn.session.greeted, turn.session.has_cases) = (true, true);
            crate::engine::casework::open(turn, wanted.clone())
        });
        case_press(&mut street, "小明", Verb::Disclose);
        street.write("小明", "王小明");
        let code =
            street.turn(ANNA, |turn| crate::engine::casework::open(turn, draft(Service::Mediation))).code;
        street.press(LI, &Action::Claim(code.clone()));
        street.press(LI, &Action::Side(Verb::Name, code));
        street.heard("陈主任");
        street.write(LI, named);
        street
    }

    #[test]
    fn the_street_is_told_of_namesakes_and_nothing_moves_by_itself() {
        let mut street = of_the_same_name(HOME, "王小明先生");
        let heard = street.heard("陈主任");
        assert!(heard.contains("可能是同一个人") && !heard.contains("王小明"), "{heard}");
        assert_eq!(street.case().owner, Some(street.staff(LI).id.clone()));
        for (room, named) in [(HOME, "王大明"), (NEXT, "王小明"), (HOME, "王先生")] {
            assert_eq!(of_the_same_name(room, named).heard("陈主任"), "", "{room} {named}");
        }
    }

    #[test]
    fn whoever_tells_their_name_later_is_compared_too() {
        let mut street = consented();
        let code = street.case().code;
        street.press(LI, &Action::Side(Verb::Name, code));
        street.write(LI, "李小红");
        street.turn("小红", |turn| {
            (turn.session.greeted, turn.session.has_cases) = (true, true);
            crate::engine::casework::open(turn, draft(Service::Consultation))
        });
        street.heard("陈主任");
        let code = street.case().code;
        street.press("小红", &Action::Side(Verb::Disclose, code));
        street.write("小红", "李小红，晚上打");
        assert!(street.heard("陈主任").contains("可能是同一个人"));
        assert!(!street.heard(BOB).contains("李小红"));
    }
}
