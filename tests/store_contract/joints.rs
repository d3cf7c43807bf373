//! Joint handling: kept, changed from what it was, one open for a case.

use fengqiao::domain::case::Outcome;
use fengqiao::domain::ids::{CaseId, JointId};
use fengqiao::domain::joint::{Joint, JointState};
use fengqiao::store::StoreError;

use crate::support::samples::{at, case, conversation, id, staff};
use crate::support::stores::TestStore;

on_both_databases!(a_joint_handling_comes_back_whole, a_stale_one_is_a_conflict, a_case_has_one_open);

fn asked(number: i64, case: i64) -> Joint {
    Joint {
        id: JointId::new(id(number)),
        case: CaseId::new(id(case)),
        state: JointState::Asked,
        reason: "人数多".into(),
        asked_at: at(number),
        leader: None,
        office: String::new(),
        partners: String::new(),
        due: None,
        outcome: None,
        leader_signed: false,
        other_signed: None,
        version: 0,
    }
}

async fn prepare(db: &TestStore) {
    let person = conversation(db, "42").await;
    let (first, second, li) = (case(1, &person), case(2, &person), staff("李"));
    transact!(db, [first, second, li], c => {
        c.create_staff(&li, at(0)).await?;
        c.insert_case(&first).await?;
        c.insert_case(&second).await
    })
    .unwrap();
}

async fn keep(db: &TestStore, joint: &Joint) -> Result<(), StoreError> {
    transact!(db, [joint], c => c.keep_joint(&joint).await)
}

fn running(joint: Joint) -> Joint {
    Joint {
        state: JointState::Running,
        leader: Some(staff("李").id),
        office: "司法所".into(),
        partners: "派出所\0".into(),
        due: Some(at(99)),
        outcome: Some(Outcome::Answered),
        leader_signed: true,
        other_signed: Some(staff("李").id),
        version: 1,
        ..joint
    }
}

async fn a_joint_handling_comes_back_whole(db: &TestStore) {
    prepare(db).await;
    keep(db, &asked(10, 1)).await.unwrap();
    keep(db, &asked(11, 2)).await.unwrap();
    keep(db, &running(asked(10, 1))).await.unwrap();
    let of = CaseId::new(id(1));
    let kept = look!(db, [of], c => c.joint(&of).await).unwrap().unwrap();
    assert_eq!(kept, Joint { version: 2, partners: "派出所\u{fffd}".into(), ..running(asked(10, 1)) });
    keep(db, &Joint { state: JointState::Ended, ..kept }).await.unwrap();
    let open = look!(db, [], c => c.open_joints().await).unwrap();
    assert_eq!(open, [Joint { version: 1, ..asked(11, 2) }]);
    let none = CaseId::new("unknown");
    assert_eq!(look!(db, [none], c => c.joint(&none).await).unwrap(), None);
}

async fn a_stale_one_is_a_conflict(db: &TestStore) {
    prepare(db).await;
    keep(db, &asked(10, 1)).await.unwrap();
    keep(db, &running(asked(10, 1))).await.unwrap();
    assert_eq!(keep(db, &running(asked(10, 1))).await, Err(StoreError::Conflict));
}

async fn a_case_has_one_open(db: &TestStore) {
    prepare(db).await;
    keep(db, &asked(10, 1)).await.unwrap();
    assert_eq!(keep(db, &asked(11, 1)).await, Err(StoreError::Conflict));
    keep(db, &Joint { state: JointState::Declined, version: 1, ..asked(10, 1) }).await.unwrap();
    keep(db, &asked(11, 1)).await.unwrap();
}
