//! The stand-in itself: what the Bot API does not allow must not pass.

use serde_json::{Value, json};

use crate::support::bot_api::{BotApi, TOKEN};

async fn calls(api: &BotApi, method: &str, fields: &Value) -> Value {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/bot{TOKEN}/{method}", api.url());
    client.post(url).json(fields).send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn every_breach_of_the_description_is_a_violation() {
    let api = BotApi::start().await;
    api.user(1);
    let keys =
        |rows: Value| json!({ "chat_id": 1, "text": "x", "reply_markup": { "inline_keyboard": rows } });
    let html = |text: &str| json!({ "chat_id": 1, "text": text, "parse_mode": "HTML" });
    let cases = [
        ("sendTelepathy", json!({}), "no method"),
        ("sendMessage", json!({ "chat_id": 1 }), "text is missing"),
        ("sendMessage", json!({ "chat_id": 1, "text": 5 }), "is no String"),
        ("sendMessage", json!({ "chat_id": 1.5, "text": "x" }), "is no"),
        ("sendMessage", json!({ "chat_id": 1, "text": "x", "txet": "x" }), "txet is unknown"),
        ("sendMessage", json!({ "chat_id": 1, "text": "😀".repeat(2049) }), "text is too long"),
        ("sendMessage", json!({ "chat_id": 1, "text": " " }), "empty"),
        (
            "sendPhoto",
            json!({ "chat_id": 1, "photo": "x", "caption": "字".repeat(1025) }),
            "caption is too long",
        ),
        ("sendPhoto", json!({ "chat_id": 1, "photo": "attach://x" }), "did not come along"),
        (
            "sendMessage",
            keys(json!([[{ "text": "x", "callback_data": "字".repeat(22) }]])),
            "BUTTON_DATA_INVALID",
        ),
        ("sendMessage", keys(json!([{ "text": "x", "callback_data": "x" }])), "is no array"),
        ("sendMessage", keys(json!([[{ "label": "x" }]])), "text is missing"),
        ("sendMessage", html("<b>x"), "never closed"),
        ("sendMessage", html("<b>x</i>"), "closes"),
        ("sendMessage", html("<table>"), "no tag"),
        ("sendMessage", html("a & b"), "&"),
        ("sendMessage", html("a > b"), ">"),
        ("setMyCommands", json!({ "commands": [{ "command": "help" }] }), "description is missing"),
        ("getUpdates", json!({ "offset": "1" }), "is no Integer"),
    ];
    for (method, fields, breach) in cases {
        calls(&api, method, &fields).await;
        let violations = api.take_violations();
        assert!(
            violations.iter().any(|violation| violation.contains(breach)),
            "{method} {fields}: {violations:?}"
        );
    }
    assert!(api.user(1).sees().is_empty());
}

#[tokio::test]
async fn what_the_description_allows_is_done() {
    let api = BotApi::start().await;
    let anna = api.user(1);
    let text = format!("<b>{}</b>", "字".repeat(4096));
    let answer =
        calls(&api, "SENDMESSAGE", &json!({ "chat_id": 1, "text": text, "parse_mode": "HTML" })).await;
    assert_eq!(answer["result"]["message_id"], 1);
    assert_eq!(anna.sees()[0].text.chars().count(), 4096);
    assert_eq!(api.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn updates_wait_until_they_are_confirmed() {
    let api = BotApi::start().await;
    let anna = api.user(1);
    let sent: Vec<i64> = ["一", "二", "三"].map(|text| anna.says(text)).into();
    let poll = async |fields: Value| {
        let answer = calls(&api, "getUpdates", &fields).await;
        answer["result"]
            .as_array()
            .unwrap()
            .iter()
            .map(|update| update["update_id"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(poll(json!({})).await, sent);
    assert_eq!(poll(json!({ "limit": 2 })).await, sent[..2]);
    assert_eq!(poll(json!({ "offset": sent[1] })).await, sent[1..]);
    assert_eq!(poll(json!({})).await, sent[1..]);
    assert_eq!(poll(json!({ "offset": -1 })).await, sent[2..]);
    assert!(poll(json!({ "offset": sent[2] + 1 })).await.is_empty());
}

#[tokio::test]
async fn its_updates_are_what_telegram_would_send() {
    use teloxide::types::{Update, UpdateKind};

    let api = BotApi::start().await;
    let anna = api.user(1);
    calls(&api, "sendMessage", &json!({ "chat_id": 1, "text": "在" })).await;
    anna.says("在吗");
    anna.replies_to("在", "好");
    anna.edits_last("好的");
    anna.presses_data(1, "x");
    anna.sends_photo("欠条", b"x");
    anna.sends_document("合同.pdf", "application/pdf", b"x", "");
    anna.sends_voice(b"x");
    anna.sends_place(1.0, 2.0);
    anna.sends_phone("+86");
    anna.blocks_the_bot();
    let answer = calls(&api, "getUpdates", &json!({})).await;
    let updates: Vec<Update> = serde_json::from_str(&answer["result"].to_string()).unwrap();
    assert_eq!(updates.len(), 10);
    for update in updates {
        assert!(!matches!(update.kind, UpdateKind::Error(_)), "{update:?}");
    }
}

#[tokio::test]
async fn people_see_what_is_new_once() {
    let api = BotApi::start().await;
    let anna = api.user(1);
    calls(&api, "sendMessage", &json!({ "chat_id": 1, "text": "一" })).await;
    let news = |anna: crate::support::bot_api::Person<'_>| {
        anna.news().into_iter().map(|seen| (seen.text, seen.updated)).collect::<Vec<_>>()
    };
    assert_eq!(news(anna), [("一".to_owned(), false)]);
    assert!(news(anna).is_empty());
    calls(&api, "editMessageText", &json!({ "chat_id": 1, "message_id": 1, "text": "二" })).await;
    assert_eq!(news(anna), [("二".to_owned(), true)]);
}
