//! A bad environment: one clear message with the way out, exit code 1, soon, and no trace.

use std::ffi::OsString;
use std::net::TcpListener;
use std::os::unix::ffi::OsStringExt;

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::support::program::{Ended, Installation};
use crate::support::{ports, postgres};

/// Every command that opens the database.
const COMMANDS: [&[&str]; 8] = [
    &["serve", "--set", "http.listen=127.0.0.1:0"],
    &["chat"],
    &["staff", "list"],
    &["stats", "--from", "2026-01-01", "--to", "2026-12-31"],
    &["outbox"],
    &["orphans"],
    &["route", "转人工"],
    &["backup", "copy.db"],
];

/// Those that make a database which is not there.
const MAKERS: [&[&str]; 3] = [
    &["serve", "--set", "http.listen=127.0.0.1:0"],
    &["chat"],
    &["staff", "invite", "--room", "street", "--role", "clerk", "--name", "钱内勤"],
];

/// One line for people that holds all of this.
fn says(ended: Ended, fragments: &[&str]) {
    let told = ended.fault();
    assert!(told.starts_with("fengqiao: ") && told.lines().count() == 1, "{told}");
    for fragment in fragments {
        assert!(told.contains(fragment), "{fragment:?} is not in {told}");
    }
}

#[test]
fn a_database_url_of_another_kind() {
    let home = Installation::new();
    for url in ["mysql://root@localhost/fengqiao", "data/fengqiao.db", "sqlite://", ""] {
        let told = home.run(&["--set", &format!("database.url={url}"), "serve"]).fault();
        let expected = "flag --set database.url: `database.url` must be sqlite://FILE or postgres://";
        assert!(told.starts_with(expected), "{told}");
        assert!(home.is_untouched());
    }
}

#[test]
fn a_database_server_that_is_not_there() {
    let port = ports::free();
    let url = format!("postgres://me:secret-words@127.0.0.1:{port}/law");
    let home = Installation::new().with("FENGQIAO_DATABASE__URL", url);
    for command in COMMANDS {
        let ended = home.run(command);
        assert!(!ended.err.contains("secret-words"), "{command:?}: {ended:?}");
        says(ended, &[&format!("law at 127.0.0.1:{port} cannot be reached"), "start it, or correct the URL"]);
    }
    assert!(home.is_untouched());
}

#[test]
fn a_database_server_that_does_not_answer() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://me@{}/law", silent.local_addr().unwrap());
    let home = Installation::new().with("FENGQIAO_DATABASE__URL", url);
    says(
        home.run(&["serve", "--set", "http.listen=127.0.0.1:0"]),
        &["cannot be reached", "no answer within 5 s"],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_server_that_has_no_such_database_or_user() {
    let Some(server) = postgres::shared() else { return };
    let home = Installation::new().with("FENGQIAO_DATABASE__URL", server.url("nowhere"));
    says(home.run(&["staff", "list"]), &["has no database nowhere", "create it, or correct the URL"]);
    let home = Installation::new().with("FENGQIAO_DATABASE__URL", server.guarded_url(Some("wrong")).await);
    says(home.run(&["staff", "list"]), &["refuses the user", "correct user and password in the URL"]);
}

#[test]
fn a_place_where_no_database_can_be_made() {
    let home = Installation::new();
    std::fs::write(home.path("file"), "not a folder").unwrap();
    let before = home.names();
    for command in MAKERS {
        let under = home.run(&[&["--set", "database.url=sqlite://file/deep/fengqiao.db"], command].concat());
        says(under, &["file/deep", "cannot be created", "choose another in the URL"]);
        let folder = home.run(&[&["--set", "database.url=sqlite://config"], command].concat());
        says(folder, &["config", "cannot be opened for writing", "choose another in the URL"]);
    }
    assert_eq!(home.names(), before);
}

#[test]
fn a_database_that_is_not_there_is_made_only_to_be_used() {
    let home = Installation::new().with("FENGQIAO_DATABASE__URL", "sqlite://data/fengqaio.db");
    for command in [
        &["staff", "list"][..],
        &["staff", "revoke", "x"],
        &["stats", "--from", "2026-01-01", "--to", "2026-12-31"],
        &["outbox"],
        &["inbound", "--quarantined"],
        &["orphans"],
        &["route", "转人工"],
        &["backup", "/tmp/never.db"],
        &["intents", "unmatched"],
        &["draft", "22222222", "--form", "agreement"],
        &["roster", "show", "--room", "民主村"],
    ] {
        let ended = home.run(command);
        says(ended, &["there is no database at ", "data/fengqaio.db: mend `database.url`"]);
        assert!(home.is_untouched(), "{command:?}");
    }
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let home = Installation::new();
    std::fs::create_dir(home.path("data")).unwrap();
    std::fs::write(home.path("data/fengqiao.db"), "日记\n".repeat(1000)).unwrap();
    says(home.run(&["staff", "list"]), &["is not an SQLite database", "move it away"]);
    assert_eq!(std::fs::read_to_string(home.path("data/fengqiao.db")).unwrap(), "日记\n".repeat(1000));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_version() {
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9999, 'of tomorrow', TRUE, ";
    let home = Installation::new().opened();
    let mut sqlite = SqliteConnection::connect(&home.database_url()).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("{newer}x'00', 0)"))).execute(&mut sqlite).await.unwrap();
    sqlite.close().await.unwrap();
    for command in COMMANDS {
        says(home.run(command), &["was written by a newer version", "9999", "install that version"]);
    }
    let Some(server) = postgres::shared() else { return };
    let url = server.database().await;
    let home = Installation::new().with("FENGQIAO_DATABASE__URL", &url);
    home.run(&["staff", "list"]).done();
    let mut postgres = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("{newer}'\\x00', 0)"))).execute(&mut postgres).await.unwrap();
    says(home.run(&["staff", "list"]), &["was written by a newer version", "9999"]);
    assert!(home.is_untouched());
}

#[test]
fn a_port_that_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let home = Installation::new().with("FENGQIAO_HTTP__LISTEN", &address);
    says(home.run(&["serve"]), &[&format!("cannot listen on {address}"), "choose another with http.listen"]);
    says(home.run::<&str>(&[]), &["another program uses it"]);
    let elsewhere = home.run(&["--set", "http.listen=203.0.113.7:8080"]);
    says(elsewhere, &["cannot listen on 203.0.113.7:8080", "choose another with http.listen"]);
    assert!(home.is_untouched());
}

#[test]
fn a_command_that_cannot_be_done_leaves_no_database_behind() {
    let home = Installation::new();
    let far = ["--room", "火星"];
    let invite = ["staff", "invite", "--role", "lawyer", "--name", "李律师"];
    let nameless = ["staff", "invite", "--role", "lawyer", "--name", " ", "--room", "民主村"];
    let stats = ["stats", "--from", "2026-01-01", "--to", "2026-12-31"];
    let backwards = ["stats", "--from", "2026-12-31", "--to", "2026-01-01"];
    says(
        home.run(&[&invite[..], &far].concat()),
        &["--room 火星: there is no such room", "500107003003 民主村"],
    );
    says(home.run(&[&stats[..], &far].concat()), &["--room 火星: there is no such room"]);
    says(home.run(&[&["chat"][..], &far].concat()), &["--room 火星: there is no such room"]);
    says(home.run(&nameless), &["--name must not be empty"]);
    says(home.run(&backwards), &["--from 2026-12-31 is after --to 2026-01-01"]);
    assert!(home.is_untouched());
}

#[test]
fn settings_for_telegram_that_cannot_work() {
    let home = Installation::new().with("FENGQIAO_TELEGRAM__TOKEN", "no token");
    let told = home.run(&["serve"]).fault();
    assert!(told.contains("FENGQIAO_TELEGRAM__TOKEN: `telegram.token` must be a bot token"), "{told}");
    assert!(!told.contains("no token"), "{told}");
    let home = Installation::new().with("FENGQIAO_TELEGRAM__TOKEN", "12:abc");
    let told = home.run(&["--set", "telegram.mode=webhook"]).fault();
    assert!(told.contains("`telegram.webhook_secret` must be set"), "{told}");
    assert!(told.contains("`http.public_url` must begin with https://"), "{told}");
    assert!(home.is_untouched());
}

#[test]
fn a_fault_that_nobody_waits_for_is_no_crash() {
    let home = Installation::new();
    home.edit("config/texts/zh.toml", |_| String::new());
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_fengqiao"));
    command.env_clear().arg("--home").arg(home.path("")).arg("check");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = command.stdout(writer.try_clone().unwrap()).stderr(writer).status().unwrap();
    assert_eq!(status.code(), Some(1));
}

#[test]
fn a_log_in_a_file_has_no_colours() {
    let home = Installation::new();
    let (running, _) = home.serve();
    home.edit("config/texts/zh.toml", |text| text.replace("invite_used", "invite_usd"));
    running.logs("an edit of the rules is at fault");
    let ended = running.stops();
    assert!(!ended.err.contains('\u{1b}'), "{}", ended.err);
}

#[test]
fn variables_that_are_no_text_are_somebody_elses() {
    let odd = OsString::from_vec(b"\xff\xfe".to_vec());
    Installation::new().with("ODD", odd).run(&["check"]).done();
}
