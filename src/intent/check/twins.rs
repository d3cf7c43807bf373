//! The same pattern twice, and patterns that want the same word twice. Nothing of it is wrong; it only hides from the reader what
//! counts.

use std::collections::HashMap;

use crate::intent::catalogue::Catalogue;
use crate::intent::compile::{Origin, Origins};
use crate::intent::pattern::Pattern;
use crate::intent::rules::Owner;
use crate::tomlfile::Fault;

/// Patterns that stand twice, and those that want two things which one word can be.
pub fn patterns(catalogue: &Catalogue, origins: &Origins<'_>) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut seen: HashMap<Pattern, Vec<&Origin<'_>>> = HashMap::new();
    for origin in &origins.patterns {
        let alike = seen.entry(without_points(&origin.pattern)).or_default();
        if let Some(first) = alike.iter().find(|first| same_use(first.owner, origin.owner)) {
            let line = first.file.fault(first.at, String::new()).line;
            let what = format!(
                "`{}` stands in {}:{line} too, for {}: {}",
                origin.text,
                first.file.name,
                whose(catalogue, first.owner),
                if first.owner == origin.owner {
                    "keep one"
                } else {
                    "every message that fires one fires both"
                },
            );
            found.push(origin.file.fault(origin.at, what));
        }
        alike.push(origin);
        if let Some(word) = one_for_two(&origin.pattern) {
            let word = origins.word(word);
            let what = format!(
                "`{}` wants two things, but `{word}` is both: alone it fires the pattern; take it out of one",
                origin.text
            );
            found.push(origin.file.fault(origin.at, what));
        }
    }
    found
}

/// The same pattern for different points is the same all the same.
fn without_points(pattern: &Pattern) -> Pattern {
    Pattern { points: None, ..pattern.clone() }
}

/// Where twice is once too often: in one list, or for two intents. Intents may share what stops them.
fn same_use(one: Owner, other: Owner) -> bool {
    one == other || matches!((one, other), (Owner::Intent(_), Owner::Intent(_)))
}

fn whose(catalogue: &Catalogue, owner: Owner) -> String {
    let name = match owner {
        Owner::Intent(intent) | Owner::Stop(intent) => catalogue.intent_name(intent),
    };
    name.unwrap_or_default().to_owned()
}

/// A word that two parts of a pattern want, each of one step, so that it alone fires the pattern.
fn one_for_two(pattern: &Pattern) -> Option<u32> {
    if pattern.chains.len() != 2 || pattern.begins || pattern.ends {
        return None;
    }
    let single = |chain: usize| match pattern.chains.get(chain)?.as_slice() {
        [step] if !step.optional => Some(&step.words),
        _ => None,
    };
    let (one, other) = (single(0)?, single(1)?);
    one.iter().find(|word| other.contains(word)).copied()
}

#[cfg(test)]
mod tests {
    use crate::intent::check::check;
    use crate::intent::testing::{file, intent, places};

    fn one(rest: &str) -> Vec<String> {
        let files = [file("t", &format!("area = \"侵权\"\n{rest}"))];
        let found = check(&files, &places(), "2026-11-25".parse().unwrap());
        found.hints.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_pattern_that_stands_twice_is_told_with_the_other_place() {
        let again = one(&intent("i", &["离婚", "離婚 = 40"], ""));
        assert_eq!(again, ["t.toml:9: `離婚 = 40` stands in t.toml:9 too, for t.i: keep one"]);
        let both = one(&[intent("i", &["离婚"], ""), intent("j", &["离婚"], "")].concat());
        assert_eq!(
            both,
            ["t.toml:15: `离婚` stands in t.toml:9 too, for t.i: every message that fires one fires both"]
        );
        assert_eq!(one(&intent("i", &["离婚"], "not = [\"婚庆\"]")), [""; 0]);
    }

    #[test]
    fn a_pattern_that_one_word_fires_where_two_are_wanted_is_told() {
        let words = "[words]\nold = [\"老汉\", \"父母\"]\nkin = [\"父母\", \"儿子\"]\n";
        let said = one(&format!("{words}{}", intent("i", &["<old> + <kin>", "<old> .. <kin>"], "")));
        let [told] = said.as_slice() else { panic!("{said:#?}") };
        assert!(
            told.starts_with("t.toml:12: `<old> + <kin>` wants two things, but `父母` is both"),
            "{told}"
        );
    }
}
