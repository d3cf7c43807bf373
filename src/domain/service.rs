//! The services a message can want, and the topics of law.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! services {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// What a message wants (the street's words for it in the texts file).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Service { $($(#[$doc])* $name),* }

        impl Service {
            /// Every service there is.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The word used in rules, the database and `intents match --jsonl`.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
        }
    };
}

services! {
    /// 法律咨询.
    Consultation = "consultation",
    /// 法律援助.
    LegalAid = "legal_aid",
    /// 人民调解.
    Mediation = "mediation",
    /// Danger to somebody now.
    Emergency = "emergency",
    /// 群体/信访: many people with one matter.
    Collective = "collective",
    /// 转人工.
    Human = "human",
    /// How is my case doing.
    Progress = "progress",
    /// Another time, or not at all, for an appointment.
    BookingChange = "booking_change",
    /// Never mind.
    Cancel = "cancel",
    /// What do you keep of me, delete it, stay anonymous.
    Privacy = "privacy",
    /// Praise or complaint about the service.
    Feedback = "feedback",
    /// Greetings, thanks, chat.
    Smalltalk = "smalltalk",
    /// Another street or city.
    OutOfArea = "out_of_area",
    /// Nothing to do with law.
    OutOfScope = "out_of_scope",
    /// Not understood.
    Unclear = "unclear",
}

impl Service {
    /// The service a stored word names.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|service| service.code() == code)
    }
}

/// A field of law by the key its rule file declares, for example `marriage`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Topic(String);

impl Topic {
    /// Wraps a key from a rule file or the database.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_names_its_service() {
        for &service in Service::ALL {
            assert_eq!(Service::parse(service.code()), Some(service));
            assert_eq!(serde_json::to_value(service).unwrap(), service.code());
        }
    }
}
