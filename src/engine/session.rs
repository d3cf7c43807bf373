//! Where a person is: what was asked last, which form is open, which case their words belong to.
//!
//! Stored as JSON with its schema's number. A session of an unknown schema, or one that cannot be read, starts
//! anew: cases do not live here, so nothing is lost but the place in a form.

mod picking;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::attachment::Attachment;
use crate::domain::code::CaseCode;
use crate::domain::ids::{CaseId, RoomCode, UnmatchedId};
use crate::domain::lang::Lang;
use crate::domain::service::{Service, Topic};
use crate::domain::time::Timestamp;

use super::action::Action;
use super::casework::relay::Words;
use super::mediating::Mediating;
use super::resident::{Alarm, Talk};
use super::task::Task;
use super::unsent::Unsent;
pub(super) use picking::{is_number, same_words};

/// Raised whenever an old session can no longer be read as a new one.
const SCHEMA: u16 = 1;

/// Where a person is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    schema: u16,
    /// The language they are answered in.
    #[serde(default)]
    pub lang: Lang,
    /// Whether they have written Chinese, which a greeting in English does not change.
    #[serde(default)]
    pub writes_chinese: bool,
    /// Whether they have seen who this is.
    #[serde(default)]
    pub greeted: bool,
    /// Their community's room, once told.
    #[serde(default)]
    pub room: Option<RoomCode>,
    /// What they were last asked to choose from; a digit or the label picks one.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// How many of those, from the first, were numbered; only the label picks the others.
    #[serde(default)]
    pub numbered: usize,
    /// How many of those, from the first, answer what was asked; the others lead elsewhere.
    #[serde(default)]
    pub answers: usize,
    /// When they were offered.
    #[serde(default)]
    pub offered_at: Option<Timestamp>,
    /// The question they are in the middle of.
    #[serde(default)]
    pub flow: Flow,
    /// The case their plain words belong to.
    #[serde(default)]
    pub thread: Option<CaseId>,
    /// The mediation whose other party they are and their plain words belong to, by their own code of it; it rests
    /// while `thread` is set.
    #[serde(default)]
    pub side: Option<CaseCode>,
    /// Whether they ever were the other party of a mediation.
    #[serde(default)]
    pub has_sides: bool,
    /// Whether they ever opened a case, so that it is worth looking for some.
    #[serde(default)]
    pub has_cases: bool,
    /// How often in a row they were not understood.
    #[serde(default)]
    pub misses: u8,
    /// What they tell, all of it since it began, kept so that nobody repeats what was said.
    #[serde(default)]
    pub matter: Option<Matter>,
    /// How the talk about that goes.
    #[serde(default)]
    pub talk: Talk,
    /// Words not yet placed: a form's story.
    #[serde(default)]
    pub pending: Option<String>,
    /// What staff said while we ask for whom it is, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsent: Vec<Unsent>,
    /// What a resident said or sent while we ask to which of their matters it belongs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<Kept>,
    /// Files they sent before it was known what they are about, and when; they go with the next matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ahead: Vec<(Timestamp, Attachment)>,
    /// The case they have just rated, and when: words that mean nothing else are added to that.
    #[serde(default)]
    pub rated: Option<(CaseId, Timestamp)>,
    /// On whose behalf they ask, as they said: how that person is related to them.
    #[serde(default)]
    pub behalf: Option<String>,
    /// When they named codes of cases that are not theirs, lately; who guesses is not heard.
    #[serde(default)]
    pub codes_named: Vec<Timestamp>,
    /// The words they were last asked back about.
    #[serde(default)]
    pub asked_back: Option<UnmatchedId>,
    /// Words of theirs that may have told of danger, for whom presses that below what was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feared: Option<String>,
    /// Danger they told of before anybody knew where they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarm: Option<Alarm>,
    /// The emergency for which it has been asked whether words belong to it: once is enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub where_asked: Option<CaseId>,
    /// The day for which they last asked for an appointment, and when: a time alone is one of that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wished: Option<(NaiveDate, Timestamp)>,
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What the button says, without its number.
    pub label: String,
    /// What pressing it sends.
    pub data: String,
}

impl Choice {
    /// A choice that does `action`.
    pub fn new(label: impl Into<String>, action: &Action) -> Self {
        Self { label: label.into(), data: action.encode() }
    }
}

/// Something kept until it is known where it belongs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// Words, and whether they correct something said before.
    Words(String, bool),
    /// A file and the words below it.
    File(Attachment, String),
    /// A place: degrees north and east.
    Place(f64, f64),
}

impl Kept {
    /// Words said for the first time.
    pub fn words(text: &str) -> Self {
        Self::Words(text.to_owned(), false)
    }

    /// The words among these, each by itself.
    pub fn each(kept: &[Self]) -> Vec<String> {
        let words = kept.iter().filter_map(|one| match one {
            Self::Words(text, _) => Some(text.clone()),
            Self::File(..) | Self::Place(..) => None,
        });
        words.collect()
    }

    /// All the words among these, one below the other; `None` if there are none.
    pub fn said(kept: &[Self]) -> Option<String> {
        let words = Self::each(kept);
        (!words.is_empty()).then(|| words.join("\n"))
    }

    /// As it is passed on.
    pub(super) fn as_words(&self) -> Words<'_> {
        match self {
            Self::Words(text, corrects) => Words { text, corrects: *corrects, ..Words::default() },
            Self::File(file, caption) => Words { text: caption, file: Some(file), ..Words::default() },
            Self::Place(latitude, longitude) => {
                Words { place: Some((*latitude, *longitude)), ..Words::default() }
            }
        }
    }
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
    /// Which community.
    Room {
        /// The service to open a case for then; `None` if only the community is to be put right.
        wanted: Option<Service>,
        /// The form that was filled in for it.
        filled: Option<Filled>,
    },
    /// A form, at its first question without an answer.
    Form(Filled),
    /// Asked back which of the likeliest was meant.
    AskedBack,
    /// Staff: the words that come next go to this case's resident.
    Replying(CaseId),
    /// A question of a mediation.
    Mediating(Mediating),
    /// Staff: a question about a case is open.
    Task(Task),
    /// Staff: asked for something about rosters and appointments.
    Desk(Desk),
}

/// What staff were asked to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Desk {
    /// When an appointment of this case should be.
    Time(CaseCode),
    /// From when to when they are away.
    LeaveDays,
    /// Who stands in on these days, both included.
    StandIn(NaiveDate, NaiveDate),
    /// When they are there every week.
    Hours,
    /// How many cases they can have at a time.
    Capacity,
}

/// A form with the answers so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// The service the form is for.
    pub form: Service,
    /// One for each question asked, in order.
    pub answers: Vec<Given>,
}

/// An answer to a form's question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// One of the options, from 0.
    Option(usize),
    /// Words of their own.
    Words(String),
    /// Nothing.
    Skipped,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            schema: SCHEMA,
            lang: Lang::default(),
            writes_chinese: false,
            greeted: false,
            room: None,
            choices: Vec::new(),
            numbered: 0,
            answers: 0,
            offered_at: None,
            flow: Flow::default(),
            thread: None,
            side: None,
            has_sides: false,
            has_cases: false,
            misses: 0,
            matter: None,
            talk: Talk::default(),
            pending: None,
            unsent: Vec::new(),
            kept: Vec::new(),
            ahead: Vec::new(),
            rated: None,
            behalf: None,
            codes_named: Vec::new(),
            asked_back: None,
            feared: None,
            alarm: None,
            where_asked: None,
            wished: None,
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
    use super::picking::number;
    use super::*;

    #[test]
    fn a_session_survives_storage_and_garbage_starts_anew() {
        let filled = Filled { form: Service::LegalAid, answers: vec![Given::Option(2), Given::Skipped] };
        let session = Session { greeted: true, misses: 1, flow: Flow::Form(filled), ..Session::default() };
        assert_eq!(Session::from_json(&session.to_json()), session);
        assert_eq!(Session::from_json("{}"), Session::default());
        assert_eq!(Session::from_json("{\"schema\":99}"), Session::default());
    }

    fn asked(labels: &[&str]) -> Session {
        let choices = labels.iter().map(|label| Choice { label: (*label).into(), data: (*label).into() });
        let (numbered, answers) = (labels.len(), labels.len());
        Session { choices: choices.collect(), numbered, answers, ..Session::default() }
    }

    #[test]
    fn a_number_in_any_writing_picks_a_choice() {
        let session = asked(&["甲"; 12]);
        let two =
            ["2", "２", " 2 ", "二", "两", "第2个", "第二个", "2.", "2、", "选2", "②", "2️⃣", "(2)", "2号"];
        let chosen =
            ["按2", "按二", "2吧", "我要2", "我选2", "选2吧", "按第2个", "回复2", "Option 2", "press 2"];
        for words in two.into_iter().chain(chosen) {
            assert_eq!(number(words), Some(2), "{words}");
            assert!(session.numbered(words).is_some(), "{words}");
        }
        assert_eq!(number("十二"), Some(12));
        assert_eq!(number("二十"), Some(20));
        for words in ["0", "13", "2个人打我", "2026年", "十万", "", "二手房", "-"] {
            assert_eq!(session.numbered(words), None, "{words}");
        }
        assert_eq!(Session { numbered: 1, ..session.clone() }.numbered("2"), None);
        let session = Session { answers: 1, ..session };
        for (words, picks) in [("1个", true), ("2个", false), ("2号", false), ("2", true), ("第2个", true)]
        {
            assert_eq!(session.numbered(words).is_some(), picks, "{words} of one answer and ways out");
        }
    }

    #[test]
    fn a_label_picks_its_choice_however_it_is_typed() {
        let session = asked(&["问法律问题", "My cases"]);
        for words in ["问法律问题", " 问法律问题。", "1 问法律问题", "１．问法律问题"]
        {
            assert_eq!(
                session.labelled(words).map(|choice| choice.data.as_str()),
                Some("问法律问题"),
                "{words}"
            );
        }
        assert_eq!(session.labelled("my CASES!").map(|choice| choice.data.as_str()), Some("My cases"));
        assert_eq!(session.labelled("法律"), None);
        assert_eq!(session.labelled("😀"), None);
    }
}
