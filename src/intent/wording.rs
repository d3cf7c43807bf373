//! How people put it (`wording.toml`): runs of one or two signs, each with what it speaks for and how much. All those of a message
//! together tell what somebody wants who says it in no way that a pattern knows.
//!
//! Must not know what else speaks for a service, nor how runs come by their points; that is `learn`'s.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::str::Split;

use crate::domain::service::Service;
use crate::tomlfile::{Fault, Section, TomlFile};

use super::area;
use super::filter::Mixing;
use super::noted::Noted;
use super::rules::index;
use super::tokens::{self, BEGIN, END, EVERYDAY, JOINT, is_word, tokens};

/// The table, ready to hear.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    runs: Runs,
    /// What each run says, by the number of its row.
    rows: Vec<Row>,
    /// What every message says, in points.
    usual: Box<Sums>,
    /// Who is spoken for: services.
    pub services: Targets<Service>,
    /// Fields of law, by their portal labels.
    pub areas: Targets<&'static str>,
    /// The intents of a service that many ways of speaking lead to, by their numbers.
    pub intents: Targets<u16>,
}

/// Which runs there are, each with the number of its row. Row 0 holds nothing.
#[derive(Clone, Debug, Default)]
struct Runs {
    /// The numbers of tokens that are one sign, by the sign; 0 for one that is in no run.
    signs: Vec<u16>,
    /// Those of other tokens.
    words: HashMap<String, u16, Mixing>,
    /// The rows of runs of one token, by its number.
    alone: Vec<u32>,
    /// The rows of runs of two, by both numbers.
    pairs: HashMap<u32, u32, Mixing>,
    rows: u32,
}

/// So many targets have a column.
const COLUMNS: usize = 64;

/// What a run says, in units; as long as what the processor fetches at a time.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Row([i8; COLUMNS]);

/// What all runs together say.
#[derive(Clone, Copy, Debug)]
struct Sums([i32; COLUMNS]);

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
    points: Sums,
    word: String,
}

/// A unit of the file is so many points in a message of one run; in a longer one it is less by the root of how many runs it has.
const UNIT: i32 = 5;
/// How finely the root is taken.
const ROOT: u32 = 64;
/// How finely the worth of a unit is known.
const FINE: i32 = 4096;
/// So many rows fit into small sums.
const AT_ONCE: usize = 255;
/// So many runs are told as reasons.
const REASONS: usize = 8;

impl Wording {
    /// Reads the file; faults go to `faults`. `intent` knows the numbers of intents.
    pub fn read(file: &TomlFile, intent: impl Fn(&str) -> Option<u16>, faults: &mut Vec<Fault>) -> Self {
        let mut wording = Self { runs: Runs::new(), ..Self::default() };
        wording.rows.push(Row::default());
        file.read(faults, |top| {
            wording.services = wording.read_targets(top, "service", 0, Service::parse);
            let first = wording.services.names.len();
            wording.areas = wording.read_targets(top, "area", first, area::known);
            let first = first + wording.areas.names.len();
            wording.intents = wording.read_targets(top, "intent", first, intent);
        });
        wording
    }

    /// Every key of a table is a target, its value lines of units and the runs that have them.
    fn read_targets<T>(
        &mut self,
        top: &mut Section<'_, '_>,
        kind: &str,
        first: usize,
        known: impl Fn(&str) -> Option<T>,
    ) -> Targets<T> {
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
                if let Err(what) = self.read_runs(&text.value, first + names.len()) {
                    section.fault(text.at, what);
                }
                names.push(name);
            }
        });
        Targets { names, first }
    }

    fn read_runs(&mut self, text: &str, column: usize) -> Result<(), String> {
        for line in lines(text) {
            let (units, runs) = line?;
            for run in runs {
                self.set(run, column, units)?;
            }
        }
        Ok(())
    }

    fn set(&mut self, run: &str, column: usize, units: i8) -> Result<(), String> {
        let full = || format!("there are more than {COLUMNS} targets: drop some");
        if run == BEGIN {
            *self.usual.0.get_mut(column).ok_or_else(full)? = i32::from(units) * UNIT;
            return Ok(());
        }
        let row = index(self.runs.row(run)?);
        if row == self.rows.len() {
            self.rows.push(Row::default());
        }
        let place = self.rows.get_mut(row).and_then(|row| row.0.get_mut(column));
        *place.ok_or_else(full)? = units;
        Ok(())
    }

    /// The runs of a message that say most of a service, for or against, each with its units.
    pub fn reasons(&self, signs: &[char], service: Service) -> Vec<(String, i8)> {
        let Some(column) = self.services.column(&service) else { return Vec::new() };
        let units = |run: &str| self.rows.get(index(self.runs.find(run)))?.0.get(column).copied();
        let all: BTreeSet<String> = tokens::runs(signs).into_iter().collect();
        let mut said: Vec<(String, i8)> = all
            .into_iter()
            .filter_map(|run| Some((units(&run)?, run)))
            .map(|(units, run)| (run, units))
            .collect();
        said.retain(|(_, units)| *units != 0);
        said.sort_by_key(|(_, units)| Reverse(units.unsigned_abs()));
        said.truncate(REASONS);
        said
    }

    /// Hears a message.
    pub fn hear(&self, signs: &[char], heard: &mut Heard) {
        let runs = &self.runs;
        heard.rows.begin(self.rows.len());
        let (mut before, mut all) = (Runs::BEGIN, 1_u32);
        for token in tokens(signs) {
            let number = runs.number(token, &mut heard.word);
            heard.rows.note(runs.alone.get(usize::from(number)).copied().unwrap_or(0));
            heard.rows.note(runs.pair(before, number));
            all += 2;
            before = number;
        }
        heard.rows.note(runs.pair(before, Runs::END));
        let root = i32::try_from((all * ROOT * ROOT).isqrt()).unwrap_or(i32::MAX);
        let worth = FINE * UNIT * ROOT.cast_signed() / root;
        let units = self.sum(heard.rows.all());
        heard.points = *self.usual;
        heard.points.0.iter_mut().zip(units.0).for_each(|(points, units)| *points += units * worth / FINE);
    }

    /// Adds up rows.
    fn sum(&self, rows: &[u32]) -> Sums {
        let mut sums = Sums::default();
        for rows in rows.chunks(AT_ONCE) {
            let mut some = [0_i16; COLUMNS];
            for row in rows.iter().filter_map(|&row| self.rows.get(index(row))) {
                some.iter_mut().zip(row.0).for_each(|(sum, units)| *sum += i16::from(units));
            }
            sums.0.iter_mut().zip(some).for_each(|(sum, some)| *sum += i32::from(some));
        }
        sums
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

impl Default for Row {
    fn default() -> Self {
        Self([0; COLUMNS])
    }
}

impl Default for Sums {
    fn default() -> Self {
        Self([0; COLUMNS])
    }
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

    /// Which of them it is.
    pub fn place(&self, name: &T) -> Option<usize> {
        self.names.iter().position(|it| it == name)
    }

    fn column(&self, name: &T) -> Option<usize> {
        Some(self.first + self.place(name)?)
    }
}

/// A table has about so many runs of two; more only take longer to read.
const USUAL_PAIRS: usize = 1 << 15;

impl Runs {
    const BEGIN: u16 = 1;
    const END: u16 = 2;

    fn new() -> Self {
        let mut runs = Self { signs: vec![0; index(EVERYDAY)], alone: vec![0], rows: 1, ..Self::default() };
        runs.pairs.reserve(USUAL_PAIRS);
        for mark in [BEGIN, END] {
            runs.token(&mark.chars().collect::<Vec<_>>());
        }
        runs
    }

    /// The row of a run; a new one if it has none.
    fn row(&mut self, run: &str) -> Result<u32, String> {
        let next = self.rows;
        let row = match self.tokens_of(run) {
            Some((one, None)) => {
                let Some(row) = self.alone.get_mut(usize::from(one)) else { return Ok(0) };
                *row = if *row == 0 { next } else { *row };
                *row
            }
            Some((one, Some(other))) => *self.pairs.entry(pair(one, other)).or_insert(next),
            None => return Err(format!("`{run}` is no run of one or two signs or words")),
        };
        self.rows += u32::from(row == next);
        Ok(row)
    }

    /// The numbers of the one or two tokens of a run, new ones if they have none.
    fn tokens_of(&mut self, run: &str) -> Option<(u16, Option<u16>)> {
        let mut signs = run.chars();
        let is_sign =
            |sign: &char| !sign.is_ascii_lowercase() && *sign != JOINT && u32::from(*sign) < EVERYDAY;
        // Nearly all runs are one or two signs that are tokens.
        if let (Some(one), other, None) = (signs.next().filter(is_sign), signs.next(), signs.next())
            && other.as_ref().is_none_or(is_sign)
        {
            return Some((self.sign(one), other.map(|other| self.sign(other))));
        }
        let signs: Vec<char> = run.chars().collect();
        let mut numbers = tokens(&signs).map(|token| self.token(token));
        let all = (numbers.next()?, numbers.next());
        numbers.next().is_none().then_some(all)
    }

    /// The number of a token; a new one if it has none.
    fn token(&mut self, token: &[char]) -> u16 {
        match token {
            &[sign] if !is_word(token) => self.sign(sign),
            _ => {
                let next = self.next_token();
                let number = *self.words.entry(token.iter().collect()).or_insert(next);
                self.know(number)
            }
        }
    }

    /// The number of a sign that is a token; a new one if it has none.
    fn sign(&mut self, sign: char) -> u16 {
        let next = self.next_token();
        let Some(number) = self.signs.get_mut(index(sign.into())) else { return 0 };
        *number = if *number == 0 { next } else { *number };
        let number = *number;
        self.know(number)
    }

    fn next_token(&self) -> u16 {
        u16::try_from(self.alone.len()).unwrap_or(0)
    }

    /// Makes room for a token if its number is new.
    fn know(&mut self, number: u16) -> u16 {
        if number == self.next_token() {
            self.alone.push(0);
        }
        number
    }

    /// The row of a run, 0 if there is none.
    fn find(&self, run: &str) -> u32 {
        let (signs, mut word) = (run.chars().collect::<Vec<char>>(), String::new());
        let numbers: Vec<u16> = tokens(&signs).map(|token| self.number(token, &mut word)).collect();
        match *numbers.as_slice() {
            [one] => self.alone.get(usize::from(one)).copied().unwrap_or(0),
            [one, other] => self.pair(one, other),
            _ => 0,
        }
    }

    /// The number of a token, 0 if it is in no run.
    #[inline]
    fn number(&self, token: &[char], word: &mut String) -> u16 {
        match token {
            &[sign] if !is_word(token) => self.signs.get(index(sign.into())).copied().unwrap_or(0),
            _ => {
                word.clear();
                word.extend(token);
                self.words.get(word.as_str()).copied().unwrap_or(0)
            }
        }
    }

    #[inline]
    fn pair(&self, one: u16, other: u16) -> u32 {
        self.pairs.get(&pair(one, other)).copied().unwrap_or(0)
    }
}

#[inline]
fn pair(one: u16, other: u16) -> u32 {
    u32::from(one) << 16 | u32::from(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Wording, Vec<Fault>) {
        let file = TomlFile { name: "wording.toml".into(), text: text.into() };
        let mut faults = Vec::new();
        let wording = Wording::read(&file, |name| (name == "danger.violence").then_some(7), &mut faults);
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
    fn intents_and_fields_have_their_own_tables() {
        let text = "[area]\n\"婚姻家庭\" = '9 离婚'\n[intent]\n\"danger.violence\" = '8 打'\n";
        let (wording, faults) = read(text);
        assert_eq!(faults, []);
        let mut heard = Heard::default();
        wording.hear(&['打', '离', '婚'], &mut heard);
        assert_eq!(wording.areas.points(&heard).map(|it| *it.0).collect::<Vec<_>>(), ["婚姻家庭"]);
        assert!(wording.intents.points(&heard).all(|it| *it.0 == 7 && it.1 > 0));
    }

    #[test]
    fn every_field_has_a_column() {
        let areas = area::ALL.map(|area| format!("\"{area}\" = '5 字'\n")).concat();
        let (wording, faults) = read(&format!("[area]\n{areas}"));
        assert_eq!(faults, []);
        let mut heard = Heard::default();
        wording.hear(&['字'], &mut heard);
        assert_eq!(wording.areas.points(&heard).filter(|it| it.1 > 0).count(), area::ALL.len());
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
