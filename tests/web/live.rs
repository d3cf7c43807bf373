//! New and amended lines on an open page.

use std::time::{Duration, Instant};

use fengqiao::channels::web::WebSender;
use fengqiao::channels::{Delivery, Sender};
use fengqiao::domain::code::CaseCode;
use fengqiao::domain::ids::OutboxId;
use fengqiao::domain::message::Outbound;
use reqwest::StatusCode;

use super::desk::{Desk, button};
use crate::support::web_user::{WebUser, attributes, texts};

const QUIET: Duration = Duration::from_millis(300);
const LONG_AGO: i64 = 3_600_000;

#[tokio::test]
async fn an_answer_is_pushed_at_once() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    let mut stream = user.listen(None).await;
    assert!(stream.next_within(QUIET).await.is_none());
    let asked = Instant::now();
    user.say("您好").await;
    let pushed = stream.next().await;
    assert!(asked.elapsed() < Duration::from_secs(1), "not before the next look: {:?}", asked.elapsed());
    assert_eq!(texts(&pushed.html, ".text"), ["您好", "您说的是：您好"]);
}

#[tokio::test]
async fn the_stream_goes_on_where_it_broke_off() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    user.say("很久以前").await;
    desk.book.age(LONG_AGO);
    user.say("刚才").await;
    let first = user.listen(None).await.next().await;
    assert_eq!(texts(&first.html, ".mine .text"), ["很久以前", "刚才"]);
    desk.book.say(&desk.book.last_peer(), Outbound::text("您不在的时候"), None);
    let mut again = user.listen(Some(&first.id)).await;
    let pushed = texts(&again.next().await.html, ".text");
    assert_eq!(pushed.last().unwrap(), "您不在的时候");
    assert!(!pushed.contains(&"很久以前".to_owned()), "all of it again: {pushed:?}");
    assert!(again.next_within(QUIET).await.is_none(), "the same line twice");
}

#[tokio::test]
async fn a_message_of_another_process_is_seen_without_being_woken() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    user.say("您好").await;
    let mut stream = user.listen(None).await;
    stream.next().await;
    desk.book.say(&desk.book.last_peer(), Outbound::text("王律师：您好"), None);
    assert_eq!(texts(&stream.next().await.html, ".text"), ["王律师：您好"]);
}

#[tokio::test]
async fn an_amended_message_is_pushed_again_under_its_old_id() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    user.say("您好").await;
    let peer = desk.book.last_peer();
    let code = CaseCode::from_number(7);
    let card = Outbound::text("新事项").row(vec![button("接单", "claim")]);
    let id = desk.book.say(&peer, card, Some(code.clone()));
    desk.book.age(LONG_AGO);
    let mut stream = user.listen(None).await;
    let first = stream.next().await.html;
    assert_eq!(attributes(&first, ".reply", "data-reply"), [id.as_str()]);
    assert_eq!(attributes(&first, ".reply", "data-case"), [code.to_string()]);

    desk.book.amend(&id, Outbound::text("已由王律师接单"));
    let sender = WebSender::new(desk.hub.clone());
    let (outbound, replaces) = (Outbound::default(), Some(id.clone()));
    let delivery = Delivery { id: OutboxId::new("x"), peer, outbound, replaces, bytes: None };
    assert_eq!(sender.send(&delivery).await, Ok(id.clone()));
    let pushed = stream.next().await.html;
    assert_eq!(attributes(&pushed, ".line", "id"), [format!("l-{id}")]);
    assert_eq!(texts(&pushed, ".text"), ["已由王律师接单"]);
    assert_eq!(texts(&pushed, ".meta span")[0], "已更新");
    assert_eq!(texts(&pushed, "button"), Vec::<String>::new());
}

#[tokio::test]
async fn the_database_may_go_and_come_back_under_an_open_page() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    let mut stream = user.listen(None).await;
    desk.book.close(true);
    assert_eq!(user.say("您好").await.status, StatusCode::SERVICE_UNAVAILABLE);
    desk.book.close(false);
    user.say("您好").await;
    assert_eq!(texts(&stream.next().await.html, ".mine .text"), ["您好"]);
}

#[tokio::test]
async fn a_page_that_cannot_listen_asks() {
    let desk = Desk::open().await;
    let mut user = WebUser::arrived(&desk.base).await;
    user.say("您好").await;
    desk.book.age(LONG_AGO);
    let page = user.open("/").await.body;
    let [after] = attributes(&page, "#log", "data-after").try_into().unwrap();
    let path = format!("/chat/lines?after={after}");
    desk.book.say(&desk.book.last_peer(), Outbound::text("新的"), None);
    let news = user.send(user.get(&path)).await.json();
    assert_eq!(texts(news["html"].as_str().unwrap(), ".text").last().unwrap(), "新的");
    assert!(news["after"].as_i64().unwrap() > after.parse().unwrap());
    let stranger = WebUser::arrived(&desk.base).await;
    assert_eq!(stranger.send(stranger.get("/chat/lines?after=0")).await.json()["html"], "");
}

#[tokio::test]
async fn open_pages_do_not_keep_the_server_from_ending() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    let mut stream = user.listen(None).await;
    desk.end.cancel();
    assert!(stream.ends_within(Duration::from_secs(2)).await);
    drop(user);
    tokio::time::timeout(Duration::from_secs(5), desk.server).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_person_has_only_so_many_pages_open() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    let mut open = Vec::new();
    for _ in 0..8 {
        open.push(user.listen(None).await);
    }
    let refused = user.get("/chat/events").send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let other = WebUser::arrived(&desk.base).await;
    other.listen(None).await;
}
