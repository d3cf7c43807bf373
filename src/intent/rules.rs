//! Rules made ready to match: every word of every rule, and flat tables behind them.
//!
//! Must not know a message, nor what an intent says to people.

use std::fmt;

use regex::Regex;

use super::calls::{Call, Class, Member};
use super::literal::Literal;
use super::words::Words;

/// Whose rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An intent fires.
    Intent(u16),
    /// An intent is stopped.
    Stop(u16),
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
    /// The least and the most signs of a message that must be one line; any message will do if the most is the greatest number.
    pub length: (u16, u16),
    pub(super) links: (u32, u32),
    pub(super) without: (u32, u32),
    pub(super) regexes: (u32, u32),
}

/// What comes of a rule when it fires: for whom, and what it adds. Apart from the rules, for most that fire are asked nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Effect {
    /// For whom.
    pub owner: Owner,
    /// What it adds.
    pub points: i32,
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

/// A rule that waits for its rarest concept: what tells at once that it cannot fire.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    /// The concepts it wants that many rules ask for.
    pub asked_for: u64,
    /// The first part of the rarest other concept, and the rest of it; no bits if there is none.
    pub beside: Part,
    /// See `beside`.
    pub rest: Concept,
    /// Which rule.
    pub rule: u32,
    /// See [`Rule::length`].
    pub length: (u16, u16),
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
    pub(super) members: Vec<Member>,
    pub(super) classes: Vec<Class>,
    pub(super) waiting: Vec<Waiting>,
    pub(super) effects: Vec<Effect>,
    pub(super) rules: Vec<Rule>,
    /// Which of the patterns that were added each rule is, counted from 0; only checks ask.
    pub(super) origins: Vec<u32>,
    pub(super) links: Vec<Link>,
    pub(super) without: Vec<Concept>,
    pub(super) parts: Vec<Part>,
    pub(super) wanted_regexes: Vec<u32>,
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

    /// What a word calls: bits of concepts that many rules ask for, and its classes.
    #[inline]
    pub fn called_by(&self, literal: u32) -> Option<(u64, &[Member])> {
        let [from, to] = self.calls.get(index(literal)..)?.first_chunk()?;
        Some((from.asked_for, self.members.get(index(from.classes)..index(to.classes))?))
    }

    /// How many classes there are.
    pub const fn class_count(&self) -> usize {
        self.classes.len()
    }

    /// The rules of a class, or its places among those that wait.
    #[inline]
    pub fn class(&self, number: u32) -> Class {
        self.classes.get(index(number)).copied().unwrap_or_default()
    }

    /// What comes of the rules that a class fires.
    #[inline]
    pub fn effects(&self, class: u32) -> Option<&[Effect]> {
        let &(from, to) = self.classes.get(index(class))?;
        self.effects.get(index(from)..index(to))
    }

    /// The rules that wait for a class.
    #[inline]
    pub fn waiting(&self, class: u32) -> Option<&[Waiting]> {
        let &(from, to) = self.classes.get(index(class))?;
        self.waiting.get(index(from)..index(to))
    }

    /// What comes of a rule when it fires.
    #[inline]
    pub fn effect(&self, rule: u32) -> Option<Effect> {
        self.effects.get(index(rule)).copied()
    }

    /// The words of a concept.
    #[inline]
    pub fn parts(&self, concept: Concept) -> Option<&[Part]> {
        self.parts.get(index(concept.from)..index(concept.to))
    }

    /// Whether a word belongs to a concept.
    pub fn holds(&self, concept: Concept, literal: u32) -> bool {
        let mut parts = self.parts(concept).unwrap_or_default().iter();
        parts.any(|part| part.at == literal / 64 && part.bits >> (literal % 64) & 1 != 0)
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

    /// What must match the whole text too, by its numbers.
    #[inline]
    pub fn regexes(&self, rule: &Rule) -> &[u32] {
        part(&self.wanted_regexes, rule.regexes)
    }

    /// A regex by its number.
    pub fn regex(&self, number: u32) -> Option<&Regex> {
        self.regexes.get(index(number))
    }
}
