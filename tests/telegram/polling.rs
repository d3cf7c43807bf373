//! Polling: nothing is confirmed before it is kept, and nothing stops it for good.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use fengqiao::channels::telegram::{Status, Telegram, Waits};
use fengqiao::channels::{Content, Delivery, Door, Sender};
use fengqiao::domain::ids::OutboxId;
use fengqiao::domain::message::{Body, Button, Inbound, Outbound};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::fakes::{Desk, FakeDoor, FakeMemory, waits_until};
use super::{WAITS, bot, bot_at, bot_with, nowhere};
use crate::support::bot_api::{BotApi, Fault, Mischief, TOKEN, USERNAME};

/// A bot that polls in the background.
struct Running {
    bot: Telegram,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    fn start(bot: Telegram, door: &Arc<FakeDoor>, memory: Arc<FakeMemory>) -> Self {
        let stop = CancellationToken::new();
        let door: Arc<dyn Door> = door.clone();
        let (poller, token) = (bot.clone(), stop.clone());
        let task = tokio::spawn(async move { poller.poll(door, memory, token).await });
        Self { bot, stop, task }
    }

    async fn stops(self) {
        self.stop.cancel();
        tokio::time::timeout(Duration::from_secs(5), self.task).await.unwrap().unwrap();
    }
}

async fn kept(api: &BotApi, door: &FakeDoor, count: usize) {
    waits_until("arrivals", || door.kept().len() >= count).await;
    api.waits_until("confirmation", || api.unconfirmed().is_empty()).await;
}

#[tokio::test]
async fn words_are_kept_and_then_confirmed() {
    let (api, door, desk) = (BotApi::start().await, FakeDoor::new(), Arc::new(Desk::default()));
    let running = Running::start(bot(&api), &door, FakeMemory::of(&desk, "a"));
    let update = api.user(1).says("房东不退押金");
    kept(&api, &door, 1).await;
    assert_eq!(door.words(), ["房东不退押金"]);
    assert_eq!(door.inbound()[0].0, "1");
    assert_eq!(*desk.offset.lock().unwrap(), Some(update + 1));
    assert_eq!(running.bot.status(), Status::Connected);
    running.stops().await;
}

#[tokio::test]
async fn telegram_is_asked_only_for_what_we_use() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    let running = Running::start(bot(&api), &door, FakeMemory::new());
    api.waits_until("a poll", || !api.calls("getUpdates").is_empty()).await;
    let poll = &api.calls("getUpdates")[0].fields;
    assert_eq!(poll["allowed_updates"], json!(["message", "edited_message", "callback_query"]));
    assert_eq!(poll["timeout"], 20);
    assert_eq!(api.calls("deleteWebhook").len(), 1);
    assert!(api.commands().to_string().contains("转人工"));
    assert_eq!(running.bot.username(), Some(USERNAME));
    running.stops().await;
}

#[tokio::test]
async fn nothing_is_confirmed_while_the_door_is_shut() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    door.shuts(true);
    let running = Running::start(bot(&api), &door, FakeMemory::new());
    let anna = api.user(1);
    let sent = [anna.says("一"), anna.says("二"), api.user(2).says("三")];
    waits_until("tries", || door.knocks.load(Ordering::SeqCst) > 6).await;
    assert_eq!(api.unconfirmed(), sent);
    assert!(door.kept().is_empty());
    door.shuts(false);
    kept(&api, &door, 3).await;
    let words = door.words();
    assert_eq!(words.len(), 3);
    let place = |word: &str| words.iter().position(|other| other == word);
    assert!(place("一") < place("二"));
    running.stops().await;
}

#[tokio::test]
async fn an_update_that_was_not_confirmed_comes_again_after_a_crash() {
    let (api, door, desk) = (BotApi::start().await, FakeDoor::new(), Arc::new(Desk::default()));
    door.shuts(true);
    let crashing = Running::start(bot(&api), &door, FakeMemory::of(&desk, "a"));
    api.user(1).says("别丢了我");
    waits_until("a try", || door.knocks.load(Ordering::SeqCst) > 0).await;
    crashing.task.abort();
    door.shuts(false);
    let running = Running::start(bot(&api), &door, FakeMemory::of(&desk, "a"));
    kept(&api, &door, 1).await;
    assert_eq!(door.words(), ["别丢了我"]);
    running.stops().await;
}

#[tokio::test]
async fn a_new_start_goes_on_where_the_last_one_ended() {
    let (api, door, desk) = (BotApi::start().await, FakeDoor::new(), Arc::new(Desk::default()));
    *desk.offset.lock().unwrap() = Some(40);
    let running = Running::start(bot(&api), &door, FakeMemory::of(&desk, "a"));
    api.waits_until("a poll", || !api.calls("getUpdates").is_empty()).await;
    assert_eq!(api.calls("getUpdates")[0].fields["offset"], 40);
    running.stops().await;
}

#[tokio::test]
async fn a_slow_chat_does_not_hold_up_another() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    door.slows("1", Duration::from_millis(300));
    api.user(1).says("慢一");
    api.user(1).says("慢二");
    api.user(2).says("快");
    let running = Running::start(bot(&api), &door, FakeMemory::new());
    kept(&api, &door, 3).await;
    assert_eq!(door.words(), ["快", "慢一", "慢二"]);
    running.stops().await;
}

#[tokio::test]
async fn what_we_do_not_know_or_cannot_read_blocks_nothing() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    api.sends_raw(|id| json!({ "update_id": id, "mind_reading": { "thought": "?" } }).to_string());
    let odd = api.sends_raw(|id| json!({ "update_id": id, "message": { "chat": "?" } }).to_string());
    api.sends_raw(|_| "[]".into());
    api.user(1).says("在吗");
    let running = Running::start(bot(&api), &door, FakeMemory::new());
    kept(&api, &door, 4).await;
    assert_eq!(door.words(), ["在吗"]);
    let find =
        |fits: fn(&Content) -> bool| door.kept().into_iter().filter(|kept| fits(&kept.content)).collect();
    let unread: Vec<_> = find(|content| matches!(content, Content::Unreadable(_)));
    assert_eq!(unread.len(), 2);
    assert!(unread.iter().any(|kept| kept.external_id == odd.to_string() && kept.raw.contains("\"?\"")));
    let unused: Vec<_> = find(|content| matches!(content, Content::Unused(kind) if kind == "mind_reading"));
    assert_eq!(unused.len(), 1);
    running.stops().await;
}

#[tokio::test]
async fn repeated_and_disordered_updates_come_once_and_in_order() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    api.delivers(Mischief { twice: true, reversed: true });
    let words: Vec<String> = (0..20).map(|n| format!("第{n}句")).collect();
    for word in &words {
        api.user(1).says(word);
    }
    let running = Running::start(bot(&api), &door, FakeMemory::new());
    kept(&api, &door, 20).await;
    assert_eq!(door.words(), words);
    running.stops().await;
}

#[tokio::test]
async fn a_press_is_answered_when_it_is_kept() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    door.shuts(true);
    let running = Running::start(bot(&api), &door, FakeMemory::new());
    api.user(1).presses_data(3, "claim:1");
    waits_until("a try", || door.knocks.load(Ordering::SeqCst) > 0).await;
    assert_eq!(api.unanswered_presses(), 1);
    door.shuts(false);
    kept(&api, &door, 1).await;
    let (_, inbound) = door.inbound().remove(0);
    assert_eq!((inbound.body, inbound.reply_to.as_deref()), (Body::Press("claim:1".into()), Some("3")));
    api.waits_until("the answer", || api.unanswered_presses() == 0).await;
    running.stops().await;
}

#[tokio::test]
async fn a_button_and_a_reply_lead_back_to_the_message() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    let running = Running::start(bot(&api), &door, FakeMemory::new());
    let anna = api.user(1);
    anna.says("你好");
    let outbound = Outbound::text("**新事项** K7M2Q")
        .row(vec![Button { label: "接单".into(), data: "claim:K7M2Q".into() }]);
    let sender = running.bot.clone();
    let card = Delivery { id: OutboxId::new("o"), peer: "1".into(), outbound, replaces: None, bytes: None };
    let sending = tokio::spawn(async move { sender.send(&card).await });
    anna.waits_for("新事项 K7M2Q").await;
    let id = sending.await.unwrap().unwrap();
    anna.presses("接单");
    anna.replies_to("K7M2Q", "明天来");
    kept(&api, &door, 3).await;
    let inbound: Vec<Inbound> = door.inbound().into_iter().skip(1).map(|(_, inbound)| inbound).collect();
    let expected =
        [(Body::Press("claim:K7M2Q".into()), None), (Body::Text("明天来".into()), Some("3".to_owned()))];
    let reply_to = Some(id.clone());
    let expected = expected.map(|(body, message)| Inbound { body, message, reply_to: reply_to.clone() });
    assert_eq!(inbound, expected);
    running.stops().await;
}

#[tokio::test]
async fn everything_a_person_can_send_arrives() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    let running = Running::start(bot(&api), &door, FakeMemory::new());
    let anna = api.user(1);
    anna.opens("7K3M2Q");
    anna.says("/cases");
    anna.sends_photo("欠条", b"jpeg");
    anna.sends_document("合同.pdf", "application/pdf", b"pdf", "");
    anna.sends_voice(b"ogg");
    anna.sends_place(29.5, 106.5);
    anna.sends_phone("+8613800000000");
    anna.edits_last("改了");
    anna.sends("", &json!({ "dice": { "emoji": "🎲", "value": 3 } }));
    kept(&api, &door, 9).await;
    let bodies: Vec<Body> = door.inbound().into_iter().map(|(_, inbound)| inbound.body).collect();
    assert_eq!(bodies[..2], [Body::Start("7K3M2Q".into()), Body::Text("我的事项".into())]);
    assert!(
        matches!(&bodies[2], Body::File { file, caption } if caption == "欠条" && file.telegram_file.is_some())
    );
    assert!(matches!(&bodies[3], Body::File { file, .. } if file.name.as_deref() == Some("合同.pdf")));
    assert!(matches!(&bodies[4], Body::File { .. }));
    assert_eq!(bodies[5], Body::Location { latitude: 29.5, longitude: 106.5 });
    assert_eq!(bodies[6], Body::Phone("+8613800000000".into()));
    assert!(matches!(&bodies[7], Body::Edited { text, .. } if text == "改了"));
    assert_eq!(bodies[8], Body::Other("dice".into()));
    running.stops().await;
}

#[tokio::test]
async fn a_refused_token_is_told_and_tried_again() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    api.revokes_token(true);
    let running = Running::start(bot(&api), &door, FakeMemory::new());
    waits_until("the refusal", || matches!(running.bot.status(), Status::Refused(_))).await;
    assert!(!running.bot.status().is_well());
    api.revokes_token(false);
    waits_until("the connection", || running.bot.status() == Status::Connected).await;
    api.revokes_token(true);
    // The poll that is open still brings this; the next one is refused.
    api.user(1).says("醒醒");
    waits_until("the next refusal", || matches!(running.bot.status(), Status::Refused(_))).await;
    api.revokes_token(false);
    kept(&api, &door, 1).await;
    waits_until("the next connection", || running.bot.status() == Status::Connected).await;
    assert_eq!(door.words(), ["醒醒"]);
    running.stops().await;
}

#[tokio::test]
async fn failures_of_telegram_are_waited_out() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    for fault in [Fault::Down(502), Fault::Garbled, Fault::Lost, Fault::TooMany(1), Fault::Unanswered] {
        api.plan("getUpdates", fault);
    }
    api.user(1).says("还在吗");
    let running = Running::start(bot(&api), &door, FakeMemory::new());
    waits_until("a failure", || matches!(running.bot.status(), Status::Unreachable(_))).await;
    kept(&api, &door, 1).await;
    assert_eq!(running.bot.status(), Status::Connected);
    assert!(api.calls("getUpdates").len() >= 6);
    running.stops().await;
}

#[tokio::test]
async fn a_foreign_poller_is_told_and_outlived() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    let running = Running::start(bot(&api), &door, FakeMemory::new());
    api.waits_until("a poll", || !api.calls("getUpdates").is_empty()).await;
    let url = format!("{}/bot{TOKEN}/getUpdates", api.url());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let foreign = client.post(url).json(&json!({ "timeout": 0 })).send().await.unwrap();
    assert!(foreign.status().is_success());
    waits_until("the conflict", || matches!(running.bot.status(), Status::Contested(_))).await;
    waits_until("the return", || api.calls("getUpdates").len() >= 3).await;
    api.user(1).says("谁在");
    kept(&api, &door, 1).await;
    assert_eq!(running.bot.status(), Status::Connected);
    running.stops().await;
}

#[tokio::test]
async fn of_two_processes_one_polls_and_the_other_takes_over() {
    let (api, door, desk) = (BotApi::start().await, FakeDoor::new(), Arc::new(Desk::default()));
    let first = Running::start(bot(&api), &door, FakeMemory::of(&desk, "first"));
    waits_until("the first", || {
        first.bot.status() == Status::Connected || !api.calls("getUpdates").is_empty()
    })
    .await;
    let second = Running::start(bot(&api), &door, FakeMemory::of(&desk, "second"));
    waits_until("the second", || second.bot.status() == Status::Standby).await;
    api.user(1).says("一");
    kept(&api, &door, 1).await;
    first.stops().await;
    waits_until("the change", || api.calls("getUpdates").len() >= 3).await;
    api.user(1).says("二");
    kept(&api, &door, 2).await;
    assert_eq!(second.bot.status(), Status::Connected);
    let offset = |n: usize| api.calls("getUpdates")[n].fields.get("offset").and_then(Value::as_i64);
    assert_eq!((offset(0), offset(2)), (None, offset(1)), "the second goes on where the first ended");
    second.stops().await;
}

#[tokio::test]
async fn a_long_poll_keeps_the_right_to_it() {
    let (api, door, desk) = (BotApi::start().await, FakeDoor::new(), Arc::new(Desk::default()));
    let waits = Waits { lease: Duration::from_millis(300), ..WAITS };
    let first = Running::start(bot_with(api.url(), waits), &door, FakeMemory::of(&desk, "first"));
    api.waits_until("a poll", || !api.calls("getUpdates").is_empty()).await;
    let second = Running::start(bot_with(api.url(), waits), &door, FakeMemory::of(&desk, "second"));
    waits_until("the second", || second.bot.status() == Status::Standby).await;
    // The poll is open for 20 s, which is many leases.
    tokio::time::sleep(4 * waits.lease).await;
    assert_eq!((api.calls("getUpdates").len(), second.bot.status()), (1, Status::Standby));
    first.stops().await;
    second.stops().await;
}

#[tokio::test]
async fn who_falls_silent_is_followed_and_stands_by_when_they_wake() {
    let (api, door, desk) = (BotApi::start().await, FakeDoor::new(), Arc::new(Desk::default()));
    let waits = Waits { lease: Duration::from_millis(300), ..WAITS };
    let first = Running::start(bot_with(api.url(), waits), &door, FakeMemory::of(&desk, "first"));
    api.waits_until("a poll", || !api.calls("getUpdates").is_empty()).await;
    desk.is_taken_by("second");
    waits_until("the first stands by", || first.bot.status() == Status::Standby).await;
    api.user(1).says("谁来");
    waits_until("it is the first's again", || first.bot.status() == Status::Connected).await;
    kept(&api, &door, 1).await;
    first.stops().await;
}

#[tokio::test]
async fn the_end_does_not_wait_for_a_poll() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    let running = Running::start(bot(&api), &door, FakeMemory::new());
    api.waits_until("a poll", || !api.calls("getUpdates").is_empty()).await;
    let start = Instant::now();
    running.stops().await;
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
}

#[tokio::test]
async fn the_end_comes_though_the_door_is_shut() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    door.shuts(true);
    let running = Running::start(bot(&api), &door, FakeMemory::new());
    let update = api.user(1).says("等等");
    waits_until("a try", || door.knocks.load(Ordering::SeqCst) > 0).await;
    running.stops().await;
    assert_eq!(api.unconfirmed(), [update]);
}

#[tokio::test]
async fn no_status_tells_the_token() {
    let door = FakeDoor::new();
    let running = Running::start(bot_at(&nowhere()), &door, FakeMemory::new());
    waits_until("a failure", || matches!(running.bot.status(), Status::Unreachable(_))).await;
    let Status::Unreachable(words) = running.bot.status() else { panic!() };
    assert!(words.contains("not reached") && !words.contains("stand-in_Token"), "{words}");
    running.stops().await;
}
