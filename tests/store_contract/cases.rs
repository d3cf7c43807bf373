//! Cases and their logs.

use fengqiao::domain::case::{Case, CaseEntry, CaseState, EntryKind, Outcome, Reach, Speaker};
use fengqiao::domain::code::CaseCode;
use fengqiao::domain::ids::{AttachmentId, CaseId, ConversationId, EntryId, PartyId};
use fengqiao::domain::lang::Lang;
use fengqiao::domain::service::Service;
use fengqiao::store::StoreError;

use crate::support::samples::{at, case, conversation, id, room, staff};
use crate::support::stores::TestStore;

on_both_databases!(
    a_case_comes_back_whole,
    a_stale_case_is_a_conflict,
    fifty_claims_at_once_have_one_winner,
    a_code_is_given_once,
    a_resident_sees_open_and_recent_cases,
    a_room_sees_its_open_cases,
    a_log_keeps_its_order,
);

async fn insert(db: &TestStore, case: &Case) {
    transact!(db, [case], c => c.insert_case(&case).await).unwrap();
}

async fn a_case_comes_back_whole(db: &TestStore) {
    let person = conversation(db, "42").await;
    let li = staff("李");
    transact!(db, [li], c => c.create_staff(&li, at(0)).await).unwrap();
    let new = case(1, &person);
    insert(db, &new).await;
    let (by_id, by_code) = (new.id.clone(), new.code.clone());
    let stored = look!(db, [by_id], c => c.case(&by_id).await).unwrap().unwrap();
    assert_eq!(stored, Case { version: 1, ..new });

    let other = conversation(db, "43").await;
    let changed = Case {
        lang: Lang::En,
        service: Service::Mediation,
        topic: None,
        room: room("500107003"),
        state: CaseState::Closed,
        reach: Reach::Street,
        owner: Some(li.id.clone()),
        summary: "吵\0架".into(),
        conversation: other,
        behalf: Some("母亲".into()),
        contact: Some("13800000000".into()),
        details: vec![("对方".into(), "楼上\0".into()), ("对方".into(), "\"引号\"".into())],
        urgent: true,
        deadline: at(9),
        last_speaker: Speaker::Staff,
        last_spoke_at: at(5),
        outcome: Some(Outcome::MediatedWritten),
        claimed_at: Some(at(2)),
        answered_at: Some(at(3)),
        referred_at: Some(at(6)),
        closed_at: Some(at(4)),
        ..stored
    };
    transact!(db, [changed], c => c.save_case(&changed).await).unwrap();
    let saved = look!(db, [by_code], c => c.case_by_code(&by_code).await).unwrap().unwrap();
    assert_eq!(saved, Case { version: 2, summary: "吵\u{fffd}架".into(), ..changed });
}

async fn a_stale_case_is_a_conflict(db: &TestStore) {
    let person = conversation(db, "42").await;
    insert(db, &case(1, &person)).await;
    let one = Case { version: 1, urgent: true, ..case(1, &person) };
    let late = Case { version: 1, summary: "late".into(), ..case(1, &person) };
    transact!(db, [one], c => c.save_case(&one).await).unwrap();
    let refused = transact!(db, [late], c => c.save_case(&late).await);
    assert_eq!(refused, Err(StoreError::Conflict));
    let kept = CaseId::new(id(1));
    let kept = look!(db, [kept], c => c.case(&kept).await).unwrap().unwrap();
    assert!(kept.urgent && kept.summary != "late" && kept.version == 2);
    let unknown = Case { id: CaseId::new("unknown"), version: 1, ..case(2, &person) };
    assert_eq!(transact!(db, [unknown], c => c.save_case(&unknown).await), Err(StoreError::Conflict));
    let none = CaseId::new("unknown");
    assert_eq!(look!(db, [none], c => c.case(&none).await).unwrap(), None);
    let code = CaseCode::from_number(99);
    assert_eq!(look!(db, [code], c => c.case_by_code(&code).await).unwrap(), None);
}

async fn fifty_claims_at_once_have_one_winner(db: &TestStore) {
    let person = conversation(db, "42").await;
    insert(db, &case(1, &person)).await;
    let claims = (0..50).map(|number| {
        let claim = Case { version: 1, summary: format!("{number}"), ..case(1, &person) };
        async move { transact!(db, [claim], c => c.save_case(&claim).await) }
    });
    let outcomes = futures::future::join_all(claims).await;
    let won: Vec<_> = (0..50).filter(|&number| outcomes[number].is_ok()).collect();
    assert_eq!(won.len(), 1);
    assert!(outcomes.iter().all(|one| matches!(one, Ok(()) | Err(StoreError::Conflict))));
    let kept = CaseId::new(id(1));
    let kept = look!(db, [kept], c => c.case(&kept).await).unwrap().unwrap();
    assert_eq!(kept.summary, won[0].to_string());
}

async fn a_code_is_given_once(db: &TestStore) {
    let person = conversation(db, "42").await;
    insert(db, &case(1, &person)).await;
    let same = Case { code: case(1, &person).code, ..case(2, &person) };
    assert_eq!(transact!(db, [same], c => c.insert_case(&same).await), Err(StoreError::Conflict));
    let nobodys = case(3, &ConversationId::new("nobody"));
    let refused = transact!(db, [nobodys], c => c.insert_case(&nobodys).await);
    assert!(matches!(refused, Err(StoreError::Driver(_))), "{refused:?}");
}

async fn a_resident_sees_open_and_recent_cases(db: &TestStore) {
    let (person, other) = (conversation(db, "42").await, conversation(db, "43").await);
    for number in 1..=14 {
        let state = match number {
            1 => CaseState::Offered,
            2 => CaseState::Referred,
            3 => CaseState::Filed,
            _ => CaseState::Closed,
        };
        insert(db, &Case { state, ..case(number, &person) }).await;
    }
    insert(db, &case(15, &other)).await;
    let seen = look!(db, [person], c => c.cases_of(&person).await).unwrap();
    let seen: Vec<_> = seen.into_iter().map(|case| case.id.as_str().to_owned()).collect();
    let expected: Vec<_> = (5..=14).rev().chain([2, 1]).map(id).collect();
    assert_eq!(seen, expected);
}

async fn a_room_sees_its_open_cases(db: &TestStore) {
    let person = conversation(db, "42").await;
    for number in 1..=204 {
        let home = if number == 3 { "500107003002" } else { "500107003001" };
        let state = if number == 2 { CaseState::Closed } else { CaseState::Claimed };
        insert(db, &Case { room: room(home), state, ..case(number, &person) }).await;
    }
    let (mine, theirs) = (room("500107003001"), room("500107003002"));
    let seen = look!(db, [mine], c => c.open_cases(Some(&mine)).await).unwrap();
    assert_eq!((seen.len(), seen[0].id.as_str(), seen[1].id.as_str()), (200, &*id(1), &*id(4)));
    let seen = look!(db, [theirs], c => c.open_cases(Some(&theirs)).await).unwrap();
    assert_eq!(seen.iter().map(|case| case.id.as_str()).collect::<Vec<_>>(), [id(3)]);
    let seen = look!(db, [], c => c.open_cases(None).await).unwrap();
    assert_eq!((seen.len(), seen[1].id.as_str()), (200, &*id(3)));
}

async fn a_log_keeps_its_order(db: &TestStore) {
    let person = conversation(db, "42").await;
    insert(db, &case(1, &person)).await;
    insert(db, &case(2, &person)).await;
    let entry = |number: i64, case: i64, kind| CaseEntry {
        id: EntryId::new(id(number)),
        case: CaseId::new(id(case)),
        at: at(number),
        by: Speaker::Resident,
        staff: Some(staff("李").id),
        kind,
        text: "你好".into(),
        attachment: Some(AttachmentId::new("photo")),
        party: Some(PartyId::new("other")),
    };
    let opened = CaseEntry { staff: None, attachment: None, party: None, ..entry(5, 1, EntryKind::Opened) };
    let entries = [entry(7, 1, EntryKind::Undelivered), opened, entry(6, 2, EntryKind::Said)];
    transact!(db, [entries], c => { for one in &entries { c.add_entry(one).await?; } Ok(()) }).unwrap();
    let first = CaseId::new(id(1));
    let log = look!(db, [first], c => c.log(&first).await).unwrap();
    assert_eq!(log, [entries[1].clone(), entries[0].clone()]);
}
