//! What was said, as a page shows it.

use fengqiao::domain::channel::Channel;
use fengqiao::domain::ids::{ConversationId, InboundId, OutboxId};
use fengqiao::domain::message::{Body, Button, Outbound};
use fengqiao::store::{InboundStatus, Line, NewInbound, NewOutbox, Said};

use crate::support::samples::{at, conversation, enqueue, id, message};
use crate::support::stores::TestStore;

on_both_databases!(
    both_sides_in_order,
    amendments_show_on_their_line,
    news_since_a_change,
    labels_of_buttons_outlive_the_buttons,
    a_button_is_called_what_it_was_when_it_was_pressed
);

async fn said(db: &TestStore, number: i64, conversation: &ConversationId, text: &str, status: InboundStatus) {
    let new = NewInbound {
        message: None,
        id: InboundId::new(id(number)),
        channel: Channel::Web,
        external_id: number.to_string(),
        conversation: Some(conversation.clone()),
        received_at: at(number),
        status,
        raw: "{}".into(),
        body: Some(Body::Text(text.into())),
        note: None,
    };
    assert!(transact!(db, [new], c => c.keep_inbound(&new).await).unwrap());
}

/// Line, the change that made it, and its words.
fn shown(lines: &[Line]) -> Vec<(&str, &str, &str)> {
    fn words(said: &Said) -> &str {
        match said {
            Said::Person(Body::Text(text)) | Said::Gateway(Outbound { text, .. }) => text,
            Said::Person(_) => "",
        }
    }
    lines.iter().map(|line| (line.id.as_str(), line.change.as_str(), words(&line.said))).collect()
}

async fn both_sides_in_order(db: &TestStore) {
    let (person, other) = (conversation(db, "1").await, conversation(db, "2").await);
    said(db, 1, &person, "你好", InboundStatus::Handled).await;
    enqueue(db, [message(2, &person), message(3, &person), message(4, &other)]).await;
    said(db, 5, &person, "贴纸", InboundStatus::Unused).await;
    said(db, 6, &person, "离婚", InboundStatus::Handled).await;
    let dead = OutboxId::new(id(3));
    transact!(db, [dead], c => c.dead(&dead, "refused", at(9)).await).unwrap();

    let all = look!(db, [person], c => c.history(&person, None, 10).await).unwrap();
    let (one, two, six) = (id(1), id(2), id(6));
    let expected = [(&*one, &*one, "你好"), (&*two, &*two, "第2条"), (&*six, &*six, "离婚")];
    assert_eq!(shown(&all), expected);
    assert_eq!(all.iter().map(|line| line.at).collect::<Vec<_>>(), [at(1), at(2), at(6)]);
    let last = look!(db, [person], c => c.history(&person, None, 2).await).unwrap();
    assert_eq!(shown(&last), expected[1..]);
    let before = look!(db, [person, two], c => c.history(&person, Some(&two), 2).await).unwrap();
    assert_eq!(shown(&before), expected[..1]);
}

async fn amendments_show_on_their_line(db: &TestStore) {
    let person = conversation(db, "1").await;
    let amend = |number| NewOutbox { replaces: Some(OutboxId::new(id(1))), ..message(number, &person) };
    enqueue(db, [message(1, &person), message(2, &person), amend(3), amend(4), amend(5)]).await;
    let dead = OutboxId::new(id(5));
    transact!(db, [dead], c => c.dead(&dead, "refused", at(9)).await).unwrap();
    let all = look!(db, [person], c => c.history(&person, None, 10).await).unwrap();
    assert_eq!(shown(&all), [(&*id(1), &*id(4), "第4条"), (&*id(2), &*id(2), "第2条")]);
}

async fn news_since_a_change(db: &TestStore) {
    let person = conversation(db, "1").await;
    let minute = 60_000;
    said(db, 1, &person, "你好", InboundStatus::Handled).await;
    enqueue(db, [message(2, &person), message(minute, &person)]).await;
    let amend = NewOutbox { replaces: Some(OutboxId::new(id(2))), ..message(minute + 2, &person) };
    enqueue(db, [amend]).await;
    said(db, minute + 1, &person, "离婚", InboundStatus::Handled).await;

    let (early, late) = (id(2), id(minute * 2));
    let news = look!(db, [person, early], c => c.changes_since(&person, &early, 10).await).unwrap();
    let (m0, m1, m2, one, two) = (id(minute), id(minute + 1), id(minute + 2), id(1), id(2));
    let recent = [(&*m0, &*m0, "第60000条"), (&*m1, &*m1, "离婚"), (&*two, &*m2, "第60002条")];
    assert_eq!(shown(&news)[0], (&*one, &*one, "你好"), "the last seconds come again");
    assert_eq!(shown(&news)[1..], recent);
    let news = look!(db, [person, m1], c => c.changes_since(&person, &m1, 10).await).unwrap();
    assert_eq!(shown(&news), recent);
    let news = look!(db, [person, late], c => c.changes_since(&person, &late, 10).await).unwrap();
    assert!(news.is_empty());
}

async fn labels_of_buttons_outlive_the_buttons(db: &TestStore) {
    let person = conversation(db, "1").await;
    let said = |number, label: &str| {
        let buttons = vec![vec![Button { label: label.into(), data: "claim:1".into() }]];
        NewOutbox { body: Outbound { buttons, ..Outbound::text("一张卡片") }, ..message(number, &person) }
    };
    let bare = NewOutbox { replaces: Some(OutboxId::new(id(1))), ..message(3, &person) };
    enqueue(db, [said(1, "接单"), message(2, &person), bare]).await;
    let labels = look!(db, [person], c => c.labels(&person, 10).await).unwrap();
    assert_eq!(labels.pressed("claim:1", &id(9), None), Some("接单"));
    assert_eq!(labels.pressed("claim:2", &id(9), None), None);
    let last = look!(db, [person], c => c.labels(&person, 2).await).unwrap();
    assert_eq!(last.pressed("claim:1", &id(9), None), None);
    enqueue(db, [said(4, "我来接")]).await;
    let labels = look!(db, [person], c => c.labels(&person, 10).await).unwrap();
    assert_eq!(labels.pressed("claim:1", &id(9), None), Some("我来接"));
}

async fn a_button_is_called_what_it_was_when_it_was_pressed(db: &TestStore) {
    let person = conversation(db, "1").await;
    let asks = |number, label: &str| {
        let buttons = vec![vec![Button { label: label.into(), data: "skip".into() }]];
        NewOutbox { body: Outbound { buttons, ..Outbound::text("一个问题") }, ..message(number, &person) }
    };
    let amended = NewOutbox { replaces: Some(OutboxId::new(id(1))), ..asks(5, "改过") };
    enqueue(db, [asks(1, "不涉及金额"), asks(3, "今天"), amended, asks(7, "没有说定")]).await;
    let labels = look!(db, [person], c => c.labels(&person, 10).await).unwrap();
    for (press, message, label) in [
        (2, None, "不涉及金额"),
        (4, None, "今天"),
        (8, None, "没有说定"),
        (8, Some(3), "今天"),
        (4, Some(1), "不涉及金额"),
        (6, Some(1), "改过"),
        (6, Some(90), "改过"),
    ] {
        let message: Option<String> = message.map(id);
        let said = labels.pressed("skip", &id(press), message.as_deref());
        assert_eq!(said, Some(label), "{press} in {message:?}");
    }
    assert_eq!(labels.pressed("skip", &id(1), None), None);
}
