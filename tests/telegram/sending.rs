//! Sending: people see what was meant, and a failure says what to do next.

use std::time::{Duration, Instant};

use fengqiao::channels::error::SendError;
use fengqiao::channels::telegram::{Waits, start_link};
use fengqiao::channels::{AttachmentSource, Delivery, Sender};
use fengqiao::domain::attachment::{Attachment, AttachmentKind};
use fengqiao::domain::ids::{AttachmentId, OutboxId};
use fengqiao::domain::message::{Button, Outbound};
use futures::future::join_all;

use super::{WAITS, bot, bot_at, bot_with, nowhere};
use crate::support::bot_api::{BotApi, Fault, USERNAME};

fn to(peer: i64, outbound: Outbound) -> Delivery {
    Delivery { id: OutboxId::new("o"), peer: peer.to_string(), outbound, replaces: None, bytes: None }
}

fn words(peer: i64, text: &str) -> Delivery {
    to(peer, Outbound::text(text))
}

fn button(label: &str, data: &str) -> Button {
    Button { label: label.into(), data: data.into() }
}

fn file(kind: AttachmentKind, mime: &str, telegram_file: Option<&str>) -> Attachment {
    Attachment {
        id: AttachmentId::new("a"),
        kind,
        name: Some("借条".into()),
        mime: Some(mime.into()),
        telegram_file: telegram_file.map(str::to_owned),
    }
}

#[tokio::test]
async fn words_and_buttons_are_seen_as_they_were_meant() {
    let api = BotApi::start().await;
    let anna = api.user(1);
    let rows = Outbound::text("**新事项** K7M2Q\n<请> & \"接单\"")
        .row(vec![button("接单", "claim:K7M2Q"), button("转给…", "pass:K7M2Q")])
        .row(vec![button("详情", "show:K7M2Q")]);
    let id = bot(&api).send(&to(1, rows)).await.unwrap();
    let seen = anna.sees().remove(0);
    assert_eq!(seen.id.to_string(), id);
    assert_eq!(seen.text, "新事项 K7M2Q\n<请> & \"接单\"");
    assert_eq!(seen.buttons, [vec!["接单", "转给…"], vec!["详情"]]);
}

#[tokio::test]
async fn hostile_words_stay_words() {
    let api = BotApi::start().await;
    let bot = bot(&api);
    let hostile = [
        "<b>",
        "</b>",
        "<script>alert(1)</script>",
        "&lt;",
        "&",
        "&#0;",
        "<a href=\"tg://user?id=1\">点我</a>",
        "** <i> **",
        "a**b",
        "\u{202e}倒着\u{0}",
        "😀😀",
        "<",
        ">",
        "]]>",
        "<!-- -->",
        "'\"`_*[]()~#+-=|{}.!",
    ];
    for (person, text) in (1..).zip(hostile) {
        let anna = api.user(person);
        bot.send(&words(person, text)).await.unwrap();
        assert_eq!(anna.sees()[0].text.replace("**", ""), text.replace("**", ""));
    }
}

#[tokio::test]
async fn a_long_text_arrives_whole_and_in_order() {
    let api = BotApi::start().await;
    let anna = api.user(1);
    let text: String = (0..1500).map(|n| format!("第{n}条。\n")).collect();
    let id =
        bot(&api).send(&to(1, Outbound::text(text.clone()).row(vec![button("好", "ok")]))).await.unwrap();
    let seen = anna.sees();
    assert!(seen.len() > 1);
    assert_eq!(seen.iter().map(|page| page.text.as_str()).collect::<String>(), text);
    let last = seen.last().unwrap();
    assert_eq!((last.id.to_string(), last.buttons.len()), (id, 1));
}

#[tokio::test]
async fn a_file_telegram_has_is_sent_on_without_its_bytes() {
    let api = BotApi::start().await;
    let (anna, ben) = (api.user(1), api.user(2));
    let bot = bot(&api);
    anna.sends_voice(b"ogg");
    let outbound = Outbound {
        file: Some(file(AttachmentKind::Voice, "audio/ogg", Some("voice-1"))),
        ..Outbound::text("来自居民")
    };
    bot.send(&to(2, outbound)).await.unwrap();
    let seen = ben.sees().remove(0);
    assert_eq!((seen.text.as_str(), seen.file.as_deref()), ("来自居民", Some("voice-1")));
}

#[tokio::test]
async fn bytes_of_ours_go_along() {
    let api = BotApi::start().await;
    let anna = api.user(1);
    let bot = bot(&api);
    let kinds = [
        (AttachmentKind::Photo, "image/jpeg", "photo"),
        (AttachmentKind::File, "application/pdf", "document"),
        (AttachmentKind::Voice, "audio/webm", "document"),
        (AttachmentKind::Video, "no mime \n at all", "document"),
    ];
    for (kind, mime, sent_as) in kinds {
        let outbound = Outbound { file: Some(file(kind, mime, None)), ..Outbound::text("**借条** <1>") }
            .row(vec![button("详情", "show:1")]);
        let delivery = Delivery { bytes: Some(b"bytes".to_vec()), ..to(1, outbound) };
        bot.send(&delivery).await.unwrap();
        let seen = anna.sees().pop().unwrap();
        assert_eq!((seen.text.as_str(), seen.buttons.len()), ("借条 <1>", 1), "{mime}");
        let id = seen.file.unwrap();
        assert!(id.starts_with(sent_as), "{mime}: {id}");
        assert_eq!(api.file(&id), Some((b"bytes".to_vec(), "借条".to_owned())));
    }
}

#[tokio::test]
async fn words_too_long_for_a_caption_follow_the_file() {
    let api = BotApi::start().await;
    let anna = api.user(1);
    let text = "字".repeat(2000);
    let outbound =
        Outbound { file: Some(file(AttachmentKind::File, "a/b", None)), ..Outbound::text(text.clone()) };
    let delivery = Delivery { bytes: Some(vec![1]), ..to(1, outbound.row(vec![button("好", "ok")])) };
    let id = bot(&api).send(&delivery).await.unwrap();
    let [upper, lower] = anna.sees().try_into().unwrap();
    assert!(upper.file.is_some() && upper.text.is_empty() && upper.buttons.is_empty());
    assert_eq!((lower.text, lower.id.to_string(), lower.buttons.len()), (text, id, 1));
}

#[tokio::test]
async fn a_place_comes_with_its_words() {
    let api = BotApi::start().await;
    let anna = api.user(1);
    let id = bot(&api)
        .send(&to(1, Outbound { place: Some((29.5, 106.5)), ..Outbound::text("工作室在这里") }))
        .await
        .unwrap();
    let [place, text] = anna.sees().try_into().unwrap();
    assert_eq!(place.place, Some((29.5, 106.5)));
    assert_eq!((text.text.as_str(), text.id.to_string()), ("工作室在这里", id));
}

#[tokio::test]
async fn a_card_changes_where_it_stands() {
    let api = BotApi::start().await;
    let anna = api.user(1);
    let bot = bot(&api);
    let id = bot.send(&to(1, Outbound::text("待接单").row(vec![button("接单", "claim:1")]))).await.unwrap();
    let replacing = Delivery { replaces: Some(id.clone()), ..words(1, "已由**李律师**接单") };
    assert_eq!(bot.send(&replacing).await, Ok(id.clone()));
    assert_eq!(bot.send(&replacing).await, Ok(id), "saying the same again is no failure");
    let [card] = anna.sees().try_into().unwrap();
    assert_eq!((card.text.as_str(), card.buttons.len()), ("已由李律师接单", 0));
}

#[tokio::test]
async fn what_cannot_be_changed_is_said_anew() {
    let api = BotApi::start().await;
    let anna = api.user(1);
    let bot = bot(&api);
    anna.says("我的话");
    for (replaces, text) in [("1", "不是我们的"), ("77", "早没了"), ("不是号", "从没有")] {
        let id = bot.send(&Delivery { replaces: Some(replaces.into()), ..words(1, text) }).await.unwrap();
        assert_ne!(id, replaces);
        assert_eq!(anna.sees().pop().unwrap().text, text);
    }
}

#[tokio::test]
async fn a_refusal_tells_what_to_do() {
    let api = BotApi::start().await;
    let bot = bot(&api);
    let blocking = api.user(8);
    blocking.blocks_the_bot();
    assert_eq!(bot.send(&words(8, "x")).await, Err(SendError::Blocked));
    assert_eq!(bot.send(&words(9, "x")).await, Err(SendError::Blocked), "a chat nobody ever opened");
    type Fits = fn(&SendError) -> bool;
    let faults: [(Fault, Fits); 7] = [
        (Fault::TooMany(7), |error| *error == SendError::RetryAfter(Duration::from_secs(7))),
        (Fault::Refused(400, "Bad Request: odd"), |error| matches!(error, SendError::Rejected(_))),
        (Fault::Refused(403, "Forbidden: user is deactivated"), |error| *error == SendError::Blocked),
        (Fault::Refused(401, "Unauthorized"), |error| matches!(error, SendError::Misconfigured(_))),
        (Fault::Down(500), |error| matches!(error, SendError::Transient(_))),
        (Fault::Lost, |error| matches!(error, SendError::Uncertain(_))),
        (Fault::Garbled, |error| matches!(error, SendError::Uncertain(_))),
    ];
    for (person, (fault, fits)) in (1..).zip(faults) {
        api.user(person);
        api.plan("sendMessage", fault.clone());
        let start = Instant::now();
        let error = bot.send(&words(person, "x")).await.unwrap_err();
        assert!(fits(&error), "{fault:?}: {error:?}");
        assert!(!error.to_string().contains("stand-in_Token"), "{error}");
        assert!(start.elapsed() < Duration::from_secs(4), "{fault:?} is told at once");
    }
}

#[tokio::test]
async fn an_answer_that_never_comes_leaves_it_uncertain() {
    let api = BotApi::start().await;
    let waits = Waits { answer: Duration::from_millis(300), ..WAITS };
    let (anna, bot) = (api.user(1), bot_with(api.url(), waits));
    for fault in [Fault::Unanswered, Fault::Slow(Duration::from_secs(1))] {
        api.plan("sendMessage", fault);
        let error = bot.send(&words(1, "收到了吗")).await.unwrap_err();
        assert!(matches!(error, SendError::Uncertain(_)), "{error:?}");
        assert!(!error.to_string().contains("stand-in_Token"), "{error}");
    }
    assert!(anna.sees().iter().any(|seen| seen.text == "收到了吗"), "it did arrive");
}

#[tokio::test]
async fn what_was_never_sent_may_be_sent_again() {
    let error = bot_at(&nowhere()).send(&words(1, "x")).await.unwrap_err();
    assert!(matches!(error, SendError::Transient(_)), "{error:?}");
    assert!(!error.to_string().contains("stand-in_Token"), "{error}");
}

#[tokio::test]
async fn what_cannot_be_said_is_not_tried() {
    let api = BotApi::start().await;
    api.user(1);
    let bot = bot(&api);
    let lost =
        Outbound { file: Some(file(AttachmentKind::Photo, "image/png", None)), ..Outbound::text("看") };
    let nobody = Delivery { peer: "web-1".into(), ..words(1, "x") };
    for delivery in [words(1, " \n"), to(1, lost), nobody] {
        let error = bot.send(&delivery).await.unwrap_err();
        assert!(matches!(error, SendError::Rejected(_)), "{error:?}");
    }
    assert!(api.calls("sendMessage").is_empty());
}

#[tokio::test]
async fn a_file_that_came_can_be_fetched() {
    let api = BotApi::start().await;
    let bot = bot(&api);
    api.user(1).sends_document("合同.pdf", "application/pdf", b"pdf", "");
    let source = |file: &str| AttachmentSource { id: AttachmentId::new("tg1"), telegram_file: file.into() };
    assert_eq!(bot.fetch(&source("document-1")).await.as_deref(), Some(&b"pdf"[..]));
    assert_eq!(bot.fetch(&source("document-2")).await, None);
    api.plan("getFile", Fault::Down(500));
    assert_eq!(bot.fetch(&source("document-1")).await, None);
}

#[tokio::test]
async fn many_people_are_written_to_within_telegrams_limits() {
    let api = BotApi::start().await;
    let bot = bot(&api);
    for person in 1..=60 {
        api.user(person);
    }
    let start = Instant::now();
    let busy = async {
        for n in 0..5 {
            bot.send(&words(1, &format!("第{n}句"))).await.unwrap();
        }
    };
    let crowd = join_all((2..=60).map(async |person| bot.send(&words(person, "大家好")).await.unwrap()));
    tokio::join!(busy, crowd);
    api.assert_limits();
    assert!(start.elapsed() > Duration::from_millis(1900), "{:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    let texts: Vec<String> = api.user(1).sees().into_iter().map(|seen| seen.text).collect();
    assert_eq!(texts, ["第0句", "第1句", "第2句", "第3句", "第4句"]);
}

#[tokio::test]
async fn the_bot_knows_its_own_link() {
    let api = BotApi::start().await;
    let bot = bot(&api);
    assert_eq!(bot.username(), None);
    let username = bot.ask_username().await.unwrap();
    assert_eq!(bot.username(), Some(USERNAME));
    assert_eq!(start_link(&username, "7K3M2Q"), format!("https://t.me/{USERNAME}?start=7K3M2Q"));
}
