//! Conversations as files anybody can read, played on a [`Stage`] and compared word by word.
//!
//! ```text
//! # What the story shows.
//! now 2026-03-02 09:00
//! resident anna
//! staff wang lawyer 民主村
//!
//! anna> 你好
//!     anna< 您好，……
//!         | [1 问法律问题] [2 转人工]
//! anna> [转人工]
//! wang> (回复 你好) 请讲
//! anna> (照片) 这是合同
//! anna> (语音)
//! anna> (位置) 29.5 106.5
//! anna> (链接) room_500107003003
//! wait 31m
//! ```
//! `stand_in 民主村 大公馆` at the top lets the second room stand in for the first.
//! Case codes appear as `CODE1`, `CODE2`, … in the order they are first seen, one-time codes as `ONCE1`, …. `UPDATE_TRANSCRIPTS=1` rewrites
//! what is expected.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDateTime;
use fengqiao::domain::code::{CaseCode, read_one_time};
use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;

use super::program::Installation;
use super::rules;
use super::stage::{Act, Seen, Stage};

/// A story as its file tells it.
pub struct Transcript {
    path: PathBuf,
    text: String,
    pub now: Timestamp,
}

/// Every story there is.
pub fn all() -> Vec<Transcript> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.iter().all(|path| path.extension().is_some_and(|end| end == "txt")), "{paths:?}");
    paths.into_iter().map(Transcript::read).collect()
}

impl Transcript {
    fn read(path: PathBuf) -> Self {
        let text = std::fs::read_to_string(&path).unwrap();
        let now =
            text.lines().find_map(|line| line.strip_prefix("now ")).expect("a story says what time it is");
        let now =
            NaiveDateTime::parse_from_str(now, "%Y-%m-%d %H:%M").expect("now YEAR-MONTH-DAY HOUR:MINUTE");
        Self { path, now: Timestamp::from_local(now), text }
    }

    /// The installation the story plays in, where it is not as shipped.
    pub fn installation(&self) -> Option<Installation> {
        let pairs: Vec<(&str, &str)> =
            self.text.lines().filter_map(|line| line.strip_prefix("stand_in ")?.split_once(' ')).collect();
        if pairs.is_empty() {
            return None;
        }
        let installation = Installation::new();
        for (home, neighbour) in pairs {
            let rules = rules::shipped();
            let code = &rules.directory.rooms().find(|room| room.name == neighbour).expect("a room").code;
            let name = format!("name = \"{home}\"\n");
            installation.edit("config/directory.toml", |text| {
                assert!(text.contains(&name), "{home} is no room");
                text.replace(&name, &format!("{name}stand_in = [\"{code}\"]\n"))
            });
        }
        Some(installation)
    }

    pub fn name(&self) -> String {
        self.path.file_stem().unwrap().to_string_lossy().into_owned()
    }

    /// Plays the story; what people see must be what the file says.
    pub async fn play(&self, stage: &mut dyn Stage, where_: &str) {
        let mut player =
            Player { stage, people: Vec::new(), codes: Vec::new(), once: Vec::new(), played: Vec::new() };
        for line in self.text.lines().filter(|line| !is_expectation(line)) {
            player.line(line).await;
        }
        let played = player.played.join("\n").trim_end().to_owned() + "\n";
        if std::env::var_os("UPDATE_TRANSCRIPTS").is_some() {
            std::fs::write(&self.path, &played).unwrap();
        } else if let Some(difference) = first_difference(&self.text, &played) {
            panic!("{} played on {where_} differs:\n{difference}", self.name());
        }
    }
}

fn is_expectation(line: &str) -> bool {
    line.starts_with(' ')
}

struct Player<'a> {
    stage: &'a mut dyn Stage,
    people: Vec<String>,
    codes: Vec<String>,
    once: Vec<String>,
    played: Vec<String>,
}

/// A story that cannot go on shows how far it came.
impl Drop for Player<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.played.join("\n"));
        }
    }
}

impl Player<'_> {
    async fn line(&mut self, line: &str) {
        self.played.push(line.to_owned());
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [] | ["#", ..] | ["now" | "stand_in", ..] => {}
            ["resident", name] => {
                self.stage.resident(name).await;
                self.people.push((*name).to_owned());
            }
            ["staff", name, role, room] => {
                let role = Role::parse(role).unwrap_or_else(|| panic!("{line}: no such role"));
                self.stage.staff(name, role, room).await;
                self.people.push((*name).to_owned());
            }
            ["wait", span] => {
                self.stage.wait(duration(span)).await;
                self.news().await;
            }
            _ => {
                let (name, act) = line.split_once("> ").unwrap_or_else(|| panic!("not understood: {line}"));
                let act = act_of(&self.with_codes(act));
                self.stage.act(name, act).await;
                self.news().await;
            }
        }
    }

    async fn news(&mut self) {
        for name in self.people.clone() {
            for seen in self.stage.news(&name).await {
                self.show(&name, &seen);
            }
        }
    }

    fn show(&mut self, name: &str, seen: &Seen) {
        let sign = if seen.updated { "~" } else { "<" };
        let file = if seen.file { "（附件）" } else { "" };
        let mut lines: Vec<String> = format!("{file}{}", seen.text).lines().map(ToOwned::to_owned).collect();
        lines.extend(seen.buttons.iter().map(|row| {
            let labels: Vec<String> = row.iter().map(|label| format!("[{label}]")).collect();
            labels.join(" ")
        }));
        let margin = " ".repeat(4 + name.chars().count());
        for (number, text) in lines.iter().enumerate() {
            let text = self.without_codes(text);
            let line =
                if number == 0 { format!("    {name}{sign} {text}") } else { format!("{margin}| {text}") };
            self.played.push(line.trim_end().to_owned());
        }
    }

    /// Replaces case codes by the order in which they were seen.
    fn without_codes(&mut self, text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let mut shown = text.to_owned();
        for nine in letters.windows(9).filter(|nine| nine[4] == '-') {
            let code: String = nine.iter().collect();
            if CaseCode::parse(&code).is_some() {
                let at = self.codes.iter().position(|known| *known == code).unwrap_or_else(|| {
                    self.codes.push(code.clone());
                    self.codes.len() - 1
                });
                shown = shown.replace(&code, &format!("CODE{}", at + 1));
            }
        }
        for word in text.split(|sign: char| !sign.is_ascii_alphanumeric()) {
            if let Some(code) = read_one_time(word).filter(|code| code == word) {
                let at = self.once.iter().position(|known| *known == code).unwrap_or_else(|| {
                    self.once.push(code.clone());
                    self.once.len() - 1
                });
                shown = shown.replace(&code, &format!("ONCE{}", at + 1));
            }
        }
        shown
    }

    fn with_codes(&self, text: &str) -> String {
        let named = self.codes.iter().enumerate();
        let text =
            named.fold(text.to_owned(), |text, (at, code)| text.replace(&format!("CODE{}", at + 1), code));
        let once = self.once.iter().enumerate();
        once.fold(text, |text, (at, code)| text.replace(&format!("ONCE{}", at + 1), code))
    }
}

fn act_of(text: &str) -> Act {
    let inside = |open: &str| text.strip_prefix(open).and_then(|rest| rest.split_once(')'));
    if let Some(label) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return Act::Presses(label.to_owned());
    }
    if let Some((to, text)) = inside("(回复 ") {
        return Act::Replies { to: to.to_owned(), text: text.trim().to_owned() };
    }
    if let Some((_, caption)) = inside("(照片") {
        return Act::SendsPhoto { caption: caption.trim().to_owned() };
    }
    if text == "(语音)" {
        return Act::SendsVoice;
    }
    if let Some((_, place)) = inside("(位置") {
        let mut numbers = place.split_whitespace().map(|number| number.parse().expect("degrees"));
        return Act::SendsPlace { latitude: numbers.next().unwrap(), longitude: numbers.next().unwrap() };
    }
    if let Some((_, payload)) = inside("(链接") {
        return Act::Opens(payload.trim().to_owned());
    }
    Act::Says(text.to_owned())
}

fn duration(text: &str) -> Duration {
    let (number, unit) = text.split_at(text.len() - 1);
    let seconds = match unit {
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => panic!("{text}: a duration ends in m, h or d"),
    };
    Duration::from_secs(number.parse::<u64>().expect("a number") * seconds)
}

fn first_difference(expected: &str, played: &str) -> Option<String> {
    if expected.trim_end() == played.trim_end() {
        return None;
    }
    let (expected, played): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), played.lines().collect());
    let at =
        expected.iter().zip(&played).position(|(a, b)| a != b).unwrap_or(expected.len().min(played.len()));
    let from = at.saturating_sub(4);
    let part = |lines: &[&str]| lines[from.min(lines.len())..(at + 12).min(lines.len())].join("\n");
    Some(format!(
        "line {}\n--- the file says\n{}\n--- but it was\n{}\n",
        at + 1,
        part(&expected),
        part(&played)
    ))
}
