//! What no turn can take in is put apart and acknowledged; everybody else is served.

use std::time::Duration;

use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;

use crate::support::app::Database;
use crate::support::books;
use crate::support::bot_api::Fault;
use crate::support::mortal::Place;
use crate::support::stage::{Act, Stage};
use crate::support::telegram_stage::TelegramStage;

/// A Monday, later than the machine's clock, which the command line goes by: what it makes due is due here as well.
const NOW: &str = "2045-03-06 10:00";

with_both_databases!(
    on:
    a_case_nobody_can_read_stops_only_its_own_messages,
    a_place_nobody_can_read_begins_anew,
    an_update_nobody_can_read_is_put_apart,
    a_lost_message_about_a_case_nobody_can_read_holds_up_nothing,
    a_timer_nobody_knows_or_about_such_a_case_stops_no_other,
);

async fn on(database: Database, test: impl AsyncFnOnce(&mut TelegramStage)) {
    let now = chrono::NaiveDateTime::parse_from_str(NOW, "%Y-%m-%d %H:%M").unwrap();
    if let Some(mut stage) = TelegramStage::start(database, Timestamp::from_local(now)).await {
        test(&mut stage).await;
    }
}

async fn a_case_nobody_can_read_stops_only_its_own_messages(stage: &mut TelegramStage) {
    stage.staff("root", Role::Admin, "street").await;
    a_case(stage).await;
    let before = seen(stage, "anna").len();
    spoil(stage, "UPDATE cases SET service = 'unknown'").await;
    says(stage, "anna", "在吗").await;
    stage.resident("bo").await;
    says(stage, "bo", "你好").await;
    assert_eq!((seen(stage, "anna").len(), seen(stage, "bo").len()), (before + 1, 1));
    assert!(seen(stage, "anna").last().unwrap().contains("没能处理好"), "{:?}", seen(stage, "anna"));
    assert!(stage.api.unconfirmed().is_empty(), "it is acknowledged");
    let notes = notes(stage).await;
    assert!(notes.len() == 1 && notes[0].contains("cases") && notes[0].contains("service"), "{notes:?}");

    // Once somebody has seen to the row, all is well.
    says(stage, "anna", "就是这些").await;
    let told = |stage: &TelegramStage| {
        seen(stage, "root").iter().filter(|text| text.contains("fengqiao inbound --quarantined")).count()
    };
    assert_eq!(told(stage), 1, "whoever runs the system is told once, not of each");
    let home = Place::over(Some(stage.app.url.clone()), None);
    let list = home.prints(&["inbound", "--quarantined"]);
    assert!(
        list.lines().count() == 2 && list.contains("telegram") && list.contains("column service"),
        "{list}"
    );
    let ids: Vec<&str> = list.lines().rev().map(|line| line.split(' ').next().unwrap()).collect();
    let still = home.refuses(&["inbound", "--retry", ids[0]]);
    assert!(still.contains("still cannot be handled") && still.contains("cases"), "{still}");

    spoil(stage, "UPDATE cases SET service = 'human'").await;
    for id in &ids {
        assert!(home.prints(&["inbound", "--retry", id]).contains("is handled"));
    }
    stage.app.settle().await;
    assert!(seen(stage, "anna").last().unwrap().contains("已转给"), "{:?}", seen(stage, "anna"));
    let passed_on = seen(stage, "wang");
    assert!(passed_on.iter().any(|text| text.ends_with("在吗")), "{passed_on:?}");
    assert_eq!(home.prints(&["inbound", "--quarantined"]), "");
    let gone = home.refuses(&["inbound", "--retry", ids[0]]);
    assert!(
        gone.contains("there is no message") && gone.contains("fengqiao inbound --quarantined"),
        "{gone}"
    );

    // An hour later it is worth telling again.
    stage.app.clock.advance(Duration::from_secs(3600));
    spoil(stage, "UPDATE cases SET service = 'unknown'").await;
    says(stage, "anna", "说来话长").await;
    assert_eq!(told(stage), 2);
}

async fn a_place_nobody_can_read_begins_anew(stage: &mut TelegramStage) {
    stage.resident("anna").await;
    says(stage, "anna", "我要申请调解").await;
    spoil(stage, "UPDATE conversation SET session = '{'").await;
    says(stage, "anna", "房东不退押金怎么办").await;
    assert!(seen(stage, "anna").iter().any(|text| text.contains("房屋租赁")), "{:?}", seen(stage, "anna"));
    assert!(notes(stage).await.is_empty());
}

async fn an_update_nobody_can_read_is_put_apart(stage: &mut TelegramStage) {
    stage.resident("bo").await;
    for broken in [r#"{"update_id":N,"message":{"chat":"?"}}"#, r#"{"update_id":"N"}"#, "[", "\u{0}"] {
        stage.api.sends_raw(|number| broken.replace('N', &number.to_string()));
    }
    says(stage, "bo", "你好").await;
    assert_eq!(seen(stage, "bo").len(), 1);
    assert!(stage.api.unconfirmed().is_empty(), "they are acknowledged");
    assert_eq!(notes(stage).await.len(), 4);
    assert_eq!(books::count(&stage.app.url, "inbound WHERE raw LIKE '%\"message\"%'").await, 2);
}

async fn a_lost_message_about_a_case_nobody_can_read_holds_up_nothing(stage: &mut TelegramStage) {
    a_case(stage).await;
    stage.act("wang", Act::Presses("接单".into())).await;
    stage.api.plan_for(stage.person("anna").id, Fault::Refused(400, "Bad Request: no"));
    stage.person("wang").replies_to("转人工 ·", "请明天来");
    stage.api.waits_until("the answer is taken in", || stage.api.unconfirmed().is_empty()).await;
    spoil(stage, "UPDATE cases SET service = 'unknown'").await;
    stage.app.settle().await;
    spoil(stage, "UPDATE cases SET service = 'human'").await;
    assert_eq!(books::count(&stage.app.url, "outbox WHERE status = 'waiting'").await, 0);
    let errors = books::texts(&stage.app.url, "SELECT error FROM outbox WHERE status = 'dead'").await;
    assert!(errors.len() == 1 && errors[0].contains("no; table cases"), "{errors:?}");
    says(stage, "anna", "在吗").await;
    assert!(seen(stage, "anna").last().unwrap().contains("已转给"), "{:?}", seen(stage, "anna"));
}

async fn a_timer_nobody_knows_or_about_such_a_case_stops_no_other(stage: &mut TelegramStage) {
    stage.staff("wang", Role::Lawyer, "民主村").await;
    for name in ["anna", "bo", "chen"] {
        stage.resident(name).await;
        says(stage, name, "转人工").await;
        says(stage, name, "民主村").await;
    }
    let of = |peer: usize, column: &str| {
        let whose = format!("conversation_id = (SELECT id FROM conversation WHERE peer = '{}')", peer + 1000);
        format!("SELECT {column} FROM cases WHERE {whose}")
    };
    spoil(stage, &format!("UPDATE timer SET kind = 'later' WHERE case_id IN ({})", of(1, "id"))).await;
    spoil(stage, &format!("UPDATE cases SET reach = 'moon' WHERE id IN ({})", of(2, "id"))).await;
    stage.app.wait(Duration::from_secs(3600)).await;
    let reach = async |peer| books::texts(&stage.app.url, &of(peer, "reach")).await;
    assert_eq!((reach(3).await, reach(1).await), (vec!["street".to_owned()], vec!["street".to_owned()]));

    // Whoever runs the system finds them where they look first; residents are served all the same.
    let ready = reqwest::get(format!("{}/readyz", stage.app.base)).await.unwrap();
    let (status, told) = (ready.status(), ready.text().await.unwrap());
    assert!(status.is_success() && told.contains("column kind") && told.contains("column reach"), "{told}");

    // Once somebody has seen to them, they fire.
    spoil(stage, "UPDATE timer SET kind = 'accept_by' WHERE kind = 'later' AND due_at = (SELECT MIN(due_at) FROM timer WHERE kind = 'later')").await;
    spoil(stage, "UPDATE timer SET kind = 'answer_by' WHERE kind = 'later'").await;
    spoil(stage, "UPDATE cases SET reach = 'role' WHERE reach = 'moon'").await;
    stage.app.wait(Duration::from_secs(3600)).await;
    for peer in 1..=3 {
        assert_eq!(books::texts(&stage.app.url, &of(peer, "reach")).await, ["street"], "{peer}");
    }
}

/// A case of anna's, offered to wang.
async fn a_case(stage: &mut TelegramStage) {
    stage.staff("wang", Role::Lawyer, "民主村").await;
    stage.resident("anna").await;
    for words in ["转人工", "民主村"] {
        says(stage, "anna", words).await;
    }
}

async fn says(stage: &mut TelegramStage, name: &str, words: &str) {
    stage.act(name, Act::Says(words.to_owned())).await;
    stage.app.clock.advance(Duration::from_secs(1));
}

fn seen(stage: &TelegramStage, name: &str) -> Vec<String> {
    stage.person(name).sees().into_iter().map(|message| message.text).collect()
}

async fn spoil(stage: &TelegramStage, sql: &str) {
    books::execute(&stage.app.url, sql).await;
}

/// Why each message in quarantine is there.
async fn notes(stage: &TelegramStage) -> Vec<String> {
    books::texts(&stage.app.url, "SELECT note FROM inbound WHERE status = 'quarantined' ORDER BY id").await
}
