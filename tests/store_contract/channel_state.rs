//! What a channel remembers, and who may change it; and files that came in.

use fengqiao::domain::attachment::{Attachment, AttachmentKind};
use fengqiao::domain::ids::AttachmentId;
use fengqiao::store::StoreError;

use crate::support::samples::{at, conversation};
use crate::support::stores::TestStore;

on_both_databases!(one_process_polls_at_a_time, a_file_comes_back_with_its_bytes);

async fn one_process_polls_at_a_time(db: &TestStore) {
    assert_eq!(look!(db, [], c => c.state("telegram").await).unwrap(), None);
    let take = async |holder: &'static str, now, until| {
        transact!(db, [], c => c.take_lease("telegram", holder, at(now), at(until)).await).unwrap()
    };
    let remember = async |holder: &'static str, value: &'static str| transact!(db, [], c => c.set_state("telegram", holder, value).await);
    assert_eq!(take("a", 0, 10).await.as_deref(), Some(""));
    remember("a", "501").await.unwrap();
    assert_eq!(take("b", 9, 20).await, None);
    assert_eq!(remember("b", "1").await, Err(StoreError::Conflict));
    assert_eq!(take("a", 9, 20).await.as_deref(), Some("501"), "its holder extends it");
    assert_eq!(take("b", 19, 30).await, None);
    assert_eq!(take("b", 20, 30).await.as_deref(), Some("501"), "it has run out");
    assert_eq!(remember("a", "1").await, Err(StoreError::Conflict));
    transact!(db, [], c => c.release_lease("telegram", "a").await).unwrap();
    assert_eq!(take("a", 21, 30).await, None, "only its holder gives it back");
    transact!(db, [], c => c.release_lease("telegram", "b").await).unwrap();
    assert_eq!(take("a", 21, 30).await.as_deref(), Some("501"));
    assert_eq!(look!(db, [], c => c.state("telegram").await).unwrap().as_deref(), Some("501"));
}

async fn a_file_comes_back_with_its_bytes(db: &TestStore) {
    let person = conversation(db, "42").await;
    let photo = Attachment {
        id: AttachmentId::new("photo"),
        kind: AttachmentKind::Photo,
        name: Some("证据\0.jpg".into()),
        mime: Some("image/jpeg".into()),
        telegram_file: None,
    };
    let voice = Attachment {
        id: AttachmentId::new("voice"),
        kind: AttachmentKind::Voice,
        name: None,
        mime: None,
        telegram_file: Some("AwAC".into()),
    };
    transact!(db, [photo, voice, person], c => {
        c.keep_attachment(&photo, &person, Some(&[0, 255, 10]), at(1)).await?;
        c.keep_attachment(&voice, &person, None, at(2)).await
    })
    .unwrap();
    let (photo_id, voice_id, none) = (photo.id.clone(), voice.id.clone(), AttachmentId::new("none"));
    let named = Attachment { name: Some("证据\u{fffd}.jpg".into()), ..photo };
    let found = look!(db, [photo_id], c => c.attachment(&photo_id).await).unwrap();
    assert_eq!(found, Some((named, person.clone(), Some(vec![0, 255, 10]))));
    assert_eq!(
        look!(db, [voice_id], c => c.attachment(&voice_id).await).unwrap(),
        Some((voice, person, None))
    );
    assert_eq!(look!(db, [none], c => c.attachment(&none).await).unwrap(), None);
}
