//! Whatever a resident does is answered with a way on; stories that go through several parts of the resident's side.

mod buttons;
mod corrections;
mod english;
mod open_cases;
mod sides;
mod whose;

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
