//! Staff: invited, at work, gone.

use fengqiao::domain::ids::StaffId;
use fengqiao::domain::staff::{Role, Staff, StaffStatus};
use fengqiao::store::{NewInvite, StoreError};

use crate::support::samples::{at, conversation, room, staff};
use crate::support::stores::TestStore;

on_both_databases!(
    an_invitation_is_used_once,
    a_late_invitation_changes_nothing,
    fifty_uses_at_once_make_one_member,
    a_room_has_its_active_staff,
    who_goes_leaves_nothing_open,
    somebody_has_to_run_it,
);

fn invited(name: &str) -> Staff {
    Staff { status: StaffStatus::Invited, ..staff(name) }
}

async fn invite(db: &TestStore, new: &Staff, code_hash: &str) {
    let (new, code_hash) = (new.clone(), code_hash.to_owned());
    let invite = NewInvite { code_hash, staff: new.id.clone(), expires_at: at(1000) };
    transact!(db, [new, invite], c => {
        if c.staff(&new.id).await?.is_none() {
            c.create_staff(&new, at(0)).await?;
        }
        c.add_invite(&invite, at(0)).await
    })
    .unwrap();
}

async fn use_it(db: &TestStore, code_hash: &str, now: i64) -> Result<StaffId, StoreError> {
    let code_hash = code_hash.to_owned();
    transact!(db, [code_hash], c => c.use_invite(&code_hash, at(now)).await)
}

async fn found(db: &TestStore, name: &str) -> Staff {
    let id = staff(name).id;
    look!(db, [id], c => c.staff(&id).await).unwrap().unwrap()
}

async fn an_invitation_is_used_once(db: &TestStore) {
    invite(db, &invited("李"), "hash").await;
    let unused = look!(db, [], c => c.invite("hash").await).unwrap().unwrap();
    assert_eq!((unused.staff, unused.expires_at), (invited("李"), at(1000)));
    assert_eq!((unused.used_at, unused.revoked_at), (None, None));
    assert_eq!(look!(db, [], c => c.invite("other").await).unwrap(), None);

    assert_eq!(use_it(db, "hash", 5).await, Ok(staff("李").id));
    assert_eq!(found(db, "李").await.status, StaffStatus::Active);
    assert_eq!(look!(db, [], c => c.invite("hash").await).unwrap().unwrap().used_at, Some(at(5)));
    assert_eq!(use_it(db, "hash", 6).await, Err(StoreError::Conflict));
    assert_eq!(use_it(db, "other", 6).await, Err(StoreError::Conflict));

    invite(db, &staff("李"), "second").await;
    assert_eq!(use_it(db, "second", 7).await, Ok(staff("李").id), "one person, two channels");
}

async fn a_late_invitation_changes_nothing(db: &TestStore) {
    invite(db, &invited("李"), "hash").await;
    assert_eq!(use_it(db, "hash", 1000).await, Err(StoreError::Conflict));
    assert_eq!(found(db, "李").await.status, StaffStatus::Invited);
    assert_eq!(look!(db, [], c => c.invite("hash").await).unwrap().unwrap().used_at, None);
    let again = NewInvite { code_hash: "hash".into(), staff: staff("李").id, expires_at: at(9) };
    assert_eq!(transact!(db, [again], c => c.add_invite(&again, at(1)).await), Err(StoreError::Conflict));
}

async fn fifty_uses_at_once_make_one_member(db: &TestStore) {
    invite(db, &invited("李"), "hash").await;
    let outcomes = futures::future::join_all((0..50).map(|_| use_it(db, "hash", 5))).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
}

async fn a_room_has_its_active_staff(db: &TestStore) {
    let (old, new, gone) =
        (conversation(db, "1").await, conversation(db, "2").await, conversation(db, "3").await);
    let (li, wang, zhao) = (staff("李"), staff("王"), Staff { room: room("500107003"), ..staff("赵") });
    let chen = invited("陈");
    transact!(db, [li, wang, zhao, chen, old, new, gone], c => {
        c.create_staff(&wang, at(2)).await?;
        c.create_staff(&li, at(1)).await?;
        c.create_staff(&zhao, at(0)).await?;
        c.create_staff(&chen, at(0)).await?;
        c.bind(&old, &li.id, at(10)).await?;
        c.bind(&new, &li.id, at(11)).await?;
        c.bind(&gone, &li.id, at(12)).await?;
        c.set_unreachable(&gone).await
    })
    .unwrap();
    let home = li.room.clone();
    let seen = look!(db, [home], c => c.staff_in(&home).await).unwrap();
    let reachable = Staff { conversations: vec![new, old], ..li };
    assert_eq!(seen, [reachable.clone(), wang.clone()], "as they joined; newest conversation first");
    assert_eq!(found(db, "李").await, reachable);
    let all = look!(db, [], c => c.staff_list().await).unwrap();
    assert_eq!(all.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().len(), 4);
    assert_eq!(all[2..], [reachable, wang]);
}

async fn who_goes_leaves_nothing_open(db: &TestStore) {
    let place = conversation(db, "1").await;
    let li = staff("李");
    invite(db, &li, "unused").await;
    transact!(db, [li, place], c => c.bind(&place, &li.id, at(1)).await).unwrap();
    assert!(transact!(db, [li], c => c.revoke_staff(&li.id, at(2)).await).unwrap());
    assert_eq!(found(db, "李").await, Staff { status: StaffStatus::Revoked, ..staff("李") });
    assert_eq!(look!(db, [], c => c.invite("unused").await).unwrap().unwrap().revoked_at, Some(at(2)));
    assert_eq!(use_it(db, "unused", 3).await, Err(StoreError::Conflict));
    assert!(!transact!(db, [li], c => c.revoke_staff(&li.id, at(4)).await).unwrap(), "once is enough");

    invite(db, &li, "after").await;
    assert_eq!(use_it(db, "after", 5).await, Err(StoreError::Conflict), "gone is gone");
    assert_eq!(found(db, "李").await.status, StaffStatus::Revoked);
}

async fn somebody_has_to_run_it(db: &TestStore) {
    let admin = Staff { role: Role::Admin, ..invited("管") };
    transact!(db, [], c => c.create_staff(&staff("李"), at(0)).await).unwrap();
    invite(db, &admin, "hash").await;
    assert!(!look!(db, [], c => c.has_admin().await).unwrap());
    use_it(db, "hash", 1).await.unwrap();
    assert!(look!(db, [], c => c.has_admin().await).unwrap());
    transact!(db, [admin], c => c.revoke_staff(&admin.id, at(2)).await).unwrap();
    assert!(!look!(db, [], c => c.has_admin().await).unwrap());
}
