//! A row that makes no sense stands in nobody's way: it is left out of every list, and told.

use fengqiao::domain::case::Case;
use fengqiao::domain::ids::CaseId;
use fengqiao::store::StoreError;

use crate::support::books;
use crate::support::samples::{at, case, conversation, id, staff};
use crate::support::stores::TestStore;

on_both_databases!(a_list_is_read_without_it, alone_it_is_an_error);

async fn a_list_is_read_without_it(db: &TestStore) {
    let person = conversation(db, "1").await;
    let (one, other) = (case(1, &person), case(2, &person));
    let (wang, li) = (staff("wang"), staff("li"));
    let room = wang.room.clone();
    transact!(db, [one, other, wang, li], c => {
        c.insert_case(&one).await?;
        c.insert_case(&other).await?;
        c.create_staff(&wang, at(1)).await?;
        c.create_staff(&li, at(2)).await
    })
    .unwrap();
    for spoilt in [
        format!("UPDATE cases SET service = 'x' WHERE id = '{}'", id(1)),
        format!("UPDATE staff SET role = 'x' WHERE id = '{}'", wang.id),
    ] {
        books::execute(&db.url, &spoilt).await;
    }
    let second = CaseId::new(id(2));
    look!(db, [person, room, second, li], c => {
        let ids = |cases: Vec<Case>| -> Vec<CaseId> { cases.into_iter().map(|case| case.id).collect() };
        assert_eq!(ids(c.open_cases(None).await?), std::slice::from_ref(&second));
        assert_eq!(ids(c.cases_of(&person).await?), [second]);
        assert_eq!(c.staff_in(&room).await?.len(), 1);
        assert_eq!(c.staff_list().await?.into_iter().map(|staff| staff.id).collect::<Vec<_>>(), [li.id]);
        Ok(())
    })
    .unwrap();
    let told = db.unreadable();
    assert_eq!(told.len(), 2, "each is told once, however often it is met: {told:?}");
    assert!(told[0].contains("cases") && told[1].contains("staff"), "{told:?}");
}

async fn alone_it_is_an_error(db: &TestStore) {
    let person = conversation(db, "1").await;
    let only = case(1, &person);
    transact!(db, [only], c => c.insert_case(&only).await).unwrap();
    books::execute(&db.url, "UPDATE cases SET state = 'x'").await;
    let id = only.id.clone();
    let read = look!(db, [id], c => c.case(&id).await);
    let expected = StoreError::Corrupt { table: "cases", key: id.to_string(), column: "state" };
    assert_eq!(read, Err(expected.clone()));
    assert_eq!(db.unreadable(), Vec::<String>::new(), "whoever asked for it knows");
    db.note_unreadable(&expected);
    assert_eq!(db.unreadable(), [expected.to_string()]);
}
