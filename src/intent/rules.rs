//! Rules made ready to match: one automaton over every word of every rule, and flat tables behind it.
//!
//! Must not know a message, nor what an intent says to people.

use std::collections::HashMap;
use std::fmt;

use daachorse::CharwiseDoubleArrayAhoCorasick;
use regex::Regex;

use super::letters::is_word;
use super::pattern::{Pattern, Words};

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
}

/// What the automaton gives for a word, in one number: which word, how long, and whether more has to be looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed(u32);

impl Packed {
    const LENGTH: u32 = 0x3f;
    const SPECIAL: u32 = 1 << 6;
    const SIGNAL: u32 = 1 << 7;

    fn new(number: u32, literal: &Literal) -> Self {
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
    links: (u32, u32),
    without: (u32, u32),
    regexes: (u32, u32),
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
    literals: Vec<Literal>,
    /// Where each word's concepts begin in `concepts`.
    of_literal: Vec<u32>,
    concepts: Vec<u32>,
    rules: Vec<Rule>,
    links: Vec<Link>,
    without: Vec<u32>,
    regexes: Vec<Regex>,
    /// Where each concept's rules begin in `watchers`.
    watched: Vec<u32>,
    watchers: Vec<u32>,
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
        !self.watchers(concept).is_empty()
    }

    /// How many concepts there are.
    pub fn concept_count(&self) -> usize {
        self.watched.len().saturating_sub(1)
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

    /// The rules to try when a concept is found; each rule waits for its rarest.
    #[inline]
    pub fn watchers(&self, concept: u32) -> &[u32] {
        between(&self.watchers, &self.watched, concept)
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

/// Gathers rules.
#[derive(Debug, Default)]
pub struct Builder {
    rules: Rules,
    numbers: HashMap<String, u32>,
    concept_numbers: HashMap<Vec<u32>, u32>,
    /// The words of each concept.
    members: Vec<Vec<u32>>,
}

impl Builder {
    /// Adds a pattern; the error says what is wrong with a regex.
    pub fn add(
        &mut self,
        pattern: &Pattern,
        owner: Owner,
        points: i32,
        negatable: bool,
    ) -> Result<(), String> {
        let chains = pattern.chains.iter().flatten().flat_map(|step| &step.words);
        if let Some(long) =
            chains.chain(pattern.without.iter().flatten()).find(|it| it.chars().count() > MOST_SIGNS)
        {
            return Err(format!("`{long}` is longer than {MOST_SIGNS} signs: name the words that matter"));
        }
        let mut regexes = Vec::new();
        for regex in &pattern.regexes {
            regexes.push(Regex::new(regex).map_err(|error| format!("the regex cannot be read: {error}"))?);
        }
        let roles = if matches!(owner, Owner::Topic(_)) { role::SIGNAL } else { 0 };
        let links_from = self.rules.links.len();
        for chain in &pattern.chains {
            for (number, step) in chain.iter().enumerate() {
                let concept = self.concept(&step.words, roles);
                let gap = (number > 0).then(|| position(step.gap));
                self.rules.links.push(Link { concept, gap, optional: step.optional });
            }
        }
        let without_from = self.rules.without.len();
        for words in &pattern.without {
            let concept = self.concept(words, 0);
            self.rules.without.push(concept);
        }
        let regexes_from = self.rules.regexes.len();
        self.rules.regexes.append(&mut regexes);
        self.rules.rules.push(Rule {
            owner,
            points,
            negatable,
            begins: pattern.begins,
            ends: pattern.ends,
            anywhere: is_anywhere(pattern),
            links: (position(links_from), position(self.rules.links.len())),
            without: (position(without_from), position(self.rules.without.len())),
            regexes: (position(regexes_from), position(self.rules.regexes.len())),
        });
        Ok(())
    }

    /// Gives a normalised word something to do besides.
    pub fn role(&mut self, word: &str, role: u16) {
        if word.is_empty() || word.chars().count() > MOST_SIGNS {
            return;
        }
        let number = self.word(word);
        if let Some(literal) = self.rules.literals.get_mut(index(number)) {
            literal.roles |= role;
        }
    }

    /// Makes a normalised word the name of a place.
    pub fn place(&mut self, word: &str, place: u32) {
        self.role(word, role::PLACE);
        let number = self.numbers.get(word).copied().unwrap_or(u32::MAX);
        if let Some(literal) = self.rules.literals.get_mut(index(number)) {
            literal.place = place;
        }
    }

    /// Builds the automaton and the tables; the error is the automaton's own, for sets beyond its size.
    pub fn finish(mut self) -> Result<Rules, String> {
        self.tie_words_to_concepts();
        self.let_rules_watch();
        let rules = &mut self.rules;
        if !rules.literals.is_empty() {
            let words = rules.literals.iter().zip(0..);
            let words = words.map(|(literal, number)| (&*literal.text, Packed::new(number, literal)));
            let automaton = CharwiseDoubleArrayAhoCorasick::with_values(words);
            rules.automaton = Some(automaton.map_err(|error| format!("too many words to match: {error}"))?);
        }
        Ok(self.rules)
    }

    fn word(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = position(self.rules.literals.len());
        self.numbers.insert(text.to_owned(), number);
        self.rules.literals.push(Literal {
            text: text.into(),
            length: position(text.chars().count()),
            roles: 0,
            place: 0,
            edges: (text.chars().next().and_then(edge), text.chars().last().and_then(edge)),
        });
        number
    }

    fn concept(&mut self, words: &Words, roles: u16) -> u32 {
        let mut members: Vec<u32> = words.iter().map(|word| self.word(word)).collect();
        members.sort_unstable();
        for &member in &members {
            if let Some(literal) = self.rules.literals.get_mut(index(member)) {
                literal.roles |= roles;
            }
        }
        let next = position(self.members.len());
        let number = *self.concept_numbers.entry(members.clone()).or_insert(next);
        if number == next {
            self.members.push(members);
        }
        number
    }

    fn tie_words_to_concepts(&mut self) {
        let mut of_word: Vec<Vec<u32>> = vec![Vec::new(); self.rules.literals.len()];
        for (members, concept) in self.members.iter().zip(0..) {
            for &member in members {
                if let Some(concepts) = of_word.get_mut(index(member)) {
                    concepts.push(concept);
                }
            }
        }
        self.rules.of_literal.push(0);
        for concepts in of_word {
            self.rules.concepts.extend(concepts);
            self.rules.of_literal.push(position(self.rules.concepts.len()));
        }
    }

    /// A rule is tried only when its rarest concept is found: the one with the fewest and longest words.
    fn let_rules_watch(&mut self) {
        let commonness: Vec<u32> = self.members.iter().map(|members| self.commonness(members)).collect();
        let mut of_concept: Vec<Vec<u32>> = vec![Vec::new(); self.members.len()];
        for (rule, number) in self.rules.rules.iter().zip(0..) {
            let links = self.rules.links(rule);
            let common = |link: &&Link| commonness.get(index(link.concept)).copied();
            if let Some(watchers) = links
                .iter()
                .filter(|link| !link.optional)
                .min_by_key(common)
                .and_then(|link| of_concept.get_mut(index(link.concept)))
            {
                watchers.push(number);
            }
        }
        self.rules.watched.push(0);
        for watchers in of_concept {
            self.rules.watchers.extend(watchers);
            self.rules.watched.push(position(self.rules.watchers.len()));
        }
    }

    fn commonness(&self, members: &[u32]) -> u32 {
        let weight = |length: u32| match length {
            0 | 1 => 1_000,
            2 => 30,
            3 => 5,
            _ => 1,
        };
        members.iter().filter_map(|&member| self.rules.literal(member)).map(|it| weight(it.length)).sum()
    }
}

fn is_anywhere(pattern: &Pattern) -> bool {
    let loose = pattern.chains.iter().all(|chain| chain.len() == 1);
    loose && !pattern.begins && !pattern.ends && pattern.without.is_empty() && pattern.regexes.is_empty()
}

/// Which edge a sign makes; none for Chinese, which runs on without spaces.
pub fn edge(sign: char) -> Option<Edge> {
    match sign {
        _ if !is_word(sign) => None,
        _ if sign.is_numeric() => Some(Edge::Digit),
        _ => Some(Edge::Letter),
    }
}
