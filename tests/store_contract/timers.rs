//! Timers: due, claimed by one, fired once.

use fengqiao::domain::ids::{CaseId, ConversationId, TimerId};
use fengqiao::domain::timer::{Timer, TimerKind};
use fengqiao::store::{DueTimer, Store};

use crate::support::books;
use crate::support::samples::{at, case, conversation, id};
use crate::support::stores::TestStore;

on_both_databases!(
    a_timer_fires_once,
    a_cancelled_timer_does_not_fire,
    a_timer_nobody_knows_stops_no_other,
    a_timer_is_put_off,
    eight_workers_get_every_timer_once,
);

/// How long a timer that makes no sense is left alone in these tests.
const FAULTY: i64 = 500;

fn timer(number: i64, kind: TimerKind) -> Timer {
    Timer {
        id: TimerId::new(id(number)),
        kind,
        case: CaseId::new(id(1)),
        due: at(number),
        booking: Some(number),
    }
}

async fn set(db: &TestStore, timers: impl IntoIterator<Item = Timer>) -> ConversationId {
    let person = conversation(db, "42").await;
    let (first, timers) = (case(1, &person), timers.into_iter().collect::<Vec<_>>());
    transact!(db, [first, timers], c => {
        if c.case(&first.id).await?.is_none() {
            c.insert_case(&first).await?;
        }
        for timer in &timers {
            c.set_timer(timer).await?;
        }
        Ok(())
    })
    .unwrap();
    person
}

async fn claim(store: &Store, now: i64, until: i64, limit: i64) -> Vec<DueTimer> {
    transact!(store, [], c => c.claim_timers(at(now), at(until), at(FAULTY), limit).await).unwrap()
}

async fn a_timer_fires_once(db: &TestStore) {
    let (late, early) = (timer(20, TimerKind::AnswerBy), timer(10, TimerKind::AcceptBy));
    let conversation = set(db, [late.clone(), early.clone(), timer(30, TimerKind::AcceptBy)]).await;
    assert!(claim(db, 9, 100, 9).await.is_empty());
    let due = |timer: &Timer| DueTimer { timer: timer.clone(), conversation: conversation.clone() };
    assert_eq!(claim(db, 20, 100, 9).await, [due(&early), due(&late)], "earliest first");
    assert!(claim(db, 20, 100, 9).await.is_empty(), "they are somebody's now");
    assert!(transact!(db, [early], c => c.fire(&early.id).await).unwrap());
    assert!(!transact!(db, [early], c => c.fire(&early.id).await).unwrap());
    let again = claim(db, 100, 200, 1).await;
    assert_eq!(again, [due(&late)], "whoever had it never fired it");
}

async fn a_cancelled_timer_does_not_fire(db: &TestStore) {
    set(db, [timer(1, TimerKind::AcceptBy), timer(2, TimerKind::AcceptBy), timer(3, TimerKind::AnswerBy)])
        .await;
    let (mine, other) = (CaseId::new(id(1)), CaseId::new("other"));
    transact!(db, [other], c => c.cancel_timers(&other, TimerKind::AnswerBy).await).unwrap();
    transact!(db, [mine], c => c.cancel_timers(&mine, TimerKind::AcceptBy).await).unwrap();
    let due = claim(db, 10, 100, 9).await;
    assert_eq!(due.iter().map(|one| one.timer.id.as_str()).collect::<Vec<_>>(), [id(3)]);
    let gone = TimerId::new(id(1));
    assert!(!transact!(db, [gone], c => c.fire(&gone).await).unwrap());
}

async fn a_timer_nobody_knows_stops_no_other(db: &TestStore) {
    set(db, (1..=4).map(|number| timer(number, TimerKind::AcceptBy))).await;
    let unknown = format!("UPDATE timer SET kind = 'wish_well' WHERE id < '{}'", id(3));
    books::execute(&db.url, &unknown).await;
    // Two of them are so many that nothing else has a place beside them; the next look finds the others.
    assert!(claim(db, 10, 100, 2).await.is_empty());
    let due = claim(db, 10, 100, 2).await;
    assert_eq!(due.iter().map(|one| one.timer.id.as_str()).collect::<Vec<_>>(), [id(3), id(4)]);
    let told = [1, 2].map(|n| format!("table timer, row {}: column kind makes no sense", id(n)));
    assert_eq!(db.unreadable(), told);

    assert!(
        claim(db, FAULTY - 1, FAULTY, 2).await.len() == 2,
        "only those that were claimed before are back"
    );
    books::execute(&db.url, "UPDATE timer SET kind = 'answer_by' WHERE kind = 'wish_well'").await;
    let known = claim(db, FAULTY, 900, 2).await;
    assert_eq!(known.iter().map(|one| one.timer.id.as_str()).collect::<Vec<_>>(), [id(1), id(2)]);
}

async fn a_timer_is_put_off(db: &TestStore) {
    set(db, [timer(1, TimerKind::AcceptBy), timer(2, TimerKind::AnswerBy)]).await;
    let first = TimerId::new(id(1));
    transact!(db, [first], c => c.put_off(&first, at(50)).await).unwrap();
    let ids = async |now| {
        let due = claim(db, now, now, 9).await;
        due.into_iter().map(|one| one.timer.id.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(49).await, [id(2)]);
    assert_eq!(ids(50).await, [id(1), id(2)]);
}

async fn eight_workers_get_every_timer_once(db: &TestStore) {
    set(db, (1..=200).map(|number| timer(number, TimerKind::AcceptBy))).await;
    let second = db.second().await;
    let workers = (0..8).map(|worker| {
        let store: &Store = if worker % 2 == 0 { db } else { &second };
        async move {
            let (mut mine, mut idle) = (Vec::new(), 0);
            while idle < 3 {
                match transact!(store, [], c => c.claim_timers(at(1000), at(9000), at(9000), 7).await) {
                    Ok(claimed) if claimed.is_empty() => idle += 1,
                    Ok(claimed) => mine.extend(claimed),
                    Err(_) => {} // Two claims met; the one that lost tries again.
                }
            }
            mine
        }
    });
    let mut got: Vec<_> = futures::future::join_all(workers)
        .await
        .into_iter()
        .flatten()
        .map(|one| one.timer.id.as_str().to_owned())
        .collect();
    got.sort();
    assert_eq!(got, (1..=200).map(id).collect::<Vec<_>>());
    second.close().await;
}
