//! A connection inside a piece of work, and the macros that run one SQL text on either database.
//!
//! The macros expand their call once per database, so that each runs with its native driver. Everything bound goes
//! through [`Bind`]: what a database cannot hold never reaches it.

use std::borrow::Cow;
use std::panic::AssertUnwindSafe;

use chrono::NaiveDate;
use futures::FutureExt;
use futures::future::BoxFuture;
use serde::Serialize;
use sqlx::{PgConnection, SqliteConnection};

use crate::domain::attachment::AttachmentKind;
use crate::domain::booking::{BookingState, Truth};
use crate::domain::case::{CaseState, EntryKind, Outcome, Reach, Speaker};
use crate::domain::channel::Channel;
use crate::domain::code::CaseCode;
use crate::domain::continuation::Settled;
use crate::domain::follow_up::{FollowUpAnswer, FollowUpKind};
use crate::domain::ids::{
    AttachmentId, BookingId, CaseId, ContinuationId, ConversationId, DutyId, EntryId, FollowUpId, InboundId,
    JointId, LeaveId, OutboxId, PartyId, RecordId, RoomCode, StaffId, SwapId, TimerId, UnmatchedId,
};
use crate::domain::joint::JointState;
use crate::domain::lang::Lang;
use crate::domain::mediation::{AgreementForm, Confirmation, Performed};
use crate::domain::origin::Origin;
use crate::domain::outbox::{OutboxStatus, Purpose};
use crate::domain::party::{PartyState, Side};
use crate::domain::record::RecordKind;
use crate::domain::roster::SwapState;
use crate::domain::service::{Service, Topic};
use crate::domain::staff::{Role, StaffStatus};
use crate::domain::time::Timestamp;
use crate::domain::timer::TimerKind;

use super::error::StoreError;
use super::unreadable::Unreadable;

/// The database as a piece of work sees it; its methods are in the files of this folder, one per table.
pub struct Conn<'c> {
    pub(super) link: Link<'c>,
    failed: Option<StoreError>,
    unreadable: &'c Unreadable,
}

/// Which database it is.
pub(super) enum Link<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Conn<'_> {
    /// Remembers a failure, so that work which goes on after one is not committed: PostgreSQL has given up the
    /// transaction by then.
    pub(super) fn checked<T>(&mut self, outcome: Result<T, sqlx::Error>) -> Result<T, StoreError> {
        outcome.map_err(|error| {
            let error = StoreError::from(error);
            self.failed.get_or_insert_with(|| error.clone());
            error
        })
    }

    /// Tells of a row that makes no sense and that everything else goes on without.
    pub(super) fn note_unreadable(&self, fault: &StoreError) {
        self.unreadable.note(fault);
    }

    /// Those that could be read. A row that makes no sense is left out and told: it must not keep back the others.
    pub(super) fn readable<T>(&self, rows: impl IntoIterator<Item = Result<T, StoreError>>) -> Vec<T> {
        let told = |row: Result<T, StoreError>| row.inspect_err(|fault| self.unreadable.note(fault)).ok();
        rows.into_iter().filter_map(told).collect()
    }
}

/// Does a piece of work. A panic in it is an error, and so is a failure it kept to itself.
pub(super) async fn perform<T, W>(
    work: &mut W,
    link: Link<'_>,
    unreadable: &Unreadable,
) -> Result<T, StoreError>
where
    W: for<'a> FnMut(&'a mut Conn<'_>) -> BoxFuture<'a, Result<T, StoreError>>,
{
    let mut conn = Conn { link, failed: None, unreadable };
    let done = AssertUnwindSafe(async { work(&mut conn).await }).catch_unwind().await;
    match (done, conn.failed) {
        (Ok(Ok(_)), Some(kept)) => Err(kept),
        (Ok(outcome), _) => outcome,
        (Err(panic), _) => {
            Err(StoreError::Driver(format!("the work panicked: {}", words_of(panic.as_ref()))))
        }
    }
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given")
}

/// Every row of a query: `rows!(conn, RowType, SQL, bind, …)`.
macro_rules! rows {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {{
        let found = match &mut $conn.link {
            $crate::store::conn::Link::Sqlite(db) => sqlx::query_as::<_, $row>($sql)
                $(.bind($crate::store::conn::Bind::value($bind)))*
                .fetch_all(&mut **db)
                .await,
            $crate::store::conn::Link::Postgres(db) => sqlx::query_as::<_, $row>($sql)
                $(.bind($crate::store::conn::Bind::value($bind)))*
                .fetch_all(&mut **db)
                .await,
        };
        $conn.checked(found)
    }};
}

/// The first row of a query, if there is one. Reads to the end, because a write with RETURNING is only checked then.
macro_rules! row {
    ($($call:tt)*) => { $crate::store::conn::rows!($($call)*).map(|found| found.into_iter().next()) };
}

/// Runs a statement and says how many rows it touched: `run!(conn, SQL, bind, …)`.
macro_rules! run {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {{
        let done = match &mut $conn.link {
            $crate::store::conn::Link::Sqlite(db) => sqlx::query($sql)
                $(.bind($crate::store::conn::Bind::value($bind)))*
                .execute(&mut **db)
                .await
                .map(|done| done.rows_affected()),
            $crate::store::conn::Link::Postgres(db) => sqlx::query($sql)
                $(.bind($crate::store::conn::Bind::value($bind)))*
                .execute(&mut **db)
                .await
                .map(|done| done.rows_affected()),
        };
        $conn.checked(done)
    }};
}

pub(super) use {row, rows, run};

/// How a value of ours is written into a column.
pub(super) trait Bind {
    /// What the drivers are given.
    type Value;

    /// Turns it into that.
    fn value(self) -> Self::Value;
}

/// PostgreSQL's TEXT cannot hold the character NUL; it becomes the sign for an unreadable one on both databases.
impl<'a> Bind for &'a str {
    type Value = Cow<'a, str>;

    fn value(self) -> Self::Value {
        if self.contains('\0') { Cow::Owned(self.replace('\0', "\u{fffd}")) } else { Cow::Borrowed(self) }
    }
}

impl<'a> Bind for &'a String {
    type Value = Cow<'a, str>;

    fn value(self) -> Self::Value {
        self.as_str().value()
    }
}

impl<T: Bind> Bind for Option<T> {
    type Value = Option<T::Value>;

    fn value(self) -> Self::Value {
        self.map(Bind::value)
    }
}

/// A day of Shanghai as a text that sorts: YYYY-MM-DD.
impl Bind for NaiveDate {
    type Value = String;

    fn value(self) -> String {
        self.to_string()
    }
}

impl Bind for Timestamp {
    type Value = i64;

    fn value(self) -> i64 {
        self.millis()
    }
}

/// What the drivers take as it is.
macro_rules! plain {
    ($($type:ty),*) => {$(
        impl Bind for $type {
            type Value = Self;

            fn value(self) -> Self {
                self
            }
        }
    )*};
}
plain!(i64, bool, &[u8]);

/// What is stored as the text it wraps.
macro_rules! texts {
    ($($type:ty),*) => {$(
        impl<'a> Bind for &'a $type {
            type Value = Cow<'a, str>;

            fn value(self) -> Self::Value {
                self.as_str().value()
            }
        }
    )*};
}
texts!(
    AttachmentId,
    CaseId,
    ContinuationId,
    ConversationId,
    EntryId,
    FollowUpId,
    InboundId,
    JointId,
    OutboxId,
    PartyId,
    RecordId,
    RoomCode,
    StaffId,
    TimerId,
    UnmatchedId
);
texts!(BookingId, DutyId, LeaveId, SwapId);
texts!(CaseCode, Side, Topic);

/// What has a word of its own.
macro_rules! codes {
    ($($type:ty),*) => {$(
        impl Bind for $type {
            type Value = &'static str;

            fn value(self) -> Self::Value {
                self.code()
            }
        }
    )*};
}
codes!(Channel, OutboxStatus, Purpose, Role, Service);

/// What is stored as serde writes it.
macro_rules! words {
    ($($type:ty),*) => {$(
        impl Bind for $type {
            type Value = String;

            fn value(self) -> Self::Value {
                word(self)
            }
        }
    )*};
}
words!(
    AgreementForm,
    AttachmentKind,
    BookingState,
    CaseState,
    Confirmation,
    EntryKind,
    FollowUpAnswer,
    FollowUpKind,
    JointState,
    Lang,
    Origin,
    Outcome,
    PartyState,
    Performed,
    Reach,
    RecordKind,
    Settled,
    Speaker,
    StaffStatus,
    SwapState,
    TimerKind,
    Truth
);

/// The word serde has for a plain enum's variant.
fn word(variant: impl Serialize) -> String {
    json(&variant).trim_matches('"').to_owned()
}

/// A value as JSON. Ours have only text keys and finite numbers, which is all that could make it fail.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
