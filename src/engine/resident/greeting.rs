//! First contact: who this is and what it keeps, said once.

use crate::domain::ids::RoomCode;
use crate::domain::lang::Lang;
use crate::domain::service::Service;
use crate::engine::facts::Need;
use crate::engine::session::Flow;
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{bare, language, menu, party, question, room, wording};

/// The bot was opened by a link, a room's poster or `/start`; from a page in English, in that language.
pub(super) fn started(turn: &mut Turn<'_>, payload: &str) -> Result<(), Need> {
    let in_english = payload.strip_prefix("lang_en_");
    if in_english.is_some() {
        language::supposed(turn, Lang::En);
    }
    let payload = in_english.unwrap_or(payload);
    if let Some(code) = payload.strip_prefix("party_") {
        return party::invited(turn, code);
    }
    let posted = payload.strip_prefix("room_").map(RoomCode::new).filter(|code| room::is_ours(turn, code));
    let asked_for_room = matches!(turn.session.flow, Flow::Room { .. });
    if let Some(code) = posted.clone().filter(|_| asked_for_room) {
        return room::named(turn, &code);
    }
    if let Some(code) = &posted {
        turn.session.room = Some(code.clone());
    }
    if question::is_open(turn) {
        return question::again(turn);
    }
    let text = match posted {
        Some(code) => turn.texts().menu_room(wording::place(turn, &code)),
        None if turn.session.greeted => turn.texts().menu(),
        None => turn.texts().welcome_menu(),
    };
    let text = if turn.session.greeted { text } else { format!("{}\n{text}", welcome(turn)) };
    menu::offered(turn, text);
    Ok(())
}

/// A first message in words: with nothing in it to answer, the whole welcome and `true`; else a short one.
pub(super) fn first(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> bool {
    if turn.session.greeted {
        return false;
    }
    let bare = bare::language(turn, text);
    if let Some(lang) = bare {
        language::supposed(turn, lang);
    }
    let chat = bare.is_some() || (reading.service == Service::Smalltalk && reading.score >= SURE);
    let says_something = text.chars().any(char::is_alphanumeric) && !chat;
    if says_something {
        in_passing(turn);
        return false;
    }
    let text = format!("{}\n{}", welcome(turn), turn.texts().welcome_menu());
    menu::offered(turn, text);
    true
}

/// A short greeting before the answer to somebody who has not been greeted yet.
pub(super) fn in_passing(turn: &mut Turn<'_>) {
    if !turn.session.greeted {
        turn.session.greeted = true;
        let text = turn.texts().hello(wording::street(turn));
        turn.reply(text);
    }
}

fn welcome(turn: &mut Turn<'_>) -> String {
    turn.session.greeted = true;
    turn.texts().welcome(wording::street(turn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message::Body;
    use crate::engine::testing::ANNA;
    use crate::engine::testing::story::{code, does, says, street, taps};

    #[test]
    fn the_first_greeting_says_who_what_is_kept_and_the_menu_once() {
        let mut anna = street();
        let read = says(&mut anna, "你好");
        assert!(read.starts_with("您好，这里是谢家湾街道公共法律服务。\n"), "{read}");
        assert!(read.contains("可以不说姓名"), "{read}");
        assert!(
            read.contains("[1 问法律问题][2 申请法律援助]\n[3 申请调解][4 转人工]\n[5 我的事项][6 English]"),
            "{read}"
        );
        assert!(!says(&mut anna, "你好").contains("谢家湾"));
        assert!(!does(&mut anna, Body::Start(String::new())).contains("谢家湾"));
    }

    #[test]
    fn a_page_in_english_is_greeted_in_english_until_chinese_is_written() {
        let mut anna = street();
        let read = does(&mut anna, Body::Start("lang_en_".into()));
        assert!(read.starts_with("Hello, this is") && read.contains("[6 中文]"), "{read}");
        assert!(says(&mut anna, "欠薪").chars().any(|sign| sign == '我' || sign == '您'));
        assert!(does(&mut anna, Body::Start("lang_en_".into())).contains("[1 问法律问题]"), "never again");

        let mut ben = street();
        let read = does(&mut ben, Body::Start(format!("lang_en_room_{}", code(3))));
        assert!(read.starts_with("Hello, this is") && read.contains("you are in 民主村"), "{read}");
        let read = says(&mut ben, "我住在民主村，老板拖欠工资怎么办");
        assert!(read.contains("先留好工资条"), "a sentence that names a place is Chinese: {read}");
    }

    #[test]
    fn yes_or_no_alone_is_a_greeting_in_its_language() {
        for words in ["no", "Yes", "yes, please"] {
            let read = says(&mut street(), words);
            assert!(read.starts_with("Hello, this is") && read.contains("[1 Ask"), "{words}: {read}");
        }
        assert!(says(&mut street(), "没有").starts_with("您好，这里是"));
    }

    #[test]
    fn a_first_question_is_greeted_shortly_and_answered() {
        let mut anna = street();
        let read = says(&mut anna, "协议离婚怎么办");
        let (hello, answer) = read.split_once("\n---\n").unwrap();
        assert_eq!(hello.lines().count(), 1, "{hello}");
        assert!(hello.contains("谢家湾街道") && answer.starts_with("双方一起去登记"), "{read}");
    }

    #[test]
    fn a_first_press_of_an_old_button_is_greeted_and_told_what_holds() {
        let mut anna = street();
        let read = does(&mut anna, Body::Press("no button of ours".into()));
        assert!(
            read.starts_with("您好，这里是") && read.contains("过时") && read.contains("[1 问法律问题]"),
            "{read}"
        );
    }

    #[test]
    fn a_rooms_poster_says_where_one_is() {
        let mut anna = street();
        let read = does(&mut anna, Body::Start(format!("room_{}", code(3))));
        assert!(read.starts_with("您好，这里是") && read.contains("您在民主村"), "{read}");
        assert!(says(&mut anna, "转人工").contains("民主村社区公共法律服务工作室"));
        let read = does(&mut anna, Body::Start("room_999".into()));
        assert!(read.contains("[1 问法律问题]"), "{read}");
        assert_eq!(anna.session(ANNA).room, Some(RoomCode::new(code(3))));
    }

    #[test]
    fn a_poster_answers_the_question_for_the_community_and_no_other() {
        let mut anna = street();
        says(&mut anna, "转人工");
        let read = does(&mut anna, Body::Start(format!("room_{}", code(3))));
        assert!(read.contains("已登记"), "{read}");
        taps(&mut anna, "问别的");
        says(&mut anna, "申请调解");
        assert!(does(&mut anna, Body::Start(String::new())).contains("（1/4）"));
    }
}
