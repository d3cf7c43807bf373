//! Rules edited while the gateway runs: sound ones are in use within moments, faulty ones never.

use std::time::{Duration, Instant};

use fengqiao::config::load::Home;
use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;
use fengqiao::runtime::reload::Reload;
use sqlx::{Connection, SqliteConnection};
use tokio_util::sync::CancellationToken;

use crate::support::app::{App, Database};
use crate::support::program::Installation;
use crate::support::stage::{Act, Stage};
use crate::support::web_stage::WebStage;

/// What the promise of two seconds becomes where every processor is busy with other tests.
const AT_MOST: Duration = Duration::from_secs(20);

/// A file of rules that only these tests have.
const LANTERNS: &str = r#"topic = "lanterns"
label = "灯笼节"
label_en = "Lanterns"
[[intent]]
id = "day"
service = "smalltalk"
label = "灯笼节是哪天"
label_en = "The day"
patterns = ["灯笼节 = 100"]
answer = "灯笼节在正月。"
answer_en = "In spring."
examples = ["灯笼节是哪天", "今年灯笼节", "灯笼节几号"]
counter = ["今天天气"]
"#;

const QUESTION: &str = "灯笼节是哪天";

/// An installation with that file.
fn installation() -> Installation {
    let installed = Installation::new();
    edit(&installed, LANTERNS);
    installed
}

fn edit(installed: &Installation, text: &str) {
    std::fs::write(installed.path("intents/lanterns.toml"), text).unwrap();
}

async fn stage(installed: &Installation, database: Database) -> Option<WebStage> {
    let home = Home { folder: installed.path(""), flags: Vec::new() };
    let now = Timestamp::from_local("2026-03-05T10:00:00".parse().unwrap());
    App::start_in(home, database, now, |_| None).await.map(WebStage::new)
}

/// What somebody reads after doing something.
async fn does(stage: &mut WebStage, name: &str, act: Act) -> String {
    stage.act(name, act).await;
    heard(stage, name).await
}

async fn asks(stage: &mut WebStage, name: &str, text: &str) -> String {
    does(stage, name, Act::Says(text.to_owned())).await
}

async fn heard(stage: &mut WebStage, name: &str) -> String {
    stage.app().settle().await;
    let news = stage.news(name).await;
    news.iter().map(|seen| seen.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn says(read: &str, words: &str) {
    assert!(read.contains(words), "{words} is not in: {read}");
}

/// A few looks, as they follow each other in time.
async fn look(reloads: &mut [Reload]) {
    for _ in 0..2 {
        for reload in &mut *reloads {
            reload.look().await;
        }
    }
}

/// The versions that the records kept, in the order they came up.
async fn versions(stage: &WebStage) -> Vec<String> {
    let mut connection = SqliteConnection::connect(&stage.app().url).await.unwrap();
    let found: Vec<String> =
        sqlx::query_scalar("SELECT rules FROM record ORDER BY id").fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let mut versions = found;
    versions.dedup();
    versions
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_answer_is_given_at_once_and_an_open_form_goes_on() {
    let installed = installation();
    let mut stage = stage(&installed, Database::Sqlite).await.unwrap();
    stage.resident("anna").await;
    stage.resident("ben").await;
    let end = CancellationToken::new();
    let running = tokio::spawn(stage.app().gateway.reload().unwrap().run(end.clone()));

    says(&asks(&mut stage, "anna", "申请法律援助").await, "（1/5）");
    says(&does(&mut stage, "anna", Act::Presses("讨工资".into())).await, "（2/5）");
    says(&asks(&mut stage, "ben", "你好").await, "您好");
    says(&asks(&mut stage, "ben", QUESTION).await, "灯笼节在正月。");
    asks(&mut stage, "ben", "阿巴阿巴咕噜").await;

    edit(&installed, &LANTERNS.replace("在正月", "改到腊月"));
    let saved = Instant::now();
    while !asks(&mut stage, "ben", QUESTION).await.contains("灯笼节改到腊月。") {
        assert!(saved.elapsed() < AT_MOST, "the edit is not in use");
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    says(&does(&mut stage, "anna", Act::Presses("经济困难".into())).await, "（3/5）");
    asks(&mut stage, "ben", "阿巴阿巴咕噜").await;

    let versions = versions(&stage).await;
    assert_eq!(versions.len(), 2, "each record names the set that decided: {versions:?}");
    assert!(versions.iter().all(|version| version.len() == 12), "{versions:?}");
    end.cancel();
    running.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn laws_past_their_review_keep_no_edit_from_being_used() {
    let installed = installation().reviewed_until("2020-01-01");
    let mut stage = stage(&installed, Database::Sqlite).await.unwrap();
    stage.resident("anna").await;
    let mut reload = [stage.app().gateway.reload().unwrap()];
    edit(&installed, &LANTERNS.replace("在正月", "改到腊月"));
    look(&mut reload).await;
    asks(&mut stage, "anna", "你好").await;
    says(&asks(&mut stage, "anna", QUESTION).await, "灯笼节改到腊月。");
    says(&asks(&mut stage, "anna", "协议离婚怎么办").await, "该请律师来答");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_faulty_edit_is_refused_and_told_on_sqlite() {
    a_faulty_edit_is_refused_and_told(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_faulty_edit_is_refused_and_told_on_postgres() {
    a_faulty_edit_is_refused_and_told(Database::Postgres).await;
}

/// Two processes watch the same files; whoever runs the system is told once.
async fn a_faulty_edit_is_refused_and_told(database: Database) {
    let installed = installation();
    let Some(mut stage) = stage(&installed, database).await else { return };
    stage.staff("chen", Role::Admin, "street").await;
    stage.staff("li", Role::Lawyer, "民主村").await;
    stage.resident("anna").await;
    let mut reloads = [stage.app().gateway.reload().unwrap(), stage.app().gateway.reload().unwrap()];
    says(&asks(&mut stage, "anna", "你好").await, "您好");
    look(&mut reloads).await;
    assert_eq!(heard(&mut stage, "chen").await, "", "nothing has been edited");

    edit(&installed, &LANTERNS.replace("在正月", "改到腊月").replace("[[intent]]", "colour = 1\n[[intent]]"));
    look(&mut reloads).await;
    let told = heard(&mut stage, "chen").await;
    assert!(told.starts_with("刚改的规则有问题"), "{told}");
    assert!(told.contains("· intents/lanterns.toml:4: `colour` is not known here"), "{told}");
    assert_eq!(told.matches("刚改的规则有问题").count(), 1, "{told}");
    assert_eq!(heard(&mut stage, "li").await, "", "it is not for everybody");
    says(&asks(&mut stage, "anna", QUESTION).await, "灯笼节在正月。");

    // Another edit with the same faults is no news; another fault is.
    edit(&installed, &LANTERNS.replace("在正月", "改到冬月").replace("[[intent]]", "colour = 1\n[[intent]]"));
    look(&mut reloads).await;
    assert_eq!(heard(&mut stage, "chen").await, "");
    edit(&installed, &LANTERNS.replace("今年灯笼节", "梯子在唱歌"));
    look(&mut reloads).await;
    let told = heard(&mut stage, "chen").await;
    assert!(told.contains("· intents/lanterns.toml:12: example `梯子在唱歌` is read as"), "{told}");

    edit(&installed, &LANTERNS.replace("在正月", "改到腊月"));
    look(&mut reloads).await;
    says(&asks(&mut stage, "anna", QUESTION).await, "灯笼节改到腊月。");
    assert_eq!(heard(&mut stage, "chen").await, "规则已经没有问题，新的已启用。");

    edit(&installed, &LANTERNS.replace("今年灯笼节", "梯子在唱歌"));
    look(&mut reloads).await;
    assert!(
        heard(&mut stage, "chen").await.contains("梯子在唱歌"),
        "the same fault again, later, is told again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_cleared_changes_nothing() {
    let installed = installation();
    let mut stage = stage(&installed, Database::Sqlite).await.unwrap();
    stage.staff("chen", Role::Admin, "street").await;
    stage.resident("anna").await;
    let mut reload = [stage.app().gateway.reload().unwrap()];
    for file in std::fs::read_dir(installed.path("intents")).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    look(&mut reload).await;
    let told = heard(&mut stage, "chen").await;
    says(&told, "· intents: no intent has `service = \"emergency\"`");
    says(&told, "· intents/command.toml: is missing");
    asks(&mut stage, "anna", "你好").await;
    says(&asks(&mut stage, "anna", QUESTION).await, "灯笼节在正月。");
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_and_directory_are_watched_too() {
    let installed = installation();
    let mut stage = stage(&installed, Database::Sqlite).await.unwrap();
    stage.resident("anna").await;
    let mut reloads = [stage.app().gateway.reload().unwrap()];
    let change = |file: &str, from: &str, to: &str| {
        installed.edit(file, |text| {
            assert!(text.contains(from), "{file} does not say {from}");
            text.replace(from, to)
        });
    };
    change("config/texts/zh.toml", "没太听明白", "没听清楚");
    look(&mut reloads).await;
    says(&asks(&mut stage, "anna", "阿巴阿巴咕噜").await, "没听清楚");
    change("config/directory.toml", "\"12348\"", "\"95598\"");
    look(&mut reloads).await;
    says(&asks(&mut stage, "anna", "咕噜阿巴阿巴").await, "95598");
}

#[test]
fn the_real_program_takes_up_an_edit_and_counts_it() {
    let installed = installation();
    let (running, base) = installed.serve();
    edit(&installed, &LANTERNS.replace("counter", "colour"));
    running.logs("intents/lanterns.toml:13: `colour` is not known here");
    edit(&installed, &LANTERNS.replace("在正月", "改到腊月"));
    running.logs("edited rules are in use");
    let metrics = tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(async { reqwest::get(format!("{base}/metrics")).await.unwrap().text().await.unwrap() });
    for counted in
        ["fengqiao_rules_reloads_total{ok=\"false\"} 1", "fengqiao_rules_reloads_total{ok=\"true\"} 1"]
    {
        assert!(metrics.contains(counted), "{counted} is not in: {metrics}");
    }
    let ended = running.stops();
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(ended.err.matches("edited rules are in use").count(), 1, "{}", ended.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_that_takes_a_room_from_its_open_cases_is_refused_until_they_are_closed() {
    let installed = installation();
    let mut stage = stage(&installed, Database::Sqlite).await.unwrap();
    stage.staff("chen", Role::Admin, "street").await;
    stage.resident("anna").await;
    asks(&mut stage, "anna", "转人工").await;
    says(&asks(&mut stage, "anna", "民主村").await, "编号");
    heard(&mut stage, "chen").await;
    let mut reloads = [stage.app().gateway.reload().unwrap()];
    look(&mut reloads).await;
    let anew = |text: String| text.replace("\"500107003003\"", "\"500107003103\"");
    installed.edit("config/directory.toml", anew);
    look(&mut reloads).await;
    let told = heard(&mut stage, "chen").await;
    says(&told, "room 500107003003 民主村 is not here any more and has 1 open case(s)");
    look(&mut reloads).await;
    assert_eq!(heard(&mut stage, "chen").await, "", "it is told once");

    let mut connection = SqliteConnection::connect(&stage.app().url).await.unwrap();
    sqlx::raw_sql("UPDATE cases SET state = 'closed'").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    installed.edit("config/directory.toml", anew);
    look(&mut reloads).await;
    assert_eq!(heard(&mut stage, "chen").await, "规则已经没有问题，新的已启用。");
}
