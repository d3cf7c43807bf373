//! What the buttons of a mediation do. Each goes with one code: a case's, or an other party's own.

/// A button's meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Staff, case: what can be done with the two sides.
    Desk,
    /// Staff, case: there is another party; ask me who.
    Name,
    /// Staff, party: make an invitation to pass on.
    Link,
    /// Staff, party: they told me on the telephone that they take part.
    PhoneYes,
    /// Staff, party: they told me on the telephone that they do not.
    PhoneNo,
    /// Staff, party: yes, note the refusal.
    PhoneNoSure,
    /// Staff, party: my next words go to them.
    Write,
    /// Staff, case: find a time for the meeting.
    Time,
    /// Staff, party: they told me on the telephone that another month is all right.
    MoreYesFor,
    /// Staff, case: ask both sides whether to go on for another month.
    More,
    /// Staff, case: it has been performed.
    Performed,
    /// Staff, case: part of it has been performed.
    Partly,
    /// Staff, case: it has not been performed.
    NotPerformed,
    /// Staff, case: that is what was agreed; close it.
    AgreedSure,
    /// Staff, case: it is not; ask me anew.
    AgreedAnew,
    /// Staff or a side: judicial confirmation has been applied for.
    Applied,
    /// Staff or a side: judicial confirmation is not wanted.
    Unwanted,
    /// Staff, case: what the sides have told of themselves.
    Contact,
    /// A side: go on for another month.
    MoreYes,
    /// A side: do not.
    MoreNo,
    /// Other party: I take part.
    Consent,
    /// Other party: I do not.
    Refuse,
    /// Other party: yes, I am sure.
    RefuseSure,
    /// Other party: I have questions first.
    Ask,
    /// Other party: how does it stand?
    Look,
    /// Applicant: the staff of my case may see my name or number; ask me for it.
    Disclose,
    /// Applicant: no more.
    Hide,
}

/// The words that buttons carry.
const WORDS: [(&str, Verb); 27] = [
    ("desk", Verb::Desk),
    ("name", Verb::Name),
    ("link", Verb::Link),
    ("phone_yes", Verb::PhoneYes),
    ("phone_no", Verb::PhoneNo),
    ("phone_no_sure", Verb::PhoneNoSure),
    ("write", Verb::Write),
    ("time", Verb::Time),
    ("more_yes_for", Verb::MoreYesFor),
    ("more", Verb::More),
    ("performed", Verb::Performed),
    ("partly", Verb::Partly),
    ("not_performed", Verb::NotPerformed),
    ("agreed", Verb::AgreedSure),
    ("agreed_anew", Verb::AgreedAnew),
    ("applied", Verb::Applied),
    ("unwanted", Verb::Unwanted),
    ("contact", Verb::Contact),
    ("more_yes", Verb::MoreYes),
    ("more_no", Verb::MoreNo),
    ("consent", Verb::Consent),
    ("refuse", Verb::Refuse),
    ("refuse_sure", Verb::RefuseSure),
    ("ask", Verb::Ask),
    ("look", Verb::Look),
    ("disclose", Verb::Disclose),
    ("hide", Verb::Hide),
];

impl Verb {
    /// Every verb there is.
    pub fn all() -> impl Iterator<Item = Self> {
        WORDS.iter().map(|(_, verb)| *verb)
    }

    /// The word a button carries.
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(_, known)| *known == self).map_or("", |(word, _)| word)
    }

    /// The verb that a word means.
    pub fn parse(word: &str) -> Option<Self> {
        WORDS.iter().find(|(known, _)| *known == word).map(|(_, verb)| *verb)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_has_a_word_of_its_own() {
        for verb in Verb::all() {
            assert_eq!(Verb::all().filter(|other| *other == verb).count(), 1, "{verb:?}");
            assert_eq!(Verb::parse(verb.word()), Some(verb));
        }
        assert_eq!(Verb::all().count(), 27);
    }
}
