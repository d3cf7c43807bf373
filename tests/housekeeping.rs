//! What is kept for a while is forgotten in time, and nothing sooner.

use std::time::Duration;

use fengqiao::domain::ids::UnmatchedId;
use fengqiao::domain::time::Timestamp;
use fengqiao::domain::unmatched::Unmatched;

use crate::support::app::{App, Database};

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
