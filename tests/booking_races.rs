//! Many people want the same places at the same moment, on the real gateway: each place is given once, and everybody
//! is answered.

use std::time::{Duration, Instant};

use fengqiao::channels::Arrival;
use fengqiao::domain::code::CaseCode;
use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;
use fengqiao::engine::Session;
use futures::future::join_all;

use crate::support::app::{App, Database};
use crate::support::books;
use crate::support::crowd::{press, words};

/// A Monday morning in Shanghai, ten o'clock.
const NOW: i64 = 1_772_416_800_000;

/// How many people try, how many places there are, and how many hand their wishes in at once.
const TRIES: usize = 10_000;
const HOSTS: usize = 5;
const PLACES: usize = 100;
const CONNECTIONS: usize = 4;

with_both_databases!(
    on:
    ten_thousand_want_a_hundred_places,
    calling_off_and_the_reminder_at_once_never_remind_afterwards,
    the_last_yes_to_a_meeting_and_somebody_elses_wish_get_one_place_between_them,
);

async fn on(database: Database, race: impl AsyncFnOnce(App)) {
    if let Some(app) = App::start(database, Timestamp::from_millis(NOW), |_| None).await {
        race(app).await;
    }
}

/// Lawyers who are there on Tuesday from nine for ten hours: twenty places each.
async fn hosts(app: &App) -> Vec<String> {
    for number in 0..HOSTS {
        app.enlists(&format!("律师{number}"), Role::Lawyer).await;
    }
    books::execute(
        &app.url,
        "INSERT INTO duty (id, staff_id, room, weekday, day, from_minute, until_minute, seats)
         SELECT 'duty-' || id, id, room, 2, NULL, 540, 1140, 1 FROM staff",
    )
    .await;
    books::texts(&app.url, "SELECT id FROM staff ORDER BY id").await
}

/// People with an open case each, as if they had talked to the gateway before.
async fn people(app: &App, hosts: &[String]) -> Vec<(String, CaseCode, String)> {
    let mut session = Session::default();
    (session.greeted, session.has_cases) = (true, true);
    let session = session.to_json();
    let mut all = Vec::new();
    for chunk in (0..TRIES).collect::<Vec<_>>().chunks(1000) {
        let (mut conversations, mut cases) = (Vec::new(), Vec::new());
        for &number in chunk {
            let (peer, code) =
                (format!("居民{number}"), CaseCode::from_number(u64::try_from(number).unwrap()));
            let host = hosts[number % hosts.len()].clone();
            conversations.push(format!(
                "('c{number:05}', 'web', '{peer}', NULL, NULL, '{session}', 1, TRUE, {NOW}, {NOW})"
            ));
            cases.push(format!(
                "('k{number:05}', '{}', 'c{number:05}', 'zh', 'consultation', NULL, '500107003003', 'claimed', 'role', \
                 '{host}', '一件事', '[]', FALSE, {NOW}, 'resident', {NOW}, NULL, {NOW}, {NOW}, NULL, NULL, 1)",
                code.as_str()
            ));
            all.push((peer, code, host));
        }
        let insert = "INSERT INTO conversation (id, channel, peer, staff_id, staff_since, session, version, reachable, \
                      created_at, seen_at) VALUES ";
        books::execute(&app.url, &format!("{insert}{}", conversations.join(", "))).await;
        let insert = "INSERT INTO cases (id, code, conversation_id, lang, service, topic, room, state, reach, owner_id, \
                      summary, details, urgent, deadline, last_speaker, last_spoke_at, outcome, opened_at, claimed_at, \
                      answered_at, closed_at, version) VALUES ";
        books::execute(&app.url, &format!("{insert}{}", cases.join(", "))).await;
    }
    all
}

async fn ten_thousand_want_a_hundred_places(app: App) {
    let hosts = hosts(&app).await;
    let people = people(&app, &hosts).await;
    // Tuesday, nine o'clock, and every half hour after it.
    let first = (NOW + 23 * 3_600_000) / 60_000;
    let wish = |number: usize, (peer, code, host): &(String, CaseCode, String)| {
        let place = (number / HOSTS) % (PLACES / HOSTS);
        let minute = first + 30 * i64::try_from(place).unwrap();
        press(peer, &format!("a:pick:{}:{minute}:{host}", code.as_str()))
    };
    let wishes: Vec<Arrival> = people.iter().enumerate().map(|(number, one)| wish(number, one)).collect();
    let started = Instant::now();
    let shares = (0..CONNECTIONS).map(|share| {
        let (door, mine) =
            (app.gateway.door(), wishes.iter().skip(share).step_by(CONNECTIONS).cloned().collect::<Vec<_>>());
        tokio::spawn(async move {
            for wish in mine {
                door.come(wish).await.unwrap();
            }
        })
    });
    for share in join_all(shares).await {
        share.unwrap();
    }
    eprintln!("{TRIES} tries on {PLACES} places took {:?}", started.elapsed());

    assert_eq!(books::count(&app.url, "booking").await, PLACES);
    assert_eq!(books::count(&app.url, "booking WHERE state = 'held' AND awaits = 'staff'").await, PLACES);
    let places = "(SELECT DISTINCT staff_id, starts_at, seat FROM booking) AS places";
    assert_eq!(books::count(&app.url, places).await, PLACES);
    let answered =
        "(SELECT DISTINCT conversation_id FROM outbox WHERE conversation_id LIKE 'c0%') AS answered";
    assert_eq!(books::count(&app.url, answered).await, TRIES, "every loser is answered");
    let won = "outbox WHERE conversation_id LIKE 'c0%' AND body LIKE '%替您占好了%'";
    let lost = "outbox WHERE conversation_id LIKE 'c0%' AND body LIKE '%刚被别人约走了%'";
    assert_eq!(
        (books::count(&app.url, won).await, books::count(&app.url, lost).await),
        (PLACES, TRIES - PLACES)
    );
    let offered = "outbox WHERE body LIKE '%刚被别人约走了%' AND body LIKE '%a:pick:%'";
    assert!(books::count(&app.url, offered).await > 0, "while there are places, losers are shown them");
}

async fn calling_off_and_the_reminder_at_once_never_remind_afterwards(app: App) {
    let hosts = hosts(&app).await;
    let ticker = app.gateway.ticker();
    for round in 0..6 {
        let resident = format!("居民{round}");
        app.opens_a_case(&resident).await;
        let claim = app.button_of("律师0", "接单").await;
        app.takes(press("律师0", &claim)).await.unwrap();
        app.takes(words(&resident, "约个时间")).await.unwrap();
        app.settle().await;
        app.takes(words(&resident, "1")).await.unwrap();
        app.settle().await;
        let confirm = app.button_of("律师0", "确认").await;
        app.takes(press("律师0", &confirm)).await.unwrap();
        app.takes(words(&resident, "我的预约")).await.unwrap();
        app.takes(press(&resident, &app.button_of(&resident, "取消预约").await)).await.unwrap();
        app.settle().await;
        let off = app.button_of(&resident, "确定取消").await;
        // The evening before, when the reminder is due.
        let starts: i64 =
            books::texts(&app.url, "SELECT CAST(starts_at AS TEXT) FROM booking WHERE state = 'booked'")
                .await[0]
                .parse()
                .unwrap();
        let evening = Timestamp::from_millis(starts - 14 * 3_600_000);
        app.clock.advance(evening.since(app.clock.now()));
        let door = app.gateway.door();
        let (taken, ()) = tokio::join!(door.come(press(&resident, &off)), ticker.tick());
        taken.unwrap();
        app.settle().await;
        ticker.tick().await;
        app.settle().await;
        let said = app.said_to(&resident).await;
        let place = |words: &str| said.iter().rposition(|said| said.text.contains(words));
        let gone = place("的预约已取消").unwrap_or_else(|| panic!("{said:#?}"));
        assert!(place("提醒您").is_none_or(|reminded| reminded < gone), "{said:#?}");
        assert!(said[gone].file.is_some(), "the calendar entry is taken back");
        // On to ten o'clock of the next Monday.
        app.clock.advance(Duration::from_secs((6 * 24 + 15) * 3600));
    }
    assert_eq!(hosts.len(), HOSTS);
    assert_eq!(books::count(&app.url, "booking WHERE state = 'gone' AND truth = 'excused'").await, 6);
    let clocks = "timer WHERE kind NOT IN ('accept_by', 'answer_by')";
    assert_eq!(books::count(&app.url, clocks).await, 0);
}

async fn the_last_yes_to_a_meeting_and_somebody_elses_wish_get_one_place_between_them(app: App) {
    app.enlists("调解员", Role::Mediator).await;
    books::execute(
        &app.url,
        "INSERT INTO duty (id, staff_id, room, weekday, day, from_minute, until_minute, seats)
         SELECT 'duty-' || id, id, room, 2, NULL, 540, 1140, 1 FROM staff",
    )
    .await;
    let says = async |who: &str, text: &str| {
        app.takes(words(who, text)).await.unwrap();
        app.settle().await;
    };
    let presses = async |who: &str, label: &str| {
        app.takes(press(who, &app.button_of(who, label).await)).await.unwrap();
        app.settle().await;
    };
    let (mut met, mut lost) = (0, 0);
    for round in 0..8 {
        let (side, other) = (format!("申请人{round}"), format!("居民{round}"));
        for text in ["申请调解", "楼上漏水把我家天花板泡了", "邻居", "不急", "都可以", "民主村"]
        {
            says(&side, text).await;
        }
        for label in ["接单", "对方…", "添加对方"] {
            presses("调解员", label).await;
        }
        says("调解员", "楼上的").await;
        for label in ["对方电话里同意", "约时间"] {
            presses("调解员", label).await;
        }
        let offered = app.button_of("调解员", "1 3月").await;
        let place: Vec<&str> = offered.split(':').collect();
        says("调解员", "1").await;
        presses("调解员", "对方…").await;
        presses("调解员", "对方说时间行").await;
        app.opens_a_case(&other).await;
        presses("调解员", "接单").await;
        let code = books::texts(&app.url, "SELECT code FROM cases ORDER BY id DESC").await[0].clone();
        let wish = press(&other, &format!("a:pick:{code}:{}:{}", place[3], place[4]));
        let yes = press(&side, &app.button_of(&side, "行").await);
        let (door, beside) = (app.gateway.door(), app.gateway.door());
        let (one, two) = tokio::join!(door.come(yes), beside.come(wish));
        one.and(two).unwrap();
        app.settle().await;
        let starts = place[3].parse::<i64>().unwrap() * 60_000;
        let taken = format!("booking WHERE starts_at = {starts} AND state IN ('held', 'booked')");
        assert_eq!(books::count(&app.url, &taken).await, 1);
        let meets = app.times_said_to(&side, "约好了").await;
        assert_eq!(meets + app.times_said_to(&side, "刚被别人约走了").await, 1);
        assert_eq!(app.times_said_to(&other, "替您占好了").await, 1 - meets);
        assert_eq!(app.times_said_to(&other, "刚被别人约走了").await, meets);
        (met, lost) = (met + meets, lost + 1 - meets);
    }
    assert_eq!(books::count(&app.url, "booking WHERE meeting AND state = 'booked'").await, met);
    eprintln!("meetings won {met} of {} races", met + lost);
}
