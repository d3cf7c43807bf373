//! The year's numbers as a table: counted by the store's definitions, labelled by the directory and the rules.
//!
//! Must not count anything itself: what a figure means stands once, in `store::figures`.

mod write;

use chrono::{Days, NaiveDate, NaiveTime};
use serde::Serialize;

use crate::domain::figures::Figures;
use crate::domain::ids::RoomCode;
use crate::domain::lang::Lang;
use crate::domain::service::{Service, Topic};
use crate::domain::time::Timestamp;
use crate::engine::rules::Rules;
use crate::store::{Dimension, Store, StoreError};

pub use write::Format;

/// What to count.
#[derive(Clone, Debug)]
pub struct Question {
    /// The first local day.
    pub from: NaiveDate,
    /// The last local day, included.
    pub to: NaiveDate,
    /// The room that was asked for; it names the table.
    pub room: Option<RoomCode>,
    /// The rooms to count, or all.
    pub rooms: Option<Vec<RoomCode>>,
    /// What to break the numbers down by.
    pub by: Option<Dimension>,
}

/// The answer.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// The first local day.
    pub from: NaiveDate,
    /// The last local day, included.
    pub to: NaiveDate,
    /// The code of the room that was asked for; of a street it stands for all its communities, unless asked otherwise.
    pub room: Option<String>,
    /// The parts, in the order of their keys.
    pub rows: Vec<Row>,
    /// The whole, counted by itself and not by adding up.
    pub total: Counts,
}

/// One part.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// What it is the part of: a room's code, a service, a topic's key, a month; empty where none was known.
    pub key: String,
    /// The same for people.
    pub name: String,
    /// The numbers.
    #[serde(flatten)]
    pub counts: Counts,
}

/// The numbers, as exports name them; `domain::figures` says what each is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    self_answers: i64,
    consultations: i64,
    legal_aid: i64,
    aid_referred: i64,
    mediations: i64,
    mediations_agreed: i64,
    others: i64,
    open: i64,
}

impl From<Figures> for Counts {
    fn from(figures: Figures) -> Self {
        Self {
            self_answers: figures.self_answers,
            consultations: figures.consultations,
            legal_aid: figures.legal_aid,
            aid_referred: figures.aid_referred,
            mediations: figures.mediations,
            mediations_agreed: figures.mediations_agreed,
            others: figures.others,
            open: figures.open,
        }
    }
}

impl Table {
    /// Counts.
    ///
    /// # Errors
    /// The store's.
    pub async fn count(store: &Store, rules: &Rules, question: Question) -> Result<Self, StoreError> {
        let Question { from, to, room, by, .. } = question.clone();
        let (total, parts) = store
            .read(move |conn| {
                let Question { from, to, rooms, by, .. } = question.clone();
                Box::pin(async move {
                    let (start, end) =
                        (midnight(from), midnight(to.checked_add_days(Days::new(1)).unwrap_or(to)));
                    let total = conn.figures(rooms.as_deref(), start, end).await?;
                    let parts = match by {
                        Some(by) => conn.figures_by(by, rooms.as_deref(), start, end).await?,
                        None => Vec::new(),
                    };
                    Ok((total, parts))
                })
            })
            .await?;
        let row = |(key, figures): (Option<String>, Figures)| {
            let key = key.unwrap_or_default();
            Row { name: name(rules, by, &key), key, counts: figures.into() }
        };
        let rows = parts.into_iter().map(row).collect();
        Ok(Self { from, to, room: room.map(|room| room.to_string()), rows, total: total.into() })
    }
}

/// The first moment of a local day.
fn midnight(day: NaiveDate) -> Timestamp {
    Timestamp::from_local(day.and_time(NaiveTime::MIN))
}

/// What staff call a way in.
fn origin(rules: &Rules, key: &str) -> String {
    let texts = &rules.texts.around;
    match key {
        "bot" => texts.origin_bot(),
        "visit" => texts.origin_visit(),
        "phone" => texts.origin_phone(),
        "group" => texts.origin_group(),
        "referral" => texts.origin_referral(),
        "found" => texts.origin_found(),
        other => other.to_owned(),
    }
}

/// What people call the key of a part.
fn name(rules: &Rules, by: Option<Dimension>, key: &str) -> String {
    if key.is_empty() {
        return "（未知）".to_owned();
    }
    match by {
        Some(Dimension::Room) => {
            rules.directory.room(&RoomCode::new(key)).map_or_else(|| key.to_owned(), |room| room.name.clone())
        }
        Some(Dimension::Topic) => rules.catalogue.topic_label(&Topic::new(key), Lang::Zh),
        Some(Dimension::Service) => {
            Service::parse(key).map_or_else(|| key.to_owned(), |service| rules.texts.staff.service(service))
        }
        Some(Dimension::Origin) => origin(rules, key),
        Some(Dimension::Month) | None => key.to_owned(),
    }
}
