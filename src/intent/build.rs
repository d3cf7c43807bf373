//! Patterns made into the tables of [`Rules`].
//!
//! Must not know files or places in them.

use std::collections::HashMap;

use regex::Regex;

use super::pattern::Pattern;
use super::rules::{
    Belongs, Concept, Link, Literal, MOST_SIGNS, MOST_WORDS, Owner, Packed, Rule, Rules, index, position,
    role,
};
use super::words::Words;

/// Gathers rules.
#[derive(Debug, Default)]
pub struct Builder {
    rules: Rules,
    numbers: HashMap<String, u32>,
    concept_numbers: HashMap<Vec<u32>, u32>,
    /// The words of each concept.
    members: Vec<Vec<u32>>,
    drafts: Vec<Draft>,
    /// The number each concept has in the end, and the bits of its common words.
    renamed: Vec<u32>,
    common: Vec<u64>,
}

/// A rule before it has its place in the tables.
#[derive(Debug)]
struct Draft {
    rule: Rule,
    links: Vec<Link>,
    without: Vec<Concept>,
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
            beside: None,
            links: (0, 0),
            without: (0, 0),
            regexes: (0, 0),
        };
        self.drafts.push(Draft { rule, links, without, regexes });
        Ok(())
    }

    /// Gives a normalised word something to do besides.
    pub fn role(&mut self, word: &str, role: u8) {
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

    /// Builds the tables; the error is that there are too many words.
    pub fn finish(mut self) -> Result<Rules, String> {
        if self.rules.literals.len() > MOST_WORDS {
            return Err(format!("there are more than {MOST_WORDS} words to match"));
        }
        self.order_concepts();
        self.tie_words_to_concepts();
        self.place_rules();
        let words = self.rules.literals.iter().zip(0..);
        self.rules.words =
            Words::new(words.map(|(literal, number)| (&*literal.text, Packed::new(number, literal))));
        Ok(self.rules)
    }

    fn word(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = position(self.rules.literals.len());
        self.numbers.insert(text.to_owned(), number);
        self.rules.literals.push(Literal::new(text));
        number
    }

    fn concept(&mut self, words: &[String], roles: u8) -> Concept {
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
        Concept { number, common: 0 }
    }

    /// A rule is tried only when its rarest concept is found: the one with the fewest and longest words. Concepts that rules wait
    /// for come first, and each one's rules stand together.
    fn order_concepts(&mut self) {
        let commonness: Vec<u32> = self.members.iter().map(|members| self.commonness(members)).collect();
        let mut waiting: Vec<Vec<Draft>> = Vec::new();
        waiting.resize_with(self.members.len(), Vec::new);
        for mut draft in std::mem::take(&mut self.drafts) {
            let mut wanted: Vec<Concept> =
                draft.links.iter().filter(|link| !link.optional).map(|link| link.concept).collect();
            wanted.sort_by_key(|concept| commonness.get(index(concept.number)).copied());
            wanted.dedup();
            draft.rule.beside = wanted.get(1).copied();
            if let Some(drafts) = wanted.first().and_then(|rarest| waiting.get_mut(index(rarest.number))) {
                drafts.push(draft);
            }
        }
        let mut order: Vec<u32> = (0..position(self.members.len())).collect();
        order.sort_by_key(|&concept| waiting.get(index(concept)).is_none_or(Vec::is_empty));
        self.renamed = vec![0; order.len()];
        let mut members = Vec::new();
        self.rules.waiting.push(0);
        for (&old, new) in order.iter().zip(0..) {
            if let Some(name) = self.renamed.get_mut(index(old)) {
                *name = new;
            }
            members.push(self.members.get_mut(index(old)).map(std::mem::take).unwrap_or_default());
            let drafts = waiting.get_mut(index(old)).map(std::mem::take).unwrap_or_default();
            if !drafts.is_empty() {
                self.drafts.extend(drafts);
                self.rules.waiting.push(position(self.drafts.len()));
            }
        }
        self.members = members;
        self.rules.concept_count = self.members.len();
    }

    /// Each word gets the concepts it belongs to, by their new numbers. The words in most concepts are common.
    fn tie_words_to_concepts(&mut self) {
        let waited_for = self.rules.waiting.len() - 1;
        let mut of_word: Vec<Vec<u32>> = vec![Vec::new(); self.rules.literals.len()];
        for (members, concept) in self.members.iter().zip(0..) {
            for &member in members {
                if let Some(concepts) = of_word.get_mut(index(member)) {
                    concepts.push(concept);
                }
            }
        }
        let others = |concepts: &[u32]| concepts.iter().filter(|&&it| index(it) >= waited_for).count();
        let mut most: Vec<usize> = (0..of_word.len()).collect();
        most.sort_by_key(|&word| std::cmp::Reverse(of_word.get(word).map_or(0, |concepts| others(concepts))));
        self.common = vec![0; self.members.len()];
        self.rules.belongs = vec![Belongs::default(); of_word.len()];
        for (&word, bit) in most.iter().zip(0..64_u8) {
            let Some(concepts) = of_word.get_mut(word).filter(|concepts| others(concepts) > 0) else { break };
            for &concept in concepts.iter().filter(|&&it| index(it) >= waited_for) {
                if let Some(common) = self.common.get_mut(index(concept)) {
                    *common |= 1 << bit;
                }
            }
            concepts.retain(|&concept| index(concept) < waited_for);
            if let Some(belongs) = self.rules.belongs.get_mut(word) {
                belongs.common = Some(bit);
            }
        }
        for (concepts, belongs) in of_word.iter().zip(&mut self.rules.belongs) {
            let from = position(self.rules.concepts.len());
            self.rules.concepts.extend(concepts);
            belongs.concepts = (from, position(self.rules.concepts.len()));
        }
    }

    fn place_rules(&mut self) {
        let renamed = |concept: Concept| {
            let number = self.renamed.get(index(concept.number)).copied().unwrap_or(u32::MAX);
            Concept { number, common: self.common.get(index(number)).copied().unwrap_or(0) }
        };
        let rules = &mut self.rules;
        for draft in std::mem::take(&mut self.drafts) {
            let from = (rules.links.len(), rules.without.len(), rules.regexes.len());
            let links = draft.links.iter().map(|link| Link { concept: renamed(link.concept), ..*link });
            rules.links.extend(links);
            rules.without.extend(draft.without.iter().map(|&concept| renamed(concept)));
            rules.regexes.extend(draft.regexes);
            rules.rules.push(Rule {
                beside: draft.rule.beside.map(renamed),
                links: (position(from.0), position(rules.links.len())),
                without: (position(from.1), position(rules.without.len())),
                regexes: (position(from.2), position(rules.regexes.len())),
                ..draft.rule
            });
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
