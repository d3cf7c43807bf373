//! `fengqiao intents unmatched`: what nobody understood, with rules and examples ready to paste.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;

use crate::config::load::Home;
use crate::domain::time::Timestamp;
use crate::intent::SURE;
use crate::intent::ledger::{self, Group};
use crate::intent::suggest::{Suggester, Suggestion};

use super::{Failure, installed, say};

/// More are not looked at; the newest count.
const MOST_ROWS: i64 = 10_000;
/// Sentences shown above a group's rule.
const SHOWN: usize = 3;

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
    let files = home.files("intents", &mut Vec::new());
    let places = ledger::places(&files);
    let suggester = Suggester::new(&files, catalogue);
    let groups = ledger::groups(&rows, catalogue);
    let found = groups.len();
    let shown: Vec<Shown> = (1..)
        .zip(groups)
        .take(arguments.limit)
        .map(|(number, group)| Shown::of(group, number, &places, &suggester))
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
    fn of(
        group: Group,
        number: usize,
        places: &BTreeMap<String, (String, usize)>,
        suggester: &Suggester<'_>,
    ) -> Self {
        let place = |intent: &String| places.get(intent).map(|(file, line)| format!("{file}:{line}"));
        let added = |(intent, said): (&String, &Vec<String>)| {
            Some(suggester.addition((intent, &place(intent)?), said, &group))
        };
        let mut suggested: Vec<Suggestion> = group.chosen.iter().filter_map(added).collect();
        if suggested.is_empty() {
            suggested.push(suggester.rule(number, &group));
        }
        let patterns = suggested.first().map(|it| it.patterns.clone()).unwrap_or_default();
        let toml = suggested.iter().map(|it| it.toml.as_str()).collect();
        let Group { count, sentences, chosen, .. } = group;
        let chosen = chosen.into_iter().map(|(intent, sentences)| {
            let place = place(&intent);
            Chosen { intent, place, sentences }
        });
        Self { count, sentences, patterns, chosen: chosen.collect(), toml }
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
