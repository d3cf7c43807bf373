//! What mediations have besides their cases: time, open questions, agreement.

use chrono::NaiveDate;

use crate::domain::ids::CaseId;
use crate::domain::mediation::{Agreement, Mediation};

use super::cell::{At, moment};
use super::conn::{Conn, json, row, run};
use super::error::StoreError;

#[derive(sqlx::FromRow)]
struct MediationRow {
    case_id: String,
    began_at: Option<i64>,
    ends_at: Option<i64>,
    proposals: String,
    form: Option<String>,
    subject: Option<String>,
    fen: Option<i64>,
    effective_on: Option<String>,
    perform_by: Option<String>,
    performed: Option<String>,
    confirmation: Option<String>,
    told: String,
    quiet: String,
    version: i64,
}

const MEDIATION: &str = "
    SELECT case_id, began_at, ends_at, proposals, form, subject, fen, effective_on, perform_by, performed, confirmation,
        told, quiet, version
    FROM mediation WHERE case_id = $1";

/// A new row, or the version after the one that was read.
const KEEP: &str = "
    INSERT INTO mediation (case_id, began_at, ends_at, proposals, form, subject, fen, effective_on, perform_by,
        performed, confirmation, told, quiet, version)
    VALUES ($1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)
    ON CONFLICT (case_id) DO UPDATE SET began_at = excluded.began_at, ends_at = excluded.ends_at,
        proposals = excluded.proposals, form = excluded.form, subject = excluded.subject,
        fen = excluded.fen, effective_on = excluded.effective_on, perform_by = excluded.perform_by,
        performed = excluded.performed, confirmation = excluded.confirmation, told = excluded.told,
        quiet = excluded.quiet, version = mediation.version + 1
    WHERE mediation.version = $2";

impl Conn<'_> {
    /// What this mediation has besides its case; `None` if nothing has happened in it.
    ///
    /// # Errors
    /// The database's.
    pub async fn mediation(&mut self, case: &CaseId) -> Result<Option<Mediation>, StoreError> {
        row!(self, MediationRow, MEDIATION, case)?.map(MediationRow::read).transpose()
    }

    /// Stores it, as the version after the one that was read.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it has been written since; otherwise the database's.
    pub async fn keep_mediation(&mut self, mediation: &Mediation) -> Result<(), StoreError> {
        let agreement = mediation.agreement.as_ref();
        let kept = run!(
            self,
            KEEP,
            &mediation.case,
            mediation.version,
            mediation.began_at,
            mediation.ends_at,
            &json(&mediation.proposals),
            agreement.map(|agreement| agreement.form),
            agreement.map(|agreement| &agreement.subject),
            agreement.and_then(|agreement| agreement.fen),
            agreement.map(|agreement| agreement.effective_on.to_string()).as_ref(),
            agreement.and_then(|agreement| agreement.perform_by).map(|day| day.to_string()).as_ref(),
            agreement.map(|agreement| agreement.performed),
            agreement.map(|agreement| agreement.confirmation),
            &json(&mediation.told),
            &json(&mediation.quiet),
        )?;
        if kept == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }
}

impl MediationRow {
    fn read(self) -> Result<Mediation, StoreError> {
        let at = At::new("mediation", &self.case_id);
        Ok(Mediation {
            agreement: self.agreement(&at)?,
            began_at: moment(self.began_at),
            ends_at: moment(self.ends_at),
            proposals: at.json("proposals", &self.proposals)?,
            told: at.json("told", &self.told)?,
            quiet: at.json("quiet", &self.quiet)?,
            version: self.version,
            case: CaseId::new(self.case_id),
        })
    }

    fn agreement(&self, at: &At<'_>) -> Result<Option<Agreement>, StoreError> {
        let Some(form) = at.maybe_word("form", self.form.as_deref())? else { return Ok(None) };
        let effective = self.effective_on.as_deref().and_then(|text| text.parse().ok());
        let perform: Option<Option<NaiveDate>> =
            self.perform_by.as_deref().map_or(Some(None), |text| text.parse().ok().map(Some));
        Ok(Some(Agreement {
            form,
            subject: self.subject.clone().unwrap_or_default(),
            fen: self.fen,
            effective_on: at.known("effective_on", effective)?,
            perform_by: at.known("perform_by", perform)?,
            performed: at.word("performed", self.performed.as_deref().unwrap_or_default())?,
            confirmation: at.word("confirmation", self.confirmation.as_deref().unwrap_or_default())?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_none_is_corrupt() {
        let row = MediationRow {
            case_id: "a".into(),
            began_at: Some(1),
            ends_at: None,
            proposals: "[]".into(),
            form: Some("oral".into()),
            subject: Some("漏水".into()),
            fen: None,
            effective_on: Some("2026-02-30".into()),
            perform_by: None,
            performed: Some("no".into()),
            confirmation: Some("unwanted".into()),
            told: "[]".into(),
            quiet: "[]".into(),
            version: 1,
        };
        let refused = row.read().unwrap_err();
        assert!(matches!(refused, StoreError::Corrupt { column: "effective_on", .. }), "{refused:?}");
    }
}
