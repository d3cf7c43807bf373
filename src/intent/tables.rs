//! The tables of [`Rules`], filled.
//!
//! Must not know how a pattern is written.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use regex::Regex;

use super::build::Draft;
use super::calls::{Call, Calling, Member};
use super::common::Common;
use super::literal::{Literal, Packed};
use super::rules::{Concept, Effect, Link, Part, Rule, Rules, Waiting, index, position};
use super::words::Words;

/// Tables on their way to be [`Rules`].
#[derive(Debug)]
pub struct Tables {
    rules: Rules,
    /// The words of each concept.
    members: Vec<Vec<u32>>,
    /// How common each word is.
    common: Vec<u32>,
}

/// So many words are common.
const COMMONEST: usize = 1024;

/// What stands beside the rarest concept of a rule is asked for so much oftener than the rest.
const SOONER: u64 = 4;

/// So many concepts have a bit of their own: those that cost most to ask for.
const ASKED_FOR: usize = 64;

impl Tables {
    /// Of these words, and concepts made of them.
    pub fn new(literals: Vec<Literal>, members: Vec<Vec<u32>>, regexes: Vec<Regex>, common: &Common) -> Self {
        let common = literals.iter().map(|literal| common.word(&literal.text)).collect();
        Self { rules: Rules { literals, regexes, ..Rules::default() }, members, common }
    }

    /// Puts everything into its place.
    pub fn fill(mut self, mut drafts: Vec<Draft>) -> Rules {
        self.order(&mut drafts);
        self.gather_words(&drafts);
        let concepts = self.place_concepts();
        let asked_for = most_asked_for(&concepts, &drafts);
        let called_by = self.place_rules(drafts, &concepts, &asked_for);
        self.tie_words_to_rules(&called_by, &asked_for);
        let literals = self.rules.literals.iter().zip(0..);
        let words = literals.map(|(literal, number)| (&*literal.text, Packed::new(number, literal)));
        self.rules.words = Words::new(words);
        self.rules
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

    /// A rule is tried only when its rarest concept is found. The rules that wait for one stand together, those of the commonest first,
    /// for they are touched all the time.
    fn order(&self, drafts: &mut [Draft]) {
        let common = |word: &u32| self.common.get(index(*word)).copied().unwrap_or(0);
        let commonness: Vec<u32> =
            self.members.iter().map(|members| members.iter().map(common).sum()).collect();
        for draft in &mut *drafts {
            let wanted = draft.links.iter().filter(|(_, link)| !link.optional).map(|(concept, _)| *concept);
            draft.wanted = wanted.collect();
            draft.wanted.sort_by_key(|&concept| commonness.get(index(concept)).copied());
            draft.wanted.dedup();
            let rarest = draft.wanted.first().and_then(|&concept| commonness.get(index(concept)));
            draft.often = rarest.copied().unwrap_or(0);
        }
        drafts.sort_by_cached_key(|draft| {
            let first = draft.wanted.first().copied();
            (Reverse(draft.often), first, draft.calling())
        });
    }

    /// Numbers the words anew: the commonest stand together, for they are touched all the time; and among these as among the others
    /// those of a concept that is often asked for stand together, so that few parts hold them.
    fn gather_words(&mut self, drafts: &[Draft]) {
        let mut commonest: Vec<(u32, u32)> = self.common.iter().copied().zip(0..).collect();
        commonest.sort_unstable_by_key(|&(times, word)| (Reverse(times), word));
        let commonest: HashSet<u32> = commonest.into_iter().take(COMMONEST).map(|(_, word)| word).collect();
        let mut renamed = vec![None; self.rules.literals.len()];
        let mut names = 0..;
        let gathered = self.by_concept(drafts);
        let words = position(renamed.len());
        let all = || gathered.iter().copied().chain(0..words);
        for word in all().filter(|word| commonest.contains(word)).chain(all()) {
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

    /// The words of all concepts, those of concepts that are most often asked for first; some stand there several times.
    fn by_concept(&self, drafts: &[Draft]) -> Vec<u32> {
        let mut costs = vec![0_u64; self.members.len()];
        for draft in drafts.iter().filter(|draft| !draft.is_direct()) {
            let beside = draft.wanted.get(1).map(|concept| (concept, SOONER));
            let all = draft.links.iter().map(|(concept, _)| concept).chain(&draft.without);
            for (&concept, times) in all.map(|concept| (concept, 1)).chain(beside) {
                if let Some(cost) = costs.get_mut(index(concept)) {
                    *cost += (u64::from(draft.often) + 1) * times;
                }
            }
        }
        let mut concepts: Vec<(u64, &Vec<u32>)> = costs.into_iter().zip(&self.members).collect();
        concepts.sort_by_key(|&(cost, _)| Reverse(cost));
        concepts.into_iter().flat_map(|(_, words)| words.iter().copied()).collect()
    }

    /// Puts the rules into their tables, those of a class together; gives what calls each class, and which concept that is.
    fn place_rules(
        &mut self,
        drafts: Vec<Draft>,
        concepts: &[Concept],
        asked_for: &HashMap<u32, u64>,
    ) -> Vec<(u32, Calling)> {
        let concept = |number: u32| concepts.get(index(number)).copied().unwrap_or_default();
        let mut called_by = Vec::new();
        for draft in drafts {
            let Some(&first) = draft.wanted.first() else { continue };
            let call = (first, draft.calling());
            let at = match call.1 {
                Calling::Try => position(self.rules.waiting.len()),
                _ => position(self.rules.rules.len()),
            };
            if called_by.last() != Some(&call) {
                called_by.push(call);
                self.rules.classes.push((at, at));
            }
            if let Some(class) = self.rules.classes.last_mut() {
                class.1 = at + 1;
            }
            if call.1 == Calling::Try {
                let rule = position(self.rules.rules.len());
                let waiting = self.waiting(&draft, rule, concept, asked_for);
                self.rules.waiting.push(waiting);
            }
            self.place_rule(draft, concept(first), concept);
        }
        called_by
    }

    fn waiting(
        &self,
        draft: &Draft,
        rule: u32,
        concept: impl Fn(u32) -> Concept,
        asked_for: &HashMap<u32, u64>,
    ) -> Waiting {
        let others = draft.wanted.get(1..).unwrap_or_default();
        let mut besides = others.iter().filter(|number| !asked_for.contains_key(number));
        let beside = besides.next().map(|&number| concept(number)).unwrap_or_default();
        let bits = others.iter().filter_map(|number| asked_for.get(number));
        Waiting {
            asked_for: bits.fold(0, |all, bit| all | bit),
            beside: self.rules.parts(beside).and_then(<[Part]>::first).copied().unwrap_or_default(),
            rest: Concept { from: beside.to.min(beside.from + 1), ..beside },
            rule,
            length: draft.rule.length,
        }
    }

    fn place_rule(&mut self, draft: Draft, rarest: Concept, concept: impl Fn(u32) -> Concept) {
        let rules = &mut self.rules;
        let from = (rules.links.len(), rules.without.len(), rules.wanted_regexes.len());
        let links = draft.links.iter().map(|(number, link)| Link { concept: concept(*number), ..*link });
        rules.links.extend(links);
        rules.without.extend(draft.without.iter().map(|&number| concept(number)));
        rules.wanted_regexes.extend(draft.regexes);
        rules.origins.push(draft.origin);
        rules.effects.push(Effect { owner: draft.rule.owner, points: draft.rule.points });
        rules.rules.push(Rule {
            rarest,
            links: (position(from.0), position(rules.links.len())),
            without: (position(from.1), position(rules.without.len())),
            regexes: (position(from.2), position(rules.wanted_regexes.len())),
            ..draft.rule
        });
    }

    /// Each word gets the classes that it calls, and the bits of its concepts.
    fn tie_words_to_rules(&mut self, called_by: &[(u32, Calling)], asked_for: &HashMap<u32, u64>) {
        let member = |(&(concept, calling), class)| (concept, Member::new(class, calling));
        let members = self.by_word(called_by.iter().zip(0..).map(member));
        let mut calls = vec![Call::default(); self.rules.literals.len() + 1];
        for (word, bit) in self.by_word(asked_for.iter().map(|(&concept, &bit)| (concept, bit))) {
            if let Some(call) = calls.get_mut(index(word)) {
                call.asked_for |= bit;
            }
        }
        for (call, word) in calls.iter_mut().zip(0..) {
            call.classes = position(members.partition_point(|it| it.0 < word));
        }
        self.rules.calls = calls;
        self.rules.members = members.into_iter().map(|(_, member)| member).collect();
    }

    /// What belongs to concepts, for each of their words, word by word.
    fn by_word<T: Copy>(&self, all: impl Iterator<Item = (u32, T)>) -> Vec<(u32, T)> {
        let words = |concept: u32| self.members.get(index(concept)).into_iter().flatten().copied();
        let mut by_word: Vec<(u32, T)> =
            all.flat_map(|(concept, it)| words(concept).map(move |word| (word, it))).collect();
        by_word.sort_by_key(|&(word, _)| word);
        by_word
    }
}

/// The concepts that get a bit of their own, by their numbers: those that have many parts and are wanted besides a rarest that is
/// often there.
fn most_asked_for(concepts: &[Concept], drafts: &[Draft]) -> HashMap<u32, u64> {
    let mut costs: Vec<(u64, u32)> = (0..).zip(concepts).map(|(number, _)| (0, number)).collect();
    for draft in drafts {
        for &number in draft.wanted.iter().skip(1) {
            let parts = concepts.get(index(number)).map_or(0, |concept| concept.to - concept.from);
            if let Some(cost) = costs.get_mut(index(number)) {
                cost.0 += u64::from(parts) * (u64::from(draft.often) + 1);
            }
        }
    }
    costs.sort_unstable_by_key(|&(cost, number)| (Reverse(cost), number));
    let bits = (0..ASKED_FOR).map(|bit| 1 << bit);
    costs.into_iter().filter(|&(cost, _)| cost > 0).map(|(_, number)| number).zip(bits).collect()
}
