//! `intents unmatched`: what residents said in vain, ready for whoever writes rules.

use fengqiao::domain::ids::UnmatchedId;
use fengqiao::domain::unmatched::Unmatched;
use fengqiao::store::Store;

use crate::support::program::Installation;
use crate::support::samples::{at, id};

fn words(number: i64, words: &str, chosen: Option<&str>) -> Unmatched {
    Unmatched {
        id: UnmatchedId::new(id(number)),
        at: at(number),
        words: words.into(),
        likely: chosen.iter().map(ToString::to_string).collect(),
        chosen: chosen.map(Into::into),
        rules: "r1".into(),
    }
}

/// Rows as turns leave them, each a day after the other from New Year 2026 on.
async fn kept(home: &Installation, rows: &[(&str, Option<&str>)]) {
    let store = Store::open(&home.database_url()).await.unwrap();
    let day = 24 * 3600 * 1000;
    let rows: Vec<Unmatched> =
        (0..).zip(rows).map(|(n, (said, chosen))| words(n * day, said, *chosen)).collect();
    transact!(store, [rows], c => {
        for row in &rows {
            c.note_unmatched(row).await?;
        }
        Ok(())
    })
    .unwrap();
    store.close().await;
}

#[test]
fn what_was_said_in_vain_is_shown_without_who_said_it() {
    let home = Installation::new();
    let mut terminal = home.start(&["chat", "--room", "民主村"]);
    terminal.shows("记下了：您在民主村");
    for line in ["王小明，蓝色的梯子在唱歌，13800138000", "蓝色的梯子在唱歌哟"] {
        terminal.says(&format!("{line}\n"));
    }
    terminal.shows("转人工");
    terminal.ends().done();

    let text = home.run(&["intents", "unmatched"]).done();
    assert!(text.starts_with("2 sentences in 1 groups; 0 more are understood by now"), "{text}");
    assert!(text.contains("── 2 times") && text.contains("某某，蓝色的梯子在唱歌，〔电话〕"), "{text}");
    assert!(!text.contains("王小明") && !text.contains("13800138000"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_come_with_rules_and_examples_to_paste() {
    let home = Installation::new().reviewed_until("2999-12-31");
    let rows = [
        ("噗噗噗的云梯子", None),
        ("蓝色的梯子在唱歌", None),
        ("蓝色的梯子在唱歌哟", None),
        ("啊蓝色的梯子在唱歌", None),
        ("谢谢", None),
        ("咕噜咕噜咕噜", Some("tenancy.deposit")),
        ("阿巴阿巴押他", Some("gone.intent")),
    ];
    kept(&home, &rows).await;

    let text = home.run(&["intents", "unmatched", "--limit", "1"]).done();
    assert!(
        text.starts_with("6 sentences in 4 groups; 1 more are understood by now\n\n── 3 times\n"),
        "{text}"
    );
    let (_, paste) = text.split_once("\n# Left to write: `label_en`.\n[[intent]]").unwrap();
    let pasted = format!("topic = \"lamps\"\nlabel = \"灯\"\nlabel_en = \"Lamps\"\n[[intent]]{paste}");
    let pasted = pasted.replace("# label_en = \"\"", "service = \"smalltalk\"\nlabel_en = \"A lamp\"");
    std::fs::write(home.path("intents/lamps.toml"), pasted).unwrap();
    home.run(&["intents", "check"]).done();
    let text = home.run(&["intents", "unmatched"]).done();
    assert!(
        text.starts_with("3 sentences in 3 groups; 4 more are understood by now"),
        "the rule works: {text}"
    );

    let since = home.run(&["intents", "unmatched", "--since", "2026-01-06", "--json"]).done();
    let groups: serde_json::Value = serde_json::from_str(&since).unwrap();
    assert_eq!(groups.as_array().unwrap().len(), 2, "{groups:#}");
    let of = |intent: &str| {
        let mut all = groups.as_array().unwrap().iter();
        all.find(|group| group["chosen"][0]["intent"] == intent).unwrap().clone()
    };
    let deposit = of("tenancy.deposit");
    let place = deposit["chosen"][0]["place"].as_str().unwrap();
    assert!(place.starts_with("intents/tenancy.toml:"), "{place}");
    let toml = deposit["toml"].as_str().unwrap();
    assert!(toml.contains(&format!("# tenancy.deposit was meant; add to it in {place}")), "{toml}");
    let lists: toml::Table = toml.parse().unwrap();
    assert_eq!(lists["patterns"][0].as_str(), Some("咕噜咕噜咕噜 = 100"));
    assert_eq!(lists["examples"][0].as_str(), Some("咕噜咕噜咕噜"));
    assert!(
        of("gone.intent")["toml"].as_str().unwrap().contains("\n[[intent]]\n"),
        "it is not there any more"
    );
}

#[test]
fn a_day_that_is_none_is_misuse() {
    let home = Installation::new();
    assert!(home.run(&["intents", "unmatched", "--since", "yesterday"]).misuse().contains("--since"));
}

#[test]
fn a_sentence_that_was_misheard_is_taught_and_nothing_else_is_forgotten() {
    let home = Installation::new();
    let lessons = ["噗噗噗的云梯子", "云梯子噗噗噗", "你们的云梯子噗噗噗"];
    let line = |text| format!("{}\n", serde_json::json!({ "text": text, "service": ["feedback"] }));
    std::fs::write(home.path("misheard.jsonl"), lessons.map(line).concat()).unwrap();
    let explained = || home.run(&["intents", "explain", "云梯子噗噗"]).done();
    assert!(explained().contains("verdict   unclear"), "{}", explained());

    let file = home.path("misheard.jsonl");
    let table = home.run(&["intents", "learn", file.to_str().unwrap()]).done();
    let before = std::fs::read_to_string(home.path("intents/wording.toml")).unwrap();
    std::fs::write(home.path("intents/wording.toml"), &table).unwrap();
    assert!(explained().contains("verdict   feedback"), "{}", explained());
    let kept = before.lines().filter(|line| table.contains(*line)).count();
    assert!(kept * 10 > before.lines().count() * 9, "what nobody taught stays as it is");
    assert!(home.run(&["intents", "check"]).done().ends_with("no fault\n"));
}
