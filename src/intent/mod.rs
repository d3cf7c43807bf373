//! Understanding: a message in, a [`Reading`] out.
//!
//! Pure: rules come in as texts, nothing is read from disk and nobody is answered here.

pub mod reading;

use crate::domain::lang::Lang;
use crate::domain::service::Service;
pub use reading::{Place, Reading, SURE};

/// The rules, ready to match.
#[derive(Debug, Default)]
pub struct Catalogue {}

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
    /// The day it was last verified, `2026-11-22`.
    pub verified: String,
    /// How: `V2`, `V1`, `S`, `K` as the sources mark it.
    pub mark: String,
}

impl Catalogue {
    /// A digest of the rule files: what a record keeps to say which rules decided.
    pub fn version(&self) -> &str {
        ""
    }

    /// Understands a message.
    pub fn read(&self, _text: &str) -> Reading {
        todo!()
    }

    /// The short words for an intent, for a button.
    pub fn label(&self, _intent: &str, _lang: Lang) -> Option<&str> {
        None
    }

    /// The answer of an intent, if rules may answer it.
    pub fn answer(&self, _intent: &str, _lang: Lang) -> Option<Answer> {
        None
    }

    /// The keys of the hotlines that an intent names.
    pub fn hotlines(&self, _intent: &str) -> &[String] {
        &[]
    }

    /// What a person picks when they choose an intent from a button: what reading its label would have given.
    pub fn chosen(&self, _intent: &str) -> Option<Reading> {
        None
    }

    /// The words for a topic.
    pub fn topic_label(&self, topic: &crate::domain::service::Topic, _lang: Lang) -> String {
        topic.as_str().to_owned()
    }
}
