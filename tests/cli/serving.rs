//! `serve`: what it prints, who becomes the first administrator, and how it ends.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::Value;

use crate::support::bot_api::{BotApi, TOKEN};
use crate::support::postgres;
use crate::support::program::{Installation, Running};
use crate::support::web_user::WebUser;

fn link(serving: &Running) -> String {
    let line = serving.line("first admin");
    line.split_whitespace().nth(2).unwrap().to_owned()
}

async fn get(url: &str) -> (StatusCode, String) {
    let answer = reqwest::get(url).await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_makes_the_first_administrator() {
    let home = Installation::new();
    let (serving, base) = home.serve();
    serving.line("Ctrl-C");
    let said = serving.out();
    for expected in [
        "Fengqiao serves 14 communities\n",
        &format!("  residents   {base}/\n"),
        "  telegram    off (set FENGQIAO_TELEGRAM__TOKEN)\n",
        "Invite staff: fengqiao staff invite",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    let link = link(&serving);
    let code = link.strip_prefix(&format!("{base}/s/")).unwrap_or_else(|| panic!("{link} is not on {base}"));

    let mut visitor = WebUser::new(&base);
    assert!(visitor.open(&format!("/s/{code}")).await.body.contains(code));
    assert!(visitor.submit("/chat/messages", &[("start", code)]).await.status.is_redirection());
    visitor.waits_for("管理员，您好！您已登记为谢家湾街道的").await;
    visitor.say("统计").await;
    visitor.waits_for("看哪一段").await;
    let ended = serving.stops();
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.out.ends_with("stopped\n"), "{ended:?}");

    let (again, _) = home.serve();
    again.line("Ctrl-C");
    assert!(!again.out().contains("first admin"), "{}", again.out());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_newest_of_the_links_nobody_used_works() {
    let home = Installation::new();
    let (first, base) = home.serve();
    let old = link(&first).strip_prefix(&base).unwrap().to_owned();
    first.stops();
    let (second, base) = home.serve();
    let new = link(&second).strip_prefix(&base).unwrap().to_owned();
    for (path, says) in [(old, "作废"), (new, "您已登记为谢家湾街道的")] {
        let mut visitor = WebUser::new(&base);
        visitor.open(&path).await;
        visitor.post("/chat/messages", &[("start", path.trim_start_matches("/s/"))]).await;
        visitor.waits_for(says).await;
    }
    let admins = home.run(&["staff", "list"]).done();
    assert_eq!(admins.matches(" active ").count(), 1, "{admins}");
}

#[tokio::test(flavor = "multi_thread")]
async fn health_readiness_and_numbers_are_there_to_be_asked() {
    let home = Installation::new();
    let (serving, base) = home.serve();
    assert_eq!(get(&format!("{base}/healthz")).await, (StatusCode::OK, "ok\n".into()));
    let (status, ready) = get(&format!("{base}/readyz")).await;
    assert_eq!(status, StatusCode::OK);
    let checks: Value = serde_json::from_str(&ready).unwrap();
    assert_eq!((&checks[0]["name"], &checks[0]["ok"]), (&"database".into(), &true.into()), "{ready}");
    let names: Vec<&Value> = checks.as_array().unwrap().iter().map(|check| &check["name"]).collect();
    assert_eq!(names, ["database", "calendar"], "no Telegram, nothing to be ready: {ready}");
    assert_eq!(get(&format!("{base}/metrics")).await.0, StatusCode::OK);
    assert_eq!(get(&format!("{base}/nowhere")).await.0, StatusCode::NOT_FOUND);
    drop(serving);
}

#[tokio::test(flavor = "multi_thread")]
async fn both_signals_end_it_soon_with_open_pages_and_the_conversation_goes_on_after() {
    let home = Installation::new();
    let (serving, base) = home.serve();
    let mut visitor = WebUser::arrived(&base).await;
    visitor.say("房东不退押金").await;
    visitor.waits_for("依据").await;
    let _page = visitor.listen(None).await;
    serving.signal("INT");
    let ended = serving.stops();
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.took < Duration::from_secs(3), "{ended:?}");

    let port = base.rsplit(':').next().unwrap();
    let (again, same) = home.serve_with(&["--set", &format!("http.listen=127.0.0.1:{port}")]);
    assert_eq!(same, base);
    assert!(visitor.waits_for("依据").await.contains("押金"));
    again.stops();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_telegram_refuses_is_said_once_and_the_page_works_on() {
    let api = BotApi::start().await;
    api.revokes_token(true);
    let home = Installation::new()
        .with("FENGQIAO_TELEGRAM__TOKEN", TOKEN)
        .with("FENGQIAO_TELEGRAM__API_URL", api.url());
    let (serving, base) = home.serve();
    serving.line("telegram    polling");
    serving.logs("refuses this bot");
    let (status, ready) = get(&format!("{base}/readyz")).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    let checks: Value = serde_json::from_str(&ready).unwrap();
    assert_eq!((&checks[0]["ok"], &checks[2]["ok"]), (&true.into(), &false.into()), "{ready}");
    assert!(checks[2]["note"].as_str().unwrap().contains("correct telegram.token"), "{ready}");
    assert_eq!(get(&format!("{base}/healthz")).await.0, StatusCode::OK);

    let mut visitor = WebUser::arrived(&base).await;
    visitor.say("老板拖欠工资").await;
    visitor.waits_for("依据").await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(serving.err().matches("refuses this bot").count(), 1, "{}", serving.err());
    assert!(!serving.err().contains(TOKEN) && !serving.out().contains(TOKEN));
    assert_eq!(serving.stops().code, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_token_the_same_process_is_the_bot() {
    let api = BotApi::start().await;
    let home = Installation::new()
        .with("FENGQIAO_TELEGRAM__TOKEN", TOKEN)
        .with("FENGQIAO_TELEGRAM__API_URL", api.url());
    let (serving, _) = home.serve();
    api.user(7).says("老板拖欠工资");
    api.user(7).waits_for("依据").await;
    let invite = ["staff", "invite", "--room", "民主村", "--role", "lawyer", "--name", "李律师"];
    let out = home.run(&invite).done();
    let code = out.lines().next().unwrap();
    assert!(
        out.contains(&format!("https://t.me/{}?start={code}", crate::support::bot_api::USERNAME)),
        "{out}"
    );
    api.user(8).opens(code);
    api.user(8).waits_for("您已登记为民主村的律师").await;
    assert_eq!(serving.stops().code, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_serves_from_postgres_and_leaves_no_file() {
    let Some(server) = postgres::shared() else { return };
    let home = Installation::new().with("FENGQIAO_DATABASE__URL", server.database().await);
    let (serving, base) = home.serve();
    let mut visitor = WebUser::arrived(&base).await;
    visitor.say("房东不退押金").await;
    visitor.waits_for("依据").await;
    assert_eq!(serving.stops().code, 0);
    assert!(home.is_untouched());
}
