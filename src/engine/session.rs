//! Where a person is: what was asked last, which form is open, which case their words belong to.
//!
//! Stored as JSON with its schema's number. A session of an unknown schema, or one that cannot be read, starts
//! anew: cases do not live here, so nothing is lost but the place in a form.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{CaseId, RoomCode};
use crate::domain::lang::Lang;
use crate::domain::service::{Service, Topic};

/// Raised whenever an old session can no longer be read as a new one.
const SCHEMA: u16 = 1;

/// Where a person is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    schema: u16,
    /// The language they are answered in.
    #[serde(default)]
    pub lang: Lang,
    /// Whether they have seen who this is.
    #[serde(default)]
    pub greeted: bool,
    /// Their community's room, once told.
    #[serde(default)]
    pub room: Option<RoomCode>,
    /// What they were last asked to choose from; a digit or the label picks one.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// The question they are in the middle of.
    #[serde(default)]
    pub flow: Flow,
    /// The case their plain words belong to.
    #[serde(default)]
    pub thread: Option<CaseId>,
    /// Whether they ever opened a case, so that it is worth looking for some.
    #[serde(default)]
    pub has_cases: bool,
    /// How often in a row they were not understood.
    #[serde(default)]
    pub misses: u8,
    /// The last question of law, kept so that nobody repeats what was said.
    #[serde(default)]
    pub matter: Option<Matter>,
    /// Words not yet placed: kept while we ask where they belong.
    #[serde(default)]
    pub pending: Option<String>,
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What the button says, without its number.
    pub label: String,
    /// What pressing it sends.
    pub data: String,
}

/// What a person came with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// Their words.
    pub text: String,
    /// What the rules took it for.
    pub service: Service,
    /// The field of law.
    pub topic: Option<Topic>,
    /// The rule that matched.
    pub intent: Option<String>,
}

/// A question somebody is in the middle of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// None.
    #[default]
    Idle,
    /// Which community, to open a case for this service then.
    Room {
        /// What the case is for.
        service: Service,
        /// What the form gathered: label and answer.
        details: Vec<(String, String)>,
    },
    /// A form, at a question.
    Form {
        /// The service the form is for.
        service: Service,
        /// The question, from 0.
        at: usize,
        /// The answers so far: label and answer.
        answers: Vec<(String, String)>,
    },
    /// Asked back which of the likeliest was meant.
    AskedBack,
    /// Staff: the words that come next go to this case's resident.
    Replying(CaseId),
}

impl Default for Session {
    fn default() -> Self {
        Self {
            schema: SCHEMA,
            lang: Lang::default(),
            greeted: false,
            room: None,
            choices: Vec::new(),
            flow: Flow::default(),
            thread: None,
            has_cases: false,
            misses: 0,
            matter: None,
            pending: None,
        }
    }
}

impl Session {
    /// From what the database holds; a fresh one if it cannot be read.
    pub fn from_json(json: &str) -> Self {
        serde_json::from_str(json).ok().filter(|session: &Self| session.schema == SCHEMA).unwrap_or_default()
    }

    /// What the database holds.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| String::from("{}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_survives_storage_and_garbage_starts_anew() {
        let session = Session { greeted: true, misses: 1, flow: Flow::AskedBack, ..Session::default() };
        assert_eq!(Session::from_json(&session.to_json()), session);
        assert_eq!(Session::from_json("{}"), Session::default());
        assert_eq!(Session::from_json("{\"schema\":99}"), Session::default());
    }
}
