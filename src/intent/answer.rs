//! What the rules answer to a question of law, and what that rests on.

use chrono::NaiveDate;

use crate::domain::lang::Lang;
use crate::domain::service::Service;

use super::laws::Cited;
use super::numbers::NumberTable;

/// What the bot answers to a question of law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The points, in plain words.
    pub text: String,
    /// What it rests on.
    pub cites: Vec<Citation>,
    /// What is offered below it, besides the room's lawyer.
    pub next: Vec<Service>,
    /// Whether everything it rests on is verified and not past its review date; if not, a lawyer has to answer.
    pub reliable: bool,
}

/// One article an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The law's name, without 《》.
    pub law: String,
    /// The articles, as cited: `1076–1078`.
    pub articles: String,
    /// From this day on it is the law; none where that is not certain.
    pub effective: Option<NaiveDate>,
    /// The day it was last verified, `2026-11-22`.
    pub verified: String,
    /// Who signed it; empty until somebody has.
    pub signed_by: String,
    /// How: `V2`, `V1`, `S`, `K` as the sources mark it.
    pub mark: String,
}

/// An answer as the catalogue keeps it.
#[derive(Clone, Debug, Default)]
pub(super) struct Stored {
    pub(super) text: String,
    pub(super) text_en: String,
    pub(super) cites: Vec<Cited>,
    pub(super) next: Vec<Service>,
}

impl Stored {
    /// The answer in a language, as it stands that day, with that day's numbers. English falls back on Chinese.
    pub(super) fn give(&self, lang: Lang, today: NaiveDate, numbers: &NumberTable) -> Answer {
        let text = match lang {
            Lang::En if !self.text_en.is_empty() => &self.text_en,
            _ => &self.text,
        };
        Answer {
            text: numbers.fill(text, lang, today),
            cites: self.cites.iter().map(|cited| cited.citation.clone()).collect(),
            next: self.next.clone(),
            reliable: self.cites.iter().all(|cited| cited.holds(today)),
        }
    }
}
