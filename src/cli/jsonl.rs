//! Rows of JSON that people write, one a line: each fault with its file and line.
//!
//! Must not know what a row means.

use std::path::Path;

use anyhow::Context;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::tomlfile::{Fault, no_utf8};

use super::Failure;

/// What some editors put at the begin of a file.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads the rows of a file with their lines. What is wrong with some of them goes to `faults`, and so does a key that is one of `keys`
/// but for a slip.
pub(super) fn read<T: DeserializeOwned>(
    file: &Path,
    keys: &[&str],
    faults: &mut Vec<Fault>,
) -> Result<Vec<(usize, T)>, Failure> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).with_context(|| format!("{name} cannot be read"));
    let bytes = bytes.map_err(|error| Failure::Input(format!("{error:#}")))?;
    Ok(rows(&name, &bytes, keys, faults))
}

fn rows<T: DeserializeOwned>(
    name: &str,
    bytes: &[u8],
    keys: &[&str],
    faults: &mut Vec<Fault>,
) -> Vec<(usize, T)> {
    let mut rows = Vec::new();
    for (line, bytes) in (1..).zip(bytes.split(|&byte| byte == b'\n')) {
        let read = text(bytes, line).and_then(|text| match text {
            "" => Ok(None),
            _ => row(text, keys).map(Some),
        });
        match read {
            Ok(row) => rows.extend(row.map(|row| (line, row))),
            Err(what) => faults.push(Fault { file: name.to_owned(), line, what }),
        }
    }
    rows
}

/// A line as text; the first may begin with a mark of the byte order.
pub(super) fn text(bytes: &[u8], line: usize) -> Result<&str, String> {
    let marked = bytes.strip_prefix(BYTE_ORDER_MARK).filter(|_| line == 1);
    let text = std::str::from_utf8(marked.unwrap_or(bytes));
    text.map(str::trim).map_err(|error| no_utf8(error.valid_up_to()))
}

fn row<T: DeserializeOwned>(text: &str, keys: &[&str]) -> Result<T, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {}", broken(&error)))?;
    if let Some((key, meant)) = slip(&value, keys) {
        return Err(format!(
            "`{key}` is no key here, `{meant}` may be meant: mend it; there are {}",
            keys.join(", ")
        ));
    }
    serde_json::from_value(value).map_err(|error| format!("no row with a \"text\" and labels: {error}"))
}

/// What is wrong with a line of JSON, without the number of the line: whoever reads it knows only one.
pub(super) fn broken(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    format!("{said}, at sign {}", error.column())
}

/// A key that is not known, and the one that is, is not there and differs by a slip.
fn slip<'a>(row: &'a Value, keys: &[&'a str]) -> Option<(&'a str, &'a str)> {
    let row = row.as_object()?;
    let unknown = row.keys().filter(|key| !keys.contains(&key.as_str()));
    let missing = || keys.iter().filter(|key| key.len() > 3 && !row.contains_key(**key));
    unknown.into_iter().find_map(|key| Some((key.as_str(), *missing().find(|meant| is_slip(key, meant))?)))
}

/// Whether one sign was left out, added, replaced or changed places with the next, or some are written large.
fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) =
        (one.to_lowercase().chars().collect(), other.chars().collect());
    let alike = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let (one, other) = (one.get(alike..).unwrap_or_default(), other.get(alike..).unwrap_or_default());
    let ends = one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
    let rest = |signs: &[char]| signs.get(..signs.len() - ends).map(<[char]>::to_vec).unwrap_or_default();
    match (rest(one).as_slice(), rest(other).as_slice()) {
        ([], [] | [_]) | ([_], [] | [_]) => true,
        ([one, next], [other, last]) => one == last && next == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::{Lesson, Row};

    fn faults<T: DeserializeOwned>(text: &[u8], keys: &[&str]) -> Vec<String> {
        let mut faults = Vec::new();
        rows::<T>("rows.jsonl", text, keys, &mut faults);
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn rows_are_read_with_their_lines_and_a_mark_before_them_is_nothing() {
        let mut faults = Vec::new();
        let text =
            "\u{feff}{\"text\": \"一\"}\r\n\n{\"text\": \"二\", \"kind\": 1, \"source\": \"x\"}".as_bytes();
        let rows = rows::<Row>("rows.jsonl", text, &Row::KEYS, &mut faults);
        assert_eq!(faults, []);
        let rows: Vec<(usize, &str)> = rows.iter().map(|(line, row)| (*line, row.text.as_str())).collect();
        assert_eq!(rows, [(1, "一"), (3, "二")]);
    }

    #[test]
    fn every_fault_is_told_with_file_and_line() {
        let text = b"{\"text\": \"a\"}\n{\"text\": \"\xff\"}\n{\"text\": 1}\n{\"text\": \"a\"\nno\n";
        let told = faults::<Row>(text, &Row::KEYS);
        for (told, says) in told.iter().zip([
            "rows.jsonl:2: no UTF-8 from byte 11 of the line on",
            "rows.jsonl:3: no row with a \"text\" and labels: invalid type: integer `1`",
            "rows.jsonl:4: no JSON: EOF while parsing an object, at sign ",
            "rows.jsonl:5: no JSON: expected ident",
        ]) {
            assert!(told.starts_with(says), "{told}");
        }
        assert_eq!(told.len(), 4);
    }

    #[test]
    fn a_key_that_looks_like_a_slip_is_told() {
        for (key, meant) in
            [("lable", "label"), ("Label", "label"), ("servce", "service"), ("services", "service")]
        {
            let told =
                faults::<Lesson>(format!("{{\"text\": \"a\", \"{key}\": \"x\"}}").as_bytes(), &Lesson::KEYS);
            assert!(
                told.concat().contains(&format!("`{key}` is no key here, `{meant}` may be meant")),
                "{told:?}"
            );
        }
        for key in ["source", "flags", "kind", "excerpt", "note", "source_label"] {
            let told =
                faults::<Lesson>(format!("{{\"text\": \"a\", \"{key}\": \"x\"}}").as_bytes(), &Lesson::KEYS);
            assert_eq!(told, [""; 0]);
        }
        let both = "{\"text\": \"a\", \"label\": \"侵权\", \"labels\": 1}";
        assert_eq!(faults::<Row>(both.as_bytes(), &Row::KEYS), [""; 0], "it is there under its name");
    }
}
