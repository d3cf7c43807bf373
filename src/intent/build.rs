//! Patterns made into the tables of [`Rules`].
//!
//! Must not know files or places in them.

use std::collections::HashMap;

use daachorse::CharwiseDoubleArrayAhoCorasick;
use regex::Regex;

use super::pattern::{Pattern, Words};
use super::rules::{Link, Literal, MOST_SIGNS, Owner, Packed, Rule, Rules, edge, index, position, role};

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
