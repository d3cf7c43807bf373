//! Moments: UTC milliseconds inside, Asia/Shanghai (always +08:00 today) for people.
//!
//! Must not ask the machine what time it is; every caller is handed its `now`.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeZone};
use serde::{Deserialize, Serialize};

const SHANGHAI_SECONDS: i32 = 8 * 3600;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From the number the database holds.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// The number the database holds.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The moment a wall clock in Shanghai shows `local`.
    pub fn from_local(local: NaiveDateTime) -> Self {
        Self(local.and_utc().timestamp_millis() - i64::from(SHANGHAI_SECONDS) * 1000)
    }

    /// What a wall clock in Shanghai shows. Moments beyond the calendar (year 262,000) read as 1970.
    pub fn local(self) -> NaiveDateTime {
        self.zoned().naive_local()
    }

    /// The day in Shanghai.
    pub fn local_date(self) -> NaiveDate {
        self.local().date()
    }

    /// With a text such as `%m月%d日 %H:%M`, in Shanghai's time.
    pub fn format(self, pattern: &str) -> String {
        self.local().format(pattern).to_string()
    }

    /// Later by so much.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }

    /// Earlier by so much.
    #[must_use]
    pub fn minus(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long after `earlier`; zero if it is not after it.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    fn zoned(self) -> DateTime<FixedOffset> {
        let zone =
            FixedOffset::east_opt(SHANGHAI_SECONDS).unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc));
        zone.timestamp_millis_opt(self.0)
            .single()
            .unwrap_or_else(|| DateTime::UNIX_EPOCH.with_timezone(&zone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_see_shanghai() {
        let new_year = Timestamp::from_millis(1_767_196_800_000); // 2025-12-31T16:00:00Z
        assert_eq!(new_year.format("%Y-%m-%d %H:%M"), "2026-01-01 00:00");
        assert_eq!(Timestamp::from_local(new_year.local()), new_year);
    }

    #[test]
    fn since_never_goes_backwards() {
        let (a, b) = (Timestamp::from_millis(5), Timestamp::from_millis(9));
        assert_eq!(a.since(b), Duration::ZERO);
        assert_eq!(b.since(a), Duration::from_millis(4));
    }
}
