//! Rules made ready to match: one automaton over every word of every rule, and flat tables behind it.
//!
//! Must not know a message, nor what an intent says to people.

use std::fmt;

use daachorse::CharwiseDoubleArrayAhoCorasick;
use regex::Regex;

use super::letters::is_word;

/// What a word is for, besides the rules it stands in; one bit each.
pub mod role {
    /// Negates the next sign.
    pub const NEGATES_NEXT: u16 = 1;
    /// Negates the next few.
    pub const NEGATES_SOON: u16 = 1 << 1;
    /// Ends a negation.
    pub const ENDS_NEGATION: u16 = 1 << 2;
    /// Hides shorter words in it.
    pub const LOOKALIKE: u16 = 1 << 3;
    /// It happened to others.
    pub const HEARSAY: u16 = 1 << 4;
    /// Asks.
    pub const QUESTION: u16 = 1 << 5;
    /// Is a place.
    pub const PLACE: u16 = 1 << 6;
    /// Is evidence for a topic: shorter evidence in it does not count.
    pub const SIGNAL: u16 = 1 << 7;
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

/// What the automaton gives for a word, in one number: which word, how long, and whether more has to be looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed(u32);

impl Packed {
    const LENGTH: u32 = 0x3f;
    const SPECIAL: u32 = 1 << 6;
    const SIGNAL: u32 = 1 << 7;

    /// Packs a word's number with what its literal says.
    pub fn new(number: u32, literal: &Literal) -> Self {
        let special = literal.roles & !role::SIGNAL != 0 || literal.edges != (None, None);
        let signal = literal.roles & role::SIGNAL != 0;
        let flags = if special { Self::SPECIAL } else { 0 } | if signal { Self::SIGNAL } else { 0 };
        Self(number << 8 | flags | literal.length.min(Self::LENGTH))
    }

    /// Which word.
    #[inline]
    pub const fn number(self) -> u32 {
        self.0 >> 8
    }

    /// Its signs.
    #[inline]
    pub const fn length(self) -> u32 {
        self.0 & Self::LENGTH
    }

    /// Whether it has roles or edges.
    #[inline]
    pub const fn is_special(self) -> bool {
        self.0 & Self::SPECIAL != 0
    }

    /// Whether it is evidence.
    #[inline]
    pub const fn is_signal(self) -> bool {
        self.0 & Self::SIGNAL != 0
    }
}

/// Longer words are refused.
pub const MOST_SIGNS: usize = 63;

/// A word the automaton finds.
#[derive(Clone, Debug)]
pub struct Literal {
    /// The word.
    pub text: Box<str>,
    /// Its signs.
    pub length: u32,
    /// What it is for.
    pub roles: u16,
    /// Which place it names.
    pub place: u32,
    /// Whether it begins, and ends, with a Latin letter or a digit.
    pub edges: (Option<Edge>, Option<Edge>),
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
    pub(super) links: (u32, u32),
    pub(super) without: (u32, u32),
    pub(super) regexes: (u32, u32),
}

/// One concept a rule wants.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Any word of it will do.
    pub concept: u32,
    /// How many signs may stand between the link before and this one; none when it begins a chain.
    pub gap: Option<u32>,
    /// Whether it may be left out.
    pub optional: bool,
}

/// All rules.
#[derive(Default)]
pub struct Rules {
    /// Finds the words.
    pub automaton: Option<CharwiseDoubleArrayAhoCorasick<Packed>>,
    pub(super) literals: Vec<Literal>,
    /// Where each word's concepts begin in `concepts`.
    pub(super) of_literal: Vec<u32>,
    pub(super) concepts: Vec<u32>,
    pub(super) rules: Vec<Rule>,
    /// Which of the patterns that were added each rule is, counted from 0; only checks ask.
    pub(super) origins: Vec<u32>,
    pub(super) links: Vec<Link>,
    pub(super) without: Vec<u32>,
    pub(super) regexes: Vec<Regex>,
    /// Where each concept's rules begin, for the concepts that rules wait for; these come first.
    pub(super) waiting: Vec<u32>,
    pub(super) concept_count: usize,
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

fn part<T>(table: &[T], (from, to): (u32, u32)) -> &[T] {
    table.get(index(from)..index(to)).unwrap_or_default()
}

/// The part of a table that belongs to a number, by where each number's part begins.
#[inline]
fn between<'a>(table: &'a [u32], begins: &[u32], number: u32) -> &'a [u32] {
    match begins.get(index(number)..index(number) + 2) {
        Some(&[from, to]) => part(table, (from, to)),
        _ => &[],
    }
}

impl Rules {
    /// A word by its number.
    #[inline]
    pub fn literal(&self, number: u32) -> Option<&Literal> {
        self.literals.get(index(number))
    }

    /// The concepts a word belongs to.
    #[inline]
    pub fn concepts(&self, literal: u32) -> &[u32] {
        between(&self.concepts, &self.of_literal, literal)
    }

    /// Whether a rule waits for a concept.
    #[inline]
    pub fn is_waited_for(&self, concept: u32) -> bool {
        index(concept) + 1 < self.waiting.len()
    }

    /// How many concepts there are.
    pub fn concept_count(&self) -> usize {
        self.concept_count
    }

    /// How many words the automaton knows.
    pub fn literal_count(&self) -> usize {
        self.literals.len()
    }

    /// All words the automaton knows.
    pub fn words(&self) -> impl Iterator<Item = &str> {
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

    /// The rules to try when a concept is found, and the number of the first; each rule waits for its rarest.
    #[inline]
    pub fn waiting_for(&self, concept: u32) -> (u32, &[Rule]) {
        match self.waiting.get(index(concept)..index(concept) + 2) {
            Some(&[from, to]) => (from, part(&self.rules, (from, to))),
            _ => (0, &[]),
        }
    }

    /// What a rule wants.
    #[inline]
    pub fn links(&self, rule: &Rule) -> &[Link] {
        part(&self.links, rule.links)
    }

    /// What a rule must not find.
    #[inline]
    pub fn without(&self, rule: &Rule) -> &[u32] {
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
