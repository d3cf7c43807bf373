//! Conversations: entered, left, and whose they are.

use fengqiao::domain::channel::Channel;
use fengqiao::domain::ids::ConversationId;

use crate::support::samples::{at, conversation, staff};
use crate::support::stores::TestStore;

on_both_databases!(
    a_person_comes_back,
    moments_follow_each_other,
    a_timer_enters_by_id,
    staff_are_recognised,
    signs_no_database_holds
);

async fn a_person_comes_back(db: &TestStore) {
    let (first, second) = (ConversationId::new("first"), ConversationId::new("second"));
    let entered = transact!(db, [first], c => c.enter(Channel::Telegram, "42", at(0), &first).await).unwrap();
    assert_eq!(
        (entered.id, entered.session, entered.staff, entered.known),
        (first.clone(), "{}".into(), None, false)
    );
    transact!(db, [first], c => c.leave(&first, "{\"at\":\"menu\"}").await).unwrap();

    let again = transact!(db, [second], c => c.enter(Channel::Telegram, "42", at(1), &second).await).unwrap();
    assert_eq!((&again.id, again.session.as_str(), again.known), (&first, "{\"at\":\"menu\"}", true));
    let looked = look!(db, [], c => c.conversation(Channel::Telegram, "42").await).unwrap();
    assert_eq!(looked, Some(again));

    let elsewhere = transact!(db, [second], c => c.enter(Channel::Web, "42", at(2), &second).await).unwrap();
    assert_eq!((elsewhere.id, elsewhere.known), (second, false));
    assert_eq!(look!(db, [], c => c.conversation(Channel::Web, "43").await).unwrap(), None);
}

async fn moments_follow_each_other(db: &TestStore) {
    let id = ConversationId::new("id");
    let mut seen = Vec::new();
    for now in [100_000, 100_000, 99_000, 40_002, 100_010, 40_009, 100_010] {
        let entered = transact!(db, [id], c => c.enter(Channel::Telegram, "42", at(now), &id).await).unwrap();
        seen.push(entered.seen_at);
    }
    let expected = [100_000, 100_001, 100_002, 100_003, 100_010, 40_009, 100_010];
    assert_eq!(seen, expected.map(at), "what is a minute or less behind waits its turn");
    let entered = transact!(db, [id], c => c.enter_by_id(&id).await).unwrap().unwrap();
    assert_eq!(entered.seen_at, at(100_010), "a timer is not the person");
}

async fn a_timer_enters_by_id(db: &TestStore) {
    let id = conversation(db, "42").await;
    let none = ConversationId::new("none");
    transact!(db, [id], c => { c.leave(&id, "{\"a\":1}").await?; c.set_unreachable(&id).await }).unwrap();
    let entered = transact!(db, [id], c => c.enter_by_id(&id).await).unwrap().unwrap();
    assert_eq!((entered.id.clone(), entered.channel), (id.clone(), Channel::Telegram));
    assert_eq!(entered.session, "{\"a\":1}");
    assert_eq!(transact!(db, [none], c => c.enter_by_id(&none).await).unwrap(), None);
    assert_eq!(
        look!(db, [id], c => c.address(&id).await).unwrap(),
        Some((Channel::Telegram, "42".to_owned()))
    );
    assert_eq!(look!(db, [none], c => c.address(&none).await).unwrap(), None);
}

async fn staff_are_recognised(db: &TestStore) {
    let id = conversation(db, "42").await;
    let li = staff("李");
    transact!(db, [id, li], c => {
        c.create_staff(&li, at(0)).await?;
        c.bind(&id, &li.id, at(1)).await
    })
    .unwrap();
    let seen = transact!(db, [id], c => c.enter_by_id(&id).await).unwrap().unwrap();
    assert_eq!(seen.staff, Some(li.clone()));

    transact!(db, [id], c => c.unbind(&id).await).unwrap();
    assert_eq!(transact!(db, [id], c => c.enter_by_id(&id).await).unwrap().unwrap().staff, None);

    transact!(db, [id, li], c => {
        c.bind(&id, &li.id, at(2)).await?;
        c.revoke_staff(&li.id, at(3)).await?;
        c.bind(&id, &li.id, at(4)).await
    })
    .unwrap();
    let revoked = transact!(db, [id], c => c.enter_by_id(&id).await).unwrap().unwrap();
    assert_eq!(revoked.staff, None, "who is no longer staff is a resident");
}

/// PostgreSQL cannot hold NUL in a text.
async fn signs_no_database_holds(db: &TestStore) {
    let id = ConversationId::new("a");
    let entered = transact!(db, [id], c => c.enter(Channel::Web, "4\0b", at(0), &id).await).unwrap();
    let again = transact!(db, [id], c => c.enter(Channel::Web, "4\0b", at(0), &id).await).unwrap();
    assert!(!entered.known && again.known);
    let address = look!(db, [id], c => c.address(&id).await).unwrap().unwrap();
    assert_eq!(address.1, "4\u{fffd}b");
}
