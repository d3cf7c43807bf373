//! Reading entities where nothing is known of them: any text, and what people type.

mod phrases;

use super::*;
use proptest::prelude::*;

fn now() -> NaiveDateTime {
    "2026-11-20T10:00:00".parse().unwrap()
}

/// Messages made of what entities are made of.
fn message() -> impl Strategy<Value = String> {
    const PARTS: [&str; 48] = [
        "1", "20", "3.5", ",", "，", "一", "两", "三", "十", "百", "千", "万", "亿", "几", "多", "半", "个",
        "年", "月", "日", "号", "天", "周", "星期", "小时", "点", "分", "上", "下", "前", "后", "去", "今",
        "明", "早上", "下午", "国庆", "元", "块", "户", "人", "欠", "房东", "138", "12345678", " ",
        "\u{200b}", "：",
    ];
    const ENGLISH: [&str; 56] = [
        "today",
        "tonight",
        "last",
        "this",
        "next",
        "week",
        "month",
        "year",
        "night",
        "morning",
        "the",
        "day",
        "before",
        "after",
        "yesterday",
        "friday",
        "monday",
        "march",
        "may",
        "mar.",
        "dec",
        "5",
        "5th",
        "2024",
        "3:30",
        "in",
        "on",
        "at",
        "of",
        "by",
        "to",
        "since",
        "pm",
        "a.m.",
        "noon",
        "o'clock",
        "a",
        "an",
        "one",
        "two",
        "half",
        "and",
        "a few",
        "couple of",
        "years",
        "days",
        "ago",
        "within",
        "from now",
        "yuan",
        "rmb",
        ",",
        ".",
        "-",
        "我",
        "三",
    ];
    let words = prop::collection::vec(prop::sample::select(ENGLISH.to_vec()), 0..10);
    let spaces = prop::sample::select(vec![" ", "  ", ""]);
    let english = (words, spaces).prop_map(|(words, space)| words.join(space));
    let chinese =
        prop::collection::vec(prop::sample::select(PARTS.to_vec()), 0..14).prop_map(|parts| parts.concat());
    prop_oneof![chinese, english]
}

fn sound(text: &str) -> Result<(), TestCaseError> {
    let mut from = 0;
    for entity in find(text, now()) {
        prop_assert!(from <= entity.start && entity.start < entity.end, "{entity:?} in {text}");
        prop_assert!(!entity.words(text).is_empty(), "{entity:?} in {text}");
        if let Value::Moment(moment) = entity.value {
            prop_assert!(moment.from <= moment.to, "{moment:?} in {text}");
        }
        from = entity.end;
    }
    prop_assert!(from <= text.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn places_lie_in_any_text_one_after_the_other(text in any::<String>()) {
        sound(&text)?;
    }

    #[test]
    fn and_in_what_people_type(text in message()) {
        sound(&text)?;
    }

    #[test]
    fn nothing_begins_where_no_opening_is(text in message(), other in any::<String>()) {
        prop_assert_eq!(find(&text, now()), find_everywhere(&text));
        prop_assert_eq!(find(&other, now()), find_everywhere(&other));
    }
}

#[test]
fn a_very_long_message_is_read_as_far_as_is_looked_at() {
    for part in [
        "1",
        "一",
        "万亿",
        "1万1亿",
        "上",
        " ",
        "\u{200b}",
        "三点",
        "1,111",
        "下",
        "1年1个月",
        "at ",
        "a  ",
        "monday to ",
        "1 year ",
        "may",
    ] {
        let text = part.repeat(100_000 / part.len());
        assert!(find(&text, now()).iter().all(|entity| entity.end <= MOST_BYTES), "{part}");
    }
}

/// The same by reading at every sign that can be seen.
fn find_everywhere(text: &str) -> Vec<Entity> {
    let spelling = Spelling::of(readable(text));
    let (mut found, mut at) = (Vec::new(), spelling.begin());
    while let Some((sign, next)) = at.step() {
        // What is named begins at a sign, not at the blank before it.
        if sign.is_whitespace() {
            at = next;
            continue;
        }
        let number = number::may_begin(sign) && !at.is_inside_number();
        let moment = sign == '上' || !number::may_begin(sign);
        let all = Opening { party: true, moment, number, mark: matches!(sign, '¥' | '+' | '人' | 'r') };
        let Some((value, ambiguous, behind)) = longest(at, all, now()) else {
            at = next;
            continue;
        };
        found.push(entity(at, (value, ambiguous, behind)));
        let until = moment::until(value, behind, now());
        at = until.as_ref().map_or(behind, |(_, until)| until.2);
        found.extend(until.map(|(at, until)| entity(at, until)));
    }
    found
}

#[test]
fn nothing_found_is_nothing_kept() {
    assert_eq!(find("请问离婚要什么手续？", now()).capacity(), 0);
}
