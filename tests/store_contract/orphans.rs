//! Open cases without owner, next step or deadline: found by one definition, whatever was done to them.

use fengqiao::domain::case::{Case, CaseState};
use fengqiao::domain::ids::{CaseId, TimerId};
use fengqiao::domain::orphan::Lacks;
use fengqiao::domain::timer::{Timer, TimerKind};
use fengqiao::store::Store;

use crate::support::samples::{at, case, conversation, id, staff};
use crate::support::stores::TestStore;

on_both_databases!(what_an_open_case_lacks_is_found, what_lacks_nothing_or_has_ended_is_not);

const BOTH: [TimerKind; 2] = [TimerKind::AnswerBy, TimerKind::AcceptBy];

async fn insert(db: &TestStore, case: &Case, timers: &[TimerKind]) {
    let timers: Vec<Timer> = timers
        .iter()
        .map(|&kind| Timer {
            id: TimerId::new(format!("{} {kind:?}", case.id)),
            kind,
            case: case.id.clone(),
            due: at(9),
            booking: None,
        })
        .collect();
    let case = case.clone();
    transact!(db, [case, timers], c => {
        c.insert_case(&case).await?;
        for timer in &timers { c.set_timer(timer).await?; }
        Ok(())
    })
    .unwrap();
}

async fn found(db: &Store) -> Vec<(String, Lacks)> {
    let orphans = look!(db, [], c => c.orphans().await).unwrap();
    orphans.into_iter().map(|orphan| (orphan.case.as_str().to_owned(), orphan.lacks)).collect()
}

async fn what_an_open_case_lacks_is_found(db: &TestStore) {
    let person = conversation(db, "42").await;
    let (li, gone) = (staff("李"), staff("走了"));
    transact!(db, [li, gone], c => {
        c.create_staff(&li, at(0)).await?;
        c.create_staff(&gone, at(0)).await?;
        c.revoke_staff(&gone.id, at(1)).await.map(drop)
    })
    .unwrap();
    let here = |number| case(number, &person);
    let claimed = |number| Case { state: CaseState::Claimed, owner: Some(li.id.clone()), ..here(number) };
    insert(db, &here(1), &[TimerKind::AnswerBy]).await;
    insert(db, &here(2), &[TimerKind::AcceptBy]).await;
    insert(db, &claimed(3), &[]).await;
    insert(db, &Case { owner: Some(gone.id.clone()), ..claimed(4) }, &BOTH).await;
    insert(db, &Case { owner: None, state: CaseState::Referred, ..claimed(5) }, &BOTH).await;
    insert(db, &Case { deadline: fengqiao::domain::time::Timestamp::from_millis(0), ..claimed(6) }, &BOTH)
        .await;

    let (owner, step) = (Lacks { owner: true, ..Lacks::default() }, Lacks { step: true, ..Lacks::default() });
    let deadline = Lacks { deadline: true, ..Lacks::default() };
    let expected = [(1, step), (2, step), (3, step), (4, owner), (5, owner), (6, deadline)];
    assert_eq!(found(db).await, expected.map(|(number, lacks)| (id(number), lacks)));
    let one = CaseId::new(id(4));
    let orphan = look!(db, [one], c => c.orphan(&one).await).unwrap().unwrap();
    assert_eq!((orphan.code, orphan.room, orphan.state), (here(4).code, here(4).room, CaseState::Claimed));
}

async fn what_lacks_nothing_or_has_ended_is_not(db: &TestStore) {
    let person = conversation(db, "42").await;
    let li = staff("李");
    transact!(db, [li], c => c.create_staff(&li, at(0)).await).unwrap();
    let here = |number| case(number, &person);
    insert(db, &here(1), &BOTH).await;
    let claimed = Case { state: CaseState::Claimed, owner: Some(li.id.clone()), ..here(2) };
    insert(db, &claimed, &[TimerKind::AnswerBy]).await;
    insert(db, &Case { state: CaseState::Closed, ..here(3) }, &[]).await;
    insert(db, &Case { state: CaseState::Filed, ..here(4) }, &[]).await;
    assert_eq!(found(db).await, []);
    for number in 1..=5 {
        let one = CaseId::new(id(number));
        assert_eq!(look!(db, [one], c => c.orphan(&one).await).unwrap(), None);
    }
}
