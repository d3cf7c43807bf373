//! Rules made ready to match: every word of every rule, and flat tables behind them.
//!
//! Must not know a message, nor what an intent says to people.

use std::fmt;
use std::num::NonZeroU32;

use regex::Regex;

use super::letters::is_word;
use super::words::Words;

/// What a word is for, besides the rules it stands in; one bit each.
pub mod role {
    /// Negates the next sign.
    pub const NEGATES_NEXT: u8 = 1;
    /// Negates the next few.
    pub const NEGATES_SOON: u8 = 1 << 1;
    /// Ends a negation.
    pub const ENDS_NEGATION: u8 = 1 << 2;
    /// Hides shorter words in it.
    pub const LOOKALIKE: u8 = 1 << 3;
    /// It happened to others.
    pub const HEARSAY: u8 = 1 << 4;
    /// Asks.
    pub const QUESTION: u8 = 1 << 5;
    /// Is a place.
    pub const PLACE: u8 = 1 << 6;
    /// Is evidence for a topic: shorter evidence in it does not count.
    pub const SIGNAL: u8 = 1 << 7;
}

/// Whose rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An intent fires.
    Intent(u16),
    /// A topic gains evidence.
    Topic(u16),
    /// An intent is stopped.
    Stop(u16),
    /// An intent gains evidence: its topic, then itself.
    Evidence(u16, u16),
    /// All intents of a topic gain or lose evidence.
    Context(u16),
}

/// What is told of a word when it is found, in one number: which word, what it is for, and whether its edges have to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed(NonZeroU32);

impl Packed {
    const EDGED: u32 = 1 << 8;
    const NUMBER: u32 = 9;

    /// Packs a word's number with what its literal says.
    pub fn new(number: u32, literal: &Literal) -> Self {
        let edged = if literal.edges == (None, None) { 0 } else { Self::EDGED };
        let packed = (number + 1) << Self::NUMBER | edged | u32::from(literal.roles);
        Self(NonZeroU32::new(packed).unwrap_or(NonZeroU32::MIN))
    }

    /// Which word.
    #[inline]
    pub const fn number(self) -> u32 {
        (self.0.get() >> Self::NUMBER) - 1
    }

    /// What it is for.
    #[inline]
    pub const fn roles(self) -> u8 {
        let [roles, ..] = self.0.get().to_le_bytes();
        roles
    }

    /// Whether it must not run on beyond its edges.
    #[inline]
    pub const fn is_edged(self) -> bool {
        self.0.get() & Self::EDGED != 0
    }
}

/// Longer words are refused.
pub const MOST_SIGNS: usize = 63;

/// More words than this cannot be numbered.
pub const MOST_WORDS: usize = (1 << 22) - 1;

/// A word the automaton finds.
#[derive(Clone, Debug)]
pub struct Literal {
    /// The word.
    pub text: Box<str>,
    /// Its signs.
    pub length: u32,
    /// What it is for.
    pub roles: u8,
    /// Which place it names.
    pub place: u32,
    /// Whether it begins, and ends, with a Latin letter or a digit.
    pub edges: (Option<Edge>, Option<Edge>),
}

impl Literal {
    /// A word that is for nothing yet.
    pub fn new(text: &str) -> Self {
        Self {
            text: text.into(),
            length: position(text.chars().count()),
            roles: 0,
            place: 0,
            edges: (text.chars().next().and_then(edge), text.chars().last().and_then(edge)),
        }
    }
}

/// What a word of another script begins or ends with: it must not run on beyond it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// A letter.
    Letter,
    /// A digit.
    Digit,
}

/// One pattern.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Whose.
    pub owner: Owner,
    /// What it adds.
    pub points: i32,
    /// Whether a negated word does not count for it.
    pub negatable: bool,
    /// Whether it begins and ends the message.
    pub begins: bool,
    /// See `begins`.
    pub ends: bool,
    /// Whether it only wants words anywhere: no order, no beginning or end, no exclusions.
    pub anywhere: bool,
    /// The rarest of the concepts it wants: it waits for that.
    pub rarest: Concept,
    /// Between how many signs in one line the message must have; any number of lines will do if `most` is the greatest number.
    pub length: (u32, u32),
    pub(super) links: (u32, u32),
    pub(super) without: (u32, u32),
    pub(super) regexes: (u32, u32),
}

impl Rule {
    /// Whether it is evidence for a topic: that counts although it is denied, but not within longer evidence.
    #[inline]
    pub const fn is_evidence(&self) -> bool {
        matches!(self.owner, Owner::Topic(_))
    }
}

/// A group of words any of which will do: which part of a table tells them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Concept {
    pub(super) from: u32,
    pub(super) to: u32,
}

/// Those words of a concept whose numbers divided by 64 give the same.
#[derive(Clone, Copy, Debug, Default)]
pub struct Part {
    /// What they give.
    pub at: u32,
    /// One bit for each, by what is left over.
    pub bits: u64,
}

/// What a word calls: which concepts it belongs to that many rules ask for, one bit each, and which groups of rules.
#[derive(Clone, Copy, Debug, Default)]
pub struct Call {
    /// The concepts.
    pub asked_for: u64,
    pub(super) groups: (u32, u32),
}

/// The rules that have the same rarest concept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Group {
    /// The rules that want nothing else: a word of the concept fires them.
    pub direct: (u32, u32),
    /// The rules that want more, in their own table.
    pub(super) waiting: (u32, u32),
}

/// A rule that waits for its rarest concept: what tells at once that it cannot fire.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    /// The concepts it wants that many rules ask for.
    pub asked_for: u64,
    /// See [`Rule::length`].
    pub length: (u32, u32),
    /// Which rule.
    pub rule: u32,
    /// The rarest of its other concepts, its first part aside; empty if there is none.
    pub beside: Concept,
    /// The first part of that concept: most have only one.
    pub first: Part,
}

/// One concept a rule wants.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Any word of it will do.
    pub concept: Concept,
    /// How many signs may stand between the link before and this one; none when it begins a chain.
    pub gap: Option<u32>,
    /// Whether it may be left out.
    pub optional: bool,
}

/// All rules.
#[derive(Default)]
pub struct Rules {
    /// Finds the words.
    pub words: Words,
    pub(super) literals: Vec<Literal>,
    /// What each word calls.
    pub(super) calls: Vec<Call>,
    pub(super) groups_of: Vec<u32>,
    pub(super) groups: Vec<Group>,
    pub(super) waiting: Vec<Waiting>,
    pub(super) rules: Vec<Rule>,
    /// Which of the patterns that were added each rule is, counted from 0; only checks ask.
    pub(super) origins: Vec<u32>,
    pub(super) links: Vec<Link>,
    pub(super) without: Vec<Concept>,
    pub(super) parts: Vec<Part>,
    pub(super) regexes: Vec<Regex>,
}

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rules({} patterns, {} words)", self.rules.len(), self.literals.len())
    }
}

/// A position in a table, as an index.
#[inline]
pub fn index(position: u32) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// An index, as a position in a table.
#[inline]
pub fn position(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[inline]
fn part<T>(table: &[T], (from, to): (u32, u32)) -> &[T] {
    table.get(index(from)..index(to)).unwrap_or_default()
}

impl Rules {
    /// A word by its number.
    #[inline]
    pub fn literal(&self, number: u32) -> Option<&Literal> {
        self.literals.get(index(number))
    }

    /// What a word calls.
    #[inline]
    pub fn call(&self, literal: u32) -> Call {
        self.calls.get(index(literal)).copied().unwrap_or_default()
    }

    /// The groups of rules that a word calls, by their numbers.
    #[inline]
    pub fn groups(&self, call: Call) -> &[u32] {
        part(&self.groups_of, call.groups)
    }

    /// A group by its number.
    #[inline]
    pub fn group(&self, number: u32) -> Group {
        self.groups.get(index(number)).copied().unwrap_or_default()
    }

    /// How many groups there are.
    pub fn group_count(&self) -> usize {
        self.groups.len()
    }

    /// The rules of a group that want more than its concept.
    #[inline]
    pub fn waiting(&self, group: Group) -> &[Waiting] {
        part(&self.waiting, group.waiting)
    }

    /// The words of a concept.
    #[inline]
    pub fn parts(&self, concept: Concept) -> &[Part] {
        part(&self.parts, (concept.from, concept.to))
    }

    /// Whether a word belongs to a concept.
    pub fn holds(&self, concept: Concept, literal: u32) -> bool {
        self.parts(concept).iter().any(|part| part.at == literal / 64 && part.bits >> (literal % 64) & 1 != 0)
    }

    /// Whether a rule wants a word.
    #[cfg(test)]
    pub fn is_wanted(&self, literal: u32) -> bool {
        let all = self.links.iter().map(|link| link.concept).chain(self.without.iter().copied());
        all.into_iter().any(|concept| self.holds(concept, literal))
    }

    /// How many words there are to be found.
    pub fn literal_count(&self) -> usize {
        self.literals.len()
    }

    /// All words there are to be found.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.literals.iter().map(|literal| &*literal.text)
    }

    /// How many patterns there are.
    pub fn rule_count(&self) -> usize {
        self.rules.len()
    }

    /// A rule by its number.
    #[inline]
    pub fn rule(&self, number: u32) -> Option<&Rule> {
        self.rules.get(index(number))
    }

    /// What a rule wants.
    #[inline]
    pub fn links(&self, rule: &Rule) -> &[Link] {
        part(&self.links, rule.links)
    }

    /// What a rule must not find.
    #[inline]
    pub fn without(&self, rule: &Rule) -> &[Concept] {
        part(&self.without, rule.without)
    }

    /// What must match the whole text too.
    #[inline]
    pub fn regexes(&self, rule: &Rule) -> &[Regex] {
        part(&self.regexes, rule.regexes)
    }
}

/// Which edge a sign makes; none for Chinese, which runs on without spaces.
pub fn edge(sign: char) -> Option<Edge> {
    match sign {
        _ if !is_word(sign) => None,
        _ if sign.is_numeric() => Some(Edge::Digit),
        _ => Some(Edge::Letter),
    }
}
