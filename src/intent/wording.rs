//! How people put it (`wording.toml`): runs of one or two signs, each with what it speaks for and how much. All those of a message
//! together tell what somebody wants who says it in no way that a pattern knows.
//!
//! Must not know what else speaks for a service, nor how runs come by their points; that is `learn`'s.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::str::Split;

use crate::domain::service::Service;
use crate::tomlfile::{Fault, Section, TomlFile};

use super::area::Area;
use super::noted::Noted;
use super::questions::{self, Questions};
use super::rows::{Row, Rows, Sums};
use super::runs::{NewRuns, Runs};
use super::tokens::{self, BEGIN};

/// The table, ready to hear.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    runs: Runs,
    /// What they say.
    rows: Rows<COLUMNS>,
    /// What every message says, in points.
    usual: Box<Sums<COLUMNS>>,
    /// Who is spoken for: services.
    pub services: Targets<Service>,
    /// Fields of law.
    pub areas: Targets<Area>,
    /// Topics that share their field with another, by their numbers.
    pub topics: Targets<u16>,
    /// The intents of a service that many ways of speaking lead to, by their numbers.
    pub intents: Targets<u16>,
    /// The questions of law that have an answer.
    questions: Questions,
}

/// The table while it is read.
struct NewTable {
    runs: NewRuns,
    rows: Rows<COLUMNS>,
    usual: Sums<COLUMNS>,
    questions: Questions,
}

/// Where what a run says of a target stands.
#[derive(Clone, Copy)]
enum Place {
    Column(usize),
    Question(usize),
}

/// Those of one kind that are spoken for; their columns stand together.
#[derive(Clone, Debug)]
pub struct Targets<T> {
    names: Vec<T>,
    first: usize,
}

/// What one message says; lent from message to message.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    rows: Noted,
    points: Sums<COLUMNS>,
    /// What a unit is worth in it, in parts of [`FINE`].
    worth: i32,
    word: String,
}

/// So many services, fields, topics and intents there may be.
const COLUMNS: usize = 64;
/// A unit of the file is so many points in a message of one run; in a longer one it is less by the root of how many runs it has.
const UNIT: i32 = 5;
/// How finely the root is taken.
const ROOT: u32 = 64;
/// How finely the worth of a unit is known.
const FINE: i32 = 4096;
/// So many runs are told as reasons.
const REASONS: usize = 8;

impl Wording {
    /// Reads the file; faults go to `faults`. `topic` and `intent` know the numbers of these.
    pub fn read(
        file: &TomlFile,
        topic: impl Fn(&str) -> Option<u16>,
        intent: impl Fn(&str) -> Option<u16>,
        faults: &mut Vec<Fault>,
    ) -> Self {
        let (mut wording, mut new) = (Self::default(), NewTable::new());
        file.read(faults, |top| {
            wording.services = new.read_targets(top, "service", 0, Service::parse);
            let first = wording.services.names.len();
            wording.areas = new.read_targets(top, "area", first, Area::known);
            let first = first + wording.areas.names.len();
            wording.topics = new.read_targets(top, "topic", first, topic);
            let first = first + wording.topics.names.len();
            wording.intents = new.read_targets(top, "intent", first, &intent);
            new.questions.intents = new.read_names(top, "question", Place::Question, &intent);
        });
        (wording.runs, wording.rows) = (new.runs.finish(), new.rows);
        wording.questions = new.questions;
        *wording.usual = new.usual;
        wording
    }

    /// The runs of a message that say most of a service, for or against, each with its units.
    pub fn reasons(&self, signs: &[char], service: Service) -> Vec<(String, i8)> {
        let Some(column) = self.services.column(&service) else { return Vec::new() };
        let with_units = |run: String| {
            let units = self.rows.units(self.runs.find(&run), column);
            (run, units)
        };
        let all: BTreeSet<String> = tokens::runs(signs).into_iter().collect();
        let mut said: Vec<(String, i8)> = all.into_iter().map(with_units).collect();
        said.retain(|(_, units)| *units != 0);
        said.sort_by_key(|(_, units)| Reverse(units.unsigned_abs()));
        said.truncate(REASONS);
        said
    }

    /// Hears a message.
    pub fn hear(&self, signs: &[char], heard: &mut Heard) {
        let Heard { rows, word, .. } = heard;
        rows.begin(self.rows.0.len());
        let all = self.runs.each_row(signs, word, |row| {
            rows.note(row.into());
        });
        let root = i32::try_from((all * ROOT * ROOT).isqrt()).unwrap_or(i32::MAX);
        let worth = FINE * UNIT * ROOT.cast_signed() / root;
        heard.worth = worth;
        let units = self.rows.sum(heard.rows.all());
        heard.points = *self.usual;
        heard.points.0.iter_mut().zip(units.0).for_each(|(points, units)| *points += units * worth / FINE);
    }

    /// Whether it is known how people put a question.
    pub fn knows_question(&self, intent: u16) -> bool {
        self.questions.knows(intent)
    }

    /// What a message says for each question of law that has an answer, in points.
    pub fn questions(&self, heard: &Heard) -> impl Iterator<Item = (u16, i32)> {
        let worth = heard.worth;
        let all = self.questions.heard(heard.rows.all());
        all.map(move |(intent, units, usual)| (intent, usual * UNIT + units * worth / FINE))
    }
}

impl NewTable {
    fn new() -> Self {
        let rows = Rows(vec![Row::default()]);
        Self { runs: NewRuns::new(), rows, usual: Sums::default(), questions: Questions::default() }
    }

    /// Targets with a column each.
    fn read_targets<T>(
        &mut self,
        top: &mut Section<'_, '_>,
        kind: &str,
        first: usize,
        known: impl Fn(&str) -> Option<T>,
    ) -> Targets<T> {
        Targets { names: self.read_names(top, kind, |number| Place::Column(first + number), known), first }
    }

    /// Every key of a table is a target, its value lines of units and the runs that have them.
    fn read_names<T>(
        &mut self,
        top: &mut Section<'_, '_>,
        kind: &str,
        place: impl Fn(usize) -> Place,
        known: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut names = Vec::new();
        top.table(kind, |section| {
            for key in section.keys() {
                let (text, name) = (section.text(&key.value), known(&key.value));
                let Some(name) = name else {
                    let what = format!("`{}` is not known: mend its name or drop it", key.value);
                    section.fault(key.at, what);
                    continue;
                };
                let Some(text) = text else { continue };
                if let Err(what) = self.read_runs(&text.value, place(names.len())) {
                    section.fault(text.at, what);
                }
                names.push(name);
            }
        });
        names
    }

    fn read_runs(&mut self, text: &str, place: Place) -> Result<(), String> {
        for line in lines(text) {
            let (units, runs) = line?;
            for run in runs {
                self.set(run, place, units)?;
            }
        }
        Ok(())
    }

    fn set(&mut self, run: &str, place: Place, units: i8) -> Result<(), String> {
        let is_said = if run == BEGIN { self.say_usual(place, units) } else { self.say(run, place, units)? };
        let most = match place {
            Place::Column(_) => COLUMNS,
            Place::Question(_) => questions::MOST,
        };
        is_said.then_some(()).ok_or_else(|| format!("there are more than {most} targets: drop some"))
    }

    fn say_usual(&mut self, place: Place, units: i8) -> bool {
        match place {
            Place::Column(column) => {
                let usual = self.usual.0.get_mut(column);
                usual.map(|usual| *usual = i32::from(units) * UNIT).is_some()
            }
            Place::Question(question) => self.questions.say_usual(question, units),
        }
    }

    fn say(&mut self, run: &str, place: Place, units: i8) -> Result<bool, String> {
        let number = self.runs.row(run)?;
        let row = usize::from(number);
        if row == self.rows.0.len() {
            self.rows.0.push(Row::default());
        }
        Ok(match place {
            Place::Column(column) => self.rows.0.get_mut(row).is_some_and(|row| row.say(column, units)),
            Place::Question(question) => self.questions.say(number, question, units),
        })
    }
}

/// What stands for a target: lines of units and the runs that have them.
pub fn lines(text: &str) -> impl Iterator<Item = Result<(i8, Split<'_, char>), String>> {
    text.lines().filter(|line| !line.is_empty()).map(|line| {
        let (units, runs) = line.split_once(' ').unwrap_or((line, ""));
        let known = units.parse().map(|units| (units, runs.split(' ')));
        known.map_err(|_| format!("`{units}` is no number from -127 to 127: write points, then runs"))
    })
}

impl<T> Default for Targets<T> {
    fn default() -> Self {
        Self { names: Vec::new(), first: 0 }
    }
}

impl<T: PartialEq> Targets<T> {
    /// What a message says for each, in points.
    pub fn points<'a>(&'a self, heard: &'a Heard) -> impl Iterator<Item = (&'a T, i32)> {
        let points = heard.points.0.get(self.first..).unwrap_or_default();
        self.names.iter().zip(points.iter().copied())
    }

    fn column(&self, name: &T) -> Option<usize> {
        Some(self.first + self.names.iter().position(|it| it == name)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Wording, Vec<Fault>) {
        let file = TomlFile { name: "wording.toml".into(), text: text.into() };
        let mut faults = Vec::new();
        let topic = |name: &str| (name == "custody").then_some(3);
        let intent = |name: &str| (name == "danger.violence").then_some(7);
        let wording = Wording::read(&file, topic, intent, &mut faults);
        (wording, faults)
    }

    fn points(wording: &Wording, text: &str) -> Vec<i32> {
        let mut heard = Heard::default();
        wording.hear(&text.chars().collect::<Vec<_>>(), &mut heard);
        wording.services.points(&heard).map(|it| it.1).collect()
    }

    const TABLE: &str = "
[service]
mediation = '''
60 调解 ^劝
-20 ^
-30 费$
'''
human = '''
40 my_lawyer 你
'''
";

    #[test]
    fn runs_add_up_each_once_and_a_long_message_says_no_more_than_a_short_one() {
        let (wording, faults) = read(TABLE);
        assert_eq!(faults, []);
        let of = |text: &str| points(&wording, text)[0];
        // 60 units of 5 points over the root of 5 runs, less 20 units.
        assert_eq!(of("调解"), 34);
        assert_eq!(of(""), -100);
        assert!(of("劝") > of("调解"));
        assert!(of("调解费") < of("调解员"));
        assert!(of("调解调解调解") < of("调解"));
    }

    #[test]
    fn a_latin_word_is_one_sign_and_what_is_in_no_run_says_nothing() {
        let (wording, _) = read(TABLE);
        let of = |text: &str| points(&wording, text)[1];
        assert!(of("my lawyer") > 0 && of("你😀") > 0);
        assert_eq!((of("my lawyers"), of("lawyer"), of("😀")), (0, 0, 0));
    }

    #[test]
    fn fields_topics_and_intents_have_their_own_tables() {
        let text = "[area]\n\"婚姻家庭\" = '9 离婚'\n[topic]\ncustody = '7 婚'\n[intent]\n\"danger.violence\" = '8 打'\n";
        let (wording, faults) = read(text);
        assert_eq!(faults, []);
        let mut heard = Heard::default();
        wording.hear(&['打', '离', '婚'], &mut heard);
        assert_eq!(wording.areas.points(&heard).map(|it| it.0.label()).collect::<Vec<_>>(), ["婚姻家庭"]);
        assert!(wording.topics.points(&heard).all(|it| *it.0 == 3 && it.1 > 0));
        assert!(wording.intents.points(&heard).all(|it| *it.0 == 7 && it.1 > 0));
    }

    #[test]
    fn every_field_has_a_column() {
        let areas = Area::all().map(|area| format!("\"{}\" = '5 字'\n", area.label())).collect::<String>();
        let (wording, faults) = read(&format!("[area]\n{areas}"));
        assert_eq!(faults, []);
        let mut heard = Heard::default();
        wording.hear(&['字'], &mut heard);
        assert_eq!(wording.areas.points(&heard).filter(|it| it.1 > 0).count(), Area::COUNT);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let what = |text: &str| read(text).1.iter().map(ToString::to_string).collect::<Vec<_>>().concat();
        for (text, told) in [
            ("[service]\nmediate = '1 调'", "wording.toml:2: `mediate` is not known"),
            ("[service]\nmediation = '200 调'", "`200` is no number from -127 to 127"),
            ("[service]\nmediation = '1 调解员'", "`调解员` is no run of one or two"),
            ("[intent]\n\"danger.fire\" = '1 调'", "`danger.fire` is not known"),
            ("[service]\nmediation = '调解'", "`调解` is no number"),
        ] {
            assert!(what(text).contains(told), "{text}: {}", what(text));
        }
    }

    #[test]
    fn the_runs_that_say_most_are_told() {
        let (wording, _) = read(TABLE);
        let reasons = wording.reasons(&"劝调解费".chars().collect::<Vec<_>>(), Service::Mediation);
        assert_eq!(reasons, [("^劝".to_owned(), 60), ("调解".to_owned(), 60), ("费$".to_owned(), -30)]);
    }
}
