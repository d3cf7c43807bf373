//! The street's numbers, counted by hand beside the database.

use fengqiao::domain::case::{Case, CaseState, Outcome};
use fengqiao::domain::figures::Figures;
use fengqiao::domain::ids::{ConversationId, RecordId};
use fengqiao::domain::record::{Record, RecordKind};
use fengqiao::domain::service::{Service, Topic};
use fengqiao::store::Dimension;

use crate::support::samples::{at, case, conversation, id, room};
use crate::support::stores::TestStore;

on_both_databases!(
    every_figure_means_what_it_says,
    figures_break_down_without_losing_any,
    nothing_counts_as_nothing
);

/// 31 days of January.
const FEBRUARY: i64 = 31 * 86_400_000;

fn closed(case: Case, outcome: Outcome) -> Case {
    Case { state: CaseState::Closed, outcome: Some(outcome), ..case }
}

fn wants(case: Case, service: Service) -> Case {
    Case { service, ..case }
}

fn record(number: i64, conversation: &ConversationId, kind: RecordKind) -> Record {
    Record {
        id: RecordId::new(id(number)),
        at: at(number),
        kind,
        conversation: conversation.clone(),
        case: None,
        room: None,
        service: Service::Consultation,
        topic: None,
        intent: Some("divorce".into()),
        rules: "r1".into(),
    }
}

/// A small year: two rooms, both sides of two borders between months.
async fn a_year(db: &TestStore) {
    let person = conversation(db, "42").await;
    let here = |number| case(number, &person);
    let there = |number| Case { room: room("500107003002"), topic: None, ..here(number) };
    let last_year = Case { opened_at: at(-1), ..here(1) };
    let cases = [
        last_year,
        Case { opened_at: at(0), ..here(2) },
        closed(here(3), Outcome::Answered),
        wants(here(4), Service::LegalAid),
        closed(wants(here(5), Service::LegalAid), Outcome::AidReferred),
        closed(wants(here(6), Service::LegalAid), Outcome::Withdrawn),
        Case { state: CaseState::Referred, referred_at: Some(at(17)), ..wants(here(17), Service::LegalAid) },
        Case { state: CaseState::Filed, ..closed(here(18), Outcome::Answered) },
        closed(wants(here(7), Service::Mediation), Outcome::MediatedOral),
        closed(wants(there(8), Service::Mediation), Outcome::MediatedWritten),
        closed(wants(there(9), Service::Mediation), Outcome::Unsuccessful),
        wants(there(10), Service::Emergency),
        wants(there(11), Service::Collective),
        wants(there(12), Service::Human),
        closed(there(13), Outcome::AidReferred),
        Case { opened_at: at(FEBRUARY - 1), ..here(14) },
        Case { opened_at: at(FEBRUARY), ..here(15) },
    ];
    let told = Record {
        room: Some(room("500107003001")),
        topic: Some(Topic::new("labour")),
        ..record(1, &person, RecordKind::SelfAnswer)
    };
    let records = [
        told,
        record(2, &person, RecordKind::SelfAnswer),
        record(FEBRUARY, &person, RecordKind::SelfAnswer),
        record(-1, &person, RecordKind::SelfAnswer),
        record(3, &person, RecordKind::Unclear),
        Record { room: Some(room("500107003001")), ..record(4, &person, RecordKind::Danger) },
    ];
    transact!(db, [cases, records], c => {
        for case in &cases { c.insert_case(case).await?; }
        for record in &records { c.count(record).await?; }
        Ok(())
    })
    .unwrap();
}

const YEAR: Figures = Figures {
    self_answers: 3,
    consultations: 6,
    legal_aid: 4,
    aid_referred: 2,
    mediations: 3,
    mediations_agreed: 2,
    others: 3,
    open: 8,
};

async fn every_figure_means_what_it_says(db: &TestStore) {
    a_year(db).await;
    let all = look!(db, [], c => c.figures(None, at(0), at(FEBRUARY * 12)).await).unwrap();
    assert_eq!(all, YEAR);
    let here = room("500107003001");
    let one = look!(db, [here], c => c.figures(Some(std::slice::from_ref(&here)), at(0), at(FEBRUARY)).await)
        .unwrap();
    let expected = Figures {
        self_answers: 1,
        consultations: 4,
        legal_aid: 4,
        aid_referred: 2,
        mediations: 1,
        mediations_agreed: 1,
        others: 0,
        open: 4,
    };
    assert_eq!(one, expected);
    let both = [here, room("500107003002")];
    let two = look!(db, [both], c => c.figures(Some(&both), at(0), at(FEBRUARY * 12)).await).unwrap();
    let single = look!(db, [both], c => c.figures(Some(&both[1..]), at(0), at(FEBRUARY * 12)).await).unwrap();
    let one = look!(db, [both], c => c.figures(Some(&both[..1]), at(0), at(FEBRUARY * 12)).await).unwrap();
    assert!(single.consultations > 0, "{single:?}");
    assert_eq!(two.consultations, one.consultations + single.consultations);
    assert_eq!(two.self_answers, one.self_answers + single.self_answers);
    // A street's code begins its communities' codes and is none of them.
    let street = [room("500107003")];
    let street = look!(db, [street], c => c.figures(Some(&street), at(0), at(FEBRUARY * 12)).await).unwrap();
    assert_eq!(street, Figures::default());
    assert_eq!(
        look!(db, [], c => c.figures(Some(&[]), at(0), at(FEBRUARY)).await).unwrap(),
        Figures::default()
    );
}

async fn by(db: &TestStore, dimension: Dimension) -> Vec<(Option<String>, Figures)> {
    look!(db, [], c => c.figures_by(dimension, None, at(0), at(FEBRUARY * 12)).await).unwrap()
}

fn keys(rows: &[(Option<String>, Figures)]) -> Vec<Option<&str>> {
    rows.iter().map(|(key, _)| key.as_deref()).collect()
}

fn sum(rows: &[(Option<String>, Figures)]) -> Figures {
    rows.iter().fold(Figures::default(), |sum, (_, one)| Figures {
        self_answers: sum.self_answers + one.self_answers,
        consultations: sum.consultations + one.consultations,
        legal_aid: sum.legal_aid + one.legal_aid,
        aid_referred: sum.aid_referred + one.aid_referred,
        mediations: sum.mediations + one.mediations,
        mediations_agreed: sum.mediations_agreed + one.mediations_agreed,
        others: sum.others + one.others,
        open: sum.open + one.open,
    })
}

async fn figures_break_down_without_losing_any(db: &TestStore) {
    a_year(db).await;
    for dimension in
        [Dimension::Room, Dimension::Service, Dimension::Topic, Dimension::Origin, Dimension::Month]
    {
        assert_eq!(sum(&by(db, dimension).await), YEAR, "{dimension:?}");
    }
    let rooms = by(db, Dimension::Room).await;
    assert_eq!(keys(&rooms), [None, Some("500107003001"), Some("500107003002")]);
    assert_eq!(rooms[0].1, Figures { self_answers: 2, ..Figures::default() });
    assert_eq!((rooms[2].1.others, rooms[2].1.mediations, rooms[2].1.consultations), (3, 2, 1));
    let topics = by(db, Dimension::Topic).await;
    assert_eq!(keys(&topics), [None, Some("labour"), Some("marriage")]);
    let services = by(db, Dimension::Service).await;
    let expected = ["collective", "consultation", "emergency", "human", "legal_aid", "mediation"];
    assert_eq!(keys(&services), expected.map(Some));
    let months = by(db, Dimension::Month).await;
    assert_eq!(keys(&months), [Some("2026-01"), Some("2026-02")], "in Shanghai's months");
    assert_eq!((months[1].1.self_answers, months[1].1.consultations, months[1].1.open), (1, 1, 1));

    let here = room("500107003001");
    let narrowed =
        look!(db, [here], c => c.figures_by(Dimension::Month, Some(std::slice::from_ref(&here)), at(0), at(FEBRUARY)).await)
            .unwrap();
    assert_eq!(keys(&narrowed), [Some("2026-01")]);
    assert_eq!(narrowed[0].1.consultations, 4);
}

async fn nothing_counts_as_nothing(db: &TestStore) {
    let all = look!(db, [], c => c.figures(None, at(0), at(FEBRUARY)).await).unwrap();
    assert_eq!(all, Figures::default());
    assert!(by(db, Dimension::Room).await.is_empty());
}
