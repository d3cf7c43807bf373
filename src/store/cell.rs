//! Reading what a column holds: a value that makes no sense is named by table, row and column.

use serde::de::DeserializeOwned;

use crate::domain::time::Timestamp;

use super::error::StoreError;

/// The row being read, for the error message.
pub(super) struct At<'row> {
    table: &'static str,
    key: &'row str,
}

impl<'row> At<'row> {
    pub(super) fn new(table: &'static str, key: &'row str) -> Self {
        Self { table, key }
    }

    /// A plain enum's variant by serde's word.
    pub(super) fn word<T: DeserializeOwned>(
        &self,
        column: &'static str,
        word: &str,
    ) -> Result<T, StoreError> {
        self.known(column, serde_json::from_value(serde_json::Value::from(word)).ok())
    }

    /// The same where the column may be empty.
    pub(super) fn maybe_word<T: DeserializeOwned>(
        &self,
        column: &'static str,
        word: Option<&str>,
    ) -> Result<Option<T>, StoreError> {
        word.map(|word| self.word(column, word)).transpose()
    }

    /// A value stored as JSON.
    pub(super) fn json<T: DeserializeOwned>(
        &self,
        column: &'static str,
        json: &str,
    ) -> Result<T, StoreError> {
        self.known(column, serde_json::from_str(json).ok())
    }

    /// A value that parsing has already found or not.
    pub(super) fn known<T>(&self, column: &'static str, found: Option<T>) -> Result<T, StoreError> {
        found.ok_or_else(|| StoreError::Corrupt { table: self.table, key: self.key.to_owned(), column })
    }
}

/// A moment that may not have come.
pub(super) fn moment(millis: Option<i64>) -> Option<Timestamp> {
    millis.map(Timestamp::from_millis)
}
