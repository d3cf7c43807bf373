//! From a message of ours back to its case.

use fengqiao::domain::ids::{CaseId, ConversationId, OutboxId};
use fengqiao::domain::outbox::{Card, Purpose};
use fengqiao::store::NewOutbox;

use crate::support::samples::{at, conversation, enqueue, id, message, staff};
use crate::support::stores::TestStore;

on_both_databases!(a_reply_finds_its_case, cards_are_found_with_whose_they_are);

fn about(case: &str, new: NewOutbox) -> NewOutbox {
    NewOutbox { case: Some(CaseId::new(case)), ..new }
}

async fn sent(db: &TestStore, number: i64, external_id: &str) {
    let (id, external_id) = (OutboxId::new(id(number)), external_id.to_owned());
    assert!(transact!(db, [id, external_id], c => c.sent(&id, &external_id, at(900)).await).unwrap());
}

async fn replied(db: &TestStore, to: &ConversationId, external_id: &str) -> Option<String> {
    let external_id = external_id.to_owned();
    let case = look!(db, [to, external_id], c => c.replied(&to, &external_id).await).unwrap();
    case.map(|case| case.as_str().to_owned())
}

async fn a_reply_finds_its_case(db: &TestStore) {
    let (li, wang) = (conversation(db, "1").await, conversation(db, "2").await);
    let amendment = NewOutbox { replaces: Some(OutboxId::new(id(1))), ..message(2, &li) };
    enqueue(db, [about("a", message(1, &li)), amendment, about("b", message(3, &li)), message(4, &li)]).await;
    enqueue(db, [about("c", message(5, &wang))]).await;
    sent(db, 1, "501").await;
    sent(db, 2, "502").await; // An amendment that had to be sent as a new message.
    sent(db, 3, "601,602,70%").await;
    sent(db, 4, "801").await;
    sent(db, 5, "501").await;
    let expected = [
        ("501", Some("a")),
        ("502", Some("a")),
        ("601", Some("b")),
        ("602", Some("b")),
        ("70%", Some("b")),
        ("60%", None),
        ("60_", None),
        ("60", None),
        ("601,602", Some("b")),
        ("801", None),
        ("999", None),
        ("", None),
        ("\0", None),
    ];
    for (external_id, case) in expected {
        assert_eq!(replied(db, &li, external_id).await.as_deref(), case, "{external_id:?}");
    }
    assert_eq!(replied(db, &wang, "501").await.as_deref(), Some("c"), "ids are a conversation's own");
}

async fn cards_are_found_with_whose_they_are(db: &TestStore) {
    let (bound, free) = (conversation(db, "1").await, conversation(db, "2").await);
    let li = staff("李");
    transact!(db, [li, bound], c => {
        c.create_staff(&li, at(0)).await?;
        c.bind(&bound, &li.id, at(1)).await
    })
    .unwrap();
    let card = |number, to| about("a", NewOutbox { purpose: Purpose::Card, ..message(number, to) });
    let amendment = NewOutbox { replaces: Some(OutboxId::new(id(1))), ..card(4, &bound) };
    let other = about("b", card(5, &bound));
    let reply = about("a", message(6, &bound));
    enqueue(db, [card(1, &bound), card(2, &free), card(3, &free), amendment, other, reply]).await;
    sent(db, 1, "501").await;
    let dead = OutboxId::new(id(3));
    transact!(db, [dead], c => c.dead(&dead, "blocked", at(900)).await).unwrap();
    let case = CaseId::new("a");
    let cards = look!(db, [case], c => c.cards(&case).await).unwrap();
    let expected = |number, conversation, staff, at| Card {
        message: OutboxId::new(id(number)),
        conversation,
        staff,
        at,
    };
    assert_eq!(cards, [expected(1, bound, Some(li.id), at(900)), expected(2, free, None, at(2))]);
}
