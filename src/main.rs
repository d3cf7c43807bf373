//! The command line.

use std::io::{BufReader, BufWriter, Write, stdin, stdout};
use std::process::ExitCode;

use anyhow::Context;
use fengqiao::cli::intents;
use fengqiao::domain::ids::RoomCode;
use fengqiao::intent::{Place, PlaceName};
use fengqiao::tomlfile::TomlFile;

fn main() -> anyhow::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let files = rule_files()?;
    let places = places();
    let mut out = BufWriter::new(stdout().lock());
    if let ["intents", "check"] = arguments.as_slice() {
        let today = "2026-11-23".parse()?;
        let sound = intents::run_check(&files, &places, today, &mut out)?;
        out.flush()?;
        return Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let mut faults = Vec::new();
    let catalogue = fengqiao::intent::Catalogue::load(&files, &places, &mut faults);
    for fault in faults {
        eprintln!("{fault}");
    }
    match arguments.as_slice() {
        ["intents", "explain", text] => intents::run_explain(&catalogue, text, false, &mut out)?,
        ["intents", "explain", "--json", text] => intents::run_explain(&catalogue, text, true, &mut out)?,
        ["intents", "match", "--jsonl"] => {
            intents::run_match(&catalogue, BufReader::new(stdin().lock()), &mut out)?;
        }
        ["intents", "eval", file] => {
            let rows = std::fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
            intents::run_eval(&catalogue, &rows, false, &mut out)?;
        }
        ["intents", "eval", "--json", file] => {
            let rows = std::fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
            intents::run_eval(&catalogue, &rows, true, &mut out)?;
        }
        _ => anyhow::bail!("fengqiao intents check | explain TEXT | match --jsonl | eval FILE.jsonl"),
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn rule_files() -> anyhow::Result<Vec<TomlFile>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir("intents").context("no folder `intents` here")? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "toml") {
            files.push(TomlFile { name: path.display().to_string(), text: std::fs::read_to_string(&path)? });
        }
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}

fn places() -> Vec<PlaceName> {
    let ours = [
        ("500107003001", "劳动一村"),
        ("500107003002", "劳动三村"),
        ("500107003003", "民主村"),
        ("500107003004", "大公馆"),
        ("500107003005", "赵家山"),
        ("500107003006", "渝中花园"),
        ("500107003007", "谢正街"),
        ("500107003007", "谢家湾正街"),
        ("500107003008", "鹅公岩"),
        ("500107003009", "直港大道"),
        ("500107003010", "袁家岗"),
        ("500107003011", "黄家码头"),
        ("500107003012", "解放台"),
        ("500107003013", "华润凌江"),
        ("500107003013", "华润·凌江"),
        ("500107003014", "杨坪"),
        ("500107003", "谢家湾"),
    ];
    let ours = ours
        .into_iter()
        .map(|(code, name)| PlaceName { name: name.into(), to: Place::Ours(vec![RoomCode::new(code)]) });
    let elsewhere = ["杨家坪", "解放碑", "渝中区", "石坪桥", "黄桷坪", "石桥铺", "渝州路", "二郎", "中梁山"];
    let elsewhere =
        elsewhere.into_iter().map(|name| PlaceName { name: name.into(), to: Place::Elsewhere(name.into()) });
    ours.chain(elsewhere).collect()
}
