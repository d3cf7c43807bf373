//! How runs come by their points: fitted to sentences of which somebody said what they want, beginning with what the table holds already.
//!
//! Each target against all others, by dual coordinate descent for a linear classifier with squared hinge loss (Hsieh et al.,
//! ICML 2008). Must not know how a message is matched, nor where sentences come from.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use crate::domain::service::Service;
use crate::tomlfile::{Fault, Placed, Section, TomlFile};

use super::area::Area;
use super::folding::Folding;
use super::lesson::Lesson;
use super::normalise::Signs;
use super::rules::{index, position};
use super::source::{IntentSource, Sources, TopicSource, WORDING};
use super::tokens::{BEGIN, runs};
use super::wording;

/// What an example of an intent counts: it has to be right.
const EXAMPLE: f32 = 3.0;
/// A run has to be in so many sentences.
const LEAST: usize = 3;
/// How much a sentence on the wrong side costs beside what points cost.
const COST: f32 = 3.0;
const ROUNDS: usize = 30;
/// So many units of the file are a whole.
const UNITS: f32 = 20.0;
/// So many runs are kept, those that say most, and the rest has to be said by them: more are hardly understood better, and every run
/// takes room near the processor.
const MOST_RUNS: usize = 30_000;
/// Runs worth fewer units to a service or a field are left out, to a topic or an intent, and to a question of law.
const FAINT: u8 = 5;
const FAINT_FOR_OTHERS: u8 = 8;
const FAINT_FOR_QUESTIONS: u8 = 4;

/// Learns from sentences and, where there is no table yet, from the examples in rule files; gives the text of the new `wording.toml`. Faults
/// of files and sentences go to `faults`; as long as there is one, nothing is learnt.
pub fn learn(files: &[TomlFile], mut lessons: Vec<Lesson>, faults: &mut Vec<Fault>) -> String {
    let sources = Sources::read(files, faults);
    let known = files.iter().find(|file| file.name.ends_with(WORDING));
    let known = known.map(|file| read_known(file, faults)).unwrap_or_default();
    lessons.iter_mut().for_each(|it| it.tell_question(&sources));
    let topics = named(lessons.iter().map(|it| &it.topic), &known, "topic");
    let intents = named(lessons.iter().map(|it| &it.intent), &known, "intent");
    let questions = named(lessons.iter().map(|it| &it.question), &known, "question");
    faults.extend(lessons.iter().flat_map(|lesson| lesson.faults(&sources)));
    if !faults.is_empty() {
        return String::new();
    }
    // A table that is there already has learnt them; once more would only make it forget other things.
    if known.0.is_empty() {
        lessons.extend(examples(&sources, &intents));
    }
    let mut corpus = Corpus::new(&lessons, &known, &sources.lexicon.folding);
    let targets = targets([("topic", topics), ("intent", intents), ("question", questions)]);
    let mut table = corpus.fit_all(&targets, &lessons, &known);
    if known.0.is_empty() {
        corpus.keep(&most_telling(&table));
        table = corpus.fit_all(&targets, &lessons, &known);
    }
    written(&table)
}

/// The topics or intents that lessons name or that the table knows.
fn named<'a>(all: impl Iterator<Item = &'a String>, known: &Known, kind: &str) -> BTreeSet<String> {
    all.filter(|name| !name.is_empty() && *name != Lesson::NO_QUESTION)
        .cloned()
        .chain(known.of(kind))
        .collect()
}

/// Who may be spoken for: the kind, and the name.
fn targets(named: [(&'static str, BTreeSet<String>); 3]) -> Vec<(&'static str, String)> {
    let services = Service::ALL.iter().map(|it| ("service", it.code().to_owned()));
    let areas = Area::all().map(|area| ("area", area.label().to_owned()));
    let named = named.into_iter().flat_map(|(kind, names)| names.into_iter().map(move |name| (kind, name)));
    services.chain(areas).chain(named).collect()
}

/// What every run is worth to a target: the kind, the name, and the runs with their units.
type Fitted = (&'static str, String, Vec<(String, i8)>);

/// The runs that say most to any target.
fn most_telling(table: &[Fitted]) -> HashSet<String> {
    let mut most: BTreeMap<&str, u8> = BTreeMap::new();
    for (run, units) in table.iter().flat_map(|it| &it.2) {
        let most = most.entry(run).or_default();
        *most = units.unsigned_abs().max(*most);
    }
    let mut ranked: Vec<(&str, u8)> = most.into_iter().collect();
    ranked.sort_by_key(|&(run, units)| (Reverse(units), run));
    ranked.into_iter().take(MOST_RUNS).map(|(run, _)| run.to_owned()).collect()
}

fn written(table: &[Fitted]) -> String {
    let mut text = String::from(HEAD);
    let mut last = "";
    for (kind, target, points) in table {
        if *kind != last {
            let _ = writeln!(text, "\n[{kind}]");
            last = kind;
        }
        let faint = match *kind {
            "service" | "area" => FAINT,
            "question" => FAINT_FOR_QUESTIONS,
            _ => FAINT_FOR_OTHERS,
        };
        let telling = |run: &str, units: i8| run == BEGIN || units.unsigned_abs() >= faint;
        let points = points.iter().filter(|(run, units)| telling(run, *units));
        write_target(&mut text, target, points.map(|(run, units)| (run.as_str(), *units)));
    }
    text
}

const HEAD: &str = "\
# How people put it: runs of one or two signs (a Latin word counts as a sign), and how much each speaks for a service, a field of law, a
# topic, an intent or a question of law that has an answer, or against it. `^` is the begin of a message, `$` its end; `^` alone is what every message gets.
# Written by `fengqiao intents learn`; docs/intents.md tells how to teach it and what the points mean.
";

/// What rule files say of their own examples.
fn examples(sources: &Sources, intents: &BTreeSet<String>) -> Vec<Lesson> {
    let all = sources.topics.iter().flat_map(|topic| topic.intents.iter().map(move |intent| (topic, intent)));
    all.flat_map(|(topic, intent)| lessons_of(topic, intent, intents)).collect()
}

fn lessons_of(topic: &TopicSource, intent: &IntentSource, intents: &BTreeSet<String>) -> Vec<Lesson> {
    let name = format!("{}.{}", topic.key.value, intent.id.value);
    let service = intent.service.unwrap_or(Service::Consultation);
    let example = |text: &Placed<String>| Lesson {
        text: text.value.clone(),
        service: vec![service.code().to_owned()],
        label: intent.area.or(topic.area).map_or("", Area::label).to_owned(),
        topic: topic.key.value.clone(),
        intent: if intents.contains(&name) { name.clone() } else { String::new() },
        weight: EXAMPLE,
        ..Lesson::default()
    };
    // What is no example of one question of law may be one of another.
    let counter = |text: &Placed<String>| Lesson {
        text: text.value.clone(),
        not: vec![service.code().to_owned()],
        weight: EXAMPLE,
        ..Lesson::default()
    };
    let counters = intent.counter.iter().filter(|_| service != Service::Consultation).map(counter);
    intent.examples.iter().map(example).chain(counters).collect()
}

/// What the table holds already, in units, by run.
#[derive(Debug, Default)]
struct Known(BTreeMap<(&'static str, String), HashMap<String, i8>>);

impl Known {
    fn points(&self, kind: &'static str, target: &str) -> Option<&HashMap<String, i8>> {
        self.0.get(&(kind, target.to_owned()))
    }

    fn of(&self, kind: &str) -> impl Iterator<Item = String> {
        self.0.keys().filter(move |it| it.0 == kind).map(|it| it.1.clone())
    }
}

fn read_known(file: &TomlFile, faults: &mut Vec<Fault>) -> Known {
    let mut known = Known::default();
    file.read(faults, |top| {
        for kind in ["service", "area", "topic", "intent", "question"] {
            for (target, points) in top.table(kind, read_points).unwrap_or_default() {
                known.0.insert((kind, target), points);
            }
        }
    });
    known
}

fn read_points(section: &mut Section<'_, '_>) -> Vec<(String, HashMap<String, i8>)> {
    let mut all = Vec::new();
    for key in section.keys() {
        let text = section.text(&key.value).unwrap_or_default();
        let mut points = HashMap::new();
        for line in wording::lines(&text.value) {
            match line {
                Ok((units, runs)) => points.extend(runs.map(|run| (run.to_owned(), units))),
                Err(what) => section.fault(text.at, what),
            }
        }
        all.push((key.value, points));
    }
    all
}

/// Scatters, and the same way every time.
type RandomOrder = BuildHasherDefault<DefaultHasher>;

/// All sentences as the fit sees them.
struct Corpus {
    /// The names of the runs.
    names: Vec<String>,
    samples: Vec<Sample>,
}

struct Sample {
    /// Its runs, by their numbers.
    runs: Vec<u32>,
    /// What each of them counts: so that a message of many says no more than one of few.
    each: f32,
    cost: f32,
}

impl Corpus {
    fn new(lessons: &[Lesson], known: &Known, folding: &Folding) -> Self {
        let (mut signs, mut spare) = (Signs::default(), Signs::default());
        let mut runs_of = |text: &str| {
            signs.write(text);
            folding.fold(&mut signs, &mut spare);
            let runs = runs(signs.all());
            (runs.len(), runs.into_iter().collect::<HashSet<String>>())
        };
        let all: Vec<(usize, HashSet<String>)> = lessons.iter().map(|lesson| runs_of(&lesson.text)).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        all.iter().flat_map(|(_, runs)| runs).for_each(|run| *counts.entry(run).or_default() += 1);
        for run in known.0.values().flat_map(HashMap::keys).filter(|run| *run != BEGIN) {
            counts.insert(run, LEAST);
        }
        let names = counts.iter().filter(|&(_, &count)| count >= LEAST);
        let names: Vec<String> = names.map(|(run, _)| (*run).to_owned()).collect();
        let numbers: HashMap<&str, u32> = names.iter().map(String::as_str).zip(0..).collect();
        let sample = |((length, runs), lesson): (&(usize, HashSet<String>), &Lesson)| Sample {
            runs: runs.iter().filter_map(|run| numbers.get(run.as_str()).copied()).collect(),
            each: 1.0 / real(*length).sqrt(),
            cost: COST * lesson.weight,
        };
        let samples = all.iter().zip(lessons).map(sample).collect();
        Self { names, samples }
    }

    /// Forgets all other runs.
    fn keep(&mut self, runs: &HashSet<String>) {
        let mut kept = Vec::new();
        let number = |name: String| {
            let is_kept = runs.contains(&name);
            is_kept.then(|| {
                kept.push(name);
                position(kept.len() - 1)
            })
        };
        let numbers: Vec<Option<u32>> = std::mem::take(&mut self.names).into_iter().map(number).collect();
        for sample in &mut self.samples {
            let kept = sample.runs.iter().filter_map(|&run| numbers.get(index(run)).copied().flatten());
            sample.runs = kept.collect();
        }
        self.names = kept;
    }

    /// What each run is worth to each target.
    fn fit_all(&self, targets: &[(&'static str, String)], lessons: &[Lesson], known: &Known) -> Vec<Fitted> {
        let fitted = |(kind, target): &(&'static str, String)| {
            let wanted: Vec<Option<bool>> = lessons.iter().map(|it| it.speaks_for(kind, target)).collect();
            (*kind, target.clone(), self.fit(&wanted, known.points(kind, target)))
        };
        targets.iter().map(fitted).collect()
    }

    /// What each run is worth to a target; every message gets what [`BEGIN`] has.
    fn fit(&self, wanted: &[Option<bool>], known: Option<&HashMap<String, i8>>) -> Vec<(String, i8)> {
        let is_new = known.is_none();
        let known = |run: &str| {
            known.and_then(|known| known.get(run)).map_or(0.0, |&points| f32::from(points) / UNITS)
        };
        let mut points: Vec<f32> = self.names.iter().map(|name| known(name)).collect();
        let mut usual = known(BEGIN);
        // A few more lessons say nothing of how common a target is.
        let moves = if is_new { 1.0 } else { 0.0 };
        let mut doubts = vec![0.0_f32; self.samples.len()];
        let told = (0..).zip(wanted).filter_map(|(at, wanted)| Some((at, (*wanted)?)));
        let mut order: Vec<(usize, bool)> = told.collect();
        for round in 0..ROUNDS {
            // Another order each time, and the same whenever it is learnt again.
            order.sort_by_cached_key(|&(at, _)| RandomOrder::default().hash_one((round, at)));
            for &(at, wanted) in &order {
                let (Some(sample), Some(doubt)) = (self.samples.get(at), doubts.get_mut(at)) else {
                    continue;
                };
                let step = sample.step(&points, (usual, moves), wanted, doubt);
                usual += step * moves;
                for &run in &sample.runs {
                    points.get_mut(index(run)).into_iter().for_each(|points| *points += step * sample.each);
                }
            }
        }
        let all = self.names.iter().zip(points).map(|(name, points)| (name.clone(), units(points)));
        all.chain([(BEGIN.to_owned(), units(usual))]).collect()
    }
}

impl Sample {
    /// How far to go towards the right side, given how much was gone for it before.
    fn step(&self, points: &[f32], (usual, moves): (f32, f32), wanted: bool, doubt: &mut f32) -> f32 {
        let side = if wanted { 1.0 } else { -1.0 };
        let sum: f32 = self.runs.iter().filter_map(|&run| points.get(index(run))).sum();
        let softness = 0.5 / self.cost;
        let gradient = side * (sum * self.each + usual) - 1.0 + softness * *doubt;
        let curvature = real(self.runs.len()) * self.each * self.each + moves + softness;
        let next = (*doubt - gradient / curvature).max(0.0);
        let step = (next - *doubt) * side;
        *doubt = next;
        step
    }
}

/// No sentence is longer than that fits.
fn real(number: usize) -> f32 {
    f32::from(u16::try_from(number).unwrap_or(u16::MAX))
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "it is clamped to what fits")]
fn units(points: f32) -> i8 {
    (points * UNITS).round().clamp(-127.0, 127.0) as i8
}

/// Writes the runs of a target, those that speak for it most first.
fn write_target<'a>(text: &mut String, target: &str, points: impl Iterator<Item = (&'a str, i8)>) {
    let mut by_points: BTreeMap<i8, Vec<&str>> = BTreeMap::new();
    points.for_each(|(run, points)| by_points.entry(points).or_default().push(run));
    let _ = writeln!(text, "\"{target}\" = '''");
    for (points, runs) in by_points.iter().rev() {
        for line in runs.chunks(40) {
            let _ = writeln!(text, "{points} {}", line.join(" "));
        }
    }
    text.push_str("'''\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::testing::{catalogue, village};

    fn lesson(text: &str, service: &str) -> Lesson {
        Lesson { text: text.into(), service: vec![service.into()], weight: 1.0, ..Lesson::default() }
    }

    /// The files with what they teach together with the lessons.
    fn taught(files: &[TomlFile], lessons: Vec<Lesson>) -> Vec<TomlFile> {
        let mut faults = Vec::new();
        let text = learn(files, lessons, &mut faults);
        assert_eq!(faults, []);
        let others = files.iter().filter(|file| file.name != WORDING).cloned();
        others.chain([TomlFile { name: WORDING.into(), text }]).collect()
    }

    fn lessons() -> Vec<Lesson> {
        let ours =
            [("帮我们说和说和", "mediation"), ("来说和一下嘛", "mediation"), ("说和说和", "mediation")];
        let others = [("我的事到哪步了", "progress"), ("办到哪步了", "progress"), ("到哪步了哟", "progress")];
        ours.into_iter().chain(others).map(|(text, service)| lesson(text, service)).collect()
    }

    fn service(files: &[TomlFile], text: &str) -> Service {
        catalogue(files).read(text).service
    }

    #[test]
    fn what_no_pattern_knows_is_learnt_and_told_apart() {
        assert_eq!(service(&village(), "劝他们说和"), Service::Unclear);
        let files = taught(&village(), lessons());
        assert_eq!(service(&files, "劝他们说和"), Service::Mediation);
        assert_eq!(service(&files, "案子到哪步了"), Service::Progress);
    }

    #[test]
    fn questions_of_law_are_learnt_apart_from_other_intents() {
        let asks = |text: &str, intent: &str| Lesson {
            intent: intent.into(),
            service: Vec::new(),
            ..lesson(text, "")
        };
        let ours = ["干了活见不到钱", "活干完了钱没有", "没见到钱"].map(|text| asks(text, "labour.unpaid"));
        let others =
            ["订婚的钱退我", "订婚的礼退我", "退我订婚的钱"].map(|text| asks(text, "marriage.bride_price"));
        let none = ["鱼塘的水脏了", "鱼塘的水少了", "鱼塘没水"].map(|text| asks(text, Lesson::NO_QUESTION));
        let files = taught(&village(), [ours, others, none].concat());
        let table = &files.last().unwrap().text;
        assert!(table.contains("[question]\n\"labour.unpaid\" = ") && !table.contains("[intent]"), "{table}");
        let likeliest = |text: &str| catalogue(&files).explain(text).questions;
        assert_eq!(likeliest("活干了没钱")[0].name, "labour.unpaid");
        assert_eq!(likeliest("订婚退了")[0].name, "marriage.bride_price");
        assert!(likeliest("鱼塘")[0].points < 0);
    }

    #[test]
    fn it_is_the_same_whenever_it_is_learnt() {
        let text = |files: Vec<TomlFile>| files.last().map(|file| file.text.clone());
        assert_eq!(text(taught(&village(), lessons())), text(taught(&village(), lessons())));
    }

    #[test]
    fn more_lessons_keep_what_was_learnt() {
        let files = taught(&village(), lessons());
        let more = ["算了莫办了", "莫办了", "莫办了哈"].map(|text| lesson(text, "cancel"));
        let others = lessons().into_iter().filter(|lesson| lesson.service == ["progress"]);
        let files = taught(&files, more.into_iter().chain(others).collect());
        assert_eq!(service(&files, "莫办了嘛"), Service::Cancel);
        assert_eq!(service(&files, "劝他们说和"), Service::Mediation);
    }

    #[test]
    fn a_name_that_nobody_knows_is_told_and_nothing_learnt_from_it_in_silence() {
        let told = |lesson: Lesson| {
            let mut faults = Vec::new();
            learn(&village(), vec![lesson], &mut faults);
            faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        assert!(
            told(lesson("说和", "mediaton"))
                .contains("`mediaton`, which `说和` is said to be, is no service")
        );
        let lesson = Lesson { label: "家庭".into(), ..lesson("离", "consultation") };
        assert!(told(lesson.clone()).contains("is no field of law"));
        let lesson = Lesson { label: String::new(), intent: "services.fire".into(), ..lesson };
        assert!(told(lesson.clone()).contains("`services.fire`"));
        assert_eq!(told(Lesson { intent: "services.violence".into(), ..lesson }), "");
    }

    #[test]
    fn a_broken_line_of_the_table_is_told_and_not_dropped_in_silence() {
        let table = TomlFile { name: WORDING.into(), text: "[service]\nhuman = 'many 你'\n".into() };
        let mut faults = Vec::new();
        learn(&[village(), vec![table]].concat(), Vec::new(), &mut faults);
        assert!(faults.iter().any(|fault| fault.what.contains("`many` is no number")), "{faults:?}");
    }
}
