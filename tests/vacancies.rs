//! Leaders hear of days on which a room has hours and nobody who keeps them: once, and not at night.

use std::time::Duration;

use fengqiao::domain::message::Body;
use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;

use crate::support::app::{App, Database};
use crate::support::books;
use crate::support::crowd::arrival;

/// Monday, 2 March 2026, 4:00 in Shanghai.
const NOW: i64 = 1_772_395_200_000;

with_both_databases!(on: a_vacancy_is_told_once_when_people_are_awake);

async fn on(database: Database, check: impl AsyncFnOnce(App)) {
    if let Some(app) = App::start(database, Timestamp::from_millis(NOW), |_| None).await {
        check(app).await;
    }
}

async fn a_vacancy_is_told_once_when_people_are_awake(app: App) {
    app.enlists("王律师", Role::Lawyer).await;
    let code = app.invite("陈主任", Role::Leader, "street").await;
    app.takes(arrival("陈主任", Body::Start(code))).await.unwrap();
    let duties = "INSERT INTO duty (id, staff_id, room, weekday, day, from_minute, until_minute, seats)
                  SELECT 'd' || s.id, s.id, s.room, 3, NULL, 540, 720, 1 FROM staff s WHERE s.role = 'lawyer'";
    books::execute(&app.url, duties).await;
    let leave = "INSERT INTO staff_leave (id, staff_id, first_day, last_day, stand_in_id)
                 SELECT 'l' || s.id, s.id, '2026-03-03', '2026-03-05', NULL FROM staff s WHERE s.role = 'lawyer'";
    books::execute(&app.url, leave).await;
    let ticker = app.gateway.ticker();
    ticker.tick().await;
    assert_eq!(app.times_said_to("陈主任", "有班没人").await, 0, "it is night");
    for _ in 0..30 {
        app.clock.advance(Duration::from_secs(3600));
        ticker.tick().await;
    }
    let said = app.said_to("陈主任").await;
    let told: Vec<&str> =
        said.iter().map(|said| said.text.as_str()).filter(|text| text.contains("有班没人")).collect();
    assert_eq!(told, ["下面的工作室有班没人，请安排：\n民主村 3月4日 周三"]);
    assert_eq!(app.times_said_to("王律师", "有班没人").await, 0);
}
