//! What nobody understood: kept, labelled, listed, forgotten.

use fengqiao::domain::ids::UnmatchedId;
use fengqiao::domain::unmatched::Unmatched;

use crate::support::samples::{at, id};
use crate::support::stores::TestStore;

on_both_databases!(
    words_are_kept_and_listed_newest_first,
    a_label_is_kept_with_its_words,
    old_words_are_forgotten
);

fn words(number: i64) -> Unmatched {
    Unmatched {
        id: UnmatchedId::new(id(number)),
        at: at(number),
        words: format!("'第{number}句'\0"),
        likely: vec!["property.charger".into(), "neighbour.noise".into()],
        chosen: None,
        rules: "r1".into(),
    }
}

async fn note(db: &TestStore, numbers: impl IntoIterator<Item = i64>) {
    let all: Vec<Unmatched> = numbers.into_iter().map(words).collect();
    let kept = transact!(db, [all], c => {
        for one in &all {
            c.note_unmatched(one).await?;
        }
        Ok(())
    });
    kept.unwrap();
}

async fn since(db: &TestStore, millis: i64, limit: i64) -> Vec<Unmatched> {
    look!(db, [], c => c.unmatched(at(millis), limit).await).unwrap()
}

async fn words_are_kept_and_listed_newest_first(db: &TestStore) {
    note(db, 1..=4).await;
    let shown = |number| Unmatched { words: format!("'第{number}句'\u{fffd}"), ..words(number) };
    assert_eq!(since(db, 2, 10).await, [shown(4), shown(3), shown(2)]);
    assert_eq!(since(db, 0, 1).await, [shown(4)]);
    let twice = words(1);
    transact!(db, [twice], c => c.note_unmatched(&twice).await).unwrap_err();
}

async fn a_label_is_kept_with_its_words(db: &TestStore) {
    note(db, 1..=2).await;
    let (mine, gone) = (UnmatchedId::new(id(1)), UnmatchedId::new("gone"));
    transact!(db, [mine, gone], c => {
        c.label_unmatched(&mine, "property.charger").await?;
        c.label_unmatched(&gone, "property.charger").await
    })
    .unwrap();
    let chosen: Vec<_> = since(db, 0, 10).await.into_iter().map(|one| one.chosen).collect();
    assert_eq!(chosen, [None, Some("property.charger".to_owned())]);
}

async fn old_words_are_forgotten(db: &TestStore) {
    note(db, 1..=5).await;
    assert_eq!(transact!(db, [], c => c.forget_unmatched(at(4)).await).unwrap(), 3);
    assert_eq!(transact!(db, [], c => c.forget_unmatched(at(4)).await).unwrap(), 0);
    assert_eq!(since(db, 0, 10).await.len(), 2);
}
