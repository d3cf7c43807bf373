//! The database goes away for a while; the process is told to stop in the middle of things.

use std::time::{Duration, Instant};

use reqwest::StatusCode;

use crate::support::app::Database;
use crate::support::books;
use crate::support::bot_api::{BotApi, Fault};
use crate::support::mortal::{Place, Program};
use crate::support::postgres::{self, Server};
use crate::support::web_user::WebUser;

const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_nothing_is_acknowledged_and_all_of_it_arrives_after() {
    if postgres::shared().is_none() {
        return;
    }
    let (server, api) = (Server::start().unwrap(), BotApi::start().await);
    let place = Place::over(Some(server.database().await), Some(api.url()));
    let mut program = place.serve(None);
    is_ready(&place, &mut program).await;
    let mut page = WebUser::arrived(&place.base).await;
    assert_eq!(page.post("/chat/messages", &[("id", "one"), ("text", "你好")]).await.status, StatusCode::OK);
    api.user(1).says("你好");
    sees(&api, 1, "谢家湾街道", &program).await;

    // A message is on its way when the database goes: what became of it is noted later.
    api.plan("sendMessage", Fault::Slow(Duration::from_secs(3)));
    let asked = api.user(1).says("谢谢");
    api.waits_until("the question is taken in", || !api.unconfirmed().contains(&asked)).await;
    server.crash();
    let gone = Instant::now();
    let words = [(1, "房东不退押金怎么办"), (2, "老板拖欠工资三个月了，怎么办？"), (1, "公司不签合同")];
    let waiting: Vec<i64> = words.map(|(who, text)| api.user(who).says(text)).to_vec();
    let refused = page.post("/chat/messages", &[("id", "two"), ("text", "房东不退押金怎么办")]).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{refused:?}");
    assert!(refused.body.contains("请"), "{refused:?}");
    let opened = page.open("/").await;
    assert_eq!(opened.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(opened.body.contains("tel:110"), "the page still says whom to call: {}", opened.body);
    let ready = page.open("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        (ready.json()[0]["name"].as_str(), ready.json()[0]["ok"].as_bool()),
        (Some("database"), Some(false))
    );
    tokio::time::sleep(Duration::from_secs(12).saturating_sub(gone.elapsed())).await;
    assert_eq!(api.unconfirmed(), waiting, "{}", program.log());

    server.go_on();
    sees(&api, 1, "押金", &program).await;
    sees(&api, 2, "欠条", &program).await;
    sees(&api, 1, "不签", &program).await;
    let again = page.post("/chat/messages", &[("id", "two"), ("text", "房东不退押金怎么办")]).await;
    assert_eq!(again.status, StatusCode::OK, "{again:?}");
    settles(&api, &place, &program).await;
    assert!(page.read().await.iter().any(|line| line.contains("押金收据")));
    assert_eq!(books::count(&place.url, "inbound WHERE status = 'handled'").await, 7);
    assert_eq!(books::count(&place.url, "inbound").await, 7);
    assert_eq!(books::count(&place.url, "outbox WHERE status <> 'sent'").await, 0);
    let thanked = api.user(1).sees().iter().filter(|message| message.text.contains("不客气")).count();
    assert_eq!(thanked, 1, "what was on its way is not said again");
    is_ready(&place, &mut program).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_it_ends_in_time_and_nothing_is_lost() {
    tokio::join!(stops_at("TERM"), stops_at("INT"));
}

async fn stops_at(signal: &str) {
    let api = BotApi::start().await;
    let place = Place::new(Database::Sqlite, Some(api.url())).await.unwrap();
    let mut program = place.serve(None);
    is_ready(&place, &mut program).await;
    let page = WebUser::arrived(&place.base).await;
    page.say("你好").await;
    let mut stream = page.listen(None).await;
    stream.next().await;
    api.user(1).says("你好");
    sees(&api, 1, "谢家湾街道", &program).await;

    // A poll is held open, a page listens, a message is on its way, and others wait for it.
    api.plan("sendMessage", Fault::Slow(Duration::from_secs(2)));
    for text in ["房东不退押金怎么办", "老板拖欠工资三个月了，怎么办？", "公司不签合同"]
    {
        api.user(1).says(text);
    }
    api.waits_until("the next poll", || api.unconfirmed().is_empty()).await;
    let asked = Instant::now();
    program.is_asked_to_end(signal);
    let ended = program.ends_within(Duration::from_secs(10)).await;
    assert!(ended.is_some_and(|status| status.success()), "{signal}: {ended:?}: {}", program.log());
    assert!(stream.ends_within(Duration::from_secs(1)).await, "{signal}: {:?}", asked.elapsed());
    let last = api.user(1).says("谢谢");

    // Nothing of the first process is in the way of the second.
    let restarted = Instant::now();
    let program = place.serve(None);
    sees(&api, 1, "不客气", &program).await;
    settles(&api, &place, &program).await;
    assert!(restarted.elapsed() < Duration::from_secs(30), "{signal}: {:?}", restarted.elapsed());
    assert!(!api.unconfirmed().contains(&last));
    assert_eq!(books::count(&place.url, "inbound WHERE status = 'handled'").await, 6);
    assert_eq!(books::count(&place.url, "outbox WHERE status <> 'sent'").await, 0);
    let texts: Vec<String> = api.user(1).sees().into_iter().map(|message| message.text).collect();
    let mut once = texts.clone();
    once.dedup();
    assert_eq!(texts, once, "{signal}: nothing is said twice");
}

async fn is_ready(place: &Place, program: &mut Program) {
    let ready = format!("{}/readyz", place.base);
    let answering = async {
        while !reqwest::get(&ready).await.is_ok_and(|answer| answer.status() == StatusCode::OK) {
            assert_eq!(program.ended(), None, "{}", program.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, answering).await;
    assert!(waited.is_ok(), "it never gets ready: {}", program.log());
}

async fn sees(api: &BotApi, who: i64, fragment: &str, program: &Program) {
    let seen = || api.user(who).sees().iter().any(|message| message.text.contains(fragment));
    let waited = tokio::time::timeout(PATIENCE, api.until(seen)).await;
    assert!(
        waited.is_ok(),
        "{who} waits in vain for {fragment:?}: {:#?} {}",
        api.user(who).sees(),
        program.log()
    );
}

/// Waits until every update is confirmed and nothing is left to send.
async fn settles(api: &BotApi, place: &Place, program: &Program) {
    let settled = async {
        while !api.unconfirmed().is_empty()
            || books::count(&place.url, "outbox WHERE status = 'waiting'").await > 0
        {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, settled).await;
    assert!(waited.is_ok(), "it does not settle: {}", program.log());
}
