//! `fengqiao intents unmatched`: what nobody understood, with rules and examples ready to paste.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;

use crate::config::load::Home;
use crate::domain::time::Timestamp;
use crate::intent::SURE;
use crate::intent::ledger::{self, Group};

use super::{Failure, installed, say};

/// More are not looked at; the newest count.
const MOST_ROWS: i64 = 10_000;
/// Sentences shown above a group's rule, and examples in it.
const SHOWN: usize = 3;
const EXAMPLES: usize = 12;

/// Which of them, and how to print them.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// From this day on, YYYY-MM-DD, in Shanghai's time.
    #[arg(long)]
    since: Option<NaiveDate>,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// At most so many groups, the largest first.
    #[arg(long, default_value_t = 20)]
    limit: usize,
}

/// A group as it is printed.
#[derive(Serialize)]
struct Shown {
    count: usize,
    sentences: Vec<String>,
    patterns: Vec<String>,
    chosen: Vec<Chosen>,
    /// What to paste.
    toml: String,
}

/// An intent that some of the authors chose.
#[derive(Serialize)]
struct Chosen {
    intent: String,
    /// Where it stands, as `file:line`; nothing if the rules do not have it any more.
    place: Option<String>,
    sentences: Vec<String>,
}

pub(super) async fn run(home: Home, arguments: Arguments) -> Result<(), Failure> {
    let installed = installed::open(&home, installed::load(&home)?).await?;
    let catalogue = &installed.loaded.rules.catalogue;
    let since = arguments
        .since
        .map_or(Timestamp::from_millis(0), |day| Timestamp::from_local(day.and_time(NaiveTime::MIN)));
    let rows = installed.store.read(|conn| Box::pin(conn.unmatched(since, MOST_ROWS))).await?;
    let all = rows.len();
    let rows: Vec<_> = rows.into_iter().filter(|row| catalogue.read(&row.words).score < SURE).collect();
    let places = ledger::places(&home.files("intents", &mut Vec::new()));
    let groups = ledger::groups(&rows, catalogue);
    let found = groups.len();
    let shown: Vec<Shown> = (1..)
        .zip(groups)
        .take(arguments.limit)
        .map(|(number, group)| Shown::of(group, number, &places))
        .collect();
    if arguments.json {
        let json = serde_json::to_string_pretty(&shown).map_err(|error| Failure::Bug(error.into()))?;
        return say(json);
    }
    let understood = all - rows.len();
    say(format!("{} sentences in {found} groups; {understood} more are understood by now", rows.len()))?;
    shown.iter().try_for_each(|group| say(format!("\n{}", group.text())))
}

impl Shown {
    fn of(group: Group, number: usize, places: &BTreeMap<String, (String, usize)>) -> Self {
        let Group { count, sentences, chosen, patterns } = group;
        // What somebody writes down on purpose decides, however it sounds to the wording.
        let patterns: Vec<String> = patterns.into_iter().map(|pattern| format!("{pattern} = 100")).collect();
        let chosen: Vec<Chosen> = chosen
            .into_iter()
            .map(|(intent, sentences)| {
                let place = places.get(&intent).map(|(file, line)| format!("{file}:{line}"));
                Chosen { intent, place, sentences }
            })
            .collect();
        let known: Vec<&Chosen> = chosen.iter().filter(|chosen| chosen.place.is_some()).collect();
        let toml = match known.as_slice() {
            [] => new_intent(number, &sentences, &patterns),
            _ => known.iter().map(|chosen| chosen.toml(&patterns)).collect(),
        };
        Self { count, sentences, patterns, chosen, toml }
    }

    fn text(&self) -> String {
        let mut text = format!("── {} times", self.count);
        for sentence in self.sentences.iter().take(SHOWN) {
            text.push_str("\n   ");
            text.push_str(sentence);
        }
        if let Some(more) = self.sentences.len().checked_sub(SHOWN).filter(|&more| more > 0) {
            // Writing to a String cannot fail.
            let _ = write!(text, "\n   … and {more} more");
        }
        format!("{text}\n{}", self.toml.trim_end())
    }
}

impl Chosen {
    /// What to add to the intent that was meant.
    fn toml(&self, patterns: &[String]) -> String {
        let place = self.place.as_deref().unwrap_or_default();
        format!(
            "# {} was meant; add to it in {place}\npatterns = {}\nexamples = {}\n",
            self.intent,
            list(patterns),
            list(&self.sentences)
        )
    }
}

/// A rule of its own, for a topic file; it wants a name, labels, a counter-example and perhaps an answer.
fn new_intent(number: usize, sentences: &[String], patterns: &[String]) -> String {
    let label: String = sentences.first().map(|words| words.chars().take(12).collect()).unwrap_or_default();
    format!(
        "[[intent]]\nid = \"new_{number}\"\nlabel = {}\nlabel_en = \"\"\npatterns = {}\nexamples = {}\ncounter = []\n",
        quoted(&label),
        list(patterns),
        list(sentences)
    )
}

/// A list in TOML, one text a line.
fn list(texts: &[String]) -> String {
    let lines: String = texts.iter().take(EXAMPLES).map(|text| format!("  {},\n", quoted(text))).collect();
    if lines.is_empty() { "[]".to_owned() } else { format!("[\n{lines}]") }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
