//! Patterns that nothing can fire.
//!
//! A pattern is dead if it fires on none of the examples of the set, and on none of the shortest messages made of its own words.
//! One with a regex is given the benefit of the doubt: what its regex wants cannot be made up.

use std::collections::HashSet;

use crate::intent::catalogue::{Catalogue, Scratch};
use crate::intent::compile::{Origin, Origins};
use crate::intent::explain::Word;
use crate::intent::pattern::{Chain, Pattern};
use crate::intent::rules::{Owner, index};
use crate::intent::source::Sources;
use crate::tomlfile::Fault;

/// So many messages of its own words a pattern is tried with; of a class with more words the first have to do.
const TRIALS: usize = 96;

/// What may stand between the words of a chain, where its gaps allow: nothing, a space for Latin words, a sign that no rule knows.
const BETWEEN: [&str; 3] = ["", " ", "龘"];

/// The dead patterns, each with why.
pub fn patterns(catalogue: &Catalogue, origins: &Origins<'_>, sources: &Sources) -> Vec<Fault> {
    let mut trial = Trial::new(catalogue, origins);
    let intents = sources.topics.iter().flat_map(|topic| &topic.intents);
    for example in intents.flat_map(|intent| &intent.examples) {
        trial.read(&example.value);
    }
    let mut found = Vec::new();
    for (number, origin) in origins.patterns.iter().enumerate() {
        if !trial.revives(number, origin) {
            let what = format!(
                "pattern `{}` can never fire, not even on its own words: {}; mend it or take it out",
                origin.text,
                trial.why(origin)
            );
            found.push(origin.file.fault(origin.at, what));
        }
    }
    found
}

struct Trial<'a> {
    catalogue: &'a Catalogue,
    origins: &'a Origins<'a>,
    scratch: Scratch,
    fired: Vec<bool>,
}

impl<'a> Trial<'a> {
    fn new(catalogue: &'a Catalogue, origins: &'a Origins<'a>) -> Self {
        let fired = vec![false; origins.patterns.len()];
        Self { catalogue, origins, scratch: Scratch::default(), fired }
    }

    /// Notes which patterns a message fires, but for those of intents that it stops.
    fn read(&mut self, text: &str) {
        self.catalogue.judge(text, &mut self.scratch);
        let shots = self.scratch.fire.all(&self.catalogue.rules);
        let fired: Vec<usize> = shots.filter_map(|rule| self.origin(rule)).collect();
        let owners = || fired.iter().filter_map(|&number| Some(self.origins.patterns.get(number)?.owner));
        let stopped: HashSet<u16> =
            owners().filter_map(|owner| if let Owner::Stop(it) = owner { Some(it) } else { None }).collect();
        for &number in &fired {
            let is_stopped = match self.origins.patterns.get(number).map(|origin| origin.owner) {
                Some(Owner::Intent(intent)) => stopped.contains(&intent),
                _ => false,
            };
            if let Some(fired) = self.fired.get_mut(number) {
                *fired |= !is_stopped;
            }
        }
    }

    fn origin(&self, rule: u32) -> Option<usize> {
        self.catalogue.rules.origins.get(index(rule)).map(|&origin| index(origin))
    }

    fn has_fired(&self, number: usize) -> bool {
        self.fired.get(number).is_none_or(|&fired| fired)
    }

    fn revives(&mut self, number: usize, origin: &Origin<'_>) -> bool {
        if self.has_fired(number) || !origin.pattern.regexes.is_empty() || origin.pattern.length.is_some() {
            return true;
        }
        for text in messages(&origin.pattern, self.origins) {
            self.read(&text);
            if self.has_fired(number) {
                return true;
            }
        }
        false
    }

    /// What hinders its first message.
    fn why(&mut self, origin: &Origin<'_>) -> String {
        let text = messages(&origin.pattern, self.origins).next().unwrap_or_default();
        self.catalogue.judge(&text, &mut self.scratch);
        let shots = self.scratch.fire.all(&self.catalogue.rules);
        let fired: Vec<&Origin<'_>> =
            shots.filter_map(|rule| self.origins.patterns.get(self.origin(rule)?)).collect();
        let own = match origin.owner {
            Owner::Intent(intent) => Some(Owner::Stop(intent)),
            Owner::Stop(_) => None,
        };
        if let Some(stop) = fired.iter().find(|it| Some(it.owner) == own) {
            return format!("`{}` under `not` stops it", stop.text);
        }
        let mut without = origin.pattern.without.iter().flatten().map(|&word| self.origins.word(word));
        if let Some(word) = without.find(|word| text.contains(word)) {
            return format!("its words contain `{word}`, which its `!` rules out");
        }
        let explained = self.catalogue.explain(&text);
        let steps = origin.pattern.chains.iter().flatten();
        let words: Vec<&str> =
            steps.flat_map(|step| &step.words).map(|&word| self.origins.word(word)).collect();
        let own = |it: &&Word| words.contains(&it.word.as_str());
        let hidden = explained.words.iter().filter(own).find(|it| it.gone || it.negated);
        match hidden {
            Some(it) if it.gone => format!("`{}` is part of a place's name or of a look-alike", it.word),
            Some(it) => format!("`{}` counts as negated", it.word),
            None => format!("`{}` is read as `{}`", text, explained.seen),
        }
    }
}

/// The shortest messages made of a pattern's words, each word in one of them.
fn messages(pattern: &Pattern, origins: &Origins<'_>) -> impl Iterator<Item = String> {
    let widest = pattern.chains.iter().flatten().map(|step| step.words.len()).max().unwrap_or(0);
    (0..widest.min(TRIALS / BETWEEN.len())).flat_map(move |turn| {
        BETWEEN.into_iter().map(move |between| {
            let chains = pattern.chains.iter().enumerate();
            let said: Vec<String> =
                chains.map(|(place, it)| chain(it, turn + place, between, origins)).collect();
            said.join("，")
        })
    })
}

fn chain(chain: &Chain, turn: usize, between: &str, origins: &Origins<'_>) -> String {
    let mut said = String::new();
    for step in chain.iter().filter(|step| !step.optional) {
        if !said.is_empty() && step.gap > 0 {
            said.push_str(between);
        }
        let word = step.words.get(turn.checked_rem(step.words.len()).unwrap_or(0));
        said.push_str(word.map_or("", |&word| origins.word(word)));
    }
    said
}

#[cfg(test)]
mod tests {
    use crate::intent::check::check;
    use crate::intent::testing::{file, intent, lexicon, places};

    /// What is said of dead patterns of an intent with these patterns and further lines.
    fn dead(patterns: &[&str], rest: &str) -> Vec<String> {
        let files = [
            lexicon("[dialect]\n\"娃儿\" = \"孩子\"\n"),
            file("t", &format!("area = \"侵权\"\n{}", intent("i", patterns, rest))),
        ];
        let found = check(&files, &places(), "2026-11-25".parse().unwrap());
        let said = found.faults.iter().map(ToString::to_string);
        said.filter(|it| it.contains("can never fire, not even")).collect()
    }

    #[track_caller]
    fn is_dead(pattern: &str, rest: &str, why: &str) {
        let said = dead(&[pattern, "离婚"], rest);
        let [one] = said.as_slice() else { panic!("{said:#?}") };
        assert!(one.starts_with("t.toml:9: pattern `") && one.contains(why), "{one}");
        assert!(one.contains(pattern), "{one}");
    }

    #[test]
    fn a_pattern_that_its_own_not_always_stops_is_named() {
        is_dead("起诉 .. 婚庆", "not = [\"婚庆\"]", "`婚庆` under `not` stops it");
        is_dead("(起诉|告) + 公司 + !公司", "", "its words contain `公司`, which its `!` rules out");
    }

    #[test]
    fn a_pattern_that_a_place_a_look_alike_or_a_negation_always_hides_is_named() {
        is_dead("打 ..0 官司", "", "`打` is part of a place's name or of a look-alike");
        is_dead("不 ..0 签 + !不签", "", "which its `!` rules out");
        is_dead("劳动 ..0 三村", "", "`劳动` is part of a place's name");
    }

    #[test]
    fn one_word_of_a_class_that_fires_is_enough() {
        let none = [""; 0];
        assert_eq!(dead(&["(婚庆|离婚) .. 手续"], "not = [\"婚庆\"]"), none);
        assert_eq!(
            dead(&["娃儿 ..4 抚养", "a .. b", "不给 .. 工资", "^取消$", "legal (aid|help) + me"], ""),
            none
        );
        assert_eq!(dead(&["(打)?(我|他)(了)?", "不调解", "抚养费"], ""), none);
    }

    #[test]
    fn an_example_that_fires_it_proves_it_alive_and_a_regex_is_not_made_up() {
        let rest = "examples = [\"住了5年，要离婚\"]";
        assert_eq!(dead(&["离婚 + /\\d+年/", "离婚 + /[a-z]{3}\\d/"], rest), [""; 0]);
    }
}
