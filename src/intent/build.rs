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
    drafts: Vec<Draft>,
}

/// A rule before it has its place in the tables.
#[derive(Debug)]
struct Draft {
    /// Which of the patterns that were added, counted from 0.
    origin: u32,
    rule: Rule,
    links: Vec<Link>,
    without: Vec<u32>,
    regexes: Vec<Regex>,
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
        let mut links = Vec::new();
        for chain in &pattern.chains {
            for (number, step) in chain.iter().enumerate() {
                let concept = self.concept(&step.words, roles);
                let gap = (number > 0).then(|| position(step.gap));
                links.push(Link { concept, gap, optional: step.optional });
            }
        }
        let without = pattern.without.iter().map(|words| self.concept(words, 0)).collect();
        let rule = Rule {
            owner,
            points,
            negatable,
            begins: pattern.begins,
            ends: pattern.ends,
            anywhere: is_anywhere(pattern),
            links: (0, 0),
            without: (0, 0),
            regexes: (0, 0),
        };
        let origin = position(self.drafts.len());
        self.drafts.push(Draft { origin, rule, links, without, regexes });
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
        self.let_rules_wait();
        self.tie_words_to_concepts();
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

    /// A rule is tried only when its rarest concept is found: the one with the fewest and longest words. Concepts that rules wait
    /// for come first, and each one's rules stand together.
    fn let_rules_wait(&mut self) {
        let commonness: Vec<u32> = self.members.iter().map(|members| self.commonness(members)).collect();
        let mut waiting: Vec<Vec<Draft>> = Vec::new();
        waiting.resize_with(self.members.len(), Vec::new);
        for draft in std::mem::take(&mut self.drafts) {
            let wanted = draft.links.iter().filter(|link| !link.optional).map(|link| link.concept);
            let rarest = wanted.min_by_key(|&concept| commonness.get(index(concept)).copied());
            if let Some(drafts) = rarest.and_then(|concept| waiting.get_mut(index(concept))) {
                drafts.push(draft);
            }
        }
        let mut order: Vec<u32> = (0..position(self.members.len())).collect();
        order.sort_by_key(|&concept| waiting.get(index(concept)).is_none_or(Vec::is_empty));
        let mut renamed = vec![0; order.len()];
        let mut members = Vec::new();
        for (&old, new) in order.iter().zip(0..) {
            if let Some(name) = renamed.get_mut(index(old)) {
                *name = new;
            }
            members.push(self.members.get_mut(index(old)).map(std::mem::take).unwrap_or_default());
        }
        self.members = members;
        self.rules.waiting.push(0);
        for &old in &order {
            let drafts = waiting.get_mut(index(old)).map(std::mem::take).unwrap_or_default();
            if drafts.is_empty() {
                break;
            }
            for draft in drafts {
                self.place_rule(draft, &renamed);
            }
            self.rules.waiting.push(position(self.rules.rules.len()));
        }
        self.rules.concept_count = self.members.len();
    }

    fn place_rule(&mut self, draft: Draft, renamed: &[u32]) {
        let new = |concept: u32| renamed.get(index(concept)).copied().unwrap_or(u32::MAX);
        let rules = &mut self.rules;
        let from = (rules.links.len(), rules.without.len(), rules.regexes.len());
        rules.links.extend(draft.links.iter().map(|link| Link { concept: new(link.concept), ..*link }));
        rules.without.extend(draft.without.iter().map(|&concept| new(concept)));
        rules.regexes.extend(draft.regexes);
        rules.origins.push(draft.origin);
        rules.rules.push(Rule {
            links: (position(from.0), position(rules.links.len())),
            without: (position(from.1), position(rules.without.len())),
            regexes: (position(from.2), position(rules.regexes.len())),
            ..draft.rule
        });
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
