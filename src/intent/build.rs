//! Patterns gathered, to be put into tables.
//!
//! Must not know files or places in them.

use std::collections::HashMap;

use regex::Regex;

use super::calls::Calling;
use super::common::Common;
use super::filter::Mixing;
use super::literal::{Literal, MOST_SIGNS, MOST_WORDS, role};
use super::pattern::Pattern;
use super::rules::{Concept, Link, Owner, Rule, Rules, index, position};
use super::tables::Tables;
use super::vocabulary::Vocabulary;

/// Gathers rules.
#[derive(Debug)]
pub struct Builder<'a> {
    /// Their words.
    pub vocabulary: Vocabulary<'a>,
    concept_numbers: HashMap<Box<[u32]>, u32, Mixing>,
    /// The words of each concept.
    members: Vec<Vec<u32>>,
    regex_numbers: HashMap<String, u32>,
    regexes: Vec<Regex>,
    drafts: Vec<Draft>,
}

/// A rule before it has its place in the tables. Concepts are known by their numbers.
#[derive(Debug)]
pub struct Draft {
    /// Which of the patterns that were added, counted from 0.
    pub origin: u32,
    /// All that needs no table.
    pub rule: Rule,
    /// What it wants.
    pub links: Vec<(u32, Link)>,
    /// What must not be there.
    pub without: Vec<u32>,
    /// What must match too.
    pub regexes: Vec<u32>,
    /// The concepts it cannot do without, the rarest first.
    pub wanted: Vec<u32>,
    /// How common the rarest of these is.
    pub often: u32,
}

/// Whatever the message's length, and however many lines it has.
const ANY_LENGTH: (u16, u16) = (0, u16::MAX);

impl Draft {
    /// How a word of its rarest concept calls it.
    pub fn calling(&self) -> Calling {
        if self.is_direct() { Calling::of(&self.rule) } else { Calling::Try }
    }

    /// Whether a word of its only concept fires it.
    pub fn is_direct(&self) -> bool {
        self.rule.anywhere && self.links.len() == 1 && self.rule.length == ANY_LENGTH
    }
}

impl<'a> Builder<'a> {
    /// No rule yet.
    pub fn new(vocabulary: Vocabulary<'a>) -> Self {
        Self {
            vocabulary,
            concept_numbers: HashMap::default(),
            members: Vec::new(),
            regex_numbers: HashMap::default(),
            regexes: Vec::new(),
            drafts: Vec::new(),
        }
    }

    /// Adds a pattern; the error says what is wrong with a regex.
    pub fn add(
        &mut self,
        pattern: &Pattern,
        owner: Owner,
        points: i32,
        negatable: bool,
    ) -> Result<(), String> {
        self.no_long_words(pattern)?;
        let mut regexes = Vec::new();
        for regex in &pattern.regexes {
            regexes.push(self.regex(regex)?);
        }
        let mut links = Vec::new();
        for chain in &pattern.chains {
            for (number, step) in chain.iter().enumerate() {
                let concept = self.concept(&step.words);
                let gap = (number > 0).then(|| position(step.gap));
                links.push((concept, Link { concept: Concept::default(), gap, optional: step.optional }));
            }
        }
        let without = pattern.without.iter().map(|words| self.concept(words)).collect();
        let rule = Rule {
            owner,
            points,
            negatable,
            begins: pattern.begins,
            ends: pattern.ends,
            anywhere: is_anywhere(pattern),
            rarest: Concept::default(),
            length: pattern.length.unwrap_or(ANY_LENGTH),
            links: (0, 0),
            without: (0, 0),
            regexes: (0, 0),
        };
        let origin = position(self.drafts.len());
        self.drafts.push(Draft { origin, rule, links, without, regexes, wanted: Vec::new(), often: 0 });
        Ok(())
    }

    /// Gives a normalised word something to do besides.
    pub fn role(&mut self, word: &str, role: u8) {
        if let Some(literal) = self.found(word) {
            literal.roles |= role;
        }
    }

    /// Makes a normalised word the name of a place.
    pub fn place(&mut self, word: &str, place: u32) {
        if let Some(literal) = self.found(word) {
            literal.roles |= role::PLACE;
            literal.place = place;
        }
    }

    /// A word as it will be found; none if it is empty or too long for that.
    fn found(&mut self, word: &str) -> Option<&mut Literal> {
        if word.is_empty() || word.chars().count() > MOST_SIGNS {
            return None;
        }
        let number = self.vocabulary.number(word);
        self.vocabulary.literal_mut(number)
    }

    /// Builds the tables; the error is that there are too many words.
    pub fn finish(self, common: &Common) -> Result<Rules, String> {
        let Self { vocabulary, members, regexes, drafts, .. } = self;
        let literals = vocabulary.into_literals();
        if literals.len() > MOST_WORDS {
            return Err(format!("there are more than {MOST_WORDS} words to match"));
        }
        Ok(Tables::new(literals, members, regexes, common).fill(drafts))
    }

    /// The number of a regex: each is made once however many rules want it.
    fn regex(&mut self, text: &str) -> Result<u32, String> {
        if let Some(&number) = self.regex_numbers.get(text) {
            return Ok(number);
        }
        let regex = Regex::new(text).map_err(|error| format!("the regex cannot be read: {error}"))?;
        let number = position(self.regexes.len());
        self.regexes.push(regex);
        self.regex_numbers.insert(text.to_owned(), number);
        Ok(number)
    }

    fn concept(&mut self, words: &[u32]) -> u32 {
        if let Some(&number) = self.concept_numbers.get(words) {
            return number;
        }
        let number = position(self.members.len());
        self.concept_numbers.insert(words.into(), number);
        self.members.push(words.to_vec());
        number
    }

    /// Refuses words that are longer than any that is found.
    fn no_long_words(&self, pattern: &Pattern) -> Result<(), String> {
        let chains = pattern.chains.iter().flatten().flat_map(|step| &step.words);
        let words = chains.chain(pattern.without.iter().flatten());
        let mut literals = words.filter_map(|&word| self.vocabulary.literal(word));
        match literals.find(|literal| index(literal.length) > MOST_SIGNS) {
            Some(long) => {
                let text = &long.text;
                Err(format!("`{text}` is longer than {MOST_SIGNS} signs: name the words that matter"))
            }
            None => Ok(()),
        }
    }
}

fn is_anywhere(pattern: &Pattern) -> bool {
    let loose = pattern.chains.iter().all(|chain| chain.len() == 1);
    loose && !pattern.begins && !pattern.ends && pattern.without.is_empty() && pattern.regexes.is_empty()
}
