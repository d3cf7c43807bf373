//! `posters` and `draft`: pages that are printed, looked at as files.

use fengqiao::domain::code::CaseCode;
use sqlx::{Connection, SqliteConnection};

use crate::support::bot_api::{BotApi, TOKEN};
use crate::support::program::Installation;

#[test]
fn posters_need_an_address_that_people_reach() {
    let home = Installation::new();
    let told = home.run(&["posters"]).fault();
    assert!(told.contains("http.public_url") && told.contains("https://"), "{told}");
    assert!(home.is_untouched());
}

#[test]
fn every_room_gets_a_page_and_the_index_lists_them() {
    let home = Installation::new();
    let url = ["--set", "http.public_url=https://law.example/"];
    // Like every path on the command line it begins in the current folder, which is not the home.
    let out = home.path("out");
    let relative = out.strip_prefix("/").unwrap().to_str().unwrap();
    let told = home.run(&[&url[..], &["posters", "--out", relative]].concat()).done();
    assert!(told.starts_with("15 posters"), "{told}");
    let read = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    let page = read("500107003003.html");
    for said in [
        "民主村社区公共法律服务工作室",
        "https://law.example/r/500107003003",
        "不用留姓名",
        "先打 110",
        "12348",
        "@page { size: A4",
    ] {
        assert!(page.contains(said), "{said} is not in {page}");
    }
    assert_eq!(page.matches("<svg").count(), 1, "no bot, no code for it");
    assert!(!page.contains("src=") && !page.contains("Telegram"), "it needs nothing else");
    let index = read("index.html");
    assert_eq!(index.matches("<li>").count(), 15);
    assert!(index.contains("500107003003.html") && index.contains("谢家湾街道公共法律服务"), "{index}");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_bot_each_page_has_its_code_too() {
    let api = BotApi::start().await;
    let home = Installation::new()
        .with("FENGQIAO_TELEGRAM__TOKEN", TOKEN)
        .with("FENGQIAO_TELEGRAM__API_URL", api.url())
        .with("FENGQIAO_HTTP__PUBLIC_URL", "https://law.example");
    let home = tokio::task::spawn_blocking(move || {
        home.run(&["posters", "--out", home.path("posters").to_str().unwrap()]).done();
        home
    });
    let home = home.await.unwrap();
    let page = std::fs::read_to_string(home.path("posters/500107003003.html")).unwrap();
    assert_eq!(page.matches("<svg").count(), 2);
    assert!(page.contains("?start=room_500107003003"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_printed_and_only_for_mediations() {
    let home = Installation::new().opened();
    let (mediation, consultation) = (CaseCode::from_number(1), CaseCode::from_number(2));
    let mut connection = SqliteConnection::connect(&home.database_url()).await.unwrap();
    let case = |id: &str, code: &CaseCode, service: &str| {
        format!(
            "INSERT INTO cases (id, code, conversation_id, lang, service, topic, room, state, reach, summary, details,
                urgent, deadline, last_speaker, last_spoke_at, opened_at, version)
             VALUES ('{id}', '{}', 'c', 'zh', '{service}', 'neighbour', '500107003003', 'offered', 'role', '楼上漏水',
                '[[\"对方是谁\",\"邻居\"]]', FALSE, 0, 'resident', 1, 1, 1);",
            code.as_str()
        )
    };
    let rows = "INSERT INTO conversation (id, channel, peer, session, version, reachable, created_at, seen_at)
            VALUES ('c', 'web', 'p', '{}', 1, TRUE, 1, 1);"
        .to_owned()
        + &case("m", &mediation, "mediation") + &case("k", &consultation, "consultation");
    sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();

    let page = home.run(&["draft", mediation.as_str(), "--form", "agreement"]).done();
    for said in [
        "草稿 · 签名、盖章、按手印后才有效力",
        "<h1>人民调解协议书</h1>",
        "楼上漏水",
        "对方：邻居",
        "各执一份",
    ] {
        assert!(page.contains(said), "{said} is not in {page}");
    }
    let file = home.path("draft.docx");
    let told =
        home.run(&["draft", mediation.as_str(), "--form", "intake", "-o", file.to_str().unwrap()]).done();
    assert!(told.contains("草稿") && told.contains("人民调解受理登记表"), "{told}");
    assert!(std::fs::read(&file).unwrap().starts_with(b"PK"));
    let file = home.path("draft.html");
    home.run(&["draft", mediation.as_str(), "--form", "record", "-o", file.to_str().unwrap()]).done();
    assert!(std::fs::read_to_string(&file).unwrap().contains("人民调解记录"));

    let told = home.run(&["draft", consultation.as_str(), "--form", "agreement"]).fault();
    assert!(told.contains("mediations"), "{told}");
    for unknown in [CaseCode::from_number(3).as_str(), "x"] {
        assert!(home.run(&["draft", unknown, "--form", "agreement"]).fault().contains("no case"));
    }
    assert!(home.run(&["draft", mediation.as_str(), "--form", "effective"]).misuse().contains("oral"));
}
