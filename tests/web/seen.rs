//! What the page tells of having been seen.

use std::time::Duration;

use fengqiao::channels::web::Settings;
use fengqiao::domain::message::Outbound;
use reqwest::StatusCode;
use serde_json::json;

use super::desk::Desk;
use crate::support::browser::Browser;
use crate::support::web_user::{WebUser, attributes};

/// A desk that has said something which somebody waits to hear of, and its line.
async fn awaited() -> (Desk, WebUser, String) {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    user.say("您好").await;
    let line = desk.book.say(&desk.book.last_peer(), Outbound::text("律师答复：带上合同"), None);
    desk.book.awaits(&line);
    (desk, user, line)
}

#[tokio::test]
async fn only_lines_somebody_waits_to_hear_of_are_marked() {
    let (desk, mut user, line) = awaited().await;
    let marked = |page: &str| attributes(page, ".line[data-awaited]", "data-id");
    assert_eq!(marked(&user.open("/").await.body), [line.as_str()]);
    let pushed = user.listen(None).await.next().await.html;
    assert_eq!(marked(&pushed), [line.as_str()]);
    let told = user.post("/chat/seen", &[("lines", &line)]).await;
    assert_eq!((told.status, told.body.as_str()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(desk.book.seen(), [(desk.book.last_peer(), line)]);
    assert_eq!(marked(&user.open("/").await.body), Vec::<String>::new());
}

#[tokio::test]
async fn several_at_once_and_nonsense_are_taken_in_one_go() {
    let (desk, user, line) = awaited().await;
    let told = user.post("/chat/seen", &[("lines", &format!("{line},,a'b,{}", "x".repeat(3000)))]).await;
    assert_eq!(told.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.book.seen().len(), 3);
    let many = vec!["x"; 5000].join(",");
    user.post("/chat/seen", &[("lines", &many)]).await;
    assert_eq!(desk.book.seen().len(), 3 + 200, "no more than a page shows");
    assert_eq!(user.post("/chat/seen", &[("line", "x")]).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn another_site_and_a_stranger_cannot_tell_and_opening_does_not() {
    let (desk, mut user, line) = awaited().await;
    let foreign = user.form("/chat/seen", &[("lines", &line)]).header("sec-fetch-site", "cross-site");
    assert_eq!(user.send(foreign).await.status, StatusCode::FORBIDDEN);
    let stranger = WebUser::new(&desk.base);
    assert_eq!(stranger.post("/chat/seen", &[("lines", &line)]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(user.send(user.get("/chat/seen")).await.status, StatusCode::METHOD_NOT_ALLOWED);
    user.open("/").await;
    user.listen(None).await.next().await;
    assert!(desk.book.seen().is_empty(), "a page that was fetched has not been looked at");
}

#[tokio::test]
async fn a_page_that_tells_without_end_is_asked_to_wait_and_can_still_write() {
    let (_desk, user, line) = awaited().await;
    let mut refused = 0;
    for _ in 0..30 {
        let told = user.post("/chat/seen", &[("lines", &line)]).await;
        refused += usize::from(told.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!((1..30).contains(&refused), "{refused}");
    assert_eq!(user.say("还在吗").await.status, StatusCode::OK);
}

#[tokio::test]
async fn with_the_database_away_it_is_told_later() {
    let (desk, user, line) = awaited().await;
    desk.book.close(true);
    assert_eq!(user.post("/chat/seen", &[("lines", &line)]).await.status, StatusCode::SERVICE_UNAVAILABLE);
    desk.book.close(false);
    assert_eq!(user.post("/chat/seen", &[("lines", &line)]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.book.seen().len(), 1);
}

#[tokio::test]
async fn a_browser_tells_only_what_is_before_somebody_s_eyes() {
    let desk = Desk::with(Settings::default()).await;
    let Some(browser) = Browser::start().await else { return };
    browser.resize(390, 844).await;
    browser.open(&desk.base).await;
    browser.wait_for("不用学任何口令").await;
    let peer = desk.book.last_peer();
    // As if another tab lay over this one.
    browser.run(AWAY, json!([])).await;
    let line = desk.book.say(&peer, Outbound::text("律师答复：带上合同"), None);
    desk.book.awaits(&line);
    desk.hub.wake(&peer);
    browser.wait_for("带上合同").await;
    tokio::time::sleep(Duration::from_millis(800)).await;
    assert!(desk.book.seen().is_empty(), "it came, but nobody looks");
    browser.run(BACK, json!([])).await;
    told(&browser, &line).await;
    assert_eq!(desk.book.seen(), [(peer.clone(), line)]);

    // Above what is on the screen, until the person scrolls up to it.
    browser.run("document.getElementById('pane').scrollTop = 0", json!([])).await;
    let above = desk.book.say(&peer, Outbound::text("先说这一句"), None);
    desk.book.say(&peer, Outbound::text("后面很长。\n".repeat(200)), None);
    desk.book.awaits(&above);
    desk.hub.wake(&peer);
    browser.wait_for("后面很长").await;
    browser.run("document.getElementById('pane').scrollTop = 0", json!([])).await;
    tokio::time::sleep(Duration::from_millis(800)).await;
    let before = desk.book.seen().len();
    browser.run("document.getElementById('pane').scrollTop = -1e6", json!([])).await;
    told(&browser, &above).await;
    assert!(before <= 2 && desk.book.seen().iter().filter(|(_, line)| *line == above).count() == 1);
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(desk.book.seen().len(), 2, "each once: {:?}", desk.book.seen());
}

const AWAY: &str = "Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })";
const BACK: &str = "delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))";

async fn told(browser: &Browser, line: &str) {
    let script = "return !document.getElementById('l-' + arguments[0]).hasAttribute('data-awaited')";
    browser.wait_until("it is told", script, json!([line])).await;
}
