//! `route` and `orphans`: who would get a message, and which cases nobody has.

use serde_json::Value;
use sqlx::{Connection, SqliteConnection};

use crate::support::program::Installation;

#[test]
fn a_message_is_rehearsed_and_nothing_of_it_is_kept() {
    let home = Installation::new().opened();
    let told = home.run(&["route", "物业乱收费，我要申请调解", "--community", "民主村"]).done();
    for line in [
        "understood  mediation",
        "case        opened once the form's questions are answered",
        "service     mediation",
        "room        500107003003 民主村: the resident's choice",
        "promise     20",
        "the street's leading group",
        "nobody can be reached",
    ] {
        assert!(told.contains(line), "{line} is not in\n{told}");
    }
    let json = home.run(&["route", "转人工", "--community", "500107003003", "--json"]).done();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["case"], "opened at once");
    assert_eq!(json["opened"]["room"]["name"], "民主村");
    assert_eq!(json["opened"]["ladder"][0]["reach"], "street");

    let unplaced = home.run(&["route", "转人工"]).done();
    assert!(unplaced.contains("give --community"), "{unplaced}");
    let unknown = home.run(&["route", "转人工", "--community", "月亮湾"]).fault();
    assert!(unknown.contains("--community 月亮湾: there is no such room"), "{unknown}");
    let answered = home.run(&["route", "协议离婚怎么办"]).done();
    assert!(answered.contains("below the answer and says which community; give --community"), "{answered}");
    assert_eq!(
        home.run(&["orphans"]).done(),
        "every open case has an owner or is offered, a next step and a deadline\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_nobody_has_is_listed() {
    let home = Installation::new().opened();
    let mut connection = SqliteConnection::connect(&home.database_url()).await.unwrap();
    let rows = "INSERT INTO conversation (id, channel, peer, session, version, reachable, created_at, seen_at)
            VALUES ('c', 'web', 'p', '{}', 1, TRUE, 1, 1);
        INSERT INTO cases (id, code, conversation_id, lang, service, room, state, reach, summary, details, urgent,
            deadline, last_speaker, last_spoke_at, opened_at, version)
            VALUES ('k', '22222222', 'c', 'zh', 'human', '500107003003', 'claimed', 'role', '', '[]', FALSE,
                0, 'resident', 1, 1, 1)";
    sqlx::raw_sql(rows).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let listed = home.run(&["orphans"]).done();
    assert_eq!(listed, "2222-2222  民主村  lacks an owner, a next step, a deadline\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn cases_of_a_room_that_is_gone_are_listed_and_told() {
    let home = Installation::new();
    let mut resident = home.start(&["chat", "--room", "民主村"]);
    resident.shows("民主村");
    resident.says("转人工\n");
    resident.shows("编号");
    assert_eq!(resident.ends().code, 0);
    home.edit("config/directory.toml", |text| text.replace("\"500107003003\"", "\"500107003103\""));
    let listed = home.run(&["orphans"]).done();
    assert!(
        listed
            .starts_with("config/directory.toml has no room 500107003003, so nobody sees its 1 open case(s)"),
        "{listed}"
    );
    assert!(listed.ends_with("  500107003003  lacks a room\n"), "{listed}");

    let (running, base) = home.serve();
    running.logs("config/directory.toml has no such rooms, and they have open cases");
    let ready = reqwest::get(format!("{base}/readyz")).await.unwrap();
    assert!(ready.status().is_success());
    let ready = ready.text().await.unwrap();
    assert!(ready.contains("config/directory.toml has no 500107003003 (1)"), "{ready}");
    assert_eq!(running.stops().code, 0);
}
