//! Random walks of staff through their menus: whatever they press or write is answered and leaves a way on.

use proptest::prelude::*;

use super::{STATES, in_state};
use crate::domain::message::Body;
use crate::engine::testing::Street;

/// What staff write, whatever is asked.
const WORDS: [&str; 26] = [
    "我的事项",
    "待接单",
    "登记",
    "预约",
    "值班",
    "请假",
    "销假",
    "换班",
    "联调",
    "统计",
    "菜单",
    "返回",
    "帮助",
    "取消",
    "明天",
    "周三到周五",
    "周一至周五 9:00-12:00",
    "周六上午10点",
    "上周",
    "3000元",
    "王调解",
    "没有",
    "",
    "😀",
    "备注 打过电话了",
    "2026-13-45",
];

fn doing() -> impl Strategy<Value = Result<&'static str, usize>> {
    prop_oneof![
        prop::sample::select(WORDS.to_vec()).prop_map(Ok),
        (0_usize..14).prop_map(Err),
        (0_usize..14).prop_map(Err),
    ]
}

fn act(street: &mut Street, who: &str, deed: Result<&str, usize>) {
    let choices = street.session(who).choices;
    let body = match deed {
        Ok(words) => Body::Text(words.to_owned()),
        Err(number) => match choices.get(number % choices.len().max(1)) {
            Some(choice) if number % 2 == 0 => Body::Press(choice.data.clone()),
            _ => Body::Text((number + 1).to_string()),
        },
    };
    street.comes(who, body, None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_staff_do_is_answered_and_leaves_a_way_on(
        state in 0..STATES.len(),
        who in prop::sample::select(vec!["李律师", "王调解", "陈主任", "周律师"]),
        deeds in prop::collection::vec(doing(), 1..30),
    ) {
        let (mut street, _) = in_state(STATES[state]);
        for deed in deeds {
            act(&mut street, who, deed);
            let here = crate::domain::ids::ConversationId::new(who);
            if !street.people.iter().any(|person| person.conversations.contains(&here)) {
                break;
            }
            let read = street.heard(who);
            prop_assert!(!read.trim().is_empty(), "{deed:?} is not answered");
            let confirmed = read.contains("✓ 已发给") || read.contains("✓ 记入事项");
            prop_assert!(confirmed || !street.session(who).choices.is_empty(), "a dead end after {deed:?}: {read}");
            street.pass_minutes(1);
        }
    }
}
