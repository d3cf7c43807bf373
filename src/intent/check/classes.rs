//! Word classes that are hard to read: of nothing here it is wrong what it does, only hidden what counts.
//!
//! That two classes share some words is as it should be.

use std::collections::{BTreeMap, BTreeSet};

use crate::tomlfile::{Fault, Placed, TomlFile};

struct Class {
    name: Placed<String>,
    words: Vec<Placed<String>>,
}

/// The words of classes by their names.
type Known<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Classes that hold a word twice, or no other words than another of the file or a shared one; that take a shared class's name; or that
/// their file does not use. A shared class may wait for whoever writes the next rule.
pub fn hints(files: &[TomlFile]) -> Vec<Fault> {
    let read: Vec<(&TomlFile, Vec<Class>)> = files.iter().map(|file| (file, read(file))).collect();
    let is_shared = |file: &TomlFile| file.name.ends_with("lexicon.toml");
    let shared = read.iter().filter(|it| is_shared(it.0)).flat_map(|it| &it.1);
    let shared: Known<'_> = known(shared);
    let mut found = Vec::new();
    for (file, classes) in &read {
        let own = known(classes);
        for class in classes {
            let name = class.name.value.as_str();
            let mut tell = |at: usize, what: String| found.push(file.fault(at, what));
            twice(class, &mut tell);
            if let Some(what) = held(name, &own, if is_shared(file) { None } else { Some(&shared) }) {
                tell(class.name.at, what);
            }
            if is_shared(file) {
                continue;
            }
            if shared.contains_key(name) {
                let what =
                    format!("`{name}` is a class of lexicon.toml too, which this file cannot see any more");
                tell(class.name.at, format!("{what}: give this one another name"));
            }
            if !file.text.contains(&format!("<{name}>")) {
                tell(class.name.at, format!("no pattern uses the class `{name}`: use it or take it out"));
            }
        }
    }
    found
}

fn known<'a>(classes: impl IntoIterator<Item = &'a Class>) -> Known<'a> {
    let words = |class: &'a Class| class.words.iter().map(|word| word.value.as_str()).collect();
    classes.into_iter().map(|class| (class.name.value.as_str(), words(class))).collect()
}

/// The words that a class holds already.
fn twice(class: &Class, tell: &mut impl FnMut(usize, String)) {
    let mut seen = BTreeSet::new();
    for word in class.words.iter().filter(|word| !seen.insert(word.value.as_str())) {
        tell(word.at, format!("`{}` is in the class `{}` twice: keep one", word.value, class.name.value));
    }
}

/// What is to be said of a class whose words are all in another one.
fn held(name: &str, own: &Known<'_>, shared: Option<&Known<'_>>) -> Option<String> {
    let words = own.get(name).filter(|words| !words.is_empty())?;
    let holds = |(other, theirs): &(&&str, &BTreeSet<&str>)| **other != name && words.is_subset(theirs);
    if let Some((other, theirs)) = own.iter().find(holds) {
        // Of two that are the same, one is told.
        return match theirs.len() == words.len() {
            true if *other < name => None,
            true => Some(format!("the classes `{name}` and `{other}` hold the same words: keep one")),
            false => Some(format!(
                "all words of the class `{name}` are in `{other}` too: name it there, or keep one"
            )),
        };
    }
    let (other, _) = shared?.iter().find(holds)?;
    Some(format!("all words of the class `{name}` are in `{other}` of lexicon.toml: use that one"))
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

    #[test]
    fn what_makes_classes_hard_to_read_is_told_and_a_harmless_overlap_is_not() {
        let shared = lexicon(
            "[words]\nhow = [\"怎么\"]\nold = [\"老人\", \"奶奶\", \"公公\"]\n[dialect]\n\"娃儿\" = \"孩子\"\n",
        );
        let own = "area = \"侵权\"\n[words]\nold = [\"老汉\", \"父母\", \"老汉\"]\nkin = [\"父母\", \"老汉\"]\nson = [\"儿子\", \"娃儿\", \"娃儿\"]\n\
                   boys = [\"儿子\"]\ngran = [\"奶奶\", \"公公\"]\nhalf = [\"儿子\", \"奶奶\"]\n";
        let uses = ["<old> .. <kin>", "<how> .. 离婚", "<boys> .. <gran> .. <half>"];
        let text = format!("{own}{}", intent("i", &uses, ""));
        let found = check(&[shared, file("t", &text)], &places(), "2026-11-25".parse().unwrap());
        let said: Vec<String> = found.hints.iter().map(ToString::to_string).collect();
        let wanted = [
            "t.toml:6: `old` is a class of lexicon.toml too",
            "t.toml:6: `老汉` is in the class `old` twice: keep one",
            "t.toml:7: the classes `kin` and `old` hold the same words: keep one",
            "t.toml:8: `娃儿` is in the class `son` twice: keep one",
            "t.toml:8: no pattern uses the class `son`: use it or take it out",
            "t.toml:9: all words of the class `boys` are in `half` too",
            "t.toml:10: all words of the class `gran` are in `old` of lexicon.toml: use that one",
        ];
        assert_eq!(said.len(), wanted.len(), "{said:#?}");
        for part in wanted {
            assert!(said.iter().any(|it| it.starts_with(part)), "{part} in {said:#?}");
        }
    }
}
