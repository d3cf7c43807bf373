//! What was asked about closed cases: kept as asked, completed when answered, asked once.

use fengqiao::domain::follow_up::{FollowUp, FollowUpAnswer, FollowUpKind};
use fengqiao::domain::ids::FollowUpId;
use fengqiao::store::StoreError;

use crate::support::samples::{at, case, conversation, id, staff};
use crate::support::stores::TestStore;

on_both_databases!(a_question_is_kept_and_completed, the_same_is_asked_once_for_each_closing);

fn asked(number: i64, kind: FollowUpKind) -> FollowUp {
    FollowUp {
        id: FollowUpId::new(id(number)),
        case: fengqiao::domain::ids::CaseId::new(id(1)),
        kind,
        closed_at: at(5),
        asked_at: at(number),
        answered_at: None,
        answer: None,
        words: String::new(),
        staff: None,
    }
}

async fn keep(db: &TestStore, follow_up: &FollowUp) -> Result<(), StoreError> {
    transact!(db, [follow_up], c => c.keep_follow_up(&follow_up).await)
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

async fn a_question_is_kept_and_completed(db: &TestStore) {
    prepare(db).await;
    let (rating, week) = (asked(10, FollowUpKind::Rating), asked(20, FollowUpKind::Week));
    keep(db, &week).await.unwrap();
    keep(db, &rating).await.unwrap();
    let rating = FollowUp {
        answered_at: Some(at(11)),
        answer: Some(FollowUpAnswer::Dissatisfied),
        words: "等太久\0".into(),
        staff: Some(staff("李").id),
        ..rating
    };
    keep(db, &rating).await.unwrap();
    let of = rating.case.clone();
    let kept = look!(db, [of], c => c.follow_ups(&of).await).unwrap();
    assert_eq!(kept, [FollowUp { words: "等太久\u{fffd}".into(), ..rating }, week]);
    let none = fengqiao::domain::ids::CaseId::new("unknown");
    assert_eq!(look!(db, [none], c => c.follow_ups(&none).await).unwrap(), []);
}

async fn the_same_is_asked_once_for_each_closing(db: &TestStore) {
    prepare(db).await;
    keep(db, &asked(10, FollowUpKind::Week)).await.unwrap();
    assert_eq!(keep(db, &asked(11, FollowUpKind::Week)).await, Err(StoreError::Conflict));
    let later = FollowUp { closed_at: at(9), ..asked(12, FollowUpKind::Week) };
    keep(db, &later).await.unwrap();
    keep(db, &asked(13, FollowUpKind::Month)).await.unwrap();
}
