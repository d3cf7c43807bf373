//! The webhook: only Telegram gets in, and a shut door makes it come again.

use std::sync::Arc;

use axum::http::StatusCode;
use fengqiao::channels::error::SendError;
use fengqiao::channels::telegram::{SettingsError, Status, Telegram, Webhook};
use fengqiao::channels::{Content, Delivery, Door, Sender};
use fengqiao::domain::ids::OutboxId;
use fengqiao::domain::message::Outbound;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::bot;
use super::fakes::{FakeDoor, waits_until};
use crate::support::bot_api::{BotApi, Fault, Mischief};

const SECRET: &str = "stand-in_Secret";

/// A gateway that serves nothing but the webhook.
struct Gateway {
    bot: Telegram,
    url: String,
    task: JoinHandle<()>,
}

impl Gateway {
    async fn start(api: &BotApi, door: &Arc<FakeDoor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let public = format!("http://{}/", listener.local_addr().unwrap());
        let webhook = Webhook::new(&public, SECRET.to_owned().into()).unwrap();
        let door: Arc<dyn Door> = door.clone();
        let bot = bot(api);
        let router = bot.router(webhook.clone(), door);
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        bot.announce(&webhook, &CancellationToken::new()).await;
        assert_eq!(bot.status(), Status::Connected);
        Self { bot, url: format!("{public}telegram/webhook"), task }
    }

    async fn gets(&self, secret: Option<&str>, body: impl Into<reqwest::Body>) -> StatusCode {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = client.post(&self.url).body(body);
        if let Some(secret) = secret {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        request.send().await.unwrap().status()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn update(id: i64) -> String {
    let message =
        json!({ "message_id": 1, "from": { "id": 1 }, "chat": { "id": 1, "type": "private" }, "text": "x" });
    json!({ "update_id": id, "message": message }).to_string()
}

#[tokio::test]
async fn telegram_is_told_where_to_come_and_comes() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    let gateway = Gateway::start(&api, &door).await;
    assert_eq!(api.webhook().as_ref(), Some(&gateway.url));
    let fields = &api.calls("setWebhook")[0].fields;
    assert_eq!(fields["allowed_updates"], json!(["message", "edited_message", "callback_query"]));
    api.user(1).says("在吗");
    api.user(1).presses_data(1, "menu");
    api.waits_until("pushes", || api.unconfirmed().is_empty() && api.unanswered_presses() == 0).await;
    assert_eq!(door.words(), ["在吗"]);
    assert_eq!(api.pushes(), [200, 200]);
}

#[tokio::test]
async fn without_the_secret_nothing_comes_in() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    let gateway = Gateway::start(&api, &door).await;
    for secret in
        [None, Some(""), Some("wrong"), Some("stand-in_Secre"), Some("stand-in_Secret ."), Some("STAND-IN")]
    {
        assert_eq!(gateway.gets(secret, update(1)).await, StatusCode::UNAUTHORIZED, "{secret:?}");
    }
    assert!(door.kept().is_empty());
    assert_eq!(gateway.gets(Some(SECRET), update(1)).await, StatusCode::OK);
    assert_eq!(door.kept().len(), 1);
}

#[tokio::test]
async fn a_shut_door_makes_telegram_come_again() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    door.shuts(true);
    let _gateway = Gateway::start(&api, &door).await;
    api.user(1).says("一");
    api.user(1).says("二");
    api.waits_until("refusals", || api.pushes().len() >= 2).await;
    assert!(api.pushes().iter().all(|&status| status == 503));
    door.shuts(false);
    api.waits_until("pushes", || api.unconfirmed().is_empty()).await;
    assert_eq!(door.words(), ["一", "二"]);
}

#[tokio::test]
async fn a_repeated_push_is_accepted_and_does_nothing() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    let _gateway = Gateway::start(&api, &door).await;
    api.delivers(Mischief { twice: true, reversed: false });
    api.user(1).says("一次就好");
    api.waits_until("pushes", || api.unconfirmed().is_empty()).await;
    assert_eq!(api.pushes(), [200, 200]);
    assert_eq!(door.words(), ["一次就好"]);
}

#[tokio::test]
async fn bytes_that_are_no_update_are_kept_apart() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    let gateway = Gateway::start(&api, &door).await;
    for body in [&b"nonsense"[..], b"\xff\xfe", b""] {
        assert_eq!(gateway.gets(Some(SECRET), body).await, StatusCode::OK);
    }
    waits_until("arrivals", || door.kept().len() == 3).await;
    assert!(door.kept().iter().all(|kept| matches!(kept.content, Content::Unreadable(_))));
}

#[tokio::test]
async fn a_flood_is_not_taken_in() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    let gateway = Gateway::start(&api, &door).await;
    let flood = vec![b' '; 2 * 1024 * 1024];
    assert_eq!(gateway.gets(Some(SECRET), flood).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(door.kept().is_empty());
}

#[test]
fn a_secret_telegram_would_not_take_is_refused_at_once() {
    let long = "a".repeat(257);
    for secret in ["", "with space", "密", long.as_str()] {
        let made = Webhook::new("https://example.org", secret.to_owned().into());
        assert_eq!(made.err(), Some(SettingsError::Secret), "{secret}");
    }
}

#[tokio::test]
async fn an_address_telegram_does_not_take_is_told() {
    let api = BotApi::start().await;
    api.plan("setWebhook", Fault::Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided"));
    let (bot, stop) = (bot(&api), CancellationToken::new());
    let webhook = Webhook::new("http://127.0.0.1:1", SECRET.to_owned().into()).unwrap();
    tokio::join!(bot.announce(&webhook, &stop), async {
        waits_until("the refusal", || matches!(bot.status(), Status::Refused(why) if why.contains("HTTPS")))
            .await;
    });
    assert_eq!(bot.status(), Status::Connected, "it is tried again");
}

#[tokio::test]
async fn a_token_that_is_revoked_later_is_told_too() {
    let (api, door) = (BotApi::start().await, FakeDoor::new());
    api.user(1);
    let gateway = Gateway::start(&api, &door).await;
    let hello = || Delivery {
        id: OutboxId::new("o"),
        peer: "1".into(),
        outbound: Outbound::text("在"),
        replaces: None,
        bytes: None,
    };
    api.revokes_token(true);
    assert!(matches!(gateway.bot.send(&hello()).await, Err(SendError::Misconfigured(_))));
    assert!(matches!(gateway.bot.status(), Status::Refused(_)));
    api.revokes_token(false);
    gateway.bot.send(&hello()).await.unwrap();
    assert_eq!(gateway.bot.status(), Status::Connected);
}
