//! `fengqiao intents check | explain TEXT | match --jsonl | eval FILE.jsonl`: for people who write rules and measure them.

use std::io::{BufRead, Write};

use anyhow::Context;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::intent::check::check;
use crate::intent::{Catalogue, Fired, PlaceName, Row, evaluate};
use crate::tomlfile::{Fault, TomlFile};

/// Prints every fault of the rules; true when there is none.
pub fn run_check(
    files: &[TomlFile],
    places: &[PlaceName],
    today: NaiveDate,
    out: &mut impl Write,
) -> anyhow::Result<bool> {
    let faults = check(files, places, today);
    for fault in &faults {
        writeln!(out, "{fault}")?;
    }
    if faults.is_empty() {
        let catalogue = Catalogue::load(files, places, &mut Vec::new());
        let (intents, patterns, words) = catalogue.sizes();
        writeln!(out, "{intents} intents, {patterns} patterns, {words} words: no fault")?;
    } else {
        writeln!(out, "{} faults", faults.len())?;
    }
    Ok(faults.is_empty())
}

/// Prints why a text is understood as it is.
pub fn run_explain(
    catalogue: &Catalogue,
    text: &str,
    json: bool,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let explanation = catalogue.explain(text);
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&explanation)?)?;
    } else {
        write!(out, "{explanation}")?;
    }
    Ok(())
}

/// Reads `{"text": …}` lines and writes one verdict a line.
pub fn run_match(catalogue: &Catalogue, lines: impl BufRead, out: &mut impl Write) -> anyhow::Result<()> {
    for (number, line) in lines.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let asked: Asked = serde_json::from_str(&line)
            .with_context(|| format!("line {} is no JSON object with a \"text\"", number + 1))?;
        let reading = catalogue.read(&asked.text);
        let verdict = Verdict {
            text: &asked.text,
            service: reading.service.code(),
            topic: reading.topic.as_ref().map(|topic| topic.as_str()),
            area: reading.area.as_deref(),
            intent: reading.intent.as_deref(),
            score: reading.score,
            matched: &reading.matched,
        };
        serde_json::to_writer(&mut *out, &verdict)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Measures the rules on a file of labelled rows.
pub fn run_eval(catalogue: &Catalogue, rows: &str, json: bool, out: &mut impl Write) -> anyhow::Result<()> {
    let mut read = Vec::new();
    for (number, line) in rows.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let row: Row = serde_json::from_str(line)
            .with_context(|| format!("line {} is no row with a \"text\" and labels", number + 1))?;
        read.push(row);
    }
    let evaluation = evaluate(catalogue, &read);
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&evaluation)?)?;
    } else {
        write!(out, "{evaluation}")?;
    }
    Ok(())
}

/// Loads the rules or tells what is wrong with them.
pub fn load(files: &[TomlFile], places: &[PlaceName]) -> Result<Catalogue, Vec<Fault>> {
    let mut faults = Vec::new();
    let catalogue = Catalogue::load(files, places, &mut faults);
    if faults.is_empty() { Ok(catalogue) } else { Err(faults) }
}

#[derive(Deserialize)]
struct Asked {
    text: String,
}

#[derive(Serialize)]
struct Verdict<'a> {
    text: &'a str,
    service: &'static str,
    topic: Option<&'a str>,
    area: Option<&'a str>,
    intent: Option<&'a str>,
    score: u8,
    matched: &'a [Fired],
}
