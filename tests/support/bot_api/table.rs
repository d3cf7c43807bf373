//! The Bot API's description of what a bot may send, and the check of one call against it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Map, Value};

const TABLE: &str = include_str!("../../data/bot-api.tsv");

const SIMPLE: [&str; 5] = ["String", "InputFile", "Integer", "Float", "Boolean"];

struct Field {
    types: Vec<&'static str>,
    is_required: bool,
}

type Fields = BTreeMap<&'static str, Field>;

/// The fields of every method and object in the table.
fn table() -> &'static BTreeMap<&'static str, Fields> {
    static PARSED: OnceLock<BTreeMap<&str, Fields>> = OnceLock::new();
    PARSED.get_or_init(|| {
        let mut table: BTreeMap<&str, Fields> = BTreeMap::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [owner, name, types, need] = cells[..] else { panic!("a row of four cells: {line:?}") };
            let fields = table.entry(owner).or_default();
            if !name.is_empty() {
                let is_required = need == "required";
                fields.insert(name, Field { types: types.split('|').collect(), is_required });
            }
        }
        table
    })
}

/// The method as the description writes it: Telegram takes any case.
pub fn method(written: &str) -> Option<&'static str> {
    table().keys().copied().find(|name| name.eq_ignore_ascii_case(written) && starts_small(name))
}

fn starts_small(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
}

/// A field of a form, where everything is text, as the value the description wants there.
pub fn from_form(method: &str, field: &str, text: &str) -> Value {
    let types = table().get(method).and_then(|fields| fields.get(field)).map(|field| &field.types);
    let is_text = types.is_some_and(|types| types.iter().all(|kind| matches!(*kind, "String" | "InputFile")));
    let parsed = if is_text { None } else { serde_json::from_str(text).ok() };
    parsed.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// Everything about this call that the description does not allow.
pub fn faults(method: &str, fields: &Map<String, Value>) -> Vec<String> {
    object_faults(method, fields)
}

fn object_faults(owner: &str, given: &Map<String, Value>) -> Vec<String> {
    let Some(known) = table().get(owner) else { return vec![format!("{owner} is not in the table")] };
    let missing = known.iter().filter(|(name, field)| field.is_required && !given.contains_key(**name));
    let mut faults: Vec<String> = missing.map(|(name, _)| format!("{owner}.{name} is missing")).collect();
    for (name, value) in given {
        match known.get(name.as_str()) {
            None => faults.push(format!("{owner}.{name} is unknown")),
            Some(field) => faults.extend(value_faults(&format!("{owner}.{name}"), &field.types, value)),
        }
    }
    faults
}

/// The faults of a value that may be of any of these types: those of the type that fits best.
fn value_faults(place: &str, types: &[&str], value: &Value) -> Vec<String> {
    let is_known =
        |kind: &str| SIMPLE.contains(&kind) || kind.starts_with("Array of ") || table().contains_key(kind);
    let known = types.iter().filter(|kind| is_known(kind));
    let faults = known.map(|kind| type_faults(place, kind, value)).min_by_key(Vec::len);
    faults.unwrap_or_else(|| vec![format!("{place}: none of {types:?} is in the table")])
}

fn type_faults(place: &str, kind: &str, value: &Value) -> Vec<String> {
    if let Some(of) = kind.strip_prefix("Array of ") {
        let Some(items) = value.as_array() else { return vec![format!("{place} is no array: {value}")] };
        return items.iter().flat_map(|item| type_faults(place, of, item)).collect();
    }
    let fits = match kind {
        // A file in a form is named by a text.
        "String" | "InputFile" => value.is_string(),
        "Integer" => value.is_i64(),
        "Float" => value.is_number(),
        "Boolean" => value.is_boolean(),
        object => match value.as_object() {
            Some(fields) => return object_faults(object, fields),
            None => false,
        },
    };
    if fits { Vec::new() } else { vec![format!("{place} is no {kind}: {value}")] }
}
