//! Receipts: kept where the reader's channel tells, told once, and only by the reader.

use fengqiao::domain::channel::Channel;
use fengqiao::domain::ids::{ConversationId, OutboxId};
use fengqiao::domain::message::Outbound;
use fengqiao::store::{SeenWords, Store};

use crate::support::samples::{at, conversation, enqueue, id, message};
use crate::support::stores::TestStore;

on_both_databases!(
    a_reader_on_the_web_is_told_of_once,
    nothing_is_kept_for_a_channel_that_does_not_tell,
    only_the_first_of_several_readers_is_news,
    nobody_sees_for_another_and_nothing_that_never_came,
    the_page_knows_what_is_awaited,
);

async fn on_the_web(store: &Store, peer: &str) -> ConversationId {
    let (peer, new) = (peer.to_owned(), ConversationId::new(format!("web-{peer}")));
    transact!(store, [peer, new], c => c.enter(Channel::Web, &peer, at(0), &new).await).unwrap().id
}

/// Messages 1, … to the readers, and then the confirmation to the speaker, which has the next number.
async fn passed_on(store: &Store, speaker: &ConversationId, readers: &[&ConversationId]) -> OutboxId {
    let numbers = || (1_i64..).zip(readers);
    enqueue(store, numbers().map(|(number, reader)| message(number, reader))).await;
    let last = i64::try_from(readers.len()).unwrap() + 1;
    enqueue(store, [message(last, speaker)]).await;
    let confirmation = OutboxId::new(id(last));
    for (number, _) in numbers() {
        let (words, confirmation) = (outbox_id(number), confirmation.clone());
        let kept = transact!(store, [words, confirmation], c => {
            c.keep_receipt(&words, &confirmation, &Outbound::text("✓✓")).await
        });
        kept.unwrap();
    }
    confirmation
}

fn outbox_id(number: i64) -> OutboxId {
    OutboxId::new(id(number))
}

async fn sees(store: &Store, reader: &ConversationId, number: i64) -> Option<SeenWords> {
    let (reader, words) = (reader.clone(), outbox_id(number));
    transact!(store, [reader, words], c => c.see(&words, &reader, at(9000)).await).unwrap()
}

async fn a_reader_on_the_web_is_told_of_once(db: &TestStore) {
    let (speaker, reader) = (conversation(db, "42").await, on_the_web(db, "anna").await);
    let confirmation = passed_on(db, &speaker, &[&reader]).await;
    let told = SeenWords { confirmation, to: speaker, body: Outbound::text("✓✓") };
    assert_eq!(sees(db, &reader, 1).await, Some(told));
    assert_eq!(sees(db, &reader, 1).await, None);
}

async fn nothing_is_kept_for_a_channel_that_does_not_tell(db: &TestStore) {
    let (speaker, reader) = (on_the_web(db, "anna").await, conversation(db, "42").await);
    passed_on(db, &speaker, &[&reader]).await;
    assert_eq!(sees(db, &reader, 1).await, None);
}

async fn only_the_first_of_several_readers_is_news(db: &TestStore) {
    let speaker = conversation(db, "42").await;
    let (li, wang) = (on_the_web(db, "li").await, on_the_web(db, "wang").await);
    passed_on(db, &speaker, &[&li, &wang]).await;
    assert!(sees(db, &wang, 2).await.is_some());
    assert_eq!(sees(db, &li, 1).await, None);
}

async fn nobody_sees_for_another_and_nothing_that_never_came(db: &TestStore) {
    let speaker = conversation(db, "42").await;
    let (reader, eve) = (on_the_web(db, "anna").await, on_the_web(db, "eve").await);
    passed_on(db, &speaker, &[&reader]).await;
    assert_eq!(sees(db, &eve, 1).await, None);
    assert_eq!(sees(db, &speaker, 1).await, None);
    assert_eq!(sees(db, &reader, 77).await, None);
    assert_eq!(sees(db, &speaker, 2).await, None, "a confirmation is not confirmed");
    let words = outbox_id(1);
    assert!(transact!(db, [words], c => c.dead(&words, "gone", at(8000)).await).unwrap());
    assert_eq!(sees(db, &reader, 1).await, None);
}

async fn the_page_knows_what_is_awaited(db: &TestStore) {
    let (speaker, reader) = (conversation(db, "42").await, on_the_web(db, "anna").await);
    passed_on(db, &speaker, &[&reader]).await;
    enqueue(db, [message(5, &reader)]).await;
    let awaited = async || {
        let reader = reader.clone();
        let lines = look!(db, [reader], c => c.history(&reader, None, 10).await).unwrap();
        lines.into_iter().map(|line| line.awaited).collect::<Vec<_>>()
    };
    assert_eq!(awaited().await, [true, false]);
    sees(db, &reader, 1).await;
    assert_eq!(awaited().await, [false, false]);
    let since = look!(db, [reader], c => c.changes_since(&reader, "", 10).await).unwrap();
    assert!(since.iter().all(|line| !line.awaited) && since.len() == 2);
}
