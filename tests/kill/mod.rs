//! The real program dies in the middle of a story, between any two steps of a turn or a send, and starts again: no
//! update is handled twice or not at all, no promise is lost.

mod ending;
mod story;
mod traces;

use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

use futures::StreamExt;
use futures::stream;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio_util::sync::CancellationToken;

use crate::support::app::Database;
use crate::support::books;
use crate::support::bot_api::BotApi;
use crate::support::mortal::{Place, Program};
use story::Invited;
use traces::{everybody_saw, traces};

/// Stories told side by side.
const AT_ONCE: usize = 16;
/// Longer than a story takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);
/// SIGABRT, with which a point ends the process.
const ABORTED: i32 = 6;

/// Points and the passes at which the process ends: at its first, somewhere in the story, and near its end.
const EVERYWHERE: [(&str, &[u32]); 10] = [
    ("turn.entered", &[1, 6, 15]),
    ("turn.kept", &[2, 9, 17]),
    ("turn.decided", &[3, 11, 16]),
    ("turn.effect", &[5, 31, 55]),
    ("turn.left", &[1, 8, 18]),
    ("turn.committed", &[2, 10, 17]),
    ("send.claimed", &[1, 12, 21, 24]),
    ("send.sent", &[4, 13, 22, 25]),
    ("send.noted", &[2, 14, 23]),
    ("poll.confirmed", &[1, 5]),
];

/// What becomes of a dead process's leases.
#[derive(Clone, Copy, PartialEq)]
enum Leases {
    /// They are taken away at once, so that the story goes on.
    Taken,
    /// They run out in their own time.
    Lapse,
}

/// How a process ends.
#[derive(Clone, Debug)]
enum Kill {
    /// By itself, at a point.
    At(String),
    /// From outside, so long after its start.
    After(Duration),
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_at_any_step_loses_and_repeats_nothing_with_sqlite() {
    let points = EVERYWHERE.iter().flat_map(|(point, passes)| passes.iter().map(move |n| at(point, *n)));
    tell_all(Database::Sqlite, points.map(|kill| vec![kill]).collect()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_at_any_step_loses_and_repeats_nothing_with_postgres() {
    let points = EVERYWHERE.iter().map(|(point, passes)| vec![at(point, passes[1])]);
    tell_all(Database::Postgres, points.collect()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_may_die_again_while_it_makes_up_for_the_first_death() {
    let twice = [
        ["turn.committed:5", "turn.entered:1"],
        ["turn.effect:20", "turn.committed:1"],
        ["send.sent:10", "send.claimed:1"],
        ["send.claimed:18", "send.sent:1"],
        ["turn.left:12", "poll.confirmed:1"],
    ];
    let runs = twice.iter().map(|kills| kills.iter().map(|kill| Kill::At((*kill).to_owned())).collect());
    tell_all(Database::Sqlite, runs.collect()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_may_be_killed_at_any_moment() {
    let runs = (0..10).map(|seed| {
        let mut chance = StdRng::seed_from_u64(seed);
        (0..3).map(|_| Kill::After(Duration::from_millis(chance.random_range(300..3000)))).collect()
    });
    tell_all(Database::Sqlite, runs.collect()).await;
}

/// Nobody takes away what the dead process held: the right to poll and to send, and the message on its way.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_process_held_is_soon_free_by_itself() {
    let kills = ["send.claimed:12", "poll.confirmed:1", "turn.effect:20"];
    let told = stream::iter(kills).map(|point| async move {
        let kills = [Kill::At(point.to_owned())];
        tell(Database::Sqlite, &kills, &format!("{point} alone"), Leases::Lapse).await
    });
    let told: Vec<_> = told.buffered(AT_ONCE).collect().await;
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{told:#?}");
}

fn at(point: &str, pass: u32) -> Kill {
    Kill::At(format!("{point}:{pass}"))
}

/// Tells the story once with no death and once with each row of deaths; all leave the same.
async fn tell_all(database: Database, mut runs: Vec<Vec<Kill>>) {
    runs.insert(0, Vec::new());
    let told = stream::iter(runs).map(|kills| async move {
        let run = format!("{database:?} {kills:?}");
        (tell(database, &kills, &run, Leases::Taken).await, run)
    });
    let told: Vec<_> = told.buffered(AT_ONCE).collect().await;
    let mut told = told.into_iter().filter_map(|(traces, run)| Some((traces?, run)));
    let Some((undisturbed, _)) = told.next() else { return };
    let cases = undisturbed.iter().filter(|line| line.starts_with("case "));
    assert_eq!(cases.count(), 2, "{undisturbed:#?}");
    for (traces, run) in told {
        let odd = |line: &&String| !(traces.contains(line) && undisturbed.contains(line));
        let odd: Vec<&String> = traces.iter().chain(&undisturbed).filter(odd).collect();
        assert!(traces == undisturbed, "{run} leaves something else: {odd:#?}");
    }
}

/// Tells the story over a process that dies like this; `None` where the database is missing.
async fn tell(database: Database, kills: &[Kill], run: &str, leases: Leases) -> Option<Vec<String>> {
    let api = BotApi::start().await;
    let place = Place::new(database, Some(api.url())).await?;
    let invited = Invited::to(&place.url).await;
    let told = CancellationToken::new();
    let story = async {
        story::told(&api, &place, &invited).await;
        told.cancel();
    };
    tokio::join!(story, live_and_die(&api, &place, (kills, leases), &told, run));
    nothing_is_left(&place.url, kills, run).await;
    everybody_saw(&api, &place.url, kills.len(), run).await;
    Some(traces(&place.url).await)
}

async fn live_and_die(
    api: &BotApi,
    place: &Place,
    (kills, leases): (&[Kill], Leases),
    told: &CancellationToken,
    run: &str,
) {
    for kill in kills {
        die(place, kill, told, run).await;
        if leases == Leases::Taken {
            place.let_leases_run_out().await;
        }
    }
    let mut program = place.serve(None);
    let settled = async {
        told.cancelled().await;
        while !api.unconfirmed().is_empty() || books::count(&place.url, WAITING).await > 0 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::select! {
        settled = tokio::time::timeout(PATIENCE, settled) => {
            assert!(settled.is_ok(), "{run}: it does not end: {}", program.log());
        }
        status = program.ends_within(2 * PATIENCE) => panic!("{run}: {status:?}: {}", program.log()),
    }
    program.is_asked_to_end("TERM");
    let status = program.ends_within(Duration::from_secs(10)).await;
    assert!(status.is_some_and(|status| status.success()), "{run}: {status:?}: {}", program.log());
}

async fn die(place: &Place, kill: &Kill, told: &CancellationToken, run: &str) {
    match kill {
        Kill::At(point) => {
            let mut program = place.serve(Some(point));
            let status = tokio::select! {
                status = program.ends_within(PATIENCE) => status,
                () = told.cancelled() => panic!("{run}: the story never came to {point}"),
            };
            let is_aborted = status.is_some_and(|status| status.signal() == Some(ABORTED));
            assert!(is_aborted, "{run}: {status:?}: {}", program.log());
        }
        Kill::After(span) => {
            let program: Program = place.serve(None);
            tokio::time::sleep(*span).await;
            program.dies().await;
        }
    }
}

const WAITING: &str = "outbox WHERE status = 'waiting'";

/// Nothing waits, is dead or in quarantine; only words that a death caught on their way may be uncertain.
async fn nothing_is_left(url: &str, kills: &[Kill], run: &str) {
    assert_eq!(books::count(url, WAITING).await, 0, "{run}");
    assert_eq!(books::count(url, "outbox WHERE status = 'dead'").await, 0, "{run}");
    assert_eq!(books::count(url, "inbound WHERE status <> 'handled'").await, 0, "{run}");
    let others = "outbox WHERE status = 'uncertain' AND purpose <> 'relay'";
    assert_eq!(books::count(url, others).await, 0, "{run}");
    let uncertain = books::count(url, "outbox WHERE status = 'uncertain'").await;
    assert!(uncertain <= 5 * kills.len(), "{run}: {uncertain} messages are uncertain");
}
