//! The outbox: claimed in order, by one process at a time, until something is known of each message.

use std::collections::{BTreeMap, BTreeSet};

use fengqiao::domain::channel::Channel;
use fengqiao::domain::ids::{CaseId, OutboxId};
use fengqiao::domain::message::{Button, Outbound};
use fengqiao::domain::outbox::{OutboxStatus, Purpose};
use fengqiao::store::{Claimed, NewOutbox, Over, Store, Target};

use crate::support::books;
use crate::support::samples::{at, conversation, enqueue, everywhere, id, message};
use crate::support::stores::TestStore;

on_both_databases!(
    a_message_comes_out_as_it_went_in,
    a_conversation_has_one_message_on_its_way,
    nothing_is_claimed_before_its_time,
    a_silent_lease_is_told,
    a_message_on_its_way_is_held,
    what_was_abandoned_waits_for_who_takes_over,
    what_nobody_can_read_is_not_listed,
    what_is_settled_stays_settled,
    nothing_is_sent_behind_what_nobody_can_receive,
    what_makes_no_sense_is_given_up,
    dead_letters_are_listed_and_sent_again,
    an_amendment_finds_its_target,
    eight_workers_get_every_message_once,
);

async fn claim(store: &Store, now: i64, until: i64) -> Vec<Claimed> {
    transact!(store, [], c => c.claim(at(now), at(until), 10, &everywhere()).await).unwrap()
}

async fn claimed_ids(store: &Store, now: i64, until: i64) -> Vec<String> {
    claim(store, now, until).await.into_iter().map(|one| one.id.as_str().to_owned()).collect()
}

fn outbox_id(number: i64) -> OutboxId {
    OutboxId::new(id(number))
}

async fn a_message_comes_out_as_it_went_in(db: &TestStore) {
    let person = conversation(db, "42").await;
    let body = Outbound {
        place: Some((29.5, 106.5)),
        ..Outbound::text("**好**\0").row(vec![Button { label: "1 是".into(), data: "yes".into() }])
    };
    let new =
        NewOutbox { case: Some(CaseId::new("case")), purpose: Purpose::Relay, body, ..message(1, &person) };
    enqueue(db, [new.clone()]).await;
    let expected = Claimed {
        id: new.id,
        conversation: person,
        channel: Channel::Telegram,
        peer: "42".into(),
        case: new.case,
        purpose: new.purpose,
        replaces: None,
        body: new.body,
        attempts: 1,
        interrupted: false,
        created_at: at(1),
    };
    assert_eq!(claim(db, 1, 100).await, [expected]);
}

async fn a_conversation_has_one_message_on_its_way(db: &TestStore) {
    let (one, two) = (conversation(db, "1").await, conversation(db, "2").await);
    enqueue(db, [message(2, &one), message(3, &one), message(4, &two)]).await;
    assert_eq!(claimed_ids(db, 10, 100).await, [id(2), id(4)]);
    assert!(claimed_ids(db, 10, 100).await.is_empty());
    enqueue(db, [message(1, &one)]).await;
    assert!(claimed_ids(db, 10, 100).await.is_empty(), "even one that should have gone before waits now");
    let first = outbox_id(2);
    assert!(transact!(db, [first], c => c.sent(&first, "501", at(11)).await).unwrap());
    assert_eq!(claimed_ids(db, 12, 100).await, [id(1)]);
}

async fn nothing_is_claimed_before_its_time(db: &TestStore) {
    let (one, two) = (conversation(db, "1").await, conversation(db, "2").await);
    let later = NewOutbox { due: at(50), ..message(1, &one) };
    enqueue(db, [later, message(2, &one), message(3, &two)]).await;
    assert_eq!(claimed_ids(db, 49, 100).await, [id(3)], "what waits keeps its conversation waiting");
    assert_eq!(claimed_ids(db, 50, 100).await, [id(1)]);
    let first = outbox_id(1);
    assert!(transact!(db, [first], c => c.postpone(&first, at(70), Some("503")).await).unwrap());
    assert!(claimed_ids(db, 69, 100).await.is_empty());
    let again = claim(db, 70, 100).await;
    assert_eq!((again[0].id.clone(), again[0].attempts, again[0].interrupted), (first, 2, false));
}

async fn a_silent_lease_is_told(db: &TestStore) {
    let person = conversation(db, "1").await;
    enqueue(db, [message(1, &person)]).await;
    assert!(!claim(db, 10, 100).await[0].interrupted);
    assert!(claim(db, 99, 200).await.is_empty());
    let taken_over = claim(db, 100, 200).await;
    assert!(taken_over[0].interrupted);
    assert_eq!(taken_over[0].attempts, 2);
    let first = outbox_id(1);
    transact!(db, [first], c => c.postpone(&first, at(101), None).await).unwrap();
    assert!(!claim(db, 101, 200).await[0].interrupted, "the next one is told of its own predecessor only");
}

async fn a_message_on_its_way_is_held(db: &TestStore) {
    let person = conversation(db, "1").await;
    enqueue(db, [message(1, &person)]).await;
    let first = outbox_id(1);
    let hold = async |until: i64| transact!(db, [first], c => c.hold(&first, at(until)).await).unwrap();
    assert!(!hold(50).await, "nobody has it yet");
    claim(db, 10, 100).await;
    assert!(hold(150).await);
    assert!(claim(db, 149, 200).await.is_empty());
    assert!(claim(db, 150, 200).await[0].interrupted, "whoever held it fell silent all the same");
    transact!(db, [first], c => c.postpone(&first, at(300), None).await).unwrap();
    assert!(!hold(900).await, "it has been given back");
    assert_eq!(claimed_ids(db, 300, 400).await, [id(1)]);
    transact!(db, [first], c => c.sent(&first, "501", at(301)).await).unwrap();
    assert!(!hold(900).await, "it has arrived");
}

async fn what_was_abandoned_waits_for_who_takes_over(db: &TestStore) {
    let (one, two) = (conversation(db, "1").await, conversation(db, "2").await);
    enqueue(db, [message(1, &one)]).await;
    assert_eq!(claimed_ids(db, 10, 100).await, [id(1)]);
    enqueue(db, [message(2, &one), message(3, &two)]).await;
    let fresh = Over { abandoned: false, ..everywhere() };
    let claimed = transact!(db, [fresh], c => c.claim(at(500), at(600), 10, &fresh).await).unwrap();
    let ids: Vec<_> = claimed.iter().map(|one| one.id.as_str().to_owned()).collect();
    assert_eq!(ids, [id(3)], "nor is anything sent past it");
    assert_eq!(claimed_ids(db, 500, 600).await, [id(1)]);
}

async fn what_nobody_can_read_is_not_listed(db: &TestStore) {
    let person = conversation(db, "1").await;
    enqueue(db, [message(1, &person), message(2, &person)]).await;
    books::execute(&db.url, &format!("UPDATE outbox SET purpose = 'x' WHERE id = '{}'", id(1))).await;
    let listed = look!(db, [], c => c.outbox_list(OutboxStatus::Waiting, 10).await).unwrap();
    assert_eq!(listed.iter().map(|row| row.id.clone()).collect::<Vec<_>>(), [outbox_id(2)]);
    assert_eq!(db.unreadable(), [format!("table outbox, row {}: column purpose makes no sense", id(1))]);
}

async fn what_is_settled_stays_settled(db: &TestStore) {
    let person = conversation(db, "1").await;
    enqueue(db, [message(1, &person), message(2, &person), message(3, &person)]).await;
    let (sent, dead, uncertain) = (outbox_id(1), outbox_id(2), outbox_id(3));
    transact!(db, [sent, dead, uncertain], c => {
        assert!(c.sent(&sent, "501", at(5)).await?);
        assert!(c.dead(&dead, "blocked", at(5)).await?);
        assert!(c.uncertain(&uncertain, "no answer", at(5)).await?);
        for id in [&sent, &dead] {
            assert!(!c.sent(id, "502", at(6)).await?);
        }
        for id in [&sent, &dead, &uncertain] {
            assert!(!c.dead(id, "too late", at(6)).await?);
            assert!(!c.uncertain(id, "too late", at(6)).await?);
            assert!(!c.postpone(id, at(6), None).await?);
        }
        assert!(c.claim(at(9), at(99), 10, &everywhere()).await?.is_empty());
        assert!(c.sent(&uncertain, "503", at(7)).await?, "late news is news");
        Ok(())
    })
    .unwrap();
}

async fn nothing_is_sent_behind_what_nobody_can_receive(db: &TestStore) {
    let (gone, there) = (conversation(db, "1").await, conversation(db, "2").await);
    let about = |case: &str, message: NewOutbox| NewOutbox { case: Some(CaseId::new(case)), ..message };
    enqueue(
        db,
        [
            about("one", message(1, &gone)),
            about("other", message(2, &gone)),
            message(3, &gone),
            about("one", message(4, &gone)),
            about("one", message(5, &there)),
        ],
    )
    .await;
    let (case, sent) = (CaseId::new("one"), outbox_id(1));
    transact!(db, [gone, case, sent], c => {
        c.sent(&sent, "1", at(6)).await?;
        c.dead_behind(&gone, Some(&case), "blocked", at(6)).await
    })
    .unwrap();
    assert_eq!(
        claimed_ids(db, 7, 99).await,
        [id(2), id(5)],
        "others are told of another case by its own message"
    );
    let dead = transact!(db, [], c => c.outbox_list(OutboxStatus::Dead, 10).await).unwrap();
    let told: Vec<_> = dead.iter().map(|row| (row.id.as_str().to_owned(), row.error.as_deref())).collect();
    assert_eq!(told, [(id(4), Some("blocked")), (id(3), Some("blocked"))]);

    let second = outbox_id(2);
    transact!(db, [gone, second], c => {
        c.postpone(&second, at(8), None).await?;
        c.dead_behind(&gone, None, "blocked", at(8)).await
    })
    .unwrap();
    assert_eq!(claimed_ids(db, 9, 99).await, [id(2)], "what is about no case takes no case along");
}

async fn what_makes_no_sense_is_given_up(db: &TestStore) {
    let person = conversation(db, "1").await;
    enqueue(db, [message(1, &person), message(2, &person)]).await;
    books::execute(&db.url, &format!("UPDATE outbox SET body = '{{' WHERE id = '{}'", id(1))).await;
    assert!(claimed_ids(db, 5, 99).await.is_empty());
    assert_eq!(claimed_ids(db, 5, 99).await, [id(2)], "the next one goes");
    let dead = transact!(db, [], c => c.outbox_list(OutboxStatus::Dead, 10).await).unwrap();
    assert!(dead.iter().any(|row| row.id == outbox_id(1) && row.error.as_deref().unwrap().contains("body")));
}

async fn dead_letters_are_listed_and_sent_again(db: &TestStore) {
    let person = conversation(db, "1").await;
    let about = NewOutbox { case: Some(CaseId::new("case")), ..message(2, &person) };
    enqueue(db, [message(1, &person), about, message(3, &person)]).await;
    assert_eq!(claimed_ids(db, 10, 100).await, [id(1)]);
    let (first, second, third) = (outbox_id(1), outbox_id(2), outbox_id(3));
    transact!(db, [first, second, third], c => {
        c.dead(&first, "too long", at(11)).await?;
        c.dead(&second, "too\0 often", at(12)).await?;
        c.uncertain(&third, "no answer", at(13)).await
    })
    .unwrap();
    let list = look!(db, [], c => c.outbox_list(OutboxStatus::Dead, 10).await).unwrap();
    assert_eq!(list.iter().map(|one| &one.id).collect::<Vec<_>>(), [&second, &first]);
    let one = &list[0];
    assert_eq!(
        (one.channel, one.status, one.purpose),
        (Channel::Telegram, OutboxStatus::Dead, Purpose::Reply)
    );
    assert_eq!(
        (one.case.clone(), one.error.as_deref()),
        (Some(CaseId::new("case")), Some("too\u{fffd} often"))
    );
    assert_eq!((one.due, one.created_at, one.attempts, list[1].attempts), (at(2), at(2), 0, 1));
    let uncertain = look!(db, [], c => c.outbox_list(OutboxStatus::Uncertain, 10).await).unwrap();
    assert_eq!(uncertain.iter().map(|one| &one.id).collect::<Vec<_>>(), [&third]);
    assert_eq!(look!(db, [], c => c.outbox_list(OutboxStatus::Dead, 1).await).unwrap().len(), 1);

    assert!(transact!(db, [first], c => c.requeue(&first, at(20)).await).unwrap());
    assert!(transact!(db, [third], c => c.requeue(&third, at(20)).await).unwrap());
    assert!(!transact!(db, [third], c => c.requeue(&third, at(20)).await).unwrap(), "it waits already");
    assert!(claimed_ids(db, 19, 100).await.is_empty());
    let again = claim(db, 20, 100).await;
    assert_eq!((&again[0].id, again[0].attempts, again[0].interrupted), (&first, 1, false));
}

async fn an_amendment_finds_its_target(db: &TestStore) {
    let person = conversation(db, "1").await;
    let amend = |number, target| NewOutbox { replaces: Some(outbox_id(target)), ..message(number, &person) };
    let target = |number, status, external_id: Option<&str>| {
        Some(Target { id: outbox_id(number), status, external_id: external_id.map(str::to_owned) })
    };
    enqueue(
        db,
        [message(1, &person), amend(2, 1), amend(3, 1), message(4, &person), amend(5, 4), amend(6, 9)],
    )
    .await;
    // What each claim finds, and what then becomes of it.
    let story = [
        (None, Some("501")),
        (target(1, OutboxStatus::Sent, Some("501")), Some("601")),
        (target(1, OutboxStatus::Sent, Some("601")), Some("601")),
        (None, None),
        (target(4, OutboxStatus::Dead, None), None),
        (None, Some("701")),
    ];
    for (number, (found, external_id)) in (1..).zip(story) {
        let claimed = claim(db, 10, 100).await;
        assert_eq!((claimed[0].id.clone(), claimed[0].replaces.clone()), (outbox_id(number), found));
        let id = claimed[0].id.clone();
        transact!(db, [id], c => match external_id {
            Some(external_id) => c.sent(&id, external_id, at(11)).await,
            None => c.dead(&id, "refused", at(11)).await,
        })
        .unwrap();
    }
}

async fn eight_workers_get_every_message_once(db: &TestStore) {
    let mut expected = BTreeMap::<_, Vec<String>>::new();
    for peer in 0..40 {
        let person = conversation(db, &peer.to_string()).await;
        let numbers: Vec<_> = (0..5).map(|nth| nth * 40 + peer).collect();
        enqueue(db, numbers.iter().map(|&number| message(number, &person))).await;
        expected.insert(person, numbers.into_iter().map(id).collect());
    }
    let second = db.second().await;
    let workers = (0..8).map(|worker| {
        let store: &Store = if worker % 2 == 0 { db } else { &second };
        async move {
            let mut mine = Vec::new();
            loop {
                let Ok(claimed) =
                    transact!(store, [], c => c.claim(at(1000), at(9000), 3, &everywhere()).await)
                else {
                    continue; // Two claims met; the one that lost tries again.
                };
                for one in &claimed {
                    let id = one.id.clone();
                    let settled =
                        transact!(store, [id], c => c.sent(&id, id.as_str(), at(1001)).await).unwrap();
                    assert!(settled, "somebody else had it too");
                }
                if claimed.is_empty() && outstanding(store).await == 0 {
                    return mine;
                }
                mine.extend(claimed);
            }
        }
    });
    let got: Vec<_> = futures::future::join_all(workers).await.into_iter().flatten().collect();
    assert!(got.iter().all(|one| one.attempts == 1 && !one.interrupted));
    assert_eq!(got.len(), 200);
    let all: BTreeSet<_> = got.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(all, expected.values().flatten().map(String::as_str).collect());
    second.close().await;
}

async fn outstanding(store: &Store) -> usize {
    look!(store, [], c => c.outbox_list(OutboxStatus::Waiting, 1000).await).unwrap().len()
}
