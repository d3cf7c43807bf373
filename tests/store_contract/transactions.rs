//! All or nothing, whoever fails, panics, leaves or closes meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use fengqiao::domain::channel::Channel;
use fengqiao::domain::ids::ConversationId;
use fengqiao::store::{Conn, Entered, Store, StoreError};
use sqlx::{Connection, SqliteConnection};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::support::postgres::Server;
use crate::support::samples::{at, case, conversation};
use crate::support::stores::{TestStore, sqlite};

on_both_databases!(
    a_failure_keeps_nothing,
    a_panic_keeps_nothing_and_harms_nobody,
    a_failure_kept_secret_keeps_nothing,
    one_failure_among_many_harms_nobody,
    a_caller_who_leaves_harms_nobody,
    turns_of_one_conversation_follow_each_other,
    a_read_sees_what_is_committed,
    closing_finishes_what_was_handed_in,
    nonsense_in_a_row_is_named,
);

/// With an id of its own each time, as in a turn: two at once must not meet at the id before they meet at the person.
async fn enter(conn: &mut Conn<'_>, peer: &str) -> Result<Entered, StoreError> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let fresh = NEXT.fetch_add(1, Ordering::Relaxed);
    conn.enter(Channel::Web, peer, at(0), &ConversationId::new(format!("id-{fresh}"))).await
}

async fn known(store: &Store, peer: &'static str) -> bool {
    look!(store, [], c => c.conversation(Channel::Web, peer).await).unwrap().is_some()
}

async fn a_failure_keeps_nothing(db: &TestStore) {
    let outcome: Result<(), _> = transact!(db, [], c => {
        enter(c, "a").await?;
        Err(StoreError::Conflict)
    });
    assert_eq!(outcome, Err(StoreError::Conflict));
    assert!(!known(db, "a").await);
}

async fn a_panic_keeps_nothing_and_harms_nobody(db: &TestStore) {
    for _ in 0..20 {
        let outcome = transact!(db, [], c => {
            enter(c, "a").await?;
            if c.state("none").await?.is_none() {
                panic!("on purpose");
            }
            Ok(())
        });
        assert!(
            matches!(&outcome, Err(StoreError::Driver(why)) if why.contains("on purpose")),
            "{outcome:?}"
        );
    }
    assert!(!known(db, "a").await);
    transact!(db, [], c => enter(c, "b").await).unwrap();
    assert!(known(db, "b").await);
}

/// PostgreSQL would turn such a commit into a rollback and call it success.
async fn a_failure_kept_secret_keeps_nothing(db: &TestStore) {
    let person = conversation(db, "42").await;
    let first = case(1, &person);
    transact!(db, [first], c => c.insert_case(&first).await).unwrap();
    let outcome = transact!(db, [first], c => {
        enter(c, "a").await?;
        drop(c.insert_case(&first).await);
        Ok(())
    });
    assert_eq!(outcome, Err(StoreError::Conflict));
    assert!(!known(db, "a").await);
}

async fn one_failure_among_many_harms_nobody(db: &TestStore) {
    let gate = CancellationToken::new();
    // While the first piece of work waits, the others gather behind it into one batch.
    let waiting = async {
        let gate = gate.clone();
        transact!(db, [gate], c => { enter(c, "first").await?; gate.cancelled().await; Ok(()) })
    };
    let others = async {
        let jobs = (0..30).map(|number| async move {
            let peer = format!("p{number}");
            let outcome = transact!(db, [peer], c => {
                enter(c, &peer).await?;
                if number == 17 { Err(StoreError::Driver("on purpose".into())) } else { Ok(number) }
            });
            (number, outcome)
        });
        let opener = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            gate.cancel();
        };
        futures::future::join(futures::future::join_all(jobs), opener).await.0
    };
    let (first, others) = futures::future::join(waiting, others).await;
    first.unwrap();
    for (number, outcome) in others {
        let peer = format!("p{number}");
        let there = look!(db, [peer], c => c.conversation(Channel::Web, &peer).await).unwrap();
        if number == 17 {
            assert_eq!(outcome, Err(StoreError::Driver("on purpose".into())));
            assert!(there.is_none());
        } else {
            assert_eq!(outcome, Ok(number));
            assert!(there.is_some_and(|there| there.session == "{}"));
        }
    }
}

async fn a_caller_who_leaves_harms_nobody(db: &TestStore) {
    for _ in 0..10 {
        let slow = async {
            transact!(db, [], c => {
                enter(c, "left").await?;
                tokio::time::sleep(Duration::from_millis(20)).await;
                Ok(())
            })
        };
        assert!(tokio::time::timeout(Duration::from_millis(5), slow).await.is_err());
    }
    transact!(db, [], c => enter(c, "stayed").await).unwrap();
    assert!(known(db, "stayed").await);
}

async fn turns_of_one_conversation_follow_each_other(db: &TestStore) {
    let second = db.second().await;
    let turns = (0..40).map(|number| {
        let store: &Store = if number % 2 == 0 { db } else { &second };
        async move {
            transact!(store, [], c => {
                let entered = enter(c, "42").await?;
                let count: u32 = entered.session.trim_matches(['{', '}']).parse().unwrap_or(0);
                tokio::task::yield_now().await;
                c.leave(&entered.id, &format!("{{{}}}", count + 1)).await
            })
        }
    });
    for turn in futures::future::join_all(turns).await {
        turn.unwrap();
    }
    let entered = look!(db, [], c => c.conversation(Channel::Web, "42").await).unwrap().unwrap();
    assert_eq!(entered.session, "{40}");
    second.close().await;
}

async fn a_read_sees_what_is_committed(db: &TestStore) {
    let (inside, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let write = async {
        transact!(db, [inside, go_on], c => {
            enter(c, "a").await?;
            inside.notify_one();
            go_on.notified().await;
            Ok(())
        })
        .unwrap();
    };
    let read = async {
        inside.notified().await;
        db.ping().await.unwrap();
        assert!(!known(db, "a").await, "and it did not have to wait to see that");
        go_on.notify_one();
    };
    futures::future::join(write, read).await;
    assert!(known(db, "a").await);
}

async fn closing_finishes_what_was_handed_in(db: &TestStore) {
    let store = db.second().await;
    let begun = Arc::new(AtomicU32::new(0));
    let jobs = (0..200).map(|number| {
        let (store, begun, peer) = (&store, &begun, format!("p{number}"));
        async move {
            transact!(store, [peer, begun], c => {
                begun.fetch_add(1, Ordering::Relaxed);
                enter(c, &peer).await
            })
        }
    });
    let mut jobs = Box::pin(futures::future::join_all(jobs));
    assert!(futures::poll!(&mut jobs).is_pending(), "all are handed in, none is answered");
    let close = async {
        while begun.load(Ordering::Relaxed) == 0 {
            tokio::task::yield_now().await;
        }
        store.close().await;
    };
    let (outcomes, ()) = futures::future::join(jobs, close).await;
    let kept: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok()).collect();
    // PostgreSQL's queue is for connections: work that has not got one has not begun, and is refused.
    let expected = if db.url.starts_with("sqlite") { 200 } else { begun.load(Ordering::Relaxed) };
    assert_eq!(u32::try_from(kept.len()), Ok(expected), "{outcomes:?}");
    for entered in kept {
        let id = entered.id.clone();
        assert!(look!(db, [id], c => c.address(&id).await).unwrap().is_some(), "promised and not kept");
    }
    let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
    assert!(refused.into_iter().all(|error| matches!(error, StoreError::Unavailable(_))), "{outcomes:?}");
    let late = transact!(store, [], c => enter(c, "late").await);
    assert!(matches!(late, Err(StoreError::Unavailable(_))), "{late:?}");
    assert!(matches!(store.ping().await, Err(StoreError::Unavailable(_))));
}

async fn nonsense_in_a_row_is_named(db: &TestStore) {
    let person = conversation(db, "42").await;
    let odd = case(1, &person);
    transact!(db, [odd], c => c.insert_case(&odd).await).unwrap();
    let spoil = "UPDATE cases SET state = 'lost'";
    if db.url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(&db.url).await.unwrap();
        sqlx::query(spoil).execute(&mut connection).await.unwrap();
    } else {
        let mut connection = sqlx::PgConnection::connect(&db.url).await.unwrap();
        sqlx::query(spoil).execute(&mut connection).await.unwrap();
    }
    let id = odd.id.clone();
    let said = look!(db, [id], c => c.case(&id).await).unwrap_err();
    let expected = StoreError::Corrupt { table: "cases", key: id.as_str().into(), column: "state" };
    assert_eq!(said, expected);
    assert!(said.to_string().contains(id.as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_on_the_file_is_waited_for_but_not_for_ever() {
    let db = sqlite().await;
    let mut other = SqliteConnection::connect(&db.url).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let writes =
        futures::future::join_all((0..5).map(|_| async { transact!(db, [], c => enter(c, "a").await) }));
    let brief = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    };
    let (written, ()) = futures::future::join(writes, brief).await;
    assert!(written.iter().all(Result::is_ok), "{written:?}");

    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let refused = transact!(db, [], c => enter(c, "b").await);
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    assert!(known(&db, "a").await, "reading goes on");
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    transact!(db, [], c => enter(c, "b").await).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_and_comes_back() {
    if crate::support::postgres::shared().is_none() {
        return;
    }
    let server = Server::start().unwrap();
    let store = Store::open(&server.database().await).await.unwrap();
    transact!(store, [], c => enter(c, "a").await).unwrap();
    server.crash();
    let refused = transact!(store, [], c => enter(c, "b").await);
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    let refused = store.ping().await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    server.go_on();
    transact!(store, [], c => enter(c, "c").await).unwrap();
    assert!(known(&store, "a").await && !known(&store, "b").await && known(&store, "c").await);
    store.close().await;
    server.crash();
}
