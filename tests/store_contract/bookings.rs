//! Appointments: a place belongs to one, a case has one, and who waits is called in order.

use fengqiao::domain::booking::{Booking, BookingState, Truth, Waiting};
use fengqiao::domain::case::Speaker;
use fengqiao::domain::ids::{BookingId, CaseId};
use fengqiao::store::{Store, StoreError};

use crate::support::samples::{at, case, conversation, id, room, staff};
use crate::support::stores::TestStore;

on_both_databases!(
    an_appointment_is_kept_as_it_is,
    a_place_and_a_case_have_one_at_a_time,
    a_stale_version_is_not_written,
    what_is_open_is_listed_and_what_is_settled_is_not,
    who_waits_longest_stands_first,
    sixteen_want_a_place_and_one_gets_it,
);

/// A held place of the nth case at the nth half hour.
fn booking(number: i64) -> Booking {
    Booking {
        id: BookingId::new(id(number)),
        case: CaseId::new(id(number)),
        room: room("500107003001"),
        staff: staff("王").id,
        starts: at(1_800_000 * number),
        ends: at(1_800_000 * (number + 1)),
        seat: 0,
        state: BookingState::Held,
        awaits: Some(Speaker::Staff),
        held_until: Some(at(9_000)),
        meeting: false,
        truth: Truth::Unknown,
        sequence: 0,
        made_at: at(number),
        version: 0,
    }
}

/// So many cases and somebody to go to.
async fn peopled(db: &Store, cases: i64) {
    let (person, host) = (conversation(db, "42").await, staff("王"));
    let cases: Vec<_> = (1..=cases).map(|number| case(number, &person)).collect();
    transact!(db, [host, cases], c => {
        c.create_staff(&host, at(0)).await?;
        for case in &cases {
            c.insert_case(case).await?;
        }
        Ok(())
    })
    .unwrap();
}

async fn insert(db: &Store, new: Booking) -> Result<(), StoreError> {
    transact!(db, [new], c => c.insert_booking(&new).await)
}

async fn save(db: &Store, changed: Booking) -> Result<(), StoreError> {
    transact!(db, [changed], c => c.save_booking(&changed).await)
}

async fn an_appointment_is_kept_as_it_is(db: &TestStore) {
    peopled(db, 1).await;
    let first = booking(1);
    insert(db, first.clone()).await.unwrap();
    let kept = Booking { version: 1, ..first.clone() };
    let (by_id, case) = (first.id.clone(), first.case.clone());
    assert_eq!(look!(db, [by_id], c => c.booking(&by_id).await).unwrap(), Some(kept.clone()));
    assert_eq!(look!(db, [case], c => c.booking_of(&case).await).unwrap(), Some(kept.clone()));
    let changed = Booking {
        state: BookingState::Over,
        awaits: None,
        held_until: None,
        meeting: true,
        truth: Truth::NoShow,
        sequence: 3,
        starts: at(7_200_000),
        ends: at(9_000_000),
        seat: 2,
        room: room("500107003002"),
        ..kept
    };
    save(db, changed.clone()).await.unwrap();
    let found = look!(db, [by_id], c => c.booking(&by_id).await).unwrap();
    assert_eq!(found, Some(Booking { version: 2, ..changed }));
    let none = CaseId::new("none");
    assert_eq!(look!(db, [none], c => c.booking_of(&none).await).unwrap(), None);
}

async fn a_place_and_a_case_have_one_at_a_time(db: &TestStore) {
    peopled(db, 3).await;
    let first = booking(1);
    insert(db, first.clone()).await.unwrap();
    let same_place = Booking { starts: first.starts, ends: first.ends, ..booking(2) };
    assert_eq!(insert(db, same_place.clone()).await, Err(StoreError::Conflict));
    insert(db, Booking { seat: 1, ..same_place.clone() }).await.unwrap();
    let same_case = Booking { case: first.case.clone(), ..booking(3) };
    assert_eq!(insert(db, same_case.clone()).await, Err(StoreError::Conflict));
    insert(db, booking(3)).await.unwrap();
    let onto_the_first = Booking { starts: first.starts, version: 1, ..booking(3) };
    assert_eq!(save(db, onto_the_first).await, Err(StoreError::Conflict));
    let (state, awaits, held_until) = (BookingState::Gone, None, None);
    save(db, Booking { state, awaits, held_until, version: 1, ..first.clone() }).await.unwrap();
    let again = Booking { id: BookingId::new(id(9)), ..first };
    insert(db, again.clone()).await.unwrap();
    let case = again.case.clone();
    let newest = look!(db, [case], c => c.booking_of(&case).await).unwrap().unwrap();
    assert_eq!(newest.id, again.id, "the newest counts");
}

async fn a_stale_version_is_not_written(db: &TestStore) {
    peopled(db, 1).await;
    insert(db, booking(1)).await.unwrap();
    save(db, Booking { sequence: 1, version: 1, ..booking(1) }).await.unwrap();
    assert_eq!(save(db, Booking { sequence: 2, version: 1, ..booking(1) }).await, Err(StoreError::Conflict));
    save(db, Booking { sequence: 2, version: 2, ..booking(1) }).await.unwrap();
}

async fn what_is_open_is_listed_and_what_is_settled_is_not(db: &TestStore) {
    peopled(db, 4).await;
    let over = |truth, number| Booking { state: BookingState::Over, truth, ..booking(number) };
    for new in [booking(4), over(Truth::Unknown, 2), over(Truth::Attended, 3), booking(1)] {
        insert(db, new).await.unwrap();
    }
    let host = staff("王").id;
    let listed = look!(db, [host], c => c.agenda(&host).await).unwrap();
    let cases: Vec<_> = listed.iter().map(|one| one.case.as_str()).collect();
    assert_eq!(cases, [id(1), id(2), id(4)], "earliest first");
    let day = at(0).local_date();
    let taken = look!(db, [host, day], c => c.bookings_with(&host, day).await).unwrap();
    assert_eq!(taken.len(), 2, "what is over takes no time");
    let later = day.succ_opt().unwrap();
    assert!(look!(db, [host, later], c => c.bookings_with(&host, later).await).unwrap().is_empty());
}

async fn who_waits_longest_stands_first(db: &TestStore) {
    peopled(db, 3).await;
    let waiting = |number: i64, since: i64| Waiting {
        case: CaseId::new(id(number)),
        room: room("500107003001"),
        since: at(since),
    };
    for new in [waiting(1, 30), waiting(2, 10), waiting(3, 20), waiting(2, 99)] {
        transact!(db, [new], c => c.wait_for_place(&new).await).unwrap();
    }
    let here = room("500107003001");
    let listed = look!(db, [here], c => c.waiting_in(&here).await).unwrap();
    assert_eq!(listed, [waiting(2, 10), waiting(3, 20), waiting(1, 30)]);
    let gone = CaseId::new(id(3));
    transact!(db, [gone], c => c.wait_no_more(&gone).await).unwrap();
    assert_eq!(look!(db, [here], c => c.waiting_in(&here).await).unwrap().len(), 2);
}

async fn sixteen_want_a_place_and_one_gets_it(db: &TestStore) {
    peopled(db, 16).await;
    let second = db.second().await;
    let tries = (1..=16).map(|number| {
        let store: &Store = if number % 2 == 0 { db } else { &second };
        insert(store, Booking { starts: at(0), ends: at(1_800_000), ..booking(number) })
    });
    let outcomes = futures::future::join_all(tries).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    second.close().await;
}
