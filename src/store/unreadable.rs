//! Rows that make no sense to this program, met since it started: skipped where others stand beside them, and told.
//!
//! A later version may have written them, or a hand. They stay as they are; whoever runs the system finds them in the
//! log, each once, and in `/readyz`.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::StoreError;

/// So many are remembered by name; a table that is spoilt as a whole must not fill the memory.
const REMEMBERED: usize = 1_000;

/// The unreadable rows of one database.
#[derive(Clone, Debug, Default)]
pub(super) struct Unreadable(Arc<Mutex<BTreeSet<String>>>);

impl Unreadable {
    /// Remembers a row, and says so the first time.
    pub(super) fn note(&self, fault: &StoreError) {
        let mut known = self.known();
        if known.len() < REMEMBERED && known.insert(fault.to_string()) {
            tracing::error!(%fault, "a row cannot be read; it is left out and everything else goes on");
            metrics::counter!("fengqiao_unreadable_rows_total").increment(1);
        }
    }

    /// What is wrong with each, in words.
    pub(super) fn list(&self) -> Vec<String> {
        self.known().iter().cloned().collect()
    }

    fn known(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &str) -> StoreError {
        StoreError::Corrupt { table: "timer", key: key.into(), column: "kind" }
    }

    #[test]
    fn a_row_is_told_once() {
        let unreadable = Unreadable::default();
        let the_same = unreadable.clone();
        unreadable.note(&row("1"));
        the_same.note(&row("1"));
        the_same.note(&row("2"));
        assert_eq!(
            unreadable.list(),
            [
                "table timer, row 1: column kind makes no sense",
                "table timer, row 2: column kind makes no sense"
            ]
        );
    }

    #[test]
    fn a_table_that_is_spoilt_as_a_whole_does_not_fill_the_memory() {
        let unreadable = Unreadable::default();
        (0..2 * REMEMBERED).for_each(|key| unreadable.note(&row(&key.to_string())));
        assert_eq!(unreadable.list().len(), REMEMBERED);
    }
}
