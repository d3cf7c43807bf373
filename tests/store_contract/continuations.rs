//! Requests to go on with a case elsewhere: one at a time, kept however they end; and how somebody is reached.

use fengqiao::domain::channel::Channel;
use fengqiao::domain::continuation::{Continuation, Settled};
use fengqiao::domain::ids::{CaseId, ContinuationId, ConversationId};
use fengqiao::store::StoreError;

use crate::support::samples::{at, case, conversation, id, staff};
use crate::support::stores::TestStore;

on_both_databases!(a_request_is_kept_and_settled, one_request_of_a_case_waits, a_counter_is_never_reached);

async fn made(db: &TestStore, number: i64) -> Continuation {
    let to = conversation(db, "web").await;
    Continuation {
        id: ContinuationId::new(id(number)),
        case: CaseId::new(id(1)),
        to,
        asked_at: at(number),
        settled_at: None,
        settled: None,
        staff: None,
    }
}

async fn prepare(db: &TestStore) {
    let person = conversation(db, "42").await;
    let (new, li) = (case(1, &person), staff("李"));
    transact!(db, [new, li], c => {
        c.create_staff(&li, at(0)).await?;
        c.insert_case(&new).await
    })
    .unwrap();
}

async fn keep(db: &TestStore, request: &Continuation) -> Result<(), StoreError> {
    transact!(db, [request], c => c.keep_continuation(&request).await)
}

async fn a_request_is_kept_and_settled(db: &TestStore) {
    prepare(db).await;
    let first = made(db, 10).await;
    keep(db, &first).await.unwrap();
    let first = Continuation {
        settled_at: Some(at(11)),
        settled: Some(Settled::Confirmed),
        staff: Some(staff("李").id),
        ..first
    };
    keep(db, &first).await.unwrap();
    let second = made(db, 20).await;
    keep(db, &second).await.unwrap();
    let of = CaseId::new(id(1));
    assert_eq!(look!(db, [of], c => c.continuations(&of).await).unwrap(), [first, second]);
}

async fn one_request_of_a_case_waits(db: &TestStore) {
    prepare(db).await;
    let (first, second) = (made(db, 10).await, made(db, 20).await);
    keep(db, &first).await.unwrap();
    assert_eq!(keep(db, &second).await, Err(StoreError::Conflict));
    keep(db, &Continuation { settled_at: Some(at(15)), settled: Some(Settled::Lapsed), ..first })
        .await
        .unwrap();
    keep(db, &second).await.unwrap();
}

async fn a_counter_is_never_reached(db: &TestStore) {
    let (case, person) = (CaseId::new(id(1)), conversation(db, "42").await);
    let counter = ConversationId::at_counter(&case);
    transact!(db, [counter], c => c.add_counter(&counter, at(0)).await).unwrap();
    let again = transact!(db, [counter], c => c.add_counter(&counter, at(0)).await);
    assert_eq!(again, Err(StoreError::Conflict));
    assert_eq!(look!(db, [counter], c => c.reached(&counter).await), Ok(false));
    let address = look!(db, [counter], c => c.address(&counter).await).unwrap();
    assert_eq!(address, Some((Channel::Counter, counter.to_string())));
    assert_eq!(look!(db, [person], c => c.reached(&person).await), Ok(true));
    transact!(db, [person], c => c.set_unreachable(&person).await).unwrap();
    assert_eq!(look!(db, [person], c => c.reached(&person).await), Ok(false));
    let nobody = ConversationId::new("nobody");
    assert_eq!(look!(db, [nobody], c => c.reached(&nobody).await), Ok(false));
}
