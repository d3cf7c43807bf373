//! What became of a message of theirs: found by the channel's id of it.

use fengqiao::domain::case::{CaseEntry, EntryKind, Speaker};
use fengqiao::domain::channel::Channel;
use fengqiao::domain::earlier::{Earlier, EarlierLine};
use fengqiao::domain::ids::{CaseId, ConversationId, EntryId, InboundId, Mint, PartyId};
use fengqiao::domain::message::Body;
use fengqiao::store::{InboundStatus, NewInbound, Store};

use crate::support::samples::{at, case, conversation, id};
use crate::support::stores::TestStore;

on_both_databases!(
    the_line_a_message_became_in_its_own_turn_is_found,
    the_first_of_several_wordings_counts_and_only_in_its_conversation,
);

/// The nth id of the turn at this time.
fn nth(turn: i64, number: u16) -> String {
    Mint::new(at(turn), 7).starting_at(number).text()
}

fn came(turn: i64, conversation: &ConversationId, message: &str, body: Body) -> NewInbound {
    NewInbound {
        id: InboundId::new(nth(turn, 0)),
        channel: Channel::Telegram,
        external_id: turn.to_string(),
        conversation: Some(conversation.clone()),
        received_at: at(turn),
        status: InboundStatus::Handled,
        raw: "{}".into(),
        body: Some(body),
        note: None,
        message: Some(message.into()),
    }
}

fn line(turn: i64, number: u16, kind: EntryKind, party: Option<PartyId>) -> CaseEntry {
    CaseEntry {
        id: EntryId::new(nth(turn, number)),
        case: CaseId::new(id(1)),
        at: at(turn),
        by: Speaker::Resident,
        staff: None,
        kind,
        text: "三个月".into(),
        attachment: None,
        party,
    }
}

async fn keep(store: &Store, arrivals: Vec<NewInbound>, lines: Vec<CaseEntry>) {
    let kept = transact!(store, [arrivals, lines], c => {
        for arrival in &arrivals {
            assert!(c.keep_inbound(arrival).await?);
        }
        for line in &lines {
            c.add_entry(line).await?;
        }
        Ok(())
    });
    kept.unwrap();
}

async fn earlier(store: &Store, conversation: &ConversationId, message: &str) -> Option<Earlier> {
    let (conversation, message) = (conversation.clone(), message.to_owned());
    look!(store, [conversation, message], c => c.earlier(&conversation, &message).await).unwrap()
}

async fn the_line_a_message_became_in_its_own_turn_is_found(db: &TestStore) {
    let anna = conversation(db, "anna").await;
    let opened = case(1, &anna);
    transact!(db, [opened], c => c.insert_case(&opened).await).unwrap();
    let party = PartyId::new("party");
    let text = |words: &str| Body::Text(words.into());
    let photo = Body::Edited { message: "14".into(), text: "改过的".into() };
    let arrivals = vec![
        came(10, &anna, "11", text("三个月")),
        came(20, &anna, "12", text("你好")),
        came(30, &anna, "13", text("我家没漏")),
        came(40, &anna, "14", photo),
    ];
    let lines = vec![
        line(10, 3, EntryKind::Late, None),
        line(10, 4, EntryKind::Said, None),
        line(10, 5, EntryKind::Note, None),
        line(21, 2, EntryKind::Said, None),
        line(30, 9, EntryKind::Corrected, Some(party.clone())),
    ];
    keep(db, arrivals, lines).await;
    let became = |kind, party| Some(EarlierLine { case: opened.id.clone(), party, kind });
    for (message, words, turn, line) in [
        ("11", "三个月", 10, became(EntryKind::Said, None)),
        ("12", "你好", 20, None),
        ("13", "我家没漏", 30, became(EntryKind::Corrected, Some(party))),
        ("14", "改过的", 40, None),
    ] {
        let expected = Earlier { words: words.into(), at: at(turn), line };
        assert_eq!(earlier(db, &anna, message).await, Some(expected), "{message}");
    }
    assert_eq!(earlier(db, &anna, "15").await, None);
}

async fn the_first_of_several_wordings_counts_and_only_in_its_conversation(db: &TestStore) {
    let (anna, ben) = (conversation(db, "anna").await, conversation(db, "ben").await);
    let edited = |text: &str| Body::Edited { message: "11".into(), text: text.into() };
    let arrivals = vec![
        came(30, &anna, "11", edited("五个月")),
        came(10, &anna, "11", Body::Text("三个月".into())),
        came(20, &anna, "11", edited("四个月")),
    ];
    keep(db, arrivals, Vec::new()).await;
    assert_eq!(
        earlier(db, &anna, "11").await.map(|one| (one.words, one.at)),
        Some(("三个月".into(), at(10)))
    );
    assert_eq!(earlier(db, &ben, "11").await, None);
}
