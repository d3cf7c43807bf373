//! What was done, what did not arrive, and the copy: `stats`, `outbox`, `backup`.

use fengqiao::domain::case::{Case, CaseState, Outcome};
use fengqiao::domain::ids::TimerId;
use fengqiao::domain::outbox::OutboxStatus;
use fengqiao::domain::service::{Service, Topic};
use fengqiao::domain::timer::{Timer, TimerKind};
use fengqiao::store::Store;
use serde_json::Value;

use crate::support::postgres;
use crate::support::program::Installation;
use crate::support::samples::{at, case, conversation, enqueue, everywhere, id, message, room};

const YEAR: [&str; 5] = ["stats", "--from", "2026-01-01", "--to", "2026-12-31"];
const DAY: i64 = 86_400_000;

/// Three cases: two of one community in January, one of the street in February.
async fn three_cases(url: &str) -> Vec<Case> {
    let store = Store::open(url).await.unwrap();
    let person = conversation(&store, "42").await;
    let agreed = Case {
        service: Service::Mediation,
        state: CaseState::Closed,
        outcome: Some(Outcome::MediatedOral),
        topic: Some(Topic::new("tenancy")),
        opened_at: at(31 * DAY - 1),
        ..case(2, &person)
    };
    let street = Case { room: room("500107003"), topic: None, opened_at: at(31 * DAY), ..case(3, &person) };
    let cases = vec![case(1, &person), agreed, street];
    transact!(store, [cases], c => {
        for case in &cases {
            c.insert_case(case).await?;
            // A gateway that serves leaves open cases alone as long as they have their clocks.
            for kind in [TimerKind::AcceptBy, TimerKind::AnswerBy] {
                let id = TimerId::new(format!("{} {kind:?}", case.id));
                let due = at(1_000_000 * DAY);
                c.set_timer(&Timer { id, kind, case: case.id.clone(), due, booking: None }).await?;
            }
        }
        Ok(())
    })
    .unwrap();
    store.close().await;
    cases
}

async fn counted() -> Installation {
    let home = Installation::new();
    std::fs::create_dir(home.path("data")).unwrap();
    three_cases(&home.database_url()).await;
    home
}

/// The rows of a table as JSON: key, consultations, mediations.
fn rows(json: &str) -> Vec<(String, i64, i64)> {
    let json: Value = serde_json::from_str(json).unwrap();
    let row = |row: &Value| {
        let count = |name: &str| row[name].as_i64().unwrap();
        (row["key"].as_str().unwrap().to_owned(), count("consultations"), count("mediations"))
    };
    json["rows"].as_array().unwrap().iter().map(row).collect()
}

fn total(json: &str) -> (i64, i64) {
    let json: Value = serde_json::from_str(json).unwrap();
    (json["total"]["consultations"].as_i64().unwrap(), json["total"]["mediations"].as_i64().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_year_is_counted_and_broken_down() {
    let home = counted().await;
    let by = |by: &str| rows(&home.run(&[&YEAR[..], &["--format", "json", "--by", by]].concat()).done());
    let row = |key: &str, consultations, mediations| (key.to_owned(), consultations, mediations);
    assert_eq!(by("room"), [row("500107003", 1, 0), row("500107003001", 1, 1)]);
    assert_eq!(by("service"), [row("consultation", 2, 0), row("mediation", 0, 1)]);
    assert_eq!(by("topic"), [row("", 1, 0), row("marriage", 1, 0), row("tenancy", 0, 1)]);
    assert_eq!(by("month"), [row("2026-01", 1, 1), row("2026-02", 1, 0)]);
    let january = ["stats", "--from", "2026-01-31", "--to", "2026-01-31", "--format", "json"];
    assert_eq!(total(&home.run(&january).done()), (0, 1), "both days belong to the period");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_named_by_code_name_or_street() {
    let home = counted().await;
    let of =
        |room: &str| total(&home.run(&[&YEAR[..], &["--format", "json", "--room", room]].concat()).done());
    for name in ["500107003001", "劳动一村", "劳动一村社区"] {
        assert_eq!(of(name), (1, 1), "{name}");
    }
    for name in ["street", "500107003", "谢家湾街道"] {
        assert_eq!(of(name), (2, 1), "a street counts with its communities: {name}");
        let own = [&YEAR[..], &["--format", "json", "--room", name, "--own"]].concat();
        assert_eq!(total(&home.run(&own).done()), (1, 0), "its own room alone: {name}");
    }
    assert!(home.run(&[&YEAR[..], &["--own"]].concat()).misuse().contains("--room"));
    assert_eq!(of("民主村"), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_for_people_and_files_for_programs() {
    let home = counted().await;
    let table = home.run(&[&YEAR[..], &["--by", "room"]].concat()).done();
    assert!(table.starts_with("2026-01-01 至 2026-12-31\n"), "{table}");
    for expected in ["人工咨询", "劳动一村", "谢家湾街道", "合计"] {
        assert!(table.contains(expected), "{table}");
    }
    let file = home.path("year.csv");
    let csv = ["--by", "service", "--format", "csv", "-o", file.to_str().unwrap()];
    assert_eq!(home.run(&[&YEAR[..], &csv].concat()).done(), "");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.starts_with("\u{feff}key,name,self_answers,consultations,"), "{written}");
    assert!(written.contains("\nmediation,人民调解,0,0,0,0,1,1,0,0\n"), "{written}");
    let told = home.run(&[&YEAR[..], &["-o", "/nowhere/year.csv"]].concat()).fault();
    assert!(told.contains("/nowhere/year.csv cannot be written"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_counts_the_same() {
    let Some(server) = postgres::shared() else { return };
    let url = server.database().await;
    three_cases(&url).await;
    let home = Installation::new().with("FENGQIAO_DATABASE__URL", &url);
    let sqlite = counted().await;
    for by in ["room", "service", "topic", "month"] {
        let arguments = [&YEAR[..], &["--format", "json", "--by", by]].concat();
        assert_eq!(home.run(&arguments).done(), sqlite.run(&arguments).done(), "{by}");
    }
    let told = home.run(&["backup", "/tmp/never.dump"]).fault();
    assert!(told.contains("pg_dump --format=custom --file=/tmp/never.dump"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_arrive_is_listed_and_sent_again_on_demand() {
    let home = Installation::new().opened();
    assert_eq!(home.run(&["outbox"]).done(), "");
    let store = Store::open(&home.database_url()).await.unwrap();
    let person = conversation(&store, "42").await;
    enqueue(&store, (1..=3).map(|number| message(number, &person))).await;
    let over = everywhere();
    let claimed = transact!(store, [over], c => c.claim(at(10), at(60_000), 9, &over).await);
    let first = claimed.unwrap().remove(0).id;
    transact!(store, [first], c => c.dead(&first, "Forbidden: bot was blocked by the user", at(11)).await)
        .unwrap();
    store.close().await;

    let dead = home.run(&["outbox"]).done();
    assert_eq!(dead.lines().count(), 1, "{dead}");
    for expected in [id(1).as_str(), "dead", "telegram", "bot was blocked by the user"] {
        assert!(dead.contains(expected), "{expected}: {dead}");
    }
    let waiting =
        |limit: &str| home.run(&["outbox", "--status", "waiting", "--limit", limit]).done().lines().count();
    assert_eq!((waiting("50"), waiting("1")), (2, 1));
    let again = home.run(&["outbox", "--retry", &id(1)]).done();
    assert_eq!(again, format!("{} will be sent again\n", id(1)));
    assert_eq!((home.run(&["outbox"]).done().as_str(), waiting("50")), ("", 3));
    let told = home.run(&["outbox", "--retry", &id(1)]).fault();
    assert!(told.contains(&format!("there is no dead or uncertain message {}", id(1))), "{told}");
    assert_eq!(OutboxStatus::ALL.len(), 4, "as many as --status takes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_a_whole_database_and_overwrites_nothing() {
    let home = Installation::new();
    let (_serving, _) = home.serve();
    let cases = three_cases(&home.database_url()).await;
    let copy = home.path("copy.db");
    let arguments = ["backup", copy.to_str().unwrap()];
    let said = home.run(&arguments).done();
    assert_eq!(said, format!("the database was copied to {}\n", copy.display()));

    let restored = Store::open(&format!("sqlite://{}", copy.display())).await.unwrap();
    for case in cases {
        let id = case.id.clone();
        let kept = look!(restored, [id], c => c.case(&id).await).unwrap().unwrap();
        assert_eq!(kept, Case { version: kept.version, ..case });
    }
    restored.close().await;

    let before = std::fs::read(&copy).unwrap();
    let told = home.run(&arguments).fault();
    assert!(told.contains("copy.db exists already; choose another file"), "{told}");
    assert_eq!(std::fs::read(&copy).unwrap(), before);
    let told = home.run(&["backup", "/nowhere/copy.db"]).fault();
    assert!(told.contains("the backup /nowhere/copy.db cannot be written"), "{told}");
}
