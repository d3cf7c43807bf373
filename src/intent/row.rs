//! A labelled row to measure on, and whether its labels are any that somebody knows.
//!
//! Must not know how rows are judged, nor where they come from.

use serde::Deserialize;

use crate::domain::service::Service;

use super::area::Area;

/// A labelled row.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Row {
    /// The message.
    pub text: String,
    /// An area, or what kind of row it is.
    #[serde(default)]
    pub label: String,
    /// Areas that are right too.
    #[serde(default)]
    pub also: Vec<String>,
    /// Services that are right.
    #[serde(default)]
    pub service: Vec<String>,
    /// The question of law that is asked, `none` if none that has an answer.
    #[serde(default)]
    pub intent: String,
    /// How the label came to be.
    #[serde(default)]
    pub label_kind: String,
}

/// The labels of rows about aid, mediation and what only sounds like them.
pub const AID_ROWS: [&str; 8] = [
    "mention",
    "lawyer_hire_or_fee",
    "none",
    "mediation_want",
    "substring_trap",
    "settlement",
    "aid_want",
    "aid_progress",
];

impl Row {
    /// What a row may have; all else in it is for others.
    pub const KEYS: [&str; 6] = ["text", "label", "also", "service", "intent", "label_kind"];

    /// What it is said to be and nobody knows. Where a row is of no law, any label will do that is not written like a field.
    pub fn fault(&self) -> Option<String> {
        let is_area = |name: &&String| Area::known(name).is_some();
        let service = self.service.iter().find(|name| Service::parse(name).is_none());
        let also = self.also.iter().find(|name| !is_area(name));
        let label = Some(&self.label).filter(|name| !is_area(name) && self.is_of_law());
        let area = also.or(label);
        let told = service.map(|name| format!("`{name}` is no service; there are {}", services()));
        told.or_else(|| area.map(|name| format!("`{name}` is no field of law; there are {}", areas())))
    }

    /// Whether its label can only be a field of law.
    fn is_of_law(&self) -> bool {
        let is_chinese = self.label.chars().next().is_some_and(|sign| !sign.is_ascii());
        is_chinese || !self.also.is_empty() || !self.label_kind.is_empty()
    }
}

/// All services there are.
pub fn services() -> String {
    Service::ALL.iter().map(|it| it.code()).collect::<Vec<_>>().join(", ")
}

/// All fields of law there are.
pub fn areas() -> String {
    Area::all().map(Area::label).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(row: &str) -> String {
        serde_json::from_str::<Row>(row).unwrap().fault().unwrap_or_default()
    }

    #[test]
    fn a_label_that_nobody_knows_is_told_with_those_there_are() {
        let told = fault(r#"{"text": "", "service": ["human", "foo"]}"#);
        assert!(told.starts_with("`foo` is no service; there are consultation, legal_aid"), "{told}");
        for row in [
            r#"{"text": "", "label": "婚姻"}"#,
            r#"{"text": "", "label": "婚姻家庭", "also": ["婚姻"]}"#,
            r#"{"text": "", "label": "", "also": ["婚姻家庭"]}"#,
            r#"{"text": "", "label": "chat", "label_kind": "hand"}"#,
        ] {
            assert!(fault(row).contains("is no field of law; there are 婚姻家庭, 劳动纠纷"), "{row}");
        }
    }

    #[test]
    fn rows_of_no_law_are_labelled_as_anybody_likes() {
        for label in ["chat:movies", "gov_complaint:教育文体", "mention", ""] {
            assert_eq!(fault(&format!(r#"{{"text": "", "label": "{label}"}}"#)), "");
        }
        assert_eq!(fault(r#"{"text": "", "service": ["human"]}"#), "");
    }
}
