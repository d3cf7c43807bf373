//! The street's numbers: one SQL definition per figure, whichever way they are broken down.
//!
//! A period is half open: from its first millisecond to before its last. A case counts in the room it was opened for
//! and in the period it was opened in, whoever helps with it and whenever it ends; a self-service answer counts
//! where and when it was given. A case is counted in one figure only, by what it is now.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike};

use crate::domain::figures::Figures;
use crate::domain::ids::RoomCode;
use crate::domain::time::Timestamp;

use super::conn::{Conn, rows};
use super::error::StoreError;

/// What the numbers are broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// The room, by its code.
    Room,
    /// The service, by its code.
    Service,
    /// The field of law, by its key.
    Topic,
    /// How it came, as `bot`, `visit`, `phone` or `group`; what the rules answered came to the bot.
    Origin,
    /// The local month, as `2026-01`.
    Month,
}

/// The figures counted from cases, one definition each:
///
/// - consultations, 人工咨询: consultations opened for staff to answer;
/// - legal_aid, 法律援助: legal-aid referrals opened;
/// - aid_referred: of these, those that were handed to the legal-aid institution;
/// - mediations, 人民调解: mediations opened;
/// - mediations_agreed: of these, those that ended in an agreement, by word of mouth or in writing;
/// - others: emergencies, collective matters and calls for a person opened;
/// - still_open: of all cases opened, those that have not ended.
macro_rules! by_case {
    ($key:literal) => {
        concat!(
            "SELECT ",
            $key,
            " AS key,
                COUNT(*) FILTER (WHERE service = 'consultation') AS consultations,
                COUNT(*) FILTER (WHERE service = 'legal_aid') AS legal_aid,
                COUNT(*) FILTER (WHERE service = 'legal_aid' 
                    AND (referred_at IS NOT NULL OR outcome = 'aid_referred')) AS aid_referred,
                COUNT(*) FILTER (WHERE service = 'mediation') AS mediations,
                COUNT(*) FILTER (WHERE service = 'mediation'
                    AND outcome IN ('mediated_oral', 'mediated_written')) AS mediations_agreed,
                COUNT(*) FILTER (WHERE service IN ('emergency', 'collective', 'human')) AS others,
                COUNT(*) FILTER (WHERE state NOT IN ('closed', 'filed')) AS still_open
             FROM (SELECT opened_at AS at, room, service, topic, origin, outcome, state, referred_at FROM cases) counted
             WHERE at >= $1 AND at < $2 AND (CAST($3 AS TEXT) IS NULL OR $3 LIKE '%,' || room || ',%')
             GROUP BY 1"
        )
    };
}

/// The figure counted from records: self_answers, 自助解答, questions of law that the rules answered.
macro_rules! by_record {
    ($key:literal) => {
        concat!(
            "SELECT ",
            $key,
            " AS key, COUNT(*) FILTER (WHERE kind = 'self_answer') AS self_answers FROM record
             WHERE at >= $1 AND at < $2 AND (CAST($3 AS TEXT) IS NULL OR $3 LIKE '%,' || room || ',%')
             GROUP BY 1"
        )
    };
}

/// Both halves for every way to break them down. A month is made of local days, which are counted here since 1970.
macro_rules! both {
    ($key:literal) => {
        (by_case!($key), by_record!($key))
    };
}

const TOTAL: (&str, &str) = both!("CAST(NULL AS TEXT)");
const BY_ROOM: (&str, &str) = both!("room");
const BY_SERVICE: (&str, &str) = both!("service");
const BY_TOPIC: (&str, &str) = both!("topic");
const BY_ORIGIN: (&str, &str) = (by_case!("origin"), by_record!("CAST('bot' AS TEXT)"));
const BY_DAY: (&str, &str) = both!("CAST((at + 28800000) / 86400000 AS TEXT)");

#[derive(sqlx::FromRow)]
struct CaseCounts {
    key: Option<String>,
    consultations: i64,
    legal_aid: i64,
    aid_referred: i64,
    mediations: i64,
    mediations_agreed: i64,
    others: i64,
    still_open: i64,
}

#[derive(sqlx::FromRow)]
struct RecordCounts {
    key: Option<String>,
    self_answers: i64,
}

impl Conn<'_> {
    /// The figures of a period, of these rooms or of all and of what came from nobody knows where.
    ///
    /// # Errors
    /// The database's.
    pub async fn figures(
        &mut self,
        rooms: Option<&[RoomCode]>,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Figures, StoreError> {
        let counted = self.counted(TOTAL, rooms, from, to, |key| key).await?;
        Ok(counted.into_values().next().unwrap_or_default())
    }

    /// The figures of a period broken down, in the order of the keys; those without a key (no room told, no field
    /// of law known) come first, under `None`.
    ///
    /// # Errors
    /// The database's.
    pub async fn figures_by(
        &mut self,
        dimension: Dimension,
        rooms: Option<&[RoomCode]>,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<(Option<String>, Figures)>, StoreError> {
        let counted = match dimension {
            Dimension::Room => self.counted(BY_ROOM, rooms, from, to, |key| key).await?,
            Dimension::Service => self.counted(BY_SERVICE, rooms, from, to, |key| key).await?,
            Dimension::Origin => self.counted(BY_ORIGIN, rooms, from, to, |key| key).await?,
            Dimension::Topic => self.counted(BY_TOPIC, rooms, from, to, |key| key).await?,
            Dimension::Month => self.counted(BY_DAY, rooms, from, to, |key| key.and_then(month)).await?,
        };
        Ok(counted.into_iter().filter(|(_, figures)| *figures != Figures::default()).collect())
    }

    async fn counted(
        &mut self,
        (cases, records): (&'static str, &'static str),
        rooms: Option<&[RoomCode]>,
        from: Timestamp,
        to: Timestamp,
        key: fn(Option<String>) -> Option<String>,
    ) -> Result<BTreeMap<Option<String>, Figures>, StoreError> {
        let rooms = rooms.map(listed);
        let rooms = rooms.as_ref();
        let mut counted = BTreeMap::<_, Figures>::new();
        for row in rows!(self, CaseCounts, cases, from, to, rooms)? {
            row.add_to(counted.entry(key(row.key.clone())).or_default());
        }
        for row in rows!(self, RecordCounts, records, from, to, rooms)? {
            counted.entry(key(row.key)).or_default().self_answers += row.self_answers;
        }
        Ok(counted)
    }
}

/// Their codes between commas, as the conditions look for one.
fn listed(rooms: &[RoomCode]) -> String {
    rooms.iter().map(|room| format!(",{room}")).chain([",".to_owned()]).collect()
}

impl CaseCounts {
    fn add_to(&self, figures: &mut Figures) {
        figures.consultations += self.consultations;
        figures.legal_aid += self.legal_aid;
        figures.aid_referred += self.aid_referred;
        figures.mediations += self.mediations;
        figures.mediations_agreed += self.mediations_agreed;
        figures.others += self.others;
        figures.open += self.still_open;
    }
}

/// The month of a day counted since 1970.
fn month(day: String) -> Option<String> {
    let seconds = day.parse::<i64>().ok()?.checked_mul(24 * 3600)?;
    let date = DateTime::from_timestamp(seconds, 0)?.date_naive();
    Some(format!("{:04}-{:02}", date.year(), date.month()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_fall_into_their_months() {
        assert_eq!(month("0".into()).as_deref(), Some("1970-01"));
        assert_eq!(month("20453".into()).as_deref(), Some("2025-12")); // 2025-12-31
        assert_eq!(month("20454".into()).as_deref(), Some("2026-01"));
        assert_eq!(month("nonsense".into()), None);
    }
}
