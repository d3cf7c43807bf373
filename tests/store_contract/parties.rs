//! Other parties of mediations, their invitations, threads, agreements, and what sides tell of themselves.

use chrono::NaiveDate;
use fengqiao::domain::code::CaseCode;
use fengqiao::domain::ids::{CaseId, ConversationId, OutboxId, PartyId};
use fengqiao::domain::lang::Lang;
use fengqiao::domain::mediation::{
    Agreement, AgreementForm, Asked, Confirmation, Mediation, Performed, Proposal,
};
use fengqiao::domain::outbox::Purpose;
use fengqiao::domain::party::{Contact, Party, PartyState, Side};
use fengqiao::store::{NewOutbox, StoreError};

use crate::support::samples::{at, case, conversation, enqueue, id, message, room, staff};
use crate::support::stores::TestStore;

on_both_databases!(
    a_party_comes_back_whole,
    a_stale_party_is_a_conflict,
    a_one_time_code_is_used_once_and_a_new_one_retires_the_old,
    a_reply_finds_its_thread,
    a_page_shows_a_party_its_own_code,
    a_mediation_comes_back_whole,
    a_contact_is_kept_until_it_is_taken_back,
);

/// The first other party of case 1.
fn party(number: i64) -> Party {
    Party {
        id: PartyId::new(id(number)),
        code: CaseCode::from_number(u64::try_from(number).unwrap() + 1_000),
        case: CaseId::new(id(1)),
        number,
        conversation: None,
        lang: Lang::Zh,
        named: "楼下老刘".into(),
        phone: None,
        state: PartyState::Named,
        invited_at: None,
        joined_at: None,
        answered_at: None,
        noted_by: None,
        promised: None,
        spoken_at: None,
        reminded: 0,
        version: 0,
    }
}

async fn with_case(db: &TestStore) -> ConversationId {
    let person = conversation(db, "42").await;
    let first = case(1, &person);
    transact!(db, [first], c => c.insert_case(&first).await).unwrap();
    person
}

async fn add(db: &TestStore, party: &Party) -> Result<(), StoreError> {
    transact!(db, [party], c => c.insert_party(&party).await)
}

async fn a_party_comes_back_whole(db: &TestStore) {
    with_case(db).await;
    let (bob, li) = (conversation(db, "43").await, staff("李"));
    transact!(db, [li], c => c.create_staff(&li, at(0)).await).unwrap();
    add(db, &party(2)).await.unwrap();
    add(db, &party(1)).await.unwrap();
    let of = CaseId::new(id(1));
    let stored = look!(db, [of], c => c.parties_of(&of).await).unwrap();
    assert_eq!(stored, [Party { version: 1, ..party(1) }, Party { version: 1, ..party(2) }]);
    let changed = Party {
        conversation: Some(bob.clone()),
        lang: Lang::En,
        named: "老刘\0".into(),
        phone: Some("13800000000".into()),
        state: PartyState::Consented,
        invited_at: Some(at(1)),
        joined_at: Some(at(2)),
        answered_at: Some(at(3)),
        noted_by: Some(li.id.clone()),
        promised: Some(at(4)),
        spoken_at: Some(at(5)),
        reminded: 2,
        ..stored[0].clone()
    };
    transact!(db, [changed], c => c.save_party(&changed).await).unwrap();
    let expected = Party { named: "老刘\u{fffd}".into(), version: 2, ..changed };
    let code = expected.code.clone();
    assert_eq!(look!(db, [code], c => c.party_by_code(&code).await).unwrap(), Some(expected.clone()));
    assert_eq!(look!(db, [bob], c => c.parties_at(&bob).await).unwrap(), [expected]);
    let none = CaseCode::from_number(7);
    assert_eq!(look!(db, [none], c => c.party_by_code(&none).await).unwrap(), None);
}

async fn a_stale_party_is_a_conflict(db: &TestStore) {
    with_case(db).await;
    add(db, &party(1)).await.unwrap();
    let same_place = Party { number: 1, ..party(2) };
    assert_eq!(add(db, &same_place).await, Err(StoreError::Conflict));
    let one = Party { version: 1, state: PartyState::Invited, ..party(1) };
    transact!(db, [one], c => c.save_party(&one).await).unwrap();
    let late = Party { version: 1, state: PartyState::Refused, ..party(1) };
    assert_eq!(transact!(db, [late], c => c.save_party(&late).await), Err(StoreError::Conflict));
    let of = CaseId::new(id(1));
    let kept = look!(db, [of], c => c.parties_of(&of).await).unwrap();
    assert_eq!(kept[0].state, PartyState::Invited);
}

async fn a_one_time_code_is_used_once_and_a_new_one_retires_the_old(db: &TestStore) {
    with_case(db).await;
    add(db, &party(1)).await.unwrap();
    let who = party(1).id;
    for hash in ["old", "new"] {
        transact!(db, [who], c => c.invite_party(hash, &who, at(0), at(9)).await).unwrap();
    }
    assert_eq!(look!(db, [], c => c.party_invite("old").await).unwrap(), None);
    let invite = look!(db, [], c => c.party_invite("new").await).unwrap().unwrap();
    assert_eq!((invite.party.id, invite.expires_at, invite.used_at), (party(1).id, at(9), None));
    let uses = (0..8).map(|_| async { transact!(db, [], c => c.use_party_invite("new", at(5)).await) });
    let used: Vec<_> = futures::future::join_all(uses).await;
    assert_eq!(used.iter().filter(|used| used.is_ok()).count(), 1, "{used:?}");
    assert!(used.iter().all(|used| matches!(used, Ok(()) | Err(StoreError::Conflict))));
    let used = look!(db, [], c => c.party_invite("new").await).unwrap().unwrap();
    assert_eq!(used.used_at, Some(at(5)));
    transact!(db, [who], c => c.invite_party("third", &who, at(6), at(9)).await).unwrap();
    assert!(look!(db, [], c => c.party_invite("new").await).unwrap().is_some(), "what was used stays known");
}

async fn a_reply_finds_its_thread(db: &TestStore) {
    let person = with_case(db).await;
    let about = |side| NewOutbox { case: Some(CaseId::new(id(1))), side, ..message(10, &person) };
    let other = Side::Other(party(1).id);
    let first = about(Some(other.clone()));
    let plain = NewOutbox { id: OutboxId::new(id(11)), ..about(None) };
    let applicants = NewOutbox { id: OutboxId::new(id(12)), ..about(Some(Side::Applicant)) };
    let amendment = NewOutbox {
        id: OutboxId::new(id(13)),
        purpose: Purpose::Card,
        replaces: Some(OutboxId::new(id(10))),
        ..about(None)
    };
    enqueue(db, [first, plain, applicants, amendment]).await;
    for (number, external) in [(10, "70"), (11, "71"), (12, "72,73"), (13, "74")] {
        let sent = OutboxId::new(id(number));
        assert!(transact!(db, [sent], c => c.sent(&sent, external, at(20)).await).unwrap());
    }
    let ours = id(10);
    for (external, side) in [
        ("70", Some(other.clone())),
        ("71", None),
        ("73", Some(Side::Applicant)),
        ("74", Some(other.clone())),
        (&ours, Some(other.clone())),
        ("99", None),
    ] {
        let external = external.to_owned();
        let found = look!(db, [person, external], c => c.side_of(&person, &external).await).unwrap();
        assert_eq!(found, side, "{external}");
    }
    let elsewhere = conversation(db, "44").await;
    assert_eq!(look!(db, [elsewhere], c => c.side_of(&elsewhere, "70").await).unwrap(), None);
}

async fn a_page_shows_a_party_its_own_code(db: &TestStore) {
    let person = with_case(db).await;
    let bob = conversation(db, "43").await;
    add(db, &Party { conversation: Some(bob.clone()), ..party(1) }).await.unwrap();
    let side = Some(Side::Other(party(1).id));
    let to = |number, who| NewOutbox {
        case: Some(CaseId::new(id(1))),
        side: side.clone(),
        ..message(number, who)
    };
    enqueue(db, [to(10, &bob), to(11, &person)]).await;
    let shown = look!(db, [bob], c => c.history(&bob, None, 10).await).unwrap();
    assert_eq!(shown[0].case, Some(party(1).code));
    let shown = look!(db, [person], c => c.history(&person, None, 10).await).unwrap();
    assert_eq!(shown[0].case, Some(case(1, &person).code), "staff and the applicant know it by the case's");
}

async fn a_mediation_comes_back_whole(db: &TestStore) {
    with_case(db).await;
    let of = CaseId::new(id(1));
    assert_eq!(look!(db, [of], c => c.mediation(&of).await).unwrap(), None);
    let new = Mediation::new(of.clone());
    transact!(db, [new], c => c.keep_mediation(&new).await).unwrap();
    let stale = new.clone();
    assert_eq!(transact!(db, [stale], c => c.keep_mediation(&stale).await), Err(StoreError::Conflict));
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let changed = Mediation {
        began_at: Some(at(1)),
        ends_at: Some(at(2)),
        proposals: vec![Proposal {
            reminded: true,
            given_up_at: Some(at(3)),
            ..Proposal::new(Asked::Meeting, at(4), vec![Side::Applicant, Side::Other(party(1).id)], at(2))
        }],
        agreement: Some(Agreement {
            form: AgreementForm::Written,
            subject: "三天内修好\"水管\"".into(),
            fen: Some(2_300_050),
            effective_on: day("2026-03-02"),
            perform_by: Some(day("2026-03-20")),
            performed: Performed::Partly,
            confirmation: Confirmation::Open,
        }),
        told: vec!["confirm_7".into()],
        quiet: vec![Side::Applicant],
        version: 1,
        ..new
    };
    transact!(db, [changed], c => c.keep_mediation(&changed).await).unwrap();
    let kept = look!(db, [of], c => c.mediation(&of).await).unwrap();
    assert_eq!(kept, Some(Mediation { version: 2, ..changed }));
}

async fn a_contact_is_kept_until_it_is_taken_back(db: &TestStore) {
    let person = with_case(db).await;
    let of = CaseId::new(id(1));
    let given = |side: Side, words: &str| Contact {
        case: CaseId::new(id(1)),
        side,
        words: words.into(),
        phone: Some("13900000000".into()),
        given_at: at(1),
        shown: vec![(OutboxId::new(id(10)), person.clone())],
    };
    let (mine, other) = (given(Side::Applicant, "王女士"), given(Side::Other(party(1).id), "老刘"));
    let again = Contact { phone: None, shown: Vec::new(), ..given(Side::Applicant, "王女士，晚上打") };
    transact!(db, [mine, other, again], c => {
        c.give_contact(&mine).await?;
        c.give_contact(&other).await?;
        c.give_contact(&again).await
    })
    .unwrap();
    let kept = look!(db, [of], c => c.contacts(&of).await).unwrap();
    assert_eq!(kept.len(), 2);
    assert!(kept.contains(&again) && kept.contains(&other));
    let number = String::from("13900000000");
    let by_phone = look!(db, [number], c => c.cases_by_phone(&number).await).unwrap();
    assert_eq!(by_phone, [], "only the applicant's own number is the applicant's");
    let back = Contact { phone: Some(number.clone()), ..again.clone() };
    transact!(db, [back], c => c.give_contact(&back).await).unwrap();
    let by_phone = look!(db, [number], c => c.cases_by_phone(&number).await).unwrap();
    assert_eq!(by_phone.iter().map(|case| &case.id).collect::<Vec<_>>(), [&of]);
    let (home, elsewhere) = (room("500107003001"), room("500107003002"));
    let called = look!(db, [home], c => c.called_in(&home).await).unwrap();
    let mut words: Vec<(&CaseId, &str)> = called.iter().map(|one| (&one.case, one.words.as_str())).collect();
    words.sort();
    assert_eq!(words, [(&of, "王女士，晚上打"), (&of, "老刘")]);
    assert_eq!(look!(db, [elsewhere], c => c.called_in(&elsewhere).await).unwrap(), []);
    let side = Side::Applicant;
    transact!(db, [of, side], c => c.take_contact_back(&of, &side).await).unwrap();
    assert_eq!(look!(db, [of], c => c.contacts(&of).await).unwrap(), [other]);
}
