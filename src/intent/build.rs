//! Patterns made into the tables of [`Rules`].
//!
//! Must not know files or places in them.

use std::collections::HashMap;

use regex::Regex;

use super::common::Common;
use super::filter::Mixing;
use super::literal::{Literal, MOST_SIGNS, MOST_WORDS, Packed, role};
use super::pattern::Pattern;
use super::rules::{Call, Concept, Direct, Effect, Link, Owner, Part, Rule, Rules, Waiting, index, position};
use super::words::Words;

/// Gathers rules.
#[derive(Debug, Default)]
pub struct Builder {
    rules: Rules,
    numbers: HashMap<String, u32, Mixing>,
    concept_numbers: HashMap<Vec<u32>, u32, Mixing>,
    /// The words of each concept.
    members: Vec<Vec<u32>>,
    drafts: Vec<Draft>,
}

/// A rule before it has its place in the tables. Concepts are known by their numbers.
#[derive(Debug)]
struct Draft {
    /// Which of the patterns that were added, counted from 0.
    origin: u32,
    rule: Rule,
    links: Vec<(u32, Link)>,
    without: Vec<u32>,
    regexes: Vec<Regex>,
    /// The concepts it cannot do without, the rarest first.
    wanted: Vec<u32>,
}

/// By the concept that calls them: rules that want nothing else, and groups of rules.
#[derive(Debug, Default)]
struct Calls {
    direct: Vec<(u32, Direct)>,
    groups: Vec<u32>,
}

/// Whatever the message's length, and however many lines it has.
const ANY_LENGTH: (u16, u16) = (0, u16::MAX);

/// So many words are common.
const COMMONEST: usize = 1024;

/// So many concepts have a bit of their own: those that cost most to ask for.
const ASKED_FOR: usize = 64;

impl Draft {
    /// Whether a word of its only concept fires it.
    fn is_direct(&self) -> bool {
        self.rule.anywhere && self.links.len() == 1 && self.rule.length == ANY_LENGTH
    }
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
        no_long_words(pattern)?;
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
                links.push((concept, Link { concept: Concept::default(), gap, optional: step.optional }));
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
            rarest: Concept::default(),
            length: pattern.length.unwrap_or(ANY_LENGTH),
            links: (0, 0),
            without: (0, 0),
            regexes: (0, 0),
        };
        let origin = position(self.drafts.len());
        self.drafts.push(Draft { origin, rule, links, without, regexes, wanted: Vec::new() });
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
    pub fn finish(mut self, common: &Common) -> Result<Rules, String> {
        if self.rules.literals.len() > MOST_WORDS {
            return Err(format!("there are more than {MOST_WORDS} words to match"));
        }
        self.order_rules(common);
        self.gather_words(common);
        let concepts = self.place_concepts();
        let asked_for = self.most_asked_for(&concepts);
        let calls = self.place_rules(&concepts, &asked_for);
        self.tie_words_to_rules(&calls, &asked_for);
        let literals = self.rules.literals.iter().zip(0..);
        let words = literals.map(|(literal, number)| (&*literal.text, Packed::new(number, literal)));
        self.rules.words = Words::new(words);
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

    fn concept(&mut self, words: &[String], roles: u8) -> u32 {
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

    /// The words of every concept as bits, by its number. Words of a class were numbered one after the other, so few parts do.
    fn place_concepts(&mut self) -> Vec<Concept> {
        let parts = &mut self.rules.parts;
        let place = |members: &Vec<u32>| {
            let from = parts.len();
            for member in members {
                match parts.get_mut(from..).and_then(<[Part]>::last_mut).filter(|part| part.at == member / 64)
                {
                    Some(part) => part.bits |= 1 << (member % 64),
                    None => parts.push(Part { at: member / 64, bits: 1 << (member % 64) }),
                }
            }
            Concept { from: position(from), to: position(parts.len()) }
        };
        self.members.iter().map(place).collect()
    }

    /// A rule is tried only when its rarest concept is found. The rules that wait for one stand together.
    fn order_rules(&mut self, common: &Common) {
        let commonness: Vec<u32> =
            self.members.iter().map(|members| self.commonness(members, common)).collect();
        for draft in &mut self.drafts {
            let wanted = draft.links.iter().filter(|(_, link)| !link.optional).map(|(concept, _)| *concept);
            draft.wanted = wanted.collect();
            draft.wanted.sort_by_key(|&concept| commonness.get(index(concept)).copied());
            draft.wanted.dedup();
        }
        self.drafts.sort_by_key(|draft| (draft.wanted.first().copied(), !draft.is_direct()));
    }

    /// Numbers the words anew: the commonest stand together, for they are touched all the time; the others so that those of a concept
    /// that many rules ask for beside their rarest stand together and few parts hold them.
    fn gather_words(&mut self, common: &Common) {
        let mut asked_for = vec![0_u32; self.members.len()];
        for beside in self.drafts.iter().filter_map(|draft| draft.wanted.get(1)) {
            if let Some(times) = asked_for.get_mut(index(*beside)) {
                *times += 1;
            }
        }
        let mut concepts: Vec<(u32, &Vec<u32>)> = asked_for.into_iter().zip(&self.members).collect();
        concepts.sort_by_key(|&(times, _)| std::cmp::Reverse(times));
        let mut commonest: Vec<(u32, u32)> =
            (0..).zip(&self.rules.literals).map(|(word, it)| (common.word(&it.text), word)).collect();
        commonest.sort_unstable_by_key(|&(times, word)| (std::cmp::Reverse(times), word));
        commonest.truncate(COMMONEST);
        let commonest = commonest.into_iter().map(|(_, word)| word);
        let mut renamed = vec![None; self.rules.literals.len()];
        let mut names = 0..;
        let all = 0..position(renamed.len());
        let gathered = concepts.iter().flat_map(|(_, words)| words.iter().copied());
        for word in commonest.chain(gathered).chain(all) {
            if let Some(name @ None) = renamed.get_mut(index(word)) {
                *name = names.next();
            }
        }
        let mut named: Vec<_> = renamed.iter().zip(self.rules.literals.drain(..)).collect();
        named.sort_by_key(|(name, _)| **name);
        self.rules.literals = named.into_iter().map(|(_, literal)| literal).collect();
        for members in &mut self.members {
            for word in &mut *members {
                *word = renamed.get(index(*word)).copied().flatten().unwrap_or(*word);
            }
            members.sort_unstable();
        }
    }

    /// The concepts that get a bit of their own, by their numbers: that many rules want besides their rarest, and that have many parts.
    fn most_asked_for(&self, concepts: &[Concept]) -> HashMap<u32, u64> {
        let mut costs: Vec<(u32, u32)> = (0..).zip(concepts).map(|(number, _)| (0, number)).collect();
        for &number in self.drafts.iter().flat_map(|draft| draft.wanted.iter().skip(1)) {
            let parts = concepts.get(index(number)).map_or(0, |concept| concept.to - concept.from);
            if let Some(cost) = costs.get_mut(index(number)) {
                cost.0 += parts;
            }
        }
        costs.sort_unstable_by_key(|&(cost, number)| (std::cmp::Reverse(cost), number));
        let bits = (0..ASKED_FOR).map(|bit| 1 << bit);
        costs.into_iter().filter(|&(cost, _)| cost > 0).map(|(_, number)| number).zip(bits).collect()
    }

    /// Puts the rules into their tables, those with the same rarest concept together; tells what calls them.
    fn place_rules(&mut self, concepts: &[Concept], asked_for: &HashMap<u32, u64>) -> Calls {
        let concept = |number: u32| concepts.get(index(number)).copied().unwrap_or_default();
        let mut calls = Calls::default();
        for draft in std::mem::take(&mut self.drafts) {
            let Some((&first, others)) = draft.wanted.split_first() else { continue };
            let rule = position(self.rules.rules.len());
            if draft.is_direct() {
                calls.direct.push((first, Direct::new(rule, &draft.rule)));
            } else {
                if calls.groups.last() != Some(&first) {
                    calls.groups.push(first);
                    self.rules.groups.push(position(self.rules.waiting.len()));
                }
                let bit = |number: &u32| asked_for.get(number).copied();
                let beside = others.iter().find(|number| bit(number).is_none());
                let beside = beside.map(|&number| concept(number)).unwrap_or_default();
                self.rules.waiting.push(Waiting {
                    asked_for: others.iter().filter_map(bit).fold(0, |all, bit| all | bit),
                    beside: self.rules.parts(beside).first().copied().unwrap_or_default(),
                    rest: Concept { from: beside.to.min(beside.from + 1), ..beside },
                    rule,
                    length: draft.rule.length,
                });
            }
            self.place_rule(draft, concept(first), concept);
        }
        self.rules.groups.push(position(self.rules.waiting.len()));
        calls
    }

    fn place_rule(&mut self, draft: Draft, rarest: Concept, concept: impl Fn(u32) -> Concept) {
        let rules = &mut self.rules;
        let from = (rules.links.len(), rules.without.len(), rules.regexes.len());
        let links = draft.links.iter().map(|(number, link)| Link { concept: concept(*number), ..*link });
        rules.links.extend(links);
        rules.without.extend(draft.without.iter().map(|&number| concept(number)));
        rules.regexes.extend(draft.regexes);
        rules.origins.push(draft.origin);
        rules.effects.push(Effect { owner: draft.rule.owner, points: draft.rule.points });
        rules.rules.push(Rule {
            rarest,
            links: (position(from.0), position(rules.links.len())),
            without: (position(from.1), position(rules.without.len())),
            regexes: (position(from.2), position(rules.regexes.len())),
            ..draft.rule
        });
    }

    /// Each word gets the rules and groups that it calls, and the bits of its concepts.
    fn tie_words_to_rules(&mut self, calls: &Calls, asked_for: &HashMap<u32, u64>) {
        let direct = self.by_word(calls.direct.iter().copied());
        let groups = self.by_word(calls.groups.iter().copied().zip(0..));
        let bits = self.by_word(asked_for.iter().map(|(&concept, &bit)| (concept, bit)));
        for ((direct, groups), bits) in direct.into_iter().zip(groups).zip(&bits) {
            let rules = &mut self.rules;
            let asked_for = bits.iter().fold(0, |all, bit| all | bit);
            let (begins, group) = (position(rules.direct.len()), position(rules.groups_of.len()));
            rules.calls.push(Call { asked_for, direct: begins, groups: group });
            rules.direct.extend(direct);
            rules.groups_of.extend(groups);
        }
        let (direct, groups) = (position(self.rules.direct.len()), position(self.rules.groups_of.len()));
        self.rules.calls.push(Call { asked_for: 0, direct, groups });
    }

    /// What belongs to concepts, word by word.
    fn by_word<T: Copy>(&self, all: impl Iterator<Item = (u32, T)>) -> Vec<Vec<T>> {
        let mut by_word = vec![Vec::new(); self.rules.literals.len()];
        for (concept, it) in all {
            for &member in self.members.get(index(concept)).into_iter().flatten() {
                if let Some(word) = by_word.get_mut(index(member)) {
                    word.push(it);
                }
            }
        }
        by_word
    }

    fn commonness(&self, members: &[u32], common: &Common) -> u32 {
        members.iter().filter_map(|&member| self.rules.literal(member)).map(|it| common.word(&it.text)).sum()
    }
}

/// Refuses words that are longer than any that is found.
fn no_long_words(pattern: &Pattern) -> Result<(), String> {
    let chains = pattern.chains.iter().flatten().flat_map(|step| &step.words);
    let mut words = chains.chain(pattern.without.iter().flatten());
    match words.find(|it| it.chars().count() > MOST_SIGNS) {
        Some(long) => Err(format!("`{long}` is longer than {MOST_SIGNS} signs: name the words that matter")),
        None => Ok(()),
    }
}

fn is_anywhere(pattern: &Pattern) -> bool {
    let loose = pattern.chains.iter().all(|chain| chain.len() == 1);
    loose && !pattern.begins && !pattern.ends && pattern.without.is_empty() && pattern.regexes.is_empty()
}
