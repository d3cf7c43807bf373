//! Rules of the house that no compiler knows, checked by reading the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::support::transcript;

/// The most lines of a file that are not tests.
const LONGEST: usize = 375;

/// Which top modules a top module may name, as `src/lib.rs` says; `cli` may name all of them, and nobody names `cli`.
const KNOWS: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("tomlfile", &[]),
    ("intent", &["domain", "tomlfile"]),
    ("engine", &["domain", "tomlfile", "intent"]),
    ("store", &["domain", "tomlfile"]),
    ("channels", &["domain", "tomlfile"]),
    ("http", &[]),
    ("config", &["domain", "tomlfile", "intent", "engine"]),
    ("telemetry", &["config"]),
    ("stats", &["domain", "intent", "engine", "store"]),
    ("runtime", &["domain", "tomlfile", "intent", "engine", "store", "channels", "config", "http"]),
];

/// The modules that are values only, and what would make them more.
const PURE: [&str; 3] = ["domain", "intent", "engine"];
const IMPURE: &str = r"\b(tokio|sqlx|teloxide|axum|reqwest|tracing|rand::|Utc::now|Local::now|SystemTime|Instant|std::(fs|env|net|process|thread|io)|e?println!)";

/// Where the program says something in Chinese that is in no text file: the page's own words, what each channel says of
/// itself, and the words for when nothing else works.
const OWN_WORDS: [&str; 4] = [
    "src/channels/telegram/commands.rs",
    "src/channels/terminal/mod.rs",
    "src/channels/web/words.rs",
    "src/http.rs",
];

/// A source file, read.
struct Source {
    /// Its path from the project's folder.
    path: String,
    text: String,
    /// Lines that are no test, without comments.
    production: Vec<String>,
}

impl Source {
    fn read(path: String) -> Self {
        let text = std::fs::read_to_string(root().join(&path)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let is_tests = |pair: &&[&str]| pair[0] == "#[cfg(test)]" && Self::opens_module(pair[1]);
        let end = lines.windows(2).position(|pair| is_tests(&pair)).unwrap_or(lines.len());
        let comment = Regex::new(r"(^\s*//.*$)|( // .*$)").unwrap();
        let production = lines[..end].iter().map(|line| comment.replace(line, "").into_owned()).collect();
        Self { path, text, production }
    }

    fn opens_module(line: &str) -> bool {
        line.starts_with("mod ") && line.ends_with('{')
    }

    /// The module below the root it belongs to.
    fn top(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap();
        inside.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// Every match in what is no test, with its place.
    fn matches(&self, pattern: &Regex) -> Vec<String> {
        let found = self.production.iter().enumerate().flat_map(|(number, line)| {
            let place = format!("{}:{}", self.path, number + 1);
            pattern.find_iter(line).map(move |found| format!("{place}: {}", found.as_str()))
        });
        found.collect()
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Files below a folder with this ending, in order, as paths from the project's folder.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&path, ending));
        } else if path.ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Modules that only tests are compiled with.
fn test_modules(paths: &[String]) -> BTreeSet<String> {
    let declared = Regex::new(r"#\[cfg\(test\)\]\s+(?:pub(?:\([^)]*\))? )?mod (\w+);").unwrap();
    let mut modules = BTreeSet::new();
    for path in paths {
        let folder = path.trim_end_matches("/mod.rs").trim_end_matches(".rs");
        let text = std::fs::read_to_string(root().join(path)).unwrap();
        modules.extend(declared.captures_iter(&text).map(|found| format!("{folder}/{}", &found[1])));
    }
    modules
}

/// The program's own sources, without modules for tests.
fn sources() -> Vec<Source> {
    let paths = files("src", ".rs");
    let tests = test_modules(&paths);
    let is_test = |path: &String| {
        tests.iter().any(|module| *path == format!("{module}.rs") || path.starts_with(&format!("{module}/")))
    };
    let sources: Vec<Source> = paths.into_iter().filter(|path| !is_test(path)).map(Source::read).collect();
    assert!(sources.len() > 100, "they are there to be read");
    sources
}

#[track_caller]
fn none(found: Vec<String>, what: &str) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn nobody_knows_more_than_they_should() {
    let named = Regex::new(r"\bcrate::(\w+)").unwrap();
    let knows = BTreeMap::from(KNOWS);
    let mut wrong = Vec::new();
    for source in sources() {
        let top = source.top().to_owned();
        if matches!(top.as_str(), "cli" | "main" | "lib") {
            continue;
        }
        let allowed = knows.get(top.as_str()).unwrap_or_else(|| panic!("{top} has no rule"));
        let others = source.matches(&named).into_iter().filter(|found| {
            let other = found.rsplit("::").next().unwrap();
            other != top && !allowed.contains(&other)
        });
        wrong.extend(others);
    }
    none(wrong, "named by somebody who must not know it");
}

#[test]
fn what_is_pure_names_nothing_that_is_not() {
    let impure = Regex::new(IMPURE).unwrap();
    let pure = sources().into_iter().filter(|source| PURE.contains(&source.top()));
    none(pure.flat_map(|source| source.matches(&impure)).collect(), "in a pure module");
}

#[test]
fn statements_for_the_database_stand_in_the_store() {
    let sql = Regex::new(r"\b(SELECT|INSERT INTO|DELETE FROM|UPDATE \w+ SET|CREATE TABLE)\b").unwrap();
    let (store, others): (Vec<_>, Vec<_>) = sources().into_iter().partition(|source| source.top() == "store");
    assert!(store.iter().any(|source| !source.matches(&sql).is_empty()), "the rule finds what it looks for");
    none(others.iter().flat_map(|source| source.matches(&sql)).collect(), "SQL outside of src/store");
}

#[test]
fn every_file_says_what_it_is_for() {
    let paths = ["src", "tests", "benches"].into_iter().flat_map(|folder| files(folder, ".rs"));
    let silent = paths.filter(|path| !Source::read(path.clone()).text.starts_with("//! "));
    none(silent.collect(), "opens without //!");
}

#[test]
fn nothing_is_left_for_later() {
    // In two halves, so that this file does not find itself.
    let later = Regex::new(&["TO", "DO|FIX", r"ME\b|to", "do!|un", "implemented!"].concat()).unwrap();
    let folders =
        [("src", ".rs"), ("tests", ".rs"), ("benches", ".rs"), ("intents", ".toml"), ("config", ".toml")];
    let paths = folders.into_iter().flat_map(|(folder, ending)| files(folder, ending));
    let found = paths.flat_map(|path| {
        let text = std::fs::read_to_string(root().join(&path)).unwrap();
        let lines = text.lines().map(str::to_owned).enumerate().collect::<Vec<_>>();
        let found = lines.into_iter().filter(|(_, line)| later.is_match(line));
        found.map(move |(number, line)| format!("{path}:{}: {line}", number + 1)).collect::<Vec<_>>()
    });
    none(found.collect(), "left for later");
}

#[test]
fn files_can_be_read_in_one_sitting() {
    let long = sources().into_iter().filter(|source| source.production.len() > LONGEST);
    none(long.map(|source| format!("{}: {}", source.path, source.production.len())).collect(), "too long");
}

#[test]
fn every_declared_text_is_said_somewhere() {
    let declared = Regex::new(r"(?m)^    (\w+)\([\w, ]*\);$").unwrap();
    let is_text = |source: &Source| source.path.starts_with("src/engine/texts/");
    let (texts, others): (Vec<_>, Vec<_>) = sources().into_iter().partition(is_text);
    let engine: String = others
        .iter()
        .filter(|source| source.top() == "engine")
        .flat_map(|source| source.production.join("\n").chars().collect::<Vec<_>>())
        .collect();
    let own: String = texts.iter().map(|source| source.production.join("\n")).collect();
    let mut unsaid = Vec::new();
    let mut count = 0;
    for source in &texts {
        for found in declared.captures_iter(&source.text) {
            count += 1;
            let said = Regex::new(&format!(r"(\.|::)\s*{}\b", &found[1])).unwrap();
            if !said.is_match(&engine) && !said.is_match(&own) {
                unsaid.push(format!("{}: {}", source.path, &found[1]));
            }
        }
    }
    assert!(count > 200, "{count} texts");
    none(unsaid, "declared and never said");
}

#[test]
fn what_people_read_stands_in_text_files() {
    let sentence = Regex::new("\"[^\"]*\\p{Han}[^\"]*[。，；！？：][^\"]*\"").unwrap();
    let (own, others): (Vec<_>, Vec<_>) =
        sources().into_iter().partition(|source| OWN_WORDS.contains(&source.path.as_str()));
    for source in &own {
        assert!(!source.matches(&sentence).is_empty(), "{} needs no exception", source.path);
    }
    assert_eq!(own.len(), OWN_WORDS.len());
    none(others.iter().flat_map(|source| source.matches(&sentence)).collect(), "a sentence in the code");
}

#[test]
fn one_sqlite_and_it_is_not_the_faulty_one() {
    let lock: toml::Table = std::fs::read_to_string(root().join("Cargo.lock")).unwrap().parse().unwrap();
    let versions = |name: &str| -> Vec<String> {
        let packages = lock["package"].as_array().unwrap().iter();
        let named = packages.filter(|package| package["name"].as_str() == Some(name));
        named.map(|package| package["version"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(versions("sqlx").len(), 1, "{:?}", versions("sqlx"));
    let sqlite = versions("libsqlite3-sys");
    assert_eq!(sqlite.len(), 1, "{sqlite:?}");
    let minor: u32 = sqlite[0].split('.').nth(1).unwrap().parse().unwrap();
    assert!(sqlite[0].starts_with("0.") && minor >= 37, "{sqlite:?}");
}

#[test]
fn the_stories_that_have_to_be_told_are_told() {
    let told: BTreeSet<String> = transcript::all().iter().map(transcript::Transcript::name).collect();
    let names = [
        "first_contact",
        "consultation",
        "legal_aid",
        "mediation",
        "danger",
        "lookalikes",
        "cancel_in_form",
        "digression",
        "unknown_words",
        "places",
        "english",
        "makeup_weekend",
        "neighbour_room",
        "stand_in",
    ];
    none(names.into_iter().filter(|name| !told.contains(*name)).map(str::to_owned).collect(), "not told");
    assert_eq!(told.len(), files("tests/transcripts", "").len());
}

#[test]
fn the_map_in_words_is_the_map_that_is_checked() {
    let map = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let modules: BTreeSet<&str> =
        map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let ruled: BTreeSet<&str> = KNOWS.iter().map(|(module, _)| *module).chain(["cli"]).collect();
    assert_eq!(modules, ruled);
    assert!(modules.len() <= 12, "top modules");
}
