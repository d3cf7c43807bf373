//! One SQL text for two databases: nothing in it that only one understands.

use std::fs;
use std::path::PathBuf;

/// What one of the two databases does not know, or understands differently.
const FORBIDDEN: [&str; 17] = [
    "NOW(",
    "ILIKE",
    "SKIP LOCKED",
    "FOR UPDATE",
    "?",
    "::",
    "ANY(",
    "ARRAY",
    "->>",
    "JSONB",
    "SERIAL",
    "AUTOINCREMENT",
    "CURRENT_TIMESTAMP",
    "DATETIME",
    "STRFTIME",
    "ADVISORY",
    "OR REPLACE",
];

/// What only PostgreSQL can be asked, and only once: to let one process at a time change the tables.
const EXCEPTION: (&str, &str) = ("src/store/postgres.rs", "SELECT pg_advisory_xact_lock(7310022026)");

const VERBS: [&str; 4] = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "];

#[test]
fn statements_are_portable() {
    let (mut statements, mut exceptions) = (0, 0);
    for path in files("src/store", "rs") {
        let literals = literals(&fs::read_to_string(&path).unwrap());
        for statement in literals.iter().filter(|text| VERBS.iter().any(|verb| text.contains(verb))) {
            statements += 1;
            if (path.to_str(), statement.as_str()) == (Some(EXCEPTION.0), EXCEPTION.1) {
                exceptions += 1;
            } else {
                check(&path, statement);
            }
        }
    }
    assert_eq!(exceptions, 1);
    assert!(statements > 45, "only {statements} statements found: does the search still work?");
}

#[test]
fn migrations_are_portable() {
    let paths = files("migrations", "sql");
    assert!(!paths.is_empty());
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let code: String =
            text.lines().map(|line| line.split("--").next().unwrap_or("")).collect::<Vec<_>>().join("\n");
        check(&path, &code);
        for word in ["TIMESTAMP", "NUMERIC", "UUID", "VARCHAR"] {
            assert!(!code.to_uppercase().contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn the_search_sees_statements_and_nothing_else() {
    let source = r#"
        // "SELECT a comment?"
        const Q: &str = "SELECT \"x\" FROM y WHERE z = $1"; let c = '"'; foo()?; const P: &str = "UPDATE x
            SET y";
    "#;
    assert_eq!(literals(source), ["SELECT \\\"x\\\" FROM y WHERE z = $1", "UPDATE x\n            SET y"]);
}

fn check(path: &std::path::Path, statement: &str) {
    let statement = statement.to_uppercase();
    for word in FORBIDDEN {
        assert!(!statement.contains(word), "{}: {word} in {statement}", path.display());
    }
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension == ending)).collect()
}

/// The string literals of a Rust source without raw strings, as they are written.
fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let (_, tail) = rest.split_at(at);
        rest = if tail.starts_with("//") {
            tail.split_once('\n').map_or("", |(_, after)| after)
        } else if let Some(after) = tail.strip_prefix("'\"'") {
            after
        } else if let Some(inside) = tail.strip_prefix('"') {
            let end = end_of_literal(inside);
            found.push(inside[..end].to_owned());
            inside.get(end + 1..).unwrap_or("")
        } else {
            &tail[1..]
        };
    }
    found
}

fn end_of_literal(inside: &str) -> usize {
    let mut escaped = false;
    for (at, sign) in inside.char_indices() {
        match sign {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return at,
            _ => escaped = false,
        }
    }
    inside.len()
}
