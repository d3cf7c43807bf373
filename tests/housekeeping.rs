//! What is looked after now and then: what is kept for a while is forgotten in time and nothing sooner, cases that
//! nobody has go to the street, and a calendar that ends is told of.

use std::time::Duration;

use fengqiao::domain::ids::UnmatchedId;
use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;
use fengqiao::domain::unmatched::Unmatched;

use crate::support::app::{App, Database};
use crate::support::books;
use crate::support::crowd::press;

const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test(flavor = "multi_thread")]
async fn words_nobody_understood_are_kept_for_180_days() {
    let now = Timestamp::from_local("2026-03-05T10:00:00".parse().unwrap());
    let app = App::start(Database::Sqlite, now, |_| None).await.unwrap();
    let words = Unmatched {
        id: UnmatchedId::new("1"),
        at: now,
        words: "阿巴阿巴".into(),
        likely: Vec::new(),
        chosen: None,
        rules: "r1".into(),
    };
    let store = app.gateway.store();
    transact!(store, [words], c => c.note_unmatched(&words).await).unwrap();
    let ticker = app.gateway.ticker();
    let kept = async || look!(store, [now], c => c.unmatched(now, 10).await).unwrap().len();

    app.clock.advance(DAY * 180);
    ticker.tick().await;
    assert_eq!(kept().await, 1);
    app.clock.advance(DAY / 24 - Duration::from_millis(1));
    ticker.tick().await;
    assert_eq!(kept().await, 1, "it looks once an hour");
    app.clock.advance(Duration::from_millis(1));
    ticker.tick().await;
    assert_eq!(kept().await, 0);
}

with_both_databases!(
    on:
    a_case_that_nobody_has_goes_to_the_street,
    a_year_that_is_missing_is_told_to_administrators_once,
);

async fn on(database: Database, story: impl AsyncFnOnce(App)) {
    let now = Timestamp::from_local("2026-03-05T10:00:00".parse().unwrap());
    if let Some(app) = App::start(database, now, |_| None).await {
        story(app).await;
    }
}

/// Two cases are spoilt by hand: one owner has gone without a trace, and one case's timers with them.
async fn a_case_that_nobody_has_goes_to_the_street(app: App) {
    app.enlists("律师", Role::Lawyer).await;
    app.enlists_in("主任", Role::Leader, "street").await;
    for resident in ["甲", "乙"] {
        app.opens_a_case(resident).await;
        let claim = app.button_of("律师", "接单").await;
        app.takes(press("律师", &claim)).await.unwrap();
        app.settle().await;
    }
    let ticker = app.gateway.ticker();
    ticker.tick().await;
    assert_eq!(books::count(&app.url, "case_entry WHERE kind = 'orphaned'").await, 0);

    books::execute(&app.url, "UPDATE staff SET status = 'revoked' WHERE name = '律师'").await;
    books::execute(&app.url, "DELETE FROM timer").await;
    app.clock.advance(Duration::from_secs(299));
    ticker.tick().await;
    assert_eq!(
        books::count(&app.url, "case_entry WHERE kind = 'orphaned'").await,
        0,
        "it looks every five minutes"
    );
    app.clock.advance(Duration::from_secs(1));
    ticker.tick().await;
    app.settle().await;
    assert_eq!(books::count(&app.url, "cases WHERE state = 'offered' AND owner_id IS NULL").await, 2);
    assert_eq!(books::count(&app.url, "timer").await, 4);
    assert_eq!(app.times_said_to("主任", "没有承办人、没有下一步安排").await, 2);
    assert_eq!(app.times_said_to("甲", "正在另请一位").await, 1);

    app.clock.advance(Duration::from_secs(300));
    ticker.tick().await;
    assert_eq!(
        books::count(&app.url, "case_entry WHERE kind = 'orphaned'").await,
        2,
        "each is handed over once"
    );
    let claim = app.button_of("主任", "接单").await;
    app.takes(press("主任", &claim)).await.unwrap();
    app.settle().await;
    assert_eq!(books::count(&app.url, "cases WHERE state = 'claimed'").await, 1);
}

async fn a_year_that_is_missing_is_told_to_administrators_once(app: App) {
    app.enlists("管家", Role::Admin).await;
    app.enlists("律师", Role::Lawyer).await;
    let ticker = app.gateway.ticker();
    let told = async |name: &str| app.times_said_to(name, "2027 年的放假和调休还没有录入").await;
    ticker.tick().await;
    app.settle().await;
    assert_eq!(told("管家").await, 0);

    app.clock.advance(DAY * 271); // the first of December
    for _ in 0..3 {
        ticker.tick().await;
        app.settle().await;
        app.clock.advance(DAY / 24);
    }
    assert_eq!((told("管家").await, told("律师").await), (1, 0));
    let ready = reqwest::get(format!("{}/readyz", app.base)).await.unwrap();
    assert_eq!(ready.status(), 200);
    assert!(ready.text().await.unwrap().contains("config/calendar.toml has no 2027"));
}
