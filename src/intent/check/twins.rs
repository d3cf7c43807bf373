//! The same thing twice: a pattern, a word, a class. Nothing of it is wrong; it only hides from the reader what counts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::intent::catalogue::Catalogue;
use crate::intent::compile::{Origin, Origins};
use crate::intent::pattern::Pattern;
use crate::intent::rules::Owner;
use crate::tomlfile::{Fault, Placed, TomlFile};

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

/// Classes that hold a word twice, that hold the same words as another, that take a shared class's name, or that their file does
/// not use. A shared class may wait for whoever writes the next rule.
pub fn classes(files: &[TomlFile]) -> Vec<Fault> {
    let read: Vec<(&TomlFile, Vec<Class>)> = files.iter().map(|file| (file, read(file))).collect();
    let is_shared = |file: &TomlFile| file.name.ends_with("lexicon.toml");
    let shared: BTreeSet<&str> = read
        .iter()
        .filter(|it| is_shared(it.0))
        .flat_map(|it| &it.1)
        .map(|class| class.name.value.as_str())
        .collect();
    let mut found = Vec::new();
    for (file, classes) in &read {
        let mut alike: BTreeMap<BTreeSet<&str>, &str> = BTreeMap::new();
        for class in classes {
            let name = &class.name.value;
            let mut fault = |at: usize, what: String| found.push(file.fault(at, what));
            let mut seen = BTreeSet::new();
            for word in class.words.iter().filter(|word| !seen.insert(word.value.as_str())) {
                fault(word.at, format!("`{}` is in the class `{name}` twice: keep one", word.value));
            }
            if let Some(other) = alike.insert(seen, name) {
                fault(
                    class.name.at,
                    format!("the classes `{other}` and `{name}` hold the same words: keep one"),
                );
            }
            if !is_shared(file) && shared.contains(name.as_str()) {
                let what =
                    format!("`{name}` is a class of lexicon.toml too, which this file cannot see any more");
                fault(class.name.at, format!("{what}: give this one another name"));
            }
            if !is_shared(file) && !file.text.contains(&format!("<{name}>")) {
                fault(class.name.at, format!("no pattern uses the class `{name}`: use it or take it out"));
            }
        }
    }
    found
}

struct Class {
    name: Placed<String>,
    words: Vec<Placed<String>>,
}

/// The classes of a file with the places of their words. Whatever else there is to say of the file was said before.
fn read(file: &TomlFile) -> Vec<Class> {
    file.read(&mut Vec::new(), |top| {
        let classes = top.table("words", |section| {
            let names = section.keys();
            names.into_iter().map(|name| Class { words: section.texts(&name.value), name }).collect()
        });
        classes.unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use crate::intent::check::check;
    use crate::intent::testing::{file, intent, lexicon, places};
    use crate::tomlfile::TomlFile;

    fn hints(files: &[TomlFile]) -> Vec<String> {
        let found = check(files, &places(), "2026-11-25".parse().unwrap());
        found.hints.iter().map(ToString::to_string).collect()
    }

    fn one(rest: &str) -> Vec<String> {
        hints(&[file("t", &format!("area = \"侵权\"\n{rest}"))])
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

    #[test]
    fn what_makes_classes_hard_to_read_is_told_and_a_harmless_overlap_is_not() {
        let shared = lexicon("[words]\nhow = [\"怎么\"]\nold = [\"老人\"]\n");
        let own = "area = \"侵权\"\n[words]\nold = [\"老汉\", \"父母\", \"老汉\"]\nkin = [\"父母\", \"老汉\"]\nson = [\"儿子\", \"父母\"]\n";
        let text = format!("{own}{}", intent("i", &["<old> .. <kin>", "<how> .. 离婚"], ""));
        let said = hints(&[shared, file("t", &text)]);
        let wanted = [
            "t.toml:6: `old` is a class of lexicon.toml too",
            "t.toml:6: `老汉` is in the class `old` twice: keep one",
            "t.toml:7: the classes `old` and `kin` hold the same words: keep one",
            "t.toml:8: no pattern uses the class `son`: use it or take it out",
        ];
        assert_eq!(said.len(), wanted.len(), "{said:#?}");
        for part in wanted {
            assert!(said.iter().any(|it| it.starts_with(part)), "{part} in {said:#?}");
        }
    }
}
