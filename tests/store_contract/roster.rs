//! Rosters: hours of every week and of days, leaves, stand-ins, days offered to colleagues.

use chrono::{NaiveDate, NaiveTime, Weekday};
use fengqiao::domain::ids::{DutyId, LeaveId, SwapId};
use fengqiao::domain::roster::{Duty, DutyDay, Hours, Leave, Post, Swap, SwapState};
use fengqiao::domain::staff::Staff;
use fengqiao::store::{Store, StoreError};

use crate::support::samples::{at, id, room, staff};
use crate::support::stores::TestStore;

on_both_databases!(
    a_roster_is_kept_as_it_is_and_forgets_days_that_are_past,
    hours_are_taken_away_by_day_by_week_and_by_room,
    a_leave_and_a_post_are_written_over,
    an_offered_day_is_settled_once,
    a_vacancy_is_told_once,
);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn hours(from: u32, until: u32) -> Hours {
    let time = |hour| NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
    Hours { from: time(from), until: time(until), seats: 2 }
}

fn duty(number: i64, who: &str, on: DutyDay) -> Duty {
    let (id, staff, room) = (DutyId::new(id(number)), staff(who).id, room("500107003001"));
    Duty { id, staff, room, day: on, hours: hours(9, 11) }
}

/// Two people with weekly hours and a day each.
async fn filled(db: &Store) -> Vec<Duty> {
    let people: Vec<Staff> = ["王", "李"].into_iter().map(staff).collect();
    let duties = vec![
        duty(1, "王", DutyDay::Weekly(Weekday::Sun)),
        duty(2, "王", DutyDay::On(day("2026-03-05"))),
        duty(3, "李", DutyDay::Weekly(Weekday::Mon)),
        duty(4, "李", DutyDay::On(day("2026-03-04"))),
    ];
    transact!(db, [people, duties], c => {
        for person in &people {
            c.create_staff(person, at(0)).await?;
        }
        for duty in &duties {
            c.put_duty(duty).await?;
        }
        Ok(())
    })
    .unwrap();
    duties
}

async fn duties(db: &Store, from: &str) -> Vec<Duty> {
    let (here, from) = (room("500107003001"), day(from));
    look!(db, [here, from], c => c.roster(&here, from).await).unwrap().duties
}

async fn a_roster_is_kept_as_it_is_and_forgets_days_that_are_past(db: &TestStore) {
    let all = filled(db).await;
    assert_eq!(duties(db, "2026-03-01").await, all);
    assert_eq!(duties(db, "2026-03-05").await, all[..3]);
    assert_eq!(duties(db, "2026-03-06").await.len(), 2);
    let elsewhere = room("500107003002");
    let (other, from) = (elsewhere, day("2026-03-01"));
    assert!(look!(db, [other, from], c => c.roster(&other, from).await).unwrap().duties.is_empty());
    let gone = staff("王").id;
    transact!(db, [gone], c => c.revoke_staff(&gone, at(5)).await).unwrap();
    assert_eq!(duties(db, "2026-03-01").await, all[2..], "who left has no hours");
}

async fn hours_are_taken_away_by_day_by_week_and_by_room(db: &TestStore) {
    let all = filled(db).await;
    let (who, here) = (staff("王").id, room("500107003001"));
    let on = day("2026-03-05");
    transact!(db, [who, here, on], c => c.drop_duties(&who, &here, Some(on)).await).unwrap();
    assert_eq!(duties(db, "2026-03-01").await.len(), 3);
    transact!(db, [who, here], c => c.drop_duties(&who, &here, None).await).unwrap();
    assert_eq!(duties(db, "2026-03-01").await, all[2..]);
    let from = day("2026-03-05");
    transact!(db, [here, from], c => c.clear_roster(&here, from).await).unwrap();
    assert_eq!(duties(db, "2026-03-01").await, all[3..], "what is past stays");
}

async fn a_leave_and_a_post_are_written_over(db: &TestStore) {
    filled(db).await;
    let (who, other) = (staff("王").id, staff("李").id);
    let (first, last) = (day("2026-03-03"), day("2026-03-05"));
    let leave =
        Leave { id: LeaveId::new(id(5)), staff: who.clone(), first, last, stand_in: Some(other.clone()) };
    let shorter = Leave { last: first, stand_in: None, ..leave.clone() };
    let post = Post { staff: who, most_open: Some(3), stand_in: Some(other) };
    let (here, from) = (room("500107003001"), day("2026-03-04"));
    transact!(db, [leave, post], c => {
        c.put_leave(&leave).await?;
        c.put_post(&post).await
    })
    .unwrap();
    let roster = look!(db, [here, from], c => c.roster(&here, from).await).unwrap();
    assert_eq!((roster.leaves, roster.posts), (vec![leave], vec![post.clone()]));
    let freer = Post { most_open: None, stand_in: None, ..post };
    transact!(db, [shorter, freer], c => {
        c.put_leave(&shorter).await?;
        c.put_post(&freer).await
    })
    .unwrap();
    let roster = look!(db, [here, from], c => c.roster(&here, from).await).unwrap();
    assert_eq!((roster.leaves, roster.posts), (Vec::new(), vec![freer]), "that leave has ended");
}

async fn an_offered_day_is_settled_once(db: &TestStore) {
    filled(db).await;
    let swap = Swap {
        id: SwapId::new(id(7)),
        giver: staff("王").id,
        taker: staff("李").id,
        room: room("500107003001"),
        day: day("2026-03-05"),
        state: SwapState::Offered,
    };
    let by_id = swap.id.clone();
    assert_eq!(look!(db, [by_id], c => c.swap(&by_id).await).unwrap(), None);
    transact!(db, [swap], c => c.offer_swap(&swap).await).unwrap();
    assert_eq!(look!(db, [by_id], c => c.swap(&by_id).await).unwrap(), Some(swap.clone()));
    let taken = Swap { state: SwapState::Accepted, ..swap };
    transact!(db, [taken], c => c.settle_swap(&taken).await).unwrap();
    let declined = Swap { state: SwapState::Declined, ..taken.clone() };
    let refused = transact!(db, [declined], c => c.settle_swap(&declined).await);
    assert_eq!(refused, Err(StoreError::Conflict));
    assert_eq!(look!(db, [by_id], c => c.swap(&by_id).await).unwrap(), Some(taken));
}

async fn a_vacancy_is_told_once(db: &TestStore) {
    let (here, on) = (room("500107003001"), day("2026-03-05"));
    for (expected, on) in [(true, on), (false, on), (true, day("2026-03-06"))] {
        let told = transact!(db, [here, on], c => c.tell_vacancy(&here, on, at(1)).await).unwrap();
        assert_eq!(told, expected, "{on}");
    }
}
