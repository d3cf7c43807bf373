//! Arrivals: kept once, verbatim.

use fengqiao::domain::channel::Channel;
use fengqiao::domain::ids::InboundId;
use fengqiao::domain::message::Body;
use fengqiao::store::{InboundStatus, NewInbound};

use crate::support::samples::{at, conversation, id};
use crate::support::stores::TestStore;

on_both_databases!(
    a_repeat_is_known,
    only_the_unreadable_is_quarantined,
    what_lies_apart_is_taken_up_once,
    eight_repeats_at_once_are_kept_once
);

fn arrival(number: i64, external_id: &str) -> NewInbound {
    NewInbound {
        message: None,
        id: InboundId::new(id(number)),
        channel: Channel::Telegram,
        external_id: external_id.into(),
        conversation: None,
        received_at: at(number),
        status: InboundStatus::Unused,
        raw: "{\"update_id\":1}\0 尾".into(),
        body: None,
        note: None,
    }
}

async fn a_repeat_is_known(db: &TestStore) {
    let (first, repeat, other) = (arrival(1, "7"), arrival(2, "7"), arrival(3, "8"));
    let web = NewInbound { channel: Channel::Web, ..arrival(4, "7") };
    assert!(transact!(db, [first], c => c.keep_inbound(&first).await).unwrap());
    assert!(!transact!(db, [repeat], c => c.keep_inbound(&repeat).await).unwrap());
    assert!(transact!(db, [other], c => c.keep_inbound(&other).await).unwrap());
    assert!(transact!(db, [web], c => c.keep_inbound(&web).await).unwrap(), "ids are the channel's own");
}

async fn only_the_unreadable_is_quarantined(db: &TestStore) {
    let unreadable = |number, external: &str| NewInbound {
        status: InboundStatus::Quarantined,
        note: Some("not JSON".into()),
        ..arrival(number, external)
    };
    for new in [arrival(1, "1"), unreadable(2, "2"), unreadable(3, "3"), unreadable(4, "4")] {
        transact!(db, [new], c => c.keep_inbound(&new).await).unwrap();
    }
    let found = look!(db, [], c => c.quarantined(2).await).unwrap();
    let seen: Vec<_> = found.iter().map(|one| (one.external_id.as_str(), one.received_at)).collect();
    assert_eq!(seen, [("4", at(4)), ("3", at(3))], "newest first, as many as asked for");
    assert_eq!((found[0].note.as_str(), found[0].raw.as_str()), ("not JSON", "{\"update_id\":1}\u{fffd} 尾"));
    assert_eq!(found[0].channel, Channel::Telegram);
}

async fn what_lies_apart_is_taken_up_once(db: &TestStore) {
    let person = conversation(db, "42").await;
    let said = Body::Text("在吗".into());
    let apart = NewInbound {
        status: InboundStatus::Quarantined,
        conversation: Some(person.clone()),
        body: Some(said.clone()),
        note: Some("table cases".into()),
        ..arrival(1, "1")
    };
    let nobodys = NewInbound { status: InboundStatus::Quarantined, ..arrival(2, "2") };
    transact!(db, [apart, nobodys], c => {
        c.keep_inbound(&apart).await?;
        c.keep_inbound(&nobodys).await
    })
    .unwrap();
    let (first, second, third) = (InboundId::new(id(1)), InboundId::new(id(2)), InboundId::new(id(3)));
    let found = look!(db, [first], c => c.quarantined_one(&first).await).unwrap().unwrap();
    assert_eq!(
        (found.peer.as_deref(), found.body, found.note),
        (Some("42"), Some(said.clone()), "table cases".into())
    );
    let found = look!(db, [second], c => c.quarantined_one(&second).await).unwrap().unwrap();
    assert_eq!((found.peer, found.body), (None, None));
    assert_eq!(look!(db, [third], c => c.quarantined_one(&third).await).unwrap(), None);

    let history = async || look!(db, [person], c => c.history(&person, None, 9).await).unwrap().len();
    assert_eq!(history().await, 1, "who said it sees it");
    let handled = InboundStatus::Handled;
    let take = async || {
        transact!(db, [first, person, said], c => c.take_up(&first, handled, Some(&person), Some(&said)).await)
            .unwrap()
    };
    assert_eq!((take().await, take().await), (true, false));
    assert!(
        transact!(db, [second], c => c.take_up(&second, InboundStatus::Unused, None, None).await).unwrap()
    );
    assert_eq!(look!(db, [], c => c.quarantined(9).await).unwrap(), []);
    assert_eq!(history().await, 1);
}

async fn eight_repeats_at_once_are_kept_once(db: &TestStore) {
    let keep = (0..8).map(|number| {
        let new = arrival(number, "7");
        async move { transact!(db, [new], c => c.keep_inbound(&new).await).unwrap() }
    });
    let kept = futures::future::join_all(keep).await;
    assert_eq!(kept.into_iter().filter(|kept| *kept).count(), 1);
}
