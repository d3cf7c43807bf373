//! The resident's side of the conversation.
//!
//! Everything a resident does is answered, and every answer leaves a way on. Must not know who on the staff does
//! what: a matter is handed to `casework`.

mod act;
mod alarm;
mod appointment;
mod around;
mod behalf;
mod cases;
mod commands;
mod danger;
mod deadline;
mod elsewhere;
mod forms;
mod greeting;
mod language;
mod law;
mod menu;
mod nearby;
mod open;
pub(super) mod party;
mod press;
mod question;
mod room;
mod things;
mod thread;
mod today;
mod told;
mod unclear;
mod wording;
mod words;

use crate::domain::message::Body;

use super::facts::Need;
#[cfg(test)]
use super::tests::story;
use super::turn::Turn;
pub(super) use alarm::Alarm;

/// What a resident did could not be taken in: they hear that it is kept, and whom to call if it cannot wait.
pub(super) fn unhandled(turn: &mut Turn<'_>) {
    let text = turn.texts().unhandled(menu::number(turn, "police"), menu::number(turn, "legal"));
    menu::ways_out(turn, text);
}

/// A resident did something.
pub(super) fn came(turn: &mut Turn<'_>, body: &Body, reply_to: Option<&str>) -> Result<(), Need> {
    did(turn, body, reply_to)?;
    alarm::settled(turn)
}

fn did(turn: &mut Turn<'_>, body: &Body, reply_to: Option<&str>) -> Result<(), Need> {
    match body {
        Body::Text(text) => words::came(turn, text, reply_to),
        Body::Press(data) => press::came(turn, data),
        Body::Start(payload) => greeting::started(turn, payload),
        Body::File { file, caption } => things::file(turn, file, caption, reply_to),
        Body::Location { latitude, longitude } => things::location(turn, *latitude, *longitude, reply_to),
        Body::Phone(number) => things::phone(turn, number, reply_to),
        Body::Edited { text, .. } => things::edited(turn, text),
        Body::Other(_) => things::other(turn),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::story::{does, photo, street};
    use crate::domain::message::Body;
    use crate::engine::testing::ANNA;

    /// Things residents do, in words or with the nth of the buttons last shown.
    fn doing() -> impl Strategy<Value = Result<String, usize>> {
        const WORDS: [&str; 24] = [
            "你好",
            "协议离婚怎么办",
            "老板拖欠工资怎么办",
            "她不同意离婚怎么办",
            "申请法律援助",
            "申请调解",
            "转人工",
            "我的事项",
            "返回",
            "取消",
            "菜单",
            "帮助",
            "民主村",
            "杨家坪",
            "不晓得",
            "他在打我",
            "阿巴阿巴",
            "2",
            "第三个",
            "",
            "😀",
            "English",
            "改时间",
            "几十个人被欠薪",
        ];
        prop_oneof![
            prop::sample::select(WORDS.to_vec()).prop_map(|words| Ok(words.to_owned())),
            ".{0,12}".prop_map(Ok),
            (0_usize..20).prop_map(Err),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_a_resident_does_is_answered(deeds in prop::collection::vec(doing(), 1..25)) {
            let mut anna = street();
            for deed in deeds {
                let choices = anna.session(ANNA).choices;
                let body = match deed {
                    Ok(words) => Body::Text(words),
                    Err(number) => choices
                        .get(number)
                        .map_or(Body::File { file: photo(), caption: String::new() }, |choice| {
                            Body::Press(choice.data.clone())
                        }),
                };
                // `does` fails where nothing is said; the street checks that no case is left without its timers.
                let read = does(&mut anna, body);
                prop_assert!(!anna.session(ANNA).choices.is_empty(), "no way on: {read}");
            }
        }
    }
}
