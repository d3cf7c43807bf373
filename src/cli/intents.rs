//! `fengqiao intents check | explain TEXT | match --jsonl | eval FILE.jsonl | unmatched`: for people who write rules and
//! measure them.

use std::io::{BufRead, BufReader, BufWriter, Write, stdin, stdout};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Subcommand;
use serde::{Deserialize, Serialize};

use crate::config::load::Home;
use crate::intent::{self, Catalogue, Fired, Lesson, Row, evaluate};
use crate::runtime::clock::Clock;
use crate::tomlfile::Fault;

use super::{Failure, installed, jsonl, say, unmatched, with_runtime};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Test every rule with its examples; names every fault with file and line.
    Check,
    /// Tell why a text is understood as it is.
    Explain {
        /// What a resident might write.
        text: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Read {"text": …} lines from standard input, write one JSON verdict a line.
    Match {
        /// The only format there is.
        #[arg(long, required = true)]
        jsonl: bool,
    },
    /// Measure the rules on a file of labelled lines.
    Eval {
        /// One JSON object a line: "text" and its labels.
        file: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Teach the wording table labelled lines; prints the new wording.toml.
    Learn {
        /// One JSON object a line: "text", and what is right for it.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Show what nobody understood, grouped, with rules and examples to paste.
    Unmatched(unmatched::Arguments),
}

/// Runs one of the commands. A reader of the output that goes away early is no fault.
pub(super) fn run(home: &Home, command: Command) -> Result<(), Failure> {
    let catalogue = match command {
        Command::Check => return check(home),
        Command::Unmatched(arguments) => return with_runtime(unmatched::run(home.clone(), arguments)),
        Command::Learn { files } => return learn(home, &files),
        _ => installed::load(home)?.rules.catalogue,
    };
    let mut out = BufWriter::new(stdout().lock());
    let done = match command {
        Command::Check | Command::Learn { .. } | Command::Unmatched(_) => Ok(()),
        Command::Explain { text, json } => explain(&catalogue, &text, json, &mut out),
        Command::Match { .. } => match_lines(&catalogue, BufReader::new(stdin().lock()), &mut out),
        Command::Eval { file, json } => eval(&catalogue, &labelled(&file)?, json, &mut out),
    };
    let done = done.and_then(|()| Ok(out.flush()?));
    done.or_else(|error| match error.downcast_ref::<std::io::Error>() {
        Some(broken) if broken.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(Failure::Input(format!("{error:#}"))),
    })
}

fn check(home: &Home) -> Result<(), Failure> {
    let found = home.editable().check_intents(Clock::System.now().local_date());
    for hint in &found.hints {
        say(format!("worth a look: {hint}"))?;
    }
    // Nobody is told wrong by what is past its review, but somebody has to see to it.
    installed::sound(found.faults.into_iter().chain(found.overdue).collect())?;
    let (intents, patterns, words) = installed::load(home)?.rules.catalogue.sizes();
    let hints = match found.hints.len() {
        0 => String::new(),
        hints => format!("{hints} worth a look, "),
    };
    say(format!("{intents} intents, {patterns} patterns, {words} words: {hints}no fault"))
}

/// Prints why a text is understood as it is.
fn explain(catalogue: &Catalogue, text: &str, json: bool, out: &mut impl Write) -> anyhow::Result<()> {
    let explanation = catalogue.explain(text);
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&explanation)?)?;
    } else {
        write!(out, "{explanation}")?;
    }
    Ok(())
}

/// Reads `{"text": …}` lines and writes one verdict a line.
fn match_lines(catalogue: &Catalogue, mut lines: impl BufRead, out: &mut impl Write) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        if lines.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let asked = match asked(&bytes, line) {
            Ok(Some(asked)) => asked,
            Ok(None) => continue,
            Err(what) => bail!("standard input: line {line} is {what}"),
        };
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

/// What a line asks; nothing if it is empty.
fn asked(bytes: &[u8], line: usize) -> Result<Option<Asked>, String> {
    let text = jsonl::text(bytes, line)?;
    if text.is_empty() {
        return Ok(None);
    }
    let told = |error| format!("no JSON object with a \"text\" ({})", jsonl::broken(&error));
    serde_json::from_str(text).map(Some).map_err(told)
}

/// Reads labelled rows, each with labels that somebody knows.
fn labelled(file: &Path) -> Result<Vec<Row>, Failure> {
    let mut faults = Vec::new();
    let rows = jsonl::read::<Row>(file, &Row::KEYS, &mut faults)?;
    let wrong = rows.iter().filter_map(|(line, row)| Some((*line, row.fault()?)));
    faults.extend(wrong.map(|(line, what)| Fault { file: file.display().to_string(), line, what }));
    installed::sound(faults)?;
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// Measures the rules on labelled rows.
fn eval(catalogue: &Catalogue, rows: &[Row], json: bool, out: &mut impl Write) -> anyhow::Result<()> {
    let evaluation = evaluate(catalogue, rows);
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&evaluation)?)?;
    } else {
        write!(out, "{evaluation}")?;
    }
    Ok(())
}

/// Prints the table of runs that labelled lines teach.
fn learn(home: &Home, files: &[PathBuf]) -> Result<(), Failure> {
    let mut faults = Vec::new();
    let mut lessons = Vec::new();
    for file in files {
        let rows = jsonl::read::<Lesson>(file, &Lesson::KEYS, &mut faults)?;
        let name = file.display().to_string();
        lessons.extend(rows.into_iter().map(|(line, row)| Lesson { place: (name.clone(), line), ..row }));
    }
    let rules = home.files("intents", &mut faults);
    let table = intent::learn(&rules, lessons, &mut faults);
    installed::sound(faults)?;
    say(table.trim_end())
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
    use crate::tomlfile::TomlFile;

    fn rules() -> Catalogue {
        let text = r#"
            topic = "t"
            label = "x"
            label_en = "x"
            area = "婚姻家庭"
            [[intent]]
            id = "i"
            label = "x"
            label_en = "x"
            patterns = ["离婚"]
            examples = ["离婚", "要离婚", "想离婚"]
            counter = ["天气"]
        "#;
        let file = TomlFile { name: "t.toml".into(), text: text.into() };
        let mut faults = Vec::new();
        let catalogue = Catalogue::load(&[file], &[], &mut faults);
        assert_eq!(faults, []);
        catalogue
    }

    fn shown(run: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        run(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn match_answers_line_by_line_with_the_agreed_keys() {
        let lines = "{\"text\": \"我要离婚\"}\n\n{\"text\": \"天气\", \"more\": 1}\n";
        let out = shown(|out| match_lines(&rules(), lines.as_bytes(), out).unwrap());
        let out: Vec<&str> = out.lines().collect();
        let matched = r#"[{"intent":"t.i","words":["离婚"],"weight":60}]"#;
        let first = format!(
            r#"{{"text":"我要离婚","service":"consultation","topic":"t","area":"婚姻家庭","intent":"t.i","score":60,"matched":{matched}}}"#
        );
        let second = r#"{"text":"天气","service":"unclear","topic":null,"area":null,"intent":null,"score":0,"matched":[]}"#;
        assert_eq!(out, [first.as_str(), second]);
        let marked = "\u{feff}{\"text\": \"我要离婚\"}".as_bytes();
        assert_eq!(shown(|out| match_lines(&rules(), marked, out).unwrap()), format!("{first}\n"));
    }

    #[test]
    fn match_tells_the_line_that_cannot_be_read() {
        for (lines, says) in [
            (&b"\n\xe7\n"[..], "standard input: line 2 is no UTF-8 from byte 1"),
            (&b"{}"[..], "line 1 is no JSON object with a \"text\" (missing field `text`"),
        ] {
            let wrong = match_lines(&rules(), lines, &mut Vec::new()).unwrap_err().to_string();
            assert!(wrong.contains(says), "{wrong}");
        }
    }

    #[test]
    fn explain_and_eval_speak_to_people_and_machines() {
        let text = shown(|out| explain(&rules(), "离婚", false, out).unwrap());
        assert!(text.contains("verdict   consultation (60), intent t.i"), "{text}");
        let json = shown(|out| explain(&rules(), "离婚", true, out).unwrap());
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["intent"], "t.i");
        let rows = [Row { text: "离婚".into(), label: "婚姻家庭".into(), ..Row::default() }];
        let table = shown(|out| eval(&rules(), &rows, false, out).unwrap());
        assert!(table.contains("1.000  area right, strict (1 of 1)"), "{table}");
        let json = shown(|out| eval(&rules(), &rows, true, out).unwrap());
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["rows"], 1);
    }
}
