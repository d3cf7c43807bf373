//! Messages and rule files that nobody would write on purpose: more than 100,000 of them in every run. Nothing panics, and what is
//! wrong with a rule file is told.

use std::sync::LazyLock;

use chrono::NaiveDateTime;
use fengqiao::intent::{Catalogue, entities, normalise};
use fengqiao::tomlfile::{Fault, TomlFile};
use proptest::prelude::*;
use proptest::test_runner::Config;

const LEXICON: &str = include_str!("../intents/lexicon.toml");
const FILES: [(&str, &str); 3] = [
    ("chat.toml", include_str!("../intents/chat.toml")),
    ("foreign.toml", include_str!("../intents/foreign.toml")),
    ("guarantee.toml", include_str!("../intents/guarantee.toml")),
];

/// Fewer cases where each takes longer; all together more than 100,000.
fn cases(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

fn load(files: &[(&str, &str)]) -> (Catalogue, Vec<Fault>) {
    let files: Vec<TomlFile> =
        files.iter().map(|(name, text)| TomlFile { name: (*name).into(), text: (*text).into() }).collect();
    let mut faults = Vec::new();
    (Catalogue::load(&files, &[], &mut faults), faults)
}

/// A few files with the shipped lexicon.
fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
        let [chat, foreign, guarantee] = FILES;
        load(&[("lexicon.toml", LEXICON), chat, foreign, guarantee]).0
    });
    &CATALOGUE
}

fn now() -> NaiveDateTime {
    NaiveDateTime::default()
}

/// What people type, in no order.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: [&str; 40] = [
        "离婚",
        "担保",
        "签证",
        "不要",
        "不",
        "没",
        "怎么",
        "吗",
        "？",
        "，",
        "。",
        " ",
        "\n",
        "老板",
        "欠",
        "两万",
        "３．５萬",
        "下周二",
        "一年半",
        "13812345678",
        "啷个",
        "莫得",
        "新闻里",
        "要不要",
        "打官司",
        "谢谢",
        "你好",
        "請問",
        "AbC",
        "helppp",
        "😭",
        "\u{200b}",
        "、",
        "1",
        "年",
        "的",
        "我们二十多户",
        "上",
        "半",
        "𠮷",
    ];
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..24).prop_map(|all| all.concat())
}

proptest! {
    #![proptest_config(cases(36_000))]

    #[test]
    fn a_normalised_text_stays_as_it_is(text in "\\PC{0,12}") {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn any_signs_name_what_lies_within_them(text in "\\PC{0,12}") {
        for entity in entities::find(&text, now()) {
            prop_assert!(!entity.words(&text).is_empty());
        }
    }
}

proptest! {
    #![proptest_config(cases(16_000))]

    #[test]
    fn any_signs_get_a_reading(text in any::<String>()) {
        prop_assert!(catalogue().read(&text).score <= 100);
    }

    #[test]
    fn words_in_any_order_get_the_same_reading_every_time(text in pieces()) {
        let once = catalogue().read(&text);
        prop_assert!(once.score <= 100 && once.likely.len() <= 3);
        prop_assert_eq!(catalogue().read(&text), once);
        entities::find(&text, now());
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn long_texts_get_a_reading(text in pieces(), times in 1..4_000_usize) {
        let text = text.repeat(times.min(200_000 / text.len().max(1)));
        prop_assert!(catalogue().read(&text).score <= 100);
        entities::find(&text, now());
    }

    /// One byte of a shipped file is cut out, doubled or replaced: it is loaded or its fault is told, with a line.
    #[test]
    fn a_spoilt_rule_file_is_told_of_or_still_good(
        which in 0..3_usize, at in any::<prop::sample::Index>(), long in 0..12_usize, put in "[\"\\[\\]=+.|()<>!?^$/\\\\#\na离0 ]{0,3}"
    ) {
        let (name, text) = FILES[which];
        let signs: Vec<char> = text.chars().collect();
        let at = at.index(signs.len());
        let behind = (at + long).min(signs.len());
        let spoilt: String = signs[..at].iter().copied().chain(put.chars()).chain(signs[behind..].iter().copied()).collect();
        let (catalogue, faults) = load(&[("lexicon.toml", LEXICON), (name, &spoilt)]);
        prop_assert!(faults.iter().all(|fault| !fault.what.is_empty()));
        catalogue.read("我想离婚，怎么办理签证？");
    }
}

proptest! {
    #![proptest_config(cases(4_000))]

    #[test]
    fn any_pattern_is_taken_or_refused(pattern in "[<>()|+!^$=./?离婚a0-9 ]{0,24}", rest in "[a-z\"=\\[\\]\n]{0,12}") {
        let text = format!(
            "topic = \"t\"\nlabel = \"t\"\nlabel_en = \"t\"\narea = \"侵权\"\n[[intent]]\nid = \"i\"\nlabel = \"i\"\nlabel_en = \"i\"\npatterns = ['{pattern}']\n{rest}"
        );
        let (catalogue, faults) = load(&[("t.toml", &text)]);
        let nothing = catalogue.sizes().1 == 0;
        prop_assert!(!nothing || !faults.is_empty(), "neither a pattern nor a fault");
        catalogue.read("离婚aaa0");
    }

    #[test]
    fn any_toml_is_taken_or_refused(text in "[a-z\"'=\\[\\]\n# 0-9.{},]{0,60}") {
        load(&[("t.toml", &text)]).0.read("离婚");
    }
}
