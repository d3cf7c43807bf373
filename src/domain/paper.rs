//! Papers of a mediation as values: which there are, and what one says before anybody prints it.
//!
//! The forms are those the Ministry of Justice set for people's mediation (司发通〔2010〕239号). Must not know how a paper is
//! printed, nor any word that stands on it.

/// The papers of a mediation's file that can be drafted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// 人民调解申请书.
    Application,
    /// 人民调解受理登记表.
    Intake,
    /// 人民调解记录.
    Record,
    /// 人民调解协议书 (人民调解法 29).
    Agreement,
    /// 人民调解口头协议登记表 (人民调解法 30).
    OralAgreement,
    /// 人民调解回访记录.
    CallBack,
}

/// Every form with the word that buttons and the command line know it by.
const CODES: [(&str, Form); 6] = [
    ("application", Form::Application),
    ("intake", Form::Intake),
    ("record", Form::Record),
    ("agreement", Form::Agreement),
    ("oral", Form::OralAgreement),
    ("callback", Form::CallBack),
];

impl Form {
    /// Every form, in the order in which a file is made.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.into_iter().map(|(_, form)| form)
    }

    /// The word it is known by.
    pub fn code(self) -> &'static str {
        CODES.into_iter().find(|(_, form)| *form == self).map_or("", |(code, _)| code)
    }

    /// The form of a word.
    pub fn parse(code: &str) -> Option<Self> {
        CODES.into_iter().find(|(known, _)| *known == code).map(|(_, form)| form)
    }
}

/// A draft: what is known is filled in, what is not is left to be written by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// What paper it is.
    pub title: String,
    /// That it is a draft and what makes it more.
    pub mark: String,
    /// Its parts, from top to bottom.
    pub parts: Vec<Part>,
    /// Which case it was drafted from and when.
    pub foot: String,
}

/// A part of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Whom or what the next fields are about.
    Heading(String),
    /// Label and what is known; an empty one is a line to fill in.
    Fields(Vec<(String, String)>),
    /// A label, the words known, and so many empty lines below.
    Text {
        /// What is told here.
        label: String,
        /// What is known; may have several lines.
        words: String,
        /// Lines to go on writing by hand.
        lines: usize,
    },
    /// A sentence that belongs to the form.
    Sentence(String),
    /// Who signs; each gets a line.
    Signatures(Vec<String>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_known_by_one_word() {
        let codes: std::collections::BTreeSet<&str> = Form::all().map(Form::code).collect();
        assert_eq!(codes.len(), 6);
        assert!(Form::all().all(|form| Form::parse(form.code()) == Some(form)));
        assert_eq!(Form::parse("effective"), None);
    }
}
