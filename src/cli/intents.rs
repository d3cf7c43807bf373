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

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Vec<TomlFile> {
        let text = "topic = \"t\"\nlabel = \"x\"\nlabel_en = \"x\"\narea = \"婚姻家庭\"\n[[intent]]\nid = \"i\"\nlabel = \"x\"\nlabel_en = \"x\"\npatterns = [\"离婚\"]\nexamples = [\"离婚\", \"要离婚\", \"想离婚\"]\ncounter = [\"天气\"]\n";
        vec![TomlFile { name: "t.toml".into(), text: text.into() }]
    }

    fn shown(run: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        run(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn match_answers_line_by_line_with_the_agreed_keys() {
        let catalogue = load(&rules(), &[]).unwrap();
        let lines = "{\"text\": \"我要离婚\"}\n\n{\"text\": \"天气\", \"more\": 1}\n";
        let out = shown(|out| run_match(&catalogue, lines.as_bytes(), out).unwrap());
        let out: Vec<&str> = out.lines().collect();
        let matched = r#"[{"intent":"t.i","words":["离婚"],"weight":60}]"#;
        let first = format!(
            r#"{{"text":"我要离婚","service":"consultation","topic":"t","area":"婚姻家庭","intent":"t.i","score":60,"matched":{matched}}}"#
        );
        let second = r#"{"text":"天气","service":"unclear","topic":null,"area":null,"intent":null,"score":0,"matched":[]}"#;
        assert_eq!(out, [first.as_str(), second]);
        let wrong = run_match(&catalogue, "离婚\n".as_bytes(), &mut Vec::new()).unwrap_err();
        assert!(wrong.to_string().contains("line 1"), "{wrong}");
    }

    #[test]
    fn check_says_what_it_saw() {
        let today = "2026-11-23".parse().unwrap();
        let out = shown(|out| assert!(run_check(&rules(), &[], today, out).unwrap()));
        assert!(out.starts_with("1 intents, 1 patterns, "), "{out}");
        let mut wrong = rules();
        wrong[0].text = wrong[0].text.replace("天气", "离婚");
        let out = shown(|out| assert!(!run_check(&wrong, &[], today, out).unwrap()));
        assert!(out.starts_with("t.toml:11: counter-example") && out.ends_with("1 faults\n"), "{out}");
        assert!(load(&rules(), &[]).is_ok());
        wrong[0].text.push_str("colour = 1\n");
        assert_eq!(load(&wrong, &[]).unwrap_err().len(), 1);
    }

    #[test]
    fn explain_and_eval_speak_to_people_and_machines() {
        let catalogue = load(&rules(), &[]).unwrap();
        let text = shown(|out| run_explain(&catalogue, "离婚", false, out).unwrap());
        assert!(text.contains("verdict   consultation (60), intent t.i"), "{text}");
        let json = shown(|out| run_explain(&catalogue, "离婚", true, out).unwrap());
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["intent"], "t.i");
        let rows = "{\"text\": \"离婚\", \"label\": \"婚姻家庭\"}\n";
        let table = shown(|out| run_eval(&catalogue, rows, false, out).unwrap());
        assert!(table.contains("1.000  area right, strict (1 of 1)"), "{table}");
        let json = shown(|out| run_eval(&catalogue, rows, true, out).unwrap());
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["rows"], 1);
        assert!(run_eval(&catalogue, "{}", false, &mut Vec::new()).is_err());
    }
}
